# kind: wrong
# what: the usual mistakes by name: bits for bytes, three bytes always, a plain mean, reshape, the flip, bytes that wrap
# %% image_bytes
def image_bytes(height, width, bits_per_pixel=24):
    return height * width * bits_per_pixel
# %% video_bytes
def video_bytes(height, width, fps, seconds, bits_per_pixel=24):
    return (height * width * bits_per_pixel + 7) // 8 * fps
# %% to_grayscale
def to_grayscale(image):
    return image.mean(axis=2)
# %% to_channels_first
def to_channels_first(image):
    H, W, C = image.shape
    return image.reshape(C, H, W)
# %% calculate
def calculate(arrayA, arrayB, bias=0.0):
    H, W = arrayA.shape
    FH, FW = arrayB.shape
    if FH > H or FW > W:
        raise ValueError("필터가 너무 커요")
    flipped = arrayB[::-1, ::-1]  # 합성곱이니까 뒤집어야...?
    out = np.zeros((H - FH + 1, W - FW + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(arrayA[i:i + FH, j:j + FW] * flipped) + bias
    return out
# %% convolve
def convolve(arrayA, arrayB):
    return calculate(arrayA, arrayB)
# %% horizontal_difference
def horizontal_difference(image):
    return image[:, 1:] - image[:, :-1]
# %% interaction_counts
def interaction_counts(n_in, n_out, k):
    return n_in * n_out, k
# %% learn_kernel
def learn_kernel(x, y, kernel_shape, steps, lr):
    FH, FW = kernel_shape
    OH, OW = y.shape
    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = np.array([[np.sum(x[i:i + FH, j:j + FW] * kernel) for j in range(OW)] for i in range(OH)]) - y
        for p in range(FH):
            for q in range(FW):
                kernel[p, q] += lr * 2 * (x[p:p + OH, q:q + OW] * error).mean()
    return kernel
