# %% [markdown] lang="en"
# # How wrong is a guess?
#
# A network looks at a picture and ends in a few **scores**: 2.2 for a rabbit, 1.39 for a cat, 0.85 for a dog.
# Training has to turn such a row into *one* number that says how wrong the guess was, because gradient descent can
# walk down only one number. That number is the **loss**.
#
# The way there has three steps: scores become probabilities (**softmax**), the right class's probability is picked
# out, and its logarithm is the loss (**cross-entropy**).
#
# ![Three scores, their exponentials, three probabilities, and -log of the first: 0.53304](images/pipeline.png)
#
# By the end you have written the loss that nearly every image classifier is trained with, and its gradient,
# which turns out to be a single subtraction.

# %% [markdown] lang="ko"
# # 추측이 얼마나 틀렸나요?
#
# 신경망은 사진을 보고 마지막에 **점수** 몇 개를 내놓아요. 토끼 2.2, 고양이 1.39, 개 0.85처럼요.
# 학습을 하려면 이 점수들을 '얼마나 틀렸는지'를 나타내는 수 *하나*로 바꿔야 해요. 경사 하강법은 수 하나를
# 줄여 나가는 방법이니까요. 그 수가 **손실**이에요.
#
# 세 단계를 거쳐요. 점수를 확률로 바꾸고(**소프트맥스**), 정답 클래스의 확률을 고르고, 그 로그에 음의 부호를
# 붙이면 손실이에요(**교차 엔트로피**).
#
# ![점수 세 개, 그 지수, 확률 세 개가 이어지고 첫 번째 확률의 -log는 0.53304예요](images/pipeline.png)
#
# 이 과제를 마치면 거의 모든 이미지 분류기가 쓰는 손실과 그 기울기를 직접 만들게 돼요. 기울기는 놀랍게도
# 뺄셈 한 번이면 구할 수 있어요.

# %%
import numpy as np

from cnnkit import check, hint

# %% [markdown] lang="en" concepts=["softmax", "numerical stability = softmax/large scores"] worked=["softmax (2.2, 1.39, 0.85)"]
# ## 1. softmax: from scores to probabilities
#
# $$y_k = \frac{e^{x_k}}{\sum_j e^{x_j}}$$
#
# The exponential makes every score positive, and dividing by the sum makes a row add up to 1. For the scores
# (2.2, 1.39, 0.85):
#
# | | rabbit | cat | dog | sum |
# |---|---|---|---|---|
# | score $x$ | 2.2 | 1.39 | 0.85 | |
# | $e^x$ | 9.0250 | 4.0149 | 2.3396 | 15.3795 |
# | $y$ | **0.58682** | **0.26105** | **0.15213** | 1 |
#
# **A trap.** `np.exp(1000)` is infinite, and infinity divided by infinity is `nan`. The way out: adding the same
# number to all scores of a row changes no probability, because it cancels,
#
# $$\frac{e^{x_k - m}}{\sum_j e^{x_j - m}} = \frac{e^{-m} e^{x_k}}{e^{-m} \sum_j e^{x_j}} = y_k .$$
#
# So you may choose $m$. Which choice makes the largest exponent 0?

# %% [markdown] lang="ko" concepts=["소프트맥스", "수치 안정성"] worked=["소프트맥스 (2.2, 1.39, 0.85)"]
# ## 1. softmax: 점수에서 확률로
#
# $$y_k = \frac{e^{x_k}}{\sum_j e^{x_j}}$$
#
# 지수 함수를 취하면 점수가 모두 양수가 되고, 합으로 나누면 한 행의 합이 1이 돼요. 점수가 (2.2, 1.39, 0.85)일 때를
# 볼까요?
#
# | | 토끼 | 고양이 | 개 | 합 |
# |---|---|---|---|---|
# | 점수 $x$ | 2.2 | 1.39 | 0.85 | |
# | $e^x$ | 9.0250 | 4.0149 | 2.3396 | 15.3795 |
# | $y$ | **0.58682** | **0.26105** | **0.15213** | 1 |
#
# **함정이 하나 있어요.** `np.exp(1000)`은 무한대이고, 무한대를 무한대로 나누면 `nan`이에요. 다행히 한 행의 모든
# 점수에 같은 수를 더하거나 빼도 확률은 그대로예요. 약분되니까요.
#
# $$\frac{e^{x_k - m}}{\sum_j e^{x_j - m}} = \frac{e^{-m} e^{x_k}}{e^{-m} \sum_j e^{x_j}} = y_k$$
#
# 그러니 $m$은 마음대로 골라도 돼요. 가장 큰 지수가 0이 되게 하려면 무엇을 골라야 할까요?


