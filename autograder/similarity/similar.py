"""Beside the stages: answers whose code looks alike, for a person to read. It promises pairs to look at, no verdict.

The code of one function is compared with the same function of every other student. Names, comments and white space
do not count (copydetect writes every name as one letter), and neither does the starter code. What many students
write alike is no sign of anything, so a pair needs enough of what only a few have. Fingerprints are taken once a
text, and only pairs that share something rare are compared, so that a large class takes seconds.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

from autograder.errors import GraderError

K = 20  # letters of simplified code that must agree in a row
MIN_RARE = 50  # rare places two answers must share; a one-line function has fewer, and is never listed
MIN_SHARE, MIN_LESSER = 0.85, 0.6  # of the one, and of the other, which may have been written on
MAX_CODE = 20_000  # characters of one answer
MOST_PAIRS = 500

Key = tuple[str, str]  # assignment, function


@dataclass(frozen=True)
class Source:
    """What one student wrote for one function."""

    student: str
    assignment: str
    function: str
    code: str


@dataclass(frozen=True)
class Side:
    """One student's code, and which parts of it the other has too: (start, end) in characters."""

    student: str
    code: str
    share: float
    alike: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Passage:
    """One function of two students."""

    function: str
    left: Side
    right: Side
    n_rare: int

    @property
    def share(self) -> float:
        return max(self.left.share, self.right.share)


@dataclass(frozen=True)
class Pair:
    """Two students whose answers look alike in at least one function."""

    assignment: str
    students: tuple[str, str]
    passages: tuple[Passage, ...]

    @property
    def share(self) -> float:
        return max(passage.share for passage in self.passages)


@dataclass(frozen=True)
class Similar:
    """What the comparison came to."""

    pairs: tuple[Pair, ...] = ()
    n_answers: int = 0  # compared
    few: Mapping[str, int] = field(default_factory=dict)  # assignment -> what more students write does not count
    n_unread: int = 0  # submissions that could not be opened
    n_more: int = 0  # pairs left out


@dataclass
class _Document:
    """One text, and everybody who wrote it."""

    print: Any  # copydetect.CodeFingerprint
    owners: list[Source]


def look_alike(sources: Iterable[Source], starters: Mapping[Key, str]) -> Similar:
    """Find pairs of students whose functions look alike.

    Args:
        sources: what students wrote; two of one student are never compared.
        starters: (assignment, function) -> the released code, which nobody is asked about.

    Raises:
        GraderError: copydetect is not installed.
    """
    _needed()
    answers: dict[Key, list[Source]] = defaultdict(list)
    n_students: dict[str, set[str]] = defaultdict(set)
    for source in sources:
        answers[source.assignment, source.function].append(source)
        n_students[source.assignment].add(source.student)
    few = {assignment: few_of(len(students)) for assignment, students in n_students.items()}
    found: dict[tuple[str, str, str], list[Passage]] = defaultdict(list)
    for key, written in sorted(answers.items()):
        for passage in _passages(written, starters.get(key, ""), few[key[0]]):
            found[key[0], passage.left.student, passage.right.student].append(passage)
    pairs = [Pair(assignment, (one, other), tuple(passages)) for (assignment, one, other), passages in found.items()]
    pairs.sort(key=lambda pair: (-sum(passage.n_rare for passage in pair.passages), pair.assignment, pair.students))
    n_answers = sum(map(len, answers.values()))
    return Similar(tuple(pairs[:MOST_PAIRS]), n_answers, few, n_more=max(0, len(pairs) - MOST_PAIRS))


def few_of(n_students: int) -> int:
    """What more students than this write alike does not count: everybody writes it.

    >>> few_of(12), few_of(200), few_of(2000)
    (4, 14, 45)
    """
    return max(4, round(math.sqrt(n_students)))


