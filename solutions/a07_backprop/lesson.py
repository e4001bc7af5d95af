# %% [markdown] lang="en" builds_on=["a03_convolution.conv2d", "a04_pooling.max_pool", "a05_im2col.im2col", "a05_im2col.col2im", "a06_losses.softmax_cross_entropy"]
# # Backpropagation: who is to blame, and how much?
#
# A network has made a mistake. Its loss is 0.533, and it has 61,706 weights. Which of them should change, in which
# direction, by how much? Trying them one by one would take 123,412 runs of the network for a single step.
#
# Backpropagation answers the question for **all** weights in one run backwards. It is nothing but the chain rule, and
# it works because a layer needs to know only two things: what it saw on the way forward, and the gradient that
# arrives from behind, `dout`. No layer knows the network.
#
# | you write | what it does |
# |---|---|
# | `numerical_gradient` | the slow way that everybody trusts |
# | `Relu` | a layer that remembers a mask |
# | `Affine` | three gradients at once |
# | `Convolution` | gathers forwards, scatters backwards |
# | `Pooling` | the winner takes it all |
# | `SoftmaxWithLoss` | where the way back begins |
#
# The five layers are **classes** with the methods `forward` and `backward`. At the end you put them together, and
# they learn.

# %% [markdown] lang="ko"
# # 역전파: 누구의 책임이 얼마나 클까요?
#
# 신경망이 틀렸어요. 손실은 0.533이고 가중치는 61,706개예요. 어느 가중치를 어느 쪽으로 얼마나 바꾸어야 할까요? 하나씩
# 바꾸어 보려면 한 걸음을 내딛는 데 신경망을 123,412번 돌려야 해요.
#
# 역전파는 뒤로 한 번만 가면서 **모든** 가중치에 대해 답을 구해요. 연쇄 법칙이 전부예요. 층마다 알아야 하는 것이 두
# 가지뿐이라서 가능한 일이에요. 앞으로 갈 때 무엇을 보았는지, 그리고 뒤에서 오는 기울기 `dout`이 얼마인지만 알면
# 돼요. 신경망 전체를 아는 층은 없어요.
#
# | 작성할 것 | 하는 일 |
# |---|---|
# | `numerical_gradient` | 느리지만 누구나 믿을 수 있는 방법 |
# | `Relu` | 마스크를 기억하는 층 |
# | `Affine` | 기울기 세 개를 한꺼번에 구하는 층 |
# | `Convolution` | 앞으로는 모으고 뒤로는 뿌리는 층 |
# | `Pooling` | 이긴 픽셀이 기울기를 모두 가져가는 층 |
# | `SoftmaxWithLoss` | 되돌아가는 길의 출발점 |
#
# 다섯 층은 `forward`와 `backward` 메서드가 있는 **클래스**로 작성해요. 마지막에는 이 층들을 모아서 직접 학습시켜
# 봐요.

# %%
import numpy as np

from cnnkit import check, counterexample, hint

# %% [markdown] lang="en" concepts=["chain rule"]
# ## 1. The chain rule on a graph
#
# One pixel x, one weight w, one bias b, a ReLU, and a loss that says how far we are from the target 2:
#
# $$u = x w, \qquad v = u + b, \qquad r = \max(0, v), \qquad L = \tfrac12 (r - 2)^2$$
#
# ![Forwards, above the lines: x = 3, w = 2, u = 6, b = -1, v = 5, r = 5, L = 4.5. Backwards, below them: 1, 3, 3, 3,
# and then 3 for b, 9 for w and 6 for x](images/graph.png)
#
# Forwards, with x = 3, w = 2 and b = -1: u = 6, v = 5, r = 5, and the loss is $\frac12 \cdot 3^2 = 4.5$.
#
# Backwards we carry one number along: *how fast does L change with what is on this line?* Each node multiplies that
# number by its own slope and hands it on.
#
# | node | its own slope | arrives | hands on |
# |---|---|---|---|
# | $L = \frac12 (r - 2)^2$ | r - 2 = 3 | 1 | 3 |
# | $r = \max(0, v)$ | 1, because v is positive | 3 | 3 |
# | $v = u + b$ | 1 for u, 1 for b | 3 | 3 to u, **3 to b** |
# | $u = x w$ | w = 2 for x, x = 3 for w | 3 | **6 to x**, **9 to w** |
#
# So $\partial L / \partial w = 9$, $\partial L / \partial b = 3$, $\partial L / \partial x = 6$. Look at the last row:
# to find the slope for w, the node must still know **x**. That is the reason why a layer has a memory, and why it is a
# class and not a function.
#
# Where one number goes into **several** nodes, what comes back from them **adds up**. You will meet this rule three
# times: a bias that serves a whole batch, a pixel under several windows, a shortcut in a ResNet.
#
# Now let b = -7. Then v = -1 and the ReLU's slope is 0: every gradient behind it is 0, and no weight learns from this
# example.

# %% [markdown] lang="ko" concepts=["연쇄 법칙"]
# ## 1. 그래프 위의 연쇄 법칙
#
# 픽셀 x 하나, 가중치 w 하나, 편향 b 하나, ReLU, 그리고 목표 2에서 얼마나 떨어져 있는지를 나타내는 손실이 있어요.
#
# $$u = x w, \qquad v = u + b, \qquad r = \max(0, v), \qquad L = \tfrac12 (r - 2)^2$$
#
# ![앞으로 갈 때의 값은 선 위에 있어요. x = 3, w = 2, u = 6, b = -1, v = 5, r = 5, L = 4.5. 뒤로 갈 때의 값은 선
# 아래에 있어요. 1, 3, 3, 3이고 b는 3, w는 9, x는 6이에요](images/graph.png)
#
# 앞으로 가 볼까요? x = 3, w = 2, b = -1이면 u = 6, v = 5, r = 5이고 손실은 $\frac12 \cdot 3^2 = 4.5$예요.
#
# 뒤로 갈 때는 수를 하나 들고 가요. *이 선 위의 값이 변할 때 L은 얼마나 빨리 변할까?* 노드마다 그 수에 자기 기울기를
# 곱해서 앞의 노드에 넘겨요.
#
# | 노드 | 자기 기울기 | 받는 값 | 넘기는 값 |
# |---|---|---|---|
# | $L = \frac12 (r - 2)^2$ | r - 2 = 3 | 1 | 3 |
# | $r = \max(0, v)$ | v가 양수라서 1 | 3 | 3 |
# | $v = u + b$ | u에 대해 1, b에 대해 1 | 3 | u에 3, **b에 3** |
# | $u = x w$ | x에 대해 w = 2, w에 대해 x = 3 | 3 | **x에 6**, **w에 9** |
#
# 그래서 $\partial L / \partial w = 9$, $\partial L / \partial b = 3$, $\partial L / \partial x = 6$이에요. 마지막 줄을
# 보세요. w의 기울기를 구하려면 노드가 **x**를 아직 알고 있어야 해요. 층에 기억이 필요한 까닭이고, 함수가 아니라
# 클래스로 만드는 까닭이에요.
#
# 값 하나가 **여러** 노드로 들어간다면 거기에서 돌아오는 기울기를 **모두 더해요**. 이 규칙을 세 번 만나게 될 거예요.
# 배치 전체에 쓰이는 편향, 여러 창에 걸친 픽셀, ResNet의 지름길이에요.
#
# 이제 b = -7이라고 해 봐요. v = -1이 되어 ReLU의 기울기가 0이에요. 그 앞의 기울기는 모두 0이 되고, 이 예에서는 어떤
# 가중치도 배우지 못해요.

