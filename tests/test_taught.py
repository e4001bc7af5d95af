"""A network that the student's own code trains, in a box of its own: its points, its words, its losses."""

from itertools import chain

import numpy as np
import pytest

from autograder import lessons, pipeline
from autograder.course import trained as measured
from autograder.i18n import translator
from autograder.judge import taught
from autograder.models import data
from autograder.pipeline import Settings
from autograder.records import Outcome
from autograder.reports.text_networks import training_block
from autograder.reports.trained import with_training
from autograder.sandbox.inside import values
from autograder.sandbox.inside.loop import N_LOSSES, Loop
from autograder.sandbox.inside.talk import classes, talk
from autograder.sandbox.wire import pack
from autograder.store import Store
from tests import small_course

NAME = "t01_net"
KEY = "Net (trained)"
LESSON = '''
# %% [markdown] lang="en"
# # A net

# %% [markdown] lang="ko"
# # 신경망

# %%
import numpy as np

from cnnkit import check


# %%
class Net:
    """Weigh pixels.

    >>> Net(4, 2).predict(np.zeros((3, 4))).shape
    (3, 2)
    """

    def __init__(self, pixels, classes):
        self.params = {"W": np.random.randn(pixels, classes) / 100}

    def predict(self, x):
        """Scores."""
        ### BEGIN SOLUTION
        return x.reshape(len(x), -1) @ self.params["W"]
        ### END SOLUTION

    def loss(self, x, t):
        """Cross-entropy."""
        ### BEGIN SOLUTION
        return -np.log(self._chances(x)[np.arange(len(t)), t]).mean()

    def _chances(self, x):
        exp = np.exp(self.predict(x))
        return exp / exp.sum(axis=1, keepdims=True)
        ### END SOLUTION

    def gradient(self, x, t):
        """Slopes."""
        ### BEGIN SOLUTION
        wrong = self._chances(x)
        wrong[np.arange(len(t)), t] -= 1
        return {"W": x.reshape(len(x), -1).T @ wrong / len(x)}
        ### END SOLUTION


# %%
check(Net)


# %%
class Step:
    """Step.

    >>> Step(0.1)  # doctest: +ELLIPSIS
    <...
    """

    def __init__(self, rate):
        self.rate = rate

    def update(self, params, grads):
        """Change params."""
        ### BEGIN SOLUTION
        params["W"] -= 20 * self.rate * grads["W"]
        ### END SOLUTION


# %%
check(Step)
'''
CHECKS = '''
"""How t01_net is graded."""

import numpy as np
from course.inputs import rows
from hypothesis import strategies as st

from autograder.rubric import Aspect, Check, Trained

numbers = st.integers(1, 5)
pictures = st.builds(lambda n, start: np.arange(start, start + 4 * n).reshape(n, 4) / 4, numbers, numbers)
weights = numbers.map(lambda start: {"W": np.arange(start, start + 8).reshape(4, 2) / 8})

Net = Check(
    atol=1e-6,
    aspects=[
        Aspect(
            "predict",
            3,
            st.tuples(weights, pictures),
            ko="predict",
            steps=("net = Net(4, 2)", "net.params[...] = params", "net.predict(x)"),
        )
    ],
    trained=Trained("tiny", 4, (64, 4), steps=("net = Net(pixels, classes)", "step = Step(rate)", "optimizer = step")),
)
Step = Check(
    atol=1e-6,
    aspects=[
        Aspect(
            "update",
            2,
            st.tuples(numbers.map(float), weights, weights),
            ko="update",
            steps=("step = Step(rate)", "step.update(params, grads)", 'params["W"]'),
        )
    ],
)


@Net.mistake
def turned_round(Net):
    """Is the sign right?
    Scores are turned round.
    - Look at one score.
    - Take the minus away.

    부호가 맞나요?
    점수의 부호가 반대예요.
    - 점수 하나를 살펴보세요.
    - 빼기를 없애 보세요.
    """

    class Wrong(Net):
        def predict(self, x):
            return -super().predict(x)

    return Wrong
'''


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("taught") / "solutions"
    (folder / NAME).mkdir(parents=True)
    (folder / "inputs.py").write_text(small_course.INPUTS.lstrip("\n"), "utf-8")
    (folder / NAME / "lesson.py").write_text(LESSON.lstrip("\n"), "utf-8")
    (folder / NAME / "checks.py").write_text(CHECKS.lstrip("\n"), "utf-8")
    lesson = lessons.lesson(folder, NAME)
    measured.measure(lesson, lessons.load(lesson)["Net"], "quick")
    small_course.build_all(folder)
    return folder