# %%
def softmax(x):
    """Turn scores into probabilities along the last axis.

    Scores as large as 10,000 or as small as -10,000 neither overflow nor give nan.

    Args:
        x: scores, shape (..., K), any number of axes; (N, K) for a batch of N samples with K classes.

    Returns:
        Probabilities, same shape, y = exp(x) / sum(exp(x)); each row adds up to 1. float64 for float64 and
        integer input, float32 for float32.

    Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 4.1.

    >>> softmax(np.array([[0.0, 0.0], [1000.0, 1000.0]]))
    array([[0.5, 0.5],
           [0.5, 0.5]])
    >>> softmax(np.array([2.2, 1.39, 0.85])).round(5)
    array([0.58682, 0.26105, 0.15213])
    """
    ### BEGIN SOLUTION
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))  # (..., K), the largest is exp(0) = 1
    return e / e.sum(axis=-1, keepdims=True)  # (..., K) / (..., 1)
    ### END SOLUTION


# %%
check(softmax)

# %% [markdown] lang="en"
# Something is not right yet? Ask for a hint. Each call says a little more, and none of them is the answer.

# %% [markdown] lang="ko"
# 아직 맞지 않는 곳이 있나요? 힌트를 요청해 보세요. 부를 때마다 조금씩 더 알려 주지만, 답을 그대로 알려 주지는 않아요.

# %% tags=["demo"]
hint(softmax)

# %% [markdown] lang="en"
# The numbers of the table, by your own function. What will the second line print?

# %% [markdown] lang="ko"
# 표에 있는 수를 내 함수로 구해 보세요. 두 번째 줄에는 무엇이 나올까요?

# %% tags=["demo"]
y = softmax(np.array([[2.2, 1.39, 0.85]]))
print("probabilities", y.round(5), "sum", y.sum())
print("all scores + 1000:", softmax(np.array([[1002.2, 1001.39, 1000.85]])).round(5))

# %% [markdown] lang="en" concepts=["log-softmax"]
# ## 2. log_softmax: the logarithm that survives
#
# The loss needs $\log y_k$. Taking `np.log` of a softmax goes wrong where a score lies far behind: $e^{-1000}$ is
# rounded to 0, and $\log 0 = -\infty$. But the logarithm of a quotient is a difference, and in
#
# $$\log y_k = (x_k - m) - \log \sum_j e^{x_j - m}$$
#
# nothing is rounded to 0: the largest term of the sum is exactly 1. For two equal scores
# $\log y = 0 - \log 2 = -0.6931$; for the scores 0 and -1000 it is 0 and -1000.

# %% [markdown] lang="ko" concepts=["로그 소프트맥스"]
# ## 2. log_softmax: 끝까지 살아남는 로그
#
# 손실에는 $\log y_k$가 필요해요. 소프트맥스에 그냥 `np.log`를 취하면 점수가 크게 뒤진 곳에서 문제가 생겨요.
# $e^{-1000}$은 0으로 반올림되고 $\log 0 = -\infty$니까요. 하지만 나눗셈의 로그는 뺄셈이에요.
#
# $$\log y_k = (x_k - m) - \log \sum_j e^{x_j - m}$$
#
# 이렇게 쓰면 0으로 사라지는 것이 없어요. 합에서 가장 큰 항이 정확히 1이거든요. 같은 점수 두 개라면
# $\log y = 0 - \log 2 = -0.6931$이고, 점수가 0과 -1000이면 답도 0과 -1000이에요.