# %% tags=["demo"]
for b in (-1.0, -7.0):
    x, w, target = 3.0, 2.0, 2.0
    u = x * w
    v = u + b
    r = max(0.0, v)
    loss = 0.5 * (r - target) ** 2
    dr = r - target
    dv = dr if v > 0 else 0.0
    du, db = dv, dv
    dw, dx = du * x, du * w
    print(f"b = {b:g}: u = {u:g}, v = {v:g}, r = {r:g}, L = {loss:g};  dw = {dw:g}, db = {db:g}, dx = {dx:g}")

# %% [markdown] lang="en" concepts=["numerical gradient"]
# ## 2. Wiggle and look
#
# There is a way to find a slope without any thinking: move the number a little up, a little down, and see how much
# the loss changed.
#
# $$\frac{\partial f}{\partial x_i} \approx \frac{f(x_i + h) - f(x_i - h)}{2h}, \qquad h = 10^{-4}$$
#
# **Both sides matter.** For $f(x) = x^3$ at $x = 1$ the slope is 3. One side only, $(f(1 + h) - f(1))/h$, is off by
# $3h = 0.0003$; both sides are off by $h^2 = 0.00000001$.
#
# ![A curve, its tangent, a line through one neighbour that is too steep, and a line through both neighbours that runs
# parallel to the tangent](images/both_sides.png)
#
# **h must not be too small, either.** With $10^{-12}$ two nearly equal numbers are subtracted, and hardly a digit
# survives; with $10^{-50}$ the numbers x + h and x are the same, and every slope comes out as 0.
#
# **What it costs.** Two runs of the network for *each* number. LeNet-5 has 61,706 weights: 123,412 runs for one step.
# At 1 ms a run that is two minutes, where backpropagation needs one run forwards and one backwards, about 3 ms. So
# nobody trains with it, but everybody **checks** with it, and you will check each of your layers.
#
# ![Runs of the network for one step: 2 for 1 weight, 200 for 100, 123,412 for 61,706; backpropagation always needs
# 1 + 1](images/runs.png)
#
# **Your task:** `numerical_gradient`. Afterwards x must hold what it held before.

# %% [markdown] lang="ko" concepts=["수치 기울기"]
# ## 2. 조금 움직여 보기
#
# 식을 세우지 않고도 기울기를 구하는 방법이 있어요. 숫자를 조금 키우고 조금 줄여서 손실이 얼마나 달라지는지 보면 돼요.
#
# $$\frac{\partial f}{\partial x_i} \approx \frac{f(x_i + h) - f(x_i - h)}{2h}, \qquad h = 10^{-4}$$
#
# **양쪽을 모두 봐야 해요.** $f(x) = x^3$의 $x = 1$에서의 기울기는 3이에요. 한쪽만 보는 $(f(1 + h) - f(1))/h$는
# $3h = 0.0003$만큼 틀리지만, 양쪽을 보면 $h^2 = 0.00000001$만 틀려요.
#
# ![곡선과 접선, 한쪽 이웃을 지나서 너무 가파른 직선, 양쪽 이웃을 지나며 접선과 나란한 직선](images/both_sides.png)
#
# **h가 너무 작아도 안 돼요.** $10^{-12}$이면 거의 같은 두 수를 빼게 되어 남는 자릿수가 거의 없어요. $10^{-50}$이면 x +
# h와 x가 같은 수가 되어 기울기가 모두 0으로 나와요.
#
# **비용은 얼마일까요?** 숫자 *하나마다* 신경망을 두 번 돌려야 해요. LeNet-5의 가중치는 61,706개이니 한 걸음에
# 123,412번이에요. 한 번에 1밀리초라면 2분이 걸려요. 역전파는 앞으로 한 번, 뒤로 한 번이면 되니 3밀리초쯤이에요. 그래서
# 이 방법으로 학습하는 사람은 없지만, 누구나 이 방법으로 **확인**해요. 여러분도 만든 층을 모두 이 함수로 확인할 거예요.
#
# ![한 걸음에 신경망을 돌리는 횟수. 가중치가 1개면 2번, 100개면 200번, 61,706개면 123,412번이고, 역전파는 언제나
# 1 + 1번이에요](images/runs.png)
#
# **할 일:** `numerical_gradient`를 작성하세요. 끝난 뒤에 x에는 원래 값이 들어 있어야 해요.


# %%
def numerical_gradient(f, x):
    """Estimate the gradient of a function by moving each number a little up and a little down.

    Afterwards x is as it was before. Whole numbers are welcome, and the slopes are real numbers all the same.

    Args:
        f: a function of one array that returns one number.
        x: where the gradient is wanted, an array of any shape.

    Returns:
        Real numbers in the shape of x, (f(x + h) - f(x - h)) / (2 h) with only one number of x moved by h at a time;
        h = 0.0001.

    Source: Nocedal and Wright, Numerical Optimization (2006), section 8.1.

    >>> numerical_gradient(lambda x: (x**2).sum(), np.array([[3.0, 4.0]])).round(6)
    array([[6., 8.]])
    >>> numerical_gradient(lambda x: x[0] * x[1], np.array([2, 5])).round(6)
    array([5., 2.])
    """
    ### BEGIN SOLUTION
    h = 1e-4
    x = np.asarray(x, float)  # whole numbers cannot hold x + h; an array of floats is moved itself
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        before = x[i]
        x[i] = before + h
        above = f(x)
        x[i] = before - h
        below = f(x)
        x[i] = before
        grad[i] = (above - below) / (2 * h)
    return grad
    ### END SOLUTION


# %%
check(numerical_gradient)

# %% [markdown] lang="en"
# Something is not right yet? Each `hint` says a little more. `counterexample` gives you the arguments that went wrong,
# so that you can try them yourself.

