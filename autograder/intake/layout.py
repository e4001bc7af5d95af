"""Stage 1: whose file is which? Promises a group for every file that can be a submission; touches no disk.

Layouts: `<student>/<assignment>/` (nbgrader), `<assignment>/<student>/`, `<student>/` (Moodle), and notebooks side by
side (Canvas), each below any number of wrapping folders, as zips have them.

What lies in a student's own folder or archive is his, whatever names he gave it: the outermost folder that can be a
student's decides, or anybody could hand in as somebody else.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath

from autograder.intake.files import Entry

Folder = tuple[str, ...]
Files = dict[Folder, list[Entry]]

_MOODLE = re.compile(r"(.+?)_\d+_assignsubmission_")
_CANVAS = re.compile(r"([^_]+)_(?:LATE_)?\d+_\d+_")


@dataclass(frozen=True)
class Group:
    """What one student has for one assignment: notebooks, or scripts, or nothing."""

    student: str
    assignment: str | None
    where: str  # the folder, for messages
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Course:
    """The names that say which assignment a file belongs to."""

    wanted: str | None
    known: tuple[str, ...]

    def named_in(self, text: str) -> str | None:
        """The assignment that stands in a name as a word of its own.

        >>> Course(None, ("a03_convolution",)).named_in("kim_12_345_a03_convolution-1.ipynb")
        'a03_convolution'
        """
        for name in sorted(self.known, key=len, reverse=True):
            if re.search(rf"(?<![0-9A-Za-z]){re.escape(name)}(?![0-9A-Za-z])", text):
                return name
        return None


def owner(name: str, course: Course) -> str:
    """The student in the name of a folder or in the stem of a file.

    >>> course = Course(None, ("a03_convolution",))
    >>> [owner(name, course) for name in ("kim_12_345_a03_convolution", "Lee_77_assignsubmission_file_", "park")]
    ['kim', 'Lee', 'park']
    """
    found = _MOODLE.match(name) or _CANVAS.match(name)
    if found:
        return found[1]
    assignment = course.named_in(name)
    if assignment:
        before, _, behind = name.partition(assignment)
        return before.strip(" _-+.") or behind.strip(" _-+.") or name  # nbgrader's exchange: kim+a03+2026-03-02
    return name


def grouped(entries: Iterable[Entry], above: Folder, course: Course) -> list[Group]:
    """Sort the files of one folder or archive into groups.

    Args:
        entries: what is in it, its folders too.
        above: names of the folders around it and its own, outermost first.
        course: the assignments.
    """
    files = _by_folder(entries)
    around = {folder[:n] for folder, found in files.items() if found for n in range(len(folder))}
    files = {folder: found for folder, found in files.items() if found or folder not in around}
    at = {folder: _assignment_at(above, folder, course) for folder in files}
    loose = {folder: found for folder, found in files.items() if found and at[folder] is None}
    holding = {len(folder) for folder, found in files.items() if found and folder and folder[-1] in course.known}
    wrapper = _wrapper(loose)
    class_of_folders = bool(loose) and wrapper not in loose

    groups: dict[tuple[Folder, str | None], Group] = {}
    for folder, found in files.items():
        names, place = above + folder, at[folder]
        if place is None:
            empty_handed = class_of_folders and len(folder) == len(wrapper) + 1
            own_folder = folder[: len(wrapper) + 1] if found or empty_handed else ("",)
            student, key = (own_folder[-1] if len(folder) > len(wrapper) else None), own_folder
        else:
            student, key = _student_of_assignment(names, place, len(above), files, holding, course)
        if student and not found:
            assignment = course.wanted if place is None else names[place]
            groups.setdefault((key, assignment), Group(owner(student, course), assignment, "/".join(folder)))
        for entry in _of_wanted(found, course) if student != "" else ():
            own = course.wanted or course.named_in(entry.parts[-1]) or course.named_in("/".join(names))
            if student is None:
                stem = PurePath(entry.parts[-1]).stem
                groups[entry.parts, own] = Group(owner(stem, course), own, "", (entry,))
            else:
                assignment = own if place is None else names[place]
                old = groups.get((key, assignment), Group(owner(student, course), assignment, "/".join(folder)))
                groups[key, assignment] = replace(old, entries=(*old.entries, entry))
    return list(groups.values())


def is_notebook(entry: Entry) -> bool:
    return entry.parts[-1].lower().endswith(".ipynb")


def _by_folder(entries: Iterable[Entry]) -> Files:
    """The files of every folder, without scripts in or below a notebook's folder: those are a student's modules."""
    files: Files = {}
    for entry in entries:
        if entry.is_folder:
            files.setdefault(entry.parts, [])
        else:
            files.setdefault(entry.parts[:-1], []).append(entry)
    with_notebook = {folder for folder, found in files.items() if folder and any(is_notebook(entry) for entry in found)}
    for folder, found in files.items():
        if any(folder[:n] in with_notebook for n in range(1, len(folder) + 1)):
            files[folder] = [entry for entry in found if is_notebook(entry)]
    return files


def _of_wanted(found: list[Entry], course: Course) -> list[Entry]:
    """Without the files that say they are another assignment's, unless all say so."""
    if course.wanted is None:
        return found
    return [entry for entry in found if course.named_in(entry.parts[-1]) in (None, course.wanted)] or found


def _assignment_at(above: Folder, folder: Folder, course: Course) -> int | None:
    """Which of the names is an assignment's: what was typed, the outermost below it, or the last above it."""
    if any(map(_MOODLE.match, folder)):
        return None  # that folder is a student's, and what is below it too
    found = [i for i, name in enumerate(above + folder) if name in course.known]
    from_typed = [i for i in found if i >= len(above) - 1]
    return from_typed[0] if from_typed else found[-1] if found else None


def _student_of_assignment(
    names: Folder, at: int, n_above: int, files: Files, holding: set[int], course: Course
) -> tuple[str | None, Folder]:
    """Whose an assignment's folder is, or one inside it, and which folder is all of that student's.

    The student is None where each file has its own, and "" where it is nobody's. Where any assignment's folder at the
    same depth holds notebooks itself (`holding`), students come first, and no folder inside of one is a student's.
    """
    assignment, own = names[at], names[n_above : at + 1]
    if len(names) > at + 1 and names[at + 1] not in course.known:  # <assignment>/<student>/, or data beside a notebook
        if at + 1 < n_above or not (files.get(own) or len(own) in holding):
            return names[at + 1], names[n_above : at + 2]
        if files.get(own):
            return "", own
    stems = [PurePath(entry.parts[-1]).stem for entry in files.get(own, ())]
    if len(names) == n_above and stems and assignment not in stems:
        return None, own  # the folder as typed is the assignment's, and holds a class
    while at and names[at] == assignment:  # <student>/<assignment>/<assignment>.zip
        at -= 1
    return (names[at] if names[at] != assignment else None), own


def _wrapper(files: Files) -> Folder:
    """The folders around all of a class; a student's own folder is none of them."""
    if len(files) == 1:
        ((folder, found),) = files.items()
        return folder if len(found) > 1 and not _MOODLE.match(folder[-1] if folder else "") else folder[:-1]
    first, last = min(files, default=()), max(files, default=())  # what these two share, all share
    shared = itertools.takewhile(
        lambda pair: pair[0] == pair[1] and not _MOODLE.match(pair[0]), zip(first, last, strict=False)
    )
    return tuple(name for name, _ in shared)
