"""`cnnkit check`: the notebook from top to bottom, then every function on the public examples, as text."""

from __future__ import annotations

from autograder.i18n import Words
from autograder.messages import status_word
from autograder.reports.columns import pad, width
from autograder.reports.text import clean, score_text
from cnnkit import kept
from cnnkit.commands import notebooks, running, versions
from cnnkit.commands.console import FINE, OURS, WRONG, Stop, say, shown, typed
from cnnkit.commands.judging import Checked
from cnnkit.commands.notebooks import Notebook
from cnnkit.commands.running import Failure, Ran
from cnnkit.commands.versions import Found

MARKS = {"pass": "✓", "partial": "◐", "wrong": "✗", "error": "!", "timeout": "!", "not_started": "○", "ungraded": "?"}
MAX_FAILURES = 10


def check(asked: str, words: Words, *, cell_s: float) -> int:
    """Run the command: 0 where all is right, 1 where something is not yet."""
    notebook = notebooks.read(asked, words)
    ran = announce_and_run(notebook, words, cell_s=cell_s)
    if ran.fault:
        return WRONG if _missing(notebook) else OURS
    kept.keep(
        notebook.path.parent, notebook.corpus.assignment, [(one.name, one.status, one.points) for one in ran.checked]
    )
    for one in ran.checked:
        say(f"\n{one.card}")
    say()
    summary(notebook, ran, words)
    if all_right(ran):
        command = f"cnnkit submit {typed(asked)}"
        say("\n" + words("All of it is right. To hand it in, type: {command}", command=command))
        return FINE
    hints = [f"hint({one.name})" for one in ran.checked if f"hint({one.name})" in one.card]
    if hints:
        say("\n" + words("For a hint, run this in the notebook: {command}", command=hints[0]))
    return WRONG


def all_right(ran: Ran) -> bool:
    return not ran.failures and not ran.fault and all(one.status == "pass" for one in ran.checked)


def announce_and_run(notebook: Notebook, words: Words, *, cell_s: float) -> Ran:
    """Say what is run, run it, and say how that went; also where it cannot be run here."""
    say(f"{notebook.corpus.assignment} · {shown(notebook.path)}")
    if missing := _missing(notebook):
        fault = "\n".join([words("Something is missing or too old:"), *versions.table(missing, words)])
        say(fault)
        return Ran(fault=fault)
    for note in notebook.notes:
        say(f"  {note}")
    n = len(notebook.cells)
    line = words.plural("Running {n} code cell from top to bottom.", "Running {n} code cells from top to bottom.", n)
    if left_out := notebook.n_left_out:
        line += " " + words.plural(
            "{n} demo or check cell is left out.", "{n} demo and check cells are left out.", left_out
        )
    say(line)
    try:
        ran = running.run(notebook, cell_s=cell_s, language=words.language)
    except Stop as stop:
        say(words("It could not be run here: {reason}", reason=stop))
        return Ran(fault=str(stop))
    if not ran.failures:
        say("  ✓ " + words("Every cell ran."))
    for failure in ran.failures[:MAX_FAILURES]:
        say("\n".join(_told(failure, words, cell_s)))
    if len(ran.failures) > MAX_FAILURES:
        rest = len(ran.failures) - MAX_FAILURES
        say("  " + words.plural("… and {n} more", "… and {n} more", rest))
    if ran.cut_short:
        say("  " + words("Only imports and definitions were taken from the cells after that."))
    return ran


def uses_keras(notebook: Notebook) -> bool:
    return any(facts.kind == "model" for facts in notebook.corpus.checks.values())


def _missing(notebook: Notebook) -> list[Found]:
    """What is not installed at all; an old version may do."""
    return [one for one in versions.look(keras=uses_keras(notebook)) if not one.version]


def _told(failure: Failure, words: Words, cell_s: float) -> list[str]:
    if failure.kind == "timeout":
        said = words("Code cell {cell} did not end within {seconds} s.", cell=failure.cell, seconds=f"{cell_s:g}")
        advice = words("Is there a loop without an end? If it needs longer, add --timeout 600 to the command.")
    elif failure.kind == "died":
        said = words("Python ended in code cell {cell}.", cell=failure.cell)
        advice = words("Does the cell end the program, or ask for more memory than there is?")
    else:
        message = failure.message.partition(" (<cell ")[0]  # of a SyntaxError, and the place is told already
        error = ": ".join(filter(None, [clean(failure.error, 80), clean(message, 200)]))
        said = words("Code cell {cell}, line {line}: {error}", cell=failure.cell, line=failure.line, error=error)
        advice = ""
    lines = [f"  ! {said}", f"      {clean(failure.source, 120)}", f"    {advice}"]
    return [line for line in lines if line.strip()]


def summary(notebook: Notebook, ran: Ran, words: Words) -> None:
    """A line for each function, then progress and points."""
    n_right = sum(one.status == "pass" for one in ran.checked)
    say(words("Summary:"))
    wide = max((width(one.name) for one in ran.checked), default=0)
    shown_points = [_points(one) for one in ran.checked]
    wide_points = max(map(len, shown_points), default=0)
    for one, score in zip(ran.checked, shown_points, strict=True):
        status = status_word(one.status, words.language)
        say(f"  {MARKS[one.status]} {pad(one.name, wide, left=True)}  {score:>{wide_points}}  {status}")
    points, max_points = totals(ran)
    say()
    say(
        words("{n} of {m} functions right", n=n_right, m=len(ran.checked))
        + " · "
        + words(
            "{points} of {max_points} points in the public checks",
            points=score_text(points, max_points),
            max_points=score_text(max_points, max_points),
        )
    )
    trained = sum(facts.training.points for facts in notebook.corpus.checks.values() if facts.training)
    if trained:
        points_text = score_text(trained, trained)
        say(words("{points} more points are for how well networks learn. The grader trains them.", points=points_text))
    say(words("The grade is made with other inputs, which nobody sees beforehand."))


def totals(ran: Ran) -> tuple[float, float]:
    return sum(one.points for one in ran.checked), sum(one.max_points for one in ran.checked)


def _points(one: Checked) -> str:
    return f"{score_text(one.points, one.max_points)} / {score_text(one.max_points, one.max_points)}"
