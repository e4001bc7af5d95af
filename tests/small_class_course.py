"""A made-up course of one class, whose methods answer one after another."""

LESSON = '''
# %% [markdown] lang="en"
# # A gain

# %% [markdown] lang="ko"
# # 증폭기

# %%
import numpy as np

from cnnkit import check


# %%
class Gain:
    """Multiply by one number, and find the gradients.

    >>> gain = Gain(3.0)
    >>> gain.forward(np.array([1.0, 2.0]))
    array([3., 6.])
    """

    def __init__(self, w):
        ### BEGIN SOLUTION
        self.w = w
        ### END SOLUTION

    def forward(self, x):
        """Amplify x."""
        ### BEGIN SOLUTION
        self.x = x
        return self.w * x
        ### END SOLUTION

    def backward(self, dout):
        """The gradient of x; that of w is kept as `dw`."""
        ### BEGIN SOLUTION
        self.dw = float((self.x * dout).sum())
        return self.w * dout
        ### END SOLUTION


# %%
check(Gain)
'''

CHECKS = '''
"""How c01_gain is graded."""

from course.inputs import rows
from hypothesis import strategies as st

from autograder.rubric import Aspect, Check

MADE, FORWARD, BACKWARD = "gain = Gain(w)", "gain.forward(x)", "gain.backward(dout)"
numbers = st.integers(2, 9).map(float)


@st.composite
def talks(draw, n_rows):
    """The factor, and as many rows of one length."""
    x = draw(rows())
    return (draw(numbers), x, *(draw(rows().filter(lambda row: row.shape == x.shape)) for _ in range(n_rows - 1)))


Gain = Check(
    atol=1e-9,
    aspects=[
        Aspect("forward", 3, talks(1), ko="순전파", steps=(MADE, FORWARD)),
        Aspect("dx", 3, talks(2), ko="dx", steps=(MADE, FORWARD, BACKWARD)),
        Aspect("dw", 3, talks(2), ko="dw", steps=(MADE, FORWARD, BACKWARD, "gain.dw")),
        Aspect("state", 1, talks(3), ko="상태", steps=(MADE, "gain.forward(first)", FORWARD, BACKWARD, "gain.dw")),
    ],
)


@Gain.mistake
def keeps_the_first_input(Gain):
    """Does your layer remember the newest input?
    Backward belongs to the last forward.
    - Call forward twice.
    - Which x does backward use then?

    가장 최근 입력을 기억하나요?
    backward는 마지막 forward의 짝이에요.
    - forward를 두 번 불러 보세요.
    - 그때 backward는 어떤 x를 쓰나요?
    """

    class Wrong(Gain):
        def forward(self, x):
            out = super().forward(x)
            self.x = self.first = getattr(self, "first", x)
            return out

    return Wrong


@Gain.mistake
def hands_on_the_gradient(Gain):
    """Does the gradient pass unchanged?
    A gain stretches the gradient, too.
    - What is the derivative of w * x by x?
    - Multiply dout by it.

    기울기가 그대로 지나가나요?
    증폭기는 기울기도 늘여요.
    - w * x를 x로 미분하면 무엇일까요?
    - dout에 그 값을 곱해 보세요.
    """

    class Wrong(Gain):
        def backward(self, dout):
            super().backward(dout)
            return dout

    return Wrong
'''
