"""The networks of a10_lenet_to_vgg against Keras' own counts and models, and against right and wrong ones by hand."""

import doctest
import types
from pathlib import Path

import keras
import pytest

from autograder import lessons
from autograder.models.config import read_model
from autograder.models.difference import compare
from autograder.models.graph import canonical
from autograder.models.shapes import measure
from autograder.rubric import FeatureMap
from tests.models_a10 import RIGHT, WRONG, chain

LESSON = lessons.lesson(Path(__file__).parents[1] / "solutions", "a10_lenet_to_vgg")
CODE = lessons.load(LESSON)
ANSWERS = lessons.definitions(LESSON)


def text_of(build, arguments):
    """What comes back of a call: the text of a model, built without any weights."""
    with keras.StatelessScope(initialize_variables=False):
        given = [keras.Input(one.shape) if isinstance(one, FeatureMap) else one for one in arguments]
        made = build(*given)
        if not isinstance(made, keras.Model):
            made = keras.Model(given[0], made)
        return made.to_json()


def graph(build, arguments):
    return canonical(read_model(text_of(build, arguments)))


def sizes(name, *arguments):
    return measure(read_model(text_of(ANSWERS[name], arguments)))


@pytest.fixture(scope="module")
def right():
    """The right graphs of every function, one for each hidden call."""
    return {name: [graph(code.right, call) for call in code.check.calls] for name, code in CODE.items()}


@pytest.mark.parametrize(
    ("name", "arguments", "total"),
    [
        ("lenet5", (), 61_706),
        ("alexnet", (), 62_378_344),
        ("zfnet", (), 62_357_608),
        ("vgg16", (), 138_357_544),
        ("vgg19", (), 143_667_240),
        ("small_vgg", ((28, 28, 1), 10), 467_818),
    ],
)
def test_totals_are_those_of_the_syllabus_and_of_keras(name, arguments, total):
    with keras.StatelessScope(initialize_variables=False):
        assert ANSWERS[name](*arguments).count_params() == total
    assert sizes(name, *arguments).parameters == total


@pytest.mark.parametrize(
    ("name", "sides"),
    [
        ("lenet5", [28, 28, 14, 10, 5]),
        ("alexnet", [224, 230, 55, 27, 27, 13, 13, 13, 13, 6]),
        ("zfnet", [224, 226, 110, 55, 26, 13, 13, 13, 13, 6]),
        ("vgg16", [224] * 3 + [112] * 3 + [56] * 4 + [28] * 4 + [14] * 4 + [7]),
    ],
)
def test_maps_have_the_sizes_of_the_tables(name, sides):
    with keras.StatelessScope(initialize_variables=False):
        model = ANSWERS[name]()
    assert [layer.output.shape[1] for layer in model.layers if len(layer.output.shape) == 4] == sides


@pytest.mark.parametrize("name", ["vgg16", "vgg19"])
def test_vgg_is_the_network_of_keras_applications(name, right):
    theirs = graph(lambda: getattr(keras.applications, name.upper())(weights=None), ())
    assert theirs.key == right[name][0].key


def test_one_dense_layer_of_vgg16_holds_102764544_parameters():
    layers = sizes("vgg16").layers
    assert max(layer.trainable for layer in layers) == 102_764_544
    assert sum(layer.trainable for layer in layers if len(layer.shape) == 3) == 14_714_688


def test_94_percent_of_alexnet_are_in_its_dense_layers_and_95_percent_of_its_work_is_not():
    layers = sizes("alexnet").layers
    dense = [layer for layer in layers if len(layer.shape) == 1]
    assert sum(layer.trainable for layer in dense) == 58_631_144
    assert sum(layer.macs for layer in layers) == 1_135_256_096
    assert sum(layer.macs for layer in layers) - sum(layer.macs for layer in dense) == 1_076_634_144


def test_zfnet_saves_its_parameters_in_the_first_layer_only():
    assert sizes("alexnet").parameters - sizes("zfnet").parameters == 34_944 - 14_208


@pytest.mark.parametrize(("name", "macs"), [("vgg16", 15_470_264_320), ("vgg19", 19_632_062_464)])
def test_multiplications_of_vgg(name, macs):
    assert sizes(name).macs == macs


