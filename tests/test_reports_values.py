"""Numbers, scores and grids as people see them."""

import string

from hypothesis import given
from hypothesis import strategies as st

from autograder.reports.grids import MOST_COLUMNS, MOST_ROWS, MOST_SLICES, picture, pictures
from autograder.reports.text import MESSAGE_CAP, clean, percent_text, score_text
from autograder.reports.values import inline, python_source, spread

totals = st.floats(0.01, 1000) | st.integers(1, 1000)


def array(data, *shape, dtype="float64"):
    return {"kind": "array", "shape": list(shape), "dtype": dtype, "data": data}


@given(totals, st.floats(0, 1, exclude_max=True), st.integers(0, 4))
def test_a_score_below_full_marks_never_reads_as_full_marks(most, share, digits):
    score = most * share
    if score < most:
        assert float(score_text(score, most, digits=digits)) < most


@given(totals, st.floats(0, 1, exclude_min=True), st.integers(0, 4))
def test_a_score_above_zero_never_reads_as_zero(most, share, digits):
    assert float(score_text(most * share, most, digits=digits)) > 0 or most * share == 0


@given(st.floats(0, 100))
def test_a_score_is_shown_to_a_tenth(score):
    assert abs(float(score_text(score, 100)) - score) <= 0.1 + 1e-9


def test_full_marks_and_zero_read_as_what_they_are():
    assert [score_text(score, 100) for score in (0, 0.04, 50, 99.99, 100)] == ["0", "0.1", "50", "99.9", "100"]
    assert percent_text(3, 3) == "100%" and percent_text(2999, 3000) == "99%"


@given(st.text(max_size=2000))
def test_clean_text_is_short_and_visible_and_can_be_written(text):
    shown = clean(text)
    assert len(shown) <= MESSAGE_CAP
    shown.encode("utf-8")
    assert not any(letter < " " or "\u202a" <= letter <= "\u202e" for letter in shown)


def test_korean_names_stay_as_they_are():
    assert clean("김민준 (2026123)") == "김민준 (2026123)"


def test_a_small_array_is_written_out_and_a_large_one_is_its_shape():
    assert inline(array([1.0, 0.1 + 0.2], 2)) == "[1 0.3]"
    assert inline(array(None, 3, 200)) == "array([...], shape=(3, 200))"
    assert inline(array([], 0, 4)) == "array([], shape=(0, 4))"


def test_values_with_names_are_written_as_a_dictionary():
    params = {"kind": "named", "data": {"W1": array([1.0, 2.0], 2), "n": {"kind": "number", "data": 3}}}
    assert inline(params) == "{'W1': [1 2], 'n': 3}"
    assert python_source(params) == "{'W1': np.array([1.0, 2.0]), 'n': 3}"
    assert [label for label, _ in spread("params", params)] == ["params['W1']", "params['n']"]


@given(st.lists(st.floats(-1e6, 1e6), min_size=6, max_size=6))
def test_python_source_makes_the_array_again(numbers):
    import numpy as np

    made = eval(python_source(array(numbers, 2, 3)), {"np": np})
    assert made.tolist() == np.array(numbers).reshape(2, 3).tolist()


def test_python_source_of_text_is_a_literal_and_nothing_else():
    assert python_source({"kind": "text", "data": "'); import os #"}) == '"\'); import os #"'


def test_the_first_cell_that_differs_is_outlined_and_every_one_is_marked():
    drawn = pictures(array([1, 2, 3, 4], 2, 2), array([1, 9, 3, 9], 2, 2), at=[0, 1], atol=0)
    cells = [cell for row in drawn.got.grids[0].rows for cell in row]
    assert [cell.differs for cell in cells] == [False, True, False, True]
    assert [cell.first for cell in cells] == [False, True, False, False]
    assert [cell.text for row in drawn.difference.grids[0].rows for cell in row] == ["0", "+7", "0", "+5"]


def test_a_difference_within_the_tolerance_is_none():
    drawn = pictures(array([1.0, 2.0], 2), array([1.0 + 1e-9, 3.0], 2), at=[1], atol=1e-8)
    assert [cell.differs for cell in drawn.got.grids[0].rows[0]] == [False, True]


def test_nan_differs_from_every_number_and_not_from_itself():
    drawn = pictures(array([1.0, "nan"], 2), array(["nan", "nan"], 2), at=[0], atol=1e-8)
    assert [cell.differs for cell in drawn.got.grids[0].rows[0]] == [True, False]


def test_a_number_in_the_accepted_range_does_not_differ():
    expected = {"kind": "range", "low": array([1.0, 1.0], 2), "high": array([2.0, 2.0], 2)}
    drawn = pictures(expected, array([1.5, 2.5], 2), at=[1], atol=1e-8)
    assert [cell.differs for cell in drawn.got.grids[0].rows[0]] == [False, True]
    assert drawn.expected.grids[0].rows[0][0].text == "1…2"


def test_other_shapes_are_drawn_without_a_difference():
    drawn = pictures(array([1, 2], 2), array([1, 2, 3], 3), at=None, atol=0)
    assert drawn.difference is None and drawn.got.shape == "(3,)"


@given(st.lists(st.integers(0, 5), min_size=1, max_size=4).filter(lambda shape: 0 not in shape), st.data())
def test_slices_hold_the_numbers_of_their_place(shape, data):
    import numpy as np

    numbers = np.arange(np.prod(shape)).reshape(shape)
    drawn = picture(array(numbers.ravel().tolist(), *shape, dtype="int64"))
    for grid in drawn.grids:
        part = numbers[tuple(int(i) for i in grid.label.strip("[]").split(","))] if grid.label else numbers
        rows = [[int(cell.text) for cell in row] for row in grid.rows]
        assert rows == part.reshape(-1, shape[-1]).tolist() or grid.part


def test_what_is_shown_of_a_large_array_has_the_first_difference_in_it():
    numbers, n_slices, height, width = [0] * 20 * 20 * 20, 20, 20, 20
    wrong = numbers.copy()
    wrong[17 * 400 + 13 * 20 + 18] = 1
    drawn = pictures(array(numbers, n_slices, height, width), array(wrong, 20, 20, 20), at=[17, 13, 18], atol=0).got
    cells = [cell for grid in drawn.grids for row in grid.rows for cell in row]
    assert len(cells) == MOST_SLICES * MOST_ROWS * MOST_COLUMNS
    assert [cell.text for cell in cells if cell.first] == ["1"]
    assert drawn.left_out == 20 - MOST_SLICES


@given(st.recursive(st.none() | st.text(string.printable) | st.floats() | st.integers(), st.lists, max_leaves=8))
def test_a_damaged_value_is_shown_somehow(data):
    for kind in ("array", "number", "sequence", "text", "range", "raised", "odd"):
        assert isinstance(inline({"kind": kind, "data": data if kind in ("text", "odd") else None}), str)
