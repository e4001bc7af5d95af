"""Says what a student's exception was; promises to survive any object that calls itself an exception."""

import builtins
import re
from sys import exc_info

MAX_NAME, MAX_MESSAGE, MAX_LOAD_MESSAGE, MAX_TRACE = 80, 500, 120, 8
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_CELL = re.compile(r"<cell (\d{1,5})>")
_mro = type.__dict__["__mro__"].__get__  # a metaclass may lie about __mro__ and __name__; these it cannot change
_name = type.__dict__["__name__"].__get__
_BUILT_IN = {id(kind): kind.__name__ for kind in vars(builtins).values() if type(kind) is type}


def file_of(number):
    """The file name that a cell's code carries.

    >>> file_of(3)
    '<cell 3>'
    """
    return f"<cell {number}>"


def of_call(error):
    """An exception that left a function: its type, its built-in bases, its message and the student's lines."""
    return {
        "ok": False,
        "error": type_name(error),
        "bases": [_BUILT_IN[id(base)] for base in _mro(type(error)) if id(base) in _BUILT_IN and base is not object],
        "message": message(error, MAX_MESSAGE),
        "trace": trace(exc_info()[2]),
    }


def of_load(error, cell, line):
    """An exception that left a cell; the line is the statement's where the student's own is not known."""
    lines = trace(exc_info()[2])
    here = [place["line"] for place in lines if place["cell"] == cell]
    return {
        "cell": cell,
        "line": here[0] if here else line if type(line) is int else 0,
        "error": type_name(error),
        "message": message(error, MAX_LOAD_MESSAGE),
    }


def type_name(error):
    return str.__getitem__(_name(type(error)), slice(0, MAX_NAME))


def message(error, limit):
    """What the exception says, without the codes that Keras colours a terminal with.

    >>> message(ValueError("\x1b[1mInput 0\x1b[0m is not compatible"), 40)
    'Input 0 is not compatible'
    """
    try:
        return _COLOUR.sub("", str.__getitem__(str(error), slice(0, limit)))
    except BaseException:  # a __str__ of the student's own
        return ""


def trace(traceback):
    """The student's lines on the way to the exception, outermost first: [{"cell", "line"}].

    Of a long way (recursion) the first two and the last ones; a line that repeats is told once.
    """
    first: list[dict] = []
    last: list[dict] = []
    while traceback is not None:
        cell = _CELL.fullmatch(traceback.tb_frame.f_code.co_filename)
        if cell and traceback.tb_lineno:
            place = {"cell": int(cell[1]), "line": traceback.tb_lineno}
            if [place] != (last or first)[-1:]:
                (first if len(first) < 2 else last).append(place)
                del last[: -(MAX_TRACE - 2)]
        traceback = traceback.tb_next
    return first + last
