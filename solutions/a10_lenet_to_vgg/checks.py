"""How a10_lenet_to_vgg is graded, and the mistakes we can name.

Every network is built twice: with its defaults, and with an image that is not square, of odd sizes on the way, with
another number of channels and classes, so that numbers written in by hand are seen. These images are small, which
keeps the graphs of a whole class cheap.
"""

import keras
from keras import layers

from autograder.rubric import FeatureMap, ModelCheck, Trained

# Every aspect in which a network can differ has its points, so that no wrong one gets them all. Sizes and wiring weigh
# most where they are the lesson's point.
lenet5 = ModelCheck(
    worth={
        "output_shape": 1,
        "parameters": 2,
        "wiring": 3,
        "strides_padding": 3,
        "activation": 2,
        "head": 2,
        "normalisation": 1,
        "dropout": 1,
    },
    calls=[(), ((30, 44, 3), 7)],  # 30 -> 15 -> 11 -> 5: pooling must round down
    public=[(), ((32, 32, 3), 5)],
    trained=Trained(recipe="lenet_fashion", points=10),
)

alexnet = ModelCheck(
    worth={
        "output_shape": 1,
        "parameters": 2,
        "wiring": 4,
        "strides_padding": 4,
        "activation": 2,
        "head": 1,
        "normalisation": 1,
        "dropout": 2,
    },
    calls=[(), ((163, 195, 1), 10)],
    public=[(), ((195, 163, 3), 20)],
)

zfnet = ModelCheck(
    worth={
        "output_shape": 1,
        "parameters": 2,
        "wiring": 3,
        "strides_padding": 4,
        "activation": 1,
        "head": 1,
        "normalisation": 1,
        "dropout": 1,
    },
    calls=[(), ((163, 195, 1), 10)],
    public=[(), ((195, 163, 3), 20)],
)

vgg_block = ModelCheck(
    worth={
        "output_shape": 1,
        "parameters": 2,
        "wiring": 2,
        "strides_padding": 2,
        "activation": 3,
        "normalisation": 1,
        "dropout": 1,
    },
    calls=[(FeatureMap((28, 20, 3)), 32, 2), (FeatureMap((15, 11, 24)), 16, 3), (FeatureMap((8, 10, 6)), 12, 1)],
    public=[(FeatureMap((8, 8, 3)), 4, 2), (FeatureMap((13, 9, 4)), 8, 3)],
)

vgg16 = ModelCheck(
    worth={
        "output_shape": 1,
        "parameters": 2,
        "wiring": 4,
        "strides_padding": 2,
        "activation": 2,
        "head": 1,
        "normalisation": 1,
        "dropout": 1,
    },
    calls=[(), ((70, 99, 1), 10)],  # 70 -> 35 -> 17: pooling must round down
    public=[(), ((70, 37, 3), 20)],
)

vgg19 = ModelCheck(
    worth={
        "parameters": 1,
        "wiring": 2,
        "strides_padding": 1,
        "activation": 1,
        "head": 1,
        "normalisation": 1,
        "dropout": 1,
    },
    calls=[(), ((70, 99, 1), 10)],  # 70 -> 35 -> 17: pooling must round down
    public=[(), ((70, 37, 3), 20)],
)

small_vgg = ModelCheck(
    worth={
        "output_shape": 1,
        "parameters": 1,
        "wiring": 2,
        "strides_padding": 1,
        "activation": 2,
        "head": 1,
        "dropout": 2,
    },
    calls=[((28, 28, 1), 10), ((31, 44, 3), 5)],  # 31 -> 15 -> 7
    public=[((28, 28, 1), 10), ((32, 32, 3), 7)],
    trained=Trained(recipe="small_vgg_fashion", points=10, args=((28, 28, 1), 10)),
)


def remade(model, new):
    """The chain of a model's layers once more, with the list `new[layer]` in the place of a layer."""
    x = inputs = keras.Input(model.input_shape[1:])
    for layer in model.layers[1:]:
        for one in new.get(layer, [like(layer)]):
            x = one(x)
    return keras.Model(inputs, x)


def like(layer, **other):
    """A new layer with the arguments of `layer`, but for some."""
    config = layer.get_config() | other
    del config["name"]
    return type(layer).from_config(config)


def of(model, *kinds):
    return [layer for layer in model.layers if isinstance(layer, kinds)]


def with_relu(model):
    return [layer for layer in of(model, layers.Conv2D, layers.Dense) if layer.activation is keras.activations.relu]


# What can happen in every network


@small_vgg.mistake
@vgg19.mistake
@vgg16.mistake
@zfnet.mistake
@alexnet.mistake
@lenet5.mistake
def no_softmax(network, input_shape, classes):
    """What turns the scores into probabilities?
    The last layer has no activation. It gives scores of any size, also negative ones.
    - Do the outputs for one image add up to 1?
    - The last Dense layer takes an activation, too: the one of a06 that turns scores into probabilities.

    점수를 확률로 바꾸는 것은 무엇일까요?
    마지막 층에 활성화 함수가 없어요. 그러면 음수까지 포함해 아무 값이나 나와요.
    - 이미지 한 장의 출력을 모두 더하면 1이 되나요?
    - 마지막 Dense 층에도 활성화 함수가 필요해요. a06에서 점수를 확률로 바꾸던 함수예요.
    """
    model = network(input_shape, classes)
    return remade(model, {model.layers[-1]: [like(model.layers[-1], activation="linear")]})


@small_vgg.mistake
@vgg19.mistake
@vgg16.mistake
@zfnet.mistake
@alexnet.mistake
@lenet5.mistake
def sigmoid_for_softmax(network, input_shape, classes):
    """Does each class get a probability of its own, whatever the others say?
    A sigmoid answers "yes or no?" for each class. Here exactly one class is right, so they must share a sum of 1.
    - Can your network say 0.9 for two classes at once?
    - Which function makes all outputs add up to 1?

    클래스마다 따로따로 확률을 매기고 있지 않나요?
    시그모이드는 클래스마다 "맞다, 아니다"를 따로 답해요. 여기서는 정답이 하나뿐이니 확률의 합이 1이어야 해요.
    - 지금 신경망은 두 클래스에 동시에 0.9를 줄 수 있지 않나요?
    - 모든 출력을 더해서 1이 되게 하는 함수는 무엇인가요?
    """
    model = network(input_shape, classes)
    return remade(model, {model.layers[-1]: [like(model.layers[-1], activation="sigmoid")]})


@small_vgg.mistake
@vgg19.mistake
@vgg16.mistake
@zfnet.mistake
@alexnet.mistake
@lenet5.mistake
def gap_instead_of_flatten(network, input_shape, classes):
    """How many numbers reach the first Dense layer?
    Averaging each map leaves one number of it. These networks still read every cell of the last maps.
    - Multiply height, width and channels of the last maps: so many numbers must arrive.
    - Global average pooling comes with GoogLeNet. What came before it?

    첫 번째 Dense 층에는 숫자가 몇 개 들어오나요?
    특징맵마다 평균을 내면 숫자가 하나씩만 남아요. 이 시대의 신경망은 마지막 특징맵의 모든 칸을 그대로 읽어요.
    - 마지막 특징맵의 높이, 너비, 채널을 곱해 보세요. 그만큼의 숫자가 들어와야 해요.
    - 전역 평균 풀링은 GoogLeNet부터 써요. 그전에는 무엇을 썼을까요?
    """
    model = network(input_shape, classes)
    return remade(model, {layer: [layers.GlobalAveragePooling2D()] for layer in of(model, layers.Flatten)})


@vgg19.mistake
@vgg16.mistake
@zfnet.mistake
@alexnet.mistake
@lenet5.mistake
def ignores_classes(network, input_shape, classes):
    """Is the number of outputs the same whatever `classes` is?
    The last layer has a fixed number of units.
    - Call your function with classes=7 and look at output_shape.
    - Which layer decides how many numbers come out?

    classes 값과 상관없이 출력 개수가 늘 같지 않나요?
    마지막 층의 유닛 수가 숫자로 고정되어 있어요.
    - classes=7로 함수를 부르고 output_shape을 확인해 보세요.
    - 출력 개수를 정하는 층은 어느 층인가요?
    """
    return network(input_shape)


@small_vgg.mistake
def always_10_classes(small_vgg, input_shape, classes):
    """Is the number of outputs 10 whatever `classes` is?
    The last layer has a fixed number of units.
    - Call your function with classes=7 and look at output_shape.
    - Which layer decides how many numbers come out?

    classes 값과 상관없이 출력이 늘 10개인가요?
    마지막 층의 유닛 수가 숫자로 고정되어 있어요.
    - classes=7로 함수를 부르고 output_shape을 확인해 보세요.
    - 출력 개수를 정하는 층은 어느 층인가요?
    """
    return small_vgg(input_shape, 10)


@small_vgg.mistake
@lenet5.mistake
def always_28x28(network, input_shape, classes):
    """Does your network take images of 28x28x1 only?
    The shape of the input is written in by hand. Colour images, or larger ones, do not fit.
    - Call your function with another input_shape and look at the first line of summary().
    - keras.Input takes the shape as an argument.

    신경망이 28x28x1 이미지만 받고 있지 않나요?
    입력 모양이 숫자로 고정되어 있어서 컬러 이미지나 더 큰 이미지는 들어가지 않아요.
    - 다른 input_shape으로 함수를 부르고 summary()의 첫 줄을 확인해 보세요.
    - keras.Input은 모양을 인수로 받아요.
    """
    return network((28, 28, 1), classes)


@vgg19.mistake
@vgg16.mistake
@zfnet.mistake
@alexnet.mistake
def always_224x224(network, input_shape, classes):
    """Does your network take images of 224x224x3 only?
    The shape of the input is written in by hand.
    - Call your function with another input_shape and look at the first line of summary().
    - keras.Input takes the shape as an argument.

    신경망이 224x224x3 이미지만 받고 있지 않나요?
    입력 모양이 숫자로 고정되어 있어요.
    - 다른 input_shape으로 함수를 부르고 summary()의 첫 줄을 확인해 보세요.
    - keras.Input은 모양을 인수로 받아요.
    """
    return network((224, 224, 3), classes)


