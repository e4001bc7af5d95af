"""A function that builds networks, from its calls to its item: points by aspect, mistakes by key."""

from dataclasses import replace
from pathlib import Path

import keras
import pytest
from keras import layers

from autograder import corpus, lessons
from autograder.judge import waiting
from autograder.judge.call_model import call_model
from autograder.judge.models import call_text, examine_models, judge_model, judged
from autograder.models import frozen
from autograder.models.config import read_model
from autograder.models.graph import canonical
from autograder.records import Case, Outcome, Result
from autograder.sandbox.inside.values import FeatureMap
from tests import small_models_course
from tests.test_models_networks import alexnet, googlenet, inception_3a, lenet5


@pytest.fixture(scope="module")
def facts(networks):
    return corpus.read(lessons.lesson(networks, "b03").corpus).checks


@pytest.fixture(scope="module")
def code(networks):
    return lessons.load(lessons.lesson(networks, "b03"))


@pytest.fixture(scope="module")
def theirs():
    """Right functions, written otherwise than the course's own."""
    names = {"keras": keras, "layers": layers}
    exec(small_models_course.TINY + small_models_course.BLOCK, names)
    return names


def built_by(function):
    return lambda case: call_model(function, case.args)


def tiny(input_shape=(10, 10, 1), classes=3, *, activation="relu", strides=1, more=()):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Conv2D(4, 3, strides=strides, activation=activation),
            layers.MaxPooling2D(),
            layers.Conv2D(8, 3, padding="same", activation=activation),
            *more,
            layers.Flatten(),
            layers.Dense(classes, activation="softmax"),
        ]
    )


def earned(item):
    return {name: score.points for name, score in item.aspects.items() if score.points}


@pytest.mark.parametrize("name", ["tiny", "block"])
def test_a_right_network_written_otherwise_passes(facts, theirs, name):
    item = judge_model(facts[name], built_by(theirs[name]))
    assert (item.status, item.points, item.mistake) == ("pass", item.max_points, None)
    assert item.counterexample is None
    assert all(score.passed == score.cases == 2 for score in item.aspects.values())


def test_one_wrong_side_costs_that_side_only(facts):
    item = judge_model(facts["tiny"], built_by(lambda *args: tiny(*args, activation="tanh")))
    assert (item.status, item.mistake) == ("partial", None)
    assert item.points == item.max_points - 2 and "activation" not in earned(item)
    assert item.counterexample["aspect"] == "activation"


def test_a_side_must_be_right_in_every_call(facts):
    item = judge_model(facts["tiny"], built_by(lambda *args: tiny(*args, activation="tanh" if args else "relu")))
    assert (item.aspects["activation"].passed, item.aspects["activation"].cases) == (1, 2)
    assert "activation" not in earned(item) and item.counterexample["call"] == "tiny((12, 12, 3), 5)"


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("block", lambda x, filters: x),
        ("block", lambda x, filters: layers.ReLU()(x)),
        ("tiny", lambda shape=(10, 10, 1), n=3: keras.Sequential([keras.Input(shape), layers.Flatten()])),
        (
            "tiny",
            lambda shape=(10, 10, 1), n=3: keras.Sequential(
                [keras.Input(shape), layers.Flatten(), layers.Dense(n, activation="softmax")]
            ),
        ),
    ],
)
def test_what_holds_less_than_half_of_the_network_earns_nothing(facts, name, function):
    item = judge_model(facts[name], built_by(function))
    assert (item.points, item.status, earned(item)) == (0, "wrong", {})
    assert item.counterexample["difference"] == "model"


def test_a_network_that_holds_every_network_earns_nothing(facts):
    def everything(*args):
        model = tiny(*args)
        ends = [model.layers[-1].output]
        for n in range(12):
            x = layers.Conv2D(n + 1, 3, padding="same")(model.inputs[0])
            ends.append(layers.Dense(ends[0].shape[-1])(layers.Flatten()(layers.ReLU()(x))))
        return keras.Model(model.inputs, layers.Add()(ends))

    assert earned(judge_model(facts["tiny"], built_by(everything))) == {}


