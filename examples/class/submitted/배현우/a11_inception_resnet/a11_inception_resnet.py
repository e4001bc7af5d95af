# %% [markdown]
# # 인셉션에서 ResNet까지: 더 넓게, 그다음엔 훨씬 더 깊게
# 
# 2014년, 1000가지 사물을 알아맞히는 대회에서 두 신경망이 나란히 앞섰어요. VGG는 3x3 필터를 19층까지 쌓았고 매개변수가
# 143,667,240개 필요했어요. GoogLeNet은 비슷하게 깊고 성능은 조금 더 좋았는데, 매개변수는 **6,998,552**개면 충분했어요.
# 이듬해 ResNet은 VGG의 여덟 배인 152층까지 깊어졌고, 연습을 거친 사람보다도 적게 틀렸어요.
# 
# ![ILSVRC의 top-5 오류율: 28.2, 25.8, 16.4, 11.7, 7.3, 6.67, 3.57, 그리고 사람은 5.1](attachment:ilsvrc.png)
# 
# | 연도 | 신경망 | 층 | top-5 오류율(%) | 출처 |
# |---|---|---|---|---|
# | 2010 | (CNN 아님) NEC-UIUC | | 28.2 | Russakovsky 외 2015 |
# | 2011 | (CNN 아님) XRCE | | 25.8 | Russakovsky 외 2015 |
# | 2012 | AlexNet | 8 | 16.4 (추가 데이터를 쓰면 15.3) | Krizhevsky 외 2012 |
# | 2013 | Clarifai (ZFNet 계열) | 8 | 11.7 (ZFNet 논문은 14.8) | Russakovsky 외 2015; Zeiler, Fergus 2014 |
# | 2014 | VGG | 19 | 7.3 | Simonyan, Zisserman 2015 |
# | 2014 | GoogLeNet | 22 | 6.67 | Szegedy 외 2015 |
# | 2015 | ResNet | 152 | 3.57 | He 외 2016 |
# | | 훈련한 사람 | | 약 5.1 | Russakovsky 외 2015 |
# 
# 모두 대회 기록이라 여러 신경망의 투표로 얻은 값이에요. 신경망 하나만 쓰면 조금 더 나빠요.
# 
# 이번 과제에서는 두 아이디어를 직접 만들어요. 블록을 먼저 만들고, 그 블록으로 신경망을 쌓아요.
# 
# | 함수 | 무엇인가요 | 매개변수 수 |
# |---|---|---|
# | `inception_block` | 나란히 놓인 가지 네 개 | 3a 블록이면 163,696 |
# | `auxiliary_head` | 중간에 붙이는 두 번째 분류기 | 4a 뒤에서는 3,188,840 |
# | `googlenet` | 인셉션 블록 아홉 개 | 6,998,552, 보조 분류기까지 13,378,280 |
# | `identity_block`, `projection_block` | ResNet-50의 병목 블록 | 첫 스테이지에서 71,168과 76,288 |
# | `resnet50` | 병목 블록 열여섯 개 | 25,610,152 |
# | `basic_block` | 작은 ResNet의 블록 | 필터가 16개면 4,736 |
# | `resnet_cifar` | 작은 이미지를 위한 6n + 2층 | n = 3이면 274,042 |
# 
# 채점하는 것은 신경망의 **그래프**예요. 어느 층이 어느 층의 출력을 읽고 무슨 일을 하는지를 봐요. 이름과 쓰는 방식은
# 자유예요. 활성화 함수를 인수로 주든 층으로 두든, `Sequential`이든 함수형이든, 반복문이나 보조 함수를 쓰든, 가지의
# 순서가 어떻든 괜찮아요. 다만 층은 Keras에 있는 것을 그대로 쓰세요. 직접 만든 층 클래스는 채점기가 읽을 수 없어요.
# 
# **먼저 풀어 둘 과제** `a10_lenet_to_vgg` (`vgg_block`) · `a04_pooling` (`global_avg_pool`)

# %%
import keras
from keras import layers

from cnnkit import check, hint