@small_vgg.mistake
@vgg19.mistake
@vgg16.mistake
@zfnet.mistake
@alexnet.mistake
@lenet5.mistake
def average_pooling(network, input_shape, classes):
    """Do your poolings take the average?
    The tables ask for the maximum of each window.
    - The network of 1998 averaged. What do the tables of this assignment say?
    - Look at the name of your pooling layers.

    풀링에서 평균을 내고 있지 않나요?
    표에서는 창마다 최댓값을 구하라고 해요.
    - 1998년의 신경망은 평균을 썼어요. 이번 과제의 표에는 어떻게 되어 있나요?
    - 풀링 층의 이름을 확인해 보세요.
    """
    model = network(input_shape, classes)
    pools = of(model, layers.MaxPooling2D)
    return remade(model, {one: [layers.AveragePooling2D(one.pool_size, one.strides, one.padding)] for one in pools})


@small_vgg.mistake
@vgg19.mistake
@vgg16.mistake
@zfnet.mistake
@alexnet.mistake
@lenet5.mistake
def convolutions_without_relu(network, input_shape, classes):
    """What comes after each convolution?
    Without an activation, convolutions in a row are no more than one convolution.
    - Keras uses no activation where you name none.
    - Every convolution of the table has a ReLU.

    합성곱 다음에는 무엇이 오나요?
    활성화 함수가 없으면 합성곱을 여러 번 해도 한 번 한 것과 다르지 않아요.
    - Keras는 활성화 함수를 따로 적지 않으면 아무것도 적용하지 않아요.
    - 표를 보면 모든 합성곱층에 ReLU가 있어요.
    """
    model = network(input_shape, classes)
    return remade(model, {one: [like(one, activation="linear")] for one in of(model, layers.Conv2D)})


@small_vgg.mistake
@vgg19.mistake
@vgg16.mistake
@zfnet.mistake
@alexnet.mistake
@lenet5.mistake
def dense_layers_without_relu(network, input_shape, classes):
    """Do the Dense layers before the last one have an activation?
    Two Dense layers with nothing between them are one Dense layer.
    - Keras uses no activation where you name none.
    - Look at every Dense layer but the last.

    마지막이 아닌 Dense 층에 활성화 함수가 있나요?
    사이에 아무것도 없는 Dense 층 두 개는 Dense 층 하나와 같아요.
    - Keras는 활성화 함수를 따로 적지 않으면 아무것도 적용하지 않아요.
    - 마지막을 뺀 모든 Dense 층을 살펴보세요.
    """
    model = network(input_shape, classes)
    return remade(model, {one: [like(one, activation="linear")] for one in of(model, layers.Dense)[:-1]})


@vgg19.mistake
@vgg16.mistake
@zfnet.mistake
@alexnet.mistake
@lenet5.mistake
def tanh_for_relu(network, input_shape, classes):
    """Which activation does the task ask for?
    tanh was the choice of 1998. Its slope is nearly 0 for large inputs, which made deep networks hard to train.
    - Read the column with the arguments of each layer again.
    - AlexNet's first trick was to replace it.

    어떤 활성화 함수를 쓰라고 했나요?
    tanh는 1998년의 선택이에요. 입력이 크면 기울기가 거의 0이라 깊은 신경망을 학습시키기 어려웠어요.
    - 표에서 각 층의 인수를 다시 읽어 보세요.
    - AlexNet의 첫 번째 비결이 바로 tanh를 바꾼 것이었어요.
    """
    model = network(input_shape, classes)
    return remade(model, {one: [like(one, activation="tanh")] for one in with_relu(model)})


@small_vgg.mistake
@vgg19.mistake
@vgg16.mistake
@zfnet.mistake
@alexnet.mistake
@lenet5.mistake
def bn_added(network, input_shape, classes):
    """Is there a BatchNormalization in a network that is older than it?
    It came in 2015. It often helps, but it is another network with other parameters.
    - In which year was this network published?
    - The table has no such layer.

    배치 정규화가 나오기도 전의 신경망에 배치 정규화를 넣지 않았나요?
    배치 정규화는 2015년에 나왔어요. 도움이 될 때가 많지만, 매개변수가 다른 신경망이 돼요.
    - 이 신경망은 몇 년에 발표됐나요?
    - 표에는 그런 층이 없어요.
    """
    model = network(input_shape, classes)
    return remade(
        model,
        {
            one: [like(one, activation="linear"), layers.BatchNormalization(), layers.ReLU()]
            for one in of(model, layers.Conv2D)
        },
    )


# LeNet-5


@lenet5.mistake
def valid_first_on_28(lenet5, input_shape, classes):
    """What input size did the network of 1998 expect?
    It took 32x32. Ours are 28x28: without padding only 256 numbers reach the Dense layers (44,426 parameters).
    - How large are the maps after the first convolution? The table says 28x28.
    - What is padding in Keras when you say nothing about it?

    1998년의 신경망은 입력 크기가 얼마였을까요?
    32x32였어요. 우리 이미지는 28x28이라 패딩이 없으면 Dense 층에 숫자가 256개만 닿아요(매개변수 44,426개).
    - 첫 합성곱을 지난 특징맵의 크기는 얼마인가요? 표에는 28x28이라고 되어 있어요.
    - Keras에서 패딩을 따로 적지 않으면 어떻게 되나요?
    """
    model = lenet5(input_shape, classes)
    first = of(model, layers.Conv2D)[0]
    return remade(model, {first: [like(first, padding="valid")]})


@lenet5.mistake
def same_in_both(lenet5, input_shape, classes):
    """Does the second convolution keep its size?
    Only the first one is padded. 14 becomes 10, and then 5.
    - How many numbers reach the first Dense layer? It should be 400.
    - Compare the padding of both convolutions with the table.

    두 번째 합성곱을 지나도 크기가 그대로인가요?
    패딩은 첫 번째 합성곱에만 있어요. 14는 10이 되고, 다시 5가 돼요.
    - 첫 번째 Dense 층에 숫자가 몇 개 들어오나요? 400개여야 해요.
    - 두 합성곱의 패딩을 표와 비교해 보세요.
    """
    model = lenet5(input_shape, classes)
    second = of(model, layers.Conv2D)[1]
    return remade(model, {second: [like(second, padding="same")]})


def _with_filters(model, *filters):
    convolutions = of(model, layers.Conv2D)
    return remade(model, {a: [like(a, filters=n)] for a, n in zip(convolutions, filters, strict=True)})


@lenet5.mistake
def eight_filters(lenet5, input_shape, classes):
    """How many maps does the first convolution make?
    Eight is a round number, but the paper draws fewer.
    - Count the maps of the first block in the picture (C1 in the paper).
    - The table gives the first convolution 156 parameters, and each 5x5 filter needs 25 weights and a bias.

    첫 합성곱의 특징맵은 몇 장인가요?
    8은 딱 떨어지는 수지만 논문의 그림에는 더 적게 그려져 있어요.
    - 그림에서 첫 블록(논문의 C1)의 특징맵이 몇 장인지 세어 보세요.
    - 표에서 첫 합성곱의 매개변수는 156개예요. 5x5 필터 하나에는 가중치 25개와 편향 1개가 있어요.
    """
    return _with_filters(lenet5(input_shape, classes), 8, 16)


@lenet5.mistake
def five_filters(lenet5, input_shape, classes):
    """How many maps does the first convolution make?
    Five is the size of its filters, not their number.
    - Conv2D takes the number of filters first, then their size.
    - Count the maps of the first block in the picture (C1 in the paper).

    첫 합성곱의 특징맵은 몇 장인가요?
    5는 필터의 크기이지 개수가 아니에요.
    - Conv2D에는 필터의 개수를 먼저, 크기를 그다음에 써요.
    - 그림에서 첫 블록(논문의 C1)의 특징맵이 몇 장인지 세어 보세요.
    """
    return _with_filters(lenet5(input_shape, classes), 5, 16)


@lenet5.mistake
def filters_swapped(lenet5, input_shape, classes):
    """Do your maps become fewer on the way?
    While the maps shrink, their number grows: fewer places, but more kinds of things to be found at each.
    - Read the outputs in the table from top to bottom: what happens to the third number?
    - Which of 6 and 16 belongs to the convolution that reads the image?

    특징맵의 수가 뒤로 갈수록 줄어드나요?
    특징맵이 작아지는 동안 그 수는 늘어나요. 자리는 줄고, 자리마다 찾아내는 특징의 종류는 많아져요.
    - 표의 출력 크기를 위에서 아래로 읽어 보세요. 세 번째 숫자가 어떻게 바뀌나요?
    - 이미지를 직접 읽는 합성곱의 필터 수는 6과 16 중 어느 쪽인가요?
    """
    return _with_filters(lenet5(input_shape, classes), 16, 6)


@lenet5.mistake
def three_by_three(lenet5, input_shape, classes):
    """How large are the filters?
    3x3 became usual with VGG, in 2014. LeNet's filters are larger.
    - In the second convolution of the table, 14 becomes 10. What becomes of 14 in yours?
    - Without padding, a filter of k x k takes away k - 1 rows and columns. Here these are 4.

    필터의 크기는 얼마인가요?
    3x3은 2014년 VGG부터 흔해졌어요. LeNet의 필터는 더 커요.
    - 표의 두 번째 합성곱에서 14가 10이 돼요. 여러분의 신경망에서는 14가 몇이 되나요?
    - 패딩이 없으면 k x k 필터는 행과 열을 k - 1줄씩 줄여요. 여기서는 4줄이 줄어야 해요.
    """
    model = lenet5(input_shape, classes)
    return remade(model, {one: [like(one, kernel_size=(3, 3))] for one in of(model, layers.Conv2D)})


@lenet5.mistake
def as_in_1998(lenet5, input_shape, classes):
    """Did you follow the paper more closely than the table?
    tanh and average pooling are of 1998. The task asks for the form of today.
    - Read the arguments of both convolutions and both poolings in the table again.
    - Two things of yours are older than the table: the activation of the layers, and what a pooling keeps of a window.

    표보다 논문을 더 충실히 따랐나요?
    tanh와 평균 풀링은 1998년의 방식이에요. 여기서는 요즘 쓰는 모습으로 작성해요.
    - 합성곱과 풀링마다 표에 적힌 인수를 다시 읽어 보세요.
    - 표와 다른 것은 두 가지예요. 층의 활성화 함수와, 풀링이 창에서 남기는 값이에요.
    """
    return average_pooling(lambda *args: tanh_for_relu(lenet5, *args), input_shape, classes)


