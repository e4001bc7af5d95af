"""What this course's functions are called with: images, filters, windows, logits.

Every strategy draws the readable first: one image of one channel, small integers, a pattern in which each
number tells where it came from. The names of the axes are the course's: N images, C channels, H high, W wide.
"""

import numpy as np
from hypothesis import strategies as st

from autograder.rubric import Bowl

PATTERNS = ("counting", "ramp", "one_hot", "ones", "negative", "mixed")


def pattern(kind, shape, start):
    """An array in which a wrong axis, a wrong cell or a wrong sign shows at once."""
    n = int(np.prod(shape))
    if kind == "counting":
        numbers = np.arange(1, n + 1)
    elif kind == "ramp":
        numbers = (np.arange(n) * 7 + start) % 11
    elif kind == "one_hot":
        numbers = np.zeros(n, int)
        numbers[start % n] = 1
    elif kind == "ones":
        numbers = np.ones(n, int)
    elif kind == "negative":
        numbers = -1 - (np.arange(n) * 5 + start) % 9
    else:
        numbers = (np.arange(n) * 5 + start) % 13 - 6
    return numbers.reshape(shape)


@st.composite
def arrays(draw, shape, kinds=PATTERNS, dtypes=(np.float64,)):
    """Small integers in a pattern, so that sums and products are exact.

    `shape` is a tuple of integers or of strategies of integers.
    """
    sides = tuple(draw(side) if isinstance(side, st.SearchStrategy) else side for side in shape)
    kind = draw(st.sampled_from(kinds))
    start = draw(st.integers(0, 6))
    dtype = draw(st.sampled_from(dtypes))
    return pattern(kind, sides, start).astype(dtype)


def some(low, high):
    """An integer between two bounds; a single number stays itself."""
    return st.just(low) if low == high else st.integers(low, high)


@st.composite
def images(draw, batch=(1, 1), channels=(1, 1), side=(2, 5), square=False, kinds=PATTERNS, dtypes=(np.float64,)):
    """Images (N, C, H, W). Bounds are inclusive; `square` makes H and W equal, else both are free."""
    h = draw(some(*side))
    w = h if square else draw(some(*side))
    shape = (draw(some(*batch)), draw(some(*channels)), h, w)
    return draw(arrays(shape, kinds=kinds, dtypes=dtypes))


def symmetric_filters(shape):
    """Filters that are unchanged by a flip and by a transposition, yet differ from channel to channel."""
    fn, c, fh, fw = shape
    rows = np.minimum(np.arange(fh), np.arange(fh)[::-1])  # 0 1 0
    columns = np.minimum(np.arange(fw), np.arange(fw)[::-1])
    window = 1 + rows[:, None] + columns[None, :]
    return window * (1 + np.arange(fn)[:, None, None, None] + 2 * np.arange(c)[None, :, None, None])


@st.composite
def convolutions(
    draw,
    batch=(1, 1),
    channels=(1, 1),
    filters=(1, 1),
    out=(1, 3),
    size=(1, 3),
    stride=(1, 1),
    pad=(0, 0),
    left_over=False,
    square=True,
    bias="none",
    symmetric=False,
    kinds=PATTERNS,
    dtypes=(np.float64,),
):
    """Arguments (x, W, b, stride, pad) of a convolution whose filter fits.

    Drawn backwards from the output: `out` bounds OH and OW, `size` bounds FH and FW, and the image is as large
    as these need. Bounds are inclusive. `left_over` adds rows and columns that no window reaches (the size does
    not divide). `bias` is "none", "some" or "only" (all weights 0, so that nothing but the bias comes out).
    `symmetric` filters look the same flipped and transposed, so that a flip costs the points of the values only.
    """
    s, p = draw(some(*stride)), draw(some(*pad))
    fh = draw(some(*size))
    fw = fh if square else draw(some(*size).filter(lambda side: side != fh))
    sides = []
    for f in (fh, fw):
        o = draw(some(*out))
        extra = draw(st.integers(1, s - 1)) if left_over else 0
        sides.append(max(1, (o - 1) * s + f + extra - 2 * p))
    if square:
        sides[1] = sides[0]
    n, c, fn = draw(some(*batch)), draw(some(*channels)), draw(some(*filters))
    dtype = draw(st.sampled_from(dtypes))
    x = draw(arrays((n, c, *sides), kinds=kinds, dtypes=(dtype,)))
    shape = (fn, c, fh, fw)
    w = symmetric_filters(shape).astype(dtype) if symmetric else draw(arrays(shape, dtypes=(dtype,)))
    if bias == "only":
        w = np.zeros_like(w)
    b = None if bias == "none" else np.arange(1, fn + 1).astype(dtype) * draw(st.sampled_from([10, -3, 1]))
    return x, w, b, s, p


