"""How a01_pixels is graded, and the mistakes we can name.

Each aspect keeps every other difficulty out of its inputs: a filter that is flipped loses the points of the values
and no others, a grey of bytes that overflow loses those of the bytes.
"""

import functools
import math

import numpy as np
from course.inputs import arrays, convolutions, oblong_convolutions, some
from hypothesis import strategies as st

from autograder.rubric import Aspect, Check

# --- image_bytes --------------------------------------------------------------------------------------------


@st.composite
def image_sizes(draw, bits=(24,), begun_byte=False):
    """Arguments (height, width, bits_per_pixel) whose bits fill whole bytes, or with `begun_byte` do not."""
    sides = st.integers(1, 12) | st.sampled_from([64, 100, 1600, 1800])
    sizes = st.tuples(sides, sides, st.sampled_from(bits))
    return draw(sizes.filter(lambda size: bool(math.prod(size) % 8) == begun_byte))


BITS = (8, 16, 32, 48)  # grey, two bytes for a pixel, colour with transparency, colour with two bytes each

image_bytes = Check(
    atol=0,  # whole numbers
    aspects=[
        Aspect("values", 3, image_sizes(), ko="값", cases=6),
        Aspect("default arguments", 1, image_sizes().map(lambda size: size[:2]), ko="기본값", cases=4),
        Aspect("bits per pixel", 2, image_sizes(bits=BITS), ko="픽셀당 비트 수", cases=6),
        Aspect("begun bytes", 1, image_sizes(bits=(1, 2, 4, 12), begun_byte=True), ko="다 채우지 못한 바이트", cases=6),
        Aspect("number type", 1, image_sizes(bits=(8, 24)), ko="수의 종류", cases=3, judge="kind", after="values"),
    ],
)


@image_bytes.mistake
def bits_not_bytes(image_bytes, height, width, bits_per_pixel):
    """Is your answer eight times too large?
    You count bits. The question asks for bytes, and a byte has 8 bits.
    - How many bits does one colour pixel have, and how many bytes?
    - There is one step left after height times width times bits.

    답이 여덟 배 크지 않나요?
    지금은 비트를 세었어요. 구해야 하는 것은 바이트이고, 1바이트는 8비트예요.
    - 컬러 픽셀 하나는 몇 비트이고 몇 바이트인가요?
    - 높이, 너비, 비트 수를 곱한 다음에 할 일이 하나 남았어요.
    """
    return height * width * bits_per_pixel


@image_bytes.mistake
def one_channel(image_bytes, height, width, bits_per_pixel):
    """How many numbers does one colour pixel hold?
    You count one byte for each pixel, whatever `bits_per_pixel` is.
    - How many bytes does a single colour pixel take?
    - Does `bits_per_pixel` appear in your formula?

    컬러 픽셀 하나에는 숫자가 몇 개 있나요?
    지금은 `bits_per_pixel`이 얼마이든 픽셀마다 1바이트로 세었어요.
    - 컬러 픽셀 하나는 몇 바이트인가요?
    - 식에 `bits_per_pixel`이 들어 있나요?
    """
    return height * width


@image_bytes.mistake
def always_three_bytes(image_bytes, height, width, bits_per_pixel):
    """Does every image have three bytes a pixel?
    That is right for 24 bits. Grey images have 8, and others have 16 or 32.
    - What should come out for a grey image of 2x5 pixels?
    - Use the third argument instead of the 3.

    모든 이미지가 픽셀당 3바이트일까요?
    24비트일 때는 맞아요. 하지만 회색 이미지는 8비트이고, 16비트나 32비트인 이미지도 있어요.
    - 2x5픽셀인 회색 이미지에서는 얼마가 나와야 할까요?
    - 3 대신 세 번째 인수를 사용하세요.
    """
    return height * width * 3


@image_bytes.mistake
def times_three_channels(image_bytes, height, width, bits_per_pixel):
    """Are the channels counted twice?
    `bits_per_pixel` already holds all channels: 24 bits are 8 for each of the three colours.
    - Work out one single pixel with 24 bits by hand.
    - Look for a factor 3.

    채널을 두 번 세지 않았나요?
    `bits_per_pixel`에는 이미 모든 채널이 들어 있어요. 24비트는 색마다 8비트씩 세 개예요.
    - 24비트인 픽셀 하나를 손으로 계산해 보세요.
    - 3을 곱하는 곳을 찾아보세요.
    """
    return image_bytes(height, width, 3 * bits_per_pixel)


@image_bytes.mistake
def in_megabytes(image_bytes, height, width, bits_per_pixel):
    """Is your answer in megabytes?
    The function returns bytes. Whoever wants megabytes divides the result.
    - 1600 x 1800 pixels should give 8640000, not 8.64.
    - Look for a division by a million.

    답이 메가바이트 단위인가요?
    함수는 바이트를 반환해요. 메가바이트가 필요하면 결과를 나누면 돼요.
    - 1600 x 1800픽셀이면 8.64가 아니라 8640000이 나와야 해요.
    - 백만으로 나누는 곳을 찾아보세요.
    """
    return height * width * bits_per_pixel / 8 / 1e6


@image_bytes.mistake
def in_binary_megabytes(image_bytes, height, width, bits_per_pixel):
    """Did you divide by 1024 * 1024?
    The function returns bytes; and the 8.64 MB of the text are millions, not powers of two.
    - 1600 x 1800 pixels should give 8640000, not 8.24.
    - Look for 1024 or 2**20.

    1024 * 1024로 나누었나요?
    함수는 바이트를 반환해요. 본문의 8.64 MB도 2의 거듭제곱이 아니라 백만 단위예요.
    - 1600 x 1800픽셀이면 8.24가 아니라 8640000이 나와야 해요.
    - 1024나 2**20이 있는 곳을 찾아보세요.
    """
    return height * width * bits_per_pixel / 8 / 2**20


@image_bytes.mistake
def adds_the_sides(image_bytes, height, width, bits_per_pixel):
    """How many pixels does a 3x4 image have?
    You add height and width. An image has a pixel for each row in each column.
    - Draw 3 rows of 4 pixels and count them.
    - Compare + and * in your formula.

    3x4 이미지에는 픽셀이 몇 개 있나요?
    지금은 높이와 너비를 더했어요. 픽셀은 행마다 열의 수만큼 있어요.
    - 픽셀 4개짜리 행을 3줄 그리고 세어 보세요.
    - 식에서 +와 *를 살펴보세요.
    """
    return image_bytes(1, height + width, bits_per_pixel)


@image_bytes.mistake
def drops_the_begun_byte(image_bytes, height, width, bits_per_pixel):
    """Where are the last few bits stored?
    You round down. The bits that are left over need a byte as well.
    - 3x3 pixels of 1 bit are 9 bits. Do they fit into one byte?
    - `//` rounds down. What must be added before, so that it rounds up?

    마지막 남은 비트는 어디에 저장하나요?
    지금은 내림하고 있어요. 남은 비트에도 1바이트가 필요해요.
    - 1비트짜리 3x3픽셀은 9비트예요. 1바이트에 들어갈까요?
    - `//`는 내림이에요. 올림이 되려면 그 전에 무엇을 더해야 할까요?
    """
    return height * width * bits_per_pixel // 8


@image_bytes.mistake
def counts_parts_of_a_byte(image_bytes, height, width, bits_per_pixel):
    """Is there a part of a byte in your answer?
    The function returns a whole number. `/` always makes a number with a point.
    - What is 9 / 8? Can a file have so many bytes?
    - Print type(image_bytes(2, 2)).

    답에 소수점이 있나요?
    함수는 정수를 반환해야 해요. `/`로 나누면 언제나 실수가 돼요.
    - 9 / 8은 얼마인가요? 파일이 그만큼의 바이트일 수 있을까요?
    - type(image_bytes(2, 2))를 출력해 보세요.
    """
    return height * width * bits_per_pixel / 8


@image_bytes.mistake
def bytes_with_a_point(image_bytes, height, width, bits_per_pixel):
    """Is your answer 12.0 instead of 12?
    The value is right, but it is not an int: an array cannot have 12.0 cells.
    - Print type(image_bytes(2, 2)).
    - Which operators and functions turn whole numbers into floats?

    12가 아니라 12.0이 나오나요?
    값은 맞지만 정수가 아니에요. 칸이 12.0개인 배열은 만들 수 없어요.
    - type(image_bytes(2, 2))를 출력해 보세요.
    - 정수를 실수로 바꾸는 연산자나 함수가 무엇인지 살펴보세요.
    """
    return float(image_bytes(height, width, bits_per_pixel))


# --- video_bytes --------------------------------------------------------------------------------------------


@st.composite
def films(draw, bits=(24,), begun_byte=False):
    """Arguments (height, width, fps, seconds, bits_per_pixel); fps and seconds differ and are more than 1."""
    size = draw(image_sizes(bits=bits, begun_byte=begun_byte))
    fps = draw(st.integers(2, 6) | st.sampled_from([24, 25, 30, 60]))
    seconds = draw((st.integers(2, 9) | st.sampled_from([60, 90])).filter(lambda seconds: seconds != fps))
    return *size[:2], fps, seconds, size[2]


# A frame that ends in a begun byte takes whole bytes, as an image does; rounding the whole film is another number.
FRAMES = films(bits=BITS) | films(bits=(1, 2, 4, 12), begun_byte=True)

video_bytes = Check(
    atol=0,  # whole numbers
    aspects=[
        Aspect("values", 3, films(), ko="값", cases=6),
        Aspect("default arguments", 1, films().map(lambda film: film[:4]), ko="기본값", cases=4),
        Aspect("bits per pixel", 1, FRAMES, ko="픽셀당 비트 수", cases=6),
        Aspect("number type", 1, films(bits=(8, 24)), ko="수의 종류", cases=3, judge="kind", after="values"),
    ],
)


@video_bytes.mistake
def forgets_fps(video_bytes, height, width, fps, seconds, bits_per_pixel):
    """How many images pass in one second?
    You multiply by the seconds only, as if there were one image in each.
    - How many images are there in 2 seconds at 25 frames per second?
    - Which argument does not appear in your formula?

    1초에 이미지가 몇 장 지나가나요?
    지금은 초만 곱했어요. 1초에 한 장인 것처럼요.
    - 1초에 25장이면 2초에는 이미지가 몇 장인가요?
    - 식에 나오지 않는 인수는 어느 것인가요?
    """
    return video_bytes(height, width, 1, seconds, bits_per_pixel)


@video_bytes.mistake
def forgets_seconds(video_bytes, height, width, fps, seconds, bits_per_pixel):
    """How long is your film?
    You count the images of a single second.
    - What changes when the film is twice as long?
    - Which argument does not appear in your formula?

    동영상의 길이는 얼마인가요?
    지금은 1초 동안의 이미지만 세었어요.
    - 동영상이 두 배로 길어지면 무엇이 달라질까요?
    - 식에 나오지 않는 인수는 어느 것인가요?
    """
    return video_bytes(height, width, fps, 1, bits_per_pixel)


@video_bytes.mistake
def a_single_frame(video_bytes, height, width, fps, seconds, bits_per_pixel):
    """Is that a film or a photograph?
    You return the bytes of one image.
    - How many images are there in the whole film?
    - `fps` and `seconds` have not been used yet.

    동영상인가요, 사진인가요?
    지금은 이미지 한 장의 바이트를 반환해요.
    - 동영상 전체에는 이미지가 몇 장 있나요?
    - `fps`와 `seconds`를 아직 쓰지 않았어요.
    """
    return video_bytes(height, width, 1, 1, bits_per_pixel)


