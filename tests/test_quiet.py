"""What a library says while it is imported, written past Python to the error output."""

import subprocess
import sys

import pytest

TALKS = "import os; os.write(2, b'I0000 not a GPU\\n')"


def imported(folder, body):
    (folder / "talkative.py").write_text(body)
    program = "from autograder.quiet import import_quietly; import_quietly('talkative'); import os; os.write(2, b'end')"
    return subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": f"{folder}:."}, capture_output=True, text=True
    )


def test_what_a_library_says_is_not_heard(tmp_path):
    assert imported(tmp_path, TALKS).stderr == "end"


@pytest.mark.parametrize("error", ["ImportError('no backend')", "SystemExit(3)"])
def test_it_is_heard_where_the_import_fails(tmp_path, error):
    run = imported(tmp_path, f"{TALKS}; raise {error}")
    assert run.returncode and "not a GPU" in run.stderr
