"""How a09_seeing is graded, and the mistakes we can name.

The networks of the hidden cases are made by hand: one to three layers, quarters as weights, eighths as pixels. Sums
of such numbers are exact in float32, so gradients and scores come out alike on every machine, and `atol` has to
cover divisions, roots and a softmax only.
"""

import keras
import numpy as np
import tensorflow as tf
from hypothesis import strategies as st

from autograder.rubric import Aspect, Check, Network

CLOSE = 1e-4
STEPS_CLOSE = 1e-3  # each step of a gradient ascent adds its rounding


def drawn(make, *, n=12, **settings):
    """So many cases of a kind, each from its own seed."""
    return st.integers(0, n - 1).map(lambda seed: make(np.random.default_rng(seed), **settings))


def pixels(rng, *shape):
    """From 0 to 1 in eighths."""
    return rng.integers(0, 9, shape) / 8


def quarters(rng, low, high, *shape):
    return rng.integers(low, high + 1, shape) / 4


def sides(rng, square=True, low=4, high=6):
    h = int(rng.integers(low, high + 1))
    return (h, h) if square else (h, h + int(rng.integers(1, 4)))


# ---------------------------------------------------------------- filter_grid


def filters_alike(rng, colours=1, full=True, nx=(2, 4), margin=(1, 1), square=True):
    """Filters that all hold the same numbers in another order, so that one scale fits them all."""
    fh, fw = sides(rng, square, 2, 3)
    columns = int(rng.integers(nx[0], nx[1] + 1))
    n = columns * int(rng.integers(1, 3)) + (0 if full else int(rng.integers(1, columns)))
    numbers = np.arange(fh * fw * colours, dtype=float) - 2
    # every colour has the smallest and the largest number in some filter, and none of them in all
    filters = np.stack([rng.permutation(numbers).reshape(fh, fw, colours) for _ in range(n)], axis=-1)
    return filters, columns, int(rng.integers(margin[0], margin[1] + 1))


def filters_of_their_own(rng):
    filters, nx, margin = filters_alike(rng)
    return filters * 2.0 ** np.arange(filters.shape[-1]) + np.arange(filters.shape[-1]), nx, margin


def flat_filters(rng):
    filters, nx, margin = filters_alike(rng)
    filters[..., int(rng.integers(filters.shape[-1]))] = int(rng.integers(-2, 3))
    return filters, nx, margin


def filters_by_default(rng):
    return (filters_alike(rng, nx=(8, 8), full=bool(rng.integers(2)))[0],)


filter_grid = Check(
    atol=1e-6,
    aspects=[
        Aspect("values", 4, drawn(filters_alike), ko="값", cases=6),
        Aspect("unfilled row", 3, drawn(filters_alike, full=False), ko="다 차지 않은 줄", cases=5),
        Aspect("colour", 2, drawn(filters_alike, colours=3), ko="색", cases=5),
        Aspect("own contrast", 2, drawn(filters_of_their_own), ko="필터마다 다른 대비", cases=5),
        Aspect("flat filter", 1, drawn(flat_filters), ko="값이 모두 같은 필터", cases=4),
        Aspect("margin", 2, drawn(filters_alike, margin=(0, 3)), ko="여백", cases=5),
        Aspect("non-square", 1, drawn(filters_alike, square=False), ko="정사각형이 아닐 때", cases=4),
        Aspect("default arguments", 1, drawn(filters_by_default), ko="기본값", cases=3, after="values"),
        Aspect("errors", 1, drawn(filters_alike, colours=2), ko="오류 처리", cases=3, after="values"),
        Aspect("input unchanged", 1, drawn(filters_alike), ko="입력 보존", cases=2, judge="unchanged", after="values"),
    ],
)

filter_grid.sized(
    "-(-FN // nx) * (FH + margin) + margin", axis=0, plain={"margin": 0}, FH=("filters", 0), FN=("filters", 3)
)
filter_grid.sized("nx * (FW + margin) + margin", axis=1, plain={"margin": 0}, FW=("filters", 1))


