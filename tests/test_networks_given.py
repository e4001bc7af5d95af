"""A network as an argument: it travels as layers and arrays, is built only where it is used, and nothing else is."""

import shutil

import numpy as np
import pytest

from autograder.judge.call import outcome_of
from autograder.judge.evidence import value_json
from autograder.judge.examine import examine
from autograder.judge.reference import same_answers
from autograder.pipeline import packages_for
from autograder.records import AspectFacts, Case, CheckFacts, Outcome
from autograder.sandbox.inside import values
from autograder.sandbox.inside.networks import Network
from autograder.sandbox.session import Session
from autograder.sandbox.wire import pack

LAYERS = [("Conv2D", "conv1", 2, 3, "valid", "relu"), ("Flatten", "flat"), ("Dense", "scores", 3, "linear")]
CODE = """
import numpy as np
import tensorflow as tf

def slopes(model, image):
    x = tf.convert_to_tensor(image[None], "float32")
    with tf.GradientTape() as tape:
        tape.watch(x)
        score = model(x)[0, 1]
    return tape.gradient(score, x).numpy()[0]

def spoil(model, image):
    model.layers[1].set_weights([w * 0 for w in model.layers[1].get_weights()])
    return model(image[None]).numpy()[0]
"""


def small(seed=0):
    rng = np.random.default_rng(seed)
    shapes = [(3, 3, 1, 2), (2,), (8, 3), (3,)]
    return Network((4, 4, 1), LAYERS, [rng.integers(-4, 5, shape) / 4 for shape in shapes])


def there_and_back(value):
    buffers = []
    head = values.encode((value,), buffers, max_bytes=1 << 20, exact=True)
    return values.decode(head, b"".join(buffers))[0]


def slopes_by_hand(network, image):
    w, b, dense, _ = network.weights
    back = dense[:, 1].reshape(2, 2, 2)
    slopes = np.zeros((4, 4, 1))
    for i, j in np.ndindex(2, 2):
        sums = (image[i : i + 3, j : j + 3, :, None] * w).sum(axis=(0, 1, 2)) + b
        slopes[i : i + 3, j : j + 3] += w @ (back[i, j] * (sums > 0))
    return slopes


def facts(*args, kind="function", times=1):
    nothing = Outcome("value", value=0)
    case = Case("values", args, "C", nothing, nothing, {}, 0.0, ())
    return CheckFacts("f", ("a",), (AspectFacts("values", {}, 1),), (case,) * times, (), kind=kind)


def test_a_network_arrives_as_it_left():
    assert there_and_back(small()) == small() != small(1)
    assert there_and_back(small()) != there_and_back(Network((5, 5, 1), LAYERS, small().weights))


def test_an_answer_cannot_be_a_network():
    assert values.encode(small(), [], max_bytes=1 << 20)["k"] == "unsupported"


@pytest.mark.parametrize(
    "layer",
    [
        ("Lambda", "f", "lambda x: x"),
        ("Conv2D", "conv1", 2, 3, "valid"),
        ("Conv2D", "conv1", 10**9, 3, "valid", "relu"),
        ("Conv2D", "conv1", 2, 3, "valid", "os.system"),
        ("Conv2D", "conv 1", 2, 3, "valid", "relu"),
        ("Dense", "scores", -1, "linear"),
        ("Dense", 3, 1, "linear"),
    ],
)
def test_only_a_few_layers_can_be_sent(layer):
    with pytest.raises(ValueError):
        Network((4, 4, 1), [layer], [])
    buffers = []
    head = values.encode(((4, 4, 1), (layer,), ()), buffers, max_bytes=1 << 20, exact=True) | {"k": "network"}
    with pytest.raises(values.Malformed):
        values.decode(head, b"")


def test_two_layers_need_two_names():
    with pytest.raises(ValueError, match="name"):
        Network((4, 4, 1), [("Flatten", "a"), ("Dense", "a", 1, "linear")], [])


def test_keras_is_needed_where_a_network_is_given():
    assert packages_for([facts(1)]) == ("numpy",)
    assert packages_for([facts(1), facts(small())]) == ("keras",)
    assert packages_for([facts(kind="model")]) == ("keras",)


def test_a_trusted_function_gets_a_model_of_its_own_each_time():
    def spoil(model):
        model.set_weights([w * 0 for w in model.get_weights()])
        return sum(float(abs(w).sum()) for w in model.get_weights())

    made = small()
    first = outcome_of(lambda model: sum(float(abs(w).sum()) for w in model.get_weights()), (made,))
    assert outcome_of(spoil, (made,)).value == 0
    again = outcome_of(lambda model: sum(float(abs(w).sum()) for w in model.get_weights()), (made,))
    assert again.value == first.value > 0 and again.changed == ()


def test_a_reader_sees_the_layers():
    assert "conv1: Conv2D(2, 3, 'valid', 'relu')" in value_json(small())["data"]


@pytest.mark.parametrize(("arg", "called"), [(1, 1), (small(), 3)])
def test_functions_of_networks_have_ninety_seconds_for_all_calls(arg, called):
    asked = []

    def slow(case, return_args):
        asked.append(case)
        return Outcome("value", value=0, seconds=31.0)

    answers = examine(facts(arg, times=5), slow)
    assert sum(answer.outcome.kind == "value" for answer in answers) == called


@pytest.mark.parametrize(("change", "same"), [(0.0, True), (2e-7, True), (1e-3, False)])
def test_the_last_bit_of_a_float32_is_no_other_answer(change, same):
    one, other = (
        Case("values", (), "C", right, right, {}, 1e-4)
        for right in (Outcome("value", value=np.array([1 + more], np.float32)) for more in (0, change))
    )
    assert same_answers(one, other) is same


@pytest.fixture(scope="module")
def session():
    if shutil.which("bwrap") is None:
        pytest.skip("needs bubblewrap: sudo apt install bubblewrap")
    with Session(packages=("keras",)) as session:
        assert session.load([{"number": 1, "source": CODE}], ["slopes", "spoil"]) == []
        yield session


def test_a_students_gradient_is_taken_in_the_box(session):
    image = np.random.default_rng(2).integers(0, 9, (4, 4, 1)) / 8
    outcome = session.call("slopes", pack((small(), image)))
    np.testing.assert_allclose(outcome.value, slopes_by_hand(small(), image), rtol=0, atol=1e-5)


def test_what_a_student_does_to_a_network_is_gone_with_the_call(session):
    image = np.ones((4, 4, 1))
    before = session.call("slopes", pack((small(), image)))
    spoilt = session.call("spoil", pack((small(), image)), return_args=True)
    after = session.call("slopes", pack((small(), image)))
    assert spoilt.kind == "value" and spoilt.changed == ()
    np.testing.assert_array_equal(before.value, after.value)