# %%
def log_softmax(x):
    """Take the logarithm of softmax along the last axis, without computing softmax first.

    It stays finite for any scores: a class 20,000 behind the others has the logarithm -20,000.

    Args:
        x: scores, shape (..., K), any number of axes.

    Returns:
        Logarithms of the probabilities, same shape, x - m - log(sum(exp(x - m))) with m the row's maximum. float64
        for float64 and integer input, float32 for float32.

    Source: Blanchard, Higham, Higham, Accurately computing the log-sum-exp and softmax functions, IMA Journal of
    Numerical Analysis 41 (2021).

    >>> log_softmax(np.array([0.0, -1000.0]))
    array([    0., -1000.])
    >>> log_softmax(np.array([[5.0, 5.0]])).round(4)
    array([[-0.6931, -0.6931]])
    """
    ### BEGIN SOLUTION
    shifted = x - np.max(x, axis=-1, keepdims=True)  # (..., K), the largest is 0
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))  # (..., K) - (..., 1)
    ### END SOLUTION


# %%
check(log_softmax)

# %% tags=["demo"]
x = np.array([[0.0, -1000.0]])
with np.errstate(divide="ignore"):
    print("log of softmax:", np.log(softmax(x)))
print("log_softmax:   ", log_softmax(x))

# %% [markdown] lang="en" concepts=["one-hot"]
# ## 3. one_hot: an answer as a row
#
# Targets come in two forms: class numbers such as 0, 2, 1, or rows of 0 and 1 with a single 1, called **one-hot**.
# Everybody stores class numbers, and formulas are easier with rows.
#
# ![The labels 0, 2, 1, 2 become four rows of three cells with a single 1 each](images/one_hot.png)
#
# How many columns? The batch may not tell: when its largest label is 2, there can still be ten classes.

# %% [markdown] lang="ko" concepts=["원-핫"]
# ## 3. one_hot: 정답을 행으로
#
# 정답을 나타내는 방법은 두 가지예요. 0, 2, 1 같은 클래스 번호로 쓰기도 하고, 한 칸만 1이고 나머지는 0인 행으로
# 쓰기도 해요. 이런 행을 **원-핫**이라고 해요. 저장할 때는 번호가 편하고, 식을 쓸 때는 행이 편해요.
#
# ![레이블 0, 2, 1, 2가 칸이 세 개인 행 네 개가 되고, 행마다 1이 하나씩 있어요](images/one_hot.png)
#
# 열은 몇 개여야 할까요? 배치만 봐서는 알 수 없어요. 가장 큰 레이블이 2여도 클래스는 열 개일 수 있거든요.


# %%
def one_hot(labels, num_classes):
    """Write each class number as a row of 0 and a single 1.

    A class that does not occur among the labels still has its column, filled with 0.

    Args:
        labels: class numbers from 0 to num_classes - 1, an integer array of shape (N,).
        num_classes: the number of classes, K.

    Returns:
        Array of shape (N, K), dtype float64, because it is subtracted from probabilities later on:
        t[n, k] = 1.0 where k == labels[n], else 0.0.

    Source: Bishop, Pattern Recognition and Machine Learning (2006), section 4.1, "1-of-K coding".

    >>> one_hot(np.array([0, 2]), 3)
    array([[1., 0., 0.],
           [0., 0., 1.]])
    """
    ### BEGIN SOLUTION
    return np.eye(num_classes)[labels]  # row k of the identity matrix is class k: (N, K)
    ### END SOLUTION


# %%
check(one_hot)

# %% tags=["demo"]
print(one_hot(np.array([0, 2, 1, 2]), 3))

