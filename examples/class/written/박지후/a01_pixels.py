# kind: right
# what: convolution by FFT with its rounding error; fractions counted with math.ceil; Adam instead of plain descent
# %% image_bytes
import math

def image_bytes(height, width, bits_per_pixel=24):
    return math.ceil(height * width * bits_per_pixel / 8)
# %% video_bytes
def video_bytes(height, width, fps, seconds, bits_per_pixel=24):
    frames = fps * seconds
    return frames * image_bytes(height, width, bits_per_pixel)
# %% to_grayscale
def to_grayscale(image):
    R, G, B = np.moveaxis(image.astype("float64"), -1, 0)
    return 0.299 * R + 0.587 * G + 0.114 * B
# %% to_channels_first
def to_channels_first(image):
    return np.stack([image[..., c] for c in range(image.shape[-1])])
# %% convolve
def convolve(arrayA, arrayB):
    (H, W), (FH, FW) = arrayA.shape, arrayB.shape
    if FH > H or FW > W:
        raise ValueError(f"{FH}x{FW} 필터는 {H}x{W} 이미지에 들어가지 않아요")
    shape = H + FH - 1, W + FW - 1
    full = np.fft.irfft2(np.fft.rfft2(arrayA, shape) * np.fft.rfft2(arrayB, shape), shape)
    return full[FH - 1:H, FW - 1:W]
# %% calculate
def calculate(arrayA, arrayB, bias=0.0):
    return convolve(arrayA, np.flip(arrayB)) + bias  # 뒤집은 것을 또 뒤집으면 제자리
# %% horizontal_difference
def horizontal_difference(image):
    image = image.astype(float)
    return image[:, 1:] - image[:, :-1]
# %% interaction_counts
def interaction_counts(n_in, n_out, k):
    return (n_in * n_out, n_out * k)
# %% learn_kernel
def learn_kernel(x, y, kernel_shape, steps, lr):
    w, m, v = np.zeros(kernel_shape), 0, 0
    for t in range(1, steps + 1):
        error = calculate(x, w) - y
        g = 2 * calculate(x, error) / error.size
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        w = w - 0.1 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return w