@video_bytes.mistake
def seconds_per_frame(video_bytes, height, width, fps, seconds, bits_per_pixel):
    """Do more frames per second make a smaller film?
    You divide by `fps`. Frames per second times seconds are frames.
    - What should happen to the size when fps doubles?
    - Write down the units: frames / second, seconds. How do the seconds cancel?

    1초에 더 많은 이미지를 찍으면 동영상이 작아질까요?
    지금은 `fps`로 나누었어요. 초당 프레임 수에 초를 곱하면 프레임 수가 돼요.
    - fps가 두 배가 되면 크기는 어떻게 되어야 할까요?
    - 단위를 적어 보세요. 프레임/초와 초예요. 초가 어떻게 약분되나요?
    """
    return video_bytes(height, width, 1, 1, bits_per_pixel) * seconds / fps


@video_bytes.mistake
def bits_of_a_film(video_bytes, height, width, fps, seconds, bits_per_pixel):
    """Is your answer eight times too large?
    You count bits. The question asks for bytes.
    - How many bytes does one frame have?
    - The function of the task before already divides by 8. Do you call it?

    답이 여덟 배 크지 않나요?
    지금은 비트를 세었어요. 구해야 하는 것은 바이트예요.
    - 프레임 한 장은 몇 바이트인가요?
    - 앞에서 만든 함수가 이미 8로 나누어 줘요. 그 함수를 부르고 있나요?
    """
    return height * width * bits_per_pixel * fps * seconds


@video_bytes.mistake
def minutes_instead_of_seconds(video_bytes, height, width, fps, seconds, bits_per_pixel):
    """Did you multiply by 60?
    The length of the film already comes in seconds.
    - What should come out for a film of one second?
    - Look for the number 60.

    60을 곱했나요?
    동영상의 길이는 이미 초 단위로 들어와요.
    - 1초짜리 동영상이면 얼마가 나와야 할까요?
    - 60이라는 숫자를 찾아보세요.
    """
    return 60 * video_bytes(height, width, fps, seconds, bits_per_pixel)


@video_bytes.mistake
def in_gigabytes(video_bytes, height, width, fps, seconds, bits_per_pixel):
    """Is your answer in gigabytes?
    The function returns bytes. Whoever wants gigabytes divides the result.
    - A minute of the photograph should give 15552000000, not 15.55.
    - Look for a division by 1e9.

    답이 기가바이트 단위인가요?
    함수는 바이트를 반환해요. 기가바이트가 필요하면 결과를 나누면 돼요.
    - 본문의 1분짜리 동영상이면 15.55가 아니라 15552000000이 나와야 해요.
    - 1e9로 나누는 곳을 찾아보세요.
    """
    return video_bytes(height, width, fps, seconds, bits_per_pixel) / 1e9


@video_bytes.mistake
def film_always_in_colour(video_bytes, height, width, fps, seconds, bits_per_pixel):
    """Is `bits_per_pixel` passed on?
    Your film always has 24 bits a pixel.
    - What changes when a film is grey?
    - Compare the arguments of video_bytes with those of your call of image_bytes.

    `bits_per_pixel`을 넘겨주었나요?
    지금은 동영상이 언제나 픽셀당 24비트예요.
    - 회색 동영상이면 무엇이 달라지나요?
    - video_bytes가 받은 인수와 image_bytes에 넘긴 인수를 비교해 보세요.
    """
    return video_bytes(height, width, fps, seconds, 24)


@video_bytes.mistake
def rounds_the_whole_film(video_bytes, height, width, fps, seconds, bits_per_pixel):
    """Does each frame take whole bytes?
    You round once, for the whole film. A film is made of images, and each of them ends with its own last byte.
    - One frame of 3x3 pixels of 1 bit takes 2 bytes. How many do two frames take?
    - Find the bytes of one frame first: the function of the task before does.

    프레임마다 온전한 바이트를 차지하나요?
    지금은 동영상 전체에서 한 번만 올림했어요. 동영상은 이미지를 늘어놓은 것이라 이미지마다 마지막 바이트가 따로 있어요.
    - 1비트짜리 3x3픽셀 프레임 한 장은 2바이트예요. 두 장이면 몇 바이트인가요?
    - 프레임 한 장의 바이트부터 구하세요. 앞에서 만든 함수가 그 일을 해요.
    """
    return (height * width * bits_per_pixel * fps * seconds + 7) // 8


@video_bytes.mistake
def frames_lose_their_last_byte(video_bytes, height, width, fps, seconds, bits_per_pixel):
    """Does image_bytes round up?
    Each frame is a byte short where its last byte is only begun, so the film is short by a byte a frame.
    - How many bytes does image_bytes(3, 3, 1) give? 9 bits do not fit into one.
    - Where video_bytes calls image_bytes, mend it there, and the film is right too.

    image_bytes가 올림을 하나요?
    마지막 바이트를 다 채우지 못한 프레임이 한 바이트씩 모자라서, 동영상은 프레임 수만큼 모자라요.
    - image_bytes(3, 3, 1)은 몇 바이트인가요? 9비트는 1바이트에 다 들어가지 않아요.
    - video_bytes가 image_bytes를 부른다면 image_bytes를 고치세요. 그러면 동영상도 맞아요.
    """
    return height * width * bits_per_pixel // 8 * fps * seconds


@video_bytes.mistake
def film_with_a_point(video_bytes, height, width, fps, seconds, bits_per_pixel):
    """Is your answer 200.0 instead of 200?
    The value is right, but it is not an int.
    - Print type(video_bytes(2, 2, 25, 2, 8)).
    - Which of your operators makes a float?

    200이 아니라 200.0이 나오나요?
    값은 맞지만 정수가 아니에요.
    - type(video_bytes(2, 2, 25, 2, 8))을 출력해 보세요.
    - 어느 연산자가 실수를 만드는지 살펴보세요.
    """
    return float(video_bytes(height, width, fps, seconds, bits_per_pixel))


# --- to_grayscale -------------------------------------------------------------------------------------------


@st.composite
def colours(draw, side=(1, 3), channels=3, kind="counting", dtype=np.float64):
    """An image (H, W, C) with brightness 0 to 255: mixed colours, bright ones, one colour alone, or grey."""
    shape = (draw(some(*side)), draw(some(*side)), channels)
    start = draw(st.integers(0, 6))
    n = np.arange(math.prod(shape)).reshape(shape)
    if kind == "counting":
        image = (n * 37 + 20 * start + 10) % 256
    elif kind == "bright":
        image = 130 + (n * 29 + start) % 126  # two of them do not fit in a byte
    elif kind == "alone":
        image = np.zeros(shape, int)
        image[..., draw(st.integers(0, channels - 1))] = (n[..., 0] * 17 + 40 * start + 15) % 256
    else:
        image = np.repeat((n[..., :1] * 31 + 35 * start + 20) % 256, channels, axis=2)
    return image.astype(dtype)


def of(strategy):
    """One argument alone."""
    return strategy.map(lambda value: (value,))


to_grayscale = Check(
    # 0.05 lets pass the weights .2989 .587 .114 of some programs, which are off by 0.0255 at most; what is cut off
    # or taken from another standard shows. That the weights add up to 1 is asked for by "grey stays grey".
    atol=0.05,
    aspects=[
        Aspect("values", 5, of(colours()), ko="값", cases=8),
        Aspect("one colour", 3, of(colours(kind="alone")), ko="한 가지 색", cases=8),
        Aspect("grey stays grey", 2, of(colours(kind="grey")), ko="회색은 그대로", cases=5, atol=1e-3),
        Aspect("bytes", 2, of(colours(kind="bright", dtype=np.uint8)), ko="바이트", cases=6, layout="F"),
        Aspect("fractions", 1, of(colours().map(lambda image: image / 256)), ko="0과 1 사이", cases=5, atol=2e-4),
        Aspect("input unchanged", 1, of(colours()), ko="입력 보존", cases=4, judge="unchanged", after="values"),
    ],
)


def weighted(image, weights):
    return np.asarray(image, float) @ np.array(weights)


@to_grayscale.mistake
def plain_mean(to_grayscale, image):
    """Do all three colours count the same?
    The mean makes pure green and pure blue equally grey. The eye sees green as far brighter.
    - What should become of (255, 0, 0), and what of (0, 255, 0)?
    - The text gives one weight for each colour.

    세 가지 색을 똑같이 쳤나요?
    평균을 내면 순수한 초록과 순수한 파랑이 같은 회색이 돼요. 눈에는 초록이 훨씬 밝게 보여요.
    - (255, 0, 0)은 얼마가 되고 (0, 255, 0)은 얼마가 되어야 할까요?
    - 본문에 색마다 가중치가 하나씩 있어요.
    """
    return weighted(image, [1 / 3] * 3)


@to_grayscale.mistake
def uint8_overflow(to_grayscale, image):
    """What is 200 + 100 in an unsigned byte?
    You add the channels as they come. In uint8 the sum starts again from 0 after 255. And all colours count the same.
    - Print np.array([200], np.uint8) + np.array([100], np.uint8).
    - Turn the image into real numbers before you add.
    - Then look at the weights in the text.

    부호 없는 바이트에서 200 + 100은 얼마인가요?
    채널을 받은 그대로 더하고 있어요. uint8에서는 255를 넘으면 0부터 다시 세요. 그리고 모든 색을 똑같이 쳤어요.
    - np.array([200], np.uint8) + np.array([100], np.uint8)을 출력해 보세요.
    - 더하기 전에 이미지를 실수로 바꾸세요.
    - 그다음 본문의 가중치를 살펴보세요.
    """
    return (image[..., 0] + image[..., 1] + image[..., 2]) / 3


@to_grayscale.mistake
def bgr_order(to_grayscale, image):
    """Which channel comes first?
    Your weights meet the channels in the order blue, green, red. Here red comes first.
    - What should become of (255, 0, 0)?
    - Some libraries read files as BGR. Does your formula come from there?

    어느 채널이 먼저인가요?
    지금은 가중치를 파랑, 초록, 빨강 순서로 곱하고 있어요. 여기에서는 빨강이 먼저예요.
    - (255, 0, 0)은 얼마가 되어야 할까요?
    - 파일을 BGR 순서로 읽는 라이브러리도 있어요. 그쪽 식을 가져오지 않았나요?
    """
    return to_grayscale(image[..., ::-1])


@to_grayscale.mistake
def weights_of_bt709(to_grayscale, image):
    """Are your weights 0.2126, 0.7152, 0.0722?
    Those belong to another standard, BT.709. The text asks for BT.601.
    - What should become of (255, 0, 0)? The text says it.
    - Compare your three numbers with the formula in section 2.

    가중치가 0.2126, 0.7152, 0.0722인가요?
    그것은 다른 표준인 BT.709의 가중치예요. 본문은 BT.601을 써요.
    - (255, 0, 0)은 얼마가 되어야 할까요? 본문에 답이 있어요.
    - 숫자 세 개를 2절의 식과 비교해 보세요.
    """
    return weighted(image, [0.2126, 0.7152, 0.0722])


@to_grayscale.mistake
def weights_cut_to_two_digits(to_grayscale, image):
    """Are your weights 0.3, 0.59, 0.11?
    They are rounded. On bright pixels the result is off by nearly one.
    - What should become of (255, 0, 0)?
    - Take the three digits of the text.

    가중치가 0.3, 0.59, 0.11인가요?
    반올림한 값이에요. 밝은 픽셀에서는 결과가 1 가까이 달라져요.
    - (255, 0, 0)은 얼마가 되어야 할까요?
    - 본문에 있는 세 자리 숫자를 그대로 쓰세요.
    """
    return weighted(image, [0.3, 0.59, 0.11])


@to_grayscale.mistake
def weights_not_adding_up(to_grayscale, image):
    """Does grey stay as grey as it was?
    Your weights add up to a little less than 1: some programs write 0.2989.
    - Add your three weights.
    - Compare them with the formula of the text, digit by digit.

    회색이 그대로 회색으로 남나요?
    가중치의 합이 1보다 조금 작아요. 0.2989라고 쓰는 프로그램도 있어요.
    - 가중치 세 개를 더해 보세요.
    - 본문의 식과 한 자리씩 비교해 보세요.
    """
    return weighted(image, [0.2989, 0.587, 0.114])


