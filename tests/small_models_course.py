"""A made-up course of one tiny assignment with networks and a plain function, quick to build and grade."""

from pathlib import Path

NAME = "b03_networks"

LESSON = '''
# %% [markdown] lang="en"
# # Networks

# %% [markdown] lang="ko"
# # 신경망

# %%
import keras
from keras import layers

from cnnkit import check


# %%
def tiny(input_shape=(10, 10, 1), classes=3):
    """Two convolutions and a Dense layer.

    >>> tiny().count_params()
    723
    """
    ### BEGIN SOLUTION
    inputs = keras.Input(input_shape)
    hidden = layers.Conv2D(4, 3, activation="relu")(inputs)
    hidden = layers.MaxPooling2D(2)(hidden)
    hidden = layers.Conv2D(8, 3, padding="same", activation="relu")(hidden)
    hidden = layers.Flatten()(hidden)
    return keras.Model(inputs, layers.Dense(classes, activation="softmax")(hidden))
    ### END SOLUTION


# %%
check(tiny)


# %%
def block(x, filters):
    """A convolution beside a shortcut."""
    ### BEGIN SOLUTION
    beside = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    beside = layers.BatchNormalization()(beside)
    return layers.ReLU()(layers.Add()([beside, x]))
    ### END SOLUTION


# %%
check(block)


# %%
def pooled(size, window):
    """How many windows fit."""
    ### BEGIN SOLUTION
    return size // window
    ### END SOLUTION


# %%
check(pooled)
'''

CHECKS = '''
"""How b03_networks is graded."""

import keras
from hypothesis import strategies as st
from keras import layers

from autograder.rubric import Aspect, Check, FeatureMap, ModelCheck, Trained

tiny = ModelCheck(
    worth={"output_shape": 2, "parameters": 2, "wiring": 3, "activation": 2, "strides_padding": 1},
    calls=[(), ((12, 12, 3), 5)],
    public=[((14, 14, 1), 4)],
    trained=Trained("lenet_fashion", 2),
)


def _tiny(input_shape=(10, 10, 1), classes=3, *, activation="relu", padding="same", head="softmax"):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Conv2D(4, 3, activation=activation),
            layers.MaxPooling2D(),
            layers.Conv2D(8, 3, padding=padding, activation=activation),
            layers.Flatten(),
            layers.Dense(classes, activation=head),
        ]
    )


@tiny.mistake
def no_padding(tiny, input_shape=(10, 10, 1), classes=3):
    """Does the second convolution keep the size of its map?
    Its output is smaller than its input.
    - Compare the shapes in model.summary().
    - What does `padding` do?

    두 번째 합성곱의 출력 크기가 입력과 같은가요?
    출력이 입력보다 작아요.
    - model.summary()에서 모양을 비교해 보세요.
    - `padding`은 무슨 일을 하나요?
    """
    return _tiny(input_shape, classes, padding="valid")


@tiny.mistake
def no_activation(tiny, input_shape=(10, 10, 1), classes=3):
    """Is there anything between two convolutions?
    Without an activation two convolutions are one.
    - Look for ReLU in model.summary().
    - Which argument of Conv2D adds it?

    합성곱 사이에 무엇이 있나요?
    활성화 함수가 없으면 합성곱 두 개가 하나와 같아요.
    - model.summary()에서 ReLU를 찾아보세요.
    - Conv2D의 어느 인수가 더해 주나요?
    """
    return _tiny(input_shape, classes, activation=None)


block = ModelCheck(
    worth={"output_shape": 1, "wiring": 2, "normalisation": 1, "activation": 1},
    calls=[(FeatureMap((6, 6, 4)), 4), (FeatureMap((5, 5, 2)), 2)],
    public=[(FeatureMap((4, 4, 3)), 3)],
)


@block.mistake
def no_shortcut(block, x, filters):
    """Does x still reach the output?
    Only the convolution's path is left.
    - How many inputs has the addition?
    - Draw the block.

    x가 출력까지 이어지나요?
    합성곱을 지나는 길만 남았어요.
    - 덧셈에 들어가는 입력은 몇 개인가요?
    - 블록을 그려 보세요.
    """
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    return layers.ReLU()(layers.BatchNormalization()(x))


@block.mistake
def smaller_path(block, x, filters):
    """Do both paths keep the size?
    One of them is smaller where they are added.
    - Print the shape of both.
    - What does `padding` do?

    두 길의 크기가 같은가요?
    더하는 곳에서 한쪽이 더 작아요.
    - 두 모양을 출력해 보세요.
    - `padding`은 무슨 일을 하나요?
    """
    beside = layers.Conv2D(filters, 3, use_bias=False)(x)
    x = layers.MaxPooling2D(3, 1)(x)
    return layers.ReLU()(layers.Add()([layers.BatchNormalization()(beside), x]))


pooled = Check(
    atol=0, aspects=[Aspect("values", 2, st.tuples(st.integers(4, 30), st.integers(2, 4)), ko="값", cases=4)]
)


@pooled.mistake
def rounds_up(pooled, size, window):
    """Is a window that does not fit counted?
    The last one hangs over the edge.
    - What is pooled(5, 2)?
    - Which division rounds down?

    다 들어가지 않는 창도 세고 있나요?
    마지막 창이 가장자리를 넘어요.
    - pooled(5, 2)는 얼마인가요?
    - 내림하는 나눗셈은 무엇인가요?
    """
    return -(-size // window)
'''

TINY = """
def tiny(input_shape=(10, 10, 1), classes=3):
    return keras.Sequential([
        keras.Input(input_shape),
        layers.Conv2D(4, (3, 3)), layers.ReLU(), layers.MaxPool2D(),
        layers.Conv2D(8, 3, padding="same"), layers.Activation("relu"),
        layers.Flatten(), layers.Dense(classes), layers.Softmax(),
    ], name="mine")
"""
BLOCK = """
def block(x, filters):
    y = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    return keras.activations.relu(x + layers.BatchNormalization()(y))
"""
POOLED = """
def pooled(size, window):
    return size // window
"""


def write(folder: Path) -> Path:
    """Write the course below a folder, and return its lessons' folder."""
    for name, text in (("lesson.py", LESSON), ("checks.py", CHECKS)):
        path = folder / "solutions" / NAME / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), "utf-8")
    return folder / "solutions"
