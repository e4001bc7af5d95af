"""Whatever is submitted, the reader answers with a dict and the finder with submissions."""

import io
import json
import tempfile
import zipfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import SubmissionError
from autograder.intake import files
from autograder.intake.find import find, read
from autograder.intake.reasons import NOTES, PROBLEMS
from autograder.sandbox.inside.notebook import canonical, read_and_rebuild
from tests.intake_samples import ADD, ADD_STUB, DEMO, HALF, HALF_STUB, SETUP, SKELETON, cells, notebook

SOURCES = [SETUP, DEMO, ADD, HALF, ADD_STUB, HALF_STUB]
SOURCES += ["check(add)", "%%time", "!ls", "    return a", "x = (", "", "\\"]
odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(SOURCES),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=5,
)
grade_ids = st.sampled_from(["add", "half", "check_add", "check_half", "unknown"]) | odd
source = st.lists(st.sampled_from(SOURCES), max_size=3).map("\n".join)
cell = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw"]) | odd,
        "source": source | source.map(lambda text: text.splitlines(keepends=True)) | odd,
        "input": odd,
        "id": st.sampled_from(["c0", "c2", "c3"]) | odd,
        "metadata": st.fixed_dictionaries({"nbgrader": st.fixed_dictionaries({"grade_id": grade_ids}) | odd}) | odd,
    },
)


def check_reply(result):
    assert json.loads(json.dumps(result)) == result
    if "unreadable" in result:
        assert result["unreadable"]["code"] in PROBLEMS
        return
    assert [row["number"] for row in result["cells"]] == list(range(1, len(result["cells"]) + 1))
    assert {row["origin"] for row in result["cells"]} <= {"add", "half", "setup", "extra"}
    assert list(result["answers"]) == ["add", "half"]
    assert {note["code"] for note in result["notes"]} <= NOTES.keys()
    assert {note["name"] for note in result["notes"]} <= {"", "add", "half", "check_add", "check_half"}
    canonical(result["cells"]).encode()


@given(st.lists(cell | odd, max_size=8))
@settings(max_examples=400, deadline=None)
def test_any_cells_give_a_reply(found):
    check_reply(read_and_rebuild(SKELETON, "a.ipynb", notebook(found)))


@given(odd, st.text(max_size=8))
@settings(deadline=None)
def test_any_json_gives_a_reply(value, filename):
    check_reply(read_and_rebuild(SKELETON, filename, json.dumps(value).encode()))
    check_reply(read_and_rebuild(SKELETON, filename, json.dumps({"cells": value, "worksheets": value}).encode()))


@given(st.binary(max_size=60), st.sampled_from(["a.ipynb", "a.py", ""]))
@settings(deadline=None)
def test_any_bytes_give_a_reply(data, filename):
    check_reply(read_and_rebuild(SKELETON, filename, data))


MARKERS = ["# %%\n", "# %% [markdown]\n", "#%%x\n", '# %% {"grade_id": "add"}\n']


@given(st.lists(st.sampled_from([*MARKERS, *SOURCES, "\n"])))
@settings(deadline=None)
def test_any_percent_script_gives_a_reply(parts):
    check_reply(read_and_rebuild(SKELETON, "a.py", "".join(parts).encode()))


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=4))
@settings(deadline=None)
def test_a_damaged_notebook_gives_a_reply(at, patch):
    data = bytearray(notebook(cells()))
    at %= len(data)
    data[at : at + len(patch)] = patch
    check_reply(read_and_rebuild(SKELETON, "a.ipynb", bytes(data)))


def archive():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("kim/a.ipynb", notebook(cells()))
        file.writestr("lee/a.ipynb", b"x" * 500)
    return packed.getvalue()


ARCHIVE = archive()


@given(st.lists(st.tuples(st.integers(0, len(ARCHIVE) - 1), st.integers(0, 255)), min_size=1, max_size=4))
@settings(max_examples=400, deadline=None)
def test_a_damaged_archive_gives_submissions_or_a_reason(patches):
    data = bytearray(ARCHIVE)
    for at, byte in patches:
        data[at] = byte
    with tempfile.TemporaryDirectory() as folder:  # pytest's tmp_path would be one for all examples
        path = Path(folder, "class.zip")
        path.write_bytes(data)
        for submission in find([path], "a"):
            try:
                assert len(read(submission)) <= files.MAX_FILE_BYTES
            except SubmissionError as refused:
                assert refused.args[0] in PROBLEMS
