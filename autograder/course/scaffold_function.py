"""The first lesson and rubric of an assignment in which students write a function of numbers. `$name` is filled in."""

LESSON = '''
# %% [markdown] lang="en"
# # $title_en
#
# Say in two sentences what this is for. Then a worked example, with numbers that a reader can check by hand:
#
# | pixel | brighter by 60 |
# |--:|--:|
# | 100 | 160 |
# | 240 | **255**, not 300 |
#
# ### Your turn
#
# Write `brighten`. An image is any array of numbers from 0 to 255.

# %% [markdown] lang="ko"
# # $title_ko
#
# 무엇에 쓰이는지 두 문장으로 설명하세요. 그다음에는 손으로 확인할 수 있는 숫자로 예를 들어요.
#
# | 픽셀 | 60만큼 밝게 |
# |--:|--:|
# | 100 | 160 |
# | 240 | 300이 아니라 **255** |
#
# ### 직접 해 보기
#
# `brighten`을 작성하세요. 이미지는 0부터 255까지의 수로 이루어진 배열이에요.

# %%
import numpy as np

from cnnkit import check, hint


# %%
def brighten(x, amount):
    """Make an image brighter, or darker where the amount is negative.

    No number leaves the range from 0 to 255: what would, becomes 0 or 255.

    Args:
        x: pixels from 0 to 255, an array of any shape; it is not changed.
        amount: what is added to each pixel.

    Returns:
        An array of the shape of x.

    >>> brighten(np.array([100.0, 240.0]), 60)
    array([160., 255.])
    """
    ### BEGIN SOLUTION
    return np.clip(x + amount, 0, 255)
    ### END SOLUTION


# %%
check(brighten)

# %% [markdown] lang="en"
# Stuck? Each call of `hint` gives one more.

# %% [markdown] lang="ko"
# 막혔나요? `hint`를 실행할 때마다 힌트가 하나씩 나와요.

# %% tags=["demo"]
hint(brighten)
'''

CHECKS = '''
"""How $name is graded, and the mistakes we can name."""

import numpy as np
from hypothesis import strategies as st

from autograder.rubric import Aspect, Check


@st.composite
def pixels(draw, low, high):
    """A small image of whole numbers within bounds, the readable ones first."""
    shape = draw(st.sampled_from([(3,), (2, 2), (2, 3)]))
    numbers = draw(st.lists(st.integers(low, high), min_size=6, max_size=6))
    return np.array(numbers[: np.prod(shape)], float).reshape(shape)


brighten = Check(
    atol=0,  # whole numbers are added and cut: the answer is exact
    aspects=[
        # from 50 to 200 nothing reaches an end, so that a function which forgets the ends is right here
        Aspect("values", 6, st.tuples(pixels(50, 200), st.sampled_from([10, 40, -10, -40])), ko="값"),
        Aspect("range", 4, st.tuples(pixels(0, 255), st.sampled_from([200, 100, -200, -100])), ko="범위"),
    ],
)


@brighten.mistake
def leaves_the_range(brighten, x, amount):
    """Does a number come out that no pixel can be?
    Everything is added rightly, but pixels above 255 or below 0 stay as they are.
    - What should come out for a pixel of 240 and an amount of 60?
    - Which function of NumPy cuts numbers off at two ends?

    픽셀이 될 수 없는 수가 나오나요?
    더하기는 맞지만, 255를 넘거나 0보다 작은 픽셀이 그대로 남아요.
    - 픽셀 240을 60만큼 밝게 하면 얼마가 나와야 할까요?
    - 양쪽 끝에서 수를 잘라 내는 NumPy 함수는 무엇일까요?
    """
    return x + amount


@brighten.mistake
def cuts_at_one_end_only(brighten, x, amount):
    """Can a pixel become less than 0?
    Above 255 the numbers are cut, below 0 they are not.
    - Try a negative amount.
    - How many ends has the range?

    픽셀이 0보다 작아질 수 있나요?
    255를 넘는 수는 자르는데, 0보다 작은 수는 자르지 않아요.
    - 음수를 넣어 보세요.
    - 범위의 끝은 몇 개인가요?
    """
    return np.minimum(x + amount, 255)
'''