# %% [markdown] lang="en" concepts=["cross-entropy"] worked=["cross-entropy with class 0"]
# ## 4. cross_entropy_error: the price of being wrong
#
# Of each sample only the right class's probability $p$ counts, and it costs $-\log p$:
#
# $$L = -\frac{1}{N} \sum_n \log y_{n, t_n} = -\frac{1}{N} \sum_n \sum_k t_{nk} \log y_{nk}$$
#
# ![Left, -log p: 0 at p = 1, 0.533 at 0.587, 2.303 at 0.1, endless at 0. Right, with 1e-7 added: at most
# 16.118](images/log_curve.png)
#
# Our rabbit has $p = 0.58682$, so its loss is $-\log 0.58682 =$ **0.53304**. Rounding can be seen:
# the notes write the row as (0.59, 0.26, 0.15) and get $-\log 0.59 = 0.52763$.
#
# **What if $p$ is 0?** Then $-\log p$ is infinite, and no one can walk down from there. The notes add a small number,
# $\log(p + 10^{-7})$, so that no loss is above $-\log 10^{-7} = 16.118$. Any number from above 0 up to $10^{-7}$
# will do here.
#
# **Find the bug.** With that small number, what is the loss of a *perfect* prediction, $p = 1$?
# $-\log(1.0000001) = -0.0000001$: the notes' loss can be **negative**, although a perfect guess should cost exactly 0.
# Is it harmful? (No: its gradient is the same to seven digits. But a test such as `loss >= 0` fails.)

# %% [markdown] lang="ko" concepts=["교차 엔트로피"] worked=["클래스 0의 교차 엔트로피"]
# ## 4. cross_entropy_error: 틀린 만큼 치르는 값
#
# 샘플마다 정답 클래스의 확률 $p$만 보고, $-\log p$를 손실로 해요.
#
# $$L = -\frac{1}{N} \sum_n \log y_{n, t_n} = -\frac{1}{N} \sum_n \sum_k t_{nk} \log y_{nk}$$
#
# ![왼쪽은 -log p. p = 1에서 0, 0.587에서 0.533, 0.1에서 2.303이고 0에서는 끝이 없어요. 오른쪽은 1e-7을 더해서
# 16.118에서 멈춰요](images/log_curve.png)
#
# 토끼의 확률은 $p = 0.58682$이므로 손실은 $-\log 0.58682 =$ **0.53304**예요. 반올림하면 차이가 눈에 보여요.
# 강의 노트에서는 행을 (0.59, 0.26, 0.15)로 적어서 $-\log 0.59 = 0.52763$이 나왔어요.
#
# **$p$가 0이면 어떻게 될까요?** $-\log p$가 무한대가 되어 더는 줄여 나갈 수 없어요. 그래서 강의 노트에서는
# $\log(p + 10^{-7})$처럼 아주 작은 수를 더해요. 그러면 손실이 $-\log 10^{-7} = 16.118$을 넘지 않아요. 여기서는
# 0보다 크고 $10^{-7}$ 이하인 수면 무엇이든 괜찮아요.
#
# **버그를 찾아보세요.** 작은 수를 더했을 때, *완벽한* 예측 $p = 1$의 손실은 얼마일까요?
# $-\log(1.0000001) = -0.0000001$이에요. 완벽한 추측의 손실은 정확히 0이어야 하는데, 강의 노트의 손실은
# **음수**가 될 수 있어요. 큰일일까요? (아니에요. 기울기는 일곱 자리까지 같아요. 다만 `loss >= 0`을 확인하는
# 테스트는 통과하지 못해요.)


# %%
def cross_entropy_error(y, t):
    """Average minus the logarithm of the right class's probability.

    Where that probability is 0 the loss is large but finite: a small number of at most 1e-7 is added inside the
    logarithm. A sample may come alone, without its batch axis.

    Args:
        y: probabilities, shape (N, K), or (K,) for one sample.
        t: what is right: class numbers, shape (N,), or one-hot rows, shape (N, K). For one sample a class number
            or a row (K,).

    Returns:
        One number, the mean over the batch of -log(y[n, t[n]] + 1e-7). With a smaller number than 1e-7, or none
        where nothing is 0, the answer is as good: anything from -log(p + 1e-7) to -log(p) is.

    Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.1; the 1e-7 is from the course notes.

    >>> y = np.array([[0.5, 0.25, 0.25], [0.25, 0.5, 0.25]])
    >>> print(f"{cross_entropy_error(y, np.array([0, 2])):.4f}")  # (log 2 + log 4) / 2
    1.0397
    >>> print(f"{cross_entropy_error(y, np.array([[1, 0, 0], [0, 0, 1]])):.4f}")
    1.0397
    """
    ### BEGIN SOLUTION
    y, t = np.atleast_2d(y), np.asarray(t)  # (N, K)
    if t.size == y.size:  # one-hot: the column of the 1 is the class
        t = t.reshape(y.shape).argmax(axis=1)
    p = y[np.arange(len(y)), t.reshape(-1)]  # (N,) the right class's probabilities
    return -np.mean(np.log(p + 1e-7))
    ### END SOLUTION


