"""Hostile classes: none gets more than what it answers rightly, and nothing of it is a fault of ours."""

import csv
import io
from xml.etree import ElementTree

import pytest

from autograder import pipeline
from autograder.pipeline import Settings
from autograder.reports import FORMATS, as_json
from autograder.reports.course_text import NO_COURSE
from autograder.sandbox.session import Limits
from autograder.store import Store
from tests import small_class_course, small_course
from tests.attacks.classes import ATTACKS, RIGHT
from tests.test_attacks import Markup, pytestmark  # noqa: F401

NAME = "c01_gain"
LIMITS = Limits(read_s=20, load_s=2, call_s=1, total_s=15)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("classes") / "solutions"
    (folder / NAME).mkdir(parents=True)
    texts = {"inputs.py": small_course.INPUTS, f"{NAME}/lesson.py": small_class_course.LESSON}
    for path, text in (texts | {f"{NAME}/checks.py": small_class_course.CHECKS}).items():
        (folder / path).write_text(text.lstrip("\n"), "utf-8")
    small_course.build_all(folder)
    task = pipeline.assignment(folder, folder.parent / "assignments", NAME)

    def grade(name, source):
        data = small_course.submission(folder, NAME, Gain=f"{RIGHT}\n{source}")
        settings = Settings(language="en", limits=LIMITS)
        return pipeline.grade_file(name, f"{NAME}.ipynb", data, task, settings, Store(None))

    return {one.name: grade(one.name, one.source) for one in ATTACKS} | {"honest": grade("honest", "")}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_a_class_gets_no_more_than_what_it_answers_rightly(results, attack):
    (item,) = results[attack.name].items
    assert item.points == attack.points, attack.goal
    assert item.status in ("pass", "partial", "wrong", "error", "timeout", "not_started")


def test_whoever_comes_after_them_is_graded_like_anybody_else(results):
    assert results["honest"].score == 10


def test_reports_hold_what_they_say_and_no_more(results):
    every = list(results.values())
    assert [as_json.from_json(as_json.to_json(one)) for one in every] == every
    assert len(ElementTree.fromstring(FORMATS["junit"].render(every, NO_COURSE, "en"))) == len(every)
    page = Markup(FORMATS["html"].render(every, NO_COURSE, "en"))
    assert page.risky == [] and not page.tags & {"script", "img", "x"}
    table = FORMATS["csv"].render(every, NO_COURSE, "en")
    rows = csv.reader(io.StringIO(table if isinstance(table, str) else table.decode("utf-8-sig")))
    assert [cell for row in rows for cell in row if cell.lstrip()[:1] in tuple("=+-@\t\r")] == []
