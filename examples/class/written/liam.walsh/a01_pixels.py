# kind: wrong
# what: nearly right and wrong without a name: grey by the root of the squares, a filter that begins at the second column, an exception
# language: en
# %% image_bytes
def image_bytes(height, width, bits_per_pixel=24):
    return height * width * bits_per_pixel // 8
# %% video_bytes
def video_bytes(height, width, fps, seconds, bits_per_pixel=24):
    return image_bytes(height, width, bits_per_pixel) * fps * seconds
# %% to_grayscale
def to_grayscale(image):
    return np.sqrt((image.astype(float) ** 2).mean(axis=2))
# %% to_channels_first
def to_channels_first(image):
    return image.T
# %% calculate
def calculate(arrayA, arrayB, bias=0.0):
    H, W = arrayA.shape
    FH, FW = arrayB.shape
    out = np.zeros((H - FH + 1, W - FW + 1))
    for i in range(H - FH + 1):
        for j in range(W - FW + 1):
            out[i, j] = (arrayA[i:i + FH, j:j + FW] * arrayB).sum() + bias
    return out
# %% convolve
def convolve(arrayA, arrayB):
    out = calculate(arrayA, arrayB[::-1, ::-1])
    out[:, 0] = 0
    return out
# %% horizontal_difference
def horizontal_difference(image):
    return abs(image[:, 1:].astype(float) - image[:, :-1])
# %% interaction_counts
def interaction_counts(n_in, n_out, k):
    return n_in * n_outputs, n_outputs * k
# %% learn_kernel
def learn_kernel(x, y, kernel_shape, steps, lr):
    kernel = np.zeros(kernel_shape)
    error = calculate(x, kernel) - y
    kernel -= lr * 2 * calculate(x, error) / error.size
    return kernel
