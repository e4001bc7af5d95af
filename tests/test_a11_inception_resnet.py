"""The networks of a11_inception_resnet against Keras' own counts, and against right and wrong ones by hand."""

import doctest
import re
from pathlib import Path

import keras
import pytest

from autograder import lessons
from autograder.models.config import read_model
from autograder.models.difference import compare
from autograder.models.graph import canonical
from autograder.models.refused import ModelRefused
from autograder.models.shapes import measure
from autograder.rubric import FeatureMap
from tests.models_a11 import RIGHT, WRONG

LESSON = lessons.lesson(Path(__file__).parents[1] / "solutions", "a11_inception_resnet")
CODE = lessons.load(LESSON)
ANSWERS = lessons.definitions(LESSON)
BLOCK_3A = (64, 96, 128, 16, 32, 32)


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


def sizes(build, *arguments):
    return measure(read_model(text_of(build, arguments)))


@pytest.fixture(scope="module")
def references():
    """The right graphs of every function, one for each hidden call."""
    return {name: [graph(code.right, call) for call in code.check.calls] for name, code in CODE.items()}


TOTALS = [
    ("inception_block", (FeatureMap((28, 28, 192)), *BLOCK_3A), 163_696, (28, 28, 256)),
    ("auxiliary_head", (FeatureMap((14, 14, 512)), 1000), 3_188_840, (1000,)),
    ("auxiliary_head", (FeatureMap((14, 14, 528)), 1000), 3_190_888, (1000,)),
    ("googlenet", ((224, 224, 3), 1000, False), 6_998_552, (1000,)),
    ("googlenet", (), 13_378_280, (1000,)),
    ("identity_block", (FeatureMap((56, 56, 256)), (64, 64, 256)), 71_168, (56, 56, 256)),
    ("projection_block", (FeatureMap((56, 56, 64)), (64, 64, 256), 1), 76_288, (56, 56, 256)),
    ("projection_block", (FeatureMap((56, 56, 256)), (128, 128, 512)), 381_952, (28, 28, 512)),
    ("basic_block", (FeatureMap((32, 32, 16)), 16), 4_736, (32, 32, 16)),
    ("basic_block", (FeatureMap((32, 32, 16)), 32, 2), 14_720, (16, 16, 32)),
    ("resnet50", (), 25_610_152, (1000,)),
    ("resnet_cifar", (3,), 274_042, (10,)),
]


@pytest.mark.parametrize(("name", "arguments", "total", "shape"), TOTALS)
def test_totals_and_shapes_are_those_of_the_lesson_and_of_keras(name, arguments, total, shape):
    with keras.StatelessScope(initialize_variables=False):
        given = [keras.Input(one.shape) if isinstance(one, FeatureMap) else one for one in arguments]
        made = ANSWERS[name](*given)
        model = made if isinstance(made, keras.Model) else keras.Model(given[0], made)
    assert model.count_params() == total
    assert model.outputs[0].shape == (None, *shape)
    assert measure(read_model(model.to_json())).parameters == total


@pytest.mark.parametrize("word", ["Inception", "인셉션"])
def test_the_rows_of_the_table_of_googlenet_are_right_in_both_languages(word):
    row = re.compile(rf"# \| {word} (\d\w) \| ([\d, ]+) \| (\d+)x\d+x(\d+) \| ([\d,]+) \|")
    rows = row.findall(LESSON.lesson.read_text("utf-8"))
    assert [name for name, *_ in rows] == ["3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b"]
    channels = 192
    for _, filters, side, depth, parameters in rows:
        image = FeatureMap((int(side), int(side), channels))
        found = sizes(ANSWERS["inception_block"], image, *map(int, filters.split(",")))
        channels = int(depth)
        assert found.outputs == ((int(side), int(side), channels),)
        assert found.parameters == int(parameters.replace(",", ""))


def test_a_naive_block_has_387296_parameters():
    naive = next(wrong for wrong in CODE["inception_block"].check.mistakes if wrong.__name__ == "naive_block")
    found = sizes(lambda *arguments: naive(None, *arguments), FeatureMap((28, 28, 192)), *BLOCK_3A)
    assert (found.parameters, found.outputs, found.macs) == (387_296, ((28, 28, 416),), 303_464_448)


