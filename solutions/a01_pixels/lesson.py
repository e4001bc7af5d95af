# %% [markdown] lang="en"
# # Pixels: an image is a table of numbers
#
# You look at a photograph and see a boat on the sea. A computer is handed a table of numbers. Everything a network
# will ever find in an image, a boat, a face, the number on a plate, it has to find by multiplying and adding these
# numbers.
#
# ![a digit 4 drawn with 8x8 grey pixels, and the 64 numbers it is made of](images/numbers.png)
#
# This assignment begins with the table and ends with the first idea of deep learning:
#
# 1. how many bytes an image and a film take,
# 2. what the three channels of a colour image are, and in which order they lie,
# 3. how a **filter** turns one image into another, and what a *convolution* really is,
# 4. how a filter of two numbers finds edges,
# 5. why a small filter is so much cheaper than a full connection,
# 6. how a filter can be **learned** from examples instead of being invented.
#
# You need nothing but NumPy. No loop is too slow here: any way that gives the right numbers is right.

# %% [markdown] lang="ko"
# # 픽셀: 이미지는 숫자로 된 표
#
# 사진을 보면 사람은 바다 위의 배를 봐요. 컴퓨터가 받는 것은 숫자로 된 표예요. 배든 얼굴이든 번호판의 숫자든, 신경망이
# 이미지에서 찾아내는 것은 모두 이 숫자들을 곱하고 더해서 찾아낸 거예요.
#
# ![8x8 회색 픽셀로 그린 숫자 4와, 그 그림을 이루는 숫자 64개](images/numbers.png)
#
# 이번 과제는 이 표에서 시작해서 딥러닝의 첫 번째 아이디어에서 끝나요.
#
# 1. 이미지와 동영상은 몇 바이트일까요?
# 2. 컬러 이미지의 채널 세 개는 무엇이고, 어떤 순서로 놓여 있을까요?
# 3. **필터**는 이미지를 어떻게 다른 이미지로 바꿀까요? *합성곱*의 진짜 뜻은 무엇일까요?
# 4. 숫자 두 개짜리 필터가 어떻게 경계를 찾을까요?
# 5. 작은 필터는 왜 모두 연결하는 것보다 훨씬 쌀까요?
# 6. 필터를 사람이 만들지 않고 예시에서 **학습**하려면 어떻게 할까요?
#
# NumPy만 있으면 돼요. 여기에서는 반복문을 써도 느리지 않아요. 어떤 방법이든 숫자가 맞으면 정답이에요.

# %%
import numpy as np

from cnnkit import check, hint

# %% [markdown] lang="en" concepts=["pixels", "bytes of an image"] worked=["1800x1600 24-bit image"]
# ## 1. How many bytes?
#
# A grey pixel is one number from 0 (black) to 255 (white): 8 bits, one byte. A colour pixel has three of them, one
# each for red, green and blue: 24 bits, three bytes.
#
# A photograph 1800 pixels wide and 1600 high with 24 bits a pixel:
#
# $$1600 \cdot 1800 \cdot 24 \text{ bits} = 69{,}120{,}000 \text{ bits} = 8{,}640{,}000 \text{ bytes} = 8.64
# \text{ MB}$$
#
# Here M is a million, as it is on the box of every disk. (Some programs divide by 1024·1024 instead and write MiB.)
#
# Not every image has 24 bits. A scanned page of text has 1 bit a pixel, black or white. A page of 3x3 pixels then
# has 9 bits, and since a file consists of whole bytes it takes 2 of them.
#
# **Task.** Write `image_bytes`. It returns bytes, not bits and not megabytes.

# %% [markdown] lang="ko" concepts=["픽셀", "이미지의 바이트 수"] worked=["1800x1600 24비트 이미지"]
# ## 1. 몇 바이트일까요
#
# 회색 픽셀 하나는 0(검정)부터 255(하양)까지의 숫자 하나예요. 8비트, 곧 1바이트예요. 컬러 픽셀에는 이런 숫자가 빨강,
# 초록, 파랑 하나씩 모두 세 개 있어요. 24비트, 곧 3바이트예요.
#
# 픽셀당 24비트이고 너비 1800, 높이 1600인 사진을 볼까요?
#
# $$1600 \cdot 1800 \cdot 24 \text{ bits} = 69{,}120{,}000 \text{ bits} = 8{,}640{,}000 \text{ bytes} = 8.64
# \text{ MB}$$
#
# 여기에서 M은 백만이에요. 저장 장치 상자에 적힌 M도 그래요. (1024·1024로 나누는 프로그램도 있는데, 그때는 MiB라고
# 써요.)
#
# 모든 이미지가 24비트인 것은 아니에요. 글자만 있는 문서를 스캔하면 검정 아니면 하양이라 픽셀당 1비트예요. 그러면
# 3x3픽셀은 9비트인데, 파일은 바이트 단위로 저장되니까 2바이트를 차지해요.
#
# **할 일.** `image_bytes`를 작성하세요. 비트도 메가바이트도 아닌 바이트를 반환해요.


# %%
def image_bytes(height, width, bits_per_pixel=24):
    """Count the bytes of an image that is not compressed.

    Args:
        height: pixels from top to bottom, 1 or more.
        width: pixels from left to right, 1 or more.
        bits_per_pixel: bits of all channels of one pixel together: 24 for colour, 8 for grey, 1 for black and white.

    Returns:
        An int, height * width * bits_per_pixel / 8, rounded up to whole bytes.

    Source: Gonzalez and Woods, Digital Image Processing (2018), section 2.4.

    >>> image_bytes(1600, 1800)
    8640000
    >>> image_bytes(2, 5, 8), image_bytes(3, 3, 1)
    (10, 2)
    """
    ### BEGIN SOLUTION
    bits = height * width * bits_per_pixel
    return (bits + 7) // 8  # 7 more bits: a byte that is only begun counts as a whole one
    ### END SOLUTION