@lenet5.mistake
def forgets_the_84(lenet5, input_shape, classes):
    """How many Dense layers are there?
    Between the 120 units and the classes one layer is missing. LeNet narrows in steps: 400, 120, then one more.
    - Count the lines of the table that begin with Dense, and the Dense layers in your code.
    - In the table, the last layer has 850 parameters for 10 classes, biases included. How many numbers does it read?

    Dense 층은 몇 개인가요?
    유닛 120개와 클래스 사이에 층 하나가 빠졌어요. LeNet은 400, 120, 그리고 한 단계를 더 거쳐 줄어들어요.
    - 표에서 Dense로 시작하는 줄과 여러분의 코드에 있는 Dense 층을 세어 보세요.
    - 표에서 마지막 층의 매개변수는 클래스 10개의 편향까지 850개예요. 이 층은 숫자를 몇 개 읽을까요?
    """
    model = lenet5(input_shape, classes)
    return remade(model, {of(model, layers.Dense)[1]: []})


@lenet5.mistake
def forgets_the_120(lenet5, input_shape, classes):
    """How many Dense layers are there?
    Between Flatten and the 84 units one layer is missing, the one with most of the parameters.
    - Count the lines of the table that begin with Dense, and the Dense layers in your code.
    - In the table, the layer after Flatten has 48,120 parameters. It reads 400 numbers: with how many units?

    Dense 층은 몇 개인가요?
    Flatten과 유닛 84개 사이에 층 하나가 빠졌어요. 매개변수가 가장 많은 층이에요.
    - 표에서 Dense로 시작하는 줄과 여러분의 코드에 있는 Dense 층을 세어 보세요.
    - 표에서 Flatten 다음 층의 매개변수는 48,120개예요. 숫자 400개를 읽는다면 유닛은 몇 개일까요?
    """
    model = lenet5(input_shape, classes)
    return remade(model, {of(model, layers.Dense)[0]: []})


@lenet5.mistake
def c5_as_convolution(lenet5, input_shape, classes):
    """Is the layer of 120 a convolution?
    On 28x28 that is the same: a 5x5 filter over a 5x5 map. On larger images it leaves several cells of each map.
    - Call your function with (40, 40, 1) and look at what Flatten gives.
    - First flatten, then connect every number with each of the 120 units.

    120짜리 층을 합성곱으로 만들지 않았나요?
    28x28에서는 같아요. 5x5 특징맵에 5x5 필터를 대는 셈이니까요. 하지만 더 큰 이미지에서는 특징맵마다 여러 칸이 남아요.
    - (40, 40, 1)로 함수를 부르고 Flatten의 출력 크기를 확인해 보세요.
    - 먼저 펼친 다음, 모든 숫자를 유닛 120개와 하나하나 연결하세요.
    """
    model = lenet5(input_shape, classes)
    flatten, dense = of(model, layers.Flatten)[0], of(model, layers.Dense)[0]
    return remade(model, {flatten: [layers.Conv2D(120, 5, activation="relu"), layers.Flatten()], dense: []})


@lenet5.mistake
def pool_stride_1(lenet5, input_shape, classes):
    """Does pooling halve the maps?
    With a stride of 1 the windows move by one cell, and a map of 28 becomes one of 27.
    - What is the stride of your poolings?
    - In Keras the stride of a pooling is the size of its window unless you say something else.

    풀링을 지나면 특징맵이 절반이 되나요?
    스트라이드가 1이면 창이 한 칸씩 움직여서 28이 27이 돼요.
    - 풀링의 스트라이드가 얼마인가요?
    - Keras에서 풀링의 스트라이드는 따로 적지 않으면 창의 크기와 같아요.
    """
    model = lenet5(input_shape, classes)
    return remade(model, {one: [like(one, strides=(1, 1))] for one in of(model, layers.MaxPooling2D)})


@small_vgg.mistake
@vgg19.mistake
@vgg16.mistake
@lenet5.mistake
def adds_dropout(network, input_shape, classes):
    """Is there more dropout than the table has?
    Dropout is part of a network: with another one it is trained in another way.
    - Count the Dropout lines of the table, and the Dropout layers in `model.layers`.
    - Go through your Dropout layers one by one. One that has no line in the table does not belong there.

    표에 없는 드롭아웃을 넣었나요?
    드롭아웃도 신경망의 일부예요. 더 넣으면 학습 방식이 달라져요.
    - 표에 있는 Dropout과 model.layers에 있는 Dropout의 수를 각각 세어 보세요.
    - 여러분의 Dropout을 하나씩 짚어 보세요. 표에 해당하는 줄이 없으면 빼야 해요.
    """
    model = network(input_shape, classes)
    if of(model, layers.Dropout):  # there it is after each pooling that one more is usual
        return remade(model, {one: [like(one), layers.Dropout(0.25)] for one in of(model, layers.MaxPooling2D)})
    return remade(model, {one: [like(one), layers.Dropout(0.5)] for one in of(model, layers.Dense)[:-1]})


@vgg19.mistake
@vgg16.mistake
@small_vgg.mistake
@lenet5.mistake
def pools_round_up(network, input_shape, classes):
    """What becomes of the last row when a map has an odd size?
    With padding "same" a pooling rounds up, so 15 becomes 8. Here it is dropped, and 15 becomes 7.
    - Try an image whose maps become odd: (30, 30, 1) in LeNet-5, (28, 28, 1) after two halvings.
    - What do your poolings say about padding?

    특징맵의 크기가 홀수이면 마지막 행은 어떻게 되나요?
    풀링의 패딩이 "same"이면 올림해서 15가 8이 돼요. 여기서는 마지막 행을 버리고 15가 7이 돼요.
    - 중간에 크기가 홀수가 되는 이미지로 시험해 보세요. LeNet-5라면 (30, 30, 1)이 그래요.
    - 풀링 층의 padding을 어떻게 적었나요?
    """
    model = network(input_shape, classes)
    return remade(model, {one: [like(one, padding="same")] for one in of(model, layers.MaxPooling2D)})


# AlexNet and ZFNet


@alexnet.mistake
def no_pad_224(alexnet, input_shape, classes):
    """Are your first maps 54x54?
    (224 - 11) / 4 + 1 = 54.25. 55 needs either images of 227 or padding.
    - How large is the image after the first line of the table?
    - Which layer lays zeros around an image?

    첫 특징맵이 54x54인가요?
    (224 - 11) / 4 + 1 = 54.25예요. 55가 되려면 이미지가 227이거나 패딩이 있어야 해요.
    - 표의 첫 줄을 지난 이미지의 크기는 얼마인가요?
    - 이미지 둘레에 0을 두르는 층은 무엇일까요?
    """
    model = alexnet(input_shape, classes)
    return remade(model, {model.layers[1]: []})


@alexnet.mistake
def same_in_the_first_convolution(alexnet, input_shape, classes):
    """Are your first maps 56x56?
    With padding "same" Keras makes ceil(224 / 4) = 56. The network of the paper has 55.
    - Work out (224 + 2 pad - 11) / 4 + 1 for some pads.
    - Pad with a layer of its own, and let the convolution be "valid".

    첫 특징맵이 56x56인가요?
    Keras의 "same"은 ceil(224 / 4) = 56을 만들어요. 논문의 신경망은 55예요.
    - pad를 바꿔 가며 (224 + 2 pad - 11) / 4 + 1을 계산해 보세요.
    - 패딩은 따로 층을 두어 하고, 합성곱은 "valid"로 두세요.
    """
    model = alexnet(input_shape, classes)
    first = of(model, layers.Conv2D)[0]
    return remade(model, {model.layers[1]: [], first: [like(first, padding="same")]})


@alexnet.mistake
def pads_2(alexnet, input_shape, classes):
    """Did you pad 2 on each side, as PyTorch's AlexNet does?
    That makes 55, too, but every window starts one pixel further right and down. The notes and the table pad more.
    - (224 + 2 pad - 11) / 4 + 1, rounded down, is 55 for two values of pad: the size of the maps cannot tell you which.
    - Compare your ZeroPadding2D with the table: how large is the image after it? 224 has to become 230.

    PyTorch의 AlexNet처럼 사방에 2칸씩 패딩했나요?
    이래도 55가 되지만 창이 모두 한 픽셀씩 오른쪽 아래에서 시작해요. 강의 노트와 표의 패딩은 더 커요.
    - (224 + 2 pad - 11) / 4 + 1을 내림해서 55가 되는 pad는 두 개예요. 그래서 특징맵의 크기만으로는 알 수 없어요.
    - ZeroPadding2D를 지난 이미지의 크기를 표와 비교해 보세요. 224가 230이 되어야 해요.
    """
    model = alexnet(input_shape, classes)
    return remade(model, {model.layers[1]: [layers.ZeroPadding2D(2)]})


@alexnet.mistake
def stride_4_forgotten(alexnet, input_shape, classes):
    """How large is the first map?
    With a stride of 1 it has 220x220 cells, and the first Dense layer would need 709 million weights.
    - 224 becomes 55 in one layer: by how many pixels do its windows move?
    - Conv2D moves by one pixel unless you say something else. Which argument in the table have you not used yet?

    첫 특징맵의 크기는 얼마인가요?
    스트라이드가 1이면 220x220이 되고, 첫 Dense 층에만 가중치가 7억 개 넘게 필요해져요.
    - 224가 한 층 만에 55가 돼요. 창을 몇 픽셀씩 옮겨야 할까요?
    - Conv2D는 따로 적지 않으면 한 픽셀씩 움직여요. 표에 있는 인수 중 아직 쓰지 않은 것은 무엇인가요?
    """
    model = alexnet(input_shape, classes)
    first = of(model, layers.Conv2D)[0]
    return remade(model, {first: [like(first, strides=(1, 1))]})


@zfnet.mistake
@alexnet.mistake
def pool_2x2(network, input_shape, classes):
    """Do your pooling windows overlap?
    Windows of 2x2 that move by 2 only touch. In AlexNet, and in ZFNet after it, neighbours share a row.
    - What must be larger for windows to overlap: their size, or the step from one to the next?
    - Compare both numbers of your poolings, the size and the stride, with the table. One of them is right.

    풀링 창이 겹치나요?
    2x2 창을 2칸씩 옮기면 맞닿기만 해요. AlexNet과 그 뒤를 이은 ZFNet에서는 이웃한 창이 한 줄을 함께 봐요.
    - 창이 겹치려면 창의 크기와 옮기는 칸 수 중 어느 쪽이 더 커야 할까요?
    - 풀링의 창 크기와 스트라이드를 표와 비교해 보세요. 둘 중 하나만 맞아요.
    """
    model = network(input_shape, classes)
    return remade(model, {one: [like(one, pool_size=(2, 2))] for one in of(model, layers.MaxPooling2D)})


