"""Frozen facts on disk: the same bytes for the same facts and back, and no answer where students look.

That the real lessons' are those of the code today, `autograder build --check` says, which `make test` begins with.
"""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder import corpus as corpora
from autograder.corpus import Corpus
from autograder.course.draw import key
from autograder.errors import CourseError
from autograder.judge.reference import weight
from autograder.records import AspectFacts, Case, CheckFacts, Hints, Mistake, Outcome, Training
from autograder.sandbox.inside.values import FeatureMap

ROOT = Path(__file__).parents[1]
BUILT = sorted(path.parent for path in ROOT.glob("solutions/*/reference.safetensors"))
RELEASED = sorted(ROOT.glob("assignments/*/*/*.ipynb"))


def same(one, other):
    """Records with arrays in them, compared to the bit."""
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        alike = isinstance(one, np.ndarray) and isinstance(other, np.ndarray)
        return alike and (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())
    if isinstance(one, tuple | list):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if hasattr(one, "__dataclass_fields__"):
        return type(one) is type(other) and all(
            same(getattr(one, f), getattr(other, f)) for f in one.__dataclass_fields__
        )
    return type(one) is type(other) and (one == other or one != one)


def a_corpus():
    """Every kind of argument and outcome there is."""
    x = np.arange(6.0).reshape(2, 3)
    args = (
        x,
        np.array([1, 2], np.int8),
        3,
        2.5,
        True,
        None,
        [1, [2, 3]],
        (4, 5),
        "same",
        np.zeros((0, 2)),
        np.array(7),
    )
    network = Outcome("value", value='{"layers": "' + "합성곱 " * 100 + '"}')
    low, high = Outcome("value", value=x), Outcome("value", value=x + 1)
    wrong = {
        "another network": Outcome("value", value="0123456789abcdef" * 2),
        "raises": Outcome("raised", error="IndexError", bases=("IndexError", "Exception"), message="메시지"),
        "changes": Outcome("value", value=None, changed=(0, 2)),
        "nan": Outcome("value", value=np.array([np.nan, np.inf, -0.0])),
        "list": Outcome("value", value=[(1, (2, 3)), (4,)]),
    }
    cases = (
        Case("values", args, "F", low, low, wrong, 1e-9),
        Case("values", (x,), "strided", low, high, {}, 0.5),
        Case("errors", (), "C", wrong["raises"], wrong["raises"], {}, 0.0),
        Case("", (FeatureMap((8, 8, 3)), 4), "C", network, network, wrong, 0.0),
    )
    aspects = (
        AspectFacts("values", {"en": "values", "ko": "값"}, 2.5),
        AspectFacts("errors", {"en": "errors", "ko": "오류"}, 1.0, "kind", "values"),
    )
    hints = {"en": Hints("Is it?", "It is.", ("one", "two")), "ko": Hints("그런가요?")}
    mistakes = (Mistake("raises", hints, {"expected": "1·2 = 2", "got": "1 = 1"}),)
    facts = CheckFacts("f", ("x", "y"), aspects, cases, mistakes)
    training = Training("lenet", 2.0, (FeatureMap((8, 8, 3)), 4), {"quick": 0.875}, {"dense": {"quick": 0.5}})
    net = replace(facts, name="net", kind="model", training=training)
    checks = {"f": facts, "net": net, "empty": CheckFacts("empty", (), (), (), ())}
    return Corpus("b01", "abc", checks, "ko", {"net": "0123"})


def test_a_corpus_reads_back_as_it_was_written(tmp_path):
    path = tmp_path / "c.safetensors"
    path.write_bytes(corpora.to_bytes(a_corpus()))
    found = corpora.read(path)
    assert same(replace(found, digest=""), a_corpus())


def test_the_same_corpus_gives_the_same_bytes():
    assert corpora.to_bytes(a_corpus()) == corpora.to_bytes(a_corpus())


def test_a_corpus_is_known_by_its_content(tmp_path):
    one, other = tmp_path / "1", tmp_path / "2"
    one.write_bytes(corpora.to_bytes(a_corpus()))
    other.write_bytes(corpora.to_bytes(replace(a_corpus(), fingerprint="other")))
    assert corpora.read(one).digest != corpora.read(other).digest


