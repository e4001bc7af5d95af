"""Functions of a lesson that are put together: whose parts, points, waiting, hostile answers, what people read."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from autograder import assembling, corpus, lessons, pipeline, training
from autograder.course import build, doctor
from autograder.course import trained as measured
from autograder.errors import CourseError, GraderError
from autograder.i18n import LANGUAGES
from autograder.judge.assembled import decided
from autograder.messages import text_card
from autograder.models.train_job import Progress
from autograder.pipeline import Settings
from autograder.records import Assembly, Item, Measure
from autograder.reports import FORMATS
from autograder.reports.card import card_html
from autograder.reports.course_text import NO_COURSE
from autograder.reports.trained import with_training
from autograder.store import Store
from tests import small_course

NAME, KEY = "b01_scale", "total (trained)"
CHECKS = small_course.SCALE_CHECKS.replace(
    "total = Check(\n    atol=0,",
    "total = Check(\n    atol=0,\n    trained=Assembled(\n        parts=('scale', 'total'),\n"
    "        measures=(Measured('near', 6, ko='가까움'), Measured('even', 2, ko='고름')),\n    ),",
).replace("import Aspect, Check", "import Aspect, Assembled, Check, Measured")
ASSEMBLY = '''
"""Sums of scaled rows, as near to the right ones as they are."""

import numpy as np

CODE = []


def facts(profile):
    return {"rows": (6, 40)}


def read(name, args, answer):
    try:
        numbers = np.asarray(answer, float)
    except (TypeError, ValueError):
        raise ValueError("no numbers") from None
    if numbers.shape != (np.shape(args[0]) if name == "scale" else ()) or not np.isfinite(numbers).all():
        raise ValueError(f"{numbers.shape} or not finite")
    return numbers


def assemble(parts, *, profile, seed, folder, told):
    rows = [parts["scale"](np.arange(40.0) + i, 2, 1) for i in range(6)]
    sums = [float(parts["total"](list(row))) for row in rows]
    told(0.5)
    wanted = [2 * sum(range(i, 40 + i)) + 40 for i in range(6)]
    near = float(np.mean(np.isclose(sums, wanted)))
    return {
        "measures": {"near": near - seed / 1000, "even": 0.8},
        "losses": [{"labels": {"en": "loss", "ko": "손실"}, "values": [0.05, 0.01]}],
        "scenes": [{"png": "aGVsbG8=", "alt": {"en": "six rows", "ko": "여섯 줄"}}],
    }
'''
LONG = "x.size == 40"  # of an assembly; the hidden cases have shorter rows


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("assembled") / "solutions"
    (folder / NAME).mkdir(parents=True)
    texts = {"inputs.py": small_course.INPUTS, f"{NAME}/lesson.py": small_course.SCALE_LESSON}
    for path, text in (texts | {f"{NAME}/checks.py": CHECKS, f"{NAME}/assembly.py": ASSEMBLY}).items():
        (folder / path).write_text(text.lstrip("\n"), "utf-8")
    lesson = lessons.lesson(folder, NAME)
    measured.measure(lesson, lessons.load(lesson)["total"], "quick", trainer=here)
    small_course.build_all(folder)
    return folder


@pytest.fixture(scope="module")
def task(course):
    return pipeline.assignment(course, course.parent / "assignments", NAME)


def here(job, *, heard=lambda _: None):
    """A trainer in this process."""
    order = {"network": job.network, "profile": job.profile, "seed": job.seed, "result": str(job.record)}
    record = assembling.run(order, lambda progress: heard(progress.share))
    job.record.write_text(json.dumps(record))
    return record


def source(name, old="", new=""):
    cell = next(cell for cell in small_course.SCALE_LESSON.split("# %%\n") if f"def {name}(" in cell)
    assert not old or old in cell
    return cell.replace(old, new).strip()


@pytest.fixture
def graded(course, task, tmp_path):
    def grade(*, scale=("", ""), total=("", ""), train=True, student="kim", trainer=here, store=None):
        kept = store or Store(tmp_path)
        submitted = small_course.submission(course, NAME, scale=source("scale", *scale), total=source("total", *total))
        result = pipeline.grade_file(student, f"{NAME}.ipynb", submitted, task, Settings(), kept)
        checks = {NAME: task.corpus.checks}
        crew = training.OneByOne(trainer)
        (result,), summary = training.train_all([result], checks, kept, train=train, profile="quick", crew=crew)
        grade.summary = summary
        return result

    return grade


def item(result):
    return next(one for one in result.items if one.name == KEY)


def test_right_functions_earn_all_of_it(graded):
    result = graded()
    known = result.training["total"]
    assert (item(result).status, item(result).points, result.score) == ("pass", 8, result.max_score)
    assert known["own"] == ["scale", "total"] and known["measures"][0]["value"] == 1
    assert known["accuracy"] == 1 and known["threshold"] == pytest.approx(0.9933, abs=2e-4)


def test_a_part_that_is_not_right_is_the_courses_and_costs_its_share(graded):
    result = graded(total=("running_sum_so_far = 0", "running_sum_so_far = -values[0]"))
    known = result.training["total"]
    assert known["own"] == ["scale"] and known["stood_in"] == {"total": ["points"]}
    assert (item(result).status, item(result).points) == ("partial", 4)
    assert known["measures"][0]["value"] == 1  # the course's own gave the sums


HOSTILE = {
    "nan": ("return x * factor + shift", f"return x * (np.nan if {LONG} else factor) + shift", "other"),
    "another shape": ("return x * factor + shift", f"return (x * factor + shift)[: 3 if {LONG} else 9]", "other"),
    "too much": ("return x * factor + shift", f"return np.zeros(10**7) if {LONG} else x * factor + shift", "other"),
    "no array": ("return x * factor + shift", f"return {{1}} if {LONG} else x * factor + shift", "other"),
    "many things": ("return x * factor + shift", f"return (x,) * (99 if {LONG} else 0) or x * factor + shift", "other"),
    "an error": ("return x * factor + shift", f"return x * factor + (undefined if {LONG} else shift)", "raised"),
    "the end": ("return x * factor + shift", f"import os; {LONG} and os._exit(3); return x * factor + shift", "died"),
    "no end": ("return x * factor + shift", f"while {LONG}: pass\n    return x * factor + shift", "slow"),
}


@pytest.mark.parametrize(("old", "new", "why"), HOSTILE.values(), ids=HOSTILE)
def test_a_part_that_fails_when_put_together_costs_itself_alone(graded, monkeypatch, old, new, why):
    monkeypatch.setattr(assembling, "LIMITS", replace(assembling.LIMITS, call_s=1.0))
    result = graded(scale=(old, new))
    known = result.training["total"]
    assert known["stood_in"]["scale"][0] == why and known["own"] == ["total"]
    assert (item(result).status, item(result).points) == ("partial", 4)
    assert result.score == result.max_score - 4


@pytest.fixture
def breaking(course, monkeypatch):
    """An assembly that breaks down where `bad` says so of what scale answered."""
    module = lessons.assembly(lessons.lesson(course, NAME))
    plain = module.assemble

    def break_down(bad):
        def assemble(parts, **more):
            if bad(parts["scale"](np.arange(40.0), 2, 1)):
                raise ZeroDivisionError
            return plain(parts, **more)

        monkeypatch.setattr(module, "assemble", assemble)

    return break_down


def test_a_part_with_whose_answers_nothing_can_go_on_costs_itself_alone(graded, breaking):
    breaking(lambda numbers: numbers.max() > 1e9)
    result = graded(scale=("return x * factor", f"return x * (1e20 if {LONG} else 1) * factor"))
    known = result.training["total"]
    assert known["stood_in"] == {"scale": ["together"]} and known["own"] == ["total"]
    assert (item(result).status, item(result).points) == ("partial", 4)


def test_an_assembly_that_breaks_down_with_the_courses_functions_is_our_fault(graded, breaking):
    breaking(lambda numbers: True)
    with pytest.raises(ZeroDivisionError):
        graded()


def test_a_slow_part_stays_ones_own(graded, monkeypatch):
    monkeypatch.setattr(assembling, "PART_S", 0.05)
    result = graded(scale=("return x * factor", f"import time; time.sleep(0.04 if {LONG} else 0); return x * factor"))
    known = result.training["total"]
    asked, calls = known["late"]["scale"]
    assert calls == 6 and 0 < asked < 6
    assert (item(result).status, known["own"]) == ("pass", ["scale", "total"])


def test_points_wait_until_it_is_put_together(graded):
    result = graded(train=False)
    assert (item(result).status, result.training["total"]["status"]) == ("ungraded", "not trained yet")
    assert result.score == result.max_score == 12
    assert "Points that wait for a network to be trained: 8" in result.notes
    assert graded().score == 20


def test_equal_submissions_are_put_together_once_and_a_second_run_trains_nothing(graded):
    graded()
    assert (graded.summary.trained, graded.summary.known) == (1, 0)
    graded(student="lee")
    assert (graded.summary.trained, graded.summary.known) == (0, 1)


def test_what_came_to_nothing_by_our_fault_stays_open(graded):
    result = graded(trainer=lambda job, heard: {"status": "failed", "profile": "quick", "reason": "time"})
    assert item(result).status == "ungraded" and result.score == result.max_score == 12


def test_an_unwritten_notebook_has_not_started(graded):
    body = source("total").split('"""Add up a list of numbers."""')[1]
    stub = "\n    raise NotImplementedError()\n"
    scale_body = "    ### BEGIN SOLUTION" + source("scale").split("### BEGIN SOLUTION")[1]
    result = graded(scale=(scale_body, stub), total=(body, stub))
    assert item(result).status == "not_started" and result.score == 0


def test_where_no_part_is_right_nothing_is_put_together(graded):
    result = graded(scale=("return x * factor + shift", "return x"), total=("return running", "return 1 + running"))
    assert (item(result).status, item(result).points) == ("wrong", 0)
    assert result.training["total"]["status"] == "no network"
    assert graded.summary.networks == 0


def test_a_course_that_has_moved_is_named(graded, course, tmp_path):
    where = assembling.Where(tmp_path / "gone", NAME, "auto", ("numpy",))
    text = json.dumps({"course": str(where.course), "lesson": NAME})
    with pytest.raises(GraderError, match="gone is not there any more"):
        assembling.run({"network": text}, lambda _: None)


def test_no_expected_value_and_no_measure_enters_the_box(course, monkeypatch):
    sent = []
    monkeypatch.setattr(assembling.Session, "call", lambda *a, **k: sent.append(a[1:]) or pytest.skip("never"))
    order = assembling.order_of_the_course(("scale", "total"), assembling.Where(course, NAME, "auto", ("numpy",)))
    found = assembling.run(
        {"network": order.text, "profile": "quick", "seed": 0, "result": "/nowhere/x"}, lambda _: None
    )
    assert not sent and found["own"] == []


def test_how_far_it_is_is_told(course):
    told = []
    order = assembling.order_of_the_course(("scale", "total"), assembling.Where(course, NAME, "auto", ("numpy",)))
    assembling.run({"network": order.text, "profile": "quick", "seed": 0, "result": "/nowhere/x"}, told.append)
    assert told == [Progress(0, 0.5, 0.0)]


def test_thresholds_are_measured_for_each_measure_and_read_back(course, task):
    facts = corpus.read(lessons.lesson(course, NAME).corpus).checks["total"].training
    assert facts == task.corpus.checks["total"].training
    near, even = facts.assembly.measures
    assert (
        near.thresholds == {"quick": pytest.approx(0.998 - 3 * 0.00158, abs=1e-4)} and even.thresholds["quick"] == 0.8
    )
    assert facts.points == 8 and facts.assembly.parts == ("scale", "total")


def test_thresholds_of_another_assembly_are_passed_over(course, tmp_path):
    other = tmp_path / "solutions"
    shutil.copytree(course, other)
    path = other / NAME / "assembly.py"
    path.write_text(path.read_text("utf-8").replace("(6, 40)", "(7, 40)"), "utf-8")
    lesson = lessons.lesson(other, NAME)
    found = measured.training(lesson, "total", lessons.load(lesson)["total"].check.trained)
    assert [one.thresholds for one in found.assembly.measures] == [{}, {}]


def test_a_lesson_without_assembly_is_named(course, tmp_path):
    other = tmp_path / "solutions"
    shutil.copytree(course, other)
    (other / NAME / "assembly.py").unlink()
    with pytest.raises(CourseError, match=r"assembly\.py is missing: checks\.py says trained=Assembled"):
        build.build(lessons.lesson(other, NAME), tmp_path / "assignments")


def test_the_doctor_is_content_with_it(course):
    found = doctor.examine([lessons.lesson(course, NAME)], course.parent / "assignments", report=lambda _: None)
    assert not [finding for finding in found[0].findings if "lacks a question" not in finding]


MEASURES = Assembly(("f", "g"), (Measure("a", {"en": "a"}, 3.0, {"quick": 0.8}), Measure("b", {"en": "b"}, 1.0, {})))
BOTH = replace(MEASURES, measures=tuple(replace(one, thresholds={"quick": 0.8}) for one in MEASURES.measures))


@pytest.mark.parametrize(
    ("a", "b", "own", "points"),
    [
        (0.8, 0.9, 2, 4.0),
        (0.8, 0.9, 1, 2.0),
        (0.6, 0.9, 2, 2.5),
        (0.4, 0.4, 2, 0.0),
        (0.0, 0.8, 2, 1.0),
        (0.79999, 0.8, 2, 3.99),
    ],
)
def test_each_measure_has_its_points_in_proportion_to_ones_own_parts(a, b, own, points):
    record = {"profile": "quick", "measures": {"a": a, "b": b}, "own": ["f", "g"][:own]}
    found = decided(Item("g (trained)", 0, 4, "ungraded"), record, BOTH, assembling.translator("en"))
    assert found.points == points
    assert found.status == ("pass" if points == 4 else "partial" if points else "wrong")


def test_a_measure_without_a_threshold_leaves_the_points_open():
    record = {"profile": "quick", "measures": {"a": 1.0, "b": 1.0}, "own": ["f", "g"]}
    found = decided(Item("g (trained)", 0, 4, "ungraded"), record, MEASURES, assembling.translator("en"))
    assert found.status == "ungraded" and "Nobody has measured yet" in found.message


@pytest.mark.parametrize("language", [*LANGUAGES, "both"])
def test_the_card_says_whose_parts_and_shows_the_pictures(graded, language):
    result = with_training(graded(total=("running_sum_so_far = 0", "running_sum_so_far = -values[0]")))
    card = card_html(item(result), None, language)
    assert "<code>total</code>" in card and 'src="data:image/png;base64,aGVsbG8="' in card
    assert ('alt="여섯 줄' if language == "ko" else 'alt="six rows') in card and "polyline" in card
    assert "{" not in text_card(item(result), None, "en")


def test_the_text_says_the_same(graded):
    result = with_training(graded(total=("running_sum_so_far = 0", "running_sum_so_far = -values[0]")))
    said = text_card(item(result), None, "en")
    for part in (
        "near 100% (99.3% asked for)",
        "1 of 2 parts are your own.",
        "- total: the course's own",
        "six rows",
        "0.0500 → 0.0100",
    ):
        assert part in said


@pytest.mark.parametrize("name", FORMATS)
def test_every_report_can_show_it(graded, name):
    for result in (graded(train=False), graded()):
        assert FORMATS[name].render([result], NO_COURSE, "ko")


def test_what_a_damaged_result_says_of_it_is_harmless(graded):
    result = graded()
    bad = "<script>alert(1)</script>"
    known = result.training["total"] | {
        "scenes": [{"png": f'"{bad}', "alt": {"en": bad}}, "no scene", {"png": "aGVsbG8=", "alt": {"en": bad}}],
        "stood_in": {bad: ["raised", bad], "g": ["unheard of"]},
        "losses": [{"labels": {"en": bad}, "values": [1, "x", 2]}, 3],
        "measures": [{"labels": {"en": bad}, "value": 0.5, "threshold": None}, None],
    }
    shown = card_html(item(with_training(replace(result, training={"total": known}))), None, "en")
    assert "<script>" not in shown and shown.count("<img") == 1
