"""How a11_inception_resnet is graded: as graphs. And the mistakes we can name.

What no graph can show is told in the lesson: how much the auxiliary losses count, and which output is the answer. A
bias before BatchNormalization changes nothing and costs nothing. Maps of different sizes Keras itself refuses to join
or to add, and says so: a pooling branch with stride 2, a stride on one of two paths only. Where such a mistake is a
network for some sizes, one of the calls has these sizes, so that it can be recognised.
"""

import keras
from keras import layers

from autograder.rubric import FeatureMap, ModelCheck, Trained

BLOCK_3A = (64, 96, 128, 16, 32, 32)
INCEPTION = {
    "3a": BLOCK_3A,
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}


def conv(x, filters, size, **other):
    """A convolution as Inception has it, apart from what is `other`."""
    return layers.Conv2D(filters, size, **({"padding": "same", "activation": "relu"} | other))(x)


def max3(x, stride=1):
    return layers.MaxPooling2D(3, strides=stride, padding="same")(x)


def four(x, f1, f3r, f3, f5r, f5, fp):
    """The four right branches."""
    return [conv(x, f1, 1), conv(conv(x, f3r, 1), f3, 3), conv(conv(x, f5r, 1), f5, 5), conv(max3(x), fp, 1)]


def joined(*branches):
    return layers.Concatenate()(list(branches))


inception_block = ModelCheck(
    worth={"output_shape": 2, "parameters": 4, "wiring": 4, "activation": 3, "strides_padding": 1},
    calls=[
        (FeatureMap((28, 28, 192)), *BLOCK_3A),
        (FeatureMap((14, 10, 20)), 7, 4, 9, 3, 5, 6),  # no two numbers are equal, so that none can stand for another
        (FeatureMap((9, 7, 10)), 5, 3, 5, 2, 5, 5),  # branches of one width can be added, or joined along any axis
    ],
    public=[(FeatureMap((28, 28, 192)), *BLOCK_3A), (FeatureMap((12, 9, 8)), 4, 5, 4, 2, 4, 4)],
)


@inception_block.mistake
def no_1x1_reduction(inception_block, x, f1, f3r, f3, f5r, f5, fp):
    """Are the 1x1 convolutions before 3x3 and 5x5 missing?
    Block 3a becomes twice as expensive without them.
    - What makes a 5x5 convolution on 192 channels affordable?
    - Which layers use f3r and f5r?

    3x3과 5x5 앞의 1x1 합성곱이 빠졌나요?
    줄이지 않으면 3a 블록이 두 배 넘게 비싸져요.
    - 채널 192개에 5x5 합성곱을 싸게 쓰려면 무엇이 필요할까요?
    - f3r과 f5r은 어느 층에서 쓰이나요?
    """
    return joined(conv(x, f1, 1), conv(x, f3, 3), conv(x, f5, 5), conv(max3(x), fp, 1))


@inception_block.mistake
def naive_block(inception_block, x, f1, f3r, f3, f5r, f5, fp):
    """Is this the naive block, with no 1x1 convolution but the first?
    As block 3a it has 387,296 parameters instead of 163,696, and 416 channels come out of it.
    - Compare with figure 2(b) of the paper, not 2(a).
    - Three branches need one more 1x1 convolution each: two before, one after.

    첫 번째 가지에만 1x1 합성곱이 있는 naive 블록인가요?
    3a 블록이라면 매개변수가 163,696개가 아니라 387,296개가 되고 출력이 416채널이 돼요.
    - 논문의 그림 2(a)가 아니라 2(b)와 비교해 보세요.
    - 세 가지에 1x1 합성곱이 하나씩 더 필요해요. 둘은 앞에, 하나는 뒤에 와요.
    """
    return joined(conv(x, f1, 1), conv(x, f3, 3), conv(x, f5, 5), max3(x))


@inception_block.mistake
def pooling_without_1x1(inception_block, x, f1, f3r, f3, f5r, f5, fp):
    """Does the pooling branch hand on all its channels?
    Pooling keeps the number of channels, so the block grows by as many as came in.
    - How many channels should come out of block 3a, and how many do?
    - Which layer uses fp?

    풀링 가지가 채널을 그대로 내보내고 있나요?
    풀링은 채널 수를 줄이지 않아서, 들어온 만큼 출력이 두꺼워져요.
    - 3a 블록의 출력은 몇 채널이어야 하고, 지금은 몇 채널인가요?
    - fp는 어느 층에서 쓰이나요?
    """
    return joined(*four(x, f1, f3r, f3, f5r, f5, fp)[:3], max3(x))


@inception_block.mistake
def proj_before_pool(inception_block, x, f1, f3r, f3, f5r, f5, fp):
    """Does the 1x1 convolution come before the pooling?
    In the fourth branch the maximum is taken first, of all channels that come in.
    - Read the arrow of the fourth branch from the bottom to the top.
    - In this branch only, the 1x1 convolution is the last layer.

    1x1 합성곱이 풀링보다 먼저인가요?
    네 번째 가지에서는 들어온 모든 채널에서 먼저 최댓값을 구해요.
    - 네 번째 가지의 화살표를 입력부터 차례로 읽어 보세요.
    - 이 가지에서만 1x1 합성곱이 맨 뒤에 와요.
    """
    return joined(*four(x, f1, f3r, f3, f5r, f5, fp)[:3], max3(conv(x, fp, 1)))


@inception_block.mistake
def reduce_shared(inception_block, x, f1, f3r, f3, f5r, f5, fp):
    """Do the 3x3 and the 5x5 convolution read the same 1x1 convolution?
    Each of the two branches has a reduction of its own, with its own number of filters.
    - How many 1x1 convolutions does the picture show?
    - f3r belongs to the second branch, f5r to the third.

    3x3 합성곱과 5x5 합성곱이 같은 1x1 합성곱의 출력을 읽나요?
    두 가지에는 필터 수가 다른 1x1 합성곱이 따로 있어요.
    - 그림에는 1x1 합성곱이 모두 몇 개 있나요?
    - f3r은 두 번째 가지, f5r은 세 번째 가지의 것이에요.
    """
    narrow = conv(x, f3r, 1)
    return joined(conv(x, f1, 1), conv(narrow, f3, 3), conv(narrow, f5, 5), conv(max3(x), fp, 1))


@inception_block.mistake
def branches_in_a_row(inception_block, x, f1, f3r, f3, f5r, f5, fp):
    """Does one branch read what another has made?
    All four branches read the input of the block, side by side.
    - Is the variable x overwritten on the way?
    - Give the result of each branch a name of its own.

    한 가지가 다른 가지의 결과를 읽고 있나요?
    네 가지는 나란히 있고, 모두 블록의 입력을 읽어요.
    - 중간에 변수 x를 덮어쓰지 않았나요?
    - 가지마다 결과에 다른 이름을 붙여 보세요.
    """
    ones = conv(x, f1, 1)
    threes = conv(conv(ones, f3r, 1), f3, 3)
    fives = conv(conv(threes, f5r, 1), f5, 5)
    return joined(ones, threes, fives, conv(max3(fives), fp, 1))


@inception_block.mistake
def average_pooling_branch(inception_block, x, f1, f3r, f3, f5r, f5, fp):
    """Does the fourth branch take averages?
    In GoogLeNet it takes the largest value of every 3x3 window.
    - Which pooling does the table of the block name?
    - Look for AveragePooling2D.

    네 번째 가지에서 평균을 구하고 있나요?
    GoogLeNet에서는 3x3 창마다 가장 큰 값을 골라요.
    - 블록의 표에는 어느 풀링이라고 적혀 있나요?
    - AveragePooling2D를 쓴 곳을 찾아보세요.
    """
    pooled = layers.AveragePooling2D(3, strides=1, padding="same")(x)
    return joined(*four(x, f1, f3r, f3, f5r, f5, fp)[:3], conv(pooled, fp, 1))


@inception_block.mistake
def pool_2x2(inception_block, x, f1, f3r, f3, f5r, f5, fp):
    """Are the pooling windows 2x2?
    2x2 is what Keras takes when no size is given. Here the window is 3x3.
    - Which number comes first in MaxPooling2D?
    - A window with a centre has an odd side.

    풀링 창이 2x2인가요?
    크기를 적지 않으면 Keras는 2x2를 써요. 여기서는 3x3이에요.
    - MaxPooling2D의 첫 번째 인수는 무엇인가요?
    - 가운데 칸이 있으려면 창의 한 변이 홀수여야 해요.
    """
    pooled = layers.MaxPooling2D(2, strides=1, padding="same")(x)
    return joined(*four(x, f1, f3r, f3, f5r, f5, fp)[:3], conv(pooled, fp, 1))


@inception_block.mistake
def five_is_three(inception_block, x, f1, f3r, f3, f5r, f5, fp):
    """Is there a second 3x3 where the 5x5 should be?
    The third branch is the one that sees further.
    - Which sizes do the three convolving branches have?
    - Check the line that you copied from the second branch.

    5x5가 있어야 할 곳에 3x3이 하나 더 있나요?
    세 번째 가지는 더 넓은 곳을 보는 가지예요.
    - 합성곱이 있는 세 가지의 필터 크기는 각각 얼마인가요?
    - 두 번째 가지에서 복사해 온 줄을 확인해 보세요.
    """
    ones, threes, _, pooled = four(x, f1, f3r, f3, f5r, f5, fp)
    return joined(ones, threes, conv(conv(x, f5r, 1), f5, 3), pooled)


@inception_block.mistake
def filters_swapped(inception_block, x, f1, f3r, f3, f5r, f5, fp):
    """Are the numbers of the 3x3 and the 5x5 branch swapped?
    The six numbers come in the order f1, f3r, f3, f5r, f5, fp.
    - As block 3a, which branch should have 128 filters?
    - Large filters are dear, so the 5x5 branch gets the smaller numbers.

    3x3 가지와 5x5 가지의 숫자가 바뀌었나요?
    여섯 숫자의 순서는 f1, f3r, f3, f5r, f5, fp예요.
    - 3a 블록에서 필터가 128개인 가지는 어느 것인가요?
    - 큰 필터는 비싸니까 5x5 가지에 더 작은 숫자를 써요.
    """
    ones, _, _, pooled = four(x, f1, f3r, f3, f5r, f5, fp)
    return joined(ones, conv(conv(x, f5r, 1), f5, 3), conv(conv(x, f3r, 1), f3, 5), pooled)


@inception_block.mistake
def reduction_and_filters_swapped(inception_block, x, f1, f3r, f3, f5r, f5, fp):
    """Does the reduction have more filters than the convolution after it?
    The "r" stands for "reduce": f3r and f5r come first and are the smaller ones.
    - In block 3a 192 channels become 96, and then 128.
    - Swap f3r with f3, and f5r with f5.

    줄이는 1x1 합성곱의 필터가 뒤의 합성곱보다 많은가요?
    이름의 "r"은 reduce(줄이기)예요. f3r과 f5r이 먼저 오고, 더 작은 쪽이에요.
    - 3a 블록에서는 채널 192개가 96개가 된 다음 128개가 돼요.
    - f3r과 f3, f5r과 f5의 자리를 바꿔 보세요.
    """
    ones, _, _, pooled = four(x, f1, f3r, f3, f5r, f5, fp)
    return joined(ones, conv(conv(x, f3, 1), f3r, 3), conv(conv(x, f5, 1), f5r, 5), pooled)


@inception_block.mistake
def no_relu(inception_block, x, f1, f3r, f3, f5r, f5, fp):
    """Are all convolutions linear?
    Two linear layers in a row are one linear layer: the 1x1 convolution would be for nothing.
    - What does Conv2D do after the convolution if you do not say so?
    - There is one ReLU for each of the six convolutions.

    합성곱이 모두 선형인가요?
    선형 층 두 개를 이어 놓으면 선형 층 하나와 같아요. 그러면 1x1 합성곱을 두는 보람이 없어요.
    - 따로 적지 않으면 Conv2D는 합성곱 다음에 무엇을 하나요?
    - 합성곱 여섯 개 뒤에 ReLU가 하나씩 있어요.
    """
    linear = {"activation": None}
    return joined(
        conv(x, f1, 1, **linear),
        conv(conv(x, f3r, 1, **linear), f3, 3, **linear),
        conv(conv(x, f5r, 1, **linear), f5, 5, **linear),
        conv(max3(x), fp, 1, **linear),
    )


@inception_block.mistake
def linear_reductions(inception_block, x, f1, f3r, f3, f5r, f5, fp):
    """Is there no ReLU after the reductions?
    The paper counts it among the gains of the 1x1 convolutions that they bring one ReLU more.
    - Which convolutions of yours have an activation, and which have none?
    - Every convolution in the block is followed by ReLU.

    줄이는 1x1 합성곱 뒤에 ReLU가 없나요?
    논문은 ReLU가 하나 더 생기는 것도 1x1 합성곱의 장점으로 꼽아요.
    - 여러분의 합성곱 가운데 활성화 함수가 없는 것은 어느 것인가요?
    - 블록의 모든 합성곱 뒤에는 ReLU가 와요.
    """
    threes = conv(conv(x, f3r, 1, activation=None), f3, 3)
    fives = conv(conv(x, f5r, 1, activation=None), f5, 5)
    return joined(conv(x, f1, 1), threes, fives, conv(max3(x), fp, 1))


