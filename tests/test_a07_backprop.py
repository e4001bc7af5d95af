"""a07_backprop: the layers against automatic differentiation, the worked numbers, and what the rubric is worth."""

import doctest
import re
import warnings
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from autograder.corpus import read
from autograder.judge.call import answer_to
from autograder.judge.examine import examine
from autograder.judge.public import judged
from autograder.judge.recognise import recognise
from autograder.lessons import definitions, lesson, load
from autograder.rubric import Bowl
from tests.layers_a07 import NOTES, RIGHT, WRONG

SOLUTIONS = Path(__file__).parents[1] / "solutions"
A07 = lesson(SOLUTIONS, "a07_backprop")
ANSWERS = definitions(A07)
N_CASES = 250  # each compares an output and up to three gradients
NAMES = ("numerical_gradient", "Relu", "Affine", "Convolution", "Pooling", "SoftmaxWithLoss")


def answer(name):
    return ANSWERS[name]


def gradients(function, dout, *inputs):
    """The output of a TensorFlow function, and its gradients in float64."""
    tensors = [tf.constant(np.asarray(one, np.float64)) for one in inputs]
    with tf.GradientTape() as tape:
        for tensor in tensors:
            tape.watch(tensor)
        out = function(*tensors)
        total = tf.reduce_sum(out * dout(out))
    return out.numpy(), [gradient.numpy() for gradient in tape.gradient(total, tensors)]


def gone_through(layer, dout, x):
    out = layer.forward(x)
    return out, layer.backward(dout(out))


def same(dout_seed):
    """A dout that depends on the shape of the output alone."""
    return lambda out: np.random.default_rng(dout_seed).normal(size=tuple(out.shape))


def close(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-10)


def moved(x, *axes):
    return tf.transpose(x, axes)


def shapes(seed):
    """Random N, C, FN, image, filter, stride and pad; every window holds a real pixel."""
    rng = np.random.default_rng(seed)
    for i in range(N_CASES):
        fh, fw, stride, pad = rng.integers(1, 4), rng.integers(1, 4), rng.integers(1, 4), rng.integers(0, 3)
        pad = min(pad, fh - 1, fw - 1)
        n, c, fn, h, w = *rng.integers(1, 4, 3), fh + rng.integers(0, 5), fw + rng.integers(0, 5)
        yield rng, i, (int(n), int(c), int(h), int(w)), int(fn), (int(fh), int(fw)), int(stride), int(pad)


# --- against what is not ours ----------------------------------------------------------------------------------------


def test_relu_agrees_with_automatic_differentiation_also_at_exactly_0():
    rng = np.random.default_rng(1)
    for i in range(N_CASES):
        x = rng.integers(-3, 4, rng.integers(1, 4, rng.integers(1, 5))) / 1
        out, dx = gone_through(answer("Relu")(), same(i), x)
        theirs, (gradient,) = gradients(tf.nn.relu, same(i), x)
        close(out, theirs)
        close(dx, gradient)


def test_affine_agrees_with_automatic_differentiation():
    rng = np.random.default_rng(2)
    for i in range(N_CASES):
        shape = tuple(rng.integers(1, 4, rng.choice([2, 4])))
        x, d, m = rng.normal(size=shape), int(np.prod(shape[1:])), int(rng.integers(1, 5))
        layer = answer("Affine")(rng.normal(size=(d, m)), rng.normal(size=m))
        out, dx = gone_through(layer, same(i), x)
        theirs, wanted = gradients(lambda x, W, b: tf.reshape(x, (len(x), -1)) @ W + b, same(i), x, layer.W, layer.b)
        close(out, theirs)
        for ours, gradient in zip((dx, layer.dW, layer.db), wanted, strict=True):
            close(ours, gradient)


def test_convolution_agrees_with_automatic_differentiation():
    for rng, i, shape, fn, (fh, fw), stride, pad in shapes(3):
        layer = answer("Convolution")(rng.normal(size=(fn, shape[1], fh, fw)), rng.normal(size=fn), stride, pad)
        x = rng.normal(size=shape)

        def theirs(x, W, b, stride=stride, pad=pad):
            padded = tf.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
            out = tf.nn.conv2d(moved(padded, 0, 2, 3, 1), moved(W, 2, 3, 1, 0), stride, "VALID")
            return moved(out + b, 0, 3, 1, 2)

        out, dx = gone_through(layer, same(i), x)
        wanted_out, wanted = gradients(theirs, same(i), x, layer.W, layer.b)
        close(out, wanted_out)
        for ours, gradient in zip((dx, layer.dW, layer.db), wanted, strict=True):
            close(ours, gradient)


