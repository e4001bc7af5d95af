"""Whatever is right gets full marks, however oddly it is written or handed in: real lessons, real boxes."""

import json
import shutil
from functools import cache
from pathlib import Path

import pytest

from autograder import lessons as course_lessons
from autograder import pipeline
from autograder.course.build import source_notebook
from autograder.intake.find import find
from autograder.pipeline import Settings
from autograder.store import Store
from tests.oddities import convolutions, lessons, notebooks

ROOT = Path(__file__).parents[1]
ODDITIES = [*convolutions.ODDITIES, *lessons.ODDITIES, *notebooks.ODDITIES]

pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap: sudo apt install bubblewrap")


@cache
def own_answers(lesson):
    """The instructor's notebook as text."""
    found = course_lessons.lesson(ROOT / "solutions", lesson)
    return source_notebook(found, course_lessons.load(found), "en")


@cache
def task(lesson):
    return pipeline.assignment(ROOT / "solutions", ROOT / "assignments", lesson)


def handed_in(odd):
    notebook = json.loads(own_answers(odd.lesson))
    cells = notebook["cells"]
    answers = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("solution")]
    for cell in answers:
        name = cell["metadata"]["nbgrader"]["grade_id"]
        cell["source"] = odd.cells.get(name) or cell["source"]
    if odd.first:
        own = {"cell_type": "code", "metadata": {}, "source": odd.first, "outputs": [], "execution_count": None}
        cells.insert(cells.index(answers[0]), own)
    if odd.edit:
        odd.edit(cells)
    return json.dumps(notebook).encode()


@pytest.mark.parametrize("odd", ODDITIES, ids=lambda odd: odd.name)
def test_what_is_right_gets_full_marks_however_odd_it_is(odd, tmp_path):
    path = tmp_path / f"{odd.lesson}.ipynb"
    path.write_bytes(handed_in(odd))
    [submission] = find([path], odd.lesson, known=[odd.lesson])
    result = pipeline.grade(submission, task(odd.lesson), Settings(), Store(None))
    lost = {item.name: (item.status, item.points, item.message) for item in result.items if item.status != "pass"}
    assert lost == {}
    assert result.score == result.max_score


def test_the_names_of_the_oddities_are_different():
    assert len({odd.name for odd in ODDITIES}) == len(ODDITIES) >= 40


def test_every_cell_of_an_oddity_is_an_answer_of_its_lesson():
    for odd in ODDITIES:
        assert set(odd.cells) <= set(task(odd.lesson).corpus.checks)
