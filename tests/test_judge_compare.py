"""Is one outcome right? Held against NumPy's own comparison, and against everything a student may return."""

import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from autograder.judge.compare import agree, compare, compare_values, judge
from autograder.records import AspectFacts, Case, Outcome
from autograder.sandbox.inside.values import Unsupported

FINITE = st.floats(-1e6, 1e6)
ARRAYS = arrays_of.arrays(np.float64, arrays_of.array_shapes(max_dims=4, max_side=4), elements=FINITE)
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats()
    | st.text(max_size=3)
    | st.builds(Unsupported, st.just("type set"))
    | arrays_of.arrays(
        st.sampled_from(["f8", "f4", "f2", "i8", "u8", "i1", "?"]),
        arrays_of.array_shapes(min_dims=0, min_side=0, max_dims=3, max_side=3),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple),
    max_leaves=4,
)


def value(value):
    return Outcome("value", value=value)


def difference(right, got, atol=0, **how):
    return compare_values(right, right, got, atol, **how).difference


@given(ARRAYS, st.floats(0, 10), st.data())
def test_it_agrees_with_numpy_on_arrays_within_a_tolerance(right, atol, data):
    got = right + data.draw(arrays_of.arrays(np.float64, right.shape, elements=st.floats(-20, 20)))
    wanted = bool(((got == right) | ((got >= right - atol) & (got <= right + atol))).all())
    assert (difference(right, got, atol) == "") == wanted


@given(ARRAYS, st.data())
def test_it_names_the_first_cell_that_differs(right, data):
    at = data.draw(st.tuples(*(st.integers(0, side - 1) for side in right.shape)))
    got = right.copy()
    got[at] += 1e7
    assert compare_values(right, right, got, 1e-8).at == at


EVERY_KIND = [
    None,
    True,
    3,
    10**30,
    2.5,
    math.nan,
    "text",
    Unsupported("type set"),
    (1, 2),
    [(1, 2), (3,)],
    ("a", None, np.ones(2)),
    *(np.zeros(shape) for shape in [(), (0,), (1,), (2,), (2, 0), (2, 2)]),
    np.array([True, False]),
    np.ones(2, np.int8),
]


@pytest.mark.parametrize("right", EVERY_KIND, ids=repr)
@pytest.mark.parametrize("got", EVERY_KIND, ids=repr)
def test_every_kind_of_answer_can_be_held_against_every_kind_of_right_answer(right, got):
    verdict = compare_values(right, right, got, 0)
    assert verdict.right is (repr(right) == repr(got) and right is not math.nan and not isinstance(got, Unsupported))
    assert agree(value(got), value(right), 0) in (True, False)


@given(ANYTHING, ANYTHING)
def test_nothing_that_is_right_or_returned_makes_it_raise(right, got):
    verdict = compare_values(right, right, got, 1e-8)
    assert verdict.right == (verdict.difference == "")
    compare_values(right, right, got, 0, strict_kind=True)
    agree(value(got), value(right), 1e-8)


@given(ARRAYS)
def test_lists_and_tuples_and_other_layouts_of_the_right_numbers_are_right(right):
    for got in (right.tolist(), tuple(right.tolist()), np.asfortranarray(right), right[..., ::-1][..., ::-1]):
        assert difference(right, got) == ""


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", "i1", "u8", ">f4", "longdouble"])
def test_the_type_of_the_numbers_does_not_matter_where_their_values_are_right(dtype):
    assert difference(np.arange(6.0).reshape(2, 3), np.arange(6).reshape(2, 3).astype(dtype)) == ""


def test_the_tolerance_does_not_depend_on_what_came_back():
    assert difference(np.array([0.1]), np.array([0.1], np.float32), 1e-10) == "values"


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_never_near_enough(bad):
    assert difference(np.ones(2), np.array([1, bad]), math.inf) == "not_finite"
    assert difference(1.0, bad, 1e300) == "not_finite"


def test_infinity_is_right_where_it_is_the_answer_and_nan_never_is():
    assert difference(math.inf, math.inf) == ""
    assert difference(math.inf, -math.inf) == "not_finite"
    assert difference(math.nan, math.nan) == "not_finite"


