"""Classes: made, talked with step by step in one box, and judged by what each talk's last step answers."""

import os
import pickle
import textwrap
from dataclasses import replace

import numpy as np
import pytest

from autograder import lessons, pipeline
from autograder.corpus import read
from autograder.course.build import without_answer
from autograder.course.doctor import examine
from autograder.course.mutants import mutants
from autograder.errors import CourseError
from autograder.judge import worked
from autograder.judge.call import outcome_of
from autograder.judge.compare import Verdict
from autograder.judge.evidence import value_json
from autograder.judge.recognise import Answer
from autograder.judge.reference import answered
from autograder.lessons import CheckCode
from autograder.pipeline import Settings
from autograder.records import AspectFacts, Case, Outcome
from autograder.reports.values import inline, python_source
from autograder.rubric import Aspect, Bowl, Check
from autograder.sandbox.inside import values
from autograder.sandbox.inside.talk import talk
from autograder.sandbox.inside.values import Unsupported
from autograder.sandbox.wire import pack
from autograder.store import Store
from tests import small_class_course, small_course

NAME = "c01_gain"
RIGHT = """
class Gain:
    def __init__(self, w):
        self.w = w

    def forward(self, x):
        self.seen = x
        return [self.w * number for number in x]

    def backward(self, dout):
        self.dw = sum(a * b for a, b in zip(self.seen, dout))
        return self.w * dout
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("classes") / "solutions"
    (folder / NAME).mkdir(parents=True)
    (folder / "inputs.py").write_text(small_course.INPUTS.lstrip("\n"), "utf-8")
    (folder / NAME / "lesson.py").write_text(small_class_course.LESSON.lstrip("\n"), "utf-8")
    (folder / NAME / "checks.py").write_text(small_class_course.CHECKS.lstrip("\n"), "utf-8")
    small_course.build_all(folder)
    return folder


@pytest.fixture
def graded(course):
    task = pipeline.assignment(course, course.parent / "assignments", NAME)

    def grade(source):
        data = small_course.submission(course, NAME, Gain=textwrap.dedent(source))
        settings = Settings(language="en")
        (item,) = pipeline.grade_file("kim", f"{NAME}.ipynb", data, task, settings, Store(None)).items
        return item

    return grade


def points(item):
    return {name: score.points for name, score in item.aspects.items()}


def test_a_right_class_gets_full_marks(graded):
    assert graded(RIGHT).points == 10


def test_the_released_class_is_not_started(course, graded):
    released = read_cell(course)
    assert released.count("raise NotImplementedError()") == 3
    assert graded(released).status == "not_started"


def read_cell(course):
    lesson = lessons.lesson(course, NAME)
    text = lesson.lesson.read_text("utf-8")
    return without_answer(text[text.index("class Gain") : text.index("# %%\ncheck(Gain)")])


def test_a_class_without_backward_keeps_the_points_of_forward(graded):
    item = graded(RIGHT[: RIGHT.index("    def backward")])
    assert points(item) == {"forward": 3, "dx": 0, "dw": 0, "state": 0}
    assert "no attribute 'backward'" in item.message


def test_a_method_that_is_still_to_be_written_is_told_from_one_that_fails(graded):
    item = graded(RIGHT[: RIGHT.index("        self.dw =")] + "        raise NotImplementedError()\n")
    assert points(item)["forward"] == 3
    assert item.message.startswith("Gain is not finished yet.")


def test_a_gradient_that_is_not_kept_costs_only_its_own_points(graded):
    assert points(graded(RIGHT.replace("self.dw =", "dw ="))) == {"forward": 3, "dx": 3, "dw": 0, "state": 0}


def test_state_that_is_stale_is_a_named_mistake(graded):
    item = graded(RIGHT.replace("self.seen = x", "self.seen = getattr(self, 'seen', x)"))
    assert points(item) == {"forward": 3, "dx": 3, "dw": 3, "state": 0}
    assert item.mistake == "keeps_the_first_input"


def test_each_case_talks_with_an_object_of_its_own(graded):
    counting = RIGHT.replace("self.w = w", "self.w, self.calls = w, 0").replace(
        "self.seen = x", "self.seen = x; self.calls += 1; assert self.calls < 3"
    )
    assert graded(counting).points == 10


def test_two_mistakes_of_a_class_are_both_named(graded):
    both = RIGHT.replace("self.seen = x", "self.seen = getattr(self, 'seen', x)").replace(
        "return self.w * dout", "return dout"
    )
    assert set(graded(both).mistake.split("+")) == {"keeps_the_first_input", "hands_on_the_gradient"}


def test_a_counterexample_is_told_as_the_steps_that_show_it(graded):
    shown = graded(RIGHT.replace("return self.w * dout", "return dout")).counterexample
    assert shown["call"].startswith("gain = Gain(")
    assert shown["call"].endswith("; gain.forward(x); gain.backward(dout)")
    assert [argument["name"] for argument in shown["arguments"]] == ["w", "x", "dout"]


def test_a_function_in_place_of_a_class_may_make_the_object(graded):
    assert graded(RIGHT.replace("class Gain", "class Inner") + "\ndef Gain(w):\n    return Inner(w)\n").points == 10


def test_the_talk_is_kept_in_the_corpus(course):
    cases = read(lessons.lesson(course, NAME).corpus).checks["Gain"].cases
    last = next(case for case in cases if case.aspect == "dw")
    assert last.steps == ("gain = Gain(w)", "gain.forward(x)", "gain.backward(dout)", "gain.dw")
    _w, x, dout = last.args
    assert last.low.value == pytest.approx((x * dout).sum())


def test_the_doctor_finds_nothing(course):
    told = []
    examine(lessons.lessons(course), course.parent / "assignments", report=told.append)
    assert [line[0] for line in told] == ["✓", "✓"], told
    assert "2 mistakes caught and told apart" in told[1]


def test_a_step_that_reads_like_nothing_is_refused():
    with pytest.raises(CourseError, match=r"aspect 'dx' has the step 'gain.forward\(x'"):
        Aspect("dx", 1, None, ko="dx", steps=("gain = Gain(w)", "gain.forward(x"))


@pytest.mark.parametrize(
    "line", ["import os", "x + 1", "lambda: 3", "[x for x in y]", "a = b = c", "a.b = c", "a[0] = c"]
)
def test_a_step_that_says_more_than_a_talk_can_is_refused(line):
    with pytest.raises(CourseError, match=r"(a|no) line of a talk"):
        Aspect("dx", 1, None, ko="dx", steps=(line,))


def test_a_capital_letter_alone_does_not_make_an_argument_the_class():
    class Affine:
        def __init__(self, W, b):
            self.W, self.b = W, b

    assert talk(Affine, (2, 3), ["affine = Affine(W, b)", "affine.W"]) == 2


def test_inputs_that_do_not_fit_the_steps_are_refused(course):
    (code,) = lessons.load(lessons.lesson(course, NAME)).values()
    case = next(case for case in read(lessons.lesson(course, NAME).corpus).checks["Gain"].cases if case.aspect == "dw")
    with pytest.raises(CourseError, match="draw 2 arguments, but its steps name 3: w, x, dout"):
        answered(code, replace(case, args=case.args[:2]))


def test_numbers_can_be_put_into_what_an_object_holds():
    class Net:
        def __init__(self):
            self.params = {"W": np.zeros(2), "b": np.zeros(1)}
            self.also = self.params["W"]

    lines = ["net = Net()", "net.params[...] = params", "net.also"]
    assert talk(Net, ({"W": [1.0, 2.0], "b": [3.0]},), lines).tolist() == [1, 2]


def test_a_function_travels_as_numbers_and_is_called_there():
    bowl = Bowl([[1.0, 2.0]], [[0.5, -1.0]], 3.0, 2.0)
    buffers = []
    head = values.encode((bowl,), buffers, max_bytes=100, exact=True)
    (arrived,) = values.decode(head, b"".join(buffers))
    assert arrived(np.array([[1.0, 2.0]])) == 1 + 8 + 0.5 - 2 + 27 + 18 == bowl(np.array([[1.0, 2.0]]))


def test_named_arrays_travel_as_arguments():
    given = {"W": np.eye(2), "n": 3}
    packed = pack((given,), "F")
    assert packed.sizes == (32,)
    (arrived,) = values.decode({"k": "list", "v": packed.heads}, packed.body)
    assert arrived["n"] == 3 and np.array_equal(arrived["W"], np.eye(2))


@pytest.mark.parametrize("keys", [["W"], ["W", "W"], [1, 2], "Wb", None, ["W", "b" * 201]])
def test_names_that_do_not_fit_their_values_are_malformed(keys):
    head = {"k": "dict", "keys": keys, "v": [{"k": "none"}, {"k": "none"}]}
    with pytest.raises(values.Malformed):
        values.decode(head, b"")


def test_named_arrays_that_a_method_changes_are_noticed():
    class Optimizer:
        def update(self, params):
            params["W"] -= 1

    params = {"W": np.ones(2)}
    lines = ("optimizer = Optimizer()", "optimizer.update(params)", "params['W']")
    found = outcome_of(Optimizer, (params,), steps=lines)
    assert found.value.tolist() == [0, 0] and found.changed == (0,) and params["W"].tolist() == [1, 1]


def test_no_answer_is_a_function():
    assert values.encode(Bowl([1.0], [1.0], 0.0), [], max_bytes=100)["k"] == "unsupported"


def test_a_forged_function_of_many_numbers_is_malformed():
    buffers = []
    head = values.encode((Bowl(np.ones(65), np.ones(65), 0.0),), buffers, max_bytes=10_000, exact=True)
    with pytest.raises(values.Malformed, match="not a bowl"):
        values.decode(head, b"".join(buffers))


def test_a_function_is_shown_as_code_that_makes_it():
    bowl = Bowl([1.0, 2.0], [0.0, 1.0], 0.5, 1.0)
    assert eval(repr(bowl))(np.array([1.0, 1.0])) == bowl(np.array([1.0, 1.0])) == 8.0


def test_a_function_among_the_arguments_is_told_as_code_that_can_be_typed_in():
    bowl = Bowl([1.0, 2.0], [0.0, 1.0], 0.0)
    told = value_json(bowl)
    assert python_source(told) == inline(told) == repr(bowl)


def test_an_array_of_objects_is_no_answer_of_the_course_s_own_code_either():
    assert outcome_of(lambda: np.array([object()]), ()).value == Unsupported("array of object")


def test_a_class_of_a_lesson_can_be_mutated(course):
    found = mutants(lessons.lesson(course, NAME), read(lessons.lesson(course, NAME).corpus).checks)
    killed = {mutant.name: mutant.killed_by for mutant in found}
    assert killed["Gain: return self.w * dout -> return self.w + dout"] > 0


def test_arguments_that_a_method_changes_are_noticed():
    class Doubling:
        def forward(self, x):
            x *= 2
            return x

    steps = ("doubling = Doubling()", "doubling.forward(x)")
    assert outcome_of(Doubling, (np.ones(2),), steps=steps).changed == (0,)


def test_a_file_of_numbers_is_an_argument_and_is_gone_afterwards():
    class Net:
        def __init__(self):
            self.params = {"W": np.ones(2)}

        def save(self, name):
            np.savez(name, **self.params)

    file = values.NumberFile("net.npz")
    lines = ("net = Net()", "net.params[...] = params", "net.save(file)", 'file.arrays()["W"]')
    found = outcome_of(Net, ({"W": np.array([3.0, 4.0])}, file), steps=lines)
    assert found.value.tolist() == [3, 4] and not os.path.exists(file)
    assert pack((file,)).heads == [{"k": "file", "v": "net.npz"}]


def test_a_file_that_only_pickle_can_read_holds_no_numbers():
    class Net:
        def save(self, name):
            with open(name, "wb") as file:
                pickle.dump({"W": np.ones(2)}, file)

    lines = ("net = Net()", "net.save(file)", "file.sizes()")
    assert outcome_of(Net, (values.NumberFile("net.npz"),), steps=lines).kind == "raised"


@pytest.mark.parametrize("name", ["../net.npz", "/etc/passwd", "a" * 65, 3])
def test_a_file_elsewhere_is_malformed(name):
    with pytest.raises(values.Malformed):
        values.decode({"k": "file", "v": name}, b"")


def test_a_frozen_case_stays_as_it_is_whatever_a_counterexample_does_with_it(course, graded):
    kept = read(lessons.lesson(course, NAME).corpus).checks["Gain"].cases
    with pytest.raises(ValueError, match="read-only"):
        kept[0].args[1][...] = 0


def test_numbers_with_names_are_traced_in_copies():
    class Step:
        def update(self, params, grads):
            params["W"] -= grads["W"]

    params, grads = {"W": np.array([5.0, 2.0])}, {"W": np.array([1.0, 0.0])}
    lines = ("step = Step()", "step.update(params, grads)", 'params["W"]')
    low = outcome_of(Step, (params, grads), steps=lines)
    case = Case("update", (params, grads), "C", low, low, {}, 0.0, lines)
    wrong = Answer(
        case, AspectFacts("update", {}, 1), Outcome("value", value=np.array([0.0, 2.0])), Verdict("values", (0,))
    )
    worked.cell(CheckCode("Step", Step, Check(aspects=[])), wrong, None)
    assert params["W"].tolist() == [5, 2]
