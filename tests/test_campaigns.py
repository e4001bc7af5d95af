"""The campaigns in short: nothing lost, misgraded or left behind. In full: make soak kill full-disk repeat fuzz."""

import json
import os
import shutil
import subprocess
import sys
import time

import pytest

from benchmarks import processes
from campaigns import course, folders, full_disk, kill, record, repeat, soak, submissions
from campaigns.fuzz import feed
from campaigns.readers import READERS
from campaigns.record import Phase, Telling

pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap: sudo apt install bubblewrap")


def faults(run, *args, **options):
    """What a campaign finds, and how much it tried."""
    telling = Telling(lambda line: None)
    run(*args, telling, **options)
    every = record.total(telling.phases)
    assert every.tried
    return list(every.faults)


@pytest.fixture
def scratch(tmp_path):
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def test_a_class_with_attacks_gets_the_declared_verdicts_and_leaves_nothing(no_box_yet, scratch):
    assert faults(soak.run, scratch, 30, seed=5, patient=False) == []


def test_a_run_that_is_killed_goes_on_to_the_results_of_one_that_is_not(scratch):
    assert faults(kill.at_random_moments, scratch, 2, seed=7, n=10) == []


@pytest.mark.skipif(not kill.can_trace(), reason="needs strace and the right to trace")
def test_a_command_that_is_killed_at_a_system_call_leaves_old_or_new(scratch):
    names = ("grade again", "regrade")
    assert faults(kill.at_every_write, scratch, traced=True, seconds=60, most=2, names=names, seed=os.getpid()) == []


def test_a_command_that_is_killed_at_a_change_leaves_old_or_new(scratch):
    options = {"traced": False, "seconds": 60, "most": 2, "names": ("export",), "seed": os.getpid()}
    assert faults(kill.at_every_write, scratch, **options) == []


def test_a_full_disk_is_one_line_and_loses_nothing(scratch):
    run = full_disk.mounted if full_disk.may_mount(scratch) else full_disk.made_up
    folder = scratch / "disk"
    folder.mkdir()
    assert faults(run, folder, seconds=60, most=2, names=("grade", "report"), seed=os.getpid()) == []


def test_one_worker_and_four_come_to_the_same_bytes(scratch):
    assert faults(repeat.made_up, scratch, 2, seed=3, n=10, ways=2) == []


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_reader_answers_or_refuses_whatever_it_is_fed(reader):
    _, fault, _ = feed(reader, seed=int(time.time()) // 86_400, examples=40)  # others every day
    assert fault == ""


# --- the campaigns' own eyes ----------------------------------------------------------------------------------------


def held(**more):
    return processes.Held(100.0, 20, 3, 0, 20, 0, **more)


def test_no_size_of_a_disk_that_is_too_small_is_no_limit_at_all():
    sizes = full_disk.sizes((0, 1), (3 * full_disk.PAGE, 3))
    assert sizes == ["size=4096", "size=8192", "size=12288", "size=16384", "nr_inodes=1", "nr_inodes=2", "nr_inodes=3",
                     "nr_inodes=4"]  # fmt: skip


def test_a_memory_that_rises_is_seen():
    samples = [processes.Held(100.0 + n, 20, 3, 0, 20, 0) for n in range(soak.SAMPLES)]
    assert "memory rises" in soak.grow(samples)[0]
    assert soak.grow([held()] * soak.SAMPLES) == []


def test_descriptors_that_rise_are_seen_and_a_box_more_is_not():
    rising = [processes.Held(100.0, 20 + n, 3, 0, 20, 0) for n in range(soak.SAMPLES)]
    swaying = [processes.Held(100.0, 20 + 7 * (n % 2), 3, 0, 20, 0) for n in range(soak.SAMPLES)]
    assert "descriptors" in soak.grow(rising)[0]
    assert soak.grow(swaying) == []


def test_what_differs_from_old_and_new_is_seen():
    old, new = {"a": b"1", "b": b"1"}, {"a": b"2", "b": b"1"}
    assert folders.neither({"a": b"1", "b": b"1"}, old, new) == []
    assert folders.neither({"a": b"3"}, old, new) == ["a is neither old nor new"]
    assert folders.differences({"b": b"2", "c": b""}, old) == ["a is missing", "c should not be there", "b differs"]


def test_durations_are_no_difference_and_points_are():
    one = folders.timeless(b'{"score": 1, "items": [{"seconds": 1.5}]}', ".json")
    assert one == folders.timeless(b'{"items": [{"seconds": 9}], "score": 1}', ".json")
    assert one != folders.timeless(b'{"items": [{"seconds": 9}], "score": 2}', ".json")


def test_a_process_that_lives_on_is_seen():
    left = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"])
    try:
        assert left.pid in processes.gone_after(most_s=0.1)[1]
    finally:
        left.kill()
        left.wait()


def test_a_wrong_verdict_is_seen(course):
    declared = submissions.a_class(course, 20, hostile_share=0.2, seed=1)
    assert len({one.data for one in declared}) == 20
    assert all(one.fault(None) for one in declared)


def test_a_reader_that_raises_what_is_not_ours_is_seen():
    broken = type(READERS[0])("broken", lambda example: {}[example], READERS[1].examples)
    assert "KeyError" in feed(broken, seed=1, examples=5)[1] or "TypeError" in feed(broken, seed=1, examples=5)[1]


def test_results_are_written_for_programs_and_for_people(tmp_path, capsys):
    record.write(tmp_path, "x", "What was tried.", "python -m x", [Phase("one", 3, 1.5, {"seen": 2}, ("a fault",))])
    assert json.loads((tmp_path / "x.json").read_text())["faults"] == 1
    assert "| one | 3 | 1 | 1.5 | seen 2 |" in (tmp_path / "x.md").read_text()
    assert "total: 3 tried, 1 fault" in capsys.readouterr().out


def test_a_killed_command_is_dead_at_once(scratch):
    place = course_module_place(scratch)
    ended, seconds, left = kill.killed([sys.executable, "-S", "-c", "import time; time.sleep(60)"], place, 0.3)
    assert (ended, left) == (False, {})
    assert seconds < kill.MOST_S


def course_module_place(folder):
    for name in ("tmp", "cwd"):
        (folder / name).mkdir()
    return course.Place(folder)
