"""Which walls a run gets, what every report says of it, and the doctor's probe, tried where walls are missing."""

import os
import shutil
from pathlib import Path

import pytest
from nbformat.v4 import new_notebook

from autograder.course import doctor
from autograder.errors import GraderError
from autograder.nbgrading.cells import graded_notebook
from autograder.nbgrading.feedback import page as nbgrader_page
from autograder.reports import FORMATS, class_report, student_page
from autograder.sandbox import box, cgroup, landlock, levels, opening, probe, seccomp
from autograder.sandbox.inside import landlock as inside
from autograder.sandbox.session import Limits, Session
from autograder.sandbox.wire import pack
from tests.report_samples import COURSE, result
from tests.test_sandbox_parts import _fake_bubblewrap

needs_bubblewrap = pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap")
needs_landlock = pytest.mark.skipif(bool(landlock.why_not()), reason=landlock.why_not() or "-")
FORBIDDEN = "echo 'bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted' >&2; exit 1"
LANDLOCK, BEST = "landlock+seccomp", "namespaces+seccomp+cgroup"

# --- what is said ---------------------------------------------------------------------------------------------------


def said(format, one):
    if format == "class":
        return class_report.render([one], COURSE, "en")
    if format == "student":
        return student_page.render(one, COURSE, "en")
    if format == "nbgrader":
        notebook = graded_notebook(new_notebook(), None, one, {}, "en")
        return nbgrader_page(notebook, {"score": 1, "max_score": 2, "late_penalty": 0, "student": "minjun"})
    text = FORMATS[format].render([one], COURSE, "en")
    return text if isinstance(text, str) else text.decode()


EVERY = [*FORMATS, "class", "student", "nbgrader"]


@pytest.mark.parametrize("format", sorted({*EVERY} - {"text"}))
@pytest.mark.parametrize("level", [BEST, LANDLOCK, "none"])
def test_every_report_names_the_level(format, level):
    assert level in said(format, result(sandbox=level)).replace("&#43;", "+")


@pytest.mark.parametrize("format", sorted({*EVERY} - {"json", "csv", "junit"}))  # these name it, and hold no sentences
def test_lower_walls_are_said_in_words_and_the_highest_are_not(format):
    warnings = ("behind lower walls", "ithout a sandbox")
    assert warnings[0] in said(format, result(sandbox=LANDLOCK))
    assert warnings[1] in said(format, result(sandbox="none"))
    assert not any(one in said(format, result(sandbox=BEST)) for one in warnings)


@pytest.mark.parametrize("format", EVERY)
def test_a_level_in_a_result_file_is_shown_as_text(format):
    """The file lies on a disk, and somebody may have written into it."""
    assert "<script>alert" not in said(format, result(sandbox="landlock<script>alert(1)</script>\x1b")) or format in (
        "json", "gradescope", "csv", "text",
    )  # fmt: skip


def test_the_command_tells_of_walls_that_somebody_may_have_counted_on(monkeypatch):
    monkeypatch.delenv(cgroup.VARIABLE, raising=False)
    assert levels.notices([result(), result(sandbox=BEST), result(sandbox="none")]) == []
    (line,) = levels.notices([result(sandbox=LANDLOCK), result(sandbox=LANDLOCK)])
    assert line.startswith("2 graded behind lower walls (landlock+seccomp)") and "autograder doctor" in line


@needs_landlock
def test_a_graded_result_and_the_command_line_carry_the_level(autograder, course, tmp_path, monkeypatch):
    from tests import small_course

    small_course.hand_in(tmp_path / "in", {"minjun": small_course.right(course)})
    told = autograder(
        "grade", tmp_path / "in", "--course", course, "-a", "b01", "--sandbox", "landlock", "--format", "markdown"
    )
    assert told.code == 0
    assert "landlock&#43;seccomp" in told.out.decode() and "behind lower walls" in told.out.decode()
    assert "1 graded behind lower walls" in told.err