def test_the_totals_are_those_of_keras(facts):
    item = judge_model(facts["tiny"], built_by(lambda *args: tiny(*args, more=[layers.Dense(8)])))
    totals = item.counterexample["totals"]
    assert totals["yours"] == {"parameters": tiny(more=[layers.Dense(8)]).count_params(), "output": [[3]]}
    assert totals["expected"] == {"parameters": tiny().count_params(), "output": [[3]]}


def test_a_counterexample_tells_the_difference_and_draws_it(facts):
    shown = judge_model(facts["tiny"], built_by(lambda *args: tiny(*args, more=[layers.ReLU(), layers.Dropout(0.5)])))
    example = shown.counterexample
    assert (example["difference"], example["call"], example["more"]) == ("model", "tiny()", 0)
    assert [difference["kind"] for difference in example["differences"]] == ["extra"]
    assert any(row["mark"] == "extra" for row in example["graphs"]["yours"])


@pytest.mark.parametrize("name", ["tiny", "block"])
def test_every_mistake_is_called_by_its_name(facts, code, name):
    for mistake in facts[name].mistakes:
        wrong = code[name].wrong(code[name].mistake(mistake.name))
        assert judge_model(facts[name], built_by(wrong)).mistake == mistake.name


def test_a_mistake_in_one_call_only_is_not_that_mistake(facts, code):
    wrong = code["tiny"].wrong(code["tiny"].mistake("no_padding"))
    item = judge_model(facts["tiny"], built_by(lambda *args: wrong(*args) if args else tiny(*args)))
    assert (item.status, item.mistake) == ("partial", None)


def test_a_mistake_that_only_raises_names_nobody_who_raises(facts):
    case = facts["tiny"].cases[0]
    stops = replace(case, wrong={"no_padding": Outcome("raised", error="ValueError")})
    item = judge_model(replace(facts["tiny"], cases=(stops,)), lambda case: Outcome("raised", error="ValueError"))
    assert (item.status, item.mistake) == ("error", None)


@pytest.mark.parametrize(
    ("value", "difference"),
    [
        (None, "nothing"),
        (3, "not_a_model"),
        (layers.ReLU(), "not_a_model"),
        (keras.Input((3, 3, 1)), "not_a_model"),
        ([], "not_a_model"),
    ],
)
def test_what_is_no_network_is_said_to_be_none(facts, value, difference):
    item = judge_model(facts["tiny"], built_by(lambda *args: value))
    assert (item.points, item.status, item.counterexample["difference"]) == (0, "wrong", difference)
    assert item.counterexample["differences"] == []


class OwnModel(keras.Model):
    pass


class WithArguments(keras.Model):
    """Keras cannot write it down: it does not know what `filters` was."""

    def __init__(self, filters):
        super().__init__()
        self.conv = layers.Conv2D(filters, 3, padding="same")

    def call(self, x):
        return self.conv(x)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (OwnModel, "own_model"),
        (lambda: tiny(more=[WithArguments(4)]), "own_class"),
        (lambda: tiny(more=[layers.Lambda(lambda x: x)]), "lambda"),
        (lambda: tiny(more=[layers.Dense(10**9)]), "argument"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(facts, make, reason):
    item = judge_model(facts["tiny"], built_by(lambda *args: make()))
    assert (item.points, item.status, item.counterexample["difference"]) == (0, "wrong", "refused")
    assert item.counterexample["refused"]["reason"] == reason
    assert item.counterexample["refused"]["said"]["msgid"]


def test_a_block_with_a_model_class_of_ones_own_is_told_what_to_write_instead(facts):
    item = judge_model(facts["block"], built_by(lambda x, filters: WithArguments(filters)(x)))
    assert item.counterexample["refused"]["reason"] == "own_class"
    assert "a function that takes a tensor and returns one" in item.counterexample["refused"]["said"]["msgid"]


@pytest.fixture(scope="module")
def lenet():
    """LeNet-5 as it was frozen for the lesson."""
    return corpus.read(Path(__file__).parents[1] / "solutions" / "a10_lenet_to_vgg" / "reference.safetensors").checks[
        "lenet5"
    ]


def without_flatten(input_shape=(28, 28, 1), classes=10, *, conv=6, more=()):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Conv2D(conv, 5, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(16, 5, activation="relu"),
            layers.MaxPooling2D(2),
            *more,
            layers.Dense(120, activation="relu"),
            layers.Dense(84, activation="relu"),
            layers.Dense(classes, activation="softmax"),
        ]
    )


