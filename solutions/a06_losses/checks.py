"""How a06_losses is graded, and the mistakes we can name.

Scores are at most 3 apart within a row and probabilities are tenths, so that neither a small epsilon nor float32
shows where it is not what an aspect asks about. What overflows, what is 0 and what needs all 16 digits has an
aspect of its own.
"""

import numpy as np
from course.inputs import (
    class_labels,
    distributions,
    far_behind,
    large_differences,
    predictions,
    scored,
    scores,
    unequal_pairs,
)
from hypothesis import strategies as st

from autograder.rubric import Aspect, Check

SEVEN_DIGITS = 1e-5  # float32 keeps about 7 digits; only the aspect "precision" asks for more
ROWS = ((2,), (3,), (4,))
BOTH = ("labels", "one_hot")
FLOATS = (np.float64, np.float32)
NUMBERS = (np.float64, np.float32, np.int64)


def rows(t, y):
    """The targets as one row of 0 and 1 for each sample, whichever form they came in."""
    return t if t.shape == y.shape else np.eye(y.shape[-1])[t]


def with_batch_axis(y, t):
    return (y, t) if y.ndim == 2 else (y[None], t[None])


# --- softmax --------------------------------------------------------------------------------------------------------

softmax = Check(
    atol=SEVEN_DIGITS,
    aspects=[
        Aspect("values", 4, st.tuples(scores()), ko="값", cases=10),
        Aspect("batch", 3, st.tuples(scores(lead=ROWS)), ko="배치", cases=8),
        Aspect("axes", 2, st.tuples(scores(lead=((), (2, 3), (1, 2, 2)))), ko="축의 수", cases=8),
        Aspect(
            # 1e4 is the size the course asks for: exp(710) is already infinite
            "large scores",
            3,
            st.tuples(scores(base=(1e4, -1e4)) | scores(classes=(3, 4), kept=2, base=(0, 1e4))),
            ko="큰 점수",
            cases=10,
        ),
        Aspect("rows far apart", 2, st.tuples(scores(lead=ROWS, apart=1000)), ko="멀리 떨어진 행", cases=5),
        Aspect("integer input", 1, st.tuples(scores(halves=False, dtypes=(np.int64,))), ko="정수 입력", cases=5),
        Aspect(
            "together",
            1,
            st.tuples(scores(lead=((3,), (2, 2)), classes=(3, 5), base=(0, 1e4), halves=False, dtypes=NUMBERS)),
            ko="한꺼번에",
            cases=8,
            layout="strided",
        ),
        Aspect(
            "precision",
            1,
            st.tuples(scores(classes=(3, 7), equal=True)),  # 1/3 in float32 is off by 1e-8, however it is computed
            ko="배정밀도",
            cases=5,
            after="values",
            atol=1e-10,
        ),
        Aspect("input unchanged", 1, st.tuples(scores()), ko="입력 보존", cases=4, judge="unchanged", after="values"),
    ],
)


@softmax.mistake
def no_max_subtraction(softmax, x):
    """What does np.exp answer for 1000?
    It is infinite there, and infinity divided by infinity is no number.
    - Try the scores 1000, 1000 and then 0, 0: both are one half each.
    - Adding the same number to all scores of a row changes no probability.
    - Which number should you subtract so that the largest exponent is 0?

    np.exp에 1000을 넣으면 무엇이 나오나요?
    무한대가 나오고, 무한대를 무한대로 나누면 수가 아니게 돼요.
    - 점수 1000, 1000과 0, 0을 차례로 넣어 보세요. 둘 다 절반씩이에요.
    - 한 행의 점수에 같은 수를 더해도 확률은 바뀌지 않아요.
    - 가장 큰 지수가 0이 되게 하려면 어떤 수를 빼야 할까요?
    """
    return np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)