# %% [markdown]
# ## 1. 왜 1x1일까요?
# 
# 1x1 필터는 픽셀 하나만 봐요. 윤곽선은 찾을 수 없어요. 하지만 그 픽셀에는 채널이 192개 있고, 필터는 그 채널을 모두
# 섞어요. 이런 필터 16개면 모든 픽셀에서 채널 192개가 새로운 채널 16개로 바뀌어요. **특징맵의 크기는 그대로이고 두께만
# 얇아져요.**
# 
# 특징맵이 얇으면 큰 필터도 싸게 쓸 수 있어요. 28x28x192 특징맵에서 5x5 필터로 특징맵 32장을 얻고 싶다고 해 봐요.
# 
# ![5x5로 채널 192개를 32개로: 곱셈 120,422,400번, 채널 16개를 거치면 12,443,648번](attachment:one_by_one.png)
# 
# | | 가중치 | 곱셈 (x 28 x 28) |
# |---|---|---|
# | 5x5를 바로 | 192 x 32 x 25 = 153,600 | 120,422,400 |
# | 1x1로 16개까지 줄인 다음 5x5 | 192 x 16 + 16 x 32 x 25 = 15,872 | 12,443,648 |
# 
# 거의 10분의 1로 줄었고, 중간에 ReLU도 하나 더 생겼어요.
# 
# ### 네 개의 가지
# 
# 여기서는 어떤 크기의 필터가 가장 좋을까요? GoogLeNet은 고르지 않아요. 모두 나란히 쓰고, 나온 특징맵을 채널 방향으로
# 이어 붙여요.
# 
# ![3a 블록의 네 가지: 1x1 64개, 1x1 96개와 3x3 128개, 1x1 16개와 5x5 32개, 최대 풀링과 1x1 32개](attachment:inception.png)
# 
# 채널 192개가 들어오는 3a 블록의 숫자예요.
# 
# | 가지 | 층 | 인수 | 매개변수 수 |
# |---|---|---|---|
# | 1 | 1x1 합성곱 | `f1` = 64 | 192 x 64 + 64 = 12,352 |
# | 2 | 1x1 합성곱 (줄이기) | `f3r` = 96 | 192 x 96 + 96 = 18,528 |
# | 2 | 3x3 합성곱 | `f3` = 128 | 9 x 96 x 128 + 128 = 110,720 |
# | 3 | 1x1 합성곱 (줄이기) | `f5r` = 16 | 192 x 16 + 16 = 3,088 |
# | 3 | 5x5 합성곱 | `f5` = 32 | 25 x 16 x 32 + 32 = 12,832 |
# | 4 | 3x3 최대 풀링, 스트라이드 1 | | 0 |
# | 4 | 1x1 합성곱 (투영) | `fp` = 32 | 192 x 32 + 32 = 6,176 |
# | | 합계, 채널은 64 + 128 + 32 + 32 = 256개 | | **163,696** |
# 
# 2~4번 가지에 1x1 합성곱이 없다면(논문에서 말하는 "naive" 블록) 매개변수는 **387,296**개, 곱셈은 128,049,152번이
# 아니라 303,464,448번이 돼요. 게다가 풀링 가지가 채널 192개를 그대로 내보내니 출력이 416채널이 되고, 다음 블록은 더
# 두꺼워지고, 이런 일이 계속돼요.
# 
# **정확한 조건:** 모든 합성곱은 편향이 있고, 패딩은 'same', 스트라이드는 1이고, 뒤에 ReLU가 와요. 풀링도 패딩 'same',
# 스트라이드 1이라서 네 가지의 크기가 모두 같아요. 줄이기용 1x1 합성곱은 가지마다 따로 있어요.

