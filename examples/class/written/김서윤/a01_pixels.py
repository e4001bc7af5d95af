# kind: right
# what: nested loops for everything, as the lesson explains it
# %% image_bytes
def image_bytes(height, width, bits_per_pixel=24):
    bits = height * width * bits_per_pixel
    return (bits + 7) // 8  # 남는 비트도 1바이트
# %% video_bytes
def video_bytes(height, width, fps, seconds, bits_per_pixel=24):
    return image_bytes(height, width, bits_per_pixel) * fps * seconds
# %% to_grayscale
def to_grayscale(image):
    H, W, _ = image.shape
    gray = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            r, g, b = (float(value) for value in image[i, j])  # uint8끼리 더하면 넘칠 수 있어서 실수로
            gray[i, j] = 0.299 * r + 0.587 * g + 0.114 * b
    return gray
# %% to_channels_first
def to_channels_first(image):
    H, W, C = image.shape
    out = np.zeros((C, H, W), dtype=image.dtype)
    for c in range(C):
        out[c] = image[:, :, c]
    return out
# %% calculate
def calculate(arrayA, arrayB, bias=0.0):
    H, W = arrayA.shape
    FH, FW = arrayB.shape
    if FH > H or FW > W:
        raise ValueError("필터가 이미지보다 커요")
    out = np.zeros((H - FH + 1, W - FW + 1))
    for i in range(H - FH + 1):
        for j in range(W - FW + 1):
            total = 0.0
            for p in range(FH):
                for q in range(FW):
                    total += float(arrayA[i + p, j + q]) * float(arrayB[p, q])
            out[i, j] = total + bias
    return out
# %% convolve
def convolve(arrayA, arrayB):
    return calculate(arrayA, arrayB[::-1, ::-1])
# %% horizontal_difference
def horizontal_difference(image):
    return calculate(image.astype(float), np.array([[-1.0, 1.0]]))
# %% interaction_counts
def interaction_counts(n_in, n_out, k):
    return n_in * n_out, n_out * k
# %% learn_kernel
def learn_kernel(x, y, kernel_shape, steps, lr):
    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = calculate(x, kernel) - y
        for p in range(kernel_shape[0]):
            for q in range(kernel_shape[1]):
                window = x[p:p + error.shape[0], q:q + error.shape[1]]
                kernel[p, q] -= lr * 2 * (window * error).mean()
    return kernel
