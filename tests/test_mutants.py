"""Grading the grader: every mutant is right but for one place, and what survives is told apart from what is equal."""

import ast

import pytest

from autograder import cli, lessons
from autograder.corpus import read
from autograder.course import kill
from autograder.course import mutants as course_mutants
from autograder.course.mutant_report import report
from autograder.course.mutants import Mutant, mutants


def texts(source):
    """Every mutant of some source, as its text."""
    tree = ast.parse(source)
    return [ast.unparse(changed) for changed in course_mutants._changed(tree)]


@pytest.fixture(scope="module")
def found(course):
    lesson = lessons.lesson(course, "b01")
    return mutants(lesson, read(lesson.corpus).checks)


@pytest.mark.parametrize(
    ("source", "mutant"),
    [
        ("def f(a, b):\n    return a + b", "def f(a, b):\n    return a - b"),
        ("def f(a, b):\n    return a + b", "def f(a, b):\n    return a"),
        ("def f(a):\n    return a < 3", "def f(a):\n    return a <= 3"),
        ("def f(a):\n    return a < 3", "def f(a):\n    return a < 4"),
        ("def f(a):\n    return np.max(a)", "def f(a):\n    return np.min(a)"),
        ("def f(a):\n    return -a", "def f(a):\n    return a"),
        ("def f(h, w):\n    return h", "def f(h, w):\n    return w"),
        ("def f(a):\n    return a[1:]", "def f(a):\n    return a[:]"),
        ("def f(a):\n    for i in range(a):\n        g(i)", "def f(a):\n    for i in range(a - 1):\n        g(i)"),
        ("def f(a):\n    return g(a, axis=1)", "def f(a):\n    return g(a)"),
        ("def f(a):\n    if a:\n        g(a)", "def f(a):\n    if True:\n        g(a)"),
        ("def f(a):\n    a += 1\n    return a", "def f(a):\n    pass\n    return a"),
    ],
)
def test_a_slip_of_each_kind_is_made(source, mutant):
    assert mutant in texts(source)


def test_what_people_read_is_not_mutated():
    assert texts('def f(a):\n    """Add 1 and 2."""\n    return a') == []
    assert all("{a + 1} is" in text for text in texts('def f(a):\n    raise ValueError(f"{a + 1} is too much")'))


def test_the_original_is_no_mutant_of_itself(found):
    assert all(mutant.before != mutant.after for mutant in found)


def test_wrong_mutants_are_killed(found):
    killed = {mutant.name: mutant.killed_by for mutant in found}
    assert killed["scale: return x * factor + shift -> return x * factor - shift"] > 0
    assert killed["scale: if x.size == 0: -> if x.size != 0:"] > 0


def test_a_mutant_that_computes_the_same_survives(course):
    facts = read(lessons.lesson(course, "b01").corpus).checks["total"]
    assert kill.killed_by("def total(values):\n    return sum(reversed(values))", "total", {}, facts) == 0


def test_a_mutant_that_never_ends_is_noticed_once(course, monkeypatch):
    monkeypatch.setattr(kill, "MAX_SECONDS", 0.05)
    facts = read(lessons.lesson(course, "b01").corpus).checks["total"]
    source = "def total(values):\n    while True:\n        pass"
    assert kill.killed_by(source, "total", {}, facts) == 1


def test_a_function_that_catches_everything_is_stopped_too(course, monkeypatch):
    monkeypatch.setattr(kill, "MAX_SECONDS", 0.05)
    facts = read(lessons.lesson(course, "b01").corpus).checks["total"]
    source = (
        "def total(values):\n    try:\n        while True:\n            pass\n    except Exception:\n        return 0"
    )
    assert kill.killed_by(source, "total", {}, facts) == 1