# %%
check(cross_entropy_error)

# %% tags=["demo"]
y = softmax(np.array([[2.2, 1.39, 0.85]]))
print(f"exact row:   {cross_entropy_error(y, np.array([0])):.5f}")
print(f"rounded row: {cross_entropy_error(np.array([[0.59, 0.26, 0.15]]), np.array([0])):.5f}")
print(f"perfect:     {cross_entropy_error(np.array([[1.0, 0.0]]), np.array([0])):.1e}")
print(f"hopeless:    {cross_entropy_error(np.array([[1.0, 0.0]]), np.array([1])):.3f}")

# %% [markdown] lang="en" concepts=["mean squared error"]
# ## 5. mean_squared_error: the other loss
#
# Where the answer is a number and not a class (how far? how many?), the squared distance is the usual loss. The notes
# take **half** of the sum over a sample's outputs, and the mean over the batch:
#
# $$L = \frac{1}{N} \sum_n \frac{1}{2} \sum_k (y_{nk} - t_{nk})^2$$
#
# The half is there for the derivative, which becomes $y - t$. Libraries often mean something else by MSE: the mean
# over all numbers, without the half. For y = (3, 1, 1) and t = (1, 1, 1) ours is $\frac12 \cdot 2^2 = 2$, theirs
# $\frac{4}{3}$.
#
# Why not use it for classes? Look at the right class's probability going to 0: the squared error of a hopeless guess
# stays below 1 and flattens out, while $-\log p$ gets steeper. A network that is badly wrong should be pulled hardest.
#
# ![Squared error and -log p: where p goes to 0, one ends at 1, the other has no end](images/square_or_log.png)

# %% [markdown] lang="ko" concepts=["평균 제곱 오차"]
# ## 5. mean_squared_error: 또 하나의 손실
#
# 답이 클래스가 아니라 수일 때(얼마나 먼가? 몇 개인가?)는 보통 차이의 제곱을 손실로 써요. 강의 노트에서는 샘플마다
# 출력의 제곱을 더한 것의 **절반**을 구하고, 배치에서 평균을 내요.
#
# $$L = \frac{1}{N} \sum_n \frac{1}{2} \sum_k (y_{nk} - t_{nk})^2$$
#
# 절반으로 나누는 까닭은 미분이에요. 미분하면 $y - t$만 남거든요. 라이브러리의 MSE는 다를 때가 많아요. 절반 없이
# 모든 수의 평균을 내지요. y = (3, 1, 1), t = (1, 1, 1)이면 우리 손실은 $\frac12 \cdot 2^2 = 2$이고, 라이브러리의
# 손실은 $\frac{4}{3}$이에요.
#
# 클래스를 맞힐 때는 왜 쓰지 않을까요? 정답의 확률이 0으로 갈 때를 보세요. 제곱 오차는 아무리 크게 틀려도 1을 넘지
# 않고 점점 평평해지지만, $-\log p$는 점점 가팔라져요. 크게 틀린 신경망일수록 세게 끌어당겨야 해요.
#
# ![제곱 오차와 -log p. p가 0으로 가면 하나는 1에서 멈추고 하나는 끝없이 커져요](images/square_or_log.png)


# %%
def mean_squared_error(y, t):
    """Average half the sum of squared differences over the batch.

    Args:
        y: predictions, shape (N, K).
        t: what is right, shape (N, K).

    Returns:
        One number, sum((y - t)**2) / 2 / N, without a mean over the K outputs.

    Source: the course notes; Bishop, Pattern Recognition and Machine Learning (2006), equation (1.2).

    >>> print(mean_squared_error(np.array([[3.0, 1.0]]), np.array([[1.0, 1.0]])))
    2.0
    >>> print(mean_squared_error(np.array([[1.0, 1.0], [0.0, 2.0]]), np.zeros((2, 2))))  # (1 + 2) / 2
    1.5
    """
    ### BEGIN SOLUTION
    return 0.5 * np.sum((y - t) ** 2) / len(y)  # len(y) is N
    ### END SOLUTION


