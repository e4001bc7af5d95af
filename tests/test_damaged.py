"""Files of ours that a disk damaged, and replies that no box of ours sends: refused or judged anew, not believed."""

import json
import shutil
import sys
from dataclasses import replace

import numpy as np
import pytest

from autograder import lessons, store
from autograder.errors import GraderError
from autograder.ledger import republish
from autograder.models import train_child
from autograder.sandbox import answers, wire
from autograder.store import CACHE, Store, key_of, results_in
from tests import small_course
from tests.test_store import FILE_KEY, KEY, RESULT

SENT = wire.pack((np.zeros(2),))


@pytest.fixture
def kept(tmp_path):
    """A folder with one result, and the file that remembers it by content."""
    Store(tmp_path).keep(RESULT, key=KEY, file_key=FILE_KEY)
    return tmp_path, tmp_path / CACHE / f"{KEY}.json"


# --- the cache ------------------------------------------------------------------------------------------------------


def test_no_flipped_bit_of_a_result_in_the_cache_is_believed(kept):
    folder, path = kept
    whole = path.read_bytes()
    for at in range(0, len(whole), 3):
        for bit in (1, 2, 16):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
            assert Store(folder).find(KEY) is None
    path.write_bytes(whole)
    assert Store(folder).find(KEY) == replace(RESULT, student="")


def test_the_result_of_another_key_is_not_believed(kept):
    folder, path = kept
    other = key_of(["other answers"])
    shutil.copy(path, path.with_name(f"{other}.json"))
    assert Store(folder).find(other) is None


def test_a_result_in_the_cache_is_still_json(kept):
    assert json.loads(kept[1].read_bytes())["result"]["score"] == RESULT.score


# --- a regrade that was stopped -------------------------------------------------------------------------------------


def stopped(folder, journal):
    """A regrade that was stopped once its journal was written."""
    scratch = folder / republish.SCRATCH
    scratch.mkdir()
    (scratch / republish.JOURNAL).write_bytes(journal)
    (scratch / republish.RECORD).write_text("{}")
    return folder


def test_the_files_of_a_regrade_that_was_stopped_are_no_results(kept):
    assert list(results_in(stopped(kept[0], b"[]"))) == [RESULT]


@pytest.mark.parametrize(
    "journal",
    [b"", b"{", b"null", b"3", b'["x"]', b'[{"path": "x"}]', b'[{"path": 3, "before": "", "after": ""}]', b"[" * 10**5,
     b'[{"path": "a\\u0000b", "before": "", "after": ""}]', b'[{"path": "", "before": "", "after": ""}]'],
)  # fmt: skip
def test_a_damaged_journal_is_one_line_with_the_mend(kept, journal):
    folder = stopped(kept[0], journal)
    with pytest.raises(GraderError, match=r"journal is damaged.*delete .*\.regrade"):
        republish.finish(folder)
    assert list(results_in(folder)) == [RESULT]


@pytest.mark.parametrize("path", ["../outside", "/etc/cnnkit-was-here", "kim/../../outside"])
def test_a_journal_writes_nothing_outside_of_its_folder(tmp_path, path):
    Store(tmp_path / "results").keep(RESULT)
    folder = stopped(tmp_path / "results", json.dumps([{"path": path, "before": "", "after": "x"}]).encode())
    with pytest.raises(GraderError, match="damaged"):
        republish.finish(folder)
    assert [one.name for one in tmp_path.iterdir()] == ["results"]


# --- what was trained -----------------------------------------------------------------------------------------------

TRAINED = {"status": "trained", "profile": "quick", "accuracy": 0.9, "curve": [0.5, 0.9]}
FAILED = {"status": "failed", "profile": "quick", "reason": "nan", "curve": []}


def known(tmp_path, data):
    job = train_child.Job("k", "", "fashion", "quick", 0, tmp_path)
    job.record.write_bytes(data)
    return train_child.known(job)


@pytest.mark.parametrize("record", [TRAINED, FAILED])
def test_a_whole_record_of_a_training_is_known(tmp_path, record):
    assert known(tmp_path, json.dumps(record).encode()) == record


@pytest.mark.parametrize(
    "record",
    [
        {"status": "trained"},
        {**TRAINED, "accuracy": 90},
        {**TRAINED, "accuracy": float("nan")},
        {**TRAINED, "accuracy": "0.9"},
        {**TRAINED, "profile": None},
        {**TRAINED, "curve": {}},
        {"status": "failed", "profile": "quick", "curve": []},
        {"status": "failed", "profile": "quick", "reason": "nan"},
        {**FAILED, "status": ["failed"]},
    ],
)
def test_a_damaged_record_of_a_training_is_trained_anew(tmp_path, record):
    assert known(tmp_path, json.dumps(record).encode()) is None


def test_a_record_that_nests_for_ever_is_trained_anew(tmp_path):
    assert known(tmp_path, b"[" * 100_000) is None


# --- replies --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [["int"], {"a": 1}, [], {}, None, 3])
def test_a_kind_that_is_no_text_breaks_the_protocol_and_not_the_grader(kind):
    reply = {"id": 1, "ok": True, "sizes": [0], "args": [], "value": {"k": kind, "v": "1"}}
    with pytest.raises(wire.Broken, match="broke the protocol"):
        answers.outcome(reply, b"", SENT, {}, seconds=0.0)


# --- the course -----------------------------------------------------------------------------------------------------


def test_the_course_is_read_without_leaving_bytecode(tmp_path):
    """On a full disk Python leaves half of a file, and cannot import it afterwards."""
    folder = small_course.write(tmp_path)
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = False
    try:
        assert lessons.load(lessons.lesson(folder, "b01_scale"))
    finally:
        sys.dont_write_bytecode = before
    assert not list(folder.rglob("*.pyc"))


def test_a_seal_depends_on_key_and_text():
    assert len({store._sealed(key, text)[10:42] for key in ("a", "b") for text in ("x", "y")}) == 4
