"""What people and their editors do to a notebook whose answers are right."""

from typing import Any

from tests.oddities.odd import A03, A04, A06, A07, Odd


def backwards(cells: list[dict[str, Any]]) -> None:
    """The answers in the opposite order, as if dragged."""
    places = [n for n, cell in enumerate(cells) if cell["metadata"].get("nbgrader", {}).get("solution")]
    answers = [cells[n] for n in places]
    for n, cell in zip(places, reversed(answers), strict=True):
        cells[n] = cell


def without_metadata(cells: list[dict[str, Any]]) -> None:
    """What some editors leave of a notebook."""
    for cell in cells:
        cell["metadata"] = {}
        cell.pop("id", None)


def in_one_cell(cells: list[dict[str, Any]]) -> None:
    """Everything in the first answer's cell, the others left empty."""
    answers = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("solution")]
    answers[0]["source"] = "\n\n".join("".join(cell["source"]) for cell in answers)
    for cell in answers[1:]:
        cell["source"] = ""


def windows_line_ends(cells: list[dict[str, Any]]) -> None:
    for cell in cells:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")


def with_cells_that_fail(cells: list[dict[str, Any]]) -> None:
    """Tries of the student's own that stop with an error, before and behind the answers."""
    for text in ("1 / 0", "print(undefined", "x = conv2d(1)", "raise SystemExit", "from google.colab import drive"):
        cell = {"cell_type": "code", "metadata": {}, "source": text, "outputs": [], "execution_count": 3}
        cells.insert(len(cells) // 2, dict(cell))
        cells.append(cell)


ODDITIES = [
    Odd("answers-backwards", A03, {}, edit=backwards),
    Odd("answers-backwards-in-classes", A07, {}, edit=backwards),
    Odd("no-metadata", A04, {}, edit=without_metadata),
    Odd("all-in-one-cell", A06, {}, edit=in_one_cell),
    Odd("windows-line-ends", A06, {}, edit=windows_line_ends),
    Odd("cells-that-fail", A03, {}, edit=with_cells_that_fail),
]
