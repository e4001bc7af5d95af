# %% [markdown] lang="en" builds_on=["a02_sizes.layer_table", "a03_convolution.conv_relu", "a04_pooling.max_pool"]
# # From LeNet to VGG: sixteen years in seven functions
#
# Every year from 2010 on, teams from all over the world taught their programs 1,000 kinds of things (120 of them
# breeds of dogs) with 1.2 million photographs, and counted how often the right answer was *not even among the first
# five*.
#
# ![Top-5 errors: 28.2, 25.8, 16.4, 11.7, 7.3, 6.67, 3.57 percent from 2010 to 2015; people 5.1](images/ilsvrc.png)
#
# | year | who | top-5 error | how deep |
# |---|---|---|---|
# | 2010 | NEC-UIUC, features made by hand | 28.2 % | |
# | 2011 | XRCE, features made by hand | 25.8 % | |
# | 2012 | **AlexNet** | 16.4 % (15.3 % with more photographs) | 8 |
# | 2013 | Clarifai, with networks like **ZFNet** (the ZFNet paper itself: 14.8 %) | 11.7 % | 8 |
# | 2014 | **VGG** | 7.3 % | 19 |
# | 2014 | GoogLeNet | 6.67 % | 22 |
# | 2015 | ResNet | 3.57 % | 152 |
# | | a person who trained for it | about 5.1 % | |
#
# Sources: Russakovsky et al., ImageNet Large Scale Visual Recognition Challenge, arXiv:1409.0575 (the challenge, and
# the person); Krizhevsky et al. (2012); Zeiler and Fergus, arXiv:1311.2901; Simonyan and Zisserman, arXiv:1409.1556;
# Szegedy et al., arXiv:1409.4842; He et al., arXiv:1512.03385. The numbers of the networks are those of several
# networks that vote together.
#
# Here you build the networks up to 2014, and LeNet-5 of 1998, with which it all began. GoogLeNet and ResNet are the
# next assignment.
#
# | function | what it builds | parameters |
# |---|---|---|
# | `lenet5` | reads digits, 1998 | 61,706 |
# | `alexnet` | ReLU, dropout, overlapping pooling, two graphics cards, 2012 | 62,378,344 |
# | `zfnet` | AlexNet with a finer first layer, 2013 | 62,357,608 |
# | `vgg_block` | a few small filters, then a pooling | |
# | `vgg16`, `vgg19` | nothing but such blocks, 2014 | 138,357,544 and 143,667,240 |
# | `small_vgg` | a VGG that your own computer can train | 467,818 |
#
# **What is compared** is your network as a drawing: which layer reads which, and with which arguments. How you write
# it is up to you: loops, helper functions, `keras.Sequential`, an `activation=` argument or an `Activation` layer,
# any names. Only subclasses of `keras.Model` and `Lambda` layers cannot be read from outside.
#
# **Use the arguments.** Your functions are also called with images of other sizes, and other numbers of classes.
# Sizes in the tables are `height x width x channels`, as Keras counts them (channels last).

# %% [markdown] lang="ko"
# # LeNet에서 VGG까지: 함수 일곱 개로 보는 16년
#
# 2010년부터 해마다 세계 곳곳의 팀이 사진 120만 장으로 1,000가지 사물(그중 120가지는 개 품종이에요)을 구별하도록
# 프로그램을 학습시키고, 정답이 *상위 다섯 개 안에도 들지 못한* 비율을 겨뤘어요.
#
# ![2010~2015년의 top-5 오류율. 28.2, 25.8, 16.4, 11.7, 7.3, 6.67, 3.57퍼센트. 사람은 5.1퍼센트](images/ilsvrc.png)
#
# | 연도 | 모델 | top-5 오류율 | 깊이 |
# |---|---|---|---|
# | 2010 | NEC-UIUC, 손으로 설계한 특징 | 28.2% | |
# | 2011 | XRCE, 손으로 설계한 특징 | 25.8% | |
# | 2012 | **AlexNet** | 16.4% (사진을 더 쓰면 15.3%) | 8 |
# | 2013 | Clarifai, **ZFNet** 계열 신경망 (ZFNet 논문의 수치는 14.8%) | 11.7% | 8 |
# | 2014 | **VGG** | 7.3% | 19 |
# | 2014 | GoogLeNet | 6.67% | 22 |
# | 2015 | ResNet | 3.57% | 152 |
# | | 연습을 거친 사람 | 약 5.1% | |
#
# 출처: Russakovsky 외, ImageNet Large Scale Visual Recognition Challenge, arXiv:1409.0575(대회 결과와 사람의 오류율),
# Krizhevsky 외(2012), Zeiler와 Fergus, arXiv:1311.2901, Simonyan과 Zisserman, arXiv:1409.1556, Szegedy 외,
# arXiv:1409.4842, He 외, arXiv:1512.03385. 신경망의 오류율은 모두 여러 신경망의 예측을 모아서 얻은 값이에요.
#
# 이번 과제에서는 1998년의 LeNet-5부터 2014년의 VGG까지 직접 만들어요. GoogLeNet과 ResNet은 다음 과제에서 다뤄요.
#
# | 함수 | 만드는 것 | 매개변수 |
# |---|---|---|
# | `lenet5` | 손글씨 숫자를 읽는 신경망, 1998 | 61,706 |
# | `alexnet` | ReLU, 드롭아웃, 겹치는 풀링, GPU 두 장, 2012 | 62,378,344 |
# | `zfnet` | 첫 층을 더 촘촘하게 바꾼 AlexNet, 2013 | 62,357,608 |
# | `vgg_block` | 작은 필터 몇 층과 풀링 하나 | |
# | `vgg16`, `vgg19` | 이 블록만으로 쌓은 신경망, 2014 | 138,357,544와 143,667,240 |
# | `small_vgg` | 내 컴퓨터로도 학습할 수 있는 VGG | 467,818 |
#
# **채점할 때 비교하는 것은** 신경망의 그림이에요. 어느 층이 어느 층의 출력을 읽는지, 인수가 무엇인지를 봐요. 작성하는
# 방식은 자유예요. 반복문, 도우미 함수, `keras.Sequential`, `activation=` 인수나 `Activation` 층, 어떤 이름이든
# 괜찮아요. 다만 `keras.Model`을 상속한 클래스와 `Lambda` 층은 밖에서 읽을 수 없어요.
#
# **인수를 꼭 쓰세요.** 채점할 때는 다른 크기의 이미지와 다른 클래스 수로도 함수를 불러요. 표의 크기는 Keras의 순서대로
# `높이 x 너비 x 채널`이에요(채널이 마지막).

# %%
import keras
from keras import layers

from cnnkit import check, hint

