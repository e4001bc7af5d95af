# kind: right
# what: loops, and -np.inf round the image
# %% max_pool
def max_pool(x, pool_h, pool_w, stride=1, pad=0):
    N, C, H, W = x.shape
    if pool_h > H + 2 * pad or pool_w > W + 2 * pad:
        raise ValueError("창이 너무 커요")
    padded = np.full((N, C, H + 2 * pad, W + 2 * pad), -np.inf)
    padded[:, :, pad:pad + H, pad:pad + W] = x
    OH = (H + 2 * pad - pool_h) // stride + 1
    OW = (W + 2 * pad - pool_w) // stride + 1
    out = np.zeros((N, C, OH, OW))
    for n in range(N):
        for c in range(C):
            for i in range(OH):
                for j in range(OW):
                    out[n, c, i, j] = padded[n, c, i * stride:i * stride + pool_h, j * stride:j * stride + pool_w].max()
    return out
# %% avg_pool
def avg_pool(x, pool_h, pool_w, stride=1, pad=0):
    N, C, H, W = x.shape
    if pool_h > H + 2 * pad or pool_w > W + 2 * pad:
        raise ValueError("창이 너무 커요")
    OH = (H + 2 * pad - pool_h) // stride + 1
    OW = (W + 2 * pad - pool_w) // stride + 1
    out = np.zeros((N, C, OH, OW))
    for i in range(OH):
        for j in range(OW):
            top, left = i * stride - pad, j * stride - pad
            # 이미지 안에 있는 픽셀만 잘라서 평균
            out[:, :, i, j] = x[:, :, max(top, 0):top + pool_h, max(left, 0):left + pool_w].mean(axis=(2, 3))
    return out
# %% global_avg_pool
def global_avg_pool(x):
    N, C, H, W = x.shape
    return x.reshape(N, C, H * W).sum(axis=2) / (H * W)
# %% shift_response
def shift_response(image, dx, pool):
    H, W = image.shape
    moved = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            if j + dx < W:
                moved[i, j + dx] = image[i, j]
    a = max_pool(image.reshape(1, 1, H, W), pool, pool, pool)
    b = max_pool(moved.reshape(1, 1, H, W), pool, pool, pool)
    return np.mean(np.abs(a - b))
