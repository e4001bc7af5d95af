"""a06_losses: the answers against Keras, SciPy and fractions, the worked numbers, and what the rubric is worth."""

import doctest
import math
import re
from fractions import Fraction
from pathlib import Path

import keras
import numpy as np
import pytest
import scipy.special
import tensorflow as tf

from autograder import corpus as corpora
from autograder.judge.compare import compare_values, judge
from autograder.judge.recognise import Answer, recognise
from autograder.judge.reference import outcome_of
from autograder.lessons import definitions, lesson, load

SOLUTIONS = Path(__file__).parents[1] / "solutions"
A06 = lesson(SOLUTIONS, "a06_losses")
ANSWERS = definitions(A06)
RABBIT = np.array([[2.2, 1.39, 0.85]])  # the notes' scores; class 0 is right
N_CASES = 1000


def answer(name):
    return ANSWERS[name]


def cases(seed):
    """1,000 times a generator and a shape (N, K); the shapes repeat, so that TensorFlow compiles few of them."""
    rng = np.random.default_rng(seed)
    for i in range(N_CASES):
        yield rng, (1 + i % 4, 2 + i % 5)


def distribution(rng, shape):
    return rng.dirichlet(np.ones(shape[1]), size=shape[0])


def labels_and_rows(rng, shape):
    labels = rng.integers(0, shape[1], shape[0])
    return labels, (labels[:, None] == np.arange(shape[1])).astype(float)


# --- against what is not ours ----------------------------------------------------------------------------------------


def test_softmax_and_its_logarithm_agree_with_tensorflow_and_scipy():
    for rng, shape in cases(1):
        x = rng.normal(0, rng.choice([1, 30, 1e4]), shape)
        np.testing.assert_allclose(answer("softmax")(x), tf.nn.softmax(x).numpy(), rtol=0, atol=1e-12)
        np.testing.assert_allclose(answer("log_softmax")(x), scipy.special.log_softmax(x, axis=-1), rtol=1e-13)


@pytest.mark.parametrize("shape", [(3,), (2, 3, 4), (2, 1, 3, 2)])
def test_softmax_works_along_the_last_of_any_number_of_axes(shape):
    x = np.random.default_rng(2).normal(size=shape)
    np.testing.assert_allclose(answer("softmax")(x), scipy.special.softmax(x, axis=-1), atol=1e-14)
    np.testing.assert_allclose(answer("log_softmax")(x), scipy.special.log_softmax(x, axis=-1), atol=1e-14)


def test_one_hot_agrees_with_keras():
    for rng, shape in cases(3):
        labels = rng.integers(0, shape[1], shape[0])
        np.testing.assert_array_equal(answer("one_hot")(labels, shape[1]), keras.utils.to_categorical(labels, shape[1]))


def test_cross_entropy_agrees_with_keras_for_both_forms_of_targets():
    for rng, shape in cases(4):
        y = distribution(rng, shape) * 0.9 + 0.1 / shape[1]  # away from 0, where Keras clips
        labels, rows = labels_and_rows(rng, shape)
        wanted = tf.reduce_mean(keras.losses.categorical_crossentropy(rows, y)).numpy()
        for t in (labels, rows):
            assert answer("cross_entropy_error")(y, t) == pytest.approx(wanted, abs=1e-5)


def test_mean_squared_error_agrees_with_exact_fractions():
    for rng, shape in cases(5):
        y, t = rng.integers(-9, 10, shape), rng.integers(-9, 10, shape)
        squares = sum((Fraction(int(a)) - int(b)) ** 2 for a, b in zip(y.ravel(), t.ravel(), strict=True))
        assert answer("mean_squared_error")(y / 1, t / 1) == pytest.approx(float(squares / 2 / shape[0]), rel=1e-14)


def test_kl_divergence_agrees_with_scipy_also_where_p_is_zero():
    for rng, shape in cases(6):
        p, q = distribution(rng, shape), distribution(rng, shape)
        p[:, 0] *= rng.integers(0, 2)
        p /= p.sum(axis=1, keepdims=True)
        wanted = scipy.special.rel_entr(p, q).sum(axis=1).mean()
        assert answer("kl_divergence")(p, q) == pytest.approx(wanted, abs=1e-12)


