"""The command line: exit codes, one document for any input whatever, every format, and runs that go on."""

import csv
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder import fleet
from autograder.course import doctor
from autograder.reports import FORMATS, as_json
from autograder.sandbox import box, template
from autograder.store import CACHE
from tests import small_course
from tests.small_course import BOTH_MISTAKES, SCALE, TOTAL, hand_in, submission

ROOT = Path(__file__).parents[1]
PROGRAM = [
    sys.executable,
    "-c",
    f"import sys; sys.path.insert(0, {str(ROOT)!r}); from autograder.cli import main; main()",
]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def grade(autograder, course):
    """Grade with the small course, one at a time."""
    return lambda *words: autograder("grade", "--course", course, "--jobs", 1, *words)


@pytest.fixture
def notebook(course, tmp_path):
    path = tmp_path / "b01_scale.ipynb"
    path.write_bytes(small_course.right(course))
    return path


@pytest.fixture
def submitted(course, tmp_path):
    """A class of four: right, wrong, the same as the first, and a picture."""
    wrong = submission(course, scale=BOTH_MISTAKES, total="def total(values):\n    return values[0]")
    students = {"kim": small_course.right(course), "lee": wrong, "김민준": small_course.right(course), "png": PNG}
    return hand_in(tmp_path / "submitted", students)


@pytest.fixture
def no_bubblewrap(monkeypatch, tmp_path, no_box_yet):
    """From now on there is no program of that name."""

    def remove():
        (tmp_path / "bin").mkdir()
        monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    return remove


def one_line(text):
    return text.startswith("autograder: ") and text.count("\n") == 1 and "Traceback" not in text


def timeless(text):
    """Without how long it took, and without the engine's digest: its files may change while tests run."""
    return [line for line in text.splitlines() if '"seconds"' not in line and '"engine"' not in line]


# ------------------------------------------------------------------------------------------------------ exit codes


def test_graded_is_0_whatever_the_score(grade, course, tmp_path, notebook):
    assert grade(notebook).code == 0
    notebook.write_bytes(submission(course))
    told = grade(notebook, "--format", "json")
    assert (told.code, json.loads(told.out)["score"]) == (0, 0)


@pytest.mark.parametrize(
    "words",
    [
        ("grade", "{notebook}", "--course", "{tmp}/none"),
        ("grade", "{notebook}", "--course", "{tmp}"),
        ("grade", "{notebook}", "-a", "b99", "--course", "{course}"),
        ("grade", "{tmp}/nothing.ipynb", "-a", "b01", "--course", "{course}"),
        ("build", "b99", "--course", "{course}"),
        ("doctor", "b99", "--course", "{course}"),
        ("report", "{tmp}/none", "--course", "{course}"),
        ("report", "{tmp}", "--course", "{course}"),
    ],
    ids=" ".join,
)
def test_a_course_or_a_submission_that_cannot_be_read_is_1(autograder, course, tmp_path, notebook, words):
    told = autograder(*(word.format(notebook=notebook, tmp=tmp_path, course=course) for word in words))
    assert told.code == 1
    assert one_line(told.err) or (told.err == "" and b"no such file" in told.out)


@pytest.mark.parametrize(
    "words",
    [
        ("grade",),
        ("grade", "x", "--format", "pdf"),
        ("grade", "x", "--jobs", "0"),
        ("grade", "x", "--hepl"),
        ("gradee",),
    ],
    ids=" ".join,
)
def test_a_command_typed_wrongly_is_2(autograder, words):
    told = autograder(*words)
    assert (told.code, told.out) == (2, b"")
    assert "Error" in told.err


@pytest.mark.parametrize("format", ["json", "junit"])
def test_without_bubblewrap_it_is_3_and_one_line_that_says_what_to_type(grade, notebook, no_bubblewrap, format):
    no_bubblewrap()
    told = grade(notebook, "--format", format)
    assert (told.code, told.out) == (3, b"")
    assert one_line(told.err) and "apt install bubblewrap" in told.err and "--sandbox none" in told.err