# %%
check(image_bytes)

# %% [markdown] lang="en"
# If something is not right yet, ask for a hint. Each call shows one more; none of them is the answer.

# %% [markdown] lang="ko"
# 아직 맞지 않는 곳이 있으면 힌트를 요청해 보세요. 부를 때마다 하나씩 더 보여 주고, 답을 그대로 알려 주지는 않아요.

# %% tags=["demo"]
hint(image_bytes)

# %% [markdown] lang="en" concepts=["bytes of a film"] worked=["a minute at 30 fps"]
# A film is many images, one after the other: `fps` of them in each second (*frames per second*). A minute of the
# photograph above at 30 frames per second is
#
# $$8{,}640{,}000 \cdot 30 \cdot 60 = 15{,}552{,}000{,}000 \text{ bytes} = 15.55 \text{ GB}$$
#
# That is why films are compressed, and why a network that watches a film must not look at every number twice.
#
# **Task.** Write `video_bytes`. Use the function you have just written.

# %% [markdown] lang="ko" concepts=["동영상의 바이트 수"] worked=["30fps로 1분"]
# 동영상은 이미지를 차례로 늘어놓은 것이에요. 1초에 `fps`장이 지나가요 (*frames per second*, 초당 프레임 수). 위 사진
# 크기로 1초에 30장씩 1분을 찍으면 이렇게 돼요.
#
# $$8{,}640{,}000 \cdot 30 \cdot 60 = 15{,}552{,}000{,}000 \text{ bytes} = 15.55 \text{ GB}$$
#
# 동영상을 압축하는 이유이고, 동영상을 보는 신경망이 계산을 아껴야 하는 이유이기도 해요.
#
# **할 일.** `video_bytes`를 작성하세요. 방금 만든 함수를 사용하세요.


# %%
def video_bytes(height, width, fps, seconds, bits_per_pixel=24):
    """Count the bytes of a film that is not compressed and has no sound.

    Args:
        height: pixels from top to bottom.
        width: pixels from left to right.
        fps: images in one second.
        seconds: how long the film is.
        bits_per_pixel: bits of all channels of one pixel together.

    Returns:
        An int, the bytes of one image times the number of images.

    >>> video_bytes(1600, 1800, 30, 60)
    15552000000
    >>> video_bytes(2, 2, 25, 2, 8)
    200
    """
    ### BEGIN SOLUTION
    return image_bytes(height, width, bits_per_pixel) * fps * seconds
    ### END SOLUTION


# %%
check(video_bytes)

# %% tags=["demo"]
print(f"one photograph: {image_bytes(1600, 1800) / 1e6:.2f} MB")
print(f"a minute of film: {video_bytes(1600, 1800, 30, 60) / 1e9:.2f} GB")
print(f"the same in MiB and GiB: {image_bytes(1600, 1800) / 2**20:.2f}, {video_bytes(1600, 1800, 30, 60) / 2**30:.2f}")

# %% [markdown] lang="en" concepts=["channels", "grayscale = to_grayscale"]
# ## 2. Three channels
#
# A colour image in NumPy has the shape `(H, W, 3)`. `image[i, j]` is the pixel in row `i` and column `j`: three
# numbers, red first, then green, then blue. `image[:, :, 0]` is everything that is red: one **channel**, an image of
# its own.
#
# ![a picture of a boat and its red, green and blue channel; the red boat is bright in red only](images/channels.png)
#
# Look at the boat. It is bright in the red channel and dark in the other two. The white sun is bright in all three.
#
# ### Grey
#
# Often one channel is enough. But which one? The mean of the three would make a pure green and a pure blue equally
# grey, although the eye sees green as far brighter. The television engineers of recommendation BT.601 measured it:
#
# $$Y = 0.299\,R + 0.587\,G + 0.114\,B$$
#
# The three weights add up to 1, so grey stays as grey as it was: (100, 100, 100) becomes 100. Pure red
# (255, 0, 0) becomes 76.245, pure green 149.685, pure blue 29.07.
#
# A trap: images usually arrive as `uint8`, whole numbers from 0 to 255. In that type 200 + 100 is not 300. It is 44,
# because counting starts again after 255.
#
# **Task.** Write `to_grayscale`. The result has real numbers: do not round.

