# kind: hostile
# what: objects that equal everything, arrays that lie about themselves, a billion elements in eight bytes
# language: en
# %% conv2d
class Always(np.ndarray):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __array__(self, *a, **k): return np.asarray(1.0)
    def __sub__(self, other): return 0.0
    def __le__(self, other): return np.True_
    __ge__ = __le__
    def all(self, *a, **k): return True
    shape = property(lambda self: (1, 1, 1, 1))
    nbytes = property(lambda self: 8)

def conv2d(x, W, b=None, stride=1, pad=0):
    return np.zeros((2, 2)).view(Always)
# %% relu
class Equal:
    def __eq__(self, other): return True
    def __array__(self, dtype=None, copy=None): raise MemoryError("<script>alert(1)</script>")
    def __len__(self): return 10**12
    def __iter__(self):
        while True:
            yield self
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
    def __float__(self): return float("nan")
    def __reduce__(self): return (exec, ("import os; os._exit(0)",))

def relu(x):
    return Equal()
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return np.broadcast_to(np.float64(0), (10**6, 10**6, 10**5))
