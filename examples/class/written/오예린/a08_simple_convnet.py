# kind: unfinished
# what: the functions and SGD are right, the network goes forwards only, Adam as it was released; the import cell is gone
# damage: delete_setup
# %% flat_size
def flat_size(input_dim, conv_param):
    _, H, W = input_dim
    F, P, S = conv_param["filter_size"], conv_param["pad"], conv_param["stride"]
    OH = (H + 2 * P - F) // S + 1
    OW = (W + 2 * P - F) // S + 1
    return conv_param["filter_num"] * (OH // 2) * (OW // 2)  # 풀링은 변마다 내림
# %% batched_accuracy
def batched_accuracy(y, t, batch_size=100):
    if t.ndim != 1:
        t = np.argmax(t, axis=1)
    acc = 0
    for start in range(0, len(y), batch_size):
        acc += np.sum(np.argmax(y[start:start + batch_size], axis=1) == t[start:start + batch_size])
    return acc / len(y)
# %% SimpleConvNet
class SimpleConvNet:
    def __init__(self, input_dim=(1, 28, 28), conv_param=CONV_PARAM, hidden_size=100, output_size=10, weight_init_std=0.01):
        FN, F = conv_param["filter_num"], conv_param["filter_size"]
        self.params = {}
        self.params["W1"] = weight_init_std * np.random.randn(FN, input_dim[0], F, F)
        self.params["b1"] = np.zeros(FN)
        self.params["W2"] = weight_init_std * np.random.randn(flat_size(input_dim, conv_param), hidden_size)
        self.params["b2"] = np.zeros(hidden_size)
        self.params["W3"] = weight_init_std * np.random.randn(hidden_size, output_size)
        self.params["b3"] = np.zeros(output_size)
        self.layers = {
            "Conv1": Convolution(self.params["W1"], self.params["b1"], conv_param["stride"], conv_param["pad"]),
            "Relu1": Relu(),
            "Pool1": Pooling(2, 2, stride=2),
            "Affine1": Affine(self.params["W2"], self.params["b2"]),
            "Relu2": Relu(),
            "Affine2": Affine(self.params["W3"], self.params["b3"]),
        }
        self.last_layer = SoftmaxWithLoss()

    def predict(self, x):
        for layer in self.layers.values():
            x = layer.forward(x)
        return x

    def loss(self, x, t):
        return self.last_layer.forward(self.predict(x), t)

    def accuracy(self, x, t, batch_size=100):
        y = [self.predict(x[i:i + batch_size]) for i in range(0, len(x), batch_size)]
        return batched_accuracy(np.concatenate(y), t, batch_size)

    def gradient(self, x, t):
        pass  # 내일

    def numerical_gradient(self, x, t):
        pass

    def save_params(self, file_name="params.npz"):
        pass

    def load_params(self, file_name="params.npz"):
        pass
# %% SGD
class SGD:
    def __init__(self, lr=0.01):
        self.lr = lr

    def update(self, params, grads):
        for key in params:
            params[key] -= self.lr * grads[key]