# %%
def inception_block(x, f1, f3r, f3, f5r, f5, fp):
    """Look at a map with four branches and join what they find along the channels.

    Convolutions have a bias, padding 'same', stride 1 and ReLU; the pooling has padding 'same' and stride 1.

    Args:
        x: feature maps, shape (H, W, C) without the batch.
        f1: filters of the 1x1 convolution of branch 1.
        f3r: filters of the 1x1 convolution that comes before the 3x3 convolution.
        f3: filters of the 3x3 convolution of branch 2.
        f5r: filters of the 1x1 convolution that comes before the 5x5 convolution.
        f5: filters of the 5x5 convolution of branch 3.
        fp: filters of the 1x1 convolution that comes after the 3x3 max pooling of branch 4.

    Returns:
        Feature maps, shape (H, W, f1 + f3 + f5 + fp).

    Source: Szegedy et al., Going Deeper with Convolutions, arXiv:1409.4842, figure 2(b).

    >>> x = keras.Input((28, 28, 192))
    >>> y = inception_block(x, 64, 96, 128, 16, 32, 32)
    >>> y.shape, keras.Model(x, y).count_params()
    ((None, 28, 28, 256), 163696)
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %%
check(inception_block)

# %% [markdown]
# 막혔나요? `hint`는 부를 때마다 조금씩 더 알려 줘요. 답을 그대로 알려 주지는 않아요.

# %%
hint(inception_block)

# %%
for name, weights in {"5x5": 192 * 32 * 25, "1x1, 5x5": 192 * 16 + 16 * 32 * 25}.items():
    print(f"{name:9}{weights:>8,} weights {28 * 28 * weights:>12,} multiplications")

x = keras.Input((28, 28, 192))
keras.Model(x, inception_block(x, 64, 96, 128, 16, 32, 32)).summary()  # 163,696

# %% [markdown]
# ## 2. 중간에 붙이는 분류기
# 
# GoogLeNet은 22층이나 되는데 2014년에는 아직 배치 정규화가 없었어요. 기울기가 맨 아래층까지 제대로 전해질까요? 저자들은
# 걱정을 덜려고 중간, 곧 4a와 4d 블록 뒤에 작은 분류기를 두 개 붙였어요. 학습할 때는 두 분류기에도 저마다 손실이 있어서,
# 아래층까지 짧은 길로 기울기가 전해져요.
# 
# | 층 | 4a 뒤에서의 출력 | 매개변수 수 |
# |---|---|---|
# | 입력 | 14x14x512 | |
# | 5x5 평균 풀링, 스트라이드 3, 패딩 없음 | 4x4x512 | 0 |
# | 1x1 합성곱, 필터 128개, ReLU | 4x4x128 | 512 x 128 + 128 = 65,664 |
# | Flatten | 2048 | 0 |
# | Dense, 유닛 1024개, ReLU | 1024 | 2048 x 1024 + 1024 = 2,098,176 |
# | Dropout 0.7 | 1024 | 0 |
# | Dense, 유닛 1000개, 소프트맥스 | 1000 | 1024 x 1000 + 1000 = 1,025,000 |
# | | | **3,188,840** |
# 
# Dropout 0.7은 Keras에서처럼 값의 70 %를 버린다는 뜻이에요. 14x14 특징맵은 (14 - 5) / 3 + 1 = 4가 돼요.
# 
# **어떻게 쓸까요?** 보조 분류기의 손실은 0.3씩만 더하고, 학습할 때만 써요. 신경망의 답은 언제나 첫 번째 출력이에요.
# 
#     model.compile("sgd", loss=["sparse_categorical_crossentropy"] * 3, loss_weights=[1, 0.3, 0.3])
#     model.predict(images)[0]
# 
# **그 뒤로 어떻게 됐을까요?** 같은 논문에서 이미 효과가 0.5 % 정도뿐이고 하나만 붙여도 두 개와 같다는 것을 확인했어요.
# 다음 논문에서 저자들은 보조 분류기를 붙여도 학습 초반이 빨라지지 않고 규제(regularizer) 역할만 한다고
# 밝혔어요(Szegedy 외 2016, 4절). 기울기를 전하는 일은 배치 정규화와 ResNet의 지름길 연결이 더 잘해서, 보조 분류기는
# 점점 쓰이지 않게 됐어요.

# %%
def auxiliary_head(x, classes):
    """Classify from the middle of a network.

    Average pooling 5x5 with stride 3 and no padding; a 1x1 convolution of 128 filters with bias and ReLU; Flatten;
    Dense 1024 with ReLU; Dropout 0.7; Dense with softmax.

    Args:
        x: feature maps, shape (H, W, C) without the batch, H and W at least 5.
        classes: number of classes.

    Returns:
        Probabilities, shape (classes,).

    Source: Szegedy et al., Going Deeper with Convolutions, arXiv:1409.4842, section 5.

    >>> x = keras.Input((14, 14, 512))
    >>> y = auxiliary_head(x, 1000)
    >>> y.shape, keras.Model(x, y).count_params()
    ((None, 1000), 3188840)
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %%
check(auxiliary_head)

