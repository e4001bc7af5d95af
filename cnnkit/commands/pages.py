"""The help pages, one for each command."""

from __future__ import annotations

from autograder.i18n import Words

USAGE_LINES = {
    "": "cnnkit start | check | progress | submit | request",
    "start": "cnnkit start ASSIGNMENT [FOLDER] [--from COURSE] [--copy] [--no-open] [--lang ko|en]",
    "check": "cnnkit check NOTEBOOK [--timeout SECONDS] [--lang ko|en]",
    "progress": "cnnkit progress [FOLDER] [--from COURSE] [--lang ko|en]",
    "submit": "cnnkit submit NOTEBOOK [--name NAME] [-o FOLDER] [--timeout SECONDS] [--lang ko|en]",
    "request": "cnnkit request NOTEBOOK FUNCTION TEXT [--code CODE] [--name NAME] [-o FOLDER] [--lang ko|en]",
}


def page(command: str, words: Words) -> str:
    """The help page of a command, or of all for ""."""
    texts = {"": _all, "start": _start, "check": _check, "progress": _progress, "submit": _submit, "request": _request}
    return texts[command](words)


def _all(words: Words) -> str:
    return words(
        """cnnkit: assignments about convolutional networks, checked on your own computer.

  cnnkit start a03      copy an assignment here and see whether everything is installed
  cnnkit check a03      run the notebook and check every function
  cnnkit progress       where you are in the course, and what comes next
  cnnkit submit a03     pack the notebook and a receipt into one zip
  cnnkit request a03 conv2d "..."   ask for a second look at a grade

More about a command: cnnkit start --help
Language: --lang ko or --lang en, or set CNNKIT_LANG. Nothing here needs the internet."""
    )


def _start(words: Words) -> str:
    return words(
        """cnnkit start ASSIGNMENT [FOLDER]

Copies the assignment into the current folder, or into FOLDER: the notebook and the examples that it is
checked with. Work that is already there is never replaced.

  ASSIGNMENT     its name, or the beginning of it: a03
  --from COURSE  the course: a folder, or a zip of it. Otherwise CNNKIT_COURSE, or a folder
                 assignments/ here or above
  --copy         make a fresh, numbered copy beside the one that is there
  --no-open      do not open JupyterLab
  --lang ko|en   language of the notebook and of what is said here

Exit code: 0 ready, 1 something is missing, 2 not understood."""
    )


def _check(words: Words) -> str:
    return words(
        """cnnkit check NOTEBOOK

Runs the notebook from top to bottom in a fresh Python, then checks every function of the assignment on the
public examples. The notebook itself is not changed.

  NOTEBOOK           a notebook, a percent script (.py), or the name of an assignment that lies here: a03
  --timeout SECONDS  how long one cell, or one function, may take (60)
  --lang ko|en       language

Exit code: 0 all right, 1 something is not right yet, 2 not understood, 3 a fault of cnnkit."""
    )


def _progress(words: Words) -> str:
    return words(
        """cnnkit progress [FOLDER]

Lists the assignments of the course with your points in the public checks, what comes next, and which functions it
builds on. It comes from the last checks on this computer, which lie in a small file .cnnkit.json beside each notebook,
and is no grade. In a notebook: from cnnkit import progress, then progress()

  FOLDER         where your assignments lie; the current folder otherwise
  --from COURSE  the course: a folder, or a zip of it. Otherwise CNNKIT_COURSE, or a folder
                 assignments/ here or above
  --lang ko|en   language

Exit code: 0 shown, 2 not understood."""
    )


def _submit(words: Words) -> str:
    return words(
        """cnnkit submit NOTEBOOK

Checks the notebook as cnnkit check does, then packs it with a receipt into one zip. Unfinished work can be
submitted too. Keep the receipt code: a request for a regrade quotes it.

  NOTEBOOK           a notebook, a percent script (.py), or the name of an assignment that lies here: a03
  --name NAME        your name or student number; otherwise CNNKIT_NAME, or you are asked
  -o FOLDER          where to put the zip; the current folder otherwise
  --timeout SECONDS  how long one cell, or one function, may take (60)
  --lang ko|en       language

Exit code: 0 packed, 1 the notebook cannot be read or the zip cannot be written, 2 not understood,
3 a fault of cnnkit."""
    )


def _request(words: Words) -> str:
    return words(
        """cnnkit request NOTEBOOK FUNCTION TEXT

Asks for a second look at the grade of one function: writes a small file that quotes your receipt.

  NOTEBOOK       the notebook that you handed in, or the name of an assignment that lies here: a03
  FUNCTION       the function that is meant: conv2d
  TEXT           what should be looked at again, in a sentence or two (1,000 characters)
  --code CODE    the receipt code, where the notebook was changed after it was handed in
  --name NAME    your name or student number; otherwise CNNKIT_NAME
  -o FOLDER      where to put the file; the current folder otherwise
  --lang ko|en   language

Exit code: 0 written, 1 the file cannot be read or written, 2 not understood."""
    )
