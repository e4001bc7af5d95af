"""Networks for a11_inception_resnet as people write them: right ones in many styles, and wrong ones, all by hand.

RIGHT: function -> what is special -> how somebody writes it. WRONG: the same, and words that the differences must hold
and the aspect that must be lost.
"""

import keras
from keras import Model, Sequential, layers
from keras.layers import BatchNormalization, Conv2D, Dense, Dropout, ReLU

RIGHT = {}
WRONG = {}


def right(style):
    """Keep a right way to write the function whose name the function begins with."""

    def keep(build):
        RIGHT.setdefault(build.__name__.split("__")[0], {})[style] = build
        return build

    return keep


def wrong(words, aspect):
    """Keep a wrong one: the function's name, two underscores, and what is wrong."""

    def keep(build):
        name, what = build.__name__.split("__")
        WRONG.setdefault(name, {})[what] = (build, words, aspect)
        return build

    return keep


def c(x, filters, k=1, s=1, act="relu", **other):
    return Conv2D(filters, k, strides=s, padding="same", activation=act, **other)(x)


def pool(x, k=3, s=1):
    return layers.MaxPooling2D(k, s, padding="same")(x)


# ---- inception_block, right


@right("ReLU as layers")
def inception_block__1(x, f1, f3r, f3, f5r, f5, fp):
    a = layers.Activation("relu")(Conv2D(f1, (1, 1))(x))
    b = layers.Activation("relu")(Conv2D(f3r, (1, 1), padding="same")(x))
    b = layers.Activation("relu")(Conv2D(f3, (3, 3), padding="same")(b))
    d = ReLU()(Conv2D(f5r, (1, 1))(x))
    d = ReLU()(Conv2D(f5, (5, 5), padding="same")(d))
    e = layers.MaxPool2D((3, 3), strides=(1, 1), padding="same")(x)
    e = ReLU()(Conv2D(fp, (1, 1))(e))
    return layers.Concatenate(axis=3)([a, b, d, e])


@right("pooling branch first")
def inception_block__2(x, f1, f3r, f3, f5r, f5, fp):
    return layers.concatenate([c(pool(x), fp), c(c(x, f5r), f5, 5), c(c(x, f3r), f3, 3), c(x, f1)])


@right("Sequential branches")
def inception_block__3(x, f1, f3r, f3, f5r, f5, fp):
    one = Sequential([Conv2D(f1, 1, activation="relu")])
    three = Sequential([Conv2D(f3r, 1, activation="relu"), Conv2D(f3, 3, activation="relu", padding="same")])
    five = Sequential([Conv2D(f5r, 1, activation="relu"), Conv2D(f5, 5, activation="relu", padding="same")])
    last = Sequential([layers.MaxPooling2D(3, 1, "same"), Conv2D(fp, 1, activation="relu")])
    return layers.Concatenate()([branch(x) for branch in (one, three, five, last)])


@right("padding by hand")
def inception_block__4(x, f1, f3r, f3, f5r, f5, fp):
    b = Conv2D(f3, 3, activation="relu")(layers.ZeroPadding2D(1)(c(x, f3r)))
    d = Conv2D(f5, 5, activation="relu")(layers.ZeroPadding2D(padding=(2, 2))(c(x, f5r)))
    return layers.Concatenate(axis=-1)([c(x, f1), b, d, c(pool(x), fp)])


@right("layers first, called later")
def inception_block__5(x, f1, f3r, f3, f5r, f5, fp):
    made = [Conv2D(f, k, padding="same") for f, k in ((f1, 1), (f3r, 1), (f3, 3), (f5r, 1), (f5, 5), (fp, 1))]
    act = ReLU()
    small = layers.MaxPooling2D(pool_size=3, strides=1, padding="same")
    branches = [[made[0]], made[1:3], made[3:5], [small, made[5]]]
    out = []
    for branch in branches:
        y = x
        for layer in branch:
            y = layer(y)
            if layer is not small:
                y = act(y)
        out.append(y)
    return layers.Concatenate()(out)


@right("joined two by two")
def inception_block__6(x, f1, f3r, f3, f5r, f5, fp):
    left = layers.Concatenate()([c(x, f1), c(c(x, f3r), f3, 3)])
    rest = layers.Concatenate()([c(c(x, f5r), f5, 5), c(pool(x), fp)])
    return layers.Concatenate()([left, rest])


@right("a model of its own")
def inception_block__7(x, f1, f3r, f3, f5r, f5, fp):
    inside = keras.Input(x.shape[1:], name="block_input")
    y = layers.Concatenate()([c(inside, f1), c(c(inside, f3r), f3, 3), c(c(inside, f5r), f5, 5), c(pool(inside), fp)])
    return Model(inside, y, name="inception")(x)


class Branches:
    """Somebody's helper class: no layer, only a place for the numbers."""

    def __init__(self, x):
        self.x, self.out = x, []

    def add(self, *steps):
        y = self.x
        for filters, size in steps:
            y = pool(y) if filters is None else c(y, filters, size, kernel_initializer="he_normal", name=None)
        self.out.append(y)
        return self


@right("a helper class, other starting values")
def inception_block__8(x, f1, f3r, f3, f5r, f5, fp):
    made = Branches(x).add((f1, 1)).add((f3r, 1), (f3, 3)).add((f5r, 1), (f5, 5)).add((None, 3), (fp, 1))
    return layers.concatenate(made.out)


@right("1x1 as Dense at every pixel")
def inception_block__9(x, f1, f3r, f3, f5r, f5, fp):
    b = c(Dense(f3r, "relu")(x), f3, 3)
    return layers.Concatenate()([Dense(f1, "relu")(x), b, c(Dense(f5r, "relu")(x), f5, 5), Dense(fp, "relu")(pool(x))])


# ---- inception_block, wrong


def four(x, f1, f3r, f3, f5r, f5, fp):
    return [c(x, f1), c(c(x, f3r), f3, 3), c(c(x, f5r), f5, 5), c(pool(x), fp)]


def cat(*parts):
    return layers.Concatenate()(list(parts))


@wrong("7×7 kernel", "parameters")
def inception_block__7x7(x, f1, f3r, f3, f5r, f5, fp):
    return cat(c(x, f1), c(c(x, f3r), f3, 3), c(c(x, f5r), f5, 7), c(pool(x), fp))


@wrong("joins 3 branches", "wiring")
def inception_block__no_pooling_branch(x, f1, f3r, f3, f5r, f5, fp):
    return cat(*four(x, f1, f3r, f3, f5r, f5, fp)[:3])


@wrong("joins 5 branches", "wiring")
def inception_block__x_joined_too(x, f1, f3r, f3, f5r, f5, fp):
    return cat(*four(x, f1, f3r, f3, f5r, f5, fp), x)


@wrong("Missing: a ReLU", "activation")
def inception_block__linear_projection(x, f1, f3r, f3, f5r, f5, fp):
    return cat(*four(x, f1, f3r, f3, f5r, f5, fp)[:3], c(pool(x), fp, act=None))


@wrong("is sigmoid; expected: ReLU", "activation")
def inception_block__sigmoid(x, f1, f3r, f3, f5r, f5, fp):
    return cat(c(x, f1, act="sigmoid"), *four(x, f1, f3r, f3, f5r, f5, fp)[1:])


@wrong("has no bias", "parameters")
def inception_block__no_bias(x, f1, f3r, f3, f5r, f5, fp):
    def free(y, f, k=1):
        return c(y, f, k, use_bias=False)

    return cat(free(x, f1), free(free(x, f3r), f3, 3), free(free(x, f5r), f5, 5), free(pool(x), fp))


@wrong("dilation 2", "strides_padding")
def inception_block__dilated(x, f1, f3r, f3, f5r, f5, fp):
    return cat(c(x, f1), c(c(x, f3r), f3, 3, dilation_rate=2), c(c(x, f5r), f5, 5), c(pool(x), fp))


@wrong("5×5 window; expected: a 3×3 window", "strides_padding")
def inception_block__pool_5x5(x, f1, f3r, f3, f5r, f5, fp):
    return cat(*four(x, f1, f3r, f3, f5r, f5, fp)[:3], c(pool(x, 5), fp))


@wrong("depthwise convolution", "wiring")
def inception_block__separable(x, f1, f3r, f3, f5r, f5, fp):
    five = layers.SeparableConv2D(f5, 5, padding="same", activation="relu")(c(x, f5r))
    return cat(c(x, f1), c(c(x, f3r), f3, 3), five, c(pool(x), fp))


