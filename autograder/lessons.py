"""A course folder as Python: one lesson's answers, its rubric, and what both share.

The folder is loaded as the package `course`, wherever it lies, so that checks.py may say
`from course.inputs import images`. This is the instructor's code and is trusted; it is loaded only when
something is built, or when a wrong answer must be shrunk.
"""

from __future__ import annotations

import ast
import functools
import importlib
import importlib.machinery
import inspect
import re
import sys
import types
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import CourseError
from autograder.plan import plan_of
from autograder.quiet import import_quietly
from autograder.rubric import Check, ModelCheck

PACKAGE = "course"


@dataclass(frozen=True)
class Lesson:
    """One assignment's folder."""

    name: str
    folder: Path

    @property
    def lesson(self) -> Path:
        return self.folder / "lesson.py"

    @property
    def checks(self) -> Path:
        return self.folder / "checks.py"

    @property
    def images(self) -> Path:
        return self.folder / "images"

    @property
    def assembly(self) -> Path:
        return self.folder / "assembly.py"

    @property
    def corpus(self) -> Path:
        return self.folder / "reference.safetensors"


@dataclass(frozen=True)
class CheckCode:
    """One function with its rubric, as live code."""

    name: str
    right: Callable[..., Any]
    check: Check | ModelCheck

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(parameter.name for parameter in _parameters(self.right))

    def mistake(self, name: str) -> Callable[..., Any]:
        return next(mistake for mistake in self.check.mistakes if mistake.__name__ == name)

    def wrong(self, mistake: Callable[..., Any]) -> Callable[..., Any]:
        """The function, or the class, that a student with this mistake has."""
        if inspect.isclass(self.right):
            return mistake(self.right)
        return lambda *args: mistake(self.right, *self._complete(mistake, args))

    def both(self, outer: Callable[..., Any], inner: Callable[..., Any]) -> Callable[..., Any]:
        """The function, or the class, that a student with both mistakes has."""
        if inspect.isclass(self.right):
            return outer(self.wrong(inner))
        return lambda *args: outer(self.wrong(inner), *self._complete(outer, args))

    def _complete(self, mistake: Callable[..., Any], args: tuple[Any, ...]) -> tuple[Any, ...]:
        """Arguments that were left out: the mistake's own default where it has one, else the right one."""
        own, right = _parameters(mistake)[1:], _parameters(self.right)
        left_out = zip(own[len(args) :], right[len(args) :], strict=False)
        return (*args, *(b.default if a.default is inspect.Parameter.empty else a.default for a, b in left_out))


@functools.cache
def _parameters(function: Callable[..., Any]) -> tuple[inspect.Parameter, ...]:
    return tuple(inspect.signature(function).parameters.values())


def lessons(course: Path, *, hidden: bool = False) -> list[Lesson]:
    """The assignments of a course, in order of their names, or in that of its course.toml where it has one.

    Args:
        hidden: also those that course.toml hides, which are found by name only.

    Raises:
        CourseError: there is no lesson, or course.toml cannot be read.
    """
    found = [Lesson(path.parent.name, path.parent) for path in sorted(course.glob("*/lesson.py"))]
    if not found:
        raise CourseError(f"{course} holds no lesson: expected folders such as {course}/a03_convolution/lesson.py")
    plan = plan_of(course, [one.name for one in found])
    place = {name: i for i, name in enumerate(plan.order)}
    found.sort(key=lambda one: place.get(one.name, len(place)))  # those it does not name stay behind, by name
    return [one for one in found if hidden or one.name not in plan.hidden]


def lesson(course: Path, name: str) -> Lesson:
    """The assignment of that name; a prefix such as "a03" will do when only one fits."""
    known = lessons(course, hidden=True)
    fitting = [one for one in known if one.name == name] or [one for one in known if one.name.startswith(name)]
    if len(fitting) != 1:
        names = ", ".join(one.name for one in known)
        raise CourseError(f"no single assignment is called {name!r} in {course}; it has: {names}")
    return fitting[0]


def titles(one: Lesson) -> dict[str, str]:
    """The first heading of a lesson in each of its languages."""
    text = one.lesson.read_text("utf-8") if one.lesson.is_file() else ""
    found = re.findall(r'^# %% \[markdown\].*?lang="(\w+)".*?\n# # (.+)$', text, re.M)
    own = {language: title.strip() for language, title in reversed(found)}  # the first one of each wins
    return own | plan_of(one.folder.parent, [one.name]).titles.get(one.name, {})


