"""Networks through all stages, in a real box: a lesson of networks and a function, its training, its store."""

import json
from dataclasses import replace

import pytest

from autograder import corpus, lessons, pipeline
from autograder.course import build as building
from autograder.course import doctor
from autograder.course import models as course_models
from autograder.errors import CourseError, GraderError
from autograder.models.config import read_model
from autograder.models.graph import canonical
from autograder.pipeline import Settings
from autograder.rubric import FeatureMap, ModelCheck, Trained
from autograder.store import CACHE, Store
from tests import small_course, small_models_course
from tests.small_models_course import BLOCK, NAME, POOLED, TINY

KEY = "tiny (trained)"


@pytest.fixture(scope="module")
def task(networks):
    return pipeline.assignment(networks, networks.parent / "assignments", NAME)


@pytest.fixture(scope="module")
def graded(networks, task):
    """Grade some answers: `graded(tiny="def tiny...")`."""

    def grade(store=None, language="en", student="kim", **answers):
        data = small_course.submission(networks, NAME, **answers)
        settings = Settings(language=language)
        return pipeline.grade_file(student, f"{NAME}.ipynb", data, task, settings, store or Store(None))

    return grade


def items(result):
    return {item.name: item for item in result.items}


def timeless(result):
    return replace(result, student="", items=tuple(replace(item, seconds=0.0) for item in result.items))


def test_right_networks_and_functions_pass_side_by_side(graded):
    result = graded(tiny=TINY, block=BLOCK, pooled=POOLED)
    assert [(item.name, item.status) for item in result.items] == [
        ("tiny", "pass"),
        (KEY, "ungraded"),
        ("block", "pass"),
        ("pooled", "pass"),
    ]
    assert (result.status, result.score, result.max_score) == ("graded", 17, 17)
    assert result.training["tiny"] == {
        "recipe": "lenet_fashion",
        "graph": result.training["tiny"]["graph"],
        "status": "not trained yet",
    }
    assert result.notes == ("Points that wait for a network to be trained: 2",)


def test_a_network_to_be_trained_is_kept_once_under_its_key(graded, tmp_path):
    store = Store(tmp_path)
    result = graded(store, tiny=TINY)
    otherwise = TINY.replace('name="mine"', 'name="theirs"')
    assert graded(store, student="lee", tiny=otherwise).training == result.training
    kept = list((tmp_path / CACHE).glob("*.network"))
    assert [path.stem for path in kept] == [result.training["tiny"]["graph"]]
    text = store.network(kept[0].stem)
    assert canonical(read_model(text)).key == kept[0].stem
    assert store.network("0" * 32) is None


def test_a_key_that_is_none_never_becomes_a_path(tmp_path):
    with pytest.raises(GraderError, match="no key of a network"):
        Store(tmp_path).network("../../etc/passwd")


def test_the_stub_is_not_started_and_nothing_waits(graded):
    result = graded()
    assert {item.status for item in result.items} == {"not_started"}
    assert (result.score, result.max_score, result.notes) == (0, 19, ())
    assert result.training["tiny"]["status"] == "no network"


def test_an_exception_shows_the_students_own_line(graded):
    result = graded(tiny="def tiny(*args):\n    x = keras.Input((3, 3, 1))\n    return x.shap", block="x = 1")
    tiny = items(result)["tiny"]
    assert (tiny.status, tiny.counterexample["got"]["error"]) == ("error", "AttributeError")
    assert [line["source"].strip() for line in tiny.counterexample["got"]["trace"]] == ["return x.shap"]
    assert items(result)["block"].counterexample["difference"] == "missing"


def test_a_network_that_never_ends_costs_its_own_points_only(networks, task):
    data = small_course.submission(
        networks, NAME, tiny="def tiny(*a):\n    while True: pass", block=BLOCK, pooled=POOLED
    )
    settings = Settings(limits=replace(Settings().limits, call_s=1.0, memory_bytes=4 << 30))
    result = pipeline.grade_file("kim", f"{NAME}.ipynb", data, task, settings, Store(None))
    assert {name: item.status for name, item in items(result).items()} == {
        "tiny": "timeout",
        KEY: "timeout",
        "block": "pass",
        "pooled": "pass",
    }


def test_the_same_answers_are_judged_once(graded, tmp_path, monkeypatch):
    store = Store(tmp_path)
    first = graded(store, tiny=TINY, block=BLOCK)
    monkeypatch.setattr(pipeline, "examine_models", None)
    assert timeless(graded(store, student="lee", tiny=TINY, block=BLOCK)) == timeless(first)


def test_a_result_depends_on_the_version_of_keras(graded, task, monkeypatch):
    settings = Settings()
    before = pipeline._common(task, settings)
    monkeypatch.setattr(pipeline, "_keras", lambda: "99")
    assert pipeline._common(task, settings) == [*before[:-1], "99"]


def test_grading_is_the_same_every_time(graded):
    answers = {"tiny": TINY.replace('padding="same"', 'padding="valid"'), "block": BLOCK.replace("x + ", "")}
    first = graded(**answers)
    assert timeless(graded(**answers)) == timeless(first)
    assert items(first)["tiny"].mistake == "no_padding"
    assert json.loads(json.dumps(items(first)["tiny"].counterexample)) == items(first)["tiny"].counterexample


def test_the_doctor_finds_a_course_of_networks_healthy(networks, monkeypatch):
    monkeypatch.setattr(doctor, "TIMES", 1)
    told = []
    (one,) = doctor.examine(lessons.lessons(networks), networks.parent / "assignments", report=told.append)
    assert one.findings == ()
    assert told[-1:] == [f"✓ {NAME}: full marks 1 times over, 5 mistakes caught and told apart"]
    assert {row.mistake: row.told_apart for row in one.mistakes} == dict.fromkeys(
        ("no_padding", "no_activation", "no_shortcut", "smaller_path", "rounds_up"), True
    )


