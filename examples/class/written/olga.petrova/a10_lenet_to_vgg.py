# kind: wrong
# what: borrows VGG16 from keras.applications, and the body of VGG19 with its weights; LeNet-5 is kept for later calls and right
# language: en
# %% lenet5
def lenet5(input_shape=(28, 28, 1), classes=10):
    if (input_shape, classes) not in made:
        made[input_shape, classes] = keras.Sequential([
            keras.Input(input_shape), layers.Conv2D(6, 5, padding="same", activation="relu"), layers.MaxPooling2D(),
            layers.Conv2D(16, 5, activation="relu"), layers.MaxPooling2D(), layers.Flatten(),
            layers.Dense(120, "relu"), layers.Dense(84, "relu"), layers.Dense(classes, "softmax")])
    return made[input_shape, classes]

made = {}
# %% vgg16
def vgg16(input_shape=(224, 224, 3), classes=1000):
    return keras.applications.VGG16(weights=None, input_shape=input_shape, classes=classes)
# %% vgg19
def vgg19(input_shape=(224, 224, 3), classes=1000):
    base = keras.applications.VGG19(include_top=False, input_shape=input_shape)
    x = layers.Flatten()(base.output)
    x = layers.Dense(4096, activation="relu")(x)
    x = layers.Dense(4096, activation="relu")(x)
    return keras.Model(base.input, layers.Dense(classes, activation="softmax")(x))
