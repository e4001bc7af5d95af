"""Frequent slips of public code, and what the hidden cases of a lesson call them; for tests of lessons."""

import inspect

from autograder import corpus as corpora
from autograder.judge.call import outcome_of
from autograder.judge.compare import judge
from autograder.judge.recognise import Answer, recognise


def named(lesson, name, function):
    """The mistake that is recognised behind a function."""
    facts = corpora.read(lesson.corpus).checks[name]
    called = [(case, facts.aspect(case.aspect), outcome_of(function, case.args)) for case in facts.cases]
    return recognise(facts, [Answer(*one, judge(*one)) for one in called])


def demanding(right, divides=False, square=False):
    """The right function behind an assert: that no row or column is left over, or that the window is square."""

    def function(x, *args):
        args = inspect.signature(right).bind(x, *args)
        args.apply_defaults()
        _, *windows, stride, pad = args.args
        windows = windows if isinstance(windows[0], int) else windows[0].shape[2:]
        assert not divides or all((n + 2 * pad - w) % stride == 0 for n, w in zip(x.shape[2:], windows, strict=False))
        assert not square or windows[0] == windows[1]
        return right(*args.args)

    return function
