# kind: right
# what: recursion, generators and functools; helpers in a cell behind the answer
# %% conv2d
import functools
import itertools
import operator


def conv2d(x, W, b=None, stride=1, pad=0):
    x = functools.reduce(lambda image, _: add_ring(image), range(pad), x)
    places = windows(x, W.shape[2], W.shape[3], stride)
    first, places = next(places), places
    maps = {at: [[dot(image, filt) for filt in W] for image in part] for at, part in itertools.chain([first], places)}
    rows, columns = max(i for i, _ in maps) + 1, max(j for _, j in maps) + 1
    out = np.empty((len(x), len(W), rows, columns))
    for (i, j), values in maps.items():
        out[:, :, i, j] = values
    if b is not None:
        out += np.asarray(b)[np.newaxis, :, np.newaxis, np.newaxis]
    return out
# %% after check_conv2d
def add_ring(image):
    """0을 한 줄 두르기"""
    return np.pad(image, ((0, 0), (0, 0), (1, 1), (1, 1)))


def windows(x, fh, fw, stride, i=0):
    """재귀: 한 줄씩 내려가면서 창을 꺼낸다"""
    if i == 0 and (fh > x.shape[2] or fw > x.shape[3]):
        raise ValueError("필터가 너무 커요")
    if i * stride + fh > x.shape[2]:
        return
    for j in itertools.takewhile(lambda j: j * stride + fw <= x.shape[3], itertools.count()):
        yield (i, j), x[:, :, i * stride:i * stride + fh, j * stride:j * stride + fw]
    yield from windows(x, fh, fw, stride, i + 1)


def dot(one, other):
    return functools.reduce(operator.add, map(operator.mul, one.flat, other.flat))
# %% relu
def relu(x):
    if np.ndim(x) == 0:
        return max(0, x)
    return np.array([relu(one) for one in x])
# %% conv_relu
@functools.wraps(conv2d)
def conv_relu(*args, **kwargs):
    return relu(conv2d(*args, **kwargs))
