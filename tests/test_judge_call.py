"""Calling trusted code: what it did becomes a record, and what it was given stays whole."""

import numpy as np
import pytest

from autograder.judge.call import changed_arguments, fresh, outcome_of, plain


def test_a_value_is_recorded():
    assert outcome_of(lambda a, b: a + b, (1, 2)).value == 3


def test_an_exception_is_recorded_with_the_errors_it_derives_from():
    class TooLarge(ValueError):
        pass

    def refuse(x):
        raise TooLarge("x" * 1000)

    found = outcome_of(refuse, (1,))
    assert (found.kind, found.error, len(found.message)) == ("raised", "TooLarge", 500)
    assert found.bases == ("ValueError", "Exception", "BaseException", "object")


def test_an_exception_that_does_not_print_is_recorded_without_its_words():
    class Unprintable(Exception):
        def __str__(self):
            raise RuntimeError

    def fail():
        raise Unprintable

    assert (outcome_of(fail, ()).error, outcome_of(fail, ()).message) == ("Unprintable", "")


def test_what_ends_a_program_is_not_caught():
    with pytest.raises(KeyboardInterrupt):
        outcome_of(lambda: (_ for _ in ()).throw(KeyboardInterrupt), ())


@pytest.mark.parametrize("layout", ["C", "F", "strided"])
def test_a_function_works_on_copies(layout):
    def spoil(x, values):
        x += 1
        values.append(3)

    x, values = np.arange(6.0).reshape(2, 3), [1, 2]
    found = outcome_of(spoil, (x, values), layout=layout)
    assert found.changed == (0, 1)
    assert (x.tolist(), values) == ([[0, 1, 2], [3, 4, 5]], [1, 2])


def test_changes_are_noticed_even_where_the_call_raises():
    def spoil(x):
        x[0] = 9
        raise ValueError

    assert outcome_of(spoil, (np.zeros(2),)).changed == (0,)


def test_an_array_that_holds_nan_and_stays_as_it_is_has_not_changed():
    x = np.array([np.nan, 1.0])
    assert changed_arguments([x], [x.copy()]) == ()


@pytest.mark.parametrize("layout", ["C", "F", "strided"])
def test_arrays_in_lists_of_tuples_are_copied_laid_out_and_watched(layout):
    given = [(np.arange(6.0).reshape(2, 3), 1), (np.zeros((0, 4)), 2)]
    assert outcome_of(lambda pairs: pairs[0][0][0].sum(), (given,), layout=layout).changed == ()

    def spoil(pairs):
        pairs[0][0][0, 0] = 9

    assert outcome_of(spoil, (given,), layout=layout).changed == (0,)
    assert outcome_of(lambda pairs: pairs.append(3), (given,), layout=layout).changed == (0,)
    assert outcome_of(lambda pairs: pairs.__setitem__(0, "x"), (given,), layout=layout).changed == (0,)
    assert given[0][0][0, 0] == 0
    assert fresh(given, "strided")[0][0].flags.c_contiguous is False


def test_a_list_in_a_list_is_copied_too():
    given = [[1], [2]]
    fresh(given, "C")[0].append(5)
    assert given == [[1], [2]]


@pytest.mark.parametrize(("layout", "flag"), [("C", "c_contiguous"), ("F", "f_contiguous")])
def test_arrays_come_in_the_layout_that_is_asked_for(layout, flag):
    assert getattr(fresh(np.eye(3)[:, :2], layout).flags, flag)


def test_a_strided_array_is_neither():
    flags = fresh(np.ones((2, 3)), "strided").flags
    assert not flags.c_contiguous and not flags.f_contiguous


def test_warnings_of_the_reference_do_not_reach_the_instructor(recwarn):
    outcome_of(lambda x: np.log(x), (np.zeros(2),))
    assert not recwarn


def test_numpy_scalars_become_plain_numbers():
    found = plain((np.int64(3), [np.float32(0.5)], np.bool_(True)))
    assert found == (3, [0.5], True)
    assert [type(found[0]), type(found[1][0]), type(found[2])] == [int, float, bool]