# %% [markdown] lang="ko" concepts=["채널", "흑백 변환"]
# ## 2. 세 개의 채널
#
# NumPy에서 컬러 이미지의 모양은 `(H, W, 3)`이에요. `image[i, j]`는 i행 j열의 픽셀이고, 빨강, 초록, 파랑 순서로 숫자가
# 세 개 들어 있어요. `image[:, :, 0]`은 빨강만 모은 것이에요. 이렇게 모은 한 장을 **채널**이라고 하고, 채널 하나도 그
# 자체로 이미지예요.
#
# ![배 그림과 그 빨강, 초록, 파랑 채널. 빨간 배는 빨강 채널에서만 밝아요](images/channels.png)
#
# 배를 보세요. 빨강 채널에서는 밝고 나머지 두 채널에서는 어두워요. 하얀 해는 세 채널에서 모두 밝아요.
#
# ### 회색으로
#
# 채널 하나로 충분할 때가 많아요. 그런데 어느 채널을 쓸까요? 세 채널의 평균을 내면 순수한 초록과 순수한 파랑이 똑같은
# 회색이 돼요. 하지만 사람의 눈에는 초록이 훨씬 밝게 보여요. 텔레비전 기술자들이 이것을 측정해서 BT.601이라는 권고로
# 정했어요.
#
# $$Y = 0.299\,R + 0.587\,G + 0.114\,B$$
#
# 가중치 세 개를 더하면 1이에요. 그래서 회색은 그대로 회색이에요. (100, 100, 100)은 100이 돼요. 순수한 빨강
# (255, 0, 0)은 76.245, 순수한 초록은 149.685, 순수한 파랑은 29.07이 돼요.
#
# 함정이 하나 있어요. 이미지는 보통 0부터 255까지의 정수인 `uint8`로 들어와요. 이 타입에서 200 + 100은 300이 아니라
# 44예요. 255를 넘으면 0부터 다시 세기 때문이에요.
#
# **할 일.** `to_grayscale`을 작성하세요. 결과는 실수예요. 반올림하지 마세요.


# %%
def to_grayscale(image):
    """Turn a colour image into one channel of brightness.

    The numbers may be bytes from 0 to 255 or fractions from 0 to 1; the result has the same range. It is not
    rounded. `image` is not changed.

    Args:
        image: colours, shape (H, W, 3), in the order red, green, blue.

    Returns:
        0.299 R + 0.587 G + 0.114 B for each pixel, shape (H, W), real numbers.

    Source: Recommendation ITU-R BT.601-7, section 2.5.1.

    >>> to_grayscale(np.array([[[100, 100, 100], [255, 0, 0], [0, 0, 200]]])).round(3)
    array([[100.   ,  76.245,  22.8  ]])
    """
    ### BEGIN SOLUTION
    return image @ np.array([0.299, 0.587, 0.114])  # (H, W, 3) and (3,) give (H, W)
    ### END SOLUTION


# %%
check(to_grayscale)

# %% [markdown] lang="en" concepts=["channels first and last"]
# ### Which axis comes first?
#
# A file holds pixel after pixel: red, green, blue, red, green, blue. Hence `(H, W, C)`, *channels last*. Many
# networks want one whole channel after the other: `(C, H, W)`, *channels first*. This course does so from the next
# assignment on, because then `x[c]` is an image that you can look at.
#
# ![a 2x3 image: pixel after pixel in (2, 3, 3), channel after channel in (3, 2, 3)](images/channels_first.png)
#
# Both hold the same 18 numbers, and both have room for them in the same place. But they are in another **order**. A
# function that only writes a new shape over the numbers as they lie (`reshape`) mixes the colours up.
#
# **Task.** Write `to_channels_first`. Any number of channels may come.

# %% [markdown] lang="ko" concepts=["채널의 위치"]
# ### 어느 축이 먼저일까요
#
# 파일에는 픽셀이 차례로 들어 있어요. 빨강, 초록, 파랑, 빨강, 초록, 파랑의 순서예요. 그래서 모양이 `(H, W, C)`이고,
# *channels last*라고 해요. 채널 하나가 통째로 먼저 오고 그다음 채널이 오는 `(C, H, W)`, 곧 *channels first*를 쓰는
# 신경망도 많아요. 이 수업도 다음 과제부터 이 순서를 써요. `x[c]`가 바로 눈으로 볼 수 있는 이미지가 되기 때문이에요.
#
# ![2x3 컬러 이미지. (2, 3, 3)에서는 픽셀이, (3, 2, 3)에서는 채널이 차례로 놓여요](images/channels_first.png)
#
# 두 배열에는 똑같은 숫자 18개가 들어 있어요. 하지만 놓인 **순서**가 달라요. 숫자는 그대로 두고 모양만 새로 붙이는
# 함수(`reshape`)를 쓰면 색이 뒤섞여요.
#
# **할 일.** `to_channels_first`를 작성하세요. 채널은 몇 개든 될 수 있어요.


# %%
def to_channels_first(image):
    """Move the channels of one image from the last axis to the first.

    Whether the result is a view of the same numbers or a copy does not matter. `image` is not changed.

    Args:
        image: shape (H, W, C), with any number of channels.

    Returns:
        The same numbers as an array out of shape (C, H, W) and the same dtype: out[c, i, j] is image[i, j, c].

    >>> image = np.arange(12).reshape(2, 2, 3)  # the pixels are 0 1 2, 3 4 5, 6 7 8 and 9 10 11
    >>> to_channels_first(image)[0]
    array([[0, 3],
           [6, 9]])
    >>> to_channels_first(np.zeros((4, 6, 3))).shape
    (3, 4, 6)
    """
    ### BEGIN SOLUTION
    return image.transpose(2, 0, 1)  # (C, H, W)
    ### END SOLUTION


# %%
check(to_channels_first)

# %% [markdown] lang="en"
# The picture from above, drawn with arithmetic, and what your two functions make of it:

# %% [markdown] lang="ko"
# 위에서 본 그림을 계산으로 그리고, 내가 만든 함수 두 개로 바꾸어 볼게요.