@zfnet.mistake
@alexnet.mistake
def pool_stride_3(network, input_shape, classes):
    """Do your 3x3 poolings move by 3?
    In Keras the stride of a pooling is the size of its window unless you say something else. Then no windows overlap.
    - How large are the maps before and after your first pooling? A third is left of them; the table keeps about half.
    - Which argument says how far the windows move? It is one less than their size here.

    3x3 풀링 창이 3칸씩 움직이나요?
    Keras에서 풀링의 스트라이드는 따로 적지 않으면 창의 크기와 같아요. 그러면 창이 겹치지 않아요.
    - 첫 풀링 앞뒤의 특징맵 크기를 재 보세요. 표에서는 절반쯤 되는데 지금은 3분의 1로 줄어요.
    - 창을 얼마나 옮길지 정하는 인수는 무엇인가요? 여기서는 창의 크기보다 1 작아요.
    """
    model = network(input_shape, classes)
    return remade(model, {one: [like(one, strides=(3, 3))] for one in of(model, layers.MaxPooling2D)})


@small_vgg.mistake
@zfnet.mistake
@alexnet.mistake
def dropout_missing(network, input_shape, classes):
    """What keeps the large Dense layers from learning every photograph by heart?
    Dropout is missing after the hidden Dense layers. It has no parameters, so the total is right without it.
    - Look for 0.5 in the table. Which layer has this number?
    - It is a layer of its own, and stands behind each hidden Dense layer, not behind the last one.

    큰 Dense 층이 사진을 통째로 외우지 못하게 막는 것은 무엇인가요?
    은닉 Dense 층 뒤에 드롭아웃이 빠졌어요. 드롭아웃에는 매개변수가 없어서, 빠져도 합계는 맞아요.
    - 표에서 0.5를 찾아보세요. 어느 층의 숫자인가요?
    - 드롭아웃은 따로 있는 층이에요. 은닉 Dense 층마다 그 뒤에 와요. 마지막 Dense 층 뒤에는 없어요.
    """
    model = network(input_shape, classes)
    return remade(model, {one: [] for one in of(model, layers.Dropout)})


@small_vgg.mistake
@zfnet.mistake
@alexnet.mistake
def dropout_before_dense(network, input_shape, classes):
    """Does your dropout stand before the Dense layers?
    There it switches off what the hidden layer reads. The table switches off the units of the hidden layer themselves.
    - Which line of the table comes right after Flatten: Dense or Dropout?
    - Dense and Dropout come in pairs. Which of the two is first in each pair?

    드롭아웃이 Dense 층보다 앞에 있나요?
    그러면 은닉층이 읽을 값을 끄게 돼요. 표에서는 은닉층의 유닛을 꺼요.
    - 표에서 Flatten 바로 다음에 오는 것은 Dense인가요, Dropout인가요?
    - Dense와 Dropout은 짝을 이뤄요. 짝마다 어느 쪽이 먼저 오나요?
    """
    model = network(input_shape, classes)
    drops = {one: [] for one in of(model, layers.Dropout)}
    return remade(model, drops | {one: [layers.Dropout(0.5), like(one)] for one in of(model, layers.Dense)[:-1]})


@small_vgg.mistake
@zfnet.mistake
@alexnet.mistake
def dropout_rate(network, input_shape, classes):
    """How many of the units are switched off?
    A rate of 0.2 is usual for small layers or for inputs. Here it is higher.
    - In Keras the rate is the share that is switched off. Compare yours with the table.
    - In these networks a unit is as likely to be off as on.

    유닛을 얼마나 꺼야 하나요?
    0.2는 작은 층이나 입력에 흔히 쓰는 비율이에요. 여기서는 더 많이 꺼요.
    - Keras에서는 끄는 쪽의 비율을 적어요. 여러분의 비율을 표와 비교해 보세요.
    - 이 신경망에서는 유닛이 꺼질 확률과 켜져 있을 확률이 같아요.
    """
    model = network(input_shape, classes)
    return remade(model, {one: [like(one, rate=0.2)] for one in of(model, layers.Dropout)})


@zfnet.mistake
@alexnet.mistake
def only_one_dropout(network, input_shape, classes):
    """How often is there a dropout?
    The first hidden Dense layer has one behind it, the second has none. It is as wide and can learn by heart as well.
    - Count the 0.5 in the table, and the Dropout layers in your code.
    - What stands between your second Dense layer and the last one?

    드롭아웃은 몇 번 나오나요?
    첫 번째 은닉 Dense 층 뒤에는 있지만 두 번째 뒤에는 없어요. 두 번째 층도 똑같이 커서 사진을 통째로 외울 수 있어요.
    - 표에 있는 0.5와 코드에 있는 Dropout의 수를 각각 세어 보세요.
    - 두 번째 Dense 층과 마지막 Dense 층 사이에는 무엇이 있나요?
    """
    model = network(input_shape, classes)
    return remade(model, {of(model, layers.Dropout)[1]: []})


@zfnet.mistake
@alexnet.mistake
def conv_order(network, input_shape, classes):
    """Are the last three convolutions in the order of the table?
    Yours have 256, 384 and 384 filters.
    - How many maps go into the last pooling?
    - Only the last of the three is narrower.

    마지막 합성곱 세 개의 순서가 표와 같은가요?
    지금은 필터가 256, 384, 384개예요.
    - 마지막 풀링에는 특징맵이 몇 장 들어가나요?
    - 셋 중 마지막만 필터가 적어요.
    """
    return _with_filters(network(input_shape, classes), 96, 256, 256, 384, 384)


@zfnet.mistake
@alexnet.mistake
def one_convolution_too_few(network, input_shape, classes):
    """How many convolutions are there?
    One of the two with 384 filters is missing. Their lines look alike, so one is easily taken for a repetition.
    - Count the lines of the table that begin with Conv2D, and the convolutions in your code.
    - Two lines have 384 filters, but not the same parameters: 885,120 and 1,327,488. Which of them does yours lack?

    합성곱층은 몇 개인가요?
    필터가 384개인 합성곱 두 층 중 하나가 빠졌어요. 두 줄이 비슷해서 같은 줄로 착각하기 쉬워요.
    - 표에서 Conv2D로 시작하는 줄과 코드에 있는 합성곱을 세어 보세요.
    - 필터가 384개인 두 줄은 매개변수가 885,120개와 1,327,488개로 서로 달라요. 여러분의 코드에는 어느 쪽이 없나요?
    """
    model = network(input_shape, classes)
    return remade(model, {of(model, layers.Conv2D)[3]: []})


@zfnet.mistake
@alexnet.mistake
def last_convolutions_valid(network, input_shape, classes):
    """Do the last three convolutions keep their size?
    In the table 13 stays 13 through all of them. Without padding it becomes 11, 9 and 7.
    - What is padding in Keras when you say nothing about it?
    - Each of the three needs one row of zeros on every side. Which padding does the table name?

    마지막 합성곱 세 개를 지나도 크기가 그대로인가요?
    표에서는 셋을 모두 지나도 13이 그대로예요. 패딩이 없으면 11, 9, 7로 줄어들어요.
    - Keras에서 패딩을 따로 적지 않으면 어떻게 되나요?
    - 셋 다 사방에 0이 한 줄씩 필요해요. 표에는 패딩이 무엇이라고 적혀 있나요?
    """
    model = network(input_shape, classes)
    return remade(model, {one: [like(one, padding="valid")] for one in of(model, layers.Conv2D)[2:]})


@alexnet.mistake
def second_convolution_valid(alexnet, input_shape, classes):
    """Does the second convolution keep its size?
    27 should stay 27. Without padding a 5x5 filter makes 23 of it.
    - Compare the padding of the second Conv2D line in the table with yours.
    - Only the first convolution of AlexNet is "valid". What about the four after it?

    두 번째 합성곱을 지나도 크기가 그대로인가요?
    27은 27로 남아야 해요. 패딩이 없으면 5x5 필터를 지나 23이 돼요.
    - 표의 두 번째 Conv2D 줄에 적힌 패딩을 여러분의 코드와 비교해 보세요.
    - AlexNet에서 "valid"인 합성곱은 첫 번째뿐이에요. 나머지 넷은 무엇일까요?
    """
    model = alexnet(input_shape, classes)
    second = of(model, layers.Conv2D)[1]
    return remade(model, {second: [like(second, padding="valid")]})


@vgg19.mistake
@vgg16.mistake
@zfnet.mistake
@alexnet.mistake
def one_large_dense_layer(network, input_shape, classes):
    """How many Dense layers with 4096 units are there?
    One of the two is missing, so that the classes are decided one step too early.
    - Count the lines of the table that begin with Dense. The classes are only the last of them.
    - One layer should read 4096 numbers and hand on 4096: 16,781,312 parameters. Do you find it in `summary()`?

    유닛 4096개인 Dense 층은 몇 개인가요?
    둘 중 하나가 빠져서 클래스를 한 단계 일찍 정하고 있어요.
    - 표에서 Dense로 시작하는 줄을 세어 보세요. 클래스를 정하는 층은 그중 마지막이에요.
    - 숫자 4096개를 읽고 4096개를 내보내는 층의 매개변수는 16,781,312개예요. summary()에 이런 층이 있나요?
    """
    model = network(input_shape, classes)
    second = of(model, layers.Dense)[1]
    return remade(model, {second: []} | {one: [] for one in of(model, layers.Dropout)[1:]})


@alexnet.mistake
def two_groups(alexnet, input_shape, classes):
    """Did you split the convolutions in two halves, as the authors had to?
    Then a filter reads only half of the maps, and the total is 60,965,224. Today one graphics card holds it all.
    - Which convolutions of yours have fewer parameters than the table? The second one should have 614,656.
    - Look for `groups`, or for maps that are split and joined again. In one piece, every filter reads all maps.

    저자들처럼 합성곱을 둘로 나눴나요?
    그러면 필터가 특징맵의 절반만 읽고, 매개변수는 60,965,224개가 돼요. 요즘은 GPU 한 장에 다 들어가요.
    - 표보다 매개변수가 적은 합성곱은 어느 것인가요? 두 번째 합성곱은 614,656개여야 해요.
    - groups를 썼거나 특징맵을 나눴다가 다시 합친 곳을 찾아보세요. 나누지 않으면 모든 필터가 모든 특징맵을 읽어요.
    """
    model = alexnet(input_shape, classes)
    convolutions = of(model, layers.Conv2D)
    return remade(model, {convolutions[i]: [like(convolutions[i], groups=2)] for i in (1, 3, 4)})