# %% [markdown]
# ## 3. GoogLeNet
# 
# ![GoogLeNet의 흐름: 줄기, 3a, 3b, 4a부터 4e, 5a, 5b, 그리고 4a와 4d 뒤의 보조 분류기](attachment:googlenet.png)
# 
# 3a 블록 앞까지를 *줄기(stem)* 라고 불러요. 표를 한 줄씩 읽으면 한 줄이 곧 함수의 한 줄이 돼요. 합성곱은 편향이 있고
# 패딩은 'same', 뒤에 ReLU가 와요. 최대 풀링은 3x3, 스트라이드 2, 패딩 'same'이에요. 논문의 국소 반응 정규화(LRN)는
# 빼요. VGG가 도움이 되지 않는다는 것을 확인한 뒤로는 거의 쓰지 않거든요.
# 
# | 층 | `f1, f3r, f3, f5r, f5, fp` | 출력 | 매개변수 수 |
# |---|---|---|---|
# | 입력 | | 224x224x3 | |
# | 7x7 합성곱, 64개, 스트라이드 2 | | 112x112x64 | 9,472 |
# | 최대 풀링 | | 56x56x64 | |
# | 1x1 합성곱, 64개 | | 56x56x64 | 4,160 |
# | 3x3 합성곱, 192개 | | 56x56x192 | 110,784 |
# | 최대 풀링 | | 28x28x192 | |
# | 인셉션 3a | 64, 96, 128, 16, 32, 32 | 28x28x256 | 163,696 |
# | 인셉션 3b | 128, 128, 192, 32, 96, 64 | 28x28x480 | 388,736 |
# | 최대 풀링 | | 14x14x480 | |
# | 인셉션 4a | 192, 96, 208, 16, 48, 64 | 14x14x512 | 376,176 |
# | *보조 분류기 1* (`aux`일 때) | | 1000 | *3,188,840* |
# | 인셉션 4b | 160, 112, 224, 24, 64, 64 | 14x14x512 | 449,160 |
# | 인셉션 4c | 128, 128, 256, 24, 64, 64 | 14x14x512 | 510,104 |
# | 인셉션 4d | 112, 144, 288, 32, 64, 64 | 14x14x528 | 605,376 |
# | *보조 분류기 2* (`aux`일 때) | | 1000 | *3,190,888* |
# | 인셉션 4e | 256, 160, 320, 32, 128, 128 | 14x14x832 | 868,352 |
# | 최대 풀링 | | 7x7x832 | |
# | 인셉션 5a | 256, 160, 320, 32, 128, 128 | 7x7x832 | 1,043,456 |
# | 인셉션 5b | 384, 192, 384, 48, 128, 128 | 7x7x1024 | 1,444,080 |
# | 전역 평균 풀링 | | 1024 | |
# | Dropout 0.4 | | 1024 | |
# | Dense, 소프트맥스 | | 1000 | 1,025,000 |
# | 보조 분류기 없이 / 둘 다 붙여서 | | | **6,998,552** / **13,378,280** |
# 
# ### Dense 층을 쌓는 대신 숫자 1024개
# 
# VGG16은 매개변수 138,357,544개 가운데 123,642,856개가 Dense 층 세 개에 있어요. GoogLeNet은 특징맵 1024장을 한 장씩
# 통째로 평균하고, Dense 층 하나가 그 **숫자 1024개**만 보고 판단해요.
# 
# ![7x7x1024에서 클래스 1000개로: 펼치면 가중치 50,176,000개, 평균하면 1,024,000개](attachment:gap.png)
# 
# 논문에 따르면 이렇게 바꾸고 top-1 정확도가 오히려 0.6 %p 정도 올랐어요. 이미지 크기도 자유로워지고요.
# 
# **할 일:** `googlenet`을 작성하세요. `aux=True`이면 모델의 출력은 `[주 출력, 보조 1, 보조 2]` 순서로 세 개이고,
# `aux=False`이면 하나예요. 앞에서 만든 `inception_block`과 `auxiliary_head`를 쓰세요.

