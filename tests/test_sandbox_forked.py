"""What boxes that are forked from one process share, and that it is nothing which tells them from started ones."""

import os
import re
import shutil
import signal
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.errors import GraderError
from autograder.pipeline import Settings, assignment, grade_file
from autograder.reports import as_json
from autograder.sandbox import box, opening, template
from autograder.sandbox.session import Limits, Session
from autograder.sandbox.wire import pack
from autograder.store import Store
from tests import small_course
from tests.test_sandbox_keras import _below

pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap: sudo apt install bubblewrap")

NOTHING = pack(())
WAYS = ("started", "forked")
BOXES = [("started", "numpy"), ("forked", "numpy"), ("forked", "numpy"), ("forked", "keras")]


def answer_of(source, way, *, name="f", package="numpy"):
    """What one function answers in a new box."""
    if package == "keras":
        pytest.importorskip("tensorflow")
    with Session(way=way, packages=(package,)) as session:
        assert session.load([{"number": 1, "source": source}], []) == []
        outcome = session.call(name, NOTHING)
        assert outcome.kind == "value", outcome
        return getattr(outcome.value, "tolist", lambda: outcome.value)()


def numbers_of(session):
    """The numbers, outside, of the template and of the box that it forked."""
    facts = Path(f"/proc/self/fdinfo/{session._box.init}").read_text()
    return _below(session._box.template.box.process.pid)[0], int(re.search(r"^Pid:\s*(\d+)", facts, re.M)[1])


# --- nothing tells them apart -------------------------------------------------------------------------------------


CHANCE = """
import random, uuid, secrets, numpy as np
def f(): return [random.random(), np.random.rand(), np.random.randn(3).sum(), random.randint(0, 10**9)]
def entropy(): return [np.random.default_rng().random(), uuid.uuid4().int % 10**9, secrets.randbelow(10**9)]
"""


def test_chance_without_a_seed_begins_at_the_same_point_in_every_box():
    first, *others = [answer_of(CHANCE, way, package=package) for way, package in BOXES]
    assert all(other == first for other in others)


def test_what_asks_the_kernel_for_chance_gets_another_answer_in_every_box():
    answers = [answer_of(CHANCE, "forked", name="entropy") for _ in range(2)]
    assert not set(answers[0]) & set(answers[1])


MODULES = """
import sys
def text(names): return ["".join(part) for part in zip(*[iter(" ".join(sorted(names)).ljust(9 * 180))] * 180)]
def numpy(): return text(name[5:] for name in sys.modules if name.startswith("numpy.") and "._" not in name)
def packages(): return text(name for name in sys.modules if "." in name and not name.startswith(("numpy", "inside")))
def foreign():
    ours = set(sys.stdlib_module_names) | {"numpy", "inside", "__main__", "cython_runtime"}
    return text(name for name in sys.modules if name.partition(".")[0] not in ours and "cython" not in name)
def finders(): return text(str(n) + type(finder).__name__ for n, finder in enumerate(sys.meta_path))
def paths(): return text([*sys.path, *sys.argv])
"""


@pytest.mark.parametrize("name", ["numpy", "packages", "foreign", "finders", "paths"])
def test_what_is_imported_and_can_be_is_the_same(name):
    """A module with a dot that only one of them holds would be a line that works in one box and not in the other."""
    started, forked = (answer_of(MODULES, way, name=name) for way in WAYS)
    assert started == forked


REACHED = """
import os, threading, resource, gc, sys
def threads():
    waiting = threading.Event()
    n = 0
    try:
        for n in range(100):
            threading.Thread(target=waiting.wait, daemon=True).start()
    except RuntimeError:
        return n
    finally:
        waiting.set()
def limits():
    kinds = [getattr(resource, name) for name in sorted(vars(resource)) if name.startswith("RLIMIT_")]
    return [resource.getrlimit(kind) for kind in kinds if kind != resource.RLIMIT_NPROC]
def files(): return sorted(os.listdir("/")) + sorted(os.listdir("/tmp")) + sorted(os.listdir("/dev"))
def frozen(): return gc.isenabled()
def recursion(): return sys.getrecursionlimit()
def numbers(): return [os.getpid(), os.getppid(), os.getuid(), *os.sched_getaffinity(0)]
"""