@pytest.mark.parametrize("got", [np.ones((2, 1)), np.ones((1, 2)), np.ones(3), 1.0, [[1.0, 1.0]], [], np.ones((2, 0))])
def test_another_shape_is_wrong_even_where_it_would_broadcast(got):
    assert difference(np.ones(2), got, 10) == "shape"


@pytest.mark.parametrize(
    ("right", "got", "found"),
    [
        (3, None, "nothing"),
        (None, None, ""),
        (None, 3, "values"),
        (None, (1, 2), "values"),
        ((3, None), (3, [1, 2]), "values"),
        (3, Unsupported("type set"), "unsupported"),
        ((1, 2), (1, Unsupported("type set")), "shape"),
        (3, "3", "values"),
        ("same", "same", ""),
        ("same", "valid", "values"),
        ("same", 0, "values"),
        (10**30, 10**30, ""),
        (10**30, (1, 2), "values"),
        (10**30, 10**30 + 1, "values"),
        (3, 10**30, "values"),
        ([(1, 2), (3,)], [(1, 2), (3,)], ""),
        ([(1, 2), (3,)], ((1, 2), [3]), ""),
        ([(1, 2), (3,)], [(1, 2), (4,)], "values"),
        ([(1, 2), (3,)], [(1, 2)], "shape"),
        ([(1, 2), (3,)], 3, "shape"),
    ],
)
def test_every_other_kind_of_value_has_its_difference(right, got, found):
    assert difference(right, got) == found


def test_an_answer_without_numbers_is_not_gone_through_row_by_row():
    right = [([1, 2], 3)]
    tracemalloc.start()
    verdict = compare_values(right, right, np.empty((10**6, 0)), 0)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert verdict.difference == "shape" and most < 1 << 20


def test_an_irregular_answer_says_where_it_differs():
    right = [((55, 55, 96), 34944), ((27, 27, 96), 0)]
    assert compare_values(right, right, [((55, 55, 96), 34944), ((27, 28, 96), 0)], 0).at == (1, 0, 1)


def test_whole_numbers_beyond_two_to_the_53_are_told_apart():
    assert difference(2**53, 2**53 + 1) == "values"
    assert difference(np.array([2**60]), np.array([2**60 + 1])) == "values"
    assert difference(2**53, 2**53 + 1, 1e-8) == "values"


def test_an_unsigned_number_is_not_taken_for_its_negative_twin():
    assert difference(np.array([-1]), np.array([2**64 - 1], np.uint64)) == "values"


@pytest.mark.parametrize(
    ("right", "got", "found"),
    [(3, 3.0, "kind"), (3, np.float32(3), "kind"), (3.0, 3, "kind"), (3, np.uint8(3), ""), (True, 1, "kind")],
)
def test_a_strict_aspect_tells_3_from_3_point_0(right, got, found):
    assert difference(right, got, strict_kind=True) == found


def test_true_is_not_1():
    assert difference(1, True) == "kind"
    assert difference(np.array([1.0]), np.array([True])) == "kind"


def test_flags_may_be_written_1_and_0_unless_the_kind_is_asked_for():
    flags = np.array([True, False])
    assert difference(flags, np.array([1.0, 0.0])) == ""
    assert difference(flags, [1, 0]) == ""
    assert difference(flags, np.array([1.0, 0.5])) == "values"
    assert difference(flags, [1, 0], strict_kind=True) == "kind"


def test_every_answer_between_two_bounds_is_right():
    low, high = np.array([1.0, 2.0]), np.array([2.0, 2.0])
    assert compare_values(low, high, np.array([1.5, 2.0]), 0).right
    assert compare_values(low, high, np.array([2.1, 2.0]), 0).at == (0,)
    assert compare_values(low, high, np.array([0.9, 2.0]), 0).at == (0,)


@pytest.mark.parametrize("kind", ["timeout", "died", "missing"])
def test_a_call_without_an_answer_is_wrong_even_where_an_error_is_asked_for(kind):
    asked = Outcome("raised", error="ValueError")
    assert compare(asked, asked, Outcome(kind), 0).difference == kind
    assert compare(value(3), value(3), Outcome(kind), 0).difference == kind


