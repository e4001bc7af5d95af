"""Attacks on the host once more, where namespaces are forbidden: Landlock in their place gives away nothing more."""

import pytest

from autograder import fleet
from autograder.errors import GraderError
from autograder.intake.find import find
from autograder.jobs import Job
from autograder.pipeline import Settings
from autograder.sandbox import landlock
from benchmarks import processes
from tests import small_course
from tests.attacks import bombs, host, loot
from tests.attacks.attack import finds_nothing
from tests.attacks.names import A
from tests.test_attacks import LIMITS

pytestmark = pytest.mark.skipif(bool(landlock.why_not()), reason=landlock.why_not() or "-")

# Files can be seen there, and not be opened; and no tmpfs bears a tree of 2,000 folders.
OTHERWISE = {"from-the-host", "deep-folders"}
ATTACKS = [one for kind in (loot, host, bombs) for one in kind.ATTACKS if one.name not in OTHERWISE]
ATTACKS += [
    finds_nothing(
        "reads-the-host",
        "read what every machine has, also by a link",
        """
        import glob, os
        PLACES = ["/etc/passwd", "/etc/shadow", "/etc/hostname", "/root", "/home", "/sys", "/run", "/var", "/tmp", "/",
                  "/proc", "/proc/1/environ", "/proc/self/environ", "/proc/self/maps", "/proc/self/mem",
                  "/proc/self/fd", "/proc/self/root/etc/passwd", "/proc/1/root", "/dev/mem", "/dev/kmsg", "/dev/tty",
                  "/dev/ptmx", "/dev/shm", "/sys/fs/cgroup", "/usr/bin", "/bin/sh", "/opt", "/mnt",
                  "/srv", "/boot", "..", "../.."]
        def read(place):
            try: return os.listdir(place) if os.path.isdir(place) else open(place, "rb").read(1)
            except OSError: return []
        def found(x, factor, shift):
            for number, place in enumerate(PLACES):
                os.path.lexists(f"link{number}") or os.symlink(place, f"link{number}")
            places = [*PLACES, *(f"link{number}" for number in range(len(PLACES)))]
            return [place for place in places if read(place)]
        """,
    ),
    finds_nothing(
        "changes-the-host",
        "change what Landlock does not ask about: modes and times of files of the same user",
        """
        import os
        WHERE = os.path.dirname(os.getcwd())
        def found(x, factor, shift):
            before = os.stat(WHERE)
            for change, *args in ((os.chmod, 0o777), (os.utime, (1, 1)), (os.chown, 0, 0)):
                try: change(WHERE, *args)
                except OSError: pass
            now = os.stat(WHERE)
            return (before.st_mode, before.st_uid) != (now.st_mode, now.st_uid) or now.st_mtime == 1
        """,
    ),
    finds_nothing(
        "ends-the-grader",
        "signal or limit the process that started it, which may be of the same user",
        """
        import ctypes, os, platform, resource, signal
        libc = ctypes.CDLL(None, use_errno=True)
        def found(x, factor, shift):
            parent, done = os.getppid(), []
            tries = [lambda: os.kill(parent, 0), lambda: os.killpg(0, 0), lambda: os.pidfd_open(parent),
                     lambda: resource.prlimit(parent, resource.RLIMIT_CPU, (1, 1)), lambda: os.kill(1, 0)]
            for action in tries:
                try: action()
                except OSError: continue
                done.append(action)
            if platform.machine() == "x86_64":
                done += [1 for number in (parent, 1) if libc.syscall(234, number, number, 0) == 0]
                done += [] if libc.syscall(234, os.getpid(), os.getpid(), 0) == 0 else ["not even itself"]
            return done
        """,
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def graded(course, tmp_path_factory):
    folder, results = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("results")
    students = {one.name: small_course.submission(course, scale=one.scale, total=one.total) for one in ATTACKS}
    small_course.hand_in(folder, students | {"honest": small_course.right(course)})
    settings = Settings(isolation="landlock", limits=LIMITS, language="en")
    jobs = [Job(one, course, course.parent / "assignments", settings, results) for one in find([folder], A, known=(A,))]
    return {job.submission.student: one for job, one in fleet.grade_all(jobs, n_workers=2)}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_gains_nothing_and_costs_only_itself(graded, attack):
    scale, total = graded[attack.name].items
    assert scale.status in attack.status, (attack.goal, scale.message)
    assert attack.points in (None, scale.points), attack.goal
    assert attack.total_points in (None, total.points), attack.goal


def test_nothing_of_it_is_a_fault_of_ours_and_every_result_names_the_walls(graded):
    assert [one for one in graded.values() if isinstance(one, GraderError)] == []
    assert {one.sandbox for one in graded.values()} == {"landlock+seccomp"}


def test_an_honest_neighbour_gets_full_marks(graded):
    assert graded["honest"].score == 12.0


def test_no_process_is_left(graded):
    assert [line for line in processes.below().values() if "landlock" in line] == []
