"""Many machines: the same results as one, whatever is lost on the way. Real schedulers, workers and signals."""

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import keras
import pytest
from keras import layers

from autograder import fleet
from autograder.cluster import Cluster
from autograder.clustering import machines as at_hand
from autograder.clustering import parcel, worker
from autograder.clustering.machines import Task
from autograder.errors import CourseError, GraderError
from autograder.intake.find import find
from autograder.jobs import Job, run
from autograder.models import train_child
from autograder.models.config import read_model
from autograder.models.data import load
from autograder.models.graph import canonical
from autograder.models.rebuild import rebuild
from autograder.models.recipes import RECIPES
from autograder.models.train import train
from autograder.models.train_keys import job_key
from autograder.pipeline import Settings
from autograder.records import Result
from autograder.store import Store
from tests import dask_cluster, deadly, small_course
from tests.dask_cluster import until

pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap")
SLOW = "def total(values):\n    import time\n    time.sleep(0.05)\n    return sum(values)\n"


@pytest.fixture(scope="module")
def submitted(course, tmp_path_factory):
    """A class in which two are wrong, one file is no notebook, and two are equal."""
    students = {
        f"s{n}": small_course.submission(course, scale=small_course.SCALE + f"# {n}\n", total=small_course.TOTAL)
        for n in range(5)
    }
    students["wrong"] = small_course.submission(course, scale=small_course.BOTH_MISTAKES)
    students["half"] = small_course.submission(course, scale=small_course.SCALE, total="def total(values):\n    0 / 0")
    students["png"] = b"\x89PNG\r\n\x1a\n" + bytes(64)
    students["김민준"] = students["s0"]
    return small_course.hand_in(tmp_path_factory.mktemp("submitted"), students)


@pytest.fixture(scope="module")
def slow_class(course, tmp_path_factory):
    students = {
        f"s{n}": small_course.submission(course, scale=small_course.SCALE, total=f"{SLOW}# {n}\n") for n in range(7)
    }
    return small_course.hand_in(tmp_path_factory.mktemp("slow"), students)


