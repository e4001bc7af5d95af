"""Results on disk: old content or new and never another, no name that leaves the folder, nothing judged twice."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.errors import GraderError
from autograder.files import write_atomically
from autograder.records import AspectScore, Item, Result
from autograder.store import CACHE, Store, engine, folder_name, key_of

ROOT = Path(__file__).parents[1]
ITEM = Item("conv2d", 1.5, 2.0, "partial", aspects={"values": AspectScore(1.5, 2.0, 3, 4)}, seconds=0.25)
RESULT = Result("a03", "kim", "graded", 1.5, 2.0, "0.1.0+0", "c0", (ITEM,), notes=("joined",), sandbox="none")
KEY, FILE_KEY = key_of(["answers"]), key_of(["file"])


def files(folder):
    """Every file below a folder with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_kept_is_found_again(tmp_path):
    store = Store(tmp_path)
    store.keep(RESULT, key=KEY, file_key=FILE_KEY)
    assert replace(store.find(KEY), student="kim") == RESULT
    assert store.alias(FILE_KEY) == KEY
    assert list(store.results()) == [RESULT]


def test_the_cache_knows_no_student(tmp_path):
    Store(tmp_path).keep(replace(RESULT, student="김민준"), key=KEY)
    assert "김민준".encode() not in (tmp_path / CACHE / f"{KEY}.json").read_bytes()


def test_a_store_without_a_folder_remembers_nothing():
    store = Store(None)
    store.keep(RESULT, key=KEY, file_key=FILE_KEY)
    assert (store.find(KEY), store.alias(FILE_KEY), list(store.results())) == (None, None, [])


@pytest.mark.parametrize(
    "content", [b"", b"{", b"null", b"[]", b"\0" * 40, b"\xff\xfe", b'{"version": 1}', b"[" * 100_000]
)
def test_a_damaged_cache_file_is_no_result(tmp_path, content):
    store = Store(tmp_path)
    (tmp_path / CACHE / f"{KEY}.json").write_bytes(content)
    assert store.find(KEY) is None


def test_every_way_to_cut_a_cache_file_short_is_noticed(tmp_path):
    store = Store(tmp_path)
    store.keep(RESULT, key=KEY)
    path = tmp_path / CACHE / f"{KEY}.json"
    whole = path.read_bytes()
    for n_bytes in range(len(whole) - 2):  # the last two are a bracket and a line end
        path.write_bytes(whole[:n_bytes])
        assert store.find(KEY) is None


@pytest.mark.parametrize("points", ["1e999", "NaN", "-1", "2.5"])
def test_points_that_cannot_be_are_no_result(tmp_path, points):
    store = Store(tmp_path)
    store.keep(RESULT, key=KEY)
    path = tmp_path / CACHE / f"{KEY}.json"
    path.write_text(path.read_text().replace('"score": 1.5', f'"score": {points}'))
    assert store.find(KEY) is None


@pytest.mark.parametrize("content", [b"", b"\0\0\0\0", b"\xff", b"../../x", b"a" * 5000, KEY.encode() + b"\n", b"ABC"])
def test_a_damaged_alias_leads_nowhere(tmp_path, content):
    store = Store(tmp_path)
    (tmp_path / CACHE / f"{FILE_KEY}.alias").write_bytes(content)
    assert store.alias(FILE_KEY) is None


def test_a_damaged_result_is_named_with_the_mend(tmp_path):
    store = Store(tmp_path)
    store.keep(RESULT)
    (tmp_path / "kim" / "a03.json").write_bytes(b'{"version": 1, "assign')
    with pytest.raises(GraderError, match=r"kim/a03\.json is damaged.*Delete it"):
        list(store.results())


HOSTILE = [
    "../../etc/passwd",
    "/etc/passwd",
    "..",
    ".",
    "",
    " ",
    ".cache",
    "a/b",
    "a\\b",
    "nul\0byte",
    "new\nline",
    "-o",
    "~root",
    "$(reboot)",
    "\ud800",
    "𠀀" * 100,
    "ㅎ" * 100,
    "x" * 300,
    "report.json",
    "report.html",
    "CON",
]


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_hostile_name_does_not_leave_the_folder_of_results(tmp_path, name):
    folder = tmp_path / "in" / "results"
    store = Store(folder)
    store.keep(replace(RESULT, student=name, assignment=name), key=KEY)
    written = [path for path in tmp_path.rglob("*") if path.is_file() and CACHE not in path.parts]
    assert [path.parent.parent for path in written] == [folder]
    assert len(list(store.results())) == 1


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_hostile_name_does_not_take_the_place_of_a_report(tmp_path, name):
    Store(tmp_path).keep(replace(RESULT, student=name))
    for suffix in ("json", "html", "xml", "md", "csv"):
        assert not (tmp_path / f"report.{suffix}").exists()