@pytest.mark.parametrize("ties", [False, True])
def test_pooling_agrees_with_automatic_differentiation_and_in_ties_with_tensorflow_s_choice(ties):
    for rng, i, shape, _, (h, w), stride, pad in shapes(4):
        x = rng.integers(0, 3, shape) / 1 if ties else rng.normal(size=shape)

        def theirs(x, h=h, w=w, stride=stride, pad=pad):
            padded = tf.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-np.inf)
            return moved(tf.nn.max_pool2d(moved(padded, 0, 2, 3, 1), (h, w), stride, "VALID"), 0, 3, 1, 2)

        out, dx = gone_through(answer("Pooling")(h, w, stride, pad), same(i), x)
        wanted_out, (gradient,) = gradients(theirs, same(i), x)
        close(out, wanted_out)
        close(dx, gradient)


def test_the_loss_agrees_with_automatic_differentiation_for_both_forms_of_targets():
    rng = np.random.default_rng(5)
    for _ in range(N_CASES):
        n, k = rng.integers(1, 5), rng.integers(2, 6)
        x, labels, scale = rng.normal(0, 4, (n, k)), rng.integers(0, k, n), rng.normal()
        for t in (labels, np.eye(k)[labels]):
            last = answer("SoftmaxWithLoss")()
            loss = last.forward(x, t)
            theirs, (gradient,) = gradients(
                lambda x, labels=labels: tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, x)),
                lambda out, scale=scale: scale,
                x,
            )
            close(loss, theirs)
            close(last.backward(scale), gradient)
            close(last.y, tf.nn.softmax(x))


def test_the_numerical_gradient_of_a_bowl_is_what_its_formula_says():
    rng = np.random.default_rng(6)
    for _ in range(N_CASES):
        shape = tuple(rng.integers(1, 4, rng.integers(1, 5)))
        a, b, (c, d), x = rng.normal(size=shape), rng.normal(size=shape), rng.normal(size=2), rng.normal(size=shape)
        before = x.copy()
        slopes = answer("numerical_gradient")(Bowl(a, b, c, d), x)
        np.testing.assert_allclose(slopes, 2 * a * x + b + 2 * c * x.sum() + 3 * d * x**2, rtol=0, atol=1e-7)
        np.testing.assert_array_equal(x, before)


def test_a_convolution_s_way_back_is_the_transpose_of_its_way_forward():
    for rng, _, shape, fn, (fh, fw), stride, pad in shapes(7):
        layer = answer("Convolution")(rng.normal(size=(fn, shape[1], fh, fw)), np.zeros(fn), stride, pad)
        x = rng.normal(size=shape)
        out = layer.forward(x)
        y = rng.normal(size=out.shape)
        assert (layer.backward(y) * x).sum() == pytest.approx((y * out).sum(), abs=1e-9)
        assert (layer.dW * layer.W).sum() == pytest.approx((y * out).sum(), abs=1e-9)  # linear in W, too


def test_every_gradient_of_a_whole_network_agrees_with_automatic_differentiation():
    rng = np.random.default_rng(8)
    x, t = rng.normal(size=(3, 2, 6, 6)), np.array([0, 2, 1])
    W1, b1, W2, b2 = rng.normal(size=(4, 2, 3, 3)), rng.normal(size=4), rng.normal(size=(36, 3)), rng.normal(size=3)
    conv, dense = answer("Convolution")(W1, b1, 1, 1), answer("Affine")(W2, b2)
    layers, last, out = [conv, answer("Relu")(), answer("Pooling")(2, 2, 2), dense], answer("SoftmaxWithLoss")(), x
    for layer in layers:
        out = layer.forward(out)
    loss, dout = last.forward(out, t), last.backward()
    for layer in reversed(layers):
        dout = layer.backward(dout)

    def theirs(x, W1, b1, W2, b2):
        maps = tf.nn.relu(tf.nn.conv2d(moved(x, 0, 2, 3, 1), moved(W1, 2, 3, 1, 0), 1, "SAME") + b1)
        pooled = moved(tf.nn.max_pool2d(maps, 2, 2, "VALID"), 0, 3, 1, 2)
        scores = tf.reshape(pooled, (3, -1)) @ W2 + b2
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(t, scores))

    wanted_loss, wanted = gradients(theirs, lambda out: 1.0, x, W1, b1, W2, b2)
    close(loss, wanted_loss)
    for ours, gradient in zip((dout, conv.dW, conv.db, dense.dW, dense.db), wanted, strict=True):
        close(ours, gradient)