@pytest.fixture(scope="module")
def task(course):
    return pipeline.assignment(course, course.parent / "assignments", NAME)


def answers():
    cells = LESSON.split("# %%\n")
    return {name: next(cell for cell in cells if f"class {name}" in cell).strip() for name in ("Net", "Step")}


@pytest.fixture(scope="module")
def graded(course, task):
    def grade(store=None, old="", new="", **changed):
        source = {name: text.replace(old, new) if old else text for name, text in (answers() | changed).items()}
        submitted = small_course.submission(course, NAME, **source)
        return pipeline.grade_file("kim", f"{NAME}.ipynb", submitted, task, Settings(), store or Store(None))

    return grade


def items(result):
    return {item.name: item for item in result.items}


def test_code_that_learns_earns_the_points(graded):
    result = graded()
    assert result.score == result.max_score == 9
    known = result.training["Net"]
    assert known["accuracy"] >= known["threshold"] > 0.5
    assert known["losses"][0] == pytest.approx(np.log(4), abs=0.1) and known["losses"][-1] < known["losses"][0]


def test_the_losses_are_drawn_as_the_students_own(graded):
    item = items(with_training(graded()))[KEY]
    assert "loss, as your code told it, 1.3" in training_block(item, translator("en"))


def test_losses_that_nobody_asked_for_are_not_kept(graded):
    new = "import sys; sys._getframe(1).f_locals['losses'][:] = [0.5] * 200; wrong = self._chances(x)"
    known = graded(old="wrong = self._chances(x)", new=new).training["Net"]
    assert known["status"] == "trained" and len(known["losses"]) == 2 * N_LOSSES


def test_the_same_code_learns_the_same_in_every_run(graded):
    assert graded().training["Net"]["losses"] == graded().training["Net"]["losses"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("20 * self.rate", "0 * self.rate", "are asked for"),
        ('params["W"] -= 20', "params['W'] = params['V'] - 20", "The training stopped: KeyError: 'V'"),
        ('params["W"] -= 20 * self.rate * grads["W"]', "params['W'] *= np.nan", "became nan"),
        (
            "return x.reshape(len(x), -1) @",
            "return x.reshape(len(x), -1)[: 2 if len(x) > 50 else None] @",
            "gave (6, 4)",
        ),
        ("return -np.log(self._chances(x)[np.arange(len(t)), t]).mean()", "return 1e308", "became nan"),
        ("class Step:", "class Other:", "The training stopped: NameError: name 'Step' is not defined"),
        (
            "def update(self, params, grads):",
            "def update(self, params, grads):\n        import os; os._exit(3)",
            "ended the",
        ),
    ],
)
def test_what_went_wrong_is_said_in_words_of_its_own(graded, old, new, said):
    found = items(graded(old=old, new=new))
    assert (found["Net"].status, found[KEY].status, found[KEY].points) == ("pass", "wrong", 0)
    assert said in found[KEY].message


def test_a_training_that_takes_too_long_is_told_so(graded, monkeypatch):
    monkeypatch.setattr(taught, "WALL_S", 2.0)
    found = items(graded(old="wrong = self._chances(x)", new="import time; time.sleep(1); wrong = self._chances(x)"))
    assert found[KEY].status == "wrong"
    assert "not done within 2 s" in found[KEY].message