@inception_block.mistake
def add_not_concat(inception_block, x, f1, f3r, f3, f5r, f5, fp):
    """Are the four branches added?
    The numbers of channels tell you: 64 + 128 + 32 + 32 = 256 come out of block 3a.
    - Maps of different depth cannot be added: what can be done with them?
    - Lay them on top of each other.

    네 가지를 더하고 있나요?
    채널 수를 보면 알 수 있어요. 3a 블록에서는 64 + 128 + 32 + 32 = 256채널이 나와요.
    - 두께가 다른 특징맵은 더할 수 없어요. 그러면 어떻게 합칠까요?
    - 채널 방향으로 차곡차곡 쌓으세요.
    """
    return layers.Add()(four(x, f1, f3r, f3, f5r, f5, fp))


@inception_block.mistake
def concat_axis_1(inception_block, x, f1, f3r, f3, f5r, f5, fp):
    """Are the branches joined along the wrong axis?
    In Keras a batch has the shape (N, H, W, C): the channels are the last axis, not axis 1.
    - Which axis holds the channels here?
    - The map must not become higher.

    가지를 다른 축으로 이어 붙였나요?
    Keras에서 배치의 모양은 (N, H, W, C)예요. 채널은 1번 축이 아니라 마지막 축이에요.
    - 여기서 채널은 어느 축에 있나요?
    - 특징맵의 높이가 커지면 안 돼요.
    """
    return layers.Concatenate(axis=1)(four(x, f1, f3r, f3, f5r, f5, fp))


@inception_block.mistake
def normalises(inception_block, x, f1, f3r, f3, f5r, f5, fp):
    """Did you add BatchNormalization?
    That is Inception v2, of 2015. The block of 2014 has none.
    - Which layers does the table of the block name?
    - Take the normalisations out, and let the convolutions have their biases.

    배치 정규화를 넣었나요?
    그것은 2015년의 인셉션 v2예요. 2014년의 블록에는 배치 정규화가 없어요.
    - 블록의 표에는 어떤 층들이 있나요?
    - 배치 정규화를 빼고, 합성곱에는 편향을 두세요.
    """

    def normal(x, filters, size):
        return layers.ReLU()(layers.BatchNormalization()(conv(x, filters, size, activation=None)))

    return joined(
        normal(x, f1, 1), normal(normal(x, f3r, 1), f3, 3), normal(normal(x, f5r, 1), f5, 5), normal(max3(x), fp, 1)
    )


@inception_block.mistake
def without_the_first_branch(inception_block, x, f1, f3r, f3, f5r, f5, fp):
    """Are there only three branches?
    The branch of a single 1x1 convolution is easily forgotten, since it looks like a reduction.
    - Which layer uses f1?
    - Count what goes into your Concatenate.

    가지가 세 개뿐인가요?
    1x1 합성곱 하나로 된 가지는 줄이기용처럼 보여서 빠뜨리기 쉬워요.
    - f1은 어느 층에서 쓰이나요?
    - Concatenate에 들어가는 것을 세어 보세요.
    """
    return joined(*four(x, f1, f3r, f3, f5r, f5, fp)[1:])


auxiliary_head = ModelCheck(
    worth={"output_shape": 1, "parameters": 2, "wiring": 1, "activation": 2, "strides_padding": 1, "head": 1}
    | {"dropout": 2},
    calls=[(FeatureMap((14, 14, 512)), 1000), (FeatureMap((9, 13, 20)), 7)],
    public=[(FeatureMap((14, 14, 512)), 10), (FeatureMap((11, 8, 6)), 3)],
)


def narrowed(x, size=5, stride=3, **other):
    """The lower half of a head: pooling and the 1x1 convolution."""
    return conv(layers.AveragePooling2D(size, strides=stride, **other)(x), 128, 1)


def decided(x, classes, *, units=1024, hidden="relu", rate=0.7, last="softmax"):
    """The upper half of a head."""
    x = layers.Dense(units, activation=hidden)(layers.Flatten()(x))
    return layers.Dense(classes, activation=last)(layers.Dropout(rate)(x))


@auxiliary_head.mistake
def avgpool_size(auxiliary_head, x, classes):
    """Is the pooling window 7x7?
    7x7 belongs to the end of the network. Here it is 5x5 with stride 3.
    - What does a map of 14x14 become?
    - (14 - 5) / 3 + 1 = 4.

    풀링 창이 7x7인가요?
    7x7은 신경망의 맨 끝에서 쓰는 크기예요. 여기서는 5x5이고 스트라이드가 3이에요.
    - 14x14 특징맵은 몇 x 몇이 되나요?
    - (14 - 5) / 3 + 1 = 4예요.
    """
    return decided(narrowed(x, 7), classes)


@auxiliary_head.mistake
def pool_stride_missing(auxiliary_head, x, classes):
    """Does the pooling move by its own size?
    Without strides, a 5x5 pooling in Keras has stride 5. Here it is 3, so the windows overlap.
    - What does a map of 14x14 become with stride 5? With stride 3?
    - Say the stride explicitly.

    풀링 창이 자기 크기만큼 움직이나요?
    strides를 적지 않으면 Keras의 5x5 풀링은 스트라이드가 5예요. 여기서는 3이라서 창이 겹쳐요.
    - 14x14 특징맵은 스트라이드 5와 3에서 각각 몇 x 몇이 되나요?
    - strides를 직접 적어 주세요.
    """
    return decided(narrowed(x, stride=5), classes)


@auxiliary_head.mistake
def pads_the_pooling(auxiliary_head, x, classes):
    """Does the pooling have padding 'same'?
    Then 14x14 becomes 5x5, and the Dense layer gets 3200 numbers instead of 2048.
    - How large is the map after your pooling?
    - The table says: no padding.

    풀링의 패딩이 'same'인가요?
    그러면 14x14가 5x5가 되어 Dense 층에 2048개가 아니라 3200개가 들어가요.
    - 풀링 뒤의 특징맵은 몇 x 몇인가요?
    - 표에는 패딩이 없다고 적혀 있어요.
    """
    return decided(narrowed(x, padding="same"), classes)


@auxiliary_head.mistake
def takes_the_maximum(auxiliary_head, x, classes):
    """Is it a max pooling?
    The heads average; max pooling stands in the body of the network.
    - Which pooling does the table of the head name?
    - Look for MaxPooling2D.

    최대 풀링을 썼나요?
    보조 분류기는 평균을 구해요. 최대 풀링은 신경망의 몸통에서 써요.
    - 보조 분류기의 표에는 어느 풀링이라고 적혀 있나요?
    - MaxPooling2D를 쓴 곳을 찾아보세요.
    """
    return decided(conv(layers.MaxPooling2D(5, strides=3)(x), 128, 1), classes)


@auxiliary_head.mistake
def gap_instead_of_flatten(auxiliary_head, x, classes):
    """Does a global average pooling stand in front of the Dense layer?
    Then it reads 128 numbers. In the head it reads 4 x 4 x 128 = 2048.
    - How many parameters has your first Dense layer?
    - Keep the map: what turns 4x4x128 into 2048 numbers?

    Dense 층 앞에 전역 평균 풀링이 있나요?
    그러면 숫자 128개만 읽어요. 보조 분류기에서는 4 x 4 x 128 = 2048개를 읽어요.
    - 첫 번째 Dense 층의 매개변수는 몇 개인가요?
    - 4x4x128을 숫자 2048개로 만드는 층은 무엇일까요?
    """
    return decided(layers.GlobalAveragePooling2D()(narrowed(x)), classes)


@auxiliary_head.mistake
def no_1x1(auxiliary_head, x, classes):
    """Is the 1x1 convolution missing?
    It makes 512 channels into 128, and the Dense layer four times smaller.
    - What is the depth of the map that you flatten?
    - Which layer has 128 filters?

    1x1 합성곱이 빠졌나요?
    1x1 합성곱이 채널 512개를 128개로 줄여서 Dense 층도 4분의 1이 돼요.
    - 펼치기 직전의 특징맵은 몇 채널인가요?
    - 필터가 128개인 층은 어느 것인가요?
    """
    return decided(layers.AveragePooling2D(5, strides=3)(x), classes)


@auxiliary_head.mistake
def no_hidden_layer(auxiliary_head, x, classes):
    """Is the Dense layer of 1024 units missing?
    From 2048 numbers the head decides in two steps.
    - How many Dense layers does the table have?
    - Dropout belongs between the two.

    유닛이 1024개인 Dense 층이 빠졌나요?
    보조 분류기는 숫자 2048개를 두 단계로 거쳐서 판단해요.
    - 표에는 Dense 층이 몇 개 있나요?
    - Dropout은 두 Dense 층 사이에 있어요.
    """
    return layers.Dense(classes, activation="softmax")(layers.Dropout(0.7)(layers.Flatten()(narrowed(x))))


@auxiliary_head.mistake
def dropout_missing(auxiliary_head, x, classes):
    """Is there no Dropout?
    The 2,098,176 parameters of the hidden layer learn by heart easily.
    - Which line stands between the two Dense layers of the table?
    - Dropout has no parameters: count_params cannot show you that it is missing.

    Dropout이 없나요?
    중간 Dense 층은 매개변수가 2,098,176개라서 학습 데이터를 통째로 외우기 쉬워요.
    - 표에서 두 Dense 층 사이에는 무엇이 있나요?
    - Dropout에는 매개변수가 없어서, 빠져도 count_params로는 알 수 없어요.
    """
    return decided(narrowed(x), classes, rate=0)


@auxiliary_head.mistake
def keeps_70_percent(auxiliary_head, x, classes):
    """Is the dropout rate 0.3?
    In Keras the rate is the share that is dropped, and the paper drops 70 %.
    - What does the argument of layers.Dropout mean?
    - Compare with the table.

    Dropout 비율이 0.3인가요?
    Keras에서는 버리는 비율을 적어요. 논문은 70 %를 버려요.
    - layers.Dropout의 인수는 무엇을 뜻하나요?
    - 표와 비교해 보세요.
    """
    return decided(narrowed(x), classes, rate=0.3)


@auxiliary_head.mistake
def rate_of_the_main_head(auxiliary_head, x, classes):
    """Is the dropout rate that of the main classifier?
    At the end of GoogLeNet 40 % are dropped, in the heads 70 %.
    - There are two tables: which one did you read?
    - The auxiliary heads use the larger rate.

    주 분류기의 Dropout 비율을 썼나요?
    GoogLeNet의 끝에서는 40 %를, 보조 분류기에서는 70 %를 버려요.
    - 표가 두 개예요. 어느 표를 읽었나요?
    - 보조 분류기의 비율이 더 커요.
    """
    return decided(narrowed(x), classes, rate=0.4)


@auxiliary_head.mistake
def drops_before_the_hidden_layer(auxiliary_head, x, classes):
    """Does Dropout come before the Dense layer of 1024 units?
    It is the 1024 that are thinned out, not what comes into them.
    - Read the last three lines of the table.
    - The order is Dense, Dropout, Dense.

    Dropout이 유닛 1024개짜리 Dense 층보다 앞에 있나요?
    Dense 층에 들어가는 값이 아니라 그 층에서 나온 1024개 가운데 일부를 버려요.
    - 표의 마지막 세 줄을 읽어 보세요.
    - Dense, Dropout, Dense 순서예요.
    """
    x = layers.Dropout(0.7)(layers.Flatten()(narrowed(x)))
    return layers.Dense(classes, activation="softmax")(layers.Dense(1024, activation="relu")(x))


@auxiliary_head.mistake
def no_softmax(auxiliary_head, x, classes):
    """Are the last numbers scores instead of probabilities?
    Each head has a cross-entropy loss of its own and hands on probabilities.
    - Do your outputs add up to 1?
    - Which activation does the last Dense layer have?

    마지막 값이 확률이 아니라 점수인가요?
    보조 분류기에도 교차 엔트로피 손실이 따로 있어서 확률을 내보내야 해요.
    - 출력을 모두 더하면 1이 되나요?
    - 마지막 Dense 층의 활성화 함수는 무엇인가요?
    """
    return decided(narrowed(x), classes, last=None)


@auxiliary_head.mistake
def sigmoid_for_softmax(auxiliary_head, x, classes):
    """Is every class judged by itself?
    With sigmoid, two classes can be certain at once. An image has one class here.
    - What must the probabilities of all classes add up to?
    - Which function makes scores compete?

    클래스마다 따로 판단하고 있나요?
    시그모이드를 쓰면 두 클래스가 동시에 확실하다고 할 수 있어요. 여기서는 이미지마다 클래스가 하나예요.
    - 모든 클래스의 확률을 더하면 얼마여야 하나요?
    - 점수끼리 경쟁하게 하는 함수는 무엇일까요?
    """
    return decided(narrowed(x), classes, last="sigmoid")


