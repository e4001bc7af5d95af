"""Descriptions of models come from a student's process: what is hostile is refused with a message, or does no harm."""

import copy
import json

import keras
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keras import layers

from autograder.models import text
from autograder.models.config import read_model
from autograder.models.difference import compare
from autograder.models.graph import canonical
from autograder.models.network import MAX_LAYERS
from autograder.models.refused import ModelRefused
from autograder.models.shapes import Budget, measure
from tests.test_models_networks import basic_block, free


def _small_model():
    x = keras.Input((8, 8, 3))
    y = basic_block(layers.Conv2D(4, 3, padding="same")(x), 4)
    y = keras.Sequential([layers.AveragePooling2D(8), layers.Flatten()])(y)
    y = layers.Dropout(0.5)(layers.Concatenate()([y, layers.Reshape((4,))(layers.Dense(4)(y))]))
    return keras.Model(x, layers.Dense(2, activation="softmax")(y))


with free():
    FUNCTIONAL = json.loads(_small_model().to_json())
    SEQUENTIAL = json.loads(keras.Sequential([keras.Input((8, 8, 3)), layers.Conv2D(4, 3)]).to_json())
    ALLOWED = canonical(read_model(json.dumps(FUNCTIONAL)))


def sequential(*entries, shape=(8, 8, 3)):
    """The text of a Sequential model made by hand."""
    start = {"class_name": "InputLayer", "config": {"batch_shape": [None, *shape]}}
    tree = {"module": "keras", "class_name": "Sequential", "config": {"layers": [start, *entries]}}
    return json.dumps(tree)


def entry(kind, **config):
    return {"module": "keras.layers", "class_name": kind, "config": config}


def called(name, kind, *inputs, **config):
    """One layer of a functional model made by hand, called on layers by name."""
    tensors = [{"class_name": "__keras_tensor__", "config": {"keras_history": [each, 0, 0]}} for each in inputs]
    args = [tensors] if len(tensors) > 1 else tensors
    return entry(kind, **config) | {"name": name, "inbound_nodes": [{"args": args, "kwargs": {}}]}


def functional(*entries, output, shape=(8, 8, 3)):
    start = {"class_name": "InputLayer", "config": {"batch_shape": [None, *shape]}, "name": "x", "inbound_nodes": []}
    config = {"layers": [start, *entries], "input_layers": [["x", 0, 0]], "output_layers": [[output, 0, 0]]}
    return json.dumps({"module": "keras.src.models.functional", "class_name": "Functional", "config": config})


def judged(description):
    """All that is done with a description."""
    return compare(ALLOWED, canonical(read_model(description)))


def reason(description):
    with pytest.raises(ModelRefused) as refused:
        judged(description)
    assert refused.value.message.endswith(".")
    assert refused.value.message.isprintable()
    return refused.value.reason