# %% [markdown] lang="en" concepts=["LeNet"]
# ## 1. LeNet-5 (1998)
#
# Yann LeCun's network read the amounts on bank cheques. Look at its shape, because all that follow have it:
# the maps shrink, their number grows, and at the end a few dense layers decide.
#
# ![LeNet-5 as blocks: 28x28x1, 28x28x6, 14x14x6, 10x10x16, 5x5x16, then 400, 120, 84, 10](images/lenet5.png)
#
# | layer | arguments | output | parameters |
# |---|---|---|---|
# | input | | 28x28x1 | |
# | Conv2D | 6 filters 5x5, padding "same", ReLU | 28x28x6 | 5·5·1·6 + 6 = 156 |
# | MaxPooling2D | 2x2, stride 2 | 14x14x6 | 0 |
# | Conv2D | 16 filters 5x5, padding "valid", ReLU | 10x10x16 | 5·5·6·16 + 16 = 2,416 |
# | MaxPooling2D | 2x2, stride 2 | 5x5x16 | 0 |
# | Flatten | | 400 | 0 |
# | Dense | 120, ReLU | 120 | 400·120 + 120 = 48,120 |
# | Dense | 84, ReLU | 84 | 120·84 + 84 = 10,164 |
# | Dense | `classes`, softmax | 10 | 84·10 + 10 = 850 |
# | | | | **61,706** |
#
# Every layer has biases; all poolings of this assignment have padding "valid" where the table says nothing else.
#
# **Why "same" in the first layer and not in the second?** The network of 1998 expected images of 32x32. Ours are
# 28x28, and two zeros on each side make 32 of 28. Without them the maps are 24, 12, 8 and 4 wide, only 256 numbers
# reach the dense layers, and the total is 44,426.
#
# **What was different in 1998.** The activation was a scaled tanh; pooling took an average, with a weight and a bias
# of its own; each map of the second convolution read only some of the six before it (1,516 parameters and not 2,416);
# and the output was not a softmax, but a distance to drawn letters. We write it as everybody does today.
#
# **Your task:** `lenet5`.

# %% [markdown] lang="ko" concepts=["LeNet"]
# ## 1. LeNet-5 (1998)
#
# 얀 르쿤의 이 신경망은 은행 수표에 적힌 금액을 읽었어요. 전체 모양을 눈여겨보세요. 뒤에 나오는 신경망도 모두 이런
# 모양이에요. 특징맵은 점점 작아지고 그 수는 점점 늘어나며, 마지막에 완전연결층 몇 개가 판단을 내려요.
#
# ![LeNet-5의 블록 그림. 28x28x1, 28x28x6, 14x14x6, 10x10x16, 5x5x16, 그다음 400, 120, 84, 10](images/lenet5.png)
#
# | 층 | 인수 | 출력 | 매개변수 |
# |---|---|---|---|
# | 입력 | | 28x28x1 | |
# | Conv2D | 5x5 필터 6개, 패딩 "same", ReLU | 28x28x6 | 5·5·1·6 + 6 = 156 |
# | MaxPooling2D | 2x2, 스트라이드 2 | 14x14x6 | 0 |
# | Conv2D | 5x5 필터 16개, 패딩 "valid", ReLU | 10x10x16 | 5·5·6·16 + 16 = 2,416 |
# | MaxPooling2D | 2x2, 스트라이드 2 | 5x5x16 | 0 |
# | Flatten | | 400 | 0 |
# | Dense | 120, ReLU | 120 | 400·120 + 120 = 48,120 |
# | Dense | 84, ReLU | 84 | 120·84 + 84 = 10,164 |
# | Dense | `classes`, 소프트맥스 | 10 | 84·10 + 10 = 850 |
# | | | | **61,706** |
#
# 모든 층에 편향이 있어요. 이번 과제의 풀링은 표에 따로 적혀 있지 않으면 패딩이 모두 "valid"예요.
#
# **왜 첫 합성곱층만 "same"이고 두 번째는 아닐까요?** 1998년의 신경망은 32x32 이미지를 받았어요. 우리 이미지는
# 28x28이라 양쪽에 0을 두 칸씩 두르면 32가 돼요. 두르지 않으면 특징맵의 너비가 24, 12, 8, 4로 줄어서 완전연결층에 닿는
# 숫자가 256개뿐이고, 매개변수는 모두 44,426개가 돼요.
#
# **1998년에는 무엇이 달랐을까요?** 활성화 함수는 크기를 조절한 tanh였어요. 풀링은 평균이었고 학습하는 가중치와 편향이
# 딸려 있었어요. 두 번째 합성곱층의 특징맵은 앞의 여섯 장 중 일부만 읽었어요(그래서 2,416개가 아니라 1,516개예요).
# 출력도 소프트맥스가 아니라 미리 그려 둔 글자와의 거리였어요. 우리는 요즘 흔히 쓰는 모습으로 작성해요.
#
# **할 일:** `lenet5`를 작성하세요.


# %%
def lenet5(input_shape=(28, 28, 1), classes=10):
    """Build LeNet-5 with ReLU, max pooling and softmax.

    Padding is "same" in the first convolution and "valid" everywhere else. Every layer has biases. Nothing else is
    in it: no dropout, no normalisation.

    Args:
        input_shape: (height, width, channels) of one image.
        classes: how many numbers come out.

    Returns:
        A keras.Model from images (height, width, channels) to probabilities (classes,).

    Source: LeCun, Bottou, Bengio, Haffner, Gradient-based learning applied to document recognition
    (1998), section II.B.

    >>> lenet5().count_params()
    61706
    >>> lenet5(classes=26).output_shape
    (None, 26)
    """
    ### BEGIN SOLUTION
    x = inputs = keras.Input(input_shape)
    x = layers.Conv2D(6, 5, padding="same", activation="relu")(x)  # (28, 28, 6)
    x = layers.MaxPooling2D(2)(x)  # (14, 14, 6)
    x = layers.Conv2D(16, 5, activation="relu")(x)  # (10, 10, 16)
    x = layers.MaxPooling2D(2)(x)  # (5, 5, 16)
    x = layers.Flatten()(x)  # (400,)
    x = layers.Dense(120, activation="relu")(x)  # (120,)
    x = layers.Dense(84, activation="relu")(x)  # (84,)
    x = layers.Dense(classes, activation="softmax")(x)  # (classes,)
    return keras.Model(inputs, x)
    ### END SOLUTION


# %%
check(lenet5)

# %% [markdown] lang="en"
# Stuck? Every `hint` says a little more, and never the answer.

# %% [markdown] lang="ko"
# 막혔나요? `hint`는 부를 때마다 조금씩 더 알려 줘요. 답을 그대로 알려 주지는 않아요.

# %% tags=["demo"]
hint(lenet5)

# %% [markdown] lang="en"
# Keras makes the table of any model. Compare it with the one above, line by line.

# %% [markdown] lang="ko"
# Keras는 어떤 모델이든 표로 보여 줘요. 위의 표와 한 줄씩 비교해 보세요.

# %% tags=["demo"]
lenet5().summary()

