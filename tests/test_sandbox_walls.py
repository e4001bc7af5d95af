"""What student code cannot do to the machine, each tried from inside a real box."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.sandbox import template
from autograder.sandbox.session import Limits, Session
from autograder.sandbox.wire import pack

pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap: sudo apt install bubblewrap")

ATTEMPTS = '''
import os, sys, ctypes

libc = ctypes.CDLL(None, use_errno=True)

def tries(action, *args):
    """The name of the error that an action ends in, or "done"."""
    try:
        action(*args)
    except BaseException as error:
        return type(error).__name__
    return "done"

def calls(number, *args):
    """What the kernel answers to a system call: 0 or more, or minus the error's number."""
    answer = libc.syscall(number, *args)
    return answer if answer >= 0 else -ctypes.get_errno()

def environment():
    return int("SANDBOX_TEST_SECRET" in os.environ) + ("hidden-in-the-grader" in str(os.environ))

def proc():
    return [tries(open, f"/proc/{name}") for name in ("1/environ", "1/cmdline", "self/environ", "self/maps", "meminfo")]

def reads(path):
    return tries(open, path)

def lists(path):
    return len(os.listdir(path))

def names_in(path):
    return " ".join(sorted(os.listdir(path)))

def writes(path):
    return tries(open, path + "/x", "w")

def fills(path):
    try:
        for number in range(100):
            with open(f"{path}/{number}", "wb") as file:
                file.write(bytes(4 << 20))
    finally:
        for name in os.listdir(path):
            os.remove(f"{path}/{name}")

def big_file():
    try:
        with open("/tmp/big", "wb") as file:
            file.write(bytes(9 << 20))
    finally:
        os.remove("/tmp/big")

def forks():
    return [tries(os.fork), tries(os.posix_spawn, "/bin/true", ["true"], {}), os.system("true") != 0]

def bomb():
    while True:
        os.fork()

def executes():
    import subprocess
    return [tries(os.execv, path, ["x"]) for path in ("/bin/sh", sys.executable)] + [tries(subprocess.run, ["true"])]

def sockets():
    import socket
    families = (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, 40)  # 40: to the host of a virtual machine
    return [tries(socket.socket, family) for family in families] + [tries(socket.socketpair)]

def signals():
    return [tries(os.kill, number, 9) for number in (0, -1, 1, os.getppid() or 1)]