# --- the probe ------------------------------------------------------------------------------------------------------


@pytest.fixture
def own_templates():
    """No box of an earlier test is forked from, and none of these later."""
    from autograder.sandbox.template import close_templates

    close_templates()
    yield
    close_templates()


@pytest.mark.parametrize(
    "choice",
    [pytest.param("namespaces", marks=needs_bubblewrap), pytest.param("landlock", marks=needs_landlock)],
)
def test_every_level_is_probed_from_inside_and_named_by_what_held(choice):
    found = probe.probe(isolation=choice)
    assert found.level == levels.NAMED[choice]
    assert [one for one in found.findings if not one.ok] == []
    assert {one.name for one in found.findings} == {"start", *probe.CLAIMS}
    assert found.n_walls == len(found.findings) - sum(one.missing for one in found.findings)


def test_a_wall_that_a_level_never_had_is_said_and_is_no_fault():
    if landlock.why_not():
        pytest.skip(landlock.why_not())
    lines = probe.probe(isolation="landlock").lines()
    assert any(line.startswith("- names: names and sizes of files are visible") for line in lines)


def test_the_probe_of_a_process_without_walls_finds_none(monkeypatch):
    """The probe, caught lying: whatever a session calls itself, it is what is tried inside that counts."""
    monkeypatch.setattr(levels, "chosen", lambda choice: "none")
    monkeypatch.setattr(levels, "stamp", lambda isolation: "namespaces+seccomp")
    found = probe.probe(isolation="namespaces", way="started")
    assert found.level == "namespaces+seccomp" and not found.ok
    missing = {one.name for one in found.findings if not one.ok}
    # "program" ends the process, "signals" and "memory" hold by the limits alone
    assert {"processes", "homes", "names", "connection", "fork", "program"} <= missing
    assert all("NOT TRUE" in one.detail for one in found.findings if not one.ok)
    with pytest.raises(GraderError, match="NOT TRUE"):
        doctor.sandbox_line("namespaces")


HOLES = {
    "fork": {"fork": (57, None), "clone": (56, 220), "exit": (60, 93)},
    "connection": {"socket": (41, 198)},
    "program": {"execve": (59, 221)},
}


@pytest.fixture
def own_filters():
    seccomp.build.cache_clear()
    yield
    seccomp.build.cache_clear()


@needs_landlock
@pytest.mark.parametrize("wall", sorted(HOLES))
def test_each_hole_in_the_list_of_system_calls_is_found(monkeypatch, own_filters, wall):
    monkeypatch.setattr(seccomp, "ALLOWED", HOLES[wall] | seccomp.ALLOWED)
    if wall == "fork":
        monkeypatch.setattr(seccomp, "CLONE", (None, None))
    if wall == "program":  # Landlock alone would hold: nothing may be executed there
        monkeypatch.setattr(box, "_inside", _without("RIGHTS[what] & handled", "ALL[5] & handled"))
        monkeypatch.setattr(landlock, "_commons", {})
    missing = {one.name for one in probe.probe(isolation="landlock").findings if not one.ok}
    assert wall in missing


@needs_landlock
def test_files_that_landlock_does_not_guard_are_found(monkeypatch):
    monkeypatch.setattr(landlock, "_commons", {})
    monkeypatch.setattr(box, "_inside", _without("_call(RESTRICT_SELF, ruleset, 0)", "ruleset"))
    missing = {one.name for one in probe.probe(isolation="landlock").findings if not one.ok}
    assert {"homes", "processes"} <= missing


def _without(wall, hole):
    source = (box.INSIDE / "landlock.py").read_text()
    assert wall in source
    code = compile(source.replace(wall, hole), "inside/landlock.py", "exec")
    modules = box._inside() | {"landlock.pyc": box.MAGIC_NUMBER + bytes(12) + box.marshal.dumps(code)}
    return lambda: modules


# --- the doctor -----------------------------------------------------------------------------------------------------


