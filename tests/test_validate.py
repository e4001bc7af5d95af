"""nbgrader's Validate, on the command line and as the button of JupyterLab: a released notebook is told as it is."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest

from cnnkit import check, nbgrading
from tests.browser import stop

nbgrader = pytest.importorskip("nbgrader.utils", reason="nbgrader is not installed")

ROOT = Path(__file__).parents[1]
A03 = "a03_convolution"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
LAB_EXTENSION = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / "@jupyter" / "nbgrader"
WRONG_RELU = "\n\ndef relu(x):\n    return -x\n"
NO_BIAS = (
    "\n\n_right = conv2d\ndef conv2d(x, W, b=None, stride=1, pad=0):\n    return _right(x, W, None, stride, pad)\n"
)


def answers():
    """The answer cells of the lesson, by function."""
    cells = re.split(r"^# %%.*$", (ROOT / "solutions" / A03 / "lesson.py").read_text("utf-8"), flags=re.MULTILINE)
    return {re.search(r"def (\w+)", cell)[1]: cell.strip() for cell in cells if "### BEGIN SOLUTION" in cell}


def notebook(folder, language, **sources):
    """A released assignment in a folder, with these answer cells filled in."""
    shutil.copytree(ROOT / "assignments" / language / A03, folder)
    path = folder / f"{A03}.ipynb"
    document = json.loads(path.read_text("utf-8"))
    for cell in document["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in sources:
            cell["source"] = sources.pop(name)
    assert not sources
    path.write_text(json.dumps(document), "utf-8")
    return path


def clean_environment(home):
    """Of someone who has only the tools: no settings of ours, nothing of the machine's."""
    keep = {key: value for key, value in os.environ.items() if not key.startswith(("CNNKIT_", "JUPYTER", "NBGRADER"))}
    keep["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), keep["PATH"]])
    return keep | {"HOME": str(home), "PYTHONPATH": str(ROOT), "JUPYTER_RUNTIME_DIR": str(home / "runtime")}


@pytest.fixture(scope="module")
def class_of_four(tmp_path_factory):
    """Four notebooks: nothing written, all right, one function wrong, one of three nearly right."""
    folder = tmp_path_factory.mktemp("validate")
    right = answers()
    return {
        "unsolved": notebook(folder / "unsolved", "ko"),
        "right": notebook(folder / "right", "en", **right),
        "wrong": notebook(folder / "wrong", "en", **right | {"relu": right["relu"] + WRONG_RELU}),
        "partial": notebook(folder / "partial", "en", conv2d=right["conv2d"] + NO_BIAS, relu=right["relu"]),
    }


@pytest.fixture(scope="module")
def validated(class_of_four, tmp_path_factory):
    """What `nbgrader validate` says of each, in one run."""
    command = [sys.executable, "-m", "nbgrader", "validate", *map(str, class_of_four.values())]
    home = tmp_path_factory.mktemp("home")
    run = subprocess.run(
        command, capture_output=True, text=True, cwd=home, env=clean_environment(home), timeout=300, check=True
    )
    told = re.split(r"(?=^VALIDATION FAILED|^Success!)", run.stdout, flags=re.MULTILINE)[1:]
    assert len(told) == len(class_of_four), run.stdout + run.stderr
    return dict(zip(class_of_four, told, strict=True))


def failed(text):
    """Check cells that failed -> what was said of them."""
    parts = text.split("The following cell failed:")[1:]
    return {re.search(r"check\((\w+)\)", part)[1]: part.partition("The error was:")[2].strip() for part in parts}


def test_an_unsolved_notebook_is_told_what_is_not_started_in_its_language(validated):
    found = failed(validated["unsolved"])
    assert list(found) == ["conv2d", "relu", "conv_relu"]
    assert all(said.startswith(f"{name} 아직 시작하지 않았어요") for name, said in found.items())


def test_a_right_notebook_is_a_success(validated):
    assert validated["right"].startswith("Success! Your notebook passes all the tests.")


def test_a_wrong_function_is_named_with_what_came_back(validated):
    found = failed(validated["wrong"])
    assert list(found) == ["relu", "conv_relu"]  # the second one calls the first
    assert found["relu"].startswith("relu returns different values. relu(x) returned")


def test_a_function_that_earns_a_part_still_fails_and_a_right_one_beside_it_does_not(validated):
    found = failed(validated["partial"])
    assert list(found) == ["conv2d", "conv_relu"]
    assert "conv2d" in found["conv2d"].splitlines()[0] and "not started" in found["conv_relu"]


def test_nothing_is_cut_and_no_traceback_is_shown(validated):
    for text in validated.values():
        assert "..." not in text and "Traceback" not in text


# --- the protocol, without a kernel -------------------------------------------------------------------------------


@pytest.fixture
def at_home(course, tmp_path, monkeypatch):
    """In the folder of a student of the small course."""
    home = shutil.copytree(course.parent / "assignments" / "en" / "b01_scale", tmp_path / "home")
    monkeypatch.chdir(home)
    for name in ("CNNKIT_LANG", "CNNKIT_EXAMPLES", "NBGRADER_VALIDATING", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)


def scale(x, factor, shift):
    if x.size == 0:
        raise ValueError("nothing here")
    return x * factor + shift


def forgetful(x, factor, shift):
    return scale(x, 1, shift)


def grade_of(value, err, max_points):
    """What nbgrader makes of a check cell with this value and this on stderr."""
    outputs = [{"output_type": "stream", "name": "stderr", "text": err}] if err else []
    if value is not None:
        outputs.append({"output_type": "execute_result", "data": {"text/plain": repr(value)}})
    facts = {"grade": True, "solution": False, "points": max_points}
    cell = SimpleNamespace(cell_type="code", outputs=list(map(Output, outputs)), metadata={"nbgrader": facts})
    return nbgrader.determine_grade(cell)


class Output(dict):
    __getattr__ = dict.__getitem__


def test_a_person_sees_a_card_and_no_stray_number(at_home, capsys):
    from IPython.core.formatters import DisplayFormatter

    for value in (check(scale), check(forgetful, "scale")):
        assert not isinstance(value, float) and DisplayFormatter().format(value)[0] == {}
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("function", "earned"), [(scale, 9), (forgetful, 0)])
def test_validate_fails_exactly_what_does_not_pass(at_home, monkeypatch, capsys, function, earned):
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    value = check(function, "scale")
    out, err = capsys.readouterr()
    assert grade_of(value, err, 9) == (earned, 9)
    assert out == "" and err.startswith("scale") == (earned == 0)


