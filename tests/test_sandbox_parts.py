"""The sandbox's parts on their own: system calls, frames, mounts, staging, and what is said when there is no box."""

import json
import os
import platform
import re
import shutil
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import GraderError
from autograder.records import Outcome
from autograder.sandbox import answers, box, diagnosis, mounts, probe, seccomp, staging
from autograder.sandbox.inside import calls, report, standins, values
from autograder.sandbox.inside.values import Unsupported
from autograder.sandbox.session import Session
from autograder.sandbox.wire import Broken, Channel, Output, clean, max_body, pack, parse_head

HAS_BUBBLEWRAP = shutil.which("bwrap") is not None
needs_bubblewrap = pytest.mark.skipif(not HAS_BUBBLEWRAP, reason="needs bubblewrap: sudo apt install bubblewrap")

# --- system calls ---------------------------------------------------------------------------------------------------

HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
RENAMED = {"newfstatat": "fstatat", "fadvise64": "fadvise64"}


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_numbers_are_those_of_the_kernels_own_headers(machine):
    header = HEADERS[machine]
    if not header.exists():
        pytest.skip(f"no {header}")
    known = {
        name: int(number) for name, number in re.findall(r"define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text())
    }
    column = seccomp.ARCHITECTURES[machine][0]
    tables = seccomp.ALLOWED | seccomp.ALLOWED_TO_START | seccomp.ALLOWED_TO_FORK | seccomp.REFUSED
    tables |= {"clone": seccomp.CLONE, "fcntl": seccomp.FCNTL, "ioctl": seccomp.IOCTL}
    for name, numbers in tables.items():
        expected = known.get(name, known.get(RENAMED.get(name, "")))
        assert numbers[column] == expected, name


def _verdict(program, number, *, arch, argument=0):
    """Run the filter as the kernel does."""
    data = struct.pack("<iIQ6Q", number, arch, 0, *[argument] * 6)
    instructions = [struct.unpack_from("<HBBI", program, at) for at in range(0, len(program), 8)]
    value = at = 0
    while True:
        code, if_true, if_false, operand = instructions[at]
        at += 1
        if code == seccomp.LOAD:
            value = struct.unpack_from("<I", data, operand)[0]
        elif code == seccomp.RETURN:
            return operand
        else:
            tests = {seccomp.IF_EQUAL: value == operand, seccomp.IF_AT_LEAST: value >= operand}
            at += if_true if tests.get(code, value & operand) else if_false


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_allows_the_table_and_nothing_else(machine):
    column, arch = seccomp.ARCHITECTURES[machine]
    program = seccomp.build("student", machine=machine)
    allowed = {numbers[column] for numbers in seccomp.ALLOWED.values()}
    by_argument = {seccomp.CLONE[column], seccomp.FCNTL[column], seccomp.IOCTL[column]}
    by_argument.add(seccomp.ALLOWED_TO_START["prctl"][column])
    for number in range(600):
        if number not in by_argument:
            assert (_verdict(program, number, arch=arch) == seccomp.ALLOW) == (number in allowed), number


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("name", ["unshare", "setns", "mount", "capset", "sendmsg", "recvmsg", "pidfd_open"])
def test_what_the_template_may_do_is_taken_from_its_children_before_they_read_anything(machine, name):
    column, arch = seccomp.ARCHITECTURES[machine]
    number = seccomp.ALLOWED_TO_FORK[name][column]
    assert _verdict(seccomp.build("template", machine=machine), number, arch=arch) == seccomp.ALLOW
    assert _verdict(seccomp.build("start", machine=machine), number, arch=arch) != seccomp.ALLOW
    assert _verdict(seccomp.build("student", machine=machine), number, arch=arch) != seccomp.ALLOW


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_threads_may_start_and_processes_may_not(machine):
    column, arch = seccomp.ARCHITECTURES[machine]
    program = seccomp.build("student", machine=machine)
    clone = seccomp.CLONE[column]
    new_process, new_thread = 17, 0x3D0F00
    assert _verdict(program, clone, arch=arch, argument=new_thread) == seccomp.ALLOW
    assert _verdict(program, clone, arch=arch, argument=new_process) == seccomp.ERRNO | seccomp.EPERM


def test_calls_of_another_architecture_end_the_process():
    program = seccomp.build("student", machine="x86_64")
    i386 = 0x40000003
    assert _verdict(program, 1, arch=i386) == seccomp.KILL_PROCESS
    assert _verdict(program, 0x40000000 | 1, arch=seccomp.ARCHITECTURES["x86_64"][1]) == seccomp.KILL_PROCESS


# --- frames ---------------------------------------------------------------------------------------------------------


class _Pipes:
    """A box without a process: the test plays the child."""

    def __init__(self):
        self.asked, self.requests = os.pipe()
        self.replies, self.answer = os.pipe()
        self.output, self.say = os.pipe()
        for descriptor in (self.requests, self.replies, self.output):
            os.set_blocking(descriptor, False)

    def close(self):
        for descriptor in (self.asked, self.requests, self.replies, self.answer, self.output, self.say):
            os.close(descriptor)


@pytest.fixture
def pipes():
    pipes = _Pipes()
    yield pipes
    pipes.close()


def _frame(head, body=b""):
    head = head if isinstance(head, bytes) else json.dumps(head).encode()
    return struct.pack("<II", len(head), len(body)) + head + body


def _child(pipes, make_frames):
    """Answer one request with what `make_frames` gives for its id."""

    def answer():
        n_head, n_body = struct.unpack("<II", os.read(pipes.asked, 8))
        number = json.loads(os.read(pipes.asked, n_head + n_body)[:n_head])["id"]
        os.write(pipes.answer, make_frames(number))

    thread = threading.Thread(target=answer)
    thread.start()
    return thread


def _ask(pipes, make_frames, **limits):
    channel = Channel(pipes, Output())
    thread = _child(pipes, make_frames)
    try:
        return channel.ask({"op": "call"}, b"body", deadline=time.monotonic() + 2, **limits)
    finally:
        thread.join()


def test_a_reply_with_the_right_id_is_taken(pipes):
    reply, body = _ask(pipes, lambda number: _frame({"id": number, "ok": True}, b"123"), max_body=3)
    assert reply["ok"] is True
    assert body == b"123"


@pytest.mark.parametrize(
    "make_frames",
    [
        lambda number: _frame({"id": number ^ 1, "ok": True}),
        lambda number: _frame({"id": float(number), "ok": True}),
        lambda number: _frame({"id": number, "ok": 1}),
        lambda number: _frame({"id": number}),
        lambda number: _frame({"id": number, "ok": True}) * 2,
        lambda number: _frame({"id": number, "ok": True}) + b"x",
        lambda number: _frame({"id": number, "ok": True}, b"1234"),
        lambda number: _frame({"id": number, "ok": True, "x": "x" * 20_000}),
        lambda number: _frame(b'{"id": NaN, "ok": true}'),
        lambda number: _frame([number]),
        lambda number: _frame(b'{"a":' * 3000),
        lambda number: _frame(b'{"id": ' + b"9" * 5000 + b"}"),
        lambda number: b"\xff" * 8,
    ],
)
def test_anything_but_one_reply_to_this_request_is_a_broken_child(pipes, make_frames):
    with pytest.raises(Broken) as caught:
        _ask(pipes, make_frames, max_body=3)
    assert caught.value.kind == "died"
    assert "protocol" in caught.value.message


def test_a_frame_that_lies_ready_before_the_question_is_refused(pipes):
    os.write(pipes.answer, _frame({"id": 1, "ok": True}))
    with pytest.raises(Broken, match="not asked for"):
        Channel(pipes, Output()).ask({"op": "call"}, deadline=time.monotonic() + 2)


def test_one_deadline_holds_for_the_whole_exchange(pipes):
    """A child that sends a byte now and then gains no time."""
    stop = threading.Event()

    def drip():
        while not stop.wait(0.02):
            os.write(pipes.answer, b"\0")

    channel = Channel(pipes, Output())
    os.write(pipes.answer, struct.pack("<II", 10_000, 0))
    thread = threading.Thread(target=drip)
    thread.start()
    try:
        with pytest.raises(Broken) as caught:
            channel._frame(time.monotonic() + 0.3, 16 << 10, 0)
    finally:
        stop.set()
        thread.join()
    assert caught.value.kind == "timeout"


def test_what_is_printed_is_drained_while_we_wait(pipes):
    os.write(pipes.say, b"a" * 60_000)
    channel = Channel(pipes, Output())
    with pytest.raises(Broken):
        channel.hello(time.monotonic() + 0.05)
    assert channel.output.n_bytes == 60_000


@given(st.binary(max_size=200))
def test_any_head_is_a_dict_or_broken(data):
    try:
        assert type(parse_head(data)) is dict
    except Broken as broken:
        assert broken.kind == "died"


KEYS = ("k", "v", "n", "dtype", "shape", "cell", "line")
JSON = st.recursive(
    st.sampled_from(
        [None, True, False, 0, 1, -1, 2**70, 0.5, "", "int", "array", "tuple", "<f8", "\ud800", "KeyError"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=8,
)
FIELDS = ("missing", "ok", "value", "args", "sizes", "error", "bases", "message", "trace")


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(FIELDS), JSON), st.binary(max_size=64))
def test_any_reply_is_an_outcome_or_broken(reply, body):
    try:
        outcome = answers.outcome({"ok": True} | reply, body, pack((np.zeros(2),)), {1: ["x"]}, seconds=0.0)
    except Broken as broken:
        assert broken.kind == "died"
    else:
        assert isinstance(outcome, Outcome)
        assert len(outcome.message) <= 500
        assert all(issubclass(getattr(__import__("builtins"), name), BaseException) for name in outcome.bases)


@pytest.mark.parametrize("sizes", [[4], [16], [8, 1], [True], [-8], [], None])
def test_sizes_that_do_not_add_up_are_refused(sizes):
    reply = {"ok": True, "value": {"k": "array", "dtype": "<f8", "shape": [1], "n": 8}, "args": [], "sizes": sizes}
    assert answers.outcome(reply | {"sizes": [8]}, bytes(8), pack(()), {}, seconds=0.0).value.tolist() == [0.0]
    with pytest.raises(Broken, match="protocol"):
        answers.outcome(reply, bytes(12), pack(()), {}, seconds=0.0)


def test_bytes_behind_the_answer_are_refused():
    reply = {"ok": True, "value": {"k": "none"}, "args": [], "sizes": [0]}
    with pytest.raises(Broken, match="add up"):
        answers.outcome(reply, b"hidden", pack(()), {}, seconds=0.0)


def test_a_trace_shows_the_line_that_was_sent_whatever_the_child_claims():
    reply = {"ok": False, "error": "E", "trace": [{"cell": 1, "line": 2, "source": "forged", "around": ["forged"]}]}
    outcome = answers.outcome(reply, b"", pack(()), {1: ["first", "second", "third"]}, seconds=0.0)
    assert outcome.trace[0].source == "second"
    assert outcome.trace[0].around == ("first", "second", "third")


@pytest.mark.parametrize("place", [{"cell": 9, "line": 1}, {"cell": 1, "line": 9}, {"cell": -1, "line": True}, {}])
def test_a_line_that_is_not_there_is_shown_as_nothing(place):
    reply = {"ok": False, "trace": [place]}
    assert answers.outcome(reply, b"", pack(()), {1: ["first"]}, seconds=0.0).trace[0].source == ""


@pytest.mark.parametrize("arg", [object(), np.array([object()]), "x" * 3 and {1: 2}, (1, {2})])
def test_an_argument_without_a_form_is_refused_before_it_is_sent(arg):
    with pytest.raises(ValueError, match="cannot be sent"):
        pack((arg,))


def test_nothing_in_it_is_invisible_or_turns_a_line_round_but_what_joins_letters():
    assert clean("a\u200eb\u061cc\u2028d\U000e0041e\ufefff\u2067g\u200bh\x85i") == "abcdefghi"
    assert clean("👩\u200d💻 می\u200cخواهم") == "👩\u200d💻 می\u200cخواهم"


@pytest.mark.parametrize("shape", [(2**31 - 1, 0), (1, 2**20, 0), (2**16, 2**14, 0, 3)])
def test_an_array_that_has_rows_and_no_numbers_is_refused_on_both_sides(shape):
    buffers = []
    assert values.encode(np.empty(shape), buffers, max_bytes=8) == {"k": "unsupported", "v": f"array of shape {shape}"}
    assert buffers == []
    with pytest.raises(values.Malformed):
        values.decode({"k": "array", "dtype": "<f8", "shape": list(shape), "n": 0}, b"")


@pytest.mark.parametrize("shape", [(0, 64, 64, 64), (3, 0), (4096, 0, 2**20), (0,)])
def test_an_empty_array_that_somebody_may_mean_arrives(shape):
    buffers = []
    head = values.encode(np.empty(shape), buffers, max_bytes=8)
    assert values.decode(head, b"".join(buffers)).shape == shape


def test_text_of_a_student_is_cleaned():
    assert clean("\x1b]0;title\x07 \x9b1m\u202eabc\r\n\ttab \ud800") == "]0;title 1mabc\n\ttab ?"


@pytest.mark.parametrize(
    "head", [{"k": "map", "v": [1, 2]}, {"k": "loop", "v": [1, 1, 1]}, {"k": "dict", "v": [], "keys": []}]
)
def test_what_only_an_argument_may_be_is_no_answer(head):
    reply = {"ok": True, "value": head, "sizes": [0]}
    found = answers.outcome(reply, b"", pack(()), {}, seconds=0.0)
    assert isinstance(found.value, Unsupported)


def test_an_answer_may_be_eight_times_as_long_as_the_right_one():
    assert [max_body(n) for n in (0, 8192, 10**6)] == [64 << 10, 64 << 10, 8 * 10**6]


# --- inside ---------------------------------------------------------------------------------------------------------


def test_a_vector_in_fortran_order_arrives_writable():
    wire = np.frombuffer(bytes(24))
    assert calls.lay_out(wire, "F").flags.writeable


def test_a_long_way_to_an_exception_keeps_both_ends():
    source = "def f(n):\n" + "".join(f"    if n == {n}:\n        f({n + 1})\n" for n in range(20)) + "    1 / 0\n"
    namespace = {}
    exec(compile(source, report.file_of(3), "exec"), namespace)
    try:
        namespace["f"](0)
    except ZeroDivisionError as error:
        lines = [place["line"] for place in report.of_call(error)["trace"]]
    assert lines == [3, 5, 33, 35, 37, 39, 41, 42]


@pytest.mark.parametrize(
    "use",
    ["a, b = x", "a, (b, c, d) = x.y(1)", "for i in x: 1 / 0", "with x as y: y.z()", "x[1:2, ...] = 3", "x += 1",
     "class A(x.B, list): pass", "isinstance(3, x)", "x.a.b = 5", "int(x), float(x), len(x), bool(x), [1][x]",
     "list(x), dict(x), sorted(x)", "2 * x - 1 / x", "repr(x), str(x), f'{x}'", "import copy; copy.copy(x)"],
)  # fmt: skip
def test_a_stand_in_takes_whatever_is_done_to_it(use):
    exec(use, {"x": standins.StandIn()})


def test_a_decorated_function_stays_itself():
    def function():
        return 3

    assert standins.StandIn().interact(x=(0, 1))(function) is function


# --- mounts and staging ---------------------------------------------------------------------------------------------


def test_the_view_holds_the_interpreter_and_numpy_and_no_other_package():
    view = mounts.view()
    places = {str(place) for _, place in view.binds}
    assert "/sp/numpy" in places
    assert not any(str(host).endswith(("site-packages", "dist-packages")) for host, _ in view.binds)
    for host, place in view.binds:
        for found in host.glob("python*/site-packages") if host.is_dir() else ():
            assert place / found.relative_to(host) in view.covered


def test_the_system_python_needs_no_binds_of_its_packages(monkeypatch):
    if not Path("/usr/bin/python3").exists():
        pytest.skip("no /usr/bin/python3")
    code = (
        "import sys; sys.path.append(sys.argv[1])\n"
        "from unittest import mock; from autograder.sandbox import mounts\n"
        "mock.patch.object(mounts.packages, 'numpy', lambda: []).start()\n"
        "mock.patch.object(mounts, '_numpy', lambda: []).start()\n"
        "view = mounts.view(); print(view.python, *[place for _, place in view.binds])"
    )
    root = str(Path(__file__).parents[1])
    said = subprocess.run(
        ["/usr/bin/python3", "-P", "-c", code, root], capture_output=True, text=True, check=True
    ).stdout
    assert said.startswith("/usr/bin/python3")
    assert not re.search(r"/usr/lib/python3\b(?!\.)|/usr/bin |/usr/local", said)


def test_a_folder_in_a_private_home_is_not_reachable(tmp_path):
    home = tmp_path / "home"
    (home / "python").mkdir(parents=True)
    for folder in (*tmp_path.parents, tmp_path, home / "python"):
        if folder.is_relative_to("/tmp") and folder != Path("/tmp"):
            folder.chmod(0o755)
    home.chmod(0o700)
    assert not staging.reachable(home / "python")
    home.chmod(0o755)
    assert staging.reachable(home / "python")


STAGES = """
import sys; from pathlib import Path; from autograder.sandbox import staging
path = Path(sys.argv[1]); place = staging.stage([path])[path]
assert staging.stage([path])[path] == place
print((place / 'file').read_text(), place)
"""


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="only root stages")
def test_staging_shows_the_folder_to_us_and_leaves_the_hosts_mounts_alone(tmp_path):
    """Also where the host shares its mounts with new namespaces, as systemd sets it up."""
    hidden = tmp_path / "hidden"
    hidden.mkdir(mode=0o700)
    (hidden / "file").write_text("content")
    mounts = "cat /proc/self/mountinfo"  # these tests may have staged folders in this process already
    command = ["unshare", "--mount", "--propagation", "shared"]
    command += ["sh", "-c", f'{mounts}; echo; "$@"; echo; {mounts}', "sh"]
    command += [sys.executable, "-c", STAGES, str(hidden)]
    said = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
    if "unshare:" in said.stderr:
        pytest.skip("this root may not mount")
    before, seen, after = said.stdout.split("\n\n")
    assert seen.split()[0] == "content", said.stderr
    assert seen.split()[1].startswith(str(staging.STAGE))
    assert before.split("\n") == after.strip().split("\n")


