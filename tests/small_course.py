"""A made-up course of two tiny assignments: quick to build and grade, and independent of the real lessons."""

import importlib
import json
import shutil
import sys
import textwrap
from pathlib import Path

from autograder import lessons
from autograder.course.build import build

SCALE_LESSON = '''
# %% [markdown] lang="en"
# # Scaling
#
# Stretch an array, then move it.

# %% [markdown] lang="ko"
# # 늘이기
#
# 배열을 늘인 다음 옮겨요.

# %%
import numpy as np

from cnnkit import check


# %%
def scale(x, factor, shift):
    """Stretch and move an array.

    Raises:
        ValueError: x holds no number.

    >>> scale(np.array([1.0, 2.0]), 3, 1)
    array([4., 7.])
    """
    ### BEGIN SOLUTION
    if x.size == 0:
        raise ValueError("x holds no number to scale")
    return x * factor + shift
    ### END SOLUTION


# %%
check(scale)


# %%
def total(values):
    """Add up a list of numbers."""
    ### BEGIN SOLUTION
    running_sum_so_far = 0
    for value in values:
        running_sum_so_far += value
    return running_sum_so_far
    ### END SOLUTION


# %%
check(total)
'''

SCALE_CHECKS = '''
"""How b01_scale is graded."""

import numpy as np
from course.inputs import rows
from hypothesis import strategies as st

from autograder.rubric import Aspect, Check

scale = Check(
    atol=1e-9,
    aspects=[
        Aspect("factor", 4, st.tuples(rows(), st.integers(2, 5), st.just(0)), ko="배율", cases=4),
        Aspect("shift", 2, st.tuples(rows(), st.just(1), st.integers(1, 5)), ko="이동", cases=4),
        Aspect("together", 1, st.tuples(rows(), st.integers(2, 5), st.integers(1, 5)), ko="함께", cases=4),
        Aspect(
            "input unchanged",
            1,
            st.tuples(rows(), st.integers(2, 5), st.integers(1, 5)),
            ko="입력 보존",
            cases=3,
            judge="unchanged",
            after="factor",
        ),
        Aspect(
            "errors",
            1,
            st.tuples(st.just(np.zeros(0)), st.integers(2, 5), st.integers(1, 5)),
            ko="오류",
            cases=3,
            after="factor",
        ),
    ],
)


@scale.mistake
def ignores_the_factor(scale, x, factor, shift):
    """Is the factor used at all?
    Your numbers move, but they do not grow.
    - Call scale with shift=0 and look.
    - Where does `factor` stand in your code?

    배율을 쓰고 있나요?
    수가 옮겨지지만 커지지는 않아요.
    - shift=0으로 불러 보세요.
    - 코드에서 `factor`를 찾아보세요.
    """
    return scale(x, 1, shift)


@scale.mistake
def ignores_the_shift(scale, x, factor, shift):
    """Is the shift used at all?
    Your numbers grow, but they do not move.
    - Call scale with factor=1 and look.
    - Where does `shift` stand in your code?

    이동을 쓰고 있나요?
    수가 커지지만 옮겨지지는 않아요.
    - factor=1로 불러 보세요.
    - 코드에서 `shift`를 찾아보세요.
    """
    return scale(x, factor, 0)


@scale.mistake
def works_in_place(scale, x, factor, shift):
    """Does x change while you compute?
    The answer is right, but the caller's array holds it as well.
    - Print x after the call.
    - Which of your lines writes into x?

    계산하는 동안 x가 바뀌나요?
    답은 맞지만 원래 배열까지 바뀌어요.
    - 호출한 뒤에 x를 출력해 보세요.
    - 어느 줄이 x에 쓰나요?
    """
    x[:] = scale(x, factor, shift)
    return x.copy()


@scale.mistake
def lets_nothing_through(scale, x, factor, shift):
    """What happens when x is empty?
    There is nothing to scale then, and the task asks for a ValueError.
    - Call scale(np.zeros(0), 2, 1).
    - Which line of your code looks at the size?

    x가 비어 있으면 어떻게 되나요?
    늘일 수가 없으니 ValueError를 내야 해요.
    - scale(np.zeros(0), 2, 1)을 불러 보세요.
    - 코드의 어느 줄이 크기를 확인하나요?
    """
    return scale(x, factor, shift) if x.size else x


total = Check(
    atol=0,
    aspects=[Aspect("values", 3, st.tuples(st.lists(st.integers(1, 9), min_size=2, max_size=5)), ko="값", cases=5)],
)


@total.mistake
def skips_the_first(total, values):
    """Does the sum begin at the second number?
    The first number is missing from your sum.
    - What is total([5, 0])?
    - With which index does your loop begin?

    두 번째 수부터 더하고 있나요?
    합에 첫 번째 수가 빠져 있어요.
    - total([5, 0])은 얼마인가요?
    - 반복문은 몇 번 인덱스부터 시작하나요?
    """
    return total(values[1:])
'''