@zfnet.mistake
@alexnet.mistake
def no_pooling_at_the_end(network, input_shape, classes):
    """What comes between the last convolution and Flatten?
    Maps of 13x13 give 43,264 numbers, and the first Dense layer alone would have 177 million weights.
    - How many numbers should Flatten give? 6 x 6 x 256.
    - How often does the table pool?

    마지막 합성곱과 Flatten 사이에 무엇이 있나요?
    13x13 특징맵을 펼치면 숫자가 43,264개라서 첫 Dense 층에만 가중치가 1억 7,700만 개 필요해요.
    - Flatten이 내놓는 숫자는 6 x 6 x 256개여야 해요.
    - 표에서 풀링은 모두 몇 번인가요?
    """
    model = network(input_shape, classes)
    return remade(model, {of(model, layers.MaxPooling2D)[-1]: []})


@zfnet.mistake
def alexnet_stem(zfnet, input_shape, classes):
    """Is the first layer still AlexNet's?
    ZFNet's whole idea is a finer first layer: smaller filters, smaller steps.
    - How large are your first maps? AlexNet's are 55x55, ZFNet's 110x110.
    - Three numbers differ between the two tables before the first pooling: padding, size of the filters, stride.

    첫 층이 아직 AlexNet의 것인가요?
    ZFNet의 핵심은 첫 층을 더 촘촘하게 하는 거예요. 필터는 더 작게, 걸음도 더 작게요.
    - 첫 특징맵의 크기는 얼마인가요? AlexNet은 55x55, ZFNet은 110x110이에요.
    - 두 표는 첫 풀링 앞에서 숫자 세 개가 달라요. 패딩, 필터의 크기, 스트라이드예요.
    """
    model = zfnet(input_shape, classes)
    first = of(model, layers.Conv2D)[0]
    new = {model.layers[1]: [layers.ZeroPadding2D(3)], first: [like(first, kernel_size=(11, 11), strides=(4, 4))]}
    return remade(model, new)


@zfnet.mistake
def first_stride_4(zfnet, input_shape, classes):
    """By how many pixels do the first windows move?
    The filters are 7x7 now, but they still take AlexNet's steps. These left the chequered noise in the second layer.
    - How large are your first maps? 224 should become 110.
    - What stride halves an image?

    첫 층의 창은 몇 픽셀씩 움직이나요?
    필터는 7x7로 줄였지만 걸음은 아직 AlexNet 그대로예요. 둘째 층에 바둑판 같은 잡음을 남긴 것이 바로 이 걸음이에요.
    - 첫 특징맵의 크기는 얼마인가요? 224는 110이 되어야 해요.
    - 이미지를 절반으로 줄이는 스트라이드는 얼마인가요?
    """
    model = zfnet(input_shape, classes)
    first = of(model, layers.Conv2D)[0]
    return remade(model, {first: [like(first, strides=(4, 4))]})


@zfnet.mistake
def no_pad_1(zfnet, input_shape, classes):
    """Are your first maps 109x109?
    The paper draws 110. The total of parameters does not notice, since later sizes come out the same.
    - Work out (224 + 2 pad - 7) / 2 + 1 for pad 0 and pad 1, and round down.
    - Which line of the table stands before the first convolution? 224 becomes 226 there.

    첫 특징맵이 109x109인가요?
    논문의 그림에는 110이라고 되어 있어요. 뒤의 크기가 같아져서 매개변수의 합계로는 알 수 없어요.
    - pad가 0일 때와 1일 때 (224 + 2 pad - 7) / 2 + 1을 계산해서 내림해 보세요.
    - 표에서 첫 합성곱 앞에는 어떤 줄이 있나요? 거기서 224가 226이 돼요.
    """
    model = zfnet(input_shape, classes)
    return remade(model, {model.layers[1]: []})


@zfnet.mistake
def same_in_the_first_convolution_of_zfnet(zfnet, input_shape, classes):
    """Are your first maps 112x112?
    With padding "same" Keras makes ceil(224 / 2) = 112 of 224. The paper draws 110.
    - Work out (224 + 2 pad - 7) / 2 + 1, rounded down: which pad makes 110?
    - Pad with a layer of its own, and let the convolution be "valid".

    첫 특징맵이 112x112인가요?
    "same"을 쓰면 224가 ceil(224 / 2) = 112가 돼요. 논문의 그림에는 110이라고 되어 있어요.
    - (224 + 2 pad - 7) / 2 + 1을 계산해서 내림해 보세요. 110이 되는 pad는 얼마인가요?
    - 패딩은 따로 층을 두어 하고, 합성곱은 "valid"로 두세요.
    """
    model = zfnet(input_shape, classes)
    first = of(model, layers.Conv2D)[0]
    return remade(model, {model.layers[1]: [], first: [like(first, padding="same")]})


@zfnet.mistake
def second_convolution_same(zfnet, input_shape, classes):
    """Is the second map 28x28?
    That is ceil(55 / 2), the size with padding "same". The paper draws 26.
    - Work out (55 - 5) / 2 + 1, the size without padding.
    - AlexNet pads in its second convolution, ZFNet does not. Compare this line in both tables.

    두 번째 합성곱의 특징맵이 28x28인가요?
    28은 ceil(55 / 2), 곧 패딩이 "same"일 때의 크기예요. 논문의 그림에는 26이라고 되어 있어요.
    - 패딩이 없을 때의 크기인 (55 - 5) / 2 + 1을 계산해 보세요.
    - 두 번째 합성곱에서 AlexNet은 패딩을 하지만 ZFNet은 하지 않아요. 두 표에서 이 줄을 비교해 보세요.
    """
    model = zfnet(input_shape, classes)
    second = of(model, layers.Conv2D)[1]
    return remade(model, {second: [like(second, padding="same")]})


@zfnet.mistake
def second_stride_1(zfnet, input_shape, classes):
    """Does the second convolution move by one cell?
    In AlexNet it does, but not in ZFNet. With 1 the last maps are 12x12, and the Dense layer is far too large.
    - How large are your maps after the second convolution? 55 should become 26.
    - Without padding, (55 - 5) / stride + 1 = 26. What is the stride?

    두 번째 합성곱이 한 칸씩 움직이나요?
    AlexNet은 그렇지만 ZFNet은 더 크게 움직여요. 1이면 마지막 특징맵이 12x12라서 Dense 층이 너무 커져요.
    - 두 번째 합성곱을 지난 특징맵의 크기는 얼마인가요? 55는 26이 되어야 해요.
    - 패딩이 없을 때 (55 - 5) / 스트라이드 + 1 = 26이에요. 스트라이드는 얼마인가요?
    """
    model = zfnet(input_shape, classes)
    second = of(model, layers.Conv2D)[1]
    return remade(model, {second: [like(second, strides=(1, 1))]})


@zfnet.mistake
def pools_round_down(zfnet, input_shape, classes):
    """Are the maps after the first pooling 54x54?
    (110 - 3) / 2 + 1 = 54.5. The paper draws 55: the first two poolings round up.
    - Compare the sizes after your first two poolings with the table: 55 and 13.
    - Which padding makes ceil(size / stride)?

    첫 풀링을 지난 특징맵이 54x54인가요?
    (110 - 3) / 2 + 1 = 54.5예요. 논문의 그림에는 55라고 되어 있어요. 처음 두 풀링에서는 올림해요.
    - 처음 두 풀링을 지난 크기를 표의 55, 13과 비교해 보세요.
    - ceil(크기 / 스트라이드)를 만드는 패딩은 무엇인가요?
    """
    model = zfnet(input_shape, classes)
    return remade(model, {one: [like(one, padding="valid")] for one in of(model, layers.MaxPooling2D)[:2]})


@zfnet.mistake
def last_pool_rounds_up(zfnet, input_shape, classes):
    """Are the last maps 7x7?
    The first two poolings round up, the last one does not: 13 becomes 6.
    - How many numbers reach Flatten? 7 x 7 x 256 = 12,544, but the table has 9216.
    - Compare the padding of the three poolings with the table. One differs from the other two.

    마지막 특징맵이 7x7인가요?
    처음 두 풀링은 올림하지만 마지막 풀링은 내림해서 13이 6이 돼요.
    - Flatten에 숫자가 몇 개 들어오나요? 지금은 7 x 7 x 256 = 12,544개인데 표에는 9216개라고 되어 있어요.
    - 풀링 세 개의 패딩을 표와 비교해 보세요. 하나만 나머지 둘과 달라요.
    """
    model = zfnet(input_shape, classes)
    last = of(model, layers.MaxPooling2D)[-1]
    return remade(model, {last: [like(last, padding="same")]})


@zfnet.mistake
def wider_at_the_end(zfnet, input_shape, classes):
    """Did you build the larger network of the paper?
    It also tries 512, 1024 and 512 filters in the last three convolutions. The table has the one of figure 3.
    - Compare the filters of the last three convolutions with the table.
    - ZFNet's changes are all in its first layers. These three convolutions have the filters of AlexNet.

    논문에 나오는 더 큰 신경망을 만들었나요?
    논문에서는 마지막 합성곱 세 개의 필터를 512, 1024, 512개로도 해 봐요. 표는 그림 3의 신경망이에요.
    - 마지막 합성곱 세 개의 필터 수를 표와 비교해 보세요.
    - ZFNet이 바꾼 것은 모두 앞쪽 층에 있어요. 이 합성곱 세 개의 필터 수는 AlexNet과 같아요.
    """
    return _with_filters(zfnet(input_shape, classes), 96, 256, 512, 1024, 512)


# One block of VGG


def _conv(x, filters, size=3, **how):
    return layers.Conv2D(filters, size, **({"padding": "same", "activation": "relu"} | how))(x)


