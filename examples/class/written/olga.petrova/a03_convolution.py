# kind: wrong
# what: answers depend on earlier calls, because a list in the defaults grows; relu counts its calls
# language: en
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0, total=[]):
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    FN, C, FH, FW = W.shape
    OH, OW = (x.shape[2] - FH) // stride + 1, (x.shape[3] - FW) // stride + 1
    for n in range(len(x)):
        for f in range(FN):
            for i in range(OH):
                for j in range(OW):
                    total.append((x[n, :, i * stride:i * stride + FH, j * stride:j * stride + FW] * W[f]).sum())
    out = np.array(total[:len(x) * FN * OH * OW]).reshape(len(x), FN, OH, OW)
    return out if b is None else out + b[:, None, None]
# %% relu
calls = 0


def relu(x):
    global calls
    calls += 1
    return np.maximum(x, 0) if calls < 12 else np.maximum(x, 1)
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return np.maximum(conv2d(x, W, b, stride, pad, []), 0)