# %% [markdown] lang="en" concepts=["AlexNet", "dropout = alexnet/dropout"] worked=["AlexNet, 224 to 6"]
# ## 2. AlexNet (2012)
#
# For fourteen years few people believed in such networks. Then one won the challenge with 16.4 % (15.3 % with more
# photographs); the second had 26.2 %. It is LeNet's plan with a thousand times as many weights. What had changed?
#
# 1. **ReLU.** The slope of tanh at 3 is 0.0099: a signal that goes back through two such units is ten thousand times
#    weaker. The slope of ReLU is 1. A small network of the authors learned six times faster with it.
# 2. **Dropout.** Where 4096 units read 9216 numbers, there is room to learn every photograph by heart. In training,
#    each unit is switched off half of the time, so that none can rely on another.
# 3. **Overlapping pooling.** Windows of 3x3, but 2 apart: 0.3 % fewer errors than windows of 2x2.
# 4. **Two graphics cards**, with 3 GB each. The network did not fit on one, so three of the convolutions were cut in
#    two halves that do not see each other. Ours is one piece.
# 5. Normalisation between neighbouring channels (LRN). VGG found two years later that it does not help. **We leave it
#    out.**
#
# ![ReLU and tanh, and below their slopes: at 3 the slope of tanh is 0.0099, that of ReLU is 1](images/relu.png)
#
# ![AlexNet as blocks: 224, 55, 27, 27, 13, 13, 13, 13, 6, then 9216, 4096, 4096, 1000](images/alexnet.png)
#
# | layer | arguments | output | parameters |
# |---|---|---|---|
# | input | | 224x224x3 | |
# | ZeroPadding2D | 3 on each side | 230x230x3 | 0 |
# | Conv2D | 96 filters 11x11, stride 4, "valid", ReLU | 55x55x96 | 34,944 |
# | MaxPooling2D | 3x3, stride 2 | 27x27x96 | 0 |
# | Conv2D | 256 filters 5x5, "same", ReLU | 27x27x256 | 614,656 |
# | MaxPooling2D | 3x3, stride 2 | 13x13x256 | 0 |
# | Conv2D | 384 filters 3x3, "same", ReLU | 13x13x384 | 885,120 |
# | Conv2D | 384 filters 3x3, "same", ReLU | 13x13x384 | 1,327,488 |
# | Conv2D | 256 filters 3x3, "same", ReLU | 13x13x256 | 884,992 |
# | MaxPooling2D | 3x3, stride 2 | 6x6x256 | 0 |
# | Flatten | | 9216 | 0 |
# | Dense | 4096, ReLU | 4096 | 37,752,832 |
# | Dropout | 0.5 | 4096 | 0 |
# | Dense | 4096, ReLU | 4096 | 16,781,312 |
# | Dropout | 0.5 | 4096 | 0 |
# | Dense | `classes`, softmax | 1000 | 4,097,000 |
# | | | | **62,378,344** |
#
# **224 or 227?** The paper says 224x224, and that the first maps are 55x55. But (224 - 11) / 4 + 1 = 54.25, so without
# padding there would be 54. The notes pad 3: (224 + 6 - 11) / 4 + 1 = 55.75, rounded down 55. So do we. Keras' "same"
# would make ceil(224 / 4) = 56.
#
# The last window ends at 54 · 4 + 11 = 227: three zeros come before the image, and those behind it are never read.
# Where a padding is wrong, the grader therefore names it as "3 above and left, 0 below and right".
#
# **A mistake in the notes.** They say that AlexNet has "about 6 million" weights. It is ten times as many:
# 62,378,344 in one piece, 60,965,224 in two halves; the paper says 60 million.
#
# **Your task:** `alexnet`.

# %% [markdown] lang="ko" concepts=["AlexNet", "드롭아웃"] worked=["AlexNet, 224에서 6까지"]
# ## 2. AlexNet (2012)
#
# 14년 동안은 이런 신경망을 믿는 사람이 많지 않았어요. 그러다 한 신경망이 오류율 16.4%(사진을 더 쓰면 15.3%)로 대회에서
# 우승했어요. 2위는 26.2%였어요. 설계는 LeNet 그대로인데 가중치가 천 배예요. 무엇이 달라졌을까요?
#
# 1. **ReLU.** tanh의 기울기는 3에서 0.0099예요. 이런 유닛을 두 번 거슬러 올라간 신호는 만 분의 1로 약해져요. ReLU의
#    기울기는 1이에요. 저자들의 작은 신경망은 ReLU를 쓰자 여섯 배 빨리 학습했어요.
# 2. **드롭아웃.** 유닛 4096개가 숫자 9216개를 읽으면 사진을 통째로 외울 수 있어요. 그래서 학습할 때 유닛마다 절반의
#    확률로 꺼서, 어떤 유닛도 다른 유닛에만 기대지 못하게 해요.
# 3. **겹치는 풀링.** 3x3 창을 2칸씩 옮겨요. 2x2 창보다 오류가 0.3% 줄었어요.
# 4. **GPU 두 장.** 한 장의 메모리가 3GB라 신경망이 다 들어가지 않았어요. 그래서 합성곱층 세 개를 서로 보지 못하는
#    절반 둘로 나눴어요. 우리는 나누지 않아요.
# 5. 이웃 채널 사이의 정규화(LRN). 2년 뒤 VGG가 효과가 없다는 것을 보였어요. **우리는 쓰지 않아요.**
#
# ![ReLU와 tanh, 그리고 아래는 기울기. 3에서 tanh의 기울기는 0.0099이고 ReLU의 기울기는 1](images/relu.png)
#
# ![AlexNet의 블록 그림. 224, 55, 27, 27, 13, 13, 13, 13, 6, 그다음 9216, 4096, 4096, 1000](images/alexnet.png)
#
# | 층 | 인수 | 출력 | 매개변수 |
# |---|---|---|---|
# | 입력 | | 224x224x3 | |
# | ZeroPadding2D | 사방 3칸 | 230x230x3 | 0 |
# | Conv2D | 11x11 필터 96개, 스트라이드 4, "valid", ReLU | 55x55x96 | 34,944 |
# | MaxPooling2D | 3x3, 스트라이드 2 | 27x27x96 | 0 |
# | Conv2D | 5x5 필터 256개, "same", ReLU | 27x27x256 | 614,656 |
# | MaxPooling2D | 3x3, 스트라이드 2 | 13x13x256 | 0 |
# | Conv2D | 3x3 필터 384개, "same", ReLU | 13x13x384 | 885,120 |
# | Conv2D | 3x3 필터 384개, "same", ReLU | 13x13x384 | 1,327,488 |
# | Conv2D | 3x3 필터 256개, "same", ReLU | 13x13x256 | 884,992 |
# | MaxPooling2D | 3x3, 스트라이드 2 | 6x6x256 | 0 |
# | Flatten | | 9216 | 0 |
# | Dense | 4096, ReLU | 4096 | 37,752,832 |
# | Dropout | 0.5 | 4096 | 0 |
# | Dense | 4096, ReLU | 4096 | 16,781,312 |
# | Dropout | 0.5 | 4096 | 0 |
# | Dense | `classes`, 소프트맥스 | 1000 | 4,097,000 |
# | | | | **62,378,344** |
#
# **224일까요, 227일까요?** 논문은 입력이 224x224이고 첫 특징맵이 55x55라고 해요. 그런데 (224 - 11) / 4 + 1 =
# 54.25라서 패딩이 없으면 54예요. 강의 노트는 패딩을 3으로 둬요. (224 + 6 - 11) / 4 + 1 = 55.75이고, 내림하면 55예요.
# 우리도 이렇게 해요. Keras의 "same"을 쓰면 ceil(224 / 4) = 56이 돼요.
#
# 마지막 창은 54 · 4 + 11 = 227에서 끝나요. 앞쪽의 0 세 줄은 읽지만 뒤쪽의 0은 한 번도 읽지 않아요. 그래서 패딩이 틀리면
# 채점기는 "위·왼쪽 3칸, 아래·오른쪽 0칸"이라고 알려 줘요.
#
# **강의 노트의 오류.** 노트에는 AlexNet의 가중치가 "약 600만 개"라고 되어 있지만 실제로는 그 열 배예요. 나누지 않으면
# 62,378,344개, 둘로 나누면 60,965,224개이고, 논문에는 6천만 개라고 적혀 있어요.
#
# **할 일:** `alexnet`을 작성하세요.


