"""Last: what came of the attacks, as tables for people. Reads the frozen results only; docs/security.md shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

TOOLS = {"nbgrader": "nbgrader autograde", "otter": "otter run", "ours": "autograder grade"}
KINDS = ("answers", "patches", "loot", "host", "bombs")
LIMIT_S = 240.0  # for a command: the small course takes 3 seconds, and nbgrader gives each cell 30
SHORT_S = 100.0  # the same for an attack of the collection, of which several hang
MEANING = (
    "*gained*: points that we do not give. *found*: what it looked for, or a system call that went through. *cost*: "
    f"the points of the function beside it. *stopped*: no grade, or none within {SHORT_S:.0f} s. *nothing*: none of it."
)

Row = dict[str, Any]


def as_markdown(found: Row) -> str:
    """The tables that docs/security.md shows, below a line on where they come from."""
    lines = ["# The same attacks elsewhere", "", f"{found['date']}. {found['versions']}.", ""]
    return "\n".join([*lines, *tables(found), ""])


def tables(found: Row, kinds: Mapping[str, str] | None = None) -> list[str]:
    """Goals one by one, then the collection by kind. kinds: what people read in the place of a kind's name."""
    tools = list(TOOLS)
    lines = ["| goal | nbgrader autograde | otter run | autograder grade |", "|---|---|---|---|"]
    reached: Counter[str] = Counter()
    for goal in dict.fromkeys(row["goal"] for row in found["goals"]):
        by_tool = {row["tool"]: row for row in found["goals"] if row["goal"] == goal}
        reached.update(tool for tool in tools if by_tool[tool]["reached"])
        cells = [f"**{said(by_tool[tool])}**" if by_tool[tool]["reached"] else "no" for tool in tools]
        lines.append(f"| {by_tool['ours']['aim']} | {' | '.join(cells)} |")
    n = len({row["goal"] for row in found["goals"]})
    lines.append(f"| **reached, of {n}** | {' | '.join(f'**{reached[tool]}**' for tool in tools)} |")
    if not found["collection"]:
        return lines
    lines += ["", "| of our own collection | handed in | nbgrader autograde | otter run |", "|---|--:|---|---|"]
    tried = {row["kind"] for row in found["collection"]}
    for kind in [*(kind for kind in KINDS if kind in tried), None]:
        rows = [row for row in found["collection"] if kind in (None, row["kind"])]
        n = len({(row["kind"], row["attack"]) for row in rows})
        cells = [_counted(row["came_to"] for row in rows if row["tool"] == tool) for tool in ("nbgrader", "otter")]
        name, bold = ((kinds or {}).get(kind, kind), "") if kind else ("together", "**")
        lines.append(f"| {bold}{name}{bold} | {bold}{n}{bold} | {' | '.join(cells)} |")
    return [*lines, "", MEANING]


def said(row: Row) -> str:
    """What a reached goal came to."""
    if row["endless"]:
        return f"yes, not ended after {LIMIT_S:.0f} s"
    if row["points"]:
        return f"yes, {row['points']:g} of 9 points"
    return "yes"


def _counted(words: Iterable[str]) -> str:
    counted = Counter(words)
    order = ("gained", "found", "cost", "stopped", "nothing")
    return ", ".join(f"{counted[word]} {word}" for word in order if counted[word])