DENSE = {"units": 3}
BOMBS = {
    "a layer of 10**9 units": (sequential(entry("Flatten"), entry("Dense", units=10**9)), "argument"),
    "a layer of 10**6 units, twice": (
        sequential(entry("Flatten"), entry("Dense", units=10**6), entry("Dense", units=10**6)),
        "too_big",
    ),
    "65536 filters": (sequential(*[entry("Conv2D", filters=65_536, kernel_size=[3, 3])] * 2), "too_big"),
    "a chain of 3000 layers": (sequential(*[entry("ReLU")] * 3000), "too_big"),
    "a padding that grows": (sequential(*[entry("ZeroPadding2D", padding=[[64, 64], [64, 64]])] * 300), "too_big"),
    "pooling windows over everything": (
        sequential(
            *[entry("MaxPooling2D", pool_size=[512, 512], strides=[1, 1], padding="same")] * 3, shape=(512, 512, 9)
        ),
        "too_big",
    ),
    "a channel count that doubles": (
        functional(
            *[called(f"c{i + 1}", "Concatenate", *[f"c{i}" if i else "x"] * 2) for i in range(60)],
            output="c60",
        ),
        "too_big",
    ),
    "an array in place of a type": (
        sequential(
            entry("Dense", units=3, dtype={"class_name": "__numpy__", "config": {"value": [], "dtype": "S1000000000"}}),
            entry("Rescaling", scale={"class_name": "__numpy__", "config": {"value": [], "dtype": "S1000000000"}}),
        ),
        "argument",
    ),
    "RepeatVector": (sequential(entry("Flatten"), entry("RepeatVector", n=10**9)), "layer"),
    "a factor that overflows": (sequential(*[entry("Rescaling", scale=1e6, offset=1.0)] * 300), "too_big"),
    "more than a megabyte": (b" " * (text.MAX_BYTES + 1), "too_long"),
    "a hundred thousand brackets": (b"[" * 100_000, "too_deep"),
    "brackets hidden behind a string": (b'{"a\\"": "\\\\", "b": ' + b"[" * 100 + b"]" * 100 + b"}", "too_deep"),
    "a string without an end": (b'"' + b'\\"' * 500_000, "not_json"),
    "a number of a million digits": (b"1" * 1_000_000, "too_big"),
    "an exponent": (sequential(entry("Rescaling", scale=0.5)).replace("0.5", "1e999"), "argument"),
    "no number": (sequential(entry("Rescaling", scale=0.5)).replace("0.5", "NaN"), "not_finite"),
    "the same key twice": ('{"module": "keras", "module": "keras"}', "not_json"),
    "no text": (b"\xff\xfe\x00", "not_json"),
    "nothing": (b"", "not_json"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused(bomb):
    description, why = BOMBS[bomb]
    assert reason(description) == why


def test_a_graph_of_2_to_the_60_paths_is_read_once():
    description = functional(
        *[called(f"a{i + 1}", "Add", *[f"a{i}" if i else "x"] * 2) for i in range(35)], output="a35"
    )
    assert canonical(read_model(description)).nodes[-1]["weights"] == (2.0**35,)


def test_a_graph_of_2_to_the_60_paths_through_maxima_is_read_once():
    layers_of = [called(f"r{i}", "ReLU", f"m{i}" if i else "x", negative_slope=0.5) for i in range(60)]
    merges = [called(f"m{i + 1}", "Maximum", f"r{i}", f"m{i}" if i else "x") for i in range(60)]
    assert len(canonical(read_model(functional(*layers_of, *merges, output="m60"))).nodes) == 121


STRANGE = {
    "a Lambda": (sequential(entry("Lambda", function={"class_name": "__lambda__"})), "lambda"),
    "a layer of one's own": (
        sequential({"module": None, "class_name": "MyBlock", "config": {}, "registered_name": "MyBlock"}),
        "own_layer",
    ),
    "a layer of one's own with a known name": (
        sequential({"module": "__main__", "class_name": "Dense", "config": {"units": 3}}),
        "own_layer",
    ),
    "a model of one's own": (json.dumps({"module": None, "class_name": "Net", "config": {}}), "own_model"),
    "a module that would be imported": (sequential(entry("Dense", **DENSE) | {"module": "os"}), "own_layer"),
    "a layer that reads files": (sequential(entry("StringLookup", vocabulary="/etc/passwd")), "layer"),
    "a layer that is not for images": (sequential(entry("LSTM", units=3)), "layer"),
    "an activation that is a function": (
        sequential(entry("Dense", units=3, activation={"module": "keras.config", "class_name": "function"})),
        "argument",
    ),
    "an activation that would be called": (sequential(entry("Dense", units=3, activation="set_floatx")), "argument"),
    "an initializer that is a function": (
        sequential(entry("Dense", units=3, kernel_initializer={"module": "os", "class_name": "system"})),
        "argument",
    ),
    "a constraint": (
        sequential(entry("Dense", units=3, kernel_constraint={"class_name": "MaxNorm"})),
        "argument",
    ),
    "an unknown argument": (sequential(entry("Dense", units=3, hook="print")), "argument"),
    "an argument too few": (sequential(entry("Dense")), "argument"),
    "true for a number": (sequential(entry("Dense", units=True)), "argument"),
    "a fraction of a layer": (sequential(entry("Dense", units=2.5)), "argument"),
    "channels first": (
        sequential(entry("Conv2D", filters=3, kernel_size=[3, 3], data_format="channels_first")),
        "argument",
    ),
    "everything dropped": (sequential(entry("Dropout", rate=1.0)), "argument"),
    "a cycle": (functional(called("a", "ReLU", "b"), called("b", "ReLU", "a"), output="b"), "cycle"),
    "a layer that reads itself": (functional(called("a", "ReLU", "a"), output="a"), "cycle"),
    "a layer that is not there": (functional(called("a", "ReLU", "nobody"), output="a"), "unconnected"),
    "an output that is not there": (functional(called("a", "ReLU", "x"), output="b"), "unconnected"),
    "two layers of one name": (
        functional(called("a", "ReLU", "x"), called("a", "ReLU", "x"), output="a"),
        "unconnected",
    ),
    "no input": (json.dumps(SEQUENTIAL["config"]["layers"][1]), "own_model"),
    "an unknown height": (sequential(entry("Flatten"), shape=(None, 8, 3)), "input"),
    "an input in the middle": (
        sequential({"class_name": "InputLayer", "config": {"batch_shape": [None, 8, 8, 3]}}),
        "input",
    ),
    "a window larger than the image": (sequential(entry("Conv2D", filters=3, kernel_size=[9, 9])), "shape"),
    "an image where a vector is meant": (sequential(entry("Flatten"), entry("GlobalAveragePooling2D")), "shape"),
    "shapes that do not add up": (
        functional(called("f", "Flatten", "x"), called("a", "Add", "f", "x"), output="a"),
        "shape",
    ),
    "a list": ("[]", "not_model"),
    "text": ('"Sequential"', "not_model"),
    "no layers": (json.dumps({"module": "keras", "class_name": "Sequential", "config": {"layers": []}}), "empty"),
}


@pytest.mark.parametrize("strange", STRANGE)
def test_what_is_not_taken_is_refused(strange):
    description, why = STRANGE[strange]
    assert reason(description) == why


def test_a_sequential_model_without_an_input_is_told_how_to_begin():
    with pytest.raises(ModelRefused, match=r"Begin it with keras\.Input"):
        read_model(keras.Sequential([layers.Dense(2)]).to_json())


def test_a_layer_with_weights_that_is_called_twice_is_refused():
    x, dense = keras.Input((4,)), layers.Dense(4)
    with pytest.raises(ModelRefused, match="The same Dense layer is called 2 times"):
        read_model(keras.Model(x, dense(dense(x))).to_json())


def test_a_model_that_is_called_twice_is_refused():
    x, inner = keras.Input((4,)), keras.Sequential([layers.Dense(4)])
    with pytest.raises(ModelRefused, match="The same model is called 2 times"):
        read_model(keras.Model(x, inner(inner(x))).to_json())


def test_a_nested_functional_model_may_be_the_output():
    x, y = keras.Input((4,)), keras.Input((4,))
    inner = keras.Model(y, layers.Dense(3)(y))
    assert measure(read_model(keras.Model(x, inner(x)).to_json())).outputs == ((3,),)


def test_a_call_for_training_is_refused_by_name():
    x = keras.Input((4,))
    with pytest.raises(ModelRefused, match="training=True"):
        read_model(keras.Model(x, layers.Dropout(0.5)(x, training=True)).to_json())


@pytest.mark.parametrize(
    "layer",
    [
        layers.RandomFlip("horizontal"),
        layers.RandomTranslation(0.1, 0.1),
        layers.RandomRotation(0.1),
        layers.RandomZoom(0.1),
        layers.RandomContrast(0.1),
        layers.RandomBrightness(0.1),
    ],
    ids=lambda layer: type(layer).__name__,
)
def test_an_augmentation_is_taken_as_keras_writes_it(layer):
    x = keras.Input((8, 8, 3))
    plain = keras.Model(x, layers.Flatten()(x))
    functional_one = keras.Model(x, layers.Flatten()(layer(x)))
    assert '"training": true' in functional_one.to_json()
    nested = keras.Model(x, keras.Sequential([layer, layers.Flatten()])(x))
    alone = keras.Sequential([keras.Input((8, 8, 3)), layer, layers.Flatten()])
    for model in (functional_one, nested, alone):
        assert canonical(read_model(model.to_json())).key == canonical(read_model(plain.to_json())).key


def test_an_augmentation_gives_the_same_numbers_outside_training_although_true_is_written():
    x = keras.Input((8, 8, 3))
    model = keras.Model(x, layers.RandomRotation(0.5)(layers.RandomContrast(0.5)(x)))
    image = np.random.default_rng(0).random((2, 8, 8, 3), np.float32)
    np.testing.assert_array_equal(model(image, training=False), image)
    np.testing.assert_array_equal(model.predict(image, verbose=0), image)


def test_a_normalisation_called_for_training_is_one_like_any_other():
    x = keras.Input((4, 4, 3))
    said = keras.Model(x, layers.BatchNormalization(momentum=0.5)(x, training=True))
    silent = keras.Model(x, layers.BatchNormalization(momentum=0.5)(x))
    assert canonical(read_model(said.to_json())).key == canonical(read_model(silent.to_json())).key
    image = np.random.default_rng(1).normal(size=(8, 4, 4, 3))
    for model in (said, silent):
        model.compile("sgd", "mse")
        model.fit(image, image, epochs=2, batch_size=4, shuffle=False, verbose=0)
    np.testing.assert_allclose(said.predict(image, verbose=0), silent.predict(image, verbose=0), rtol=1e-6)


def test_a_function_of_tensorflow_for_an_activation_is_taken_by_its_name():
    import tensorflow as tf

    x = keras.Input((4,))
    theirs = keras.Model(x, layers.Dense(3, activation=tf.nn.softmax)(layers.Dense(3, activation=tf.nn.silu)(x)))
    ours = keras.Model(x, layers.Dense(3, activation="softmax")(layers.Dense(3, activation="silu")(x)))
    assert canonical(read_model(theirs.to_json())).key == canonical(read_model(ours.to_json())).key


def test_a_call_outside_training_is_taken():
    x = keras.Input((4,))
    assert read_model(keras.Model(x, layers.Dropout(0.5)(x, training=False)).to_json())


def test_a_number_beside_a_tensor_is_told_what_to_use():
    x = keras.Input((4,))
    with pytest.raises(ModelRefused, match="Rescaling"):
        read_model(keras.Model(x, 2 - x).to_json())


@pytest.mark.parametrize(
    "part", ["x[:, 1:, :, :]", "x[:, ::2, ::2, :2]", "x[:, ::-1, :, :]", "x[:, 0, :, :]", "x[..., ::2]"]
)
def test_a_part_of_a_map_is_told_what_is_taken(part):
    x = keras.Input((8, 8, 4))
    with pytest.raises(ModelRefused, match=r"x\[:, ::2, ::2, :\]"):
        read_model(keras.Model(x, eval(part, {"x": x})).to_json())


@pytest.mark.parametrize("how", [{"mode": "reflect"}, {"constant_values": 1.0}])
def test_padding_with_anything_but_zeros_is_refused(how):
    x = keras.Input((8, 8, 4))
    with pytest.raises(ModelRefused):
        read_model(keras.Model(x, keras.ops.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)), **how)).to_json())


