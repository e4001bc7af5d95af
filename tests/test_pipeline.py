"""One submission through all stages: what it comes to, what is remembered, and what reaches the student's code."""

import json
from dataclasses import replace

import numpy as np
import pytest

from autograder import pipeline
from autograder.errors import GraderError
from autograder.pipeline import Settings
from autograder.reports.text_card import text_card
from autograder.sandbox.session import Session
from autograder.sandbox.wire import Channel
from autograder.store import CACHE, Store
from tests.small_course import BOTH_MISTAKES, SCALE, TOTAL, submission


@pytest.fixture
def task(course):
    return pipeline.assignment(course, course.parent / "assignments", "b01_scale")


@pytest.fixture
def graded(course, task):
    """Grade some answers: `graded(scale="def scale...")`."""

    def grade(store=None, student="kim", settings=None, **answers):
        data = submission(course, **answers)
        return pipeline.grade_file(student, "b01_scale.ipynb", data, task, settings or Settings(), store or Store(None))

    return grade


def timeless(result):
    return replace(result, items=tuple(replace(item, seconds=0.0) for item in result.items))


def item(result, name):
    return next(item for item in result.items if item.name == name)


@pytest.fixture
def judged(monkeypatch):
    """The names of the functions that were judged so far."""
    names = []
    judge = pipeline.judge_function

    def count(facts, *rest, **more):
        names.append(facts.name)
        return judge(facts, *rest, **more)

    monkeypatch.setattr(pipeline, "judge_function", count)
    return names


@pytest.fixture
def no_box(monkeypatch):
    """From now on every box refuses to start."""

    def refuse():
        def start(self):
            raise GraderError("no box today")

        monkeypatch.setattr(Session, "_start", start)

    return refuse


# ------------------------------------------------------------------------------------------------------- verdicts


def test_right_answers_get_full_marks(graded):
    result = graded(scale=SCALE, total=TOTAL)
    assert (result.status, result.score, result.max_score) == ("graded", 12, 12)
    assert [item.status for item in result.items] == ["pass", "pass"]
    assert result.sandbox == "namespaces+seccomp"


def test_an_unsolved_notebook_is_not_started(graded):
    result = graded()
    assert (result.score, {item.status for item in result.items}) == (0, {"not_started"})


def test_one_right_function_of_two_is_worth_its_points(graded):
    result = graded(total=TOTAL)
    assert result.score == 3
    assert (item(result, "scale").status, item(result, "total").status) == ("not_started", "pass")


def test_what_is_written_and_calls_a_stub_is_not_called_not_started(graded):
    written = "def total(values):\n    return scale(values, 1, 0).sum()"
    found = item(graded(total=written), "total")
    assert (found.status, found.counterexample["got"]["error"]) == ("error", "NotImplementedError")
    assert found.counterexample["got"]["trace"][0]["source"].strip() == "return scale(values, 1, 0).sum()"
    assert "calls a function that is not written yet" in text_card(found, None, "en")


def test_a_mistake_is_recognised_and_costs_its_own_aspects_only(graded):
    answer = "def scale(x, factor, shift):\n    if not x.size:\n        raise ValueError\n    return x * factor"
    found = item(graded(scale=answer), "scale")
    assert found.mistake == "ignores_the_shift"
    assert {name: score.points for name, score in found.aspects.items()} == {
        "factor": 4,
        "shift": 0,
        "together": 0,
        "input unchanged": 1,
        "errors": 1,
    }


def test_two_mistakes_at_once_are_both_recognised(graded):
    assert item(graded(scale=BOTH_MISTAKES), "scale").mistake == "ignores_the_factor+ignores_the_shift"


def test_a_slip_beside_a_mistake_is_recognised_as_well(graded):
    answer = "def scale(x, factor, shift):\n    return x + shift"
    assert item(graded(scale=answer), "scale").mistake == "ignores_the_factor+lets_nothing_through"


def test_a_wrong_answer_nobody_named_has_no_mistake(graded):
    assert item(graded(scale="def scale(x, factor, shift):\n    return x * factor - shift"), "scale").mistake is None


def test_a_function_that_depends_on_earlier_calls_is_not_right(graded):
    answer = SCALE.replace("    if len", "    global calls\n    calls += 1\n    shift += calls > 14\n    if len")
    found = item(graded(scale="calls = 0\n" + answer), "scale")
    assert found.counterexample["difference"] in ("depends", "values")
    assert found.status != "pass"


def test_a_function_that_only_its_first_call_gets_right_depends_on_earlier_calls(graded):
    answer = "seen = []\ndef total(values):\n    seen.append(values)\n    return sum(values) + (values in seen[:-1])"
    found = item(graded(total=answer), "total")
    assert (found.points, found.counterexample["difference"]) == (0, "depends")


