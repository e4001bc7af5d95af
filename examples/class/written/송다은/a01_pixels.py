# kind: damaged
# what: calculate is split in the middle of its loop, convolve was turned into Markdown, the import cell is gone, nbgrader's check cells too
# damage: split calculate 30; to_markdown convolve; delete_setup; delete_checks
# %% image_bytes
def image_bytes(height, width, bits_per_pixel=24):
    return -(-(height * width * bits_per_pixel) // 8)
# %% video_bytes
def video_bytes(height, width, fps, seconds, bits_per_pixel=24):
    return image_bytes(height, width, bits_per_pixel) * fps * seconds
# %% to_grayscale
def to_grayscale(image):
    return (image * [0.299, 0.587, 0.114]).sum(axis=2)
# %% to_channels_first
def to_channels_first(image):
    return image.transpose(2, 0, 1)
# %% calculate
def calculate(arrayA, arrayB, bias=0.0):
    H, W = arrayA.shape
    FH, FW = arrayB.shape
    if FH > H or FW > W:
        raise ValueError("필터가 이미지보다 커요")
    out = np.zeros((H - FH + 1, W - FW + 1))
    for i in range(H - FH + 1):
        for j in range(W - FW + 1):
            window = arrayA[i:i + FH, j:j + FW]
            out[i, j] = np.sum(window * arrayB) + bias
    return out
# %% convolve
def convolve(arrayA, arrayB):
    return calculate(arrayA, arrayB[::-1, ::-1])
# %% horizontal_difference
def horizontal_difference(image):
    return np.diff(image.astype(float), axis=1)
# %% interaction_counts
def interaction_counts(n_in, n_out, k):
    return n_in * n_out, n_out * k
# %% learn_kernel
def learn_kernel(x, y, kernel_shape, steps, lr):
    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = calculate(x, kernel) - y
        kernel -= lr * 2 / y.size * calculate(x, error)
    return kernel