@needs_bubblewrap
def test_the_doctor_prints_the_level_and_a_line_for_every_wall():
    first, *lines = doctor.sandbox_line("auto", walls=True).splitlines()
    assert first.startswith("✓ sandbox: namespaces+seccomp")
    assert [line.split()[1].rstrip(":") for line in lines] == ["start", *probe.CLAIMS]


def test_without_bubblewrap_the_doctor_says_what_to_install(monkeypatch, own_templates):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(GraderError, match="apt install bubblewrap"):
        doctor.sandbox_line("auto")


@needs_landlock
def test_where_namespaces_are_off_the_doctor_names_the_lower_level_and_the_mend(tmp_path, monkeypatch, own_templates):
    _fake_bubblewrap(tmp_path, monkeypatch, FORBIDDEN)
    first, *lines = doctor.sandbox_line("auto").splitlines()
    assert first.startswith("! sandbox: landlock+seccomp")
    assert "RTM_NEWADDR" in lines[0] and "Landlock in their place" in lines[1]
    assert "sudo sysctl" in lines[2] or "docs/instructors/sandbox.md" in lines[2]


def test_with_neither_the_doctor_ends_in_one_line(tmp_path, monkeypatch, own_templates):
    _fake_bubblewrap(tmp_path, monkeypatch, FORBIDDEN)
    monkeypatch.setattr(inside, "abi", lambda: 0)
    with pytest.raises(GraderError, match="--sandbox none") as caught:
        doctor.sandbox_line("auto")
    assert "\n" not in str(caught.value)


def test_where_landlock_is_missing_asking_for_it_says_why(monkeypatch):
    monkeypatch.setattr(inside, "abi", lambda: 0)
    with pytest.raises(GraderError, match="this kernel has no Landlock"):
        doctor.sandbox_line("landlock")


# --- control groups -------------------------------------------------------------------------------------------------


@pytest.fixture
def counted(monkeypatch):
    """With a real control group around every box, if this machine lets us make one."""
    monkeypatch.setenv(cgroup.VARIABLE, "1")
    cgroup._found.cache_clear()
    place = cgroup.parent()
    if place is None:
        pytest.skip(cgroup.why_not())
    before = {*place.folder.glob(f"{cgroup.PREFIX}*-*")}
    yield place
    assert {*place.folder.glob(f"{cgroup.PREFIX}{os.getpid()}-*")} <= before
    cgroup._found.cache_clear()


FILLS = """
import os
def fills():
    number = 0
    while True:
        os.symlink("x" * 100, f"/tmp/{number:0200}")
        number += 1
def takes():
    return len(bytearray(300 << 20))
def fine():
    return 1
"""


@needs_bubblewrap
@pytest.mark.parametrize("way", ["started", "forked"])
def test_a_control_group_counts_a_box_however_it_came_about_and_is_removed(counted, way):
    with Session(way=way) as session:
        assert session.load([{"number": 1, "source": FILLS}], ["fine"]) == []
        assert session.level == "namespaces+seccomp+cgroup"
        group = session._cage.folder
        assert str(opening._host_pid(session._box)) in (group / "cgroup.procs").read_text().split()
    assert not group.exists()


@needs_bubblewrap
@pytest.mark.parametrize(
    ("attack", "way"),
    [("takes", "started"), ("takes", "forked"), ("fills", "started")],  # a forked box may have no so many files
)
def test_memory_that_no_limit_of_a_process_counts_ends_the_box_and_not_the_machine(counted, monkeypatch, attack, way):
    """`fills`: links, which take neither addresses nor room in /tmp; the kernel keeps more than a kilobyte for each."""
    with Session(way=way, limits=Limits(total_s=300)) as session:
        monkeypatch.setattr(cgroup, "EXTRA_BYTES", (96 << 20) - session.limits.memory_bytes)  # soon full
        session.load([{"number": 1, "source": FILLS}], ["fills", "takes", "fine"])
        outcome = session.call(attack, pack(()), wall_s=100)
        assert (outcome.kind, "SIGKILL" in outcome.message) == ("died", True)
        assert session.call("fine", pack(())).value == 1