# %%
def alexnet(input_shape=(224, 224, 3), classes=1000):
    """Build AlexNet in one piece (no groups), without local response normalisation.

    ZeroPadding2D(3) comes before the first convolution, which is "valid"; the other four are "same"; poolings are
    3x3 with stride 2, "valid". Dropout of 0.5 follows each of the two Dense layers of 4096. Every layer has biases.

    Args:
        input_shape: (height, width, channels) of one image, 61x61 or larger.
        classes: how many numbers come out.

    Returns:
        A keras.Model from images (height, width, channels) to probabilities (classes,).

    Source: Krizhevsky, Sutskever, Hinton, ImageNet classification with deep convolutional neural networks (2012),
    section 3.5.

    >>> alexnet().count_params()
    62378344
    >>> [layer.output.shape[1:] for layer in alexnet().layers if "pool" in layer.name]
    [(27, 27, 96), (13, 13, 256), (6, 6, 256)]
    """
    ### BEGIN SOLUTION
    x = inputs = keras.Input(input_shape)
    x = layers.ZeroPadding2D(3)(x)  # (230, 230, 3)
    x = layers.Conv2D(96, 11, strides=4, activation="relu")(x)  # (55, 55, 96)
    x = layers.MaxPooling2D(3, strides=2)(x)  # (27, 27, 96)
    x = layers.Conv2D(256, 5, padding="same", activation="relu")(x)  # (27, 27, 256)
    x = layers.MaxPooling2D(3, strides=2)(x)  # (13, 13, 256)
    x = layers.Conv2D(384, 3, padding="same", activation="relu")(x)  # (13, 13, 384)
    x = layers.Conv2D(384, 3, padding="same", activation="relu")(x)
    x = layers.Conv2D(256, 3, padding="same", activation="relu")(x)  # (13, 13, 256)
    x = layers.MaxPooling2D(3, strides=2)(x)  # (6, 6, 256)
    x = layers.Flatten()(x)  # (9216,)
    for _ in range(2):
        x = layers.Dense(4096, activation="relu")(x)  # (4096,)
        x = layers.Dropout(0.5)(x)
    x = layers.Dense(classes, activation="softmax")(x)  # (classes,)
    return keras.Model(inputs, x)
    ### END SOLUTION


# %%
check(alexnet)

# %% [markdown] lang="en"
# Where are the weights? Guess first: in the five convolutions, or in the three dense layers?

# %% [markdown] lang="ko"
# 가중치는 어디에 있을까요? 합성곱층 다섯 개일지 완전연결층 세 개일지 먼저 짐작해 보세요.

# %% tags=["demo"]
with keras.StatelessScope(initialize_variables=False):  # shapes only: the weights alone would take 250 MB
    model = alexnet()
total = model.count_params()
for layer in model.layers:
    if layer.count_params():
        print(f"{layer.name:12} {layer.count_params():12,} {layer.count_params() / total:6.1%}")
print(f"{'total':12} {total:12,}")

# %% [markdown] lang="en"
# 58,631,144 of 62,378,344, that is 94 %, are in the dense layers. The convolutions do nearly all of the work (1,077
# of 1,135 million multiplications) with 6 % of the weights, because each weight is used at every place of a map.
#
# ![Parameters by layer: AlexNet's first Dense layer has 37.8 million, VGG16's 102.8 million](images/parameters.png)

# %% [markdown] lang="ko"
# 62,378,344개 중 58,631,144개, 곧 94%가 완전연결층에 있어요. 합성곱층은 6%의 가중치로 계산의 거의 전부를 해요(곱셈 11억
# 3,500만 번 중 10억 7,700만 번). 가중치 하나를 특징맵의 모든 자리에서 쓰기 때문이에요.
#
# ![층별 매개변수. 첫 Dense 층이 가장 커서 AlexNet은 3,780만, VGG16은 1억 280만 개](images/parameters.png)

# %% [markdown] lang="en" concepts=["ZFNet"]
# ## 3. ZFNet (2013)
#
# Zeiler and Fergus looked into AlexNet: they ran a network backwards and saw which patterns each filter waits for.
# The first layer had many dead filters, and steps of 4 left a chequered noise in the second. So they changed little:
# **7x7 filters with stride 2** instead of 11x11 with stride 4, and a stride of 2 in the second convolution.
#
# ![ZFNet as blocks: 224, 110, 55, 26, 13, 13, 13, 13, 6, then 9216, 4096, 4096, 1000](images/zfnet.png)
#
# | layer | arguments | output | parameters |
# |---|---|---|---|
# | input | | 224x224x3 | |
# | ZeroPadding2D | 1 on each side | 226x226x3 | 0 |
# | Conv2D | 96 filters 7x7, stride 2, "valid", ReLU | 110x110x96 | 14,208 |
# | MaxPooling2D | 3x3, stride 2, **"same"** | 55x55x96 | 0 |
# | Conv2D | 256 filters 5x5, stride 2, "valid", ReLU | 26x26x256 | 614,656 |
# | MaxPooling2D | 3x3, stride 2, **"same"** | 13x13x256 | 0 |
# | Conv2D | 384 filters 3x3, "same", ReLU | 13x13x384 | 885,120 |
# | Conv2D | 384 filters 3x3, "same", ReLU | 13x13x384 | 1,327,488 |
# | Conv2D | 256 filters 3x3, "same", ReLU | 13x13x256 | 884,992 |
# | MaxPooling2D | 3x3, stride 2, "valid" | 6x6x256 | 0 |
# | Flatten | | 9216 | 0 |
# | Dense, Dropout | 4096, ReLU; 0.5 | 4096 | 37,752,832 |
# | Dense, Dropout | 4096, ReLU; 0.5 | 4096 | 16,781,312 |
# | Dense | `classes`, softmax | 1000 | 4,097,000 |
# | | | | **62,357,608** |
#
# **Where does the padding come from?** The paper only draws the sizes 110, 55, 26, 13, 6. Solve for the padding:
# (224 + 2 - 7) / 2 + 1 = 110.5 makes 110 with a padding of 1; 110 becomes 55 only when pooling rounds up, which is
# what "same" does; (55 - 5) / 2 + 1 = 26; 26 becomes 13 by rounding up again; and 13 becomes 6 by rounding down. Many
# other paddings have the same total, since only the last size enters it. Here the table decides.
#
# **What is the gain?** 62,378,344 - 62,357,608 = 20,736 = 34,944 - 14,208: all that is saved is in the first layer.
# The gain is in what it sees: one network of this kind makes 16.5 % errors where AlexNet's made 18.2 %.
#
# **Your task:** `zfnet`. Again without normalisation between channels.