@to_grayscale.mistake
def adds_the_channels(to_grayscale, image):
    """Can grey be brighter than white?
    You add the channels without weights, so white becomes 765.
    - What should become of (100, 100, 100)?
    - Each channel needs its weight before the sum.

    회색이 하양보다 밝을 수 있을까요?
    지금은 가중치 없이 채널을 더해서 하양이 765가 돼요.
    - (100, 100, 100)은 얼마가 되어야 할까요?
    - 더하기 전에 채널마다 가중치를 곱해야 해요.
    """
    return weighted(image, [1, 1, 1])


@to_grayscale.mistake
def takes_one_channel(to_grayscale, image):
    """Is your result just the red channel?
    A blue sea is then black. All three channels belong to the brightness.
    - What becomes of (0, 0, 200)?
    - image[:, :, 0] is a third of the information.

    결과가 빨강 채널 하나인가요?
    그러면 파란 바다가 검게 나와요. 밝기에는 세 채널이 모두 들어가요.
    - (0, 0, 200)은 얼마가 되나요?
    - image[:, :, 0]은 정보의 3분의 1이에요.
    """
    return np.asarray(image[..., 0], float)


@to_grayscale.mistake
def brightest_channel(to_grayscale, image):
    """Do you take the largest of the three numbers?
    Then pure blue is as bright as white. The three channels are weighted and added.
    - What should become of (0, 0, 200)?
    - Replace max by the sum in the formula of section 2.

    세 숫자 가운데 가장 큰 것을 골랐나요?
    그러면 순수한 파랑이 하양만큼 밝아요. 세 채널에 가중치를 곱해서 더해야 해요.
    - (0, 0, 200)은 얼마가 되어야 할까요?
    - max 대신 2절의 식에 있는 합을 쓰세요.
    """
    return np.asarray(image.max(axis=2), float)


@to_grayscale.mistake
def cuts_to_whole_numbers(to_grayscale, image):
    """Did you lose what is behind the point?
    The result is cut to whole numbers. Fractions from 0 to 1 even become all 0.
    - (255, 0, 0) should become 76.245.
    - Look for int, uint8 or `//`.

    소수점 아래를 잃어버렸나요?
    결과가 정수로 잘려요. 0과 1 사이의 값은 모두 0이 되어 버려요.
    - (255, 0, 0)은 76.245가 되어야 해요.
    - int, uint8, `//` 가 있는 곳을 찾아보세요.
    """
    return np.floor(to_grayscale(image))


@to_grayscale.mistake
def rounds_to_whole_numbers(to_grayscale, image):
    """Do you round the result?
    Files want whole numbers, but this function keeps real ones.
    - (255, 0, 0) should become 76.245.
    - Look for round or rint.

    결과를 반올림했나요?
    파일로 저장할 때는 정수가 필요하지만, 이 함수는 실수를 그대로 둬요.
    - (255, 0, 0)은 76.245가 되어야 해요.
    - round나 rint가 있는 곳을 찾아보세요.
    """
    return np.round(to_grayscale(image))


@to_grayscale.mistake
def grey_bytes_cut(to_grayscale, image):
    """Does your output array have the type of the input?
    For an image of bytes the output holds bytes too, and cuts off what is behind the point.
    - Print the dtype of your result for an image of uint8.
    - Look for zeros_like, empty_like or astype(image.dtype).

    출력 배열의 타입이 입력과 같나요?
    바이트 이미지가 들어오면 출력도 바이트라서 소수점 아래가 잘려요.
    - uint8 이미지를 넣고 결과의 dtype을 출력해 보세요.
    - zeros_like, empty_like, astype(image.dtype) 가 있는 곳을 찾아보세요.
    """
    return to_grayscale(image).astype(image.dtype)


@to_grayscale.mistake
def scales_to_one(to_grayscale, image):
    """Is your result between 0 and 1?
    You divide by 255. The result has the same range as the image.
    - (100, 100, 100) should become 100.
    - Look for the division.

    결과가 0과 1 사이인가요?
    255로 나누고 있어요. 결과의 범위는 이미지와 같아야 해요.
    - (100, 100, 100)은 100이 되어야 해요.
    - 나눗셈이 있는 곳을 찾아보세요.
    """
    return to_grayscale(image) / 255


@to_grayscale.mistake
def keeps_channel_axis(to_grayscale, image):
    """How many axes does your result have?
    It still has a third axis of length 1. A grey image is (H, W).
    - Print the shape before and after.
    - Look for keepdims, [..., None] or a slice such as 0:1.

    결과의 축은 몇 개인가요?
    길이가 1인 세 번째 축이 남아 있어요. 회색 이미지의 모양은 (H, W)예요.
    - 함수를 쓰기 전과 후의 모양을 출력해 보세요.
    - keepdims, [..., None], 0:1 같은 슬라이스를 찾아보세요.
    """
    return to_grayscale(image)[..., None]


@to_grayscale.mistake
def three_grey_channels(to_grayscale, image):
    """Are there still three channels?
    The grey stands in all three. One is enough: the shape is (H, W).
    - Print the shape before and after.
    - Where do the three numbers of a pixel become one?

    채널이 아직 세 개인가요?
    회색이 세 채널에 모두 들어 있어요. 하나면 충분해요. 모양은 (H, W)예요.
    - 함수를 쓰기 전과 후의 모양을 출력해 보세요.
    - 한 픽셀의 숫자 세 개가 어디에서 하나로 합쳐지나요?
    """
    return np.repeat(to_grayscale(image)[..., None], 3, axis=2)


@to_grayscale.mistake
def weights_without_a_sum(to_grayscale, image):
    """Did you forget to add?
    Each channel has its weight, but there are still three of them.
    - Print the shape before and after.
    - Which axis holds the colours, and what has to happen along it?

    더하는 것을 잊었나요?
    채널마다 가중치는 곱했지만 아직 채널이 세 개예요.
    - 함수를 쓰기 전과 후의 모양을 출력해 보세요.
    - 색은 어느 축에 있고, 그 축을 따라 무엇을 해야 할까요?
    """
    return image * np.array([0.299, 0.587, 0.114])


@to_grayscale.mistake
def greys_in_place(to_grayscale, image):
    """Is the image different after the call?
    `image` belongs to whoever called you, who may want its colours again.
    - Print image before and after the call.
    - Look for *= or image[...] = ...

    함수를 부르고 나면 image가 달라지나요?
    `image`는 함수를 부른 쪽의 것이에요. 색이 다시 필요할 수 있어요.
    - 함수를 부르기 전과 후에 image를 출력해 보세요.
    - *= 나 image[...] = ... 같은 줄을 찾아보세요.
    """
    grey = to_grayscale(image)
    image[..., 0] = grey
    return grey


# --- to_channels_first --------------------------------------------------------------------------------------


@st.composite
def pixels(draw, height=(2, 4), width=(2, 4), channels=(3, 3), square=False, dtype=np.float64):
    """An image (H, W, C) in which every number is another one."""
    h = draw(some(*height))
    w = h if square else draw(some(*width).filter(lambda side: side != h))
    c = draw(some(*channels))
    return (draw(st.integers(0, 30)) + np.arange(h * w * c).reshape(h, w, c)).astype(dtype)


to_channels_first = Check(
    atol=0,  # numbers only move
    aspects=[
        Aspect("values", 5, of(pixels()), ko="값", cases=6),
        Aspect("square", 2, of(pixels(height=(2, 3), square=True)), ko="정사각형일 때", cases=3),
        Aspect("channels", 1, of(pixels(channels=(1, 5)).filter(lambda x: x.shape[2] != 3)), ko="채널", cases=6),
        Aspect(
            "number type",
            1,
            of(pixels(dtype=np.uint8)),
            ko="수의 종류",
            cases=3,
            layout="strided",
            judge="kind",
            after="values",
        ),
        Aspect("input unchanged", 1, of(pixels()), ko="입력 보존", cases=3, judge="unchanged", after="values"),
    ],
)


@to_channels_first.mistake
def reshapes(to_channels_first, image):
    """Did you only change the shape?
    `reshape` leaves the numbers in their order and counts them off anew, so the colours are mixed up.
    - Make an image whose red is all 1, green all 2, blue all 3. Is your first channel all 1?
    - You need a function that moves axes.

    모양만 바꾸었나요?
    `reshape`은 숫자의 순서를 그대로 두고 다시 끊어 읽을 뿐이에요. 그래서 색이 뒤섞여요.
    - 빨강은 모두 1, 초록은 모두 2, 파랑은 모두 3인 이미지를 만들어 보세요. 첫 채널이 모두 1인가요?
    - 축을 옮기는 함수가 필요해요.
    """
    h, w, c = image.shape
    return image.reshape(c, h, w)


@to_channels_first.mistake
def turns_the_picture(to_channels_first, image):
    """Is the picture lying on its side?
    Your result is (C, W, H): rows and columns have changed places as well.
    - Use an image that is wider than high and print the shape.
    - .T turns round the order of all axes. Here only one axis moves.

    그림이 누워 있나요?
    결과가 (C, W, H)예요. 행과 열까지 자리를 바꾸었어요.
    - 높이보다 너비가 큰 이미지를 넣고 모양을 출력해 보세요.
    - .T는 모든 축의 순서를 거꾸로 해요. 여기에서는 축 하나만 옮겨요.
    """
    return image.T


@to_channels_first.mistake
def moves_the_wrong_way(to_channels_first, image):
    """Which axis did you move where?
    Your result is (W, C, H). The order of the axes was read the other way round.
    - Print the shape for an image of 2x4 pixels.
    - In `transpose` the first number says which old axis becomes the new first one.

    어느 축을 어디로 옮겼나요?
    결과가 (W, C, H)예요. 축의 순서를 반대로 읽었어요.
    - 2x4픽셀 이미지를 넣고 모양을 출력해 보세요.
    - `transpose`의 첫 번째 수는 원래의 어느 축이 새로운 첫 축이 되는지를 뜻해요.
    """
    return image.transpose(1, 2, 0)


@to_channels_first.mistake
def channels_in_the_middle(to_channels_first, image):
    """Are the channels in the middle?
    Your result is (H, C, W). They should be first.
    - Print the shape for an image of 2x4 pixels.
    - How many places does the last axis have to move to become the first?

    채널이 가운데에 있나요?
    결과가 (H, C, W)예요. 채널이 맨 앞이어야 해요.
    - 2x4픽셀 이미지를 넣고 모양을 출력해 보세요.
    - 마지막 축이 첫 축이 되려면 몇 칸 움직여야 할까요?
    """
    return image.transpose(0, 2, 1)


@to_channels_first.mistake
def reverses_the_colours(to_channels_first, image):
    """Is blue in front?
    The axes are right, but the order of the channels is turned round.
    - Compare out[0] with image[:, :, 0].
    - Look for ::-1.

    파랑이 맨 앞인가요?
    축은 맞지만 채널의 순서가 거꾸로예요.
    - out[0]을 image[:, :, 0]과 비교해 보세요.
    - ::-1 이 있는 곳을 찾아보세요.
    """
    return to_channels_first(image)[::-1]


@to_channels_first.mistake
def adds_a_batch_axis(to_channels_first, image):
    """Does your result have four axes?
    (1, C, H, W) is a batch of one image. This function returns the image alone.
    - Print the shape.
    - Look for None, newaxis or expand_dims.

    결과의 축이 네 개인가요?
    (1, C, H, W)는 이미지 한 장짜리 배치예요. 이 함수는 이미지만 반환해요.
    - 모양을 출력해 보세요.
    - None, newaxis, expand_dims 가 있는 곳을 찾아보세요.
    """
    return to_channels_first(image)[None]


@to_channels_first.mistake
def leaves_the_image(to_channels_first, image):
    """Did anything move?
    What comes back has the shape of what went in. NumPy's functions return a new array; they do not change `image`.
    - Print the shape before and after.
    - Is the result of your call kept and returned?

    무엇이 움직였나요?
    들어온 모양 그대로 나와요. NumPy 함수는 `image`를 바꾸지 않고 새 배열을 반환해요.
    - 함수를 쓰기 전과 후의 모양을 출력해 보세요.
    - 함수를 부른 결과를 받아서 반환하고 있나요?
    """
    return image.copy()