@needs_landlock
def test_landlock_and_a_control_group_go_together(counted):
    with Session(isolation="landlock") as session:
        session.start()
        assert session.level == "landlock+seccomp+cgroup"
        assert (session._cage.folder / "cgroup.procs").read_text().split() == [str(session._box.process.pid)]


def test_a_group_that_cannot_be_made_is_missing_and_said(monkeypatch, tmp_path):
    monkeypatch.setenv(cgroup.VARIABLE, str(tmp_path / "nowhere"))
    assert cgroup.parent() is None
    assert "can make no control group" in cgroup.why_not() and "\n" not in cgroup.why_not()
    assert levels.stamp("namespaces+seccomp") == "namespaces+seccomp"
    assert levels.notices([]) == [cgroup.why_not()]


@pytest.mark.parametrize("value", ["", "0", "off"])
def test_without_being_asked_for_there_is_no_control_group_and_no_word_of_it(monkeypatch, value):
    monkeypatch.setenv(cgroup.VARIABLE, value)
    assert (cgroup.parent(), cgroup.why_not(), levels.notices([])) == (None, "", [])


class Unified:
    """A tree as the second version of control groups has it: files take what is written, a group is a folder."""

    def __init__(self, root, controllers="cpu memory pids", subtree=""):
        self.root = root
        root.mkdir()
        (root / "cgroup.controllers").write_text(controllers)
        (root / "cgroup.subtree_control").write_text(subtree)
        (root / "cgroup.procs").write_text("17\n23\n")


def test_a_delegated_group_gives_up_its_processes_before_it_gets_groups(tmp_path, monkeypatch):
    tree = Unified(tmp_path / "a.scope")
    written = []
    monkeypatch.setattr(Path, "write_text", lambda path, text: written.append((path.name, path.parent.name, text)))
    cgroup._prepare(cgroup.Parent(tree.root, 2), root=False)
    assert written == [
        ("cgroup.procs", cgroup.OURS, "17"), ("cgroup.procs", cgroup.OURS, "23"),
        ("cgroup.subtree_control", "a.scope", "+memory"),
    ]  # fmt: skip


def test_a_group_without_memory_is_none(tmp_path):
    tree = Unified(tmp_path / "a.scope", controllers="cpu pids")
    with pytest.raises(OSError, match="memory is not counted"):
        cgroup._prepare(cgroup.Parent(tree.root, 2), root=False)


def test_the_second_worker_finds_the_group_that_the_first_one_made():
    own = f"0::/user.slice/a.scope/{cgroup.OURS}"
    found = cgroup.candidates("cgroup2 /sys/fs/cgroup cgroup2 rw 0 0", own)
    assert found[0] == Path("/sys/fs/cgroup/user.slice/a.scope")


def test_groups_of_graders_that_were_killed_are_removed(tmp_path):
    tree = Unified(tmp_path / "a.scope", subtree="memory")
    gone, mine = tree.root / "autograder-999999999-0", tree.root / f"autograder-{os.getpid()}-0"
    gone.mkdir()
    mine.mkdir()
    cgroup._prepare(cgroup.Parent(tree.root, 2), root=False)
    assert not gone.exists() and mine.exists()


def test_the_second_version_limits_memory_and_swap(tmp_path):
    tree = Unified(tmp_path / "a.scope", subtree="memory")
    cage = cgroup.Cage(cgroup.Parent(tree.root, 2), 1 << 30)
    assert int((cage.folder / "memory.max").read_text()) == (1 << 30) + cgroup.EXTRA_BYTES
    cage.take_in(4711)
    assert (cage.folder / "cgroup.procs").read_text() == "4711"
    shutil.rmtree(cage.folder)
