"""Stage 1, in the box: IPython's extra syntax becomes plain Python, line for line.

Promises: linear time, never raises, plain Python comes back untouched, line numbers stay. IPython's own
transformer takes 6.7 s for 499 lines of `!true`, and a sandbox must not need IPython. Standard library only.
"""

import ast
import re
import warnings

KEPT_BODIES = frozenset({"time", "capture", "prun", "debug"})  # %%magics that run their body in the notebook
KEPT_LINES = frozenset({"time", "prun"})  # %magics that run their line in the notebook

# A quick sieve: without one of these a cell holds no extra syntax and need not be parsed.
_SUSPECT = re.compile(r"^[ \t]*(?:[%!?,;/]|>>>|In \[\d)|=[ \t]*[%!]|\?[ \t]*$", re.M)
_PROMPTS = (
    (re.compile(r">>>(?: |$)"), re.compile(r"(?:>>>|\.\.\.)(?: |$)")),
    (re.compile(r"In \[\d+\]: ?"), re.compile(r"(?:In \[\d+\]: ?| *\.{3,}: ?)")),
)
_BLANK = re.compile(r"[ \t\f\n]*")
_CODE = re.compile(
    r"""\n|\\\n|\#[^\n]*|[A-Za-z]*(?:'''|\"""|'|")|[A-Za-z0-9_]+|[(\[{]|[)\]}]|:|=[ \t]*[%!]|\?[ \t]*(?=\n|\Z)""", re.X
)
_TEXT = {q: re.compile(rf"\\.|{q}" + (r"|\n" if len(q) == 1 else ""), re.S) for q in ("'", '"', "'''", '"""')}
_F_TEXT = {
    q: re.compile(rf"\\N\{{[^{{}}\n]*\}}|\\[^{{}}]|\{{\{{|\}}\}}|[{{}}]|{q}" + (r"|\n" if len(q) == 1 else ""))
    for q in _TEXT
}


