"""The syllabus and the table of concepts say what the lessons say, in both languages."""

import re
import sys
from pathlib import Path

import pytest

from autograder import corpus, lessons

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def pages():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CNNKIT_ROOT", str(ROOT))
        patch.setattr(sys, "path", [str(ROOT / "docs" / "_ext"), *sys.path])
        import course_pages

        yield course_pages


@pytest.fixture(scope="module")
def checks():
    """What the frozen cases know: lesson -> function -> facts."""
    return {one.name: corpus.read(one.corpus).checks for one in lessons.lessons(ROOT / "solutions")}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_syllabus_has_every_function_with_the_points_of_its_rubric(pages, checks, language):
    text = pages.syllabus(language, "..")
    for of_lesson in checks.values():
        for name, facts in of_lesson.items():
            [row] = [line for line in text.split("\n") if line.startswith(f"| `{name}(")]
            assert f"| {facts.points:g}" in row and row.endswith(f"| {len(facts.mistakes)} |")


def test_the_syllabus_adds_up_the_points_of_the_course(pages, checks):
    every = [one for of_lesson in checks.values() for one in of_lesson.values()]
    points = sum(one.points + (one.training.points if one.training else 0) for one in every)
    assert f" {points:,g} points, " in pages.syllabus("en", "..")


def test_pictures_and_notebooks_of_the_syllabus_are_there(pages):
    text = pages.syllabus("ko", "..")
    paths = re.findall(r"\]\((\.\./solutions/[^)]+)\)|<(\.\./assignments/[^>]+)>", text)
    assert len(paths) >= 2 * len(lessons.lessons(ROOT / "solutions"))
    assert all((ROOT / "docs" / (one or other)).is_file() for one, other in paths)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_both_tables_have_a_row_for_everything(pages, language):
    course = pages.course()
    assert pages.concepts(language).count("\n") == 1 + sum(len(one.concepts) for one in course)
    assert pages.worked(language).count("\n") == 1 + sum(len(one.worked) for one in course)


def test_an_aspect_is_told_in_the_language_of_the_page(pages):
    assert "`conv2d`: stride |" in pages.concepts("en") and "`conv2d`: 스트라이드 |" in pages.concepts("ko")
