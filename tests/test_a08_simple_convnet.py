"""The answers of a08_simple_convnet against Keras with the same weights, and the numbers of its lesson."""

import doctest
import inspect
import os
import types
from pathlib import Path

import numpy as np
import pytest

from autograder import corpus, lessons
from autograder.course.kill import killed_by
from autograder.course.trained import training
from autograder.judge.call import answer_to
from autograder.judge.compare import judge
from autograder.judge.recognise import Answer, recognise

LESSON = lessons.lesson(Path(__file__).parents[1] / "solutions", "a08_simple_convnet")
ANSWERS = lessons.definitions(LESSON)
SimpleConvNet, SGD, Adam = (ANSWERS[name] for name in ("SimpleConvNet", "SGD", "Adam"))
flat_size, batched_accuracy = ANSWERS["flat_size"], ANSWERS["batched_accuracy"]
NAMES = ["flat_size", "batched_accuracy", "SimpleConvNet", "SGD", "Adam"]
SIZES = [
    ((1, 8, 8), {"filter_num": 2, "filter_size": 3, "pad": 0, "stride": 1}, 4, 3),
    ((3, 9, 7), {"filter_num": 4, "filter_size": 2, "pad": 1, "stride": 1}, 5, 4),
    ((2, 11, 12), {"filter_num": 3, "filter_size": 5, "pad": 2, "stride": 2}, 6, 10),
    ((1, 10, 13), {"filter_num": 2, "filter_size": 4, "pad": 0, "stride": 3}, 3, 2),
]


@pytest.fixture(scope="module")
def keras():
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
    import keras  # here and not above, because it takes seconds

    before = keras.config.floatx(), keras.config.dtype_policy()
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")  # the policy of before stays where a layer was made already
    yield keras
    keras.config.set_floatx(before[0])
    keras.config.set_dtype_policy(before[1])


def random_net(seed, sizes):
    rng = np.random.default_rng(seed)
    net = SimpleConvNet(*sizes)
    for values in net.params.values():
        values[...] = rng.normal(0, 0.5, values.shape)
    x, t = rng.normal(size=(5, *sizes[0])), rng.integers(0, sizes[3], 5)
    return net, x, t


def twin(keras, net, sizes):
    """A Keras model with the weights of `net`. Keras flattens rows, columns, channels; the notes channels first."""
    (c, h, w), conv_param, hidden, classes = sizes
    layers = keras.layers
    inputs = keras.Input((h, w, c))
    x = layers.ZeroPadding2D(conv_param["pad"])(inputs)
    x = layers.Conv2D(conv_param["filter_num"], conv_param["filter_size"], conv_param["stride"], activation="relu")(x)
    x = layers.Flatten()(layers.Permute((3, 1, 2))(layers.MaxPooling2D(2)(x)))
    x = layers.Dense(hidden, activation="relu")(x)
    model = keras.Model(inputs, layers.Dense(classes)(x))
    p = net.params
    model.set_weights([p["W1"].transpose(2, 3, 1, 0), p["b1"], p["W2"], p["b2"], p["W3"], p["b3"]])
    return model


@pytest.mark.parametrize("seed", range(len(SIZES)))
def test_scores_are_those_of_a_keras_model_with_the_same_weights(keras, seed):
    net, x, _ = random_net(seed, SIZES[seed])
    scores = np.asarray(twin(keras, net, SIZES[seed])(x.transpose(0, 2, 3, 1)))
    np.testing.assert_allclose(net.predict(x), scores, rtol=0, atol=1e-10)


@pytest.mark.parametrize("seed", range(len(SIZES)))
def test_loss_and_gradients_are_those_of_automatic_differentiation(keras, seed):
    import tensorflow as tf

    net, x, t = random_net(seed, SIZES[seed])
    model = twin(keras, net, SIZES[seed])
    with tf.GradientTape() as tape:
        scores = model(tf.constant(x.transpose(0, 2, 3, 1)))
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(t, scores))
    W1, b1, W2, b2, W3, b3 = (np.asarray(one) for one in tape.gradient(loss, model.trainable_weights))
    right = {"W1": W1.transpose(3, 2, 0, 1), "b1": b1, "W2": W2, "b2": b2, "W3": W3, "b3": b3}
    assert net.loss(x, t) == pytest.approx(float(loss), abs=1e-10)
    for key, values in net.gradient(x, t).items():
        np.testing.assert_allclose(values, right[key], rtol=0, atol=1e-10, err_msg=key)