@st.composite
def filters_too_large(draw):
    """Arguments (x, W, b, stride, pad) whose filter is larger than the padded image, in one axis or in both."""
    h, w, p = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(0, 1))
    too_high, too_wide = draw(st.sampled_from([(1, 0), (0, 1), (1, 1), (2, 0), (0, 2)]))
    fh = h + 2 * p + too_high if too_high else 1
    fw = w + 2 * p + too_wide if too_wide else 1
    x = draw(arrays((1, 1, h, w), kinds=("counting", "ones")))
    return x, np.ones((1, 1, fh, fw)), None, draw(st.integers(1, 2)), p


def diagonals(shape, start):
    """Images whose numbers depend on i + j only, so that swapping rows with columns changes nothing.

    Square windows of a square image then look the same in either order: what is left to get wrong is not the order.
    """
    n, c, h, w = np.ogrid[tuple(slice(side) for side in shape)]
    return 1 + start + h + w + 20 * c + 100 * n  # 20 and 100: no two images or channels share a number


@st.composite
def windowed(
    draw,
    batch=(1, 1),
    channels=(1, 1),
    out=(1, 3),
    size=(2, 2),
    stride=None,
    pad=(0, 0),
    left_over=False,
    square=True,
    square_window=True,
    kinds=PATTERNS,
    dtypes=(np.float64,),
):
    """Arguments (x, window_h, window_w, stride, pad) of a pooling or of im2col.

    Drawn backwards from the output: `out` bounds OH and OW, `size` the window, and the image is as large as these
    need. Bounds are inclusive. A stride of None is the window's own size: tiles that touch and do not overlap.
    `left_over` adds rows and columns that no window reaches. `square` is about the image, `square_window` about the
    window. Every window holds at least one real pixel: the padding stays smaller than the window. The kind
    "diagonals" makes images that hide the order of rows and columns.
    """
    fh = draw(some(*size))
    fw = fh if square_window else draw(some(*size).filter(lambda side: side != fh))
    s = max(fh, fw) if stride is None else draw(some(*stride))
    p = min(draw(some(*pad)), fh - 1, fw - 1)
    extras = st.integers(1, s - 1) if left_over else st.just(0)
    sides = [max(1, (draw(some(*out)) - 1) * s + f + draw(extras) - 2 * p) for f in (fh, fw)]
    if square:
        sides[1] = sides[0] = max(sides)
    shape = (draw(some(*batch)), draw(some(*channels)), *sides)
    kind, dtype = draw(st.sampled_from(kinds)), draw(st.sampled_from(dtypes))
    start = draw(st.integers(0, 6))
    x = diagonals(shape, start) if kind == "diagonals" else pattern(kind, shape, start)
    return x.astype(dtype), fh, fw, s, p


@st.composite
def windows_too_large(draw):
    """Arguments (x, window_h, window_w, stride, pad) whose window is larger than the padded image."""
    h, w = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    too_high, too_wide = draw(st.sampled_from([(1, 0), (0, 1), (1, 1), (2, 0), (0, 2)]))
    p = draw(st.integers(0, 1))
    fh = h + 2 * p + too_high if too_high else 1 + p  # 1 + p: larger than the padding, as everywhere
    fw = w + 2 * p + too_wide if too_wide else 1 + p
    return draw(arrays((1, 1, h, w), kinds=("counting", "ones"))), fh, fw, draw(st.integers(1, 2)), p


@st.composite
def windows_by_default(draw, **like):
    """Arguments (x, window_h, window_w): the stride and the padding are left to the function."""
    return draw(windowed(stride=(1, 1), **like))[:3]


@st.composite
def columns(draw, kinds=PATTERNS, dtypes=(np.float64,), **like):
    """Arguments (col, input_shape, filter_h, filter_w, stride, pad) of col2im; `like` is what `windowed` takes.

    The kind "diagonals" cuts the columns out of an image that hides the order of rows and columns.
    """
    x, fh, fw, s, p = draw(windowed(kinds=("ones",), **like))
    n, c, h, w = x.shape
    out_h, out_w = (h + 2 * p - fh) // s + 1, (w + 2 * p - fw) // s + 1
    kind, start = draw(st.sampled_from(kinds)), draw(st.integers(0, 6))
    if kind == "diagonals":
        image = diagonals((n, c, h + 2 * p, w + 2 * p), start)
        windows = np.lib.stride_tricks.sliding_window_view(image, (fh, fw), axis=(2, 3))[:, :, ::s, ::s]
        col = windows.transpose(0, 2, 3, 1, 4, 5).reshape(n * out_h * out_w, c * fh * fw)
    else:
        col = pattern(kind, (n * out_h * out_w, c * fh * fw), start)
    return col.astype(draw(st.sampled_from(dtypes))), x.shape, fh, fw, s, p


@st.composite
def columns_by_default(draw, **like):
    """Arguments (col, input_shape, filter_h, filter_w): the stride and the padding are left to the function."""
    return draw(columns(stride=(1, 1), **like))[:4]


