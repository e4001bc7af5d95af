"""`pytest b01_scale.ipynb`: what is collected, what a test comes to, and that other runs of pytest notice nothing."""

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from autograder.ci.checks import EXAMPLES
from tests import small_course
from tests.small_course import BOTH_MISTAKES, SCALE, TOTAL, submission

ROOT = Path(__file__).parents[1]
SPEAKS = 'raise ValueError("##[add-mask]x\\n::error::mine\\x1b[31m")'


@pytest.fixture
def folder(course, tmp_path):
    """A folder with the public examples and a right notebook."""
    shutil.copy(course.parent / "assignments" / "en" / "b01_scale" / EXAMPLES, tmp_path)
    (tmp_path / "b01_scale.ipynb").write_bytes(small_course.right(course))
    return tmp_path


@pytest.fixture
def run(folder):
    """Run pytest as a student does, in a process of its own."""

    def run(*words, **environment):
        command = [sys.executable, "-m", "pytest", "-p", "autograder.pytest_plugin", "-p", "no:cacheprovider", *words]
        own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "CNNKIT_LANG": "en", "LANG": "C.UTF-8"}
        return subprocess.run(
            list(map(str, command)), cwd=folder, env=own | environment, capture_output=True, text=True, timeout=120
        )

    return run


def wrong(course):
    return submission(course, scale=BOTH_MISTAKES, total=TOTAL)


def outcomes(done):
    return dict(re.findall(r"::(\w+) (PASSED|FAILED|ERROR|SKIPPED)", done.stdout))


def test_a_notebook_has_one_test_for_each_function(run):
    done = run("b01_scale.ipynb", "-v")
    assert done.returncode == 0, done.stdout
    assert outcomes(done) == {"scale": "PASSED", "total": "PASSED"}


def test_the_failure_is_the_message_and_no_line_of_ours(run, course, folder):
    (folder / "b01_scale.ipynb").write_bytes(wrong(course))
    done = run("b01_scale.ipynb", "-v")
    assert (done.returncode, outcomes(done)) == (1, {"scale": "FAILED", "total": "PASSED"})
    assert "Is the factor used at all?" in done.stdout
    assert "Traceback" not in done.stdout and "pytest_plugin.py" not in done.stdout
    assert re.search(r"^FAILED b01_scale\.ipynb::scale - scale returns different values$", done.stdout, re.M)


def test_one_function_can_be_asked_for_by_name(run):
    assert outcomes(run("b01_scale.ipynb::total", "-v")) == {"total": "PASSED"}


def test_messages_come_in_korean(run, course, folder):
    (folder / "b01_scale.ipynb").write_bytes(wrong(course))
    assert "배율을 쓰고 있나요?" in run("b01_scale.ipynb", "--autograder-lang", "ko").stdout


def test_what_is_not_started_fails_because_runners_count_a_skipped_test_as_passed(run, course, folder):
    (folder / "b01_scale.ipynb").write_bytes(submission(course, total=TOTAL))
    done = run("b01_scale.ipynb", "-v")
    assert (done.returncode, outcomes(done)) == (1, {"scale": "FAILED", "total": "PASSED"})
    assert "scale is not started yet" in done.stdout


def test_what_cannot_be_read_is_an_error_and_no_failure(run, folder):
    (folder / "b01_scale.ipynb").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    done = run("b01_scale.ipynb", "-v")
    assert (done.returncode, outcomes(done)) == (1, {"scale": "ERROR", "total": "ERROR"})
    assert "Traceback" not in done.stdout


def test_without_a_box_every_test_is_an_error_that_says_what_to_type(run, tmp_path):
    done = run("b01_scale.ipynb", PATH=str(tmp_path / "nothing"))
    assert "2 errors" in done.stdout and "apt install bubblewrap" in done.stdout
    assert run("b01_scale.ipynb", "--autograder-sandbox", "none", PATH=str(tmp_path / "nothing")).returncode == 0