# %% [markdown] lang="ko" concepts=["ZFNet"]
# ## 3. ZFNet (2013)
#
# 자일러와 퍼거스는 AlexNet의 속을 들여다봤어요. 신경망을 거꾸로 돌려서 필터마다 어떤 무늬를 기다리는지 본 거예요.
# 첫 층에는 죽은 필터가 많았고, 4칸씩 건너뛴 탓에 둘째 층에 바둑판 같은 잡음이 생겼어요. 그래서 조금만 고쳤어요.
# 11x11 필터와 스트라이드 4 대신 **7x7 필터와 스트라이드 2**를 쓰고, 두 번째 합성곱의 스트라이드도 2로 했어요.
#
# ![ZFNet의 블록 그림. 224, 110, 55, 26, 13, 13, 13, 13, 6, 그다음 9216, 4096, 4096, 1000](images/zfnet.png)
#
# | 층 | 인수 | 출력 | 매개변수 |
# |---|---|---|---|
# | 입력 | | 224x224x3 | |
# | ZeroPadding2D | 사방 1칸 | 226x226x3 | 0 |
# | Conv2D | 7x7 필터 96개, 스트라이드 2, "valid", ReLU | 110x110x96 | 14,208 |
# | MaxPooling2D | 3x3, 스트라이드 2, **"same"** | 55x55x96 | 0 |
# | Conv2D | 5x5 필터 256개, 스트라이드 2, "valid", ReLU | 26x26x256 | 614,656 |
# | MaxPooling2D | 3x3, 스트라이드 2, **"same"** | 13x13x256 | 0 |
# | Conv2D | 3x3 필터 384개, "same", ReLU | 13x13x384 | 885,120 |
# | Conv2D | 3x3 필터 384개, "same", ReLU | 13x13x384 | 1,327,488 |
# | Conv2D | 3x3 필터 256개, "same", ReLU | 13x13x256 | 884,992 |
# | MaxPooling2D | 3x3, 스트라이드 2, "valid" | 6x6x256 | 0 |
# | Flatten | | 9216 | 0 |
# | Dense, Dropout | 4096, ReLU, 0.5 | 4096 | 37,752,832 |
# | Dense, Dropout | 4096, ReLU, 0.5 | 4096 | 16,781,312 |
# | Dense | `classes`, 소프트맥스 | 1000 | 4,097,000 |
# | | | | **62,357,608** |
#
# **패딩은 어떻게 정했을까요?** 논문에는 110, 55, 26, 13, 6이라는 크기만 그려져 있어요. 여기에 맞는 패딩을 찾아보면,
# 패딩이 1일 때 (224 + 2 - 7) / 2 + 1 = 110.5이니 110이 돼요. 110이 55가 되려면 풀링에서 올림해야 하고, "same"이 바로
# 올림이에요. (55 - 5) / 2 + 1 = 26이고, 26은 다시 올림해서 13, 13은 내림해서 6이 돼요. 전체 매개변수 수에는 마지막
# 크기만 들어가므로 다르게 패딩해도 합계가 같은 경우가 많아요. 여기서는 표를 기준으로 해요.
#
# **무엇이 나아졌을까요?** 62,378,344 - 62,357,608 = 20,736 = 34,944 - 14,208. 줄어든 매개변수는 모두 첫 층의 것이에요.
# 정말 나아진 것은 보는 눈이에요. AlexNet 하나의 오류율은 18.2%인데 이런 신경망 하나는 16.5%예요.
#
# **할 일:** `zfnet`을 작성하세요. 이번에도 채널 사이의 정규화는 쓰지 않아요.


# %%
def zfnet(input_shape=(224, 224, 3), classes=1000):
    """Build ZFNet in one piece, without contrast normalisation.

    ZeroPadding2D(1) comes before the first convolution. The first two convolutions have stride 2 and are "valid", the
    other three are "same". Poolings are 3x3 with stride 2: the first two "same", the last one "valid". Dropout of 0.5
    follows each of the two Dense layers of 4096. Every layer has biases.

    Args:
        input_shape: (height, width, channels) of one image, 53x53 or larger.
        classes: how many numbers come out.

    Returns:
        A keras.Model from images (height, width, channels) to probabilities (classes,).

    Source: Zeiler, Fergus, Visualizing and understanding convolutional networks, arXiv:1311.2901, figure 3.

    >>> zfnet().count_params()
    62357608
    >>> [layer.output.shape[1:] for layer in zfnet().layers if "pool" in layer.name]
    [(55, 55, 96), (13, 13, 256), (6, 6, 256)]
    """
    ### BEGIN SOLUTION
    x = inputs = keras.Input(input_shape)
    x = layers.ZeroPadding2D(1)(x)  # (226, 226, 3)
    x = layers.Conv2D(96, 7, strides=2, activation="relu")(x)  # (110, 110, 96)
    x = layers.MaxPooling2D(3, strides=2, padding="same")(x)  # (55, 55, 96)
    x = layers.Conv2D(256, 5, strides=2, activation="relu")(x)  # (26, 26, 256)
    x = layers.MaxPooling2D(3, strides=2, padding="same")(x)  # (13, 13, 256)
    x = layers.Conv2D(384, 3, padding="same", activation="relu")(x)  # (13, 13, 384)
    x = layers.Conv2D(384, 3, padding="same", activation="relu")(x)
    x = layers.Conv2D(256, 3, padding="same", activation="relu")(x)  # (13, 13, 256)
    x = layers.MaxPooling2D(3, strides=2)(x)  # (6, 6, 256)
    x = layers.Flatten()(x)  # (9216,)
    for _ in range(2):
        x = layers.Dense(4096, activation="relu")(x)  # (4096,)
        x = layers.Dropout(0.5)(x)
    x = layers.Dense(classes, activation="softmax")(x)  # (classes,)
    return keras.Model(inputs, x)
    ### END SOLUTION


# %%
check(zfnet)

# %% tags=["demo"]
with keras.StatelessScope(initialize_variables=False):
    for name, model in {"AlexNet": alexnet(), "ZFNet": zfnet()}.items():
        sizes = [layer.output.shape[1] for layer in model.layers if len(layer.output.shape) == 4]
        print(f"{name:8} {model.count_params():12,} {sizes}")

# %% [markdown] lang="en" concepts=["VGG block"] worked=["5x5 and two 3x3, 7x7 and three"]
# ## 4. A VGG block: small filters, many of them
#
# 11x11, 7x7, 5x5, 3x3: which one is best? Simonyan and Zisserman of Oxford's Visual Geometry Group answered: always
# the smallest, but several of them in a row. Two 3x3 filters see 5x5 pixels, three see 7x7.
#
# ![One 5x5 filter has 25 weights, two 3x3 have 18; one 7x7 has 49, three 3x3 have 27](images/small_filters.png)
#
# | sees | one filter | 3x3 filters in a row | weights per pair of channels |
# |---|---|---|---|
# | 5x5 | 5·5 = 25 | 2·9 = 18 | 28 % fewer |
# | 7x7 | 7·7 = 49 | 3·9 = 27 | 45 % fewer |
#
# The same view with fewer weights, and with two or three ReLUs in place of one: the function can bend more often.
# Without the ReLUs nothing would be won, since convolutions in a row without them are one convolution.
#
# How much of the image does a cell see at the end? Each layer adds (filter - 1) x (distance between its neighbours):
#
# ![Receptive fields grow layer by layer: LeNet-5 16, ZFNet 171, AlexNet 195, VGG16 212](images/receptive_fields.png)
#
# One cell after the fifth convolution of AlexNet sees 163 pixels, after the last pooling 195. After the last pooling
# of VGG16 it is **212** of 224, with nothing larger than 3x3.
#
# A **block** is `repeats` convolutions and then a pooling that halves the map:
#
# | layer | arguments | output |
# |---|---|---|
# | Conv2D, `repeats` times | `filters` filters 3x3, stride 1, "same", ReLU, with bias | H x W x filters |
# | MaxPooling2D | 2x2, stride 2, "valid" | H/2 x W/2 x filters, rounded down |
#
# **Your task:** `vgg_block`. It is not a model, but a part of one: a tensor goes in, a tensor comes out.