def jobs(course, folder, results):
    found = find([folder], "b01_scale", known=["b01_scale"])
    return [Job(one, course, course.parent / "assignments", Settings(), results) for one in found]


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """A scheduler and two workers: one without a GPU, and one that cannot start a sandbox."""
    folder = tmp_path_factory.mktemp("odd")
    with dask_cluster.started(folder, "good") as cluster:
        cluster.worker("naked", env={"PATH": str(folder)})
        yield cluster


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A scheduler and two workers, one of which says that it has a GPU. Not to be harmed."""
    with dask_cluster.started(tmp_path_factory.mktemp("cluster"), "lab1") as cluster:
        cluster.worker("lab2", "--resources", "GPU=1")
        yield cluster


def graded(cluster, tasks, **how):
    """{student: what came back}, each of them exactly once."""
    with Cluster(cluster.address, **how) as at_work:
        found = list(at_work.grade(tasks))
    assert sorted(job.submission.student for job, _ in found) == sorted(job.submission.student for job in tasks)
    return {job.submission.student: outcome for job, outcome in found}


def kept(folder):
    """Every file of results, byte for byte apart from how long it took. What caches hold is named by content."""

    def timeless(data):
        return [line for line in data.splitlines() if b'"seconds"' not in line and b'"seal"' not in line]

    return {str(path.relative_to(folder)): timeless(path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


# ------------------------------------------------------------------------------------------------------ same results


def test_two_machines_keep_what_one_machine_keeps_byte_for_byte(course, submitted, two, tmp_path):
    here = list(fleet.grade_all(jobs(course, submitted, tmp_path / "here")))
    there = graded(two, jobs(course, submitted, tmp_path / "there"))
    assert kept(tmp_path / "there") == kept(tmp_path / "here")
    assert len(here) == len(there) == 9


def test_machines_get_the_course_and_need_no_file_of_ours(course, submitted, two, tmp_path):
    shutil.copytree(course.parent, tmp_path / "elsewhere")
    moved = tmp_path / "elsewhere" / "solutions"
    tasks = [replace(job, course=moved, release=moved.parent / "assignments") for job in jobs(course, submitted, None)]
    packed = parcel.pack(moved, moved.parent / "assignments", ["b01_scale"])
    with Cluster(two.address) as at_work:
        run = at_work.grade(tasks)
        found = [next(run)]
        shutil.rmtree(tmp_path / "elsewhere" / "solutions" / "b01_scale")  # only machines look at it from here on
        found += run
    assert {job.submission.student: outcome.score for job, outcome in found}["wrong"] == 0
    assert packed == parcel.pack(course, course.parent / "assignments", ["b01_scale"])


def test_what_is_known_asks_nobody(course, submitted, tmp_path):
    for job in jobs(course, submitted, tmp_path):
        run(job)
    with Cluster("tcp://127.0.0.1:9") as at_work:
        assert len(list(at_work.grade(jobs(course, submitted, tmp_path)))) == 9


def test_a_machine_that_is_refused_keeps_no_process(course, submitted, two, monkeypatch):
    monkeypatch.setattr(at_hand.parcel, "facts", lambda real=parcel.facts: real() | {"engine": "0.0"})
    with pytest.raises(GraderError):
        graded(two, jobs(course, submitted, None))
    until(lambda: not two.members("lab1") and not two.members("lab2"))


def test_a_run_leaves_no_process_on_the_machines(course, submitted, two):
    with Cluster(two.address) as at_work:
        run = at_work.grade(jobs(course, submitted, None))
        next(run)
        next(run)
        assert two.members("lab1") and two.members("lab2")
    until(lambda: not two.members("lab1") and not two.members("lab2"))


# ------------------------------------------------------------------------------------------------------ what is lost


def test_a_machine_killed_in_mid_run_changes_no_result(course, slow_class, tmp_path):
    list(fleet.grade_all(jobs(course, slow_class, tmp_path / "here"), n_workers=2))
    with (
        dask_cluster.started(tmp_path / "cluster", "lab1", "lab2") as cluster,
        Cluster(cluster.address) as at_work,
    ):
        run = at_work.grade(jobs(course, slow_class, tmp_path / "there"))
        found = [next(run)]
        members = cluster.members("lab1")
        cluster.kill("lab1")
        found += run
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in members))
    assert all(isinstance(outcome, Result) for _, outcome in found)
    assert len(found) == 7
    assert kept(tmp_path / "there") == kept(tmp_path / "here")


def test_a_task_that_kills_every_machine_is_given_up_and_costs_nobody_else(tmp_path):
    with dask_cluster.started(tmp_path, "lab1", "lab2", "lab3", "lab4") as cluster:
        crew = at_hand.Machines(cluster.address, told=print, wait_s=30)
        crew.open()
        names = ["a", "b", "killer", "c", "d", "e", "f"]
        tasks = [Task(name, name, lambda name=name: (deadly.answer_or_die, (name, str(tmp_path)))) for name in names]
        found = {task.of: answer for task, answer, _ in crew.spread(tasks, lambda fit: dict.fromkeys(fit, 2))}
        crew.close()
    assert {name: answer for name, answer in found.items() if name != "killer"} == {
        name: {"name": name} for name in names if name != "killer"
    }
    assert isinstance(found["killer"], GraderError) and "killer" in str(found["killer"])
    assert len(list(tmp_path.glob("killer *"))) == at_hand.MAX_LOST


@pytest.fixture
def deadly_run(tmp_path, monkeypatch):
    """Grading processes that die of some students."""
    monkeypatch.setattr("autograder.clustering.member.MODULE", "tests.deadly")
    monkeypatch.setitem(worker._runs, "token", worker._Run(str(tmp_path)))
    yield lambda path: json.loads(worker.grade("token", json.dumps({"path": path}), b""))
    worker._runs["token"].end()


def test_a_grading_process_that_dies_once_is_replaced(deadly_run):
    assert [deadly_run(path) for path in ("a", "unlucky", "b")] == [{"path": "a"}, {"path": "unlucky"}, {"path": "b"}]


def test_a_submission_that_kills_its_process_twice_is_named_and_the_next_one_is_graded(deadly_run):
    assert "killer: the grading process died twice" in deadly_run("killer")["died"]
    assert deadly_run("next") == {"path": "next"}


def test_a_machine_that_forgot_the_run_says_so():
    assert json.loads(worker.grade("no such run", "{}", b"")) == {"unknown": True}


# ---------------------------------------------------------------------------------------------------- who may grade


def test_a_machine_without_a_sandbox_is_named_and_not_used(course, submitted, odd):
    told = []
    found = graded(odd, jobs(course, submitted, None), told=told.append)
    assert all(isinstance(outcome, Result) for outcome in found.values())
    assert len(told) == 1 and "naked" in told[0] and "bubblewrap" in told[0]


@pytest.mark.parametrize("what", ["engine", "python", "numpy"])
def test_machines_that_grade_with_something_else_are_refused_before_anything_is_graded(
    course, submitted, two, monkeypatch, what
):
    monkeypatch.setattr(at_hand.parcel, "facts", lambda real=parcel.facts: real() | {what: "0.0"})
    with pytest.raises(GraderError, match=rf"lab1.*{what}.*0\.0"):
        graded(two, [job for job in jobs(course, submitted, None) if job.submission.student != "png"])


def test_an_answer_that_depends_on_something_else_is_refused(course, submitted, tmp_path):
    job, data, answer = answered(course, submitted, tmp_path)
    with pytest.raises(parcel.Unfit, match="lab7"):
        parcel.receive(job, answer | {"file_key": "0" * 32}, data, "lab7")
    assert not list((tmp_path / "out").glob("*/*.json"))


def test_a_damaged_answer_is_refused_and_named(course, submitted, tmp_path):
    job, data, answer = answered(course, submitted, tmp_path)
    with pytest.raises(GraderError, match="lab7"):
        parcel.receive(job, answer | {"result": answer["result"][:-40]}, data, "lab7")


def answered(course, submitted, folder):
    """What a machine says of a student's file: the job, the file, the answer."""
    job = next(one for one in jobs(course, submitted, folder / "out") if one.submission.student == "wrong")
    parcel.unpack(parcel.pack(course, job.release, ["b01_scale"]), folder / "there")
    data = job.submission.place.read_bytes()
    said = parcel.answer(parcel.order(job) | {"folder": str(folder / "there")}, data)
    assert said.isascii()
    return job, data, json.loads(said)


