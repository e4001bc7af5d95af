"""Boxes without namespaces: every wall of the lower level, tried from inside, as root and as an ordinary user."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.errors import GraderError
from autograder.sandbox import box, landlock, levels, seccomp
from autograder.sandbox.inside import landlock as inside
from autograder.sandbox.session import Limits, Session
from autograder.sandbox.wire import pack
from tests.test_sandbox_parts import _fake_bubblewrap, _verdict
from tests.test_sandbox_walls import ATTEMPTS, _alive, _children

pytestmark = pytest.mark.skipif(bool(landlock.why_not()), reason=landlock.why_not() or "-")
ROOT = Path(__file__).parents[1]

MORE = '''
import numpy

def own():
    return os.environ["TMPDIR"]

def covered():
    """Folders beside the standard library, by path."""
    found = []
    for folder in sys.path:
        for name in ("site-packages", "dist-packages"):
            place = os.path.realpath(os.path.join(folder, name))
            for package in (os.listdir(place) if os.path.isdir(place) else ()):
                if package == "numpy":  # it is allowed, and may lie there
                    continue
                found.append(tries(open, f"{place}/{package}/__init__.py"))
    return sorted({one for one in found if one not in ("FileNotFoundError", "NotADirectoryError")})

def changes(path):
    """Mode and time of a file that may be this user's, and what they were told."""
    before = os.stat(path)
    told = [tries(os.chmod, path, 0o777), tries(os.utime, path, (1, 1))]
    after = os.stat(path)
    return [(before.st_mode, before.st_mtime_ns) == (after.st_mode, after.st_mtime_ns), *told]

def truncates(path):
    return [tries(os.truncate, path, 0), tries(os.open, path, os.O_TRUNC), tries(os.unlink, path)]

def moves(path):
    open("mine", "w").close()
    return [tries(os.rename, "mine", path + ".new"), tries(os.rename, path, "taken"), tries(os.link, path, "linked")]

def reaches_others(pid):
    import resource
    done = [tries(resource.prlimit, pid, resource.RLIMIT_CPU, (1, 1)), tries(os.pidfd_open, pid)]
    return done + [calls(234, pid, pid, 0), calls(234, os.getpid(), os.getpid(), 0)]

def many_threads():
    import threading
    threading.stack_size(32768)
    stop, started = threading.Event(), []
    try:
        while len(started) < 2000:
            thread = threading.Thread(target=stop.wait)
            thread.start()
            started.append(thread)
    except RuntimeError:
        pass
    stop.set()
    [thread.join() for thread in started]
    return len(started)

def writes_a_lot():
    for number in range(40):
        with open(f"{number}", "wb") as file:
            file.write(bytes(4 << 20))
    import time
    time.sleep(20)

def digs():
    try:
        while True:
            os.mkdir("d" * 100)
            os.chdir("d" * 100)
    except OSError:
        pass
    import time
    time.sleep(20)

def hides():
    os.mkdir("hidden", 0o300)
    with open("hidden/file", "wb") as file:
        file.write(b"x")
    import time
    time.sleep(20)

def forbids(path):
    return tries(os.listdir, path) == "PermissionError"

def large():
    with open("large", "wb") as file:
        file.write(bytes(9 << 20))

def kept():
    return os.listdir(".")