# %% tags=["demo"]
def boat(height=60, width=90):
    """A red boat on the sea under a white sun: colours from 0 to 255, shape (height, width, 3)."""
    y, x = np.mgrid[0:height, 0:width] / height  # both in heights, so that the sun is round
    image = np.empty((height, width, 3))
    image[:] = [120, 180, 240]  # the sky
    image[(x - 1.2) ** 2 + (y - 0.2) ** 2 < 0.012] = [255, 255, 255]
    sea = y > 0.6 + 0.012 * np.sin(25 * x)
    image[sea] = [20, 90, 150]
    image[sea & (np.sin(60 * y + 6 * np.sin(9 * x)) > 0.9)] = [60, 140, 190]
    image[(x > 0.68) & (x < 0.7) & (y > 0.16) & (y < 0.6)] = [70, 45, 30]  # the mast
    image[(x > 0.72) & (y > 0.2) & (y < 0.52) & (x - 0.72 < 0.9 * (y - 0.2))] = [250, 240, 210]  # the sail
    image[(y > 0.57) & (y < 0.7) & (abs(x - 0.72) < 0.32 - 0.9 * (y - 0.57))] = [210, 40, 30]  # the hull
    return image.astype(np.uint8)


def show(pictures):
    """Draw grey pictures side by side, each with its name; without Matplotlib, print their ranges."""
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        for name, picture in pictures.items():
            print(f"{name:12} {picture.shape} from {picture.min():7.1f} to {picture.max():7.1f}")
        return
    figure, axes = plt.subplots(1, len(pictures), figsize=(3 * len(pictures), 2.4), squeeze=False)
    for axis, (name, picture) in zip(axes.flat, pictures.items(), strict=True):
        axis.axis("off")
        axis.imshow(picture, cmap="gray")
        axis.set_title(name, fontsize=10)
    figure.tight_layout()
    plt.show()


image = boat()
red, green, blue = to_channels_first(image)
show({"image": image, "red": red, "green": green, "blue": blue, "grey": to_grayscale(image)})

# %% [markdown] lang="en" concepts=["filter", "cross-correlation"]
# ## 3. A filter is an operator
#
# So far an image went in and the same image came out in another form. Now we **compute a new image**. Lay a small
# table of numbers, the *filter* or *kernel*, on the upper left corner of the image. Multiply the cells that lie on
# each other and add the products:
#
# $$1\cdot2 + 2\cdot0 + 3\cdot1 \;+\; 0\cdot0 + 1\cdot1 + 2\cdot2 \;+\; 3\cdot1 + 0\cdot0 + 1\cdot2 = 15$$
#
# Then slide the filter one cell on. On a 4x4 image a 3x3 filter fits at 2x2 places, so the new image is
# **15 16 / 6 15**.
#
# ![a 4x4 image, a 3x3 filter and the result 15 16 / 6 15, the first window framed](images/window.png)
#
# In general an image with H rows leaves `H - filter_h + 1` places for a filter with filter_h rows; the `+ 1` is the
# place where it began. A **bias** is one more number, added to each sum once: with bias 3 the result is
# 18 19 / 9 18.
#
# The notes call the function `calculate`, the image `arrayA` and the filter `arrayB`. It is the heart of every
# layer of a CNN; in `a03_convolution` it will get batches, channels, stride and padding.
#
# **Task.** Write `calculate`. Two loops over the places and a sum are all it takes.

# %% [markdown] lang="ko" concepts=["필터", "교차 상관"]
# ## 3. 필터는 연산자예요
#
# 지금까지는 이미지가 들어가면 같은 이미지가 다른 형식으로 나왔어요. 이제는 **새 이미지를 계산**해요. *필터* 또는
# *커널*이라고 하는 작은 숫자 표를 이미지의 왼쪽 위 모서리에 올려놓아요. 겹친 칸끼리 곱하고 모두 더해요.
#
# $$1\cdot2 + 2\cdot0 + 3\cdot1 \;+\; 0\cdot0 + 1\cdot1 + 2\cdot2 \;+\; 3\cdot1 + 0\cdot0 + 1\cdot2 = 15$$
#
# 그런 다음 필터를 한 칸 밀어요. 4x4 이미지에서 3x3 필터를 놓을 자리는 2x2곳이므로 새 이미지는 **15 16 / 6 15**예요.
#
# ![4x4 이미지, 3x3 필터, 결과 15 16 / 6 15. 첫 번째 창에 테두리를 둘렀어요](images/window.png)
#
# 일반적으로 이미지가 H행이고 필터가 filter_h행이면 자리는 `H - filter_h + 1`곳이에요. `+ 1`은 처음에 놓은 자리예요.
# **편향**은 숫자 하나이고, 합마다 한 번씩 더해요. 편향이 3이면 결과는 18 19 / 9 18이에요.
#
# 강의 노트에서는 이 함수를 `calculate`, 이미지를 `arrayA`, 필터를 `arrayB`라고 불러요. CNN의 모든 층에서 심장 역할을
# 하는 함수예요. `a03_convolution`에서 배치, 채널, 스트라이드, 패딩을 더할 거예요.
#
# **할 일.** `calculate`를 작성하세요. 자리를 도는 반복문 두 개와 합 하나면 충분해요.