def test_a_missing_corpus_says_what_to_type(tmp_path):
    with pytest.raises(CourseError, match="autograder build"):
        corpora.read(tmp_path / "none.safetensors")


def test_a_damaged_corpus_is_refused_and_never_raises_anything_else(tmp_path):
    whole = bytearray(corpora.to_bytes(a_corpus()))
    path = tmp_path / "c.safetensors"
    refused = 0
    for at in range(0, len(whole), 13):
        damaged = bytearray(whole)
        damaged[at] ^= 0x55
        for data in (bytes(damaged), bytes(whole[:at])):
            path.write_bytes(data)
            try:
                corpora.read(path)
            except CourseError as error:
                refused += "autograder build" in str(error)
    assert refused > len(whole) / 13


def test_another_format_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "c.safetensors"
    monkeypatch.setattr(corpora, "FORMAT", "0")
    path.write_bytes(corpora.to_bytes(a_corpus()))
    monkeypatch.undo()
    with pytest.raises(CourseError, match="format 0"):
        corpora.read(path)


# ----------------------------------------------------------------------------------------------- the real lessons


@pytest.fixture(params=BUILT, ids=lambda path: path.name)
def real(request):
    return request.param


def test_the_smallest_case_of_an_aspect_comes_first(real):
    for facts in corpora.read(real / "reference.safetensors").checks.values():
        for aspect in facts.aspects:
            weights = [weight(case.args) for case in facts.cases if case.aspect == aspect.name]
            assert weights == sorted(weights)


def test_no_two_hidden_cases_of_an_aspect_are_the_same(real):
    for facts in corpora.read(real / "reference.safetensors").checks.values():
        keys = [(case.aspect, key(case.args)) for case in facts.cases]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("notebook", RELEASED, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_no_hidden_input_is_public_where_others_exist(notebook):
    hidden = corpora.read(ROOT / "solutions" / notebook.stem / "reference.safetensors").checks
    public = corpora.read(notebook.parent / "examples.safetensors").checks
    assert hidden.keys() == public.keys()
    for name, facts in hidden.items():
        calls = {key(case.args) for case in facts.cases}
        if facts.kind == "model":  # the call without arguments is everybody's; another one is the grader's alone
            assert calls & {key(case.args) for case in public[name].cases} < calls
        for aspect in facts.aspects if facts.kind == "function" else ():
            shown = {key(case.args) for case in public[name].cases if case.aspect == aspect.name}
            assert shown.isdisjoint(calls) or shown <= calls, aspect.name  # so few exist that they are no secret


@pytest.mark.parametrize("notebook", RELEASED, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_the_instant_check_has_an_example_of_every_part(notebook):
    """Else a right answer would lose the points of that part there."""
    hidden = corpora.read(ROOT / "solutions" / notebook.stem / "reference.safetensors").checks
    public = corpora.read(notebook.parent / "examples.safetensors").checks
    for name, facts in hidden.items():
        assert {case.aspect for case in facts.cases} == {case.aspect for case in public[name].cases}


def answer_lines(text):
    """Every line of every answer that could give something away."""
    for body in re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", text, re.DOTALL):
        for line in map(str.strip, body.splitlines()):
            if len(line) > 12 and not line.startswith("#"):
                yield line


@pytest.mark.parametrize("notebook", RELEASED, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_no_line_of_an_answer_is_released(notebook):
    text = (ROOT / "solutions" / notebook.stem / "lesson.py").read_text("utf-8")
    elsewhere = re.sub(r"### BEGIN SOLUTION\n.*?### END SOLUTION", "", text, flags=re.DOTALL)
    lines = [line for line in answer_lines(text) if line not in elsewhere]
    assert lines
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    released = ["".join(cell["source"]) for cell in cells] + [
        path.read_bytes().decode("latin-1") for path in notebook.parent.iterdir() if path != notebook
    ]
    assert [line for line in lines if any(line in text for text in released)] == []


@pytest.mark.parametrize("notebook", RELEASED, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_release_is_a_notebook_and_its_examples_and_nothing_else(notebook):
    assert {path.name for path in notebook.parent.iterdir()} == {notebook.name, "examples.safetensors"}


def test_there_is_a_release_to_look_at():
    assert BUILT and {path.stem for path in RELEASED} <= {path.name for path in BUILT}