def test_a_missing_flatten_is_told_as_that_and_costs_only_what_it_changes(lenet):
    item = judge_model(lenet, built_by(without_flatten))
    [difference] = item.counterexample["differences"]
    assert difference["said"]["msgid"].startswith("A map goes into {layer}, so a map comes out: a Flatten")
    assert {name for name, score in item.aspects.items() if not score.points} == {"output_shape", "parameters", "head"}
    assert item.status == "partial"


def test_the_picture_of_a_missing_flatten_shows_the_layers_as_they_were_written(lenet):
    graphs = judge_model(lenet, built_by(without_flatten)).counterexample["graphs"]
    theirs = {row["label"]: row["shape"] for row in graphs["yours"]}
    assert theirs["Dense 120"] == [5, 5, 120] and "Flatten" not in theirs
    assert [row["label"] for row in graphs["expected"] if row["mark"] == "missing"] == ["Flatten"]


def test_what_else_differs_beside_a_missing_flatten_is_told_too(lenet):
    item = judge_model(lenet, built_by(lambda *args: without_flatten(*args, conv=8)))
    told = [difference["said"]["msgid"] for difference in item.counterexample["differences"]]
    assert len(told) == 2 and any("has {received}" in sentence for sentence in told)


def test_a_network_with_its_flatten_earns_what_it_did(lenet):
    right = judge_model(lenet, built_by(lambda *args: without_flatten(*args, more=[layers.Flatten()])))
    assert right.status == "pass"


def test_an_exception_is_told_as_it_is_for_any_function(facts):
    item = judge_model(facts["tiny"], built_by(lambda *args: args[7]))
    assert (item.status, item.counterexample["difference"]) == ("error", "raised")
    assert item.counterexample["got"]["error"] == "IndexError"


def test_a_stub_is_not_started_and_not_wrong(facts):
    item = judge_model(facts["tiny"], lambda case: Outcome("raised", error="NotImplementedError"))
    assert (item.status, item.points, item.counterexample) == ("not_started", 0, None)


@pytest.mark.parametrize("kind", ["timeout", "died", "missing"])
def test_a_function_that_cannot_be_called_is_not_called_again(facts, kind):
    calls = []

    def build(case):
        calls.append(case)
        return Outcome(kind)

    item = judge_model(facts["tiny"], build)
    assert len(calls) == 1
    assert (item.status, item.points) == ("timeout" if kind == "timeout" else "error", 0)


def test_the_smallest_network_is_called_first_and_once_more(facts):
    called = []
    large = replace(facts["tiny"].cases[0], low=Outcome("value", value=frozen_text(googlenet())))

    def build(case):
        called.append(case)
        return Outcome("raised", error="ValueError") if case is large else call_model(tiny, case.args)

    examine_models(replace(facts["tiny"], cases=(large, facts["tiny"].cases[1])), build)
    assert [case is large for case in called] == [False, True, False]


@pytest.mark.parametrize("n_cases", [1, 2])
def test_a_network_that_depends_on_earlier_calls_is_found(facts, n_cases):
    made = []

    def grows(*args):
        made.append(args)
        return tiny(*args, more=[layers.Dropout(0.1)] if len(made) > 1 else [])

    item = judge_model(replace(facts["tiny"], cases=facts["tiny"].cases[:n_cases]), built_by(grows))
    assert (item.status, item.counterexample["difference"]) == ("partial", "depends")
    assert item.counterexample["differences"]


def test_a_network_that_is_right_in_every_call_is_built_once_for_each(facts):
    made = []
    item = judge_model(facts["tiny"], built_by(lambda *args: made.append(args) or tiny(*args)))
    assert (item.status, len(made)) == ("pass", len(facts["tiny"].cases))