# %%
check(mean_squared_error)

# %% tags=["demo"]
print("ours:     ", mean_squared_error(np.array([[3.0, 1.0, 1.0]]), np.ones((1, 3))))
for p in (0.5, 0.1, 0.001):
    y, t = np.array([[p, 1 - p]]), np.array([[1.0, 0.0]])
    print(f"p = {p}: squared {mean_squared_error(y, t):.3f}, cross-entropy {cross_entropy_error(y, t):.3f}")

# %% [markdown] lang="en" concepts=["KL divergence"]
# ## 6. kl_divergence: how far is one distribution from another?
#
# $$D(p, q) = \sum_k p_k \log \frac{p_k}{q_k}$$
#
# It is 0 when both are equal, never negative, and **not symmetric**. By hand, with $p = (\frac12, \frac12)$ and
# $q = (\frac14, \frac34)$: $D(p, q) = \frac12 \log 2 + \frac12 \log \frac23 = 0.1438$, and the other way round
# $D(q, p) = \frac14 \log \frac12 + \frac34 \log \frac32 = 0.1308$.
#
# ![Bars of p = (0.5, 0.5), of q = (0.25, 0.75), and of the terms 0.347 and -0.203](images/divergence.png)
#
# A class with $p_k = 0$ contributes 0, because $p \log p$ goes to 0 with $p$; the computer says `nan` unless you take
# care. No small number is needed for that.
#
# **Find the bug.** The notes give as "KL" the formula $-\sum_k p_k \log q_k$. Put $q = p = (\frac12, \frac12)$ in: it
# answers $\log 2 = 0.693$, although the two are equal! That is the *cross-entropy*. The two are related,
#
# $$\underbrace{-\sum_k p_k \log q_k}_{\text{cross-entropy}}
# = D(p, q) + \underbrace{\left(-\sum_k p_k \log p_k\right)}_{\text{entropy of } p}$$
#
# and with one-hot targets the entropy is 0: then both are the same number, which is why the slip goes unnoticed.

# %% [markdown] lang="ko" concepts=["KL 발산"]
# ## 6. kl_divergence: 두 분포는 얼마나 다른가요?
#
# $$D(p, q) = \sum_k p_k \log \frac{p_k}{q_k}$$
#
# 두 분포가 같으면 0이고, 음수가 되지 않으며, **대칭이 아니에요**. $p = (\frac12, \frac12)$,
# $q = (\frac14, \frac34)$로 직접 계산해 볼까요? $D(p, q) = \frac12 \log 2 + \frac12 \log \frac23 = 0.1438$이고,
# 바꾸면 $D(q, p) = \frac14 \log \frac12 + \frac34 \log \frac32 = 0.1308$이에요.
#
# ![p = (0.5, 0.5), q = (0.25, 0.75), 그리고 두 항 0.347과 -0.203의 막대](images/divergence.png)
#
# $p_k = 0$인 클래스의 항은 0이에요. $p$가 0으로 가면 $p \log p$도 0으로 가거든요. 하지만 그대로 계산하면 컴퓨터는
# `nan`을 내놓아요. 조심해야 하지만, 아주 작은 수를 더할 필요는 없어요.
#
# **버그를 찾아보세요.** 강의 노트에는 "KL" 식이 $-\sum_k p_k \log q_k$라고 적혀 있어요. 여기에
# $q = p = (\frac12, \frac12)$를 넣으면 두 분포가 같은데도 $\log 2 = 0.693$이 나와요! 이 식은 *교차 엔트로피*예요.
# 둘 사이에는 이런 관계가 있어요.
#
# $$\underbrace{-\sum_k p_k \log q_k}_{\text{교차 엔트로피}}
# = D(p, q) + \underbrace{\left(-\sum_k p_k \log p_k\right)}_{p\text{의 엔트로피}}$$
#
# 정답이 원-핫이면 엔트로피가 0이어서 둘이 같은 수가 돼요. 그래서 잘못 적혀 있어도 눈에 띄지 않아요.