def test_autograde_without_our_engine_gives_the_public_points_and_never_all_for_a_card(at_home, monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    right, wrong = check(scale), check(forgetful, "scale")
    assert grade_of(right, "", 9) == (9, 9)
    assert grade_of(wrong, "", 9)[0] < 9
    assert capsys.readouterr() == ("", "")


def test_lines_are_no_wider_than_the_dialog():
    from autograder.reports.columns import width

    for text in ("word " * 60, "x" * 300, "합성곱을 다시 계산해 보세요. " * 20):
        lines = nbgrading._wrapped(text).splitlines()
        assert max(map(width, lines)) <= nbgrading.WIDTH
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


# --- in JupyterLab ------------------------------------------------------------------------------------------------


@pytest.fixture
def lab(class_of_four, tmp_path):
    """JupyterLab on a folder with the notebooks, as a student has it; its address."""
    if not LAB_EXTENSION.is_dir():
        pytest.skip(f"nbgrader's extension for JupyterLab is not in {LAB_EXTENSION}")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root = class_of_four["right"].parents[1]
    options = [
        f"--port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
        f"--ServerApp.root_dir={root}",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
        "--LabApp.news_url=",
    ]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", *options]
    environment = clean_environment(tmp_path) | {"JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings")}
    with (tmp_path / "lab.log").open("w") as log:
        server = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            assert server.poll() is None, (tmp_path / "lab.log").read_text()
            try:
                urllib.request.urlopen(f"{address}/api/status", timeout=5).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.25)
        yield address
    finally:
        stop(server)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_the_validate_button_of_jupyterlab_says_it_too(lab, tmp_path):
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

    def pressed(page, name):
        page.goto(f"{lab}/lab/workspaces/{name}/tree/{name}/{A03}.ipynb")  # one notebook in each, so one button
        page.get_by_role("button", name="Validate", exact=True).click(timeout=60_000)
        dialog = page.locator(".jp-Dialog-content").filter(has_text="Validation Results")
        dialog.wait_for(timeout=120_000)
        page.screenshot(path=tmp_path / f"{name}.png")
        return dialog.inner_text()

    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=arguments)
        page = browser.new_page(viewport={"width": 1300, "height": 900})
        wrong, right = pressed(page, "unsolved"), pressed(page, "right")
        browser.close()
    for name in ("conv2d", "relu", "conv_relu"):
        assert f"check({name})\n" in wrong and f"{name} 아직 시작하지 않았어요" in wrong
    assert "Success! Your notebook passes all the tests." in right