def test_an_answer_is_text_that_is_read_as_a_file_of_results_is(course, submitted, tmp_path):
    """Nothing that a student's code made comes back as an object."""
    job, data, answer = answered(course, submitted, tmp_path)
    assert set(answer) == {"result", "key", "file_key", "networks"}
    assert parcel.receive(job, answer, data, "lab7").score == 0


def test_an_order_that_names_the_course_names_ours(course, submitted, tmp_path):
    """What is trained with the course's code is trained on the grader, and not where it was graded."""
    job, data, answer = answered(course, submitted, tmp_path)
    order = {"parts": ["scale"], "own": [], "course": str(tmp_path / "there")}
    parcel.receive(job, answer | {"networks": {"0" * 32: json.dumps(order)}}, data, "lab7")
    assert json.loads(Store(job.results).network("0" * 32)) == order | {"course": str(course)}


def test_nobody_at_the_address_is_one_line(monkeypatch):
    monkeypatch.setattr(at_hand, "CONNECT_S", 1)
    with pytest.raises(GraderError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9 .*dask scheduler"):
        at_hand.connect("tcp://127.0.0.1:9")


def test_a_scheduler_without_workers_is_waited_for_and_then_one_line(course, submitted, tmp_path):
    with (
        dask_cluster.started(tmp_path) as cluster,
        pytest.raises(GraderError, match=f"dask worker {cluster.address}"),
    ):
        graded(cluster, jobs(course, submitted, None)[:1], wait_s=1)


def test_a_course_that_cannot_be_read_stops_the_run(course, submitted, two, tmp_path):
    broken = [replace(job, course=tmp_path) for job in jobs(course, submitted, None)]
    with pytest.raises(CourseError):
        graded(two, broken)


# ------------------------------------------------------------------------------------------------- the command line

PROGRAM = [sys.executable, "-P", "-m", "autograder", "grade"]


def command(course, folder, out, *words):
    return [*PROGRAM, str(folder), "-o", str(out), "--course", str(course), *map(str, words)]


def begun(words, folder):
    with open(folder / "err", "wb") as err:
        return subprocess.Popen(
            words,
            stdout=subprocess.DEVNULL,
            stderr=err,
            env=os.environ | {"PYTHONPATH": str(dask_cluster.ROOT)},
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # we may be told to ignore it
        )


def n_results(out):
    return len(list(out.glob("*/*.json"))) - len(list(out.glob(".cache/*.json")))


def one_line(folder):
    text = (folder / "err").read_text()
    assert text.startswith("autograder: ") and text.count("\n") == 1, text
    return text


def test_a_scheduler_that_is_lost_is_3_and_the_same_command_goes_on(autograder, course, slow_class, two, tmp_path):
    out = tmp_path / "out"
    with dask_cluster.started(tmp_path / "cluster", "lab1") as cluster:
        run = begun(command(course, slow_class, out, "--cluster", cluster.address), tmp_path)
        until(lambda: n_results(out) >= 2)
        cluster.kill("scheduler")
        assert run.wait(60) == 3
    assert "is gone" in one_line(tmp_path) and "of 7 graded; the same command goes on" in one_line(tmp_path)
    done = {path: path.stat().st_mtime_ns for path in out.glob("s*/*.json")}
    assert 2 <= len(done) < 7
    told = autograder("grade", slow_class, "-o", out, "--course", course, "--cluster", two.address)
    assert (told.code, told.err) == (0, "")
    assert n_results(out) == 7
    assert {path: path.stat().st_mtime_ns for path in done} == done


def test_a_run_that_is_stopped_leaves_one_line_and_the_machines_idle(course, two, tmp_path):
    out = tmp_path / "out"
    many = {
        f"s{n}": small_course.submission(course, total=f"{SLOW}# stopped {n}\n") for n in range(15)
    }  # of 20 on, progress is told
    run = begun(command(course, small_course.hand_in(tmp_path / "many", many), out, "--cluster", two.address), tmp_path)
    until(lambda: n_results(out) >= 1)
    run.send_signal(signal.SIGINT)
    assert run.wait(60) == 130
    assert "of 15 graded; the same command goes on from here" in one_line(tmp_path)
    until(lambda: not two.members("lab1") and not two.members("lab2"))


def test_a_grader_that_is_killed_leaves_machines_that_grade_the_next_class(
    course, slow_class, submitted, two, tmp_path
):
    run = begun(command(course, slow_class, tmp_path / "out", "--cluster", two.address), tmp_path)
    until(lambda: n_results(tmp_path / "out") >= 1)
    run.kill()
    run.wait()
    assert all(isinstance(outcome, Result) for outcome in graded(two, jobs(course, submitted, None)).values())


@pytest.mark.parametrize("words", [("--cluster", "host"), ("--cluster", "tcp://a:1", "--sandbox", "none")], ids=str)
def test_a_cluster_named_wrongly_or_without_a_sandbox_is_wrong_usage(autograder, course, submitted, words):
    told = autograder("grade", submitted, "--course", course, *words)
    assert told.code == 2 and "cluster" in told.err


# -------------------------------------------------------------------------------------------------------- networks


@pytest.fixture(scope="module")
def network():
    with keras.StatelessScope(initialize_variables=False):
        inputs = keras.Input((8, 8, 1))
        text = keras.Model(inputs, layers.Dense(4, activation="softmax")(layers.Flatten()(inputs))).to_json()
    return canonical(read_model(text)).key, text


def test_a_network_is_trained_where_a_gpu_is_and_comes_to_what_it_comes_to_here(network, two, tmp_path):
    key, text = network
    heard, job = [], train_child.Job(job_key(key, "tiny", "quick"), text, "tiny", "quick", 0, tmp_path)
    with Cluster(two.address) as at_work:
        spread, names = at_hand.Machines.spread, []
        assert at_work.profile("auto") == "full"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                at_hand.Machines,
                "spread",
                lambda *a, **k: (names.append(found[2]) or found for found in spread(*a, **k)),
            )
            ((_, record),) = at_work.train([job], lambda job: heard.append)
    profile = RECIPES["tiny"].profiles["quick"]
    data = load("tiny", "train", profile.n_train), load("tiny", "test", profile.n_test)
    here = train(rebuild(canonical(read_model(text)), classes=4, input_shape=(8, 8, 1)), *data, profile)
    assert (record["status"], record["accuracy"]) == ("trained", here.accuracy)
    assert train_child.known(job) == record
    assert heard and "lab2" in names[0]