@pytest.mark.parametrize(
    ("got", "found"),
    [
        (Outcome("raised", error="ValueError", bases=("ValueError", "Exception")), ""),
        (Outcome("raised", error="TooLarge", bases=("ValueError", "Exception")), ""),
        (Outcome("raised", error="IndexError", bases=("IndexError", "LookupError")), "other_error"),
        (Outcome("raised", error="Exception", bases=("Exception",)), "other_error"),
        (value(None), "no_error"),
    ],
)
def test_an_error_must_be_of_the_kind_that_is_asked_for(got, found):
    asked = Outcome("raised", error="ValueError", bases=("ValueError",))
    assert compare(asked, asked, got, 0).difference == found


def test_an_aspect_of_unchanged_input_looks_at_nothing_but_the_input():
    aspect = AspectFacts("input unchanged", {}, 1, "unchanged")
    case = Case("input unchanged", (), "C", value(3), value(3), {}, 0)
    assert judge(case, aspect, value("nonsense")).right
    assert judge(case, aspect, Outcome("raised", error="IndexError")).right
    assert judge(case, aspect, Outcome("value", value=3, changed=(0,))).difference == "changed"
    assert judge(case, aspect, Outcome("died")).difference == "died"


def test_two_functions_that_raise_behave_alike_whatever_they_raise():
    assert agree(Outcome("raised", error="IndexError"), Outcome("raised", error="ValueError"), 0)
    assert not agree(Outcome("raised", error="IndexError"), value(3), 0)


def test_a_name_that_is_not_there_is_no_named_mistake():
    """A typing slip in backward is not "backwards in the order of forwards", which stops at the shapes."""
    typed = Outcome("raised", error="NameError")
    assert not agree(typed, Outcome("raised", error="ValueError"), 0)
    assert not agree(Outcome("raised", error="IndexError"), Outcome("raised", error="UnboundLocalError"), 0)
    assert agree(typed, typed, 0)


def test_two_functions_that_answer_nan_in_the_same_cells_behave_alike():
    one, other = value(np.array([1.0, math.nan])), value(np.array([1.0, math.nan]))
    assert agree(one, other, 0)
    assert not agree(value(np.array([math.nan, 1.0])), other, 0)


def test_functions_whose_numbers_differ_by_a_share_of_them_behave_alike_where_one_is_allowed_but_of_counts_none_is():
    count, one_more = (Outcome("value", value=number) for number in (2_000_000, 2_000_001))
    number, nearly = (Outcome("value", value=float(one.value)) for one in (count, one_more))
    assert agree(nearly, number, 0.01, rtol=1e-5) and not agree(nearly, number, 0.01)
    assert not agree(one_more, count, 0.01, rtol=1e-5)


@pytest.mark.parametrize("kind", ["timeout", "died", "missing"])
def test_a_call_without_an_answer_behaves_like_no_other(kind):
    assert not agree(Outcome(kind), Outcome(kind), 0)


def _pair_case(low):
    right = Outcome("value", value=low)
    return Case("gradient", (), "C", right, right, {}, 0)


def test_a_slip_in_one_part_of_an_answer_costs_nothing_where_the_other_is_judged():
    loss = AspectFacts("loss", {}, 1, part=(0,))
    case = _pair_case((2.0, np.array([1.0, -1.0])))
    assert judge(case, loss, Outcome("value", value=(2.0, np.array([5.0, 5.0])))).right


def test_a_difference_in_a_part_is_placed_in_the_whole_answer():
    gradient = AspectFacts("gradient", {}, 1, part=(1,))
    case = _pair_case((2.0, np.array([1.0, -1.0])))
    assert judge(case, gradient, Outcome("value", value=(0.0, np.array([1.0, 1.0])))).at == (1, 1)


def test_a_part_of_every_row_is_compared_row_by_row():
    parameters = AspectFacts("parameters", {}, 1, part=(None, 1))
    case = _pair_case([((3, 3, 2), 10), ((1, 1, 2), 0)])
    assert judge(case, parameters, Outcome("value", value=[((9, 9, 9), 10), ((1,), 0)])).right
    assert judge(case, parameters, Outcome("value", value=[((3, 3, 2), 10), ((1, 1, 2), 7)])).at == (1, 1)


@pytest.mark.parametrize("got", [2.0, (2.0,), np.zeros(()), "two"])
def test_an_answer_without_the_part_has_the_wrong_shape(got):
    gradient = AspectFacts("gradient", {}, 1, part=(1,))
    assert judge(_pair_case((2.0, 3.0)), gradient, Outcome("value", value=got)).difference in ("shape", "values")