def test_a_new_axis_in_a_slice_is_refused():
    x = keras.Input((8, 8, 4))
    with pytest.raises(ModelRefused):
        read_model(keras.Model(x, x[:, None, ::2, ::2]).to_json())


def test_a_subclassed_model_is_told_what_to_do_instead():
    class Net(keras.Model):
        def call(self, x):
            return x

    with pytest.raises(ModelRefused, match=r"own \(Net\).*keras\.Model\(inputs, outputs\)"):
        read_model(Net().to_json())


def test_a_lambda_of_keras_is_told_what_to_do_instead():
    with pytest.raises(ModelRefused, match="Lambda layer holds code"):
        read_model(keras.Sequential([keras.Input((4,)), layers.Lambda(lambda x: x)]).to_json())


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "\x1b[2J", "\ud800", "__init__", "x" * 10_000])
def test_a_hostile_name_is_never_repeated(name):
    tree = copy.deepcopy(SEQUENTIAL)
    tree["config"]["layers"][1]["config"]["name"] = name
    assert read_model(json.dumps(tree)) == read_model(json.dumps(SEQUENTIAL))
    tree["config"]["layers"][1]["class_name"] = name
    with pytest.raises(ModelRefused) as refused:
        read_model(json.dumps(tree))
    assert name == "__init__" or name not in refused.value.message
    assert len(refused.value.message) < 600