def test_points_and_aspects_are_properties_in_junit(run, course, folder):
    (folder / "b01_scale.ipynb").write_bytes(wrong(course))
    run("b01_scale.ipynb", "--junitxml", "out.xml")
    found = {case.get("name"): case for case in ElementTree.parse(folder / "out.xml").iter("testcase")}
    properties = {one.get("name"): one.get("value") for one in found["scale"].iter("property")}
    assert (float(properties["points"]), float(properties["max_points"])) == (0, 9)
    assert properties["aspect.shift"] == "0/2" and "ignores_the_factor" in properties["mistake"]
    assert found["scale"].find("failure").get("message") == "scale returns different values"
    assert found["total"].find("failure") is None


def test_what_a_report_reads_of_a_failure_is_there(run, course, folder):
    """GitHub Classroom's runner reads `longrepr.reprtraceback` and `longrepr.reprcrash`, and so do editors."""
    (folder / "b01_scale.ipynb").write_bytes(wrong(course))
    (folder / "conftest.py").write_text(
        "def pytest_runtest_logreport(report):\n"
        "    if report.failed:\n"
        "        crash = report.longrepr.reprcrash\n"
        "        print('READ', crash.path, str(report.longrepr.reprtraceback).splitlines()[0])\n"
    )
    assert re.search(r"READ \S+b01_scale\.ipynb ✗ scale", run("b01_scale.ipynb", "-s").stdout)


def test_failures_cross_to_another_process(run, course, folder):
    pytest.importorskip("xdist")
    (folder / "b01_scale.ipynb").write_bytes(wrong(course))
    done = run("b01_scale.ipynb", "-n", "1")
    assert "Is the factor used at all?" in done.stdout and "1 failed, 1 passed" in done.stdout


def test_a_students_text_is_no_command_of_a_runner(run, course, folder):
    scale = f"def scale(x, factor, shift):\n    {SPEAKS}"
    (folder / "b01_scale.ipynb").write_bytes(submission(course, scale=scale, total=TOTAL))
    done = run("b01_scale.ipynb", "--color=no")
    assert "ValueError" in done.stdout
    assert not re.search(r"^\s*::|##\[|\x1b", done.stdout, re.M)


def test_with_a_course_the_hidden_cases_grade(run, course, folder):
    (folder / EXAMPLES).unlink()
    done = run("b01_scale.ipynb", "-v", "--autograder-course", course)
    assert outcomes(done) == {"scale": "PASSED", "total": "PASSED"}


def test_a_percent_script_is_a_submission_only_where_asked(run, folder):
    (folder / "b01_scale.py").write_text(
        f"# %%\nimport numpy as np\n# %%\n{SCALE}\n# %%\n{TOTAL}\n# %%\nopen('ran', 'w')\n"
    )
    done = run("b01_scale.py", "-v", "--autograder")
    assert outcomes(done) == {"scale": "PASSED", "total": "PASSED"}
    assert not (folder / "ran").exists()  # it ran in the box, and was not imported here
    assert run("b01_scale.py").returncode == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_run_that_names_no_notebook_collects_none(run, folder):
    (folder / "test_mine.py").write_text("def test_mine(): pass")
    assert "1 passed" in run().stdout
    assert "3 passed" in run(".", "--autograder").stdout


def test_a_notebook_without_examples_is_left_to_others(run, folder):
    (folder / EXAMPLES).unlink()
    done = run("b01_scale.ipynb")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR  # as without the plugin: nobody knows this kind of file
    assert "ERROR collecting" not in done.stdout
    told = run("b01_scale.ipynb", "--autograder")
    assert "it comes with the assignment" in told.stdout


def test_the_plugin_loads_nothing_of_the_grader_before_it_is_needed():
    names = "('autograder.', 'numpy', 'safetensors')"
    code = f"import sys, autograder.pytest_plugin; print([m for m in sys.modules if m.startswith({names})])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "['autograder.pytest_plugin']"