@vgg_block.mistake
def relu_missing(vgg_block, x, filters, repeats):
    """What comes after each convolution?
    A stack of linear layers is linear: without ReLU two 3x3 filters are no more than one 5x5.
    - Can negative numbers come out of your block? After a ReLU there are none.
    - Conv2D uses no activation where you name none. Have you given it every argument of the table?

    합성곱 다음에는 무엇이 오나요?
    선형인 층은 아무리 쌓아도 선형이에요. ReLU가 없으면 3x3 필터 두 개는 5x5 필터 하나와 다르지 않아요.
    - 블록에서 음수가 나올 수 있나요? ReLU를 지나면 음수는 남지 않아요.
    - Conv2D는 활성화 함수를 따로 적지 않으면 아무것도 적용하지 않아요. 표에 있는 인수를 빠짐없이 적었나요?
    """
    for _ in range(repeats):
        x = _conv(x, filters, activation=None)
    return layers.MaxPooling2D(2)(x)


@vgg_block.mistake
def relu_only_at_the_end(vgg_block, x, filters, repeats):
    """Does only the last convolution have a ReLU?
    The gain of small filters is one ReLU after each of them. Those before the last are linear here, and melt into one.
    - How many ReLUs should a block with three convolutions have, and how many has yours?
    - Does the activation belong to the loop, or to what comes after it?

    마지막 합성곱에만 ReLU가 있나요?
    작은 필터의 장점은 합성곱마다 ReLU가 하나씩 있다는 거예요. 지금은 그 앞의 합성곱이 선형이라 하나로 합쳐져요.
    - 합성곱이 세 번인 블록에는 ReLU가 몇 개 있어야 할까요? 지금은 몇 개인가요?
    - 활성화 함수는 반복문 안에 있어야 할까요, 밖에 있어야 할까요?
    """
    for i in range(repeats):
        x = _conv(x, filters, activation="relu" if i == repeats - 1 else None)
    return layers.MaxPooling2D(2)(x)


@vgg_block.mistake
def valid_padding(vgg_block, x, filters, repeats):
    """Do your convolutions shrink the map?
    Inside a block VGG keeps the size; only the pooling halves it.
    - Each 3x3 convolution without padding takes away 2 rows and 2 columns.
    - What is padding in Keras when you say nothing about it?

    합성곱을 지날 때마다 특징맵이 줄어들지 않나요?
    VGG는 블록 안에서 크기를 유지하고, 풀링에서만 절반으로 줄여요.
    - 패딩이 없으면 3x3 합성곱마다 행과 열이 2줄씩 줄어요.
    - Keras에서 패딩을 따로 적지 않으면 어떻게 되나요?
    """
    for _ in range(repeats):
        x = _conv(x, filters, padding="valid")
    return layers.MaxPooling2D(2)(x)


@vgg_block.mistake
def pool_stride_is_1(vgg_block, x, filters, repeats):
    """Does the pooling halve the map?
    With a stride of 1 its windows move by one cell only, and no more than one row and one column are lost.
    - Give your block a map of 8x8. 4x4 should come out; what does?
    - How far must a 2x2 window move so that it touches the next one without sharing a cell?

    풀링을 지나면 특징맵이 절반이 되나요?
    스트라이드가 1이면 창이 한 칸씩만 움직여서 행과 열이 한 줄씩만 줄어요.
    - 블록에 8x8 특징맵을 넣어 보세요. 4x4가 나와야 하는데 무엇이 나오나요?
    - 2x2 창이 서로 겹치지 않고 맞닿기만 하려면 몇 칸씩 옮겨야 할까요?
    """
    for _ in range(repeats):
        x = _conv(x, filters)
    return layers.MaxPooling2D(2, strides=1)(x)


@vgg_block.mistake
def one_conv(vgg_block, x, filters, repeats):
    """How many convolutions are in your block?
    There is one, whatever `repeats` says. A loop helps only where each round reads what the round before has made.
    - Build a block with repeats=3 and count the convolutions between the input and the pooling.
    - Which variable does the convolution in your loop read, and which name does its result get?

    블록 안에 합성곱이 몇 번 있나요?
    repeats가 얼마이든 한 번뿐이에요. 반복문을 써도 앞에서 나온 결과를 다음 차례에서 읽어야 쌓여요.
    - repeats=3으로 블록을 만들고 입력과 풀링 사이의 합성곱을 세어 보세요.
    - 반복문 안의 합성곱은 어느 변수를 읽고, 그 결과는 어느 변수에 담기나요?
    """
    return layers.MaxPooling2D(2)(_conv(x, filters))


@vgg_block.mistake
def always_two(vgg_block, x, filters, repeats):
    """Are there two convolutions whatever `repeats` says?
    That fits the first two blocks of VGG16. Blocks 3 to 5 have three, those of VGG19 four.
    - Where do you use `repeats`?
    - Build blocks with repeats=1 and repeats=3: what in your code makes one convolution for each repetition?

    repeats가 얼마이든 합성곱이 두 번인가요?
    VGG16의 처음 두 블록에는 맞아요. 하지만 3~5번 블록에는 세 번, VGG19에서는 네 번 있어요.
    - repeats를 어디에서 쓰고 있나요?
    - repeats=1과 repeats=3으로 블록을 만들어 보세요. 반복할 때마다 합성곱을 하나씩 쌓는 것은 코드의 어느 부분인가요?
    """
    return layers.MaxPooling2D(2)(_conv(_conv(x, filters), filters))


@vgg_block.mistake
def one_too_many(vgg_block, x, filters, repeats):
    """Is there one convolution too many?
    Perhaps one stands before the loop, and the loop makes `repeats` more.
    - Build a block with repeats=1 and count its convolutions.
    - Either every convolution comes from the loop, or the loop takes one round less.

    합성곱이 하나 더 많은가요?
    반복문 앞에서 한 번 하고, 반복문에서 다시 repeats번 하는지도 몰라요.
    - repeats=1로 블록을 만들고 합성곱이 몇 번인지 세어 보세요.
    - 합성곱을 모두 반복문 안에서 하거나, 반복문을 한 번 덜 돌려야 해요.
    """
    for _ in range(repeats + 1):
        x = _conv(x, filters)
    return layers.MaxPooling2D(2)(x)


@vgg_block.mistake
def pool_missing(vgg_block, x, filters, repeats):
    """What ends a block?
    The map comes out as large as it went in. With five such blocks, the Dense layers would read every pixel.
    - Give your block a map of 28x20. What should come out according to the docstring?
    - The table of a block has two lines. Which layer stands in the second one?

    블록은 무엇으로 끝나나요?
    특징맵이 들어온 크기 그대로 나가요. 이런 블록을 다섯 개 쌓으면 Dense 층이 모든 픽셀을 읽어야 해요.
    - 블록에 28x20 특징맵을 넣어 보세요. docstring에 따르면 어떤 크기가 나와야 하나요?
    - 블록의 표는 두 줄이에요. 둘째 줄에는 어떤 층이 있나요?
    """
    for _ in range(repeats):
        x = _conv(x, filters)
    return x


@vgg_block.mistake
def pool_in_the_loop(vgg_block, x, filters, repeats):
    """Does your block pool after every convolution?
    A block halves the map once, at its end. So all of its convolutions see maps of one size.
    - Give your block a map of 16x16 and repeats=2. 8x8 should come out; what does?
    - Which lines belong into the loop, and which after it? Look at how far they are indented.

    합성곱마다 풀링을 하고 있나요?
    블록은 끝에서 딱 한 번 특징맵을 절반으로 줄여요. 그래서 블록 안의 합성곱은 모두 같은 크기의 특징맵을 봐요.
    - repeats=2로 16x16 특징맵을 넣어 보세요. 8x8이 나와야 하는데 무엇이 나오나요?
    - 반복문 안에 둘 줄과 밖에 둘 줄을 나눠 보세요. 들여쓰기를 확인해 보세요.
    """
    for _ in range(repeats):
        x = layers.MaxPooling2D(2)(_conv(x, filters))
    return x


@vgg_block.mistake
def averages(vgg_block, x, filters, repeats):
    """Does your pooling take the average?
    VGG keeps the strongest answer of a filter in each window. An average thins it out with the weak ones.
    - Of a window with 0, 1, 2 and 9, does your layer hand on 3 or 9?
    - What a pooling keeps stands in the name of its layer. Compare the name with the second line of the table.

    풀링에서 평균을 내고 있나요?
    VGG는 창마다 필터가 가장 강하게 반응한 값을 남겨요. 평균을 내면 약한 값과 섞여서 흐려져요.
    - 창 안의 값이 0, 1, 2, 9라면 여러분의 층은 3을 내보내나요, 9를 내보내나요?
    - 풀링이 무엇을 남기는지는 층의 이름에 들어 있어요. 표의 둘째 줄에 있는 이름과 비교해 보세요.
    """
    for _ in range(repeats):
        x = _conv(x, filters)
    return layers.AveragePooling2D(2)(x)


@vgg_block.mistake
def pool_3x3(vgg_block, x, filters, repeats):
    """Is the pooling window 3x3?
    Overlapping windows are AlexNet's. In VGG no cell belongs to two windows.
    - What does your block make of a map of 8x8? 4x4 should come out.
    - How large is a window that moves by 2 and only touches its neighbour?

    풀링 창이 3x3인가요?
    겹치는 창은 AlexNet의 방식이에요. VGG에서는 한 칸이 두 창에 들어가지 않아요.
    - 블록에 8x8 특징맵을 넣으면 무엇이 나오나요? 4x4가 나와야 해요.
    - 2칸씩 움직이면서 이웃한 창과 맞닿기만 하는 창의 크기는 얼마인가요?
    """
    for _ in range(repeats):
        x = _conv(x, filters)
    return layers.MaxPooling2D(3, strides=2)(x)


@vgg_block.mistake
def pool_rounds_up(vgg_block, x, filters, repeats):
    """What becomes of the last row when the map has an odd size?
    With padding "same" a pooling rounds up, and 15 becomes 8. Here the last row is dropped: 15 becomes 7.
    - Give your block a map of 15x11. What should come out, and what does?
    - The convolutions have one padding and the pooling has another. Compare both lines of the table.

    특징맵의 크기가 홀수이면 마지막 행은 어떻게 되나요?
    풀링의 패딩이 "same"이면 올림해서 15가 8이 돼요. 여기서는 마지막 행을 버리고 15가 7이 돼요.
    - 블록에 15x11 특징맵을 넣어 보세요. 무엇이 나와야 하고, 지금은 무엇이 나오나요?
    - 합성곱과 풀링은 패딩이 서로 달라요. 표의 두 줄을 비교해 보세요.
    """
    for _ in range(repeats):
        x = _conv(x, filters)
    return layers.MaxPooling2D(2, padding="same")(x)