'''


@pytest.fixture(scope="module")
def victim(tmp_path_factory):
    """A file that everybody may read, in folders that everybody may enter."""
    path = Path("/var/tmp", f"of-the-host-{os.getpid()}")
    path.write_text("secret")
    path.chmod(0o666)
    yield str(path)
    path.unlink()


@pytest.fixture(scope="module")
def session():
    os.environ["SANDBOX_TEST_SECRET"] = "hidden-in-the-grader"
    limits = replace(Limits(), respawns=50, total_s=200, call_s=10)
    with Session(isolation="landlock", limits=limits) as session:
        assert session.load([{"number": 1, "source": ATTEMPTS + MORE}], []) == []
        yield session
    del os.environ["SANDBOX_TEST_SECRET"]


@pytest.fixture
def inside_it(session):
    def call(name, *args):
        outcome = session.call(name, pack(args))
        assert outcome.kind == "value", outcome
        return getattr(outcome.value, "tolist", lambda: outcome.value)()

    return call


def test_the_level_is_named(session):
    assert session.level == "landlock+seccomp"


def test_the_graders_environment_is_not_visible(inside_it):
    assert inside_it("environment") == 0
    assert set(inside_it("proc")) == {"PermissionError"}


@pytest.mark.parametrize("path", ["/etc/passwd", "/root", "/home", __file__, "/usr/bin/env", "/sys", "/run", "/tmp"])
def test_nothing_of_the_host_can_be_opened(inside_it, path):
    assert inside_it("reads", path) in ("PermissionError", "IsADirectoryError")
    assert not os.path.isdir(path) or inside_it("forbids", path)


def test_a_file_that_everybody_may_change_is_neither_read_nor_changed(inside_it, victim):
    assert inside_it("reads", victim) == "PermissionError"
    assert inside_it("truncates", victim) == ["PermissionError"] * 3
    assert "done" not in inside_it("moves", victim)
    assert Path(victim).read_text() == "secret"


def test_mode_and_time_of_a_file_stay_as_they_are_though_he_is_told_they_changed(inside_it, victim):
    assert inside_it("changes", victim) == [True, "done", "done"]


@pytest.mark.parametrize("path", ["/", "/dev", "/dev/null", "/etc", "/proc", "/var/tmp", "/dev/shm", "/usr/lib"])
def test_nothing_but_the_folder_of_its_own_can_be_written(inside_it, path):
    assert inside_it("writes", path) in ("OSError", "PermissionError", "FileNotFoundError", "NotADirectoryError")


def test_what_it_was_started_from_cannot_be_written(inside_it):
    folder = str(Path(inside_it("own")).parent)
    assert inside_it("writes", folder) == "PermissionError"
    for kind in Path(folder).glob("kind-*"):
        assert inside_it("writes", f"{kind}/w/inside") == "PermissionError"
        assert inside_it("writes", f"{kind}/sp/numpy") in ("PermissionError", "OSError")


def test_another_box_is_out_of_reach(inside_it):
    with Session(isolation="landlock") as other:
        other.load([{"number": 1, "source": ATTEMPTS + MORE}], [])
        place, pid = other.call("own", pack(())).value, other._box.process.pid
        assert place != inside_it("own")
        assert inside_it("writes", place) == "PermissionError"
        assert inside_it("forbids", place)
        assert inside_it("reaches_others", pid)[:2] == ["PermissionError", "OSError"]
        assert other.call("threads", pack(())).value.tolist() == [0, 1, 2, 3]


def test_no_process_and_no_program_can_be_started(inside_it, session):
    assert inside_it("forks") == ["PermissionError", "PermissionError", True]
    assert session.call("bomb", pack(())).error == "PermissionError"
    assert set(inside_it("executes")) <= {"PermissionError", "FileNotFoundError"}


def test_no_socket_can_be_opened_and_no_process_signalled(inside_it):
    assert set(inside_it("sockets")) == {"PermissionError"}
    assert set(inside_it("signals")) == {"PermissionError"}


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers are of x86_64")
def test_it_can_signal_and_limit_itself_alone(inside_it):
    assert inside_it("reaches_others", os.getpid()) == ["PermissionError", "OSError", -1, 0]


def test_the_user_is_nobody_special(inside_it):
    uid, effective, _ = inside_it("user")
    assert uid == effective and uid != 0
    if os.geteuid() == 0:
        assert box.UNPRIVILEGED <= uid < box.UNPRIVILEGED + box.N_USERS


def test_every_descriptor_is_a_pipe_or_null(inside_it):
    fifo, device = 1, 2
    assert sorted(inside_it("descriptors")) == [fifo, fifo, fifo, fifo, device]


@pytest.mark.parametrize("name", ["scipy", "torch", "pandas", "pip", "autograder", "jinja2", "tensorflow", "keras"])
def test_other_packages_are_not_there(inside_it, name):
    assert inside_it("imports", name) == "ModuleNotFoundError"


def test_packages_beside_the_standard_library_cannot_be_opened_by_path_either(inside_it):
    assert inside_it("covered") in ([], ["PermissionError"])


def test_what_a_student_may_do_works(inside_it):
    assert inside_it("daily_life") == 6 + 1.4
    assert inside_it("threads") == [0, 1, 2, 3]


def test_limits_hold_and_cannot_be_raised(session, inside_it):
    assert inside_it("limits") == [session.limits.memory_bytes, 64, 0]
    assert inside_it("raises_a_limit") == "ValueError"
    assert session.call("asks_for_memory", pack((session.limits.memory_bytes,))).error == "MemoryError"
    assert session.call("large", pack(())).error == "OSError"


def test_threads_are_counted(inside_it):
    assert 3 <= inside_it("many_threads") <= 2 * landlock.THREADS


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers are of x86_64")
@pytest.mark.parametrize("number", [101, 425, 250, 29, 73, 272, 319, 254, 435, 434, 317, 165, 444, 446, 1000])
def test_other_ways_out_are_closed(inside_it, number):
    assert inside_it("calls", number, 0, 0, 0, 0) in (-1, -38)


@pytest.mark.parametrize("name", ["writes_a_lot", "digs"])
def test_whoever_writes_more_than_a_small_folder_holds_is_ended(session, inside_it, name):
    outcome = session.call(name, pack(()))
    assert (outcome.kind, "SIGKILL" in outcome.message) == ("died", True)
    assert inside_it("kept") == []


def test_nothing_is_left_of_a_box_however_deep_it_dug(session):
    session.call("digs", pack(()))
    root = landlock._roots[os.getpid()]
    with Session(isolation="landlock") as other:
        other.start()
        own = other._box.watch.folder
        assert own.is_dir()
    assert not own.exists()
    assert [path for path in root.glob("box-*") if any(path.iterdir())] == []


@pytest.mark.parametrize("depth", [3, 3000])
def test_any_tree_can_be_removed(tmp_path, depth):
    top = tmp_path / "box"
    top.mkdir()
    here = os.open(top, os.O_RDONLY)
    for _ in range(depth):
        for name in ("file", "link"):
            os.symlink("/etc/passwd", name, dir_fd=here)
        os.mkdir("d" * 200, dir_fd=here)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.fchmod(here, 0)
    os.close(here)
    landlock.remove(top)
    assert not top.exists() and Path("/etc/passwd").exists()


# --- as whom, and where --------------------------------------------------------------------------------------------

NO_NAMESPACES = [
    "bwrap",
    "--unshare-user",
    "--uid",
    "1000",
    "--gid",
    "1000",
    "--disable-userns",
    "--dev-bind",
    "/",
    "/",
]
needs_bubblewrap = pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap")


def _as_an_ordinary_user_without_namespaces(code):
    done = subprocess.run(
        [*NO_NAMESPACES, sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@needs_bubblewrap
def test_where_namespaces_are_forbidden_an_ordinary_user_gets_landlock_by_itself():
    found = _as_an_ordinary_user_without_namespaces(
        "import json; from autograder.sandbox import levels, probe; found = probe.probe()\n"
        "print(json.dumps([found.level, found.ok, found.n_walls, probe.why_lower(found.level), levels.forbidden()]))"
    )
    level, ok, n_walls, said, why = found
    assert (level, ok) == ("landlock+seccomp", True) and n_walls >= 11
    assert "namespace" in why and any("Landlock in their place" in line for line in said)


@needs_bubblewrap
def test_an_ordinary_users_own_files_are_safe_from_a_box_of_the_same_user(tmp_path):
    """What root is spared, because its boxes are other users: files and processes of the user who grades."""
    (tmp_path / "mine").write_text("secret")
    (tmp_path / "mine").chmod(0o600)
    code = f"""
import json, os
from autograder.sandbox.session import Session
from autograder.sandbox.wire import pack
from tests.test_sandbox_landlock import ATTEMPTS, MORE
answers = {{}}
with Session() as session:
    session.load([{{"number": 1, "source": ATTEMPTS + MORE}}], [])
    for name in ("reads", "truncates", "moves", "changes"):
        answers[name] = session.call(name, pack(({str(tmp_path / "mine")!r},))).value
    answers["reaches_others"] = session.call("reaches_others", pack((os.getpid(),))).value
    answers["user"] = session.call("user", pack(())).value[:1]
    answers["hides"] = session.call("hides", pack(()), wall_s=10).kind
print(json.dumps(answers, default=lambda value: value.tolist()))
"""
    found = _as_an_ordinary_user_without_namespaces(code)
    assert found["user"] == [1000]
    assert found["reads"] == "PermissionError" and found["truncates"] == ["PermissionError"] * 3
    assert "done" not in found["moves"]
    assert found["changes"] == [True, "done", "done"]
    assert found["reaches_others"][:2] == ["PermissionError", "OSError"]
    if os.uname().machine == "x86_64":
        assert found["reaches_others"][2:] == [-1, 0]
    assert found["hides"] == "died"  # a folder that even the grader cannot look into
    assert (tmp_path / "mine").read_text() == "secret" and (tmp_path / "mine").stat().st_mode & 0o777 == 0o600


def test_killing_the_grader_removes_the_box():
    grader = """
from autograder.sandbox.session import Session
from autograder.sandbox.wire import pack
session = Session(isolation="landlock")
session.load([{"number": 1, "source": "def f():\\n    while True: pass"}], ["f"])
print(session._box.process.pid, flush=True)
session.call("f", pack(()), wall_s=30)
"""
    with subprocess.Popen([sys.executable, "-c", grader], stdout=subprocess.PIPE, cwd=ROOT) as process:
        family = [int(process.stdout.readline())]
        family += _children(family[0])
        process.send_signal(signal.SIGKILL)
    for _ in range(100):
        if not any(map(_alive, family)):
            break
        time.sleep(0.05)
    else:
        pytest.fail("still alive")
    for left in Path("/tmp").glob(f"autograder-boxes-{process.pid}-*"):
        os.utime(left, (1, 1))  # an hour later
        landlock._sweep(Path("/tmp"))
        assert not left.exists()


# --- it fails closed -----------------------------------------------------------------------------------------------


@pytest.fixture
def own_layout(monkeypatch):
    """As if this grader had started no box yet."""
    monkeypatch.setattr(landlock, "_commons", {})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("MIN_ABI = 3 ", "MIN_ABI = 99 "),
        ("RESTRICT_SELF = 444, 445, 446", "RESTRICT_SELF = 444, 445, 9999"),
        ("ADD_RULE, RESTRICT_SELF = 444, 445,", "ADD_RULE, RESTRICT_SELF = 444, 9999,"),
        ("PR_SET_NO_NEW_PRIVS = 1, 38", "PR_SET_NO_NEW_PRIVS = 1, 9999"),
        ('bytes.fromhex(settings["filter"])', 'b"12345678"'),
    ],
)
def test_a_box_whose_wall_cannot_be_put_up_does_not_start(monkeypatch, own_layout, before, after):
    source = (box.INSIDE / "landlock.py").read_text()
    assert before in source
    broken = compile(source.replace(before, after), "inside/landlock.py", "exec")
    modules = box._inside() | {"landlock.pyc": box.MAGIC_NUMBER + bytes(12) + box.marshal.dumps(broken)}
    monkeypatch.setattr(box, "_inside", lambda: modules)
    with pytest.raises(GraderError, match="No sandbox"), Session(isolation="landlock") as session:
        session.start()


def test_a_folder_that_is_missing_keeps_the_box_from_starting(monkeypatch, own_layout):
    real = landlock.settings
    monkeypatch.setattr(landlock, "settings", lambda *facts: real(*facts) | {"rules": [["read", "/nowhere/at/all"]]})
    with pytest.raises(GraderError, match="No sandbox"), Session(isolation="landlock") as session:
        session.start()


@pytest.mark.parametrize(("abi", "says"), [(0, "no Landlock"), (2, "Linux 6.2")])
def test_without_landlock_asking_for_it_is_refused_in_one_line(monkeypatch, abi, says):
    monkeypatch.setattr(inside, "abi", lambda: abi)
    with pytest.raises(GraderError, match=says) as caught:
        Session(isolation="landlock")
    assert "\n" not in str(caught.value)


FORBIDDEN = "echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1"


def test_auto_takes_landlock_where_namespaces_are_forbidden(tmp_path, monkeypatch):
    _fake_bubblewrap(tmp_path, monkeypatch, FORBIDDEN)
    assert levels.chosen("auto") == "landlock+seccomp"
    assert levels.chosen("namespaces") == "namespaces+seccomp"


@pytest.mark.parametrize("script", ["exit 1", "echo 'bwrap: Unknown option --size' >&2; exit 1", None])
def test_auto_stays_above_where_bubblewrap_is_only_missing_broken_or_old(tmp_path, monkeypatch, script):
    if script is None:
        monkeypatch.setenv("PATH", "/nonexistent")
    else:
        _fake_bubblewrap(tmp_path, monkeypatch, script)
    assert levels.chosen("auto") == "namespaces+seccomp"


def test_with_neither_nothing_is_graded(tmp_path, monkeypatch):
    _fake_bubblewrap(tmp_path, monkeypatch, FORBIDDEN)
    monkeypatch.setattr(inside, "abi", lambda: 0)
    assert levels.chosen("auto") == "namespaces+seccomp"
    with pytest.raises(GraderError, match="--sandbox none"), Session(way="started") as session:
        session.start()


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_without_namespaces_lets_it_reach_itself_alone(machine):
    column, arch = seccomp.ARCHITECTURES[machine]
    program = seccomp.build("student", machine=machine, own=77)
    for numbers in seccomp.TO_ITSELF.values():
        assert _verdict(program, numbers[column], arch=arch, argument=77) == seccomp.ALLOW
        assert _verdict(program, numbers[column], arch=arch, argument=78) == seccomp.ERRNO | seccomp.EPERM
    for numbers in seccomp.PRETENDED.values():
        if numbers[column] is not None:
            assert _verdict(program, numbers[column], arch=arch) == seccomp.ERRNO


def test_the_numbers_of_landlock_are_those_of_the_kernels_own_headers():
    header = Path("/usr/include/linux/landlock.h")
    if not header.exists():
        pytest.skip(f"no {header}")
    known = {
        name: 1 << int(bit) for name, bit in re.findall(r"ACCESS_FS_(\w+)\s+\(1ULL << (\d+)\)", header.read_text())
    }
    ours = {name: getattr(inside, name) for name in known if hasattr(inside, name)}
    assert len(ours) >= 13
    assert ours == {name: known[name] for name in ours}