@softmax.mistake
def subtracts_the_minimum(softmax, x):
    """Do you subtract the smallest score instead of the largest?
    Then the largest exponent is the distance between the two, and it can still overflow.
    - Try the scores -10000, 0, 10000.
    - After the subtraction no score should be above 0.

    가장 큰 점수가 아니라 가장 작은 점수를 빼나요?
    그러면 가장 큰 지수가 둘 사이의 거리만큼 커져서 여전히 넘칠 수 있어요.
    - 점수 -10000, 0, 10000을 넣어 보세요.
    - 뺀 뒤에는 0보다 큰 점수가 없어야 해요.
    """
    e = np.exp(x - x.min(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@softmax.mistake
def global_max(softmax, x):
    """Do all rows share one maximum?
    A row that lies 1000 below it becomes exp(-1000) = 0 everywhere, and 0 / 0 is no number.
    - Try the two rows 0, 0 and -1000, -1000.
    - Look at the axis of your maximum.
    - Each row subtracts its own maximum; keepdims keeps the shapes together.

    모든 행이 최댓값 하나를 같이 쓰나요?
    그보다 1000 작은 행은 모두 exp(-1000) = 0이 되고, 0 / 0은 수가 아니에요.
    - 두 행 0, 0과 -1000, -1000을 넣어 보세요.
    - 최댓값을 구하는 축을 살펴보세요.
    - 행마다 자기 최댓값을 빼야 해요. keepdims를 쓰면 모양이 맞아요.
    """
    e = np.exp(x - x.max())
    return e / e.sum(axis=-1, keepdims=True)


@softmax.mistake
def axis0(softmax, x):
    """Do the columns add up to 1 instead of the rows?
    One row holds the scores of one sample, so each row is one distribution.
    - Use a batch that is not square and add up each row.
    - Which axis do the classes lie on?

    행이 아니라 열의 합이 1인가요?
    한 행이 한 샘플의 점수이므로, 행 하나가 분포 하나예요.
    - 정사각형이 아닌 배치를 넣고 행마다 더해 보세요.
    - 클래스는 어느 축에 놓여 있나요?
    """
    return np.swapaxes(softmax(np.swapaxes(x, 0, -1)), 0, -1)


@softmax.mistake
def columns_without_maximum(softmax, x):
    """Do the columns add up to 1 instead of the rows, and do large scores give no number?
    One row holds the scores of one sample, so each row is one distribution. And exp(1000) is infinite.
    - Use a batch that is not square and add up each row. Which axis do the classes lie on?
    - Try the scores 1000, 1000: which number should you subtract first?

    행이 아니라 열의 합이 1이고, 점수가 크면 nan이 나오나요?
    한 행이 한 샘플의 점수이므로, 행 하나가 분포 하나예요. 그리고 exp(1000)은 무한대예요.
    - 정사각형이 아닌 배치를 넣고 행마다 더해 보세요. 클래스는 어느 축에 놓여 있나요?
    - 점수 1000, 1000을 넣어 보세요. 먼저 어떤 수를 빼야 할까요?
    """
    e = np.exp(x)
    return e / e.sum(axis=0)


@softmax.mistake
def columns_with_one_maximum(softmax, x):
    """Do the columns add up to 1 instead of the rows, with one maximum for all?
    One row holds the scores of one sample, so each row has a maximum and a sum of its own.
    - Use a batch that is not square and add up each row.
    - Which axis do the classes lie on? Both the maximum and the sum belong to it.

    행이 아니라 열의 합이 1이고, 최댓값은 모두가 하나를 같이 쓰나요?
    한 행이 한 샘플의 점수이므로, 최댓값도 합도 행마다 따로 구해야 해요.
    - 정사각형이 아닌 배치를 넣고 행마다 더해 보세요.
    - 클래스는 어느 축에 놓여 있나요? 최댓값과 합을 모두 그 축에서 구하세요.
    """
    e = np.exp(x - x.max())
    return e / e.sum(axis=0)


@softmax.mistake
def hard_codes_axis_1(softmax, x):
    """Is the axis always 1?
    Axis 1 is the last axis only where there are two.
    - Try one sample without a batch axis, and an array with three axes.
    - NumPy counts axes from the end too.

    축이 언제나 1인가요?
    1번 축이 마지막 축인 것은 축이 두 개일 때뿐이에요.
    - 배치 축이 없는 샘플 하나와, 축이 세 개인 배열을 넣어 보세요.
    - NumPy에서는 축을 뒤에서부터 셀 수도 있어요.
    """
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@softmax.mistake
def knows_two_axes_only(softmax, x):
    """Does each row add up to 1 when there are three axes?
    With any number of axes but two, all numbers share one maximum and one sum here. One row alone hides that.
    - Try an array of shape (2, 3, 4) and add the result up along its last axis.
    - With axis=-1 no branch by the number of axes is needed.

    축이 세 개일 때도 행마다 합이 1인가요?
    축이 두 개가 아니면 배열의 모든 수가 최댓값과 합을 함께 쓰고 있어요. 행이 하나뿐이면 드러나지 않아요.
    - 모양이 (2, 3, 4)인 배열을 넣고, 결과를 마지막 축으로 더해 보세요.
    - axis=-1 을 쓰면 축의 수에 따라 나눌 필요가 없어요.
    """
    if x.ndim <= 2:
        return softmax(x)
    e = np.exp(x - x.max())
    return e / e.sum()


@softmax.mistake
def no_keepdims(softmax, x):
    """Do the sums of the rows line up with the rows?
    Sums of shape (N,) are spread along the last axis, so they meet the classes and not the samples.
    - Print the shapes of the two arrays that you divide.
    - (N, K) divided by (N, 1) is one sum for each row.

    행의 합이 제 행과 만나나요?
    모양이 (N,)인 합은 마지막 축을 따라 펼쳐져서, 샘플이 아니라 클래스와 만나요.
    - 나누는 두 배열의 모양을 출력해 보세요.
    - (N, K)를 (N, 1)로 나누면 행마다 자기 합으로 나누게 돼요.
    """
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


@softmax.mistake
def normalised_over_batch(softmax, x):
    """Does the whole batch add up to 1?
    Each sample has a distribution of its own.
    - Feed two equal rows: each should be what it is alone.
    - Does your sum know an axis?

    배치 전체의 합이 1인가요?
    샘플마다 자기 분포를 가져야 해요.
    - 똑같은 행 두 개를 넣어 보세요. 하나만 넣었을 때와 같아야 해요.
    - 합을 구할 때 축을 정했나요?
    """
    e = np.exp(x - x.max())
    return e / e.sum()


@softmax.mistake
def divides_by_max(softmax, x):
    """Do you divide by the maximum instead of subtracting it?
    Dividing stretches the distances between the scores, and the probabilities with them.
    - Adding 5 to all scores must change nothing. Does it?
    - exp(a - m) = exp(a) / exp(m), so which operation cancels?

    최댓값을 빼지 않고 최댓값으로 나누나요?
    나누면 점수 사이의 거리가 바뀌고, 확률도 따라 바뀌어요.
    - 모든 점수에 5를 더해도 결과가 같아야 해요. 그런가요?
    - exp(a - m) = exp(a) / exp(m)이에요. 약분되는 것은 어떤 연산인가요?
    """
    e = np.exp(x / x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@softmax.mistake
def sigmoid(softmax, x):
    """Do the numbers of one row add up to 1?
    The sigmoid looks at one score at a time; softmax shares 1 among all classes of a row.
    - Add up one row of your answer.
    - What does a probability become when only another class's score grows?

    한 행의 수를 모두 더하면 1이 되나요?
    시그모이드는 점수를 하나씩 따로 보지만, 소프트맥스는 1을 한 행의 모든 클래스에 나누어 줘요.
    - 결과의 한 행을 더해 보세요.
    - 다른 클래스의 점수만 커지면 이 확률은 어떻게 되어야 할까요?
    """
    return 1 / (1 + np.exp(-x))


@softmax.mistake
def forgets_the_exponential(softmax, x):
    """Is the exponential missing?
    Scores may be negative or add up to 0; their exponentials are always positive.
    - Can a probability be negative? Try the scores -1 and 2.
    - Which function turns any number into a positive one, larger for larger scores?

    지수 함수가 빠졌나요?
    점수는 음수일 수도 있고 합이 0일 수도 있지만, 지수를 취하면 언제나 양수예요.
    - 확률이 음수일 수 있을까요? 점수 -1과 2를 넣어 보세요.
    - 어떤 수든 양수로 바꾸고, 점수가 클수록 더 크게 만드는 함수는 무엇인가요?
    """
    return x / x.sum(axis=-1, keepdims=True)


@softmax.mistake
def base2(softmax, x):
    """Is the base 2 instead of e?
    The order of the classes stays the same, but the probabilities lie closer together.
    - Scores 1 apart: the larger one is 2.718 times as probable.
    - np.exp is e to the power of x.

    밑이 e가 아니라 2인가요?
    클래스의 순서는 같지만 확률이 서로 더 가까워져요.
    - 점수가 1만큼 차이 나면 확률은 2.718배 차이 나요.
    - np.exp가 e의 거듭제곱이에요.
    """
    return softmax(x * np.log(2))


@softmax.mistake
def keeps_the_integer_type(softmax, x):
    """Are the probabilities written into an array of whole numbers?
    np.zeros_like of whole numbers holds whole numbers only, and 0.3 becomes 0 there.
    - Try np.array([[1, 2]]) without a decimal point.
    - Which type does the array have that you fill?

    확률을 정수 배열에 써 넣고 있나요?
    정수 배열에서 np.zeros_like로 만든 배열은 정수만 담아서, 0.3이 0이 돼요.
    - 소수점 없이 np.array([[1, 2]])를 넣어 보세요.
    - 결과를 채우는 배열의 자료형이 무엇인가요?
    """
    out = np.zeros_like(x)
    out[...] = softmax(x)
    return out


@softmax.mistake
def softmax_in_float32(softmax, x):
    """Is something computed in float32?
    It keeps about 7 digits; float64 input should keep its 16.
    - 1/3 as float32 is 0.33333334.
    - Look for astype, dtype or np.float32 in your code.
    - Numbers that came as float64 should be answered as float64.

    float32로 계산하는 곳이 있나요?
    float32는 7자리쯤만 정확해요. float64 입력은 16자리를 지켜야 해요.
    - 1/3을 float32로 나타내면 0.33333334예요.
    - 코드에서 astype, dtype, np.float32를 찾아보세요.
    - float64로 받은 수는 float64로 돌려주세요.
    """
    return softmax(np.asarray(x, np.float32))


@softmax.mistake
def mutates_input(softmax, x):
    """Does your function change the array it was given?
    `x -= ...` writes into the caller's array; `x = x - ...` makes a new one.
    - Print x before and after the call.
    - Call the function twice on the same array.

    받은 배열을 바꾸고 있나요?
    `x -= ...`는 부른 쪽의 배열에 그대로 쓰고, `x = x - ...`는 새 배열을 만들어요.
    - 부르기 전과 후에 x를 출력해 보세요.
    - 같은 배열로 두 번 불러 보세요.
    """
    probabilities = softmax(x)
    x -= x.max(axis=-1, keepdims=True)
    return probabilities


# --- log_softmax ----------------------------------------------------------------------------------------------------

log_softmax = Check(
    atol=SEVEN_DIGITS,
    aspects=[
        Aspect("values", 3, st.tuples(scores()), ko="값", cases=8),
        Aspect("batch", 2, st.tuples(scores(lead=ROWS)), ko="배치", cases=6),
        Aspect("axes", 1, st.tuples(scores(lead=((), (2, 3), (1, 2, 2)))), ko="축의 수", cases=6),
        Aspect("large scores", 2, st.tuples(scores(base=(1e4, -1e4))), ko="큰 점수", cases=5),
        # 20,000 apart: exp(-20000) is 0, but its logarithm is an ordinary number; and rows that are 1,000 apart
        Aspect(
            "far apart",
            1,
            st.tuples(scores(kept=1, base=(0.5, 3)) | scores(lead=ROWS, apart=1000)),
            ko="멀리 떨어진 점수",
            cases=7,
        ),
        Aspect("integer input", 1, st.tuples(scores(halves=False, dtypes=(np.int64,))), ko="정수 입력", cases=5),
        Aspect(
            "together",
            1,
            st.tuples(scores(lead=((3,), (2, 2)), classes=(3, 5), base=(0, 1e4), halves=False, dtypes=NUMBERS)),
            ko="한꺼번에",
            cases=8,
            layout="F",
        ),
        Aspect("precision", 1, far_behind(), ko="배정밀도", cases=5, after="values", atol=1e-8),
        Aspect("input unchanged", 1, st.tuples(scores()), ko="입력 보존", cases=4, judge="unchanged", after="values"),
    ],
)


@log_softmax.mistake
def takes_the_log_of_softmax(log_softmax, x):
    """Do you compute softmax first and take its logarithm then?
    A probability of exp(-20000) is rounded to 0, and log(0) is minus infinity.
    - Try the scores 0 and -20000: the answer is 0 and -20000.
    - log(exp(a) / s) can be written without any exp(a).
    - Subtract the maximum from x, then the logarithm of the sum.

    소프트맥스를 먼저 구하고 로그를 취하나요?
    exp(-20000)인 확률은 0으로 반올림되고, log(0)은 음의 무한대예요.
    - 점수 0과 -20000을 넣어 보세요. 답은 0과 -20000이에요.
    - log(exp(a) / s)는 exp(a) 없이 쓸 수 있어요.
    - x에서 최댓값을 빼고, 합의 로그를 빼세요.
    """
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.log(e / e.sum(axis=-1, keepdims=True))


@log_softmax.mistake
def adds_epsilon_before_the_log(log_softmax, x):
    """Do you add a small number before the logarithm?
    It keeps log(0) away, but no answer can then be below log(1e-7) = -16.118.
    - Try the scores 0 and -20000: the answer is 0 and -20000.
    - Written as a difference, no small number is needed.

    로그를 취하기 전에 아주 작은 수를 더하나요?
    log(0)은 피할 수 있지만, 결과가 log(1e-7) = -16.118보다 작아질 수 없어요.
    - 점수 0과 -20000을 넣어 보세요. 답은 0과 -20000이에요.
    - 뺄셈으로 쓰면 작은 수가 필요 없어요.
    """
    return np.log(np.exp(log_softmax(x)) + 1e-7)


@log_softmax.mistake
def exponentials_overflow(log_softmax, x):
    """What is np.exp of 10000?
    It is infinite, and so is the logarithm of a sum that holds it.
    - Try the scores 10000, 10000: the answer is -0.693 twice.
    - Subtract each row's maximum before anything else.

    np.exp(10000)은 얼마인가요?
    무한대예요. 무한대가 들어 있는 합의 로그도 무한대예요.
    - 점수 10000, 10000을 넣어 보세요. 답은 둘 다 -0.693이에요.
    - 무엇보다 먼저 행마다 최댓값을 빼세요.
    """
    return x - np.log(np.exp(x).sum(axis=-1, keepdims=True))


@log_softmax.mistake
def subtracts_the_maximum_only_once(log_softmax, x):
    """Is the maximum subtracted in the exponential, but not from x?
    Both places must use the same shifted scores, or the answer is off by the maximum.
    - Add 5 to all scores: the answer must stay the same.
    - Give the shifted scores a name, and use that name in both places.

    지수 안에서만 최댓값을 빼고, x에서는 빼지 않았나요?
    두 곳 모두 같은 값을 써야 해요. 그렇지 않으면 최댓값만큼 어긋나요.
    - 모든 점수에 5를 더해 보세요. 결과가 그대로여야 해요.
    - 최댓값을 뺀 점수에 이름을 붙이고, 두 곳에서 그 이름을 쓰세요.
    """
    return log_softmax(x) + x.max(axis=-1, keepdims=True)


@log_softmax.mistake
def stops_after_the_maximum(log_softmax, x):
    """Is the logarithm of the sum missing?
    Subtracting the maximum only shifts the scores; it does not make probabilities of them.
    - np.exp of your answer should add up to 1 in each row.
    - log(a / s) = log(a) - log(s): where is log(s)?

    합의 로그를 빼지 않았나요?
    최댓값을 빼면 점수가 옮겨질 뿐, 아직 확률이 되지 않아요.
    - 결과에 np.exp를 취하면 행마다 합이 1이어야 해요.
    - log(a / s) = log(a) - log(s)예요. log(s)는 어디에 있나요?
    """
    return x - x.max(axis=-1, keepdims=True)


@log_softmax.mistake
def subtracts_the_sum(log_softmax, x):
    """Do you subtract the sum itself, and not its logarithm?
    A quotient becomes a difference of logarithms: both parts need theirs.
    - np.exp of your answer should add up to 1 in each row.
    - log(a / s) = log(a) - log(s).

    합의 로그가 아니라 합을 그대로 빼나요?
    나눗셈은 로그의 뺄셈이 돼요. 두 부분 모두 로그를 취해야 해요.
    - 결과에 np.exp를 취하면 행마다 합이 1이어야 해요.
    - log(a / s) = log(a) - log(s)예요.
    """
    shifted = x - x.max(axis=-1, keepdims=True)
    return shifted - np.exp(shifted).sum(axis=-1, keepdims=True)


@log_softmax.mistake
def returns_softmax(log_softmax, x):
    """Did you return the probabilities without their logarithm?
    A probability is between 0 and 1, so its logarithm is never above 0.
    - Two equal scores: one half each, and log(0.5) = -0.693.
    - Read the last line of your function once more.

    로그를 취하지 않고 확률을 그대로 돌려주었나요?
    확률은 0과 1 사이이므로, 그 로그는 0보다 클 수 없어요.
    - 같은 점수 두 개면 절반씩이고, log(0.5) = -0.693이에요.
    - 함수의 마지막 줄을 다시 읽어 보세요.
    """
    return np.exp(log_softmax(x))


@log_softmax.mistake
def returns_minus_the_log(log_softmax, x):
    """Is there a minus too many?
    The minus belongs to the loss; the logarithm of a probability is 0 or below.
    - Two equal scores: the answer is -0.693 twice.
    - Where does your code turn the sign?

    음의 부호를 하나 더 붙였나요?
    음의 부호는 손실에서 붙여요. 확률의 로그는 0이거나 음수예요.
    - 같은 점수 두 개를 넣어 보세요. 답은 둘 다 -0.693이에요.
    - 부호를 바꾸는 곳이 어디인가요?
    """
    return -log_softmax(x)


@log_softmax.mistake
def log_softmax_axis0(log_softmax, x):
    """Are the probabilities of a column shared out, instead of those of a row?
    One row holds the scores of one sample.
    - Add up np.exp of your answer along each row: it should be 1.
    - Which axis do the classes lie on?

    행이 아니라 열을 따라 확률을 나누었나요?
    한 행이 한 샘플의 점수예요.
    - 결과에 np.exp를 취해 행마다 더해 보세요. 1이어야 해요.
    - 클래스는 어느 축에 놓여 있나요?
    """
    return np.swapaxes(log_softmax(np.swapaxes(x, 0, -1)), 0, -1)


@log_softmax.mistake
def log_softmax_axis_1(log_softmax, x):
    """Is the axis always 1?
    Axis 1 is the last axis only where there are two.
    - Try one sample without a batch axis, and an array with three axes.
    - NumPy counts axes from the end too.

    축이 언제나 1인가요?
    1번 축이 마지막 축인 것은 축이 두 개일 때뿐이에요.
    - 배치 축이 없는 샘플 하나와, 축이 세 개인 배열을 넣어 보세요.
    - NumPy에서는 축을 뒤에서부터 셀 수도 있어요.
    """
    shifted = x - x.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@log_softmax.mistake
def one_sum_for_the_batch(log_softmax, x):
    """Do all rows share one sum?
    Each sample has a distribution of its own, so each row has its own sum.
    - Feed two equal rows: each should be what it is alone.
    - Does your sum know an axis?

    모든 행이 합 하나를 같이 쓰나요?
    샘플마다 자기 분포를 가지므로, 합도 행마다 따로예요.
    - 똑같은 행 두 개를 넣어 보세요. 하나만 넣었을 때와 같아야 해요.
    - 합을 구할 때 축을 정했나요?
    """
    shifted = x - x.max()
    return shifted - np.log(np.exp(shifted).sum())


@log_softmax.mistake
def log_softmax_keeps_the_integer_type(log_softmax, x):
    """Are the logarithms written into an array of whole numbers?
    np.zeros_like of whole numbers holds whole numbers only, and -0.7 becomes 0 there.
    - Try np.array([[1, 2]]) without a decimal point.
    - Which type does the array have that you fill?

    로그 값을 정수 배열에 써 넣고 있나요?
    정수 배열에서 np.zeros_like로 만든 배열은 정수만 담아서, -0.7이 0이 돼요.
    - 소수점 없이 np.array([[1, 2]])를 넣어 보세요.
    - 결과를 채우는 배열의 자료형이 무엇인가요?
    """
    out = np.zeros_like(x)
    out[...] = log_softmax(x)
    return out


@log_softmax.mistake
def log_softmax_in_float32(log_softmax, x):
    """Is something computed in float32?
    It keeps about 7 digits; float64 input should keep its 16.
    - -67.1 as float32 is -67.0999985.
    - Look for astype, dtype or np.float32 in your code.

    float32로 계산하는 곳이 있나요?
    float32는 7자리쯤만 정확해요. float64 입력은 16자리를 지켜야 해요.
    - -67.1을 float32로 나타내면 -67.0999985예요.
    - 코드에서 astype, dtype, np.float32를 찾아보세요.
    """
    return log_softmax(np.asarray(x, np.float32))


@log_softmax.mistake
def log_softmax_mutates_input(log_softmax, x):
    """Does your function change the array it was given?
    `x -= ...` writes into the caller's array; `x = x - ...` makes a new one.
    - Print x before and after the call.
    - Call the function twice on the same array.

    받은 배열을 바꾸고 있나요?
    `x -= ...`는 부른 쪽의 배열에 그대로 쓰고, `x = x - ...`는 새 배열을 만들어요.
    - 부르기 전과 후에 x를 출력해 보세요.
    - 같은 배열로 두 번 불러 보세요.
    """
    answer = log_softmax(x)
    x -= x.max(axis=-1, keepdims=True)
    return answer


# --- one_hot --------------------------------------------------------------------------------------------------------

one_hot = Check(
    atol=0,  # 0 and 1 are exact
    aspects=[
        Aspect("values", 4, class_labels(dtypes=(np.int64, np.uint8)), ko="값", cases=14),
        Aspect("absent class", 3, class_labels(classes=(3, 5), last="absent"), ko="나오지 않은 클래스", cases=8),
        Aspect("one class", 1, class_labels(classes=(1, 1)), ko="하나뿐인 클래스", cases=3),
        Aspect("number type", 2, class_labels(), ko="수의 종류", cases=4, judge="kind", after="values"),
    ],
)


@one_hot.mistake
def transposed(one_hot, labels, num_classes):
    """Does each column belong to a sample, instead of each row?
    The answer has one row for each label: shape (N, num_classes).
    - Two labels and three classes: how many rows should there be?
    - Print the shape of your answer.

    샘플이 행이 아니라 열에 놓였나요?
    레이블 하나가 한 행이에요. 결과의 모양은 (N, num_classes)예요.
    - 레이블이 두 개, 클래스가 세 개면 행은 몇 개여야 할까요?
    - 결과의 모양을 출력해 보세요.
    """
    return one_hot(labels, num_classes).T


@one_hot.mistake
def refuses_a_single_class(one_hot, labels, num_classes):
    """Does your function stop when there is only one class?
    One class is a column, too: shape (N, 1), and every row is a 1.
    - Try the labels 0, 0 with one class.
    - Look for an if, an assert or a raise about num_classes.

    클래스가 하나뿐이면 멈추나요?
    클래스가 하나여도 열은 하나 있어요. 모양은 (N, 1)이고, 모든 행이 1이에요.
    - 클래스가 하나일 때 레이블 0, 0을 넣어 보세요.
    - num_classes를 확인하는 if, assert, raise가 있는지 찾아보세요.
    """
    if num_classes < 2:
        raise ValueError("at least two classes")
    return one_hot(labels, num_classes)


@one_hot.mistake
def max_plus_one(one_hot, labels, num_classes):
    """What if the last class is missing from this batch?
    The largest label says which classes appeared, not how many there are.
    - Try the labels 0, 1 with five classes.
    - Which argument tells the number of columns?

    이 배치에 마지막 클래스가 없으면 어떻게 되나요?
    가장 큰 레이블은 나온 클래스를 알려 줄 뿐, 클래스가 모두 몇 개인지는 알려 주지 않아요.
    - 클래스가 다섯 개일 때 레이블 0, 1을 넣어 보세요.
    - 열의 개수를 알려 주는 인수는 무엇인가요?
    """
    return one_hot(labels, int(labels.max()) + 1)


@one_hot.mistake
def off_by_one(one_hot, labels, num_classes):
    """Which column belongs to class 0?
    Classes are counted from 0, as Python counts, so class 0 is the first column.
    - Try the single label 0.
    - Is there a 1 too many or too few in an index?

    0번 클래스는 몇 번째 열인가요?
    클래스는 파이썬처럼 0부터 세므로, 0번 클래스가 첫 번째 열이에요.
    - 레이블 0 하나만 넣어 보세요.
    - 인덱스에서 1을 더하거나 뺀 곳이 있나요?
    """
    return np.roll(one_hot(labels, num_classes), -1, axis=1)


@one_hot.mistake
def ints(one_hot, labels, num_classes):
    """Are the 0 and 1 whole numbers?
    The docstring asks for float64: the next lessons subtract, divide and average these numbers.
    - Look at the dtype of your answer.
    - In an array of whole numbers, `t[0] = 0.5` writes 0.

    0과 1이 정수인가요?
    문서에서는 float64를 요구해요. 다음 과제에서 이 수를 빼고 나누고 평균 내거든요.
    - 결과의 dtype을 확인해 보세요.
    - 정수 배열에 `t[0] = 0.5`라고 쓰면 0이 들어가요.
    """
    return one_hot(labels, num_classes).astype(np.int64)


@one_hot.mistake
def answers_true_and_false(one_hot, labels, num_classes):
    """Are these True and False instead of 1 and 0?
    A comparison answers with truth values; a loss needs numbers to multiply and to subtract.
    - Look at the dtype of your answer.
    - A method of arrays turns them into another type.

    1과 0이 아니라 True와 False인가요?
    비교의 결과는 참과 거짓이에요. 손실을 구하려면 곱하고 뺄 수 있는 수가 필요해요.
    - 결과의 dtype을 확인해 보세요.
    - 배열을 다른 자료형으로 바꾸는 메서드가 있어요.
    """
    return one_hot(labels, num_classes).astype(bool)


@one_hot.mistake
def marks_every_row(one_hot, labels, num_classes):
    """Does every row hold a 1 for every label?
    out[:, labels] means all rows at these columns; each row wants only its own column.
    - Try two different labels and count the ones in each row.
    - Give NumPy the row numbers too: 0, 1, 2, ... beside the labels.

    행마다 모든 레이블의 자리에 1이 있나요?
    out[:, labels]는 모든 행의 그 열들을 뜻해요. 행마다 자기 열 하나만 필요해요.
    - 서로 다른 레이블 두 개를 넣고, 행마다 1이 몇 개인지 세어 보세요.
    - 레이블 옆에 행 번호 0, 1, 2, ...도 함께 알려 주세요.
    """
    return np.tile(one_hot(labels, num_classes).max(axis=0), (len(labels), 1))


@one_hot.mistake
def one_row_for_all(one_hot, labels, num_classes):
    """Is there one row for the whole batch?
    Each label needs a row of its own, even where two labels are equal.
    - Two labels and three classes: how many rows should there be?
    - Which shape has the array of zeros that you begin with?

    배치 전체가 한 행인가요?
    레이블마다 자기 행이 있어야 해요. 같은 레이블이 두 번 나와도 그래요.
    - 레이블이 두 개, 클래스가 세 개면 행은 몇 개여야 할까요?
    - 처음에 만든 0 배열의 모양은 무엇인가요?
    """
    return one_hot(labels, num_classes).max(axis=0)


# --- cross_entropy_error --------------------------------------------------------------------------------------------

SMALL_EPSILON = 1e-7  # the notes' own, and the largest that is accepted

cross_entropy_error = Check(
    # Probabilities are tenths, where an epsilon of 1e-5 changes the loss by 1e-4: it should cost the points of
    # "zero probability" and no others.
    atol=2e-4,
    aspects=[
        Aspect("values", 4, predictions(), ko="값", cases=10),
        Aspect("batch", 4, predictions(batch=(2, 4)), ko="배치", cases=10),
        Aspect("one-hot targets", 4, predictions(batch=(1, 4), targets=("one_hot",)), ko="원-핫 정답", cases=8),
        Aspect("zero elsewhere", 2, predictions(targets=BOTH, zero="other"), ko="다른 클래스가 0일 때", cases=8),
        Aspect(
            # after the values: what comes out here depends on the epsilon, which would hide any other mistake
            "zero probability",
            3,
            predictions(batch=(1, 3), targets=BOTH, zero="right"),
            ko="정답의 확률이 0일 때",
            cases=8,
            after="values",
            atol=SEVEN_DIGITS,
        ),
        Aspect("one sample", 1, predictions(targets=BOTH, single=True), ko="샘플 하나", cases=8),
        Aspect(
            "together",
            1,
            predictions(batch=(2, 4), targets=BOTH, zero="other", dtypes=FLOATS),
            ko="한꺼번에",
            cases=8,
            layout="strided",
        ),
        Aspect(
            "input unchanged", 1, predictions(targets=BOTH), ko="입력 보존", cases=4, judge="unchanged", after="values"
        ),
    ],
)


@cross_entropy_error.accepts
def any_small_epsilon(cross_entropy_error, y, t):
    """From -log(p + 1e-7) to -log(p), averaged over the batch: any epsilon up to 1e-7, and none.

    Where p is 0 any finite loss above 16.118 is right. The upper end is then the largest float64 and not infinity,
    because an answer equal to an end of the range is right, and infinity must not be.
    """
    y, t = with_batch_axis(y, t)
    p = (y * rows(t, y)).sum(axis=1, dtype=np.float64)
    with np.errstate(divide="ignore"):
        high = -np.log(p).mean()
    return -np.log(p + SMALL_EPSILON).mean(), min(high, np.finfo(np.float64).max)


@cross_entropy_error.mistake
def sum_not_mean(cross_entropy_error, y, t):
    """Is the loss added up over the batch and not averaged?
    Then a batch of 100 has 100 times the loss of one sample, and every step of the training with it.
    - Put the same sample in twice: should the loss double?
    - How many samples does y hold?

    배치의 손실을 더하기만 하고 평균을 내지 않았나요?
    그러면 샘플이 100개인 배치는 손실도 100배가 되고, 학습의 걸음도 100배가 돼요.
    - 같은 샘플을 두 번 넣어 보세요. 손실이 두 배가 되어야 할까요?
    - y에는 샘플이 몇 개 있나요?
    """
    return cross_entropy_error(y, t) * len(with_batch_axis(y, t)[0])


@cross_entropy_error.mistake
def one_loss_per_sample(cross_entropy_error, y, t):
    """Did one loss for each sample come back?
    Training follows a single number, the mean over the batch.
    - Look at the shape of your answer: it should have none.
    - What is still to be done with the N losses?

    샘플마다 손실이 하나씩 나왔나요?
    학습은 배치의 평균, 곧 수 하나를 따라가요.
    - 결과의 모양을 확인해 보세요. 수 하나여야 해요.
    - N개의 손실로 무엇을 더 해야 할까요?
    """
    y, t = with_batch_axis(y, t)
    return np.array([cross_entropy_error(y[i : i + 1], t[i : i + 1]) for i in range(len(y))])


@cross_entropy_error.mistake
def no_epsilon(cross_entropy_error, y, t):
    """What is the logarithm of a probability of exactly 0?
    It is minus infinity, and an infinite loss cannot be averaged or followed downhill.
    - Try y = [[0, 1]] and t = [0].
    - The notes add 1e-7 inside the logarithm; a smaller number is as good.

    확률이 정확히 0이면 로그는 얼마인가요?
    음의 무한대예요. 손실이 무한대면 평균도 낼 수 없고, 줄여 나갈 수도 없어요.
    - y = [[0, 1]], t = [0]을 넣어 보세요.
    - 강의 노트에서는 로그 안에 1e-7을 더해요. 더 작은 수도 좋아요.
    """
    y, t = with_batch_axis(y, t)
    return -np.log((y * rows(t, y)).sum(axis=1)).mean()


@cross_entropy_error.mistake
def log_times_zero_nan(cross_entropy_error, y, t):
    """What is 0 times minus infinity?
    It is no number (nan), and one nan makes the whole sum nan.
    - Try y = [[0.4, 0, 0.6]] and t = [0]: only the 0.4 should count.
    - Every logarithm you take must be of something above 0, or be left out.

    0에 음의 무한대를 곱하면 무엇이 되나요?
    수가 아닌 nan이 되고, nan이 하나만 있어도 합 전체가 nan이 돼요.
    - y = [[0.4, 0, 0.6]], t = [0]을 넣어 보세요. 0.4만 쓰여야 해요.
    - 로그를 취하는 값은 모두 0보다 커야 해요. 아니면 아예 빼야 해요.
    """
    y, t = with_batch_axis(y, t)
    return -(rows(t, y) * np.log(y)).sum() / len(y)


@cross_entropy_error.mistake
def epsilon_too_large(cross_entropy_error, y, t):
    """Is the small number in the logarithm large enough to show?
    With 1e-5 the loss can never grow above 11.5, however wrong the prediction is.
    - What is -log(0 + your small number)?
    - At most 1e-7 is accepted: 16.118 and above.

    로그에 더한 작은 수가 눈에 띌 만큼 크지 않나요?
    1e-5를 더하면, 예측이 아무리 틀려도 손실이 11.5를 넘지 못해요.
    - -log(0 + 작은 수)는 얼마인가요?
    - 1e-7까지만 괜찮아요. 그러면 16.118 이상이 나와요.
    """
    y, t = with_batch_axis(y, t)
    return -np.log((y * rows(t, y)).sum(axis=1) + 1e-5).mean()


@cross_entropy_error.mistake
def index_as_onehot(cross_entropy_error, y, t):
    """Are the class numbers multiplied with the logarithms?
    A class number says which probability to take; as a factor, class 0 would never cost anything.
    - Are your targets class numbers or rows of 0 and 1?
    - Try t = [0]: is the loss 0 whatever y is?
    - Take one probability from each row, the one at the class number.

    클래스 번호를 로그에 곱하고 있나요?
    클래스 번호는 어느 확률을 고를지 알려 줘요. 곱하면 0번 클래스는 손실이 언제나 0이 돼요.
    - 정답이 클래스 번호인가요, 0과 1로 된 행인가요?
    - t = [0]을 넣어 보세요. y가 무엇이든 손실이 0인가요?
    - 행마다 클래스 번호 자리의 확률을 하나씩 고르세요.
    """
    y, t = with_batch_axis(y, t)
    factors = t if t.shape == y.shape else t[:, None]
    return -(factors * np.log(y + SMALL_EPSILON)).sum() / len(y)


@cross_entropy_error.mistake
def expects_one_hot_only(cross_entropy_error, y, t):
    """Does your function know class numbers, or only rows of 0 and 1?
    t comes as (N, K), or as (N,) with one class number for each sample.
    - Print t.shape for both forms.
    - (N, K) times (N,) pairs the labels with the classes, or fails.

    클래스 번호로 된 정답도 다루나요, 아니면 0과 1로 된 행만 다루나요?
    t는 (N, K)일 수도 있고, 샘플마다 클래스 번호가 하나씩인 (N,)일 수도 있어요.
    - 두 가지 모두 t.shape를 출력해 보세요.
    - (N, K)와 (N,)을 곱하면 레이블이 클래스와 짝지어지거나 오류가 나요.
    """
    y, t = with_batch_axis(y, t)
    return -(t * np.log(y + SMALL_EPSILON)).sum() / len(y)


@cross_entropy_error.mistake
def expects_class_numbers_only(cross_entropy_error, y, t):
    """Does your function know one-hot targets?
    t comes as class numbers (N,), or as rows of 0 and 1, shape (N, K).
    - Which column of a one-hot row is the class?
    - Where y and t have equally many numbers, turn t into class numbers first.

    원-핫 정답도 다루나요?
    t는 클래스 번호 (N,)일 수도 있고, 0과 1로 된 행 (N, K)일 수도 있어요.
    - 원-핫 행에서 클래스는 몇 번째 열인가요?
    - y와 t의 수의 개수가 같으면 먼저 t를 클래스 번호로 바꾸세요.
    """
    y, t = with_batch_axis(y, t)
    return -np.log(y[np.arange(len(y)), t] + SMALL_EPSILON).sum() / len(y)


@cross_entropy_error.mistake
def every_row_with_every_label(cross_entropy_error, y, t):
    """Does each sample meet the labels of all samples?
    y[:, t] takes these columns from every row: N times N numbers instead of N.
    - Print the shape of what you take out of y.
    - Give NumPy the row numbers 0, 1, 2, ... beside the labels.

    샘플 하나가 모든 샘플의 레이블과 만나나요?
    y[:, t]는 모든 행에서 그 열들을 꺼내요. N개가 아니라 N × N개가 나와요.
    - y에서 꺼낸 배열의 모양을 출력해 보세요.
    - 레이블 옆에 행 번호 0, 1, 2, ...도 함께 알려 주세요.
    """
    y, t = with_batch_axis(y, t)
    return -np.log(y[:, rows(t, y).argmax(axis=1)] + SMALL_EPSILON).sum() / len(y)


@cross_entropy_error.mistake
def positive_sign(cross_entropy_error, y, t):
    """Should a better prediction give a smaller number?
    The logarithm of a probability is negative; the minus in front makes a loss of it.
    - Compare the losses of 0.9 and 0.1 for the right class.
    - Look at the sign in the formula.

    예측이 좋을수록 손실이 작아지나요?
    확률의 로그는 음수예요. 앞에 음의 부호를 붙여야 손실이 돼요.
    - 정답의 확률이 0.9일 때와 0.1일 때의 손실을 견주어 보세요.
    - 식의 부호를 살펴보세요.
    """
    return -cross_entropy_error(y, t)


@cross_entropy_error.mistake
def log2(cross_entropy_error, y, t):
    """Is the logarithm to the base 2?
    Here it is the natural one, whose derivative is simply 1/x.
    - -log(0.59) in the notes is 0.53.
    - np.log, np.log2 and np.log10: which is to the base e?

    로그의 밑이 2인가요?
    여기서는 미분이 1/x로 간단한 자연로그를 써요.
    - 강의 노트에서 -log(0.59)는 0.53이에요.
    - np.log, np.log2, np.log10 중에서 밑이 e인 것은 무엇인가요?
    """
    return cross_entropy_error(y, t) / np.log(2)


@cross_entropy_error.mistake
def log10(cross_entropy_error, y, t):
    """Is the logarithm to the base 10?
    Here it is the natural one, whose derivative is simply 1/x.
    - -log(0.1) should be 2.303 and not 1.
    - np.log, np.log2 and np.log10: which is to the base e?

    로그의 밑이 10인가요?
    여기서는 미분이 1/x로 간단한 자연로그를 써요.
    - -log(0.1)은 1이 아니라 2.303이어야 해요.
    - np.log, np.log2, np.log10 중에서 밑이 e인 것은 무엇인가요?
    """
    return cross_entropy_error(y, t) / np.log(10)


@cross_entropy_error.mistake
def binary_all_classes(cross_entropy_error, y, t):
    """Do the wrong classes cost something too?
    (1 - t) log(1 - y) belongs to yes-or-no questions; here only the right class's probability counts.
    - Keep the right class at 0.5 and share out the rest in two ways: should the loss differ?
    - How many terms does one sample contribute?

    정답이 아닌 클래스도 손실에 더하나요?
    (1 - t) log(1 - y)는 예/아니오 문제에서 써요. 여기서는 정답 클래스의 확률만 봐요.
    - 정답을 0.5로 두고 나머지를 두 가지로 나누어 보세요. 손실이 달라져야 할까요?
    - 샘플 하나가 더하는 항은 몇 개인가요?
    """
    y, t = with_batch_axis(y, t)
    others = (1 - rows(t, y)) * np.log(1 - y + SMALL_EPSILON)
    return cross_entropy_error(y, t) - others.sum(axis=1).mean()


@cross_entropy_error.mistake
def mean_over_classes(cross_entropy_error, y, t):
    """Do you divide by the number of classes as well?
    np.mean over a table (N, K) divides by N * K, but there is one loss for each sample only.
    - How many losses are averaged?
    - A loss of 0.1 with ten classes looks small; what is it per sample?

    클래스의 개수로도 나누었나요?
    (N, K) 표에 np.mean을 쓰면 N * K로 나누게 돼요. 손실은 샘플마다 하나뿐이에요.
    - 평균을 내는 손실은 모두 몇 개인가요?
    - 합을 구한 뒤에 무엇으로 나누어야 할까요?
    """
    return cross_entropy_error(y, t) / y.shape[-1]


@cross_entropy_error.mistake
def y_replaced_by_t(cross_entropy_error, y, t):
    """Is y lost in the branch for a single sample?
    When t is reshaped into y as well, the prediction is compared with nothing but the target.
    - Give one sample without a batch axis: is the loss 0 whatever y is?
    - Check both lines of the 1-D branch, name by name.

    샘플이 하나일 때 y가 사라지지 않나요?
    t의 모양을 바꾼 것을 y에도 넣으면, 예측은 없고 정답만 남아요.
    - 배치 축이 없는 샘플 하나를 넣어 보세요. y가 무엇이든 손실이 0인가요?
    - 1차원을 다루는 두 줄의 이름을 하나씩 확인해 보세요.
    """
    return cross_entropy_error(t, t) if y.ndim == 1 else cross_entropy_error(y, t)


@cross_entropy_error.mistake
def one_sample_divided_by_classes(cross_entropy_error, y, t):
    """How many samples are there when y has one axis?
    y.shape[0] is then the number of classes, and the loss is divided by it.
    - Give the same sample as (K,) and as (1, K): the losses should be equal.
    - What could turn (K,) into (1, K) before anything else?

    y의 축이 하나면 샘플은 몇 개인가요?
    이때 y.shape[0]은 클래스의 개수여서, 손실을 그 수로 나누게 돼요.
    - 같은 샘플을 (K,)와 (1, K)로 넣어 보세요. 손실이 같아야 해요.
    - 맨 먼저 (K,)를 (1, K)로 바꾸려면 어떻게 할까요?
    """
    return cross_entropy_error(y, t) / (len(y) if y.ndim == 1 else 1)


@cross_entropy_error.mistake
def log_of_target(cross_entropy_error, y, t):
    """Which of the two is a probability from the model?
    The logarithm is of the prediction; the target only says where to look.
    - Swap the two arguments: should the loss stay the same?
    - In the formula, which letter stands inside the logarithm?

    둘 중에서 모델이 낸 확률은 무엇인가요?
    로그는 예측에 취하고, 정답은 어디를 볼지만 알려 줘요.
    - 두 인수를 바꾸어 넣어 보세요. 손실이 같아야 할까요?
    - 식에서 로그 안에 있는 글자는 무엇인가요?
    """
    y, t = with_batch_axis(y, t)
    return -(y * np.log(rows(t, y) + SMALL_EPSILON)).sum() / len(y)


@cross_entropy_error.mistake
def squared_error(cross_entropy_error, y, t):
    """Is this the squared error?
    Cross-entropy takes a logarithm; a hopeless prediction costs 16, not 1.
    - Give the right class the probability 0.001: the loss should be 6.9.
    - Where is the logarithm?

    제곱 오차를 구하지 않았나요?
    교차 엔트로피는 로그를 취해요. 크게 틀린 예측의 손실은 1이 아니라 16이에요.
    - 정답의 확률이 0.001이면 손실은 6.9여야 해요.
    - 로그는 어디에 있나요?
    """
    y, t = with_batch_axis(y, t)
    return 0.5 * ((y - rows(t, y)) ** 2).sum() / len(y)


@cross_entropy_error.mistake
def softmax_before_the_log(cross_entropy_error, y, t):
    """Is softmax applied to what is a probability already?
    y comes out of softmax; a second one makes all classes nearly equal.
    - A perfect prediction should cost almost 0. Does it?
    - Some libraries want scores in this place; this function wants probabilities.

    이미 확률인 값에 소프트맥스를 다시 적용하나요?
    y는 소프트맥스를 거친 값이에요. 한 번 더 거치면 모든 클래스가 비슷해져요.
    - 완벽한 예측의 손실은 0에 가까워야 해요. 그런가요?
    - 이 자리에 점수를 받는 라이브러리도 있지만, 이 함수는 확률을 받아요.
    """
    y, t = with_batch_axis(y, t)
    e = np.exp(y)
    return cross_entropy_error(e / e.sum(axis=1, keepdims=True), t)


@cross_entropy_error.mistake
def adds_epsilon_in_place(cross_entropy_error, y, t):
    """Does your function change the probabilities it was given?
    `y += 1e-7` writes into the caller's array; inside the logarithm nobody else sees it.
    - Print y before and after the call.
    - np.clip with `out=y` writes into y as well.

    받은 확률을 바꾸고 있나요?
    `y += 1e-7`은 부른 쪽의 배열에 그대로 써요. 로그 안에서 더하면 밖에서는 바뀌지 않아요.
    - 부르기 전과 후에 y를 출력해 보세요.
    - np.clip에 `out=y`를 주어도 y에 쓰게 돼요.
    """
    loss = cross_entropy_error(y, t)
    y += SMALL_EPSILON
    return loss


# --- mean_squared_error ---------------------------------------------------------------------------------------------

mean_squared_error = Check(
    atol=SEVEN_DIGITS,
    aspects=[
        Aspect("values", 3, unequal_pairs(classes=(1, 1)), ko="값", cases=10),
        Aspect("outputs", 2, unequal_pairs(), ko="출력 여러 개", cases=8),
        Aspect("batch", 2, unequal_pairs(batch=(2, 4), classes=(1, 1)), ko="배치", cases=8),
        Aspect(
            "together",
            1,
            unequal_pairs(batch=(2, 4), classes=(3, 5), dtypes=NUMBERS),
            ko="한꺼번에",
            cases=6,
            layout="strided",
        ),
        Aspect("precision", 1, large_differences(), ko="배정밀도", cases=4, after="values", atol=1e-8),
        Aspect("input unchanged", 1, unequal_pairs(), ko="입력 보존", cases=4, judge="unchanged", after="values"),
    ],
)


@mean_squared_error.mistake
def no_half(mean_squared_error, y, t):
    """Is the 1/2 missing?
    The notes halve the squares, so that the derivative is y - t without a 2.
    - y = [[3]], t = [[1]]: the loss is 2.
    - Compare with the formula in the notes.

    1/2이 빠졌나요?
    강의 노트에서는 제곱을 반으로 나누어요. 그래야 미분했을 때 2 없이 y - t가 돼요.
    - y = [[3]], t = [[1]]이면 손실은 2예요.
    - 강의 노트의 식과 견주어 보세요.
    """
    return 2 * mean_squared_error(y, t)


@mean_squared_error.mistake
def mean_over_k(mean_squared_error, y, t):
    """Do you divide by the number of outputs too?
    The notes add up the outputs of a sample; only the samples are averaged.
    - y = [[1, 1]], t = [[0, 0]]: the loss is 1.
    - What does np.mean divide by when it sees a table (N, K)?

    출력의 개수로도 나누었나요?
    강의 노트에서는 샘플 안의 출력은 더하고, 샘플끼리만 평균을 내요.
    - y = [[1, 1]], t = [[0, 0]]이면 손실은 1이에요.
    - (N, K) 표에 np.mean을 쓰면 무엇으로 나누게 되나요?
    """
    return mean_squared_error(y, t) / y.shape[1]


@mean_squared_error.mistake
def mean_of_squares(mean_squared_error, y, t):
    """Is this the mean of all squares?
    Many libraries mean that by MSE; the notes take half the sum of each sample, averaged over the batch.
    - y = [[3, 1, 1]], t = [[1, 1, 1]]: the loss is 2.
    - Two things differ: the 1/2, and what you divide by.

    모든 제곱의 평균을 구했나요?
    MSE를 그렇게 정하는 라이브러리도 많지만, 강의 노트에서는 샘플마다 합의 절반을 구해 배치에서 평균을 내요.
    - y = [[3, 1, 1]], t = [[1, 1, 1]]이면 손실은 2예요.
    - 다른 점은 두 가지예요. 1/2, 그리고 나누는 수예요.
    """
    return np.mean((y - t) ** 2)


@mean_squared_error.mistake
def squares_not_averaged(mean_squared_error, y, t):
    """Is the loss added up over the batch and not averaged?
    Then a larger batch has a larger loss, although no prediction is worse.
    - Put the same sample in twice: should the loss double?
    - How many samples does y hold?

    배치의 손실을 더하기만 하고 평균을 내지 않았나요?
    그러면 예측이 나빠지지 않아도 배치가 클수록 손실이 커져요.
    - 같은 샘플을 두 번 넣어 보세요. 손실이 두 배가 되어야 할까요?
    - y에는 샘플이 몇 개 있나요?
    """
    return mean_squared_error(y, t) * len(y)


@mean_squared_error.mistake
def root(mean_squared_error, y, t):
    """Is a root taken at the end?
    The loss is the squared error itself, not its root.
    - y = [[4]], t = [[0]]: the loss is 8.
    - Twice the distance should cost four times as much.

    마지막에 제곱근을 취했나요?
    손실은 제곱 오차 그대로예요. 제곱근을 취하지 않아요.
    - y = [[4]], t = [[0]]이면 손실은 8이에요.
    - 거리가 두 배면 손실은 네 배여야 해요.
    """
    return np.sqrt(mean_squared_error(y, t))


@mean_squared_error.mistake
def absolute_error(mean_squared_error, y, t):
    """Is the distance taken, and not its square?
    An absolute value has a kink at 0; a square is smooth there and punishes large errors more.
    - y = [[4]], t = [[0]]: the loss is 8.
    - What is the derivative at 0?

    차이를 제곱하지 않고 절댓값을 취했나요?
    절댓값은 0에서 꺾이지만, 제곱은 매끄럽고 큰 오차일수록 더 크게 봐요.
    - y = [[4]], t = [[0]]이면 손실은 8이에요.
    - 0에서의 미분은 얼마인가요?
    """
    return 0.5 * np.abs(y - t).sum() / len(y)


@mean_squared_error.mistake
def forgets_the_square(mean_squared_error, y, t):
    """Can errors cancel?
    Without the square, one output that is too high makes up for one that is too low.
    - y = [[1, -1]], t = [[0, 0]]: the loss is 1, not 0.
    - Where does the square belong: before the sum or nowhere?

    오차끼리 지워지지 않나요?
    제곱하지 않으면 너무 큰 출력과 너무 작은 출력이 서로를 지워요.
    - y = [[1, -1]], t = [[0, 0]]이면 손실은 0이 아니라 1이에요.
    - 제곱하는 곳이 있나요?
    """
    return 0.5 * (y - t).sum() / len(y)


@mean_squared_error.mistake
def squares_the_sum(mean_squared_error, y, t):
    """Do you add first and square afterwards?
    Then errors of opposite sign cancel before they are squared.
    - y = [[1, -1]], t = [[0, 0]]: the loss is 1, not 0.
    - Square each difference, then add.

    먼저 더하고 나중에 제곱했나요?
    그러면 부호가 다른 오차가 제곱하기 전에 서로 지워져요.
    - y = [[1, -1]], t = [[0, 0]]이면 손실은 0이 아니라 1이에요.
    - 차이를 하나씩 제곱한 다음 더하세요.
    """
    return 0.5 * ((y - t).sum(axis=1) ** 2).sum() / len(y)


@mean_squared_error.mistake
def squares_in_float32(mean_squared_error, y, t):
    """Is something computed in float32?
    It keeps about 7 digits; float64 input should keep its 16.
    - 5001 squared is 25010001. As float32 it is 25010000.
    - Look for astype, dtype or np.float32 in your code.

    float32로 계산하는 곳이 있나요?
    float32는 7자리쯤만 정확해요. float64 입력은 16자리를 지켜야 해요.
    - 5001의 제곱은 25010001이에요. float32로는 25010000이 돼요.
    - 코드에서 astype, dtype, np.float32를 찾아보세요.
    """
    return mean_squared_error(np.asarray(y, np.float32), np.asarray(t, np.float32))


@mean_squared_error.mistake
def subtracts_in_place(mean_squared_error, y, t):
    """Does your function change the array it was given?
    `y -= t` writes into the caller's array; `y - t` makes a new one.
    - Print y before and after the call.
    - Call the function twice on the same arrays.

    받은 배열을 바꾸고 있나요?
    `y -= t`는 부른 쪽의 배열에 그대로 쓰고, `y - t`는 새 배열을 만들어요.
    - 부르기 전과 후에 y를 출력해 보세요.
    - 같은 배열로 두 번 불러 보세요.
    """
    loss = mean_squared_error(y, t)
    y -= t
    return loss


# --- kl_divergence --------------------------------------------------------------------------------------------------

kl_divergence = Check(
    atol=SEVEN_DIGITS,
    aspects=[
        Aspect("values", 4, distributions(), ko="값", cases=10),
        Aspect("batch", 2, distributions(batch=(2, 4)), ko="배치", cases=8),
        Aspect("zeros in p", 2, distributions(zeros=True), ko="p에 0이 있을 때", cases=6),
        Aspect("one sample", 1, distributions(single=True), ko="샘플 하나", cases=5),
        Aspect(
            "together",
            1,
            distributions(batch=(2, 4), classes=(3, 4), zeros=True, dtypes=FLOATS)
            | distributions(classes=(3, 4), zeros=True, both_zero=True),
            ko="한꺼번에",
            cases=8,
            layout="strided",
        ),
        # a chance of 0.01 makes both float32 and an epsilon of 1e-7 show
        Aspect("precision", 1, distributions(rare=True), ko="배정밀도", cases=5, after="values", atol=1e-8),
        Aspect("input unchanged", 1, distributions(), ko="입력 보존", cases=4, judge="unchanged", after="values"),
    ],
)


@kl_divergence.mistake
def arguments_swapped(kl_divergence, p, q):
    """Which distribution carries the weights?
    The mean is taken over p, the first argument: D(p, q) and D(q, p) differ.
    - D((0.5, 0.5), (0.25, 0.75)) = 0.1438; the other way round it is 0.1308.
    - The distribution in front of the logarithm is also the one on top of the fraction.

    어느 분포로 가중 평균을 내나요?
    첫 번째 인수인 p로 평균을 내요. D(p, q)와 D(q, p)는 달라요.
    - D((0.5, 0.5), (0.25, 0.75)) = 0.1438이고, 바꾸면 0.1308이에요.
    - 로그 앞에 곱하는 분포가 분수의 위에도 와요.
    """
    return (q * np.log(q / p)).sum(axis=-1).mean()


@kl_divergence.mistake
def equals_ce(kl_divergence, p, q):
    """What is your D(p, p)?
    It should be 0. The sum of -p log q is the cross-entropy, and of that the entropy of p is left over.
    - Call your function with two equal distributions.
    - The notes' "KL" formula is a cross-entropy: what is it lacking?
    - Inside the logarithm stands a quotient of two probabilities.

    D(p, p)를 구하면 얼마인가요?
    0이어야 해요. -p log q의 합은 교차 엔트로피여서, p의 엔트로피만큼 남아요.
    - 똑같은 분포 두 개를 넣어 보세요.
    - 강의 노트의 "KL" 식은 교차 엔트로피예요. 무엇이 빠졌나요?
    - 로그 안에는 두 확률의 비가 들어가요.
    """
    return -(p * np.log(q)).sum(axis=-1).mean()


@kl_divergence.mistake
def zero_times_log(kl_divergence, p, q):
    """What happens where p is 0?
    log(0) is minus infinity and 0 times that is no number, but p log p goes to 0 with p.
    - Try p = (0, 1) and q = (0.5, 0.5): the answer is log 2.
    - A class that never happens contributes nothing: leave it out.

    p가 0인 곳에서는 어떻게 되나요?
    log(0)은 음의 무한대이고 0을 곱하면 수가 아니게 돼요. 하지만 p가 0으로 가면 p log p도 0으로 가요.
    - p = (0, 1), q = (0.5, 0.5)를 넣어 보세요. 답은 log 2예요.
    - 일어나지 않는 클래스는 더할 것이 없어요. 빼고 더하세요.
    """
    return (p * np.log(p / q)).sum(axis=-1).mean()


@kl_divergence.mistake
def symmetrised(kl_divergence, p, q):
    """Are both directions averaged?
    This divergence is not a distance: it asks how q looks to someone who lives in p.
    - D((0.5, 0.5), (0.25, 0.75)) = 0.1438; the other way round it is 0.1308.
    - One direction is enough, the one with p in front.

    두 방향을 평균 냈나요?
    KL 발산은 거리가 아니에요. p를 따르는 사람이 볼 때 q가 얼마나 다른지를 재요.
    - D((0.5, 0.5), (0.25, 0.75)) = 0.1438이고, 바꾸면 0.1308이에요.
    - p를 앞에 곱하는 한 방향이면 충분해요.
    """
    return (kl_divergence(p, q) + arguments_swapped(kl_divergence, p, q)) / 2


@kl_divergence.mistake
def turns_the_fraction_over(kl_divergence, p, q):
    """Is your answer negative?
    A divergence never is; with q on top of the fraction every sign turns.
    - Call it with p = (0.5, 0.5), q = (0.25, 0.75): 0.1438 is right.
    - Which of the two stands on top?

    결과가 음수인가요?
    KL 발산은 음수가 될 수 없어요. 분수에서 q가 위에 있으면 부호가 모두 바뀌어요.
    - p = (0.5, 0.5), q = (0.25, 0.75)를 넣어 보세요. 0.1438이 맞아요.
    - 둘 중에서 무엇이 위에 있나요?
    """
    return -kl_divergence(p, q)


@kl_divergence.mistake
def forgets_the_weight(kl_divergence, p, q):
    """Do all classes count the same?
    The logarithms are weighted with p: what happens often counts often.
    - D(p, q) is a mean: of what, and with which weights?
    - What stands in front of the logarithm in the formula?

    모든 클래스를 똑같이 더하나요?
    로그에 p를 곱해서 더해요. 자주 일어나는 것이 더 많이 쓰여요.
    - D(p, q)는 평균이에요. 무엇의 평균이고, 가중치는 무엇인가요?
    - 식에서 로그 앞에 무엇이 있나요?
    """
    ratio = np.where(p > 0, p, q) / q
    return np.log(ratio).sum(axis=-1).mean()


@kl_divergence.mistake
def kl_not_averaged(kl_divergence, p, q):
    """Is the divergence added up over the batch?
    Each row is a pair of distributions of its own; the answer is the mean of all rows.
    - Put the same pair in twice: should the answer double?
    - How many rows does p hold?

    배치의 발산을 더하기만 했나요?
    행마다 분포가 한 쌍씩 있고, 모든 행의 평균을 구해야 해요.
    - 같은 쌍을 두 번 넣어 보세요. 결과가 두 배가 되어야 할까요?
    - p에는 행이 몇 개 있나요?
    """
    return kl_divergence(p, q) * (p.size // p.shape[-1])


@kl_divergence.mistake
def kl_mean_over_classes(kl_divergence, p, q):
    """Is it averaged over the classes too?
    The classes of a row are added up, with p as their weights; only the rows are averaged.
    - D((1, 0), (0.5, 0.5)) = log 2 = 0.693.
    - Which axis is added up, and which is averaged?

    클래스에 대해서도 평균을 냈나요?
    한 행의 클래스는 p를 가중치로 더하고, 행끼리만 평균을 내요.
    - D((1, 0), (0.5, 0.5)) = log 2 = 0.693이에요.
    - 어느 축을 더하고, 어느 축을 평균 내나요?
    """
    return kl_divergence(p, q) / p.shape[-1]


@kl_divergence.mistake
def kl_in_bits(kl_divergence, p, q):
    """Is the logarithm to the base 2?
    Then the answer is in bits; this course uses the natural logarithm everywhere.
    - D((1, 0), (0.5, 0.5)) should be 0.693 and not 1.
    - Which of np.log, np.log2 and np.log10 do you call?

    로그의 밑이 2인가요?
    그러면 단위가 비트가 돼요. 이 수업에서는 언제나 자연로그를 써요.
    - D((1, 0), (0.5, 0.5))는 1이 아니라 0.693이어야 해요.
    - np.log, np.log2, np.log10 중에서 무엇을 쓰고 있나요?
    """
    return kl_divergence(p, q) / np.log(2)


@kl_divergence.mistake
def kl_adds_an_epsilon(kl_divergence, p, q):
    """Is a small number added to the probabilities?
    It keeps log(0) away, but it changes every answer a little, most where q is small.
    - Compare q = 0.01 with q = 0.01 + 1e-7 in the logarithm.
    - Where p is 0 the term is 0: leave it out, and no small number is needed.

    확률에 아주 작은 수를 더하나요?
    log(0)은 피할 수 있지만 결과가 조금씩 달라져요. q가 작을수록 더 달라져요.
    - 로그 안에서 q = 0.01과 q = 0.01 + 1e-7을 견주어 보세요.
    - p가 0이면 항도 0이에요. 그 항을 빼면 작은 수가 필요 없어요.
    """
    return (p * np.log((p + 1e-7) / (q + 1e-7))).sum(axis=-1).mean()


@kl_divergence.mistake
def kl_in_float32(kl_divergence, p, q):
    """Is something computed in float32?
    It keeps about 7 digits; float64 input should keep its 16.
    - 0.01 as float32 is 0.0099999998.
    - Look for astype, dtype or np.float32 in your code.

    float32로 계산하는 곳이 있나요?
    float32는 7자리쯤만 정확해요. float64 입력은 16자리를 지켜야 해요.
    - 0.01을 float32로 나타내면 0.0099999998이에요.
    - 코드에서 astype, dtype, np.float32를 찾아보세요.
    """
    return kl_divergence(np.asarray(p, np.float32), np.asarray(q, np.float32))


@kl_divergence.mistake
def changes_the_distribution(kl_divergence, p, q):
    """Does your function change the distributions it was given?
    `p += ...` and `p[p == 0] = ...` write into the caller's array.
    - Print p before and after the call.
    - Work on a copy, or choose with a mask without writing.

    받은 분포를 바꾸고 있나요?
    `p += ...`나 `p[p == 0] = ...`는 부른 쪽의 배열에 그대로 써요.
    - 부르기 전과 후에 p를 출력해 보세요.
    - 복사본에서 계산하거나, 쓰지 말고 마스크로 골라내세요.
    """
    answer = kl_divergence(p, q)
    p += 1e-7
    return answer


# --- softmax_cross_entropy ------------------------------------------------------------------------------------------

LOSS, GRADIENT = (0,), (1,)


def far_apart():
    return scored(classes=(3, 4), base=(1e4, -1e4), kept=2)


def hopeless():
    """One class is 20,000 ahead of all others, and the next one is right: its probability is 0."""
    return scored(kept=1).map(lambda pair: (pair[0], (pair[1] + 1) % pair[0].shape[1]))


softmax_cross_entropy = Check(
    # But for "class far behind" the right class never has a probability below 0.01, so that an epsilon of 1e-5 in the
    # logarithm moves the loss by less than 1e-3: it costs the points of that aspect and of "precision" and no others.
    atol=1e-3,
    aspects=[
        Aspect("loss", 3, scored(), ko="손실", cases=10, part=LOSS),
        Aspect("gradient", 3, scored(), ko="기울기", cases=10, part=GRADIENT),
        Aspect("batch, loss", 1, scored(batch=(2, 4)), ko="배치의 손실", cases=6, part=LOSS),
        Aspect("batch, gradient", 2, scored(batch=(2, 4)), ko="배치의 기울기", cases=8, part=GRADIENT),
        Aspect("one-hot targets", 2, scored(targets=("one_hot",)), ko="원-핫 정답", cases=6, part=LOSS),
        Aspect("large scores", 1, far_apart(), ko="큰 점수", cases=6, part=LOSS),
        Aspect("large scores, gradient", 1, far_apart(), ko="큰 점수의 기울기", cases=6, part=GRADIENT),
        Aspect("class far behind", 1, hopeless(), ko="멀리 뒤처진 정답", cases=5, part=LOSS, after="loss"),
        Aspect(
            "together",
            1,
            scored(batch=(2, 4), classes=(3, 4), targets=BOTH, base=(0, 1e4), dtypes=FLOATS),
            ko="한꺼번에",
            cases=8,
            layout="F",
        ),
        # float32 holds whole numbers up to 2**24 = 16777216; 16777217 becomes its neighbour
        Aspect(
            "precision", 1, scored(base=(2**24 + 2,), halves=False), ko="배정밀도", cases=5, after="loss", atol=1e-6
        ),
        Aspect("input unchanged", 1, scored(targets=BOTH), ko="입력 보존", cases=4, judge="unchanged", after="loss"),
    ],
)


@softmax_cross_entropy.accepts
def as_long_as_it_is_finite(softmax_cross_entropy, x, t):
    """From -log(p + 1e-7), the notes' way, to -log(p), with the gradient; 16.118 to 20,000 where p is 0.

    Who composes cross_entropy_error and softmax is at the lower end. Infinity is in no range.
    """
    _, dx = softmax_cross_entropy(x, t)
    shifted = x - x.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(shifted).sum(axis=1, dtype=np.float64))
    log_p = (shifted * rows(t, x)).sum(axis=1, dtype=np.float64) - log_sum
    return (-np.log(np.exp(log_p) + SMALL_EPSILON).mean(), dx), (-log_p.mean(), dx)


@softmax_cross_entropy.mistake
def log_of_zero(softmax_cross_entropy, x, t):
    """What does a right class with the probability 0 cost?
    log(0) is minus infinity, and an infinite loss cannot be averaged or followed downhill.
    - Try the scores 0 and 20000 where class 0 is right: the loss should be finite.
    - log_softmax takes no logarithm of 0, and cross_entropy_error adds a small number. Either will do.

    정답의 확률이 0이면 손실은 얼마인가요?
    log(0)은 음의 무한대예요. 손실이 무한대면 평균도 낼 수 없고, 줄여 나갈 수도 없어요.
    - 점수 0과 20000을 넣고 0번 클래스를 정답으로 해 보세요. 손실이 유한해야 해요.
    - log_softmax는 0의 로그를 구하지 않고, cross_entropy_error는 아주 작은 수를 더해요. 둘 다 괜찮아요.
    """
    _, dx = softmax_cross_entropy(x, t)
    e = np.exp(x - x.max(axis=1, keepdims=True))
    p = (e * rows(t, x)).sum(axis=1) / e.sum(axis=1)
    return -np.log(p).mean(), dx


@softmax_cross_entropy.mistake
def not_divided_by_N(softmax_cross_entropy, x, t):
    """Is the gradient divided by the number of samples?
    The loss is a mean over the batch, so each sample moves it by an N-th only.
    - Compare with the numerical gradient of the mean loss, with two samples.
    - The loss is divided by N in your code: and dx?

    기울기를 샘플의 개수로 나누었나요?
    손실이 배치의 평균이므로, 샘플 하나는 손실을 N분의 1만큼만 움직여요.
    - 샘플을 두 개 넣고, 평균 손실의 수치 미분과 견주어 보세요.
    - 손실은 N으로 나누었어요. dx는 어떤가요?
    """
    loss, dx = softmax_cross_entropy(x, t)
    return loss, dx * len(x)


@softmax_cross_entropy.mistake
def sign(softmax_cross_entropy, x, t):
    """Which way lowers the loss?
    Raising the right class's score lowers the loss, so its entry in dx is negative.
    - Look at the sign of dx at the right class.
    - Is it y - t or t - y?

    어느 쪽으로 가야 손실이 줄어드나요?
    정답의 점수를 올리면 손실이 줄어들어요. 그래서 dx의 그 칸은 음수예요.
    - 정답 자리에서 dx의 부호를 확인해 보세요.
    - y - t인가요, t - y인가요?
    """
    loss, dx = softmax_cross_entropy(x, t)
    return loss, -dx


@softmax_cross_entropy.mistake
def softmax_diagonal_only(softmax_cross_entropy, x, t):
    """Is this the derivative of one probability by its own score?
    y (1 - y) is the diagonal of a larger table: every score changes every probability of its row.
    - Add up one row of dx: it should be 0.
    - Write the loss as log(sum of exp) minus the right score, and take the derivative of that.

    확률 하나를 자기 점수로만 미분하지 않았나요?
    y (1 - y)는 큰 표의 대각선일 뿐이에요. 점수 하나가 그 행의 모든 확률을 바꿔요.
    - dx의 한 행을 더해 보세요. 0이어야 해요.
    - 손실을 log(exp의 합)에서 정답의 점수를 뺀 것으로 쓰고, 그것을 미분해 보세요.
    """
    loss, dx = softmax_cross_entropy(x, t)
    y = dx * len(x) + rows(t, x)
    return loss, y * (1 - y) / len(x)


@softmax_cross_entropy.mistake
def gradient_overwrites_the_probabilities(softmax_cross_entropy, x, t):
    """Are dx and y the same array?
    `dx = y` gives the array a second name, so that subtracting from dx changes y before the loss is taken.
    - Is your loss nan, a logarithm of something negative?
    - Take a copy, or compute the loss first.

    dx와 y가 같은 배열인가요?
    `dx = y`는 같은 배열에 이름을 하나 더 붙일 뿐이에요. dx에서 빼면 손실을 구하기 전에 y도 바뀌어요.
    - 음수의 로그를 취해서 손실이 nan이 되었나요?
    - 복사본을 쓰거나, 손실을 먼저 구하세요.
    """
    _, dx = softmax_cross_entropy(x, t)
    changed = (dx * len(x) * rows(t, x)).sum(axis=1)  # (N,) the right class's probability, less 1
    return np.log(changed + SMALL_EPSILON).mean() * -1, dx


@softmax_cross_entropy.mistake
def loss_not_averaged(softmax_cross_entropy, x, t):
    """Is the loss added up over the batch and not averaged?
    The gradient is right for a mean, but the loss beside it is a sum.
    - Put the same sample in twice: should the loss double?
    - How many samples does x hold?

    배치의 손실을 더하기만 하고 평균을 내지 않았나요?
    기울기는 평균에 맞는데, 손실은 합으로 되어 있어요.
    - 같은 샘플을 두 번 넣어 보세요. 손실이 두 배가 되어야 할까요?
    - x에는 샘플이 몇 개 있나요?
    """
    loss, dx = softmax_cross_entropy(x, t)
    return loss * len(x), dx


@softmax_cross_entropy.mistake
def forgets_to_subtract_t(softmax_cross_entropy, x, t):
    """Is dx only the probabilities?
    Without the target nothing says which class is right, and no entry is negative.
    - Add up one row of dx: it should be 0.
    - At the right class something must be subtracted.

    dx가 확률 그대로인가요?
    정답을 빼지 않으면 어느 클래스가 맞는지 알 수 없고, 음수인 칸도 없어요.
    - dx의 한 행을 더해 보세요. 0이어야 해요.
    - 정답 자리에서 무엇인가를 빼야 해요.
    """
    loss, dx = softmax_cross_entropy(x, t)
    return loss, dx + rows(t, x) / len(x)


@softmax_cross_entropy.mistake
def subtracts_the_class_numbers(softmax_cross_entropy, x, t):
    """Is the class number itself subtracted?
    A label says at which column 1 is subtracted; it is not the number to subtract.
    - Label 3: is 3 subtracted somewhere?
    - Turn the labels into rows of 0 and 1 first, or index with them.

    클래스 번호를 그대로 빼고 있나요?
    레이블은 어느 열에서 1을 뺄지 알려 줘요. 빼는 수가 아니에요.
    - 레이블이 3이면 어딘가에서 3을 빼지 않나요?
    - 먼저 레이블을 0과 1로 된 행으로 바꾸거나, 레이블로 인덱싱하세요.
    """
    loss, dx = softmax_cross_entropy(x, t)
    subtracted = t if t.shape == x.shape else t[:, None]
    return loss, dx + (rows(t, x) - subtracted) / len(x)


@softmax_cross_entropy.mistake
def subtracts_in_every_row(softmax_cross_entropy, x, t):
    """Is 1 subtracted in every row for every label?
    dx[:, t] means all rows at these columns; each row wants only its own.
    - With two different labels, count the negative entries of each row.
    - Give NumPy the row numbers 0, 1, 2, ... beside the labels.

    모든 행에서 모든 레이블 자리의 1을 빼고 있나요?
    dx[:, t]는 모든 행의 그 열들을 뜻해요. 행마다 자기 열 하나만 필요해요.
    - 서로 다른 레이블 두 개를 넣고, 행마다 음수가 몇 개인지 세어 보세요.
    - 레이블 옆에 행 번호 0, 1, 2, ...도 함께 알려 주세요.
    """
    loss, dx = softmax_cross_entropy(x, t)
    everywhere = rows(t, x).max(axis=0)  # (K,)
    return loss, dx + (rows(t, x) - everywhere) / len(x)


@softmax_cross_entropy.mistake
def divides_by_every_number(softmax_cross_entropy, x, t):
    """Is the gradient divided by samples times classes?
    x.size counts all scores; the loss is a mean over the samples only.
    - Compare with the numerical gradient: yours is K times too small.
    - How many losses are averaged?

    기울기를 샘플 수와 클래스 수의 곱으로 나누었나요?
    x.size는 모든 점수의 개수예요. 손실은 샘플끼리만 평균을 내요.
    - 수치 미분과 견주어 보세요. K배만큼 작지 않나요?
    - 평균을 내는 손실은 모두 몇 개인가요?
    """
    loss, dx = softmax_cross_entropy(x, t)
    return loss, dx / x.shape[1]


@softmax_cross_entropy.mistake
def scores_overflow(softmax_cross_entropy, x, t):
    """What does np.exp answer for 10000?
    It is infinite there, and both the loss and the gradient become no number.
    - Try the scores 10000, 10000.
    - Subtract each row's maximum first, as in softmax.

    np.exp에 10000을 넣으면 무엇이 나오나요?
    무한대가 나오고, 손실도 기울기도 수가 아니게 돼요.
    - 점수 10000, 10000을 넣어 보세요.
    - 소프트맥스에서처럼 먼저 행마다 최댓값을 빼세요.
    """
    y = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    p = (y * rows(t, x)).sum(axis=1)
    return -np.log(p + SMALL_EPSILON).mean(), (y - rows(t, x)) / len(x)


@softmax_cross_entropy.mistake
def zero_times_log_in_the_loss(softmax_cross_entropy, x, t):
    """What is 0 times the logarithm of 0?
    A class far below the others gets the probability 0, and 0 times minus infinity is no number.
    - Try the scores 0, 0, -20000.
    - log_softmax never takes a logarithm of 0.

    0에 log(0)을 곱하면 무엇이 되나요?
    점수가 훨씬 낮은 클래스는 확률이 0이 되고, 0에 음의 무한대를 곱하면 수가 아니에요.
    - 점수 0, 0, -20000을 넣어 보세요.
    - log_softmax는 log(0)을 구하지 않아요.
    """
    _, dx = softmax_cross_entropy(x, t)
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return -(rows(t, x) * np.log(e / e.sum(axis=1, keepdims=True))).sum() / len(x), dx


@softmax_cross_entropy.mistake
def knows_class_numbers_only(softmax_cross_entropy, x, t):
    """Does your function know one-hot targets?
    t comes as class numbers (N,), or as rows of 0 and 1, shape (N, K).
    - Which of the two can be subtracted from y as it is?
    - Bring both forms into one before you go on.

    원-핫 정답도 다루나요?
    t는 클래스 번호 (N,)일 수도 있고, 0과 1로 된 행 (N, K)일 수도 있어요.
    - 둘 중에서 y에서 그대로 뺄 수 있는 것은 무엇인가요?
    - 먼저 두 가지를 한 가지로 맞추고 나서 계산하세요.
    """
    loss, dx = softmax_cross_entropy(x, t)
    dx = dx + rows(t, x) / len(x)
    dx[np.arange(len(x)), t] -= 1 / len(x)  # one-hot rows of floats are no index
    return loss, dx


@softmax_cross_entropy.mistake
def knows_one_hot_only(softmax_cross_entropy, x, t):
    """Does your function know class numbers?
    t comes as rows of 0 and 1, shape (N, K), or as class numbers (N,).
    - (N, K) minus (N,) pairs the labels with the classes, or fails.
    - You have a function that turns class numbers into rows.

    클래스 번호로 된 정답도 다루나요?
    t는 0과 1로 된 행 (N, K)일 수도 있고, 클래스 번호 (N,)일 수도 있어요.
    - (N, K)에서 (N,)을 빼면 레이블이 클래스와 짝지어지거나 오류가 나요.
    - 클래스 번호를 행으로 바꾸는 함수를 이미 만들었어요.
    """
    _, dx = softmax_cross_entropy(x, t)
    y = dx * len(x) + rows(t, x)
    return -(t * np.log(y + SMALL_EPSILON)).sum() / len(x), (y - t) / len(x)


@softmax_cross_entropy.mistake
def forgets_the_gradient(softmax_cross_entropy, x, t):
    """Did only the loss come back?
    The answer is a pair: the loss and dx, which has the shape of x.
    - Look at the line with return: how many things stand there?
    - Two values with a comma between them are a pair.

    손실만 돌려주었나요?
    결과는 두 개예요. 손실, 그리고 x와 모양이 같은 dx예요.
    - return이 있는 줄을 보세요. 몇 개를 돌려주나요?
    - 값 두 개를 쉼표로 이으면 한 쌍이 돼요.
    """
    return softmax_cross_entropy(x, t)[0]


@softmax_cross_entropy.mistake
def gradient_first(softmax_cross_entropy, x, t):
    """Did the gradient come back before the loss?
    The answer is a pair in this order: loss, dx.
    - Which of the two has the shape of x? It should come second.
    - Look at the order in the line with return.

    기울기를 손실보다 먼저 돌려주었나요?
    결과는 loss, dx의 순서예요.
    - 둘 중에서 x와 모양이 같은 것은 무엇인가요? 그것이 두 번째예요.
    - return이 있는 줄의 순서를 보세요.
    """
    loss, dx = softmax_cross_entropy(x, t)
    return dx, loss


@softmax_cross_entropy.mistake
def scores_in_float32(softmax_cross_entropy, x, t):
    """Is something computed in float32?
    It keeps about 7 digits; the scores 16777216 and 16777217 become one number.
    - Print np.float32(16777217).
    - Look for astype, dtype or np.float32 in your code.

    float32로 계산하는 곳이 있나요?
    float32는 7자리쯤만 정확해요. 점수 16777216과 16777217이 같은 수가 돼요.
    - np.float32(16777217)을 출력해 보세요.
    - 코드에서 astype, dtype, np.float32를 찾아보세요.
    """
    return softmax_cross_entropy(np.asarray(x, np.float32), t)


@softmax_cross_entropy.mistake
def changes_the_scores(softmax_cross_entropy, x, t):
    """Does your function change the array it was given?
    `x -= ...` writes into the caller's array; `x = x - ...` makes a new one.
    - Print x before and after the call.
    - The layer before this one still needs its scores.

    받은 배열을 바꾸고 있나요?
    `x -= ...`는 부른 쪽의 배열에 그대로 쓰고, `x = x - ...`는 새 배열을 만들어요.
    - 부르기 전과 후에 x를 출력해 보세요.
    - 앞 층이 이 점수를 아직 쓰고 있을 수 있어요.
    """
    answer = softmax_cross_entropy(x, t)
    x -= x.max(axis=1, keepdims=True)
    return answer
