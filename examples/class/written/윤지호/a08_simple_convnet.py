# kind: wrong
# what: the code of the notes as it stands there, with its three faults; SGD climbs; Adam begins with the second step
# %% first
import pickle
# %% flat_size
def flat_size(input_dim, conv_param):
    filter_size, filter_pad, filter_stride = conv_param["filter_size"], conv_param["pad"], conv_param["stride"]
    input_size = input_dim[1]
    conv_output_size = (input_size - filter_size + 2 * filter_pad) / filter_stride + 1
    return int(conv_param["filter_num"] * (conv_output_size / 2) * (conv_output_size / 2))
# %% batched_accuracy
def batched_accuracy(y, t, batch_size=100):
    if t.ndim != 1:
        t = np.argmax(t, axis=1)
    acc = 0
    for i in range(int(len(y) / batch_size)):
        ty, tt = y[i * batch_size:(i + 1) * batch_size], t[i * batch_size:(i + 1) * batch_size]
        acc += np.sum(np.argmax(ty, axis=1) == tt)
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
        self.loss(x, t)
        dout = self.last_layer.backward(1)
        for layer in reversed(list(self.layers.values())):
            dout = layer.backward(dout)
        grads = {}
        for n, name in enumerate(("Conv1", "Affine1", "Affine2"), 1):
            grads[f"W{n}"], grads[f"b{n}"] = self.layers[name].dW, self.layers[name].db
        return grads

    def numerical_gradient(self, x, t):
        grads = {}
        for name, param in self.params.items():
            grads[name] = np.zeros(param.shape)
            for i in np.ndindex(param.shape):
                keep = param[i]
                param[i] = keep + 1e-4
                up = self.loss(x, t)
                param[i] = keep - 1e-4
                down = self.loss(x, t)
                param[i] = keep
                grads[name][i] = (up - down) / 2e-4
        return grads

    def save_params(self, file_name="params.npz"):
        with open(file_name, "wb") as f:
            pickle.dump(self.params, f)

    def load_params(self, file_name="params.npz"):
        with open(file_name, "rb") as f:
            for key, val in pickle.load(f).items():
                self.params[key] = val
        for i, key in enumerate(["Conv1", "Affine1", "Affine2"]):
            self.layers[key].W = self.params["W" + str(i + 1)]
            self.layers[key].b = self.params["b" + str(i + 1)]
# %% SGD
class SGD:
    def __init__(self, lr=0.01):
        self.lr = lr

    def update(self, params, grads):
        for key in params:
            params[key] += self.lr * grads[key]
# %% Adam
class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr, self.beta1, self.beta2 = lr, beta1, beta2
        self.iter = 1
        self.m = self.v = None

    def update(self, params, grads):
        if self.m is None:
            self.m = {key: np.zeros_like(value) for key, value in params.items()}
            self.v = {key: np.zeros_like(value) for key, value in params.items()}
        self.iter += 1
        lr_t = self.lr * np.sqrt(1 - self.beta2**self.iter) / (1 - self.beta1**self.iter)
        for key in params:
            self.m[key] += (1 - self.beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - self.beta2) * (grads[key] ** 2 - self.v[key])
            params[key] -= lr_t * self.m[key] / (np.sqrt(self.v[key]) + 1e-8)
