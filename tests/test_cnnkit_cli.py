"""What a student types: `cnnkit start`, `check` and `submit`, in folders with spaces and Hangul, on old consoles."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from autograder.intake import find as intake
from cnnkit import cli
from cnnkit.commands import pages, versions
from cnnkit.commands.console import typed
from cnnkit.commands.pages import USAGE_LINES
from cnnkit.commands.receipt import receipt_code
from cnnkit.commands.submit import safe
from cnnkit.public import EXAMPLES
from tests import small_course

ROOT = Path(__file__).parents[1]
NAME = "b01_scale"
HANGS = "\ndef total(values):\n    while True:\n        pass\n"
QUITS = "\ndef total(values):\n    import os\n    os._exit(7)\n"


@dataclass(frozen=True)
class Told:
    code: int
    out: str
    err: str


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A student's empty folder, where we are."""
    folder = tmp_path / "내 과제 folder"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("CNNKIT_COURSE", "CNNKIT_EXAMPLES", "CNNKIT_NAME", "CNNKIT_LANG"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def cnnkit(monkeypatch):
    """Run the command line in this process: `cnnkit("check", "b01")`."""

    def run(*words, language="en"):
        out, err = io.StringIO(), io.StringIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setenv("CNNKIT_LANG", language)
            code = cli.run([str(word) for word in words])
        return Told(code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def work(home, course):
    """`work(scale=..., total=...)` puts a student's notebook with its examples here, and returns its path."""

    def put(*cells, **answers):
        folder = home / NAME
        folder.mkdir(exist_ok=True)
        shutil.copy(course.parent / "assignments" / "en" / NAME / "examples.safetensors", folder)
        notebook = json.loads(small_course.submission(course, **answers))
        notebook["cells"] += [code_cell(source) for source in cells]
        path = folder / f"{NAME}.ipynb"
        path.write_text(json.dumps(notebook), "utf-8")
        return path

    return put


@pytest.fixture
def right(work):
    return work(scale=small_course.SCALE, total=small_course.TOTAL)


def code_cell(source):
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}


def in_process(*words, folder, **environment):
    """The command as a process of its own; what it printed as bytes."""
    return subprocess.run(
        [sys.executable, "-m", "cnnkit", *map(str, words)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )


def zipped(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


# --- the command line ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["", "start", "check", "submit"])
def test_every_command_has_a_help_page(cnnkit, command):
    told = cnnkit(*filter(None, [command]), "--help")
    assert told.code == 0 and told.out.startswith(f"cnnkit{' ' + command if command else ':'}")


@pytest.mark.parametrize("command", ["start", "check", "submit"])
def test_a_help_page_names_every_option_of_its_command(cnnkit, command):
    page = cnnkit(command, "--help").out
    parser = cli._parser()._subparsers._group_actions[0].choices[command]
    options = {name for action in parser._actions for name in action.option_strings[:1]}
    assert options and {option for option in options if option not in page} == set()
    assert {option for option in options if option not in USAGE_LINES[command]} == set()
    assert set(USAGE_LINES) == {"", *cli.COMMANDS} and pages.page(command, cli.translator("ko"))


@pytest.mark.parametrize(
    "words",
    [["chek"], ["start"], ["check", "a", "--timeout", "0"], ["--lang", "fr", "check", "a"], ["check", "a", "b"]],
)
def test_what_is_not_understood_is_told_with_the_way_to_type_it(cnnkit, words):
    told = cnnkit(*words)
    assert told.code == 2
    assert " ".join(words) in told.err and "cnnkit " in told.err.splitlines()[1]


def test_no_command_at_all_shows_the_help_and_is_a_mistake_of_usage(cnnkit):
    assert cnnkit().code == 2 and "cnnkit start a03" in cnnkit().out


@pytest.mark.parametrize("words", [["--lang", "ko", "check", "b01"], ["check", "b01", "--lang=ko"], ["check", "b01"]])
def test_the_language_is_the_one_that_is_asked_for_before_that_of_the_system(cnnkit, work, words):
    work()
    told = cnnkit(*words, language="en" if len(words) > 2 else "ko")
    assert "total 아직 시작하지 않았어요" in told.out


def test_the_command_line_needs_only_what_a_student_installs(home):
    heavy = ("pydantic", "typer", "hypothesis", "nbformat", "jupytext", "rich", "babel", "keras", "matplotlib")
    code = (
        "import sys; from cnnkit import cli; cli.run(['--help'])\n"
        "from cnnkit.commands import start, check, submit, child\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.endswith("[]\n"), done.stderr


def test_a_fault_of_ours_is_called_ours(cnnkit, right, monkeypatch):
    monkeypatch.setattr("cnnkit.commands.running.run", lambda *_, **__: 1 / 0)
    told = cnnkit("check", "b01")
    assert told.code == 3 and "not of your code" in told.err


def test_a_command_that_is_stopped_says_so(cnnkit, right, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("cnnkit.commands.running.run", stopped)
    assert cnnkit("check", "b01").code == 130


# --- start ---------------------------------------------------------------------------------------------------------


def test_start_copies_the_notebook_and_its_examples(cnnkit, home, course):
    told = cnnkit("start", "b01", "--from", course.parent)
    released = course.parent / "assignments" / "en" / NAME
    assert told.code == 0
    assert sorted(path.name for path in (home / NAME).iterdir()) == [f"{NAME}.ipynb", "examples.safetensors"]
    for path in (home / NAME).iterdir():
        assert path.read_bytes() == (released / path.name).read_bytes()


def test_start_takes_the_notebook_in_the_readers_language(cnnkit, home, course):
    cnnkit("start", "b01", "--from", course.parent, language="ko")
    assert "늘이기" in (home / NAME / f"{NAME}.ipynb").read_text("utf-8")


def test_start_finds_a_course_above_or_named_by_the_environment(cnnkit, home, course, monkeypatch):
    assert cnnkit("start", "b02", "--from", course.parent / "assignments").code == 0
    assert cnnkit("start", "b02", home / "b", "--from", course.parent / "assignments" / "en").code == 0
    monkeypatch.setenv("CNNKIT_COURSE", str(course.parent))
    assert cnnkit("start", "b02", home / "c").code == 0
    assert {path.parent.name for path in home.glob("**/b02_steps.ipynb")} == {"b02_steps"}
    monkeypatch.delenv("CNNKIT_COURSE")
    monkeypatch.chdir(course)
    assert cnnkit("start", "b02", home / "d").code == 0


def test_start_copies_from_a_zip_of_the_course_and_not_what_a_class_handed_in(cnnkit, home, course):
    released = course.parent / "assignments" / "ko" / NAME
    files = {f"course main/assignments/ko/{NAME}/{path.name}": path.read_bytes() for path in released.iterdir()}
    files |= {f"course main/class/submitted/kim/b02_steps/{name}": b"" for name in ("b02_steps.ipynb", EXAMPLES)}
    archive = zipped(home / "수업 자료.zip", files)
    assert cnnkit("start", "b01", "--from", archive, language="ko").code == 0
    assert (home / NAME / f"{NAME}.ipynb").read_bytes() == (released / f"{NAME}.ipynb").read_bytes()
    assert cnnkit("start", "b02", "--from", archive).code == 2


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 and no more"])
def test_a_damaged_zip_is_told(cnnkit, home, data):
    (home / "course.zip").write_bytes(data)
    told = cnnkit("start", "b01", "--from", "course.zip")
    assert told.code == 2 and "no zip" in told.err


def test_a_second_start_leaves_the_students_work_and_offers_a_numbered_copy(cnnkit, home, course):
    cnnkit("start", "b01", "--from", course.parent)
    mine = home / NAME / f"{NAME}.ipynb"
    mine.write_text("my work", "utf-8")
    told = cnnkit("start", "b01", "--from", course.parent)
    assert mine.read_text("utf-8") == "my work"
    assert f"cnnkit start {NAME} --copy" in told.out
    for folder in (f"{NAME}_2", f"{NAME}_3"):
        cnnkit("start", "b01", "--from", course.parent, "--copy")
        assert "scale" in (home / folder / f"{NAME}.ipynb").read_text("utf-8")
    assert mine.read_text("utf-8") == "my work"


def test_a_second_start_in_another_language_does_not_take_the_notebook_for_changed(cnnkit, course, home):
    cnnkit("start", "b01", "--from", course.parent, language="en")
    before = {path: path.read_bytes() for path in (home / NAME).iterdir()}
    assert "--copy" not in cnnkit("start", "b01", "--from", course.parent, language="ko").out
    assert {path: path.read_bytes() for path in (home / NAME).iterdir()} == before


def test_a_second_start_brings_back_missing_examples(cnnkit, home, course):
    cnnkit("start", "b01", "--from", course.parent)
    (home / NAME / "examples.safetensors").unlink()
    cnnkit("start", "b01", "--from", course.parent)
    assert (home / NAME / "examples.safetensors").is_file()


def test_an_unknown_assignment_is_answered_with_those_there_are(cnnkit, home, course):
    told = cnnkit("start", "b", "--from", course.parent)
    assert told.code == 2 and "b01_scale b02_steps" in told.err and not list(home.iterdir())


def test_without_a_course_start_says_how_to_name_one(cnnkit, home, monkeypatch):
    monkeypatch.setattr("cnnkit.__file__", str(home / "site" / "cnnkit" / "__init__.py"))
    told = cnnkit("start", "b01")
    assert told.code == 2 and "--from FOLDER" in told.err
    assert cnnkit("start", "b01", "--from", "nowhere").code == 2
    assert "Download it first" in cnnkit("start", "b01", "--from", "https://example.org/course.zip").err


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_left_behind(cnnkit, home, course, monkeypatch):
    def refused(dir=None, **_):
        raise PermissionError(13, "Permission denied", str(dir))

    monkeypatch.setattr(tempfile, "mkdtemp", refused)
    told = cnnkit("start", "b01", "--from", course.parent)
    assert told.code == 1 and "Permission denied" in told.err and "FOLDER" in told.err
    assert not list(home.iterdir())


def test_start_names_what_is_missing_and_what_to_type(cnnkit, home, course, monkeypatch):
    monkeypatch.setattr(versions, "installed", lambda name: {"numpy": "1.25.2", "jinja2": ""}.get(name, "9"))
    told = cnnkit("start", "b01", "--from", course.parent)
    assert told.code == 1
    assert 'pip install "numpy>=1.26" jinja2' in told.out
    assert "numpy 1.25.2 is too old" in told.out and "keras" not in told.out


def test_keras_and_its_backend_are_looked_for_only_where_the_notebook_imports_it(monkeypatch):
    monkeypatch.setattr(versions, "installed", lambda name: "3.4" if name == "keras" else "")
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    missing = [one.install for one in versions.look(keras=True) if one.install]
    assert missing[-2:] == ['"keras>=3.5"', "jax"]
    assert not {"keras", "jax"} & {one.name for one in versions.look(keras=False)}


def test_start_opens_nothing_where_nobody_sits_at_a_terminal(home, course):
    done = in_process("start", "b01", "--from", course.parent, folder=home, CNNKIT_LANG="en")
    assert done.returncode == 0 and b"Opening" not in done.stdout


# --- check ---------------------------------------------------------------------------------------------------------


def test_a_right_notebook_is_told_so_and_ends_with_0(cnnkit, right):
    told = cnnkit("check", "b01")
    assert told.code == 0
    assert "2 of 2 functions right" in told.out and "12 of 12 points" in told.out


@pytest.mark.parametrize("asked", ["b01", NAME, f"{NAME}/{NAME}.ipynb", f"{NAME}", "."])
def test_a_notebook_is_found_by_name_folder_or_path(cnnkit, right, asked, monkeypatch):
    if asked == ".":
        monkeypatch.chdir(right.parent)
    assert cnnkit("check", asked).code == 0


def test_a_mistake_is_told_with_its_card_and_ends_with_1(cnnkit, work):
    work(scale="def scale(x, factor, shift):\n    if x.size == 0:\n        raise ValueError\n    return x + shift")
    told = cnnkit("check", "b01")
    assert told.code == 1
    assert "Is the factor used at all?" in told.out and "total is not started yet" in told.out
    assert "0 of 2 functions right" in told.out and "hint(scale)" in told.out


def test_check_changes_nothing_in_the_students_folder_and_leaves_its_verdicts_beside(cnnkit, right):
    before = {path: path.read_bytes() for path in right.parent.rglob("*")}
    cnnkit("check", "b01")
    after = {path: path.read_bytes() for path in right.parent.rglob("*")}
    assert {path for path in after if path not in before} == {right.parent / ".cnnkit.json"}
    assert all(after[path] == data for path, data in before.items())


def test_checks_and_hints_in_the_notebook_are_not_run(cnnkit, work):
    work("from cnnkit import hint\nhint('scale')", scale=small_course.SCALE, total=small_course.TOTAL)
    assert cnnkit("check", "b01").code == 0


def test_a_cell_may_ask_for_the_counterexample_of_a_check_that_is_left_out(cnnkit, work):
    work("from cnnkit import counterexample\nprint(counterexample(scale)[0].shape)", scale="def scale(*a): return 1")
    assert "Every cell ran" in cnnkit("check", "b01").out


def test_an_untouched_demo_is_not_run(cnnkit, work):
    path = work(scale=small_course.SCALE, total=small_course.TOTAL)
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"].append(code_cell(["import time\n", "1 / 0"]) | {"metadata": {"tags": ["demo"]}})
    path.write_text(json.dumps(notebook), "utf-8")
    assert cnnkit("check", "b01").code == 0


def test_a_cell_that_raises_is_told_with_its_number_and_line(cnnkit, work):
    work("a = 1\n\nb = undefined_name", scale=small_course.SCALE, total=small_course.TOTAL)
    told = cnnkit("check", "b01")
    assert told.code == 1
    assert "Code cell 6, line 3: NameError" in told.out and "b = undefined_name" in told.out
    assert "2 of 2 functions right" in told.out


def test_the_number_of_a_cell_is_that_in_the_students_file(cnnkit, work):
    path = work(scale=small_course.SCALE, total="def total(values):\n    return values[99]")
    notebook = json.loads(path.read_text("utf-8"))
    at = [cell["cell_type"] for cell in notebook["cells"]].index("code")
    notebook["cells"][at:at] = [code_cell("# mine")] * 2
    path.write_text(json.dumps(notebook), "utf-8")
    number = 1 + ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"].index(
        "def total(values):\n    return values[99]"
    )
    assert f"ode cell {number}, line 2" in cnnkit("check", "b01").out


@pytest.mark.parametrize("cell", ["while True:\n    pass", "while True:\n    print('x' * 10_000)"])
def test_a_cell_without_an_end_is_stopped_and_told_and_the_functions_are_checked_all_the_same(cnnkit, work, cell):
    work(cell, scale=small_course.SCALE, total=small_course.TOTAL)
    told = cnnkit("check", "b01", "--timeout", "2")
    assert told.code == 1
    assert "Code cell 6 did not end within 2 s" in told.out and "while True:" in told.out
    assert "2 of 2 functions right" in told.out


def test_a_loop_without_an_end_does_not_outlive_the_command(work):
    path = work("import os\nopen('child', 'w').write(str(os.getpid()))\nwhile True:\n    pass")
    command = [sys.executable, "-m", "cnnkit", "check", path.name]
    parent = subprocess.Popen(
        command, cwd=path.parent, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL
    )
    found = path.with_name("child")
    while not (found.is_file() and found.read_text()):
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    while alive(int(found.read_text())):  # the end of this test is that it ends
        time.sleep(0.05)


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def test_a_cell_that_ends_python_is_told(cnnkit, work):
    work("import os\nos._exit(0)", scale=small_course.SCALE, total=small_course.TOTAL)
    told = cnnkit("check", "b01")
    assert "Python ended in code cell 6" in told.out and "2 of 2 functions right" in told.out


@pytest.mark.parametrize("total", [HANGS, QUITS, "def total(values):\n    raise SystemExit"])
def test_a_function_that_does_not_come_back_costs_only_itself(cnnkit, work, total):
    work(scale=small_course.SCALE, total=total)
    told = cnnkit("check", "b01", "--timeout", "2")
    assert told.code == 1 and "1 of 2 functions right · 9 of 12 points" in told.out


def test_a_cell_that_reads_from_the_keyboard_does_not_wait(cnnkit, work):
    work("input('name? ')", scale=small_course.SCALE, total=small_course.TOTAL)
    assert "EOFError" in cnnkit("check", "b01").out


def test_what_is_only_to_look_at_need_not_be_installed(cnnkit, work):
    work("%matplotlib inline\nimport seaborn", scale=small_course.SCALE, total=small_course.TOTAL)
    assert cnnkit("check", "b01").code == 0


def test_a_module_beside_the_notebook_is_found(cnnkit, work):
    path = work("from mine import helper\nhelper()", scale=small_course.SCALE, total=small_course.TOTAL)
    (path.parent / "mine.py").write_text("def helper(): return 1", "utf-8")
    assert cnnkit("check", "b01").code == 0


def test_a_file_beside_the_notebook_with_the_name_of_a_module_does_no_harm(cnnkit, right):
    for name in ("json.py", "numpy.py", "cnnkit.py", "check.py"):
        (right.parent / name).write_text("raise RuntimeError('not me')", "utf-8")
    assert cnnkit("check", "b01").code == 0


def test_a_percent_script_is_checked_like_a_notebook(cnnkit, work):
    path = work()
    path.unlink()
    source = f"# %%\nimport numpy as np\n# %%\n{small_course.SCALE}\n# %%\ncheck(scale)\n# %%\n{small_course.TOTAL}"
    source += '\n# %% tags=["demo"]\n1 / 0\n'
    path.with_suffix(".py").write_text(source, "utf-8")
    told = cnnkit("check", "b01")
    assert told.code == 0, told.out


def test_a_damaged_notebook_is_read_as_far_as_it_goes(cnnkit, work):
    path = work(scale=small_course.SCALE, total=small_course.TOTAL)
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    path.write_text("\ufeff" + json.dumps(notebook), "utf-8")
    assert cnnkit("check", "b01").code == 0


@pytest.mark.parametrize("data", [b"", b"{", b"<html></html>", "한글".encode("cp949"), b"\x89PNG"])
def test_what_is_no_notebook_is_told_with_a_reason(cnnkit, work, data):
    work().write_bytes(data)
    told = cnnkit("check", f"{NAME}/{NAME}.ipynb")
    assert told.code == 1 and "cannot be used yet" in told.err


def test_the_notebook_of_another_assignment_is_told(cnnkit, right, course):
    shutil.copy(course.parent / "assignments" / "en" / "b02_steps" / "examples.safetensors", right.parent)
    told = cnnkit("check", "b01")
    assert told.code == 1 and "b01_scale" in told.err and "b02_steps" in told.err


def test_missing_examples_are_told_with_the_command_that_brings_them(cnnkit, right):
    (right.parent / "examples.safetensors").unlink()
    told = cnnkit("check", "b01")
    assert told.code == 2 and "cnnkit start b01_scale" in told.err


def test_a_notebook_that_travels_alone_is_checked_with_the_examples_of_the_wheel(cnnkit, right, home, monkeypatch):
    packed = home / "wheel"
    packed.mkdir()
    shutil.move(right.parent / "examples.safetensors", packed / f"{NAME}.safetensors")
    monkeypatch.setattr("cnnkit.commands.notebooks.PACKED", packed)
    assert cnnkit("check", "b01").code == 0


def test_damaged_examples_are_told(cnnkit, right):
    (right.parent / "examples.safetensors").write_bytes(b"\0" * 100)
    told = cnnkit("check", "b01")
    assert told.code == 1 and "Delete it" in told.err


def test_two_notebooks_of_one_name_are_asked_about(cnnkit, right):
    shutil.copytree(right.parent, right.parent.with_name(f"{NAME}_2"))
    told = cnnkit("check", "b01")
    assert told.code == 2 and f"cnnkit check {NAME}_2/{NAME}.ipynb" in told.err


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_whole_of_it_can_be_printed_on_a_cp949_console(work, language):
    path = work("raise ValueError('─ ✓ 한글 👍')", scale=small_course.BOTH_MISTAKES)
    environment = {"PYTHONIOENCODING": "cp949", "CNNKIT_LANG": language}
    done = in_process("check", path, folder=path.parent.parent, **environment)
    text = done.stdout.decode("cp949")
    assert done.returncode == 1 and done.stderr == b""
    assert "[~] scale" in text or "[X] scale" in text


def test_networks_are_checked_with_the_students_own_keras(cnnkit, networks, home):
    folder = shutil.copytree(networks.parent / "assignments" / "en" / "b03_networks", home / "b03_networks")
    path = folder / "b03_networks.ipynb"
    answer = "def block(x, filters):\n    return layers.ReLU()(layers.Conv2D(filters, 3, padding='same')(x))"
    path.write_bytes(small_course.submission(networks, "b03_networks", block=answer))
    told = cnnkit("check", "b03")
    assert told.code == 1 and "tiny is not started yet" in told.out
    assert "block(Input(" in told.out and "Conv 3×3" in told.out


# --- submit --------------------------------------------------------------------------------------------------------


def submitted(home):
    [path] = home.glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        members = {name.rpartition("/")[2]: (name, archive.read(name)) for name in archive.namelist()}
    return path, members


def test_submit_packs_the_notebook_as_it_is_with_a_receipt(cnnkit, right, home):
    told = cnnkit("submit", "b01", "--name", "20261234")
    path, members = submitted(home)
    assert told.code == 0 and path.name == "b01_scale_20261234.zip"
    assert members[f"{NAME}.ipynb"] == (f"20261234/{NAME}/{NAME}.ipynb", right.read_bytes())
    slip = json.loads(members["receipt.json"][1])
    assert slip["notebook"]["sha256"] == hashlib.sha256(right.read_bytes()).hexdigest()
    assert slip["code"] in told.out and slip["notebook"]["sha256"] in told.out
    assert datetime.fromisoformat(slip["time"]).utcoffset() is not None
    assert (slip["public_checks"]["points"], slip["public_checks"]["max_points"]) == (12, 12)
    assert {"Python", "numpy", "cnnkit"} <= slip["versions"].keys()


@pytest.mark.parametrize(
    ("name", "file", "student"),
    [
        ("홍길동", "홍길동", "홍길동"),
        ("Anna/Maria O'Neil ../x", "Anna-Maria O'Neil ..-x", None),
        ("=1+1", "=1+1", None),
    ],
)
def test_the_grader_takes_the_zip_as_it_is(cnnkit, right, home, name, file, student):
    assert cnnkit("submit", "b01", "--name", name).code == 0
    path, _ = submitted(home)
    assert path.name == f"{NAME}_{file}.zip"
    [found] = intake.find([path], None, known=[NAME, "b02_steps"])
    assert (found.student, found.assignment, found.problem) == (student or file, NAME, None)
    assert intake.read(found) == right.read_bytes()


def test_the_grader_takes_a_folder_of_such_zips(cnnkit, right, home):
    for name in ("김 서윤", "anna-maria", "20261234"):
        cnnkit("submit", "b01", "--name", name, "-o", home)
    found = intake.find([home], NAME, known=[NAME, "b02_steps"])
    zips = [one for one in found if one.place.suffix == ".zip"]
    assert sorted(one.student for one in zips) == ["20261234", "anna-maria", "김 서윤"]
    assert all(one.problem is None for one in zips)


def test_the_receipt_code_follows_from_the_notebook_alone(cnnkit, right, home):
    codes = []
    for name in ("kim", "lee"):
        cnnkit("submit", "b01", "--name", name, "-o", home)
        with zipfile.ZipFile(home / f"{NAME}_{name}.zip") as archive:
            codes.append(json.loads(archive.read(f"{name}/{NAME}/receipt.json"))["code"])
    assert codes[0] == codes[1] == receipt_code(NAME, hashlib.sha256(right.read_bytes()).hexdigest())


def test_the_same_work_at_the_same_time_gives_the_same_bytes(cnnkit, right, home, monkeypatch):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2026, 3, 2, 12, 0, 0)

    monkeypatch.setattr("cnnkit.commands.submit.datetime", Clock)
    packs = []
    for _ in range(2):
        cnnkit("submit", "b01", "--name", "kim")
        packs.append(submitted(home)[0].read_bytes())
    assert packs[0] == packs[1]


def test_unfinished_work_is_packed_after_a_clear_word(cnnkit, work, home):
    work("1 / 0", scale=small_course.SCALE)
    told = cnnkit("submit", "b01", "--name", "kim")
    assert told.code == 0 and "Not all of it is right yet" in told.out and "not started" in told.out
    slip = json.loads(submitted(home)[1]["receipt.json"][1])
    assert [one["status"] for one in slip["public_checks"]["functions"]] == ["pass", "not_started"]
    assert slip["cells"]["failed"] == [{"cell": 6, "kind": "raised", "error": "ZeroDivisionError"}]


@pytest.mark.parametrize("command", ["check", "submit"])
def test_without_keras_a_notebook_of_networks_is_packed_and_not_checked(cnnkit, networks, home, monkeypatch, command):
    shutil.copytree(networks.parent / "assignments" / "en" / "b03_networks", home / "b03_networks")
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    monkeypatch.setattr(versions, "installed", lambda name: "" if name in ("keras", "jax") else "9")
    told = cnnkit(command, "b03", *(["--name", "kim"] if command == "submit" else []))
    assert 'pip install "keras>=3.5" jax' in told.out
    assert told.code == {"check": 1, "submit": 0}[command]
    assert len(list(home.glob("*.zip"))) == (command == "submit")


@pytest.mark.parametrize(("command", "code"), [("check", 3), ("submit", 0)])
def test_a_fault_of_ours_keeps_nobody_from_submitting(cnnkit, right, home, monkeypatch, command, code):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    told = cnnkit(command, "b01", *(["--name", "kim"] if command == "submit" else []))
    assert told.code == code and "could not be run here" in told.out


def test_submit_asks_for_a_name_where_none_is_known(cnnkit, right, home, monkeypatch):
    told = cnnkit("submit", "b01")
    assert told.code == 2 and "--name" in told.err and not list(home.glob("*.zip"))
    monkeypatch.setenv("CNNKIT_NAME", "최 하은")
    assert cnnkit("submit", "b01").code == 0
    assert (home / f"{NAME}_최 하은.zip").is_file()


def test_a_zip_that_cannot_be_written_leaves_the_earlier_one(cnnkit, right, home, monkeypatch):
    cnnkit("submit", "b01", "--name", "kim")
    before = submitted(home)[0].read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    told = cnnkit("submit", "b01", "--name", "kim")
    assert told.code == 1 and "No space left" in told.err and "-o FOLDER" in told.err
    assert submitted(home)[0].read_bytes() == before and len(list(home.iterdir())) == 2


def test_submit_can_be_printed_on_a_cp949_console(right, home):
    environment = {"PYTHONIOENCODING": "cp949", "CNNKIT_LANG": "ko"}
    done = in_process("submit", right, "--name", "뷁 ✓ 👍", folder=home, **environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("cp949") and len(list(home.glob("*.zip"))) == 1


@pytest.mark.parametrize("name", ["", "/", "...", "\0", "a" * 500, "CON", "ﾊﾝｸﾞﾙ", "\u202efdp"])
def test_a_name_becomes_a_file_name_on_every_system(name):
    file = safe(name)
    assert 0 < len(file) <= 60
    assert not set(file) & set('/\\:*?"<>|\0\u202e') and file.strip(" .") == file


def test_a_path_with_spaces_is_shown_as_it_has_to_be_typed():
    assert typed("내 과제/b01.ipynb") == '"내 과제/b01.ipynb"'