# %% [markdown] lang="ko" concepts=["VGG 블록"] worked=["5x5와 3x3 두 개, 7x7과 세 개"]
# ## 4. VGG 블록: 작은 필터를 여러 번
#
# 11x11, 7x7, 5x5, 3x3 중 어느 필터가 가장 좋을까요? 옥스퍼드 대학 Visual Geometry Group의 시모니언과 지서먼은 언제나
# 가장 작은 필터를, 대신 여러 번 쓰자고 답했어요. 3x3 필터를 두 번 지나면 5x5 픽셀을, 세 번 지나면 7x7 픽셀을 봐요.
#
# ![5x5 필터 하나는 가중치 25개, 3x3 두 개는 18개. 7x7 하나는 49개, 3x3 세 개는 27개](images/small_filters.png)
#
# | 보는 범위 | 필터 하나 | 3x3 필터를 이어서 | 채널 한 쌍의 가중치 |
# |---|---|---|---|
# | 5x5 | 5·5 = 25 | 2·9 = 18 | 28% 적음 |
# | 7x7 | 7·7 = 49 | 3·9 = 27 | 45% 적음 |
#
# 같은 범위를 더 적은 가중치로 보면서 ReLU는 하나가 아니라 둘이나 셋이 돼요. 그만큼 함수가 더 여러 번 꺾일 수 있어요.
# ReLU가 없다면 얻는 것이 없어요. ReLU 없이 이어 붙인 합성곱은 결국 합성곱 하나와 같거든요.
#
# 마지막의 한 칸은 이미지를 얼마나 볼까요? 층마다 (필터 크기 - 1) x (이웃한 칸 사이의 거리)만큼 늘어나요.
#
# ![층을 지날수록 커지는 수용 영역. LeNet-5 16, ZFNet 171, AlexNet 195, VGG16 212](images/receptive_fields.png)
#
# AlexNet의 다섯 번째 합성곱을 지난 한 칸은 163픽셀을, 마지막 풀링을 지난 한 칸은 195픽셀을 봐요. VGG16의 마지막 풀링을
# 지난 한 칸은 3x3보다 큰 필터 없이도 224픽셀 중 **212**픽셀을 봐요.
#
# **블록**은 합성곱 `repeats`번에 이어 특징맵을 절반으로 줄이는 풀링 하나예요.
#
# | 층 | 인수 | 출력 |
# |---|---|---|
# | Conv2D, `repeats`번 | 3x3 필터 `filters`개, 스트라이드 1, "same", ReLU, 편향 있음 | H x W x filters |
# | MaxPooling2D | 2x2, 스트라이드 2, "valid" | H/2 x W/2 x filters, 내림 |
#
# **할 일:** `vgg_block`을 작성하세요. 모델 전체가 아니라 그 일부라서, 텐서를 받아 텐서를 반환해요.


# %%
def vgg_block(x, filters, repeats):
    """Apply some 3x3 convolutions with ReLU, then halve the map.

    Each convolution has stride 1, padding "same" and biases, and a ReLU of its own. The pooling is 2x2 with stride 2
    and drops the last row or column of an odd size.

    Args:
        x: feature maps, a Keras tensor of shape (N, H, W, C).
        filters: filters of every convolution of the block.
        repeats: how many convolutions there are.

    Returns:
        A Keras tensor of shape (N, H // 2, W // 2, filters).

    Source: Simonyan, Zisserman, Very deep convolutional networks for large-scale image recognition, arXiv:1409.1556,
    section 2.1.

    >>> vgg_block(keras.Input((28, 20, 3)), 32, 2).shape
    (None, 14, 10, 32)
    """
    ### BEGIN SOLUTION
    for _ in range(repeats):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)  # (N, H, W, filters)
    return layers.MaxPooling2D(2)(x)  # (N, H // 2, W // 2, filters)
    ### END SOLUTION


# %%
check(vgg_block)

# %% [markdown] lang="en"
# Count it yourself: 64 channels in, 64 out, seeing 5x5 and 7x7.

# %% [markdown] lang="ko"
# 직접 세어 보세요. 64채널이 들어와 64채널이 나가고, 5x5와 7x7을 보는 경우예요.

# %% tags=["demo"]
for size, repeats in ((5, 2), (7, 3)):
    inputs = keras.Input((32, 32, 64))
    large = keras.Model(inputs, layers.Conv2D(64, size, padding="same", use_bias=False)(inputs)).count_params()
    x = inputs
    for _ in range(repeats):
        x = layers.Conv2D(64, 3, padding="same", use_bias=False)(x)
    small = keras.Model(inputs, x).count_params()
    print(f"{size}x{size}: {large // 64**2} x 64 x 64 = {large:,}")
    print(f"{repeats} times 3x3: {small // 64**2} x 64 x 64 = {small:,}")

# %% [markdown] lang="en" concepts=["VGG"]
# ## 5. VGG16 (2014)
#
# Five blocks, three dense layers, nothing else. 13 + 3 = 16 layers have weights: hence the name.
#
# ![VGG16 as blocks: 224, 112, 56, 28, 14, 7 high and wide, then 25088, 4096, 4096, 1000](images/vgg16.png)
#
# | part | arguments | output | parameters |
# |---|---|---|---|
# | input | | 224x224x3 | |
# | block 1 | 64 filters, 2 convolutions | 112x112x64 | 38,720 |
# | block 2 | 128 filters, 2 convolutions | 56x56x128 | 221,440 |
# | block 3 | 256 filters, 3 convolutions | 28x28x256 | 1,475,328 |
# | block 4 | 512 filters, 3 convolutions | 14x14x512 | 5,899,776 |
# | block 5 | 512 filters, 3 convolutions | 7x7x512 | 7,079,424 |
# | Flatten | | 25,088 | 0 |
# | Dense | 4096, ReLU | 4096 | **102,764,544** |
# | Dense | 4096, ReLU | 4096 | 16,781,312 |
# | Dense | `classes`, softmax | 1000 | 4,097,000 |
# | | | | **138,357,544** |
#
# When the map halves, the filters double (up to 512), so that the work of each block stays about the same.
#
# **Where do 102,764,544 parameters sit?** In *one* layer: 25,088 x 4096 + 4096, which is 74 % of the network, while
# all 13 convolutions together have 14,714,688. What would happen if each of the 512 maps were averaged to one number
# first? That thought leads to GoogLeNet, in the next assignment.
#
# The authors trained it with dropout of 0.5 after the two large dense layers. **We leave dropout out**, as
# `keras.applications.VGG16` does: yours shall be the same network. BatchNormalization came a year later, in 2015.
#
# **Your task:** `vgg16`. Use your `vgg_block`.

