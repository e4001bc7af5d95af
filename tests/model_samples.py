"""Made-up functions that build networks, right and wrong, judged as those of a student are: for what people read."""

from functools import cache

import keras
from keras import layers

from autograder.judge.call_model import call_model
from autograder.judge.models import judge_model
from autograder.models import frozen
from autograder.models.config import read_model
from autograder.models.findings import LABELS
from autograder.models.graph import canonical
from autograder.records import AspectFacts, Case, CheckFacts, Hints, Mistake, Outcome
from autograder.sandbox.inside.values import FeatureMap
from tests.test_models_networks import alexnet, conv, free, googlenet, inception_block, resnet50

WORTH = {"output_shape": 1, "parameters": 1, "wiring": 4, "normalisation": 2, "activation": 2, "strides_padding": 2}
MAP = FeatureMap((28, 28, 256))


def normal(y):
    return layers.BatchNormalization()(y)


def relu(y):
    return layers.Activation("relu")(y)


def plain(y, filters, k=1, strides=1):
    return layers.Conv2D(filters, k, strides=strides, padding="same", use_bias=False)(y)


def identity_block(x, filters):
    f1, f2, f3 = filters
    y = relu(normal(plain(x, f1)))
    y = relu(normal(plain(y, f2, 3)))
    y = normal(plain(y, f3))
    return relu(layers.Add()([x, y]))


def relu_too_many(x, filters):
    f1, f2, f3 = filters
    y = relu(normal(plain(x, f1)))
    y = relu(normal(plain(y, f2, 3)))
    y = relu(normal(plain(y, f3)))
    return relu(layers.Add()([x, y]))


def concatenates(x, filters):
    f1, f2, f3 = filters
    y = relu(normal(plain(x, f1)))
    y = relu(normal(plain(y, f2, 3)))
    y = normal(plain(y, f3))
    return relu(layers.Concatenate()([x, y]))


def forgets_normalisation(x, filters):
    f1, f2, f3 = filters
    y = relu(plain(x, f1))
    y = relu(plain(y, f2, 3))
    return relu(layers.Add()([x, plain(y, f3)]))


def forgets_the_shortcut(x, filters):
    f1, f2, f3 = filters
    y = relu(normal(plain(x, f1)))
    y = relu(normal(plain(y, f2, 3)))
    return relu(normal(plain(y, f3)))


def relu_before_normalisation(x, filters):
    f1, f2, f3 = filters
    y = normal(relu(plain(x, f1)))
    y = normal(relu(plain(y, f2, 3)))
    return relu(layers.Add()([x, normal(plain(y, f3))]))


def with_lambda(x, filters):
    return layers.Lambda(lambda y: y * 2)(identity_block(x, filters))


def returns_none(x, filters):
    identity_block(x, filters)


def returns_a_number(x, filters):
    return 3


def raises(x, filters):
    return layers.Add()([x, plain(x, filters[0])])


def resnet50_stays_large():
    def block(x, filters, stride=1, *, project=False):
        y = relu(normal(layers.Conv2D(filters, 1, strides=1 if filters == 256 else stride, use_bias=False)(x)))
        y = relu(normal(layers.Conv2D(filters, 3, padding="same", use_bias=False)(y)))
        y = normal(layers.Conv2D(4 * filters, 1, use_bias=False)(y))
        if project:
            x = normal(layers.Conv2D(4 * filters, 1, strides=1 if filters == 256 else stride, use_bias=False)(x))
        return relu(x + y)

    return resnet50(block)


def resnet50_without_normalisation():
    def block(x, filters, stride=1, *, project=False):
        y = relu(layers.Conv2D(filters, 1, strides=stride, use_bias=False)(x))
        y = relu(layers.Conv2D(filters, 3, padding="same", use_bias=False)(y))
        y = layers.Conv2D(4 * filters, 1, use_bias=False)(y)
        x = layers.Conv2D(4 * filters, 1, strides=stride, use_bias=False)(x) if project else x
        return relu(x + y)

    return resnet50(block)


def alexnet_without_padding():
    x = inputs = keras.Input((227, 227, 3))
    x = layers.MaxPooling2D(3, 2)(conv(x, 96, 11, 4, "valid"))
    x = layers.MaxPooling2D(3, 2)(conv(x, 256, 5, padding="valid"))
    x = conv(conv(x, 384, 3, padding="valid"), 384, 3, padding="valid")
    x = layers.Flatten()(layers.MaxPooling2D(3, 2)(conv(x, 256, 3, padding="valid")))
    for _ in range(2):
        x = layers.Dropout(0.5)(layers.Dense(4096, activation="relu")(x))
    return keras.Model(inputs, layers.Dense(1000, activation="softmax")(x))