def test_a_wrong_answer_is_shown_on_its_smallest_input(graded):
    answer = "def total(values):\n    return sum(values[1:])"
    shown = item(graded(total=answer), "total").counterexample
    numbers = [value["data"] for value in shown["arguments"][0]["value"]["data"]]
    assert len(numbers) == 2 and sum(numbers) <= 3
    assert shown["expected"]["data"] - shown["got"]["data"] == numbers[0]


def test_an_endless_function_costs_only_its_own_points(graded):
    settings = Settings(limits=replace(Settings().limits, call_s=0.3))
    result = graded(scale="def scale(*args):\n    while True: pass", total=TOTAL, settings=settings)
    assert (item(result, "scale").status, item(result, "total").status) == ("timeout", "pass")


def test_an_answer_whose_cell_stops_before_it_is_defined_is_an_error_with_its_line(graded):
    found = item(graded(total="unknown_name\ndef total(values):\n    return sum(values)"), "total")
    assert found.status == "pass"  # every other statement of the cell still counts
    found = item(graded(total="@unknown_name\ndef total(values):\n    return sum(values)"), "total")
    assert (found.status, found.counterexample["got"]["error"]) == ("error", "NameError")
    assert found.counterexample["got"]["trace"][0]["line"] == 1


def test_a_renamed_function_is_missing_and_not_unwritten(graded):
    found = item(graded(total="def totale(values):\n    return sum(values)"), "total")
    assert (found.points, found.status) == (0, "error")


def test_the_same_submission_comes_to_the_same_result(graded):
    first, second = (graded(scale=BOTH_MISTAKES, total="def total(v):\n    return v[0]") for _ in range(2))
    assert timeless(first) == timeless(second)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"\x89PNG\r\n\x1a\n", b"[" * 100_000, b'{"cells": 3}', "가".encode("cp949")]
)
def test_what_is_no_notebook_is_refused_with_a_known_reason(task, data):
    result = pipeline.grade_file("kim", "b01_scale.ipynb", data, task, Settings(), Store(None))
    assert (result.status, result.score) == ("ungraded", None)
    assert any(result.message.startswith(english) for english, _ in pipeline.reasons.PROBLEMS.values())


# ----------------------------------------------------------------------------------------------------- remembering


def test_a_second_run_starts_no_box_and_gives_the_same_bytes(graded, tmp_path, no_box):
    path = tmp_path / "kim" / "b01_scale.json"
    graded(Store(tmp_path), scale=BOTH_MISTAKES, total=TOTAL)
    before = path.read_bytes()
    path.unlink()
    no_box()
    graded(Store(tmp_path), scale=BOTH_MISTAKES, total=TOTAL)
    assert path.read_bytes() == before


def test_without_a_box_what_is_new_stays_ungraded(graded, tmp_path, no_box):
    no_box()
    with pytest.raises(GraderError, match="no box today"):
        graded(Store(tmp_path), total=TOTAL)
    assert not list(tmp_path.rglob("*.json"))


def test_equal_answers_are_judged_once_and_named_apart(graded, tmp_path, judged):
    store = Store(tmp_path)
    for student in ("kim", "lee"):
        graded(store, student, total=TOTAL)
    assert judged == ["scale", "total"]
    assert [result.student for result in store.results()] == ["kim", "lee"]


def test_a_different_file_with_the_same_answers_is_read_but_not_judged(graded, course, task, tmp_path, judged):
    store = Store(tmp_path)
    graded(store, total=TOTAL)
    notebook = json.loads(submission(course, total=TOTAL))
    notebook["cells"][0]["source"] += "\nA note of my own."
    data = json.dumps(notebook).encode()
    assert pipeline.grade_file("lee", "b01_scale.ipynb", data, task, Settings(), store).score == 3
    assert judged == ["scale", "total"]


@pytest.mark.parametrize("damage", [b"", b"{", b"\0" * 100, b"[]"])
def test_a_damaged_cache_file_is_judged_anew(graded, tmp_path, judged, damage):
    store = Store(tmp_path)
    first = graded(store, total=TOTAL)
    for path in (tmp_path / CACHE).glob("*.json"):
        path.write_bytes(damage)
    again = graded(store, total=TOTAL)
    assert len(judged) == 4
    assert again.score == first.score
    assert next(iter(store.results())).score == 3


def test_a_lost_alias_costs_only_another_reading(graded, tmp_path, judged):
    store = Store(tmp_path)
    graded(store, total=TOTAL)
    for path in (tmp_path / CACHE).glob("*.alias"):
        path.write_bytes(b"\0\0\0\0")
    assert graded(store, total=TOTAL).score == 3
    assert len(judged) == 2