@to_channels_first.mistake
def always_three_channels(to_channels_first, image):
    """What if there are not three channels?
    You build the result from channel 0, 1 and 2. Grey images have one, others have four.
    - Try an image of shape (2, 3, 1).
    - How many channels are there? The shape says it.

    채널이 세 개가 아니면 어떻게 될까요?
    지금은 0, 1, 2번 채널로 결과를 만들어요. 회색 이미지는 채널이 하나이고, 네 개인 이미지도 있어요.
    - 모양이 (2, 3, 1)인 이미지를 넣어 보세요.
    - 채널이 몇 개인지는 모양에서 알 수 있어요.
    """
    return np.stack([image[..., 0], image[..., 1], image[..., 2]])


@to_channels_first.mistake
def bytes_become_floats(to_channels_first, image):
    """Did the numbers change their type?
    Bytes went in and real numbers came out, eight times as large in memory.
    - Print image.dtype and the dtype of your result.
    - np.zeros makes real numbers unless you ask for something else.

    숫자의 타입이 바뀌었나요?
    바이트가 들어갔는데 실수가 나왔어요. 메모리를 여덟 배 차지해요.
    - image.dtype과 결과의 dtype을 출력해 보세요.
    - np.zeros는 따로 말하지 않으면 실수 배열을 만들어요.
    """
    return to_channels_first(image).astype(float)


# --- calculate ----------------------------------------------------------------------------------------------


def plane(args):
    """The arguments (arrayA, arrayB, bias) in those of a convolution of one image and one filter."""
    x, w, b, _, _ = args
    return x[0, 0], w[0, 0], 0.0 if b is None else float(b[0])


def two(args):
    """Only the image and the filter."""
    return plane(args)[:2]


def halved_filter(args):
    """An image of integers and a filter of halves: the sums are exact, and an array of integers cannot hold them."""
    image, kernel, *bias = args
    return image.astype(np.int64), kernel / 2, *bias


def symmetric(**bounds):
    """Convolutions in which a flip of the filter does not matter; the filter is no 1x1, which changes nothing."""
    return convolutions(symmetric=True, **bounds)


@st.composite
def filters_too_large(draw):
    """Arguments (arrayA, arrayB) that do not fit, mostly by one row or column: there an empty array comes easily."""
    h, w = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    too_high, too_wide = draw(st.sampled_from([(1, 0), (0, 1), (1, 1), (0, 2), (2, 0)]))
    kernel = np.ones((h + too_high if too_high else 1, w + too_wide if too_wide else 1))
    return draw(arrays((h, w), kinds=("counting", "ones"))), kernel


NOT_WHOLE = {"size": (2, 2), "kinds": ("ramp", "mixed")}

calculate = Check(
    atol=1e-8,  # small integers are exact in every order of summing; the tolerance is for solutions by FFT
    aspects=[
        Aspect("values", 6, convolutions(size=(2, 3)).map(plane), ko="값", cases=12),
        Aspect("bias", 3, convolutions(size=(2, 3), bias="only").map(plane), ko="편향", cases=6),
        Aspect("default arguments", 2, symmetric(size=(2, 2)).map(two), ko="기본값", cases=4),
        Aspect("non-square", 3, oblong_convolutions().map(plane), ko="정사각형이 아닐 때", cases=9),
        Aspect(
            "integer input",
            2,
            symmetric(**NOT_WHOLE).map(plane).map(halved_filter),
            ko="정수 입력",
            cases=6,
            layout="F",
        ),
        Aspect(
            "together",
            2,
            symmetric(size=(2, 3), square=False, bias="some", dtypes=(np.float64, np.float32)).map(plane),
            ko="한꺼번에",
            cases=6,
            layout="strided",
            atol=1e-4,  # an FFT in float32 is off by about 1e-6
        ),
        Aspect(
            "input unchanged",
            1,
            symmetric(size=(2, 2)).map(plane),
            ko="입력 보존",
            cases=3,
            judge="unchanged",
            after="values",
        ),
        Aspect(
            "errors", 1, filters_too_large().map(lambda pair: (*pair, 0.0)), ko="오류 처리", cases=10, after="values"
        ),
    ],
)


@calculate.mistake
def true_convolution_flip(calculate, arrayA, arrayB, bias):
    """Is the filter turned round?
    That would be the true convolution of the next section. Here the filter slides as it is.
    - Put a single 1 in the corner of the filter and see which pixel comes out.
    - Look for [::-1], np.flip, np.rot90 or a ready-made convolve.

    필터를 돌리고 있나요?
    그것은 다음 절에 나오는 진짜 합성곱이에요. 여기에서는 필터를 그대로 밀어요.
    - 필터의 모서리 한 칸만 1로 두고 어느 픽셀이 나오는지 보세요.
    - [::-1], np.flip, np.rot90, 이미 만들어진 convolve 함수가 있는지 찾아보세요.
    """
    return calculate(arrayA, arrayB[::-1, ::-1], bias)


@calculate.mistake
def flip_left_right(calculate, arrayA, arrayB, bias):
    """Is the filter mirrored left to right?
    Its rows are read from right to left.
    - Try the filter [[1, 0]]: does the left pixel of each window come out?
    - Column q of the window must meet column q of the filter.

    필터의 왼쪽과 오른쪽이 바뀌었나요?
    필터의 행을 오른쪽에서 왼쪽으로 읽고 있어요.
    - 필터 [[1, 0]]을 넣어 보세요. 창의 왼쪽 픽셀이 나오나요?
    - 창의 q번 열은 필터의 q번 열과 만나야 해요.
    """
    return calculate(arrayA, arrayB[:, ::-1], bias)


@calculate.mistake
def flip_up_down(calculate, arrayA, arrayB, bias):
    """Is the filter upside down?
    Its rows are read from the bottom.
    - Try the filter [[1], [0]]: does the upper pixel of each window come out?
    - Row p of the window must meet row p of the filter.

    필터의 위아래가 바뀌었나요?
    필터의 행을 아래에서부터 읽고 있어요.
    - 필터 [[1], [0]]을 넣어 보세요. 창의 위쪽 픽셀이 나오나요?
    - 창의 p번 행은 필터의 p번 행과 만나야 해요.
    """
    return calculate(arrayA, arrayB[::-1], bias)


@calculate.mistake
def filter_transposed(calculate, arrayA, arrayB, bias):
    """Have the rows and columns of the filter changed places?
    Cell (p, q) of the window meets cell (q, p) of the filter.
    - Try the filter [[0, 1], [0, 0]].
    - Look for .T or a pair of indices in the wrong order.

    필터의 행과 열이 바뀌었나요?
    창의 (p, q) 칸이 필터의 (q, p) 칸과 만나고 있어요.
    - 필터 [[0, 1], [0, 0]]을 넣어 보세요.
    - .T나 순서가 바뀐 인덱스 두 개를 찾아보세요.
    """
    return calculate(arrayA, arrayB.T, bias)


@calculate.mistake
def result_transposed(calculate, arrayA, arrayB, bias):
    """Are the rows and columns of the result exchanged?
    A window further down belongs in a lower row of the result.
    - Try an image with a single 1 in its upper right corner and the filter [[1]].
    - Compare the indices where you cut the window with those where you store the sum.

    결과의 행과 열이 바뀌었나요?
    아래쪽 창의 값은 결과의 아래쪽 행에 들어가야 해요.
    - 오른쪽 위 칸만 1인 이미지에 필터 [[1]]을 써 보세요.
    - 창을 자르는 인덱스와 합을 저장하는 인덱스를 비교해 보세요.
    """
    return calculate(arrayA, arrayB, bias).T