def test_both_gradients_agree():
    net, x, t = random_net(9, SIZES[1])
    fast, slow = net.gradient(x, t), net.numerical_gradient(x, t)
    assert fast.keys() == slow.keys() == net.params.keys()
    for key in fast:
        np.testing.assert_allclose(fast[key], slow[key], rtol=0, atol=1e-6)


@pytest.mark.parametrize("steps", [1, 5])
@pytest.mark.parametrize("betas", [(0.9, 0.999), (0.5, 0.9)])
def test_adam_steps_as_keras_does(keras, steps, betas):
    rng = np.random.default_rng(3)
    params = {"W": rng.normal(size=(3, 4)), "b": rng.normal(size=4)}
    variables = [keras.Variable(values.copy(), dtype="float64") for values in params.values()]
    ours, theirs = Adam(0.05, *betas), keras.optimizers.Adam(0.05, *betas)
    theirs.build(variables)
    for _ in range(steps):
        grads = {key: rng.normal(size=values.shape) for key, values in params.items()}
        grads = {key: g + 0.3 * np.sign(g) for key, g in grads.items()}  # near 0 the place of the epsilon counts
        ours.update(params, grads)
        pairs = zip(grads.values(), variables, strict=True)
        theirs.apply_gradients([(keras.ops.convert_to_tensor(g), v) for g, v in pairs])
    for values, variable in zip(params.values(), variables, strict=True):
        np.testing.assert_allclose(values, np.asarray(variable), rtol=0, atol=2e-6)


def test_sgd_steps_as_keras_does(keras):
    rng = np.random.default_rng(4)
    params, grads = {"W": rng.normal(size=(3, 4))}, {"W": rng.normal(size=(3, 4))}
    variable = keras.Variable(params["W"].copy(), dtype="float64")
    theirs = keras.optimizers.SGD(0.3)
    theirs.build([variable])
    theirs.apply_gradients([(keras.ops.convert_to_tensor(grads["W"]), variable)])
    SGD(0.3).update(params, grads)
    np.testing.assert_allclose(params["W"], np.asarray(variable), rtol=0, atol=1e-12)


def test_the_flat_size_is_what_keras_gives_on_random_sizes(keras):
    rng = np.random.default_rng(5)
    for _ in range(300):
        bounds = ((1, 4), (1, 5), (1, 6), (0, 3), (1, 4))
        c, fn, size, pad, stride = (int(rng.integers(*one)) for one in bounds)
        h, w = (max(1, (stride + size - 2 * pad)) + int(rng.integers(0, 12)) for _ in range(2))
        shape = keras.layers.Conv2D(fn, size, stride).compute_output_shape((None, h + 2 * pad, w + 2 * pad, c))
        if min(shape[1:3]) < 2:
            continue  # Keras has no pooling that gives nothing
        right = np.prod(keras.layers.MaxPooling2D(2).compute_output_shape(shape)[1:])
        assert flat_size((c, h, w), {"filter_num": fn, "filter_size": size, "pad": pad, "stride": stride}) == right


def test_the_parameter_table_of_the_lesson():
    net = SimpleConvNet()
    assert {key: values.size for key, values in net.params.items()} == {
        "W1": 750,
        "b1": 30,
        "W2": 432_000,
        "b2": 100,
        "W3": 1_000,
        "b3": 10,
    }
    assert sum(values.size for values in net.params.values()) == 433_890


def test_the_bug_of_the_notes_in_numbers():
    four = {"filter_num": 30, "filter_size": 4, "pad": 0, "stride": 1}
    assert flat_size((1, 28, 28), four) == 4320 and int(30 * 12.5 * 12.5) == 4687