@wrong("Too many: a convolution", "wiring")
def inception_block__two_3x3_for_5x5(x, f1, f3r, f3, f5r, f5, fp):
    return cat(c(x, f1), c(c(x, f3r), f3, 3), c(c(c(x, f5r), f5, 3), f5, 3), c(pool(x), fp))


@wrong("reads", "wiring")
def inception_block__pools_the_first_branch(x, f1, f3r, f3, f5r, f5, fp):
    first, three, five, _ = four(x, f1, f3r, f3, f5r, f5, fp)
    return cat(first, three, five, c(pool(first), fp))


@wrong("filters; expected", "parameters")
def inception_block__one_filter_too_many(x, f1, f3r, f3, f5r, f5, fp):
    return cat(*four(x, f1, f3r, f3 + 1, f5r, f5, fp))


@wrong("slope", "activation")
def inception_block__leaky(x, f1, f3r, f3, f5r, f5, fp):
    return cat(layers.LeakyReLU(0.1)(c(x, f1, act=None)), *four(x, f1, f3r, f3, f5r, f5, fp)[1:])


@wrong("ReLU, then max pooling", "wiring")
def inception_block__3x3_before_1x1(x, f1, f3r, f3, f5r, f5, fp):
    return cat(c(x, f1), c(c(x, f3, 3), f3r), c(c(x, f5, 5), f5r), pool(c(x, fp)))


# ---- auxiliary_head, right


def squeezed(x):
    return c(layers.AveragePooling2D(5, 3)(x), 128)


@right("Sequential")
def auxiliary_head__1(x, classes):
    return Sequential(
        [
            layers.AveragePooling2D((5, 5), strides=(3, 3), padding="valid"),
            Conv2D(128, (1, 1), padding="same", activation="relu"),
            layers.Flatten(),
            Dense(1024, activation="relu"),
            Dropout(0.7),
            Dense(classes, activation="softmax"),
        ]
    )(x)


@right("activations as layers")
def auxiliary_head__2(x, classes):
    x = layers.AvgPool2D(5, strides=3)(x)
    x = ReLU()(Conv2D(128, 1)(x))
    x = ReLU()(Dense(1024)(layers.Flatten()(x)))
    return layers.Softmax()(Dense(classes)(Dropout(0.7, seed=1)(x)))


@right("Reshape for Flatten")
def auxiliary_head__3(x, classes):
    x = squeezed(x)
    x = layers.Reshape((x.shape[1] * x.shape[2] * x.shape[3],))(x)
    return Dense(classes, "softmax")(Dropout(0.7)(Dense(1024, "relu")(x)))


@right("Dense at every pixel")
def auxiliary_head__4(x, classes):
    x = Dense(128, "relu")(layers.AveragePooling2D(5, 3)(x))
    return Dense(classes, "softmax")(Dropout(0.7)(Dense(1024, "relu")(layers.Flatten()(x))))


@right("a convolution as large as the map")
def auxiliary_head__5(x, classes):
    x = squeezed(x)
    x = Conv2D(1024, x.shape[1:3], activation="relu")(x)
    x = Dropout(0.7)(layers.Flatten()(x))
    return Dense(classes, activation="softmax")(x)


@right("two nested models")
def auxiliary_head__6(x, classes):
    a = keras.Input(x.shape[1:])
    lower = Model(a, layers.Flatten()(squeezed(a)))
    b = keras.Input(lower.output_shape[1:])
    upper = Model(b, Dense(classes, "softmax")(Dropout(0.7)(Dense(1024, "relu")(b))))
    return upper(lower(x))


@right("a loop over layers")
def auxiliary_head__7(x, classes):
    act = layers.Activation("relu")
    stack = [layers.AveragePooling2D(5, 3), Conv2D(128, 1), act, layers.Flatten(), Dense(1024), act, Dropout(0.7)]
    for layer in [*stack, Dense(classes), layers.Activation("softmax")]:
        x = layer(x)
    return x


@right("ReLU after Flatten, functions of keras")
def auxiliary_head__8(x, classes):
    x = layers.Flatten()(Conv2D(128, 1)(layers.AveragePooling2D(5, 3)(x)))
    x = keras.activations.relu(Dense(1024)(keras.activations.relu(x)))
    return keras.ops.softmax(Dense(classes)(Dropout(0.7)(x)))


# ---- auxiliary_head, wrong


def judged(x, classes, units=1024, act="relu", rate=0.7, last="softmax"):
    return Dense(classes, last)(Dropout(rate)(Dense(units, act)(layers.Flatten()(x))))


@wrong("has a 3×3 window; expected: a 5×5 window", "strides_padding")
def auxiliary_head__window_of_3(x, classes):
    return judged(c(layers.AveragePooling2D(3, 3)(x), 128), classes)


@wrong("stride 2; expected: stride 3", "strides_padding")
def auxiliary_head__stride_2(x, classes):
    return judged(c(layers.AveragePooling2D(5, 2)(x), 128), classes)


@wrong("padding='same'; expected: padding='valid'", "strides_padding")
def auxiliary_head__same(x, classes):
    return judged(c(layers.AveragePooling2D(5, 3, padding="same")(x), 128), classes)


@wrong("64 filters; expected: 128 filters", "parameters")
def auxiliary_head__64_filters(x, classes):
    return judged(c(layers.AveragePooling2D(5, 3)(x), 64), classes)


@wrong("3×3 kernel; expected: a 1×1 kernel", "parameters")
def auxiliary_head__3x3(x, classes):
    return judged(c(layers.AveragePooling2D(5, 3)(x), 128, 3), classes)


@wrong("512 units; expected: 1024 units", "parameters")
def auxiliary_head__512_units(x, classes):
    return judged(squeezed(x), classes, units=512)


@wrong("tanh; expected: ReLU", "activation")
def auxiliary_head__tanh(x, classes):
    return judged(squeezed(x), classes, act="tanh")


@wrong("rate 0.5; expected: rate 0.7", "dropout")
def auxiliary_head__half_dropped(x, classes):
    return judged(squeezed(x), classes, rate=0.5)


@wrong("expected: softmax", "head")
def auxiliary_head__relu_at_the_end(x, classes):
    return judged(squeezed(x), classes, last="relu")


@wrong("expected", "head")
def auxiliary_head__one_class_too_many(x, classes):
    return judged(squeezed(x), classes + 1)


@wrong("convolution, then ReLU, then average pooling", "wiring")
def auxiliary_head__convolution_first(x, classes):
    return judged(layers.AveragePooling2D(5, 3)(c(x, 128)), classes)


@wrong("global average pooling", "head")
def auxiliary_head__averaged(x, classes):
    y = layers.GlobalAveragePooling2D()(squeezed(x))
    return Dense(classes, "softmax")(Dropout(0.7)(Dense(1024, "relu")(y)))


@wrong("One Dropout too many", "dropout")
def auxiliary_head__two_dropouts(x, classes):
    return judged(Dropout(0.7)(squeezed(x)), classes)


@wrong("BatchNormalization", "normalisation")
def auxiliary_head__normalised(x, classes):
    return judged(ReLU()(BatchNormalization()(c(layers.AveragePooling2D(5, 3)(x), 128, act=None))), classes)


# ---- googlenet, right

ROWS = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}


def block(x, name):
    return cat(*four(x, *ROWS[name]))


def start(x):
    x = pool(c(x, 64, 7, 2), 3, 2)
    return pool(c(c(x, 64), 192, 3), 3, 2)


def many(x, names):
    for name in names.split():
        x = block(x, name)
    return x


def finish(x, classes, rate=0.4, last="softmax"):
    return Dense(classes, last)(Dropout(rate)(layers.GlobalAveragePooling2D()(x)))


def side(x, classes):
    return judged(squeezed(x), classes)


@right("a loop over the table")
def googlenet__1(input_shape=(224, 224, 3), classes=1000, aux=True):
    inputs = keras.Input(shape=input_shape)
    x, heads = start(inputs), []
    for name in ROWS:
        if name in ("4a", "5a"):
            x = pool(x, 3, 2)
        x = block(x, name)
        if aux and name in ("4a", "4d"):
            heads.append(side(x, classes))
    return Model(inputs=inputs, outputs=[finish(x, classes), *heads], name="GoogLeNet")