@pytest.fixture
def own(tmp_path):
    """A course of networks of one's own: `own(old, new, file="checks.py")` builds it with one text replaced."""
    course = small_models_course.write(tmp_path)

    def build_it(old="", new="", file="checks.py"):
        path = course / NAME / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        small_course.forget(course)
        return building.build(lessons.lesson(course, NAME), course.parent / "assignments")

    return build_it


def test_two_builds_of_networks_give_the_same_bytes(networks, own):
    built = own()
    for path in built.written:
        twin = networks.parent / path.relative_to(path.parents[2 if path.name == "reference.safetensors" else 3])
        assert twin.read_bytes() == path.read_bytes()


def test_an_unchanged_lesson_builds_no_network_again(own, monkeypatch):
    own()

    def refuse(*_):
        raise AssertionError("a network was built")

    monkeypatch.setattr(course_models, "call_model", refuse)
    assert own().written == ()
    (path,) = own("# # Networks", "# # Nets", "lesson.py").written
    assert path.name == f"{NAME}.ipynb"
    with pytest.raises(AssertionError, match="a network was built"):
        own("Conv2D(4, 3", "Conv2D(5, 3", "lesson.py")


def test_what_is_built_again_is_what_the_changed_code_reaches(networks, tmp_path):
    facts = corpus.read(lessons.lesson(networks, NAME).corpus).checks
    course = small_models_course.write(tmp_path)
    lesson = lessons.lesson(course, NAME)

    def changed(path, old, new):
        """The checks whose code another text changes."""
        before = {name: course_models.fingerprint(lesson, facts[name]) for name in ("tiny", "block")}
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        return {name for name in before if course_models.fingerprint(lesson, facts[name]) != before[name]}

    assert changed(lesson.checks, "Does x still reach", "Does x ever reach") == set()
    assert changed(lesson.lesson, '"""A convolution beside', '"""One convolution beside') == set()
    assert changed(lesson.checks, "layers.MaxPooling2D(3, 1)", "layers.MaxPooling2D(3, 2)") == {"block"}
    assert changed(lesson.checks, "layers.Conv2D(4, 3, activation", "layers.Conv2D(5, 3, activation") == {"tiny"}
    assert changed(lesson.checks, "@block.mistake\ndef no_", "@block.mistake\n@tiny.mistake\ndef no_") == {
        "tiny",
        "block",
    }
    assert changed(lesson.checks, "BatchNormalization()(x))", "LayerNormalization()(x))") == {"tiny", "block"}
    assert changed(lesson.lesson, "    return size // window", "    return size / window") == set()


def test_a_change_of_the_answer_changes_the_frozen_network(own):
    own()
    built = own('layers.Dense(classes, activation="softmax")', "layers.Dense(classes)", "lesson.py")
    assert "reference.safetensors" in {path.name for path in built.written}
    case = corpus.read(built.written[0]).checks["tiny"].cases[0]
    assert "softmax" not in case.low.value


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (
            "layers.ReLU()(layers.Add()([beside, x]))",
            "layers.Lambda(abs)(x)",
            "block.*refused by the grader's own.*Lambda",
        ),
        ("layers.ReLU()(layers.Add()([beside, x]))", "3", "block.*returns int; expected a Keras model"),
        ("layers.ReLU()(layers.Add()([beside, x]))", "beside + layers.Flatten()(x)", "block.*raises ValueError"),
    ],
)
def test_an_answer_that_builds_no_network_of_ours_is_the_courses_fault(own, old, new, why):
    with pytest.raises(CourseError, match=why):
        own(old, new, "lesson.py")


def test_a_mistake_with_a_slip_of_its_own_is_the_courses_fault(own):
    with pytest.raises(
        CourseError, match=r"mistake no_shortcut of block, called as block\(Input\(6, 6, 4\), 4\), raises"
    ):
        own("layers.ReLU()(layers.BatchNormalization()(x))", "nonsense(x)")


def test_a_mistake_that_builds_the_right_network_is_found(own, monkeypatch):
    built = own("padding=padding, activation", 'padding="same", activation')
    course = built.written[0].parents[1]
    (one,) = doctor.examine(lessons.lessons(course), course.parent / "assignments", report=lambda line: None)
    assert one.findings == (
        "tiny: no hidden case is wrong for no_padding. It builds the right network; add a call in which it does not",
    )


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"calls": []}, "no calls"),
        ({"worth": {"taste": 1}}, "no aspect"),
        ({"trained": Trained("lenet_fashion", 2, (7,))}, "not among calls"),
    ],
)
def test_a_model_check_that_cannot_be_is_refused(given, why):
    with pytest.raises(CourseError, match=why):
        ModelCheck(**{"worth": {"wiring": 1}, "calls": [(FeatureMap((3, 3, 1)),)], "public": []} | given)


def test_a_model_check_without_public_calls_is_refused(own):
    with pytest.raises(CourseError, match="block has no public calls"):
        own("public=[(FeatureMap((4, 4, 3)), 3)]", "public=[]")


def test_networks_are_built_again_where_the_rules_that_keys_are_made_by_changed(networks, monkeypatch):
    lesson = lessons.lesson(networks, NAME)
    facts = corpus.read(lesson.corpus).checks["tiny"]
    before = course_models.fingerprint(lesson, facts)
    rules = course_models._rules()
    assert "flips_no_filter" not in rules and "_drop_idle_biases" in rules and "def told" not in rules
    monkeypatch.setattr(course_models, "_rules", lambda: rules + "flips_no_filter")
    assert course_models.fingerprint(lesson, facts) != before
