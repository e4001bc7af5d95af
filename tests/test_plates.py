"""Drawn number plates: what is said of a picture is true of its pixels, and the same seed gives the same picture."""

import numpy as np
import pytest

from cnnkit.plates import LETTERS, glyph, plate, plate_text, plates

SCENES = plates(30, seed=3)


def test_the_same_seed_gives_the_same_pictures_and_another_one_does_not():
    again, other = plates(2, seed=3), plates(2, seed=4)
    assert np.array_equal(SCENES[1].image, again[1].image) and SCENES[1].texts == again[1].texts
    assert not np.array_equal(SCENES[1].image, other[1].image)


def test_a_box_is_the_smallest_around_its_mask():
    for scene in SCENES:
        for (x1, y1, x2, y2), mask in zip(scene.boxes.astype(int), scene.masks, strict=True):
            assert mask[y1:y2, x1:x2].sum() == mask.sum()
            inside = mask[y1:y2, x1:x2]
            assert inside[0].any() and inside[-1].any() and inside[:, 0].any() and inside[:, -1].any()


def test_plates_lie_in_the_picture_and_do_not_overlap():
    for scene in SCENES:
        assert (scene.boxes >= 0).all() and (scene.boxes[:, 2:] <= [128, 96]).all()
        assert scene.masks.sum(axis=0).max() == 1


def test_every_picture_has_a_plate_and_some_have_two():
    assert {len(scene.texts) for scene in SCENES} == {1, 2}
    assert all(len(scene.boxes) == len(scene.masks) == len(scene.texts) for scene in SCENES)


def test_a_plate_is_brighter_than_its_letters():
    for scene in SCENES:
        shades = scene.image[scene.masks.any(axis=0)].mean(axis=1)
        assert shades.max() > 180 and shades.min() < 80


def test_no_two_glyphs_are_the_same():
    drawn = {glyph(letter).tobytes() for letter in LETTERS + "0123456789"}
    assert len(drawn) == len(LETTERS) + 10 == 42


def test_a_text_is_two_digits_a_letter_and_four_digits():
    random = np.random.default_rng(0)
    for _ in range(100):
        front, letter, back = plate_text(random).split()
        assert len(front) == 2 and letter in LETTERS and len(back) == 4 and (front + back).isdigit()


def test_a_given_text_is_written_first():
    assert plates(2, texts=["48 오 4822"], most=1)[0].texts == ("48 오 4822",)


def test_a_plate_has_a_frame_and_a_white_margin():
    drawn = plate("12 가 3456")
    assert drawn[0].all() and drawn[:, -1].all() and not drawn[1:3, 1:-1].any()


@pytest.mark.parametrize("text", ["48 힣 4822", "48 A 4822", "48 각 4822"])
def test_a_letter_without_a_glyph_is_refused(text):
    with pytest.raises(ValueError, match="no glyph"):
        plates(1, texts=[text])


@pytest.mark.parametrize("wrong", [{"height": 20}, {"width": 20}, {"most": 0}])
def test_a_picture_that_cannot_hold_a_plate_is_refused(wrong):
    with pytest.raises(ValueError, match="plates"):
        plates(1, **wrong)