def test_softmax_cross_entropy_agrees_with_automatic_differentiation():
    for rng, shape in cases(7):
        x = tf.constant(rng.normal(0, 5, shape))
        labels, rows = labels_and_rows(rng, shape)
        with tf.GradientTape() as tape:
            tape.watch(x)
            wanted = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, x))
        gradient = tape.gradient(wanted, x).numpy()
        for t in (labels, rows):
            loss, dx = answer("softmax_cross_entropy")(x.numpy(), t)
            assert loss == pytest.approx(wanted.numpy(), abs=1e-10)
            np.testing.assert_allclose(dx, gradient, rtol=0, atol=1e-12)


# --- worked numbers --------------------------------------------------------------------------------------------------


def test_the_scores_of_the_notes_become_their_probabilities():
    np.testing.assert_allclose(answer("softmax")(RABBIT), [[0.58682, 0.26105, 0.15213]], atol=5e-6)


def test_the_loss_of_the_notes_is_0_53304_and_0_52763_from_the_rounded_row():
    cross_entropy_error = answer("cross_entropy_error")
    assert cross_entropy_error(answer("softmax")(RABBIT), np.array([0])) == pytest.approx(0.53304, abs=5e-6)
    assert cross_entropy_error(np.array([[0.59, 0.26, 0.15]]), np.array([0])) == pytest.approx(0.52763, abs=5e-6)


def test_a_hopeless_prediction_costs_16_118_and_a_perfect_one_less_than_nothing():
    y = np.array([[1.0, 0.0]])
    assert answer("cross_entropy_error")(y, np.array([1])) == pytest.approx(16.118, abs=5e-4)
    assert -1.1e-7 < answer("cross_entropy_error")(y, np.array([0])) < 0


def test_the_fused_loss_is_not_capped():
    loss, _ = answer("softmax_cross_entropy")(np.array([[0.0, 1000.0]]), np.array([0]))
    assert loss == 1000


def test_divergences_by_hand():
    p, q = np.array([[0.5, 0.5]]), np.array([[0.25, 0.75]])
    assert answer("kl_divergence")(p, q) == pytest.approx(0.1438, abs=5e-5)
    assert answer("kl_divergence")(q, p) == pytest.approx(0.1308, abs=5e-5)
    assert answer("kl_divergence")(p, p) == 0


@pytest.mark.parametrize("number", ["0.58682", "0.26105", "0.15213", "0.53304", "0.52763", "16.118"])
def test_both_languages_of_the_lesson_give_the_worked_number(number):
    for language in ("en", "ko"):
        cell = re.compile(rf'# %% \[markdown\] lang="{language}"[^\n]*\n(.*?)(?=\n# %%)', re.S)
        assert any(number in text for text in cell.findall(A06.lesson.read_text("utf-8"))), language


def test_the_examples_of_the_docstrings_run():
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner()
    for name in load(A06):
        for test in finder.find(answer(name), name, globs=dict(ANSWERS)):
            runner.run(test)
    assert runner.tries >= 14
    assert runner.failures == 0


# --- edges -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("t", [2, np.array(2), np.array([2]), np.array([0, 0, 1]), np.array([[0.0, 0.0, 1.0]])])
def test_one_sample_may_come_without_its_batch_axis(t):
    assert answer("cross_entropy_error")(np.array([0.25, 0.25, 0.5]), t) == pytest.approx(math.log(2), abs=1e-6)


def test_a_batch_of_as_many_samples_as_classes_is_no_one_hot_target():
    y = np.array([[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0.25, 0.25, 0.5]])
    assert answer("cross_entropy_error")(y, np.array([0, 1, 2])) == pytest.approx(math.log(2), abs=1e-6)


@pytest.mark.parametrize("dtype, wanted", [(np.float32, np.float32), (np.float64, np.float64), (np.int64, np.float64)])
def test_what_comes_out_has_the_type_of_what_went_in(dtype, wanted):
    x = np.array([[1, 2], [0, 3]], dtype)
    assert answer("softmax")(x).dtype == wanted
    assert answer("log_softmax")(x).dtype == wanted


def test_one_hot_answers_float64_for_labels_that_are_bytes():
    assert answer("one_hot")(np.array([255], np.uint8), 256).dtype == np.float64


# --- what the rubric is worth ----------------------------------------------------------------------------------------


def test_the_rubric_is_worth_100_points():
    assert sum(code.check.points for code in load(A06).values()) == 100


