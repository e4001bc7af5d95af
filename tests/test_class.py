"""The bundled class gets exactly the verdicts that examples/class/expected.json declares, and leaves nothing behind."""

import csv
import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import processes

ROOT = Path(__file__).parents[1]
CLASS = ROOT / "examples" / "class"
# Each kind of work once, and nothing that waits for a limit of time.
SAMPLE = ("김서윤", "윤지호", "장서연", "송다은", "신유나", "남도현", "yuki.tanaka", "carla.voss", "eve.marsh")

pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap: sudo apt install bubblewrap")


def _verdicts():
    spec = importlib.util.spec_from_file_location("class_verdicts", CLASS / "verdicts.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verdicts = _verdicts()
EXPECTED = verdicts.expected()


OF_LIBRARIES = {".cache", ".config", ".keras"}  # Keras' settings, Matplotlib's fonts, and images as arrays


@dataclass(frozen=True)
class Graded:
    """The whole class, graded once."""

    folder: Path
    run: subprocess.CompletedProcess
    verdicts: dict
    left: list  # command lines of processes that outlived the grader
    made: list  # files that it made besides the results
    changed: list  # files of the course or the class that it touched


@pytest.fixture(scope="session")
def graded(tmp_path_factory):
    scratch = tmp_path_factory.mktemp("class")
    before, known = files(), processes.below()
    with processes.orphans_come_to_us():
        run = grade(CLASS / "submitted", scratch / "results", scratch, "--jobs", "2")
        _, left = processes.gone_after(most_s=10.0, known=known)
    after = files()
    changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    made = [path for place in ("tmp", "cwd") for path in (scratch / place).rglob("*")]
    made += [path for path in (scratch / "home").glob("*") if path.name not in OF_LIBRARIES]
    return Graded(scratch / "results", run, verdicts.found(scratch / "results"), list(left.values()), made, changed)


def grade(what, results, scratch, *options, path=os.environ["PATH"]):
    """Run the command line as a user does, but at home in an empty folder."""
    places = {name: scratch / name for name in ("home", "tmp", "cwd")}
    for place in places.values():
        place.mkdir(exist_ok=True)
    own = {"HOME": str(places["home"]), "TMPDIR": str(places["tmp"]), "PATH": path, "PYTHONPATH": str(ROOT)}
    words = ["grade", what, "-o", results, "--lang", "en", "--course", ROOT / "solutions", "--no-train", *options]
    return subprocess.run(
        [sys.executable, "-B", "-m", "autograder", *map(str, words)],
        env={"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", **own},
        cwd=places["cwd"],
        capture_output=True,
        text=True,
        timeout=600,
    )


def files():
    """What the course and the class hold: path -> size and time of the last change."""
    found = [path for top in (CLASS / "submitted", ROOT / "solutions") for path in top.rglob("*") if path.is_file()]
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in found if "__pycache__" not in path.parts}


def without_times(document):
    if isinstance(document, dict):
        return {key: without_times(value) for key, value in document.items() if key != "seconds"}
    return [without_times(value) for value in document] if isinstance(document, list) else document