def test_the_budget_says_which_layer_is_too_much():
    with pytest.raises(ModelRefused, match=r"more than 100 parameters.*layer 2 \(Conv2D\)"):
        measure(read_model(json.dumps(SEQUENTIAL)), budget=Budget(parameters=100))


def test_as_many_layers_as_are_allowed_are_read():
    assert len(read_model(sequential(*[entry("ReLU")] * (MAX_LAYERS - 1))).layers) == MAX_LAYERS


def test_every_layer_that_is_refused_by_name_is_a_plain_word():
    with pytest.raises(ModelRefused, match="not taken here: a name that cannot be shown\\."):
        read_model(sequential(entry("</script>")))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats()
    | st.sampled_from(["relu", "same", "valid", "Dense", "Add", "Sequential", "Functional", "keras.layers", "x", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["class_name", "config", "module", "layers", "name", "args"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def places(tree, path=()):
    yield path
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        yield from places(value, (*path, key))


def at(tree, path):
    for key in path:
        tree = tree[key]
    return tree


PLACES = {id(tree): list(places(tree)) for tree in (FUNCTIONAL, SEQUENTIAL)}


@st.composite
def damaged(draw):
    """A right description in which some parts were put in place of others, or made up."""
    original = draw(st.sampled_from([FUNCTIONAL, SEQUENTIAL]))
    tree = copy.deepcopy(original)
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(PLACES[id(original)]))
        other = draw(st.sampled_from(PLACES[id(original)]))
        new = draw(JSON) if draw(st.booleans()) else copy.deepcopy(at(original, other))
        try:
            holder = at(tree, path[:-1])
            if path and draw(st.booleans()):
                holder[path[-1]] = new
            elif path:
                del holder[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue
    return json.dumps(tree)


@settings(max_examples=250, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(damaged() | st.binary(max_size=200) | st.text(max_size=50) | JSON.map(json.dumps))
def test_nothing_but_a_refusal_escapes(description):
    try:
        judged(description)
    except ModelRefused as refused:
        assert refused.message.isprintable()
