"""How a14_plate_reader is graded, and the mistakes we can name.

Parts are graded with small drawn arrays, the whole with drawn streets. Characters are
classified by their distance to the plates' own bitmaps, a linear classifier: no case depends on anybody's training.
"""

from pathlib import Path

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from autograder.lessons import Lesson, definitions
from autograder.rubric import Aspect, Check
from cnnkit.plates import plate as drawn_plate
from cnnkit.plates import plates

ANSWERS = definitions(Lesson("a14_plate_reader", Path(__file__).parent))  # of which wrong ones are made
WHITE, BLACK, ALPHABET = ANSWERS["WHITE"], ANSWERS["BLACK"], ANSWERS["ALPHABET"]


# --- stroke_map -----------------------------------------------------------------------------------------------------

INKS = ((255, 250, 240), (10, 20, 60))  # white and black
COLOURS = (*INKS, (255, 0, 0), (128, 128, 128), (250, 250, 120), (20, 20, 140), (180, 180, 180), (85, 85, 85))
BESIDE = (*INKS, (200, 180, 255), (0, 85, 40), (179, 255, 255), (86, 0, 0))  # at the thresholds, and beside them


@st.composite
def streets_of_pixels(draw, high=(1, 3), wide=(3, 7), colours=INKS, window=None, stride=(1, 1)):
    """Arguments (image, pool_h, pool_w, stride) whose window fits; None is a window over the whole row."""
    h, w = draw(st.integers(*high)), draw(st.integers(*wide))
    kinds = draw(st.lists(st.integers(0, len(colours) - 1), min_size=h * w, max_size=h * w))
    image = np.array(colours, np.uint8)[np.array(kinds).reshape(h, w)]
    ph, pw = (1, w - 1) if window is None else (draw(st.integers(1, min(h, window))), draw(st.integers(1, w - 2)))
    return image, ph, pw, draw(st.integers(*stride))


stroke_map = Check(
    aspects=[
        Aspect("values", 3, streets_of_pixels(window=1), ko="값", cases=10),
        Aspect("colours", 2, streets_of_pixels(colours=COLOURS), ko="색", cases=10),
        Aspect("thresholds", 1, streets_of_pixels(colours=BESIDE), ko="문턱값", cases=8),
        Aspect("windows", 1, streets_of_pixels(high=(2, 4), window=3), ko="창", cases=8),
        Aspect(
            "default arguments",
            1,
            streets_of_pixels(high=(2, 3), window=2).map(lambda args: args[:3]),
            ko="기본값",
            cases=4,
        ),
        Aspect(
            "stride", 1, streets_of_pixels(high=(3, 6), wide=(5, 9), window=2, stride=(2, 3)), ko="스트라이드", cases=8
        ),
        Aspect("input unchanged", 1, streets_of_pixels(), ko="입력 보존", cases=3, judge="unchanged", after="values"),
    ],
)


def tones(image):
    return (image.min(axis=2) >= WHITE) * 1.0 - (image.max(axis=2) <= BLACK)


def pooled(strokes, pool_h, pool_w, stride):
    windows = np.lib.stride_tricks.sliding_window_view(strokes * 1.0, (pool_h, pool_w))
    return windows[::stride, ::stride].mean(axis=(2, 3))


@stroke_map.mistake
def judges_the_mean_colour(stroke_map, image, pool_h, pool_w, stride=1):
    """Is bright yellow white?
    You look at the mean of the three colours. Yellow is bright, but its blue is low: it is no white.
    - Try a row of white, yellow and black.
    - White means that every one of the three is high. Which of the three decides?

    밝은 노란색은 흰색인가요?
    세 색의 평균을 봤어요. 노란색은 밝지만 파랑이 낮아서 흰색이 아니에요.
    - 흰색, 노란색, 검은색 픽셀을 나란히 놓아 보세요.
    - 흰색은 세 색이 모두 높아요. 셋 중 어느 것이 결정하나요?
    """
    mean = image.mean(axis=2)
    tone = (mean >= WHITE) * 1.0 - (mean <= BLACK)
    return pooled(np.abs(np.diff(tone, axis=1)) == 2, pool_h, pool_w, stride)


@stroke_map.mistake
def counts_one_direction(stroke_map, image, pool_h, pool_w, stride=1):
    """Is the right side of a stroke an edge too?
    Only one of the two changes is counted: white to black, or black to white.
    - A stroke of one black pixel on white has two edges.
    - The sign of the difference says which way it goes. Does it matter here?

    획의 오른쪽 끝도 경계 아닌가요?
    흰색에서 검은색으로, 또는 그 반대로 바뀌는 것 중 하나만 셌어요.
    - 흰 바탕에 검은 픽셀이 하나 있으면 경계는 두 개예요.
    - 차이의 부호는 방향을 알려 줘요. 여기서 방향이 중요한가요?
    """
    return pooled(np.diff(tones(image), axis=1) == -2, pool_h, pool_w, stride)


@stroke_map.mistake
def counts_every_change(stroke_map, image, pool_h, pool_w, stride=1):
    """Does white beside red count as a stroke?
    Every change of the tone is counted, also that from white or black to a colour.
    - The tone of red is 0. By how much does it differ from white?
    - Black beside white differs by 2.

    흰색 옆의 빨간색도 획인가요?
    톤이 조금이라도 바뀌면 모두 셌어요. 흰색이나 검은색에서 다른 색으로 바뀌는 것까지요.
    - 빨간색의 톤은 0이에요. 흰색과 얼마나 다른가요?
    - 검은색과 흰색은 2만큼 달라요.
    """
    return pooled(np.diff(tones(image), axis=1) != 0, pool_h, pool_w, stride)


@stroke_map.mistake
def looks_down(stroke_map, image, pool_h, pool_w, stride=1):
    """Along which axis do neighbours lie?
    You compare each pixel with the one below it. In a row they stand side by side.
    - A row of the image is axis 1 of (H, W).
    - The map of strokes is one column narrower than the image, not one row shorter.

    이웃한 픽셀은 어느 축에 있나요?
    픽셀을 아래쪽 픽셀과 비교했어요. 같은 행의 이웃은 옆에 있어요.
    - (H, W)에서 한 행을 따라가는 축은 1번이에요.
    - 획의 맵은 이미지보다 한 열 좁아요. 한 행 짧은 것이 아니에요.
    """
    down = np.abs(np.diff(tones(image), axis=0)) == 2
    down = np.pad(down, ((0, 1), (0, 0)))[:, :-1]  # as large as the right map, so that windows fit
    return pooled(down, pool_h, pool_w, stride)


@stroke_map.mistake
def counts_instead_of_shares(stroke_map, image, pool_h, pool_w, stride=1):
    """How many strokes, or how dense?
    The numbers are sums over the window. A share lies between 0 and 1.
    - Your answer is larger by the number of places in a window.
    - A mean is a sum divided by how many there are.

    획의 개수인가요, 밀도인가요?
    창 안의 합을 돌려줬어요. 비율은 0과 1 사이예요.
    - 답이 창의 칸 수만큼 커요.
    - 평균은 합을 개수로 나눈 값이에요.
    """
    return stroke_map(image, pool_h, pool_w, stride) * (pool_h * pool_w)


