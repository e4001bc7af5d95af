"""benchmarks: the course's assignment for other graders, the jail they run in, and the tables of what came of it."""

import importlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from autograder import corpus, fleet, lessons
from autograder.errors import GraderError
from autograder.intake.find import find
from autograder.jobs import Job as Grading
from autograder.judge.call import outcome_of
from autograder.judge.compare import judge
from autograder.pipeline import Settings
from autograder.sandbox.session import Limits
from benchmarks.elsewhere import jail, nbgrader, otter, table, trials
from benchmarks.elsewhere.assignment import Question, assignment, filled, literal, notebook
from benchmarks.elsewhere.goals import GOALS
from benchmarks.operators.jobs import JOBS, Job, least_s
from tests import small_course
from tests.attacks.attack import Attack
from tests.attacks.names import A

ROOT = Path(__file__).parents[1]
LESSON = "a03_convolution"
needs_bubblewrap = pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap: apt install bubblewrap")


@pytest.fixture(scope="module")
def task():
    return assignment(ROOT / "solutions", ROOT / "assignments", LESSON)


@pytest.fixture
def script(monkeypatch):
    """Import a benchmark as `make bench` runs it, with its own folder first."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module


# --- the assignment ---------------------------------------------------------------------------------------------------


def fails(question, functions):
    """Does this part of the assertions fail, with these functions?"""
    for lines in (question.public, question.hidden):
        try:
            exec(lines, {"np": np, **functions})
        except Exception:
            return True
    return False


def by_the_engine(facts, function, aspect):
    """Whether our own judge finds a hidden case of the aspect wrong."""
    cases = [case for case in facts.cases if case.aspect == aspect]
    return any(
        not judge(case, facts.aspect(aspect), outcome_of(function, case.args, layout=case.layout)).right
        for case in cases
    )


def test_the_course_s_own_answers_pass_every_assertion(task):
    own = lessons.definitions(lessons.lesson(ROOT / "solutions", LESSON))
    assert [question.name for question in task.questions if fails(question, own)] == []


@pytest.mark.parametrize("answer", ["FLIPPED", "NAMELESS"])
def test_assertions_fail_where_the_engine_says_wrong(task, script, answer):
    functions = {}
    exec(getattr(script("answers"), answer), functions)
    facts = corpus.read(lessons.lesson(ROOT / "solutions", LESSON).corpus).checks["conv2d"]
    plain = {aspect.name for aspect in facts.aspects if aspect.after is None}
    failed = {one.aspect for one in task.of("conv2d") if fails(one, functions)} & plain
    assert failed == {name for name in plain if by_the_engine(facts, functions["conv2d"], name)}
    assert 0 < len(failed) < len(facts.aspects)


def test_an_aspect_that_needs_another_one_fails_with_it(task):
    functions = {"conv2d": lambda x, W, b=None, stride=1, pad=0: np.zeros_like(x)}
    assert all(fails(question, functions) for question in task.of("conv2d"))


def test_the_points_elsewhere_are_the_points_here(task):
    facts = corpus.read(lessons.lesson(ROOT / "solutions", LESSON).corpus).checks
    assert {name: sum(one.points for one in task.of(name)) for name in facts} == {
        name: one.points for name, one in facts.items()
    }


def test_answers_come_without_the_marks_of_the_source(task):
    assert "###" not in "".join(task.answers.values())


@pytest.mark.parametrize(
    "value",
    [3, 2.5, None, True, (1, [2.0, (None,)]), np.arange(6.0).reshape(2, 3), np.zeros((0, 2)), np.float32(1.5), "x"],
)
@pytest.mark.parametrize("layout", ["C", "F", "strided"])
def test_a_literal_says_the_value(value, layout):
    read = eval(literal(value, layout), {"np": np})
    np.testing.assert_equal(read, value)
    assert getattr(read, "dtype", None) == getattr(value, "dtype", getattr(read, "dtype", None))


def test_a_literal_has_the_layout_that_is_asked_for():
    cube = np.arange(24.0).reshape(2, 3, 4)
    assert eval(literal(cube, "F"), {"np": np}).flags.f_contiguous
    assert not eval(literal(cube, "strided"), {"np": np}).flags.forc


def test_only_answers_are_filled_in():
    released = notebook(
        [
            ("code", "old", {"nbgrader": {"grade_id": "f"}}),
            ("code", "assert f()", {"nbgrader": {"grade_id": "f_values"}}),
        ]
    )
    assert [cell["source"] for cell in json.loads(filled(released, {"f": "new"}))["cells"]] == ["new", "assert f()"]


def test_hidden_cases_stand_where_nbgrader_takes_them_out(task):
    (cell,) = [
        text for _, text, about in nbgrader._cells(task) if about.get("nbgrader", {}).get("grade_id") == "relu_values"
    ]
    before, marked = cell.split("### BEGIN HIDDEN TESTS")
    (question,) = [one for one in task.questions if one.name == "relu_values"]
    assert question.public in before and question.hidden in marked
    assert not any(case in before for case in question.hidden.split("\n\n"))


def test_otter_s_tests_are_worth_the_same_and_are_python(task):
    text = otter._tests("relu", task.of("relu"))
    compile(text, "relu.py", "exec")
    assert text.count("@test_case(points=") == len(task.of("relu"))


def test_a_range_of_right_answers_is_refused():
    course = ROOT / "solutions"
    with pytest.raises(ValueError, match="no plain assertion"):
        assignment(course, ROOT / "assignments", "a06_losses")


# --- the jail ---------------------------------------------------------------------------------------------------------


@needs_bubblewrap
def test_the_walls_of_the_jail_hold(tmp_path):
    tmp_path.chmod(0o755)
    jail.holds(tmp_path / "jail")


@needs_bubblewrap
def test_a_command_that_never_ends_is_ended_and_the_next_one_runs(tmp_path):
    commands = [["sleep", "60"], ["sh", "-c", "echo here > made; sleep 60 & exit 3"]]
    ran = jail.run(tmp_path, commands, {"PATH": "/usr/bin:/bin"}, limit_s=2, see=())
    assert ran.codes == (None, 3) and ran.left == 1 and not ran.heard
    assert (tmp_path / "course" / "made").read_text() == "here\n"


# --- what came of it --------------------------------------------------------------------------------------------------

QUIET = dict.fromkeys(("ran", "next", "host", "heard", "left", "killed", "endless"), False)
GAIN = Attack("a", "b", "def scale(x, factor, shift): return x")
LOOKS = Attack("a", "b", "def found(x, factor, shift): pass", points=9.0)


@pytest.mark.parametrize(
    ("attack", "points", "facts", "word"),
    [
        (GAIN, {"scale": 0.0, "total": 3.0}, QUIET, "nothing"),
        (GAIN, {"scale": 1.0, "total": 3.0}, QUIET, "gained"),
        (GAIN, {"scale": 0.0, "total": 0.0}, QUIET, "cost"),
        (GAIN, {}, QUIET, "stopped"),
        (GAIN, {"scale": 9.0, "total": 3.0}, QUIET | {"endless": True}, "stopped"),
        (LOOKS, {"scale": 9.0, "total": 3.0}, QUIET, "nothing"),
        (LOOKS, {"scale": 7.0, "total": 3.0}, QUIET, "found"),
    ],
)
def test_what_an_attack_came_to_is_one_word(attack, points, facts, word):
    assert trials.came_to("answers", attack, "otter", points, facts)["came_to"] == word


def test_a_goal_is_reached_by_the_fact_that_shows_it():
    goals = {goal.name: goal for goal in GOALS}
    points = {"scale": 0.0, "total": 3.0}
    reached = trials.row(goals["network"], "otter", points, {"scale": 9.0, "total": 3.0}, QUIET | {"heard": True})
    assert reached["reached"]
    assert not trials.row(goals["network"], "otter", points, {"scale": 9.0, "total": 3.0}, QUIET)["reached"]
    assert trials.row(goals["spoils-other"], "otter", points, {"scale": 3.0, "total": 3.0}, QUIET)["reached"]
    assert trials.row(goals["memory"], "otter", {"scale": 9.0}, points, QUIET)["reached"]


def test_the_tables_count_what_was_reached():
    def row(tool, **more):
        return {"goal": "g", "aim": "do it", "tool": tool, "reached": True, "points": 9.0, **QUIET, **more}

    goals = [row("nbgrader"), row("otter", endless=True), row("ours", reached=False)]
    kept = [{"kind": "host", "attack": "x", "tool": tool, "came_to": "found"} for tool in ("nbgrader", "otter")]
    text = "\n".join(table.tables({"goals": goals, "collection": kept}))
    assert "| do it | **yes, 9 of 9 points** | **yes, not ended after 240 s** | no |" in text
    assert "| **reached, of 1** | **1** | **1** | **0** |" in text
    assert "| host | 1 | 1 found | 1 found |" in text


def test_the_frozen_results_hold_every_goal_and_none_is_reached_with_us():
    found = json.loads((ROOT / "benchmarks" / "results" / "attacks_elsewhere.json").read_text("utf-8"))
    assert {(row["goal"], row["tool"]) for row in found["goals"]} == {
        (goal.name, tool) for goal in GOALS for tool in table.TOOLS
    }
    assert [row["goal"] for row in found["goals"] if row["tool"] == "ours" and row["reached"]] == []


@needs_bubblewrap
def test_no_goal_earns_a_point_or_costs_another_function_one(course, tmp_path):
    limits = Limits(read_s=20, load_s=2, call_s=1, total_s=15)
    aimed = {goal.name: goal for goal in GOALS if not goal.edit}
    students = {
        name: small_course.submission(course, scale=goal.source("ours"), total="total = sum")
        for name, goal in aimed.items()
    }
    small_course.hand_in(tmp_path / "in", students)
    jobs = [
        Grading(one, course, course.parent / "assignments", Settings(limits=limits), tmp_path / "out")
        for one in find([tmp_path / "in"], A, known=(A,))
    ]
    outcomes = {job.submission.student: one for job, one in fleet.grade_all(jobs, n_workers=2)}
    assert [one for one in outcomes.values() if isinstance(one, GraderError)] == []
    points = {student: [item.points for item in result.items] for student, result in outcomes.items()}
    assert points == {name: [0.0, 3.0] for name in aimed}


# --- operators --------------------------------------------------------------------------------------------------------


def test_the_arithmetic_of_a_convolution_is_counted():
    job = Job("conv2d", (32, 64, 32, 32), 64, 3, pad=1)
    assert job.out == (32, 32)
    assert job.flop == 2 * (32 * 64 * 32 * 32) * (64 * 3 * 3)
    assert Job("conv2d", (8, 3, 224, 224), 64, 7, stride=2, pad=3).out == (112, 112)
    assert Job("softmax", (10, 10)).flop == 0


def test_every_job_has_a_name_of_its_own():
    assert len({job.name for job in JOBS}) == len(JOBS)


def test_the_first_call_is_not_counted_and_three_are():
    calls = []
    assert least_s(lambda: calls.append(1), 0)[1] == 3
    assert len(calls) == 4


def test_contestants_who_computed_something_else_are_found_out(script, tmp_path):
    bench = script("bench_operators")
    for number in range(len(JOBS)):
        np.save(tmp_path / f"ours-a03-{number}.npy", np.arange(3.0))
        np.save(tmp_path / f"SciPy--{number}.npy", np.arange(3.0) + 1e-4)
    bench.agree(tmp_path)
    np.save(tmp_path / "SciPy--0.npy", np.arange(3.0) + 0.1)
    with pytest.raises(AssertionError, match="SciPy--0"):
        bench.agree(tmp_path)


# --- costs ------------------------------------------------------------------------------------------------------------


def costs(tool, what, cpu_s, wall_s=1.0, order=1):
    return {"tool": tool, "what": what, "submissions": 5, "cpu_s": cpu_s, "wall_s": wall_s, "busy_s": 1, "order": order}


def test_the_better_of_both_orders_counts(script):
    bench = script("bench_elsewhere")
    rows = [costs("otter run", "a class", 3.0, 5.0), costs("otter run", "a class", 2.0, 6.0, order=2)]
    found = bench.least(rows, "otter run", "a class")
    assert (found["cpu_s"], found["wall_s"]) == (2.0, 5.0)


def test_the_page_says_whether_what_was_wanted_is_met(script):
    bench = script("bench_elsewhere")
    rows = [
        costs(bench.OURS, "a class", 0.05, 0.05), costs(bench.OURS, "one", 0.4),
        costs("otter run", "a class", 2.5, 4.0), costs("nbgrader autograde", "a class", 1.2, 1.3),
        costs("nbgrader autograde", "one", 2.4),
    ]  # fmt: skip
    head = {"date": "d", "machine": "m", "versions": "v", "load": "0", "missing": ""}
    text = bench.as_markdown(head | {"rows": rows})
    assert "| nbgrader autograde, a class | 5 | 1.200 s | 24x | 1.300 s | 46 |" in text
    assert "nbgrader autograde: 24x our CPU, 26x our time; wanted 20x: met." in text
    assert "otter run: 50x our CPU, 80x our time; wanted 60x: met in time, **missed** in CPU." in text


def test_a_question_has_a_name_that_python_can_read():
    assert Question("conv2d", "non-square maps", 1, "", "").name.isidentifier()