# %%
def kl_divergence(p, q):
    """Measure how far the distribution q is from p, along the last axis, averaged over the batch.

    A class with p = 0 contributes nothing, 0 log 0 = 0. No small number is added.

    Args:
        p: probabilities, shape (N, K), or (K,) for one pair.
        q: probabilities, same shape, above 0 wherever p is.

    Returns:
        One number, the mean over the batch of sum(p * log(p / q)), natural logarithm. 0 where p and q are equal.

    Source: Kullback and Leibler, On information and sufficiency (1951); Cover and Thomas, Elements of Information
    Theory (2006), section 2.3.

    >>> print(f"{kl_divergence(np.array([[0.5, 0.5]]), np.array([[0.25, 0.75]])):.4f}")
    0.1438
    >>> print(f"{kl_divergence(np.array([0.0, 1.0]), np.array([0.5, 0.5])):.4f}")  # log 2
    0.6931
    """
    ### BEGIN SOLUTION
    ratio = np.where(p > 0, p, 1) / np.where(p > 0, q, 1)  # (N, K), 1 where p is 0: log 1 = 0
    return np.mean(np.sum(p * np.log(ratio), axis=-1))  # (N, K) -> (N,) -> one number
    ### END SOLUTION


# %%
check(kl_divergence)

# %% tags=["demo"]
p, q = np.array([[0.5, 0.5]]), np.array([[0.25, 0.75]])
print(f"D(p, q) = {kl_divergence(p, q):.4f}, D(q, p) = {kl_divergence(q, p):.4f}, D(p, p) = {kl_divergence(p, p):.4f}")
print(f'the notes\' "KL" of p and p: {-np.sum(p * np.log(p)):.4f}')

# %% [markdown] lang="en" concepts=["gradient of the loss"]
# ## 7. softmax_cross_entropy: the loss and its gradient
#
# Training asks: if score $x_k$ grows a little, how does the loss change? Write the loss of one sample with class $t$ as
# $L = \log \sum_j e^{x_j} - x_t$. Its derivative is
#
# $$\frac{\partial L}{\partial x_k} = \frac{e^{x_k}}{\sum_j e^{x_j}} - t_k = y_k - t_k .$$
#
# What you have minus what you want, and nothing else. For our rabbit: (0.58682, 0.26105, 0.15213) - (1, 0, 0) =
# (**-0.41318, 0.26105, 0.15213**). The right score should rise, the others should fall, and the row adds up to 0.
#
# ![Bars of y, of t and of y - t: -0.41318, 0.26105, 0.15213](images/gradient.png)
#
# The loss is a mean over N samples, so each row of the gradient is divided by N.
#
# Computed from `log_softmax`, the loss needs no small number and is never capped: a class 1000 behind costs 1000. The
# notes' way, `cross_entropy_error(softmax(x), t)`, stops at 16.118. Both are accepted here.

# %% [markdown] lang="ko" concepts=["손실의 기울기"]
# ## 7. softmax_cross_entropy: 손실과 기울기를 한 번에
#
# 학습에서 묻는 것은 이거예요. 점수 $x_k$가 조금 커지면 손실은 어떻게 변할까요? 정답이 $t$인 샘플 하나의 손실은
# $L = \log \sum_j e^{x_j} - x_t$라고 쓸 수 있어요. 이것을 미분하면
#
# $$\frac{\partial L}{\partial x_k} = \frac{e^{x_k}}{\sum_j e^{x_j}} - t_k = y_k - t_k$$
#
# 예측에서 정답을 뺀 것, 그게 전부예요. 토끼라면 (0.58682, 0.26105, 0.15213) - (1, 0, 0) =
# (**-0.41318, 0.26105, 0.15213**)이에요. 정답의 점수는 올리고 나머지는 내려야 하고, 한 행의 합은 0이에요.
#
# ![y와 t, 그리고 y - t의 막대. -0.41318, 0.26105, 0.15213](images/gradient.png)
#
# 손실이 샘플 N개의 평균이므로, 기울기의 행도 모두 N으로 나눠요.
#
# `log_softmax`로 손실을 구하면 작은 수를 더할 필요가 없고, 손실이 잘리지도 않아요. 1000만큼 뒤진 클래스가 정답이면
# 손실도 1000이에요. 강의 노트처럼 `cross_entropy_error(softmax(x), t)`로 구하면 16.118에서 멈춰요. 여기서는 둘 다
# 맞는 답이에요.