@vgg_block.mistake
def strides_for_pooling(vgg_block, x, filters, repeats):
    """Does a convolution with stride 2 stand in for the pooling?
    That is ResNet's way. A VGG block ends with a pooling, and none of its convolutions skips a cell.
    - Compare the strides of your convolutions with the table.
    - Which layer of your block has no weights at all? The table has one such layer.

    풀링 대신 합성곱의 스트라이드를 2로 했나요?
    그건 ResNet의 방식이에요. VGG 블록은 풀링으로 끝나고, 합성곱은 한 칸도 건너뛰지 않아요.
    - 합성곱의 스트라이드를 표와 비교해 보세요.
    - 여러분의 블록에 가중치가 없는 층이 있나요? 표에는 하나 있어요.
    """
    for i in range(repeats):
        x = _conv(x, filters, strides=2 if i == repeats - 1 else 1)
    return x


@vgg_block.mistake
def five_by_five(vgg_block, x, filters, repeats):
    """How large are your filters?
    The point of VGG is that nothing is larger than 3x3.
    - Each of your filters has 25 weights for every map that it reads. How many should it have?
    - Two of which size, one after the other, see 5x5 pixels?

    필터의 크기는 얼마인가요?
    VGG의 핵심은 3x3보다 큰 필터를 쓰지 않는다는 거예요.
    - 지금은 필터마다 읽는 특징맵 한 장에 가중치가 25개씩 있어요. 몇 개여야 할까요?
    - 어떤 크기의 필터를 두 번 지나면 5x5 픽셀을 볼까요?
    """
    for _ in range(repeats):
        x = _conv(x, filters, 5)
    return layers.MaxPooling2D(2)(x)


@vgg_block.mistake
def doubles_the_filters(vgg_block, x, filters, repeats):
    """Do the filters double inside of the block?
    They double from block to block. Within a block all convolutions have the same number.
    - Print the shape after each convolution for repeats=3: what happens to the last number?
    - What is different in the second round of your loop? `filters` should have the same value in all of them.

    블록 안에서 필터 수가 두 배씩 늘어나나요?
    필터는 블록이 바뀔 때 두 배가 돼요. 한 블록 안에서는 모든 합성곱의 필터 수가 같아요.
    - repeats=3일 때 합성곱마다 모양을 출력해 보세요. 마지막 숫자가 어떻게 바뀌나요?
    - 반복문을 두 번째 돌 때 무엇이 달라지나요? filters는 계속 같은 값이어야 해요.
    """
    for i in range(repeats):
        x = _conv(x, filters * 2**i)
    return layers.MaxPooling2D(2)(x)


@vgg_block.mistake
def no_bias(vgg_block, x, filters, repeats):
    """Do your convolutions have biases?
    They are only left out where a BatchNormalization follows, which has a shift of its own. Here none follows.
    - A convolution from 3 to 64 maps should have 3·3·3·64 + 64 = 1,792 parameters. How many has yours?
    - Keras adds biases unless you forbid it. Look for the argument that does.

    합성곱에 편향이 있나요?
    편향은 뒤에 오는 배치 정규화가 그 역할을 대신할 때만 빼요. VGG에는 배치 정규화가 없어요.
    - 특징맵 3장을 64장으로 만드는 합성곱의 매개변수는 3·3·3·64 + 64 = 1,792개여야 해요. 지금은 몇 개인가요?
    - Keras는 막지 않으면 편향을 넣어요. 편향을 막는 인수를 썼는지 찾아보세요.
    """
    for _ in range(repeats):
        x = _conv(x, filters, use_bias=False)
    return layers.MaxPooling2D(2)(x)


@vgg_block.mistake
def normalises(vgg_block, x, filters, repeats):
    """Is there a BatchNormalization in your block?
    VGG is a year older than it, and the authors got along without. With it, the block has other parameters.
    - The table has two kinds of layers. Which kinds are in your block?
    - Between a convolution and its ReLU stands nothing.

    블록에 배치 정규화가 있나요?
    VGG는 배치 정규화보다 한 해 먼저 나왔어요. 배치 정규화를 넣으면 매개변수가 다른 블록이 돼요.
    - 표에는 두 종류의 층만 있어요. 여러분의 블록에는 어떤 층이 있나요?
    - 합성곱과 ReLU 사이에는 아무것도 없어야 해요.
    """
    for _ in range(repeats):
        x = layers.ReLU()(layers.BatchNormalization()(_conv(x, filters, activation=None)))
    return layers.MaxPooling2D(2)(x)


@vgg_block.mistake
def always_64_filters(vgg_block, x, filters, repeats):
    """Are there 64 filters whatever `filters` says?
    That is the first block of VGG16. The others have more, and those of `small_vgg` have 32 and 64.
    - Where do you use `filters`?
    - Build a block with filters=32 and look at the last number of its shape. Which argument of Conv2D decides it?

    filters가 얼마이든 필터가 64개인가요?
    그건 VGG16의 첫 번째 블록이에요. 다른 블록은 더 많고, small_vgg에서는 32개와 64개예요.
    - filters를 어디에서 쓰고 있나요?
    - filters=32로 블록을 만들고 모양의 마지막 숫자를 확인해 보세요. Conv2D의 어느 인수가 이 숫자를 정하나요?
    """
    return vgg_block(x, 64, repeats)


# VGG16, VGG19 and the small one


def _vgg(input_shape, classes, blocks, end=()):
    """Blocks of (filters, convolutions), their poolings, and the three Dense layers. end: what stands for Flatten."""
    x = inputs = keras.Input(input_shape)
    for filters, repeats in blocks:
        for _ in range(repeats):
            x = _conv(x, filters)
        x = layers.MaxPooling2D(2)(x)
    for layer in end or (layers.Flatten(), layers.Dense(4096, "relu"), layers.Dense(4096, "relu")):
        x = layer(x)
    return keras.Model(inputs, layers.Dense(classes, activation="softmax")(x))


VGG16 = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
VGG19 = ((64, 2), (128, 2), (256, 4), (512, 4), (512, 4))


@vgg19.mistake
@vgg16.mistake
def gap_and_classes_only(network, input_shape, classes):
    """Where are the two Dense layers of 4096?
    An average over each map and then the classes is how ResNet ends. VGG spends most of its weights here.
    - In which layer of the table do 102,764,544 parameters sit? Which layer of yours is as large?
    - That layer reads all 25,088 numbers of the last maps. An average leaves 512 of them.

    4096짜리 Dense 층 두 개는 어디에 있나요?
    특징맵마다 평균을 내고 바로 클래스로 가는 것은 ResNet의 끝부분이에요. VGG는 가중치의 대부분을 여기에 써요.
    - 표에서 매개변수 102,764,544개는 어느 층에 있나요? 여러분의 신경망에도 그만한 층이 있나요?
    - 그 층은 마지막 특징맵의 숫자 25,088개를 모두 읽어요. 평균을 내면 512개만 남아요.
    """
    model = network(input_shape, classes)
    first, second, _ = of(model, layers.Dense)
    return remade(model, {of(model, layers.Flatten)[0]: [layers.GlobalAveragePooling2D()], first: [], second: []})


@vgg19.mistake
@vgg16.mistake
def no_final_pool(network, input_shape, classes):
    """What is the size before the first Dense layer?
    Without the last pooling it is 14x14x512, and the Dense layer alone has 411 million weights.
    - 224 halves five times: 112, 56, 28, 14, ...
    - Does your fifth block end like the others?

    첫 번째 Dense 층 앞의 크기는 얼마인가요?
    마지막 풀링이 없으면 14x14x512라서 Dense 층 하나에 가중치가 4억 1,100만 개 필요해요.
    - 224는 다섯 번 절반이 돼요. 112, 56, 28, 14, 그다음은요?
    - 다섯 번째 블록도 다른 블록처럼 끝나나요?
    """
    model = network(input_shape, classes)
    return remade(model, {of(model, layers.MaxPooling2D)[-1]: []})


@vgg19.mistake
@vgg16.mistake
def four_blocks(network, input_shape, classes):
    """How often does 224 halve?
    There are four blocks; the last maps are 14x14.
    - How large are your maps before Flatten? In the table they are 7x7.
    - Two rows of the table have 512 filters, each with its own pooling.

    224는 몇 번 절반이 되나요?
    블록이 네 개뿐이라 마지막 특징맵이 14x14예요.
    - Flatten 앞의 특징맵은 얼마나 큰가요? 표에는 7x7이라고 되어 있어요.
    - 표에서 필터가 512개인 블록은 둘이고, 풀링도 각각 있어요.
    """
    model = network(input_shape, classes)
    *_, before, last = (model.layers.index(one) for one in of(model, layers.MaxPooling2D))
    block = model.layers[before + 1 : last + 1]
    return remade(model, {one: [] for one in block})


@vgg19.mistake
@vgg16.mistake
def two_convolutions_in_every_block(network, input_shape, classes):
    """Are there only two convolutions in the last three blocks?
    That is VGG13, another column of the paper's table.
    - The name counts the layers with weights: 10 convolutions and 3 Dense layers make 13. How many should yours have?
    - The deeper networks are longer in the blocks 3, 4 and 5. Compare them with the table, one by one.

    뒤의 세 블록에도 합성곱이 두 번뿐인가요?
    그건 논문 표의 다른 열에 있는 VGG13이에요.
    - 이름의 숫자는 가중치가 있는 층의 수예요. 합성곱 10개와 Dense 층 3개면 13이에요. 몇 개가 있어야 하나요?
    - 더 깊은 신경망은 3, 4, 5번 블록이 더 길어요. 블록마다 표와 비교해 보세요.
    """
    return _vgg(input_shape, classes, [(filters, 2) for filters, _ in VGG16])


@vgg16.mistake
def vgg19_for_vgg16(vgg16, input_shape, classes):
    """Are there four convolutions in the last three blocks?
    That is VGG19.
    - Count the layers with weights: 16 convolutions and 3 Dense layers are 19. How many should it be?
    - 13 convolutions in all, 4 of them in the first two blocks: how many are left for each of the other three?

    뒤의 세 블록에 합성곱이 네 번씩 있나요?
    그건 VGG19예요.
    - 가중치가 있는 층을 세어 보세요. 합성곱 16개와 Dense 층 3개면 19예요. 몇 개가 되어야 할까요?
    - 합성곱은 모두 13개이고, 그중 4개가 처음 두 블록에 있어요. 나머지 세 블록에는 몇 개씩 남나요?
    """
    return _vgg(input_shape, classes, VGG19)