def test_a_bug_of_ours_is_no_zero(facts, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("autograder.judge.models.compare", broken)
    with pytest.raises(ZeroDivisionError):
        judge_model(facts["tiny"], built_by(tiny))


def frozen_text(model):
    return frozen.to_text(read_model(model.to_json()))


@pytest.mark.parametrize("make", [lenet5, alexnet, inception_3a, googlenet])
def test_a_frozen_network_computes_the_same_and_is_short(make):
    with keras.StatelessScope(initialize_variables=False):
        text = make().to_json()
    network = read_model(text)
    short = frozen.to_text(network)
    back = canonical(frozen.from_text(short))
    assert (back.key, back.parameters, back.sizes) == (
        canonical(network).key,
        canonical(network).parameters,
        canonical(network).sizes,
    )
    assert len(short) < len(text) / 9


def test_a_frozen_network_holds_no_name():
    model = keras.Sequential([keras.Input((4, 4, 1)), layers.Flatten(name="hallo")], name="secret")
    assert frozen_text(model) == '{"layers":[["Input",[],{"shape":[4,4,1]}],["Flatten",[0]]],"outputs":[1]}'


def test_a_call_reads_as_it_is_typed():
    assert call_text("block", (FeatureMap((28, 28, 64)), (16, 16))) == "block(Input(28, 28, 64), (16, 16))"


def test_a_network_is_trained_where_it_is_like_the_right_one(facts):
    found = examine_models(facts["tiny"], built_by(lambda *args: tiny(*args, activation="tanh")))
    network = waiting.to_train(facts["tiny"], found)
    assert network is not None
    assert canonical(read_model(network.text)).key == network.key


@pytest.mark.parametrize(
    "function",
    [
        lambda *args: None,
        lambda *args: tiny((10, 10, 1), 7),
        lambda *args: tiny((14, 14, 1), 3),
        lambda *args: keras.Sequential([keras.Input((10, 10, 1)), layers.Flatten(), layers.Dense(3)]),
    ],
)
def test_nothing_is_trained_that_is_not_what_was_asked_for(facts, function):
    found = examine_models(facts["tiny"], built_by(function))
    item = waiting.waiting_item(
        facts["tiny"], judged(facts["tiny"], found), waiting.to_train(facts["tiny"], found), "en"
    )
    assert (item.name, item.status, item.points, item.max_points) == ("tiny (trained)", "wrong", 0, 2)


def test_points_that_wait_are_no_part_of_the_score(facts):
    found = examine_models(facts["tiny"], built_by(tiny))
    item = judged(facts["tiny"], found)
    waits = waiting.waiting_item(facts["tiny"], item, waiting.to_train(facts["tiny"], found), "en")
    assert (waits.status, waits.message) == ("ungraded", "not trained yet")
    empty = Result("b03", "kim", "graded", 0.0, 0.0, "", "", (), notes=("found twice",))
    result = waiting.settled(empty, [item, waits], "en")
    assert (result.score, result.max_score) == (10, 10)
    assert result.notes == ("found twice", "Points that wait for a network to be trained: 2")
    trained = replace(waits, points=2.0, status="pass", message="")
    result = waiting.settled(result, [item, trained], "en")
    assert (result.score, result.max_score, result.notes) == (12, 12, ("found twice",))


def test_the_public_calls_are_not_the_hidden_ones(networks, facts):
    public = corpus.read(networks.parent / "assignments" / "en" / "b03_networks" / "examples.safetensors").checks
    assert {case.args for case in public["tiny"].cases}.isdisjoint(case.args for case in facts["tiny"].cases)
    assert isinstance(public["block"].cases[0], Case)


def test_what_only_differs_where_no_points_are_given_costs_the_wiring(facts):
    without = replace(facts["tiny"], aspects=tuple(one for one in facts["tiny"].aspects if one.name != "activation"))
    item = judge_model(without, built_by(lambda *args: tiny(*args, activation="tanh")))
    assert item.status == "partial" and earned(item).keys() == {one.name for one in without.aspects} - {"wiring"}