@needs_bubblewrap
def test_a_thread_that_started_before_staging_can_open_boxes():
    go, levels = threading.Event(), []

    def work():
        go.wait()
        with Session() as session:
            session.start()
            levels.append(session.level)

    thread = threading.Thread(target=work)
    thread.start()
    with Session() as session:
        session.start()
    go.set()
    thread.join()
    assert levels == ["namespaces+seccomp"]


# --- no sandbox -----------------------------------------------------------------------------------------------------


@needs_bubblewrap
def test_the_probe_finds_every_wall():
    result = probe.probe()
    assert result.level == "namespaces+seccomp"
    assert [finding for finding in result.findings if not finding.ok] == []
    assert len(result.findings) == 1 + len(probe.CLAIMS)
    assert probe.CANARY not in os.environ


@needs_bubblewrap
def test_the_probe_sees_a_wall_that_is_missing(monkeypatch):
    """Each wall that can be taken away from out here, taken away."""
    real = box._arguments

    def without_walls(*facts):
        words = [word for word in real(*facts) if word != "--unshare-net"]
        at = words.index("--seccomp")
        del words[at : at + 2]
        assert words[-4:-2] == ["--remount-ro", "/"]
        return [*words[:-4], "--proc", "/proc", "--ro-bind", "/etc", "/etc", "--chdir", "/tmp"]

    monkeypatch.setattr(box, "_arguments", without_walls)
    monkeypatch.setattr(seccomp, "build", lambda stage, **facts: b"")
    failed = {finding.name for finding in probe.probe(way="started").findings if not finding.ok}
    assert {"processes", "connection", "fork", "writable", "homes"} <= failed