@calculate.mistake
def same_size_output(calculate, arrayA, arrayB, bias):
    """How many positions does a 3-wide window have on 4 pixels?
    Your result is as large as the image, with zeros assumed outside. Here the whole filter must lie on the image.
    - Count the places by hand, then print the shape of your result.
    - Look for padding, or for mode="same".

    4픽셀 위에 너비 3인 창을 놓을 자리는 몇 곳인가요?
    지금은 바깥을 0으로 보고 이미지와 같은 크기로 만들었어요. 여기에서는 필터 전체가 이미지 위에 있어야 해요.
    - 자리를 손으로 세어 보고, 결과의 모양을 출력해 보세요.
    - 패딩이나 mode="same"이 있는지 찾아보세요.
    """
    (h, w), (fh, fw) = arrayA.shape, arrayB.shape
    around = ((fh // 2, fh - 1 - fh // 2), (fw // 2, fw - 1 - fw // 2))
    return calculate(np.pad(arrayA, around), arrayB, bias)[:h, :w]


@calculate.mistake
def same_size_of_the_images_type(calculate, arrayA, arrayB, bias):
    """Did you make the result with np.zeros_like(image)?
    Then it is as large as the image, with zeros assumed outside, and holds integers if the image does.
    - How many positions does a 3-wide window have on 4 pixels? Print the shape of your result.
    - Use an image of integers and the filter [[0.5]]: what becomes of the half?

    결과를 np.zeros_like(이미지)로 만들었나요?
    그러면 바깥을 0으로 보고 이미지와 같은 크기가 되고, 이미지가 정수이면 결과도 정수가 돼요.
    - 4픽셀 위에 너비 3인 창을 놓을 자리는 몇 곳인가요? 결과의 모양을 출력해 보세요.
    - 정수 이미지에 필터 [[0.5]]를 써 보세요. 소수점 아래는 어떻게 되나요?
    """
    return same_size_output(calculate, arrayA, arrayB, 0).astype(arrayA.dtype) + bias


@calculate.mistake
def mirrored_at_the_border(calculate, arrayA, arrayB, bias):
    """Is the image mirrored at its border?
    That keeps the result as large as the image. Here the whole filter must lie on the image.
    - Count the places of a 3-wide window on 4 pixels, then print the shape of your result.
    - Look for np.pad with mode="reflect".

    이미지를 가장자리에서 거울처럼 비추었나요?
    그러면 결과가 이미지와 같은 크기가 돼요. 여기에서는 필터 전체가 이미지 위에 있어야 해요.
    - 4픽셀 위에 너비 3인 창을 놓을 자리를 세어 보고, 결과의 모양을 출력해 보세요.
    - mode="reflect"를 쓴 np.pad가 있는지 찾아보세요.
    """
    (h, w), (fh, fw) = arrayA.shape, arrayB.shape
    padded = np.pad(arrayA, ((fh // 2,) * 2, (fw // 2,) * 2), mode="reflect")
    out = np.zeros_like(arrayA)
    out += calculate(padded, arrayB, 0)[:h, :w]  # stops where the image holds integers and the filter does not
    return out + bias


@calculate.mistake
def rest_stays_zero(calculate, arrayA, arrayB, bias):
    """Are there zeros at the right and at the bottom of your result?
    The sums are right, but the array that holds them is as large as the image.
    - Print the shape of your result for a 4x4 image and a 3x3 filter.
    - With which shape do you make the array? np.zeros_like copies the shape of the image.

    결과의 오른쪽과 아래쪽에 0이 남아 있나요?
    합은 맞지만, 합을 담는 배열이 이미지만큼 커요.
    - 4x4 이미지와 3x3 필터를 넣고 결과의 모양을 출력해 보세요.
    - 배열을 어떤 모양으로 만들었나요? np.zeros_like는 이미지의 모양을 그대로 써요.
    """
    made = calculate(arrayA, arrayB, bias)
    out = np.zeros(arrayA.shape)
    out[: made.shape[0], : made.shape[1]] = made
    return out


@calculate.mistake
def drop_last_row_col(calculate, arrayA, arrayB, bias):
    """Is the last legal window visited?
    The last row and the last column of the result are missing.
    - A filter as large as the image still fits once.
    - Your loops run to H - filter_h. How many places are there?

    마지막 창까지 갔나요?
    결과의 마지막 행과 마지막 열이 빠져 있어요.
    - 필터가 이미지와 같은 크기여도 한 번은 들어가요.
    - 반복문이 H - filter_h까지예요. 자리는 몇 곳인가요?
    """
    return calculate(arrayA, arrayB, bias)[:-1, :-1]


@calculate.mistake
def bias_per_tap(calculate, arrayA, arrayB, bias):
    """How often is the bias added for one number of the result?
    Yours is added for each cell of the filter.
    - Set the filter to zeros and the bias to 1: what should come out?
    - Does the bias stand inside the innermost loop, or inside the sum?

    결과의 숫자 하나에 편향을 몇 번 더하나요?
    지금은 필터의 칸마다 더하고 있어요.
    - 필터를 모두 0으로, 편향을 1로 두면 무엇이 나와야 할까요?
    - 편향이 가장 안쪽 반복문이나 합 안에 들어 있지 않나요?
    """
    return calculate(arrayA, arrayB, bias * arrayB.size)


@calculate.mistake
def forgets_the_bias(calculate, arrayA, arrayB, bias):
    """What happens to the bias?
    It is not added.
    - Set the filter to zeros and the bias to 5: what should come out?
    - Which argument does not appear in your function?

    편향은 어떻게 되나요?
    아직 더하지 않았어요.
    - 필터를 모두 0으로, 편향을 5로 두면 무엇이 나와야 할까요?
    - 함수 안에 나오지 않는 인수는 어느 것인가요?
    """
    return calculate(arrayA, arrayB, 0)


@calculate.mistake
def subtracts_the_bias(calculate, arrayA, arrayB, bias):
    """Does a positive bias make the result smaller?
    You subtract it.
    - Set the filter to zeros and the bias to 5: what should come out?
    - Look at the sign in front of the bias.

    편향이 양수인데 결과가 작아지나요?
    편향을 빼고 있어요.
    - 필터를 모두 0으로, 편향을 5로 두면 무엇이 나와야 할까요?
    - 편향 앞의 부호를 살펴보세요.
    """
    return calculate(arrayA, arrayB, -bias)


@calculate.mistake
def bias_times_the_sum(calculate, arrayA, arrayB, bias):
    """Is the sum multiplied by the bias?
    Then everything is zero when the bias is zero. A bias is added.
    - What should come out for bias 0, the default?
    - Compare + and * around the bias.

    합에 편향을 곱했나요?
    그러면 편향이 0일 때 모두 0이 돼요. 편향은 더하는 거예요.
    - 기본값인 편향 0에서는 무엇이 나와야 할까요?
    - 편향 옆의 +와 *를 살펴보세요.
    """
    return calculate(arrayA, arrayB, 0) * bias


@calculate.mistake
def inherits_int_dtype(calculate, arrayA, arrayB, bias):
    """What happens to 0.5 in your output array?
    For an image of integers your output is an array of integers, and cuts off what is behind the point.
    - Use an image of integers and the filter [[0.5]].
    - Look for zeros_like, empty_like or dtype=arrayA.dtype.

    출력 배열에 0.5를 넣으면 어떻게 되나요?
    정수 이미지가 들어오면 출력도 정수 배열이라 소수점 아래가 잘려요.
    - 정수 이미지에 필터 [[0.5]]를 써 보세요.
    - zeros_like, empty_like, dtype=arrayA.dtype 이 있는 곳을 찾아보세요.
    """
    return calculate(arrayA, arrayB, bias).astype(arrayA.dtype)


@calculate.mistake
def whole_numbers_only(calculate, arrayA, arrayB, bias):
    """Is the result always an array of whole numbers?
    Weights are seldom whole, and what is behind the point is lost.
    - Use the filter [[0.5]] on an image of ones.
    - Look for dtype=int, int(...) or `//`.

    결과가 언제나 정수인가요?
    가중치는 정수가 아닐 때가 많은데, 소수점 아래를 잃어버려요.
    - 모두 1인 이미지에 필터 [[0.5]]를 써 보세요.
    - dtype=int, int(...), `//` 가 있는 곳을 찾아보세요.
    """
    return np.floor(calculate(arrayA, arrayB, bias))


@calculate.mistake
def overwrites(calculate, arrayA, arrayB, bias):
    """Is each number of the result only the last product?
    In the innermost loop `=` replaces what was there; the sum never grows.
    - Print the number after each product of one window.
    - What is the difference between = and += ?

    결과의 숫자가 마지막 곱 하나뿐인가요?
    가장 안쪽 반복문에서 `=`는 앞의 값을 지워요. 그래서 합이 커지지 않아요.
    - 창 하나에서 곱할 때마다 값을 출력해 보세요.
    - =와 += 는 어떻게 다른가요?
    """
    last = np.zeros_like(arrayB)
    last[-1, -1] = arrayB[-1, -1]
    return calculate(arrayA, last, bias)


@calculate.mistake
def mean_of_products(calculate, arrayA, arrayB, bias):
    """Is it a mean instead of a sum?
    The products are only added. Nothing is divided by how many there are.
    - Put ones everywhere, with a 2x2 filter: how much is 1 + 1 + 1 + 1?
    - Look for mean or for a division.

    더하지 않고 평균을 냈나요?
    곱한 값을 더하기만 해요. 개수로 나누지 않아요.
    - 이미지도 2x2 필터도 모두 1이라면 1 + 1 + 1 + 1은 얼마인가요?
    - mean이나 나눗셈이 있는 곳을 찾아보세요.
    """
    return calculate(arrayA, arrayB / arrayB.size, bias)


@calculate.mistake
def windows_side_by_side(calculate, arrayA, arrayB, bias):
    """How far does your window move?
    It jumps by its own size. Here it moves one cell at a time.
    - How many windows of 2 fit on 4 pixels if each may begin at the next pixel?
    - Look at the step of your loops.

    창이 한 번에 얼마나 움직이나요?
    지금은 자기 크기만큼 건너뛰어요. 여기에서는 한 칸씩 움직여요.
    - 바로 다음 픽셀에서 시작해도 된다면, 4픽셀 위에 크기 2인 창이 몇 번 들어갈까요?
    - 반복문의 간격을 살펴보세요.
    """
    fh, fw = arrayB.shape
    return calculate(arrayA, arrayB, bias)[::fh, ::fw]


@calculate.mistake
def needs_a_square_filter(calculate, arrayA, arrayB, bias):
    """Does your function stop for a filter that is not square?
    A window is filter_h high and filter_w wide.
    - Use the filter [[-1, 1]].
    - Where does the window end, below and to the right?

    정사각형이 아닌 필터에서 멈추나요?
    창의 높이는 filter_h이고 너비는 filter_w예요.
    - 필터 [[-1, 1]]을 넣어 보세요.
    - 창이 아래쪽과 오른쪽에서 어디까지인지 살펴보세요.
    """
    if arrayB.shape[0] != arrayB.shape[1]:
        raise ValueError("operands could not be broadcast together")
    return calculate(arrayA, arrayB, bias)


@calculate.mistake
def sizes_swapped(calculate, arrayA, arrayB, bias):
    """Have rows and columns of the output array changed places?
    As long as everything is square nobody notices.
    - Use an image that is wider than high.
    - Compare the shape of your output array with the ranges of the loops that fill it.

    출력 배열의 행 수와 열 수가 바뀌었나요?
    모두 정사각형이면 아무도 알아채지 못해요.
    - 높이보다 너비가 큰 이미지를 넣어 보세요.
    - 출력 배열의 모양과 그 배열을 채우는 반복문의 범위를 비교해 보세요.
    """
    out = calculate(arrayA, arrayB, bias)
    if out.shape[0] != out.shape[1]:
        raise IndexError("index is out of bounds")
    return out


@calculate.mistake
def height_for_both(calculate, arrayA, arrayB, bias):
    """Is the height used for both axes?
    The number of columns follows from the width.
    - Use an image that is wider than high.
    - H and W should each appear once where you work out the size.

    두 축에 모두 높이를 썼나요?
    열의 수는 너비로 구해요.
    - 높이보다 너비가 큰 이미지를 넣어 보세요.
    - 크기를 구하는 곳에 H와 W가 한 번씩 나오나요?
    """
    out = calculate(arrayA, arrayB, bias)
    columns = arrayA.shape[0] - arrayB.shape[1] + 1
    if columns > out.shape[1]:
        raise ValueError("operands could not be broadcast together")
    return out[:, : max(columns, 0)]


@calculate.mistake
def adds_into_the_image(calculate, arrayA, arrayB, bias):
    """Is the image different after the call?
    The next filter needs the image as it was.
    - Print arrayA before and after the call.
    - Look for arrayA *= ..., window *= ... or arrayA[i, j] = ...

    함수를 부르고 나면 이미지가 달라지나요?
    다음 필터에는 원래 이미지가 필요해요.
    - 함수를 부르기 전과 후에 arrayA를 출력해 보세요.
    - arrayA *= ..., window *= ..., arrayA[i, j] = ... 같은 줄을 찾아보세요.
    """
    out = calculate(arrayA, arrayB, bias)
    arrayA[0, 0] += 1
    return out


@calculate.mistake
def accepts_filters_too_large(calculate, arrayA, arrayB, bias):
    """What happens when the filter is larger than the image?
    An empty array goes on silently and makes trouble far away. A ValueError says at once what is wrong.
    - Call it with a 2x2 image and a 3x3 filter.
    - Compare the sizes in both axes before anything else.

    필터가 이미지보다 크면 어떻게 되나요?
    빈 배열은 조용히 넘어갔다가 먼 곳에서 문제를 일으켜요. ValueError는 무엇이 잘못되었는지 바로 알려 줘요.
    - 2x2 이미지와 3x3 필터로 불러 보세요.
    - 가장 먼저 두 축에서 크기를 비교하세요.
    """
    sides = [max(0, a - b + 1) for a, b in zip(arrayA.shape, arrayB.shape, strict=True)]
    return calculate(arrayA, arrayB, bias) if min(sides) > 0 else np.zeros(sides)


@calculate.mistake
def checks_the_height_only(calculate, arrayA, arrayB, bias):
    """What happens when the filter is only too wide?
    You refuse filters that are too high. One that is too wide gives an empty array.
    - Call it with a 2x2 image and a 1x3 filter.
    - The question has to be asked for both axes.

    필터가 너비만 더 크면 어떻게 되나요?
    너무 높은 필터는 거절하지만, 너무 넓은 필터에는 빈 배열을 반환해요.
    - 2x2 이미지와 1x3 필터로 불러 보세요.
    - 두 축을 모두 확인해야 해요.
    """
    if arrayB.shape[0] <= arrayA.shape[0] and arrayB.shape[1] == arrayA.shape[1] + 1:
        return np.zeros((arrayA.shape[0] - arrayB.shape[0] + 1, 0))
    return calculate(arrayA, arrayB, bias)


# --- convolve -----------------------------------------------------------------------------------------------

convolve = Check(
    atol=1e-8,  # as for calculate
    aspects=[
        Aspect("values", 5, convolutions(size=(2, 3)).map(two), ko="값", cases=12),
        Aspect("size", 1, symmetric(size=(2, 3)).map(two), ko="크기", cases=6),
        Aspect("non-square", 1, oblong_convolutions().map(two), ko="정사각형이 아닐 때", cases=6),
        Aspect(
            "integer input", 1, symmetric(**NOT_WHOLE).map(two).map(halved_filter), ko="정수 입력", cases=5, layout="F"
        ),
        Aspect(
            "input unchanged",
            1,
            convolutions(size=(2, 3), kinds=("mixed",)).map(two),
            ko="입력 보존",
            cases=4,
            judge="unchanged",
            after="values",
        ),
        Aspect("errors", 1, filters_too_large(), ko="오류 처리", cases=6, after="values"),
    ],
)


@convolve.mistake
def forgets_to_turn(convolve, arrayA, arrayB):
    """Is the filter turned before it slides?
    Yours slides as it is: that is the cross-correlation of the section before.
    - Use an image with a single 1 in its middle. Does the filter come out, or the filter upside down?
    - Turn it by 180 degrees: rows and columns.

    필터를 밀기 전에 돌렸나요?
    지금은 그대로 밀고 있어요. 그것은 앞 절의 교차 상관이에요.
    - 가운데만 1인 이미지를 넣어 보세요. 필터가 나오나요, 거꾸로 된 필터가 나오나요?
    - 행과 열을 모두 뒤집어 180도 돌리세요.
    """
    return convolve(arrayA, arrayB[::-1, ::-1])


@convolve.mistake
def turns_the_rows_only(convolve, arrayA, arrayB):
    """Is the filter turned in both directions?
    It is upside down, but not left to right: [::-1] turns only the first axis.
    - Try the filter [[10, 1]] on the row [[1, 2, 3]]: 21 32 should come out.
    - How is the second axis turned?

    필터를 두 방향 모두 뒤집었나요?
    위아래는 뒤집었지만 좌우는 그대로예요. [::-1]은 첫 번째 축만 뒤집어요.
    - [[1, 2, 3]]에 필터 [[10, 1]]을 써 보세요. 21 32가 나와야 해요.
    - 두 번째 축은 어떻게 뒤집을까요?
    """
    return convolve(arrayA, arrayB[:, ::-1])


@convolve.mistake
def turns_the_columns_only(convolve, arrayA, arrayB):
    """Is the filter turned in both directions?
    It is mirrored left to right, but not upside down.
    - Try a filter of two rows and one column.
    - How is the first axis turned?

    필터를 두 방향 모두 뒤집었나요?
    좌우는 뒤집었지만 위아래는 그대로예요.
    - 행이 두 개, 열이 한 개인 필터를 넣어 보세요.
    - 첫 번째 축은 어떻게 뒤집을까요?
    """
    return convolve(arrayA, arrayB[::-1])


@convolve.mistake
def transposes_instead(convolve, arrayA, arrayB):
    """Did you transpose the filter?
    .T exchanges rows and columns. Turning by 180 degrees is something else.
    - Write down [[1, 2], [3, 4]] turned by 180 degrees, and its transpose.
    - Where does the upper left cell go?

    필터를 전치했나요?
    .T는 행과 열을 맞바꿔요. 180도 돌리는 것과는 달라요.
    - [[1, 2], [3, 4]]를 180도 돌린 것과 전치한 것을 적어 보세요.
    - 왼쪽 위 칸은 어디로 가나요?
    """
    return convolve(arrayA, arrayB.T[::-1, ::-1])


@convolve.mistake
def quarter_turn(convolve, arrayA, arrayB):
    """By how much did you turn the filter?
    np.rot90 turns by 90 degrees.
    - Where does the upper left cell go in a turn by 180 degrees?
    - How many quarter turns make half a turn?

    필터를 몇 도 돌렸나요?
    np.rot90은 90도를 돌려요.
    - 180도 돌리면 왼쪽 위 칸은 어디로 가나요?
    - 90도를 몇 번 돌려야 180도가 되나요?
    """
    return convolve(arrayA, np.rot90(arrayB)[::-1, ::-1])


@convolve.mistake
def turns_the_image(convolve, arrayA, arrayB):
    """Did you turn the image instead of the filter?
    Then all sums are right, but they lie in the result upside down.
    - Use an image with a single 1 near a corner.
    - Turn the smaller of the two arrays.

    필터가 아니라 이미지를 돌렸나요?
    그러면 합은 모두 맞지만 결과가 거꾸로 놓여요.
    - 모서리 근처만 1인 이미지를 넣어 보세요.
    - 두 배열 가운데 작은 쪽을 돌려야 해요.
    """
    return convolve(arrayA, arrayB)[::-1, ::-1]


@convolve.mistake
def result_of_full_size(convolve, arrayA, arrayB):
    """Is your result larger than the image?
    You count places where only a part of the filter lies on the image. Only whole ones count here.
    - Print the shape for a 3x3 image and a 2x2 filter.
    - Look for padding, or for mode="full", which is the default of some libraries.

    결과가 이미지보다 큰가요?
    필터의 일부만 이미지에 걸친 자리까지 세었어요. 여기에서는 전체가 걸친 자리만 세어요.
    - 3x3 이미지와 2x2 필터를 넣고 모양을 출력해 보세요.
    - 패딩이나 mode="full"을 찾아보세요. 이것이 기본값인 라이브러리도 있어요.
    """
    fh, fw = arrayB.shape
    return convolve(np.pad(arrayA, ((fh - 1, fh - 1), (fw - 1, fw - 1))), arrayB)


@convolve.mistake
def result_of_the_images_size(convolve, arrayA, arrayB):
    """Is your result as large as the image?
    You assume zeros outside. Only places where the whole filter lies on the image count here.
    - Print the shape for a 4x4 image and a 3x3 filter.
    - Look for padding, or for mode="same".

    결과가 이미지와 같은 크기인가요?
    바깥을 0으로 보았어요. 여기에서는 필터 전체가 이미지 위에 있는 자리만 세어요.
    - 4x4 이미지와 3x3 필터를 넣고 모양을 출력해 보세요.
    - 패딩이나 mode="same"을 찾아보세요.
    """
    (h, w), (fh, fw) = arrayA.shape, arrayB.shape
    top, left = (fh - 1) // 2, (fw - 1) // 2
    return result_of_full_size(convolve, arrayA, arrayB)[top : top + h, left : left + w]


@convolve.mistake
def convolution_of_integers(convolve, arrayA, arrayB):
    """Are the sums cut to whole numbers?
    For an image of integers your output is an array of integers.
    - Use an image of integers and the filter [[0.5]].
    - Look at the dtype with which the output array is made.

    합이 정수로 잘리나요?
    정수 이미지가 들어오면 출력도 정수 배열이에요.
    - 정수 이미지에 필터 [[0.5]]를 써 보세요.
    - 출력 배열을 만들 때의 dtype을 살펴보세요.
    """
    return convolve(arrayA, arrayB).astype(arrayA.dtype)


@convolve.mistake
def turns_the_filter_in_place(convolve, arrayA, arrayB):
    """Is the filter different after the call?
    You write the turned filter into `arrayB`. When it is used again, it is the wrong way round.
    - Print arrayB before and after the call.
    - Give the turned filter a name of its own.

    함수를 부르고 나면 필터가 달라지나요?
    돌린 필터를 `arrayB`에 써넣었어요. 다시 쓸 때는 거꾸로예요.
    - 함수를 부르기 전과 후에 arrayB를 출력해 보세요.
    - 돌린 필터에 새 이름을 붙이세요.
    """
    out = convolve(arrayA, arrayB)
    arrayB[:] = arrayB[::-1, ::-1].copy()
    return out


@convolve.mistake
def convolves_with_a_filter_too_large(convolve, arrayA, arrayB):
    """What happens when the filter is larger than the image?
    There is no place for it: that is a ValueError, not an empty array.
    - Call it with a 2x2 image and a 3x3 filter.
    - Does your calculate raise it, and do you call it?

    필터가 이미지보다 크면 어떻게 되나요?
    놓을 자리가 없어요. 빈 배열이 아니라 ValueError여야 해요.
    - 2x2 이미지와 3x3 필터로 불러 보세요.
    - calculate가 이 오류를 내나요? 그리고 그 calculate를 부르고 있나요?
    """
    sides = [max(0, a - b + 1) for a, b in zip(arrayA.shape, arrayB.shape, strict=True)]
    return convolve(arrayA, arrayB) if min(sides) > 0 else np.zeros(sides)


# --- horizontal_difference ----------------------------------------------------------------------------------


@st.composite
def rows(draw, height=(1, 3), width=(2, 5), how="both", dtype=np.float64):
    """An image whose rows get brighter to the right ("rising"), darker ("falling"), or do both."""
    h, w = draw(some(*height)), draw(some(*width))
    steps = 1 + (np.arange(h * w).reshape(h, w) * 5 + draw(st.integers(0, 6))) % 9
    if how == "both":
        image = (np.cumsum(steps, axis=1) * 31 + 60 * np.arange(h)[:, None]) % 256
    else:
        image = np.cumsum(steps, axis=1) + 10 * np.arange(h)[:, None]
    return (image[:, ::-1] if how == "falling" else image).astype(dtype)


horizontal_difference = Check(
    atol=1e-8,
    aspects=[
        Aspect("rising", 3, of(rows(how="rising")), ko="밝아질 때", cases=6),
        Aspect("falling", 3, of(rows(how="falling")), ko="어두워질 때", cases=6),
        Aspect("bytes", 2, of(rows(width=(3, 6), dtype=np.uint8)), ko="바이트", cases=5, layout="strided"),
        Aspect("together", 1, of(rows(height=(2, 4))), ko="한꺼번에", cases=5, layout="F"),
        Aspect("input unchanged", 1, of(rows()), ko="입력 보존", cases=3, judge="unchanged", after="rising"),
    ],
)


@horizontal_difference.mistake
def sign(horizontal_difference, image):
    """On a step from dark to bright, should the edge be positive or negative?
    You subtract the right pixel from the left one. It is the other way round.
    - What should come out for [[0, 100]]?
    - Which of the two pixels meets the -1 of the filter?

    어두운 곳에서 밝은 곳으로 바뀌면 경계는 양수일까요, 음수일까요?
    지금은 왼쪽 픽셀에서 오른쪽 픽셀을 뺐어요. 반대로 해야 해요.
    - [[0, 100]]을 넣으면 무엇이 나와야 할까요?
    - 두 픽셀 가운데 필터의 -1과 만나는 것은 어느 쪽인가요?
    """
    return -horizontal_difference(image)


@horizontal_difference.mistake
def vertical_axis(horizontal_difference, image):
    """In which direction do you subtract?
    You compare each pixel with the one below it.
    - What should come out for a single row of pixels?
    - Along which axis does a column number grow?

    어느 방향으로 빼고 있나요?
    지금은 픽셀을 바로 아래 픽셀과 비교해요.
    - 픽셀이 한 행뿐이면 무엇이 나와야 할까요?
    - 열 번호는 어느 축을 따라 커지나요?
    """
    return np.diff(np.asarray(image, float), axis=0)


@horizontal_difference.mistake
def takes_the_absolute_value(horizontal_difference, image):
    """Where is the sign?
    You return how strong the edge is, but not in which direction it goes.
    - What should come out for [[100, 0]]?
    - Keep what the subtraction gives.

    부호는 어디로 갔나요?
    지금은 경계가 얼마나 센지만 있고, 어느 방향인지가 없어요.
    - [[100, 0]]을 넣으면 무엇이 나와야 할까요?
    - 뺄셈의 결과를 그대로 두세요.
    """
    return np.abs(horizontal_difference(image))


@horizontal_difference.mistake
def drops_the_falling_edges(horizontal_difference, image):
    """What happens where it gets darker?
    You return 0 there. Such an edge is as real as the other kind, with a minus.
    - What should come out for [[100, 0]]?
    - Look for maximum, clip or a relu.

    어두워지는 곳에서는 어떻게 되나요?
    지금은 0을 반환해요. 그런 경계도 똑같은 경계이고, 부호만 음수예요.
    - [[100, 0]]을 넣으면 무엇이 나와야 할까요?
    - maximum, clip, relu 가 있는 곳을 찾아보세요.
    """
    return np.maximum(horizontal_difference(image), 0)


@horizontal_difference.mistake
def zero_in_the_last_column(horizontal_difference, image):
    """How many neighbours to the right does the last pixel have?
    Your result has W columns, the last of them 0. There are only W - 1 pairs.
    - How many numbers come out for [[0, 100]]?
    - A window of 2 cannot begin in the last column.

    마지막 픽셀의 오른쪽에는 이웃이 몇 개 있나요?
    결과가 W열이고 마지막 열이 0이에요. 쌍은 W - 1개뿐이에요.
    - [[0, 100]]을 넣으면 숫자가 몇 개 나오나요?
    - 너비 2인 창은 마지막 열에서 시작할 수 없어요.
    """
    return np.pad(horizontal_difference(image), ((0, 0), (0, 1)))


@horizontal_difference.mistake
def zero_in_the_first_column(horizontal_difference, image):
    """Does your result begin with a column of zeros?
    It has W columns. There are only W - 1 pairs of neighbours.
    - How many numbers come out for [[0, 100]]?
    - Column 0 of the result belongs to the pixels 0 and 1.

    결과가 0으로 된 열로 시작하나요?
    결과가 W열이에요. 이웃한 쌍은 W - 1개뿐이에요.
    - [[0, 100]]을 넣으면 숫자가 몇 개 나오나요?
    - 결과의 0번 열은 0번과 1번 픽셀의 것이에요.
    """
    return np.pad(horizontal_difference(image), ((0, 0), (1, 0)))


@horizontal_difference.mistake
def wraps_around(horizontal_difference, image):
    """Is the last pixel compared with the first?
    The row goes round in a circle: np.roll brings the first pixel to the end.
    - How many numbers come out for [[0, 100]]?
    - Leave out the pair that is no pair of neighbours.

    마지막 픽셀을 첫 픽셀과 비교했나요?
    행이 원처럼 이어져 있어요. np.roll은 첫 픽셀을 맨 뒤로 보내요.
    - [[0, 100]]을 넣으면 숫자가 몇 개 나오나요?
    - 이웃이 아닌 쌍은 빼야 해요.
    """
    image = np.asarray(image, float)
    return np.roll(image, -1, axis=1) - image


@horizontal_difference.mistake
def bytes_wrap_around(horizontal_difference, image):
    """What is 0 - 100 in unsigned bytes?
    You subtract bytes from bytes. Below 0 they go on at 255, so 0 - 100 is 156.
    - Print the result for np.array([[100, 0]], np.uint8).
    - Turn the image into real numbers before you subtract.

    부호 없는 바이트에서 0 - 100은 얼마인가요?
    바이트에서 바이트를 빼고 있어요. 0보다 작아지면 255로 넘어가서 0 - 100은 156이 돼요.
    - np.array([[100, 0]], np.uint8)을 넣고 결과를 출력해 보세요.
    - 빼기 전에 이미지를 실수로 바꾸세요.
    """
    return image[:, 1:] - image[:, :-1]


@horizontal_difference.mistake
def over_two_columns(horizontal_difference, image):
    """How far apart are the two pixels?
    You subtract neighbours of neighbours: that is the filter [-1, 0, 1].
    - How many columns does your result have?
    - Each pixel is compared with the very next one.

    두 픽셀은 얼마나 떨어져 있나요?
    이웃의 이웃을 빼고 있어요. 그것은 필터 [-1, 0, 1]이에요.
    - 결과는 몇 열인가요?
    - 픽셀마다 바로 다음 픽셀과 비교해야 해요.
    """
    image = np.asarray(image, float)
    return image[:, 2:] - image[:, :-2]


@horizontal_difference.mistake
def slope_by_gradient(horizontal_difference, image):
    """Are your edges half as strong and twice as wide?
    np.gradient takes the mean of the differences on both sides.
    - A step from 0 to 100 should give one spike of 100.
    - Subtract each pixel from the next, and nothing else.

    경계가 절반으로 약해지고 두 배로 넓어졌나요?
    np.gradient는 양쪽 차이의 평균을 구해요.
    - 0에서 100으로 바뀌는 곳에서는 100 하나가 나와야 해요.
    - 다음 픽셀에서 그 픽셀을 빼기만 하면 돼요.
    """
    return np.gradient(np.asarray(image, float), axis=1)


@horizontal_difference.mistake
def adds_the_neighbours(horizontal_difference, image):
    """Are the neighbours added?
    On an even image 0 should come out, and yours gives twice the brightness.
    - What should come out for [[5, 5]]?
    - One of the two numbers of the filter is negative.

    이웃을 더했나요?
    밝기가 고르면 0이 나와야 하는데 밝기의 두 배가 나와요.
    - [[5, 5]]를 넣으면 무엇이 나와야 할까요?
    - 필터의 두 숫자 가운데 하나는 음수예요.
    """
    image = np.asarray(image, float)
    return image[:, 1:] + image[:, :-1]


@horizontal_difference.mistake
def one_row_for_all(horizontal_difference, image):
    """Are the rows still apart?
    You flatten the image, so the end of one row meets the beginning of the next.
    - Print the shape of your result for an image of 2 rows.
    - np.diff has an argument axis, and filters have two.

    행이 따로 남아 있나요?
    이미지를 한 줄로 펼쳐서, 한 행의 끝이 다음 행의 처음과 만나요.
    - 행이 2개인 이미지를 넣고 결과의 모양을 출력해 보세요.
    - 축이 두 개라는 것을 잊지 마세요.
    """
    return np.diff(np.asarray(image, float).ravel())


@horizontal_difference.mistake
def subtracts_in_place(horizontal_difference, image):
    """Is the image different after the call?
    `image` belongs to whoever called you.
    - Print image before and after the call.
    - Look for -= or image[...] = ...

    함수를 부르고 나면 image가 달라지나요?
    `image`는 함수를 부른 쪽의 것이에요.
    - 함수를 부르기 전과 후에 image를 출력해 보세요.
    - -= 나 image[...] = ... 같은 줄을 찾아보세요.
    """
    out = horizontal_difference(image)
    image[:, 1:] = out
    return out


# --- interaction_counts -------------------------------------------------------------------------------------

LAYERS = st.tuples(st.integers(7, 40), st.integers(3, 35), st.integers(2, 6))  # M, N and K; all rules differ
PHOTOGRAPH = st.sampled_from([(89_600, 89_320, 2), (76_800, 76_160, 9), (100_000, 99_000, 25)])

interaction_counts = Check(
    atol=0,  # whole numbers
    aspects=[
        Aspect("fully connected", 2, LAYERS, ko="완전연결", cases=5, part=(0,)),
        Aspect("filter", 3, LAYERS, ko="필터", cases=6, part=(1,)),
        Aspect("large numbers", 1, PHOTOGRAPH, ko="큰 수", cases=3, judge="kind"),
    ],
)


@interaction_counts.mistake
def filter_first(interaction_counts, n_in, n_out, k):
    """Which of the two numbers comes first?
    They are the right ones in the wrong order: (mlp, cnn).
    - Which of the two should be the larger?
    - Look at your last line.

    두 수 가운데 어느 것이 먼저인가요?
    값은 맞지만 순서가 바뀌었어요. (mlp, cnn) 순서예요.
    - 두 수 가운데 어느 쪽이 더 커야 할까요?
    - 마지막 줄을 살펴보세요.
    """
    mlp, cnn = interaction_counts(n_in, n_out, k)
    return cnn, mlp


@interaction_counts.mistake
def counts_shared_weights_once(interaction_counts, n_in, n_out, k):
    """Connections or weights?
    You return K, the number of weights to learn. Each of them is used once for every output.
    - Count the coloured lines in the picture.
    - How many outputs are there, and how many lines arrive at each?

    연결 수인가요, 가중치 수인가요?
    지금은 학습할 가중치의 수 K를 반환해요. 가중치는 출력마다 한 번씩 쓰여요.
    - 그림에서 색이 있는 선을 세어 보세요.
    - 출력은 몇 개이고, 출력 하나에 선이 몇 개 들어오나요?
    """
    return n_in * n_out, k


@interaction_counts.mistake
def counts_from_the_inputs(interaction_counts, n_in, n_out, k):
    """From which side do you count?
    You multiply K by the inputs. K is the number of inputs that each output sees.
    - In the picture the inputs at both ends have a single line.
    - Count the lines that arrive at the outputs.

    어느 쪽에서 세었나요?
    지금은 K에 입력의 수를 곱했어요. K는 출력 하나가 보는 입력의 수예요.
    - 그림에서 양 끝의 입력에는 선이 하나뿐이에요.
    - 출력에 들어오는 선을 세어 보세요.
    """
    return n_in * n_out, n_in * k


@interaction_counts.mistake
def filter_with_all_inputs(interaction_counts, n_in, n_out, k):
    """Does each output of the filter see every input?
    You multiply all three numbers. Then a filter would cost more than a full connection.
    - How many inputs does one output of the filter see?
    - Which of the three numbers belongs to the full connection only?

    필터의 출력 하나가 모든 입력을 보나요?
    지금은 세 수를 모두 곱했어요. 그러면 필터가 완전연결보다 비싸져요.
    - 필터의 출력 하나는 입력을 몇 개 보나요?
    - 세 수 가운데 완전연결에만 쓰이는 것은 어느 것인가요?
    """
    return n_in * n_out, n_in * n_out * k


@interaction_counts.mistake
def k_is_a_side(interaction_counts, n_in, n_out, k):
    """Did you square K?
    K is already the number of inputs in the window: 9 for a 3x3 filter.
    - Count the lines at one output in the picture, where K is 2.
    - Look for ** 2 or k * k.

    K를 제곱했나요?
    K는 이미 창에 들어 있는 입력의 수예요. 3x3 필터라면 9예요.
    - K가 2인 그림에서 출력 하나에 들어오는 선을 세어 보세요.
    - ** 2 나 k * k 가 있는 곳을 찾아보세요.
    """
    return n_in * n_out, n_out * k * k


@interaction_counts.mistake
def counts_the_biases(interaction_counts, n_in, n_out, k):
    """Are the biases counted as well?
    A bias meets no input, so it is no connection.
    - How many lines are in the picture on the left: 30 or 35?
    - Look for + 1 or + n_out.

    편향까지 세었나요?
    편향은 입력과 만나지 않으니 연결이 아니에요.
    - 왼쪽 그림의 선은 30개인가요, 35개인가요?
    - + 1 이나 + n_out 이 있는 곳을 찾아보세요.
    """
    return (n_in + 1) * n_out, n_out * (k + 1)


@interaction_counts.mistake
def adds_inputs_and_outputs(interaction_counts, n_in, n_out, k):
    """Do you add where you should multiply?
    Each input is joined with each output.
    - With 6 inputs and 5 outputs: how many lines start at the first input?
    - Compare + and * in your formulas.

    곱해야 할 곳에서 더하지 않았나요?
    입력 하나하나가 모든 출력과 이어져요.
    - 입력 6개, 출력 5개일 때 첫 입력에서 선이 몇 개 나가나요?
    - 식에서 +와 *를 살펴보세요.
    """
    return n_in + n_out, n_out + k


@interaction_counts.mistake
def as_floats(interaction_counts, n_in, n_out, k):
    """Are the counts real numbers?
    The values are right, but a number of connections is an int.
    - Print the type of both numbers.
    - Look for `/`, float or 1e3.

    연결 수가 실수인가요?
    값은 맞지만 연결의 수는 정수예요.
    - 두 수의 타입을 출력해 보세요.
    - `/`, float, 1e3 이 있는 곳을 찾아보세요.
    """
    mlp, cnn = interaction_counts(n_in, n_out, k)
    return float(mlp), float(cnn)


@interaction_counts.mistake
def overflows_in_32_bits(interaction_counts, n_in, n_out, k):
    """Does 8,003,072,000 fit into 32 bits?
    Small numbers are right and large ones are not: 32 bits end at about two billion.
    - Try interaction_counts(320 * 280, 319 * 280, 2).
    - Python's own integers have no limit. Where do you make NumPy integers?

    8,003,072,000은 32비트에 들어갈까요?
    작은 수는 맞지만 큰 수는 틀려요. 32비트는 20억쯤에서 끝나요.
    - interaction_counts(320 * 280, 319 * 280, 2)를 불러 보세요.
    - 파이썬의 정수에는 한계가 없어요. 어디에서 NumPy 정수를 만드나요?
    """
    mlp, cnn = interaction_counts(n_in, n_out, k)
    return (mlp + 2**31) % 2**32 - 2**31, (cnn + 2**31) % 2**32 - 2**31


# --- learn_kernel -------------------------------------------------------------------------------------------

# Grading must not depend on how the error is scaled (sum, mean, half of either), where the search begins, or
# whether it goes on with momentum. So the images leave only one valley, about as steep in all directions: with
# lr = 0.75 / (largest eigenvalue of the windows' X'X), the steepest common rule (2 X'd) shrinks the error by 0.5
# in that direction, and the gentlest (X'd / n, n up to 9 windows) still by 3 in 100 with each step everywhere.
STEEPEST = 1.5  # largest ratio of the windows' singular values


@functools.cache
def clear_images(kernel_shape, out_shape):
    """Images of -2, 0 and 2 from which a filter of this shape can be learned well, and the learning rate of each.

    With 2 instead of 1 the mean error, too, runs away from one who leaves the learning rate out.
    """
    sides = tuple(a + b - 1 for a, b in zip(kernel_shape, out_shape, strict=True))
    found = []
    for n in range(400):
        image = 2.0 * np.random.default_rng(n).integers(-1, 2, sides)
        windows = np.lib.stride_tricks.sliding_window_view(image, kernel_shape).reshape(math.prod(out_shape), -1)
        values = np.linalg.svd(windows, compute_uv=False)
        if len(values) == windows.shape[1] and values[-1] > 0 and values[0] / values[-1] <= STEEPEST:
            found.append((image, math.floor(7500 / values[0] ** 2) / 10_000))
    return sorted(found, key=lambda one: np.abs(one[0]).sum())[:12]


@st.composite
def riddles(draw, shapes=((2, 2),), kind="any"):
    """Arguments (x, y, kernel_shape, steps, lr); the hidden filter holds halves, none of them 0 or a whole number.

    The kind "mirrored" hides filters that look the same when they are turned or transposed.
    """
    shape = draw(st.sampled_from(shapes))
    image, lr = draw(st.sampled_from(clear_images(shape, (3, 3) if shape == (2, 2) else (2, 3))))
    if kind == "mirrored":
        kernel = np.full(shape, draw(st.sampled_from([-0.5, 0.5])))
        kernel[0, 0] = kernel[-1, -1] = kernel[0, 0] + draw(st.sampled_from([-1, 1]))
    else:
        n = np.arange(math.prod(shape)).reshape(shape)
        kernel = (n * draw(st.sampled_from([1, 3])) + draw(st.integers(0, 3))) % 4 - 1.5
    windows = np.lib.stride_tricks.sliding_window_view(image, shape)
    return image, (windows * kernel).sum(axis=(2, 3)), shape, draw(st.sampled_from([150, 200])), lr


ARRIVED = (
    0.1  # after 150 steps the gentlest rule is within 0.01, Adam within 0.06; right filters differ by 0.5 at least
)

learn_kernel = Check(
    atol=0.04,  # with up to three numbers to find even Adam is within 0.002
    aspects=[
        Aspect("one number", 2, riddles(shapes=((1, 1),)), ko="숫자 하나", cases=4),
        Aspect("mirrored", 4, riddles(kind="mirrored"), ko="대칭 필터", cases=4, atol=ARRIVED),
        Aspect("values", 5, riddles(), ko="값", cases=5, atol=ARRIVED),
        Aspect("non-square", 2, riddles(shapes=((1, 2), (2, 1), (1, 3), (3, 1))), ko="정사각형이 아닐 때", cases=6),
        Aspect("input unchanged", 1, riddles(), ko="입력 보존", cases=3, judge="unchanged", after="values"),
    ],
)


@learn_kernel.mistake
def never_moves(learn_kernel, x, y, kernel_shape, steps, lr):
    """Did the filter learn anything?
    Zeros come back, as many as at the start.
    - Print the filter after each step.
    - Is the improved filter kept under the same name, so that the next step goes on from there?

    필터가 무언가를 배웠나요?
    처음과 똑같이 0만 나와요.
    - 한 걸음마다 필터를 출력해 보세요.
    - 고친 필터를 같은 이름에 담아서 다음 걸음에서 이어 쓰고 있나요?
    """
    return np.zeros(kernel_shape)


@learn_kernel.mistake
def takes_one_step(learn_kernel, x, y, kernel_shape, steps, lr):
    """How many steps did you take?
    After one step the filter is on its way, but not there.
    - Print something in your loop and count the lines.
    - Is `return` indented too far?

    몇 걸음을 갔나요?
    한 걸음이면 출발은 했지만 아직 도착하지 못했어요.
    - 반복문 안에서 무언가를 출력하고 줄 수를 세어 보세요.
    - `return`을 너무 많이 들여 쓰지 않았나요?
    """
    return learn_kernel(x, y, kernel_shape, 1, lr)


@learn_kernel.mistake
def climbs(learn_kernel, x, y, kernel_shape, steps, lr):
    """Does the error grow with each step?
    You walk along the gradient, uphill. The numbers become huge.
    - Print the error after each step.
    - The gradient points to where the error grows. Which way must the filter go?

    걸음마다 오차가 커지나요?
    기울기 방향으로, 곧 오르막으로 가고 있어요. 숫자가 어마어마하게 커져요.
    - 한 걸음마다 오차를 출력해 보세요.
    - 기울기는 오차가 커지는 쪽을 가리켜요. 필터는 어느 쪽으로 가야 할까요?
    """
    return learn_kernel(x, y, kernel_shape, steps, -lr)


@learn_kernel.mistake
def leaves_out_the_learning_rate(learn_kernel, x, y, kernel_shape, steps, lr):
    """How far does one step go?
    You subtract the whole gradient. Such a step jumps over the valley and lands higher up on the other side.
    - Print the error after each step.
    - Which argument does not appear in your function?

    한 걸음이 얼마나 큰가요?
    기울기를 통째로 빼고 있어요. 그러면 골짜기를 건너뛰어 맞은편 더 높은 곳에 닿아요.
    - 한 걸음마다 오차를 출력해 보세요.
    - 함수 안에 나오지 않는 인수는 어느 것인가요?
    """
    return learn_kernel(x, y, kernel_shape, steps, 1.0)


@learn_kernel.mistake
def learns_a_turned_filter(learn_kernel, x, y, kernel_shape, steps, lr):
    """Is your filter right, but upside down?
    You compare with a true convolution, which turns the filter. y was made by `calculate`, which does not.
    - Learn a filter with a single 1 in its corner. Where is the 1?
    - Which function computes what your filter makes of x?

    필터가 맞기는 한데 거꾸로인가요?
    필터를 돌리는 진짜 합성곱과 비교하고 있어요. y는 필터를 돌리지 않는 `calculate`로 만들었어요.
    - 모서리 한 칸만 1인 필터를 학습해 보세요. 1이 어디에 있나요?
    - 내 필터의 결과를 어느 함수로 계산하고 있나요?
    """
    return learn_kernel(x, y, kernel_shape, steps, lr)[::-1, ::-1]


@learn_kernel.mistake
def learns_the_transpose(learn_kernel, x, y, kernel_shape, steps, lr):
    """Have the rows and columns of your filter changed places?
    Row p, column q of the filter belongs to the pixel p below and q to the right.
    - Learn a filter with a single 1 in its upper right corner. Where is the 1?
    - Look for .T, or for a pair of indices in the wrong order.

    필터의 행과 열이 바뀌었나요?
    필터의 p행 q열은 아래로 p칸, 오른쪽으로 q칸 떨어진 픽셀의 것이에요.
    - 오른쪽 위 칸만 1인 필터를 학습해 보세요. 1이 어디에 있나요?
    - .T나 순서가 바뀐 인덱스 두 개를 찾아보세요.
    """
    return learn_kernel(x, y, kernel_shape, steps, lr).T


@learn_kernel.mistake
def last_window_only(learn_kernel, x, y, kernel_shape, steps, lr):
    """Do all windows have a say?
    Your gradient holds the last window alone: in the loop `=` replaces what the others said.
    - Does the error of all places become 0, or only that of the last?
    - The gradient is a sum over all windows.

    모든 창의 의견을 들었나요?
    기울기에 마지막 창만 들어 있어요. 반복문에서 `=`가 다른 창의 값을 지웠어요.
    - 모든 자리의 오차가 0이 되나요, 마지막 자리만 0이 되나요?
    - 기울기는 모든 창에 대한 합이에요.
    """
    (fh, fw) = kernel_shape
    return learn_kernel(x[-fh:, -fw:], y[-1:, -1:], kernel_shape, steps, lr)


@learn_kernel.mistake
def returns_the_picture(learn_kernel, x, y, kernel_shape, steps, lr):
    """Do you return the filter, or what it makes of the image?
    What comes back is (nearly) y. The question was by which filter it was made.
    - Print the shape of your result and compare it with kernel_shape.
    - Which variable holds the filter?

    필터를 반환하나요, 필터로 만든 이미지를 반환하나요?
    거의 y와 같은 것이 나와요. 구해야 하는 것은 y를 만든 필터예요.
    - 결과의 모양을 출력하고 kernel_shape와 비교해 보세요.
    - 필터는 어느 변수에 들어 있나요?
    """
    kernel = learn_kernel(x, y, kernel_shape, steps, lr)
    return (np.lib.stride_tricks.sliding_window_view(x, kernel_shape) * kernel).sum(axis=(2, 3))


@learn_kernel.mistake
def returns_a_flat_filter(learn_kernel, x, y, kernel_shape, steps, lr):
    """Is your filter a single row of numbers?
    The numbers are right. A filter has the shape kernel_shape.
    - Print the shape of your result.
    - One call brings it back into shape.

    필터가 한 줄로 펼쳐져 있나요?
    숫자는 맞아요. 필터의 모양은 kernel_shape여야 해요.
    - 결과의 모양을 출력해 보세요.
    - 함수를 한 번 부르면 원래 모양으로 돌아와요.
    """
    return learn_kernel(x, y, kernel_shape, steps, lr).ravel()


@learn_kernel.mistake
def rounds_the_filter(learn_kernel, x, y, kernel_shape, steps, lr):
    """Must the numbers of a filter be whole?
    You round them, or your filter is an array of integers. Filters hold real numbers, such as 0.5.
    - Learn the filter [[0.5]].
    - Look for round, int or dtype=int.

    필터의 숫자가 꼭 정수여야 할까요?
    반올림했거나 필터가 정수 배열이에요. 필터에는 0.5 같은 실수가 들어가요.
    - 필터 [[0.5]]를 학습해 보세요.
    - round, int, dtype=int 가 있는 곳을 찾아보세요.
    """
    return np.round(learn_kernel(x, y, kernel_shape, steps, lr))


@learn_kernel.mistake
def doubles_the_filter(learn_kernel, x, y, kernel_shape, steps, lr):
    """Is each number of your filter twice or half of what it should be?
    Somewhere the difference compares y with a part of what the filter makes.
    - With the filter you found, what is calculate(x, kernel)? Is it y?
    - The factor 2 belongs to the gradient, not to the difference.

    필터의 숫자가 모두 두 배이거나 절반인가요?
    차이를 구할 때 필터 결과의 일부만 y와 비교하고 있어요.
    - 찾아낸 필터로 calculate(x, kernel)을 구해 보세요. y와 같은가요?
    - 2를 곱하는 곳은 차이가 아니라 기울기예요.
    """
    return 2 * learn_kernel(x, y, kernel_shape, steps, lr)


@learn_kernel.mistake
def works_in_the_image(learn_kernel, x, y, kernel_shape, steps, lr):
    """Is x or y different after the call?
    Both belong to whoever called you.
    - Print y before and after the call.
    - Look for -= on something that is x or y.

    함수를 부르고 나면 x나 y가 달라지나요?
    둘 다 함수를 부른 쪽의 것이에요.
    - 함수를 부르기 전과 후에 y를 출력해 보세요.
    - x나 y에 -= 를 쓰는 곳을 찾아보세요.
    """
    kernel = learn_kernel(x, y, kernel_shape, steps, lr)
    y -= 1
    return kernel
