"""The same mistake on a picture: what is called, what is said of it, and what is left out without a word."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder import corpus
from autograder.judge import pictures
from autograder.judge.call import outcome_of
from autograder.judge.sizes import explained, worked_out
from autograder.records import Outcome, SizeRule

ROOT = Path(__file__).parents[1]
LESSONS = [path.parent.name for path in sorted(ROOT.glob("solutions/a0[2-5]*/reference.safetensors"))]
CONV2D = corpus.read(ROOT / "assignments" / "en" / "a03_convolution" / "examples.safetensors").checks["conv2d"]


def slide(x, W, b=None, stride=1, pad=0):
    """Written from the definition, with SciPy for the sums."""
    from scipy.signal import correlate

    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.stack([[correlate(image, kernel, mode="valid")[0] for kernel in W] for image in x])
    return out[:, :, ::stride, ::stride] + (0 if b is None else b[:, None, None])


def calling(function, made=None):
    def call(case, _):
        if made is not None:
            made.append(case.aspect)
        return outcome_of(function, case.args)

    return call


def shown(function, mistake=None, **options):
    return pictures.seen(CONV2D, mistake, calling(function), **options)


def finding(function, mistake=None):
    return shown(function, mistake)["finding"]


def of_the_answer(change):
    return lambda *args: change(slide(*args))


def test_what_is_frozen_of_the_pictures_is_right():
    for picture in CONV2D.pictures:
        assert np.array_equal(slide(*picture.case.args), picture.case.low.value)


def test_the_right_function_shows_nothing():
    assert shown(slide, tries=9) is None


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda out: -out, {"kind": "reversed"}),
        (lambda out: out + 4, {"kind": "offset", "by": 4.0}),
        (lambda out: out / 9, {"kind": "factor", "by": 0.1111}),
        (lambda out: np.maximum(out, 0), {"kind": "no_negatives"}),
        (np.zeros_like, {"kind": "zero"}),
        (lambda out: out[..., ::-1], {"kind": "left_right"}),
        (lambda out: out[..., ::-1, :], {"kind": "upside_down"}),
        (lambda out: out[..., ::-1, ::-1], {"kind": "half_turn"}),
        (lambda out: out.swapaxes(2, 3), {"kind": "transposed"}),
        (lambda out: np.roll(out, 1, axis=3) + np.eye(1, 14) * 99, {"kind": "shifted", "down": 0, "right": 1}),
        (lambda out: np.roll(out, -1, axis=2), {"kind": "shifted", "down": -1, "right": 0}),
        (lambda out: out[:, :, ::2], {"kind": "rows", "n": 7, "of": 14}),
        (lambda out: out[..., :-1], {"kind": "columns", "n": 1, "of": 14}),
        (lambda out: out[..., 1:-1, 1:-1], {"kind": "size", "expected": [14, 14], "got": [12, 12]}),
        (lambda out: np.where(np.arange(14) == 0, 99, out), {"kind": "edge", "n": 14}),
        (lambda out: np.where(np.arange(14) == 5, 99, out), {"kind": "cells", "n": 14, "of": 196}),
        (lambda out: np.where(np.arange(14) < 2, np.nan, out), {"kind": "not_finite", "n": 28, "of": 196}),
        (lambda out: np.where(np.arange(14) < 1, np.inf, out), {"kind": "not_finite", "n": 14, "of": 196}),
    ],
)
def test_what_is_said_of_a_picture_is_what_was_done_to_it(change, expected):
    assert finding(of_the_answer(change)) == expected


def test_a_flipped_filter_reverses_every_sign_of_a_vertical_edge():
    assert finding(lambda x, W, *rest: slide(x, W[:, :, ::-1, ::-1], *rest)) == {"kind": "reversed"}


def test_a_mistake_is_shown_on_the_first_picture_that_shows_it():
    made = []
    found = pictures.seen(
        CONV2D, "ignores_the_stride", calling(lambda x, W, b, stride, pad: slide(x, W, b, 1, pad), made)
    )
    assert made == ["vertical_edges_with_stride_2"] == [found["name"]]


def test_a_mistake_that_no_picture_shows_costs_no_call():
    made = []
    unseen = next(one.name for one in CONV2D.mistakes if not any(one.name in p.case.wrong for p in CONV2D.pictures))
    assert pictures.seen(CONV2D, unseen, calling(slide, made), tries=9) is None and made == []


def test_one_call_is_made_unless_more_are_asked_for():
    made = []
    pictures.seen(CONV2D, None, calling(slide, made))
    assert len(made) == 1


@pytest.mark.parametrize(
    "answer",
    [
        None,
        3,
        1j,
        "text",
        [1, 2],
        np.zeros(3),
        np.zeros((1, 1, 0, 0)),
        np.zeros((1, 1, 99, 99)),
        np.full((1, 1, 14, 14), 1j),
    ],
)
def test_an_answer_that_cannot_be_drawn_is_left_out(answer):
    assert shown(lambda *args: answer) is None


@pytest.mark.parametrize("kind", ["timeout", "died", "missing", "raised"])
def test_a_call_that_does_not_come_back_is_left_out(kind):
    assert pictures.seen(CONV2D, None, lambda case, _: Outcome(kind)) is None
    assert pictures.maps(CONV2D, lambda case, _: Outcome(kind)) == []


def test_a_function_that_spoils_its_arguments_spoils_no_picture():
    def spoiling(x, W, *rest):
        x[:] = 7
        return slide(x, W, *rest)

    assert shown(spoiling)["input"]["data"] == [float(n) for n in CONV2D.pictures[0].case.args[0].ravel()]


def test_the_numbers_of_a_picture_are_json_without_nan():
    import json

    found = shown(of_the_answer(lambda out: np.where(out > 0, np.nan, -np.inf)))
    json.loads(json.dumps(found, allow_nan=False))


def test_a_right_function_is_shown_with_four_maps_of_its_own():
    found = pictures.maps(CONV2D, calling(slide))
    assert [one["labels"]["en"] for one in found] == ["vertical edges", "horizontal edges", "outline", "blur"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_picture_is_a_hidden_case(lesson):
    hidden = corpus.read(ROOT / "solutions" / lesson / "reference.safetensors").checks
    for name, facts in corpus.read(ROOT / "assignments" / "en" / lesson / "examples.safetensors").checks.items():
        for picture in facts.pictures:
            assert not any(_same(picture.case.args, case.args) for case in hidden[name].cases)


def _same(one, other):
    return len(one) == len(other) and all(map(np.array_equal, one, other))


# ------------------------------------------------------------------------------------------- the size of an answer


def _size(change, args):
    case = replace(CONV2D.cases[0], args=args, low=Outcome("value", value=slide(*args)))
    return explained(CONV2D, case, Outcome("value", value=change(*args)))


ARGS = np.ones((1, 1, 7, 5)), np.ones((1, 1, 3, 3)), np.zeros(1), 2, 1


def test_a_size_is_worked_out_with_the_numbers_of_the_call():
    found = _size(lambda x, W, b, stride, pad: slide(x, W, b, stride, 0), ARGS)
    assert (found["numbers"], found["expected"], found["got"]) == ({"H": 7, "pad": 1, "FH": 3, "stride": 2}, 4, 3)


def test_what_was_left_out_of_the_size_is_named_where_one_thing_explains_it():
    assert _size(lambda x, W, b, stride, pad: slide(x, W, b, stride, 0), ARGS)["without"] == "pad"
    assert _size(lambda x, W, b, stride, pad: slide(x, W, b, 1, pad), ARGS)["without"] == "stride"
    assert _size(lambda *args: slide(*args)[:, :, 1:, 1:], ARGS)["without"] == "pad"
    assert _size(lambda *args: slide(*args)[:, :, 3:], ARGS)["without"] is None


def test_the_side_that_is_wrong_is_the_one_that_is_worked_out():
    assert _size(lambda *args: slide(*args)[:, :, :, 1:], ARGS)["axis"] == 3


def test_arguments_that_were_left_out_count_as_what_does_nothing():
    assert _size(lambda x, W: slide(x, W)[:, :, 1:], ARGS[:2])["numbers"] == {"H": 7, "pad": 0, "FH": 3, "stride": 1}


@pytest.mark.parametrize(
    "change", [lambda *args: slide(*args)[0], lambda *args: 3, lambda *args: slide(*args)[:, [0, 0]]]
)
def test_no_size_is_worked_out_where_no_rule_speaks_of_it(change):
    assert _size(change, ARGS) is None


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_rule_of_size_holds_for_every_case(lesson):
    for facts in corpus.read(ROOT / "solutions" / lesson / "reference.safetensors").checks.values():
        for case in facts.cases if facts.sizes else ():
            if isinstance(case.low.value, np.ndarray):
                wrong = np.zeros([side + 1 for side in case.low.value.shape])
                assert explained(facts, case, Outcome("value", value=wrong)), (facts.name, case.args)


@pytest.mark.parametrize(
    "formula", ["__import__('os')", "H ** 2", "H.real", "1 if H else 2", "f(H)", "H // 0", "unknown"]
)
def test_a_formula_is_arithmetic_and_never_code(formula):
    assert worked_out(formula, {"H": 3}) is None


def test_a_rule_is_plain_data():
    assert SizeRule("H", 0, {"H": ("x", 0)}).plain == {}