def test_without_bubblewrap_one_line_says_what_to_type(monkeypatch, no_box_yet):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(GraderError, match=r"apt install bubblewrap.*--sandbox none") as caught:
        probe.require_sandbox()
    assert "\n" not in str(caught.value)
    result = probe.probe()
    assert result.level == "unavailable"
    assert not result.ok


def test_on_another_system_one_line_says_so(monkeypatch, no_box_yet):
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    with pytest.raises(GraderError, match="on Linux"):
        probe.require_sandbox()


def _fake_bubblewrap(folder, monkeypatch, script):
    path = folder / "bwrap"
    path.write_text(f"#!/bin/sh\n{script}\n")
    for each in (path, folder, *folder.parents):
        if each.is_relative_to("/tmp") and each != Path("/tmp"):
            each.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1", "namespaces"),
        ("echo 'bwrap: Unknown option --size' >&2; exit 1", "too old"),
        ("exit 1", "without a word"),
        ("echo 'hello world'; exec 1>&- 2>&-; exit 0", "hello world"),
    ],
)
def test_a_box_that_does_not_start_is_our_fault_and_told_in_one_line(tmp_path, monkeypatch, script, says, no_box_yet):
    _fake_bubblewrap(tmp_path, monkeypatch, script)
    with pytest.raises(GraderError, match=says) as caught:
        probe.require_sandbox("namespaces")
    assert "\n" not in str(caught.value)


def test_a_start_that_fails_once_is_tried_again(tmp_path, monkeypatch):
    if not HAS_BUBBLEWRAP:
        pytest.skip("needs bubblewrap")
    real = box.bubblewrap()
    tmp_path.chmod(0o777)
    _fake_bubblewrap(tmp_path, monkeypatch, f'[ -e {tmp_path}/once ] && exec {real} "$@"; : > {tmp_path}/once; exit 1')
    tmp_path.chmod(0o777)
    with Session() as session:
        session.start()
    assert (tmp_path / "once").exists()


@pytest.mark.parametrize(
    ("name", "value", "command"),
    [
        ("kernel/apparmor_restrict_unprivileged_userns", "1", "kernel.apparmor_restrict_unprivileged_userns=0"),
        ("kernel/unprivileged_userns_clone", "0", "kernel.unprivileged_userns_clone=1"),
        ("user/max_user_namespaces", "0", "user.max_user_namespaces=10000"),
    ],
)
def test_a_kernel_setting_in_the_way_is_named_with_its_command(tmp_path, name, value, command):
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text(value + "\n")
    said = diagnosis.explain("bwrap: setting up uid map: Permission denied", sysctls=tmp_path)
    assert f"sudo sysctl -w {command}" in said