@st.composite
def shifts(draw, dx=(1, 3), pool=(1, 3), out=(1, 3), left_over=False, square=True, dtypes=(np.float64,)):
    """Arguments (image, dx, pool) of shift_response: no negative numbers, and a shift that does not leave the image.

    Without negative numbers a max pooling that starts from 0 is not punished a second time here.
    """
    p = draw(some(*pool))
    extras = st.integers(1, p - 1) if left_over else st.just(0)
    h, w = (draw(some(*out)) * p + draw(extras) for _ in "hw")
    if square:
        h = w = max(h, w)
    image = draw(arrays((h, w), kinds=("counting", "ramp", "one_hot", "ones"), dtypes=dtypes))
    return image, min(draw(some(*dx)), w), p


# --- scores, probabilities and labels (losses) ---

# Rows that add up to 10 tenths; none looks the same when it is rotated.
TENTHS = {
    1: ((10,),),
    2: ((3, 7), (1, 9), (6, 4)),
    3: ((2, 3, 5), (1, 2, 7), (6, 3, 1)),
    4: ((1, 2, 3, 4), (5, 1, 3, 1), (2, 1, 1, 6)),
}


@st.composite
def scores(
    draw, lead=((1,),), classes=(2, 4), base=(0,), apart=0, kept=None, halves=True, equal=False, dtypes=(np.float64,)
):
    """Scores (*lead, K) at most 3 apart within a row, so that no probability is tiny.

    `lead` holds the shapes to choose from and `base` the numbers to add to all scores; each row lies `apart`
    below the one before. With `kept`, all but that many classes of each row lie 20,000 lower. `halves` draws
    -1.5, -1, ... 1.5, else whole numbers. `equal` gives all classes the same score.
    """
    shape = (*draw(st.sampled_from(lead)), draw(some(*classes)))
    step, start = draw(st.sampled_from((1, 2, 3))), draw(st.integers(0, 6))
    counted = np.arange(int(np.prod(shape))) * step + start
    x = (counted % 7 - 3) / 2 if halves else counted % 4 - 1
    x = x.reshape(-1, shape[-1])
    if equal:
        x[:] = x[:, :1]
    if kept is not None:
        first = draw(st.integers(0, shape[-1] - 1))
        low = np.roll(np.arange(shape[-1]) >= kept, first)
        x = x - 20_000 * low
    x = x + draw(st.sampled_from(base)) - apart * np.arange(len(x))[:, None]
    return x.reshape(shape).astype(draw(st.sampled_from(dtypes)))


def counted_labels(n, classes, start, step=1):
    """Class numbers that go round: 1 2 0 1."""
    return (np.arange(n) * step + start) % classes


@st.composite
def class_labels(draw, batch=(1, 4), classes=(2, 5), last="present", dtypes=(np.int64,)):
    """Arguments (labels, num_classes); the last class is among the labels, or is "absent"."""
    n, k = draw(some(*batch)), draw(some(*classes))
    start, step = draw(st.integers(0, k - 1)), draw(st.sampled_from((1, 2)))
    if last == "absent":
        labels = counted_labels(n, k - 1, start, step)
    else:
        labels = counted_labels(n, k, start, step)
        labels[draw(st.integers(0, n - 1))] = k - 1
    return labels.astype(draw(st.sampled_from(dtypes))), k


def as_target(labels, classes, form, dtype):
    """Labels as they are, or one row of 0 and 1 for each."""
    return np.eye(classes, dtype=dtype)[labels] if form == "one_hot" else labels.astype(dtype)


@st.composite
def scored(
    draw, batch=(1, 1), classes=(2, 4), targets=("labels",), base=(0,), kept=None, halves=True, dtypes=(np.float64,)
):
    """Arguments (x, t): scores and what is right. With `kept`, the right class is never one that lies far below."""
    n, k = draw(some(*batch)), draw(some(*classes))
    x = draw(scores(lead=((n,),), classes=(k, k), base=base, kept=kept, halves=halves, dtypes=dtypes))
    labels = counted_labels(n, k, draw(st.integers(0, k - 1)))
    if kept is not None:
        top = np.argsort(-x, axis=1)[:, :kept]
        labels = top[np.arange(n), labels % kept]
    form = draw(st.sampled_from(targets))
    return x, as_target(labels, k, form, np.int64 if form == "labels" else np.float64)


def tenths(draw, classes):
    """One row of probabilities, in tenths."""
    return np.roll(draw(st.sampled_from(TENTHS[classes])), draw(st.integers(0, classes - 1)))


@st.composite
def predictions(draw, batch=(1, 1), classes=(2, 4), targets=("labels",), zero=None, dtypes=(np.float64,), single=False):
    """Arguments (y, t): probabilities in tenths and what is right.

    `zero` puts a probability of exactly 0 into the first row: "right" at the right class, "other" beside it.
    `single` leaves the batch axis out of both: a label is then an array without axes.
    """
    n, k = draw(some(*batch)), draw(some(*classes))
    labels = counted_labels(n, k, draw(st.integers(0, k - 1)))
    rows = [tenths(draw, k) for _ in range(n)]
    if zero is not None:
        at = labels[0] if zero == "right" else (labels[0] + 1) % k
        rows[0] = np.insert(tenths(draw, k - 1), at, 0)
    y = np.array(rows) / 10
    form = draw(st.sampled_from(targets))
    whole = draw(st.sampled_from((np.int64, np.uint8)))  # labels of image sets are often bytes
    t = as_target(labels, k, form, np.float64 if form == "one_hot" else whole)
    y = y.astype(draw(st.sampled_from(dtypes)))
    return (y[0], t[0, ...]) if single else (y, t)


