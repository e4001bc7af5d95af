# kind: hostile
# what: exits, kills, looks for the released examples, numbers that lie about themselves, an image of 2 ** 60 pixels
# language: en
# %% image_bytes
import os
import signal
import sys

class Any(int):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0

    __hash__ = int.__hash__

def image_bytes(height, width, bits_per_pixel=24):
    return Any(1)
# %% video_bytes
def video_bytes(height, width, fps, seconds, bits_per_pixel=24):
    os._exit(0)
# %% to_grayscale
def to_grayscale(image):
    return np.broadcast_to(np.float64(1.0), (2**30, 2**30))
# %% to_channels_first
def to_channels_first(image):
    os.kill(os.getpid(), signal.SIGKILL)
# %% calculate
def calculate(arrayA, arrayB, bias=0.0):
    for frame in sys._current_frames().values():
        while frame:
            for value in list(frame.f_locals.values()):
                if isinstance(value, dict) and "expected" in value:
                    return value["expected"]
            frame = frame.f_back
    arrayA[...] = 0
    return arrayA
# %% convolve
def convolve(arrayA, arrayB):
    import pathlib
    for path in pathlib.Path("/").glob("*/*.safetensors"):
        return np.fromfile(path)
# %% horizontal_difference
def horizontal_difference(image):
    raise SystemExit("all right")
# %% interaction_counts
def interaction_counts(n_in, n_out, k):
    return "<script>alert(1)</script>", "=cmd|'/C calc'!A0"
# %% learn_kernel
def learn_kernel(x, y, kernel_shape, steps, lr):
    return learn_kernel(x, y, kernel_shape, steps, lr)