def own_lines(code: str, starter: str) -> str:
    """What a student added: no line of the starter code but `def`, and no two empty lines in a row.

    >>> own_lines("def f(x):\\n    # double it\\n\\n\\n    return 2 * x", "def f(x):\\n    # double it\\n    ...")
    'def f(x):\\n\\n    return 2 * x'
    """
    given = {line.strip() for line in starter.splitlines()} - {""}
    kept: list[str] = []
    for line in code[:MAX_CODE].splitlines():
        plain = line.strip()
        theirs = plain.startswith("def ") or (plain not in given and (plain or (kept and kept[-1].strip())))
        kept += [line.rstrip()] if theirs else []
    return "\n".join(kept).rstrip()


def _needed() -> None:
    try:
        import copydetect  # noqa: F401
    except ImportError:
        raise GraderError(
            "comparing submissions needs copydetect. Run: pip install cnnkit[similarity], or leave --submitted out"
        ) from None


def _passages(written: Sequence[Source], starter: str, few: int) -> list[Passage]:
    ignored = _fingerprint(starter).hashes if starter else set()
    documents: dict[str, _Document] = {}
    for source in sorted(written, key=lambda one: one.student):
        code = own_lines(source.code, starter)
        if code not in documents:
            documents[code] = _Document(_fingerprint(code), [])
        documents[code].owners.append(source)
    listed = list(documents.values())
    for document in listed:
        _without(document.print, ignored)
    rare = _rare(listed, few)
    shared: Counter[tuple[int, int]] = Counter()
    for holders in rare.values():
        shared.update(combinations(holders, 2))
    own = Counter(i for holders in rare.values() for i in holders)
    shared.update({(i, i): own[i] for i, one in enumerate(listed) if len(one.owners) > 1})
    pairs = [(at, n) for at, n in shared.items() if n >= MIN_RARE]
    return [passage for (i, j), n in sorted(pairs) for passage in _compared(listed[i], listed[j], n)]


def _rare(listed: Sequence[_Document], few: int) -> dict[int, list[int]]:
    """Fingerprint -> the documents that have it, where at most `few` students wrote it."""
    holders: dict[int, list[int]] = defaultdict(list)
    for i, document in enumerate(listed):
        for one in document.print.hashes:
            holders[one].append(i)
    n_owners = [len({source.student for source in document.owners}) for document in listed]
    return {one: found for one, found in holders.items() if sum(n_owners[i] for i in found) <= few}


def _compared(one: _Document, other: _Document, n_rare: int) -> list[Passage]:
    """A passage for everybody who wrote the one and everybody who wrote the other."""
    from copydetect import compare_files

    _, shares, slices = compare_files(one.print, other.print)
    if max(shares) < MIN_SHARE or min(shares) < MIN_LESSER:
        return []
    (left, right), (first, second) = shares, slices
    pairs = combinations(one.owners, 2) if one is other else product(one.owners, other.owners)
    found = []
    for mine, theirs in pairs:
        sides = [_side(mine, one, left, first), _side(theirs, other, right, second)]
        if mine.student != theirs.student:
            sides.sort(key=lambda side: side.student)
            found.append(Passage(mine.function, sides[0], sides[1], n_rare))
    return found


def _side(source: Source, document: _Document, share: float, slices: Any) -> Side:
    """Marks never overlap and never leave the text."""
    code: str = document.print.raw_code
    marks: list[tuple[int, int]] = []
    for start, end in sorted(zip(*slices, strict=True)):
        start = max(int(start), marks[-1][1] if marks else 0)
        if start < min(int(end), len(code)):
            marks.append((start, min(int(end), len(code))))
    return Side(source.student, code, min(1.0, float(share)), tuple(marks))


def _fingerprint(code: str) -> Any:
    """Every place of the code counts: a window would choose by `hash`, which is another one in every run."""
    import io

    from copydetect import CodeFingerprint

    return CodeFingerprint("answer.py", K, 1, fp=io.StringIO(code), language="python")


def _without(made: Any, ignored: set[int]) -> None:
    """Take the starter code out. copydetect's own way also takes out whatever a text says twice."""
    from copydetect.utils import get_token_coverage

    made.hashes = made.hashes - ignored
    made.hash_idx = {one: places for one, places in made.hash_idx.items() if one in made.hashes}
    made.token_coverage = get_token_coverage(made.hash_idx, K, len(made.filtered_code))