def test_a_long_training_without_a_gpu_is_refused_with_what_to_type(network, odd, tmp_path):
    job = train_child.Job("0" * 32, network[1], "tiny", "full", 0, tmp_path)
    with (
        Cluster(odd.address) as at_work,
        pytest.raises(GraderError, match=f"dask worker {odd.address} --resources GPU=1"),
    ):
        assert at_work.profile("auto") == "quick"
        list(at_work.train([job], lambda job: lambda done: None))


def test_work_that_nobody_left_can_do_is_not_waited_for(odd):
    """Such as a training, when the last machine with a GPU has gone."""
    crew = at_hand.Machines(odd.address, told=print, wait_s=0)
    crew.open()
    tasks = [Task("a", "a", lambda: (deadly.answer_or_die, ("a", "/nowhere")))]
    with pytest.raises(GraderError, match="that could do the rest"):
        list(crew.spread(tasks, lambda fit: {}))
    crew.close()


# -------------------------------------------------------------------------------------------------------------- tls


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes certificates with openssl")
def test_a_cluster_behind_certificates_is_reached_with_dasks_own_settings(course, submitted, tmp_path, monkeypatch):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=cluster"]
    subprocess.run([*words, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    tls = ("--protocol", "tls", "--tls-ca-file", certificate, "--tls-cert", certificate, "--tls-key", key)
    with dask_cluster.started(tmp_path / "cluster", "lab1", words=list(map(str, tls))) as cluster:
        assert cluster.address.startswith("tls://")
        out = tmp_path / "out"
        words = command(course, submitted, out, "--cluster", cluster.address)
        with pytest.raises(GraderError, match="TLS__CA_FILE"):
            at_hand.connect(cluster.address)
        for name, path in (("CA_FILE", certificate), ("CLIENT__CERT", certificate), ("CLIENT__KEY", key)):
            monkeypatch.setenv(f"DASK_DISTRIBUTED__COMM__TLS__{name}", str(path))
        assert begun(words, tmp_path).wait(60) == 1  # a picture is among the submissions
        assert n_results(out) == 9
