# kind: hostile
# what: params that are no dictionary, a file that is a bomb, a network that answers with itself, an optimiser that eats memory
# language: en
# %% flat_size
class Count(int):
    __lt__ = __gt__ = __eq__ = lambda self, other: True
    __hash__ = int.__hash__

def flat_size(input_dim, conv_param):
    return Count(4320)
# %% batched_accuracy
def batched_accuracy(y, t, batch_size=100):
    return np.float64("inf") - np.float64("inf")
# %% SimpleConvNet
class Params(dict):
    def __getitem__(self, name):
        return self

    def __len__(self):
        return 2**62

class SimpleConvNet:
    params = Params(W1=None)
    shape = size = any = std = round = property(lambda self: self)

    def __init__(self, *args, **named):
        self.__class__ = type(self)

    def predict(self, x):
        return self

    loss = accuracy = gradient = numerical_gradient = predict

    def save_params(self, file_name="params.npz"):
        with open(file_name, "wb") as file:
            file.seek(2**40)
            file.write(b"PK")

    def load_params(self, file_name="params.npz"):
        open("/proc/self/exe", "rb").read(-1)
# %% SGD
class SGD:
    def __init__(self, lr=0.01):
        pass

    def update(self, params, grads):
        params.clear()
# %% Adam
class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.hoard = []

    def update(self, params, grads):
        while True:
            self.hoard.append(np.ones(2**27))
