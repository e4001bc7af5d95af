"""`check`, `hint` and `counterexample`: what a student types in a notebook.

A check compares with the public examples that lie beside the notebook, by the grader's own comparison. It
starts nothing, asks no network, and knows no hidden case.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from autograder.corpus import Corpus
from autograder.i18n import default_language, translator
from autograder.judge.call import fresh
from autograder.judge.call_model import inputs_for
from autograder.judge.examine import Call, examine
from autograder.judge.public import judged
from autograder.records import Case, CheckFacts, Item, Outcome
from autograder.reports.text_card import for_console
from cnnkit import kept, nbgrading, public
from cnnkit.beside import beside
from cnnkit.calling import build, call
from cnnkit.cards import Card

QUICK_S = 3.0  # a function that took longer for all examples is not called on pictures as well


@dataclass
class Checked:
    """The last check of one function: what was found, and how many hints were asked for."""

    item: Item
    facts: CheckFacts
    wrong: Case | None  # the first
    language: str
    hints_shown: int = 0


_last: dict[str, Checked] = {}


def check(function: Callable[..., Any], name: str | None = None) -> Card | float | None:
    """Compare a function with the public examples of its assignment, and show the verdict.

    Returns: the card, which is on the screen already; where nbgrader runs the notebook, what it is to read (see
        nbgrading).

    Args:
        function: the function you wrote.
        name: which task it answers, where its own name is another.

    Raises:
        LookupError: no task has that name, or no examples lie beside the notebook.
    """
    if not callable(function):
        raise TypeError(
            f"check() takes the function itself: check(conv2d), not check(conv2d(...)). Got: {function!r:.80}"
        )
    name = name or _name(function)
    examples = public.with_check(name)
    facts = examples.checks[name]
    item, wrong, again = _judged_network(facts, function) if facts.kind == "model" else _judged(facts, function)
    found = Checked(item, facts, wrong, _language(examples))
    _last[name] = found
    if nbgrading.asked():
        return nbgrading.tell(item, facts, found.language)
    if (Path.cwd() / public.EXAMPLES).is_file():  # only beside the notebook, and not wherever Python happens to run
        kept.keep(Path.cwd(), examples.assignment, [(name, item.status, item.points)])
    right = [task for task in examples.checks if task in _last and _last[task].item.status == "pass"]
    card = Card(item, facts, found.language, beside(item, facts, list(examples.checks), right, again))
    _show(card)
    return card


def hint(function: Callable[..., Any] | str) -> None:
    """Show one more hint for the mistake that the last check recognised.

    Args:
        function: the function, or its name.
    """
    name = function if isinstance(function, str) else _name(function)
    if name not in _last:
        if isinstance(function, str):
            raise LookupError(f"hint({name!r}) follows check({name}): run the check first")
        check(function)
    found = _last[name]
    found.hints_shown += 1
    _show_hint(found)


def counterexample(function: Callable[..., Any] | str) -> tuple[Any, ...]:
    """The arguments on which the last check found the function wrong, ready to call it with.

    Where a block is to be called on a feature map, this is a `keras.Input`.

    Raises:
        LookupError: the function was not checked, or the check found nothing wrong.
    """
    name = function if isinstance(function, str) else _name(function)
    found = _last.get(name)
    if found is None or found.wrong is None:
        raise LookupError(f"the last check of {name} found no wrong answer; run check({name}) first")
    if found.facts.kind == "model":
        return tuple(inputs_for(found.wrong.args))
    return tuple(fresh(arg, found.wrong.layout) for arg in found.wrong.args)


def progress() -> None:
    """Show how far you have come in the course: every assignment, your points, and what comes next.

    It comes from the checks on this computer, and is no grade. Assignments are looked for beside this notebook's
    folder, and in the course that it was copied from.
    """
    from cnnkit import along
    from cnnkit.commands.progress import of_course

    words = translator(os.environ.get("CNNKIT_LANG") or public.notebook_language())
    here = Path.cwd()
    stages = of_course(here.parent if (here / public.EXAMPLES).is_file() else here, words)
    text = along.table(stages, words)
    _print(lambda plain=False: for_console(text) if plain else text)


def _name(function: Callable[..., Any]) -> str:
    return str(getattr(function, "__name__", type(function).__name__))


def _judged_network(facts: CheckFacts, function: Callable[..., Any]) -> tuple[Item, Case | None, Call | None]:
    from autograder.judge.models import examine_models, judged

    found = examine_models(facts, partial(build, function))
    return judged(facts, found), next((one.case for one in found if one.difference), None), None


def _judged(facts: CheckFacts, function: Callable[..., Any]) -> tuple[Item, Case | None, Call | None]:
    """The item, the first case that came out wrong, and how to call the function again: not at all if it is slow."""

    def again(case: Case, _: bool) -> Outcome:
        return call(function, case)

    start = time.perf_counter()
    answers = examine(facts, again)
    quick = again if time.perf_counter() - start < QUICK_S else None
    wrong = next((answer.case for answer in answers if not answer.verdict.right), None)
    return judged(facts, answers, call=quick), wrong, quick


def _language(examples: Corpus) -> str:
    """The reader's, where CNNKIT_LANG says so; else the language of the notebook that the examples lie beside."""
    return default_language() if os.environ.get("CNNKIT_LANG") else examples.language or default_language()


def _show(card: Card) -> None:
    if _in_notebook():
        _display(card.html, card.text)
    else:
        _print(lambda plain=False: card.plain_text if plain else card.text)


def _show_hint(found: Checked) -> None:
    from autograder import messages

    text = messages.hint_text(found.item, found.facts, found.language, found.hints_shown)
    _print(lambda plain=False: for_console(text) if plain else text)


def _in_notebook() -> bool:
    shell = sys.modules.get("IPython")
    if shell is None:
        return False
    running = shell.get_ipython()
    return running is not None and getattr(running, "kernel", None) is not None


def _display(html: str, text: str) -> None:
    from IPython.display import display

    display({"text/html": html, "text/plain": text}, raw=True)


def _print(text: Callable[..., str]) -> None:
    """Print, or print in plainer letters where the console has no better ones."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text().encode(encoding)
    except UnicodeEncodeError:  # a console such as cp949 that has no such signs
        sys.stdout.write(text(plain=True).encode(encoding, "replace").decode(encoding) + "\n")
    else:
        print(text())