# %% [markdown] lang="ko"
# 아직 맞지 않는 곳이 있나요? `hint`는 부를 때마다 조금씩 더 알려 줘요. `counterexample`을 부르면 틀린 예의 인수를
# 받아서 직접 시험해 볼 수 있어요.

# %% tags=["demo"]
hint(numerical_gradient)
try:
    print(counterexample(numerical_gradient))
except LookupError as error:  # nothing was wrong
    print(error)

# %% tags=["demo"]
cube = numerical_gradient(lambda x: (x**3).sum(), np.array([1.0]))[0]
print(f"both sides {cube:.8f}, one side {(1.0001**3 - 1) / 1e-4:.8f}, h = 1e-12 {((1 + 1e-12) ** 3 - 1) / 1e-12:.5f}")

parts = numerical_gradient(lambda p: 0.5 * (max(0, p[0] * p[1] + p[2]) - 2) ** 2, np.array([3.0, 2.0, -1.0]))
print("the graph above, without thinking: dx, dw, db =", parts.round(6))

# %% [markdown] lang="en" concepts=["backpropagation of ReLU"]
# ## 3. Relu: a mask to remember
#
# ReLU gives x where x is positive and 0 elsewhere, so its own slope is 1 or 0: **what was let through forwards lets
# the gradient through backwards.**
#
# ![x = -1 2 0 3 becomes 0 2 0 3; the mask is 0 1 0 1; dout = 5 6 7 -8 becomes 0 6 0 -8](images/relu.png)
#
# With x = (-1, 2, 0, 3) the output is (0, 2, 0, 3). If dout = (5, 6, 7, -8) arrives, the gradient is (0, 6, 0, -8).
# Two things to notice: **x decides**, not dout (the -8 goes through). And at exactly 0 the curve has a corner; Keras,
# TensorFlow and PyTorch take the slope 0 there, and so do we.
#
# What must the layer remember from `forward` to `backward`? Where x was positive. Put it into `self`.
#
# **Your task:** `Relu`.

# %% [markdown] lang="ko" concepts=["ReLU의 역전파"]
# ## 3. Relu: 기억해야 할 마스크
#
# ReLU는 x가 양수이면 그대로, 아니면 0을 내놓으므로 자신의 기울기는 1 아니면 0이에요. **앞으로 갈 때 통과한 자리에서만
# 기울기도 뒤로 통과해요.**
#
# ![x = -1 2 0 3은 0 2 0 3이 돼요. 마스크는 0 1 0 1이고, dout = 5 6 7 -8은 0 6 0 -8이 돼요](images/relu.png)
#
# x = (-1, 2, 0, 3)이면 출력은 (0, 2, 0, 3)이에요. dout = (5, 6, 7, -8)이 오면 기울기는 (0, 6, 0, -8)이에요. 두 가지를
# 눈여겨보세요. 통과할지는 dout이 아니라 **x가 정해요**(-8도 통과했지요). 그리고 정확히 0인 곳에서는 그래프가 꺾여요.
# Keras, TensorFlow, PyTorch는 이때 기울기를 0으로 정했고, 우리도 그렇게 해요.
#
# `forward`에서 `backward`까지 이 층이 기억해야 하는 것은 무엇일까요? x가 어디에서 양수였는지예요. `self`에 넣어 두세요.
#
# **할 일:** `Relu`를 작성하세요.


# %%
class Relu:
    """Keep what is positive, turn the rest into 0.

    backward belongs to the forward before it, and may be called again with the same answer.

    >>> relu = Relu()
    >>> relu.forward(np.array([-1.0, 2.0, 0.0, 3.0]))
    array([0., 2., 0., 3.])
    >>> relu.backward(np.array([5.0, 6.0, 7.0, -8.0]))
    array([ 0.,  6.,  0., -8.])
    """

    def forward(self, x):
        """Apply max(0, x) to every number, and remember what backward needs.

        Args:
            x: an array of any shape; it is not changed.

        Returns:
            max(0, x), in the shape of x.
        """
        ### BEGIN SOLUTION
        self.passes = x > 0
        return np.maximum(x, 0)
        ### END SOLUTION

    def backward(self, dout):
        """Let the gradient through where x was positive.

        Args:
            dout: the gradient of the loss with respect to the output, in its shape.

        Returns:
            dx: dout where x > 0, and 0 elsewhere.
        """
        ### BEGIN SOLUTION
        return np.where(self.passes, dout, 0)
        ### END SOLUTION


# %%
check(Relu)

# %% [markdown] lang="en"
# ## 4. Your own gradient check
#
# You need nobody to tell you whether a `backward` is right. Take any dout, and let the "loss" be
# $\sum out \cdot dout$: then its gradient with respect to the output is exactly dout, and `backward(dout)` must agree
# with your `numerical_gradient`. Remember this trick; with it, people who write new layers sleep at night.

# %% [markdown] lang="ko"
# ## 4. 나만의 기울기 확인
#
# `backward`가 맞는지 누가 알려 주지 않아도 알 수 있어요. 아무 dout이나 고르고 '손실'을 $\sum out \cdot dout$이라고 해
# 보세요. 그러면 출력에 대한 기울기가 정확히 dout이에요. 따라서 `backward(dout)`은 여러분의 `numerical_gradient`와
# 같아야 해요. 이 요령을 기억해 두세요. 새로운 층을 만드는 사람들은 이것 덕분에 마음 놓고 잠들어요.

# %% tags=["demo"]
rng = np.random.default_rng(0)


def gradient_check(layer, x):
    """Print how far backward is from the numerical gradient: for x, and for the weights where there are some."""
    dout = rng.normal(size=layer.forward(x).shape)
    dx = layer.backward(dout)
    fast = {"x": dx} | {name: getattr(layer, "d" + name) for name in ("W", "b") if hasattr(layer, name)}
    for name, gradient in fast.items():

        def loss(numbers, name=name):
            if name != "x":
                setattr(layer, name, numbers)
            return float((layer.forward(numbers if name == "x" else x) * dout).sum())

        slow = numerical_gradient(loss, (x if name == "x" else getattr(layer, name)).copy())
        print(f"d{name}: largest difference {np.abs(gradient - slow).max():.0e}")


gradient_check(Relu(), rng.normal(size=(3, 4)))

