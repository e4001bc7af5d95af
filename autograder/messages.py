"""What a student reads about one function, as text. Light: the standard library only, so that `check` can use it."""

from __future__ import annotations

from autograder.i18n import translator
from autograder.records import CheckFacts, Item
from autograder.reports import phrases, sentences, trained
from autograder.reports.text_card import hints_block, text_card

__all__ = ["hint_text", "message", "status_word", "text_card", "title"]


def message(item: Item, facts: CheckFacts | None = None, language: str | None = None) -> str:
    """One short paragraph: the verdict, what was called, what came back, what was expected, one thing to try.

    Args:
        item: the judged function.
        facts: what is frozen about it, for the question behind a recognised mistake; without it the mistake
            is called by its name.
        language: "ko" or "en"; the reader's own where None.

    >>> message(Item("relu", 0, 5, "not_started"), None, "en")
    'relu is not started yet. Fill in the answer cell and run this cell again. Nothing is deducted.'
    """
    words = translator(language)
    verdict = sentences.title(item, words) + "."
    if item.status in ("pass", "not_started", "ungraded") or trained.function_of(item) is not None:
        return " ".join(filter(None, [verdict, sentences.lead(item, words, facts)]))
    given = sentences.givens(item)
    asked = [mistake.question for mistake in sentences.mistakes(item, facts, words)]
    parts = [
        verdict,
        sentences.account(item, words),
        words("Here {given}.", given=given) if given else "",
        sentences.where(item, words),
        *(asked or [sentences.advice(item, words)]),
    ]
    return " ".join(filter(None, parts))


def hint_text(item: Item, facts: CheckFacts | None = None, language: str | None = None, n: int = 1) -> str:
    """The question behind a recognised mistake and the first `n` hints; one thing to try where none is recognised."""
    words = translator(language)
    if item.status == "pass":
        return words("{name} passes every public check.", name=item.name)
    return hints_block(item, facts, words, n) or title(item, language)


def title(item: Item, language: str | None = None) -> str:
    """The verdict in one line."""
    return sentences.title(item, translator(language))


def status_word(status: str, language: str | None = None) -> str:
    """A status as people say it.

    >>> status_word("not_started", "en")
    'not started'
    """
    return translator(language)(phrases.STATUS[status])