@pytest.mark.parametrize("name", ["threads", "limits", "files", "frozen", "recursion", "numbers"])
def test_limits_and_surroundings_are_the_same(name):
    started, forked = (answer_of(REACHED, way, name=name) for way in WAYS)
    assert started == forked


def test_the_same_submission_comes_to_the_same_result_in_either_box(course, monkeypatch):
    task = assignment(course, course.parent / "assignments", "b01_scale")
    data = small_course.submission(course, scale="def scale(x, factor, shift):\n    return x")
    results = []
    for way in WAYS:
        monkeypatch.setattr(opening, "_way", lambda isolation, packages, first, way=way: way)
        result = grade_file("kim", "a.ipynb", data, task, Settings(language="en"), Store(None))
        items = tuple(replace(item, seconds=0.0) for item in result.items)
        results.append(as_json.to_json(replace(result, items=items)))
    assert results[0] == results[1]
    assert '"wrong"' in results[0]


# --- nothing is handed on -----------------------------------------------------------------------------------------


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may look")
def test_the_template_holds_nothing_of_a_submission_nor_of_a_case():
    word = "quetzal" + os.urandom(8).hex()  # in this process twice, in the template never
    source = f"def f(x):\n    return '{word}' + x"
    with Session(way="forked") as session:
        session.read({"cells": []}, "a.py", f"# %%\n{source}\n".encode())
        session.load([{"number": 1, "source": source}], [])
        assert session.call("f", pack((word,))).value == word + word
        own, child = numbers_of(session)
        assert occurs(word, child)
        assert not occurs(word, own)
    with Session(way="forked") as following:
        following.load([{"number": 1, "source": "x = 1"}], [])
        again, child = numbers_of(following)
        assert again == own
        assert not occurs(word, child)


def occurs(word, pid):
    """Is it anywhere in the memory of a process?"""
    with open(f"/proc/{pid}/mem", "rb") as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            place, rights, *_ = line.split()
            if not rights.startswith("rw"):
                continue
            start, end = (int(number, 16) for number in place.split("-"))
            memory.seek(start)
            if word.encode() in memory.read(end - start):
                return True
    return False


def test_no_variable_module_or_file_of_one_student_reaches_the_next():
    leaves = """
import builtins, sys, os, numpy as np
builtins.left = np.left = sys.left = 1
sys.modules["left"] = sys
os.environ["LEFT"] = "1"
open("/tmp/left", "w").close()
np.random.seed(7)
def f(): return 1
"""
    finds = """
import builtins, sys, os, numpy as np
def f():
    found = [hasattr(builtins, "left"), hasattr(np, "left"), hasattr(sys, "left"), "left" in sys.modules]
    return sum(found) + len(os.listdir("/tmp")) + ("LEFT" in os.environ)
"""
    assert answer_of(leaves, "forked") == 1
    assert answer_of(finds, "forked") == 0


def test_one_template_has_one_child_at_a_time():
    with Session(way="forked") as one, Session(way="forked") as other:
        one.start()
        other.start()
        assert one._box.template is not other._box.template
        first = one._box.template
    with Session(way="forked") as again:
        again.start()
        assert again._box.template is first


GREEDY = """
import threading
waiting = threading.Event()
def takes():
    try:
        while True: threading.Thread(target=waiting.wait, daemon=True).start()
    except RuntimeError:
        return threading.active_count()
def needs():
    workers = [threading.Thread(target=waiting.wait, args=(0.01,)) for _ in range(4)]
    [worker.start() for worker in workers]
    return len(workers)
"""


def test_of_sixteen_boxes_at_once_none_takes_threads_from_another():
    sessions = [Session(way="forked") for _ in range(16)]
    try:
        for session in sessions:
            assert session.load([{"number": 1, "source": GREEDY}], []) == []
        assert [session.call("takes", NOTHING).value for session in sessions[::2]] == [16] * 8
        assert [session.call("needs", NOTHING).value for session in sessions[1::2]] == [4] * 8
    finally:
        for session in sessions:
            session.close()
        template.close_templates()


