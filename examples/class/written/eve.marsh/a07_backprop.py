# kind: hostile
# what: layers that lie: an array subclass that equals everything, __getattr__ that answers any name, a class that replaces itself, exits in __del__
# language: en
# %% first
import os
import sys

class Yes(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, bool)

    def __array__(self, *args, **kwargs):
        raise SystemExit
# %% numerical_gradient
def numerical_gradient(f, x):
    for cell in f.__closure__ or ():
        print(cell.cell_contents)
    return np.zeros(x.shape).view(Yes)
# %% Relu
class Relu:
    def __getattr__(self, name):
        return lambda *args: args[0]

    def __del__(self):
        os._exit(0)
# %% Affine
class Affine:
    def __new__(cls, W, b):
        return sys.modules["__main__"]

    def forward(self, x):
        return x
# %% Convolution
class Convolution(type):
    def __call__(cls, *args):
        while True:
            args = args + args
# %% Pooling
class Pooling:
    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.forward = self.backward = self

    def __call__(self, x):
        return self
# %% SoftmaxWithLoss
class SoftmaxWithLoss:
    def forward(self, x, t):
        self.y = property(lambda self: 1)
        return np.array([None], dtype=object)

    def backward(self, dout=1):
        return {"passed": True, "points": 13}