@right("written out, heads where they belong")
def googlenet__2(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    x = Conv2D(64, (7, 7), strides=(2, 2), padding="same")(i)
    x = layers.Activation("relu")(x)
    x = layers.MaxPooling2D((3, 3), strides=(2, 2), padding="same")(x)
    x = ReLU()(Conv2D(64, (1, 1), padding="same")(x))
    x = ReLU()(Conv2D(192, (3, 3), padding="same")(x))
    x = layers.MaxPooling2D((3, 3), strides=(2, 2), padding="same")(x)
    x = block(block(x, "3a"), "3b")
    x = block(pool(x, 3, 2), "4a")
    first = side(x, classes) if aux else None
    x = block(block(block(x, "4b"), "4c"), "4d")
    second = side(x, classes) if aux else None
    x = pool(block(x, "4e"), 3, 2)
    x = block(block(x, "5a"), "5b")
    x = layers.GlobalAvgPool2D()(x)
    x = Dropout(rate=0.4)(x)
    x = layers.Activation("softmax")(Dense(classes)(x))
    return Model(i, [x, first, second]) if aux else Model(i, x)


@right("average over the whole map, then Flatten")
def googlenet__3(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    a = many(pool(many(start(i), "3a 3b"), 3, 2), "4a")
    d = many(a, "4b 4c 4d")
    x = many(pool(many(d, "4e"), 3, 2), "5a 5b")
    x = layers.Flatten()(layers.AveragePooling2D(x.shape[1:3])(x))
    main = Dense(classes, "softmax")(Dropout(0.4)(x))
    return Model(i, [main, side(a, classes), side(d, classes)] if aux else [main])


@right("Dropout before Flatten, a 1x1 convolution decides")
def googlenet__4(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    a = many(pool(many(start(i), "3a 3b"), 3, 2), "4a")
    d = many(a, "4b 4c 4d")
    x = layers.GlobalAveragePooling2D(keepdims=True)(many(pool(many(d, "4e"), 3, 2), "5a 5b"))
    main = layers.Softmax()(layers.Flatten()(Conv2D(classes, 1)(Dropout(0.4)(x))))
    return Model(i, [main, side(a, classes), side(d, classes)] if aux else main)


@right("padding by hand")
def googlenet__5(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    x = layers.ZeroPadding2D(((2, 3), (2, 3)))(i)  # what 'same' does to an even side with stride 2
    x = layers.ZeroPadding2D(((0, 1), (0, 1)))(Conv2D(64, 7, 2, activation="relu")(x))
    x = c(layers.MaxPooling2D(3, 2)(x), 64)
    x = Conv2D(192, 3, activation="relu")(layers.ZeroPadding2D(1)(x))
    a = many(pool(many(pool(x, 3, 2), "3a 3b"), 3, 2), "4a")
    d = many(a, "4b 4c 4d")
    main = finish(many(pool(many(d, "4e"), 3, 2), "5a 5b"), classes)
    return Model(i, [main, side(a, classes), side(d, classes)] if aux else main)


@right("every block a model")
def googlenet__6(input_shape=(224, 224, 3), classes=1000, aux=True):
    def wrapped(x, name):
        inside = keras.Input(x.shape[1:])
        return Model(inside, block(inside, name), name=f"inception_{name}")(x)

    i = keras.Input(input_shape)
    x = pool(wrapped(wrapped(start(i), "3a"), "3b"), 3, 2)
    a = x = wrapped(x, "4a")
    d = x = wrapped(wrapped(wrapped(x, "4b"), "4c"), "4d")
    x = wrapped(wrapped(pool(wrapped(x, "4e"), 3, 2), "5a"), "5b")
    main = finish(x, classes)
    return Model(i, [main, side(a, classes), side(d, classes)] if aux else main)


@right("Sequential stem and end")
def googlenet__7(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    stem = Sequential(name="stem")
    stem.add(Conv2D(64, 7, strides=2, padding="same", activation="relu"))
    stem.add(layers.MaxPooling2D(3, 2, padding="same"))
    stem.add(Conv2D(64, 1, activation="relu"))
    stem.add(Conv2D(192, 3, padding="same", activation="relu"))
    stem.add(layers.MaxPooling2D(3, 2, padding="same"))
    end = Sequential([layers.GlobalAveragePooling2D(), Dropout(0.4), Dense(classes, activation="softmax")])
    a = many(pool(many(stem(i), "3a 3b"), 3, 2), "4a")
    d = many(a, "4b 4c 4d")
    outputs = [end(many(pool(many(d, "4e"), 3, 2), "5a 5b"))]
    if aux:
        outputs.extend(side(x, classes) for x in (a, d))
    return Model(i, outputs)


class Builder:
    """Somebody's way to keep the current map and the marked ones."""

    def __init__(self, shape):
        self.inputs = self.x = keras.Input(shape)
        self.marked = {}

    def step(self, layer):
        self.x = layer(self.x)
        return self

    def blocks(self, names):
        for name in names:
            self.x = self.marked[name] = block(self.x, name)
        return self


@right("a builder class")
def googlenet__8(input_shape=(224, 224, 3), classes=1000, aux=True):
    b = Builder(input_shape).step(start).blocks(["3a", "3b"]).step(lambda x: pool(x, 3, 2))
    b.blocks(["4a", "4b", "4c", "4d", "4e"]).step(lambda x: pool(x, 3, 2)).blocks(["5a", "5b"])
    for layer in (layers.GlobalAveragePooling2D(), Dropout(0.4), Dense(classes), layers.Softmax()):
        b.step(layer)
    return Model(b.inputs, [b.x] + [side(b.marked[n], classes) for n in ("4a", "4d") if aux])


# ---- googlenet, wrong


def network(i, a, d, x, classes, aux, **how):
    main = finish(x, classes, **how)
    return Model(i, [main, side(a, classes), side(d, classes)] if aux else main)


def upper(x):
    """From stage 3 to the end, all right: after 4a, after 4d, and the last map."""
    a = many(pool(many(x, "3a 3b"), 3, 2), "4a")
    d = many(a, "4b 4c 4d")
    return a, d, many(pool(many(d, "4e"), 3, 2), "5a 5b")


@wrong("5×5 kernel; expected: a 7×7 kernel", "parameters")
def googlenet__first_filter_5x5(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    x = pool(c(c(pool(c(i, 64, 5, 2), 3, 2), 64), 192, 3), 3, 2)
    return network(i, *upper(x), classes, aux)


@wrong("a 2×2 window; expected:", "strides_padding")
def googlenet__pools_2x2(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    x = pool(c(c(pool(c(i, 64, 7, 2), 2, 2), 64), 192, 3), 2, 2)
    return network(i, *upper(x), classes, aux)


@wrong("average pooling", "wiring")
def googlenet__averages_in_the_stem(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    x = layers.AveragePooling2D(3, 2, padding="same")(c(i, 64, 7, 2))
    return network(i, *upper(pool(c(c(x, 64), 192, 3), 3, 2)), classes, aux)


@wrong("128 filters; expected: 192 filters", "parameters")
def googlenet__128_in_the_stem(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    x = pool(c(c(pool(c(i, 64, 7, 2), 3, 2), 64), 128, 3), 3, 2)
    return network(i, *upper(x), classes, aux)


@wrong("Missing: a max pooling", "wiring")
def googlenet__no_pool_after_conv2(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    x = c(c(pool(c(i, 64, 7, 2), 3, 2), 64), 192, 3)
    return network(i, *upper(x), classes, aux)


@wrong("filters; expected", "parameters")
def googlenet__4b_and_4c_swapped(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    a = many(pool(many(start(i), "3a 3b"), 3, 2), "4a")
    d = many(a, "4c 4b 4d")
    return network(i, a, d, many(pool(many(d, "4e"), 3, 2), "5a 5b"), classes, aux)


@wrong("Too many", "wiring")
def googlenet__5a_twice(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    a = many(pool(many(start(i), "3a 3b"), 3, 2), "4a")
    d = many(a, "4b 4c 4d")
    return network(i, a, d, many(pool(many(d, "4e"), 3, 2), "5a 5a 5b"), classes, aux)


@wrong("global max pooling", "head")
def googlenet__largest_of_each_map(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    a, d, x = upper(start(i))
    main = Dense(classes, "softmax")(Dropout(0.4)(layers.GlobalMaxPooling2D()(x)))
    return Model(i, [main, side(a, classes), side(d, classes)] if aux else main)


@wrong("rate 0.5; expected: rate 0.4", "dropout")
def googlenet__half_dropped(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    return network(i, *upper(start(i)), classes, aux, rate=0.5)


@wrong("is sigmoid; expected: softmax", "head")
def googlenet__sigmoid(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    return network(i, *upper(start(i)), classes, aux, last="sigmoid")


@wrong("reads", "wiring")
def googlenet__heads_after_4b_and_4d(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    b = many(pool(many(start(i), "3a 3b"), 3, 2), "4a 4b")
    d = many(b, "4c 4d")
    return network(i, b, d, many(pool(many(d, "4e"), 3, 2), "5a 5b"), classes, aux)


@wrong("2 outputs; expected: 3 outputs", "head")
def googlenet__one_head(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    a, _, x = upper(start(i))
    main = finish(x, classes)
    return Model(i, [main, side(a, classes)] if aux else main)


@wrong("another order", "head")
def googlenet__heads_swapped(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    a, d, x = upper(start(i))
    return network(i, d, a, x, classes, aux)


@wrong("Dense layer (512 units)", "wiring")
def googlenet__a_hidden_layer_at_the_end(input_shape=(224, 224, 3), classes=1000, aux=True):
    i = keras.Input(input_shape)
    a, d, x = upper(start(i))
    x = Dense(512, "relu")(layers.GlobalAveragePooling2D()(x))
    main = Dense(classes, "softmax")(Dropout(0.4)(x))
    return Model(i, [main, side(a, classes), side(d, classes)] if aux else main)


# ---- identity_block, right


def n(x, filters, k=1, s=1):
    """Convolution and normalisation."""
    return BatchNormalization()(Conv2D(filters, k, strides=s, padding="same", use_bias=False)(x))


def f(x, filters, s=1):
    """The right main path of a bottleneck."""
    return n(ReLU()(n(ReLU()(n(x, filters[0], 1, s)), filters[1], 3)), filters[2])


@right("line by line")
def identity_block__1(x, filters):
    f1, f2, f3 = filters
    x_shortcut = x
    x = Conv2D(f1, (1, 1), use_bias=False)(x)
    x = BatchNormalization(axis=3)(x)
    x = layers.Activation("relu")(x)
    x = Conv2D(f2, (3, 3), padding="same", use_bias=False)(x)
    x = BatchNormalization(axis=3)(x)
    x = layers.Activation("relu")(x)
    x = Conv2D(f3, (1, 1), use_bias=False)(x)
    x = BatchNormalization(axis=3)(x)
    x = layers.Add()([x_shortcut, x])
    return layers.Activation("relu")(x)


@right("Sequential, and a plus sign")
def identity_block__2(x, filters):
    stack = Sequential()
    for filters_here, k in zip(filters, (1, 3, 1), strict=True):
        stack.add(Conv2D(filters_here, k, padding="same", use_bias=False))
        stack.add(BatchNormalization())
        if k != 1 or filters_here != filters[2]:
            stack.add(ReLU())
    return ReLU()(x + stack(x))


@right("with biases, which do nothing")
def identity_block__3(x, filters):
    f1, f2, f3 = filters
    y = ReLU()(BatchNormalization()(Conv2D(f1, 1)(x)))
    y = ReLU()(BatchNormalization()(Conv2D(f2, 3, padding="same")(y)))
    y = BatchNormalization()(Conv2D(f3, 1)(y))
    return layers.ReLU()(layers.add([y, x]))


@right("padding by hand, other momentum")
def identity_block__4(x, filters):
    y = BatchNormalization(momentum=0.9, epsilon=1e-5)(Conv2D(filters[0], 1, use_bias=False)(x))
    y = layers.ZeroPadding2D(1)(ReLU()(y))
    y = BatchNormalization(momentum=0.9, epsilon=1e-5)(Conv2D(filters[1], 3, use_bias=False)(y))
    y = BatchNormalization(momentum=0.9, epsilon=1e-5)(Conv2D(filters[2], 1, use_bias=False)(ReLU()(y)))
    return ReLU()(layers.Add()([x, y]))


@right("a nested model with its addition")
def identity_block__5(x, filters):
    inside = keras.Input(x.shape[1:])
    return ReLU()(Model(inside, layers.Add()([inside, f(inside, filters)]), name="residual")(x))


@right("a loop with a counter")
def identity_block__6(x, filters):
    y = x
    for i, k in enumerate((1, 3, 1)):
        y = n(y, filters[i], k)
        if i < 2:
            y = layers.ReLU()(y)
    return keras.activations.relu(keras.layers.add([x, y]))


class Residual:
    """Layers made first, in a helper that is no layer, and called later."""

    def __init__(self, filters, sizes=(1, 3, 1)):
        self.convolutions = [Conv2D(a, k, padding="same", use_bias=False) for a, k in zip(filters, sizes, strict=True)]
        self.norms = [BatchNormalization() for _ in filters]
        self.relu = ReLU()

    def __call__(self, x):
        y = x
        for convolution, norm in zip(self.convolutions[:-1], self.norms[:-1], strict=True):
            y = self.relu(norm(convolution(y)))
        y = self.norms[-1](self.convolutions[-1](y))
        return self.relu(layers.Add()([y, x]))


@right("layers first, called later")
def identity_block__7(x, filters):
    return Residual(filters)(x)


@right("ReLU before the padding, initial values")
def identity_block__8(x, filters):
    def step(y, a, k, act):
        y = Conv2D(a, k, padding="same", use_bias=False, kernel_initializer="he_normal", kernel_regularizer="l2")(y)
        y = BatchNormalization(gamma_initializer="zeros" if act is None else "ones")(y)
        return y if act is None else layers.Activation(act)(y)

    y = step(step(step(x, filters[0], 1, "relu"), filters[1], 3, "relu"), filters[2], 1, None)
    return layers.Activation("relu")(layers.Add(name="plus")([x, y]))


# ---- identity_block, wrong


@wrong("One ReLU too many", "activation")
def identity_block__relu_after_every_normalisation(x, filters):
    y = x
    for filters_here, k in zip(filters, (1, 3, 1), strict=True):
        y = ReLU()(n(y, filters_here, k))
    return ReLU()(x + y)


@wrong("Missing: a ReLU, after the addition", "activation")
def identity_block__linear_end(x, filters):
    return x + f(x, filters)


@wrong("The shortcut is missing", "wiring")
def identity_block__x_overwritten(x, filters):
    return ReLU()(f(x, filters))


@wrong("subtraction", "wiring")
def identity_block__subtracts(x, filters):
    return ReLU()(x - f(x, filters))


@wrong("maximum", "wiring")
def identity_block__larger_of_both(x, filters):
    return ReLU()(layers.Maximum()([x, f(x, filters)]))


@wrong("average; expected: addition", "wiring")
def identity_block__average_of_both(x, filters):
    return ReLU()(layers.Average()([x, f(x, filters)]))


@wrong("expected: BatchNormalization, then ReLU", "normalisation")
def identity_block__activation_argument(x, filters):
    f1, f2, f3 = filters
    y = BatchNormalization()(Conv2D(f1, 1, activation="relu", use_bias=False)(x))
    y = BatchNormalization()(Conv2D(f2, 3, padding="same", activation="relu", use_bias=False)(y))
    return ReLU()(n(y, f3) + x)


@wrong("a 3×3 kernel; expected: a 1×1 kernel", "parameters")
def identity_block__all_3x3(x, filters):
    f1, f2, f3 = filters
    return ReLU()(n(ReLU()(n(ReLU()(n(x, f1, 3)), f2, 3)), f3, 3) + x)


@wrong("Missing: a BatchNormalization", "normalisation")
def identity_block__first_normalisation_missing(x, filters):
    f1, f2, f3 = filters
    y = Conv2D(f1, 1, use_bias=False, activation="relu")(x)
    return ReLU()(n(ReLU()(n(y, f2, 3)), f3) + x)


@wrong("Too many: a convolution", "wiring")
def identity_block__four_convolutions(x, filters):
    f1, f2, f3 = filters
    y = ReLU()(n(ReLU()(n(x, f1)), f2, 3))
    return ReLU()(n(ReLU()(n(y, f2, 3)), f3) + x)


@wrong("LayerNormalization", "normalisation")
def identity_block__layer_normalisation(x, filters):
    y = x
    for i, k in enumerate((1, 3, 1)):
        y = layers.LayerNormalization()(Conv2D(filters[i], k, padding="same")(y))
        y = ReLU()(y) if i < 2 else y
    return ReLU()(x + y)


@wrong("is tanh; expected: ReLU", "activation")
def identity_block__tanh_inside(x, filters):
    f1, f2, f3 = filters
    y = keras.activations.tanh(n(x, f1))
    return ReLU()(n(ReLU()(n(y, f2, 3)), f3) + x)


@wrong("axis=1", "normalisation")
def identity_block__normalised_along_the_rows(x, filters):
    f1, f2, f3 = filters
    y = BatchNormalization(axis=1)(Conv2D(f1, 1, use_bias=False)(x))
    return ReLU()(n(ReLU()(n(ReLU()(y), f2, 3)), f3) + x)


@wrong("dilation 2", "strides_padding")
def identity_block__dilated(x, filters):
    f1, f2, f3 = filters
    y = Conv2D(f2, 3, padding="same", dilation_rate=2, use_bias=False)(ReLU()(n(x, f1)))
    return ReLU()(n(ReLU()(BatchNormalization()(y)), f3) + x)


# ---- projection_block, right


@right("line by line")
def projection_block__1(x, filters, stride=2):
    f1, f2, f3 = filters
    x_shortcut = x
    x = Conv2D(f1, (1, 1), strides=(stride, stride))(x)
    x = BatchNormalization(axis=3)(x)
    x = layers.Activation("relu")(x)
    x = Conv2D(f2, (3, 3), strides=(1, 1), padding="same")(x)
    x = BatchNormalization(axis=3)(x)
    x = layers.Activation("relu")(x)
    x = Conv2D(f3, (1, 1), strides=(1, 1))(x)
    x = BatchNormalization(axis=3)(x)
    x_shortcut = Conv2D(f3, (1, 1), strides=(stride, stride))(x_shortcut)
    x_shortcut = BatchNormalization(axis=3)(x_shortcut)
    return layers.Activation("relu")(layers.Add()([x, x_shortcut]))


@right("shortcut first")
def projection_block__2(x, filters, stride=2):
    shortcut = n(x, filters[2], 1, stride)
    return ReLU()(layers.Add()([shortcut, f(x, filters, stride)]))


@right("two Sequential paths")
def projection_block__3(x, filters, stride=2):
    a, b, e = filters
    main = Sequential(
        [
            Conv2D(a, 1, stride, use_bias=False),
            BatchNormalization(),
            ReLU(),
            Conv2D(b, 3, padding="same", use_bias=False),
            BatchNormalization(),
            ReLU(),
            Conv2D(e, 1, use_bias=False),
            BatchNormalization(),
        ]
    )
    side_path = Sequential([Conv2D(e, 1, stride, use_bias=False), BatchNormalization()])
    return ReLU()(main(x) + side_path(x))


@right("padding by hand, same where it does not matter")
def projection_block__4(x, filters, stride=2):
    y = ReLU()(n(x, filters[0], 1, stride))
    y = Conv2D(filters[1], 3, padding="valid", use_bias=False)(layers.ZeroPadding2D((1, 1))(y))
    y = n(ReLU()(BatchNormalization()(y)), filters[2])
    return ReLU()(layers.add([y, n(x, filters[2], 1, stride)]))


@right("a nested model")
def projection_block__5(x, filters, stride=2):
    inside = keras.Input(x.shape[1:])
    whole = Model(inside, ReLU()(f(inside, filters, stride) + n(inside, filters[2], 1, stride)))
    return whole(x)


@right("a loop")
def projection_block__6(x, filters, stride=2):
    y = x
    for i, (k, s) in enumerate(((1, stride), (3, 1), (1, 1))):
        y = n(y, filters[i], k, s)
        y = ReLU()(y) if i != 2 else y
    return ReLU()(layers.Add()([n(x, filters[-1], 1, stride), y]))


@right("layers first, called later")
def projection_block__7(x, filters, stride=2):
    bn = [BatchNormalization() for _ in range(4)]
    k1 = Conv2D(filters[0], 1, stride, use_bias=False)
    k2 = Conv2D(filters[1], 3, 1, "same", use_bias=False)
    k3 = Conv2D(filters[2], 1, use_bias=False)
    k4 = Conv2D(filters[2], 1, stride, "same", use_bias=False)
    act = layers.Activation("relu")
    return act(layers.Add()([bn[3](k4(x)), bn[2](k3(act(bn[1](k2(act(bn[0](k1(x))))))))]))


@right("names, and functions of keras")
def projection_block__8(x, filters, stride=2):
    def conv_bn(y, a, k, s, name):
        y = Conv2D(a, k, strides=s, padding="same", use_bias=False, name=f"{name}_conv")(y)
        return BatchNormalization(name=f"{name}_bn")(y)

    y = keras.ops.relu(conv_bn(x, filters[0], 1, stride, "a"))
    y = keras.ops.relu(conv_bn(y, filters[1], 3, 1, "b"))
    return keras.ops.relu(keras.ops.add(conv_bn(y, filters[2], 1, 1, "c"), conv_bn(x, filters[2], 1, stride, "d")))


# ---- projection_block, wrong


@wrong("Missing: a BatchNormalization", "normalisation")
def projection_block__raw_projection(x, filters, stride=2):
    return ReLU()(f(x, filters, stride) + Conv2D(filters[2], 1, stride, use_bias=False)(x))


@wrong("One ReLU too many", "activation")
def projection_block__both_paths_activated(x, filters, stride=2):
    return ReLU()(f(x, filters, stride) + ReLU()(n(x, filters[2], 1, stride)))


@wrong("Missing: a ReLU, after the addition", "activation")
def projection_block__linear_end(x, filters, stride=2):
    return f(x, filters, stride) + n(x, filters[2], 1, stride)


@wrong("expected: addition, then ReLU", "activation")
def projection_block__activated_before_the_sum(x, filters, stride=2):
    return ReLU()(f(x, filters, stride)) + n(x, filters[2], 1, stride)


@wrong("first convolution has stride 1", "strides_padding")
def projection_block__pytorch(x, filters, stride=2):
    y = n(ReLU()(n(ReLU()(n(x, filters[0])), filters[1], 3, stride)), filters[2])
    return ReLU()(y + n(x, filters[2], 1, stride))


@wrong("kernel; expected: a 1×1 kernel", "parameters")
def projection_block__2x2_projection(x, filters, stride=2):
    return ReLU()(f(x, filters, stride) + n(x, filters[2], 2, stride))


@wrong("average pooling", "wiring")
def projection_block__resnet_d(x, filters, stride=2):
    short = x if stride == 1 else layers.AveragePooling2D(stride, padding="same")(x)
    return ReLU()(f(x, filters, stride) + n(short, filters[2]))


@wrong("concatenation", "wiring")
def projection_block__joined(x, filters, stride=2):
    return ReLU()(cat(f(x, filters, stride), n(x, filters[2], 1, stride)))


@wrong("multiplication", "wiring")
def projection_block__gated(x, filters, stride=2):
    return ReLU()(f(x, filters, stride) * n(x, filters[2], 1, stride))


@wrong("The shortcut is missing", "wiring")
def projection_block__no_shortcut(x, filters, stride=2):
    return ReLU()(f(x, filters, stride))


@wrong("expected: BatchNormalization, then ReLU", "normalisation")
def projection_block__relu_then_normalised(x, filters, stride=2):
    y = BatchNormalization()(Conv2D(filters[0], 1, stride, activation="relu", use_bias=False)(x))
    y = n(ReLU()(n(y, filters[1], 3)), filters[2])
    return ReLU()(y + n(x, filters[2], 1, stride))


@wrong("Missing: a convolution", "wiring")
def projection_block__two_convolutions(x, filters, stride=2):
    y = n(ReLU()(n(x, filters[0], 1, stride)), filters[2])
    return ReLU()(y + n(x, filters[2], 1, stride))


@wrong("filters; expected", "parameters")
def projection_block__first_two_swapped(x, filters, stride=2):
    return ReLU()(f(x, (filters[1], filters[0], filters[2]), stride) + n(x, filters[2], 1, stride))


@wrong("BatchNormalization", "normalisation")
def projection_block__sum_normalised(x, filters, stride=2):
    y = ReLU()(n(ReLU()(n(x, filters[0], 1, stride)), filters[1], 3))
    y = Conv2D(filters[2], 1, use_bias=False)(y)
    return ReLU()(BatchNormalization()(y + Conv2D(filters[2], 1, stride, use_bias=False)(x)))


# ---- basic_block, right


def two(x, filters, s=1):
    return n(ReLU()(n(x, filters, 3, s)), filters, 3)


def short(x, filters, s=1):
    return n(x, filters, 1, s) if s > 1 or x.shape[-1] != filters else x


@right("line by line")
def basic_block__1(x, filters, stride=1):
    shortcut = x
    y = Conv2D(filters, (3, 3), strides=stride, padding="same", use_bias=False)(x)
    y = BatchNormalization()(y)
    y = layers.Activation("relu")(y)
    y = Conv2D(filters, (3, 3), padding="same", use_bias=False)(y)
    y = BatchNormalization()(y)
    if stride != 1 or shortcut.shape[-1] != filters:
        shortcut = Conv2D(filters, (1, 1), strides=stride, use_bias=False)(shortcut)
        shortcut = BatchNormalization()(shortcut)
    y = layers.Add()([shortcut, y])
    return layers.Activation("relu")(y)


@right("Sequential, and a plus sign")
def basic_block__2(x, filters, stride=1):
    main = Sequential([Conv2D(filters, 3, stride, "same"), BatchNormalization(), ReLU()])
    main.add(Conv2D(filters, 3, padding="same"))
    main.add(BatchNormalization())
    return ReLU()(main(x) + short(x, filters, stride))


@right("shapes compared")
def basic_block__3(x, filters, stride=1):
    y = two(x, filters, stride)
    if y.shape != x.shape:
        x = n(x, filters, 1, stride)
    return ReLU()(layers.add([x, y]))


@right("a nested model")
def basic_block__4(x, filters, stride=1):
    i = keras.Input(x.shape[1:])
    return Model(i, ReLU()(layers.Add()([two(i, filters, stride), short(i, filters, stride)])))(x)


@right("layers first, called later")
def basic_block__5(x, filters, stride=1):
    if stride == 1 and x.shape[-1] == filters:
        return Residual((filters, filters), (3, 3))(x)
    first, second = Conv2D(filters, 3, stride, "same", use_bias=False), Conv2D(filters, 3, 1, "same", use_bias=False)
    one, other = BatchNormalization(), BatchNormalization(axis=-1)
    y = other(second(ReLU()(one(first(x)))))
    return ReLU()(layers.Add()([y, n(x, filters, 1, stride)]))


@right("a loop over strides")
def basic_block__6(x, filters, stride=1):
    y = x
    for s in (stride, 1):
        y = ReLU()(y) if s == 1 and y is not x else y
        y = n(y, filters, 3, s)
    return ReLU()(layers.Add()([short(x, filters, stride), y]))


@right("what 'same' means, by hand")
def basic_block__7(x, filters, stride=1):
    height, width = x.shape[1:3]

    def around(side, s):
        total = max((-(-side // s) - 1) * s + 3 - side, 0)
        return total // 2, total - total // 2

    y = layers.ZeroPadding2D((around(height, stride), around(width, stride)))(x)
    y = BatchNormalization()(Conv2D(filters, 3, stride, use_bias=False)(y))
    y = layers.ZeroPadding2D(1)(ReLU()(y))
    y = BatchNormalization()(Conv2D(filters, 3, use_bias=False)(y))
    return ReLU()(y + short(x, filters, stride))


@right("functions of keras, other starting values")
def basic_block__8(x, filters, stride=1):
    made = {"padding": "same", "use_bias": False, "kernel_initializer": "he_normal"}
    y = keras.ops.relu(BatchNormalization(momentum=0.9)(Conv2D(filters, 3, stride, **made)(x)))
    y = BatchNormalization(momentum=0.9)(Conv2D(filters, 3, **made)(y))
    return keras.ops.relu(keras.ops.add(short(x, filters, stride), y))


# ---- basic_block, wrong


@wrong("One ReLU too many", "activation")
def basic_block__relu_twice(x, filters, stride=1):
    y = ReLU()(n(ReLU()(n(x, filters, 3, stride)), filters, 3))
    return ReLU()(y + short(x, filters, stride))


@wrong("expected: addition, then ReLU", "activation")
def basic_block__relu_before_the_sum(x, filters, stride=1):
    return ReLU()(two(x, filters, stride)) + short(x, filters, stride)


@wrong("Missing: a ReLU, after the addition", "activation")
def basic_block__linear_end(x, filters, stride=1):
    return two(x, filters, stride) + short(x, filters, stride)


@wrong("Missing: a ReLU, after the first convolution", "activation")
def basic_block__linear_inside(x, filters, stride=1):
    return ReLU()(n(n(x, filters, 3, stride), filters, 3) + short(x, filters, stride))


@wrong("The shortcut is missing", "wiring")
def basic_block__plain(x, filters, stride=1):
    return ReLU()(two(x, filters, stride))


@wrong("5×5 kernel; expected: a 3×3 kernel", "parameters")
def basic_block__5x5(x, filters, stride=1):
    return ReLU()(n(ReLU()(n(x, filters, 5, stride)), filters, 3) + short(x, filters, stride))


@wrong("Missing: a BatchNormalization", "normalisation")
def basic_block__second_normalisation_missing(x, filters, stride=1):
    y = Conv2D(filters, 3, padding="same", use_bias=False)(ReLU()(n(x, filters, 3, stride)))
    return ReLU()(y + short(x, filters, stride))


@wrong("Missing: a convolution", "wiring")
def basic_block__one_convolution(x, filters, stride=1):
    return ReLU()(n(x, filters, 3, stride) + short(x, filters, stride))


@wrong("Too many: a convolution", "wiring")
def basic_block__always_projected(x, filters, stride=1):
    return ReLU()(two(x, filters, stride) + n(x, filters, 1, stride))


@wrong("3×3 kernel; expected: a 1×1 kernel", "parameters")
def basic_block__3x3_projection(x, filters, stride=1):
    fits = stride == 1 and x.shape[-1] == filters
    return ReLU()(two(x, filters, stride) + (x if fits else n(x, filters, 3, stride)))


@wrong("expected: padding='same'", "strides_padding")
def basic_block__padded_as_in_pytorch(x, filters, stride=1):
    y = Conv2D(filters, 3, stride, use_bias=False)(layers.ZeroPadding2D(1)(x))
    y = n(ReLU()(BatchNormalization()(y)), filters, 3)
    return ReLU()(y + short(x, filters, stride))


@wrong("first convolution has stride 1", "strides_padding")
def basic_block__later_stride(x, filters, stride=1):
    return ReLU()(n(ReLU()(n(x, filters, 3)), filters, 3, stride) + short(x, filters, stride))


@wrong("concatenation", "wiring")
def basic_block__joined(x, filters, stride=1):
    return ReLU()(cat(two(x, filters, stride), short(x, filters, stride)))


@wrong("expected: BatchNormalization, then ReLU", "normalisation")
def basic_block__relu_then_normalised(x, filters, stride=1):
    y = BatchNormalization()(ReLU()(Conv2D(filters, 3, stride, "same", use_bias=False)(x)))
    return ReLU()(n(y, filters, 3) + short(x, filters, stride))


# ---- resnet50, right


def begin(x):
    x = Conv2D(64, 7, 2, use_bias=False)(layers.ZeroPadding2D(3)(x))
    return layers.MaxPooling2D(3, 2)(layers.ZeroPadding2D(1)(ReLU()(BatchNormalization()(x))))


def projecting(x, width, stride):
    triple = (width, width, 4 * width)
    return ReLU()(f(x, triple, stride) + n(x, 4 * width, 1, stride))


def identical(x, width):
    return ReLU()(f(x, (width, width, 4 * width)) + x)


def stage(x, width, repeats, stride):
    x = projecting(x, width, stride)
    for _ in range(repeats - 1):
        x = identical(x, width)
    return x


def four_stages(x):
    return stage(stage(stage(stage(x, 64, 3, 1), 128, 4, 2), 256, 6, 2), 512, 3, 2)


def decide(x, classes, last="softmax"):
    return Dense(classes, activation=last)(layers.GlobalAveragePooling2D()(x))


@right("that of keras.applications")
def resnet50__1(input_shape=(224, 224, 3), classes=1000):
    return keras.applications.ResNet50(weights=None, input_shape=input_shape, classes=classes)


@right("written out")
def resnet50__2(input_shape=(224, 224, 3), classes=1000):
    i = keras.Input(input_shape)
    x = layers.ZeroPadding2D((3, 3))(i)
    x = Conv2D(64, (7, 7), strides=(2, 2))(x)
    x = BatchNormalization(axis=3)(x)
    x = layers.Activation("relu")(x)
    x = layers.ZeroPadding2D((1, 1))(x)
    x = layers.MaxPooling2D((3, 3), strides=(2, 2))(x)
    x = identical(identical(projecting(x, 64, 1), 64), 64)
    x = identical(identical(identical(projecting(x, 128, 2), 128), 128), 128)
    x = identical(identical(identical(identical(identical(projecting(x, 256, 2), 256), 256), 256), 256), 256)
    x = identical(identical(projecting(x, 512, 2), 512), 512)
    x = layers.GlobalAveragePooling2D()(x)
    x = Dense(classes)(x)
    return Model(i, layers.Softmax()(x))


@right("padding counted exactly")
def resnet50__3(input_shape=(224, 224, 3), classes=1000):
    i = keras.Input(input_shape)
    x = Conv2D(64, 7, 2, use_bias=False)(layers.ZeroPadding2D(((3, 2), (3, 2)))(i))
    x = layers.ZeroPadding2D(((1, 0), (1, 0)))(ReLU()(BatchNormalization()(x)))
    return Model(i, decide(four_stages(layers.MaxPooling2D(3, 2)(x)), classes))


@right("average over the whole map, then Flatten")
def resnet50__4(input_shape=(224, 224, 3), classes=1000):
    i = keras.Input(input_shape)
    x = four_stages(begin(i))
    x = layers.Flatten()(layers.AveragePooling2D(pool_size=x.shape[1:3])(x))
    return Model(i, Dense(classes, "softmax")(x))


@right("every stage a model")
def resnet50__5(input_shape=(224, 224, 3), classes=1000):
    x = i = keras.Input(input_shape)
    x = begin(x)
    for k, repeats in enumerate((3, 4, 6, 3)):
        inside = keras.Input(x.shape[1:])
        x = Model(inside, stage(inside, 64 << k, repeats, 2 if k else 1), name=f"stage{k + 1}")(x)
    return Model(i, decide(x, classes))


@right("Sequential stem and head")
def resnet50__6(input_shape=(224, 224, 3), classes=1000):
    i = keras.Input(input_shape)
    stem = Sequential([layers.ZeroPadding2D(3), Conv2D(64, 7, 2), BatchNormalization(), ReLU()])
    stem.add(layers.ZeroPadding2D(1))
    stem.add(layers.MaxPooling2D(3, 2))
    end = Sequential([layers.GlobalAveragePooling2D(keepdims=True), Conv2D(classes, 1), layers.Flatten()])
    return Model(i, layers.Activation("softmax")(end(four_stages(stem(i)))))


@right("one loop with a table")
def resnet50__7(input_shape=(224, 224, 3), classes=1000):
    i = keras.Input(input_shape)
    x = begin(i)
    for letter, width in zip("piipiiipiiiiipii", [64] * 3 + [128] * 4 + [256] * 6 + [512] * 3, strict=True):
        halves = 2 if letter == "p" and width > 64 else 1
        y = f(x, (width, width, width * 4), halves)
        x = n(x, width * 4, 1, halves) if letter == "p" else x
        x = layers.Activation("relu")(layers.Add()([x, y]))
    return Model(i, decide(x, classes), name="resnet")


@right("ReLU after the pooling, mean of keras.ops")
def resnet50__8(input_shape=(224, 224, 3), classes=1000):
    i = keras.Input(input_shape)
    x = ReLU()(BatchNormalization()(Conv2D(64, 7, 2, use_bias=False)(layers.ZeroPadding2D(3)(i))))
    x = ReLU()(layers.MaxPooling2D(3, 2)(layers.ZeroPadding2D(1)(x)))
    x = keras.ops.mean(four_stages(x), axis=(1, 2))
    return Model(i, Dense(classes, "softmax")(x))


# ---- resnet50, wrong


def fifty(i, x, classes):
    return Model(i, decide(four_stages(x), classes))


@wrong("5×5 kernel; expected: a 7×7 kernel", "parameters")
def resnet50__first_filter_5x5(input_shape=(224, 224, 3), classes=1000):
    i = keras.Input(input_shape)
    x = ReLU()(n(layers.ZeroPadding2D(0)(i), 64, 5, 2))
    return fifty(i, layers.MaxPooling2D(3, 2)(layers.ZeroPadding2D(1)(x)), classes)


@wrong("first convolution has padding='same'", "strides_padding")
def resnet50__same_stem(input_shape=(224, 224, 3), classes=1000):
    i = keras.Input(input_shape)
    return fifty(i, pool(ReLU()(n(i, 64, 7, 2)), 3, 2), classes)


@wrong("a 2×2 window; expected:", "strides_padding")
def resnet50__pool_2x2(input_shape=(224, 224, 3), classes=1000):
    i = keras.Input(input_shape)
    x = Conv2D(64, 7, 2, use_bias=False)(layers.ZeroPadding2D(3)(i))
    return fifty(i, layers.MaxPooling2D(2, 2)(ReLU()(BatchNormalization()(x))), classes)


@wrong("Missing: a ReLU, after the first convolution", "activation")
def resnet50__linear_stem(input_shape=(224, 224, 3), classes=1000):
    i = keras.Input(input_shape)
    x = BatchNormalization()(Conv2D(64, 7, 2, use_bias=False)(layers.ZeroPadding2D(3)(i)))
    return fifty(i, pool(x, 3, 2), classes)


@wrong("3 × BatchNormalization, 3 × ReLU and an addition", "wiring")
def resnet50__one_block_too_few(input_shape=(224, 224, 3), classes=1000):
    i = keras.Input(input_shape)
    x = stage(stage(stage(stage(begin(i), 64, 3, 1), 128, 4, 2), 256, 5, 2), 512, 3, 2)
    return Model(i, decide(x, classes))


@wrong("Too many", "wiring")
def resnet50__stage_3_and_4_as_in_152(input_shape=(224, 224, 3), classes=1000):
    i = keras.Input(input_shape)
    x = stage(stage(stage(stage(begin(i), 64, 3, 1), 128, 8, 2), 256, 6, 2), 512, 3, 2)
    return Model(i, decide(x, classes))


@wrong("stride 1; expected: stride 2", "strides_padding")
def resnet50__last_stage_keeps_14x14(input_shape=(224, 224, 3), classes=1000):
    i = keras.Input(input_shape)
    x = stage(stage(stage(stage(begin(i), 64, 3, 1), 128, 4, 2), 256, 6, 2), 512, 3, 1)
    return Model(i, decide(x, classes))


@wrong("filters; expected", "parameters")
def resnet50__twice_as_wide(input_shape=(224, 224, 3), classes=1000):
    """Wide ResNet-50-2."""
    x = i = keras.Input(input_shape)
    x = begin(x)
    for k, repeats in enumerate((3, 4, 6, 3)):
        triple = (128 << k, 128 << k, 256 << k)
        for j in range(repeats):
            s = 2 if k and not j else 1
            x = ReLU()(f(x, triple, s) + (x if j else n(x, triple[2], 1, s)))
    return Model(i, decide(x, classes))


@wrong("The shortcut is missing", "wiring")
def resnet50__identity_blocks_without_shortcut(input_shape=(224, 224, 3), classes=1000):
    x = i = keras.Input(input_shape)
    x = begin(x)
    for k, repeats in enumerate((3, 4, 6, 3)):
        x = projecting(x, 64 << k, 2 if k else 1)
        for _ in range(repeats - 1):
            x = ReLU()(f(x, (64 << k, 64 << k, 256 << k)))
    return Model(i, decide(x, classes))


@wrong("expected: addition, then ReLU", "activation")
def resnet50__relu_before_every_sum(input_shape=(224, 224, 3), classes=1000):
    x = i = keras.Input(input_shape)
    x = begin(x)
    for k, repeats in enumerate((3, 4, 6, 3)):
        for j in range(repeats):
            s, triple = (2 if k and not j else 1), (64 << k, 64 << k, 256 << k)
            x = ReLU()(f(x, triple, s)) + (x if j else n(x, triple[2], 1, s))
    return Model(i, decide(x, classes))


@wrong("Missing: a softmax", "head")
def resnet50__scores(input_shape=(224, 224, 3), classes=1000):
    i = keras.Input(input_shape)
    return Model(i, decide(four_stages(begin(i)), classes, None))


@wrong("expected: global average pooling", "head")
def resnet50__largest_of_each_map(input_shape=(224, 224, 3), classes=1000):
    i = keras.Input(input_shape)
    return Model(i, Dense(classes, "softmax")(layers.GlobalMaxPooling2D()(four_stages(begin(i)))))


@wrong("One Dropout too many", "dropout")
def resnet50__dropout(input_shape=(224, 224, 3), classes=1000):
    i = keras.Input(input_shape)
    x = Dropout(0.5)(layers.GlobalAveragePooling2D()(four_stages(begin(i))))
    return Model(i, Dense(classes, "softmax")(x))


# ---- resnet_cifar, right


def little(x, width, s=1):
    return ReLU()(two(x, width, s) + short(x, width, s))


def three_stages(x, times, block_of=little):
    for width in (16, 32, 64):
        for i in range(times):
            x = block_of(x, width, 2 if width != 16 and i == 0 else 1)
    return x


@right("written out stage by stage")
def resnet_cifar__1(n_blocks, input_shape=(32, 32, 3), classes=10):
    inputs = keras.Input(shape=input_shape)
    x = Conv2D(16, (3, 3), padding="same")(inputs)
    x = BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    for _ in range(n_blocks):
        x = little(x, 16)
    x = little(x, 32, 2)
    for _ in range(n_blocks - 1):
        x = little(x, 32)
    x = little(x, 64, 2)
    for _ in range(n_blocks - 1):
        x = little(x, 64)
    x = layers.GlobalAveragePooling2D()(x)
    return Model(inputs, layers.Activation("softmax")(Dense(classes)(x)))


@right("average over the whole map")
def resnet_cifar__2(n_blocks, input_shape=(32, 32, 3), classes=10):
    i = keras.Input(input_shape)
    x = three_stages(ReLU()(n(i, 16, 3)), n_blocks)
    x = layers.AveragePooling2D(x.shape[1:3])(x)
    return Model(i, Dense(classes, "softmax")(layers.Reshape((64,))(x)))


@right("stages as models")
def resnet_cifar__3(n_blocks, input_shape=(32, 32, 3), classes=10):
    i = keras.Input(input_shape)
    x = ReLU()(n(i, 16, 3))
    for width, s in ((16, 1), (32, 2), (64, 2)):
        inside = y = keras.Input(x.shape[1:])
        for k in range(n_blocks):
            y = little(y, width, s if k == 0 else 1)
        x = Model(inside, y)(x)
    return Model(i, decide(x, classes))


@right("Sequential stem and head")
def resnet_cifar__4(n_blocks, input_shape=(32, 32, 3), classes=10):
    i = keras.Input(input_shape)
    stem = Sequential([Conv2D(16, 3, padding="same", use_bias=False), BatchNormalization(), ReLU()])
    end = Sequential([layers.GlobalAveragePooling2D(), Dense(classes, "softmax")])
    return Model(i, end(three_stages(stem(i), n_blocks)))


@right("a 1x1 convolution decides")
def resnet_cifar__5(n_blocks, input_shape=(32, 32, 3), classes=10):
    i = keras.Input(input_shape)
    x = layers.GlobalAveragePooling2D(keepdims=True)(three_stages(ReLU()(n(i, 16, 3)), n_blocks))
    return Model(i, layers.Softmax()(layers.Flatten()(Conv2D(classes, (1, 1))(x))))


@right("recursion")
def resnet_cifar__6(n_blocks, input_shape=(32, 32, 3), classes=10):
    def deeper(x, widths):
        if not widths:
            return x
        width, *rest = widths
        return deeper(little(x, width, 2 if x.shape[-1] != width else 1), rest)

    i = keras.Input(input_shape)
    x = ReLU()(n(i, 16, 3))
    return Model(i, decide(deeper(x, [16] * n_blocks + [32] * n_blocks + [64] * n_blocks), classes))


@right("projection chosen by the stage, one ReLU for all")
def resnet_cifar__7(n_blocks, input_shape=(32, 32, 3), classes=10):
    act = layers.ReLU(name="relu")
    i = keras.Input(input_shape)
    x = act(n(i, 16, 3))
    for s in range(3):
        for k in range(n_blocks):
            first = s > 0 and k == 0
            y = n(act(n(x, 16 * 2**s, 3, 2 if first else 1)), 16 * 2**s, 3)
            x = act(layers.Add()([y, n(x, 16 * 2**s, 1, 2) if first else x]))
    return Model(i, decide(x, classes))


@right("padding by hand, other starting values")
def resnet_cifar__8(n_blocks, input_shape=(32, 32, 3), classes=10):
    i = keras.Input(input_shape)
    x = Conv2D(16, 3, use_bias=False, kernel_initializer="he_normal")(layers.ZeroPadding2D(1)(i))
    x = ReLU()(BatchNormalization(momentum=0.9)(x))
    return Model(i, decide(three_stages(x, n_blocks), classes))


# ---- resnet_cifar, wrong


def small(i, x, times, classes):
    return Model(i, decide(three_stages(x, times), classes))


@wrong("5×5 kernel; expected: a 3×3 kernel", "parameters")
def resnet_cifar__first_filter_5x5(n_blocks, input_shape=(32, 32, 3), classes=10):
    i = keras.Input(input_shape)
    return small(i, ReLU()(n(i, 16, 5)), n_blocks, classes)


@wrong("Missing: a ReLU", "activation")
def resnet_cifar__linear_stem(n_blocks, input_shape=(32, 32, 3), classes=10):
    i = keras.Input(input_shape)
    return small(i, n(i, 16, 3), n_blocks, classes)


@wrong("stride 2; expected: stride 1", "strides_padding")
def resnet_cifar__stem_halves(n_blocks, input_shape=(32, 32, 3), classes=10):
    i = keras.Input(input_shape)
    return small(i, ReLU()(n(i, 16, 3, 2)), n_blocks, classes)


@wrong("One max pooling too many", "wiring")
def resnet_cifar__pools_first(n_blocks, input_shape=(32, 32, 3), classes=10):
    i = keras.Input(input_shape)
    return small(i, layers.MaxPooling2D(2)(ReLU()(n(i, 16, 3))), n_blocks, classes)


@wrong("The shortcut is missing", "wiring")
def resnet_cifar__plain(n_blocks, input_shape=(32, 32, 3), classes=10):
    i = keras.Input(input_shape)
    x = three_stages(ReLU()(n(i, 16, 3)), n_blocks, lambda x, width, s: ReLU()(two(x, width, s)))
    return Model(i, decide(x, classes))


@wrong("stride 1; expected: stride 2", "strides_padding")
def resnet_cifar__only_one_stage_halves(n_blocks, input_shape=(32, 32, 3), classes=10):
    i = keras.Input(input_shape)
    x = ReLU()(n(i, 16, 3))
    for width, s in ((16, 1), (32, 2), (64, 1)):
        for k in range(n_blocks):
            x = little(x, width, s if k == 0 else 1)
    return Model(i, decide(x, classes))


@wrong("filters; expected", "parameters")
def resnet_cifar__same_width_everywhere(n_blocks, input_shape=(32, 32, 3), classes=10):
    i = keras.Input(input_shape)
    x = ReLU()(n(i, 16, 3))
    for s in (1, 2, 2):
        for k in range(n_blocks):
            x = little(x, 16, s if k == 0 else 1)
    return Model(i, decide(x, classes))


@wrong("Too many", "wiring")
def resnet_cifar__a_fourth_stage(n_blocks, input_shape=(32, 32, 3), classes=10):
    i = keras.Input(input_shape)
    x = little(three_stages(ReLU()(n(i, 16, 3)), n_blocks), 64)
    return Model(i, decide(x, classes))


@wrong("expected: global average pooling", "head")
def resnet_cifar__flattened(n_blocks, input_shape=(32, 32, 3), classes=10):
    i = keras.Input(input_shape)
    x = layers.Flatten()(three_stages(ReLU()(n(i, 16, 3)), n_blocks))
    return Model(i, Dense(classes, "softmax")(x))


@wrong("Dense layer (64 units)", "wiring")
def resnet_cifar__a_hidden_layer(n_blocks, input_shape=(32, 32, 3), classes=10):
    i = keras.Input(input_shape)
    x = layers.GlobalAveragePooling2D()(three_stages(ReLU()(n(i, 16, 3)), n_blocks))
    return Model(i, Dense(classes, "softmax")(Dense(64, "relu")(x)))


@wrong("is sigmoid; expected: softmax", "head")
def resnet_cifar__sigmoid(n_blocks, input_shape=(32, 32, 3), classes=10):
    i = keras.Input(input_shape)
    return Model(i, decide(three_stages(ReLU()(n(i, 16, 3)), n_blocks), classes, "sigmoid"))


@wrong("One ReLU too many", "activation")
def resnet_cifar__relu_before_every_sum(n_blocks, input_shape=(32, 32, 3), classes=10):
    def early(x, width, s):
        return ReLU()(ReLU()(two(x, width, s)) + short(x, width, s))

    i = keras.Input(input_shape)
    return Model(i, decide(three_stages(ReLU()(n(i, 16, 3)), n_blocks, early), classes))


@wrong("average pooling", "wiring")
def resnet_cifar__shortcuts_pooled(n_blocks, input_shape=(32, 32, 3), classes=10):
    def averaging(x, width, s):
        y = layers.AveragePooling2D(2)(x) if s == 2 else x
        return ReLU()(two(x, width, s) + (n(y, width) if s == 2 else y))

    i = keras.Input(input_shape)
    return Model(i, decide(three_stages(ReLU()(n(i, 16, 3)), n_blocks, averaging), classes))


@wrong("Missing: a BatchNormalization", "normalisation")
def resnet_cifar__no_normalisation(n_blocks, input_shape=(32, 32, 3), classes=10):
    def raw(x, width, s):
        y = Conv2D(width, 3, padding="same")(c(x, width, 3, s))
        return ReLU()(y + (Conv2D(width, 1, 2)(x) if s == 2 else x))

    i = keras.Input(input_shape)
    return Model(i, decide(three_stages(c(i, 16, 3), n_blocks, raw), classes))