# %%
def googlenet(input_shape=(224, 224, 3), classes=1000, aux=True):
    """Build GoogLeNet (Inception v1), line by line as in the table.

    Convolutions have a bias, padding 'same' and ReLU. Max poolings are 3x3, stride 2, padding 'same'. No local
    response normalisation. The head: global average pooling, Dropout 0.4, Dense with softmax.

    Args:
        input_shape: (height, width, channels), height and width at least 65 with the auxiliary heads.
        classes: number of classes.
        aux: whether to attach the auxiliary heads after blocks 4a and 4d.

    Returns:
        A keras.Model: with aux its outputs are [main, head after 4a, head after 4d], else main alone.

    Source: Szegedy et al., Going Deeper with Convolutions, arXiv:1409.4842, table 1.

    >>> googlenet(aux=False).count_params()
    6998552
    >>> [output.shape for output in googlenet((96, 96, 3), classes=5).outputs]
    [(None, 5), (None, 5), (None, 5)]
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %%
check(googlenet)

# %%
with keras.StatelessScope(initialize_variables=False):  # counts without filling memory with weights
    print(f"{googlenet(aux=False).count_params():,} and with its heads {googlenet().count_params():,}")
print(f"{62_378_344 / 6_998_552:.1f} times fewer than AlexNet")  # 8.9; the paper says 12

# %% [markdown]
# ## 4. 깊어지면 더 나빠진다고요?
# 
# 배치 정규화(2015) 덕분에 30층이 넘는 신경망도 학습할 수 있게 됐어요. 그런데 이상한 일이 생겼어요. 지름길 없는 56층
# 신경망이 20층보다 나빴는데, 새 이미지에서만 그런 것이 아니라 **학습 오류율부터 이미 더 높았어요**(He 외, 그림 1).
# 과적합이 아니에요. 56층 가운데 20층을 그대로 베끼고 나머지 36층이 아무 일도 하지 않으면 적어도 똑같이 좋을 테니까요.
# 학습이 그 답을 찾아내지 못하는 거예요. He와 동료들은 이것을 *성능 저하(degradation)* 라고 불렀어요.
# 
# ![18층과 34층: 지름길 없이 27.94와 28.54, ResNet은 27.88과 25.03, CIFAR-10](attachment:degradation.png)
# 
# | | 18층 | 34층 |
# |---|---|---|
# | 지름길 없음 (plain) | 27.94 | 28.54 |
# | ResNet | 27.88 | **25.03** |
# 
# (ImageNet 검증 이미지를 열 군데씩 잘라 잰 top-1 오류율, %, He 외 표 2)
# 
# ### F(x) + x
# 
# 아무 일도 하지 않는 것이 배우기 어렵다면, 쉽게 만들어 주면 돼요. 층들은 *바꿔야 할 것* F(x)만 계산하고 x는 그대로
# 더해요. 아무 일도 하지 않으려면 가중치가 0으로 가기만 하면 돼요.
# 
# $$y = F(x) + x \qquad\qquad \frac{dy}{dx} = F'(x) + 1$$
# 
# 핵심은 저 **1**이에요. 여러 층을 지나면 기울기가 곱해져요. 지름길이 없으면 작은 수를 여러 번 곱해서 거의 사라져요.
# 지름길이 있으면 곱하는 수가 모두 1 + (작은 수)이고, 전개해 보면 어떤 가중치도 지나지 않는 길이 항상 하나 있어요.
# 
# $$(1 + F_1')(1 + F_2')(1 + F_3') = 1 + F_1' + F_2' + F_3' + F_1'F_2' + \dots$$
# 
# ![블록의 사슬: 지름길이 없으면 F' x F' x F', 있으면 (1 + F')(1 + F')(1 + F')](attachment:gradient.png)
# 
# 정확히 말하면 처음 나온 ResNet은 덧셈 뒤에 ReLU가 있어서, ReLU가 통과시키는 곳에서만 이 길이 열려 있어요. 그리고
# 저자들은 성능 저하의 원인이 기울기 소실이라고 보지 않아요. 지름길 없는 신경망도 배치 정규화 덕분에 기울기는
# 멀쩡했거든요. 항등 함수 근처에서 출발하면 더 좋은 가중치를 찾기가 그만큼 쉽다는 것이 저자들의 설명이에요.

# %%
import math
import random

random.seed(0)
for depth in (10, 20, 56):
    slopes = [random.uniform(-0.5, 0.5) for _ in range(depth)]
    plain = math.prod(slopes)
    residual = math.prod(1 + slope for slope in slopes)
    print(f"{depth} blocks: plain {abs(plain):.0e}, with shortcuts {residual:.2f}")  # with 56: 3e-45 and 1.43

# %% [markdown]
# ## 5. 병목 블록
# 
# ResNet-50의 블록에는 합성곱이 세 개 있어요. 1x1로 얇게 만들고, 3x3으로 둘러보고, 1x1로 다시 두껍게 만들어요.
# 인셉션에서 본 방법을 한 번 더 쓰는 거예요.
# 
# ![지름길 없는 블록, 항등 블록, 투영 블록, 기본 블록의 그래프](attachment:blocks.png)
# 
# | 채널 256개에서 | 가중치 |
# |---|---|
# | 3x3, 3x3, 모두 필터 256개 | 2 x 9 x 256 x 256 = 1,179,648 |
# | 1x1 64개, 3x3 64개, 1x1 256개 (병목) | 256 x 64 + 9 x 64 x 64 + 64 x 256 = **69,632** |
# 
# 17분의 1이에요. 채널이 64개뿐일 때의 3x3 합성곱 두 개(73,728)보다도 적어요.
# 
# **항등 블록**의 지름길에는 아무것도 없어요. 들어온 채널 수와 나가는 채널 수가 같거든요.
# 
# | 층 | 필터 | |
# |---|---|---|
# | 1x1 합성곱, 배치 정규화, ReLU | f1 | 얇게 만들기 |
# | 3x3 합성곱 (패딩 'same'), 배치 정규화, ReLU | f2 | 둘러보기 |
# | 1x1 합성곱, 배치 정규화 | f3 | 두껍게 만들기, **아직 ReLU 없음** |
# | x 더하기 | | |
# | ReLU | | |
# 
# 합성곱, 정규화, 활성화 순서예요. 합성곱에는 **편향이 없어요**. 배치 정규화가 평균을 빼면서 상수도 함께 빼 버리니까요.
# (`use_bias=True`로 두어도 계산 결과는 같아요. 점수는 깎이지 않고 메모리만 더 써요.) 덧셈 앞에는 왜 ReLU가 없을까요?
# 있다면 F(x)가 음수가 될 수 없어서 더할수록 커지기만 해요.
# 
# **할 일:** `identity_block`을 작성하세요. `filters`는 숫자 세 개이고, 마지막 숫자는 x의 채널 수와 같아요.

# %%
def identity_block(x, filters):
    """Add a bottleneck to an unchanged x: ReLU(F(x) + x).

    F: 1x1 convolution, BatchNormalization, ReLU; 3x3 convolution, BatchNormalization, ReLU; 1x1 convolution,
    BatchNormalization. Stride 1, padding 'same', no bias.

    Args:
        x: feature maps, shape (H, W, f3) without the batch.
        filters: (f1, f2, f3) filters of the three convolutions.

    Returns:
        Feature maps, shape (H, W, f3).

    Source: He et al., Deep Residual Learning for Image Recognition, arXiv:1512.03385, figure 5 (right).

    >>> x = keras.Input((56, 56, 256))
    >>> y = identity_block(x, (64, 64, 256))
    >>> y.shape, keras.Model(x, y).count_params()
    ((None, 56, 56, 256), 71168)
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %%
check(identity_block)