@st.composite
def distributions(
    draw, batch=(1, 1), classes=(2, 4), zeros=False, both_zero=False, rare=False, single=False, dtypes=(np.float64,)
):
    """Arguments (p, q): two different distributions in each row, in tenths.

    `zeros` puts one 0 into each row of p; q has none, or with `both_zero` its own at the same class. `rare` makes
    one chance of q as small as 1 in 100.
    """
    n, k = draw(some(*batch)), draw(some(*classes))
    p, q = np.zeros((n, k)), np.zeros((n, k))
    for i in range(n):
        one, other = tenths(draw, k), tenths(draw, k)
        if zeros:
            never = draw(st.integers(0, k - 1))
            one = np.insert(tenths(draw, k - 1), never, 0)
        if np.array_equal(one, other):
            other = np.roll(other, 1)
        if both_zero:
            other = np.insert(np.delete(one, never)[::-1], never, 0)
        p[i], q[i] = one / 10, other / 10
    if rare:
        smallest = q.argmin(axis=1), q.argmax(axis=1)
        moved = q[np.arange(n), smallest[0]] - 0.01
        q[np.arange(n), smallest[0]] -= moved
        q[np.arange(n), smallest[1]] += moved
        q = q.round(2)
    dtype = draw(st.sampled_from(dtypes))
    p, q = p.astype(dtype), q.astype(dtype)
    return (p[0], q[0]) if single else (p, q)


@st.composite
def unequal_pairs(draw, batch=(1, 1), classes=(2, 4), dtypes=(np.float64,)):
    """Arguments (y, t): two arrays (N, K) of small whole numbers that differ somewhere."""
    shape = (draw(some(*batch)), draw(some(*classes)))
    dtype = draw(st.sampled_from(dtypes))
    y = draw(arrays(shape, kinds=("ramp", "mixed", "negative"), dtypes=(dtype,)))
    t = draw(arrays(shape, kinds=("one_hot", "counting", "mixed"), dtypes=(dtype,)))
    return y, t + 1 if np.array_equal(y, t) else t


@st.composite
def oblong_convolutions(draw, kinds=PATTERNS):
    """Arguments (x, W, b, stride, pad) in which the image, the filter or both are not square; nothing else is hard.

    No side of the filter is 1: NumPy would stretch it without a word where another side does not fit.
    """
    which = draw(st.sampled_from(["image", "filter", "both"]))
    fh = draw(st.integers(2, 4))
    fw = fh if which == "image" else draw(st.integers(2, 4).filter(lambda side: side != fh))
    if which == "filter":
        h = w = max(fh, fw) + draw(st.integers(0, 1))
    else:
        h, w = fh + draw(st.integers(0, 3)), fw + draw(st.integers(0, 3))
        h += h == w
    shape = (1, 1, fh, fw)
    return draw(arrays((1, 1, h, w), kinds=kinds)), symmetric_filters(shape).astype(float), np.zeros(1), 1, 0


def zero_bias(args):
    """Give a convolution a bias of zeros: an array like any other, in which nothing can go wrong."""
    x, w, _, stride, pad = args
    return x, w, np.zeros(len(w), w.dtype), stride, pad


def half_weights(args):
    """Halve the weights: sums of halves are still exact, and an array of integers cannot hold them."""
    x, w, b, stride, pad = args
    return x, w / 2, b, stride, pad


def integer_image(args):
    """Make the image and the bias integers, as image files are; the weights stay what they were."""
    x, w, b, stride, pad = args
    return x.astype(np.int64), w, b.astype(np.int64), stride, pad


def integer_weights(args):
    """Halve the image and make the weights integers, as those of an edge filter are."""
    x, w, b, stride, pad = args
    return x / 2, w.astype(np.int64), b, stride, pad


def halved(args):
    """Halve the image: what rounds to whole numbers shows, and halves are still exact."""
    x, *rest = args
    return x / 2, *rest


@st.composite
def far_behind(draw, classes=(2, 4)):
    """Scores (1, K) of which one is so far ahead that the others' logarithms are their distances to it.

    -66.1 - 1 is a number that 7 digits cannot hold, and all ways to compute it in float32 round it alike.
    """
    k = draw(some(*classes))
    x = -np.roll([66.1, 70.3, 75.7, 80.9], draw(st.integers(0, 3)))[:k]
    x[draw(st.integers(0, k - 1))] = draw(st.integers(1, 3))
    return (x[None, :],)