# %%
def calculate(arrayA, arrayB, bias=0.0):
    """Slide a filter over an image: multiply, add up, and add the bias.

    Only places where the whole filter lies on the image count. The filter is not flipped. No argument is changed.

    Args:
        arrayA: the image, shape (H, W).
        arrayB: the filter, shape (filter_h, filter_w).
        bias: one number, added once to each sum.

    Returns:
        An array of shape (H - filter_h + 1, W - filter_w + 1): out[i, j] is the sum over p and q of
        arrayA[i + p, j + q] * arrayB[p, q], plus the bias.

    Raises:
        ValueError: the filter is larger than the image.

    Source: Goodfellow, Bengio, Courville, Deep Learning (2016), equation 9.6 (cross-correlation).

    >>> calculate(np.array([[1, 2, 3], [4, 5, 6]]), np.array([[10, 1]]))  # the first is 1 * 10 + 2 * 1
    array([[12., 23.],
           [45., 56.]])
    >>> calculate(np.array([[1, 2, 3], [4, 5, 6]]), np.array([[10, 1]]), 0.5)[0]
    array([12.5, 23.5])
    """
    ### BEGIN SOLUTION
    (H, W), (filter_h, filter_w) = arrayA.shape, arrayB.shape
    if filter_h > H or filter_w > W:
        raise ValueError(f"a {filter_h}x{filter_w} filter does not fit on a {H}x{W} image")
    out = np.zeros((H - filter_h + 1, W - filter_w + 1))
    for i, j in np.ndindex(out.shape):
        window = arrayA[i : i + filter_h, j : j + filter_w]  # (filter_h, filter_w)
        out[i, j] = (window * arrayB).sum() + bias
    return out
    ### END SOLUTION


# %%
check(calculate)

# %% tags=["demo"]
FILTER = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]])
numbers = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])
print(calculate(numbers, FILTER))  # 15 16 / 6 15
print(calculate(numbers, FILTER, 3))  # 18 19 / 9 18
print(calculate(np.pad(numbers, 1), FILTER))  # with a frame of zeros: 7 12 10 2 / 4 15 16 10 / 10 6 15 6 / 8 10 4 3

grey = to_grayscale(image)
blurred = calculate(grey, np.full((5, 5), 1 / 25))  # the mean of 25 neighbours
print(grey.shape, "->", blurred.shape)
show({"grey": grey, "blurred": blurred, "darker": calculate(grey, np.array([[0.5]]), -20)})

# %% [markdown] lang="en" concepts=["convolution"]
# ## 4. Convolution, the true one
#
# What you have just written is called *cross-correlation* in mathematics. A **convolution** turns the filter by 180
# degrees before it slides: upside down and left to right.
# In the pictures ⋆ stands for the cross-correlation and ∗ for the convolution.
#
# Why would anyone do that? Take an image that is black but for a single 1, and see what a filter makes of it. The
# cross-correlation answers with the filter upside down. The convolution answers with **the filter itself**: each
# pixel leaves the filter's pattern behind, as a drop of ink leaves a blot. That is why physicists and sound engineers
# use it. It also lets two filters change places: `a * b = b * a`.
#
# ![a single 1 in a 5x5 image: correlation shows the filter turned, convolution the filter itself](images/flip.png)
#
# A network *learns* its filters, so it does not mind which way round they are stored. Every framework therefore
# leaves the turning out and still says "convolution". So will we, from `a03_convolution` on. But
# `scipy.signal.convolve2d` and `np.convolve` do turn, and you should know why their numbers differ.
#
# With the image and the filter from above: turned, the filter is [[2, 0, 1], [2, 1, 0], [1, 0, 2]], and the result is
# **11 12 / 10 11**.
#
# **Task.** Write `convolve`. You may use `calculate`.

# %% [markdown] lang="ko" concepts=["합성곱의 정의"]
# ## 4. 진짜 합성곱
#
# 방금 작성한 것을 수학에서는 *교차 상관*이라고 해요. **합성곱**은 필터를 밀기 전에 180도 돌려요. 위아래와 좌우를 모두
# 뒤집는 것이에요. 그림에서 ⋆는 교차 상관, ∗는 합성곱을 뜻해요.
#
# 왜 그렇게 할까요? 한 칸만 1이고 나머지는 0인 이미지에 필터를 써 보세요. 교차 상관의 결과는 거꾸로 된 필터예요.
# 합성곱의 결과는 **필터 그대로**예요. 잉크 한 방울이 얼룩을 남기듯 픽셀마다 필터 무늬를 남기는 셈이에요. 그래서
# 물리학과 음향 공학에서는 합성곱을 써요. 합성곱에서는 두 필터의 순서를 바꿀 수도 있어요. `a * b = b * a`예요.
#
# ![한 칸만 1인 5x5 이미지. 교차 상관은 180도 돌린 필터를, 합성곱은 필터 그대로를 보여 줘요](images/flip.png)
#
# 신경망은 필터를 *학습*하므로 필터가 어느 방향으로 저장되든 상관없어요. 그래서 모든 프레임워크가 돌리는 과정을 빼고도
# "합성곱"이라고 불러요. 이 수업도 `a03_convolution`부터 그렇게 해요. 하지만 `scipy.signal.convolve2d`와
# `np.convolve`는 필터를 돌려요. 숫자가 왜 다른지 알아 두세요.
#
# 위의 이미지와 필터로 계산해 볼게요. 필터를 돌리면 [[2, 0, 1], [2, 1, 0], [1, 0, 2]]이고, 결과는
# **11 12 / 10 11**이에요.
#
# **할 일.** `convolve`를 작성하세요. `calculate`를 사용해도 돼요.


# %%
def convolve(arrayA, arrayB):
    """Convolve an image with a filter as mathematics does: turn the filter by 180 degrees, then slide it.

    Only places where the whole filter lies on the image count. No argument is changed.

    Args:
        arrayA: the image, shape (H, W).
        arrayB: the filter, shape (filter_h, filter_w).

    Returns:
        An array of shape (H - filter_h + 1, W - filter_w + 1): out[i, j] is the sum over p and q of
        arrayA[i + p, j + q] * arrayB[filter_h - 1 - p, filter_w - 1 - q].

    Raises:
        ValueError: the filter is larger than the image.

    Source: Goodfellow, Bengio, Courville, Deep Learning (2016), equation 9.4.

    >>> convolve(np.array([[1, 2, 3], [4, 5, 6]]), np.array([[10, 1]]))  # the first is 1 * 1 + 2 * 10
    array([[21., 32.],
           [54., 65.]])
    """
    ### BEGIN SOLUTION
    return calculate(arrayA, arrayB[::-1, ::-1])  # rows from below, columns from the right
    ### END SOLUTION