def test_the_report_tells_killed_equivalent_and_surviving_apart():
    some = [
        Mutant("f", 1, "a", "b", 3),
        Mutant("f", 2, "x | y", "x", 0),
        Mutant("f", 3, "c", "d", 0),
    ]
    text = report({"b01": some}, {"f: c -> d": "d is c here"})
    assert "**3 mutants: 1 killed, 1 equivalent, 1 surviving.**" in text
    assert "| b01 | 3 | 1 | 1 | 1 |" in text
    assert "| `x \\| y` | `x` | **a hole in the hidden cases** |" in text
    assert "| `c` | `d` | d is c here |" in text


def test_a_run_of_one_lesson_keeps_what_the_report_says_of_the_others():
    found = {
        "b01": [Mutant("f", 1, "a", "b", 3), Mutant("f", 2, "x | y", "x", 0)],
        "b02": [Mutant("g", 1, "a", "b", 0), Mutant("g", 1, "a", "c", 0)],
        "b10": [Mutant("h", 1, "a", "b", 0, same=True), Mutant("h", 5, "a", "b", 1)],
    }
    reasons = {"g: a -> b": "b is a here"}
    whole = report(found, reasons)
    assert "**6 mutants: 2 killed, 2 equivalent, 2 surviving.**" in whole
    old = report(found | {"b02": [Mutant("g", 1, "z", "b", 9)]}, reasons)
    assert report({"b02": found["b02"]}, reasons, before=old) == whole
    without = report({one: found[one] for one in ("b01", "b10")}, reasons)
    assert report({"b02": found["b02"]}, reasons, before=without) == whole


def test_a_lesson_by_name_renews_its_part_and_all_lessons_renew_the_report(course, tmp_path):
    path, lesson = tmp_path / "mutants.md", lessons.lesson(course, "b01")
    path.write_text(report({"b02": [Mutant("g", 1, "a", "b", 1)]}, {}), "utf-8")
    cli._write_mutants([lesson], path, others_stay=True)
    assert f"\n| {lesson.name} |" in path.read_text("utf-8") and "\n| b02 |" in path.read_text("utf-8")
    cli._write_mutants([lesson], path, others_stay=False)
    assert f"\n| {lesson.name} |" in path.read_text("utf-8") and "\n| b02 |" not in path.read_text("utf-8")


def test_the_report_without_survivors_has_no_list_of_them():
    assert "why it survives" not in report({"b01": [Mutant("f", 1, "a", "b", 3)]}, {})


@pytest.fixture(scope="module")
def of_networks(networks):
    lesson = lessons.lesson(networks, "b03")
    facts = read(lesson.corpus).checks
    return mutants(lesson, {name: facts[name] for name in ("tiny", "block")})


def test_slips_in_a_network_are_made_and_killed(of_networks):
    found = {mutant.name: mutant for mutant in of_networks}
    killed = [
        "tiny: hidden = layers.MaxPooling2D(2)(hidden) -> hidden = layers.AveragePooling2D(2)(hidden)",
        "block: return layers.ReLU()(layers.Add()([beside, x])) -> return layers.Add()([beside, x])",
        "block: beside = layers.BatchNormalization()(beside) -> pass",
    ]
    assert [found[name].killed_by for name in killed] == [2, 2, 2]
    assert any("padding='valid'" in mutant.after and mutant.killed_by for mutant in of_networks)


def test_the_same_network_written_otherwise_is_no_hole(of_networks):
    survivors = [mutant for mutant in of_networks if not mutant.killed_by]
    by_itself = "tiny: hidden = layers.MaxPooling2D(2)(hidden) -> hidden = layers.MaxPooling2D()(hidden)"
    assert [mutant.name for mutant in survivors if not mutant.same] == [by_itself]
    assert (
        "block: return layers.ReLU()(layers.Add()([beside, x])) -> return layers.ReLU()(layers.Add()([x, beside]))"
        in [mutant.name for mutant in survivors if mutant.same]
    )
    text = report({"b03": of_networks}, {by_itself: "Two is what it does without being told."})
    assert f"{len(survivors)} equivalent, 0 surviving" in text
