# kind: hostile
# what: names of layers, models and classes with HTML, paths, formulas, ANSI and a right-to-left mark; a lambda in an argument
# language: en
# %% lenet5
def lenet5(input_shape=(28, 28, 1), classes=10):
    evil = "<img src=x onerror=alert(1)>", "=cmd|' !A0", "\x1b]0;owned\x07\u202e", "</script><script>alert(2)</script>", "@SUM(1+1)"
    x = inputs = keras.Input(input_shape, name=evil[0])
    x = layers.MaxPooling2D(name=evil[1])(layers.Conv2D(6, 5, padding="same", activation="relu", name=evil[2])(x))
    x = layers.MaxPooling2D()(layers.Conv2D(16, 5, activation="relu", name=evil[3])(x))
    x = layers.Dense(120, "relu", name="..\\..\\etc\\passwd")(layers.Flatten(name="'; DROP TABLE students; --")(x))
    x = layers.Dense(84, "tanh", name=evil[4])(x)
    return keras.Model(inputs, layers.Dense(classes, "softmax")(x), name=evil[3])
# %% alexnet
def alexnet(input_shape=(224, 224, 3), classes=1000):
    x = keras.Input(input_shape)
    return keras.Model(x, layers.Conv2D(96, 11, name="../../../tmp/root/conv")(x))
# %% vgg_block
class Layer(layers.Layer):
    def call(self, x):
        return x

Layer.__name__ = Layer.__qualname__ = "<img src=x onerror=alert(3)>\x1b[2J=1+1"
keras.saving.register_keras_serializable("=<b>")(Layer)

def vgg_block(x, filters, repeats):
    return Layer()(x)
# %% vgg16
def vgg16(input_shape=(224, 224, 3), classes=1000):
    class Answer:
        pass
    Answer.__name__ = Answer.__qualname__ = "keras.Model</td><script>alert(4)</script>"
    return Answer()
# %% vgg19
def vgg19(input_shape=(224, 224, 3), classes=1000):
    raise ValueError("<script>alert(5)</script> \x1b[31m \u202e =HYPERLINK(0) {name} {0} %s")
# %% small_vgg
def small_vgg(input_shape, classes):
    x = keras.Input(input_shape)
    return keras.Model(x, layers.Dense(classes, activation=lambda z: z, kernel_initializer=lambda *a, **k: 1)(layers.Flatten()(x)))