# %% [markdown] lang="ko" concepts=["VGG"]
# ## 5. VGG16 (2014)
#
# 블록 다섯 개와 완전연결층 세 개가 전부예요. 가중치가 있는 층이 13 + 3 = 16개라서 이런 이름이 붙었어요.
#
# ![VGG16의 블록 그림. 크기가 224, 112, 56, 28, 14, 7, 그다음 25088, 4096, 4096, 1000](images/vgg16.png)
#
# | 부분 | 인수 | 출력 | 매개변수 |
# |---|---|---|---|
# | 입력 | | 224x224x3 | |
# | 블록 1 | 필터 64개, 합성곱 2번 | 112x112x64 | 38,720 |
# | 블록 2 | 필터 128개, 합성곱 2번 | 56x56x128 | 221,440 |
# | 블록 3 | 필터 256개, 합성곱 3번 | 28x28x256 | 1,475,328 |
# | 블록 4 | 필터 512개, 합성곱 3번 | 14x14x512 | 5,899,776 |
# | 블록 5 | 필터 512개, 합성곱 3번 | 7x7x512 | 7,079,424 |
# | Flatten | | 25,088 | 0 |
# | Dense | 4096, ReLU | 4096 | **102,764,544** |
# | Dense | 4096, ReLU | 4096 | 16,781,312 |
# | Dense | `classes`, 소프트맥스 | 1000 | 4,097,000 |
# | | | | **138,357,544** |
#
# 특징맵이 절반으로 줄면 필터 수를 두 배로 늘려요(512까지). 그래서 블록마다 계산량이 비슷하게 유지돼요.
#
# **매개변수 102,764,544개는 어디에 있을까요?** 층 *하나*에 있어요. 25,088 x 4096 + 4096개로 신경망 전체의 74%예요.
# 합성곱층 13개는 모두 합쳐도 14,714,688개예요. 512장의 특징맵을 먼저 장마다 숫자 하나로 평균하면 어떻게 될까요? 이
# 생각이 다음 과제의 GoogLeNet으로 이어져요.
#
# 저자들은 큰 완전연결층 두 개 뒤에 0.5의 드롭아웃을 넣고 학습했어요. **우리는 드롭아웃을 넣지 않아요.**
# `keras.applications.VGG16`에도 없고, 여러분의 신경망이 이것과 같아야 하거든요. 배치 정규화는 한 해 뒤인 2015년에
# 나왔어요.
#
# **할 일:** `vgg16`을 작성하세요. 앞에서 작성한 `vgg_block`을 쓰세요.


# %%
def vgg16(input_shape=(224, 224, 3), classes=1000):
    """Build VGG16 (configuration D) as keras.applications has it.

    Five blocks of 2, 2, 3, 3 and 3 convolutions with 64, 128, 256, 512 and 512 filters, each with its pooling; then
    Flatten, two Dense layers of 4096 with ReLU, and the classes with softmax. No dropout, no normalisation.

    Args:
        input_shape: (height, width, channels) of one image, 32x32 or larger.
        classes: how many numbers come out.

    Returns:
        A keras.Model from images (height, width, channels) to probabilities (classes,).

    Source: Simonyan, Zisserman, arXiv:1409.1556, table 1, column D.

    >>> vgg16().count_params()
    138357544
    >>> vgg16((64, 96, 1), 10).output_shape
    (None, 10)
    """
    ### BEGIN SOLUTION
    x = inputs = keras.Input(input_shape)
    for filters, repeats in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        x = vgg_block(x, filters, repeats)  # half as high and wide
    x = layers.Flatten()(x)  # (25088,)
    x = layers.Dense(4096, activation="relu")(x)  # (4096,)
    x = layers.Dense(4096, activation="relu")(x)
    x = layers.Dense(classes, activation="softmax")(x)  # (classes,)
    return keras.Model(inputs, x)
    ### END SOLUTION


# %%
check(vgg16)

# %% tags=["demo"]
with keras.StatelessScope(initialize_variables=False):  # shapes only: the weights alone would take 550 MB
    ours, theirs = vgg16(), keras.applications.VGG16(weights=None)
print(f"{ours.count_params():,} and {theirs.count_params():,}")
first_dense = max(layer.count_params() for layer in ours.layers)
print(f"{first_dense:,} in one layer: {first_dense / ours.count_params():.1%}")

# %% [markdown] lang="en"
# ## 6. VGG19
#
# Does it get better with more layers? VGG19 has one more convolution in each of the blocks 3, 4 and 5:
#
# | block | 1 | 2 | 3 | 4 | 5 | parameters | multiplications |
# |---|---|---|---|---|---|---|---|
# | filters | 64 | 128 | 256 | 512 | 512 | | |
# | VGG16 | 2 | 2 | 3 | 3 | 3 | 138,357,544 | 15.5 billion |
# | VGG19 | 2 | 2 | 4 | 4 | 4 | 143,667,240 | 19.6 billion |
#
# Does it pay? In the paper a single network of either kind makes 7.5 % top-5 errors (table 4): **more layers had
# stopped helping.** At first the authors could not even train the deep networks from scratch; they started from the
# weights of a shallower one. Why depth stops helping, and what to do about it, is the story of ResNet.
#
# **Your task:** `vgg19`. Everything else is as in `vgg16`.

# %% [markdown] lang="ko"
# ## 6. VGG19
#
# 층이 많을수록 좋아질까요? VGG19는 3, 4, 5번 블록에 합성곱이 하나씩 더 있어요.
#
# | 블록 | 1 | 2 | 3 | 4 | 5 | 매개변수 | 곱셈 |
# |---|---|---|---|---|---|---|---|
# | 필터 | 64 | 128 | 256 | 512 | 512 | | |
# | VGG16 | 2 | 2 | 3 | 3 | 3 | 138,357,544 | 155억 |
# | VGG19 | 2 | 2 | 4 | 4 | 4 | 143,667,240 | 196억 |
#
# 그만한 값을 할까요? 논문에서 신경망 하나의 top-5 오류율은 둘 다 7.5%예요(표 4). **층을 더 쌓아도 더는 나아지지
# 않았어요.** 게다가 처음에는 깊은 신경망이 곧바로 학습되지 않아서, 더 얕은 신경망의 가중치를 물려받아야 했어요. 왜
# 그런지, 어떻게 해결했는지는 ResNet 이야기에서 이어져요.
#
# **할 일:** `vgg19`를 작성하세요. 나머지는 모두 `vgg16`과 같아요.


# %%
def vgg19(input_shape=(224, 224, 3), classes=1000):
    """Build VGG19 (configuration E) as keras.applications has it.

    Five blocks of 2, 2, 4, 4 and 4 convolutions; everything else is as in vgg16.

    Args:
        input_shape: (height, width, channels) of one image, 32x32 or larger.
        classes: how many numbers come out.

    Returns:
        A keras.Model from images (height, width, channels) to probabilities (classes,).

    Source: Simonyan, Zisserman, arXiv:1409.1556, table 1, column E.

    >>> vgg19().count_params()
    143667240
    """
    ### BEGIN SOLUTION
    x = inputs = keras.Input(input_shape)
    for filters, repeats in ((64, 2), (128, 2), (256, 4), (512, 4), (512, 4)):
        x = vgg_block(x, filters, repeats)  # half as high and wide
    x = layers.Flatten()(x)  # (25088,)
    x = layers.Dense(4096, activation="relu")(x)  # (4096,)
    x = layers.Dense(4096, activation="relu")(x)
    x = layers.Dense(classes, activation="softmax")(x)  # (classes,)
    return keras.Model(inputs, x)
    ### END SOLUTION