def test_accuracy_counts_the_last_batch():
    right = np.eye(10)[np.arange(250) % 10]
    assert batched_accuracy(right, np.arange(250) % 10) == 1
    net, x, _ = random_net(2, SIZES[0])
    told = net.predict(x).argmax(axis=1)
    assert net.accuracy(x, told, batch_size=2) == net.accuracy(x, np.eye(3)[told]) == 1
    assert net.accuracy(x, np.r_[told[:4], (told[4] + 1) % 3], batch_size=2) == 0.8


def test_what_was_saved_comes_back_and_can_go_on_learning(tmp_path):
    net, x, t = random_net(1, SIZES[0])
    net.save_params(tmp_path / "params.npz")
    other = SimpleConvNet(*SIZES[0])
    other.load_params(tmp_path / "params.npz")
    np.testing.assert_array_equal(other.predict(x), net.predict(x))
    before = other.loss(x, t)
    SGD(0.1).update(other.params, other.gradient(x, t))
    assert other.loss(x, t) < before


@pytest.mark.parametrize(
    ("name", "right", "slip"),
    [
        ("flat_size", "(H + 2 * P - F) // S", "(H + 2 * P - F) / S"),
        ("batched_accuracy", "range(0, len(y)", "range(1, len(y)"),
        ("SimpleConvNet", "weight_init_std=0.01", "weight_init_std=1.01"),
        ("SGD", "lr=0.01", "lr=1.01"),
        ("Adam", "lr=0.001", "lr=1.001"),
        ("Adam", "beta1=0.9", "beta1=1.9"),
        ("Adam", "beta2=0.999", "beta2=1.999"),
        ("Adam", " + 1e-7", ""),
    ],
)
def test_a_slip_that_hardly_shows_is_noticed_by_the_hidden_cases(name, right, slip):
    source = inspect.getsource(lessons.load(LESSON)[name].right)
    assert right in source
    assert killed_by(source.replace(right, slip), name, ANSWERS, corpus.read(LESSON.corpus).checks[name])


def test_an_adam_that_adds_no_epsilon_is_named():
    names = dict(ANSWERS)
    exec(inspect.getsource(lessons.load(LESSON)["Adam"].right).replace(" + 1e-7", ""), names)
    facts = corpus.read(LESSON.corpus).checks["Adam"]
    with np.errstate(invalid="ignore"):
        outcomes = [answer_to(case, names["Adam"]) for case in facts.cases]
    aspects = [facts.aspect(case.aspect) for case in facts.cases]
    triples = list(zip(facts.cases, aspects, outcomes, strict=True))
    assert recognise(facts, [Answer(*one, judge(*one)) for one in triples]) == "no_epsilon"


def test_a_network_whose_params_belong_to_the_class_is_named():
    names = dict(ANSWERS)
    source = inspect.getsource(lessons.load(LESSON)["SimpleConvNet"].right)
    own, start = "self.params = {", "    def __init__("
    assert own in source
    head, body = source.replace(own, "self.params |= {").split(start, 1)
    exec(f"{head}    params = {{}}\n\n{start}{body}", names)
    assert names["SimpleConvNet"]().params is names["SimpleConvNet"]().params
    facts = corpus.read(LESSON.corpus).checks["SimpleConvNet"]
    triples = [(case, facts.aspect(case.aspect), answer_to(case, names["SimpleConvNet"])) for case in facts.cases]
    answers = [Answer(*one, judge(*one)) for one in triples]
    assert {one.aspect.name for one in answers if not one.verdict.right} == {"predict, two networks"}
    assert recognise(facts, answers) == "one_params_for_all_networks"


def test_the_threshold_is_worked_out_from_five_runs():
    code = lessons.load(LESSON)["SimpleConvNet"]
    found = training(LESSON, "SimpleConvNet", code.check.trained)
    assert 0.65 < found.thresholds["quick"] < 0.77


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_the_lesson_come_out_as_written(name):
    module = types.ModuleType("lesson")
    vars(module).update(ANSWERS)
    for test in doctest.DocTestFinder(exclude_empty=True).find(ANSWERS[name], name, module=False, globs=dict(ANSWERS)):
        assert doctest.DocTestRunner(verbose=False).run(test).failed == 0
