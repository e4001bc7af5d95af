"""Stage 1: paths -> submissions. Promises one Submission for every student it can see, readable or with a problem.

Understands a notebook, a percent-format script, nbgrader's `<student>/<assignment>/`, folders of notebooks, and
zips of these, also as Moodle and Canvas name them. Names are data: they are cleaned, and never used as paths.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from autograder.errors import SubmissionError
from autograder.intake import files
from autograder.intake.files import Entry
from autograder.intake.layout import Course, Group, grouped, is_notebook, owner

MAX_NAME = 100  # characters of a student's name
BESIDE = ("is_a_link", "too_many_files")  # folders that harm nobody beside a notebook


@dataclass(frozen=True)
class Submission:
    """One student's work on one assignment; its bytes come from `read`."""

    student: str
    assignment: str  # "" where it is not known
    path: str  # for messages
    filename: str
    problem: str | None  # a code of `reasons`: it stays ungraded
    place: Path
    member: str = ""  # where `place` is an archive
    renamed: bool = False  # the name had to be cleaned


def find(paths: Sequence[Path], assignment: str | None, *, known: Sequence[str] = ()) -> list[Submission]:
    """Every submission at the paths, by student. Opens no notebook.

    Args:
        paths: as typed: notebooks, scripts, folders, zips.
        assignment: what all of them are, or None: then the name of a folder or file must say so. In a folder or zip
            with work on several assignments, only this one's is taken.
        known: the names of all assignments of the course.
    """
    course = Course(assignment, tuple(dict.fromkeys([*known, *([assignment] if assignment else [])])))
    found: dict[tuple[Path, str], Submission] = {}
    for path in paths:
        for submission in _at(path, course):
            found.setdefault((submission.place.absolute(), submission.member or submission.path), submission)
    return _told_apart(sorted(found.values(), key=_place))


def _place(each: Submission) -> tuple[str, str, bool, int, str]:
    """By student. Of two that say they are the same, the one in fewer folders comes first and keeps the name.

    It never goes to one that is the same only without a blank, or a letter that nobody sees.
    """
    return each.student, each.assignment, each.renamed, len(PurePath(each.path).parts), each.path


def read(submission: Submission) -> bytes:
    """The submitted file's bytes, at most 20 MB.

    Raises:
        SubmissionError: with the arguments (code, detail); always, where the submission has a problem.
    """
    if submission.problem:
        raise SubmissionError(submission.problem, "")
    return files.read(submission.place, submission.member)


def _at(path: Path, course: Course) -> list[Submission]:
    problem = files.problem_of(path)
    above = Path(os.path.abspath(path)).parts[1:]
    if problem == "is_a_folder":
        found = _sorted_out(_with_zips(files.in_folder(path)), path, above[-2:], course)
        nothing = "is_a_folder" if path.suffix == ".ipynb" else "nothing_found"
        return found or [_alone(path, course, nothing)]
    if problem in ("", "too_big") and path.suffix.lower() != ".ipynb" and files.is_zip(path):
        try:
            found = _sorted_out(list(files.in_zip(path)), path, (path.stem,), course)
            return found or [_alone(path, course, "nothing_found")]
        except SubmissionError as refused:
            return [_alone(path, course, refused.args[0])]
    return [_alone(path, course, problem)]


def _with_zips(entries: Iterable[Entry]) -> list[Entry]:
    """Put the members of an archive in the place of the archive, as if it were a folder."""
    found: list[Entry] = []
    for entry in entries:
        if entry.problem or entry.is_folder or entry.path.suffix.lower() != ".zip":
            found.append(entry)
            continue
        folder = (*entry.parts[:-1], entry.path.stem)
        try:
            members = list(files.in_zip(entry.path))
        except SubmissionError as refused:
            found.append(replace(entry, problem=refused.args[0]))
            continue
        found.append(replace(entry, parts=folder, is_folder=True))
        found += [replace(member, parts=folder + member.parts) for member in members]
    return found


def _alone(path: Path, course: Course, problem: str) -> Submission:
    """A file given by itself."""
    above = Path(os.path.abspath(path)).parts[1:-1]
    assignment = course.wanted or course.named_in(path.name) or course.named_in(above[-1] if above else "")
    in_its_folder = len(above) > 1 and above[-1] == assignment  # <student>/<assignment>/
    student = above[-2] if in_its_folder else owner(path.stem, course)
    return _submission(student, assignment, Entry((path.name,), path, problem=problem))


def _sorted_out(entries: list[Entry], root: Path, above: tuple[str, ...], course: Course) -> list[Submission]:
    """One file for each group, and what could not be looked into."""
    shut = [entry for entry in entries if entry.is_folder and entry.problem]
    groups = grouped([entry for entry in entries if not (entry.is_folder and entry.problem)], above, course)
    found = [_chosen(group, root, course) for group in groups if course.wanted in (None, group.assignment)]
    harmless = {(each.student, problem) for each in found if each.problem is None for problem in BESIDE}
    for entry in shut:
        student = clean_name(owner((above + entry.parts)[len(above) if entry.parts else -1], course))
        if (student, entry.problem) not in harmless:
            found.append(_submission(student, course.wanted, entry))
            harmless.add((student, entry.problem))  # told once
    return found


def _chosen(group: Group, root: Path, course: Course) -> Submission:
    """The notebook of the assignment's name, or the only one; scripts only where there is no notebook."""
    notebooks = [entry for entry in group.entries if is_notebook(entry)]
    left = notebooks or list(group.entries)
    if not left:
        nothing = Entry((), root / group.where, problem="no_notebook", is_folder=True)
        return _submission(group.student, group.assignment, nothing)
    top = min(len(entry.parts) for entry in left)  # a copy in a folder further down is a backup
    left = [entry for entry in left if len(entry.parts) == top]
    exact = [entry for entry in left if PurePath(entry.parts[-1]).stem == group.assignment]
    named = exact or [entry for entry in left if course.named_in(entry.parts[-1])] or left
    best = named[0]
    if len(named) > 1:
        best = replace(best, problem="several_notebooks")
    return _submission(group.student, group.assignment, best)


def _submission(student: str, assignment: str | None, entry: Entry) -> Submission:
    problem = entry.problem or (None if assignment else "unknown_assignment")
    path = f"{entry.path}/{entry.member}" if entry.member else str(entry.path)
    filename = PurePath(entry.member or entry.path.name).name
    name = clean_name(student)
    return Submission(name, assignment or "", path, filename, problem, entry.path, entry.member, name != student)


def clean_name(name: str) -> str:
    """A name fit to be shown: composed letters, no control or direction marks, at most 100 characters.

    >>> clean_name("kim\\x1b[31m\\u202e")
    'kim[31m'
    """
    letters = (letter for letter in unicodedata.normalize("NFC", name) if unicodedata.category(letter)[0] != "C")
    return "".join(letters).strip()[:MAX_NAME] or "unnamed"


def _told_apart(found: list[Submission]) -> list[Submission]:
    """Two students of one name, or one who handed in twice: the second is called "kim (2)"."""
    seen: set[tuple[str, str]] = set()
    apart: list[Submission] = []
    for submission in found:
        student, n = submission.student, 1
        while (student, submission.assignment) in seen:
            n += 1
            student = f"{submission.student} ({n})"
        seen.add((student, submission.assignment))
        apart.append(replace(submission, student=student))
    return apart