@auxiliary_head.mistake
def linear_convolution(auxiliary_head, x, classes):
    """Is there no ReLU after the 1x1 convolution?
    Every convolution of GoogLeNet has one, those in the heads too.
    - Which of your layers have an activation?
    - Compare the third line of the table.

    1x1 합성곱 뒤에 ReLU가 없나요?
    GoogLeNet의 합성곱에는 모두 ReLU가 있어요. 보조 분류기에서도 그래요.
    - 여러분의 층 가운데 활성화 함수가 있는 것은 어느 것인가요?
    - 표의 셋째 줄과 비교해 보세요.
    """
    pooled = layers.AveragePooling2D(5, strides=3)(x)
    return decided(conv(pooled, 128, 1, activation=None), classes)


@auxiliary_head.mistake
def linear_hidden_layer(auxiliary_head, x, classes):
    """Is the Dense layer of 1024 units linear?
    Without ReLU, it and the last Dense layer could as well be one.
    - What does Dense do if no activation is given?
    - Only the last layer has softmax; the one before has another activation.

    유닛 1024개짜리 Dense 층이 선형인가요?
    ReLU가 없으면 마지막 Dense 층과 하나로 합친 것과 다르지 않아요.
    - activation을 적지 않으면 Dense는 어떻게 동작하나요?
    - 소프트맥스는 마지막 층에만 있어요. 그 앞 층의 활성화 함수는 무엇일까요?
    """
    return decided(narrowed(x), classes, hidden=None)


googlenet = ModelCheck(
    worth={"output_shape": 2, "parameters": 3, "wiring": 4, "activation": 1, "strides_padding": 2, "head": 1}
    | {"dropout": 1},
    calls=[(), ((96, 128, 3), 7, False)],  # not square, not a multiple of 224, and alone
    public=[((96, 96, 3), 10), ((80, 80, 1), 3, False)],
)


def stem(x):
    x = max3(conv(x, 64, 7, strides=2), 2)
    return max3(conv(conv(x, 64, 1), 192, 3), 2)


def inception(x, *filters):
    return joined(*four(x, *filters))


def through(x, way="3a 3b | 4a 4b 4c 4d 4e | 5a 5b", *, block=inception):
    """Every map on the way, by the name of its block; "|" is a pooling. The last one is also called "end"."""
    maps = {}
    for name in way.split():
        x = max3(x, 2) if name == "|" else block(x, *INCEPTION[name])
        maps[name] = maps["end"] = x
    return maps


def verdict(x, classes, *, rate=0.4, last="softmax"):
    x = layers.Dropout(rate)(layers.GlobalAveragePooling2D()(x))
    return layers.Dense(classes, activation=last)(x)


def head(x, classes):
    return decided(narrowed(x), classes)


def assembled(inputs, main, maps, classes, aux, after=("4a", "4d")):
    """The model, with right heads after two blocks."""
    return keras.Model(inputs, [main, *(head(maps[name], classes) for name in after)] if aux else main)


