# kind: right
# what: reduces over shifted views with np.maximum.reduce; NaN marks the padding
# saved by: vscode
# %% before max_pool
def shifted(x, pool_h, pool_w, stride, pad, fill):
    """한 칸씩 밀린 그림들: 창의 각 칸이 모든 창에서 만나는 픽셀"""
    x = np.pad(x.astype(float), ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=fill)
    h, w = x.shape[2] - pool_h, x.shape[3] - pool_w
    if min(h, w) < 0:
        raise ValueError("window too large")
    return [x[:, :, p:p + h + 1:stride, q:q + w + 1:stride] for p in range(pool_h) for q in range(pool_w)]
# %% max_pool
def max_pool(x, pool_h, pool_w, stride=1, pad=0):
    return np.maximum.reduce(shifted(x, pool_h, pool_w, stride, pad, -np.inf))
# %% avg_pool
def avg_pool(x, pool_h, pool_w, stride=1, pad=0):
    return np.nanmean(shifted(x, pool_h, pool_w, stride, pad, np.nan), axis=0)
# %% global_avg_pool
def global_avg_pool(x):
    return np.einsum("nchw->nc", x) / np.prod(x.shape[2:])
# %% shift_response
def shift_response(image, dx, pool):
    W = image.shape[1]
    moved = np.roll(image, dx, axis=1)
    moved[:, :dx] = 0
    before, after = (max_pool(one[None, None], pool, pool, pool)[0, 0] for one in (image, moved))
    return abs(before - after).mean()
