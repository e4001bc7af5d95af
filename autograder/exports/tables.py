"""Stage 5: comma-separated values, written so that every reader gets back what was put in, and nothing runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from autograder.errors import CourseError
from autograder.reports.as_csv import neutral
from autograder.reports.text import clean

MOST_BYTES = 20 << 20
CELL_CAP = 2000
DELIMITERS = ",;\t"


def write(rows: Iterable[Sequence[str]], *, mark: bool = False, raw: frozenset[int] = frozenset()) -> bytes:
    """Rows as UTF-8 with CRLF, as RFC 4180 and Excel have it.

    Args:
        mark: begin with a byte order mark, without which Excel takes Korean for another encoding.
        raw: numbers of the columns that are ours and written as they are; all else is text that a person chose.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([cell if i in raw else neutral(visible(cell)) for i, cell in enumerate(row)])
    return out.getvalue().encode("utf-8-sig" if mark else "utf-8", "replace")


def visible(text: str) -> str:
    """Text without control characters; a newline stays, since quotes hold it."""
    return clean(text, CELL_CAP, lines=True)


def read(data: bytes, source: str) -> list[list[str]]:
    """The rows of a file that a learning platform or a spreadsheet wrote: UTF-8 or Korean Windows', any delimiter.

    Raises:
        CourseError: it is no such file.
    """
    if len(data) > MOST_BYTES:
        raise CourseError(f"{source} is larger than {MOST_BYTES >> 20} MB. Is it the list of students?")
    if data.startswith(b"PK"):
        raise CourseError(f"{source} is an Excel workbook. Open it and save it as `CSV UTF-8 (Comma delimited)`.")
    text = _decoded(data, source)
    if "\0" in text:
        raise CourseError(f"{source} is no table. Save it as `CSV UTF-8 (Comma delimited)`.")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:
        raise CourseError(f"{source} is no table ({error}). Save it as `CSV UTF-8 (Comma delimited)`.") from None
    return [row for row in rows if any(cell.strip() for cell in row)]


def _decoded(data: bytes, source: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp949"):  # what Excel in Korean saves as `CSV`
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    raise CourseError(f"{source} is in no encoding that is known here. Save it as `CSV UTF-8 (Comma delimited)`.")


def _delimiter(text: str) -> str:
    """The one that the heading has most of."""
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(DELIMITERS, key=first.count)


def number(text: str) -> str:
    """The same if it is a plain number, else nothing: a cell that is written as it is holds nothing else.

    >>> number("7.50"), number("=1+1")
    ('7.50', '')
    """
    return text if re.fullmatch(r"\d{1,9}([.,]\d{1,9})?", text) else ""