def test_without_bubblewrap_a_class_is_refused_in_one_line_too(grade, submitted, tmp_path, no_bubblewrap):
    no_bubblewrap()
    told = grade(submitted, "-o", tmp_path / "out", "--format", "json")
    assert (told.code, told.out) == (3, b"") and one_line(told.err)
    assert not list((tmp_path / "out").glob("*/*.json"))


def test_a_sandbox_that_does_not_start_is_3(grade, notebook, tmp_path, monkeypatch, no_box_yet):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "bwrap").write_text(
        "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n"
    )
    (tmp_path / "bin" / "bwrap").chmod(0o755)
    tmp_path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    told = grade(notebook, "--format", "json", "--sandbox", "namespaces")
    assert (told.code, told.out) == (3, b"") and one_line(told.err)


def test_a_folder_that_cannot_hold_results_is_3(grade, notebook):
    told = grade(notebook, "-o", notebook)
    assert (told.code, told.out) == (3, b"") and one_line(told.err)


def test_a_fault_of_ours_is_3_and_one_line(grade, notebook, monkeypatch):
    monkeypatch.setattr(fleet.pipeline, "judge_function", lambda *words, **more: 1 / 0)
    told = grade(notebook, "--format", "json")
    assert (told.code, told.out) == (3, b"") and one_line(told.err) and "ZeroDivisionError" in told.err


