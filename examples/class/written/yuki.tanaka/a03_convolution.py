# kind: odd
# what: magics, shell lines, `?`, tqdm, plots, input(), time.sleep, and an own assert that fails
# language: en
# saved by: colab
# %% first
!pip install -q tqdm
%matplotlib inline
%load_ext autoreload
%autoreload 2
import time
import matplotlib.pyplot as plt
from tqdm.notebook import tqdm
# %% conv2d
%%time
def conv2d(x, W, b=None, stride=1, pad=0):
    time.sleep(0.0005)
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    FN, C, FH, FW = W.shape
    OH, OW = (x.shape[2] - FH) // stride + 1, (x.shape[3] - FW) // stride + 1
    if OH < 1 or OW < 1 or FH > x.shape[2] or FW > x.shape[3]:
        raise ValueError("does not fit")
    out = np.zeros((len(x), FN, OH, OW))
    for i in tqdm(range(OH), leave=False):
        for j in range(OW):
            out[:, :, i, j] = np.tensordot(x[:, :, i*stride:i*stride+FH, j*stride:j*stride+FW], W, ((1, 2, 3), (1, 2, 3)))
    return out if b is None else out + b[:, None, None]
# %% output
CPU times: user 5 µs, sys: 1 µs, total: 6 µs
Wall time: 8.58 µs
# %% after check_conv2d
conv2d?
np.pad??
name = input("who is grading this? ")
print("hello", name)
# %% after check_conv2d
%timeit -n 1 -r 1 conv2d(np.ones((1, 1, 4, 4)), np.ones((1, 1, 2, 2)))
files = !ls
assert conv2d(np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2))).sum() == 15, "I thought it was 15"
# %% error
AssertionError                            Traceback (most recent call last)
AssertionError: I thought it was 15
# %% after check_conv2d
fig, (ax1, ax2) = plt.subplots(1, 2, figsize=(8, 3))
ax1.imshow(np.random.rand(8, 8), cmap="gray")
ax2.plot([relu(v) for v in np.linspace(-1, 1, 50)])
plt.show()
# %% plot
<Figure size 800x300 with 2 Axes>
# %% relu
relu = lambda x: np.maximum(x, 0)
relu.__doc__ = "ReLU"
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return relu(conv2d(x, W, b, stride, pad))