def load(one: Lesson) -> dict[str, CheckCode]:
    """Import the answers and the rubric of a lesson.

    Raises:
        CourseError: the folder cannot be imported, or a check has no answer of its name.
    """
    if not one.checks.is_file():
        raise CourseError(f"{one.checks} is missing: it says how {one.name} is graded")
    _open_course(one.folder.parent)
    answers = definitions(one)
    rubric = _import(f"{PACKAGE}.{one.name}.checks", one.checks)
    found = {}
    for name, check in vars(rubric).items():
        if not isinstance(check, Check | ModelCheck):
            continue
        right = answers.get(name)
        if not callable(right):
            raise CourseError(f"{one.checks} grades {name!r}, but {one.lesson} defines no function of that name")
        found[name] = CheckCode(name, right, check)
    if not found:
        raise CourseError(f"{one.checks} holds no Check")
    return found


def assembly(one: Lesson) -> types.ModuleType:
    """The code that puts a lesson's functions together; see assembling.py.

    Raises:
        CourseError: there is none, or it cannot be imported.
    """
    if not one.assembly.is_file():
        raise CourseError(f"{one.assembly} is missing: {one.checks.name} says trained=Assembled(...)")
    _open_course(one.folder.parent)
    return _import(f"{PACKAGE}.{one.name}.assembly", one.assembly)


def definitions(one: Lesson, *, demos: bool = False) -> dict[str, Any]:
    """The names that a lesson defines, without running its demonstrations and checks.

    Imports, functions, classes and constants in capitals are executed; every other statement of the lesson is
    there for its reader.

    Args:
        demos: also what cells with the tag "demo" define.
    """
    try:
        text = one.lesson.read_text("utf-8")
        tree = ast.parse(text if demos else without_demos(text), str(one.lesson))
    except (OSError, SyntaxError, ValueError) as error:
        raise CourseError(f"{one.lesson} cannot be read: {error}") from error
    tree.body = [node for node in tree.body if _defines(node)]
    if any(isinstance(node, ast.Import) and any(alias.name == "keras" for alias in node.names) for node in tree.body):
        with suppress(ImportError):  # the lesson's own import says it better
            import_quietly("keras")
    module = types.ModuleType(f"{PACKAGE}.{one.name}.lesson")
    module.__file__ = str(one.lesson)
    sys.modules[module.__name__] = module  # inspect looks here, and at its file, for the source of a class
    try:
        exec(compile(tree, str(one.lesson), "exec"), vars(module))
    except Exception as error:
        raise CourseError(f"{one.lesson} cannot be loaded: {type(error).__name__}: {error}") from error
    return vars(module)


def without_demos(text: str) -> str:
    """The lesson with its demo cells emptied; lines keep their numbers."""
    cells = re.split(r"^(?=# %%)", text, flags=re.M)
    is_demo = re.compile(r'# %%[^\n]*tags=\[[^\]]*"demo"')
    return "".join("\n" * cell.count("\n") if is_demo.match(cell) else cell for cell in cells)


def _defines(node: ast.stmt) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module is not None and not node.module.startswith("cnnkit")  # what students import is for them
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Name) and target.id.isupper() for target in node.targets)
    return isinstance(node, ast.Import | ast.FunctionDef | ast.ClassDef)


def _open_course(folder: Path) -> None:
    package = sys.modules.get(PACKAGE)
    if package is not None and list(package.__path__) == [str(folder)]:
        return
    for name in [name for name in sys.modules if name == PACKAGE or name.startswith(PACKAGE + ".")]:
        del sys.modules[name]  # another course was open
    package = types.ModuleType(PACKAGE)
    package.__path__ = [str(folder)]
    package.__spec__ = importlib.machinery.ModuleSpec(PACKAGE, None, is_package=True)
    sys.modules[PACKAGE] = package


def _import(name: str, path: Path) -> types.ModuleType:
    # on a full disk Python keeps half a file of bytecode and can import nothing afterwards (CPython 3.11 to 3.13)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        return importlib.import_module(name)
    except Exception as error:
        raise CourseError(f"{path} cannot be imported: {type(error).__name__}: {error}") from error
    finally:
        sys.dont_write_bytecode = before
