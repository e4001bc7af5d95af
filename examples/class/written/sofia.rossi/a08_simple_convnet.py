# kind: right
# what: a network in one piece without layer objects: views, einsum, gradients by hand; optimisers with one memory each, functional style
# language: en
# saved by: colab
# %% flat_size
def map_sides(input_dim, conv_param):
    return [(side + 2 * conv_param["pad"] - conv_param["filter_size"]) // conv_param["stride"] + 1 for side in input_dim[1:]]

def flat_size(input_dim, conv_param):
    return int(np.prod([side // 2 for side in map_sides(input_dim, conv_param)])) * conv_param["filter_num"]
# %% batched_accuracy
def batched_accuracy(y, t, batch_size=100):
    right = y.argmax(axis=1) == (t if t.ndim == 1 else t.argmax(axis=1))
    return sum(int(right[i:i + batch_size].sum()) for i in range(0, len(right), batch_size)) / len(right)
# %% SimpleConvNet
class SimpleConvNet:
    def __init__(self, input_dim=(1, 28, 28), conv_param=CONV_PARAM, hidden_size=100, output_size=10, weight_init_std=0.01):
        self.how, size = conv_param, conv_param["filter_size"]
        shapes = {"1": (conv_param["filter_num"], input_dim[0], size, size),
                  "2": (flat_size(input_dim, conv_param), hidden_size), "3": (hidden_size, output_size)}
        rng = np.random.default_rng()
        self.params = {"W" + n: rng.normal(0, 1, shape) * weight_init_std for n, shape in shapes.items()}
        self.params |= {"b" + n: np.zeros(shape[0] if n == "1" else shape[1]) for n, shape in shapes.items()}

    def run(self, x):
        p, s, f = self.how["pad"], self.how["stride"], self.how["filter_size"]
        padded = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        seen = np.lib.stride_tricks.sliding_window_view(padded, (f, f), axis=(2, 3))[:, :, ::s, ::s]
        maps = np.maximum(np.einsum("nchwij,fcij->nfhw", seen, self.params["W1"], optimize=True) + self.params["b1"][:, None, None], 0)
        n, fn, h, w = maps.shape
        tiles = maps[:, :, :h // 2 * 2, :w // 2 * 2].reshape(n, fn, h // 2, 2, w // 2, 2).transpose(0, 1, 2, 4, 3, 5)
        tiles = tiles.reshape(n, fn, h // 2, w // 2, 4)
        flat = tiles.max(axis=-1).reshape(n, -1)
        hidden = np.maximum(flat @ self.params["W2"] + self.params["b2"], 0)
        return seen, maps, tiles, flat, hidden, hidden @ self.params["W3"] + self.params["b3"]

    def predict(self, x):
        return self.run(x)[-1]

    def loss(self, x, t):
        scores = self.predict(x)
        t = t if t.ndim == 1 else t.argmax(axis=1)
        return float(np.mean(np.logaddexp.reduce(scores, axis=1) - scores[np.arange(len(t)), t]))

    def accuracy(self, x, t, batch_size=100):
        t = t if t.ndim == 1 else t.argmax(axis=1)
        right = [self.predict(x[i:i + batch_size]).argmax(axis=1) == t[i:i + batch_size] for i in range(0, len(x), batch_size)]
        return float(np.concatenate(right).mean())

    def gradient(self, x, t):
        seen, maps, tiles, flat, hidden, scores = self.run(x)
        t = np.eye(scores.shape[1])[t] if t.ndim == 1 else t
        d3 = (np.exp(scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)) - t) / len(x)
        d2 = d3 @ self.params["W3"].T * (hidden > 0)
        winner = np.eye(4)[tiles.argmax(axis=-1)]
        d1 = (d2 @ self.params["W2"].T).reshape(tiles.shape[:4])[..., None] * winner
        n, fn, h, w = maps.shape
        dmaps = np.zeros(maps.shape)
        dmaps[:, :, :h // 2 * 2, :w // 2 * 2] = (
            d1.reshape(n, fn, h // 2, w // 2, 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(n, fn, h // 2 * 2, w // 2 * 2))
        dmaps *= maps > 0
        return {"W1": np.einsum("nchwij,nfhw->fcij", seen, dmaps, optimize=True), "b1": dmaps.sum(axis=(0, 2, 3)), "W2": flat.T @ d2,
                "b2": d2.sum(axis=0), "W3": hidden.T @ d3, "b3": d3.sum(axis=0)}

    def numerical_gradient(self, x, t):
        def slope(flat, i):
            keep = flat[i]
            flat[i] = keep + 1e-4
            up = self.loss(x, t)
            flat[i] = keep - 1e-4
            down = self.loss(x, t)
            flat[i] = keep
            return (up - down) / 2e-4
        return {name: np.array([slope(value.reshape(-1), i) for i in range(value.size)]).reshape(value.shape)
                for name, value in self.params.items()}

    def save_params(self, file_name="params.npz"):
        with open(file_name, "wb") as file:
            np.savez_compressed(file, **self.params)

    def load_params(self, file_name="params.npz"):
        for name, value in np.load(file_name).items():
            self.params[name] = value
# %% SGD
class SGD:
    def __init__(self, lr=0.01):
        self.lr = lr

    def update(self, params, grads):
        for name, value in params.items():
            np.subtract(value, self.lr * grads[name], out=value)
# %% Adam
class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr, self.beta1, self.beta2, self.past = lr, beta1, beta2, {}

    def update(self, params, grads):
        for name, g in grads.items():
            m, v, t = self.past.get(name, (0, 0, 0))
            m, v, t = self.beta1 * m + (1 - self.beta1) * g, self.beta2 * v + (1 - self.beta2) * g**2, t + 1
            self.past[name] = m, v, t
            m_hat, v_hat = m / (1 - self.beta1**t), v / (1 - self.beta2**t)
            params[name][...] -= self.lr * m_hat / (np.sqrt(v_hat) + 1e-8)