@st.composite
def large_differences(draw, classes=(1, 1)):
    """Arguments (y, t), both (1, K), whose one difference has a square of 25 bits; float32 holds 24."""
    k = draw(some(*classes))
    y = draw(arrays((1, k), kinds=("counting", "ramp")))
    t = y.copy()
    y[0, draw(st.integers(0, k - 1))] += draw(st.integers(2500, 2800)) * 2 + 1
    return y, t


def only_the_first(n):
    """Leaves the other arguments to their defaults; for `.map`."""
    return lambda args: args[:n]


# --- layers and what flows back through them ---


def signed(shape, start):
    """Small whole numbers of both signs, none of them 0: -6 -1 5 -2 4 -3 3 ..."""
    numbers = (np.arange(int(np.prod(shape))) * 5 + start) % 12 - 6
    return (numbers + (numbers >= 0)).reshape(shape).astype(float)


def distinct(shape, start):
    """Whole numbers, each of them once, in no order: whoever looks for a maximum finds it anywhere, and only once."""
    n = int(np.prod(shape))
    prime = next(p for p in range(max(n + 1, 5), 2 * n + 9) if all(p % d for d in range(2, p)))
    return (np.arange(1, n + 1) * (2 + start % (prime - 3)) % prime).reshape(shape).astype(float)


def all_but_the_last(args):
    """For talks that end before the gradient arrives; for `.map`."""
    return args[:-1]


@st.composite
def bowls(draw, axes=(1, 2), bend=(1, 3), tied=(0, 1), cubic=(0, 0), whole=False):
    """Arguments (f, x) of a numerical gradient: f is a Bowl, x has `axes` axes with sides of 2 or 3.

    `bend` bounds the numbers before the squares, and `tied` that before the square of the sum, without which no
    number of x matters to the slope of another. `cubic` bounds that before the cubes, without which any step is right.
    """
    shape = tuple(draw(st.integers(2, 3)) for _ in range(draw(some(*axes))))
    start = draw(st.integers(0, 6))
    a = bend[0] + pattern("ramp", shape, start) % (bend[1] - bend[0] + 1)
    b = signed(shape, start) / 2
    x = signed(shape, draw(st.integers(0, 6))) / (1 if whole else 4)
    f = Bowl(a, b, draw(some(*tied)), draw(some(*cubic)) if any(cubic) else 0)
    return f, x.astype(np.int64) if whole else x


@st.composite
def passing(draw, n=2, axes=(1, 2), zeros=False, first=False):
    """Arguments (x, dout) of a layer that works number by number; with `first` comes -x before.

    With `zeros` one in three numbers of x is 0, else none is.
    """
    shape = (*(draw(st.integers(1, 3)) for _ in range(draw(some(*axes)) - 1)), draw(st.integers(2, 4)))
    x, dout = (signed(shape, draw(st.integers(0, 11))) for _ in range(2))
    if zeros:
        x.reshape(-1)[draw(st.integers(0, 1)) :: 3] = 0
    return (*((-x,) if first else ()), x, dout)


@st.composite
def affines(draw, batch=(1, 1), inputs=(1, 3), outputs=(1, 3), image=False, bias=False, only_bias=False, first=False):
    """Arguments (W, b, x, dout) of a fully connected layer; with `first` another batch of that size before x.

    With `image` x has four axes; the bias is 0 unless `bias` or `only_bias`, where the weights are 0.
    """
    lead = (draw(some(1, 2)), draw(some(1, 2)), draw(some(2, 3))) if image else (draw(some(*inputs)),)
    d, m, n = int(np.prod(lead)), draw(some(*outputs)), draw(some(*batch))
    start = draw(st.integers(0, 11))
    W = np.zeros((d, m)) if only_bias else signed((d, m), start)
    b = signed((m,), start + 1) if bias or only_bias else np.zeros(m)
    x, dout = signed((n, *lead), draw(st.integers(0, 11))), signed((n, m), draw(st.integers(0, 11)))
    before = (signed((n, *lead), start + 5),) if first else ()
    return (W, b, *before, x, dout)


@st.composite
def layers_of_filters(draw, first=False, defaults=False, **bounds):
    """Arguments (W, b, stride, pad, x, dout) of a convolution layer; `bounds` are those of `convolutions`.

    With `first` another image comes before x; with `defaults` stride and pad are left out.
    """
    x, W, b, stride, pad = draw(convolutions(**bounds))
    b = np.zeros(len(W)) if b is None else b
    (n, _, h, w), (fn, _, fh, fw) = x.shape, W.shape
    sides = (h + 2 * pad - fh) // stride + 1, (w + 2 * pad - fw) // stride + 1
    x = signed(x.shape, draw(st.integers(0, 11)))  # no image of one 1, in which hardly a weight meets anything
    dout = signed((n, fn, *sides), draw(st.integers(0, 11)))
    before = (signed(x.shape, draw(st.integers(0, 11))),) if first else ()
    return (W, b, *(() if defaults else (stride, pad)), *before, x, dout)


