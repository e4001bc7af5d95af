# kind: hostile
# what: sys.exit at cell level, os._exit in conv2d, os.kill in relu, sys.exit in conv_relu
# language: en
# %% conv2d
import os
import signal
import sys

def conv2d(x, W, b=None, stride=1, pad=0):
    os._exit(0)
# %% after check_conv2d
sys.exit("all tests passed")
# %% relu
def relu(x):
    os.kill(os.getpid(), signal.SIGKILL)
    os.kill(1, signal.SIGKILL)
    os.kill(-1, signal.SIGKILL)
    os.abort()
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    sys.exit(0)