# %% [markdown]
# ### 크기가 다를 때
# 
# 스테이지가 바뀌면 특징맵의 크기는 절반이 되고 두께는 두 배가 돼요. 그러면 x를 그대로 더할 수 없어요. 방법은 두
# 가지예요.
# 
# - **옵션 A**: x에서 한 픽셀씩 건너뛰며 뽑고, 모자란 채널은 0으로 채워요. 매개변수가 들지 않아요.
# - **옵션 B**: 스트라이드가 같고 필터가 필요한 만큼 있는 1x1 합성곱과 배치 정규화를 써요.
# 
# ResNet-34에서 top-1 오류율은 옵션 A가 25.03 %, B가 24.52 %예요(He 외, 표 3). 대부분 B를 쓰고, 이번 과제에서도 B를
# 써요.
# 
# **투영 블록**은 이렇게 생겼어요.
# 
# | 경로 | 층 | 필터 | 스트라이드 |
# |---|---|---|---|
# | 주 경로 | 1x1 합성곱, 배치 정규화, ReLU | f1 | **stride** |
# | 주 경로 | 3x3 합성곱 (패딩 'same'), 배치 정규화, ReLU | f2 | 1 |
# | 주 경로 | 1x1 합성곱, 배치 정규화 | f3 | 1 |
# | 지름길 | 1x1 합성곱, 배치 정규화, ReLU 없음 | f3 | **stride** |
# | | 덧셈, ReLU | | |
# 
# 스트라이드는 논문과 `keras.applications`에서처럼 *첫 번째* 1x1 합성곱에 둬요. (PyTorch는 3x3에 둬요. 조금 더
# 정확하고 조금 더 느린데, "v1.5"라고 불러요. 이 과제에서는 다른 신경망으로 봐요.) 두 경로가 모두 스트라이드를 써야
# 해요. 그러지 않으면 크기가 달라서 Keras가 더해 주지 않아요. 첫 스테이지에서는 stride가 1이에요.