# --- state and edges -------------------------------------------------------------------------------------------------


def made(name):
    """A layer, two inputs for it, and the arguments of backward."""
    rng = np.random.default_rng(9)
    images, rows = [rng.normal(size=(n, 2, 4, 5)) for n in (3, 2)], [rng.normal(size=(n, 6)) for n in (3, 2)]
    W = {"Affine": (6, 4), "Convolution": (3, 2, 2, 3)}.get(name, (1,))
    weights = (rng.normal(size=W), rng.normal(size=W[0] if name == "Convolution" else W[-1]))
    if name == "Pooling":
        return lambda: answer(name)(2, 3), images
    if name == "Convolution":
        return lambda: answer(name)(*weights), images
    return lambda: answer(name)(*(weights if name == "Affine" else ())), rows


@pytest.mark.parametrize("name", ["Relu", "Affine", "Convolution", "Pooling"])
def test_backward_belongs_to_the_newest_forward_and_may_be_called_twice(name):
    make, (first, x) = made(name)
    before = x.copy()
    layer, fresh = make(), make()
    layer.forward(first)
    out = layer.forward(x)
    dout = same(10)(out)
    layer.backward(dout)
    close(layer.backward(dout), gone_through(fresh, lambda _: dout, x)[1])
    for gradient in {"dW", "db"} & set(vars(fresh)):
        close(getattr(layer, gradient), getattr(fresh, gradient))
    np.testing.assert_array_equal(x, before)
    np.testing.assert_array_equal(dout, same(10)(out))


def test_the_loss_belongs_to_the_newest_scores_and_rows_may_lie_far_apart():
    last, x, t = answer("SoftmaxWithLoss")(), np.array([[10_000.0, 10_000.5], [-10_000.0, -10_001.0]]), np.array([0, 1])
    last.forward(np.zeros((3, 2)), np.array([0, 1, 1]))
    assert last.forward(x, t) == pytest.approx(np.log(1 + np.exp(0.5)) / 2 + np.log(1 + np.exp(1)) / 2)
    last.backward()
    close(last.backward(), (tf.nn.softmax(x).numpy() - np.eye(2)[t]) / 2)


def test_whole_numbers_have_slopes_and_maxima_too():
    whole = np.array([[1, 2], [3, -4]])
    close(answer("numerical_gradient")(lambda x: float((x**2).sum() / 4), whole).round(6), whole / 2)
    pooling = answer("Pooling")(2, 2, 1, 1)
    assert pooling.forward(whole[None, None])[0, 0].tolist() == [[1, 2, 2], [3, 3, 2], [3, 3, -4]]


def test_a_layer_slides_by_one_and_pads_nothing_by_default():
    x = np.ones((1, 1, 3, 3))
    assert answer("Pooling")(2, 2).forward(x).shape == (1, 1, 2, 2)
    assert answer("Convolution")(np.ones((1, 1, 2, 2)), np.zeros(1)).forward(x).shape == (1, 1, 2, 2)


# --- worked numbers --------------------------------------------------------------------------------------------------


def test_the_graph_of_the_lesson_has_the_slopes_6_9_and_3():
    def loss(p):
        return 0.5 * (max(0.0, p[0] * p[1] + p[2]) - 2) ** 2

    assert loss([3, 2, -1]) == 4.5
    np.testing.assert_allclose(answer("numerical_gradient")(loss, np.array([3.0, 2.0, -1.0])), [6, 9, 3], atol=1e-7)
    np.testing.assert_allclose(answer("numerical_gradient")(loss, np.array([3.0, 2.0, -7.0])), [0, 0, 0], atol=1e-7)


def test_one_side_of_a_cube_is_off_by_3h_and_both_by_h_squared():
    one = (1.0001**3 - 1) / 1e-4
    assert one - 3 == pytest.approx(3e-4, rel=1e-3)
    both = answer("numerical_gradient")(lambda x: float((x**3).sum()), np.array([1.0]))
    assert both[0] - 3 == pytest.approx(1e-8, rel=0.01)
    assert 1.0 + 1e-50 == 1.0


def test_the_convolution_by_hand():
    layer = answer("Convolution")(np.array([[[[1, 2], [3, 4]]]]), np.array([0]))
    out, dx = gone_through(layer, lambda out: np.array([[[[1, 0], [0, 2]]]]), np.arange(1, 10).reshape(1, 1, 3, 3))
    assert out[0, 0].tolist() == [[37, 47], [67, 77]]
    assert dx[0, 0].tolist() == [[1, 2, 0], [3, 6, 4], [0, 6, 8]]
    assert layer.dW[0, 0].tolist() == [[11, 14], [20, 23]]
    assert layer.db.tolist() == [3]


