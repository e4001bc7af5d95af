"""Two judgements of one submission, compared: who goes up or down, and why. Pure; results in, records out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from autograder.i18n import LANGUAGES, Words, translator
from autograder.judge.waiting import WAITING
from autograder.messages import status_word
from autograder.records import Item, Result
from autograder.reports.columns import pad, width
from autograder.reports.phrases import N_
from autograder.reports.text import clean, name, score_text

Way = Literal["up", "down", "moved", "graded", "lost", "waits", "same"]
CLOSE = 1e-9  # points; sums in another order differ by less
MAX_WHY = 400
_KEPT = N_("Kept from before: the checks of today would give {score} of {most} points.")


@dataclass(frozen=True)
class Change:
    """One submission, judged before and today.

    way: "up" and "down"; "moved": the same score from other functions; "graded" now and not before; "lost": graded
    before and not now; "waits" for a training; "same". kept: the result stays as it was.
    """

    student: str
    assignment: str
    before: float | None
    after: float | None
    max_before: float
    max_after: float
    way: Way
    why: tuple[str, ...]
    kept: bool = False

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"why": clean("; ".join(self.why), MAX_WHY)}


def change(before: Result, after: Result, words: Words, *, never_lower: bool = False) -> Change:
    """Compare two judgements of one submission.

    Args:
        never_lower: a lower score is not taken over. That is decided for the submission as a whole: each card, each
            aspect and the sum then come from one rubric, while the best of each function could add up to points that
            neither rubric gives. Where the points of the assignment changed, shares are compared.
    """
    way = _way(before, after)
    kept = way in ("lost", "waits") or (never_lower and way == "down")
    return Change(
        student=before.student,
        assignment=before.assignment,
        before=before.score,
        after=after.score,
        max_before=before.max_score,
        max_after=after.max_score,
        way=way,
        why=() if way == "same" else tuple(_why(before, after, words)),
        kept=kept,
    )


def _way(before: Result, after: Result) -> Way:
    if _waits(after) and not _waits(before) and before.score is not None:
        return "waits"
    if before.score is None or after.score is None:
        return "same" if before.score is after.score else "graded" if before.score is None else "lost"
    less, more = before.score, after.score
    if abs(before.max_score - after.max_score) > CLOSE and before.max_score and after.max_score:
        less, more = less / before.max_score, more / after.max_score
    if abs(more - less) > CLOSE:
        return "up" if more > less else "down"
    return "moved" if _points(before) != _points(after) else "same"


def _waits(result: Result) -> bool:
    return any(facts.get("status") == WAITING for facts in (result.training or {}).values())


def _points(result: Result) -> dict[str, float]:
    return {item.name: round(item.points, 6) for item in result.items if item.status != "ungraded"}


def _why(before: Result, after: Result, words: Words) -> list[str]:
    if after.score is None:
        return [after.message]
    if before.score is None:
        return [words("could not be graded before")]
    then, now = ({item.name: item for item in result.items} for result in (before, after))
    told: list[str] = []
    for one in dict.fromkeys([*now, *then]):
        told += _item(then.get(one), now.get(one), words)
    if before.corpus != after.corpus:
        told.append(words("its checks changed ({before} to {after})", before=before.corpus[:8], after=after.corpus[:8]))
    if before.engine != after.engine:
        told.append(words("the grader changed ({before} to {after})", before=before.engine, after=after.engine))
    return told


def _item(then: Item | None, now: Item | None, words: Words) -> list[str]:
    if then is None or now is None:
        there = now or then
        assert there is not None
        points = score_text(there.points, there.max_points)
        sentence = (
            N_("{name}: new, {points} points") if then is None else N_("{name}: no longer graded, {points} points")
        )
        return [words(sentence, name=name(there.name), points=points)]
    if abs(then.points - now.points) <= CLOSE and abs(then.max_points - now.max_points) <= CLOSE:
        return []
    moved = [
        f"{clean(one, 60)} {_score(then, one)} → {_score(now, one)}"
        for one in dict.fromkeys([*then.aspects, *now.aspects])
        if _score(then, one) != _score(now, one)
    ]
    head = f"{name(now.name)} {_of(then.points, then.max_points)} → {_of(now.points, now.max_points)}"
    if moved:
        return [f"{head} ({', '.join(moved)})"]
    if then.status != now.status:
        verdicts = (status_word(status, words.language) for status in (then.status, now.status))
        return [f"{head} ({' → '.join(verdicts)})"]
    return [head]


def _score(item: Item, aspect: str) -> str:
    found = item.aspects.get(aspect)
    return _of(found.points, found.max_points) if found else "–"


def _of(points: float, most: float) -> str:
    return f"{score_text(points, most)}/{score_text(most, most)}"


def with_note(kept: Result, one: Change, words: Words) -> Result:
    """A result that stays although today's checks give less; every page shows its notes."""
    notes = tuple(note for note in kept.notes if not is_kept_note(note))
    if one.way != "down" or one.after is None:
        return replace(kept, notes=notes)
    most = score_text(one.max_after, one.max_after)
    return replace(kept, notes=(*notes, words(_KEPT, score=score_text(one.after, one.max_after), most=most)))


def is_kept_note(note: str) -> bool:
    """Does a result's note say that its score was kept from before?"""
    begins = (translator(language).catalogue.gettext(_KEPT).partition("{")[0] for language in LANGUAGES)
    return any(note.startswith(begin) for begin in begins)


_WAYS = {
    "up": N_("goes up"),
    "down": N_("goes down"),
    "moved": N_("same score"),
    "graded": N_("graded now"),
    "lost": N_("cannot be graded now"),
    "waits": N_("waits for training"),
}


def table(changes: Sequence[Change], words: Words) -> str:
    """Who goes up or down, one line each with the reasons below it; the ones that lose most come first."""
    rows = sorted(
        (one for one in changes if one.way != "same"),
        key=lambda one: (list(_WAYS).index(one.way), -abs((one.after or 0) - (one.before or 0)), one.student),
    )
    if not rows:
        return words("No score changes.")
    cells = [
        (
            name(one.student),
            one.assignment,
            f"{_shown(one.before, one.max_before)} → {_shown(one.after, one.max_after)}",
        )
        for one in rows
    ]
    wide = [max(width(row[column]) for row in cells) for column in range(3)]
    lines: list[str] = []
    for one, row in zip(rows, cells, strict=True):
        columns = "  ".join(pad(text, columns, left=True) for text, columns in zip(row, wide, strict=True))
        stays = words("kept from before")
        lines.append(f"{columns}  {words(_WAYS[one.way])}{f' ({stays})' if one.kept else ''}")
        lines += [f"    {clean(part, MAX_WHY)}" for part in one.why]
    return "\n".join(lines)


def _shown(score: float | None, most: float) -> str:
    return "–" if score is None else _of(score, most)