def test_the_small_vgg_takes_18_point_7_million_multiplications():
    assert sizes("small_vgg", (28, 28, 1), 10).macs == 18_691_840


@pytest.mark.parametrize(("name", "sees"), [("lenet5", 16), ("alexnet", 195), ("zfnet", 171), ("vgg16", 212)])
def test_receptive_fields_at_the_end(name, sees):
    fields = [layer.field.size[0] for layer in sizes(name).layers if layer.field and len(layer.shape) == 3]
    assert max(fields) == sees


def test_the_fifth_convolution_of_alexnet_sees_163_pixels():
    convolutions = [layer for layer in sizes("alexnet").layers if layer.trainable and len(layer.shape) == 3]
    assert convolutions[4].field.size == (163, 163)


def test_without_padding_lenet5_has_44426_parameters():
    mistake = CODE["lenet5"].wrong(CODE["lenet5"].mistake("valid_first_on_28"))
    assert measure(read_model(text_of(mistake, ()))).parameters == 44_426


def test_alexnet_in_two_groups_has_60965224_parameters():
    mistake = CODE["alexnet"].wrong(CODE["alexnet"].mistake("two_groups"))
    assert measure(read_model(text_of(mistake, ()))).parameters == 60_965_224


@pytest.mark.parametrize(("name", "build"), [(name, build) for name, builds in RIGHT.items() for build in builds])
def test_a_right_network_is_accepted_however_it_is_written(name, build, right):
    for call, reference in zip(CODE[name].check.calls, right[name], strict=True):
        comparison = compare(reference, graph(build, call))
        assert comparison.equal, comparison.sentence


def wrong_builds():
    for name, rows in WRONG.items():
        for title, words, aspect, said in rows:
            yield pytest.param(name, words, aspect, said, id=f"{name}: {title}")


@pytest.mark.parametrize(("name", "words", "aspect", "said"), list(wrong_builds()))
def test_a_wrong_network_is_refused_in_words(name, words, aspect, said, right):
    call = CODE[name].check.calls[0 if name == "vgg_block" else 1]
    reference = right[name][0 if name == "vgg_block" else 1]
    shape, classes = (call[0].shape, 0) if name == "vgg_block" else call
    comparison = compare(reference, graph(lambda: chain(shape, words, classes), ()))
    assert not comparison.equal
    assert not comparison.aspects[aspect]
    told = " ".join(one.sentence for one in comparison.differences).lower()
    assert all(part.lower() in told for part in said.split(" | ")), told


def test_each_function_has_enough_variants():
    assert set(WRONG) == set(RIGHT) == set(CODE)
    assert min(len(rows) for rows in WRONG.values()) >= 12
    assert min(len(builds) for builds in RIGHT.values()) >= 8


@pytest.mark.parametrize("name", CODE)
def test_every_named_mistake_is_told_apart_and_costs_points(name, right):
    code = CODE[name]
    known = {tuple(one.key for one in right[name]): "the right one"}
    for mistake in code.check.mistakes:
        graphs = [graph(code.wrong(mistake), call) for call in code.check.calls]
        key = tuple(one.key for one in graphs)
        assert key not in known, (mistake.__name__, known.get(key))
        known[key] = mistake.__name__
        aspects = [compare(reference, one).aspects for reference, one in zip(right[name], graphs, strict=True)]
        assert any(not fine[one] for fine in aspects for one in code.check.worth), mistake.__name__


@pytest.mark.parametrize("name", ["lenet5", "alexnet", "zfnet", "vgg_block", "vgg16", "vgg19", "small_vgg"])
def test_the_examples_in_the_docstring_run(name):
    finder = doctest.DocTestFinder(recurse=False)
    examples = finder.find(ANSWERS[name], name, module=types.ModuleType("lesson"), globs=dict(ANSWERS))
    assert sum(len(one.examples) for one in examples) >= 1
    runner = doctest.DocTestRunner()
    with keras.StatelessScope(initialize_variables=False):
        for one in examples:
            runner.run(one)
    assert runner.failures == 0
