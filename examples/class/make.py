"""Makes the bundled class: written/ + the released notebooks -> submitted/ and README.md, the same bytes every time.

    python examples/class/make.py            write what is out of date
    python examples/class/make.py --check    write nothing; exit 1 and name the files that are out of date

A submission is written as `written/<student>/<assignment>.py`: what is special about it in comments at the top, then
the cells that the student filled in or added.

    # kind: odd
    # what: prints inside the functions
    # language: en                       of the released notebook; ko where nothing is said
    # notebook: a03_convolution          whose notebook was handed in, where it is another assignment's
    # saved by: colab                    jupyter, vscode, colab or script
    # damage: split conv2d 9; bom        functions of damage.py with their arguments, in this order
    # %% conv2d                          the student's own text of the cell with this grade_id
    # %% after check_conv2d              a cell added behind that one; also `before ...`, `first` and `last`
    # %% [markdown] after conv2d         the same, as text
    # %% output                          what the cell above printed; also `error` and `plot`

The pictures in the lesson's text are left out unless it says `# pictures: kept`: sixty copies of them would be most
of the repository.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import damage
import editors

HERE = Path(__file__).resolve().parent
RELEASE = HERE.parent.parent / "assignments"
KINDS = {  # in the order of the README
    "right": "Right, each in its own way",
    "odd": "Odd but honest: full marks for all that is there",
    "wrong": "Wrong",
    "unfinished": "Not finished",
    "damaged": "Damaged files",
    "hostile": "Hostile: nothing to be gained",
}
_HEAD = re.compile(r"^# (kind|what|language|notebook|saved by|damage|pictures): (.*)$", re.M)
_CELL = re.compile(r"^# %%[ ]*(.*)$", re.M)

Notebook = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """One file of written/, taken apart."""

    student: str
    assignment: str
    head: dict[str, str]
    parts: tuple[tuple[str, str], ...]  # (what stands behind # %%, text)

    @property
    def key(self) -> str:
        return f"{self.student}/{self.assignment}"


def read(path: Path) -> Written:
    text = path.read_text("utf-8")
    start, *found = _CELL.split(text)
    head = dict(_HEAD.findall(start))
    if head.get("kind") not in KINDS or "what" not in head:
        raise SystemExit(f"{path}: needs `# kind: {' | '.join(KINDS)}` and `# what: ...` at the top")
    parts = zip(found[::2], (part.strip("\n") for part in found[1::2]), strict=True)
    return Written(path.parent.name, path.stem, head, tuple(parts))


def all_written() -> list[Written]:
    return [read(path) for path in sorted((HERE / "written").glob("*/*.py"))]


def submission(written: Written) -> tuple[str, bytes]:
    """The submitted file: its path below submitted/, and its bytes."""
    name = written.head.get("notebook", written.assignment)
    released = RELEASE / written.head.get("language", "ko") / name / f"{name}.ipynb"
    if not released.is_file():
        raise SystemExit(f"{released} is missing. Run: autograder build {name}")
    notebook = json.loads(released.read_text("utf-8"))
    if written.head.get("pictures") != "kept":
        for cell in notebook["cells"]:
            cell.pop("attachments", None)
    _fill_in(notebook, written)
    _number(notebook, written)
    steps = [step.split() for step in written.head.get("damage", "").split(";") if step.strip()]
    in_cells = [step for step in steps if step[0] in damage.CELLS]
    in_bytes = [step for step in steps if step[0] in damage.BYTES]
    if len(in_cells) + len(in_bytes) != len(steps):
        raise SystemExit(f"{written.key}: damage.py knows no such damage: {written.head['damage']}")
    for verb, *arguments in in_cells:
        damage.CELLS[verb](notebook, *arguments)
    suffix, data = editors.SAVED_BY[written.head.get("saved by", "jupyter")](notebook)
    filename = f"{written.assignment}{suffix}"
    for verb, *arguments in in_bytes:
        filename, data = damage.BYTES[verb](filename, data, *arguments)
    return f"{written.key}/{filename}", data


def _fill_in(notebook: Notebook, written: Written) -> None:
    """Put the student's cells in; a cell added twice at one place stays in the order of writing."""
    cells = notebook["cells"]
    last: dict[str, Any] = {}
    for n, (title, text) in enumerate(written.parts):
        kind = "markdown" if title.startswith("[markdown]") else "code"
        where, _, place = title.removeprefix("[markdown]").strip().partition(" ")
        if where in editors.OUTPUTS:
            last["outputs"] = [editors.OUTPUTS[where](text)]
            continue
        if where in ("first", "last", "before", "after"):
            own_id = hashlib.sha256(f"{written.key}{n}".encode()).hexdigest()[:8]
            last = {"cell_type": kind, "id": own_id, "metadata": {}, "source": text}
            if kind == "code":
                last |= {"execution_count": None, "outputs": []}
            cells.insert(_position(cells, where, place, written), last)
        else:
            last = _cell(cells, where, written)
            last["source"] = _with_docstrings(text, "".join(last["source"]))