def test_the_1x1_convolutions_save_more_than_half_of_the_multiplications():
    assert sizes(ANSWERS["inception_block"], FeatureMap((28, 28, 192)), *BLOCK_3A).macs == 128_049_152


def test_resnet_20_has_2944_parameters_more_than_with_option_a():
    assert sizes(ANSWERS["resnet_cifar"], 3).parameters - 271_098 == (16 * 32 + 4 * 32) + (32 * 64 + 4 * 64)


def test_resnet50_is_the_network_of_keras_applications(references):
    with keras.StatelessScope(initialize_variables=False):
        theirs = keras.applications.ResNet50(weights=None)
    assert canonical(read_model(theirs.to_json())).key == references["resnet50"][0].key
    assert theirs.count_params() == 25_636_712  # with biases, which BatchNormalization takes away again


@pytest.mark.parametrize("depth", [8, 20, 32, 56])
def test_resnet_cifar_has_6n_plus_2_layers(depth):
    nodes = graph(ANSWERS["resnet_cifar"], ((depth - 2) // 6,)).nodes
    on_the_main_path = [
        node for node in nodes if node.op == "dense" or (node.op == "conv" and node["kernel"] != (1, 1))
    ]
    assert len(on_the_main_path) == depth


def test_the_plain_network_of_the_experiment_differs_in_its_shortcuts_only(references):
    trained = CODE["resnet_cifar"].check.trained
    plain = graph(trained.beside["plain"], trained.args)
    differences = compare(references["resnet_cifar"][0], plain).differences
    assert {difference.kind for difference in differences} <= {"shortcut", "missing"}
    assert not any(node.op == "sum" for node in plain.nodes)


def test_the_auxiliary_heads_are_the_second_and_the_third_output():
    with keras.StatelessScope(initialize_variables=False):
        model = ANSWERS["googlenet"]((96, 96, 3), 5)
        assert [output.shape for output in model.outputs] == [(None, 5)] * 3
    alone = graph(ANSWERS["googlenet"], ((96, 96, 3), 5, False))
    main = canonical(read_model(text_of(lambda: keras.Model(model.inputs, model.outputs[0]), ())))
    assert main.key == alone.key


@pytest.mark.parametrize("name", CODE)
def test_the_examples_in_the_docstrings_are_right(name):
    with keras.StatelessScope(initialize_variables=False):  # the counts do not need the weights
        runner = doctest.DocTestRunner()
        for test in doctest.DocTestFinder().find(ANSWERS[name], name, globs=dict(ANSWERS)):
            runner.run(test)
    assert runner.tries and not runner.failures


@pytest.mark.parametrize(("name", "style"), [(name, style) for name in RIGHT for style in RIGHT[name]])
def test_a_right_network_is_accepted_however_it_is_written(references, name, style):
    for right, call in zip(references[name], CODE[name].check.calls, strict=True):
        assert compare(right, graph(RIGHT[name][style], call)).sentence == ""


@pytest.mark.parametrize(("name", "what"), [(name, what) for name in WRONG for what in WRONG[name]])
def test_a_wrong_network_is_refused_with_the_words_for_what_is_wrong(references, name, what):
    build, words, aspect = WRONG[name][what]
    found = [
        compare(right, graph(build, call)) for right, call in zip(references[name], CODE[name].check.calls, strict=True)
    ]
    told = [difference.sentence for comparison in found for difference in comparison.differences]
    assert any(words in sentence for sentence in told), told
    assert not all(comparison.aspects[aspect] for comparison in found)


@pytest.mark.parametrize("name", CODE)
def test_there_are_enough_right_and_wrong_networks(name):
    assert len(RIGHT[name]) >= 8 and len(WRONG[name]) >= 12


@pytest.mark.parametrize("name", CODE)
def test_no_two_mistakes_are_the_same_network(references, name):
    keys = {tuple(right.key for right in references[name]): "the answer"}
    for mistake in CODE[name].check.mistakes:
        made = []
        for call in CODE[name].check.calls:
            try:
                made.append(graph(lambda *arguments, wrong=mistake: wrong(CODE[name].right, *arguments), call).key)
            except ValueError as error:  # Keras refuses it
                assert not isinstance(error, ModelRefused)
                made.append(type(error).__name__)
        assert keys.setdefault(tuple(made), mistake.__name__) == mistake.__name__
