# kind: right
# what: as_strided and tensordot; two answers in one cell, the other cell empty
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    x = np.ascontiguousarray(np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))))
    N, C, H, width = x.shape
    FN, _, FH, FW = W.shape
    if H < FH or width < FW:
        raise ValueError("W는 x보다 클 수 없음")
    sn, sc, sh, sw = x.strides
    OH, OW = (H - FH) // stride + 1, (width - FW) // stride + 1
    view = np.lib.stride_tricks.as_strided(
        x, (N, OH, OW, C, FH, FW), (sn, sh * stride, sw * stride, sc, sh, sw), writeable=False)
    out = np.tensordot(view, W, axes=((3, 4, 5), (1, 2, 3)))  # (N, OH, OW, FN)
    if b is not None:
        out += b
    return np.moveaxis(out, -1, 1)


def relu(x):
    y = x.copy()
    y[y < 0] = 0
    return y
# %% relu
# 위 셀에 같이 작성했습니다
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return relu(conv2d(x, W, b, stride, pad))