INPUTS = '''
"""What the small course draws its inputs from."""

import numpy as np
from hypothesis import strategies as st


def rows():
    """One row of two to four small numbers."""
    return st.lists(st.integers(1, 9), min_size=2, max_size=4).map(lambda numbers: np.array(numbers, float))
'''

STEPS_LESSON = '''
# %% [markdown] lang="en"
# # Steps

# %% [markdown] lang="ko"
# # 걸음

# %%
from cnnkit import check


# %%
def steps(n):
    """Count from zero.

    >>> steps(3)
    [0, 1, 2]
    """
    ### BEGIN SOLUTION
    return [number for number in range(n)]
    ### END SOLUTION


# %%
check(steps)
'''

STEPS_CHECKS = '''
"""How b02_steps is graded."""

from hypothesis import strategies as st

from autograder.rubric import Aspect, Check

steps = Check(atol=0, aspects=[Aspect("values", 2, st.tuples(st.integers(1, 30)), ko="값", cases=4)])


@steps.mistake
def starts_at_one(steps, n):
    """Do you count from one?
    Your first number is 1.
    - Print steps(1).
    - Where does `range` begin?

    1부터 세고 있나요?
    첫 번째 수가 1이에요.
    - steps(1)을 출력해 보세요.
    - `range`는 어디서 시작하나요?
    """
    return [number + 1 for number in steps(n)]
'''

SCALE = """
def scale(x, factor, shift):
    if len(x) == 0:
        raise ValueError("nothing here")
    return np.array([factor * number + shift for number in x])
"""
TOTAL = """
def total(values):
    return sum(values)
"""
BOTH_MISTAKES = """
def scale(x, factor, shift):
    if len(x) == 0:
        raise ValueError("nothing here")
    return x.copy()
"""


def write(folder: Path) -> Path:
    """Write the course below a folder, and return its lessons' folder."""
    course = folder / "solutions"
    files = {
        "inputs.py": INPUTS,
        "b01_scale/lesson.py": SCALE_LESSON,
        "b01_scale/checks.py": SCALE_CHECKS,
        "b02_steps/lesson.py": STEPS_LESSON,
        "b02_steps/checks.py": STEPS_CHECKS,
    }
    for name, text in files.items():
        path = course / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), "utf-8")
    return course


def forget(course: Path) -> None:
    """Have the course's Python read anew: it was changed, perhaps within the second."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "course"]:
        del sys.modules[name]
    for folder in course.rglob("__pycache__"):
        shutil.rmtree(folder)
    importlib.invalidate_caches()


def build_all(course: Path) -> None:
    for lesson in lessons.lessons(course):
        build(lesson, course.parent / "assignments")


def submission(course: Path, name: str = "b01_scale", **answers: str) -> bytes:
    """The released English notebook with some answers filled in."""
    notebook = json.loads((course.parent / "assignments" / "en" / name / f"{name}.ipynb").read_text("utf-8"))
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            cell["source"] = textwrap.dedent(answers[grade_id]).strip("\n")
    return json.dumps(notebook, ensure_ascii=False).encode()


def right(course: Path) -> bytes:
    return submission(course, scale=SCALE, total=TOTAL)


def hand_in(folder: Path, students: dict[str, bytes], name: str = "b01_scale") -> Path:
    """Put files where nbgrader collects them."""
    for student, data in students.items():
        path = folder / student / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