# %%
check(vgg19)

# %% [markdown] lang="en" concepts=["training a network in Keras"]
# ## 7. A VGG to take home
#
# VGG16 was trained for two to three weeks on four graphics cards. Yours shall learn on your own computer: the same
# idea on images of 28x28, with two blocks. It takes 18.7 million multiplications for one image, and not 15.5 billion.
#
# | part | arguments | output for 28x28x1 | parameters |
# |---|---|---|---|
# | block 1 | 32 filters, 2 convolutions | 14x14x32 | 9,568 |
# | block 2 | 64 filters, 2 convolutions | 7x7x64 | 55,424 |
# | Flatten | | 3136 | 0 |
# | Dense | 128, ReLU | 128 | 401,536 |
# | Dropout | 0.5 | 128 | 0 |
# | Dense | `classes`, softmax | 10 | 1,290 |
# | | | | **467,818** |
#
# Where the images are small and few, dropout matters: it stands here, after the Dense layer of 128.
#
# **Your task:** `small_vgg`. The grader also trains what you build on pictures of clothes (Fashion-MNIST), and
# `lenet5` too. What counts is the accuracy on 10,000 pictures that neither has seen.

# %% [markdown] lang="ko" concepts=["Keras로 학습하기"]
# ## 7. 집에서 학습하는 VGG
#
# VGG16은 GPU 네 장으로 2주에서 3주 동안 학습했어요. 여러분의 VGG는 내 컴퓨터에서 학습할 수 있어야 해요. 같은 생각을
# 28x28 이미지에 맞춰 블록 두 개로 줄여요. 이미지 한 장에 필요한 곱셈이 155억 번에서 1,870만 번으로 줄어요.
#
# | 부분 | 인수 | 28x28x1일 때 출력 | 매개변수 |
# |---|---|---|---|
# | 블록 1 | 필터 32개, 합성곱 2번 | 14x14x32 | 9,568 |
# | 블록 2 | 필터 64개, 합성곱 2번 | 7x7x64 | 55,424 |
# | Flatten | | 3136 | 0 |
# | Dense | 128, ReLU | 128 | 401,536 |
# | Dropout | 0.5 | 128 | 0 |
# | Dense | `classes`, 소프트맥스 | 10 | 1,290 |
# | | | | **467,818** |
#
# 이미지가 작고 많지 않을 때는 드롭아웃이 중요해요. 여기서는 유닛이 128개인 Dense 층 뒤에 넣어요.
#
# **할 일:** `small_vgg`를 작성하세요. 채점기는 여러분이 만든 신경망을 옷 사진(Fashion-MNIST)으로 직접 학습시켜 봐요.
# `lenet5`도 마찬가지예요. 학습할 때 보지 않은 사진 10,000장의 정확도로 점수를 매겨요.


# %%
def small_vgg(input_shape, classes):
    """Build a VGG that learns on a CPU.

    Two blocks of 2 convolutions with 32 and 64 filters, each with its pooling; then Flatten, a Dense layer of 128
    with ReLU, dropout of 0.5, and the classes with softmax. Every layer has biases; no normalisation.

    Args:
        input_shape: (height, width, channels) of one image, 4x4 or larger.
        classes: how many numbers come out.

    Returns:
        A keras.Model from images (height, width, channels) to probabilities (classes,).

    Source: after Simonyan, Zisserman, arXiv:1409.1556, section 2.1.

    >>> small_vgg((28, 28, 1), 10).count_params()
    467818
    """
    ### BEGIN SOLUTION
    x = inputs = keras.Input(input_shape)
    x = vgg_block(x, 32, 2)  # (14, 14, 32)
    x = vgg_block(x, 64, 2)  # (7, 7, 64)
    x = layers.Flatten()(x)  # (3136,)
    x = layers.Dense(128, activation="relu")(x)  # (128,)
    x = layers.Dropout(0.5)(x)
    x = layers.Dense(classes, activation="softmax")(x)  # (classes,)
    return keras.Model(inputs, x)
    ### END SOLUTION


# %%
check(small_vgg)

# %% [markdown] lang="en"
# Let both learn to tell ten kinds of clothes: LeNet-5 of 1998 and your VGG. It takes less than a minute each on a
# CPU. Which one learns more from an epoch, and at what price?

# %% [markdown] lang="ko"
# 이제 1998년의 LeNet-5와 여러분의 VGG에게 열 가지 옷을 구별하는 법을 가르쳐 보세요. CPU에서도 각각 1분이 걸리지 않아요.
# 한 에포크에 더 많이 배우는 쪽은 어느 쪽인가요? 그 대신 무엇을 더 치르나요?

# %% tags=["demo"]
from cnnkit import fit

histories = {"LeNet-5": fit(lenet5(), "lenet_fashion")}
histories["small VGG"] = fit(small_vgg((28, 28, 1), 10), "small_vgg_fashion")
for name, history in histories.items():
    print(f"{name}: {history}")

# %% [markdown] lang="en"
# Epoch by epoch: training solid, test dashed, a star at the best. Where do the two lines of a network part?

# %% [markdown] lang="ko"
# 에포크마다 그려 보세요. 실선은 훈련, 점선은 시험, 별은 가장 좋은 에포크예요. 한 신경망의 두 선은 어디에서 벌어지나요?

# %% tags=["demo"]
try:
    from IPython.display import display

    from cnnkit import show

    display(show.learning_curves(histories))
except ImportError as error:  # Matplotlib is not installed
    print(error)

# %% [markdown] lang="en"
# What you can take along:
#
# - The plan of 1998 still stands: maps shrink, their number grows, dense layers decide.
# - A total of parameters proves little. Two networks with the same total may be wired in different ways; and AlexNet
#   and ZFNet differ by 0.03 % only.
# - Small filters in a row see as much as a large one, with fewer weights and more bends.
# - Most weights sat in the dense layers, most work in the convolutions. The next assignment gets rid of the former.
#
# Questions:
#
# - What is the smallest image that `vgg16` takes, and why?
# - How many parameters would AlexNet have with an average over each map in the place of Flatten?
# - Leave out the ReLUs of a `vgg_block`. What single filter size would do the same?

# %% [markdown] lang="ko"
# 이번 과제에서 기억할 것들이에요.
#
# - 1998년의 설계는 지금도 그대로예요. 특징맵은 작아지고 그 수는 늘어나며, 완전연결층이 판단을 내려요.
# - 매개변수의 합계만으로는 알 수 있는 것이 많지 않아요. 합계가 같아도 연결이 다를 수 있고, AlexNet과 ZFNet의 합계는
#   고작 0.03% 달라요.
# - 작은 필터를 이어 붙이면 큰 필터만큼 보면서 가중치는 더 적고 꺾이는 곳은 더 많아요.
# - 가중치는 대부분 완전연결층에, 계산은 대부분 합성곱층에 있었어요. 다음 과제에서는 그 가중치를 덜어 내요.
#
# 더 생각해 볼 질문이에요.
#
# - `vgg16`이 받을 수 있는 가장 작은 이미지는 얼마일까요? 왜 그럴까요?
# - AlexNet에서 Flatten 대신 특징맵마다 평균을 내면 매개변수는 몇 개가 될까요?
# - `vgg_block`에서 ReLU를 빼 보세요. 어떤 크기의 필터 하나와 같아질까요?