# %%
check(convolve)

# %% tags=["demo"]
drop = np.zeros((5, 5))
drop[2, 2] = 1
print(convolve(numbers, FILTER))  # 11 12 / 10 11
print(calculate(drop, FILTER))  # the filter, turned
print(convolve(drop, FILTER))  # the filter itself
row, pair = np.array([[1, 2, 3]]), np.array([[10, 1]])
print(np.convolve(row[0], pair[0], "valid"), calculate(row, pair)[0])  # 21 32, but 12 23

# %% [markdown] lang="en" concepts=["edges"] worked=["edge filter -1, 1 on a step"]
# ## 5. Two numbers that find edges
#
# Where does an object end? Where the brightness changes. The filter `[-1, 1]` subtracts each pixel from its right
# neighbour. Where the image is even, 0 comes out. At a step from 0 to 100 there is **one spike of 100**, exactly at
# the edge; from bright to dark it is -100. The sign tells the direction, so keep it.
#
# ![a row 0 0 0 100 100 100, the filter -1 1 and the result 0 0 100 0 0; below it both as lines](images/edge.png)
#
# A larger edge filter looks at three rows at once and is not so easily fooled by a single bad pixel: `[-1, 0, 1]`
# three times below each other gives **0 300 300 0** on the same step.
#
# The trap with bytes is waiting here, too: in `uint8` the difference 0 - 100 is 156, a bright edge where a negative
# one should be.
#
# **Task.** Write `horizontal_difference`. A row of W pixels has W - 1 pairs of neighbours.

# %% [markdown] lang="ko" concepts=["경계 검출"] worked=["계단에 쓴 필터 -1, 1"]
# ## 5. 숫자 두 개로 경계 찾기
#
# 물체는 어디에서 끝날까요? 밝기가 바뀌는 곳이에요. 필터 `[-1, 1]`은 오른쪽 이웃에서 그 픽셀을 빼요. 밝기가 고르면 0이
# 나와요. 0에서 100으로 바뀌는 자리에서는 **100 하나가 뾰족하게** 나와요. 밝은 곳에서 어두운 곳으로 바뀌면 -100이에요.
# 부호가 방향을 알려 주니까 그대로 두세요.
#
# ![한 행 0 0 0 100 100 100, 필터 -1 1, 결과 0 0 100 0 0. 아래는 같은 값을 그린 그래프](images/edge.png)
#
# 더 큰 경계 필터는 세 행을 한꺼번에 봐서, 잘못된 픽셀 하나에 쉽게 속지 않아요. `[-1, 0, 1]`을 세 줄 쌓은 필터를 같은
# 이미지에 쓰면 **0 300 300 0**이 나와요.
#
# 바이트의 함정이 여기에도 있어요. `uint8`에서 0 - 100은 156이에요. 음수여야 할 경계가 밝은 경계로 나타나요.
#
# **할 일.** `horizontal_difference`를 작성하세요. 한 행에 픽셀이 W개 있으면 이웃한 쌍은 W - 1개예요.


# %%
def horizontal_difference(image):
    """Subtract each pixel from its right neighbour: slide the filter [-1, 1] over the image.

    Bytes are no obstacle: 0 - 100 is -100. `image` is not changed.

    Args:
        image: brightness, shape (H, W) with W at least 2; often uint8.

    Returns:
        An array of shape (H, W - 1): out[i, j] is image[i, j + 1] - image[i, j], with its sign.

    Source: Goodfellow, Bengio, Courville, Deep Learning (2016), figure 9.6.

    >>> horizontal_difference(np.array([[0, 0, 100, 100, 30]]))
    array([[  0., 100.,   0., -70.]])
    """
    ### BEGIN SOLUTION
    return calculate(image, np.array([[-1.0, 1.0]]))
    ### END SOLUTION


# %%
check(horizontal_difference)

# %% tags=["demo"]
step = np.zeros((5, 6))
step[:, 3:] = 100
print(horizontal_difference(step)[0])  # 0 0 100 0 0
print(horizontal_difference(step[:, ::-1])[0])  # 0 0 -100 0 0
print(calculate(step, np.array([[-1, 0, 1]] * 3))[0])  # 0 300 300 0
print(np.uint8(0) - np.array([100], np.uint8))  # 156: why bytes are dangerous
edges = horizontal_difference(image[:, :, 0])  # the red channel, bytes
show({"red": image[:, :, 0], "edges": edges, "how strong": np.abs(edges)})

# %% [markdown] lang="en" concepts=["sparse interaction = interaction_counts/fully connected", "parameter sharing = interaction_counts/filter"]
# ## 6. What a small filter saves
#
# A fully connected layer (an MLP) joins **every** input with **every** output: M inputs and N outputs make M·N
# connections, and each has a weight of its own. A filter joins each output with only the K inputs in its window:
# N·K connections. This is called *sparse interaction*.
#
# ![6 inputs, 5 outputs: 30 connections on the left, 10 on the right in the colours of two weights](images/sparse.png)
#
# With 6 inputs, 5 outputs and K = 2 it is 30 against 10. On a photograph it is another world. Edges of a 320x280
# image: M = 320·280 = 89,600 inputs, N = 319·280 = 89,320 outputs, K = 2.
#
# | | connections | weights to learn |
# |---|---|---|
# | fully connected, O(MN) | 8,003,072,000 | 8,003,072,000 |
# | filter, O(NK) | 178,640 | **2** |
#
# The last column is the second saving. All windows use the same two numbers: *parameter sharing*. An edge is an edge
# wherever it lies, so what was learned in one place is known in all places.
#
# **Task.** Write `interaction_counts`: the two numbers of the middle column.