@stroke_map.mistake
def ignores_the_stride(stroke_map, image, pool_h, pool_w, stride=1):
    """How far is it from one window to the next?
    Your windows lie one pixel apart, whatever `stride` is.
    - With stride 2 every second window is left out, in both directions.
    - `avg_pool` takes a stride.

    창과 창은 얼마나 떨어져 있나요?
    `stride`가 얼마든 창을 한 픽셀씩 옮겼어요.
    - stride가 2면 두 방향 모두 창을 하나씩 걸러요.
    - `avg_pool`에도 stride가 있어요.
    """
    return stroke_map(image, pool_h, pool_w, 1)


@stroke_map.mistake
def leaves_colours_out(stroke_map, image, pool_h, pool_w, stride=1):
    """Is one colour enough to be white?
    A pixel counts as white if any of its colours is high, and as black if any is low.
    - Red has one high and two low colours. Which tone has it?
    - All three must be high, so the lowest one decides.

    한 색만 높아도 흰색인가요?
    세 색 중 하나만 높아도 흰색, 하나만 낮아도 검은색으로 봤어요.
    - 빨간색은 하나가 높고 둘이 낮아요. 톤은 얼마인가요?
    - 세 색이 모두 높아야 하니, 가장 낮은 색이 결정해요.
    """
    tone = (image.max(axis=2) >= WHITE) * 1.0 - (image.min(axis=2) <= BLACK)
    return pooled(np.abs(np.diff(tone, axis=1)) == 2, pool_h, pool_w, stride)


@stroke_map.mistake
def leaves_the_threshold_out(stroke_map, image, pool_h, pool_w, stride=1):
    """What is a pixel of exactly 180, or of exactly 85?
    `WHITE` and `BLACK` themselves do not count in your code.
    - At least 180 is white, at most 85 is black.
    - Compare `>` with `>=`.

    정확히 180이거나 정확히 85인 픽셀은 무엇인가요?
    `WHITE`와 `BLACK` 값 자체를 빼놓았어요.
    - 180 이상이면 흰색, 85 이하면 검은색이에요.
    - `>`와 `>=`를 견주어 보세요.
    """
    tone = (image.min(axis=2) > WHITE) * 1.0 - (image.max(axis=2) < BLACK)
    return pooled(np.abs(np.diff(tone, axis=1)) == 2, pool_h, pool_w, stride)


# --- fit_frame ------------------------------------------------------------------------------------------------------