@googlenet.mistake
def flatten_head(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Is the last map flattened?
    7 x 7 x 1024 numbers instead of 1024 make 50 million weights more.
    - How many parameters has your last Dense layer?
    - What averages each map as a whole?

    마지막 특징맵을 펼쳤나요?
    숫자가 1024개가 아니라 7 x 7 x 1024개가 되어 가중치가 5천만 개쯤 늘어요.
    - 마지막 Dense 층의 매개변수는 몇 개인가요?
    - 특징맵을 한 장씩 통째로 평균하는 층은 무엇일까요?
    """
    inputs = keras.Input(input_shape)
    maps = through(stem(inputs))
    main = layers.Dense(classes, activation="softmax")(layers.Dropout(0.4)(layers.Flatten()(maps["end"])))
    return assembled(inputs, main, maps, classes, aux)


@googlenet.mistake
def dropout_before_gap(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Does Dropout come before the average?
    It should drop some of the 1024 numbers; before, it drops single cells, and the average evens that out.
    - Read the last four lines of the table.
    - Average first, then Dropout.

    Dropout이 평균보다 먼저인가요?
    숫자 1024개 가운데 일부를 버려야 해요. 평균보다 먼저 버리면 칸 몇 개만 사라지고, 평균이 그 차이를 메워요.
    - 표의 마지막 네 줄을 읽어 보세요.
    - 평균이 먼저, Dropout이 나중이에요.
    """
    inputs = keras.Input(input_shape)
    maps = through(stem(inputs))
    main = layers.GlobalAveragePooling2D()(layers.Dropout(0.4)(maps["end"]))
    return assembled(inputs, layers.Dense(classes, activation="softmax")(main), maps, classes, aux)


@googlenet.mistake
def missing_pool(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Is the pooling between 3b and 4a missing?
    The maps of stage 4 are 14x14, and those of stage 5 are 7x7.
    - Print the shape after each stage.
    - Halving happens between the stages, five times in all.

    3b와 4a 사이의 풀링이 빠졌나요?
    스테이지 4의 특징맵은 14x14, 스테이지 5는 7x7이에요.
    - 스테이지가 끝날 때마다 모양을 출력해 보세요.
    - 크기는 모두 다섯 번 절반이 돼요. 스테이지가 바뀔 때도 줄어요.
    """
    inputs = keras.Input(input_shape)
    maps = through(stem(inputs), "3a 3b 4a 4b 4c 4d 4e | 5a 5b")
    return assembled(inputs, verdict(maps["end"], classes), maps, classes, aux)


@googlenet.mistake
def no_pool_before_stage_5(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Is the pooling between 4e and 5a missing?
    The last two blocks work on maps of 7x7.
    - How large is the map that you average at the end?
    - Compare the line after 4e.

    4e와 5a 사이의 풀링이 빠졌나요?
    마지막 두 블록은 7x7 특징맵을 다뤄요.
    - 끝에서 평균하는 특징맵은 몇 x 몇인가요?
    - 표에서 4e 다음 줄과 비교해 보세요.
    """
    inputs = keras.Input(input_shape)
    maps = through(stem(inputs), "3a 3b | 4a 4b 4c 4d 4e 5a 5b")
    return assembled(inputs, verdict(maps["end"], classes), maps, classes, aux)


@googlenet.mistake
def numbers_of_3x3_and_5x5_swapped(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Are the numbers of the 3x3 and the 5x5 branch swapped everywhere?
    The columns are f1, f3r, f3, f5r, f5, fp.
    - How many 5x5 filters does block 3a have in your network?
    - Compare one row of the table with the arguments of inception_block.

    3x3 가지와 5x5 가지의 숫자가 모두 바뀌었나요?
    열의 순서는 f1, f3r, f3, f5r, f5, fp예요.
    - 여러분의 신경망에서 3a 블록의 5x5 필터는 몇 개인가요?
    - 표의 한 줄을 inception_block의 인수와 비교해 보세요.
    """

    def swapped(x, f1, f3r, f3, f5r, f5, fp):
        return inception(x, f1, f5r, f5, f3r, f3, fp)

    inputs = keras.Input(input_shape)
    maps = through(stem(inputs), block=swapped)
    return assembled(inputs, verdict(maps["end"], classes), maps, classes, aux)


@googlenet.mistake
def naive_blocks(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Do the blocks have no reductions?
    Every 3x3 and 5x5 convolution reads all channels of the block before.
    - Where do f3r and f5r occur in your block?
    - Repair inception_block first; this network then follows.

    블록에 줄이는 1x1 합성곱이 없나요?
    3x3과 5x5 합성곱이 앞 블록의 채널을 모두 읽고 있어요.
    - 여러분의 블록에서 f3r과 f5r은 어디에 쓰이나요?
    - inception_block을 먼저 고치면 이 신경망도 함께 맞아져요.
    """

    def without_reductions(x, f1, f3r, f3, f5r, f5, fp):
        return joined(conv(x, f1, 1), conv(x, f3, 3), conv(x, f5, 5), conv(max3(x), fp, 1))

    inputs = keras.Input(input_shape)
    maps = through(stem(inputs), block=without_reductions)
    return assembled(inputs, verdict(maps["end"], classes), maps, classes, aux)


@googlenet.mistake
def no_1x1_in_the_stem(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Is the 1x1 convolution before the 3x3 of the stem missing?
    Between the first two poolings there are two convolutions.
    - Count the convolutions before block 3a: there are three.
    - It has 64 filters and changes neither size nor depth, and its ReLU is new.

    줄기에서 3x3 앞의 1x1 합성곱이 빠졌나요?
    처음 두 풀링 사이에는 합성곱이 두 개 있어요.
    - 3a 블록 앞의 합성곱을 세어 보세요. 세 개여야 해요.
    - 필터가 64개라 크기도 두께도 그대로지만, ReLU가 하나 더 생겨요.
    """
    inputs = keras.Input(input_shape)
    maps = through(max3(conv(max3(conv(inputs, 64, 7, strides=2), 2), 192, 3), 2))
    return assembled(inputs, verdict(maps["end"], classes), maps, classes, aux)


@googlenet.mistake
def pools_without_padding(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Do your poolings have no padding?
    Then 112 becomes 55, 27, 13 and 6 instead of 56, 28, 14 and 7.
    - Print the shape after the first pooling: 56x56x64?
    - What is the padding of MaxPooling2D if you do not say so?

    풀링에 패딩이 없나요?
    그러면 112가 56, 28, 14, 7이 아니라 55, 27, 13, 6이 돼요.
    - 첫 번째 풀링 뒤의 모양이 56x56x64인지 출력해 보세요.
    - 따로 적지 않으면 MaxPooling2D의 패딩은 무엇인가요?
    """

    def halved(x):
        return layers.MaxPooling2D(3, strides=2)(x)

    inputs = keras.Input(input_shape)
    x = halved(conv(conv(halved(conv(inputs, 64, 7, strides=2)), 64, 1), 192, 3))
    for name in ("3a", "3b"):
        x = inception(x, *INCEPTION[name])
    maps = through(halved(x), "4a 4b 4c 4d 4e")
    maps |= {"end": through(halved(maps["4e"]), "5a 5b")["end"]}
    return assembled(inputs, verdict(maps["end"], classes), maps, classes, aux)


@googlenet.mistake
def stem_without_stride(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Does the first convolution move by one pixel?
    It has stride 2, and 224 becomes 112 at once.
    - How large is the map after the 7x7 convolution?
    - Compare the first line of the table.

    첫 번째 합성곱이 한 픽셀씩 움직이나요?
    스트라이드가 2라서 224가 바로 112가 돼요.
    - 7x7 합성곱 뒤의 특징맵은 몇 x 몇인가요?
    - 표의 첫 줄과 비교해 보세요.
    """
    inputs = keras.Input(input_shape)
    x = max3(conv(inputs, 64, 7), 2)
    maps = through(max3(conv(conv(x, 64, 1), 192, 3), 2))
    return assembled(inputs, verdict(maps["end"], classes), maps, classes, aux)


@googlenet.mistake
def a_block_forgotten(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Does stage 4 have only four blocks?
    Stage 4 is the longest: 4a, 4b, 4c, 4d, 4e.
    - Count your Inception blocks: there are nine.
    - 4e is the one that makes 832 channels.

    스테이지 4에 블록이 네 개뿐인가요?
    스테이지 4가 가장 길어요. 4a, 4b, 4c, 4d, 4e로 다섯 개예요.
    - 인셉션 블록을 모두 세어 보세요. 아홉 개여야 해요.
    - 4e는 채널을 832개로 만드는 블록이에요.
    """
    inputs = keras.Input(input_shape)
    maps = through(stem(inputs), "3a 3b | 4a 4b 4c 4d | 5a 5b")
    return assembled(inputs, verdict(maps["end"], classes), maps, classes, aux)


@googlenet.mistake
def heads_one_block_too_late(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Are the heads attached after 4b and 4e?
    They read the maps that come out of 4a and 4d.
    - Which variable do you pass to auxiliary_head?
    - Keep the maps after 4a and 4d under names of their own.

    보조 분류기가 4b와 4e 뒤에 붙어 있나요?
    보조 분류기는 4a와 4d에서 나온 특징맵을 읽어요.
    - auxiliary_head에 어느 변수를 넘기고 있나요?
    - 4a와 4d 뒤의 특징맵에 따로 이름을 붙여 두세요.
    """
    inputs = keras.Input(input_shape)
    maps = through(stem(inputs))
    return assembled(inputs, verdict(maps["end"], classes), maps, classes, aux, ("4b", "4e"))


@googlenet.mistake
def heads_at_the_ends_of_stages(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Are the heads attached to the ends of stages 3 and 4?
    They help where gradients fade, in the middle of stage 4.
    - Where does the table put them?
    - The first one reads 512 channels, the second one 528.

    보조 분류기가 스테이지 3과 4의 끝에 붙어 있나요?
    보조 분류기는 기울기가 약해지는 스테이지 4의 중간에 붙여요.
    - 표에서는 어느 줄에 있나요?
    - 첫 번째는 512채널, 두 번째는 528채널을 읽어요.
    """
    inputs = keras.Input(input_shape)
    maps = through(stem(inputs))
    return assembled(inputs, verdict(maps["end"], classes), maps, classes, aux, ("3b", "4e"))


@googlenet.mistake
def heads_at_the_same_block(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Do both heads read the same map?
    One is attached after 4a, the other after 4d.
    - Are you passing the same variable twice?
    - Their parameters differ: 3,188,840 and 3,190,888.

    두 보조 분류기가 같은 특징맵을 읽나요?
    하나는 4a 뒤에, 다른 하나는 4d 뒤에 붙여요.
    - 같은 변수를 두 번 넘기고 있지 않나요?
    - 두 분류기의 매개변수 수는 3,188,840과 3,190,888로 서로 달라요.
    """
    inputs = keras.Input(input_shape)
    maps = through(stem(inputs))
    return assembled(inputs, verdict(maps["end"], classes), maps, classes, aux, ("4a", "4a"))


@googlenet.mistake
def main_output_last(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Does the main output come last?
    Whoever uses the network takes its first output for the answer.
    - In which order does keras.Model get your outputs?
    - Main, then the head after 4a, then the one after 4d.

    주 출력이 맨 뒤에 있나요?
    이 신경망을 쓰는 사람은 첫 번째 출력을 답으로 여겨요.
    - keras.Model에 출력을 어떤 순서로 넘기나요?
    - 주 출력, 4a 뒤의 출력, 4d 뒤의 출력 순서예요.
    """
    inputs = keras.Input(input_shape)
    maps = through(stem(inputs))
    main = verdict(maps["end"], classes)
    return keras.Model(inputs, [head(maps["4a"], classes), head(maps["4d"], classes), main] if aux else main)


@googlenet.mistake
def ignores_aux(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Are the heads there even with aux=False?
    Without them the network has 6,998,552 parameters and one output.
    - Where in your function does aux occur?
    - Call googlenet(aux=False) and look at model.outputs.

    aux=False일 때도 보조 분류기가 있나요?
    보조 분류기가 없으면 매개변수는 6,998,552개, 출력은 하나예요.
    - 함수 어디에서 aux를 쓰고 있나요?
    - googlenet(aux=False)의 model.outputs를 살펴보세요.
    """
    return googlenet(input_shape, classes, True)


@googlenet.mistake
def never_aux(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Is there only one output even with aux=True?
    With the heads the network has 13,378,280 parameters and three outputs.
    - Are the heads built, and are they among the outputs of the model?
    - A layer that leads to no output does not belong to a model.

    aux=True일 때도 출력이 하나뿐인가요?
    보조 분류기까지 있으면 매개변수는 13,378,280개, 출력은 세 개예요.
    - 보조 분류기를 만들었나요? 모델의 출력에도 넣었나요?
    - 출력으로 이어지지 않는 층은 모델에 포함되지 않아요.
    """
    return googlenet(input_shape, classes, False)


@googlenet.mistake
def rate_of_the_heads(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Is 70 % dropped at the end?
    That is the rate of the auxiliary heads; the main classifier drops 40 %.
    - Which number stands behind Dropout in the table of GoogLeNet?
    - In Keras it is the share that is dropped.

    끝에서 70 %를 버리고 있나요?
    그것은 보조 분류기의 비율이에요. 주 분류기는 40 %를 버려요.
    - GoogLeNet의 표에서 Dropout 뒤의 숫자는 무엇인가요?
    - Keras에서는 버리는 비율을 적어요.
    """
    inputs = keras.Input(input_shape)
    maps = through(stem(inputs))
    return assembled(inputs, verdict(maps["end"], classes, rate=0.7), maps, classes, aux)


@googlenet.mistake
def main_dropout_missing(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Is there no Dropout before the last Dense layer?
    It has no parameters, so the total is right without it.
    - Which line stands between the average and the last Dense layer?
    - The main classifier drops 40 %.

    마지막 Dense 층 앞에 Dropout이 없나요?
    Dropout에는 매개변수가 없어서, 빠뜨려도 매개변수 수는 맞아요.
    - 표에서 평균과 마지막 Dense 층 사이에는 무엇이 있나요?
    - 주 분류기는 40 %를 버려요.
    """
    inputs = keras.Input(input_shape)
    maps = through(stem(inputs))
    return assembled(inputs, verdict(maps["end"], classes, rate=0), maps, classes, aux)


@googlenet.mistake
def scores_at_the_end(googlenet, input_shape=(224, 224, 3), classes=1000, aux=True):
    """Does the main output have no softmax?
    What comes out are scores, not probabilities.
    - Do the numbers of the main output add up to 1?
    - Which activation does the last Dense layer need?

    주 출력에 소프트맥스가 없나요?
    확률이 아니라 점수가 나오고 있어요.
    - 주 출력을 모두 더하면 1이 되나요?
    - 마지막 Dense 층에는 어떤 활성화 함수가 필요할까요?
    """
    inputs = keras.Input(input_shape)
    maps = through(stem(inputs))
    return assembled(inputs, verdict(maps["end"], classes, last=None), maps, classes, aux)


identity_block = ModelCheck(
    worth={"output_shape": 1, "parameters": 2, "wiring": 3, "normalisation": 3, "activation": 3, "strides_padding": 1},
    calls=[(FeatureMap((56, 56, 256)), (64, 64, 256)), (FeatureMap((7, 9, 24)), (6, 10, 24))],
    public=[(FeatureMap((14, 14, 32)), (8, 8, 32)), (FeatureMap((5, 6, 12)), (3, 4, 12))],
)


def wide(x, filters, size=1, stride=1):
    return layers.Conv2D(filters, size, strides=stride, padding="same", use_bias=False)(x)


def normal(x, filters, size=1, stride=1):
    """A convolution and its normalisation."""
    return layers.BatchNormalization()(wide(x, filters, size, stride))


def relu(x):
    return layers.ReLU()(x)


def add(*summands):
    return layers.Add()(list(summands))


def bottleneck(x, filters, stride=1):
    """F(x) of ResNet-50, right up to the addition."""
    f1, f2, f3 = filters
    return normal(relu(normal(relu(normal(x, f1, 1, stride)), f2, 3)), f3)


@identity_block.mistake
def relu_before_add(identity_block, x, filters):
    """Does the last ReLU come before the addition?
    Then F(x) is never negative, and from block to block the sum can only grow.
    - The sum must be able to go down: what may F(x) be?
    - Add first, then ReLU.

    마지막 ReLU가 덧셈보다 먼저인가요?
    그러면 F(x)가 음수가 될 수 없어서, 블록을 지날수록 합이 커지기만 해요.
    - 합이 작아질 수도 있으려면 F(x)는 어떤 값을 가질 수 있어야 할까요?
    - 먼저 더하고, 그다음에 ReLU예요.
    """
    return add(relu(bottleneck(x, filters)), x)


@identity_block.mistake
def relu_before_and_after_add(identity_block, x, filters):
    """Is there a ReLU before the addition and one after it?
    The third convolution is followed by BatchNormalization only.
    - Which of the two keeps F(x) from being negative?
    - A loop over all three convolutions puts one ReLU too many.

    덧셈 앞에도 뒤에도 ReLU가 있나요?
    세 번째 합성곱 뒤에는 배치 정규화만 와요.
    - 두 ReLU 가운데 F(x)가 음수가 되지 못하게 막는 것은 어느 쪽인가요?
    - 합성곱 세 개를 반복문으로 만들면 ReLU가 하나 더 붙기 쉬워요.
    """
    return relu(add(relu(bottleneck(x, filters)), x))


@identity_block.mistake
def no_relu_after_add(identity_block, x, filters):
    """What follows the plus sign?
    After the addition, the block still ends with a ReLU.
    - Count the ReLUs: there are three in the block.
    - The next block expects numbers that are not negative.

    덧셈 다음에는 무엇이 올까요?
    더한 다음 블록은 ReLU로 끝나요.
    - ReLU를 세어 보세요. 블록에 모두 세 개가 있어요.
    - 다음 블록은 음수가 아닌 값을 기대해요.
    """
    return add(bottleneck(x, filters), x)


@identity_block.mistake
def bn_after_relu(identity_block, x, filters):
    """Does BatchNormalization come after ReLU?
    The order is: convolve, normalise, activate.
    - What does a ReLU cut off, if the numbers before it are not centred?
    - An activation argument of Conv2D acts before BatchNormalization.

    배치 정규화가 ReLU보다 뒤에 있나요?
    합성곱, 정규화, 활성화 순서예요.
    - ReLU에 들어가는 값의 평균이 0이 아니면 ReLU는 무엇을 잘라 내게 될까요?
    - Conv2D의 activation 인수는 배치 정규화보다 먼저 적용돼요.
    """
    f1, f2, f3 = filters
    y = layers.BatchNormalization()(relu(wide(x, f1)))
    y = layers.BatchNormalization()(relu(wide(y, f2, 3)))
    return relu(add(normal(y, f3), x))


@identity_block.mistake
def no_shortcut(identity_block, x, filters):
    """Is x never added?
    Without its shortcut the block is a plain stack of three convolutions, and has the same number of parameters.
    - Was x overwritten before you could add it?
    - Give the main path another name, and keep x.

    x를 더하지 않았나요?
    지름길이 없으면 합성곱 세 개를 쌓은 것일 뿐이에요. 그런데도 매개변수 수는 똑같아요.
    - x를 더하기 전에 덮어쓰지 않았나요?
    - 주 경로에는 다른 이름을 쓰고 x는 남겨 두세요.
    """
    return relu(bottleneck(x, filters))


@identity_block.mistake
def shortcut_wrong_tensor(identity_block, x, filters):
    """Does the addition add the main path to itself?
    Trace the arrow of the shortcut: it starts where the block starts.
    - Parameter counts cannot see this. What are the two inputs of your Add?
    - One of them must be the x that came into the function.

    주 경로를 자기 자신과 더하고 있나요?
    지름길 화살표를 따라가 보세요. 블록이 시작하는 곳에서 출발해요.
    - 매개변수 수로는 알 수 없는 문제예요. Add의 두 입력은 각각 무엇인가요?
    - 둘 중 하나는 함수에 들어온 x여야 해요.
    """
    y = bottleneck(x, filters)
    return relu(add(y, y))


@identity_block.mistake
def concat_not_add(identity_block, x, filters):
    """Are the two paths joined instead of added?
    F(x) + x is a sum, and has as many channels as x.
    - How many channels come out of your block?
    - Concatenate belongs to Inception. Which layer adds?

    두 경로를 더하지 않고 이어 붙였나요?
    F(x) + x는 합이라서 채널 수가 x와 같아요.
    - 블록의 출력은 몇 채널인가요?
    - Concatenate는 인셉션에서 써요. 더하는 층은 무엇일까요?
    """
    return relu(joined(bottleneck(x, filters), x))


@identity_block.mistake
def multiplies_instead(identity_block, x, filters):
    """Are the two paths multiplied?
    With a product, F(x) = 0 would wipe x out; with a sum it leaves x as it is.
    - What should the block do when all its weights are 0?
    - F(x) + x.

    두 경로를 곱하고 있나요?
    곱하면 F(x) = 0일 때 x가 지워져요. 더하면 x가 그대로 남아요.
    - 가중치가 모두 0이면 블록은 어떻게 동작해야 하나요?
    - F(x) + x예요.
    """
    return relu(layers.Multiply()([bottleneck(x, filters), x]))


@identity_block.mistake
def relu_on_the_shortcut(identity_block, x, filters):
    """Does x pass a ReLU on its way to the addition?
    The shortcut of an identity block holds nothing at all.
    - What stands on the curved arrow of the picture?
    - Add the x that came into the function.

    x가 덧셈에 닿기 전에 ReLU를 지나나요?
    항등 블록의 지름길에는 아무것도 없어요.
    - 그림에서 휘어진 화살표 위에는 무엇이 있나요?
    - 함수에 들어온 x를 그대로 더하세요.
    """
    return relu(add(bottleneck(x, filters), relu(x)))


@identity_block.mistake
def projects_always(identity_block, x, filters):
    """Is there a 1x1 convolution on the shortcut?
    That is the projection block. Here the channels are equal, and x is added as it is.
    - Why is the block called "identity"?
    - The block (64, 64, 256) on 256 channels has 71,168 parameters.

    지름길에 1x1 합성곱이 있나요?
    그것은 투영 블록이에요. 여기서는 채널 수가 같아서 x를 그대로 더해요.
    - 왜 "항등" 블록이라고 부를까요?
    - 채널 256개에서 (64, 64, 256) 블록의 매개변수는 71,168개예요.
    """
    return relu(add(bottleneck(x, filters), normal(x, filters[2])))


@identity_block.mistake
def no_normalisation(identity_block, x, filters):
    """Is there no BatchNormalization?
    After each of the three convolutions there is one.
    - What has happened to the numbers after sixteen additions?
    - Convolve, normalise, activate.

    배치 정규화가 없나요?
    합성곱 세 개 뒤에 하나씩 있어야 해요.
    - 덧셈을 열여섯 번 지나면 값의 크기는 어떻게 될까요?
    - 합성곱, 정규화, 활성화 순서예요.
    """
    f1, f2, f3 = filters
    return relu(add(wide(relu(wide(relu(wide(x, f1)), f2, 3)), f3), x))


@identity_block.mistake
def last_normalisation_missing(identity_block, x, filters):
    """Is the third BatchNormalization missing?
    The third convolution has no ReLU behind it, but it is normalised.
    - Count convolutions and normalisations.
    - The last one stands right before the addition.

    세 번째 배치 정규화가 빠졌나요?
    세 번째 합성곱 뒤에는 ReLU는 없지만 정규화는 있어요.
    - 합성곱과 배치 정규화의 수를 세어 보세요.
    - 마지막 배치 정규화는 덧셈 바로 앞에 있어요.
    """
    f1, f2, f3 = filters
    return relu(add(wide(relu(normal(relu(normal(x, f1)), f2, 3)), f3), x))


@identity_block.mistake
def normalises_the_sum(identity_block, x, filters):
    """Does the last BatchNormalization come after the addition?
    Then the shortcut is normalised too, and x no longer passes unchanged.
    - Which of the two paths goes through BatchNormalization?
    - The order at the end is: normalise, add, ReLU.

    마지막 배치 정규화가 덧셈보다 뒤에 있나요?
    그러면 지름길까지 정규화되어 x가 그대로 지나가지 못해요.
    - 두 경로 가운데 배치 정규화를 지나는 것은 어느 쪽인가요?
    - 끝에서는 정규화, 덧셈, ReLU 순서예요.
    """
    f1, f2, f3 = filters
    y = wide(relu(normal(relu(normal(x, f1)), f2, 3)), f3)
    return relu(layers.BatchNormalization()(add(y, x)))


@identity_block.mistake
def activates_first(identity_block, x, filters):
    """Do normalisation and ReLU come before each convolution?
    That is the later "ResNet v2" (He et al. 2016b). In this one, the convolution comes first.
    - Which layer does your block begin with?
    - Convolve, normalise, activate, and ReLU after the addition.

    정규화와 ReLU가 합성곱보다 먼저인가요?
    그것은 나중에 나온 "ResNet v2"(He 외 2016b)예요. 여기서는 합성곱이 먼저예요.
    - 블록이 어떤 층으로 시작하나요?
    - 합성곱, 정규화, 활성화 순서이고, 덧셈 뒤에 ReLU가 와요.
    """
    y = x
    for filters_here, size in zip(filters, (1, 3, 1), strict=True):
        y = wide(relu(layers.BatchNormalization()(y)), filters_here, size)
    return add(y, x)


@identity_block.mistake
def no_relu_inside(identity_block, x, filters):
    """Is there no ReLU between the convolutions?
    Three linear layers in a row are one linear layer.
    - Where are the three ReLUs of the block?
    - Two stand inside, after the first and the second normalisation.

    합성곱 사이에 ReLU가 없나요?
    선형 층 세 개를 이어 놓으면 선형 층 하나와 같아요.
    - 블록의 ReLU 세 개는 어디에 있나요?
    - 둘은 안쪽, 첫 번째와 두 번째 정규화 뒤에 있어요.
    """
    f1, f2, f3 = filters
    return relu(add(normal(normal(normal(x, f1), f2, 3), f3), x))


@identity_block.mistake
def three_by_three_first(identity_block, x, filters):
    """Does the 3x3 convolution come first?
    First the map must become thin, or the bottleneck saves nothing.
    - How many channels does your 3x3 convolution read?
    - The order of the sizes is 1, 3, 1.

    3x3 합성곱이 먼저인가요?
    먼저 얇게 만들어야 해요. 그러지 않으면 병목 블록을 쓰는 보람이 없어요.
    - 3x3 합성곱은 몇 채널을 읽고 있나요?
    - 필터 크기는 1, 3, 1 순서예요.
    """
    f1, f2, f3 = filters
    return relu(add(normal(relu(normal(relu(normal(x, f1, 3)), f2)), f3), x))


@identity_block.mistake
def never_looks_around(identity_block, x, filters):
    """Are all three convolutions 1x1?
    Then the block never sees a neighbouring pixel.
    - Which of the three looks around?
    - The one in the middle is 3x3, with padding 'same'.

    합성곱 세 개가 모두 1x1인가요?
    그러면 블록이 이웃한 픽셀을 전혀 보지 못해요.
    - 셋 가운데 둘러보는 합성곱은 어느 것인가요?
    - 가운데 합성곱이 3x3이고, 패딩은 'same'이에요.
    """
    f1, f2, f3 = filters
    return relu(add(normal(relu(normal(relu(normal(x, f1)), f2)), f3), x))


projection_block = ModelCheck(
    worth={"output_shape": 1, "parameters": 2, "wiring": 3, "normalisation": 2, "activation": 2, "strides_padding": 2},
    calls=[
        (FeatureMap((56, 56, 256)), (128, 128, 512)),
        (FeatureMap((56, 56, 64)), (64, 64, 256), 1),
        (FeatureMap((9, 7, 12)), (6, 10, 20), 3),  # a stride that is neither 1 nor 2, and does not divide
        (FeatureMap((8, 6, 12)), (5, 7, 12)),  # as many channels come out as go in: a pooling could be added
    ],
    public=[
        (FeatureMap((14, 14, 32)), (16, 16, 64)),
        (FeatureMap((8, 6, 12)), (3, 4, 10), 1),
        (FeatureMap((6, 8, 9)), (4, 5, 9)),
    ],
)


def projected(x, filters, stride):
    """The right shortcut."""
    return normal(x, filters[2], 1, stride)


@projection_block.mistake
def no_bn_shortcut(projection_block, x, filters, stride=2):
    """Is the projection not normalised?
    Both paths are normalised before they are added, or one of them drowns the other.
    - Count the normalisations: the block has four.
    - What follows the 1x1 convolution of the shortcut?

    투영에 배치 정규화가 없나요?
    두 경로를 모두 정규화한 다음 더해야 해요. 그러지 않으면 한쪽이 다른 쪽을 덮어 버려요.
    - 배치 정규화를 세어 보세요. 블록에 네 개가 있어요.
    - 지름길의 1x1 합성곱 다음에는 무엇이 오나요?
    """
    return relu(add(bottleneck(x, filters, stride), wide(x, filters[2], 1, stride)))


@projection_block.mistake
def relu_on_shortcut(projection_block, x, filters, stride=2):
    """Does the projection end with a ReLU?
    The shortcut stays linear: a convolution and BatchNormalization.
    - Which ReLU comes after the addition, and which before?
    - If a helper adds ReLU every time, it is one too many here.

    투영이 ReLU로 끝나나요?
    지름길은 선형으로 남아요. 합성곱과 배치 정규화뿐이에요.
    - 덧셈 뒤의 ReLU와 앞의 ReLU는 각각 어디에 있나요?
    - 보조 함수가 늘 ReLU를 붙인다면 여기서는 하나가 더 붙은 거예요.
    """
    return relu(add(bottleneck(x, filters, stride), relu(projected(x, filters, stride))))


@projection_block.mistake
def pool_shortcut(projection_block, x, filters, stride=2):
    """Is there a max pooling on the shortcut, and no convolution?
    Pooling can change the size, but how do the channels change?
    - How many channels come in, and how many must be added?
    - A 1x1 convolution can do both: size and channels.

    지름길에 합성곱 없이 최대 풀링만 있나요?
    풀링으로 크기는 바꿀 수 있지만, 채널 수는 어떻게 바꿀까요?
    - 몇 채널이 들어오고, 몇 채널과 더해야 하나요?
    - 1x1 합성곱은 크기와 채널 수를 한꺼번에 바꿀 수 있어요.
    """
    return relu(add(bottleneck(x, filters, stride), layers.MaxPooling2D(2, strides=stride, padding="same")(x)))


@projection_block.mistake
def pools_and_projects(projection_block, x, filters, stride=2):
    """Does the shortcut pool, and then project?
    The projection is a single 1x1 convolution, which takes the stride as well.
    - Which layers stand on the shortcut of the table?
    - A stride of 2 already takes every second pixel.

    지름길에서 풀링한 다음 투영하나요?
    투영은 1x1 합성곱 하나이고, 스트라이드도 이 합성곱이 맡아요.
    - 표에서 지름길에는 어떤 층이 있나요?
    - 스트라이드가 2이면 이미 한 픽셀씩 건너뛰며 봐요.
    """
    pooled = layers.MaxPooling2D(2, strides=stride, padding="same")(x)
    return relu(add(bottleneck(x, filters, stride), normal(pooled, filters[2])))


@projection_block.mistake
def stride_in_the_3x3(projection_block, x, filters, stride=2):
    """Does the 3x3 convolution have the stride?
    This is how PyTorch does it ("v1.5"), and it works well. The paper has the stride in the first 1x1 convolution.
    - On how many pixels does your first convolution work?
    - Move the stride to the first convolution.

    3x3 합성곱에 스트라이드가 있나요?
    PyTorch의 방식("v1.5")이고 성능도 좋아요. 하지만 논문은 첫 번째 1x1 합성곱에 스트라이드를 둬요.
    - 첫 번째 합성곱은 몇 x 몇 특징맵을 계산하나요?
    - 스트라이드를 첫 번째 합성곱으로 옮기세요.
    """
    f1, f2, f3 = filters
    y = normal(relu(normal(relu(normal(x, f1)), f2, 3, stride)), f3)
    return relu(add(y, projected(x, filters, stride)))


@projection_block.mistake
def stride_in_the_last_1x1(projection_block, x, filters, stride=2):
    """Does the third convolution have the stride?
    Then the first two work on all pixels, for nothing.
    - Which convolution comes first in the table?
    - The first 1x1 convolution and the projection have the stride.

    세 번째 합성곱에 스트라이드가 있나요?
    그러면 앞의 두 합성곱이 모든 픽셀을 헛되이 계산해요.
    - 표에서 첫 번째 합성곱의 스트라이드는 무엇인가요?
    - 첫 번째 1x1 합성곱과 투영에 스트라이드가 있어요.
    """
    f1, f2, f3 = filters
    y = normal(relu(normal(relu(normal(x, f1)), f2, 3)), f3, 1, stride)
    return relu(add(y, projected(x, filters, stride)))


@projection_block.mistake
def stride_always_2(projection_block, x, filters, stride=2):
    """Is the stride 2 whatever is asked for?
    In the first stage of ResNet-50 the block is called with stride 1.
    - Is there a number where the argument should stand?
    - Look at strides= in the first convolution and in the projection.

    어떤 값을 넘겨도 스트라이드가 2인가요?
    ResNet-50의 첫 스테이지에서는 이 블록을 스트라이드 1로 불러요.
    - 인수를 써야 할 곳에 숫자를 적지 않았나요?
    - 첫 번째 합성곱과 투영의 strides=를 확인해 보세요.
    """
    return projection_block(x, filters, 2)


@projection_block.mistake
def stride_forgotten(projection_block, x, filters, stride=2):
    """Does the map keep its size?
    With stride 2 it becomes half as high and half as wide.
    - Where in your function does stride occur?
    - Two layers need it: the first of the main path, and the projection.

    특징맵의 크기가 그대로인가요?
    스트라이드가 2이면 높이와 너비가 절반이 돼요.
    - 함수 어디에서 stride를 쓰고 있나요?
    - 주 경로의 첫 번째 층과 투영, 두 곳에 필요해요.
    """
    return projection_block(x, filters, 1)


@projection_block.mistake
def projects_with_3x3(projection_block, x, filters, stride=2):
    """Is the projection a 3x3 convolution?
    It only has to change the channels and the size; for this one pixel is enough.
    - Which size has the filter on the shortcut?
    - A 3x3 there costs nine times as many weights.

    투영이 3x3 합성곱인가요?
    채널 수와 크기만 바꾸면 되니 픽셀 하나로 충분해요.
    - 지름길에 있는 필터의 크기는 얼마인가요?
    - 3x3이면 가중치가 아홉 배가 돼요.
    """
    return relu(add(bottleneck(x, filters, stride), normal(x, filters[2], 3, stride)))


@projection_block.mistake
def projects_the_wrong_tensor(projection_block, x, filters, stride=2):
    """Does the projection read the middle of the main path?
    The shortcut begins at x, before anything else.
    - Was x overwritten by the first convolution?
    - Use another name for the main path.

    투영이 주 경로의 중간을 읽고 있나요?
    지름길은 다른 어떤 층보다 앞에 있는 x에서 시작해요.
    - 첫 번째 합성곱의 결과로 x를 덮어쓰지 않았나요?
    - 주 경로에는 다른 이름을 쓰세요.
    """
    f1, f2, f3 = filters
    first = relu(normal(x, f1, 1, stride))
    return relu(add(normal(relu(normal(first, f2, 3)), f3), normal(first, f3)))


@projection_block.mistake
def adds_before_the_relu(projection_block, x, filters, stride=2):
    """Is the ReLU before the addition?
    F(x) must be able to be negative.
    - What follows the third normalisation?
    - Add first, then ReLU.

    ReLU가 덧셈보다 먼저인가요?
    F(x)는 음수도 될 수 있어야 해요.
    - 세 번째 정규화 다음에는 무엇이 오나요?
    - 먼저 더하고, 그다음에 ReLU예요.
    """
    return add(relu(bottleneck(x, filters, stride)), projected(x, filters, stride))


@projection_block.mistake
def ends_with_the_addition(projection_block, x, filters, stride=2):
    """What follows the plus sign?
    The block ends with a ReLU.
    - Count the ReLUs: there are three.
    - What does your function return?

    덧셈 다음에는 무엇이 올까요?
    블록은 ReLU로 끝나요.
    - ReLU를 세어 보세요. 모두 세 개예요.
    - 함수가 무엇을 돌려주고 있나요?
    """
    return add(bottleneck(x, filters, stride), projected(x, filters, stride))


@projection_block.mistake
def normalises_after_relu(projection_block, x, filters, stride=2):
    """Does BatchNormalization come after ReLU?
    The order is: convolve, normalise, activate.
    - Is there an activation argument in your Conv2D?
    - Make ReLU a layer of its own, after BatchNormalization.

    배치 정규화가 ReLU보다 뒤에 있나요?
    합성곱, 정규화, 활성화 순서예요.
    - Conv2D에 activation 인수를 쓰지 않았나요?
    - ReLU를 배치 정규화 뒤에 따로 두세요.
    """
    f1, f2, f3 = filters
    y = layers.BatchNormalization()(relu(wide(x, f1, 1, stride)))
    y = layers.BatchNormalization()(relu(wide(y, f2, 3)))
    return relu(add(normal(y, f3), projected(x, filters, stride)))


@projection_block.mistake
def without_shortcut(projection_block, x, filters, stride=2):
    """Is there no shortcut?
    Without it the block is a plain stack of convolutions.
    - Which layer reads x, besides the first convolution?
    - Project x, and add it to the main path.

    지름길이 없나요?
    지름길이 없으면 합성곱을 쌓은 것일 뿐이에요.
    - 첫 번째 합성곱 말고 x를 읽는 층이 또 있나요?
    - x를 투영해서 주 경로와 더하세요.
    """
    return relu(bottleneck(x, filters, stride))


@projection_block.mistake
def joins_the_paths(projection_block, x, filters, stride=2):
    """Are the two paths joined instead of added?
    Twice as many channels come out as should.
    - How many channels has the output?
    - F(x) + x is a sum.

    두 경로를 더하지 않고 이어 붙였나요?
    그러면 채널이 두 배로 나와요.
    - 출력은 몇 채널인가요?
    - F(x) + x는 합이에요.
    """
    return relu(joined(bottleneck(x, filters, stride), projected(x, filters, stride)))


basic_block = ModelCheck(
    worth={"output_shape": 1, "parameters": 2, "wiring": 3, "normalisation": 2, "activation": 2, "strides_padding": 1},
    calls=[
        (FeatureMap((32, 32, 16)), 16),
        (FeatureMap((32, 32, 16)), 32, 2),
        # Here the channels alone, and there the stride alone, ask for a projection. Where it is forgotten, Keras
        # spreads one channel over all, and one pixel over 2x2: what is wrong becomes a network, not an error.
        (FeatureMap((9, 7, 1)), 20),
        (FeatureMap((2, 2, 12)), 12, 2),
    ],
    public=[
        (FeatureMap((16, 16, 8)), 8),
        (FeatureMap((16, 16, 8)), 16, 2),
        (FeatureMap((6, 5, 1)), 9),
        (FeatureMap((2, 2, 4)), 4, 2),
    ],
)


def two_convolutions(x, filters, stride=1):
    """F(x) of the small ResNets, right up to the addition."""
    return normal(relu(normal(x, filters, 3, stride)), filters, 3)


def shortcut(x, filters, stride=1):
    """x, projected where it must be."""
    return x if stride == 1 and x.shape[-1] == filters else normal(x, filters, 1, stride)


def basic(x, filters, stride=1):
    return relu(add(two_convolutions(x, filters, stride), shortcut(x, filters, stride)))


@basic_block.mistake
def relu_before_the_addition(basic_block, x, filters, stride=1):
    """Is the second ReLU before the addition?
    The sum must be able to go down, so F(x) must be able to be negative.
    - Which layer stands right before your Add?
    - Add first, then ReLU.

    두 번째 ReLU가 덧셈보다 먼저인가요?
    합이 작아질 수도 있어야 하니 F(x)는 음수도 될 수 있어야 해요.
    - Add 바로 앞에는 어떤 층이 있나요?
    - 먼저 더하고, 그다음에 ReLU예요.
    """
    return add(relu(two_convolutions(x, filters, stride)), shortcut(x, filters, stride))


@basic_block.mistake
def one_relu_too_many(basic_block, x, filters, stride=1):
    """Is there a ReLU before the addition and one after it?
    The second convolution is followed by BatchNormalization only.
    - Count the ReLUs: there are two in the block.
    - Which of them keeps F(x) from being negative?

    덧셈 앞에도 뒤에도 ReLU가 있나요?
    두 번째 합성곱 뒤에는 배치 정규화만 와요.
    - ReLU를 세어 보세요. 블록에 두 개가 있어요.
    - 그중 F(x)가 음수가 되지 못하게 막는 것은 어느 쪽인가요?
    """
    return relu(add(relu(two_convolutions(x, filters, stride)), shortcut(x, filters, stride)))


@basic_block.mistake
def nothing_after_the_addition(basic_block, x, filters, stride=1):
    """What follows the plus sign?
    The block ends with a ReLU.
    - What does your function return?
    - Count the ReLUs: there are two.

    덧셈 다음에는 무엇이 올까요?
    블록은 ReLU로 끝나요.
    - 함수가 무엇을 돌려주고 있나요?
    - ReLU를 세어 보세요. 모두 두 개예요.
    """
    return add(two_convolutions(x, filters, stride), shortcut(x, filters, stride))


@basic_block.mistake
def activates_before_normalising(basic_block, x, filters, stride=1):
    """Does BatchNormalization come after ReLU?
    The order is: convolve, normalise, activate.
    - Is there an activation argument in your first Conv2D?
    - Make ReLU a layer of its own, after BatchNormalization.

    배치 정규화가 ReLU보다 뒤에 있나요?
    합성곱, 정규화, 활성화 순서예요.
    - 첫 번째 Conv2D에 activation 인수를 쓰지 않았나요?
    - ReLU를 배치 정규화 뒤에 따로 두세요.
    """
    y = layers.BatchNormalization()(relu(wide(x, filters, 3, stride)))
    return relu(add(normal(y, filters, 3), shortcut(x, filters, stride)))


@basic_block.mistake
def plain_block(basic_block, x, filters, stride=1):
    """Is x never added?
    Then this is a block of the plain network, which becomes worse as it becomes deeper.
    - Was x overwritten on the way?
    - Keep x, and add it after the second normalisation.

    x를 더하지 않았나요?
    그러면 깊어질수록 나빠지는, 지름길 없는 신경망의 블록이 돼요.
    - 중간에 x를 덮어쓰지 않았나요?
    - x를 남겨 두었다가 두 번째 정규화 뒤에 더하세요.
    """
    return relu(two_convolutions(x, filters, stride))


@basic_block.mistake
def projects_every_time(basic_block, x, filters, stride=1):
    """Is x projected even where it fits?
    With stride 1 and equal channels x is added as it is: 4,736 parameters for 16 filters.
    - In which two cases does x not fit?
    - Ask for the stride and for x.shape[-1].

    x를 그대로 더할 수 있을 때도 투영하나요?
    스트라이드가 1이고 채널 수가 같으면 x를 그대로 더해요. 필터가 16개면 매개변수는 4,736개예요.
    - x가 맞지 않는 두 가지 경우는 무엇인가요?
    - 스트라이드와 x.shape[-1]을 확인하세요.
    """
    return relu(add(two_convolutions(x, filters, stride), normal(x, filters, 1, stride)))


@basic_block.mistake
def projects_for_the_stride_only(basic_block, x, filters, stride=1):
    """Is x projected only where the stride is not 1?
    With stride 1 the channels may differ, too: then x does not fit either.
    - Call basic_block on 1 channel with 20 filters.
    - There are two reasons to project. Which one is missing?

    스트라이드가 1이 아닐 때만 투영하나요?
    스트라이드가 1이어도 채널 수가 다르면 x를 그대로 더할 수 없어요.
    - 채널 1개에 필터 20개로 basic_block을 불러 보세요.
    - 투영해야 하는 경우는 두 가지예요. 어느 것이 빠졌나요?
    """
    return relu(add(two_convolutions(x, filters, stride), x if stride == 1 else shortcut(x, filters, stride)))


@basic_block.mistake
def projects_for_the_channels_only(basic_block, x, filters, stride=1):
    """Is x projected only where the channels differ?
    With stride 2 the sizes differ, too, however many channels there are.
    - Call basic_block on 12 channels with 12 filters and stride 2.
    - There are two reasons to project. Which one is missing?

    채널 수가 다를 때만 투영하나요?
    스트라이드가 2이면 채널 수와 상관없이 크기가 달라요.
    - 채널 12개에 필터 12개, 스트라이드 2로 basic_block을 불러 보세요.
    - 투영해야 하는 경우는 두 가지예요. 어느 것이 빠졌나요?
    """
    same = x.shape[-1] == filters
    return relu(add(two_convolutions(x, filters, stride), x if same else shortcut(x, filters, stride)))


@basic_block.mistake
def projection_without_bn(basic_block, x, filters, stride=1):
    """Is the projection not normalised?
    Both paths are normalised before they are added.
    - What follows the 1x1 convolution of the shortcut?
    - With 16 channels, 32 filters and stride 2 the block has 14,720 parameters.

    투영에 배치 정규화가 없나요?
    두 경로를 모두 정규화한 다음 더해요.
    - 지름길의 1x1 합성곱 다음에는 무엇이 오나요?
    - 채널 16개, 필터 32개, 스트라이드 2이면 블록의 매개변수는 14,720개예요.
    """
    fits = stride == 1 and x.shape[-1] == filters
    return relu(add(two_convolutions(x, filters, stride), x if fits else wide(x, filters, 1, stride)))


@basic_block.mistake
def projection_with_relu(basic_block, x, filters, stride=1):
    """Does the projection end with a ReLU?
    The shortcut stays linear.
    - Which layers stand on the shortcut of the table?
    - If a helper adds ReLU every time, it is one too many here.

    투영이 ReLU로 끝나나요?
    지름길은 선형으로 남아요.
    - 표에서 지름길에는 어떤 층이 있나요?
    - 보조 함수가 늘 ReLU를 붙인다면 여기서는 하나가 더 붙은 거예요.
    """
    fits = stride == 1 and x.shape[-1] == filters
    return relu(add(two_convolutions(x, filters, stride), x if fits else relu(shortcut(x, filters, stride))))


@basic_block.mistake
def stride_in_the_second(basic_block, x, filters, stride=1):
    """Does the second convolution have the stride?
    Then the first one works on four times as many pixels as it should.
    - Which of the two comes first in the table?
    - The first convolution and the projection have the stride.

    두 번째 합성곱에 스트라이드가 있나요?
    그러면 첫 번째 합성곱이 네 배나 많은 픽셀을 계산해요.
    - 표에서 스트라이드가 있는 것은 몇 번째 합성곱인가요?
    - 첫 번째 합성곱과 투영에 스트라이드가 있어요.
    """
    y = normal(relu(normal(x, filters, 3)), filters, 3, stride)
    return relu(add(y, shortcut(x, filters, stride)))


@basic_block.mistake
def stride_ignored(basic_block, x, filters, stride=1):
    """Does the map keep its size whatever the stride is?
    With stride 2 it becomes half as high and half as wide.
    - Where in your function does stride occur?
    - Two layers need it.

    스트라이드가 얼마든 특징맵의 크기가 그대로인가요?
    스트라이드가 2이면 높이와 너비가 절반이 돼요.
    - 함수 어디에서 stride를 쓰고 있나요?
    - 두 층에 필요해요.
    """
    return basic_block(x, filters, 1)


@basic_block.mistake
def pads_on_all_sides(basic_block, x, filters, stride=1):
    """Do you pad one pixel on each side by hand?
    With stride 2, padding 'same' pads below and right only, and your windows lie one pixel off.
    - PyTorch pads like this. Which padding does the table ask for?
    - Leave ZeroPadding2D out.

    사방에 한 픽셀씩 직접 패딩하나요?
    스트라이드가 2일 때 'same'은 크기에 따라 아래와 오른쪽에만 패딩해서, 창의 위치가 한 픽셀 달라져요.
    - PyTorch가 이렇게 패딩해요. 표에는 어느 패딩이라고 적혀 있나요?
    - ZeroPadding2D를 빼 보세요.
    """
    padded = layers.ZeroPadding2D(1)(x)
    y = layers.Conv2D(filters, 3, strides=stride, use_bias=False)(padded)
    y = normal(relu(layers.BatchNormalization()(y)), filters, 3)
    return relu(add(y, shortcut(x, filters, stride)))


@basic_block.mistake
def one_convolution(basic_block, x, filters, stride=1):
    """Is there only one convolution on the main path?
    The basic block has two 3x3 convolutions: 6n + 2 counts on it.
    - Count the layers of resnet_cifar(3).
    - After the first ReLU comes another convolution.

    주 경로에 합성곱이 하나뿐인가요?
    기본 블록에는 3x3 합성곱이 두 개 있어요. 6n + 2도 그렇게 세요.
    - resnet_cifar(3)의 층을 세어 보세요.
    - 첫 번째 ReLU 뒤에 합성곱이 하나 더 와요.
    """
    return relu(add(normal(x, filters, 3, stride), shortcut(x, filters, stride)))


@basic_block.mistake
def without_normalisation(basic_block, x, filters, stride=1):
    """Is there no BatchNormalization?
    There is one after every convolution.
    - Count convolutions and normalisations.
    - Convolve, normalise, activate.

    배치 정규화가 없나요?
    모든 합성곱 뒤에 하나씩 있어야 해요.
    - 합성곱과 배치 정규화의 수를 세어 보세요.
    - 합성곱, 정규화, 활성화 순서예요.
    """
    fits = stride == 1 and x.shape[-1] == filters
    y = wide(relu(wide(x, filters, 3, stride)), filters, 3)
    return relu(add(y, x if fits else wide(x, filters, 1, stride)))


resnet50 = ModelCheck(
    worth={"output_shape": 1, "parameters": 3, "wiring": 3, "normalisation": 1, "activation": 1, "strides_padding": 2}
    | {"head": 1},
    calls=[(), ((64, 96, 3), 5)],  # not square: an average over 7x7 fits only the first
    public=[((64, 64, 3), 10)],
)


def large_stem(x):
    x = layers.Conv2D(64, 7, strides=2, use_bias=False)(layers.ZeroPadding2D(3)(x))
    return relu(layers.BatchNormalization()(x))


def smaller(x):
    return layers.MaxPooling2D(3, strides=2)(layers.ZeroPadding2D(1)(x))


def projecting(x, filters, stride):
    return relu(add(bottleneck(x, filters, stride), projected(x, filters, stride)))


def stages(x, repeats=(3, 4, 6, 3), strides=(1, 2, 2, 2), *, first=projecting, expansion=4):
    for stage, (repeat, stride) in enumerate(zip(repeats, strides, strict=True)):
        f = 64 * 2**stage
        x = first(x, (f, f, expansion * f), stride)
        for _ in range(repeat - 1):
            x = relu(add(bottleneck(x, (f, f, expansion * f)), x))
    return x


def classified(x, classes, *, last="softmax"):
    return layers.Dense(classes, activation=last)(layers.GlobalAveragePooling2D()(x))


@resnet50.mistake
def one_block_too_many(resnet50, input_shape=(224, 224, 3), classes=1000):
    """Does every stage have one block too many?
    3, 4, 6 and 3 count the projection blocks as well: that leaves 2, 3, 5 and 2 identity blocks.
    - Count the convolutions of one stage: the first has 9 on its main paths.
    - How many times does your loop run after the projection block?

    스테이지마다 블록이 하나씩 많은가요?
    3, 4, 6, 3은 투영 블록까지 센 숫자예요. 항등 블록은 2, 3, 5, 2개예요.
    - 스테이지 하나의 합성곱을 세어 보세요. 첫 스테이지의 주 경로에는 9개가 있어요.
    - 투영 블록 다음에 반복문이 몇 번 도나요?
    """
    inputs = keras.Input(input_shape)
    x = stages(smaller(large_stem(inputs)), (4, 5, 7, 4))
    return keras.Model(inputs, classified(x, classes))


@resnet50.mistake
def resnet_101(resnet50, input_shape=(224, 224, 3), classes=1000):
    """Does the third stage have 23 blocks?
    That is ResNet-101. ResNet-50 has 3, 4, 6 and 3.
    - Which column of the paper's table 1 did you read?
    - 1 + 3 x (3 + 4 + 6 + 3) + 1 = 50.

    세 번째 스테이지에 블록이 23개인가요?
    그것은 ResNet-101이에요. ResNet-50은 3, 4, 6, 3개예요.
    - 논문의 표 1에서 어느 열을 읽었나요?
    - 1 + 3 x (3 + 4 + 6 + 3) + 1 = 50이에요.
    """
    inputs = keras.Input(input_shape)
    x = stages(smaller(large_stem(inputs)), (3, 4, 23, 3))
    return keras.Model(inputs, classified(x, classes))


@resnet50.mistake
def basic_blocks(resnet50, input_shape=(224, 224, 3), classes=1000):
    """Are these the blocks of two 3x3 convolutions?
    3, 4, 6 and 3 of them make ResNet-34. From 50 layers on the blocks are bottlenecks.
    - How many convolutions has each of your blocks?
    - Use projection_block and identity_block.

    3x3 합성곱 두 개로 된 블록을 썼나요?
    그 블록을 3, 4, 6, 3개 쌓으면 ResNet-34예요. 50층부터는 병목 블록을 써요.
    - 블록마다 합성곱이 몇 개씩 있나요?
    - projection_block과 identity_block을 쓰세요.
    """
    x = inputs = keras.Input(input_shape)
    x = smaller(large_stem(x))
    for filters, repeat in ((64, 3), (128, 4), (256, 6), (512, 3)):
        for block in range(repeat):
            x = basic(x, filters, 2 if filters > 64 and block == 0 else 1)
    return keras.Model(inputs, classified(x, classes))


@resnet50.mistake
def first_stage_halves(resnet50, input_shape=(224, 224, 3), classes=1000):
    """Does the first stage halve the map?
    The max pooling has already done so: the first projection block has stride 1.
    - How large is the map after the first stage? 56x56?
    - projection_block has stride 2 if you do not say otherwise.

    첫 스테이지에서도 크기가 절반이 되나요?
    최대 풀링이 이미 줄였으니 첫 투영 블록의 스트라이드는 1이에요.
    - 첫 스테이지 뒤의 특징맵이 56x56인가요?
    - 따로 적지 않으면 projection_block의 스트라이드는 2예요.
    """
    inputs = keras.Input(input_shape)
    x = stages(smaller(large_stem(inputs)), strides=(2, 2, 2, 2))
    return keras.Model(inputs, classified(x, classes))


@resnet50.mistake
def no_stem_pool(resnet50, input_shape=(224, 224, 3), classes=1000):
    """Is the max pooling of the stem missing?
    The first stage works on 56x56 pixels, not on 112x112.
    - What comes between the first ReLU and the first block?
    - It costs no parameter, so the total cannot show it.

    줄기의 최대 풀링이 빠졌나요?
    첫 스테이지는 112x112가 아니라 56x56픽셀을 다뤄요.
    - 첫 번째 ReLU와 첫 번째 블록 사이에는 무엇이 있나요?
    - 풀링에는 매개변수가 없어서, 빠져도 매개변수 수는 맞아요.
    """
    inputs = keras.Input(input_shape)
    return keras.Model(inputs, classified(stages(large_stem(inputs)), classes))


@resnet50.mistake
def same_in_the_stem(resnet50, input_shape=(224, 224, 3), classes=1000):
    """Do the stem's convolution and pooling have padding 'same'?
    With stride 2 it pads less above and left than below and right. The paper pads both sides equally.
    - How many pixels does 'same' add to 224 for a window of 7 with stride 2?
    - Use ZeroPadding2D(3) and ZeroPadding2D(1).

    줄기의 합성곱과 풀링에 패딩 'same'을 썼나요?
    스트라이드가 2이면 'same'은 위와 왼쪽보다 아래와 오른쪽에 더 많이 패딩해요. 논문은 양쪽에 똑같이 패딩해요.
    - 224픽셀에 크기 7, 스트라이드 2이면 'same'은 모두 몇 픽셀을 붙이나요?
    - ZeroPadding2D(3)과 ZeroPadding2D(1)을 쓰세요.
    """
    inputs = keras.Input(input_shape)
    x = max3(relu(normal(inputs, 64, 7, 2)), 2)
    return keras.Model(inputs, classified(stages(x), classes))


@resnet50.mistake
def same_in_the_first_convolution(resnet50, input_shape=(224, 224, 3), classes=1000):
    """Does the 7x7 convolution have padding 'same'?
    With stride 2, Keras adds 2 pixels above and 3 below. The paper adds 3 on each side.
    - The size is right, but the windows lie one pixel off.
    - Use ZeroPadding2D(3), and then no padding.

    7x7 합성곱에 패딩 'same'을 썼나요?
    스트라이드가 2이면 Keras는 위에 2픽셀, 아래에 3픽셀을 붙여요. 논문은 양쪽에 3픽셀씩 붙여요.
    - 크기는 맞지만 창의 위치가 한 픽셀 달라요.
    - ZeroPadding2D(3) 다음에 패딩 없이 합성곱을 하세요.
    """
    inputs = keras.Input(input_shape)
    return keras.Model(inputs, classified(stages(smaller(relu(normal(inputs, 64, 7, 2)))), classes))


@resnet50.mistake
def same_in_the_first_pooling(resnet50, input_shape=(224, 224, 3), classes=1000):
    """Does the pooling of the stem have padding 'same'?
    On 112 pixels with stride 2, it adds one pixel below and none above.
    - The size is right, but the windows lie one pixel off.
    - Use ZeroPadding2D(1), and then no padding.

    줄기의 풀링에 패딩 'same'을 썼나요?
    112픽셀에 스트라이드가 2이면 아래에만 1픽셀을 붙이고 위에는 붙이지 않아요.
    - 크기는 맞지만 창의 위치가 한 픽셀 달라요.
    - ZeroPadding2D(1) 다음에 패딩 없이 풀링하세요.
    """
    inputs = keras.Input(input_shape)
    return keras.Model(inputs, classified(stages(max3(large_stem(inputs), 2)), classes))


@resnet50.mistake
def stem_not_normalised(resnet50, input_shape=(224, 224, 3), classes=1000):
    """Is the first convolution not normalised?
    In ResNet every convolution is followed by BatchNormalization, the first one too.
    - Which layer reads your 7x7 convolution?
    - Convolve, normalise, activate, pool.

    첫 번째 합성곱에 배치 정규화가 없나요?
    ResNet에서는 첫 번째를 포함해 모든 합성곱 뒤에 배치 정규화가 와요.
    - 7x7 합성곱의 출력을 읽는 층은 무엇인가요?
    - 합성곱, 정규화, 활성화, 풀링 순서예요.
    """
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(64, 7, strides=2, use_bias=False)(layers.ZeroPadding2D(3)(inputs))
    return keras.Model(inputs, classified(stages(smaller(relu(x))), classes))


@resnet50.mistake
def strides_in_the_3x3(resnet50, input_shape=(224, 224, 3), classes=1000):
    """Do the 3x3 convolutions have the strides?
    That is PyTorch's "v1.5". In the paper and in keras.applications the first 1x1 convolution has the stride.
    - Has projection_block full marks?
    - The rest of the network is right.

    3x3 합성곱에 스트라이드가 있나요?
    그것은 PyTorch의 "v1.5"예요. 논문과 keras.applications에서는 첫 번째 1x1 합성곱에 스트라이드가 있어요.
    - projection_block은 만점을 받았나요?
    - 신경망의 나머지는 맞아요.
    """

    def later(x, filters, stride):
        f1, f2, f3 = filters
        y = normal(relu(normal(relu(normal(x, f1)), f2, 3, stride)), f3)
        return relu(add(y, projected(x, filters, stride)))

    inputs = keras.Input(input_shape)
    return keras.Model(inputs, classified(stages(smaller(large_stem(inputs)), first=later), classes))


@resnet50.mistake
def no_expansion(resnet50, input_shape=(224, 224, 3), classes=1000):
    """Do the blocks end as thin as they are inside?
    The last 1x1 convolution has four times as many filters: (64, 64, 256).
    - How many numbers remain after the global average? 2048?
    - The third number of each triple is 4 times the first.

    블록의 끝이 안쪽만큼 얇은가요?
    마지막 1x1 합성곱은 필터가 네 배예요. (64, 64, 256)처럼요.
    - 전역 평균 풀링 뒤에 숫자가 2048개 남나요?
    - 세 숫자 가운데 마지막은 첫 번째의 네 배예요.
    """
    inputs = keras.Input(input_shape)
    return keras.Model(inputs, classified(stages(smaller(large_stem(inputs)), expansion=1), classes))


@resnet50.mistake
def flattens_the_last_map(resnet50, input_shape=(224, 224, 3), classes=1000):
    """Is the last map flattened?
    7 x 7 x 2048 numbers instead of 2048 make 98 million weights more.
    - How many parameters has your last Dense layer? 2,049,000?
    - What averages each map as a whole?

    마지막 특징맵을 펼쳤나요?
    숫자가 2048개가 아니라 7 x 7 x 2048개가 되어 가중치가 9800만 개쯤 늘어요.
    - 마지막 Dense 층의 매개변수가 2,049,000개인가요?
    - 특징맵을 한 장씩 통째로 평균하는 층은 무엇일까요?
    """
    inputs = keras.Input(input_shape)
    x = layers.Flatten()(stages(smaller(large_stem(inputs))))
    return keras.Model(inputs, layers.Dense(classes, activation="softmax")(x))


@resnet50.mistake
def ends_with_scores(resnet50, input_shape=(224, 224, 3), classes=1000):
    """Is there no softmax at the end?
    What comes out are scores, not probabilities.
    - Do the outputs add up to 1?
    - Which activation does the last Dense layer need?

    끝에 소프트맥스가 없나요?
    확률이 아니라 점수가 나오고 있어요.
    - 출력을 모두 더하면 1이 되나요?
    - 마지막 Dense 층에는 어떤 활성화 함수가 필요할까요?
    """
    inputs = keras.Input(input_shape)
    return keras.Model(inputs, classified(stages(smaller(large_stem(inputs))), classes, last=None))


@resnet50.mistake
def a_dense_layer_too_many(resnet50, input_shape=(224, 224, 3), classes=1000):
    """Is there another Dense layer before the last one?
    ResNet decides from 2048 averages at once; the large Dense layers went out with VGG.
    - How many layers with weights come after the last block?
    - Global average, then a single Dense layer.

    마지막 Dense 층 앞에 Dense 층이 또 있나요?
    ResNet은 평균 2048개로 바로 판단해요. 커다란 Dense 층은 VGG를 끝으로 쓰이지 않게 됐어요.
    - 마지막 블록 뒤에 가중치가 있는 층은 몇 개인가요?
    - 전역 평균 풀링 다음에 Dense 층 하나예요.
    """
    inputs = keras.Input(input_shape)
    x = layers.GlobalAveragePooling2D()(stages(smaller(large_stem(inputs))))
    x = layers.Dense(1024, activation="relu")(x)
    return keras.Model(inputs, layers.Dense(classes, activation="softmax")(x))


def small_stem(x):
    return relu(normal(x, 16, 3))


def small_stages(x, n, *, block=basic, widths=(16, 32, 64), strides=(1, 2, 2)):
    for filters, stride in zip(widths, strides, strict=True):
        for i in range(n):
            x = block(x, filters, stride if i == 0 else 1)
    return x


def plain(n, input_shape=(32, 32, 3), classes=10):
    """The same network without shortcuts, for the degradation experiment."""

    def stacked(x, filters, stride):
        return relu(two_convolutions(x, filters, stride))

    inputs = keras.Input(input_shape)
    return keras.Model(inputs, classified(small_stages(small_stem(inputs), n, block=stacked), classes))


resnet_cifar = ModelCheck(
    worth={"output_shape": 1, "parameters": 3, "wiring": 3, "normalisation": 1, "activation": 1, "strides_padding": 2}
    | {"head": 1},
    calls=[(3,), (1, (24, 40, 1), 4)],
    public=[(1,), (2, (16, 16, 1), 4)],
    trained=Trained(recipe="resnet_colour_fashion", points=10, args=(3,), beside={"plain": plain}),
)


@resnet_cifar.mistake
def stride_in_first_stage(resnet_cifar, n, input_shape=(32, 32, 3), classes=10):
    """Does the first stage halve the map?
    It keeps 32x32; only the second and the third stage have stride 2 in their first block.
    - Which stages halve? Print the shape after each.
    - The last map is 8x8, not 4x4.

    첫 스테이지에서도 크기가 절반이 되나요?
    첫 스테이지는 32x32를 유지해요. 두 번째와 세 번째 스테이지의 첫 블록만 스트라이드가 2예요.
    - 어느 스테이지에서 절반이 되나요? 스테이지마다 모양을 출력해 보세요.
    - 마지막 특징맵은 4x4가 아니라 8x8이에요.
    """
    inputs = keras.Input(input_shape)
    x = small_stages(small_stem(inputs), n, strides=(2, 2, 2))
    return keras.Model(inputs, classified(x, classes))


@resnet_cifar.mistake
def maxpool_stem(resnet_cifar, n, input_shape=(32, 32, 3), classes=10):
    """Is this the stem of ResNet-50?
    A 7x7 convolution with stride 2 and a max pooling leave 8 of 32 pixels before the first block.
    - How large is the map after your stem?
    - On small images the stem is one 3x3 convolution with stride 1.

    ResNet-50의 줄기를 썼나요?
    스트라이드 2인 7x7 합성곱과 최대 풀링을 지나면 첫 블록에 닿기도 전에 32픽셀이 8픽셀이 돼요.
    - 줄기 뒤의 특징맵은 몇 x 몇인가요?
    - 작은 이미지에서는 스트라이드 1인 3x3 합성곱 하나가 줄기예요.
    """
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(16, 7, strides=2, use_bias=False)(layers.ZeroPadding2D(3)(inputs))
    x = smaller(relu(layers.BatchNormalization()(x)))
    return keras.Model(inputs, classified(small_stages(x, n), classes))


@resnet_cifar.mistake
def pools_after_the_stem(resnet_cifar, n, input_shape=(32, 32, 3), classes=10):
    """Is there a max pooling before the first block?
    The first stage works on all 32x32 pixels.
    - Which layer comes between the first ReLU and the first block?
    - In the table there is none.

    첫 블록 앞에 최대 풀링이 있나요?
    첫 스테이지는 32x32픽셀을 모두 다뤄요.
    - 첫 번째 ReLU와 첫 번째 블록 사이에 어떤 층이 있나요?
    - 표에는 아무것도 없어요.
    """
    inputs = keras.Input(input_shape)
    return keras.Model(inputs, classified(small_stages(max3(small_stem(inputs), 2), n), classes))


@resnet_cifar.mistake
def blocks_per_stage(resnet_cifar, n, input_shape=(32, 32, 3), classes=10):
    """Are there 2n blocks in each stage?
    2n counts convolutions, and a block has two of them: n blocks.
    - Count the layers for n = 3: 1 + 3 x 3 x 2 + 1 = 20.
    - How many times does your inner loop run?

    스테이지마다 블록이 2n개인가요?
    2n은 합성곱의 수예요. 블록 하나에 합성곱이 두 개 있으니 블록은 n개예요.
    - n = 3일 때 층을 세어 보세요. 1 + 3 x 3 x 2 + 1 = 20이에요.
    - 안쪽 반복문이 몇 번 도나요?
    """
    inputs = keras.Input(input_shape)
    return keras.Model(inputs, classified(small_stages(small_stem(inputs), 2 * n), classes))


@resnet_cifar.mistake
def n_more_blocks(resnet_cifar, n, input_shape=(32, 32, 3), classes=10):
    """Does every stage have one block too many?
    The first block of a stage counts among the n.
    - How many blocks does resnet_cifar(1) have? Three in all.
    - After the first block, n - 1 are left.

    스테이지마다 블록이 하나씩 많은가요?
    스테이지의 첫 블록도 n개에 들어가요.
    - resnet_cifar(1)에는 블록이 몇 개 있나요? 모두 세 개여야 해요.
    - 첫 블록 다음에는 n - 1개가 남아요.
    """
    inputs = keras.Input(input_shape)
    return keras.Model(inputs, classified(small_stages(small_stem(inputs), n + 1), classes))


@resnet_cifar.mistake
def always_20_layers(resnet_cifar, n, input_shape=(32, 32, 3), classes=10):
    """Are there three blocks in a stage whatever n is?
    resnet_cifar(1) has 8 layers, resnet_cifar(9) has 56.
    - Where in your function does n occur?
    - Compare the parameters of resnet_cifar(1) and resnet_cifar(3).

    n이 얼마든 스테이지에 블록이 세 개인가요?
    resnet_cifar(1)은 8층, resnet_cifar(9)는 56층이에요.
    - 함수 어디에서 n을 쓰고 있나요?
    - resnet_cifar(1)과 resnet_cifar(3)의 매개변수 수를 비교해 보세요.
    """
    return resnet_cifar(3, input_shape, classes)


@resnet_cifar.mistake
def no_shortcuts(resnet_cifar, n, input_shape=(32, 32, 3), classes=10):
    """Are there no shortcuts?
    This is the plain network of the experiment, which yours is compared with.
    - Has basic_block full marks?
    - Look for the layer that adds.

    지름길이 없나요?
    이것은 실험에서 비교 상대가 되는, 지름길 없는 신경망이에요.
    - basic_block은 만점을 받았나요?
    - 더하는 층이 어디에 있는지 찾아보세요.
    """
    return plain(n, input_shape, classes)


@resnet_cifar.mistake
def widths_of_imagenet(resnet_cifar, n, input_shape=(32, 32, 3), classes=10):
    """Are there 64, 128 and 256 filters?
    For small images there are 16, 32 and 64: 274,042 parameters with n = 3.
    - How many filters does the first convolution have?
    - 64 is the width of the last stage, not of the first.

    필터가 64, 128, 256개인가요?
    작은 이미지에서는 16, 32, 64개예요. n = 3이면 매개변수가 274,042개예요.
    - 첫 번째 합성곱의 필터는 몇 개인가요?
    - 64는 첫 스테이지가 아니라 마지막 스테이지의 필터 수예요.
    """
    inputs = keras.Input(input_shape)
    x = small_stages(relu(normal(inputs, 64, 3)), n, widths=(64, 128, 256))
    return keras.Model(inputs, classified(x, classes))


@resnet_cifar.mistake
def four_stages(resnet_cifar, n, input_shape=(32, 32, 3), classes=10):
    """Is there a fourth stage?
    Small images have three: 32, 16 and 8 pixels.
    - How large is the map that you average? 8x8?
    - 6n + 2 is three stages of 2n convolutions, and two more layers.

    네 번째 스테이지가 있나요?
    작은 이미지에서는 32, 16, 8픽셀로 세 개뿐이에요.
    - 평균하는 특징맵이 8x8인가요?
    - 6n + 2는 합성곱 2n개짜리 스테이지 세 개에 두 층을 더한 거예요.
    """
    inputs = keras.Input(input_shape)
    x = small_stages(small_stem(inputs), n, widths=(16, 32, 64, 128), strides=(1, 2, 2, 2))
    return keras.Model(inputs, classified(x, classes))


@resnet_cifar.mistake
def flattens(resnet_cifar, n, input_shape=(32, 32, 3), classes=10):
    """Is the last map flattened?
    The total of 274,042 is only reached with an average of each map.
    - How many parameters has your last Dense layer? 650?
    - 64 numbers are left after the average.

    마지막 특징맵을 펼쳤나요?
    특징맵을 한 장씩 평균해야 매개변수 수가 274,042개가 돼요.
    - 마지막 Dense 층의 매개변수가 650개인가요?
    - 평균하고 나면 숫자 64개가 남아요.
    """
    inputs = keras.Input(input_shape)
    x = layers.Flatten()(small_stages(small_stem(inputs), n))
    return keras.Model(inputs, layers.Dense(classes, activation="softmax")(x))


@resnet_cifar.mistake
def takes_the_largest(resnet_cifar, n, input_shape=(32, 32, 3), classes=10):
    """Is it a global max pooling?
    ResNet averages each map as a whole.
    - Which pooling does the table name?
    - Look for GlobalMaxPooling2D.

    전역 최대 풀링을 썼나요?
    ResNet은 특징맵을 한 장씩 통째로 평균해요.
    - 표에는 어느 풀링이라고 적혀 있나요?
    - GlobalMaxPooling2D를 쓴 곳을 찾아보세요.
    """
    inputs = keras.Input(input_shape)
    x = layers.GlobalMaxPooling2D()(small_stages(small_stem(inputs), n))
    return keras.Model(inputs, layers.Dense(classes, activation="softmax")(x))


@resnet_cifar.mistake
def hands_on_scores(resnet_cifar, n, input_shape=(32, 32, 3), classes=10):
    """Is there no softmax at the end?
    What comes out are scores, not probabilities.
    - Do the outputs add up to 1?
    - Which activation does the last Dense layer need?

    끝에 소프트맥스가 없나요?
    확률이 아니라 점수가 나오고 있어요.
    - 출력을 모두 더하면 1이 되나요?
    - 마지막 Dense 층에는 어떤 활성화 함수가 필요할까요?
    """
    inputs = keras.Input(input_shape)
    return keras.Model(inputs, classified(small_stages(small_stem(inputs), n), classes, last=None))


@resnet_cifar.mistake
def bare_stem(resnet_cifar, n, input_shape=(32, 32, 3), classes=10):
    """Is the first convolution followed by neither BatchNormalization nor ReLU?
    The stem is a convolution like all others: convolve, normalise, activate.
    - What does the first block read?
    - Two lines of the table come before stage 1.

    첫 번째 합성곱 뒤에 배치 정규화도 ReLU도 없나요?
    줄기도 다른 합성곱과 같아요. 합성곱, 정규화, 활성화 순서예요.
    - 첫 번째 블록은 무엇을 읽나요?
    - 표에서 스테이지 1 앞에는 입력 말고 두 줄이 있어요.
    """
    inputs = keras.Input(input_shape)
    return keras.Model(inputs, classified(small_stages(wide(inputs, 16, 3), n), classes))


@resnet_cifar.mistake
def projects_in_every_block(resnet_cifar, n, input_shape=(32, 32, 3), classes=10):
    """Is x projected in every block?
    Only two blocks need it, the first of the second and of the third stage.
    - Has basic_block full marks?
    - The paper calls this option C: it hardly helps, and costs parameters.

    모든 블록에서 x를 투영하나요?
    투영이 필요한 블록은 두 번째와 세 번째 스테이지의 첫 블록, 두 개뿐이에요.
    - basic_block은 만점을 받았나요?
    - 논문에서는 이것을 옵션 C라고 불러요. 매개변수만 늘고 효과는 거의 없어요.
    """

    def projecting_block(x, filters, stride):
        return relu(add(two_convolutions(x, filters, stride), normal(x, filters, 1, stride)))

    inputs = keras.Input(input_shape)
    return keras.Model(inputs, classified(small_stages(small_stem(inputs), n, block=projecting_block), classes))