def descriptors():
    found = []
    for number in range(64):
        try:
            found.append(os.fstat(number).st_mode & 0o170000)
        except OSError:
            pass
    return [mode // 4096 for mode in found]

def user():
    return [os.getuid(), os.geteuid(), os.getpid()]

def imports(name):
    return tries(__import__, name)

def threads():
    import threading
    results = []
    workers = [threading.Thread(target=results.append, args=(i,)) for i in range(4)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]
    return sorted(results)

def hash_of_a_word():
    return hash("convolution")

def limits():
    import resource
    return [resource.getrlimit(kind)[1] for kind in (resource.RLIMIT_AS, resource.RLIMIT_NOFILE, resource.RLIMIT_CORE)]

def raises_a_limit():
    import resource
    return tries(resource.setrlimit, resource.RLIMIT_AS, (1 << 40, 1 << 40))

def prctl(option):
    return calls(157, option, 0, 0, 0, 0)

def asks_for_memory(n_bytes):
    return len(bytearray(n_bytes))

def daily_life():
    import concurrent.futures, datetime, json, random, shutil, sqlite3, tempfile, uuid
    import numpy.fft, numpy.linalg, numpy.random
    with tempfile.TemporaryDirectory() as folder:
        open(folder + "/a", "w").write("x")
        shutil.copy2(folder + "/a", folder + "/b")
        base = sqlite3.connect(folder + "/base"); base.execute("create table t(a)"); base.commit(); base.close()
        numpy.save(folder + "/c", numpy.ones(3)); numpy.load(folder + "/c.npy", mmap_mode="r")
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        total = sum(pool.map(abs, range(-3, 0)))
    datetime.datetime.now(), uuid.uuid4(), random.random(), numpy.random.default_rng().normal(size=3)
    return total + round(float(numpy.linalg.norm(numpy.fft.fft([1.0, 0.0]))), 1)
'''


WAYS = pytest.mark.parametrize("way", ["started", "forked"])


@pytest.fixture(scope="module", params=["numpy-started", "numpy-forked", "keras-forked"])
def session(request):
    """A box that was started, and those that were forked from a template."""
    package, _, way = request.param.partition("-")
    if package == "keras":
        pytest.importorskip("tensorflow")
    os.environ["SANDBOX_TEST_SECRET"] = "hidden-in-the-grader"
    limits = Limits.for_models() if package == "keras" else Limits()
    limits = replace(limits, respawns=50, total_s=200)
    with Session(limits=limits, packages=(package,), way=way) as session:
        errors = session.load([{"number": 1, "source": ATTEMPTS}], [])
        assert errors == []
        yield session
    del os.environ["SANDBOX_TEST_SECRET"]


@pytest.fixture
def inside(session):
    """Call one of ATTEMPTS and give its value."""

    def call(name, *args):
        outcome = session.call(name, pack(args))
        assert outcome.kind == "value", outcome
        return getattr(outcome.value, "tolist", lambda: outcome.value)()

    return call


def test_the_graders_environment_is_not_visible(inside):
    assert inside("environment") == 0


def test_there_is_no_proc_of_another_process(inside):
    assert set(inside("proc")) == {"FileNotFoundError"}


@pytest.mark.parametrize("path", ["/etc/passwd", "/root", "/home", __file__, "/usr/bin", "/sys", "/run", "/var"])
def test_files_of_the_host_are_not_there(inside, path):
    assert inside("reads", path) == "FileNotFoundError"


@pytest.mark.parametrize(
    "path", ["/", "/dev", "/dev/null", "/etc", "/proc", "/proc/self", "/sp", "/sp/numpy", "/w/inside", "/usr/lib"]
)
def test_nothing_but_the_small_folders_can_be_written(inside, path):
    assert inside("writes", path) in ("OSError", "PermissionError", "FileNotFoundError", "NotADirectoryError")


@pytest.mark.parametrize("path", ["/tmp", "/dev/shm"])
def test_the_writable_folders_are_small(session, path):
    outcome = session.call("fills", pack((path,)))
    assert (outcome.kind, outcome.error) == ("raised", "OSError")
    assert "No space" in outcome.message


def test_of_dev_there_are_four_devices(inside):
    assert inside("names_in", "/dev") == "null random shm urandom zero"


def test_a_large_file_is_refused(session):
    assert session.call("big_file", pack(())).error == "OSError"


def test_no_process_can_be_started(inside):
    assert inside("forks") == ["PermissionError", "PermissionError", True]


def test_a_fork_bomb_ends_at_its_first_fork(session):
    assert session.call("bomb", pack(())).error == "PermissionError"


def test_no_program_can_be_run(inside):
    assert set(inside("executes")) <= {"PermissionError", "FileNotFoundError"}


def test_no_socket_of_any_family_can_be_opened(inside):
    assert set(inside("sockets")) == {"PermissionError"}


def test_no_process_can_be_signalled(inside):
    assert set(inside("signals")) == {"PermissionError"}


def test_every_descriptor_is_a_pipe_or_null(inside):
    fifo, device = 1, 2
    assert sorted(inside("descriptors")) == [fifo, fifo, fifo, fifo, device]  # stdout, stderr, requests, replies, stdin


def test_the_user_is_nobody_special(inside):
    assert inside("user") == [1000, 1000, 1]


@pytest.mark.parametrize("name", ["scipy", "torch", "cv2", "skimage", "pandas", "pip", "autograder", "jinja2"])
def test_other_packages_are_not_there(inside, name):
    assert inside("imports", name) == "ModuleNotFoundError"


@pytest.mark.parametrize("name", ["tensorflow", "keras"])
def test_keras_is_only_where_it_is_allowed(session, inside, name):
    assert inside("imports", name) == ("done" if "keras" in session.packages else "ModuleNotFoundError")


def test_packages_covered_in_the_prefix_are_not_there_by_path_either(inside):
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for prefix in ("/py/lib/", "/usr/lib/", "/usr/local/lib/"):
        folder = f"{prefix}{version}/site-packages"
        assert inside("reads", folder) == "FileNotFoundError" or inside("lists", folder) == 0


def test_threads_work(inside):
    assert inside("threads") == [0, 1, 2, 3]


def test_what_a_student_may_do_works(inside):
    assert inside("daily_life") == 6 + 1.4


def test_sets_have_the_same_order_in_every_run(inside):
    known = subprocess.run(
        [sys.executable, "-c", "print(hash('convolution'))"],
        env={"PYTHONHASHSEED": "0"},
        capture_output=True,
        check=True,
    )
    assert inside("hash_of_a_word") == int(known.stdout)


def test_limits_hold_and_cannot_be_raised(session, inside):
    assert inside("limits") == [session.limits.memory_bytes, 64, 0]
    assert inside("raises_a_limit") == "ValueError"


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers are of x86_64")
@pytest.mark.parametrize(
    ("number", "name"),
    [(101, "ptrace"), (425, "io_uring_setup"), (250, "keyctl"), (29, "shmget"), (73, "flock"), (272, "unshare"),
     (319, "memfd_create"), (254, "inotify_add_watch"), (435, "clone3"), (434, "pidfd_open"), (317, "seccomp"),
     (165, "mount"), (56, "clone"), (1000, "a call of the future")],
)  # fmt: skip
def test_other_ways_out_are_closed(inside, number, name):
    not_permitted, no_such_call = -1, -38
    assert inside("calls", number, 0, 0, 0, 0) in (not_permitted, no_such_call), name


def test_the_last_wall_keeps_prctl(inside):
    if os.uname().machine == "x86_64":
        set_dumpable = 4
        assert inside("prctl", set_dumpable) == -1


def test_too_much_memory_is_a_memory_error_and_the_box_lives_on(session):
    assert session.call("asks_for_memory", pack((session.limits.memory_bytes,))).error == "MemoryError"
    assert session.call("asks_for_memory", pack((3,))).value == 3


@WAYS
def test_boxes_of_one_user_do_not_starve_each_other(way):
    with Session(way=way) as one, Session(way=way) as other:
        for session in (one, other):
            session.load([{"number": 1, "source": ATTEMPTS}], [])
        assert one.call("threads", pack(())).value.tolist() == other.call("threads", pack(())).value.tolist()


ENDLESS_GRADER = """
import sys
from autograder.sandbox.session import Session
session = Session(way=sys.argv[1])
session.load([{"number": 1, "source": "def f():\\n    print('started', flush=True)\\n    while True: pass"}], ["f"])
opened = session._box if sys.argv[1] == "started" else session._box.template.box
print(opened.process.pid, flush=True)
from autograder.sandbox.wire import pack
session.call("f", pack(()), wall_s=30)
"""


def _children(pid):
    found = []
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            stat = Path("/proc", number, "stat").read_text()
        except OSError:
            continue
        if int(stat.rpartition(")")[2].split()[1]) == pid:
            found += [int(number), *_children(int(number))]
    return found


def _alive(pid):
    try:
        return Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@WAYS
def test_killing_the_grader_removes_the_box(way):
    root = Path(__file__).parents[1]
    with subprocess.Popen([sys.executable, "-c", ENDLESS_GRADER, way], stdout=subprocess.PIPE, cwd=root) as grader:
        bubblewrap = int(grader.stdout.readline())
        family = [bubblewrap, *_children(bubblewrap)]
        assert len(family) >= 2
        grader.send_signal(signal.SIGKILL)
    for _ in range(100):
        if not any(map(_alive, family)):
            return
        time.sleep(0.05)
    pytest.fail(f"still alive: {[pid for pid in family if _alive(pid)]}")


@WAYS
def test_no_host_path_is_on_the_command_line(way):
    with Session(way=way) as session:
        session.start()
        process = session._box.process if way == "started" else session._box.template.box.process
        words = Path(f"/proc/{process.pid}/cmdline").read_text()
    assert str(Path(sys.base_prefix)) not in words or sys.base_prefix == "/usr"
    assert str(Path(__file__).parents[1]) not in words


@WAYS
def test_descriptors_do_not_leak(way):
    def count():
        return len(os.listdir("/proc/self/fd"))

    source = textwrap.dedent("""
        import os
        def leaves(): os._exit(1)
        def hangs():
            while True: pass
    """)
    with Session(way=way) as warm:
        warm.start()
    before = count()
    with Session(limits=Limits(respawns=20), way=way) as session:
        session.load([{"number": 1, "source": source}], [])
        for _ in range(2):
            session.call("leaves", pack(()))
            session.call("hangs", pack(()), wall_s=0.1)
    assert count() == before


@pytest.mark.parametrize("way", ["started", "forked", None])
def test_a_start_that_fails_leaks_nothing(monkeypatch, tmp_path, way):
    from autograder.errors import GraderError

    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create a new namespace' >&2\nexit 1\n")
    for path in (fake, tmp_path, *tmp_path.parents):
        if path.is_relative_to("/tmp") and path != Path("/tmp"):
            path.chmod(0o755)
    template.close_templates()
    monkeypatch.setenv("PATH", str(tmp_path))
    before = len(os.listdir("/proc/self/fd"))
    session = Session(isolation="namespaces", way=way)
    with pytest.raises(GraderError, match=r"no namespaces|ordinary program"), session:
        session.start()
    assert len(os.listdir("/proc/self/fd")) == before
