# kind: right
# what: seven nested loops, as the lesson suggests
# pictures: kept
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    N, C, H, width = x.shape
    FN, C, FH, FW = W.shape
    if FH > H + 2 * pad or FW > width + 2 * pad:
        raise ValueError("필터가 이미지보다 커요")
    padded = np.zeros((N, C, H + 2 * pad, width + 2 * pad))
    padded[:, :, pad:pad + H, pad:pad + width] = x
    OH = (H + 2 * pad - FH) // stride + 1
    OW = (width + 2 * pad - FW) // stride + 1
    out = np.zeros((N, FN, OH, OW))
    for n in range(N):
        for f in range(FN):
            for i in range(OH):
                for j in range(OW):
                    s = 0.0
                    for c in range(C):
                        for p in range(FH):
                            for q in range(FW):
                                s += padded[n, c, i * stride + p, j * stride + q] * W[f, c, p, q]
                    if b is not None:
                        s += b[f]
                    out[n, f, i, j] = s
    return out
# %% after check_conv2d
# 손으로 계산한 값과 비교
x = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]], float).reshape(1, 1, 4, 4)
w = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]], float).reshape(1, 1, 3, 3)
print(conv2d(x, w))
# %% output
[[[[15. 16.]
   [ 6. 15.]]]]
# %% relu
def relu(x):
    return np.where(x > 0, x, 0)
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return relu(conv2d(x, W, b, stride, pad))