def test_the_pooling_of_the_notes_by_hand():
    notes = np.array([[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]]).reshape(1, 1, 4, 4)
    out, dx = gone_through(answer("Pooling")(2, 2, 2), lambda out: np.array([[[[1, 2], [3, 4]]]]), notes)
    assert out[0, 0].tolist() == [[2, 3], [4, 2]]
    assert dx[0, 0].tolist() == [[0, 1, 0, 0], [0, 0, 0, 2], [0, 0, 0, 4], [0, 3, 0, 0]]


@pytest.mark.parametrize(
    "number",
    ["61,706", "123,412", "4.5", "0.53304", "-0.41318", "0.26105", "0.15213", "11 14 / 20 23", "37 47 / 67 77", "2.59"],
)
def test_both_languages_of_the_lesson_give_the_worked_number(number):
    for language in ("en", "ko"):
        cell = re.compile(rf'# %% \[markdown\] lang="{language}"[^\n]*\n(.*?)(?=\n# %%)', re.S)
        assert any(number in text for text in cell.findall(A07.lesson.read_text("utf-8") + "\n# %%")), language


def test_the_examples_of_the_docstrings_run():
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner()
    for name in load(A07):
        for test in finder.find(answer(name), name, module=False, globs=dict(ANSWERS)):
            runner.run(test)
    assert runner.tries >= 20
    assert runner.failures == 0


# --- what the rubric is worth ----------------------------------------------------------------------------------------

FACTS = read(A07.corpus).checks


def graded(name, cells):
    """The item of some cells of a student, on the hidden cases."""
    names = {"np": np, "im2col": answer("im2col"), "col2im": answer("col2im")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(cells, "<student>", "exec"), names)
        return judged(FACTS[name], examine(FACTS[name], lambda case, _: answer_to(case, names[name])))


def written(cells):
    return [name for name in NAMES if re.search(rf"^(class|def) {name}\b", cells, re.M)]


def test_the_rubric_is_worth_100_points():
    assert {name: facts.points for name, facts in FACTS.items()} == {
        "numerical_gradient": 10,
        "Relu": 10,
        "Affine": 18,
        "Convolution": 29,
        "Pooling": 20,
        "SoftmaxWithLoss": 13,
    }


def test_ties_are_worth_at_most_15_percent_of_pooling():
    assert FACTS["Pooling"].aspect("ties").points <= 0.15 * FACTS["Pooling"].points


@pytest.mark.parametrize(("name", "cells"), [(name, cells) for cells in RIGHT for name in written(RIGHT[cells])])
def test_a_right_answer_written_in_another_way_gets_full_marks(name, cells):
    item = graded(name, RIGHT[cells])
    assert item.points == item.max_points, item


@pytest.mark.parametrize("name", ["Relu", "Affine", "Convolution"])
def test_the_layers_of_the_notes_get_full_marks(name):
    item = graded(name, NOTES)
    assert item.points == item.max_points


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_answer_keeps_what_is_right_in_it_and_is_called_by_its_name(what):
    name, points, mistake, cells = WRONG[what]
    item = graded(name, cells)
    assert (item.points, item.mistake) == (points, mistake), item.aspects


def test_an_object_that_answers_zeros_to_everything_earns_nothing():
    class Zeros:
        dW = db = y = 0.0

        def __init__(self, *args):
            pass

        def forward(self, x, t=None):
            return np.zeros(x.shape)

        def backward(self, dout=0):
            return np.zeros(np.shape(dout))

    for name, facts in FACTS.items():
        make = (lambda f, x: np.zeros(x.shape)) if name == "numerical_gradient" else Zeros
        answers = examine(facts, lambda case, _, make=make: answer_to(case, make))
        assert judged(facts, answers).points == 0, name


def test_two_mistakes_of_one_layer_are_both_named():
    code = load(A07)["Convolution"]
    both = code.both(code.mistake("db_mean"), code.mistake("dx_rotated_again"))
    answers = examine(FACTS["Convolution"], lambda case, _: answer_to(case, both))

    def combined(one, other, case):
        pair = [code.mistake(one), code.mistake(other)]
        return [answer_to(case, code.both(*order)) for order in (pair, pair[::-1])]

    assert set(recognise(FACTS["Convolution"], answers, combine=combined).split("+")) == {"db_mean", "dx_rotated_again"}