def stored(folder):
    """The result files and what is remembered by content: name -> bytes."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- the verdicts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("submission", EXPECTED)
def test_a_submission_gets_the_verdict_that_it_must_get(graded, submission):
    assert verdicts.differences(EXPECTED[submission], graded.verdicts.get(submission)) == []


def test_no_submission_is_left_out(graded):
    assert graded.verdicts.keys() == EXPECTED.keys()


def test_the_exit_code_says_that_some_could_not_be_read(graded):
    assert graded.run.returncode == 1
    assert "Traceback" not in graded.run.stdout + graded.run.stderr


def test_a_file_that_cannot_be_read_has_neither_points_nor_a_zero(graded):
    unread = [one for one in graded.verdicts.values() if one["status"] == "ungraded"]
    assert unread
    assert {one["score"] for one in unread} == {None}
    assert {item[0] for one in unread for item in one["items"].values()} == {"ungraded"}


def test_the_class_has_every_kind_of_work():
    heads = [path.read_text("utf-8").splitlines()[0] for path in (CLASS / "written").glob("*/*.py")]
    assert {"# kind: " + kind for kind in ("right", "odd", "wrong", "unfinished", "damaged", "hostile")} == set(heads)
    assignments = [key.partition("/")[2] for key in EXPECTED]
    assert len(set(assignments)) >= 13  # the capstone stands on all of them
    assert all(assignments.count(name) >= 5 for name in assignments)


def test_twelve_named_mistakes_and_some_pairs_are_among_them():
    named = {item[2] for one in EXPECTED.values() for item in one["items"].values() if item[2]}
    assert len({name for pair in named for name in pair.split("+")}) >= 12
    assert any("+" in name for name in named)


# --- networks -------------------------------------------------------------------------------------------------------


def waiting(graded):
    """What waits to be trained: (function, student, its graph, whether it is the network that is asked for)."""
    for path in sorted(graded.folder.glob("[!.]*/*.json")):
        result = json.loads(path.read_text("utf-8"))
        right = {item["name"] for item in result["items"] if item["status"] == "pass"}
        for function, facts in (result["training"] or {}).items():
            if facts.get("graph"):  # what a student's own code trains, or what is put together, has none
                yield function, result["student"], facts["graph"], function in right


def test_a_right_network_is_one_graph_however_it_is_written(graded):
    for function in ("lenet5", "small_vgg", "resnet_cifar"):
        graphs = {student: graph for name, student, graph, right in waiting(graded) if right and name == function}
        assert len(graphs) >= 5, function
        assert len(set(graphs.values())) == 1, graphs


def test_networks_that_are_alike_are_trained_as_one(graded):
    found = list(waiting(graded))
    distinct = {(function, graph) for function, _, graph, _ in found}
    assert 2 * len(distinct) < len(found)
    for function in ("lenet5", "small_vgg", "resnet_cifar"):
        assert len([name for name, _ in distinct if name == function]) >= 3
    assert f"Networks to train: {len(distinct)};" in graded.run.stderr


def test_points_that_wait_for_training_are_neither_won_nor_lost(graded):
    waited = 0
    for path in graded.folder.glob("[!.]*/a1*.json"):
        result = json.loads(path.read_text("utf-8"))
        if result["status"] == "graded":
            decided = [item for item in result["items"] if item["status"] != "ungraded"]
            waited += len(result["items"]) - len(decided)
            assert result["max_score"] == sum(item["max_points"] for item in decided)
    assert waited > 20


# --- the run --------------------------------------------------------------------------------------------------------


@pytest.fixture
def counted_boxes():
    """A folder for PATH whose bwrap notes each start, and the file it notes it in; a box has a user of its own."""
    with tempfile.TemporaryDirectory() as place:
        folder, notes = Path(place), Path(place, "notes")
        folder.chmod(0o755)
        notes.touch()
        notes.chmod(0o666)
        (folder / "bwrap").write_text(f'#!/bin/sh\necho started >> {notes}\nexec {shutil.which("bwrap")} "$@"\n')
        (folder / "bwrap").chmod(0o755)
        yield folder, notes


def test_a_second_run_changes_no_byte_and_opens_no_box(graded, counted_boxes, tmp_path):
    folder, notes = counted_boxes
    before = stored(graded.folder)
    again = grade(CLASS / "submitted", graded.folder, tmp_path, path=f"{folder}:{os.environ['PATH']}")
    assert again.returncode == 1
    assert stored(graded.folder) == before
    assert notes.read_text() == ""


def test_one_job_and_two_come_to_the_same(graded, tmp_path):
    for student in SAMPLE:
        apart = shutil.ignore_patterns("a08_*", "a09_*")  # half a minute each: training in the box, and Keras
        shutil.copytree(CLASS / "submitted" / student, tmp_path / "class" / student, ignore=apart)
    grade(tmp_path / "class", tmp_path / "results", tmp_path, "--jobs", "1")
    alone = sorted((tmp_path / "results").glob("[!.]*/*.json"))
    assert len(alone) >= len(SAMPLE)
    for path in alone:
        other = graded.folder / path.relative_to(tmp_path / "results")
        assert without_times(json.loads(path.read_text())) == without_times(json.loads(other.read_text())), path


def test_no_process_outlives_the_grader(graded):
    assert graded.left == []


def test_nothing_is_written_but_the_results(graded):
    assert graded.made == []
    assert graded.changed == []
    assert not [path for path in ("/tmp/cnnkit-was-here", "/tmp/root", "/usr/cnnkit-was-here") if os.path.exists(path)]


# --- the reports ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def reports(graded, tmp_path_factory):
    scratch = tmp_path_factory.mktemp("reports")
    shutil.copytree(graded.folder, scratch / "results")
    told = {}
    for format, suffix in (("html", ".html"), ("csv", ".csv"), ("junit", ".xml"), ("markdown", ".md")):
        run = grade(CLASS / "submitted", scratch / "results", scratch, "--format", format)
        (path,) = (scratch / "results").glob(f"report*{suffix}")
        assert run.returncode == 1, run.stderr
        told[format] = path.read_text("utf-8-sig")
    return told


def test_no_report_repeats_a_student_s_markup(reports):
    for format in ("html", "markdown", "junit"):
        assert "<img src=x" not in reports[format]
        assert "<script>alert" not in reports[format]
        assert "</td><script" not in reports[format]
        assert "\x1b" not in reports[format] and "\x07" not in reports[format] and "\u202e" not in reports[format]


def test_no_cell_of_the_table_is_a_formula(reports):
    cells = [cell for row in csv.reader(io.StringIO(reports["csv"])) for cell in row]
    assert any("gustav" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t")) or cell[:2] == "-="]


def test_the_junit_report_is_xml(reports):
    assert len(list(ElementTree.fromstring(reports["junit"]).iter("testcase"))) > len(EXPECTED)


# --- the files ------------------------------------------------------------------------------------------------------


def test_the_notebooks_are_what_make_py_makes():
    checked = subprocess.run(
        [sys.executable, "-B", CLASS / "make.py", "--check"], capture_output=True, text=True, timeout=120
    )
    assert checked.returncode == 0, f"{checked.stdout}{checked.stderr}Run: python examples/class/make.py"