# %%
def softmax_cross_entropy(x, t):
    """Compute the cross-entropy of softmax, and its gradient with respect to the scores.

    Scores as large as 10,000 do not overflow. Where the right class is so far behind that its probability is 0, the
    loss is large but finite: it may go on growing, or stop at 16.118 as in `cross_entropy_error`. x stays as it is.

    Args:
        x: scores, shape (N, K).
        t: what is right: class numbers, shape (N,), or one-hot rows, shape (N, K).

    Returns:
        A pair (loss, dx): one number, the mean over the batch of -log(softmax(x)[n, t[n]]), or of that logarithm with
        at most 1e-7 added inside; and an array of shape (N, K), (softmax(x) - t) / N with t as one-hot rows.

    Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.3.

    >>> loss, dx = softmax_cross_entropy(np.array([[0.0, 0.0]]), np.array([0]))
    >>> print(f"{loss:.4f}")  # log 2
    0.6931
    >>> dx
    array([[-0.5,  0.5]])
    """
    ### BEGIN SOLUTION
    N, K = x.shape
    if t.ndim == 1:
        t = one_hot(t, K)  # (N,) -> (N, K)
    log_y = log_softmax(x)  # (N, K)
    loss = -np.sum(t * log_y) / N
    dx = (np.exp(log_y) - t) / N  # (N, K)
    return loss, dx
    ### END SOLUTION


# %%
check(softmax_cross_entropy)

# %% tags=["demo"]
x, t = np.array([[2.2, 1.39, 0.85]]), np.array([0])
loss, dx = softmax_cross_entropy(x, t)
print(f"loss {loss:.5f}, gradient {dx.round(5)}")

h = 1e-4
for k in range(3):
    step = np.zeros_like(x)
    step[0, k] = h
    up, down = softmax_cross_entropy(x + step, t)[0], softmax_cross_entropy(x - step, t)[0]
    print(f"score {k}: numerical gradient {(up - down) / (2 * h):.5f}")

for _ in range(5):
    loss, dx = softmax_cross_entropy(x, t)
    x = x - 2 * dx
    print(f"loss {loss:.4f}  probabilities {softmax(x).round(3)}")

# %% [markdown] lang="en"
# ## What it is good for
#
# - The last five lines were a training: five steps along $-(y - t)$, and the loss fell. In a07 the same `dx` travels
#   on through the layers of a network.
# - In Keras this assignment is one line, `keras.losses.SparseCategoricalCrossentropy(from_logits=True)`. *Sparse*
#   means class numbers instead of one-hot rows, and *logits* are scores: softmax and the logarithm happen together
#   inside, for the reason you met in section 2.
# - A check for every training you will ever start: with 10 classes and no knowledge, the first loss should be about
#   $\log 10 = 2.303$. If it is not, something is wrong before the training began.

# %% [markdown] lang="ko"
# ## 어디에 쓰나요?
#
# - 마지막 다섯 줄이 바로 학습이었어요. $-(y - t)$ 방향으로 다섯 걸음 갔더니 손실이 줄었지요. a07에서는 이 `dx`가
#   신경망의 층을 거슬러 올라가요.
# - Keras에서는 이 과제가 `keras.losses.SparseCategoricalCrossentropy(from_logits=True)` 한 줄이에요. *sparse*는
#   원-핫 행 대신 클래스 번호를 쓴다는 뜻이고, *logits*는 점수예요. 2절에서 본 까닭으로 소프트맥스와 로그를 안에서
#   함께 계산해요.
# - 학습을 시작할 때마다 확인할 것이 하나 있어요. 클래스가 10개이고 아직 아무것도 배우지 않았다면, 첫 손실은
#   $\log 10 = 2.303$쯤이어야 해요. 그렇지 않다면 학습을 시작하기도 전에 무엇인가 잘못된 거예요.
