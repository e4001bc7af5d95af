"""The site builds without a warning, links to nothing that is not there, and what it says is what happens."""

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from tests.docs_player import BLOCK, DOCS, ROOT, play

NEEDS_BOX = pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap: sudo apt install bubblewrap")


class Page(HTMLParser):
    """What a built page points at, loads, and can be pointed at."""

    def __init__(self, path):
        super().__init__()
        self.links, self.loads, self.ids, self.language, self.without_words = [], [], set(), None, []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if "id" in found:
            self.ids.add(found["id"])
        if tag == "html":
            self.language = found.get("lang")
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag in ("img", "script", "iframe", "source") and "src" in found:
            self.loads.append(found["src"])
        if tag == "link" and found.get("rel") in ("stylesheet", "icon", "prefetch", "preload"):
            self.loads.append(found["href"])
        if tag == "img" and not found.get("alt"):
            self.without_words.append(found.get("src", "")[:80])


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("docs")
    words = ["-q", "-W", "--keep-going", "-b", "html", "-d", folder / "trees", DOCS, folder / "html"]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / "html"


@pytest.fixture(scope="module")
def pages(site):
    return {
        path.relative_to(site).as_posix(): Page(path) for path in site.rglob("*.html") if "_static" not in path.parts
    }


def target(site, page, link):
    return (site / page).parent / unquote(link.partition("#")[0].partition("?")[0])


def test_every_internal_link_leads_somewhere(site, pages):
    dead = []
    for name, page in pages.items():
        for link in page.links:
            if re.match(r"\w+:", link):
                continue
            path = target(site, name, link) if link.partition("#")[0] else site / name
            anchor = link.partition("#")[2]
            known = pages.get(os.path.relpath(path, site)) if path.suffix == ".html" else None
            if not path.is_file() or (anchor and known is not None and unquote(anchor) not in known.ids):
                dead.append((name, link))
    assert dead == []


def test_every_page_loads_only_what_the_site_holds(site, pages):
    loads = [(name, load) for name, page in pages.items() for load in page.loads if not load.startswith("data:")]
    assert len(loads) > len(pages)
    assert [
        (name, load) for name, load in loads if re.match(r"\w+:|//", load) or not target(site, name, load).is_file()
    ] == []


def test_every_picture_says_in_words_what_it_shows(pages):
    assert {name: page.without_words for name, page in pages.items() if page.without_words} == {}


def test_korean_pages_say_that_they_are_korean(pages):
    assert {page.language for name, page in pages.items() if name.startswith("ko/") or ".ko." in name} == {"ko"}
    assert pages["students/index.html"].language == "en"


def test_a_student_finds_every_page_in_both_languages():
    english, korean = ({path.stem for path in (DOCS / folder).iterdir()} for folder in ("students", "ko"))
    assert english == korean


def test_every_command_has_its_help_page(site):
    from autograder.cli import app

    text = re.sub("<[^>]*>", "", (site / "reference" / "commands.html").read_text("utf-8"))
    names = [one.name or one.callback.__name__ for one in app.registered_commands]
    assert len(names) > 6
    assert [name for name in names if f"Usage: autograder {name} " not in text] == []


def test_the_reference_of_the_rubric_holds_every_public_name(pages):
    from autograder import rubric

    told = pages["authors/rubric.html"].ids
    missing = [
        name
        for name in rubric.__all__
        if not any(one.startswith("autograder.") and one.endswith(f".{name}") for one in told)
    ]
    assert missing == []


def test_cards_on_the_pages_are_those_of_check(site):
    text = (site / "students" / "card.html").read_text("utf-8")
    states = ("ck-bad", "ck-idle", "ck-good")
    assert [state for state in states if state not in text] == []
    assert "a03_convolution/lesson.py" not in text, "a card shows a line of the course's own answer"


def test_a_released_lesson_on_the_site_gives_no_answer_away(site):
    for folder in ("students", "ko"):
        text = (site / folder / "sample.html").read_text("utf-8")
        assert "raise" in text and "NotImplementedError" in text and "tensordot" not in text


@NEEDS_BOX
def test_the_tutorial_does_what_it_says(tmp_path):
    (tmp_path / "solutions").mkdir()
    typed = list(play("authors/tutorial.md", tmp_path))
    assert len(typed) == 9
    assert [one for one in typed if not one.as_promised] == []


@pytest.mark.parametrize(("page", "language"), [("students/index.md", "en"), ("ko/index.md", "ko")])
def test_a_students_first_five_minutes_are_as_the_page_says(page, language, tmp_path):
    typed = list(play(page, tmp_path, CNNKIT_COURSE=str(ROOT / "assignments"), CNNKIT_LANG=language))
    assert [one.command.split()[1] for one in typed] == ["start", "check", "submit"]
    assert [one for one in typed if not one.as_promised] == []


@NEEDS_BOX
def test_an_instructors_first_five_minutes_are_as_the_page_says(tmp_path):
    for name in ("solutions", "assignments", "examples"):
        (tmp_path / name).symlink_to(ROOT / name)
    typed = list(play("instructors/first-grading.md", tmp_path))
    assert len(typed) == 4
    assert [one for one in typed if not one.as_promised] == []


def test_python_on_the_pages_is_python():
    for path in sorted(DOCS.rglob("*.md")):
        for _, kind, caption, body in BLOCK.findall(path.read_text("utf-8")):
            if kind == "python" and caption:
                compile(body, f"{path.name}: {caption}", "exec")