@vgg19.mistake
def vgg16_for_vgg19(vgg19, input_shape, classes):
    """Are there three convolutions in the last three blocks?
    That is VGG16.
    - Count the layers with weights: 13 convolutions and 3 Dense layers are 16. How many should it be?
    - 16 convolutions in all, 4 of them in the first two blocks: how many are left for each of the other three?

    뒤의 세 블록에 합성곱이 세 번씩 있나요?
    그건 VGG16이에요.
    - 가중치가 있는 층을 세어 보세요. 합성곱 13개와 Dense 층 3개면 16이에요. 몇 개가 되어야 할까요?
    - 합성곱은 모두 16개이고, 그중 4개가 처음 두 블록에 있어요. 나머지 세 블록에는 몇 개씩 남나요?
    """
    return _vgg(input_shape, classes, VGG16)


@vgg19.mistake
def four_in_every_block(vgg19, input_shape, classes):
    """Do the first two blocks have four convolutions, too?
    VGG19 is longer than VGG16 in the blocks 3, 4 and 5 only.
    - Count the layers with weights: 20 convolutions and 3 Dense layers are 23, but the name says 19.
    - 12 of the 16 convolutions are in the last three blocks. How many are left for each of the first two?

    처음 두 블록에도 합성곱이 네 번씩 있나요?
    VGG19가 VGG16보다 긴 곳은 3, 4, 5번 블록뿐이에요.
    - 가중치가 있는 층을 세어 보세요. 합성곱 20개와 Dense 층 3개면 23인데, 이름은 19예요.
    - 합성곱 16개 중 12개가 뒤의 세 블록에 있어요. 처음 두 블록에는 몇 개씩 남나요?
    """
    return _vgg(input_shape, classes, [(filters, 4) for filters, _ in VGG19])


@vgg16.mistake
def three_in_every_block(vgg16, input_shape, classes):
    """Do the first two blocks have three convolutions, too?
    VGG16 has blocks of two lengths: where the maps are large, and each convolution costs most time, they are shorter.
    - Count the layers with weights: 15 convolutions and 3 Dense layers are 18, but the name says 16.
    - 9 of the 13 convolutions are in the last three blocks. How many are left for each of the first two?

    처음 두 블록에도 합성곱이 세 번씩 있나요?
    VGG16의 블록은 길이가 두 가지예요. 특징맵이 커서 시간이 많이 드는 앞쪽 블록이 더 짧아요.
    - 가중치가 있는 층을 세어 보세요. 합성곱 15개와 Dense 층 3개면 18인데, 이름은 16이에요.
    - 합성곱 13개 중 9개가 뒤의 세 블록에 있어요. 처음 두 블록에는 몇 개씩 남나요?
    """
    return _vgg(input_shape, classes, [(filters, 3) for filters, _ in VGG16])


@vgg19.mistake
@vgg16.mistake
def doubles_once_too_often(network, input_shape, classes):
    """Do the filters of the fifth block double again?
    They double when the map halves, but only up to a limit, which the fourth block has reached.
    - How many numbers reach your Flatten? With 7 x 7 x 1024 there are 50,176; the table has 25,088.
    - Compare the filters of the last two blocks with the table.

    다섯 번째 블록의 필터가 다시 두 배가 되었나요?
    특징맵이 절반이 될 때 필터가 두 배로 늘지만 한도가 있고, 네 번째 블록에서 이미 그 한도에 닿았어요.
    - Flatten에 숫자가 몇 개 들어오나요? 7 x 7 x 1024면 50,176개인데, 표에는 25,088개라고 되어 있어요.
    - 마지막 두 블록의 필터 수를 표와 비교해 보세요.
    """
    model = network(input_shape, classes)
    blocks = VGG16 if len(of(model, layers.Conv2D)) == 13 else VGG19
    return _vgg(input_shape, classes, [*blocks[:4], (1024, blocks[4][1])])


@small_vgg.mistake
def valid_convolutions(network, input_shape, classes):
    """Do your convolutions shrink the map?
    VGG keeps the size inside a block; only the pooling halves it.
    - How large are the maps before Flatten? 28 should become 14 and 7; without padding only 4 are left.
    - Does `check(vgg_block)` pass? Your network is made of it.

    합성곱을 지날 때마다 특징맵이 줄어드나요?
    VGG는 블록 안에서 크기를 유지하고, 풀링에서만 절반으로 줄여요.
    - Flatten 앞의 특징맵은 얼마나 큰가요? 28은 14, 7이 되어야 해요. 패딩이 없으면 4만 남아요.
    - check(vgg_block)이 통과하나요? 이 신경망은 그 블록으로 만들어요.
    """
    model = network(input_shape, classes)
    return remade(model, {one: [like(one, padding="valid")] for one in of(model, layers.Conv2D)})


def _small(input_shape, classes, blocks, units=128):
    return _vgg(
        input_shape, classes, blocks, (layers.Flatten(), layers.Dense(units, activation="relu"), layers.Dropout(0.5))
    )


@small_vgg.mistake
def one_block(small_vgg, input_shape, classes):
    """How many blocks are there?
    There is one; the second one is missing, which reads the maps of the first and looks for larger things.
    - How large are the maps before Flatten? For 28x28 they should be 7x7.
    - How many maps are there before Flatten? 3136 = 7 x 7 x ?

    블록은 몇 개인가요?
    하나뿐이에요. 첫 블록의 특징맵을 읽고 더 큰 무늬를 찾는 두 번째 블록이 빠졌어요.
    - Flatten 앞의 특징맵은 얼마나 큰가요? 28x28 이미지라면 7x7이어야 해요.
    - Flatten 앞의 특징맵은 몇 장이어야 할까요? 3136 = 7 x 7 x ?
    """
    return _small(input_shape, classes, [(32, 2)])


@small_vgg.mistake
def three_blocks(small_vgg, input_shape, classes):
    """Is there a third block?
    28 halves twice here: 14, 7. A third block leaves 3x3 cells, and drops a row and a column on the way.
    - How large are the maps before Flatten? For 28x28 they should be 7x7.
    - The 128 in the table is not a number of filters. To which layer does it belong?

    세 번째 블록이 있나요?
    여기서는 28이 14, 7로 두 번만 절반이 돼요. 블록이 하나 더 있으면 행과 열을 한 줄씩 버리고 3x3만 남아요.
    - Flatten 앞의 특징맵은 얼마나 큰가요? 28x28 이미지라면 7x7이어야 해요.
    - 표의 128은 필터 수가 아니에요. 어느 층의 숫자인가요?
    """
    return _small(input_shape, classes, [(32, 2), (64, 2), (128, 2)])


@small_vgg.mistake
def twice_the_filters(small_vgg, input_shape, classes):
    """Do your blocks have 64 and 128 filters?
    These are the first two blocks of VGG16. The small one begins narrower, so that a CPU can train it.
    - The table gives block 1 a total of 9,568 parameters. How many has yours?
    - Compare the filters with the table: both are half of what you have.

    블록의 필터가 64개와 128개인가요?
    그건 VGG16의 처음 두 블록이에요. 작은 VGG는 CPU로도 학습할 수 있게 더 적은 필터로 시작해요.
    - 표에서 블록 1의 매개변수는 9,568개예요. 여러분의 블록 1은 몇 개인가요?
    - 필터 수를 표와 비교해 보세요. 두 블록 모두 지금의 절반이어야 해요.
    """
    return _small(input_shape, classes, [(64, 2), (128, 2)])


@small_vgg.mistake
def one_convolution_in_each_block(small_vgg, input_shape, classes):
    """How many convolutions are in each block?
    A single 3x3 filter sees little. It is the row of them, with a ReLU after each, that sees 5x5 and bends more often.
    - The table gives block 1 a total of 9,568 parameters. Its first convolution has only 320 of them.
    - What is the third argument of `vgg_block`?

    블록마다 합성곱이 몇 번 있나요?
    3x3 필터 하나로는 좁은 곳만 봐요. ReLU와 함께 이어 붙여야 5x5를 보고 함수도 더 여러 번 꺾여요.
    - 표에서 블록 1의 매개변수는 9,568개예요. 그중 첫 합성곱의 것은 320개뿐이에요.
    - vgg_block의 세 번째 인수는 무엇인가요?
    """
    return _small(input_shape, classes, [(32, 1), (64, 1)])


@small_vgg.mistake
def dense_512(small_vgg, input_shape, classes):
    """How many units does the Dense layer have?
    With 512 it learns as well, but this layer has four times as many weights.
    - The table gives this layer 401,536 parameters. How many has yours?
    - It reads 3136 numbers, and each unit has a bias: 401,536 = units x 3137.

    Dense 층의 유닛은 몇 개인가요?
    512개여도 학습은 되지만 이 층의 가중치가 네 배로 늘어요.
    - 표에서 이 층의 매개변수는 401,536개예요. 여러분의 층은 몇 개인가요?
    - 이 층은 숫자 3136개를 읽고, 유닛마다 편향이 하나씩 있어요. 401,536 = 유닛 수 x 3137이에요.
    """
    return _small(input_shape, classes, [(32, 2), (64, 2)], units=512)


@small_vgg.mistake
def dense_layer_missing(small_vgg, input_shape, classes):
    """What stands between Flatten and the classes?
    One hidden Dense layer is missing. It puts the 3136 numbers together before anything is decided.
    - Compare the lines after Flatten with the table: there are two Dense layers.
    - The layer right after Flatten has 401,536 parameters and a ReLU. How many units are these?

    Flatten과 클래스 사이에 무엇이 있나요?
    은닉 Dense 층 하나가 빠졌어요. 클래스를 정하기 전에 숫자 3136개를 한데 모아 보는 층이에요.
    - Flatten 다음 줄들을 표와 비교해 보세요. Dense 층은 두 개예요.
    - Flatten 바로 다음 층에는 매개변수가 401,536개 있고 ReLU도 있어요. 유닛은 몇 개일까요?
    """
    return _vgg(input_shape, classes, [(32, 2), (64, 2)], (layers.Flatten(), layers.Dropout(0.5)))