def vgg16():
    return keras.applications.VGG16(weights=None)


def vgg16_with_average_pooling():
    body = keras.applications.VGG16(weights=None, include_top=False, input_shape=(224, 224, 3))
    x = layers.GlobalAveragePooling2D()(body.output)
    return keras.Model(body.input, layers.Dense(1000, activation="softmax")(x))


def shared_reduction(x, f1, f3r, f3, f5r, f5, fp):
    narrow = conv(x, f3r, 1)
    pooled = conv(layers.MaxPooling2D(3, 1, padding="same")(x), fp, 1)
    return layers.Concatenate()([conv(x, f1, 1), conv(narrow, f3, 3), conv(narrow, f5, 5), pooled])


def other_order(x, f1, f3r, f3, f5r, f5, fp):
    large = conv(conv(x, f5r, 1), f5, 5)
    pooled = conv(layers.MaxPooling2D(3, 1, padding="same")(x), fp, 1)
    return layers.Concatenate()([large, pooled, conv(x, f1, 1), conv(conv(x, f3r, 1), f3, 3)])


INCEPTION_ARGS = (FeatureMap((28, 28, 192)), 64, 96, 128, 16, 32, 32)
HINTS = {
    "en": Hints(
        "Is there an activation right before the addition?",
        "The sum of both paths is activated once, after they meet.",
        ("Look at what stands between the last BatchNormalization and Add.", "One of your ReLUs has to go."),
    ),
    "ko": Hints(
        "덧셈 바로 앞에 활성화 함수가 있지 않나요?",
        "두 갈래는 만난 다음에 한 번만 활성화해요.",
        ("마지막 BatchNormalization과 Add 사이를 보세요.", "ReLU 하나를 빼야 해요."),
    ),
}


def aspects():
    return tuple(AspectFacts(name, LABELS[name], points, "model") for name, points in WORTH.items())


def mistake(wrong, args):
    return {wrong.__name__: Outcome("value", value=canonical(read_model(call_model(wrong, args).value)).key)}


@cache
def facts(right, *calls, name="", named=None):
    cases = []
    for args in calls:
        text = frozen.to_text(read_model(call_model(right, args).value))
        low = Outcome("value", value=text)
        cases.append(Case("", args, "C", low, low, mistake(named, args) if named else {}, 0.0))
    mistakes = (Mistake(named.__name__, HINTS),) if named else ()
    return CheckFacts(name or right.__name__, (), aspects(), tuple(cases), mistakes, "model")


BLOCK_CALLS = ((FeatureMap((8, 8, 16)), (4, 4, 16)), (MAP, (64, 64, 256)))
BLOCK = facts(identity_block, *BLOCK_CALLS, named=relu_too_many)
UNNAMED = facts(identity_block, *BLOCK_CALLS)
INCEPTION = facts(inception_block, INCEPTION_ARGS)


def judged(known, function):
    return judge_model(known, lambda case: call_model(function, case.args))


def build(right, name, student):
    known = facts(right, (), name=name)
    return judged(known, student), known


@cache
def models():
    """name -> (item, facts)."""
    with free():
        found = {
            "named": (judged(BLOCK, relu_too_many), BLOCK),
            "unnamed": (judged(UNNAMED, relu_too_many), UNNAMED),
            "right": (judged(BLOCK, identity_block), BLOCK),
            "concatenates": (judged(BLOCK, concatenates), BLOCK),
            "no normalisation": (judged(BLOCK, forgets_normalisation), BLOCK),
            "no shortcut": (judged(BLOCK, forgets_the_shortcut), BLOCK),
            "order": (judged(BLOCK, relu_before_normalisation), BLOCK),
            "refused": (judged(BLOCK, with_lambda), BLOCK),
            "none": (judged(BLOCK, returns_none), BLOCK),
            "number": (judged(BLOCK, returns_a_number), BLOCK),
            "raised": (judged(BLOCK, raises), BLOCK),
            "shared": (judged(INCEPTION, shared_reduction), INCEPTION),
            "branch order": (judged(INCEPTION, other_order), INCEPTION),
            "resnet50": build(resnet50, "resnet50", resnet50_stays_large),
            "resnet50 bare": build(resnet50, "resnet50", resnet50_without_normalisation),
            "alexnet": build(alexnet, "alexnet", alexnet_without_padding),
            "vgg16": build(vgg16, "vgg16", vgg16_with_average_pooling),
            "googlenet": build(googlenet, "googlenet", lambda: googlenet(aux=False)),
        }
    return found