@st.composite
def frames(draw, strokes=False, holes=False, lines=False, crossed=False, lost=False, cut=False, far=(0,)):
    """Arguments (black, box): a frame with a window inside.

    Args:
        strokes: black columns as high as the window, white above and below them.
        holes: one of twenty pixels of each side of the frame is missing.
        lines: black lines beyond the frame, parallel to its sides; the frame is one or two pixels thick, else one.
        crossed: black lines through the middle of the window, from frame to frame.
        lost: one side of the frame is missing.
        cut: one side of the frame lies outside the picture.
        far: from the corner of the picture, down or to the right, so that the middle of the window is nowhere near
            what comes of x in the place of y, or of half of x2 or y2.
    """
    t = draw(st.integers(1, 2)) if lines else 1
    inside_h, inside_w = 20 if holes else draw(st.integers(9, 16)), draw(st.integers(22, 30))
    down, along = draw(st.permutations((0, draw(st.sampled_from(far)))))
    top, left = draw(st.integers(3, 6)) + down, draw(st.integers(3, 8)) + along
    h, w = top + 2 * t + inside_h + 4, left + 2 * t + inside_w + draw(st.integers(4, 6))
    black = np.zeros((h, w), bool)
    bottom, right = top + 2 * t + inside_h, left + 2 * t + inside_w
    black[top:bottom, left:right] = True
    black[top + t : bottom - t, left + t : right - t] = False
    y1, x1 = top + t + 2, left + t + 1
    x1, y1, x2, y2 = box = (x1, y1, x1 + (21 if crossed else 20), y1 + inside_h - 4)
    if strokes:
        at = draw(st.lists(st.integers(1, 18), min_size=2, max_size=4, unique=True))
        black[y1:y2, [x1 + k for k in at]] = True
    if holes:
        k = draw(st.integers(0, 15))
        black[[top, top + t - 1, bottom - t, bottom - 1], x1 + k] = False
        black[y2, [left, left + t - 1, right - t, right - 1]] = False
    if lines:
        black[top - 2] = black[bottom + 1] = True
        black[:, left - 2] = black[:, right + 1] = True
    if crossed:
        black[(y1 + y2) // 2, left:right] = True
        black[top:bottom, (x1 + x2) // 2] = True
    if lost:
        gone = [np.s_[:y1], np.s_[y2:], np.s_[:, :x1], np.s_[:, right - t :]]
        black[gone[draw(st.integers(0, 3))]] = False
    if cut:
        side = draw(st.integers(0, 3))
        black = [black[top + t :], black[: bottom - t], black[:, left + t :], black[:, : right - t]][side]
        gone_x, gone_y = (left + t) * (side == 2), (top + t) * (side == 0)
        box = (x1 - gone_x, y1 - gone_y, x2 - gone_x, y2 - gone_y)
    return black, box


NEAR = 0.7  # less than a pixel, more than what a frame of another thickness makes: that is a matter of `values`

fit_frame = Check(
    atol=1e-6,
    aspects=[
        Aspect("values", 4, frames(), ko="값", cases=8),
        Aspect("strokes inside", 3, frames(strokes=True), ko="안쪽의 획", cases=8, atol=NEAR),
        Aspect("holes in the frame", 2, frames(holes=True), ko="끊어진 테두리", cases=6, atol=NEAR),
        Aspect("lines outside", 2, frames(lines=True, far=(40, 60)), ko="바깥쪽의 선", cases=6, atol=NEAR),
        Aspect("lines through the middle", 1, frames(crossed=True), ko="가운데를 지나는 선", cases=6, atol=NEAR),
        Aspect("no frame", 1, frames(lost=True) | frames(cut=True), ko="테두리가 없을 때", cases=12, after="values"),
        Aspect("input unchanged", 1, frames(), ko="입력 보존", cases=3, judge="unchanged", after="values"),
    ],
)

NOTHING = np.zeros(0)


def fitted(black, box, *, share=0.95, rows_of=None, columns_of=None, nearest=True, part=12.0, edges=False, middle=0):
    """`fit_frame` with its parts to be replaced."""
    x1, y1, x2, y2 = box
    h, w = black.shape

    def around(lines, start, end):
        before, after = lines[lines < start + middle], lines[lines > start - middle]
        if not edges and not (len(before) and len(after)):
            return None
        low = before[-1 if nearest else 0] + 1 if len(before) else 0
        return low, after[0 if nearest else -1] if len(after) else end

    along = black[:, x1:x2] if rows_of is None else rows_of(black)
    rows = around(np.flatnonzero(along.mean(axis=1) >= share), (y1 + y2) // 2, h)
    if rows is None or rows[0] >= rows[1]:
        return NOTHING
    between = black[rows[0] : rows[1]] if columns_of is None else columns_of(black)
    columns = around(np.flatnonzero(between.mean(axis=0) >= share), (x1 + x2) // 2, w)
    if columns is None:
        return NOTHING
    thick = (rows[1] - rows[0]) / part
    return np.array([columns[0] - thick, rows[0] - thick, columns[1] + thick, rows[1] + thick])


@fit_frame.mistake
def keeps_the_inside(fit_frame, black, box):
    """Does the frame belong to the plate?
    Your box ends where the frame begins.
    - On which side of the black line do you stand?
    - The frame is a twelfth of the inside height thick. Add it on all four sides.

    테두리도 번호판의 일부 아닌가요?
    상자가 테두리가 시작하는 곳에서 끝났어요.
    - 검은 선의 어느 쪽에 서 있나요?
    - 테두리의 두께는 안쪽 높이의 12분의 1이에요. 네 변에 모두 더하세요.
    """
    return fitted(black, box, part=np.inf)


@fit_frame.mistake
def one_pixel_frame(fit_frame, black, box):
    """How thick is the frame of a large plate?
    You add one pixel on every side. The larger the plate, the thicker its frame.
    - The inside is 12 units high, the frame is 1 unit thick.
    - How many pixels has a unit?

    큰 번호판의 테두리는 얼마나 두꺼운가요?
    변마다 1픽셀을 더했어요. 번호판이 클수록 테두리도 두꺼워요.
    - 안쪽은 12단위, 테두리는 1단위예요.
    - 한 단위는 몇 픽셀인가요?
    """
    inside = fitted(black, box, part=np.inf)
    return inside + np.array([-1, -1, 1, 1]) if len(inside) else inside


@fit_frame.mistake
def a_fourteenth(fit_frame, black, box):
    """A fourteenth of what?
    The plate is 14 units high with its frame. Between the two frame rows it is 12.
    - Which height do you divide, that of the plate or that of its inside?
    - 14 units less one above and one below.

    무엇의 14분의 1인가요?
    테두리까지 더한 번호판의 높이가 14단위예요. 두 테두리 행 사이는 12단위예요.
    - 나누는 높이가 번호판의 높이인가요, 안쪽의 높이인가요?
    - 14단위에서 위아래로 1단위씩 빼 보세요.
    """
    return fitted(black, box, part=14.0)


@fit_frame.mistake
def needs_every_pixel(fit_frame, black, box):
    """Is a frame with one grey pixel no frame?
    You ask for a row that is black all along. Noise makes holes.
    - 95 % are enough.
    - Take the mean of a row of True and False.

    회색 픽셀이 하나 있으면 테두리가 아닌가요?
    행 전체가 검은색이어야 한다고 봤어요. 노이즈 때문에 구멍이 생길 수 있어요.
    - 95%면 충분해요.
    - True와 False로 된 행의 평균을 구해 보세요.
    """
    return fitted(black, box, share=1.0)


@fit_frame.mistake
def looks_across_the_picture(fit_frame, black, box):
    """How long is a row of the frame?
    You ask whether the row is black across the whole picture. The plate is only a part of it.
    - The window says between which columns to look.
    - Cut the columns out before you take the mean.

    테두리 한 행의 길이는 얼마인가요?
    그림 전체를 가로질러 검은 행을 찾았어요. 번호판은 그림의 일부예요.
    - 어느 열부터 어느 열까지 볼지는 창이 알려 줘요.
    - 평균을 내기 전에 그 열들만 잘라 내세요.
    """
    return fitted(black, box, rows_of=lambda black: black)


@fit_frame.mistake
def columns_over_the_window(fit_frame, black, box):
    """Is a stroke of a letter a frame?
    Your columns are judged over the height of the window, and a 1 is as high as that.
    - Above and below a letter the ground is white.
    - Look between the two rows that you have just found.

    글자의 획도 테두리인가요?
    창의 높이만큼만 보고 열을 판단했어요. 숫자 1도 그만큼은 높아요.
    - 글자의 위와 아래는 흰 바탕이에요.
    - 방금 찾은 두 행 사이를 모두 보세요.
    """
    return fitted(black, box, columns_of=lambda black: black[box[1] : box[3]])


@fit_frame.mistake
def farthest_line(fit_frame, black, box):
    """Which of two black lines is the frame?
    You take the outermost one. The frame is the first that you meet when you come from inside.
    - Which row is nearest to the middle?
    - Above the middle that is the last one, below it the first one.

    검은 선이 둘이면 어느 것이 테두리인가요?
    가장 바깥쪽 선을 골랐어요. 안에서 나가면서 처음 만나는 선이 테두리예요.
    - 가운데에서 가장 가까운 행은 어느 것인가요?
    - 가운데보다 위에서는 마지막 것, 아래에서는 첫 번째 것이에요.
    """
    return fitted(black, box, nearest=False)


@fit_frame.mistake
def stops_where_it_begins(fit_frame, black, box):
    """Is the middle row itself the frame?
    Your walk begins with a look at the middle. If it is black by chance, the walk ends before it has begun.
    - You stand on the middle row: which is the first one that you come to?
    - Draw a black line through the middle of a plate.

    가운데 행이 테두리일 수 있나요?
    가운데 행부터 살펴봤어요. 그 행이 우연히 검은색이면 출발하자마자 멈춰요.
    - 가운데 행에 서 있어요. 한 걸음 나아가면 어느 행인가요?
    - 번호판 가운데에 검은 선을 그어 보세요.
    """
    return fitted(black, box, middle=1)


@fit_frame.mistake
def swaps_x_and_y(fit_frame, black, box):
    """In which order are the four numbers?
    Rows come first in your box. A box is (x1, y1, x2, y2), and x counts columns.
    - A plate is wider than high: which two of your numbers are far apart?
    - An index [i, j] has the row first, a box has the column first.

    네 수의 순서가 어떻게 되나요?
    행을 먼저 적었어요. 상자는 (x1, y1, x2, y2)이고 x는 열이에요.
    - 번호판은 가로로 길어요. 여러분의 상자에서는 어느 두 수가 멀리 떨어져 있나요?
    - 배열의 [i, j]는 행이 먼저이고, 상자는 열이 먼저예요.
    """
    found = fit_frame(black, box)
    return found[[1, 0, 3, 2]] if len(found) else found


@fit_frame.mistake
def corner_and_size(fit_frame, black, box):
    """Are the last two numbers a corner, or width and height?
    Your box is (x, y, width, height).
    - x2 is where the plate ends.
    - Add the corner again.

    마지막 두 수는 꼭짓점인가요, 너비와 높이인가요?
    (x, y, 너비, 높이)를 돌려줬어요.
    - x2는 번호판이 끝나는 자리예요.
    - 왼쪽 위 꼭짓점을 다시 더하세요.
    """
    found = fit_frame(black, box)
    return np.concatenate([found[:2], found[2:] - found[:2]]) if len(found) else found


@fit_frame.mistake
def ends_at_the_picture(fit_frame, black, box):
    """What if there is no frame on one side?
    Then you take the edge of the picture for it. What has no frame is no plate.
    - Where a side is not found, the answer is empty.
    - Try a window on an empty wall.

    한쪽에 테두리가 없으면요?
    그림의 가장자리를 테두리로 봤어요. 테두리가 없으면 번호판이 아니에요.
    - 한 변이라도 찾지 못하면 빈 배열을 돌려주세요.
    - 아무것도 없는 벽에 창을 놓아 보세요.
    """
    return fitted(black, box, edges=True)


# --- find_plate -----------------------------------------------------------------------------------------------------

HIGH, WIDE = 80, 136  # plates of 54 to 84 pixels: a unit is never less than a pixel
STREETS = (2, 5, 6, 10, 36, 37, 43, 45, 72, 73, 75, 123)
"""Seeds. `find_plate` calls the student's own `stroke_map` and `fit_frame`: on these streets a named slip in one of
them leads to the same plate, so that nobody pays for it twice, unless no box can come of it (see the tests)."""
CROWDED = (0, 8, 11, 12, 17, 18, 31, 34, 38)
"""Here the plate is missed without scores, or by windows that lie elsewhere; so a slip may cost a point here, too."""


THINGS = {"zebra": (20, 60, 0), "poster": (25, 52, 5), "banner": (17, 84, 3), "red": (17, 62, 3), "sign": (17, 62, 0)}
"""Height, width, and how far the strokes keep from the edge."""


def street(seed, more="", *, empty=False):
    """A drawn street; in the half without the plate something else.

    Args:
        more: "zebra" (nothing but strokes), "poster" or "banner" (strokes in a frame of another shape), "red" (of
            another colour), "sign" (an empty frame); "pale": the plate's own frame is as bright as black may be.
        empty: the plate is painted over.
    """
    [scene] = plates(1, seed=seed, height=HIGH, width=WIDE, most=1, tilted=False)
    image = scene.image.copy()
    x1, y1, x2, y2 = scene.boxes[0].astype(int)
    if empty:
        image[y1:y2, x1:x2] = 128
    if more == "pale":
        thick = int(np.ceil((y2 - y1) / 14))
        frame = np.ones((y2 - y1, x2 - x1), bool)
        frame[thick:-thick, thick:-thick] = False
        image[y1:y2, x1:x2][frame & (image[y1:y2, x1:x2].max(axis=2) <= BLACK)] = BLACK
    if more in THINGS:
        h, w, margin = THINGS[more]
        top, left = 2 if y1 + y2 > HIGH else HIGH - h - 2, 4 + seed % (WIDE - w - 8)
        if more != "zebra":  # two pixels of frame, and ground inside
            image[top : top + h, left : left + w] = (230, 20, 20) if more == "red" else 20
            image[top + 2 : top + h - 2, left + 2 : left + w - 2] = 250
        if more != "sign":
            inside = image[top + margin : top + h - margin, left + margin : left + w - margin]
            inside[:] = striped(inside.shape[1])
    return image


def striped(columns):
    """White and black in turn, two pixels each, (columns, 1)."""
    return np.where(np.arange(columns) % 4 < 2, 250, 20)[:, None]


def drawn_streets(*more, among=STREETS, empty=False):
    seeds, things = st.sampled_from(among), st.sampled_from(more)
    return st.builds(lambda seed, one: (street(seed, one, empty=empty),), seeds, things)


find_plate = Check(
    atol=1.5,
    aspects=[
        Aspect("plates", 3, drawn_streets(""), ko="번호판", cases=3),
        Aspect("crowded streets", 1, drawn_streets("", among=CROWDED), ko="복잡한 거리", cases=8),
        Aspect("zebra crossings", 2, drawn_streets("zebra"), ko="횡단보도", cases=2),
        Aspect("posters", 1, drawn_streets("poster"), ko="포스터", cases=2),
        Aspect("banners", 1, drawn_streets("banner"), ko="현수막", cases=2),
        Aspect("colour of the frame", 1, drawn_streets("pale", "red"), ko="테두리의 색", cases=5),
        Aspect("empty signs", 1, drawn_streets("sign"), ko="빈 표지판", cases=2, after="plates"),
        Aspect("no plate", 1, drawn_streets("", empty=True), ko="번호판이 없을 때", cases=2, after="plates"),
        Aspect("input unchanged", 1, drawn_streets(""), ko="입력 보존", cases=1, judge="unchanged", after="plates"),
    ],
)


def candidates(image):
    """Windows, best first, each the densest of its neighbourhood."""
    strokes = ANSWERS["stroke_map"](image, 16, 40, 4)
    y, x = np.indices(strokes.shape).reshape(2, -1) * 4
    boxes = np.stack([x, y, x + 40, y + 16], axis=1)
    return boxes[ANSWERS["nms"](boxes, strokes.ravel(), 0.1)]


def framed(image, boxes, *, shapes=(3, 5), black=BLACK):
    """The first of these windows round which lies a frame of such a shape."""
    for window in boxes:
        box = ANSWERS["fit_frame"](image.max(axis=2) <= black, window)
        if len(box) and shapes[0] <= (box[2] - box[0]) / (box[3] - box[1]) <= shapes[1]:
            return box
    return NOTHING


@find_plate.mistake
def takes_the_window(find_plate, image):
    """Is a window of 16x40 pixels a plate?
    The densest window comes back as it is. It lies on the plate, but it is not the plate.
    - Which function of yours turns a window into a box?
    - Grow it to the frame.

    16x40 픽셀짜리 창이 번호판인가요?
    획이 가장 빽빽한 창을 그대로 돌려줬어요. 번호판 위에 있기는 하지만 번호판은 아니에요.
    - 창을 상자로 바꾸는 함수가 무엇이었나요?
    - 테두리까지 넓히세요.
    """
    return candidates(image)[0].astype(float)


@find_plate.mistake
def looks_at_the_best_only(find_plate, image):
    """What if the best candidate is a zebra crossing?
    Then you give up. The plate was the next one.
    - Print how many candidates are left after `nms`.
    - Go through them until one passes.

    가장 좋은 후보가 횡단보도라면요?
    거기서 포기했어요. 번호판은 바로 다음 후보였어요.
    - `nms` 다음에 후보가 몇 개 남는지 출력해 보세요.
    - 통과하는 후보가 나올 때까지 차례로 살펴보세요.
    """
    return framed(image, candidates(image)[:1])


@find_plate.mistake
def takes_any_frame(find_plate, image):
    """Is everything in a frame a plate?
    A poster has a frame and letters too, but not the shape of a plate.
    - Print width / height of what you found.
    - A plate is 3 to 5 times as wide as high.

    테두리가 있으면 모두 번호판인가요?
    포스터에도 테두리와 글자가 있지만 모양이 번호판과 달라요.
    - 찾은 상자의 너비 / 높이를 출력해 보세요.
    - 번호판의 너비는 높이의 3배에서 5배예요.
    """
    return framed(image, candidates(image), shapes=(0, np.inf))


@find_plate.mistake
def misses_a_pale_frame(find_plate, image):
    """Is a pixel of exactly 85 black?
    Your frame must be darker than `BLACK`. A faded one is just as dark.
    - At most 85 is black.
    - Compare `<` with `<=`.

    정확히 85인 픽셀은 검은색인가요?
    `BLACK`보다 어두워야 테두리로 봤어요. 빛바랜 테두리는 밝기가 딱 그만큼이에요.
    - 85 이하면 검은색이에요.
    - `<`와 `<=`를 견주어 보세요.
    """
    return framed(image, candidates(image), black=BLACK - 1)


@find_plate.mistake
def always_answers(find_plate, image):
    """Where is the plate in a picture without one?
    You answer with the whole picture. An empty answer says that nothing was found.
    - Which shape has an answer without a box?
    - After the last candidate nothing is left to return.

    번호판이 없는 사진에서 번호판은 어디에 있나요?
    그림 전체를 돌려줬어요. 찾지 못했다는 뜻은 빈 배열이에요.
    - 상자가 없는 답의 모양은 무엇인가요?
    - 마지막 후보까지 보고 나면 돌려줄 것이 없어요.
    """
    box = find_plate(image)
    return box if len(box) else np.array([0.0, 0, image.shape[1], image.shape[0]])


@find_plate.mistake
def rows_before_columns(find_plate, image):
    """Which number of a box counts rows?
    Your box begins with the row. It should be (x1, y1, x2, y2).
    - A plate is wider than high.
    - x belongs to `shape[1]`.

    상자에서 행을 뜻하는 수는 어느 것인가요?
    행부터 적었어요. (x1, y1, x2, y2) 순서여야 해요.
    - 번호판은 가로로 길어요.
    - x는 `shape[1]` 방향이에요.
    """
    box = find_plate(image)
    return box[[1, 0, 3, 2]] if len(box) else box


# --- split_characters -----------------------------------------------------------------------------------------------


@st.composite
def layouts(draw, groups=None, inner=(1, 3), space=(5, 6), between=(1, 2)):
    """Which columns of a plate hold ink: widths of runs and of gaps, written as one list of 0 and 1."""
    counts = groups or (2, draw(st.integers(*inner)), 4)
    columns = []
    for k, n in enumerate(counts):
        for i in range(n):
            gap = draw(st.integers(*space)) if k and not i else draw(st.integers(*between)) if i else 4
            columns += [0] * gap + [1] * draw(st.integers(1, 3))
    return [0] * draw(st.integers(0, 2)) + columns + [0] * 4


@st.composite
def cropped(draw, layout, levels=((200, 10),), whole=True, dirt=False, smudges=False):
    """A plate of 28 rows with ink in these columns.

    Args:
        levels: brightness of the ground and of the ink.
        whole: the ink is 16 rows high, else one.
        dirt: the rows above and below the characters are black.
        smudges: a row is half-way between black and white or a little brighter, ink is black or just below half-way.
    """
    ground, frame = draw(st.sampled_from(levels))
    columns = np.array(draw(layout), bool)
    plate = np.full((28, len(columns)), ground, np.float32)
    plate[[0, 1, 26, 27]] = plate[:, [0, 1, -2, -1]] = frame
    row, ink = draw(st.sampled_from((6, 21)) | st.integers(6, 21)), frame
    if dirt:
        plate[[5, 22], 4:-4] = frame
    if smudges:
        middle = (ground + frame) / 2
        plate[6 + draw(st.integers(0, 15)), 4:-4] = middle + draw(st.sampled_from((0, 20)))
        ink = draw(st.sampled_from((frame, middle - 0.5)))
    plate[slice(6, 22) if whole else row, columns] = ink
    return (plate,)


UNREADABLE = st.sampled_from([(1, 1, 4), (3, 1, 4), (2, 1, 3), (2, 1, 5), (7,), (3, 4), (2, 1, 2, 2)])

split_characters = Check(
    atol=0,
    aspects=[
        Aspect("values", 4, cropped(layouts(inner=(1, 1))), ko="값", cases=7),
        Aspect("letter of several strokes", 3, cropped(layouts(inner=(2, 3))), ko="획이 여럿인 글자", cases=7),
        Aspect(
            "gaps",
            1,
            cropped(layouts(inner=(1, 1), space=(4, 4)) | layouts(inner=(1, 1), between=(3, 3))),
            ko="틈의 너비",
            cases=6,
        ),
        Aspect(
            "brightness",
            2,
            cropped(layouts(inner=(1, 1)), levels=((110, 20), (250, 150)), whole=False),
            ko="밝기",
            cases=5,
        ),
        Aspect("rows", 1, cropped(layouts(inner=(1, 1)), whole=False, dirt=True), ko="행", cases=5),
        Aspect(
            "smudges",
            1,
            cropped(layouts(inner=(1, 1)), levels=((255, 0),), whole=False, smudges=True),  # x / 255 is exact here
            ko="얼룩",
            cases=6,
        ),
        Aspect(
            "unreadable",
            1,
            UNREADABLE.flatmap(lambda groups: cropped(layouts(groups=groups))),
            ko="읽을 수 없을 때",
            cases=6,
            after="values",
        ),
        Aspect("input unchanged", 1, cropped(layouts()), ko="입력 보존", cases=2, judge="unchanged", after="values"),
    ],
)


def runs_of(plate, *, threshold=None, rows=np.s_[6:22], edge=4):
    dark = plate < ((plate.min() + plate.max()) / 2 if threshold is None else threshold)
    ink = np.zeros(plate.shape[1] + 2, int)
    ink[edge + 1 : len(ink) - edge - 1] = dark[rows, edge : plate.shape[1] - edge].any(axis=0)
    return np.flatnonzero(np.diff(ink)).reshape(-1, 2)


def grouped(runs, *, space=4):
    return np.split(runs, np.flatnonzero(runs[1:, 0] - runs[:-1, 1] >= space) + 1)


def seven(groups):
    """The seven spans of well-formed groups, else none."""
    if [len(group) > 0 for group in groups] != [True] * 3 or len(groups[0]) != 2 or len(groups[2]) != 4:
        return np.zeros((0, 2), int)
    return np.concatenate([groups[0], [[groups[1][0, 0], groups[1][-1, 1]]], groups[2]])


@split_characters.mistake
def splits_the_letter(split_characters, plate):
    """How many characters has 12 가 3456?
    Every run of ink counts as a character, so 가 becomes ㄱ and ㅏ.
    - How wide is the gap between two digits, and before the letter?
    - Between two spaces stands one letter, whatever it is made of.

    12 가 3456은 몇 글자인가요?
    잉크 덩어리마다 한 글자로 셌어요. 그래서 가가 ㄱ과 ㅏ로 나뉘었어요.
    - 두 숫자 사이의 틈과 글자 앞의 틈은 너비가 얼마인가요?
    - 두 띄어쓰기 사이에는 무엇으로 되어 있든 한 글자가 있어요.
    """
    return runs_of(plate) if len(split_characters(plate)) else split_characters(plate)


@split_characters.mistake
def half_a_letter(split_characters, plate):
    """Where does the letter end?
    It ends with its first stroke in your answer. The vowel is lost.
    - Print the runs of the middle group.
    - From the start of its first run to the end of its last one.

    글자는 어디에서 끝나나요?
    첫 번째 획에서 끝났어요. 모음이 사라졌어요.
    - 가운데 묶음의 덩어리를 출력해 보세요.
    - 첫 번째 덩어리의 시작부터 마지막 덩어리의 끝까지예요.
    """
    found = split_characters(plate)
    if not len(found):
        return found
    middle = [run for run in runs_of(plate) if run[0] == found[2, 0]]
    return np.concatenate([found[:2], middle, found[3:]])


@split_characters.mistake
def only_seven_runs(split_characters, plate):
    """Can a plate have eight runs of ink?
    With more than seven you say that it cannot be read. 가 has two.
    - The middle group may have any number of runs.
    - Count the runs of the first and of the last group only.

    번호판에 잉크 덩어리가 여덟 개일 수도 있나요?
    일곱 개보다 많으면 읽을 수 없다고 했어요. 가는 덩어리가 두 개예요.
    - 가운데 묶음의 덩어리는 몇 개여도 괜찮아요.
    - 첫 번째 묶음과 마지막 묶음만 개수를 세세요.
    """
    return split_characters(plate) if len(runs_of(plate)) == 7 else np.zeros((0, 2), int)


@split_characters.mistake
def end_included(split_characters, plate):
    """Is `end` the last column of a character?
    You give the last column with ink. `end` is the first one without.
    - `plate[:, start:end]` should show all of it.
    - A character of one column: what is end - start?

    `end`는 글자의 마지막 열인가요?
    잉크가 있는 마지막 열을 돌려줬어요. `end`는 잉크가 없는 첫 열이에요.
    - `plate[:, start:end]`로 글자가 모두 보여야 해요.
    - 한 열짜리 글자라면 end - start는 얼마인가요?
    """
    return split_characters(plate) - np.array([0, 1])


@split_characters.mistake
def counts_the_frame(split_characters, plate):
    """Is the frame a character?
    You look at the outer columns too, and the frame is dark there.
    - How many groups do you find?
    - Leave out 4 columns on the left and on the right.

    테두리도 글자인가요?
    바깥쪽 열까지 봤는데, 그곳은 테두리라서 어두워요.
    - 묶음이 몇 개 나오나요?
    - 왼쪽과 오른쪽에서 4열씩 빼세요.
    """
    return seven(grouped(runs_of(plate, edge=0)))


@split_characters.mistake
def looks_above_and_below(split_characters, plate):
    """Is everything dark a character?
    You look at all rows inside the frame. Above and below the characters there may be dirt, or a screw.
    - In which rows of the 28 do the characters stand?
    - Cut rows 6 to 21 out before you look for dark pixels.

    어두우면 모두 글자인가요?
    테두리 안쪽의 행을 모두 봤어요. 글자 위아래에는 먼지나 나사가 있을 수 있어요.
    - 28행 가운데 글자가 있는 행은 어디인가요?
    - 어두운 픽셀을 찾기 전에 6행부터 21행까지 잘라 내세요.
    """
    return seven(grouped(runs_of(plate, rows=np.s_[2:26])))


@split_characters.mistake
def fixed_threshold(split_characters, plate):
    """How bright is white at night?
    You compare with a fixed number such as 128. In the dark all of the plate is below it.
    - Take a plate of 110 and 20.
    - Half-way between the darkest and the brightest pixel fits every plate.

    밤에는 흰색이 얼마나 밝을까요?
    128 같은 정해진 수와 비교했어요. 어두우면 번호판 전체가 그보다 어두워요.
    - 밝기가 110과 20인 번호판을 넣어 보세요.
    - 가장 어두운 픽셀과 가장 밝은 픽셀의 한가운데는 어떤 번호판에도 맞아요.
    """
    return seven(grouped(runs_of(plate, threshold=128)))


@split_characters.mistake
def mean_threshold(split_characters, plate):
    """Is half-way the same as the mean?
    Most of a plate is ground, so its mean lies close to white, and smudges become ink.
    - Print the mean, and half-way between darkest and brightest.
    - Two numbers decide, not all of them.

    한가운데와 평균은 같은가요?
    번호판은 대부분 바탕이라 평균이 흰색에 가까워요. 그래서 얼룩이 잉크가 돼요.
    - 평균을 출력하고, 가장 어두운 값과 가장 밝은 값의 한가운데와 견주어 보세요.
    - 모든 픽셀이 아니라 두 값이 결정해요.
    """
    return seven(grouped(runs_of(plate, threshold=plate.mean())))


@split_characters.mistake
def every_gap_is_a_space(split_characters, plate):
    """When is a gap a space?
    Gaps of 3 are spaces in your code. Between two digits there may be that much.
    - From which width on is it a space?
    - 4 or more.

    틈이 얼마나 넓어야 띄어쓰기인가요?
    3칸짜리 틈도 띄어쓰기로 봤어요. 두 숫자 사이도 그만큼 벌어질 수 있어요.
    - 몇 칸부터 띄어쓰기인가요?
    - 4칸 이상이에요.
    """
    return seven(grouped(runs_of(plate), space=3))


@split_characters.mistake
def spaces_are_wider(split_characters, plate):
    """Is a gap of exactly 4 a space?
    You ask for more than 4.
    - 4 or more is a space.
    - Compare `>` with `>=`.

    정확히 4칸인 틈은 띄어쓰기인가요?
    4칸보다 넓어야 띄어쓰기로 봤어요.
    - 4칸 이상이면 띄어쓰기예요.
    - `>`와 `>=`를 견주어 보세요.
    """
    return seven(grouped(runs_of(plate), space=5))


@split_characters.mistake
def answers_anything(split_characters, plate):
    """What if there are three digits before the letter?
    Then it is not a plate that we can read, but you answer as if it were.
    - Count the runs of the first and of the last group.
    - Shape (0, 2) says that it cannot be read.

    글자 앞에 숫자가 세 개면요?
    그러면 읽을 수 없는 번호판인데, 그래도 답을 내놓았어요.
    - 첫 번째 묶음과 마지막 묶음의 덩어리를 세어 보세요.
    - 읽을 수 없으면 모양이 (0, 2)인 배열을 돌려주세요.
    """
    found = split_characters(plate)
    return found if len(found) else runs_of(plate)


# --- train_classifier -----------------------------------------------------------------------------------------------


@st.composite
def lessons_to_learn(draw, n=(1, 1), d=(1, 2), k=(2, 3), steps=(1, 1), lr=(1.0,)):
    """Arguments (x, t, n_classes, steps, lr): pixels of 0 and 1, and halves."""
    N, D, K = draw(st.integers(*n)), draw(st.integers(*d)), draw(st.integers(*k))
    numbers = draw(st.lists(st.sampled_from((0.0, 1.0, 0.5)), min_size=N * D, max_size=N * D))
    t = draw(st.lists(st.integers(0, K - 1), min_size=N, max_size=N))
    return np.array(numbers).reshape(N, D), np.array(t), K, draw(st.integers(*steps)), draw(st.sampled_from(lr))


train_classifier = Check(
    aspects=[
        Aspect("one step", 4, lessons_to_learn(), ko="한 걸음", cases=8),
        Aspect("several steps", 3, lessons_to_learn(steps=(2, 4)), ko="여러 걸음", cases=8),
        Aspect("several examples", 2, lessons_to_learn(n=(2, 4), lr=(1.0, 0.5)), ko="예시 여러 개", cases=8),
        Aspect("rate", 1, lessons_to_learn(lr=(0.5, 2.0, 20.0)), ko="학습률", cases=5),
        Aspect(
            "together",
            1,
            lessons_to_learn(n=(3, 5), d=(2, 4), k=(3, 5), steps=(2, 5), lr=(0.5,)),
            ko="한꺼번에",
            cases=5,
        ),
        Aspect(
            "input unchanged",
            1,
            lessons_to_learn(n=(2, 3)),
            ko="입력 보존",
            cases=3,
            judge="unchanged",
            after="one step",
        ),
    ],
)


def descended(x, t, n_classes, steps, lr, *, gradient=None, turn=-1.0, bias=1.0, start=0.0):
    W, b = np.full((x.shape[1], n_classes), start), np.zeros(n_classes)
    for _ in range(steps):
        scores = x @ W + b
        ds = ANSWERS["softmax_cross_entropy"](scores, t)[1] if gradient is None else gradient(scores)
        W = W + turn * lr * x.T @ ds
        b = b + turn * bias * lr * ds.sum(axis=0)
    return W, b


@train_classifier.mistake
def forgets_the_bias(train_classifier, x, t, n_classes, steps, lr):
    """Does b learn as well?
    b is still 0 at the end.
    - What is the gradient of s = xW + b with respect to b?
    - Every example adds its ds.

    b도 학습하나요?
    마지막까지 b가 0이에요.
    - s = xW + b를 b로 미분하면 무엇인가요?
    - 예시마다 ds가 하나씩 더해져요.
    """
    return descended(x, t, n_classes, steps, lr, bias=0.0)


@train_classifier.mistake
def climbs(train_classifier, x, t, n_classes, steps, lr):
    """Does the loss fall?
    Your weights move along the gradient, and that is uphill.
    - Print the loss in every step.
    - The gradient shows where the loss grows. Go the other way.

    손실이 줄어드나요?
    기울기 방향으로 움직였어요. 그쪽은 오르막이에요.
    - 걸음마다 손실을 출력해 보세요.
    - 기울기는 손실이 커지는 방향이에요. 반대로 가세요.
    """
    return descended(x, t, n_classes, steps, lr, turn=1.0)


@train_classifier.mistake
def one_step_only(train_classifier, x, t, n_classes, steps, lr):
    """How often do W and b move?
    Once, whatever `steps` is. Does `return` stand inside the loop?
    - Count the rounds of your loop.
    - Each round begins with the W and b of the one before.

    W와 b는 몇 번 움직이나요?
    `steps`가 얼마든 한 번만 움직였어요. `return`이 반복문 안에 있나요?
    - 반복문이 몇 번 도는지 세어 보세요.
    - 매번 바로 앞 걸음의 W와 b에서 출발해요.
    """
    return descended(x, t, n_classes, min(steps, 1), lr)


@train_classifier.mistake
def sums_over_the_batch(train_classifier, x, t, n_classes, steps, lr):
    """The gradient of the mean, or of the sum?
    With four examples your steps are four times as long.
    - `softmax_cross_entropy` has divided by N already.
    - What do you multiply by once more?

    평균의 기울기인가요, 합의 기울기인가요?
    예시가 네 개면 걸음이 네 배로 길어져요.
    - `softmax_cross_entropy`가 이미 N으로 나눴어요.
    - 무엇을 한 번 더 곱했나요?
    """
    return descended(x, t, n_classes, steps, lr * len(x))


@train_classifier.mistake
def divides_twice(train_classifier, x, t, n_classes, steps, lr):
    """How often is the gradient divided by the number of examples?
    Twice in your code, so that the steps are too short.
    - `softmax_cross_entropy` gives the gradient of the mean loss.
    - Nothing is left to divide.

    기울기를 예시 수로 몇 번 나눴나요?
    두 번 나눠서 걸음이 너무 짧아요.
    - `softmax_cross_entropy`는 평균 손실의 기울기를 돌려줘요.
    - 더 나눌 것이 없어요.
    """
    return descended(x, t, n_classes, steps, lr / len(x))


@train_classifier.mistake
def squared_error(train_classifier, x, t, n_classes, steps, lr):
    """Where is softmax?
    Your gradient is that of the squared error: scores minus targets. The scores are no probabilities yet.
    - Before the first step all scores are 0. What does softmax make of them?
    - ds comes from `softmax_cross_entropy`.

    소프트맥스는 어디에 있나요?
    점수에서 정답을 뺀 값, 곧 제곱 오차의 기울기를 썼어요. 점수는 아직 확률이 아니에요.
    - 첫 걸음 전에는 점수가 모두 0이에요. 소프트맥스를 거치면 얼마가 되나요?
    - ds는 `softmax_cross_entropy`에서 나와요.
    """
    return descended(x, t, n_classes, steps, lr, gradient=lambda scores: (scores - np.eye(n_classes)[t]) / len(t))


@train_classifier.mistake
def transposed(train_classifier, x, t, n_classes, steps, lr):
    """Which axis of W counts the classes?
    Your W is (K, D). It should be (D, K), so that x @ W has a score for each class.
    - x is (N, D). Which shape must W have?
    - x.T @ ds is right as it is.

    W에서 클래스를 세는 축은 어느 것인가요?
    W의 모양이 (K, D)예요. x @ W가 클래스마다 점수를 내려면 (D, K)여야 해요.
    - x는 (N, D)예요. W의 모양은 무엇이어야 하나요?
    - x.T @ ds를 그대로 쓰면 돼요.
    """
    W, b = train_classifier(x, t, n_classes, steps, lr)
    return W.T, b


# --- read_characters ------------------------------------------------------------------------------------------------


@st.composite
def scored(draw, bias=False, ties=False, pixels=(1, 1)):
    """Arguments (x, W, b): seven characters, ten digits and a few letters; where there is a bias, it alone decides."""
    D, K = draw(st.integers(*pixels)), draw(st.integers(12, 14))

    def numbers(n, values):
        return np.array(draw(st.lists(values, min_size=n, max_size=n)), float)

    x, W, b = np.ones((7, D)), np.zeros((D, K)), np.zeros(K)
    if bias:
        b = numbers(K, st.integers(-9, 9))
    else:
        W = numbers(D * K, st.integers(0, 2) if ties else st.integers(-9, 9)).reshape(D, K)
        ink = st.integers(1, 3) if D == 1 else st.integers(-3, 3)  # of one positive pixel all characters read the same
        x = numbers(7 * D, ink).reshape(7, D)
    if not ties:
        W += np.arange(K) / 16  # hardly two are the same
    assume(ties or all(len(np.unique(scores)) == K for scores in x @ W + b))
    return x, W, b


read_characters = Check(
    atol=0,
    aspects=[
        Aspect("values", 4, scored(), ko="값", cases=8),
        Aspect("bias", 1, scored(bias=True), ko="편향", cases=6),
        Aspect("several pixels", 1, scored(pixels=(2, 4)), ko="픽셀 여러 개", cases=5),
        Aspect("equal scores", 1, scored(ties=True), ko="같은 점수", cases=6),
        Aspect("input unchanged", 1, scored(), ko="입력 보존", cases=2, judge="unchanged", after="values"),
    ],
)
LETTER = 2  # its place on a plate


@read_characters.mistake
def forgets_the_places(read_characters, x, W, b):
    """Can a letter stand at the beginning?
    You compare all classes at every place.
    - Where may a digit stand, and where a letter?
    - Take the largest of the first ten scores, or of the others.

    맨 앞에 글자가 올 수 있나요?
    자리마다 모든 클래스를 비교했어요.
    - 숫자는 어디에, 글자는 어디에 올 수 있나요?
    - 처음 열 개의 점수 중에서, 또는 나머지 중에서 가장 큰 것을 고르세요.
    """
    return (x @ W + b).argmax(axis=1)


@read_characters.mistake
def counts_letters_from_zero(read_characters, x, W, b):
    """Which class is 가?
    Among the letters it is number 0, but its class is 10.
    - What does `argmax` of a slice count from?
    - Add where the slice begins.

    가는 몇 번 클래스인가요?
    글자 중에서는 0번이지만 클래스는 10이에요.
    - 잘라 낸 배열의 `argmax`는 어디서부터 세나요?
    - 잘라 낸 곳의 시작을 더하세요.
    """
    found = read_characters(x, W, b)
    found[LETTER] -= 10
    return found


@read_characters.mistake
def letter_in_the_fourth_place(read_characters, x, W, b):
    """Which place is the third?
    You look for the letter at index 3. Counting begins with 0.
    - Write the indices under 12 가 3456.
    - Two digits come before the letter.

    세 번째 자리의 번호는 무엇인가요?
    번호가 3인 자리에서 글자를 찾았어요. 번호는 0부터 세요.
    - 12 가 3456 아래에 번호를 적어 보세요.
    - 글자 앞에 숫자가 두 개 있어요.
    """
    scores = x @ W + b
    classes = scores[:, :10].argmax(axis=1)
    classes[LETTER + 1] = 10 + scores[LETTER + 1, 10:].argmax()
    return classes


@read_characters.mistake
def leaves_the_bias_out(read_characters, x, W, b):
    """What is b for?
    The scores are x @ W only.
    - Give one class a large b and all weights 0.
    - s = xW + b.

    b는 어디에 쓰나요?
    점수를 x @ W로만 구했어요.
    - 가중치는 모두 0이고 b 하나만 클 때를 생각해 보세요.
    - s = xW + b예요.
    """
    return read_characters(x, W, np.zeros_like(b))


@read_characters.mistake
def last_of_equals(read_characters, x, W, b):
    """Which of two equal scores counts?
    The last one in your code. It should be the lower class.
    - `argsort` puts equal numbers in their own order, and you take the last.
    - `argmax` takes the first.

    점수가 같으면 어느 것을 고르나요?
    마지막 것을 골랐어요. 번호가 작은 클래스여야 해요.
    - `argsort`로 줄을 세우고 마지막 것을 집었나요?
    - `argmax`는 첫 번째 것을 골라요.
    """
    scores = x @ W + b
    classes = 9 - scores[:, 9::-1].argmax(axis=1)
    classes[LETTER] = scores.shape[1] - 1 - scores[LETTER, :9:-1].argmax()
    return classes


# --- read_plate -----------------------------------------------------------------------------------------------------


def templates():
    """A linear classifier that picks the clean character at the smallest angle. It needs no bias, so that a forgotten
    one, which costs points in `read_characters`, costs none here."""
    clean = []
    for letter in ALPHABET:
        bitmap = drawn_plate(letter).repeat(2, axis=0).repeat(2, axis=1)  # 28 rows, as crop_plate has them
        clean.append(ANSWERS["cut_out"](255.0 - 255 * bitmap, [(6, bitmap.shape[1] - 6)])[0])
    W = np.array(clean).T  # (64, 42)
    return (W / np.sqrt((W**2).sum(axis=0))).astype(np.float32), np.zeros(len(ALPHABET), np.float32)


def whole(seed, *, barred=False):
    """Arguments (image, W, b), the picture as large as in the lesson; where it is `barred`, stripes hide the text."""
    [scene] = plates(1, seed=seed, height=112, width=176, most=1, tilted=False)
    image = scene.image.copy()
    if barred:
        x1, y1, x2, y2 = scene.boxes[0].astype(int)
        inside = image[y1 + 4 : y2 - 4, x1 + 4 : x2 - 4]
        inside[:] = striped(inside.shape[1])
    return image, *templates()


# What these say is checked in the tests, and that, as on STREETS, nobody pays twice for a slip in a part that leaves
# something to read. Only where the letter has several strokes does splitting it belong to reading it.
WHOLE = (14, 24, 28, 36, 40, 57, 66, 67, 75, 124)
IN_STROKES = (2, 6, 7, 22, 41, 44, 49, 54, 56, 69, 98)

read_plate = Check(
    atol=0,
    aspects=[
        Aspect("plates", 6, st.sampled_from(WHOLE).map(whole), ko="번호판", cases=4),
        Aspect(
            "letter of several strokes",
            2,
            st.sampled_from(IN_STROKES).map(whole),
            ko="획이 여럿인 글자",
            cases=2,
            after="plates",
        ),
        Aspect(
            "no plate",
            1,
            st.sampled_from(STREETS).map(lambda seed: (street(seed, empty=True), *templates())),
            ko="번호판이 없을 때",
            cases=2,
            after="plates",
        ),
        Aspect(
            "unreadable",
            1,
            st.sampled_from(WHOLE + IN_STROKES).map(lambda seed: whole(seed, barred=True)),
            ko="읽을 수 없을 때",
            cases=2,
            after="plates",
        ),
    ],
)


@read_plate.mistake
def guesses(read_plate, image, W, b):
    """What does an empty street say?
    You answer with seven characters where there is no plate.
    - What does `find_plate` give back there?
    - Ask its length before you go on.

    텅 빈 거리에는 뭐라고 적혀 있나요?
    번호판이 없는데도 글자 일곱 개로 답했어요.
    - 그때 `find_plate`는 무엇을 돌려주나요?
    - 다음으로 넘어가기 전에 길이를 확인하세요.
    """
    found = read_plate(image, W, b)
    return found if len(found) else np.zeros(7, int)


@read_plate.mistake
def right_to_left(read_plate, image, W, b):
    """From which side do you read?
    Your characters come in the wrong order.
    - In which order does `split_characters` give them?
    - Keep it.

    어느 쪽부터 읽나요?
    글자의 순서가 거꾸로예요.
    - `split_characters`는 어떤 순서로 돌려주나요?
    - 그 순서를 그대로 두세요.
    """
    return read_plate(image, W, b)[::-1]


@read_plate.mistake
def loses_the_letter(read_plate, image, W, b):
    """How many characters has a plate?
    The letter is missing in your answer.
    - 48 오 4822 has seven.
    - All of them go through `read_characters` together.

    번호판은 몇 글자인가요?
    답에 글자가 빠졌어요.
    - 48 오 4822는 일곱 글자예요.
    - 일곱 개를 모두 한꺼번에 `read_characters`에 넣으세요.
    """
    return np.delete(read_plate(image, W, b), [LETTER] if len(read_plate(image, W, b)) else [])


@read_plate.mistake
def paper_is_ink(read_plate, image, W, b):
    """What is 1, the ink or the ground?
    You read the brightness itself. The classifier has learned from characters whose ink is 1.
    - Print one character that you hand to the classifier.
    - `cut_out` makes such characters.

    1은 잉크인가요, 바탕인가요?
    밝기를 그대로 읽었어요. 분류기는 잉크가 1인 글자로 학습했어요.
    - 분류기에 넣는 글자 하나를 출력해 보세요.
    - `cut_out`이 그런 글자를 만들어 줘요.
    """
    box = ANSWERS["find_plate"](image)
    if not len(box):
        return np.zeros(0, int)
    plate = ANSWERS["crop_plate"](image, box)
    spans = ANSWERS["split_characters"](plate)
    if not len(spans):
        return np.zeros(0, int)
    return ANSWERS["read_characters"](1 - ANSWERS["cut_out"](plate, spans), W, b)
