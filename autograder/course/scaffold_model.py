"""The first lesson and rubric of an assignment in which students build a network. `$name` is filled in."""

LESSON = '''
# %% [markdown] lang="en"
# # $title_en
#
# Say in two sentences what this network is for, then draw it as a table:
#
# | layer | output | parameters |
# |---|---|--:|
# | input | 28x28x1 | 0 |
# | convolution, 8 filters 3x3, zero padding, ReLU | 28x28x8 | 80 |
# | max pooling 2x2 | 14x14x8 | 0 |
# | dense, softmax | 10 | 15690 |
#
# ### Your turn
#
# Write `small_network`. It returns a Keras model.

# %% [markdown] lang="ko"
# # $title_ko
#
# 이 신경망이 무엇을 하는지 두 문장으로 설명한 다음, 표로 그려 주세요.
#
# | 층 | 출력 | 매개변수 |
# |---|---|--:|
# | 입력 | 28x28x1 | 0 |
# | 합성곱, 3x3 필터 8개, 0으로 패딩, ReLU | 28x28x8 | 80 |
# | 최대 풀링 2x2 | 14x14x8 | 0 |
# | 완전 연결, 소프트맥스 | 10 | 15690 |
#
# ### 직접 해 보기
#
# `small_network`를 작성하세요. Keras 모델을 돌려주면 돼요.

# %%
import keras
from keras import layers

from cnnkit import check, hint


# %%
def small_network(input_shape=(28, 28, 1), classes=10):
    """Build a network with one convolution.

    Args:
        input_shape: height, width and channels of an image.
        classes: how many classes are told apart.

    Returns:
        A keras.Model that is not compiled.

    >>> small_network().count_params()
    15770
    """
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Conv2D(8, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(classes, activation="softmax"),
        ]
    )
    ### END SOLUTION


# %%
check(small_network)

# %% [markdown] lang="en"
# Stuck? Each call of `hint` gives one more.

# %% [markdown] lang="ko"
# 막혔나요? `hint`를 실행할 때마다 힌트가 하나씩 나와요.

# %% tags=["demo"]
hint(small_network)
'''

CHECKS = '''
"""How $name is graded, and the mistakes we can name."""

import keras
from keras import layers

from autograder.rubric import ModelCheck

# Every aspect in which a network can differ has its points, so that no wrong one gets them all.
small_network = ModelCheck(
    worth={
        "output_shape": 1,
        "parameters": 2,
        "wiring": 2,
        "strides_padding": 2,
        "activation": 1,
        "head": 1,
        "normalisation": 1,
        "dropout": 1,
    },
    calls=[(), ((30, 21, 3), 7)],  # other sizes too, so that numbers written in by hand are seen
    public=[(), ((12, 16, 1), 4)],
)


def built(input_shape=(28, 28, 1), classes=10, *, padding="same", activation="relu"):
    """The network, with what the mistakes below change."""
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Conv2D(8, 3, padding=padding, activation=activation),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(classes, activation="softmax"),
        ]
    )


@small_network.mistake
def no_padding(small_network, input_shape=(28, 28, 1), classes=10):
    """Is the map as large as the image?
    Without padding the convolution loses one row or column of pixels on each side.
    - Compare the shapes in model.summary() with the table.
    - What does `padding` mean for Conv2D?

    특징맵의 크기가 이미지와 같나요?
    패딩이 없으면 합성곱을 거칠 때 가장자리가 한 줄씩 사라져요.
    - model.summary()에 나온 모양을 표와 비교해 보세요.
    - Conv2D의 `padding`은 무슨 뜻일까요?
    """
    return built(input_shape, classes, padding="valid")


@small_network.mistake
def no_activation(small_network, input_shape=(28, 28, 1), classes=10):
    """What follows the convolution?
    Without an activation the convolution and the dense layer are one linear step.
    - Look for the ReLU of the table in your network.
    - Which argument of Conv2D adds it?

    합성곱 다음에는 무엇이 오나요?
    활성화 함수가 없으면 합성곱과 완전 연결 층을 합쳐도 선형 계산 한 번과 같아요.
    - 표에 있는 ReLU를 내 신경망에서 찾아보세요.
    - Conv2D의 어느 인수가 ReLU를 더해 줄까요?
    """
    return built(input_shape, classes, activation=None)
'''