def test_a_run_that_is_stopped_is_130_and_says_how_to_go_on(grade, notebook, monkeypatch):
    def stop(*words, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(fleet.pipeline, "judge_function", stop)
    told = grade(notebook)
    assert told.code == 130 and one_line(told.err) and "same command" in told.err


def test_no_isolation_works_and_is_stamped(grade, notebook, no_bubblewrap):
    no_bubblewrap()
    told = grade(notebook, "--sandbox", "none", "--format", "json")
    assert told.code == 0
    assert (json.loads(told.out)["sandbox"], json.loads(told.out)["score"]) == ("none", 12)


@pytest.mark.parametrize("words", [("--help",), ("grade", "--help"), ()])
def test_help_names_the_commands_and_costs_no_heavy_import(words):
    heavy = "numpy", "hypothesis", "nbformat", "jinja2", "keras"
    code = (
        "import sys; from autograder.cli import main\n"
        f"try: main()\nfinally: print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.endswith("[]\n")
    assert "grade" in done.stdout + done.stderr and done.returncode == (0 if words else 2)


# -------------------------------------------------------------------------------------------------- any input at all


def sparse(path):
    with path.open("wb") as file:
        file.truncate(300 << 20)


def archive(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)


def a_socket(path):
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    listening.close()


ODD = {
    "an empty file": lambda path: path.write_bytes(b""),
    "a folder": Path.mkdir,
    "a sparse file of 300 MB": sparse,
    "a picture": lambda path: path.write_bytes(PNG),
    "a pipe": os.mkfifo,
    "a socket": a_socket,
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "nothing": lambda path: None,
    "JSON but no notebook": lambda path: path.write_bytes(b'{"cells": 7}'),
    "deep JSON": lambda path: path.write_bytes(b"[" * 200_000),
    "half a notebook": lambda path: path.write_bytes(b'{"cells": [{"cell_type": "code", "sou'),
    "text in CP949": lambda path: path.write_bytes("안녕하세요".encode("cp949")),
    "zeros": lambda path: path.write_bytes(bytes(5000)),
    "an archive of the same name": lambda path: archive(path, {"a.ipynb": b"{}"}),
    "a huge number": lambda path: path.write_bytes(b'{"cells": [], "nbformat": ' + b"9" * 5000 + b"}"),
}


@pytest.mark.parametrize("what", ODD)
@pytest.mark.parametrize("suffix", [".ipynb", ".py", ".zip", ""])
def test_any_input_comes_to_one_document_and_no_traceback(grade, course, tmp_path, what, suffix):
    path = tmp_path / f"b01_scale{suffix}"
    ODD[what](path)
    told = grade(path, "-a", "b01", "--format", "json")
    document = json.loads(told.out)
    assert told.err == ""
    assert told.code == (document["status"] == "ungraded")
    assert (document["version"], document["assignment"]) == (1, "b01_scale")
    if document["status"] == "ungraded":
        assert (document["score"], document["max_score"]) == (None, 12) and document["message"]
        assert {item["status"] for item in document["items"]} == {"ungraded"}
    as_json.from_json(told.out)


@pytest.mark.parametrize(
    "path", ["/dev/null", "/dev/zero", "/proc/self/mem", "", ".", "/", "\udcff", "a\nb.ipynb", "-"]
)
def test_special_paths_come_to_one_document(grade, path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if path == "/":
        path = str(tmp_path / "deep")
        Path(path, *"abcdefghij").mkdir(parents=True)
    told = grade("--format", "json", "-a", "b01", "--", path)
    assert (json.loads(told.out)["status"], told.err, told.code) == ("ungraded", "", 1)


def test_a_submission_of_no_known_assignment_is_ungraded(grade, course, tmp_path):
    path = tmp_path / "homework.ipynb"
    path.write_bytes(small_course.right(course))
    document = json.loads(grade(path, "--format", "json").out)
    assert (document["status"], document["assignment"], document["items"]) == ("ungraded", "", [])


def test_an_archive_of_a_class_is_graded(grade, course, tmp_path):
    right = small_course.right(course)
    archive(tmp_path / "class.zip", {"kim/b01_scale/b01_scale.ipynb": right, "lee/b01_scale/b01_scale.ipynb": PNG})
    told = grade(tmp_path / "class.zip", "--format", "json")
    assert [(one["student"], one["score"]) for one in json.loads(told.out)] == [("kim", 12), ("lee", None)]


def test_a_script_is_graded(grade, tmp_path):
    path = tmp_path / "b01_scale.py"
    path.write_text(f"import numpy as np\n\n# %%\n{SCALE}\n# %%\n{TOTAL}")
    assert json.loads(grade(path, "--format", "json").out)["score"] == 12


def test_an_archive_cannot_write_outside_the_results(grade, course, tmp_path):
    right = small_course.right(course)
    names = ["../../escaped/b01_scale/b01_scale.ipynb", "/abs/b01_scale/b01_scale.ipynb", "..\\w\\b01_scale.ipynb"]
    archive(tmp_path / "class.zip", dict.fromkeys(names, right) | {"kim/b01_scale/b01_scale.ipynb": right})
    before = set(tmp_path.rglob("*"))
    grade(tmp_path / "class.zip", "-a", "b01", "-o", tmp_path / "in" / "out")
    assert {path.relative_to(tmp_path).parts[0] for path in set(tmp_path.rglob("*")) - before} == {"in"}
    assert {path.name for path in (tmp_path / "in").iterdir()} == {"out"}


# -------------------------------------------------------------------------------------------------------- formats


def rows(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


READ = {
    "json": lambda data: json.loads(data),
    "junit": ElementTree.fromstring,
    "markdown": lambda data: data.decode("utf-8").strip(),
    "html": lambda data: data.decode("utf-8").index("<html"),
    "gradescope": lambda data: json.loads(data)["tests"],
    "csv": rows,
}


def test_every_format_is_tried_here():
    assert READ.keys() == FORMATS.keys()


@pytest.mark.parametrize("format", READ)
def test_every_format_reads_back_for_one_submission(grade, notebook, format):
    told = grade(notebook, "--format", format)
    assert (told.code, told.err) == (0, "")
    READ[format](told.out)


@pytest.fixture(scope="module")
def graded_class(course, tmp_path_factory):
    """The results of a class with every kind of answer, and the command that makes them."""
    folder = tmp_path_factory.mktemp("class")
    said = "def total(values):\n    raise ValueError('\\ud800\\x00\\x1b[31m<script>' + '가' * 400)"
    students = {
        "kim": small_course.right(course),
        "=cmd()": submission(course, scale=BOTH_MISTAKES, total=said),
        "png": PNG,
        "lee <b>": submission(course, total="def total(values):\n    return '<script>\\ud800'"),
        "not started": submission(course),
    }
    hand_in(folder / "submitted", students)
    return folder


@pytest.mark.parametrize("format", READ)
@pytest.mark.parametrize("kept", [False, True], ids=["printed", "kept"])
def test_every_format_reads_back_for_a_class(grade, graded_class, format, kept):
    where = ["-o", graded_class / "out"] if kept else []
    told = grade(graded_class / "submitted", "--format", format, *where)
    assert (told.code, told.err) == (1, "")
    data = (graded_class / "out" / f"report{FORMATS[format].suffix}").read_bytes() if kept else told.out
    READ[format](data)
    assert b"<script>" not in data or format in ("json", "gradescope", "csv")
    assert b"\x1b" not in data


def test_the_class_report_is_one_page_with_every_student(grade, autograder, course, graded_class):
    grade(graded_class / "submitted", "-o", graded_class / "out")
    told = autograder("report", graded_class / "out", "--course", course)
    assert told.code == 0
    page = (graded_class / "out" / "report.html").read_text("utf-8")
    assert all(name in page for name in ("kim", "png", "lee &lt;b&gt;", "not started"))


@pytest.mark.parametrize("encoding", ["ascii", "cp949"])
def test_the_summary_prints_on_every_console(course, submitted, encoding):
    environment = os.environ | {"PYTHONIOENCODING": encoding, "CNNKIT_LANG": "ko"}
    command = [*PROGRAM, "grade", str(submitted), "--course", str(course), "--jobs", "1"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"kim" in done.stdout


def test_a_disk_that_is_full_is_one_line(course, notebook):
    command = [*PROGRAM, "grade", str(notebook), "--course", str(course), "--format", "json"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 3 and one_line(done.stderr) and "No space left" in done.stderr


def test_a_reader_that_goes_away_is_no_fault(course, notebook):
    command = [*PROGRAM, "grade", str(notebook), "--course", str(course), "--format", "json"]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert "Traceback" not in done.stderr


# -------------------------------------------------------------------------------------------------- runs that go on


def results(folder):
    """Every result file of a run by its name, without how long it took."""
    return {
        str(path.relative_to(folder)): timeless(path.read_text("utf-8"))
        for path in folder.glob("*/*.json")
        if path.parent.name != CACHE
    }


def test_a_second_run_needs_no_sandbox_and_gives_the_same_bytes(grade, submitted, tmp_path, no_bubblewrap):
    out = tmp_path / "out"
    assert grade(submitted, "-o", out).code == 1
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    no_bubblewrap()
    assert grade(submitted, "-o", out).code == 1
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_a_class_that_grew_is_not_judged_again(grade, course, submitted, tmp_path, monkeypatch):
    out = tmp_path / "out"
    grade(submitted, "-o", out)
    judged = []
    judge = fleet.pipeline.judge_function
    monkeypatch.setattr(fleet.pipeline, "judge_function", lambda f, *r, **m: judged.append(f.name) or judge(f, *r, **m))
    hand_in(submitted, {"new": submission(course, total="def total(values):\n    return 5")})
    grade(submitted, "-o", out)
    assert judged == ["scale", "total"]


def test_one_job_and_two_write_the_same_results(autograder, course, submitted, tmp_path):
    for jobs in (1, 2):
        autograder("grade", submitted, "-o", tmp_path / f"out{jobs}", "--course", course, "--jobs", jobs)
    assert results(tmp_path / "out1") == results(tmp_path / "out2") != {}


@contextmanager
def started(course, submitted, out, jobs):
    """A run in a session of its own; it writes its errors into the file `err`."""
    command = [*PROGRAM, "grade", str(submitted), "-o", str(out), "--course", str(course), "--jobs", str(jobs)]
    with open(submitted.parent / "err", "wb") as err:
        run = subprocess.Popen(
            command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=err, preexec_fn=_hears_the_keyboard
        )
    try:
        yield run
    finally:
        for process in session_of(run.pid):
            os.kill(int(process), signal.SIGKILL)
        run.wait()


def _hears_the_keyboard():
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # what runs in the background may be told to ignore it


def until(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def session_of(leader):
    """Which processes of a session are left."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append(path.parent.name)
    return found


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_killed_goes_on_to_the_same_results(grade, course, tmp_path, jobs):
    students = {
        f"s{n}": submission(
            course, scale=SCALE + f"# {n}", total=f"def total(values):\n    return sum(values) + {n % 2}"
        )
        for n in range(8)
    }
    submitted = hand_in(tmp_path / "submitted", students)
    grade(submitted, "-o", tmp_path / "whole")
    with started(course, submitted, tmp_path / "out", jobs) as run:
        until(lambda: len(results(tmp_path / "out")) >= 2)
        run.kill()
        run.wait()
        until(lambda: not session_of(run.pid))  # no worker outlives the grader
    assert all(as_json.from_json(path.read_bytes()) for path in (tmp_path / "out").glob("[!.]*/*.json"))
    grade(submitted, "-o", tmp_path / "out")
    assert results(tmp_path / "out") == results(tmp_path / "whole")


def test_a_run_that_is_stopped_by_the_keyboard_leaves_one_line_and_no_process(course, tmp_path):
    slow = "def total(values):\n    import time\n    time.sleep(0.2)\n    return sum(values)"
    submitted = hand_in(tmp_path / "submitted", {f"s{n}": submission(course, total=f"{slow}\n# {n}") for n in range(8)})
    with started(course, submitted, tmp_path / "out", 2) as run:
        until(lambda: len(results(tmp_path / "out")) >= 1)
        os.killpg(run.pid, signal.SIGINT)
        assert run.wait(timeout=60) == 130
        until(lambda: not session_of(run.pid))
    assert one_line((tmp_path / "err").read_text())


def test_a_full_disk_in_a_run_is_one_line_and_what_was_graded_is_kept(grade, submitted, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=28k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount")
    try:
        told = grade(submitted, "-o", disk, "--format", "csv")
        assert told.code == 3 and "Traceback" not in told.err
        assert all(line.startswith("autograder: ") for line in told.err.splitlines())
        for path in disk.glob("[!.]*/*.json"):
            as_json.from_json(path.read_bytes())
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_boxes_are_counted_as_they_start(grade, submitted, monkeypatch, no_box_yet):
    """Equal answers of two students are judged once, but each file is read in a box of its own."""
    starts, forks = [], []
    fork = template.Template.fork
    monkeypatch.setattr(box, "_arguments", lambda *words, real=box._arguments: starts.append(1) or real(*words))
    monkeypatch.setattr(template.Template, "fork", lambda one, **limits: forks.append(1) or fork(one, **limits))
    grade(submitted)
    assert len(starts) == 2  # one to see that there is a sandbox, and the one that the others are forked from
    assert len(forks) == 4  # one for each of four students


def test_build_and_doctor_work_together(autograder, own_course, tmp_path, monkeypatch):
    monkeypatch.setattr(doctor, "TIMES", 1)
    shutil.rmtree(own_course / "b01_scale")
    assert autograder("build", "--check", "--course", own_course).code == 1
    assert autograder("build", "--course", own_course).code == 0
    told = autograder("build", "--check", "--course", own_course)
    assert (told.code, told.out) == (0, b"1 assignments are current\n")
    told = autograder("doctor", "b02", "--course", own_course, "--table", tmp_path / "mistakes.md")
    assert told.code == 0 and "✓ b02_steps" in told.out.decode()
    assert "starts_at_one" in (tmp_path / "mistakes.md").read_text()
    (own_course / "b02_steps" / "stray").touch()
    assert autograder("doctor", "b02", "--course", own_course, "--sandbox", "none").code == 1