def laid_out(filters, nx, margin, scaled, *, paper=1.0, place=None):
    """The grid with another way to scale a filter, another paper, or other places."""
    FH, FW, C, FN = filters.shape
    rows = -(-FN // nx)
    grid = np.full((rows * (FH + margin) + margin, nx * (FW + margin) + margin, C), paper)
    for i in range(FN):
        row, column = place(i, rows) if place else divmod(i, nx)
        top, left = margin + row * (FH + margin), margin + column * (FW + margin)
        grid[top : top + FH, left : left + FW] = scaled(filters[..., i])
    return grid


def stretched(numbers, low=None, high=None):
    low = numbers.min() if low is None else low
    high = numbers.max() if high is None else high
    return (numbers - low) / (high - low) if high > low else np.full(numbers.shape, 0.5)


@filter_grid.mistake
def one_scale_for_all(filter_grid, filters, nx=8, margin=1):
    """Are all filters brightened by the same two numbers?
    The smallest and the largest number are taken of all filters at once, so that a weak filter is hardly seen.
    - Look at a filter whose numbers are ten times smaller than its neighbour's.
    - The smallest and the largest number belong to one filter; take them inside the loop.

    모든 필터를 같은 두 수로 밝게 만들었나요?
    최솟값과 최댓값을 모든 필터에서 한꺼번에 구해서 약한 필터는 거의 보이지 않아요.
    - 옆 필터보다 값이 열 배 작은 필터가 어떻게 보이는지 확인해 보세요.
    - 최솟값과 최댓값은 필터 하나에서 구해요. 반복문 안에서 구하세요.
    """
    return laid_out(filters, nx, margin, lambda one: stretched(one, filters.min(), filters.max()))


@filter_grid.mistake
def each_colour_for_itself(filter_grid, filters, nx=8, margin=1):
    """Is every colour of a filter stretched by itself?
    Each colour then runs from 0 to 1, and what colour the filter looks for is lost.
    - A filter that looks for red has large numbers in its red plane only. Does yours still?
    - Take one smallest and one largest number over the window and its colours together.

    필터의 색마다 따로 밝기를 맞췄나요?
    색마다 0부터 1까지 펴지므로 필터가 어떤 색을 찾는지 알 수 없게 돼요.
    - 빨간색을 찾는 필터는 빨강 채널의 값만 커요. 결과에서도 그런가요?
    - 최솟값과 최댓값을 창과 색 전체에서 하나씩만 구하세요.
    """
    return laid_out(
        filters, nx, margin, lambda one: np.stack([stretched(one[..., c]) for c in range(one.shape[-1])], -1)
    )


@filter_grid.mistake
def channel_0_only(filter_grid, filters, nx=8, margin=1):
    """Is only the first colour shown?
    The grid is grey where the filters have three colours.
    - What colour does this filter look for? One plane cannot tell.
    - The last axis of the grid is as long as the third axis of filters.

    첫 번째 색만 보여 주고 있나요?
    필터에 색이 셋인데 격자가 회색이에요.
    - 이 필터는 어떤 색을 찾나요? 채널 하나만 봐서는 알 수 없어요.
    - 격자의 마지막 축은 filters의 세 번째 축과 길이가 같아요.
    """
    return filter_grid(filters[:, :, :1], nx, margin)


@filter_grid.mistake
def axis_order(filter_grid, filters, nx=8, margin=1):
    """Which axis counts the filters?
    The first axis is taken for the number of filters, as in the NumPy lessons; in Keras it is the last one.
    - Print the shape of a Conv2D layer's weights and compare it with its number of filters.
    - Keras keeps them as (FH, FW, C, FN): filter i is all of the first three axes at i of the last.

    필터 개수는 어느 축에 있나요?
    NumPy 과제처럼 첫 번째 축을 필터 개수로 봤어요. Keras에서는 마지막 축이에요.
    - Conv2D 층의 가중치 모양을 출력해서 필터 개수와 비교해 보세요.
    - Keras는 (FH, FW, C, FN) 순서로 보관해요. 필터 i는 마지막 축의 i번째, 앞의 세 축 전부예요.
    """
    return filter_grid(np.transpose(filters, (2, 3, 1, 0)), nx, margin)


@filter_grid.mistake
def last_row_lost(filter_grid, filters, nx=8, margin=1):
    """Where are the last filters?
    The number of rows is rounded down, so that filters which do not fill a row are left out.
    - How many rows do 30 filters need, 8 per row?
    - Round the division up.

    마지막 필터들은 어디에 있나요?
    줄 수를 내림해서, 한 줄을 다 채우지 못하는 필터가 빠졌어요.
    - 필터 30개를 한 줄에 8개씩 놓으면 몇 줄이 필요한가요?
    - 나눗셈을 올림하세요.
    """
    return filter_grid(filters[..., : filters.shape[-1] // nx * nx], nx, margin)


@filter_grid.mistake
def no_room_for_the_last_row(filter_grid, filters, nx=8, margin=1):
    """Is there room in the grid for the last filters?
    The number of rows is rounded down, and the first filter of the row that is not full has nowhere to go.
    - How many rows do 30 filters need, 8 per row? And how many has your grid?
    - Round the division up.

    마지막 필터들이 들어갈 자리가 있나요?
    줄 수를 내림해서, 다 차지 않는 줄의 첫 필터가 갈 곳이 없어요.
    - 필터 30개를 한 줄에 8개씩 놓으면 몇 줄이 필요한가요? 격자에는 몇 줄이 있나요?
    - 나눗셈을 올림하세요.
    """
    if filters.shape[-1] % nx:
        raise ValueError("could not broadcast a filter into an empty place")
    return filter_grid(filters, nx, margin)


@filter_grid.mistake
def no_margin_outside(filter_grid, filters, nx=8, margin=1):
    """Is there a margin around the whole grid, too?
    The margin lies between the filters only.
    - Count the white columns of one row of two filters: there are three strips, not two minus one.
    - Start the first filter at `margin`, not at 0.

    격자 바깥 둘레에도 여백이 있나요?
    여백이 필터 사이에만 있어요.
    - 필터 두 개가 놓인 줄에서 흰 세로띠를 세어 보세요. 하나가 아니라 셋이에요.
    - 첫 번째 필터를 0이 아니라 `margin`에서 시작하세요.
    """
    grid = filter_grid(filters, nx, margin)
    return grid[margin : len(grid) - margin, margin : grid.shape[1] - margin]


@filter_grid.mistake
def black_margin(filter_grid, filters, nx=8, margin=1):
    """What colour is the paper?
    Margins and empty places are 0 (black); they have to be 1 (white).
    - Look at one number of the margin.
    - Start from ones.

    바탕은 무슨 색인가요?
    여백과 빈자리가 0(검은색)이에요. 1(흰색)이어야 해요.
    - 여백의 숫자를 하나 출력해 보세요.
    - 1로 채운 배열에서 시작하세요.
    """
    return laid_out(filters, nx, margin, stretched, paper=0.0)


@filter_grid.mistake
def columns_first(filter_grid, filters, nx=8, margin=1):
    """Does the second filter stand beside the first, or below it?
    The grid is filled column by column.
    - The first row holds the filters 0 to nx - 1.
    - Row and column of filter i are the quotient and the rest of i divided by nx.

    두 번째 필터가 첫 번째의 오른쪽에 있나요, 아래에 있나요?
    격자를 세로로 채웠어요.
    - 첫 줄에는 0번부터 nx - 1번까지 필터가 놓여요.
    - 필터 i의 행과 열은 i를 nx로 나눈 몫과 나머지예요.
    """
    return laid_out(filters, nx, margin, stretched, place=lambda i, rows: (i % rows, i // rows))


@filter_grid.mistake
def only_divided_by_the_largest(filter_grid, filters, nx=8, margin=1):
    """Where do negative numbers go?
    Each filter is divided by its largest number and nothing is taken off first, so negative weights stay negative.
    - What is the smallest number of your grid? A picture ends at 0.
    - Take off the smallest number of the filter before dividing, and divide by the distance between the two.

    음수는 어디로 가나요?
    필터를 최댓값으로 나누기만 하고 먼저 빼는 값이 없어서 음수 가중치가 음수로 남아요.
    - 격자에서 가장 작은 수를 출력해 보세요. 그림의 값은 0에서 끝나요.
    - 나누기 전에 필터의 최솟값을 빼고, 최댓값과 최솟값의 차이로 나누세요.
    """
    return laid_out(filters, nx, margin, lambda one: one / one.max() if one.max() else np.full(one.shape, 0.5))


@filter_grid.mistake
def flat_is_not_grey(filter_grid, filters, nx=8, margin=1):
    """What becomes of a filter whose numbers are all the same?
    Its largest and its smallest number are equal, so there is nothing to divide by; it has to be 0.5 everywhere.
    - Try filters full of zeros.
    - Ask whether the two numbers differ before you divide.

    숫자가 모두 같은 필터는 어떻게 되나요?
    최댓값과 최솟값이 같아서 나눌 수가 없어요. 이런 필터는 모두 0.5여야 해요.
    - 0으로 채운 필터를 넣어 보세요.
    - 나누기 전에 두 수가 다른지 확인하세요.
    """
    return laid_out(filters, nx, margin, lambda one: stretched(one) if one.max() > one.min() else one * 0.0)


# ---------------------------------------------------------------- networks made by hand


def network(rng, shape, filters, *, layers=1, pool=False, norm=False, signs=False, head="average", classes=3):
    """A small network and a class that has the highest score whatever the image: its bias is large.

    Args:
        filters: of every convolution.
        signs: weights below 0, too; else every map is positive and no ReLU does anything.
        head: "average" (of each map) or "flat" (every place has weights of its own).
    """
    low = -4 if signs else 1
    (h, w, depth), names, weights = shape, [], []
    for i in range(1, layers + 1):
        names.append(("Conv2D", f"conv{i}", filters, 3, "same", "relu"))
        weights += [quarters(rng, low, 4, 3, 3, depth, filters), quarters(rng, 1, 4, filters)]
        depth = filters
        if norm:
            names.append(("BatchNormalization", f"norm{i}"))
            weights += [quarters(rng, 2, 6, depth), quarters(rng, 1, 4, depth), quarters(rng, 0, 8, depth)]
            weights.append(quarters(rng, 2, 9, depth))
        if pool:
            names.append(("MaxPooling2D", f"pool{i}", 2))
            h, w = h // 2, w // 2
    flat = head == "flat"
    names += [("Flatten", "flat") if flat else ("GlobalAveragePooling2D", "average")]
    names += [("Dense", "scores", classes, "linear")]
    weights.append(quarters(rng, low, 6, h * w * depth if flat else depth, classes))
    weights.append(np.array([60.0, *quarters(rng, -4, 4, classes - 1)]))
    return Network(shape, names, weights)


# ---------------------------------------------------------------- feature_maps


def looked_into(rng, layer="conv1", square=True, colours=1, filters=2, **like):
    shape = (*sides(rng, square), colours)
    return network(rng, shape, filters, **like), pixels(rng, *shape), layer


def no_such_layer(rng):
    model, image, _ = looked_into(rng)
    return model, image, "conv9"


def tower(rng, n=9):
    """Each pixel by itself through n layers, so that who counts on a fixed number of them does not reach the last."""
    shape = (*sides(rng), 3)
    names, weights, depth = [], [], shape[-1]
    for i in range(1, n + 1):
        names.append(("Conv2D", f"conv{i}", 2, 1, "same", "relu"))
        weights += [rng.integers(1, 3, (1, 1, depth, 2)) / 2, quarters(rng, 0, 2, 2)]
        depth = 2
    return Network(shape, names, weights), pixels(rng, *shape), f"conv{n}"


DEEPER = {"layer": "conv2", "layers": 2, "pool": True}

feature_maps = Check(
    atol=CLOSE,
    aspects=[
        Aspect("values", 4, drawn(looked_into), ko="값", cases=5),
        Aspect("non-square", 2, drawn(looked_into, square=False, colours=3), ko="정사각형이 아닐 때", cases=4),
        Aspect("negative sums", 2, drawn(looked_into, signs=True), ko="음수 합", cases=4),
        # of three colours: an image of one without its batch axis is taken for a batch, and what comes of that differs
        # from machine to machine
        Aspect(
            "deeper layer", 3, drawn(looked_into, colours=3, **DEEPER) | drawn(tower, n=1), ko="더 깊은 층", cases=5
        ),
        Aspect("vector", 1, drawn(looked_into, layer="scores"), ko="벡터", cases=3),
        Aspect("inference", 2, drawn(looked_into, layer="norm1", norm=True), ko="추론 모드", cases=4),
        Aspect("errors", 1, drawn(no_such_layer), ko="오류 처리", cases=2, after="values"),
    ],
)


@feature_maps.mistake
def previous_layer(feature_maps, model, image, layer_name):
    """Is this the layer that was asked for?
    The output is that of the layer before it. A number counted from 0 and one counted from 1 differ by one.
    - Print the name of the layer that you take, and the name that was asked for.
    - Ask the model for a layer by its name; no counting is needed.

    요청한 층이 맞나요?
    바로 앞 층의 출력이에요. 0부터 센 번호와 1부터 센 번호는 하나 차이가 나요.
    - 지금 쓰는 층의 이름과 요청한 이름을 함께 출력해 보세요.
    - 모델에서 층을 이름으로 찾으세요. 번호를 셀 필요가 없어요.
    """
    names = [layer.name for layer in model.layers]
    return feature_maps(model, image, names[names.index(layer_name) - 1])


@feature_maps.mistake
def first_eight_layers_only(feature_maps, model, image, layer_name):
    """Can your function look into every layer?
    It makes outputs of the first eight layers only, as in a book whose network has no more that are worth a look.
    - Ask for a layer far behind, in a model of more than eight layers.
    - Only one output is needed: that of the layer with this name.

    모든 층을 들여다볼 수 있나요?
    앞의 여덟 층만 출력으로 만들었어요. 볼 만한 층이 여덟 개뿐인 책 속 신경망에나 맞는 방법이에요.
    - 층이 여덟 개가 넘는 모델에서 뒤쪽에 있는 층을 요청해 보세요.
    - 출력은 하나면 돼요. 그 이름을 가진 층의 출력이에요.
    """
    if [layer.name for layer in model.layers].index(layer_name) >= 8:
        raise IndexError("list index out of range")
    return feature_maps(model, image, layer_name)


@feature_maps.mistake
def no_batch_axis(feature_maps, model, image, layer_name):
    """Was the image given to the model as it is?
    Keras takes a batch of images, and a single one is a batch of one.
    - Compare image.shape with model.input_shape: one of them has an axis more.
    - Put an axis of length 1 in front, image[None].

    이미지를 그대로 모델에 넣었나요?
    Keras는 이미지의 배치를 받아요. 한 장이면 한 장짜리 배치예요.
    - image.shape와 model.input_shape를 비교해 보세요. 축이 하나 더 있는 쪽이 있어요.
    - 앞에 길이가 1인 축을 붙이세요. image[None]이에요.
    """
    return part_of(model, layer_name)(image, training=False).numpy()


@feature_maps.mistake
def row_0_for_image_0(feature_maps, model, image, layer_name):
    """What is number 0 of the answer, if no batch went in?
    The image was given to the model as it is, and then [0] was taken: its first row passes for an image.
    - Print image.shape and model.input_shape: one of them has an axis more.
    - Put an axis of length 1 in front of the image, image[None]; then [0] takes it off again.

    배치를 넣지 않았다면 답의 0번은 무엇인가요?
    이미지를 그대로 모델에 넣고 [0]을 꺼내서, 이미지의 첫 행이 이미지 한 장 행세를 해요.
    - image.shape와 model.input_shape를 출력해 보세요. 축이 하나 더 있는 쪽이 있어요.
    - 이미지 앞에 길이가 1인 축을 붙이세요. image[None]이에요. 그러면 [0]이 그 축을 다시 떼어 내요.
    """
    return part_of(model, layer_name)(image, training=False).numpy()[0]


@feature_maps.mistake
def batch_axis_left(feature_maps, model, image, layer_name):
    """Is there still a batch in the answer?
    One image went in, so that one set of maps comes out: the first axis, of length 1, has to go.
    - Print the shape of the answer: it should be (h, w, channels).
    - Take image 0 of the batch.

    답에 배치 축이 남아 있나요?
    이미지 한 장을 넣었으니 특징맵도 한 벌만 나와야 해요. 길이가 1인 첫 축을 없애세요.
    - 답의 모양을 출력해 보세요. (h, w, channels)여야 해요.
    - 배치에서 0번 이미지의 것만 꺼내세요.
    """
    return feature_maps(model, image, layer_name)[None]


@feature_maps.mistake
def channels_first(feature_maps, model, image, layer_name):
    """Where are the channels?
    They were moved to the front; Keras has them last, and so should the answer.
    - Print the shape before and after your last line.
    - Leave the axes as they come.

    채널은 몇 번째 축인가요?
    채널을 맨 앞으로 옮겼어요. Keras에서는 마지막 축이고 답도 그래야 해요.
    - 마지막 줄 앞뒤에서 모양을 출력해 보세요.
    - 축의 순서를 그대로 두세요.
    """
    return np.moveaxis(feature_maps(model, image, layer_name), -1, 0)


@feature_maps.mistake
def training_true(feature_maps, model, image, layer_name):
    """Is the network still learning while you look?
    In training mode batch normalisation uses this one image's own mean and spread, and dropout drops at random.
    - Run it on two images: does a map of the first one depend on what came with it?
    - Call the model with training=False.

    들여다보는 동안에도 학습 모드인가요?
    학습 모드에서 배치 정규화는 이 이미지 한 장의 평균과 분산을 쓰고, 드롭아웃은 무작위로 값을 버려요.
    - 두 번 실행해 보세요. 결과가 같은가요?
    - training=False로 모델을 부르세요.
    """
    return part_of(model, layer_name)(image[None], training=True).numpy()[0]


@feature_maps.mistake
def pre_activation(feature_maps, model, image, layer_name):
    """Are there negative numbers in a map that comes out of a ReLU?
    This is the sum before the activation; the output of the layer is what comes after it.
    - What is the smallest number of your map?
    - layer.output is already what you want: convolution, bias and activation.

    ReLU를 지난 특징맵에 음수가 있나요?
    활성화 함수 앞의 합이에요. 층의 출력은 활성화 함수를 지난 값이에요.
    - 특징맵에서 가장 작은 수를 출력해 보세요.
    - layer.output이 바로 원하는 값이에요. 합성곱, 편향, 활성화까지 들어 있어요.
    """
    layer = model.get_layer(layer_name)
    if hasattr(layer, "activation"):
        layer.activation = keras.activations.linear
    return feature_maps(model, image, layer_name)


def part_of(model, layer_name):
    return keras.Model(model.input, model.get_layer(layer_name).output)


# ---------------------------------------------------------------- top_patches


TURNED = ("Conv2D", "conv2", 1, 1, "same", "relu")  # bright where the first map before it is dark


def spots(rng, square=True, filters=1, k=(1, 3), channel=0, tie=False, crowded=False):
    """Dark images with bright pixels, under a 2x2 filter whose best place is known at sight; another layer follows."""
    h, w = sides(rng, square)
    n = int(rng.integers(4, 6))
    images = np.zeros((n, h, w, 1))
    for i, brightness in enumerate(rng.permutation(np.arange(3, 3 + n))):
        inside = int(rng.integers(h - 1)), int(rng.integers(w - 1))
        images[(i, *inside)] = brightness / 8
    if crowded:  # one image has the two strongest places
        i = int(rng.integers(n))
        images[i] = 0
        images[i, 0, 0], images[i, h - 2, w - 2] = 1.0, 0.875 + 0.125 / 2
    if tie:  # two images and two places alike, and brighter than all others
        first, second = sorted(rng.choice(n, 2, replace=False).tolist())
        images[[first, second]] = 0
        images[first, 0, w - 2] = images[first, h - 2, 0] = images[second, 1, 1] = 1.125
    # the maps of other channels are brightest elsewhere: they look for the dark
    weights = np.zeros((2, 2, 1, filters))
    weights[0, 0, 0, :] = [1.0 if i == channel else -1.0 - i for i in range(filters)]
    weights[1, 1, 0, :] = -0.0625
    bias = np.where(np.arange(filters) == channel, 0.5, 4.0)
    layers = [("Conv2D", "conv1", filters, 2, "valid", "relu"), TURNED]
    turned = [np.reshape([-1.0] + [0.0] * (filters - 1), (1, 1, filters, 1)), np.full(1, 8.0)]
    model = Network((h, w, 1), layers, [weights, bias, *turned])
    return model, "conv1", channel, images, int(rng.integers(k[0], k[1] + 1))


def many_alike(rng):
    """Twenty images that reach three strengths: of so many, a sort that minds no order exchanges equal ones."""
    model, layer, channel, *_ = spots(rng)
    h, w, _ = model.shape
    images = np.zeros((20, h, w, 1))
    for image in images:
        image[rng.integers(h - 1), rng.integers(w - 1)] = rng.integers(2, 5) / 8
    return model, layer, channel, images, int(rng.integers(3, 21))


def two_colours(rng):
    """A pixel of each colour in each image. The network has learnt that the second colour is weak and takes it four
    times; measured by what the batch itself holds, it would come second in some images."""
    h, w = sides(rng)
    n = int(rng.integers(4, 6))
    images = np.zeros((n, h, w, 2))
    for image, strong, weak in zip(images, rng.permutation(n), rng.permutation(n), strict=True):
        first, second = rng.choice(h * w, 2, replace=False)
        image[divmod(first, w)] = [(8 + strong) / 16, 0]
        image[divmod(second, w)] = [0, (3 + weak) / 16]
    layers = [("BatchNormalization", "norm1"), ("Conv2D", "conv1", 1, 1, "valid", "relu"), TURNED]
    learnt = [np.ones(2), np.zeros(2), np.zeros(2), np.array([1, 0.0625])]
    weights = [*learnt, np.ones((1, 1, 2, 1)), np.zeros(1), -np.ones((1, 1, 1, 1)), np.full(1, 8.0)]
    return Network((h, w, 2), layers, weights), "conv1", 0, images, n


def smooth(rng):
    """Images where the brightest place and the largest average are not in the same one."""
    model, layer, channel, images, _ = spots(rng)
    dullest = int(images.max(axis=(1, 2, 3)).argmin())
    images[dullest] = 0.25
    return model, layer, channel, images, 2


def another_channel(rng):
    filters = int(rng.integers(2, 4))
    return spots(rng, filters=filters, channel=int(rng.integers(1, filters)))


top_patches = Check(
    atol=0,
    aspects=[
        Aspect("values", 4, drawn(spots), ko="값", cases=6),
        Aspect("channels", 2, drawn(another_channel), ko="채널", cases=5),
        Aspect("one per image", 3, drawn(spots, crowded=True, k=(2, 3)), ko="이미지마다 하나", cases=5),
        Aspect("peak", 1, drawn(smooth), ko="가장 센 곳", cases=4),
        Aspect("ties", 2, drawn(spots, tie=True, k=(2, 3)) | drawn(many_alike), ko="같은 값", cases=7),
        Aspect("non-square", 2, drawn(spots, square=False), ko="정사각형이 아닐 때", cases=5),
        Aspect("few images", 1, drawn(spots, k=(7, 9)), ko="이미지가 모자랄 때", cases=4),
        Aspect("inference", 1, drawn(two_colours), ko="추론 모드", cases=4),
    ],
)


def ranked(model, layer_name, channel, images, strength):
    maps = part_of(model, layer_name)(images, training=False).numpy()[..., channel]
    flat = maps.reshape(len(maps), -1)
    return maps, flat, np.argsort(-strength(flat), kind="stable")


@top_patches.mistake
def many_per_image(top_patches, model, layer_name, channel, images, k):
    """May one image come twice?
    The k strongest places of all images are taken, so that one loud image fills the list.
    - Count how often each image stands in your answer.
    - Find the best place of every image first, then sort the images.

    한 이미지가 두 번 나와도 되나요?
    모든 이미지를 통틀어 가장 센 k곳을 골라서, 반응이 큰 이미지 한 장이 목록을 채워요.
    - 답에 각 이미지가 몇 번 나오는지 세어 보세요.
    - 먼저 이미지마다 가장 센 곳을 찾고, 그다음 이미지를 정렬하세요.
    """
    maps, flat, _ = ranked(model, layer_name, channel, images, lambda flat: flat.max(axis=1))
    order = np.argsort(-flat.reshape(-1), kind="stable")[:k]
    return np.array([np.unravel_index(int(i), maps.shape) for i in order])


@top_patches.mistake
def weakest_first(top_patches, model, layer_name, channel, images, k):
    """Which end of the sorted list was taken?
    argsort puts the smallest first, and these are the images that answer least.
    - Print the strongest activation of every image beside your answer.
    - Sort what is turned round in sign, and keep the sort stable.

    정렬한 목록의 어느 쪽 끝을 가져왔나요?
    argsort는 작은 것부터 늘어놓아요. 지금 고른 것은 반응이 가장 약한 이미지예요.
    - 이미지마다 가장 센 활성값을 답 옆에 출력해 보세요.
    - 부호를 바꾼 값을 정렬하고, 안정 정렬을 쓰세요.
    """
    _, flat, order = ranked(model, layer_name, channel, images, lambda flat: -flat.max(axis=1))
    wide = part_of(model, layer_name).output_shape[2]
    return np.array([(n, *divmod(int(flat[n].argmax()), wide)) for n in order[:k]])


@top_patches.mistake
def last_of_equals(top_patches, model, layer_name, channel, images, k):
    """Which of two equal images comes first?
    A list sorted upwards and then turned round puts the later one first.
    - Try two images that are the same.
    - Sort the negative strengths with a stable sort instead of turning the list round.

    값이 같은 두 이미지 중 어느 것이 먼저인가요?
    오름차순으로 정렬한 뒤 뒤집으면 뒤쪽 이미지가 먼저 와요.
    - 똑같은 이미지 두 장으로 시험해 보세요.
    - 목록을 뒤집지 말고, 부호를 바꾼 값을 안정 정렬하세요.
    """
    _, flat, _ = ranked(model, layer_name, channel, images, lambda flat: flat.max(axis=1))
    wide = part_of(model, layer_name).output_shape[2]
    order = np.argsort(flat.max(axis=1), kind="stable")[::-1][:k]
    return np.array([(n, *divmod(int(flat[n].argmax()), wide)) for n in order])


@top_patches.mistake
def ranked_by_the_mean(top_patches, model, layer_name, channel, images, k):
    """What makes an image strong: its best place, or all of them together?
    The images are ranked by the average of the map; a pattern that occurs once is then lost in the rest.
    - Compare the average and the maximum of a map that is dark but for one place.
    - Rank by the maximum.

    이미지의 순위를 정하는 것은 가장 센 한 곳인가요, 전체의 평균인가요?
    특징맵의 평균으로 순위를 정했어요. 한 번만 나오는 무늬는 나머지에 묻혀 버려요.
    - 한 곳만 밝은 특징맵의 평균과 최댓값을 비교해 보세요.
    - 최댓값으로 순위를 정하세요.
    """
    _, flat, order = ranked(model, layer_name, channel, images, lambda flat: flat.mean(axis=1))
    wide = part_of(model, layer_name).output_shape[2]
    return np.array([(n, *divmod(int(flat[n].argmax()), wide)) for n in order[:k]])


@top_patches.mistake
def column_before_row(top_patches, model, layer_name, channel, images, k):
    """Which comes first, the row or the column?
    The two are swapped, as in (x, y) of a drawing.
    - Put one bright pixel near the upper right corner and look at the answer.
    - Each line is (image, row, column), as you would index images.

    행이 먼저인가요, 열이 먼저인가요?
    그림의 (x, y)처럼 둘이 뒤바뀌었어요.
    - 오른쪽 위 모서리 근처에 밝은 픽셀을 하나 두고 답을 확인해 보세요.
    - 한 줄은 (이미지, 행, 열)이에요. images를 인덱싱하는 순서와 같아요.
    """
    return top_patches(model, layer_name, channel, images, k)[:, [0, 2, 1]]


@top_patches.mistake
def always_channel_0(top_patches, model, layer_name, channel, images, k):
    """Was the channel asked for?
    The answer is that of channel 0, whatever `channel` says.
    - Call it with two channels and compare.
    - The channel is the last axis of the maps.

    요청한 채널을 봤나요?
    `channel`이 무엇이든 0번 채널의 답이 나와요.
    - 채널을 둘로 바꿔 부르고 비교해 보세요.
    - 채널은 특징맵의 마지막 축이에요.
    """
    return top_patches(model, layer_name, 0, images, k)


@top_patches.mistake
def filled_up(top_patches, model, layer_name, channel, images, k):
    """What if there are fewer images than k?
    The answer was filled up to k lines. There are only as many as there are images.
    - Call it with two images and k = 5.
    - A slice that reaches too far simply ends.

    이미지가 k장보다 적으면 어떻게 하나요?
    답을 k줄까지 채웠어요. 줄은 이미지 수만큼만 있어야 해요.
    - 이미지 두 장과 k = 5로 불러 보세요.
    - 범위를 넘는 슬라이스는 그냥 끝에서 멈춰요.
    """
    found = top_patches(model, layer_name, channel, images, k)
    return np.concatenate([found, np.zeros((max(0, k - len(found)), 3), int)])


# ---------------------------------------------------------------- saliency


def asked(rng, square=True, colours=1, other_class=False, filters=2, classes=3, **like):
    """A network, an image, and the class with the highest score or another one."""
    shape = (*sides(rng, square), colours)
    chosen = int(rng.integers(1, classes)) if other_class else 0
    return network(rng, shape, filters, classes=classes, **like), pixels(rng, *shape), chosen


def from_0_to_1(rng, colours=1, low=0, other_class=False):
    """Slopes that run from 0 to 1 as they are, for each class elsewhere, so that stretching changes nothing.

    Whoever stretches and makes another mistake, too, shows here what the other one is. In the first colour no weight
    is below 0, so that also the largest slopes with their signs run from 0 to 1.
    """
    kernel = quarters(rng, low, 3, 3, 3, colours, 1)
    kernel[:, :, 0] = np.abs(kernel[:, :, 0])
    kernel[(*rng.integers(0, 3, 2), 0, 0)] = 1
    places = np.zeros((4, 4, 3))
    for i, place in enumerate(rng.permutation([(1, 1), (1, 2), (2, 1)])):
        places[(*place, i)] = 1
    layers = [("Conv2D", "conv1", 1, 3, "same", "relu"), ("Flatten", "flat"), ("Dense", "scores", 3, "linear")]
    weights = [kernel, np.full(1, 16.0), places.reshape(16, 3), np.array([60.0, 0, 0])]
    shape = (4, 4, colours)
    return Network(shape, layers, weights), pixels(rng, *shape), int(rng.integers(1, 3)) if other_class else 0


TOGETHER = {"layers": 2, "pool": True, "norm": True, "signs": True, "colours": 3, "head": "flat", "square": False}

saliency = Check(
    atol=CLOSE,
    aspects=[
        Aspect("values", 4, drawn(asked), ko="값", cases=5),
        Aspect("channels", 3, drawn(asked, colours=3), ko="채널", cases=5),
        Aspect("sign", 3, drawn(asked, signs=True, filters=1), ko="부호", cases=5),
        Aspect(
            "class",
            3,
            drawn(asked, other_class=True) | drawn(from_0_to_1, n=2, other_class=True),
            ko="클래스",
            cases=5,
        ),
        Aspect("non-square", 2, drawn(asked, square=False), ko="정사각형이 아닐 때", cases=4),
        Aspect(
            "together",
            2,
            drawn(asked, **TOGETHER) | drawn(from_0_to_1, n=2, colours=3, low=-3),
            ko="한꺼번에",
            cases=5,
        ),
        Aspect("input unchanged", 1, drawn(asked), ko="입력 보존", cases=2, judge="unchanged", after="values"),
    ],
)


def slopes(model, image, class_index, *, of=lambda scores: scores):
    """The gradient of a score, (H, W, C)."""
    x = tf.convert_to_tensor(image[None], "float32")
    with tf.GradientTape() as tape:
        tape.watch(x)
        score = of(model(x, training=False))[0, class_index]
    return tape.gradient(score, x).numpy()[0]


def highest(model, image):
    return int(model(image[None], training=False).numpy()[0].argmax())


@saliency.mistake
def signed(saliency, model, image, class_index):
    """Can a pixel matter less than nothing?
    The largest gradient over the channels is taken with its sign, so that what speaks against the class is lost.
    - What is the smallest number of your map? It should not be negative.
    - A pixel matters as much when it lowers the score: take the absolute value before the maximum.

    픽셀의 중요도가 0보다 작을 수 있나요?
    채널에서 기울기의 최댓값을 부호째로 구했어요. 그래서 점수를 낮추는 픽셀이 사라져요.
    - 결과에서 가장 작은 수를 출력해 보세요. 음수면 안 돼요.
    - 점수를 낮추는 픽셀도 똑같이 중요해요. 최댓값을 구하기 전에 절댓값을 구하세요.
    """
    return slopes(model, image, class_index).max(axis=-1)


@saliency.mistake
def prob_not_score(saliency, model, image, class_index):
    """Is it the score that is differentiated, or a probability?
    A softmax stands in between. Through it every other class has a part in the gradient, and it fades where the
    network is sure.
    - Is the map almost black for an image that is recognised well?
    - Take the number that comes out of the model as it is.

    점수를 미분했나요, 확률을 미분했나요?
    사이에 소프트맥스가 있어요. 그러면 다른 클래스도 모두 기울기에 섞이고, 신경망이 확신할수록 기울기가 0에 가까워져요.
    - 잘 알아보는 이미지에서 결과가 거의 까맣지 않나요?
    - 모델에서 나온 수를 그대로 쓰세요.
    """
    return np.abs(slopes(model, image, class_index, of=tf.nn.softmax)).max(axis=-1)


@saliency.mistake
def wrong_class(saliency, model, image, class_index):
    """Which class did the caller ask about?
    The highest score was differentiated, not that of `class_index`.
    - Call it for two classes: are the maps the same?
    - Pick the score at class_index.

    어느 클래스에 대해 물었나요?
    `class_index`의 점수가 아니라 가장 높은 점수를 미분했어요.
    - 두 클래스로 각각 불러 보세요. 결과가 똑같지 않나요?
    - class_index 자리의 점수를 쓰세요.
    """
    return saliency(model, image, highest(model, image))


@saliency.mistake
def all_scores_together(saliency, model, image, class_index):
    """Is one score differentiated, or the sum of all?
    tape.gradient of several numbers is the gradient of their sum.
    - Print the shape of what you differentiate: it should be a single number.
    - Pick one score inside the tape.

    점수 하나를 미분했나요, 모든 점수의 합을 미분했나요?
    숫자가 여럿이면 tape.gradient는 그 합의 기울기를 구해요.
    - 미분하는 값의 모양을 출력해 보세요. 숫자 하나여야 해요.
    - 테이프 안에서 점수 하나를 고르세요.
    """
    x = tf.convert_to_tensor(image[None], "float32")
    with tf.GradientTape() as tape:
        tape.watch(x)
        scores = model(x, training=False)
    return np.abs(tape.gradient(scores, x).numpy()[0]).max(axis=-1)


@saliency.mistake
def summed_over_channels(saliency, model, image, class_index):
    """How do three channels become one number?
    The absolute gradients are added up; the map keeps the largest of the three.
    - Try a colour image and one of its channels alone.
    - Take the maximum over the last axis.

    채널 셋이 어떻게 숫자 하나가 되나요?
    기울기의 절댓값을 모두 더했어요. 셋 중 가장 큰 것만 남겨야 해요.
    - 컬러 이미지와 채널이 하나인 이미지로 비교해 보세요.
    - 마지막 축에서 최댓값을 구하세요.
    """
    return np.abs(slopes(model, image, class_index)).sum(axis=-1)


@saliency.mistake
def averaged_over_channels(saliency, model, image, class_index):
    """Is it the largest of the channels, or their average?
    The absolute gradients are averaged; the map keeps the largest of the three.
    - A pixel that matters in its red only should be as bright as its red.
    - Take the maximum over the last axis.

    채널의 최댓값인가요, 평균인가요?
    기울기 절댓값의 평균을 구했어요. 셋 중 가장 큰 것을 남겨야 해요.
    - 빨강만 중요한 픽셀은 빨강의 기울기만큼 밝아야 해요.
    - 마지막 축에서 최댓값을 구하세요.
    """
    return np.abs(slopes(model, image, class_index)).mean(axis=-1)


@saliency.mistake
def times_the_image(saliency, model, image, class_index):
    """Is the gradient multiplied by the image?
    That is another map, "gradient times input": every black pixel is then unimportant.
    - Look at a pixel that is 0 in the image.
    - Leave the gradient as it is.

    기울기에 이미지를 곱했나요?
    그것은 "기울기 x 입력"이라는 다른 방법이에요. 그러면 검은 픽셀은 모두 중요하지 않은 것이 돼요.
    - 이미지에서 값이 0인 픽셀을 확인해 보세요.
    - 기울기를 그대로 쓰세요.
    """
    return np.abs(slopes(model, image, class_index) * image).max(axis=-1)


@saliency.mistake
def scaled_to_one(saliency, model, image, class_index):
    """Is the map divided by its largest number?
    A picture looks the same, but maps of two classes or two images cannot be compared any more.
    - What is the largest number of your map?
    - Return the gradients themselves; matplotlib stretches them when it draws.

    결과를 최댓값으로 나눴나요?
    그림은 같아 보이지만 두 클래스나 두 이미지의 결과를 비교할 수 없게 돼요.
    - 결과에서 가장 큰 수를 출력해 보세요.
    - 기울기 값을 그대로 돌려주세요. 그릴 때는 matplotlib이 알아서 펴 줘요.
    """
    found = saliency(model, image, class_index)
    return found / found.max() if found.max() else found


@saliency.mistake
def stretched_from_0_to_1(saliency, model, image, class_index):
    """Does every map of yours begin at 0 and end at 1?
    The smallest number is taken off, and the rest is divided by the distance to the largest. How much a pixel
    matters can then be neither read from the map nor compared with another one.
    - What are the smallest and the largest number of your map, for two images?
    - Return the gradients themselves; matplotlib stretches them when it draws.

    결과가 언제나 0에서 시작해 1에서 끝나지 않나요?
    최솟값을 빼고 최댓값과 최솟값의 차이로 나눴어요. 그러면 픽셀이 얼마나 중요한지 알 수 없고 다른 결과와 비교할
    수도 없어요.
    - 이미지 두 장에서 결과의 최솟값과 최댓값을 출력해 보세요.
    - 기울기 값을 그대로 돌려주세요. 그릴 때는 matplotlib이 알아서 펴 줘요.
    """
    found = saliency(model, image, class_index)
    return (found - found.min()) / np.ptp(found) if np.ptp(found) else np.zeros_like(found)


@saliency.mistake
def zero_divided_by_zero(saliency, model, image, class_index):
    """What if no pixel changes the score?
    Then all numbers of the map are 0, and 0 / 0 is not a number.
    - Try a network whose ReLU lets nothing through.
    - Nothing has to be divided here: return the gradients as they are.

    점수를 바꾸는 픽셀이 하나도 없으면 어떻게 하나요?
    그러면 결과가 모두 0이고, 0 / 0은 수가 아니에요.
    - ReLU가 아무것도 통과시키지 않는 신경망으로 시험해 보세요.
    - 여기서는 나눌 필요가 없어요. 기울기 값을 그대로 돌려주세요.
    """
    found = saliency(model, image, class_index)
    return found if found.any() else np.full(found.shape, np.nan)


@saliency.mistake
def weights_gradient(saliency, model, image, class_index):
    """The gradient with respect to what?
    This is the slope along the weights of the first layer, as in training; saliency asks about the pixels.
    - Compare the shape of your gradient with that of the image.
    - Make the image a tensor, watch it, and differentiate with respect to it.

    무엇에 대한 기울기인가요?
    학습할 때처럼 첫 층의 가중치에 대한 기울기예요. 여기서는 픽셀에 대한 기울기가 필요해요.
    - 기울기의 모양과 이미지의 모양을 비교해 보세요.
    - 이미지를 텐서로 만들어 watch하고, 그 텐서에 대해 미분하세요.
    """
    with tf.GradientTape() as tape:
        score = model(image[None], training=False)[0, class_index]
    return np.abs(tape.gradient(score, model.trainable_weights[0]).numpy()).max(axis=(2, 3))


# ---------------------------------------------------------------- maximize_activation


def climbed(
    rng, steps=(1, 1), lr=(0.03125, 0.0625), layer="conv1", filters=1, channel=0, square=True, colours=1, **like
):
    shape = (*sides(rng, square), colours)
    model = network(rng, shape, filters, **like)
    chosen = channel if channel is not None else int(rng.integers(1, filters))
    return (
        model, layer, chosen, int(rng.integers(steps[0], steps[1] + 1)), float(rng.choice(lr)), int(rng.integers(100)),
    )  # fmt: skip


def unbent(rng):
    """Weights of both signs, and a bias so large that no ReLU does anything: some pixels climb to 1, some fall to 0."""
    model, *rest = climbed(rng, steps=(2, 3), lr=(0.5, 1.0), signs=True)
    kernel, bias, *others = model.weights
    return (Network(model.shape, model.layers, [kernel, bias + 16, *others]), *rest)


def bent(rng):
    """Two layers of weights of both signs: with pixels beyond 0 and 1 other ReLUs let something through than within."""
    return climbed(rng, steps=(2, 3), lr=(0.5, 1.0), signs=True, **DEEP)


def silent(rng):
    """The ReLU of the channel lets nothing through anywhere."""
    model, *rest = climbed(rng, steps=(1, 2))
    kernel, bias, *others = model.weights
    return (Network(model.shape, model.layers, [kernel, bias - 16, *others]), *rest)


DEEP = {"layers": 2, "layer": "conv2", "filters": 2}

maximize_activation = Check(
    atol=STEPS_CLOSE,
    aspects=[
        Aspect("start", 2, drawn(climbed, steps=(0, 0)), ko="시작", cases=5),
        Aspect("one step", 4, drawn(climbed), ko="한 걸음", cases=5),
        Aspect("several steps", 3, drawn(climbed, steps=(2, 4), **DEEP), ko="여러 걸음", cases=5),
        Aspect("channels", 2, drawn(climbed, signs=True, filters=3, channel=None), ko="채널", cases=5),
        Aspect("clipping", 1, drawn(unbent), ko="자르기", cases=5),
        Aspect("clipping at every step", 1, drawn(bent), ko="걸음마다 자르기", cases=5),
        Aspect("colour and sides", 2, drawn(climbed, colours=3, square=False), ko="색과 크기", cases=4),
        Aspect("inference", 1, drawn(climbed, norm=True, layer="norm1", filters=2), ko="추론 모드", cases=4),
        Aspect("no gradient", 1, drawn(silent), ko="기울기가 0일 때", cases=3),
    ],
)


def climb(
    model, layer_name, channel, steps, lr, seed, *,
    start=lambda rng, shape: rng.uniform(0.4, 0.6, shape),
    norm=lambda g: np.sqrt((g**2).mean()), goal=lambda maps, channel: tf.reduce_mean(maps[..., channel]),
    clipped=True, training=False,
):  # fmt: skip
    """Gradient ascent with one rule or another."""
    part = part_of(model, layer_name)
    image = start(np.random.default_rng(seed), model.input_shape[1:])
    for _ in range(steps):
        x = tf.convert_to_tensor(image[None], "float32")
        with tf.GradientTape() as tape:
            tape.watch(x)
            reached = goal(part(x, training=training), channel)
        g = tape.gradient(reached, x).numpy()[0]
        image = image + lr * g / (norm(g) + 1e-8)
        image = np.clip(image, 0, 1) if clipped else image
    return image


@maximize_activation.mistake
def downhill(maximize_activation, model, layer_name, channel, steps, lr, seed):
    """Does the activation grow from step to step?
    The gradient is taken off, as in training; here something is to be made large.
    - Print the activation before and after one step.
    - Go with the gradient, not against it.

    걸음마다 활성값이 커지나요?
    학습할 때처럼 기울기를 뺐어요. 여기서는 값을 키워야 해요.
    - 한 걸음 앞뒤의 활성값을 출력해 보세요.
    - 기울기의 반대쪽이 아니라 기울기 쪽으로 가세요.
    """
    return maximize_activation(model, layer_name, channel, steps, -lr, seed)


@maximize_activation.mistake
def gradient_as_it_is(maximize_activation, model, layer_name, channel, steps, lr, seed):
    """How long is one step?
    The gradient is used as it comes. Its size differs a thousand times from layer to layer, and no lr fits all.
    - Print the size of the gradient for two layers.
    - Divide it by the root of the mean of its squares, and only then multiply by lr.

    한 걸음의 길이는 얼마인가요?
    기울기를 그대로 썼어요. 기울기의 크기는 층마다 천 배씩 달라서 모든 층에 맞는 lr이 없어요.
    - 두 층에서 기울기의 크기를 출력해 보세요.
    - 기울기를 제곱 평균의 제곱근으로 나눈 다음 lr을 곱하세요.
    """
    return climb(model, layer_name, channel, steps, lr, seed, norm=lambda g: 1.0)


@maximize_activation.mistake
def length_one(maximize_activation, model, layer_name, channel, steps, lr, seed):
    """Is the gradient divided by its length, or by the root of a mean?
    The squares are added up and not averaged, so that a large image hardly moves.
    - Print the mean of the squares after dividing: it should be 1.
    - Average the squares over all pixels and channels, then take the root.

    기울기를 길이로 나눴나요, 제곱 평균의 제곱근으로 나눴나요?
    제곱을 평균하지 않고 더했어요. 그러면 큰 이미지는 거의 움직이지 않아요.
    - 나눈 뒤에 제곱의 평균을 출력해 보세요. 1이어야 해요.
    - 모든 픽셀과 채널에서 제곱의 평균을 구하고 제곱근을 구하세요.
    """
    return climb(model, layer_name, channel, steps, lr, seed, norm=lambda g: np.sqrt((g**2).sum()))


@maximize_activation.mistake
def not_clipped(maximize_activation, model, layer_name, channel, steps, lr, seed):
    """Is it still an image at the end?
    Pixels leave the range from 0 to 1, which no image that the network has seen does.
    - Print the smallest and the largest pixel after many steps.
    - Clip after every step, not only at the end.

    마지막까지 이미지인가요?
    픽셀이 0과 1 사이를 벗어났어요. 신경망이 본 이미지에는 그런 픽셀이 없어요.
    - 여러 걸음 뒤에 가장 작은 픽셀과 가장 큰 픽셀을 출력해 보세요.
    - 끝에서 한 번이 아니라 걸음마다 자르세요.
    """
    return climb(model, layer_name, channel, steps, lr, seed, clipped=False)


@maximize_activation.mistake
def clipped_at_the_end(maximize_activation, model, layer_name, channel, steps, lr, seed):
    """When are the pixels brought back?
    Only once, after the last step: in between the network looks at what is no image, and climbs elsewhere.
    - Print the smallest and the largest pixel after every step.
    - Does the line that clips stand inside the loop?

    픽셀을 언제 0과 1 사이로 되돌리나요?
    마지막 걸음 뒤에 한 번만 잘라서, 그 전까지 신경망이 이미지가 아닌 것을 보고 다른 곳으로 올라가요.
    - 걸음마다 가장 작은 픽셀과 가장 큰 픽셀을 출력해 보세요.
    - 자르는 줄이 반복문 안에 있나요?
    """
    return np.clip(climb(model, layer_name, channel, steps, lr, seed, clipped=False), 0, 1)


@maximize_activation.mistake
def noise_of_the_old_generator(maximize_activation, model, layer_name, channel, steps, lr, seed):
    """Whose noise is it?
    np.random.seed and np.random.uniform are another generator: the same seed makes other numbers.
    - Call it with steps = 0 and compare with the noise that the docstring writes down.
    - The docstring says which generator takes the seed.

    어느 생성기의 잡음인가요?
    np.random.seed와 np.random.uniform은 다른 생성기라서 같은 시드에서도 다른 수가 나와요.
    - steps = 0으로 불러서 독스트링에 적힌 잡음과 비교해 보세요.
    - 시드를 받는 생성기가 무엇인지 독스트링에 적혀 있어요.
    """

    def start(_, shape):
        return np.random.RandomState(seed).uniform(0.4, 0.6, shape)

    return climb(model, layer_name, channel, steps, lr, seed, start=start)


@maximize_activation.mistake
def one_step_too_few(maximize_activation, model, layer_name, channel, steps, lr, seed):
    """How many steps were made?
    There is one step less than `steps`, as in range(1, steps).
    - Call it with steps = 0 and steps = 1: these differ.
    - Let the loop run over range(steps).

    몇 걸음 갔나요?
    range(1, steps)처럼 한 걸음이 모자라요.
    - steps = 0과 steps = 1로 불러 보세요. 결과가 달라야 해요.
    - 반복문을 range(steps)로 돌리세요.
    """
    return maximize_activation(model, layer_name, channel, max(0, steps - 1), lr, seed)


@maximize_activation.mistake
def started_from_grey(maximize_activation, model, layer_name, channel, steps, lr, seed):
    """Where does the climb start?
    It starts from an even grey; the task asks for noise from the seed.
    - Call it with steps = 0 and two seeds.
    - np.random.default_rng(seed) has a method for evenly spread numbers between two bounds.

    어디서 시작하나요?
    고른 회색에서 시작했어요. 시드로 만든 잡음에서 시작해야 해요.
    - steps = 0으로 두고 시드를 바꿔 불러 보세요.
    - np.random.default_rng(seed)에는 두 경계 사이의 균등한 수를 만드는 메서드가 있어요.
    """
    return climb(model, layer_name, channel, steps, lr, seed, start=lambda rng, shape: np.full(shape, 0.5))


@maximize_activation.mistake
def strongest_place_only(maximize_activation, model, layer_name, channel, steps, lr, seed):
    """What is made large: the average of the map, or its largest number?
    The largest number is climbed, so that the picture changes in one place only.
    - Look at the picture: is most of it still noise?
    - Take the mean of the channel over all places.

    키우는 것은 특징맵의 평균인가요, 가장 큰 수인가요?
    가장 큰 수만 키워서 그림의 한 곳만 바뀌어요.
    - 그림을 보세요. 대부분이 아직 잡음이지 않나요?
    - 모든 위치에서 그 채널의 평균을 구하세요.
    """
    return climb(
        model, layer_name, channel, steps, lr, seed, goal=lambda maps, channel: tf.reduce_max(maps[..., channel])
    )


@maximize_activation.mistake
def all_channels_at_once(maximize_activation, model, layer_name, channel, steps, lr, seed):
    """Was one channel made large, or the whole layer?
    The mean is taken over all channels.
    - Call it for two channels: are the pictures the same?
    - Pick the channel on the last axis before you average.

    채널 하나를 키웠나요, 층 전체를 키웠나요?
    모든 채널의 평균을 구했어요.
    - 두 채널로 불러 보세요. 그림이 똑같지 않나요?
    - 평균을 구하기 전에 마지막 축에서 채널을 고르세요.
    """
    return climb(model, layer_name, channel, steps, lr, seed, goal=lambda maps, channel: tf.reduce_mean(maps))


# ---------------------------------------------------------------- grad_cam


def explained(rng, layer="conv1", **like):
    return (*asked(rng, **like), layer)


def against(rng):
    """Every weight behind the map is negative: nothing speaks for the class."""
    model, image, chosen, layer = explained(rng)
    *rest, weights, bias = model.weights
    return Network(model.shape, model.layers, [*rest, -np.abs(weights), bias]), image, chosen, layer


grad_cam = Check(
    atol=CLOSE,
    aspects=[
        Aspect("values", 4, drawn(explained), ko="값", cases=5),
        Aspect("negative evidence", 3, drawn(explained, signs=True), ko="반대 증거", cases=6),
        Aspect("averaged gradients", 3, drawn(explained, head="flat"), ko="기울기의 평균", cases=5),
        Aspect("enlarged", 3, drawn(explained, **DEEPER), ko="확대", cases=5),
        Aspect("non-square", 2, drawn(explained, square=False, **DEEPER), ko="정사각형이 아닐 때", cases=5),
        Aspect("class", 2, drawn(explained, other_class=True), ko="클래스", cases=5),
        Aspect("inference", 1, drawn(explained, norm=True), ko="추론 모드", cases=4),
        Aspect("nothing speaks for it", 1, drawn(against), ko="근거가 없을 때", cases=3, after="values"),
    ],
)


def cam(
    model, image, class_index, layer_name, *, of=lambda scores: scores, weighed=lambda g: g.mean(axis=(0, 1)),
    kept=lambda cam: np.maximum(cam, 0), scaled=None, turned=False,
):  # fmt: skip
    """Grad-CAM with one step or another done otherwise."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, scores = both(image[None], training=False)
        score = of(scores)[0, class_index]
    g, maps = tape.gradient(score, maps).numpy()[0], maps.numpy()[0]
    small = kept((weighed(g) * maps).sum(axis=-1))
    small = small.T if turned else small
    small = scaled(small) if scaled else small / small.max() if small.max() > 0 else small
    (H, W, _), (h, w) = image.shape, small.shape
    return small[np.arange(H)[:, None] * h // H, np.arange(W)[None, :] * w // W]


@grad_cam.mistake
def no_relu(grad_cam, model, image, class_index, layer_name):
    """Is there evidence against the class in the map?
    Negative numbers are kept. Only what speaks for the class is shown.
    - What is the smallest number of your map?
    - Set what is below 0 to 0, before you divide by the largest.

    결과에 클래스에 반대되는 근거도 들어 있나요?
    음수를 그대로 두었어요. 클래스를 뒷받침하는 것만 보여 줘야 해요.
    - 결과에서 가장 작은 수를 출력해 보세요.
    - 최댓값으로 나누기 전에 0보다 작은 값을 0으로 바꾸세요.
    """
    return cam(model, image, class_index, layer_name, kept=lambda cam: cam)


@grad_cam.mistake
def absolute_value(grad_cam, model, image, class_index, layer_name):
    """What does a negative number in the weighted sum mean?
    Its absolute value shows evidence against the class as if it were evidence for it.
    - Look at a place where the sum is negative: it speaks for another class.
    - Set it to 0 instead.

    가중합에서 음수는 무슨 뜻인가요?
    절댓값을 구하면 클래스에 반대되는 근거가 뒷받침하는 근거처럼 보여요.
    - 합이 음수인 곳을 보세요. 다른 클래스를 가리키는 곳이에요.
    - 절댓값 대신 0으로 바꾸세요.
    """
    return cam(model, image, class_index, layer_name, kept=np.abs)


@grad_cam.mistake
def relu_on_the_weights(grad_cam, model, image, class_index, layer_name):
    """Is the ReLU on the weights or on the sum?
    Channels with a negative weight are thrown away before the sum, so they cannot take anything off.
    - A place where two channels answer, one for and one against the class, should be dark.
    - Add up all channels with their weights first.

    ReLU를 가중치에 적용했나요, 합에 적용했나요?
    가중치가 음수인 채널을 더하기 전에 버려서, 그 채널이 값을 깎지 못해요.
    - 찬성하는 채널과 반대하는 채널이 함께 반응하는 곳은 어두워야 해요.
    - 먼저 모든 채널을 가중치와 함께 더하세요.
    """
    return cam(model, image, class_index, layer_name, weighed=lambda g: np.maximum(g.mean(axis=(0, 1)), 0))


@grad_cam.mistake
def gradients_not_averaged(grad_cam, model, image, class_index, layer_name):
    """How many weights has a channel?
    Every place is multiplied by its own gradient. Grad-CAM has one weight per channel.
    - Print the shape of your weights: it should be (channels,).
    - Average the gradient over rows and columns first.

    채널 하나에 가중치가 몇 개인가요?
    위치마다 제 기울기를 곱했어요. Grad-CAM에서는 채널마다 가중치가 하나예요.
    - 가중치의 모양을 출력해 보세요. (채널 수,)여야 해요.
    - 먼저 기울기를 행과 열에서 평균하세요.
    """
    return cam(model, image, class_index, layer_name, weighed=lambda g: g)


@grad_cam.mistake
def channels_not_weighed(grad_cam, model, image, class_index, layer_name):
    """Does every channel count the same?
    The maps are only added up; the gradients, which say what a channel is worth to the class, are not in it.
    - Call it for two classes: are the maps the same?
    - Multiply every channel by its averaged gradient.

    모든 채널을 똑같이 더했나요?
    특징맵을 더하기만 했어요. 채널이 클래스에 얼마나 중요한지 알려 주는 기울기가 빠졌어요.
    - 두 클래스로 불러 보세요. 결과가 똑같지 않나요?
    - 채널마다 평균한 기울기를 곱하세요.
    """
    return cam(model, image, class_index, layer_name, weighed=lambda g: 1.0)


@grad_cam.mistake
def class_of_the_network(grad_cam, model, image, class_index, layer_name):
    """Which class did the caller ask about?
    The class with the highest score is explained, not `class_index`.
    - Ask about a class that is surely wrong: a shirt in the picture of a shoe.
    - Pick the score at class_index.

    어느 클래스에 대해 물었나요?
    `class_index`가 아니라 점수가 가장 높은 클래스를 설명했어요.
    - 확실히 틀린 클래스로 물어보세요. 신발 사진에서 셔츠처럼요.
    - class_index 자리의 점수를 쓰세요.
    """
    return grad_cam(model, image, highest(model, image), layer_name)


@grad_cam.mistake
def not_divided_by_the_largest(grad_cam, model, image, class_index, layer_name):
    """What is the largest number of the map?
    The map is not divided by its largest number, which has to become 1.
    - Print the maximum of your map.
    - Divide by it, unless it is 0.

    결과에서 가장 큰 수는 얼마인가요?
    최댓값으로 나누지 않았어요. 가장 큰 수가 1이 되어야 해요.
    - 결과의 최댓값을 출력해 보세요.
    - 최댓값이 0이 아니면 그 수로 나누세요.
    """
    return cam(model, image, class_index, layer_name, scaled=lambda small: small)


@grad_cam.mistake
def smallest_becomes_0(grad_cam, model, image, class_index, layer_name):
    """Is something taken off before dividing?
    The smallest number of the map is moved to 0. Evidence that is everywhere then vanishes.
    - Is there a 0 in every map of yours?
    - Only divide by the largest number.

    나누기 전에 뭔가를 뺐나요?
    결과에서 가장 작은 수를 0으로 옮겼어요. 그러면 모든 곳에 있는 근거가 사라져요.
    - 결과마다 0이 꼭 들어 있지 않나요?
    - 최댓값으로 나누기만 하세요.
    """

    def stretch(small):
        spread = small.max() - small.min()
        return (small - small.min()) / spread if spread else np.zeros(small.shape)

    return cam(model, image, class_index, layer_name, scaled=stretch)


@grad_cam.mistake
def not_enlarged(grad_cam, model, image, class_index, layer_name):
    """Is the map as large as the image?
    It is as small as the layer. To lay it over the image, each cell has to be repeated.
    - Compare the shape of the map with image.shape.
    - Pixel (i, j) shows the cell at row i * h // H and column j * w // W.

    결과가 이미지만큼 큰가요?
    층의 특징맵 크기 그대로예요. 이미지에 겹치려면 칸을 반복해야 해요.
    - 결과의 모양과 image.shape를 비교해 보세요.
    - 픽셀 (i, j)는 행 i * h // H, 열 j * w // W의 칸을 보여 줘요.
    """
    both = part_of(model, layer_name).output_shape
    found = cam(model, image, class_index, layer_name)
    (H, W), (h, w) = found.shape, both[1:3]
    return found[-(-np.arange(h) * H // h)][:, -(-np.arange(w) * W // w)]


@grad_cam.mistake
def smooth_enlargement(grad_cam, model, image, class_index, layer_name):
    """How was the map enlarged?
    It is interpolated. That looks softer and shows numbers that no cell of the map has.
    - Look at the middle of a large cell and at its border: it should be one number.
    - Repeat the cells: pixel (i, j) shows the cell at row i * h // H and column j * w // W.

    결과를 어떻게 확대했나요?
    보간했어요. 부드러워 보이지만 특징맵의 어느 칸에도 없는 숫자가 나와요.
    - 확대된 칸의 가운데와 가장자리를 보세요. 같은 수여야 해요.
    - 칸을 반복하세요. 픽셀 (i, j)는 행 i * h // H, 열 j * w // W의 칸을 보여 줘요.
    """
    small = not_enlarged(grad_cam, model, image, class_index, layer_name)
    return tf.image.resize(small[..., None], image.shape[:2]).numpy()[..., 0]


@grad_cam.mistake
def transposed_map(grad_cam, model, image, class_index, layer_name):
    """Do rows stay rows?
    The map is transposed on its way to the image's size.
    - Lay it over an image that is wider than high.
    - Rows of the map belong to axis 0 of the image; some libraries ask for (width, height) when they resize.

    행이 그대로 행인가요?
    이미지 크기로 키우는 동안 결과가 전치됐어요.
    - 세로보다 가로가 긴 이미지에 겹쳐 보세요.
    - 결과의 행은 이미지의 0번 축이에요. 크기를 (너비, 높이) 순서로 받는 라이브러리도 있어요.
    """
    return cam(model, image, class_index, layer_name, turned=True)


@grad_cam.mistake
def divided_by_zero(grad_cam, model, image, class_index, layer_name):
    """What if nothing speaks for the class?
    The largest number is then 0, and 0 / 0 is not a number.
    - Try a class that the network is sure is wrong.
    - Divide only where the largest number is above 0.

    클래스를 뒷받침하는 것이 하나도 없으면 어떻게 하나요?
    그러면 최댓값이 0이고, 0 / 0은 수가 아니에요.
    - 신경망이 확실히 아니라고 보는 클래스로 시험해 보세요.
    - 최댓값이 0보다 클 때만 나누세요.
    """
    return cam(model, image, class_index, layer_name, scaled=lambda small: small / small.max())


# ---------------------------------------------------------------- occlusion_map


def covered(rng, patch=(2, 2), fits=True, square=True, **like):
    """Few squares: some call the network anew for each, which takes a tenth of a second every time."""
    size = int(rng.integers(patch[0], patch[1] + 1))
    tiles = 2 if fits else int(rng.integers(1, 3))  # whole ones; at the border comes one more
    h, w = tiles * size, (tiles if square else tiles + 1) * size
    if not fits:
        h, w = h + int(rng.integers(1, size)), w + int(rng.integers(1, size))
    colours = like.pop("colours", 1)
    chosen = int(rng.integers(1, 3)) if like.pop("other_class", False) else 0
    return network(rng, (h, w, colours), 2, **{"head": "flat"} | like), pixels(rng, h, w, colours), chosen, size


def halves(rng):
    """Two squares side by side, each of which holds half of the score, and any cover takes all of its own away.

    Score, drop and 1 - score are then alike, whatever the colour of the cover. Whoever takes one for the other and
    makes another mistake, too, shows here what the other one is.
    """
    image = rng.integers(0, 5, (2, 4, 1)) / 8
    for left in (0, 2):
        image[rng.integers(2), left + rng.integers(2)] = 1
    # a tent over each pixel: 0.5 at 1, and nothing up to 0.5 or from 1.5 on
    tent, ends = np.array([1.0, -2, 1]), np.array([-0.5, -1, -1.5])
    layers = [("Conv2D", "conv1", 3, 1, "same", "relu"), ("Flatten", "flat"), ("Dense", "scores", 3, "linear")]
    scores = np.stack([2 * np.tile(tent, 8), np.tile(tent, 8), np.zeros(24)], axis=-1)
    return Network((2, 4, 1), layers, [np.ones((1, 1, 1, 3)), ends, scores, np.zeros(3)]), image, 1, 2


occlusion_map = Check(
    atol=CLOSE,
    aspects=[
        Aspect("values", 4, drawn(covered), ko="값", cases=4),
        Aspect("patch sizes", 2, drawn(covered, patch=(1, 3)), ko="조각 크기", cases=4),
        Aspect("squares at the border", 3, drawn(covered, patch=(2, 3), fits=False), ko="가장자리 조각", cases=4),
        Aspect("channels", 2, drawn(covered, colours=3), ko="채널", cases=3),
        Aspect("class", 2, drawn(covered, other_class=True), ko="클래스", cases=4),
        Aspect("non-square", 2, drawn(covered, square=False) | drawn(halves, n=2), ko="정사각형이 아닐 때", cases=4),
        Aspect("inference", 1, drawn(covered, norm=True, head="average"), ko="추론 모드", cases=3),
        Aspect("input unchanged", 2, drawn(covered), ko="입력 보존", cases=2, judge="unchanged", after="values"),
    ],
)

occlusion_map.sized("-(-H // patch)", axis=0, H=("image", 0))
occlusion_map.sized("-(-W // patch)", axis=1, W=("image", 1))


def scores_when_covered(
    model, image, patch, *, grey=0.5, channels=slice(None), restored=True, of=lambda scores: scores
):
    """Scores of the whole image, and (rows, columns, classes) of the covered ones."""
    H, W, _ = image.shape
    rows, columns = -(-H // patch), -(-W // patch)
    images, one = [image], image.copy()
    for i in range(rows):
        for j in range(columns):
            one = image.copy() if restored else one.copy()
            one[i * patch : (i + 1) * patch, j * patch : (j + 1) * patch, channels] = grey
            images.append(one)
    scores = of(model(np.stack(images), training=False)).numpy()
    return scores[0], scores[1:].reshape(rows, columns, -1)


@occlusion_map.mistake
def sign_turned(occlusion_map, model, image, class_index, patch):
    """Is a square that matters above 0 or below?
    The score of the whole image is taken off the covered one's; it has to be the other way round.
    - Cover what matters most: the score falls. Is your number positive there?
    - The drop is the score before minus the score after.

    중요한 조각의 값이 0보다 큰가요, 작은가요?
    가린 이미지의 점수에서 원래 점수를 뺐어요. 반대로 빼야 해요.
    - 가장 중요한 곳을 가리면 점수가 떨어져요. 그곳의 값이 양수인가요?
    - 떨어진 정도는 가리기 전 점수에서 가린 뒤 점수를 뺀 값이에요.
    """
    return -occlusion_map(model, image, class_index, patch)


@occlusion_map.mistake
def score_not_drop(occlusion_map, model, image, class_index, patch):
    """Is it the score that is left, or how far it fell?
    The scores of the covered images are returned as they are.
    - A square that does not matter should get 0.
    - Compare with the score of the whole image.

    남은 점수인가요, 떨어진 점수인가요?
    가린 이미지의 점수를 그대로 돌려주었어요.
    - 중요하지 않은 조각은 0이어야 해요.
    - 원래 이미지의 점수와 비교하세요.
    """
    return scores_when_covered(model, image, patch)[1][..., class_index]


@occlusion_map.mistake
def border_left_out(occlusion_map, model, image, class_index, patch):
    """Are the squares at the right and lower border covered, too?
    The number of squares is rounded down; what is left over at the border is never covered.
    - How many squares of 3 does a row of 7 pixels need?
    - Round up. A slice that reaches beyond the image ends by itself.

    오른쪽과 아래쪽 가장자리의 조각도 가렸나요?
    조각 수를 내림해서 가장자리에 남은 부분은 한 번도 가려지지 않아요.
    - 픽셀 7개를 3칸짜리 조각으로 덮으려면 몇 개가 필요한가요?
    - 올림하세요. 이미지를 넘는 슬라이스는 저절로 끝나요.
    """
    H, W, _ = image.shape
    return occlusion_map(model, image, class_index, patch)[: H // patch, : W // patch]


@occlusion_map.mistake
def covers_add_up(occlusion_map, model, image, class_index, patch):
    """Is the square before uncovered again?
    The squares stay grey, so that at the end the whole image is covered.
    - Show the image that goes into the network last.
    - Take a new copy of the image for every square.

    앞에서 가린 조각을 다시 벗겼나요?
    조각이 회색으로 남아서 마지막에는 이미지 전체가 가려져요.
    - 마지막으로 신경망에 들어가는 이미지를 그려 보세요.
    - 조각마다 이미지를 새로 복사하세요.
    """
    before, after = scores_when_covered(model, image, patch, restored=False)
    return before[class_index] - after[..., class_index]


@occlusion_map.mistake
def spoils_the_image(occlusion_map, model, image, class_index, patch):
    """Is the caller's image still the same afterwards?
    The squares are painted into the very array that was given.
    - Print image.sum() before and after the call.
    - Copy the image before you cover anything.

    함수를 부른 뒤에도 원래 이미지가 그대로인가요?
    받은 배열 자체에 조각을 칠했어요.
    - 함수를 부르기 전과 뒤에 image.sum()을 출력해 보세요.
    - 가리기 전에 이미지를 복사하세요.
    """
    found = occlusion_map(model, image, class_index, patch)
    image[-1, -1] = 0.5 if image[-1, -1, 0] != 0.5 else 0.25
    return found


@occlusion_map.mistake
def covered_with_black(occlusion_map, model, image, class_index, patch):
    """What colour is the cover?
    It is black, and black is what most of these images are made of. It has to be 0.5.
    - Cover a corner that is black: does nothing change?
    - Use grey.

    무슨 색으로 가렸나요?
    검은색으로 가렸어요. 이 이미지들은 대부분이 검은색이에요. 0.5로 가려야 해요.
    - 검은 모서리를 가려 보세요. 아무것도 바뀌지 않나요?
    - 회색을 쓰세요.
    """
    before, after = scores_when_covered(model, image, patch, grey=0.0)
    return before[class_index] - after[..., class_index]


@occlusion_map.mistake
def covered_with_127(occlusion_map, model, image, class_index, patch):
    """How bright is 127.5 in an image whose pixels run from 0 to 1?
    It is the grey of bytes from 0 to 255; here it is a hundred times brighter than white.
    - Print image.max() and the number that you cover with.
    - The middle between 0 and 1 is 0.5.

    픽셀이 0부터 1까지인 이미지에서 127.5는 얼마나 밝은가요?
    0부터 255까지인 바이트의 회색이에요. 여기서는 흰색보다 백 배 넘게 밝아요.
    - image.max()와 가릴 때 쓴 수를 출력해 보세요.
    - 0과 1의 가운데는 0.5예요.
    """
    before, after = scores_when_covered(model, image, patch, grey=127.5)
    return before[class_index] - after[..., class_index]


@occlusion_map.mistake
def one_minus_the_score_under_127(occlusion_map, model, image, class_index, patch):
    """What is the score of the whole image taken for?
    The answer is 1 minus the score under a cover of 127.5. That is made for probabilities and for bytes: a score may
    be far above 1, and these pixels run from 0 to 1.
    - A square that does not matter should get 0. What does it get?
    - Ask the network about the whole image, too, and subtract from that; the cover is 0.5.

    원래 이미지의 점수를 1로 여겼나요?
    127.5로 가린 점수를 1에서 뺐어요. 확률과 바이트에 맞는 방법이에요. 점수는 1보다 훨씬 클 수 있고, 이 이미지의
    픽셀은 0부터 1까지예요.
    - 중요하지 않은 조각은 0이어야 해요. 얼마가 나오나요?
    - 원래 이미지의 점수도 신경망에 물어보고 거기서 빼세요. 가리는 색은 0.5예요.
    """
    return 1 - scores_when_covered(model, image, patch, grey=127.5)[1][..., class_index]


@occlusion_map.mistake
def score_under_127(occlusion_map, model, image, class_index, patch):
    """Is it the score that is left, or how far it fell? And how bright is the cover?
    The scores under a cover of 127.5 are returned as they are. These pixels run from 0 to 1, and 127.5 is the grey of
    bytes.
    - A square that does not matter should get 0. What does it get?
    - Cover with 0.5, and subtract from the score of the whole image.

    남은 점수인가요, 떨어진 점수인가요? 그리고 얼마나 밝은 색으로 가렸나요?
    127.5로 가린 점수를 그대로 돌려주었어요. 이 이미지의 픽셀은 0부터 1까지이고, 127.5는 바이트의 회색이에요.
    - 중요하지 않은 조각은 0이어야 해요. 얼마가 나오나요?
    - 0.5로 가리고, 원래 이미지의 점수에서 빼세요.
    """
    return scores_when_covered(model, image, patch, grey=127.5)[1][..., class_index]


@occlusion_map.mistake
def score_under_black(occlusion_map, model, image, class_index, patch):
    """Is it the score that is left, or how far it fell? And what colour is the cover?
    The scores under a black cover are returned as they are, and black is what most of these images are made of.
    - A square that does not matter should get 0. What does it get?
    - Cover with 0.5, and subtract from the score of the whole image.

    남은 점수인가요, 떨어진 점수인가요? 그리고 무슨 색으로 가렸나요?
    검은색으로 가린 점수를 그대로 돌려주었어요. 이 이미지들은 대부분이 검은색이에요.
    - 중요하지 않은 조각은 0이어야 해요. 얼마가 나오나요?
    - 0.5로 가리고, 원래 이미지의 점수에서 빼세요.
    """
    return scores_when_covered(model, image, patch, grey=0.0)[1][..., class_index]


@occlusion_map.mistake
def sides_exchanged(occlusion_map, model, image, class_index, patch):
    """Does the loop over columns end where the image ends?
    Columns are counted up to the height and rows up to the width, so that in a wide image the squares on the right
    are never covered and stay 0.
    - Try an image that is wider than high, and look at the last column of the map.
    - image.shape[0] belongs to the rows, image.shape[1] to the columns.

    열을 도는 반복문이 이미지의 끝까지 가나요?
    열은 높이까지, 행은 너비까지 세었어요. 그래서 가로로 긴 이미지에서는 오른쪽 조각을 한 번도 가리지 않고 0으로 남겨요.
    - 세로보다 가로가 긴 이미지로 시험하고 결과의 마지막 열을 확인해 보세요.
    - image.shape[0]은 행의 것, image.shape[1]은 열의 것이에요.
    """
    found = np.array(occlusion_map(model, image, class_index, patch))
    H, W, _ = image.shape
    found[-(-W // patch) :] = 0
    found[:, -(-H // patch) :] = 0
    return found


@occlusion_map.mistake
def squares_in_another_order(occlusion_map, model, image, class_index, patch):
    """Are the covered images in the same order as the places of the map?
    One list counts columns up to the height and rows up to the width, the other the other way round: in a wide image
    the scores land at places that are not theirs.
    - Try an image that is wider than high, with 2 rows of 3 squares, and print both lists.
    - Write each score down in the same loop that covers the square.

    가린 이미지의 순서와 결과에 적는 자리의 순서가 같은가요?
    한 목록은 열을 높이까지, 행을 너비까지 세고 다른 목록은 반대로 세요. 그래서 가로로 긴 이미지에서는 점수가 엉뚱한
    자리에 적혀요.
    - 조각이 2행 3열인, 가로로 긴 이미지로 시험하고 두 목록을 출력해 보세요.
    - 조각을 가리는 반복문 안에서 점수도 적으세요.
    """

    def uncovered(images, training=False):
        return model(np.repeat(image[None], len(images), axis=0), training=training)

    found = occlusion_map(model, image, class_index, patch)
    outside = occlusion_map(uncovered, image, class_index, patch)[0, 0]
    rows, columns = found.shape
    asked = [(i, j) for j in range(rows) for i in range(columns)]
    values = [found[i, j] if i < rows and j < columns else outside for i, j in asked]
    return np.reshape(values, (columns, rows)).T


@occlusion_map.mistake
def first_channel_covered(occlusion_map, model, image, class_index, patch):
    """Is the square grey in all its colours?
    Only channel 0 is covered; the other colours can still be seen.
    - Show one covered image: the square should be grey.
    - Rows, columns, and all of the last axis.

    조각의 모든 색을 가렸나요?
    0번 채널만 가려서 다른 색이 그대로 보여요.
    - 가린 이미지를 한 장 그려 보세요. 조각이 회색이어야 해요.
    - 행, 열, 그리고 마지막 축 전체를 가리세요.
    """
    before, after = scores_when_covered(model, image, patch, channels=0)
    return before[class_index] - after[..., class_index]


@occlusion_map.mistake
def probabilities_compared(occlusion_map, model, image, class_index, patch):
    """Are scores compared, or probabilities?
    A softmax stands in between: where the network is sure, a probability hardly falls.
    - Compare your numbers with the scores that the model returns.
    - Use what comes out of the model as it is.

    점수를 비교했나요, 확률을 비교했나요?
    사이에 소프트맥스가 있어요. 신경망이 확신하면 확률은 거의 떨어지지 않아요.
    - 결과를 모델이 돌려주는 점수와 비교해 보세요.
    - 모델에서 나온 수를 그대로 쓰세요.
    """
    before, after = scores_when_covered(model, image, patch, of=tf.nn.softmax)
    return before[class_index] - after[..., class_index]


@occlusion_map.mistake
def best_class_instead(occlusion_map, model, image, class_index, patch):
    """Which class did the caller ask about?
    The score of the best class is compared, not that of `class_index`.
    - Call it for two classes: are the maps the same?
    - Pick the scores at class_index.

    어느 클래스에 대해 물었나요?
    `class_index`가 아니라 가장 높은 클래스의 점수를 비교했어요.
    - 두 클래스로 불러 보세요. 결과가 똑같지 않나요?
    - class_index 자리의 점수를 쓰세요.
    """
    return occlusion_map(model, image, highest(model, image), patch)


@occlusion_map.mistake
def rows_and_columns_swapped(occlusion_map, model, image, class_index, patch):
    """Do rows stay rows?
    The map is transposed: its first axis counts the columns of squares.
    - Try an image that is wider than high.
    - The loop over rows is the outer one when the list is reshaped to (rows, columns).

    행이 그대로 행인가요?
    결과가 전치됐어요. 첫 번째 축이 조각의 열을 세고 있어요.
    - 세로보다 가로가 긴 이미지로 시험해 보세요.
    - 목록을 (행, 열) 모양으로 바꾸려면 바깥 반복문이 행이어야 해요.
    """
    return occlusion_map(model, image, class_index, patch).T
