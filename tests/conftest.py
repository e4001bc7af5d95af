"""What several files of tests share: the small course, built once, and the command line within this process."""

import io
import itertools
import sys
from dataclasses import dataclass

import pytest

from autograder import cli
from autograder.sandbox import opening, template
from tests import small_course, small_models_course


@dataclass(frozen=True)
class Told:
    """What a command came to."""

    code: int
    out: bytes
    err: str


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """The folder of lessons of the small course; its assignments lie beside it. Not to be changed."""
    folder = small_course.write(tmp_path_factory.mktemp("small"))
    small_course.build_all(folder)
    return folder


@pytest.fixture(scope="session")
def networks(tmp_path_factory):
    """The folder of lessons of the small course of networks; its assignments lie beside it. Not to be changed."""
    folder = small_models_course.write(tmp_path_factory.mktemp("networks"))
    small_course.build_all(folder)
    return folder


@pytest.fixture(autouse=True, scope="session")
def workers_without_pytest():
    """A new process imports the main program first; ours would import pytest again and again."""
    main = sys.modules["__main__"]
    spec, file = main.__spec__, main.__dict__.pop("__file__", None)
    main.__spec__ = None
    yield
    main.__spec__ = spec
    if file is not None:
        main.__file__ = file


@pytest.fixture
def no_box_yet(monkeypatch):
    """As in a grader that has just begun: no box can be forked from a process of an earlier test."""
    template.close_templates()
    monkeypatch.setattr(opening, "_boxes_so_far", itertools.count())
    monkeypatch.setattr(opening, "_no_template", set())


@pytest.fixture
def own_course(tmp_path):
    """A small course of one's own, not yet built."""
    return small_course.write(tmp_path)


@pytest.fixture
def autograder(monkeypatch):
    """Run the command line in this process: `autograder("grade", path)`."""

    def run(*words):
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["autograder", *map(str, words)])
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setenv("CNNKIT_LANG", "en")
            try:
                cli.main()
                code = 0
            except SystemExit as end:
                code = end.code or 0
        out.flush()
        return Told(code, out.buffer.getvalue(), err.getvalue())

    return run
