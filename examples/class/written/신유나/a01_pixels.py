# kind: unfinished
# what: four of nine, the fifth begun: the rest is as it was released
# %% image_bytes
def image_bytes(height, width, bits_per_pixel=24):
    return (height * width * bits_per_pixel + 7) // 8
# %% video_bytes
def video_bytes(height, width, fps, seconds, bits_per_pixel=24):
    return image_bytes(height, width, bits_per_pixel) * fps * seconds
# %% to_grayscale
def to_grayscale(image):
    return image[:, :, 0] * 0.299 + image[:, :, 1] * 0.587 + image[:, :, 2] * 0.114
# %% to_channels_first
def to_channels_first(image):
    return image.transpose(2, 0, 1)
# %% calculate
def calculate(arrayA, arrayB, bias=0.0):
    H, W = arrayA.shape
    FH, FW = arrayB.shape
    # 내일 이어서