def test_a_class_that_is_wrong_altogether_is_not_trained(graded):
    result = graded(old='@ self.params["W"]', new='@ -self.params["W"]')
    assert result.training["Net"]["status"] == "no network"
    assert items(result)[KEY].status == "wrong"


def test_an_unwritten_class_is_not_started(graded):
    assert (
        items(graded(old='return x.reshape(len(x), -1) @ self.params["W"]', new="raise NotImplementedError()"))[
            KEY
        ].status
        == "not_started"
    )


def test_points_wait_where_the_images_are_not_here_and_are_given_when_they_are(graded, monkeypatch, tmp_path):
    def nowhere(*_):
        raise data.DataMissing("not here")

    store = Store(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(data, "load", nowhere)
        result = graded(store)
    assert items(result)[KEY].status == "ungraded" and result.score == result.max_score == 5
    assert "not on this machine" in items(result)[KEY].message
    assert graded(store).score == 9


def test_labels_of_test_images_do_not_enter_the_box(task):
    training = task.corpus.checks["Net"].training
    args, labels = taught.arguments(training)
    sent = [arg for arg in args if isinstance(arg, np.ndarray)]
    assert [len(arg) for arg in sent] == [512, 512, 256] and len(labels) == 256
    assert not any(arg.shape == labels.shape for arg in sent)


SCORES = np.eye(4)[np.arange(256) % 4]


@pytest.mark.parametrize(
    ("forged", "status"),
    [
        ((SCORES, [1.0], "more"), "failed"),
        ((), "failed"),
        ("scores", "failed"),
        ((SCORES.astype(str).tolist(), []), "failed"),
        ((SCORES, "low"), "trained"),
        ((SCORES, ("low", [1.0])), "trained"),
        ((SCORES, values.FeatureMap((1, 2))), "trained"),
        ((SCORES, values.Unsupported("type set")), "trained"),
    ],
)
def test_whatever_a_box_answers_is_decided_and_no_fault_of_the_grader(task, forged, status):
    training = task.corpus.checks["Net"].training
    assert taught.teach(training, lambda *_: Outcome("value", value=forged))["status"] == status


def test_a_talk_may_be_with_two_classes():
    lines = ("row = Row(numbers)", "total = Total(row)", "total")
    assert classes(lines) == ["Row", "Total"]
    assert talk({"Row": list, "Total": sum}, ((1, 2),), lines) == 3
    with pytest.raises(NameError, match="name 'Total' is not defined"):
        talk({"Row": list, "Total": None}, ((1, 2),), lines)


def test_the_loop_travels_as_three_numbers():
    packed = pack((Loop(20, 2, 0),))
    (arrived,) = values.decode({"k": "list", "v": packed.heads}, packed.body)
    assert arrived == Loop(20, 2, 0)
    with pytest.raises(values.Malformed):
        values.decode({"k": "loop", "v": [1, "2", 3]}, b"")


def test_the_loop_shows_every_image_once_an_epoch_and_the_last_batch_too():
    seen = []

    class Net:
        def __init__(self):
            self.params = {}

        def loss(self, x, t):
            return 0.0

        def gradient(self, x, t):
            assert np.array_equal(x[:, 0] * 255, t)
            seen.append(t.tolist())

        def predict(self, x):
            return x

    class Nothing:
        def update(self, params, grads):
            pass

    images = np.arange(7, dtype=np.uint8)[:, None]
    scores, losses = Loop(3, 2, 0)(Net(), Nothing(), images, np.arange(7), images)
    assert [len(one) for one in seen] == [3, 3, 1, 3, 3, 1]
    assert sorted(chain(*seen[:3])) == sorted(chain(*seen[3:])) == list(range(7))
    assert scores.shape == (7, 1) and len(losses) == 6