def parse(source: str) -> ast.Module | None:
    """The syntax tree, or None where Python refuses the text (also for its depth, or a NUL).

    >>> parse("x = ") is None
    True
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "\d" in a student's string is none of our business
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None  # hostile source has all of these ways to fail


def to_python(source: str) -> str:
    r"""Replace magics, shell lines and help requests, and keep everything else.

    `%time f()` becomes `f()`, `x = %magic` becomes `x = None`, `x = !cmd` becomes `x = []` and any other escape
    becomes `pass`. The body of a %%magic stays only where Jupyter would have run it in the notebook itself.

    >>> to_python("%matplotlib inline\nfor i in x:\n    !ls {i}\n    y = i \\\n    % 2")
    'pass\nfor i in x:\n    pass\n    y = i \\\n    % 2'
    """
    if not _SUSPECT.search(source) and not starts_indented(source):
        return source
    if parse(source) is not None:
        return source
    lines = _without_prompts(source.split("\n"))
    for i, line in enumerate(lines):
        if not line.startswith("%%"):
            if line.strip():
                break
            continue
        lines[i] = "pass"
        if re.match(r"%%(\w*)", line)[1] not in KEPT_BODIES:  # type: ignore[index]  # the pattern takes any %%
            return "\n".join(lines[: i + 1] + [""] * (len(lines) - i - 1))
    return _replace_escapes("\n".join(lines))


def starts_indented(source: str) -> bool:
    """Whether the first line that is not blank is indented: half of a split cell, or a pasted snippet."""
    start = len(source) - len(source.lstrip())
    return 0 < start < len(source) and source[start - 1] in " \t"


def _without_prompts(lines: list[str]) -> list[str]:
    """Take off a common indent and the prompts of a pasted session, as Jupyter does."""
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return lines
    indent = lines[first][: len(lines[first]) - len(lines[first].lstrip())]
    lines = [line.removeprefix(indent) for line in lines]
    for initial, prompt in _PROMPTS:
        if initial.match(lines[first]):
            lines = [prompt.sub("", line, count=1) if prompt.match(line) else line for line in lines]
    return lines


def _replace_escapes(text: str) -> str:
    """Walk over the logical lines once and rewrite those that only IPython understands."""
    out, copied, start = [], 0, 0  # text[:copied] is in `out`
    while start < len(text):
        head = _BLANK.match(text, start).end()  # type: ignore[union-attr]  # the pattern takes nothing, too
        if text[head : head + 1] in tuple("%!?,;/"):
            cut, end = head, _end_of_escape(text, head)
            instead = _run_line(text[cut:end]) or "pass"
        else:
            cut, end = _logical_line(text, head)
            if cut == end:
                instead = ""
            elif cut == head:  # help: the line as a whole
                instead = "pass"
            else:  # an assignment: what stands behind its `=`
                instead = _run_line(text[cut:end]) or ("[]" if text[cut] == "!" else "None")
        if cut < end:
            gone = text.count("\n", cut, end) - instead.count("\n")
            out += [text[copied:cut], instead, "\n" * gone]
            copied = end
        start = end + 1
    return "".join([*out, text[copied:]])


def _run_line(escape: str) -> str | None:
    """`f(x)` of `%time f(x)`, where the magic runs its line as Python."""
    magic = re.match(r"%(\w+)[ \t]+", escape)
    if magic and magic[1] in KEPT_LINES and parse(code := escape[magic.end() :]) is not None:
        return code
    return None


def _end_of_escape(text: str, start: int) -> int:
    """Quotes and brackets mean nothing after % or !: only a backslash carries the line on."""
    end = text.find("\n", start)
    while end > 0 and text[end - 1] == "\\":
        end = text.find("\n", end + 1)
    return len(text) if end < 0 else end


def _logical_line(text: str, start: int) -> tuple[int, int]:
    """Find the end of the logical line, past brackets, strings and continuations.

    Returns:
        (cut, end): text[cut:end] is the escape to replace; cut == end where there is none.
    """
    # What we are inside of: "(" a bracket, ("f", quote) the text of an f-string, "{" one of its fields, (":", quote)
    # the format behind a field. Since Python 3.12 fields may hold newlines and the same quotes again.
    inside: list = []
    at = start
    while True:
        top = inside[-1] if inside else None
        found = (_F_TEXT[top[1]] if isinstance(top, tuple) else _CODE).search(text, at)
        if found is None:
            return len(text), len(text)
        token, at = found[0], found.end()
        if isinstance(top, tuple):
            _in_f_string(inside, token)
            if token == "\n":  # the string was never closed: as Python does, give up at the end of the line
                return found.start(), found.start()
        elif token == "\n":
            if not inside:
                return found.start(), found.start()
        elif token[0] == "#":
            continue
        elif token[-1] in "'\"":
            quote = token.lstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
            if token[: -len(quote)].lower() in ("f", "rf", "fr"):
                inside.append(("f", quote))
            else:
                at = _end_of_string(text, at, quote)
        elif token in "([{":
            inside.append("(")
        elif token in ")]}":
            if inside:
                inside.pop()
        elif token == ":":
            if top == "{":
                quote = next(frame[1] for frame in reversed(inside) if isinstance(frame, tuple))
                inside.append((":", quote))
        elif token[0] == "=" and not inside:
            return at - 1, _end_of_escape(text, at - 1)
        elif token[0] == "?" and not inside:
            return start, at


def _in_f_string(inside: list, token: str) -> None:
    """Enter or leave a field, a format or the string."""
    kind, quote = inside[-1]
    if token == "{":
        inside.append("{")
    elif token == "}" and kind == ":":
        del inside[-2:]  # the format and its field
    elif token == quote:
        while inside[-1] != ("f", quote):  # a quote inside a format ends the string as a whole
            inside.pop()
        inside.pop()


def _end_of_string(text: str, at: int, quote: str) -> int:
    """Past the closing quote; at the newline where a short string was never closed."""
    for found in _TEXT[quote].finditer(text, at):
        if found[0] == quote:
            return found.end()
        if found[0] == "\n":
            return found.start()
    return len(text)
