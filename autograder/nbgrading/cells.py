"""nbgrader, the notebook: the released notebook + what a student wrote + a result -> what nbgrader keeps as graded.

Nothing of a submitted notebook gets here but the text of its code cells, as the box read it: no outputs, no metadata
and no prose, so that no page of nbgrader can show a student's HTML. Knows nbformat and nothing of nbgrader.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.errors import CourseError
from autograder.i18n import translator
from autograder.intake import reasons
from autograder.judge.waiting import training_name
from autograder.records import CheckFacts, Item, Result
from autograder.reports.card import card_html
from autograder.reports.text import clean, name, score_text
from autograder.reports.text_card import text_card
from autograder.reports.trained import waits, with_training
from autograder.reports.walls import level

if TYPE_CHECKING:
    from nbformat import NotebookNode

MARK = "cnnkit"  # the key of our own metadata
MAX_OWN_CELLS = 200


@dataclass(frozen=True)
class Mark:
    """What one check cell is to get. `points` is None where nobody could grade it: neither a zero nor full marks."""

    name: str
    points: float | None
    max_points: float
    why: str = ""  # a person has to look, and this is why
    items: tuple[Item, ...] = ()


def marks(result: Result, checks: Mapping[str, CheckFacts], language: str) -> list[Mark]:
    """A result, one check cell after the other. What waits for a network to be trained is held open in its cell."""
    items = {item.name: item for item in with_training(result).items}
    return [_mark(facts, items, result.message, language) for facts in checks.values()]


def max_points(facts: CheckFacts) -> float:
    """What a check cell is worth, the training of its network included."""
    return facts.points + (facts.training.points if facts.training else 0.0)


def _mark(facts: CheckFacts, items: Mapping[str, Item], message: str, language: str) -> Mark:
    found = tuple(items[one] for one in (facts.name, training_name(facts.name)) if one in items)
    decided = [item for item in found if item.status != "ungraded"]
    most = max_points(facts)
    if not decided:
        return Mark(facts.name, None, most, message or (found[0].message if found else ""), found)
    points = min(max(sum(item.points for item in decided), 0.0), most)
    open_ = [item for item in found if item.status == "ungraded"]
    return Mark(facts.name, points, most, _why_open(open_[0], language) if open_ else "", found)


def _why_open(item: Item, language: str) -> str:
    words, points = translator(language), score_text(item.max_points, item.max_points)
    if waits(item):
        return words("Points that wait for a network to be trained: {points}", points=points)
    return words("Points that nobody could decide: {points}. {why}", points=points, why=item.message)


def graded_notebook(
    released: NotebookNode,
    reading: Mapping[str, Any] | None,
    result: Result,
    checks: Mapping[str, CheckFacts],
    language: str,
) -> NotebookNode:
    """The released notebook with a student's code in its answer cells and our cards under its checks.

    Args:
        released: as students get it, in the language of the cards. Not changed.
        reading: what the box read, see sandbox/inside/notebook.py; None where it could read nothing.
        result: what it came to.
        checks: what is frozen about the assignment.
    """
    from nbformat.v4 import new_markdown_cell

    notebook = copy.deepcopy(released)
    found = {f"check_{mark.name}": mark for mark in marks(result, checks, language)}
    answers = (reading or {}).get("answers", {})
    notebook.metadata[MARK] = {**notebook.metadata.get(MARK, {}), "sandbox": level(result)}
    styled = False
    for cell in notebook.cells:
        told = cell.metadata.get("nbgrader", {})
        mark = found.get(told.get("grade_id", ""))
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if told.get("solution") and answers.get(told["grade_id"]):
            cell.source = answers[told["grade_id"]]
        elif mark is not None and told.get("grade"):
            cell.outputs = outputs(mark, checks[mark.name], language, css=not styled)
            cell.metadata[MARK] = {"points": mark.points, "why": mark.why}
            styled = True
    for cell in notebook.cells:
        mark = found.get("check_" + cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        if mark is not None and cell.metadata["nbgrader"].get("solution"):
            cell.metadata[MARK] = {"why": mark.why}
    _put_own_cells(notebook, (reading or {}).get("cells", ()))
    lines = [result.message] if result.status == "ungraded" else _repairs(reading or {}, language)
    if any(lines):
        text = "\n".join(f"- {escaped(line)}" for line in lines)
        of = re.sub(r"[^A-Za-z0-9]", "-", result.assignment[:40])
        notebook.cells.insert(0, new_markdown_cell(text, id=f"{of}-notes"))
    return notebook


def _repairs(reading: Mapping[str, Any], language: str) -> list[str]:
    known: reasons.Language = "ko" if language == "ko" else "en"
    return [reasons.sentence(note["code"], known, name=note.get("name", "")) for note in reading.get("notes", ())]


def outputs(mark: Mark, facts: CheckFacts, language: str, *, css: bool) -> list[Any]:
    """The outputs of a check cell, in the only form that nbgrader counts as partial credit.

    An error output or a word on stderr would be zero points; no number at all, NaN or a negative one would be full
    marks. So: a line on stdout, the card, and the points as the result of the cell, unless it is ungraded: then
    `SaveGrades` leaves it to a person.
    """
    from nbformat.v4 import new_output

    cards = [card_html(item, facts, language, standalone_css=css and not at) for at, item in enumerate(mark.items)]
    texts = [text_card(item, facts, language) for item in mark.items]
    most = score_text(mark.max_points, mark.max_points)
    points = "-" if mark.points is None else score_text(mark.points, mark.max_points)
    said = [f"{name(mark.name)}: {points} / {most}", *([clean(mark.why)] if mark.why else [])]
    found = [new_output("stream", name="stdout", text="\n".join(said) + "\n")]
    if cards:
        data = {"text/html": "\n".join(cards), "text/plain": "\n\n".join(texts)}
        found.append(new_output("display_data", data=data))
    if mark.points is not None:
        found.append(new_output("execute_result", execution_count=None, data={"text/plain": repr(float(mark.points))}))
    return found


def _put_own_cells(notebook: NotebookNode, cells: Sequence[Mapping[str, Any]]) -> None:
    """The cells that a student added, each behind the answer that it followed, and changed setup cells."""
    from nbformat.v4 import new_code_cell

    places = {cell.metadata.get("nbgrader", {}).get("grade_id"): at for at, cell in enumerate(notebook.cells)}
    released = {cell.source.strip() for cell in notebook.cells if cell.cell_type == "code"}
    setups = [at for at, cell in enumerate(notebook.cells) if cell.cell_type == "code" and not cell.metadata]
    behind = setups[0] if setups else -1
    own: list[tuple[int, Any]] = []
    for cell in cells:
        if cell["origin"] in places and cell["origin"]:
            behind = max(behind, places[cell["origin"]])
        elif cell["source"].strip() not in released and len(own) < MAX_OWN_CELLS:
            own.append((behind, new_code_cell(cell["source"], id=f"own-{len(own) + 1}", metadata={"tags": ["own"]})))
    for at, cell in reversed(own):
        notebook.cells.insert(at + 1, cell)


def released_notebook(release: Path, assignment: str, language: str) -> NotebookNode:
    """The notebook that students got, in this language or else in another.

    Raises:
        CourseError: it was never built.
    """
    import nbformat

    for one in (language, "en", "ko"):
        path = release / one / assignment / f"{assignment}.ipynb"
        if path.is_file():
            return nbformat.read(path, as_version=4)
    raise CourseError(f"{release} holds no notebook of {assignment}. Run: autograder build {assignment}")


def as_comment(text: str) -> str:
    """A line for a comment, which formgrader shows as text and nbgrader's own feedback as Markdown and HTML.

    >>> as_comment("<b>relu</b> [x](y)")
    '‹b›relu‹/b› (x)(y)'
    """
    return clean(text, 1000).translate(str.maketrans("<>[]&`", "‹›()＆'"))


def escaped(text: str) -> str:
    """A line that Markdown shows as it is: what a student named or wrote may be in it.

    >>> escaped("<b>relu</b> [x](y)")
    '&#60;b&#62;relu&#60;/b&#62; &#91;x&#93;(y)'
    """
    shown = "".join(f"&#{ord(letter)};" if letter in "<>&\"'`*_[]\\$|~#" else letter for letter in clean(text, 1000))
    return shown.replace("://", "&#58;//")  # an address would become a link
