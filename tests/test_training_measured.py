"""Thresholds: measured with the course's own networks, written down as runs, read back as numbers."""

import json
from statistics import mean, stdev

import keras
import pytest
from keras import layers

from autograder.course import trained as measured
from autograder.errors import CourseError, GraderError
from autograder.judge.learnt import FLOOR
from autograder.lessons import CheckCode, Lesson
from autograder.models.recipes import RECIPES
from autograder.rubric import ModelCheck, Trained

ACCURACIES = [0.90, 0.92, 0.91, 0.93, 0.89]


def net(activation="relu"):
    return keras.Sequential(
        [keras.Input((8, 8, 1)), layers.Conv2D(2, 3, activation=activation), layers.Flatten(), layers.Dense(4)]
    )


def without_activation():
    return net(None)


TRAINED = Trained("tiny", 5, (), {"no activation": without_activation})
CODE = CheckCode("net", net, ModelCheck(worth={"wiring": 1}, calls=[()], public=[()], trained=TRAINED))


class Trainer:
    def __init__(self, record=None):
        self.jobs = []
        self.record = record or {}

    def __call__(self, job):
        self.jobs.append(job)
        record = {
            "status": "trained",
            "accuracy": ACCURACIES[job.seed],
            "seconds": 1.0,
            "device": "CPU",
            "backend": "b",
        }
        return record | self.record


@pytest.fixture
def lesson(tmp_path, monkeypatch):
    monkeypatch.setenv("CNNKIT_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "b01"
    folder.mkdir()
    return Lesson("b01", folder)


def test_a_threshold_is_three_standard_deviations_below_the_mean(lesson):
    measured.measure(lesson, CODE, "quick", trainer=Trainer())
    facts = measured.training(lesson, "net", TRAINED)
    assert facts.thresholds == {"quick": pytest.approx(mean(ACCURACIES) - 3 * stdev(ACCURACIES), abs=1e-4)}
    assert (facts.recipe, facts.points, facts.args) == ("tiny", 5.0, ())


def test_networks_beside_the_reference_are_measured_too(lesson):
    measured.measure(lesson, CODE, "quick", trainer=Trainer())
    beside = measured.training(lesson, "net", TRAINED).beside
    assert beside == {"no activation": {"quick": 0.91}, FLOOR: {"quick": 0.9}}


def test_every_seed_is_a_training_of_its_own(lesson):
    trainer = Trainer()
    measured.measure(lesson, CODE, "quick", trainer=trainer)
    assert [job.seed for job in trainer.jobs] == [0, 1, 2, 3, 4] * 2 + [0]
    assert len({job.key for job in trainer.jobs}) == 11


def test_every_run_is_written_down(lesson):
    measured.measure(lesson, CODE, "quick", trainer=Trainer())
    runs = json.loads(measured.runs_file(lesson).read_text())["net"]["quick"]["runs"]
    assert [run["accuracy"] for run in runs] == ACCURACIES


def test_without_runs_there_is_no_threshold(lesson):
    assert measured.training(lesson, "net", TRAINED).thresholds == {}


def test_runs_of_a_recipe_that_has_changed_are_passed_over(lesson, monkeypatch):
    measured.measure(lesson, CODE, "quick", trainer=Trainer())
    changed = RECIPES["small_vgg_fashion"]
    monkeypatch.setitem(RECIPES, "tiny", changed)
    assert measured.training(lesson, "net", TRAINED).thresholds == {}


def test_too_few_runs_make_no_threshold(lesson):
    measured.measure(lesson, CODE, "quick", trainer=Trainer(), seeds=4)
    assert measured.training(lesson, "net", TRAINED).thresholds == {}


def test_a_damaged_file_is_named_with_the_command_that_mends_it(lesson):
    measured.runs_file(lesson).write_text('{"net": 3}')
    with pytest.raises(CourseError, match=r"training\.json.*autograder measure b01"):
        measured.training(lesson, "net", TRAINED)


def test_an_unknown_recipe_is_the_courses_fault(lesson):
    with pytest.raises(CourseError, match="lenet_fashion"):
        measured.training(lesson, "net", Trained("lenet", 5))


def test_a_reference_that_does_not_learn_is_the_courses_fault(lesson):
    with pytest.raises(CourseError, match="nan"):
        measured.measure(lesson, CODE, "quick", trainer=Trainer({"status": "failed", "reason": "nan"}))


def test_a_machine_that_cannot_train_is_not_the_courses_fault(lesson):
    with pytest.raises(GraderError, match="time"):
        measured.measure(lesson, CODE, "quick", trainer=Trainer({"status": "failed", "reason": "time"}))


def test_a_check_that_trains_nothing_has_nothing_to_measure(lesson):
    code = CheckCode("net", net, ModelCheck(worth={"wiring": 1}, calls=[()], public=[()]))
    with pytest.raises(CourseError, match="nothing to measure"):
        measured.measure(lesson, code, "quick", trainer=Trainer())


def test_a_course_without_networks_has_nothing_to_measure(course, autograder):
    told = autograder("measure", "--course", course)
    assert told.code == 1
    assert "nothing to measure" in told.err