# --- which way ----------------------------------------------------------------------------------------------------


def kinds(n):
    found = []
    for _ in range(n):
        with Session() as session:
            session.start()
            found.append("started" if isinstance(session._box, box.Box) else "forked")
    return found


def test_the_first_box_of_a_grader_is_started_and_the_others_are_forked(no_box_yet):
    assert kinds(3) == ["started", "forked", "forked"]
    assert len(template._templates) == 1


def refuses(*words, **more):
    raise GraderError("no template today")


@pytest.mark.parametrize(
    ("what", "instead"),
    [("open_forked", refuses), ("_take", refuses), ("seccomp", None)],
    ids=["no template", "it does not start", "its children do not start"],
)
def test_where_no_template_is_to_be_had_boxes_are_started(no_box_yet, monkeypatch, what, instead):
    monkeypatch.setattr(template, what, instead or Broken)
    assert kinds(3) == ["started"] * 3
    assert opening._no_template == {"namespaces+seccomp"}


class Broken:
    """In the place of `seccomp`: a list of calls that is none."""

    build = staticmethod(lambda stage: b"none")


def test_without_process_descriptors_boxes_are_started(no_box_yet, monkeypatch):
    monkeypatch.delattr(os, "pidfd_open")
    with pytest.raises(GraderError, match="Linux"):
        template.open_forked("namespaces+seccomp", ("numpy",), memory_bytes=1 << 30, cpu_s=9)


# --- faults of ours -----------------------------------------------------------------------------------------------


def test_a_template_that_dies_in_the_middle_of_a_call_costs_nobody_anything():
    with Session(way="forked") as session:
        session.load([{"number": 1, "source": "import time\ndef f():\n    time.sleep(0.6)\n    return 5"}], [])
        dying = session._box.template
        threading.Timer(0.2, os.kill, [numbers_of(session)[0], signal.SIGKILL]).start()
        outcome = session.call("f", NOTHING)
        assert (outcome.kind, outcome.value) == ("value", 5)
        assert session._box.template is not dying


def test_a_template_that_dies_between_two_submissions_is_replaced():
    with Session(way="forked") as session:
        session.start()
        before = numbers_of(session)[0]
    os.kill(before, signal.SIGKILL)
    assert answer_of("def f(): return 5", "forked") == 5


def test_a_box_that_the_student_ends_is_his_own_loss_and_not_the_templates():
    with Session(way="forked", limits=Limits(respawns=3)) as session:
        session.load([{"number": 1, "source": "import os\ndef f(): os._exit(3)\ndef g(): return 1"}], [])
        owner = session._box.template
        assert session.call("f", NOTHING).message == "ended the process (exit code 3)"
        assert session.call("g", NOTHING).value == 1
        assert session._box.template is owner


def test_a_hundred_boxes_leave_memory_descriptors_and_processes_flat():
    def size():
        own = _below(template._templates[0].box.process.pid)
        status = Path(f"/proc/{own[0]}/status").read_text()
        memory = int(next(line.split()[1] for line in status.splitlines() if line.startswith("RssAnon")))
        return memory, len(own), len(os.listdir(f"/proc/{own[0]}/fd")), len(os.listdir("/proc/self/fd"))

    template.close_templates()
    for _ in range(5):
        answer_of("def f(): return 1", "forked")
    before = size()
    for _ in range(100):
        answer_of("def f(): return 1", "forked")
    after = size()
    assert after[1:] == before[1:]
    assert after[0] - before[0] < 1000  # KiB


def test_closing_the_templates_leaves_no_process():
    answer_of("def f(): return 1", "forked")
    pid = template._templates[0].box.process.pid
    family = [pid, *_below(pid)]
    template.close_templates()
    assert [one for one in family if Path(f"/proc/{one}").exists()] == []