# %% [markdown] lang="ko" concepts=["희소 상호작용", "매개변수 공유"]
# ## 6. 작은 필터가 아끼는 것
#
# 완전연결층(MLP)은 **모든** 입력을 **모든** 출력과 이어요. 입력이 M개, 출력이 N개이면 연결은 M·N개이고, 연결마다
# 가중치가 따로 있어요. 필터는 출력 하나를 창 안의 입력 K개하고만 이어요. 연결은 N·K개예요. 이것을 *희소
# 상호작용*(sparse interaction)이라고 해요.
#
# ![입력 6개와 출력 5개. 왼쪽은 연결 30개, 오른쪽은 가중치 두 개를 두 색으로 그린 연결 10개](images/sparse.png)
#
# 입력 6개, 출력 5개, K = 2이면 30 대 10이에요. 사진에서는 차이가 어마어마해요. 320x280 이미지의 경계를 구한다면 입력은
# M = 320·280 = 89,600개, 출력은 N = 319·280 = 89,320개, K = 2예요.
#
# | | 연결 수 | 학습할 가중치 |
# |---|---|---|
# | 완전연결, O(MN) | 8,003,072,000 | 8,003,072,000 |
# | 필터, O(NK) | 178,640 | **2** |
#
# 마지막 열에는 두 번째 절약이 보여요. 모든 창이 같은 숫자 두 개를 함께 써요. 이것을 *매개변수 공유*(parameter
# sharing)라고 해요. 경계는 어디에 있든 경계이므로, 한 자리에서 배운 것은 모든 자리에서 쓸 수 있어요.
#
# **할 일.** `interaction_counts`를 작성하세요. 표의 가운데 열에 있는 두 수예요.


# %%
def interaction_counts(n_in, n_out, k):
    """Count how often a weight meets an input: in a fully connected layer, and in one with a small filter.

    Biases are not counted. A weight that is shared counts each time it is used.

    Args:
        n_in: number of inputs, M.
        n_out: number of outputs, N.
        k: number of inputs that each output of the filter sees, K.

    Returns:
        A tuple of two ints (mlp, cnn): n_in * n_out for the fully connected layer, n_out * k for the filter.

    Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 9.2.

    >>> interaction_counts(6, 5, 2)
    (30, 10)
    >>> interaction_counts(320 * 280, 319 * 280, 2)
    (8003072000, 178640)
    """
    ### BEGIN SOLUTION
    return n_in * n_out, n_out * k
    ### END SOLUTION


# %%
check(interaction_counts)

# %% tags=["demo"]
mlp, cnn = interaction_counts(320 * 280, 319 * 280, 2)
print(f"{mlp:,} against {cnn:,}: {mlp // cnn:,} times fewer")

# %% [markdown] lang="en" concepts=["learned filter", "gradient descent"]
# ## 7. Learning a filter
#
# Somebody shows you an image and what a filter made of it, but not the filter. Can you find it out?
#
# Guess: begin with zeros. Compute what **your** filter makes of the image and compare it with what should come out.
# The error is the mean of the squared differences over all OH·OW places,
#
# $$L = \frac{1}{OH\cdot OW}\sum_{i,j} \big(\hat y_{ij} - y_{ij}\big)^2$$
#
# Now ask for each cell of the filter: does the error grow or shrink when this number grows? That is the derivative.
# The cell (p, q) meets pixel (i + p, j + q) in window (i, j), so
#
# $$\frac{\partial L}{\partial K_{pq}} = \frac{2}{OH\cdot OW}\sum_{i,j} x_{i+p,\,j+q}\,\big(\hat y_{ij} -
# y_{ij}\big)$$
#
# Look at this sum for a moment. It slides a table over the image, multiplies and adds: it is `calculate` again, with
# the **differences as the filter**. One function computes forwards, and the same function tells how to improve.
#
# Then move each number a little *against* its derivative, and repeat:
#
# $$K \leftarrow K - lr \cdot \frac{\partial L}{\partial K}$$
#
# This is gradient descent, and `lr` is the learning rate. A tiny example: image [[1, 1, 0]], filter to be found
# [[2]], so y = [[2, 2, 0]]. From K = 0 the differences are -2, -2, 0 and the derivative is 2/3·(-4) = -8/3. With
# lr = 0.75 the first step leads to K = **2**, right at once.
#
# ![a filter that starts as zeros and approaches Sobel's step by step, and the error that falls](images/learning.png)
#
# **Task.** Write `learn_kernel`. Where you begin does not matter, zeros or random numbers: there is only one valley.
# Nor does it matter whether your error is a mean or a sum; `lr` and `steps` are chosen so that both arrive.