@pytest.mark.parametrize(
    "settings", [Settings(isolation="none"), Settings(language="ko")], ids=["other isolation", "other language"]
)
def test_a_result_of_another_setting_is_not_taken(graded, tmp_path, judged, settings):
    store = Store(tmp_path)
    graded(store, total=TOTAL)
    graded(store, settings=settings, total=TOTAL)
    assert len(judged) == 4


def test_a_result_from_another_corpus_is_not_taken(graded, course, task, tmp_path, judged):
    store = Store(tmp_path)
    graded(store, total=TOTAL)
    newer = replace(task, corpus=replace(task.corpus, digest="another"))
    result = pipeline.grade_file("kim", "b01_scale.ipynb", submission(course, total=TOTAL), newer, Settings(), store)
    assert (len(judged), result.corpus) == (4, "another")


def test_a_file_is_read_anew_when_the_release_has_changed(graded, course, task, tmp_path, no_box):
    data, store = submission(course, total=TOTAL), Store(tmp_path)
    pipeline.grade_file("kim", "b01_scale.ipynb", data, task, Settings(), store)
    newer = replace(task, cells={"cells": task.cells["cells"][:-1]})
    no_box()
    with pytest.raises(GraderError, match="no box today"):
        pipeline.grade_file("kim", "b01_scale.ipynb", data, newer, Settings(), store)


def test_no_isolation_is_stamped_on_the_result(graded):
    assert graded(settings=Settings(isolation="none"), total=TOTAL).sandbox == "none"


# ------------------------------------------------------------------------------------- what reaches the student's code


@pytest.fixture
def sent(monkeypatch):
    """Everything that was sent into a box, in pieces."""
    pieces = []
    ask = Channel.ask

    def listen(self, request, body, **limits):
        pieces.append(json.dumps(request, ensure_ascii=False).encode())
        pieces.append(bytes(body))
        return ask(self, request, body, **limits)

    monkeypatch.setattr(Channel, "ask", listen)
    return pieces


def secrets_of(facts):
    """What no student may see of a check: names and hints of its mistakes."""
    for mistake in facts.mistakes:
        yield mistake.name.encode()
        for hints in mistake.hints.values():
            yield from (text.encode() for text in (hints.question, *hints.hints))


def expected_bytes(facts):
    """Right answers that are no input of the check, as the bytes of an array."""
    inputs = {np.asarray(arg, float).tobytes() for case in facts.cases for arg in case.args if np.size(arg)}
    for case in facts.cases:
        if isinstance(case.low.value, np.ndarray) and case.low.value.size > 1:
            data = np.asarray(case.low.value, float).tobytes()
            if data not in inputs:
                yield data


@pytest.mark.parametrize(
    "answers",
    [{"scale": SCALE, "total": TOTAL}, {"scale": BOTH_MISTAKES, "total": "def total(v):\n    return 0"}],
    ids=["right", "wrong"],
)
def test_no_right_answer_and_no_mistake_is_sent_into_a_box(graded, task, sent, answers):
    graded(**answers)
    everything = b"\n".join(sent)
    for facts in task.corpus.checks.values():
        assert [secret for secret in secrets_of(facts) if secret in everything] == []
        assert [data for data in expected_bytes(facts) if data in everything] == []
    assert b"running_sum_so_far" not in everything


def test_right_answers_of_arrays_were_there_to_be_looked_for(task):
    assert len(list(expected_bytes(task.corpus.checks["scale"]))) >= 5


SPY = """
import gc, os, sys

def total(values):
    wanted = [first + second for first, second in [("skips_the", "_first"), ("ignores_the", "_factor")]]
    wanted += [first + second for first, second in [("running_sum", "_so_far"), ("reference", ".safetensors")]]
    found = []
    for thing in gc.get_objects():
        if thing is wanted or thing is found:
            continue
        parts = thing.values() if type(thing) is dict else thing if type(thing) in (list, tuple, set) else ()
        for part in list(parts):
            text = part.decode("latin-1") if type(part) is bytes else part if type(part) is str else ""
            found += [word for word in wanted if word in text]
    frame = sys._getframe()
    while frame:
        found += [name for name in frame.f_locals if name in ("expected", "corpus", "facts", "case")]
        frame = frame.f_back
    for folder, folders, files in os.walk("/"):
        found += [name for name in files if name.endswith(".safetensors") or name in ("lesson.py", "checks.py")]
        found += [name for name in folders if name in ("solutions", "course", "assignments", "results")]
    raise RuntimeError("found: " + repr(found))
"""


def test_a_student_who_searches_memory_and_files_finds_nothing_of_the_course(graded):
    found = item(graded(total=SPY), "total").counterexample["got"]
    assert (found["error"], found["message"]) == ("RuntimeError", "found: []")