@pytest.mark.parametrize("epsilon", [0, 5e-324, 1e-300, 1e-15, 1e-12, 1e-8, 1e-7])
def test_any_epsilon_up_to_1e_7_is_accepted(epsilon):
    low, high = accepted(np.array([[0.001, 0.999], [0.1, 0.9]]), np.array([0, 0]))
    loss = -(math.log(0.001 + epsilon) + math.log(0.1 + epsilon)) / 2
    assert compare_values(low, high, loss, 1e-12).right


@pytest.mark.parametrize("loss, right", [(16.1, False), (16.2, True), (36.0, True), (744.4, True), (math.inf, False)])
def test_a_probability_of_zero_may_cost_anything_finite_above_16_118(loss, right):
    low, high = accepted(np.array([[0.0, 1.0]]), np.array([0]))
    assert compare_values(low, high, loss, 1e-5).right is right


def accepted(y, t):
    code = load(A06)["cross_entropy_error"]
    return code.check.accepted(code.right, y, t)


# --- the right class far behind ---------------------------------------------------------------------------------------

CORPUS = corpora.read(A06.corpus).checks
FAR_BEHIND = np.array([[0.0, 20_000.0]]), np.array([0])


def lost(name, function):
    """The aspects of a check in which a function errs."""
    facts = CORPUS[name]
    judged = [(c, judge(c, facts.aspect(c.aspect), outcome_of(function, c.args))) for c in facts.cases]
    return {case.aspect for case, verdict in judged if not verdict.right}


def from_probabilities(log):
    """softmax_cross_entropy of someone who takes this logarithm of the right class's probability."""

    def softmax_cross_entropy(x, t):
        y, t = answer("softmax")(x), t if t.ndim == 2 else np.eye(x.shape[1])[t]
        with np.errstate(divide="ignore"):
            return -np.mean(log((y * t).sum(axis=1))), (y - t) / len(x)

    return softmax_cross_entropy


def composed(x, t):
    y = answer("softmax")(x)
    return answer("cross_entropy_error")(y, t), (y - (t if t.ndim == 2 else np.eye(x.shape[1])[t])) / len(x)


@pytest.mark.parametrize(
    "right",
    [composed, from_probabilities(lambda p: np.log(p + 1e-9)), from_probabilities(lambda p: np.log(p + 1e-300))],
)
def test_the_lessons_own_two_functions_composed_and_every_smaller_epsilon_earn_full_marks(right):
    assert lost("softmax_cross_entropy", right) == set()


def test_an_infinite_loss_costs_one_aspect_of_one_point_and_is_named():
    facts = CORPUS["softmax_cross_entropy"]
    assert lost("softmax_cross_entropy", from_probabilities(np.log)) == {"class far behind"}
    assert facts.aspect("class far behind").points == 1
    assert {case.aspect for case in facts.cases if "log_of_zero" in case.wrong} == {"class far behind"}


def test_an_epsilon_too_large_costs_precision_and_the_class_far_behind():
    assert lost("softmax_cross_entropy", from_probabilities(lambda p: np.log(p + 1e-5))) == {
        "class far behind",
        "precision",
    }


@pytest.mark.parametrize("loss, right", [(16.1, False), (16.2, True), (2e4, True), (2.1e4, False), (math.inf, False)])
def test_a_class_20000_behind_may_cost_anything_from_16_118_to_20000(loss, right):
    code = load(A06)["softmax_cross_entropy"]
    (low, dx), (high, _) = code.check.accepted(code.right, *FAR_BEHIND)
    assert compare_values(low, high, loss, 1e-3).right is right
    np.testing.assert_array_equal(dx, [[-1, 1]])


def test_one_hot_is_asked_for_a_single_class():
    def at_least_two(labels, num_classes):
        return None if num_classes < 2 else np.eye(num_classes)[labels]

    assert lost("one_hot", at_least_two) == {"one class"}


@pytest.mark.parametrize("maximum", [np.max, lambda x: 0])
def test_columns_instead_of_rows_have_a_name_with_one_maximum_and_without(maximum):
    def columns(x):
        e = np.exp(x - maximum(x))
        return e / e.sum(axis=0)

    facts = CORPUS["softmax"]
    with np.errstate(all="ignore"):
        called = [(case, facts.aspect(case.aspect), outcome_of(columns, case.args)) for case in facts.cases]
        cases = [Answer(*one, judge(*one)) for one in called]
    assert recognise(facts, cases) in ("columns_with_one_maximum", "columns_without_maximum")