# %%
def projection_block(x, filters, stride=2):
    """Add a bottleneck to a projected x: ReLU(F(x) + projection).

    F as in identity_block, its first 1x1 convolution with the stride. The projection: 1x1 convolution of f3 filters
    with the stride, BatchNormalization. No bias.

    Args:
        x: feature maps, shape (H, W, C) without the batch.
        filters: (f1, f2, f3) filters of the three convolutions.
        stride: of the first convolution and of the projection.

    Returns:
        Feature maps, shape (ceil(H / stride), ceil(W / stride), f3).

    Source: He et al., Deep Residual Learning for Image Recognition, arXiv:1512.03385, section 3.3, option B.

    >>> x = keras.Input((56, 56, 256))
    >>> y = projection_block(x, (128, 128, 512))
    >>> y.shape, keras.Model(x, y).count_params()
    ((None, 28, 28, 512), 381952)
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %%
check(projection_block)

# %% [markdown]
# ## 6. ResNet-50
# 
# ![ResNet-50: 줄기, 블록 3, 4, 6, 3개인 스테이지, 56, 28, 14, 7픽셀](attachment:resnet50.png)
# 
# | 층 | 출력 | 매개변수 수 |
# |---|---|---|
# | 입력 | 224x224x3 | |
# | `ZeroPadding2D(3)`, 7x7 합성곱, 64개, 스트라이드 2, 편향 없음 | 112x112x64 | 9,408 |
# | 배치 정규화, ReLU | 112x112x64 | 256 |
# | `ZeroPadding2D(1)`, 3x3 최대 풀링, 스트라이드 2 | 56x56x64 | |
# | 스테이지 1: 투영 (64, 64, 256), **스트라이드 1**, 항등 2개 | 56x56x256 | 76,288 + 2 x 71,168 |
# | 스테이지 2: 투영 (128, 128, 512), 스트라이드 2, 항등 3개 | 28x28x512 | 381,952 + 3 x 281,600 |
# | 스테이지 3: 투영 (256, 256, 1024), 스트라이드 2, 항등 5개 | 14x14x1024 | 1,517,568 + 5 x 1,120,256 |
# | 스테이지 4: 투영 (512, 512, 2048), 스트라이드 2, 항등 2개 | 7x7x2048 | 6,049,792 + 2 x 4,468,736 |
# | 전역 평균 풀링 | 2048 | |
# | Dense, 소프트맥스 | 1000 | 2,049,000 |
# | | | **25,610,152** |
# 
# 가중치가 있는 층은 1 + 3 x (3 + 4 + 6 + 3) + 1 = **50**개예요(투영은 세지 않아요).
# 
# 왜 패딩 'same'이 아니라 `ZeroPadding2D(3)`일까요? 논문은 사방에 3픽셀씩 패딩해요. 스트라이드가 2이면 Keras의
# 'same'은 위에 2픽셀, 아래에 3픽셀을 붙여서 창의 위치가 한 픽셀씩 밀려요. 그러면 다른 신경망이 돼요. 풀링도
# 마찬가지예요. (아래에 붙인 3줄 가운데 마지막 줄에는 창이 닿지 않아서, "위 3, 아래 2"라고 해도 같아요.)
# 
# `keras.applications.ResNet50`은 25,636,712개예요. 합성곱마다 편향이 있는데, 배치 정규화가 다시 없애 버려요. 그것만
# 빼면 여러분의 신경망과 같아요.
# 
# ## 7. 작은 이미지: 실험에 쓰는 ResNet
# 
# 32x32픽셀에 클래스가 몇 개뿐이면 He와 동료들은 3x3 합성곱 두 개로 된 더 가벼운 블록을 써요. **기본 블록**이에요.
# 
# | 경로 | 층 | 스트라이드 |
# |---|---|---|
# | 주 경로 | 3x3 합성곱 (패딩 'same'), 배치 정규화, ReLU | **stride** |
# | 주 경로 | 3x3 합성곱 (패딩 'same'), 배치 정규화 | 1 |
# | 지름길 | x 그대로. 스트라이드가 1이 아니거나 **채널 수가 다르면** 1x1 합성곱, 배치 정규화 | **stride** |
# | | 덧셈, ReLU | |
# 
# 합성곱은 모두 필터가 `filters`개이고 편향이 없어요.

# %%
def basic_block(x, filters, stride=1):
    """Add two 3x3 convolutions to x: ReLU(F(x) + shortcut).

    F: 3x3 convolution with the stride, BatchNormalization, ReLU; 3x3 convolution, BatchNormalization. The shortcut is
    x itself, or, where the stride is not 1 or x has another number of channels, a 1x1 convolution with the stride and
    BatchNormalization. Padding 'same', no bias.

    Args:
        x: feature maps, shape (H, W, C) without the batch.
        filters: filters of every convolution.
        stride: of the first convolution and of the projection.

    Returns:
        Feature maps, shape (ceil(H / stride), ceil(W / stride), filters).

    Source: He et al., Deep Residual Learning for Image Recognition, arXiv:1512.03385, figure 5 (left), option B.

    >>> x = keras.Input((32, 32, 16))
    >>> keras.Model(x, basic_block(x, 16)).count_params()
    4736
    >>> y = basic_block(x, 32, stride=2)
    >>> y.shape, keras.Model(x, y).count_params()
    ((None, 16, 16, 32), 14720)
    """
    shortcut = x
    if stride != 1 or x.shape[-1] != filters:
        shortcut = layers.Conv2D(filters, 1, strides=stride, padding="same", use_bias=False)(x)
        shortcut = layers.BatchNormalization()(shortcut)
    x = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    x = layers.Conv2D(filters, 3, strides=1, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.add([shortcut, x])
    return layers.Activation("relu")(x)

# %%
check(basic_block)

# %% [markdown]
# 이제 신경망 두 개를 쌓아요. 먼저 6절의 표를 따라 ResNet-50이에요. 앞에서 만든 `projection_block`과 `identity_block`을
# 쓰세요.

# %%
def resnet50(input_shape=(224, 224, 3), classes=1000):
    """Build ResNet-50, line by line as in the table.

    Stem: zero padding of 3, 7x7 convolution of 64 filters with stride 2 and no bias, BatchNormalization, ReLU; zero
    padding of 1, 3x3 max pooling with stride 2. Four stages of 3, 4, 6 and 3 blocks, the first block of each a
    projection block, with stride 1 in the first stage and 2 in the others. Global average pooling, Dense, softmax.

    Args:
        input_shape: (height, width, channels).
        classes: number of classes.

    Returns:
        A keras.Model with one output, shape (classes,).

    Source: He et al., Deep Residual Learning for Image Recognition, arXiv:1512.03385, table 1.

    >>> resnet50().count_params()
    25610152
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %%
check(resnet50)