@st.composite
def layers_of_windows(draw, first=False, defaults=False, sign=0.5, values=distinct, dtype=np.float64, **bounds):
    """Arguments (pool_h, pool_w, stride, pad, x, dout) of a pooling layer; `bounds` are those of `windowed`.

    No two numbers of x are equal. All are multiplied by `sign`: halves by default, which no whole number may replace,
    and -1 makes them negative. With `first` another image comes before x; with `defaults` stride and pad are left out.
    """
    x, fh, fw, stride, pad = draw(windowed(**bounds))
    n, c, h, w = x.shape
    sides = (h + 2 * pad - fh) // stride + 1, (w + 2 * pad - fw) // stride + 1
    x = (sign * (1 + values(x.shape, draw(st.integers(0, 30))))).astype(dtype)
    dout = signed((n, c, *sides), draw(st.integers(0, 11)))
    before = (distinct(x.shape, draw(st.integers(31, 60))),) if first else ()
    return (fh, fw, *(() if defaults else (stride, pad)), *before, x, dout)


def few(shape, start):
    """Numbers of which many are equal: 0, 1 and 2, as behind a ReLU."""
    return ((np.arange(int(np.prod(shape))) * 7 + start) % 5 // 2).reshape(shape).astype(float)


@st.composite
def losses(draw, first=False, dout=None, apart=0, **like):
    """Arguments (x, t) of a loss layer; `like` are those of `scored`. `dout` holds gradients that may come after them.

    Each row of x lies `apart` below the one before. With `first` other scores of that shape and their targets come
    before x.
    """
    x, t = draw(scored(**like))
    before = ()
    if first:
        n, k = x.shape
        before = draw(scored(**(like | {"batch": (n, n), "classes": (k, k)})))
    x = x - apart * np.arange(len(x))[:, None]
    return (*before, x, t, *(() if dout is None else (draw(st.sampled_from(dout)),)))


# --- boxes, scores and what is there (detection) ---


def overlaps(boxes1, boxes2):
    """The table (M, N) of intersection over union; 0 where neither box has an area."""
    sides = [
        np.minimum(boxes1[:, None, k + 2], boxes2[:, k + 2]) - np.maximum(boxes1[:, None, k], boxes2[:, k])
        for k in (0, 1)
    ]
    shared = np.clip(sides[0], 0, None) * np.clip(sides[1], 0, None)
    union = areas(boxes1)[:, None] + areas(boxes2) - shared
    return shared / np.where(union == 0, 1, union)


def areas(boxes):
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def intervals(draw, kind):
    """Two intervals that "cross", lie "apart", "touch", one "inside" the other, or are the "same"."""
    a, n = draw(st.integers(0, 4)), draw(st.integers(2, 5))
    if kind == "cross":
        b = a + draw(st.integers(1, n - 1))
        end = a + n + draw(st.integers(1, 3))
    elif kind in ("apart", "touch"):
        b = a + n + (draw(st.integers(1, 4)) if kind == "apart" else 0)
        end = b + draw(st.integers(1, 4))
    elif kind == "inside":
        b = a + draw(st.integers(0, n - 2)) + 1
        end = draw(st.integers(b + 1, a + n))
    else:
        b, end = a, a + n
    pair = (a, a + n), (b, end)
    return pair[::-1] if draw(st.booleans()) else pair


@st.composite
def box_pairs(draw, kinds=(("cross", "cross"),), dtypes=(np.float64,)):
    """Arguments (boxes1, boxes2), both (1, 4). `kinds` are pairs, one kind of `intervals` for x and one for y."""
    across, down = draw(st.sampled_from(kinds))
    (xa, xb), (ya, yb) = intervals(draw, across), intervals(draw, down)
    dtype = draw(st.sampled_from(dtypes))
    return tuple(np.array([[x[0], y[0], x[1], y[1]]], dtype) for x, y in ((xa, ya), (xb, yb)))


@st.composite
def box_lists(draw, m=(1, 4), n=(1, 4), common=True, negative=False, dtypes=(np.float64,)):
    """Arguments (boxes1, boxes2) of different lengths; with `common` all boxes share a cell, so that all overlap."""
    m, n = draw(some(*m)), draw(some(*n))
    n += m == n
    side = st.integers(0, 4)
    dtype = draw(st.sampled_from(dtypes))
    lists = []
    for count in (m, n):
        boxes = np.array([[draw(side) for _ in range(4)] for _ in range(count)]).reshape(count, 4)
        if common:
            boxes += [0, 0, 5, 5]
        else:
            boxes[:, 2:] += boxes[:, :2] + 1
        lists.append((boxes - (3 if negative else 0)).astype(dtype))
    return tuple(lists)


# Boxes 10 wide and d apart have an IoU of (10 - d) / (10 + d): .818 .667 .538 | .429 .333 .25 .176
NEAR, FAR = (1, 2, 3), (4, 5, 6, 7)
# width, distance and the IoU that is exactly that number also as a float
EXACT = ((10, 6, 0.25), (9, 3, 0.5), (6, 2, 0.5), (7, 1, 0.75))
PLACES = 30  # from one place for plates to the next; boxes of different places never meet


def plate(at, *, place=0, width=10, top=0, height=4):
    return [place * PLACES + at, top, place * PLACES + at + width, top + height]


def ranks(draw, n, *, first=None):
    """n different scores; 0.9, 0.8, ... by falling rank, shuffled unless `first` is "sorted"."""
    falling = [round(0.95 - 0.05 * k, 2) for k in range(n)]
    order = list(range(n)) if first == "sorted" else draw(st.permutations(range(n)))
    return np.array([falling[k] for k in order])


@st.composite
def suppressions(draw, kinds=("near", "far", "one"), places=(1, 3), threshold=(0.5,), scores="shuffled"):
    """Arguments (boxes, scores, iou_threshold) of nms: at each place a group of boxes of one kind.

    "near" boxes all overlap by more than 0.5 and "far" ones by less; in a "chain" the middle one overlaps both ends,
    which are far from each other, and one end is the best; "pair" is any distance; "exact" sets the threshold to the
    IoU itself. Scores are "shuffled", "sorted", "tied" or "low" (below 0).
    """
    boxes, order, level = [], [], draw(st.sampled_from(threshold))
    for place in range(draw(some(*places))):
        kind = draw(st.sampled_from(kinds))
        look = {"place": place, "top": draw(st.integers(0, 2)), "height": draw(st.integers(2, 5))}
        if kind == "near":
            offsets = draw(st.lists(st.integers(0, 3), min_size=2, max_size=3, unique=True))
        elif kind == "far":
            offsets = [0, draw(st.sampled_from(FAR))]
        elif kind == "pair":
            offsets = [0, draw(st.sampled_from(NEAR + FAR))]
        elif kind == "chain":
            step, end = draw(st.sampled_from(((2, 5), (3, 4), (3, 5), (3, 6), (2, 4))))
            offsets = draw(st.sampled_from(([0, step, end], [end, end - step, 0])))  # the best first
        elif kind == "exact":
            look["width"], distance, level = draw(st.sampled_from(EXACT))
            offsets = [0, distance]
        else:
            offsets = [0]
        boxes += [plate(at, **look) for at in offsets]
        order += [(2 * place + k, kind) for k in range(len(offsets))]
    n = len(boxes)
    if scores == "tied":
        found = np.array([draw(st.sampled_from((0.5, 0.8))) for _ in range(n)])
        found[draw(st.integers(0, n - 1))] = found[0]
    elif "chain" in kinds:
        found = ranks(draw, n, first="sorted")
        shuffle = draw(st.permutations(range(n)))
        boxes, found = [boxes[k] for k in shuffle], found[list(shuffle)]
    else:
        found = ranks(draw, n, first=scores)
    if scores == "low":
        found = np.round(found - draw(st.sampled_from((1, 3))), 2)
    return np.array(boxes, float), found, level


@st.composite
def classed_suppressions(draw, classes=(2, 2), mixed="any", first=None, **how):
    """Arguments (boxes, scores, classes, iou_threshold) of class_nms; `how` is what `suppressions` takes.

    `mixed` is "any"; "ranked" gives the best scores to class 0, the next to 1, ... so that sorting by class changes
    nothing; "same" has one class only, of any number.
    """
    boxes, scores, level = draw(suppressions(**how))
    n = len(boxes)
    k = draw(some(*classes))
    if mixed == "same":
        of = np.full(n, draw(st.integers(0, 4)))
    elif mixed == "ranked":
        of = np.argsort(np.argsort(-scores, kind="stable")) * k // n
    else:
        of = np.array([draw(st.integers(0, k - 1)) for _ in range(n)])
    return boxes, scores, of.astype(int), level


@st.composite
def matches(draw, truths=(1, 3), kinds=("hit", "miss", "ghost"), repeats=(0, 1), threshold=(0.5,), scores="sorted"):
    """Arguments (boxes, scores, truths, iou_threshold) of match_detections: plates far from each other.

    Each plate is looked at by a number of boxes within `repeats`: a "hit" overlaps it by more than 0.5, a "miss" by
    less, a "ghost" lies where no plate is, "pair" is any distance, "exact" sets the threshold to the IoU itself.
    """
    boxes, there, level = [], [], draw(st.sampled_from(threshold))
    for place in range(draw(some(*truths))):
        look = {"place": place, "top": draw(st.integers(0, 2)), "height": draw(st.integers(2, 5))}
        kind = draw(st.sampled_from(kinds))
        distance = {"hit": (0, *NEAR), "miss": FAR, "ghost": (15,), "pair": NEAR + FAR}.get(kind)
        if kind == "exact":
            look["width"], only, level = draw(st.sampled_from(EXACT))
            distance = (only,)
        there.append(plate(0, **look))
        n = draw(some(*repeats)) if kind != "exact" else 1
        boxes += [plate(draw(st.sampled_from(distance)), **look) for _ in range(n)]
    if not boxes:
        boxes.append(there[0])
    n = len(boxes)
    boxes = [boxes[k] for k in draw(st.permutations(range(n)))]
    return np.array(boxes, float), ranks(draw, n, first=scores), np.array(there, float), level


@st.composite
def neighbours(draw, taken=False):
    """Arguments of match_detections with two plates that overlap, and boxes that overlap both of them by 0.5 or more.

    Each box has a plate of its own that it overlaps most; with `taken` the first two boxes have the same.
    """
    look = {"top": draw(st.integers(0, 2)), "height": draw(st.integers(2, 5))}
    left, right = ([0, 1], [4, 3]) if draw(st.booleans()) else ([4, 3], [0, 1])
    at = [draw(st.sampled_from(left)), left[1]] if taken else [left[1], draw(st.sampled_from(right))]
    if taken and draw(st.booleans()):
        at.append(right[0])
    others = [plate(0, place=1)] if draw(st.booleans()) else []
    there = [plate(0, **look), plate(4, **look), *others]
    boxes = [plate(x, **look) for x in at] + others
    there = [there[k] for k in draw(st.permutations(range(len(there))))]
    return np.array(boxes, float), ranks(draw, len(boxes), first="sorted"), np.array(there, float), 0.5


@st.composite
def flags(draw, n=(1, 7), dtype=bool):
    """Arguments (tp, num_truths) of precision_recall; mostly some truths stay unfound."""
    n = draw(some(*n))
    tp = np.array([draw(st.booleans()) for _ in range(n)], dtype)
    num_truths = max(1, int(tp.sum()) + draw(st.integers(0, 4)))
    return tp, num_truths + (num_truths == n > 1)  # else a share of the boxes is a share of the truths


@st.composite
def curves(draw, n=(3, 8), truths=(3, 4, 6, 7, 9), hits=(1, 9), method=("all",)):
    """Arguments (recall, precision, method) of average_precision, as measured on some flags.

    With 3, 4, 6, 7 or 9 truths no recall is one of 0.3, 0.6, 0.7, which multiples of 0.1 miss by a last bit.
    """
    num_truths = draw(st.sampled_from(truths))
    n = draw(some(*n))
    tp = np.array([draw(st.booleans()) for _ in range(n)], int)
    high = min(hits[1], num_truths)
    tp[np.cumsum(tp) > high] = 0
    for k in draw(st.permutations(range(n))):
        if tp.sum() < min(hits[0], n):
            tp[k] = 1
    found = np.cumsum(tp)
    return found / num_truths, found / np.arange(1, n + 1), draw(st.sampled_from(method))


@st.composite
def image_sets(
    draw,
    images=(1, 1),
    classes=(7,),
    truths=(1, 3),
    kinds=("hit", "hit", "miss", "ghost", "twice", "none"),
    absent=None,
    unseen=None,
    threshold=(0.5,),
    method=("all",),
    scores="shuffled",
):
    """Arguments (detections, truths, iou_threshold, method) of mean_average_precision.

    Each image has plates of the `classes`, and each plate is looked at as in `matches` ("twice" is a hit and another
    hit). All scores differ; within an image they are "shuffled" or "sorted". Every class has a truth. `absent` is a
    class that is found though it is nowhere, `unseen` one that is there and never found.
    """
    n_images = draw(some(*images))
    plates = [[], *([] for _ in range(n_images - 1))]
    everything = list(classes) + ([] if unseen is None else [unseen])
    for k, c in enumerate(everything):
        plates[k % n_images].append(c)
    for there in plates:
        there += [draw(st.sampled_from(everything)) for _ in range(draw(some(*truths)) - len(there))]
    looks = []
    for i, there in enumerate(plates):
        for place, c in enumerate(there):
            kind = "none" if c == unseen else draw(st.sampled_from(kinds))
            distances = {"miss": [FAR], "ghost": [(15,)], "none": [], "twice": [(0, *NEAR)] * 2, "pair": [NEAR + FAR]}
            looks += [(i, plate(draw(st.sampled_from(d)), place=place), c) for d in distances.get(kind, [(0, *NEAR)])]
    if absent is not None:
        looks += [(draw(st.integers(0, n_images - 1)), plate(0, place=0), absent)]
    scores = ranks(draw, len(looks), first=scores)
    detections = []
    for i in range(n_images):
        mine = [k for k, look in enumerate(looks) if look[0] == i]
        boxes = np.array([looks[k][1] for k in mine], float).reshape(-1, 4)
        detections.append((boxes, scores[mine], np.array([looks[k][2] for k in mine], int)))
    there = [
        (np.array([plate(0, place=k) for k in range(len(c))], float).reshape(-1, 4), np.array(c, int)) for c in plates
    ]
    return detections, there, draw(st.sampled_from(threshold)), draw(st.sampled_from(method))