# %% [markdown] lang="ko" concepts=["학습한 필터", "경사 하강법"]
# ## 7. 필터를 학습하기
#
# 누군가 이미지 하나와 거기에 필터를 쓴 결과를 보여 줬어요. 필터는 보여 주지 않았어요. 필터를 알아낼 수 있을까요?
#
# 짐작해 보는 거예요. 0으로 시작해요. **내** 필터로 결과를 계산하고, 나와야 할 결과와 비교해요. 오차는 OH·OW개 자리에서
# 구한 차이의 제곱을 평균한 값이에요.
#
# $$L = \frac{1}{OH\cdot OW}\sum_{i,j} \big(\hat y_{ij} - y_{ij}\big)^2$$
#
# 이제 필터의 칸마다 물어봐요. 이 숫자가 커지면 오차가 커질까요, 작아질까요? 그것이 미분이에요. (p, q) 칸은 (i, j)
# 창에서 (i + p, j + q) 픽셀과 만나므로 식은 이렇게 돼요.
#
# $$\frac{\partial L}{\partial K_{pq}} = \frac{2}{OH\cdot OW}\sum_{i,j} x_{i+p,\,j+q}\,\big(\hat y_{ij} -
# y_{ij}\big)$$
#
# 이 합을 잠시 들여다보세요. 표 하나를 이미지 위에서 밀면서 곱하고 더해요. **차이를 필터로** 쓴 `calculate`예요. 앞으로
# 계산하는 함수 하나가, 어떻게 고쳐야 하는지도 알려 주는 거예요.
#
# 그런 다음 숫자마다 미분의 *반대쪽*으로 조금 움직이고, 이것을 되풀이해요.
#
# $$K \leftarrow K - lr \cdot \frac{\partial L}{\partial K}$$
#
# 이것이 경사 하강법이고, `lr`은 학습률이에요. 아주 작은 예를 볼게요. 이미지는 [[1, 1, 0]], 찾을 필터는 [[2]]이므로
# y = [[2, 2, 0]]이에요. K = 0에서 시작하면 차이는 -2, -2, 0이고 미분은 2/3·(-4) = -8/3이에요. lr = 0.75이면 첫 걸음에
# K = **2**, 곧바로 정답이에요.
#
# ![0에서 시작한 필터가 한 걸음씩 1 0 -1 / 2 0 -2 / 1 0 -1 에 다가가고, 오차는 줄어들어요](images/learning.png)
#
# **할 일.** `learn_kernel`을 작성하세요. 0에서 시작하든 난수에서 시작하든 상관없어요. 골짜기는 하나뿐이에요. 오차를
# 평균으로 구하든 합으로 구하든 괜찮아요. `lr`과 `steps`는 둘 다 도착하도록 골랐어요.


# %%
def learn_kernel(x, y, kernel_shape, steps, lr):
    """Find the filter that turns one image into another, by gradient descent.

    Start anywhere (zeros will do) and take `steps` steps against the gradient of the mean squared difference
    between calculate(x, kernel) and y. The sum instead of the mean arrives as well: where this function is graded,
    `lr` is small enough for both and `steps` is large enough. There is no bias. No argument is changed.

    Args:
        x: the image, shape (H, W).
        y: what the filter made of it, shape (OH, OW) = (H - filter_h + 1, W - filter_w + 1).
        kernel_shape: (filter_h, filter_w).
        steps: how often the filter is improved.
        lr: the learning rate, how far one step goes.

    Returns:
        The filter after the last step, shape kernel_shape, real numbers; each step subtracts lr times
        2 / (OH OW) * sum over i and j of x[i + p, j + q] * (calculate(x, kernel) - y)[i, j] from kernel[p, q].

    Source: LeCun, Bottou, Bengio, Haffner, Gradient-based learning applied to document recognition (1998).

    >>> learn_kernel(np.array([[1.0, 1.0, 0.0]]), np.array([[2.0, 2.0, 0.0]]), (1, 1), 1, 0.75)
    array([[2.]])
    >>> x = np.array([[1.0, 0.0, 2.0, 1.0]])
    >>> learn_kernel(x, horizontal_difference(x), (1, 2), 200, 0.2).round(3)
    array([[-1.,  1.]])
    """
    ### BEGIN SOLUTION
    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        difference = calculate(x, kernel) - y  # (OH, OW)
        gradient = 2 / y.size * calculate(x, difference)  # (filter_h, filter_w)
        kernel = kernel - lr * gradient
    return kernel
    ### END SOLUTION


# %%
check(learn_kernel)

# %% [markdown] lang="en"
# Now hide a filter and let your function find it. Sobel's edge filter, from nothing but a 12x12 image of random
# numbers and its edges:

# %% [markdown] lang="ko"
# 이제 필터를 숨기고 내 함수가 찾아내는지 보세요. 난수로 된 12x12 이미지와 그 경계만 보고 Sobel의 경계 필터를 알아내요.

# %% tags=["demo"]
SOBEL = np.array([[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]])
x = np.random.default_rng(1).normal(size=(12, 12))
y = calculate(x, SOBEL)
for steps in (0, 1, 5, 20, 100):
    kernel = learn_kernel(x, y, (3, 3), steps, 0.2)
    error = ((calculate(x, kernel) - y) ** 2).mean()
    print(f"after {steps:3} steps the error is {error:9.5f}; the middle row is", kernel[1].round(2))

# %% [markdown] lang="en"
# Nobody told your function what an edge is. It saw an image and an answer, and found the nine numbers by itself.
# Deep learning is this, with more filters, more layers and a better answer to compare with. In `a02_sizes` you work
# out how large those layers are; in `a03_convolution` you build the first one.

# %% [markdown] lang="ko"
# 경계가 무엇인지 함수에게 알려 준 사람은 없어요. 이미지와 정답만 보고 숫자 아홉 개를 스스로 찾아냈어요. 딥러닝은
# 여기에서 필터와 층을 늘리고 비교할 정답을 더 잘 고른 것이에요. `a02_sizes`에서는 그 층의 크기를 계산하고,
# `a03_convolution`에서는 첫 번째 층을 만들어요.
