# kind: right
# what: no loop but that over the steps: einsum over a view of all windows, a matrix product for grey, momentum in learn_kernel
# language: en
# saved by: colab
# %% image_bytes
def image_bytes(height, width, bits_per_pixel=24):
    return -(-height * width * bits_per_pixel // 8)
# %% video_bytes
def video_bytes(height, width, fps, seconds, bits_per_pixel=24):
    return fps * seconds * image_bytes(height, width, bits_per_pixel)
# %% to_grayscale
def to_grayscale(image):
    return image @ np.array([0.299, 0.587, 0.114])
# %% to_channels_first
to_channels_first = lambda image: np.moveaxis(image, 2, 0)
# %% calculate
def windows(a, shape):
    if a.shape[0] < shape[0] or a.shape[1] < shape[1]:
        raise ValueError(f"no room for a filter of {shape} in {a.shape}")
    return np.lib.stride_tricks.sliding_window_view(a, shape)

def calculate(arrayA, arrayB, bias=0.0):
    return np.einsum("ijpq,pq->ij", windows(arrayA * 1.0, arrayB.shape), arrayB) + bias
# %% convolve
def convolve(arrayA, arrayB):
    return calculate(arrayA, np.rot90(arrayB, 2))
# %% horizontal_difference
def horizontal_difference(image):
    return np.diff(image.astype(np.int64), axis=1)
# %% interaction_counts
def interaction_counts(n_in, n_out, k):
    mlp, cnn = n_in * n_out, k * n_out
    return mlp, cnn
# %% learn_kernel
def learn_kernel(x, y, kernel_shape, steps, lr):
    kernel = np.full(kernel_shape, 0.1)
    patches = windows(x, kernel_shape)
    for _ in range(steps):
        error = np.einsum("ijpq,pq->ij", patches, kernel) - y
        kernel = kernel - lr * 2 / error.size * np.einsum("ijpq,ij->pq", patches, error)
    return kernel
