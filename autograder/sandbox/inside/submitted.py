"""Stage 1, in the box: submitted bytes -> the cells that can be found in them.

Promises: whatever the bytes, a list of cells or `Unreadable` with a code of intake/reasons.py, never another
exception. Decides by content before it looks at the name. Standard library only, before any student code runs.
"""

import json
import re
from collections import namedtuple

from .magics import parse

MAX_CELLS = 2000
MAX_CODE_BYTES = 1_500_000  # as JSON text; the reply carries the code twice and must fit its frame of 4 MiB
MAX_PROSE = 100_000  # characters of a Markdown cell in which an answer is looked for

# number: from 1 among the code cells of the submitted file, 0 for text; grade_id and id: "" where there is none
Cell = namedtuple("Cell", "number is_code source grade_id id")

_BOMS = (  # the longer ones first: the mark of UTF-32 begins with that of UTF-16
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
_NOT_TEXT = (b"\x89PNG", b"\xff\xd8\xff", b"%PDF", b"\x1f\x8b", b"GIF8", b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0")
_TEXT_TYPES = frozenset({"markdown", "raw", "heading", "html"})
_CHECK_LINE = re.compile(r"^([ \t]*)(?:check|hint)\([^()\n]*\)[ \t]*;?[ \t]*(?:#[^\n]*)?$", re.M)
_SOMETHING = re.compile(rb"[^\0 \t\r\n]")
_HALF = re.compile("[\ud800-\udfff]")  # of a surrogate pair
_MARKER = re.compile(r"^#[ \t]*(?:%%(?=[ \t\[{]|$)(.*)|In\[[\d ]*\]:?[ \t]*)$", re.M)


class Unreadable(Exception):
    """No cells can be found in the bytes. `code` names the reason; `detail` is written by us, never by the student."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(code, detail)
        self.code, self.detail = code, detail


def clean(source: str) -> str:
    r"""One kind of line ending; no NUL, no byte order mark, no half of a surrogate pair.

    >>> clean("\ufeffa\r\nb\x00\rc")
    'a\nb\nc'
    """
    source = source.removeprefix("\ufeff").replace("\0", "")
    if "\r" in source:
        source = source.replace("\r\n", "\n").replace("\r", "\n")
    if source.isascii() or not _HALF.search(source):
        return source
    return source.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def read_cells(filename: str, data: bytes, names: frozenset[str]) -> tuple[list[Cell], list[str]]:
    """Find the cells of a notebook (nbformat 3 and 4) or of a percent script.

    Args:
        filename: as submitted; decides only between things that look alike.
        data: the file, at most 20 MB; the parent has seen to that.
        names: functions that the assignment asks for; plain Python counts as a submission if it defines one.

    Returns:
        (cells, codes of what was odd)

    Raises:
        Unreadable: nothing that we know how to read.
    """
    text = _decode(data)
    is_script = filename.lower().endswith(".py")
    if not text or text.isspace():
        raise Unreadable("empty")
    if text.lstrip()[0] in "{[":
        try:
            cells, notes = _from_json(text.lstrip())
        except Unreadable:
            if not is_script:
                raise
            cells, notes = _from_percent(text), []
    elif re.match(r"\s*<(?:!doctype|html|\?xml)", text, re.I):
        raise Unreadable("html_not_notebook")
    elif is_script or _MARKER.search(text):
        cells, notes = _from_percent(text), []
    elif defined_by_pattern(text) & names and parse(text) is not None:
        cells, notes = [Cell(1, True, text, "", "")], ["plain_python"]
    else:
        raise Unreadable("not_json")
    if sum(len(json.dumps(cell.source)) for cell in cells if cell.is_code) > MAX_CODE_BYTES:
        raise Unreadable("too_much_code")
    return cells, notes


def defined_by_pattern(source: str) -> frozenset[str]:
    """Names that follow `def` or `class` at the start of a line: for text that does not parse."""
    return frozenset(re.findall(r"^(?:async[ \t]+def|def|class)[ \t]+(\w+)", source, re.M))


def without_checks(source: str) -> str:
    """The lines that only ask the course for a check or a hint become `pass`."""
    return _CHECK_LINE.sub(r"\1pass", source)


def _decode(data: bytes) -> str:
    if not _SOMETHING.search(data):  # a file is large, and a copy of it takes a while
        raise Unreadable("empty")
    if data.startswith(b"PK\x03\x04"):
        raise Unreadable("zip_not_notebook")
    if data.startswith(_NOT_TEXT):
        raise Unreadable("not_text")
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
    try:
        return clean(data.decode(encoding))
    except UnicodeDecodeError as error:
        where = f"byte {error.start}"
    try:
        if encoding == "utf-8" and b"\0" not in data:
            data.decode("cp949")
            raise Unreadable("wrong_encoding_cp949", where)
    except UnicodeDecodeError:
        pass
    raise Unreadable("not_text" if b"\0" in data else "not_utf8", where)


def _from_json(text: str) -> tuple[list[Cell], list[str]]:
    # Line breaks inside strings are let through, and no digits are turned into a number of any size.
    decoder = json.JSONDecoder(strict=False, parse_int=lambda digits: int(digits[:18]))
    try:
        notebook, end = decoder.raw_decode(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        if re.search(r"^<{7} ", text, re.M):
            raise Unreadable("merge_conflict") from None
        cut_off = error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated")
        raise Unreadable("cut_off" if cut_off else "not_json", where) from None
    except RecursionError:
        raise Unreadable("too_deep") from None
    notes = ["text_after_the_end"] if text[end:].strip() else []
    found = _list_of_cells(notebook)
    if len(found) > MAX_CELLS:
        raise Unreadable("too_many_cells", str(len(found)))
    cells: list[Cell] = []
    n_code = 0
    for item in found:
        if not isinstance(item, dict):
            notes.append("odd_cell")
            continue
        source = clean(_joined(item.get("source")) or _joined(item.get("input")))  # "input" in nbformat 3
        is_code = not _is(item.get("cell_type"), _TEXT_TYPES)
        n_code += is_code
        grade_id = _inside(item, "metadata", "nbgrader", "grade_id")
        cells.append(Cell(n_code if is_code else 0, is_code, source, grade_id, _inside(item, "id")))
    return cells, notes


def _list_of_cells(notebook: object) -> list:
    """The cells of nbformat 4, or those of all worksheets of nbformat 3."""
    if not isinstance(notebook, dict):
        raise Unreadable("not_a_notebook")
    cells = notebook.get("cells")
    if isinstance(cells, list):
        return cells
    worksheets = notebook.get("worksheets")
    sheets = [sheet["cells"] for sheet in worksheets if _has_cells(sheet)] if isinstance(worksheets, list) else []
    if not sheets:
        raise Unreadable("not_a_notebook")
    return [cell for sheet in sheets for cell in sheet]


def _has_cells(sheet: object) -> bool:
    return isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)


def _is(value: object, words: frozenset[str]) -> bool:
    return isinstance(value, str) and value in words  # a list, say, cannot even be looked up


def _joined(source: object) -> str:
    """A cell's text, which may be a list of lines; some editors leave out the line ends."""
    if isinstance(source, str):
        return source
    lines = [line for line in source if isinstance(line, str)] if isinstance(source, list) else []
    return ("" if any("\n" in line for line in lines) else "\n").join(lines)


def _inside(item: object, *path: str) -> str:
    """The text at the end of the path, or "" where anything on the way is of another type."""
    for key in path:
        item = item.get(key) if isinstance(item, dict) else None
    return item if isinstance(item, str) else ""


def _from_percent(text: str) -> list[Cell]:
    """Split at `# %%` (jupytext, VS Code, Spyder) and `# In[3]:` (nbconvert)."""
    cells: list[Cell] = []
    n_code, start, head = 0, 0, ""
    for marker in [*_MARKER.finditer(text), None]:
        source = text[start : marker.start() if marker else len(text)].strip("\n")
        if source.strip() or head:
            is_code = not re.search(r"\[(?:markdown|md|raw)\]", head)
            n_code += is_code
            grade_id = re.search(r'"grade_id"\s*:\s*"([^"\\]*)"', head)
            if not is_code:
                source = re.sub(r"^# ?", "", source, flags=re.M)
            cells.append(Cell(n_code if is_code else 0, is_code, source, grade_id[1] if grade_id else "", ""))
        if len(cells) > MAX_CELLS:
            raise Unreadable("too_many_cells")
        if marker:
            start, head = marker.end() + 1, marker[1] or ""
    return cells
