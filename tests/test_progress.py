"""How far a student has come: kept beside the notebook, shown in a terminal and a notebook, and never a grade."""

import json
import shutil
import stat

import pytest

from autograder.i18n import translator
from cnnkit import along, kept
from cnnkit.commands import progress as command
from cnnkit.commands.console import Stop

WORDS = translator("en")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder with a Korean name and a space, and in it the first assignment as it is released."""
    folder = tmp_path / "내 과제 folder"
    folder.mkdir()
    for name in ("CNNKIT_COURSE", "CNNKIT_EXAMPLES", "CNNKIT_LANG"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def begun(home, course):
    release = course.parent / "assignments" / "en"
    for name in ("b01_scale", "b02_steps"):
        shutil.copytree(release / name, home / name)
    return home


def stages(home, course=None):
    return {one.name: one for one in command.of_course(home, WORDS, course=str(course.parent) if course else None)}


def test_a_verdict_is_kept_beside_the_notebook_and_found_again(home):
    kept.keep(home, "b01_scale", [("scale", "pass", 8.0), ("total", "wrong", 0)])
    kept.keep(home, "b01_scale", [("total", "partial", 2)])
    assert kept.verdicts(home, "b01_scale") == {"scale": kept.Kept("pass", 8), "total": kept.Kept("partial", 2)}
    assert kept.verdicts(home, "b02_steps") == {}


def test_in_a_folder_that_cannot_be_written_nothing_is_kept_and_nothing_is_said(home, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "read-only")

    monkeypatch.setattr(kept, "write_atomically", refuse)
    kept.keep(home, "b01_scale", [("scale", "pass", 8.0)])
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 9}', '{"version": 1, "checks": {"b01_scale": {"scale": 3}}}']
)
def test_a_file_that_is_damaged_or_not_ours_counts_as_none(home, text):
    (home / kept.FILE).write_text(text)
    assert kept.verdicts(home, "b01_scale") == {}


def test_in_the_course_itself_nothing_is_kept(tmp_path):
    folder = tmp_path / "assignments" / "ko" / "b01_scale"
    folder.mkdir(parents=True)
    kept.keep(folder, "b01_scale", [("scale", "pass", 8.0)])
    assert list(folder.iterdir()) == []


def test_a_check_in_a_notebook_keeps_its_verdict(begun, monkeypatch, capsys):
    import cnnkit

    monkeypatch.chdir(begun / "b01_scale")
    cnnkit.check(lambda values: sum(values), "total")
    assert kept.verdicts(begun / "b01_scale", "b01_scale")["total"].status == "pass"


def test_nbgraders_runs_keep_nothing(begun, monkeypatch, capsys):
    import cnnkit

    monkeypatch.chdir(begun / "b01_scale")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    cnnkit.check(lambda values: sum(values), "total")
    assert not (begun / "b01_scale" / kept.FILE).exists()


def test_points_are_those_of_the_notebook_and_never_more_than_a_check_has(begun):
    kept.keep(begun / "b01_scale", "b01_scale", [("total", "pass", 10_000)])
    found = stages(begun)["b01_scale"]
    assert found.points == found.tasks["total"] and found.right == ["total"] and found.state == "begun"


def test_an_assignment_is_done_when_every_check_is_right(begun):
    found = stages(begun)["b01_scale"]
    kept.keep(begun / "b01_scale", "b01_scale", [(name, "pass", points) for name, points in found.tasks.items()])
    assert stages(begun)["b01_scale"].state == "done"


def test_also_assignments_of_the_course_that_are_not_begun_are_listed(home, course):
    assert list(stages(home, course)) == ["b01_scale", "b02_steps"]


def test_the_table_says_what_comes_next(begun):
    kept.keep(begun / "b01_scale", "b01_scale", [("scale", "pass", 1)])
    text = along.table(list(stages(begun).values()), WORDS)
    assert "next: b01_scale, check(total)" in text and "is no grade" in text
    assert text.index("◐ b01_scale") < text.index("○ b02_steps")


def test_what_the_next_assignment_builds_on_is_shown_with_what_is_right_already():
    notebook = {
        "metadata": {"cnnkit": {"assignment": "b02", "builds_on": ["b01.scale", "b01.total"]}},
        "cells": [{"source": "# Title", "metadata": {}}],
    }
    one = along.stage(json.dumps(notebook).encode(), {})
    lines = along.builds_on(one, {"b01": {"scale": kept.Kept("pass", 1), "total": kept.Kept("wrong", 0)}}, WORDS)
    assert lines == ["b02 builds on:", "  b01  ✓ scale  ○ total"]


@pytest.mark.parametrize("notebook", [b"", b"[]", b'{"metadata": {}, "cells": []}', b"\xff\xfe"])
def test_a_notebook_that_is_not_ours_is_left_out(notebook):
    assert along.stage(notebook, {}) is None


def test_a_folder_that_is_not_there_is_told(home):
    with pytest.raises(Stop, match="no file or folder"):
        command.progress(str(home / "nowhere"), WORDS, course=None)


def test_the_command_prints_the_table(begun, capsys, monkeypatch):
    monkeypatch.chdir(begun)
    assert command.progress(None, WORDS, course=None) == 0
    assert "b01_scale" in capsys.readouterr().out


def test_the_call_in_a_notebook_looks_at_the_assignments_beside(begun, capsys, monkeypatch):
    import cnnkit

    monkeypatch.chdir(begun / "b01_scale")
    cnnkit.progress()
    assert "b02_steps" in capsys.readouterr().out


def test_the_kept_file_can_be_read_by_its_owner_only_as_any_other_of_theirs(home):
    kept.keep(home, "b01_scale", [("scale", "pass", 1.0)])
    assert stat.S_IMODE((home / kept.FILE).stat().st_mode) == 0o644