# %% [markdown]
# ### `resnet_cifar(n)`
# 
# | 층 | 출력 | n = 3일 때 매개변수 수 |
# |---|---|---|
# | 입력 | 32x32x3 | |
# | 3x3 합성곱 (패딩 'same'), 16개, 스트라이드 1, 편향 없음 | 32x32x16 | 432 |
# | 배치 정규화, ReLU | 32x32x16 | 64 |
# | 스테이지 1: 필터 16개인 기본 블록 n개, 모두 스트라이드 1 | 32x32x16 | 3 x 4,736 |
# | 스테이지 2: 필터 32개인 기본 블록 n개, 첫 블록만 스트라이드 2 | 16x16x32 | 14,720 + 2 x 18,688 |
# | 스테이지 3: 필터 64개인 기본 블록 n개, 첫 블록만 스트라이드 2 | 8x8x64 | 58,112 + 2 x 74,240 |
# | 전역 평균 풀링 | 64 | |
# | Dense, 소프트맥스 | 10 | 650 |
# | | | **274,042** |
# 
# 층은 1 + 3 x 2n + 1 = **6n + 2**개예요. n = 3이면 ResNet-20, n = 9이면 ResNet-56이에요. 7x7 줄기와 최대 풀링은 쓰지
# 않아요. 쓴다면 첫 블록에 닿기도 전에 32픽셀이 8픽셀로 줄어요.
# 
# 논문은 여기서 옵션 A를 써서 매개변수가 271,098개예요. 투영 두 개, 곧 2,944개가 적어요. 우리는 B를 써요. A에 필요한
# 슬라이싱과 채널 패딩은 층이 아니라서 채점기가 읽지 못하거든요. 논문의 CIFAR-10 오류율은 20층 8.75 %, 56층 6.97 %,
# 110층 6.43 %예요(표 6).
# 
# 이 신경망은 채점기가 **학습까지** 시켜요. 지름길만 뺀 똑같은 신경망과 나란히 학습시키는 성능 저하 실험이에요.

# %%
def resnet_cifar(n, input_shape=(32, 32, 3), classes=10):
    """Build the ResNet of 6n + 2 layers for small images, line by line as in the table.

    Stem: 3x3 convolution of 16 filters, padding 'same', no bias, BatchNormalization, ReLU. Three stages of n basic
    blocks with 16, 32 and 64 filters; the first block of the second and the third stage has stride 2. Global average
    pooling, Dense, softmax.

    Args:
        n: basic blocks in each stage, at least 1.
        input_shape: (height, width, channels).
        classes: number of classes.

    Returns:
        A keras.Model with one output, shape (classes,).

    Source: He et al., Deep Residual Learning for Image Recognition, arXiv:1512.03385, section 4.2, with option B.

    >>> resnet_cifar(3).count_params()
    274042
    """
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(16, 3, padding="same", use_bias=False)(inputs)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    for filters, stride in ((16, 1), (32, 2), (64, 2)):
        for block in range(n):
            x = basic_block(x, filters, stride if block == 0 else 1)
    x = layers.GlobalAveragePooling2D()(x)
    outputs = layers.Dense(classes, activation="softmax")(x)
    return keras.Model(inputs, outputs)

# %%
check(resnet_cifar)

# %%
with keras.StatelessScope(initialize_variables=False):
    for n in (3, 5, 7, 9, 18):
        print(f"ResNet-{6 * n + 2}: {resnet_cifar(n).count_params():,} parameters")

# %% [markdown]
# ResNet-20의 한 칸은 32픽셀 중 얼마를 볼까요? 층을 따라가며 보세요. 간격을 늘리는 층은 어느 것인가요?

# %%
try:
    from IPython.display import display

    from cnnkit import show

    display(show.receptive_field(resnet_cifar(3)))
except ImportError as error:  # Matplotlib is not installed
    print(error)

# %% [markdown]
# **어디에 쓰일까요?** 요즘 이미지를 다루는 신경망에는 거의 모두 두 아이디어가 들어 있어요. 채널을 섞는 1x1 합성곱과,
# 블록을 건너뛰는 지름길이에요. 트랜스포머도 마찬가지예요. 어텐션에 x를 더하고, 픽셀이나 단어 하나마다 Dense 층 두
# 개를 거친 다음 또 x를 더해요.
# 
# 더 생각해 볼 질문이에요.
# 
# - 1x1 합성곱의 수용 영역은 픽셀 하나예요. 그러면 인셉션 블록은 어디에서 더 넓게 볼까요?
# - ResNet-50에서 항등 블록 하나의 가중치가 모두 0이 되면 어떻게 될까요? VGG의 블록이라면요?
# - 블록마다 지나가거나 건너뛸 수 있다면, 블록이 16개인 ResNet에서 입력부터 출력까지 길은 모두 몇 개일까요? (Veit 외
#   2016에 따르면 2의 16제곱 개이고, 대부분은 짧은 길이에요.)
