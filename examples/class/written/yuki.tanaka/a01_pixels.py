# kind: odd
# what: prints, type hints, a picture, nested functions, lists as results, own asserts; a class method as an answer
# language: en
# saved by: vscode
# %% image_bytes
def image_bytes(height: int, width: int, bits_per_pixel: int = 24) -> int:
    whole, rest = divmod(height * width * bits_per_pixel, 8)
    print(f"{whole} bytes and {rest} bits")
    return whole + (rest > 0)
# %% after image_bytes
%matplotlib inline
assert image_bytes(1, 1) == 4, "this assert is wrong, and fails in a cell of its own"
# %% video_bytes
def video_bytes(height, width, fps, seconds, bits_per_pixel=24):
    def one():
        return image_bytes(height, width, bits_per_pixel)
    return sum([one()] * (fps * seconds)) if fps * seconds < 100 else one() * fps * seconds
# %% to_grayscale
def to_grayscale(image: np.ndarray) -> list:
    image = image.tolist()
    return [[0.299 * r + 0.587 * g + 0.114 * b for r, g, b in row] for row in image]
# %% to_channels_first
class Picture:
    def __init__(self, order):
        self.order = order

    def moved(self, image):
        return image.transpose(self.order).copy(order="F")

to_channels_first = Picture((2, 0, 1)).moved
# %% calculate
def calculate(arrayA, arrayB, bias=0.0):
    h, w = (a - b + 1 for a, b in zip(arrayA.shape, arrayB.shape))
    if min(h, w) < 1:
        raise ValueError("the filter is larger than the image")
    return [[float((arrayA[i:i + len(arrayB), j:j + arrayB.shape[1]].astype(float) * arrayB).sum()) + bias
             for j in range(w)] for i in range(h)]
# %% convolve
def convolve(arrayA, arrayB):
    turned = [row[::-1] for row in arrayB.tolist()][::-1]
    return calculate(arrayA, np.array(turned))
# %% horizontal_difference
def horizontal_difference(image):
    signed = image.astype("int32")
    return signed[:, 1:] - signed[:, :-1]
# %% interaction_counts
def interaction_counts(n_in, n_out, k):
    return [int(n_in) * int(n_out), int(n_out) * int(k)]
# %% learn_kernel
def learn_kernel(x, y, kernel_shape, steps, lr):
    kernel = np.zeros(kernel_shape)
    for step in range(steps):
        error = np.array(calculate(x, kernel)) - y
        if step % 50 == 0:
            print(step, (error**2).mean())
        kernel -= lr * 2 * np.array(calculate(x, error)) / error.size
    return kernel