def _position(cells: list[Any], where: str, place: str, written: Written) -> int:
    if where in ("first", "last"):
        return 0 if where == "first" else len(cells)
    at = next(i for i, cell in enumerate(cells) if cell is _cell(cells, place, written))
    if where == "before":
        return at
    at += 1
    while at < len(cells) and re.fullmatch("[0-9a-f]{8}", cells[at]["id"]):
        at += 1  # behind the cells that the student added there before
    return at


def _cell(cells: list[Any], grade_id: str, written: Written) -> dict[str, Any]:
    for cell in cells:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id:
            return cell
    raise SystemExit(f"{written.key}: {written.assignment} has no cell {grade_id!r}")


def _with_docstrings(text: str, stub: str) -> str:
    """A student who leaves the line `def ...` as it was leaves the docstring below it, too."""
    lines = stub.splitlines()
    for node in ast.parse(stub).body:
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node):
            first, last = node.body[0].lineno - 1, node.body[0].end_lineno
            definition, docstring = "\n".join(lines[node.lineno - 1 : first]), "\n".join(lines[first:last])
            text = f"\n{text}\n".replace(f"\n{definition}\n", f"\n{definition}\n{docstring}\n").strip("\n")
    return text


def _number(notebook: Notebook, written: Written) -> None:
    """Execution counts as after "run all", but only where the student has written anything."""
    if not written.parts:
        return
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for n, cell in enumerate(code, 1):
        cell["execution_count"] = n
        for output in cell["outputs"]:
            if output["output_type"] == "execute_result":
                output["execution_count"] = n


def readme(written: list[Written], expected: dict[str, Any]) -> bytes:
    students = len({one.student for one in written})
    lines = [
        "# A made-up class",
        "",
        f"{len(written)} submissions of {students} students who do not exist, in nbgrader's layout, each with the "
        "verdict that it must get (`expected.json`; a test holds every one of them). Some are right in unusual ways, "
        "some wrong in the usual ones, some files are damaged, and some try to cheat or to break the grader. "
        "`make demo` grades them all. What each student did is in `written/`; `make.py` puts it into the released "
        "notebooks. After a change of the course: `python examples/class/make.py`, grade with `--no-train`, look at "
        "every difference that `python examples/class/verdicts.py RESULTS` shows, and only then add `--accept`. The "
        "points for networks that are trained are not among the scores.",
    ]
    for kind, title in KINDS.items():
        lines += ["", f"## {title}", "", "| submission | what it is | score |", "|---|---|---|"]
        for one in written:
            if one.head["kind"] == kind:
                score = expected.get(one.key, {}).get("score")
                lines.append(f"| {one.key} | {one.head['what']} | {'ungraded' if score is None else f'{score:g}'} |")
    return ("\n".join(lines) + "\n").encode()


def made() -> dict[Path, bytes]:
    """Every file that this program writes."""
    written = all_written()
    files = {HERE / "submitted" / name: data for name, data in map(submission, written)}
    expected = json.loads((HERE / "expected.json").read_text("utf-8")) if (HERE / "expected.json").exists() else {}
    return files | {HERE / "README.md": readme(written, expected)}


def main() -> None:
    files = made()
    there = {path for path in (HERE / "submitted").rglob("*") if path.is_file()}
    stale = [path for path, data in files.items() if not path.is_file() or path.read_bytes() != data]
    extra = sorted(there - files.keys())
    if "--check" in sys.argv[1:]:
        for path in [*stale, *extra]:
            print(f"out of date: {path.relative_to(HERE)}")
        sys.exit(1 if stale or extra else 0)
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[path])
    for path in extra:
        path.unlink()
        for folder in list(path.parents)[:2]:
            if not any(folder.iterdir()):
                folder.rmdir()  # an empty folder is a student without a notebook
    print(f"{len(files) - 1} submissions, {len(stale)} files written, {len(extra)} removed")


if __name__ == "__main__":
    main()