# %% [markdown] lang="en" concepts=["backpropagation of Affine"]
# ## 5. Affine: three gradients at once
#
# The fully connected layer computes $y = x W + b$ for a batch: x (N, D), W (D, M), b (M,), y (N, M). Three things
# went in, so three gradients come out, and each has **the shape of what it belongs to**. That nearly gives the
# formulas away:
#
# | | shape | how |
# |---|---|---|
# | dx | (N, D) | dout (N, M) times W transposed (M, D) |
# | dW | (D, M) | x transposed (D, N) times dout (N, M) |
# | db | (M,) | dout added up over the batch: the same b was used N times |
#
# An example by hand, with a batch of two:
#
# ![x = 1 2 / 3 4, W = 1 0 2 / 0 1 1, b = 1 0 0, out = 2 2 4 / 4 4 10; dout = 1 0 0 / 0 1 2, dx = 1 0 / 4 3,
# dW = 1 3 6 / 2 4 8, db = 1 1 2](images/affine.png)
#
# The upper left number of dW is 1·1 + 3·0 = 1, the number below it 2·1 + 4·0 = 2, and dx has 0·1 + 1·0 + 2·2 = 4 in
# its second row. db = (1 + 0, 0 + 1, 0 + 2) = (1, 1, 2): one b served both samples.
#
# Behind a convolution x is (N, C, H, W). The layer flattens it to (N, C·H·W), and backwards dx must have the four axes
# again. Nothing is divided by N here: that is the loss's business.
#
# **Your task:** `Affine`. `backward` returns dx, and leaves the other two in `self.dW` and `self.db`. (`__init__` is
# given; add what you like.)

# %% [markdown] lang="ko" concepts=["Affine의 역전파"]
# ## 5. Affine: 기울기 세 개를 한꺼번에
#
# 완전연결층은 배치에 대해 $y = x W + b$를 계산해요. x는 (N, D), W는 (D, M), b는 (M,), y는 (N, M)이에요. 들어간 것이
# 셋이니 기울기도 셋이고, 기울기의 모양은 **그 주인의 모양과 같아요**. 이것만 알아도 식이 거의 나와요.
#
# | | 모양 | 구하는 법 |
# |---|---|---|
# | dx | (N, D) | dout (N, M)에 W의 전치 (M, D)를 곱해요 |
# | dW | (D, M) | x의 전치 (D, N)에 dout (N, M)을 곱해요 |
# | db | (M,) | dout을 배치에 대해 더해요. 같은 b를 N번 썼으니까요 |
#
# 배치 크기가 2인 예를 손으로 해 볼까요?
#
# ![x = 1 2 / 3 4, W = 1 0 2 / 0 1 1, b = 1 0 0이면 출력은 2 2 4 / 4 4 10. dout = 1 0 0 / 0 1 2이면 dx = 1 0 / 4 3,
# dW = 1 3 6 / 2 4 8, db = 1 1 2](images/affine.png)
#
# dW의 왼쪽 위는 1·1 + 3·0 = 1이고 그 아래는 2·1 + 4·0 = 2예요. dx의 둘째 행에는 0·1 + 1·0 + 2·2 = 4가 있어요.
# db = (1 + 0, 0 + 1, 0 + 2) = (1, 1, 2)예요. b 하나가 두 샘플에 모두 쓰였으니까요.
#
# 합성곱층 다음에는 x가 (N, C, H, W)예요. 이 층은 x를 (N, C·H·W)로 펼치고, 뒤로 갈 때 dx를 다시 네 축으로 되돌려야
# 해요. 여기에서는 N으로 나누지 않아요. 그것은 손실이 할 일이에요.
#
# **할 일:** `Affine`을 작성하세요. `backward`는 dx를 돌려주고, 나머지 둘은 `self.dW`와 `self.db`에 남겨요.
# (`__init__`은 이미 있어요. 필요한 것을 더해도 돼요.)


# %%
class Affine:
    """A fully connected layer, y = x W + b; images are flattened first.

    backward belongs to the forward before it, and may be called again with the same answer. No array that was handed
    in is changed.

    Args:
        W: weights, shape (D, M).
        b: biases, shape (M,).

    >>> layer = Affine(np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0]]), np.array([1.0, 0.0, 0.0]))
    >>> layer.forward(np.array([[1.0, 2.0], [3.0, 4.0]]))
    array([[ 2.,  2.,  4.],
           [ 4.,  4., 10.]])
    >>> layer.backward(np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 2.0]]))
    array([[1., 0.],
           [4., 3.]])
    >>> layer.dW, layer.db
    (array([[1., 3., 6.],
           [2., 4., 8.]]), array([1., 1., 2.]))
    """

    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        """Multiply by the weights, add the biases, and remember what backward needs.

        Args:
            x: shape (N, D), or images (N, C, H, W) with C * H * W = D.

        Returns:
            x W + b, shape (N, M).
        """
        ### BEGIN SOLUTION
        self.shape = x.shape
        self.x = x.reshape(len(x), -1)  # (N, D)
        return self.x @ self.W + self.b  # (N, M)
        ### END SOLUTION

    def backward(self, dout):
        """Find all three gradients. Sums over the batch are not divided by N.

        Args:
            dout: the gradient of the loss with respect to the output, shape (N, M).

        Returns:
            dx, in the shape that x had. The other two are left as self.dW, shape (D, M), and self.db, shape (M,).
        """
        ### BEGIN SOLUTION
        self.dW = self.x.T @ dout  # (D, N) times (N, M) is (D, M)
        self.db = dout.sum(axis=0)  # (M,)
        return (dout @ self.W.T).reshape(self.shape)  # (N, D), then as x was
        ### END SOLUTION


# %%
check(Affine)

# %% tags=["demo"]
gradient_check(Affine(rng.normal(size=(6, 5)), rng.normal(size=5)), rng.normal(size=(4, 2, 3, 1)))

# %% [markdown] lang="en" concepts=["backpropagation of convolution = Convolution"]
# ## 6. Convolution: scatter with the weights you gathered with
#
# Forwards an output cell is made of the pixels in its window: it **gathers**. Backwards it gives its gradient back to
# the very same pixels, times the very same weights: it **scatters**. A pixel that lay in several windows gets several
# contributions, and they **add up**.
#
# ![Forwards, the window 1 2 / 4 5 times the filter 1 2 / 3 4 gives 37. Backwards, 1 in the first cell and 2 in the last
# cell of dout scatter the filter: 1 2 0 / 3 6 4 / 0 6 8](images/scatter.png)
#
# By hand: the image 1 to 9, the filter 1 2 / 3 4, and out = 37 47 / 67 77. Let dout = 1 0 / 0 2.
#
# - **dx**: the first window gives 1 · (1 2 / 3 4) to the pixels at its place, the last one 2 · (1 2 / 3 4). The pixel
#   in the middle gets 4 from the first and 2 from the last: **6**. In all 1 2 0 / 3 6 4 / 0 6 8.
# - **dW**: what each weight met, times dout: 1 · (1 2 / 4 5) + 2 · (5 6 / 8 9) = **11 14 / 20 23**.
# - **db**: the bias was added in every cell, so all of dout: 1 + 2 = **3**.
#
# With padding, the frame receives gradients, too, and is cut off at the end. Pixels that no window reached get 0. A
# second filter scatters into the same image, and every image of the batch has its share in dW and db.
#
# As a product of matrices (`a05`): out = col · W_col. So dW_col = col transposed · dout, dcol = dout · W_col
# transposed, as in Affine, and `col2im` scatters dcol. Both functions of `a05` are given here. **Use them or not:** any
# other way (loops, einsum, windows as a view) is as right, and so are helper functions in cells of your own.