def test_different_names_get_different_folders():
    names = [*HOSTILE, "kim", "kim.", "kim ", "Kim", "kim (2)", "kim -2", "김", "a-b", "a b", "x" * 80, "x" * 81]
    assert len({folder_name(name) for name in names}) == len(names)


def test_a_key_tells_all_its_parts_apart():
    keys = [key_of(parts) for parts in (["ab", "c"], ["a", "bc"], ["abc"], ["ab", "c", ""], [["ab"], "c"], [None], [0])]
    assert len(set(keys)) == len(keys)


def test_the_engine_is_known_by_its_code():
    version, digest = engine().split("+")
    assert version and len(digest) == 8


def test_a_folder_that_cannot_hold_results_is_refused_in_one_line(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(GraderError, match=r"cannot hold results.*-o"):
        Store(tmp_path / "file")


def test_results_that_did_not_change_are_not_written_again(tmp_path):
    store = Store(tmp_path)
    store.keep(RESULT, key=KEY, file_key=FILE_KEY)
    before = {path: path.stat().st_ino for path in tmp_path.rglob("*") if path.is_file()}
    store.keep(RESULT, key=KEY, file_key=FILE_KEY)
    assert {path: path.stat().st_ino for path in tmp_path.rglob("*") if path.is_file()} == before


# ---------------------------------------------------------------------------------------------- writing atomically


def test_a_write_replaces_the_whole_content(tmp_path):
    (tmp_path / "x").write_bytes(b"old and longer")
    write_atomically(tmp_path / "x", b"new")
    assert files(tmp_path) == {"x": b"new"}


@pytest.mark.parametrize("step", ["chmod", "fsync", "replace"])
def test_a_write_that_fails_keeps_the_old_content_and_leaves_nothing_behind(tmp_path, monkeypatch, step):
    (tmp_path / "x").write_bytes(b"old")

    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="No space"):
        write_atomically(tmp_path / "x", b"new")
    monkeypatch.undo()
    assert files(tmp_path) == {"x": b"old"}


KEEP = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from autograder.files import write_atomically
Path(sys.argv[2], "begun").touch()
write_atomically(Path(sys.argv[2], "x"), b"new" * 3000)
"""


def _n_calls(tmp_path):
    """How often an undisturbed write makes each system call, Python's own start included."""
    log = tmp_path / "log"
    calls = "openat,write,?chmod,fchmodat,fsync,rename,close"
    _traced(tmp_path, "-e", f"trace={calls}", "-o", str(log))
    lines = [line.split("(")[0] for line in log.read_text().splitlines()]
    return {call: lines.count(call) for call in calls.replace("?", "").split(",")}


def _traced(tmp_path, *options):
    folder = tmp_path / "folder"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "x").write_bytes(b"old" * 3000)
    command = ["strace", *options, sys.executable, "-S", "-c", KEEP, str(ROOT), str(folder)]
    return folder, subprocess.run(command, capture_output=True, check=False)


def _strace_works():
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not _strace_works(), reason="needs strace and the right to trace")
def test_a_kill_at_any_system_call_of_a_write_leaves_old_or_new(tmp_path):
    seen = set()
    for call, total in _n_calls(tmp_path).items():
        last = 3 if call in ("openat", "close") else total  # before those, Python starts
        for nth in range(total, max(0, total - last), -1):
            folder, done = _traced(tmp_path, "-o", "/dev/null", "-e", f"inject=?{call}:signal=SIGKILL:when={nth}")
            assert done.returncode == -9 or b"SIGKILL" in done.stderr or done.returncode == 137, (call, nth)
            if (folder / "begun").exists():
                seen.add((folder / "x").read_bytes()[:3])
                assert (folder / "x").read_bytes() in (b"old" * 3000, b"new" * 3000), (call, nth)
    assert seen == {b"old", b"new"}


# ------------------------------------------------------------------------------------------------------- disk full


@pytest.fixture
def tiny_disk(tmp_path):
    """A file system of 64 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_one_clear_line_and_loses_nothing(tiny_disk):
    store = Store(tiny_disk)
    kept = []
    with pytest.raises(GraderError) as refused:
        for n in range(1000):
            store.keep(replace(RESULT, student=f"s{n:03}"), key=key_of([n]))
            kept.append(f"s{n:03}")
    assert "No space left" in str(refused.value) and "\n" not in str(refused.value)
    assert "safe" in str(refused.value)
    names = [result.student for result in store.results()]
    assert kept and names[: len(kept)] == kept
    for path in tiny_disk.rglob("*.json"):
        json.loads(path.read_bytes())
