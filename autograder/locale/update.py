"""Bring the catalogues up to date with the sentences in the code: `python autograder/locale/update.py`.

New sentences appear in the .po file without a translation; write it and run this again. Needs Babel, which only
instructors have; what runs at the students' is the compiled .mo beside it.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
LANGUAGES = ("ko",)  # English is what the code says
METHODS = [("**.py", "python"), ("reports/templates/**.j2", "jinja2.ext:babel_extract")]
KEYWORDS = {"_": None, "N_": None, "words": None, "plural": (1, 2), "phrase": None, "phrases": (1, 2)}
DATE = datetime(2026, 1, 1, tzinfo=UTC)  # a date of today would make every build differ


def extract() -> Catalog:
    """Every sentence of the code and the templates."""
    template = Catalog(project="autograder", charset="utf-8", creation_date=DATE)
    options = {"reports/templates/**.j2": {"silent": "false"}}
    for package in (PACKAGE, PACKAGE.parent / "cnnkit"):
        for file, _line, message, _comments, _context in extract_from_dir(package, METHODS, options, KEYWORDS):
            if isinstance(message, tuple):
                message = message[:2]
            template.add(message, None, [(f"{package.name}/{file}", 1)])
    return template


def read(language: str) -> Catalog:
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language, domain="autograder")


def compiled(catalogue: Catalog) -> bytes:
    """The .mo file; the same bytes for the same sentences."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def po_file(language: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "autograder.po"


def main() -> None:
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(extract(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.creation_date = catalogue.revision_date = DATE
        out = io.BytesIO()
        write_po(out, catalogue, width=120, sort_output=True, include_lineno=False)
        po_file(language).write_bytes(out.getvalue())
        po_file(language).with_suffix(".mo").write_bytes(compiled(catalogue))
        missing = [message.id for message in catalogue if message.id and not message.string]
        print(f"{language}: {len(catalogue)} sentences, {len(missing)} without a translation", *missing, sep="\n  ")


if __name__ == "__main__":
    main()