# %% [markdown] lang="ko" concepts=["합성곱의 역전파"]
# ## 6. Convolution: 모을 때 쓴 가중치로 뿌려요
#
# 앞으로 갈 때 출력 한 칸은 창 안의 픽셀로 만들어져요. 값을 **모으는** 거예요. 뒤로 갈 때 그 칸은 바로 그 픽셀들에게,
# 똑같은 가중치를 곱해서 기울기를 돌려줘요. 값을 **뿌리는** 거예요. 여러 창에 들어 있던 픽셀은 여러 번 받고, 받은 것은
# **모두 더해요**.
#
# ![앞으로 갈 때는 창 1 2 / 4 5에 필터 1 2 / 3 4를 곱해서 37이 돼요. 뒤로 갈 때는 dout의 첫 칸 1과 마지막 칸 2가 필터를
# 뿌려서 1 2 0 / 3 6 4 / 0 6 8이 돼요](images/scatter.png)
#
# 손으로 해 볼까요? 이미지는 1부터 9까지, 필터는 1 2 / 3 4, 출력은 37 47 / 67 77이에요. dout = 1 0 / 0 2라고 해요.
#
# - **dx**: 첫 번째 창은 자기 자리의 픽셀에 1 · (1 2 / 3 4)를 주고, 마지막 창은 2 · (1 2 / 3 4)를 줘요. 가운데 픽셀은
#   첫 번째 창에서 4, 마지막 창에서 2를 받아서 **6**이에요. 모두 모으면 1 2 0 / 3 6 4 / 0 6 8이에요.
# - **dW**: 가중치마다 만났던 픽셀에 dout을 곱해요. 1 · (1 2 / 4 5) + 2 · (5 6 / 8 9) = **11 14 / 20 23**이에요.
# - **db**: 편향은 모든 칸에 더했으니 dout을 모두 더해요. 1 + 2 = **3**이에요.
#
# 패딩이 있으면 테두리도 기울기를 받고, 마지막에 테두리를 잘라 내요. 어느 창에도 들지 않은 픽셀은 0을 받아요. 두 번째
# 필터도 같은 이미지에 뿌리고, dW와 db에는 배치의 모든 이미지가 들어가요.
#
# 행렬의 곱으로 보면(`a05`) out = col · W_col이에요. 그래서 Affine에서처럼 dW_col은 col의 전치 · dout이고, dcol은 dout ·
# W_col의 전치예요. dcol을 뿌리는 일은 `col2im`이 해요. `a05`의 두 함수를 여기에 실어 두었어요. **쓰지 않아도 돼요.**
# 반복문, einsum, 창을 뷰로 보는 방법 등 다른 방법도 모두 맞고, 도우미 함수는 다른 셀에 따로 작성해도 돼요.


# %%
def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    """Copy every window into a row: (N, C, H, W) becomes (N*OH*OW, C*filter_h*filter_w). From a05."""
    N, C, H, W = input_data.shape
    OH, OW = (H + 2 * pad - filter_h) // stride + 1, (W + 2 * pad - filter_w) // stride + 1
    img = np.pad(input_data, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    col = np.empty((N, C, filter_h, filter_w, OH, OW), img.dtype)
    for y in range(filter_h):
        for x in range(filter_w):
            col[:, :, y, x] = img[:, :, y : y + stride * OH : stride, x : x + stride * OW : stride]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N * OH * OW, -1)


