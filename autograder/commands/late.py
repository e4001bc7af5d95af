"""What `grade`, `regrade` and `report` say about deadlines, where there is a deadlines.toml."""

from __future__ import annotations

import sys
from pathlib import Path

MAX_ROWS = 20


def tell(folder: Path, course: Path | None, language: str, *, listed: bool = True) -> bool:
    """Print who was late and what it costs; what is wrong with the file goes to stderr, one line each.

    Args:
        folder: of the results.
        listed: also the late ones, on stdout.

    Returns: whether the file is understood.
    """
    from autograder.i18n import translator
    from autograder.ledger import deadlines
    from autograder.ledger.late import told
    from autograder.reports.columns import pad, width
    from autograder.reports.text import clean, name, score_text
    from autograder.store import results_in

    if deadlines.find(folder, course) is None:
        return True
    words = translator(language)
    results = {(one.student, one.assignment): one for one in results_in(folder)}
    found = deadlines.lates(folder, list(results.values()), course)
    rows = []
    for who, late in sorted(found.by.items()):
        if said := told(late, words):
            most = results[who].max_score
            final = "" if late.final is None or not late.share else f"  {score_text(results[who].score or 0, most)} → "
            rows.append((name(who[0]), who[1], said + (final and final + score_text(late.final or 0, most))))
    if rows and listed:
        print()
        wide = [max(width(row[i]) for row in rows) + 2 for i in (0, 1)]
        for row in rows[:MAX_ROWS]:
            print(pad(row[0], wide[0], left=True) + pad(row[1], wide[1], left=True) + row[2])
        if len(rows) > MAX_ROWS:
            print(words.plural("… and {n} more", "… and {n} more", len(rows) - MAX_ROWS))
    for line in deadlines.told(found):
        print(f"autograder: {clean(line, 600)}", file=sys.stderr)
    return not found.problems
