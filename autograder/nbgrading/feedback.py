"""nbgrader, the feedback page: an autograded notebook with its grades -> one self-contained page for the student.

In the place of nbgrader's own page, which loads scripts from elsewhere, is bright in the dark, and calls a score that
is not there yet a zero. What the lesson says is left out: the student has the notebook.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from nbconvert.exporters import Exporter
from nbconvert.filters import markdown2html
from nbformat import NotebookNode
from nbgrader import utils
from traitlets import default

from autograder.nbgrading.cells import MARK
from autograder.reports.card import card_css, template
from autograder.reports.text import clean, name, score_text
from autograder.reports.walls import warning
from autograder.reports.words import html_words

CODE_CAP = 20_000

_STYLE = re.compile(r"<style>.*?</style>", re.S)  # the page has it once, with its dark side


@dataclass(frozen=True)
class Part:
    """One function, ready for the template."""

    name: str
    score: str
    comment: Markup  # a person's
    code: str
    card: Markup


class FeedbackExporter(Exporter):
    """What `GenerateFeedback.exporter_class` names."""

    export_from_notebook = "Feedback"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kw: Any) -> Any:
        """The page, where nbconvert's own class returns the notebook."""
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        return page(notebook, resources["nbgrader"]), resources


def page(notebook: NotebookNode, grades: Any) -> str:
    """The page of one student.

    Args:
        notebook: as `autograded/` holds it, with what GetGrades has put into its metadata.
        grades: its "score", "max_score", "late_penalty" and "student".
    """
    language = notebook.metadata.get(MARK, {}).get("language")
    words = html_words(language if language in ("ko", "en") else None)
    checks = [cell for cell in notebook.cells if utils.is_grade(cell)]
    told = [cell.metadata.nbgrader for cell in checks]
    waits = [bool(one.get("waits")) for one in told]
    most = grades["max_score"]
    score = "–" if all(waits) and waits else score_text(max(grades["score"], 0.0), most)
    return template("nbgrader_feedback.html.j2").render(
        _=words,
        lang=words.language,
        css=card_css(),
        title=_title(notebook),
        student=name(grades["student"]),
        score=f"{score} / {score_text(most, most)}",
        waits=any(one.get("open") for one in told),
        penalty=score_text(grades["late_penalty"], most) if grades["late_penalty"] else "",
        notes=_notes(notebook),
        sandbox=name(notebook.metadata.get(MARK, {}).get("sandbox", "")),
        warning=warning(notebook.metadata.get(MARK, {}).get("sandbox", ""), words),
        parts=[_part(notebook, cell) for cell in checks],
    )


def _title(notebook: NotebookNode) -> str:
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    found = re.search(r"^# (.+)$", "\n".join(texts), re.M)
    return clean(found[1]) if found else ""


def _notes(notebook: NotebookNode) -> Markup | str:
    first = notebook.cells[0] if notebook.cells else None
    return Markup(markdown2html(first.source)) if first is not None and first.id.endswith("-notes") else ""


def _part(notebook: NotebookNode, check: NotebookNode) -> Part:
    told = check.metadata.nbgrader
    of = told["grade_id"].removeprefix("check_")
    answer = next((cell for cell in notebook.cells if utils.is_solution(cell) and _grade_id(cell) == of), None)
    of_answer = answer.metadata.nbgrader if answer is not None else {}
    comment = of_answer.get("by_hand") or ""  # what the grader itself says, the card says too
    unread = check.metadata.get(MARK, {}).get("points") is None
    score = "–" if told.get("waits") else score_text(told["score"], told["points"])
    cards = [output.data["text/html"] for output in check.get("outputs", ()) if "text/html" in output.get("data", {})]
    return Part(
        name=name(of),
        score=f"{score} / {score_text(told['points'], told['points'])}",
        comment=Markup(markdown2html(comment)) if comment else Markup(""),
        code="" if answer is None or unread or of_answer.get("empty") else clean(answer.source, CODE_CAP, lines=True),
        card=Markup(_STYLE.sub("", "\n".join(cards))),
    )


def _grade_id(cell: NotebookNode) -> str:
    return str(cell.metadata.nbgrader.get("grade_id", ""))