def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Add every row back to the window it was copied from; input_shape is (N, C, H, W). From a05."""
    N, C, H, W = input_shape
    OH, OW = (H + 2 * pad - filter_h) // stride + 1, (W + 2 * pad - filter_w) // stride + 1
    col = col.reshape(N, OH, OW, C, filter_h, filter_w).transpose(0, 3, 4, 5, 1, 2)
    img = np.zeros((N, C, H + 2 * pad, W + 2 * pad), col.dtype)
    for y in range(filter_h):
        for x in range(filter_w):
            img[:, :, y : y + stride * OH : stride, x : x + stride * OW : stride] += col[:, :, y, x]
    return img[:, :, pad : pad + H, pad : pad + W]


# %% [markdown] lang="en"
# **Your task:** `Convolution`.

# %% [markdown] lang="ko"
# **할 일:** `Convolution`을 작성하세요.


# %%
class Convolution:
    """A convolution layer that can go backwards.

    backward belongs to the forward before it, and may be called again with the same answer. No array that was handed
    in is changed.

    Args:
        W: filters, shape (FN, C, FH, FW).
        b: one bias for each filter, shape (FN,).
        stride: pixels between neighbouring windows, along both axes.
        pad: rows and columns of zeros added on each side.

    Source: Dumoulin and Visin, A guide to convolution arithmetic for deep learning, arXiv:1603.07285, section 4.1.

    >>> layer = Convolution(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), np.array([0.0]))
    >>> layer.forward(np.arange(1.0, 10.0).reshape(1, 1, 3, 3))[0, 0]
    array([[37., 47.],
           [67., 77.]])
    >>> layer.backward(np.array([[[[1.0, 0.0], [0.0, 2.0]]]]))[0, 0]
    array([[1., 2., 0.],
           [3., 6., 4.],
           [0., 6., 8.]])
    >>> layer.dW[0, 0], layer.db
    (array([[11., 14.],
           [20., 23.]]), array([3.]))
    """

    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b = W, b
        self.stride, self.pad = stride, pad

    def forward(self, x):
        """Slide every filter over every image, and remember what backward needs.

        Args:
            x: images, shape (N, C, H, W).

        Returns:
            Feature maps, shape (N, FN, OH, OW), with OH = floor((H + 2 pad - FH) / stride) + 1, OW likewise.
        """
        ### BEGIN SOLUTION
        N, C, H, width = x.shape
        FN, C, FH, FW = self.W.shape
        OH = (H + 2 * self.pad - FH) // self.stride + 1
        OW = (width + 2 * self.pad - FW) // self.stride + 1
        self.x_shape = x.shape
        self.col = im2col(x, FH, FW, self.stride, self.pad)  # (N*OH*OW, C*FH*FW)
        out = self.col @ self.W.reshape(FN, -1).T + self.b  # (N*OH*OW, FN)
        return out.reshape(N, OH, OW, FN).transpose(0, 3, 1, 2)  # (N, FN, OH, OW)
        ### END SOLUTION

    def backward(self, dout):
        """Find all three gradients. Sums over the batch are not divided by N.

        Args:
            dout: the gradient of the loss with respect to the output, shape (N, FN, OH, OW).

        Returns:
            dx, in the shape of x. The other two are left as self.dW, in the shape of W, and self.db, in that of b.
        """
        ### BEGIN SOLUTION
        FN, C, FH, FW = self.W.shape
        dout = dout.transpose(0, 2, 3, 1).reshape(-1, FN)  # (N*OH*OW, FN)
        self.dW = (dout.T @ self.col).reshape(self.W.shape)  # (FN, C*FH*FW), then as W is
        self.db = dout.sum(axis=0)  # (FN,)
        dcol = dout @ self.W.reshape(FN, -1)  # (N*OH*OW, C*FH*FW)
        return col2im(dcol, self.x_shape, FH, FW, self.stride, self.pad)  # (N, C, H, W)
        ### END SOLUTION


# %%
check(Convolution)

# %% tags=["demo"]
by_hand = Convolution(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), np.array([0.0]))
print(by_hand.forward(np.arange(1.0, 10.0).reshape(1, 1, 3, 3))[0, 0])
print(by_hand.backward(np.array([[[[1.0, 0.0], [0.0, 2.0]]]]))[0, 0])
gradient_check(
    Convolution(rng.normal(size=(4, 3, 3, 2)), rng.normal(size=4), stride=2, pad=1), rng.normal(size=(2, 3, 5, 6))
)

# %% [markdown] lang="en" concepts=["backpropagation of pooling"]
# ## 7. Pooling: the winner takes it all
#
# A maximum depends on the winner only. Wiggle any other number of the window, and nothing changes. So the whole
# gradient of a window goes to the pixel that won, and the others get 0.
#
# ![Windows of 2x2 in 1 2 1 0 / 0 1 2 3 / 3 0 1 2 / 2 4 0 1 with the maxima 2 3 / 4 2; dout = 1 2 / 3 4 goes to the
# places of these maxima](images/winner.png)
#
# The image of the notes, 1 2 1 0 / 0 1 2 3 / 3 0 1 2 / 2 4 0 1, has the maxima 2 3 / 4 2 in windows of 2x2. With
# dout = 1 2 / 3 4 the gradient is 0 1 0 0 / 0 0 0 2 / 0 0 0 4 / 0 3 0 0: four numbers, each at its winner's place.
# What must the layer remember? Not the maxima, but **where** they were.
#
# **Overlaps.** Windows of 2x2 with stride 1 on 1 2 1 / 2 9 3 / 1 2 1: the 9 wins all four. With dout = 1 2 / 3 4 it
# gets 1 + 2 + 3 + 4 = **10**.
#
# **Ties.** And if two numbers are equal? Behind a ReLU that happens all the time: a window full of zeros. Just one of
# them gets the gradient, or else more would come out than went in. NumPy's `argmax` and TensorFlow take the **first**
# in reading order, row by row. So do we: in 5 5 / 3 1 the upper left one. (Sharing the gradient among equals would be
# a choice, too. But our `forward` picked one winner.)
#
# ![The window 5 5 / 3 1 and dout = 1: the first 5 gets 1; not both 1, which would make 2 out of 1](images/tie.png)
#
# Padding is minus infinity, as in `a04`, so that it never wins. And mind the bug of the notes that you found in `a05`:
# OH and OW must count the padding.
#
# **Your task:** `Pooling`.

# %% [markdown] lang="ko" concepts=["풀링의 역전파"]
# ## 7. Pooling: 이긴 픽셀이 모두 가져가요
#
# 최댓값은 이긴 숫자에만 달려 있어요. 창 안의 다른 숫자는 조금 움직여도 아무것도 달라지지 않아요. 그래서 창의 기울기는
# 모두 이긴 픽셀에게 가고, 나머지는 0을 받아요.
#
# ![1 2 1 0 / 0 1 2 3 / 3 0 1 2 / 2 4 0 1을 2x2 창으로 나누면 최댓값은 2 3 / 4 2이고, dout = 1 2 / 3 4는 그 최댓값의
# 자리로 가요](images/winner.png)
#
# 강의 노트의 이미지 1 2 1 0 / 0 1 2 3 / 3 0 1 2 / 2 4 0 1을 2x2 창으로 나누면 최댓값은 2 3 / 4 2예요. dout = 1 2 / 3
# 4이면 기울기는 0 1 0 0 / 0 0 0 2 / 0 0 0 4 / 0 3 0 0이에요. 숫자 네 개가 저마다 이긴 자리에 있어요. 이 층이 기억해야
# 하는 것은 무엇일까요? 최댓값이 아니라 최댓값이 **어디에** 있었는지예요.
#
# **겹치는 창.** 1 2 1 / 2 9 3 / 1 2 1에 2x2 창을 스트라이드 1로 대면 네 창에서 모두 9가 이겨요. dout = 1 2 / 3 4이면
# 9는 1 + 2 + 3 + 4 = **10**을 받아요.
#
# **동점.** 같은 숫자가 둘이면 어떻게 할까요? ReLU 다음에는 흔한 일이에요. 창이 온통 0일 때가 많으니까요. 꼭 하나만
# 기울기를 받아야 해요. 그러지 않으면 들어간 것보다 많이 나와요. NumPy의 `argmax`와 TensorFlow는 글을 읽는 순서로 **맨
# 처음** 것을 골라요. 우리도 그렇게 해요. 5 5 / 3 1에서는 왼쪽 위예요. (같은 것끼리 나누어 갖게 할 수도 있어요. 하지만
# 우리 `forward`는 하나만 골랐어요.)
#
# ![창 5 5 / 3 1과 dout = 1. 첫 번째 5만 1을 받아요. 둘 다 1을 받으면 1이 2가 되어 버려요](images/tie.png)
#
# 패딩은 `a04`에서처럼 음의 무한대예요. 그래서 절대 이기지 않아요. `a05`에서 찾아낸 강의 노트의 버그도 조심하세요. OH와
# OW에는 패딩이 들어가야 해요.
#
# **할 일:** `Pooling`을 작성하세요.


# %%
class Pooling:
    """Max pooling that can go backwards.

    backward belongs to the forward before it, and may be called again with the same answer. No array that was handed
    in is changed.

    Args:
        pool_h: rows of a window.
        pool_w: columns of a window.
        stride: pixels between neighbouring windows, along both axes.
        pad: rows and columns of minus infinity added on each side, fewer than the window has.

    >>> layer = Pooling(2, 2)
    >>> layer.forward(np.array([[[[1.0, 2.0, 1.0], [2.0, 9.0, 3.0], [1.0, 2.0, 1.0]]]]))[0, 0]
    array([[9., 9.],
           [9., 9.]])
    >>> layer.backward(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]))[0, 0]
    array([[ 0.,  0.,  0.],
           [ 0., 10.,  0.],
           [ 0.,  0.,  0.]])
    """

    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.pool_h, self.pool_w = pool_h, pool_w
        self.stride, self.pad = stride, pad

    def forward(self, x):
        """Take the maximum of every window, and remember where it was.

        Args:
            x: images, shape (N, C, H, W).

        Returns:
            Maxima, shape (N, C, OH, OW), with OH = floor((H + 2 pad - pool_h) / stride) + 1, OW likewise.
        """
        ### BEGIN SOLUTION
        N, C, H, W = x.shape
        OH = (H + 2 * self.pad - self.pool_h) // self.stride + 1
        OW = (W + 2 * self.pad - self.pool_w) // self.stride + 1
        frame = (self.pad, self.pad)
        padded = np.pad(x * 1.0, ((0, 0), (0, 0), frame, frame), constant_values=-np.inf)
        col = im2col(padded, self.pool_h, self.pool_w, self.stride)  # (N*OH*OW, C*pool_h*pool_w)
        col = col.reshape(-1, self.pool_h * self.pool_w)  # (N*OH*OW*C, pool_h*pool_w)
        self.x_shape = x.shape
        self.winner = col.argmax(axis=1)  # (N*OH*OW*C,), the first maximum of each window
        return col.max(axis=1).reshape(N, OH, OW, C).transpose(0, 3, 1, 2)  # (N, C, OH, OW)
        ### END SOLUTION

    def backward(self, dout):
        """Send each gradient to the maximum of its window: the first one in row-major order where several are equal.

        Args:
            dout: the gradient of the loss with respect to the output, shape (N, C, OH, OW).

        Returns:
            dx, in the shape of x. Where a pixel won several windows, their gradients add up.
        """
        ### BEGIN SOLUTION
        dcol = np.zeros((dout.size, self.pool_h * self.pool_w))  # (N*OH*OW*C, pool_h*pool_w)
        dcol[np.arange(dout.size), self.winner] = dout.transpose(0, 2, 3, 1).reshape(-1)
        return col2im(dcol, self.x_shape, self.pool_h, self.pool_w, self.stride, self.pad)  # (N, C, H, W)
        ### END SOLUTION


# %%
check(Pooling)

# %% tags=["demo"]
notes = np.array([[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]]).reshape(1, 1, 4, 4)
tiles = Pooling(2, 2, stride=2)
print(tiles.forward(notes)[0, 0])
print(tiles.backward(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]))[0, 0])
print(tiles.forward(np.array([[[[5.0, 5.0], [3.0, 1.0]]]])), tiles.backward(np.ones((1, 1, 1, 1)))[0, 0])
gradient_check(Pooling(3, 2, stride=1, pad=1), rng.normal(size=(2, 3, 4, 5)))

# %% [markdown] lang="en" concepts=["backpropagation of softmax and loss"]
# ## 8. SoftmaxWithLoss: where the way back begins
#
# The last layer makes scores into one number: softmax, then cross-entropy, the mean over the batch. In `a06` you found
# that the gradient of both together is a single subtraction,
#
# $$dx = \frac{y - t}{N}$$
#
# ![Scores 2.2 1.39 0.85, y = 0.58682 0.26105 0.15213, t = 1 0 0, y - t = -0.41318 0.26105
# 0.15213](images/y_minus_t.png)
#
# For the scores (2.2, 1.39, 0.85) of the notes and class 0 the loss is **0.53304**, and the gradient is
# (-0.41318, 0.26105, 0.15213): the right class's score should grow, the others shrink, and the three add up to 0.
#
# Here, and only here, we divide by N, because the loss is a mean over the batch. All layers behind it receive a dout
# in which that is done. If this loss is counted three times, dout = 3 arrives and the gradient is three times as large;
# by default dout is 1.
#
# **Your task:** `SoftmaxWithLoss`. Labels are class numbers or one-hot rows, and scores of 10,000 must not overflow.

# %% [markdown] lang="ko" concepts=["소프트맥스와 손실의 역전파"]
# ## 8. SoftmaxWithLoss: 되돌아가는 길의 출발점
#
# 마지막 층은 점수를 숫자 하나로 만들어요. 소프트맥스, 교차 엔트로피를 차례로 거치고 배치에 대해 평균을 내요. 둘을 합친
# 기울기가 뺄셈 한 번이라는 것을 `a06`에서 보았어요.
#
# $$dx = \frac{y - t}{N}$$
#
# ![점수 2.2 1.39 0.85, y = 0.58682 0.26105 0.15213, t = 1 0 0, y - t = -0.41318 0.26105 0.15213](images/y_minus_t.png)
#
# 강의 노트의 점수 (2.2, 1.39, 0.85)와 클래스 0이라면 손실은 **0.53304**이고, 기울기는 (-0.41318, 0.26105,
# 0.15213)이에요. 정답 클래스의 점수는 커지고 나머지는 작아져야 한다는 뜻이고, 셋을 더하면 0이에요.
#
# N으로 나누는 곳은 여기뿐이에요. 손실이 배치의 평균이기 때문이에요. 앞의 층들은 이미 나눈 dout을 받아요. 이 손실을 세
# 번 센다면 dout = 3이 오고 기울기도 세 배가 돼요. dout의 기본값은 1이에요.
#
# **할 일:** `SoftmaxWithLoss`를 작성하세요. 레이블은 클래스 번호일 수도 있고 원-핫 행일 수도 있어요. 점수가
# 10,000이어도 넘치지 않아야 해요.


# %%
class SoftmaxWithLoss:
    """Softmax and cross-entropy in one layer, with the probabilities kept as self.y.

    backward belongs to the forward before it, and may be called again with the same answer.

    Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.3.

    >>> layer = SoftmaxWithLoss()
    >>> print(f"{layer.forward(np.array([[2.2, 1.39, 0.85]]), np.array([0])):.5f}")
    0.53304
    >>> layer.y.round(5)
    array([[0.58682, 0.26105, 0.15213]])
    >>> layer.backward().round(5)
    array([[-0.41318,  0.26105,  0.15213]])
    """

    def forward(self, x, t):
        """Turn scores into the loss, and remember what backward needs.

        Args:
            x: scores, shape (N, K). 10,000 and -10,000 do not overflow.
            t: what is right: class numbers, shape (N,), or one-hot rows, shape (N, K).

        Returns:
            One number, the mean over the batch of -log(y[n, t[n]]) with y = softmax(x). Up to 1e-7 may be added inside
            the logarithm. y, shape (N, K), is kept as self.y.
        """
        ### BEGIN SOLUTION
        self.t = np.eye(x.shape[1])[t] if t.ndim == 1 else t  # (N, K)
        shifted = x - x.max(axis=1, keepdims=True)  # (N, K), the largest of each row is 0
        log_y = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.y = np.exp(log_y)
        return -(self.t * log_y).sum() / len(x)
        ### END SOLUTION

    def backward(self, dout=1):
        """Find the gradient of the scores.

        Args:
            dout: the gradient that arrives from behind, one number.

        Returns:
            dx = dout * (y - t) / N, shape (N, K), with t as one-hot rows.
        """
        ### BEGIN SOLUTION
        return dout * (self.y - self.t) / len(self.y)
        ### END SOLUTION


# %%
check(SoftmaxWithLoss)

# %% [markdown] lang="en"
# ## 9. A network in five lines
#
# Forwards through the list, backwards through the list turned round. That is all of the machinery of deep learning.
# The little network below learns to tell horizontal bars from vertical ones, wherever they lie in the image. It needs
# no part that you did not write. First we check a gradient of the whole network, then we train it.

# %% [markdown] lang="ko"
# ## 9. 다섯 줄짜리 신경망
#
# 목록을 앞에서 뒤로, 그리고 뒤에서 앞으로 따라가요. 딥러닝의 장치는 이것이 전부예요. 아래의 작은 신경망은 이미지 어디에
# 있든 가로 막대와 세로 막대를 구별하는 법을 배워요. 여러분이 작성하지 않은 부품은 하나도 없어요. 먼저 신경망 전체의
# 기울기를 확인하고, 그다음에 학습시켜요.


# %% tags=["demo"]
def bars(n):
    """Noisy images (n, 1, 6, 6) of one bar each, with the label 0 for a horizontal and 1 for a vertical one."""
    images, labels = rng.normal(0, 0.3, (n, 1, 6, 6)), rng.integers(0, 2, n)
    for image, label in zip(images, labels, strict=True):
        where = rng.integers(0, 6)
        image[0][(where, slice(None)) if label == 0 else (slice(None), where)] += 1
    return images, labels


conv = Convolution(rng.normal(0, 0.3, (4, 1, 3, 3)), np.zeros(4), pad=1)
dense = Affine(rng.normal(0, 0.1, (4 * 3 * 3, 2)), np.zeros(2))
layers, last = [conv, Relu(), Pooling(2, 2, stride=2), dense], SoftmaxWithLoss()


def forwards(x):
    for layer in layers:
        x = layer.forward(x)
    return x


def backwards(dout):
    for layer in reversed(layers):
        dout = layer.backward(dout)


x, t = bars(8)
last.forward(forwards(x), t)
backwards(last.backward())
fast, weights = conv.dW, conv.W


def loss_of(W):
    conv.W = W
    return last.forward(forwards(x), t)


slow = numerical_gradient(loss_of, weights.copy())  # 36 weights: 72 runs of the network
conv.W = weights
print(f"36 gradients by 72 runs and by one run back: largest difference {np.abs(fast - slow).max():.0e}")

# %% tags=["demo"]
losses = []
for _ in range(60):
    x, t = bars(32)
    losses.append(last.forward(forwards(x), t))
    backwards(last.backward())
    for layer in (conv, dense):
        layer.W -= 0.5 * layer.dW
        layer.b -= 0.5 * layer.db
x, t = bars(500)
right = np.mean(forwards(x).argmax(axis=1) == t)
print(f"loss {losses[0]:.3f} -> {losses[-1]:.3f}; {right:.0%} of 500 new images are right")
try:
    import matplotlib.pyplot as plt

    plt.figure(figsize=(5, 2.5))
    plt.plot(losses)
    plt.xlabel("step")
    plt.ylabel("loss")
    plt.show()
except ImportError as error:  # Matplotlib is not installed
    print(error)

# %% [markdown] lang="en"
# ## 10. Why deep networks need a shortcut
#
# The chain rule multiplies. Ten layers whose slope is 0.1 hand on $0.1^{10} = 0.0000000001$ of the gradient: the first
# layers hardly learn. Careful initial weights and batch normalisation keep the slopes near 1, and still plain networks
# of 34 layers came out worse than those of 18.
#
# ResNet (2015) adds a shortcut round each block, $y = F(x) + x$. Two ways lead back, and what comes back on both adds
# up: $dx = dout \cdot F'(x) + dout$. Even where F' is small, the gradient arrives: with the slope 0.1 a block hands on
# 1.1, and ten of them $1.1^{10} = 2.59$. You will build such blocks in `a11_inception_resnet`.
#
# ![dout = 1 goes back on two ways: times 0.1 through F, and unchanged on the shortcut; together
# 1.1](images/shortcut.png)
#
# Questions to take along:
#
# - What does each of your layers remember for a batch of 32 images? Which one needs the most memory?
# - A ReLU unit whose v is negative for *every* image gets the gradient 0 for ever. How could it come back to life?
# - All weights of a layer start at the same number. What are their gradients, and what do they become?

# %% [markdown] lang="ko"
# ## 10. 깊은 신경망에 지름길이 필요한 까닭
#
# 연쇄 법칙은 곱셈이에요. 기울기가 0.1인 층이 열 개라면 $0.1^{10} = 0.0000000001$만 전해져요. 앞쪽 층은 거의 배우지
# 못해요. 가중치를 잘 초기화하고 배치 정규화를 쓰면 기울기를 1에 가깝게 지킬 수 있어요. 그래도 평범한 34층 신경망은
# 18층보다 결과가 나빴어요.
#
# ResNet(2015)은 블록마다 지름길을 더해요. $y = F(x) + x$예요. 되돌아가는 길이 둘이 되고, 두 길로 돌아온 것을 더해요.
# $dx = dout \cdot F'(x) + dout$이에요. F'이 작아도 기울기가 도착해요. 기울기가 0.1이면 블록 하나는 1.1을 전하고, 열
# 개면 $1.1^{10} = 2.59$예요. 이런 블록을 `a11_inception_resnet`에서 만들게 돼요.
#
# ![dout = 1이 두 길로 되돌아가요. F를 지나는 길에서는 0.1을 곱하고 지름길에서는 그대로예요. 합하면
# 1.1이에요](images/shortcut.png)
#
# 더 생각해 볼 질문이에요.
#
# - 이미지 32장짜리 배치에서 층마다 무엇을 기억하나요? 메모리가 가장 많이 필요한 층은 무엇일까요?
# - *모든* 이미지에서 v가 음수인 ReLU 유닛은 기울기가 언제나 0이에요. 어떻게 하면 되살아날 수 있을까요?
# - 한 층의 가중치가 모두 같은 수에서 시작한다면 기울기는 어떻게 되고, 가중치는 무엇이 될까요?
