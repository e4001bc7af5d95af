"""A class is trained: each different network once, results shared and kept, points given, processes that end."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import keras
import pytest
from keras import layers

from autograder import training
from autograder.errors import GraderError
from autograder.judge.learnt import FLOOR, decided
from autograder.models import train_child
from autograder.models.config import read_model
from autograder.models.data import load
from autograder.models.graph import canonical
from autograder.models.rebuild import rebuild
from autograder.models.recipes import RECIPES
from autograder.models.train import train
from autograder.models.train_child import Job, Limits, run_job
from autograder.records import CheckFacts, Item, Result, Training
from autograder.store import Store
from autograder.training import OneByOne, Summary, told, train_all

ROOT = Path(__file__).resolve().parent.parent
FACTS = Training("tiny", 10.0, (), {"quick": 0.8}, {FLOOR: {"quick": 0.4}, "plain": {"quick": 0.7}})
CHECKS = {"b01": {"net": CheckFacts("net", (), (), (), (), kind="model", training=FACTS)}}


def network(filters=2, *, name=None, weight=None):
    """Its key and its text. weight: a layer beside it that does nothing."""
    with keras.StatelessScope(initialize_variables=False):
        x = inputs = keras.Input((8, 8, 1))
        if weight is not None:
            nothing = layers.Rescaling(0.0)(layers.Conv2D(1, 7, padding="same")(weight(x)))
            x = layers.Add()([x, nothing])
        x = layers.MaxPooling2D(2)(layers.Conv2D(filters, 3, activation="relu", name=name)(x))
        text = keras.Model(inputs, layers.Dense(4, activation="softmax")(layers.Flatten()(x))).to_json()
    return canonical(read_model(text)).key, text


def result(student, key, *, recipe="tiny"):
    return Result(
        assignment="b01",
        student=student,
        status="graded",
        score=5.0,
        max_score=5.0,
        engine="",
        corpus="",
        items=(Item("net", 5.0, 5.0, "pass"), Item("net (trained)", 0.0, 10.0, "ungraded", message="not trained yet")),
        training={"net": {"recipe": recipe, "graph": key, "status": "not trained yet"}},
    )


def a_class(folder, students, texts):
    kept = Store(folder)
    for key, text in texts:
        kept.keep_network(key, text)
    found = [result(f"student{i:03}", texts[i % len(texts)][0]) for i in range(students)]
    for one in found:
        kept.keep(one)
    return kept, found


class Trainer:
    """Trains nothing, and writes down as a real one does."""

    def __init__(self, accuracy=0.9, **record):
        self.record = {"status": "trained", "profile": "quick", "accuracy": accuracy, "curve": [accuracy]} | record
        self.jobs = []

    def __call__(self, job, *, heard):
        self.jobs.append(job)
        heard(3.0)
        if self.record["status"] == "trained":
            job.record.write_text(json.dumps(self.record))
        return self.record


def trained(kept, results, trainer, **how):
    return train_all(results, CHECKS, kept, profile="quick", crew=OneByOne(trainer), **how)


def test_300_submissions_of_23_networks_are_23_trainings(tmp_path):
    texts = [network(filters) for filters in range(1, 24)]
    kept, results = a_class(tmp_path, 300, texts)
    trainer = Trainer()
    done, summary = trained(kept, results, trainer)
    assert len(trainer.jobs) == 23
    assert replace(summary, seconds=0) == Summary(submissions=300, networks=23, trained=23)
    assert [one.score for one in done] == [15.0] * 300
    assert told(replace(summary, seconds=240)) == (
        "Networks to train: 23; submissions that hold one: 300 (23 trained now in 4 min)"
    )


def test_a_second_run_trains_nothing_and_says_the_same(tmp_path):
    kept, results = a_class(tmp_path, 3, [network()])
    first, _ = trained(kept, results, Trainer())
    trainer = Trainer(accuracy=0.1)
    second, summary = trained(kept, results, trainer)
    assert (trainer.jobs, summary.known, summary.trained) == ([], 1, 0)
    assert second == first


def test_networks_that_are_only_named_otherwise_are_one(tmp_path):
    kept, results = a_class(tmp_path, 2, [network(name="mine"), network(name="yours")])
    trainer = Trainer()
    trained(kept, results, trainer)
    assert len(trainer.jobs) == 1


def test_results_on_the_disk_hold_the_points(tmp_path):
    kept, results = a_class(tmp_path, 2, [network()])
    done, _ = trained(kept, results, Trainer())
    assert list(kept.results()) == done
    assert [item.status for item in done[0].items] == ["pass", "pass"]
    assert done[0].training["net"]["status"] == "trained"
    assert done[0].training["net"]["threshold"] == 0.8
    assert done[0].training["net"]["beside"] == {FLOOR: 0.4, "plain": 0.7}


def test_without_training_nothing_is_decided_and_nothing_is_lost(tmp_path):
    kept, results = a_class(tmp_path, 2, [network()])
    trainer = Trainer()
    done, summary = trained(kept, results, trainer, train=False)
    assert (done, trainer.jobs, summary.left) == (results, [], 1)
    assert done[0].items[1].message == "not trained yet"


def test_what_is_known_is_given_also_without_training(tmp_path):
    kept, results = a_class(tmp_path, 2, [network()])
    first, _ = trained(kept, results, Trainer())
    again, _ = trained(kept, results, Trainer(), train=False)
    assert again == first


def test_a_run_that_is_stopped_keeps_what_is_trained(tmp_path):
    kept, results = a_class(tmp_path, 3, [network(filters) for filters in (1, 2, 3)])

    class Impatient(Trainer):
        def __call__(self, job, *, heard):
            if len(self.jobs) == 2:
                raise KeyboardInterrupt
            return super().__call__(job, heard=heard)

    with pytest.raises(KeyboardInterrupt):
        trained(kept, results, Impatient())
    trainer = Trainer()
    _, summary = trained(kept, results, trainer)
    assert (len(trainer.jobs), summary.known, summary.trained) == (1, 2, 1)


def test_a_network_that_is_far_too_large_is_never_given_to_a_process(tmp_path):
    kept, results = a_class(tmp_path, 1, [network(2000)])
    trainer = Trainer()
    done, _ = trained(kept, results, trainer)
    item = done[0].items[1]
    assert trainer.jobs == []
    assert (item.status, item.points, done[0].training["net"]["reason"]) == ("wrong", 0.0, "too_dear")
    assert "times the multiplications" in item.message


def test_nobody_makes_a_network_too_dear_for_those_who_built_the_same(tmp_path):
    heavy = network(weight=layers.Conv2D(512, 7, padding="same"))
    assert heavy[0] == network()[0] and heavy[1] != network()[1]
    kept, results = a_class(tmp_path, 2, [heavy, network()])  # the first text stays
    done, _ = trained(kept, results, Trainer())
    assert [one.items[1].points for one in done] == [10.0, 10.0]


def test_a_network_for_other_images_than_the_recipes_leaves_the_points_open(tmp_path):
    kept, results = a_class(tmp_path, 1, [network()])
    strange = [replace(results[0], training={"net": results[0].training["net"] | {"recipe": "lenet_fashion"}})]
    done, _ = trained(kept, strange, Trainer())
    assert done[0].items[1].status == "ungraded"
    assert done[0].score == 5.0


ITEM = Item("net (trained)", 0.0, 10.0, "ungraded")


def points(accuracy, facts=FACTS):
    record = {"status": "trained", "profile": "quick", "accuracy": accuracy, "curve": [accuracy]}
    found = decided(ITEM, record, facts, "en")
    return found.status, found.points


@pytest.mark.parametrize(
    "accuracy, expected",
    [
        (0.8, ("pass", 10.0)),
        (0.95, ("pass", 10.0)),
        (0.6, ("partial", 5.0)),
        (0.79999, ("partial", 9.99)),
        (0.7999999999, ("partial", 9.99)),
        (0.4, ("wrong", 0.0)),
        (0.1, ("wrong", 0.0)),
    ],
)
def test_points_fall_from_the_threshold_to_what_a_single_layer_reaches(accuracy, expected):
    assert points(accuracy) == expected


def test_where_no_single_layer_was_measured_it_is_all_or_nothing():
    assert points(0.79, replace(FACTS, beside={})) == ("wrong", 0.0)


def test_without_a_measured_threshold_the_points_stay_open():
    found = decided(ITEM, {"status": "trained", "profile": "full", "accuracy": 0.99, "curve": [0.99]}, FACTS, "en")
    assert found.status == "ungraded"
    assert "full" in found.message and "99.00 %" in found.message


@pytest.mark.parametrize(
    "reason, status", [("nan", "wrong"), ("memory", "ungraded"), ("time", "ungraded"), ("error", "ungraded")]
)
def test_only_the_networks_own_failures_cost_its_points(reason, status):
    found = decided(ITEM, {"status": "failed", "reason": reason, "profile": "quick", "curve": []}, FACTS, "en")
    assert (found.status, found.points) == (status, 0.0)
    assert found.message


def test_a_failure_of_the_machine_is_tried_again(tmp_path):
    kept, results = a_class(tmp_path, 1, [network()])
    trained(kept, results, Trainer(status="failed", reason="time"))
    trainer = Trainer()
    trained(kept, results, trainer)
    assert len(trainer.jobs) == 1


def test_another_profile_is_another_training():
    facts = network()[0], "small_vgg_fashion"
    assert training.job_key(*facts, "quick") != training.job_key(*facts, "full")


def test_a_machine_without_keras_is_told_what_to_install(tmp_path, monkeypatch):
    kept, results = a_class(tmp_path, 1, [network()])
    monkeypatch.setattr(train_child, "find_spec", lambda name: None)
    with pytest.raises(GraderError, match="pip install"):
        trained(kept, results, Trainer())
    assert trained(kept, results, Trainer(), train=False)[0] == results


def job(folder, text=None, key="0" * 32):
    return Job(key, text or network()[1], "tiny", "quick", 0, folder)


def test_a_process_goes_on_from_a_checkpoint_and_comes_to_the_same_end(tmp_path):
    profile = RECIPES["tiny"].profiles["quick"]
    data = load("tiny", "train", profile.n_train), load("tiny", "test", profile.n_test)
    found = canonical(read_model(network()[1]))
    expected = train(rebuild(found, classes=4, input_shape=(8, 8, 1)), *data, profile)

    def stop(progress):
        if progress.done is not None and progress.epoch == 2:
            raise KeyboardInterrupt

    one = job(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        train(rebuild(found, classes=4, input_shape=(8, 8, 1)), *data, profile, checkpoint=one.checkpoint, told=stop)
    heard = []
    record = run_job(one, heard=heard.append)
    assert (record["status"], record["accuracy"]) == ("trained", expected.accuracy)
    assert record["curve"] == [epoch.test_accuracy for epoch in expected.curve]
    assert min(heard) > 2
    assert train_child.known(one) == record
    assert not one.checkpoint.exists()


def test_a_process_that_takes_too_long_is_ended(tmp_path):
    assert run_job(job(tmp_path), limits=Limits(0.5))["reason"] == "time"


def test_a_process_that_fails_is_a_record_with_its_last_line(tmp_path):
    record = run_job(job(tmp_path, "no network"))
    assert record["reason"] == "error" and "ModelRefused" in record["detail"]
    assert train_child.known(job(tmp_path)) is None


def test_a_process_without_memory_is_a_record(tmp_path):
    record = run_job(job(tmp_path), limits=Limits(60, address_space=1 << 28))
    assert record["status"] == "failed" and record["reason"] in ("memory", "error")


def children(pid):
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def runs(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def until(true, wait_s=30.0):
    end = time.monotonic() + wait_s
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    assert true()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks into /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "stopped with Ctrl-C"])
def test_a_grader_that_ends_leaves_no_process_behind(tmp_path, how):
    code = (
        "import signal, sys; from pathlib import Path; from autograder.models.train_child import Job, run_job\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "run_job(Job('0' * 32, sys.argv[1], 'tiny', 'quick', 0, Path(sys.argv[2])))"
    )
    command = [sys.executable, "-c", code, network()[1], str(tmp_path)]
    grader = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)})
    try:
        until(lambda: children(grader.pid))
        (child,) = children(grader.pid)
    finally:
        grader.send_signal(how)
        assert grader.wait() != 0
    until(lambda: not runs(child))
