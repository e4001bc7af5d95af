"""Real nbgrader on a slice of the bundled class: every student ends graded as by us, or is left to a person."""

import json
import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser

import nbformat
import nbgrader.apps.api
import nbgrader.apps.autogradeapp
import nbgrader.converters
import pytest
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import determine_grade
from traitlets.config import Config

from autograder import fleet
from autograder.errors import GraderError
from autograder.nbgrader_step import configure
from autograder.nbgrading.cells import MARK, Mark, marks, outputs
from autograder.pipeline import assignment
from autograder.records import AspectFacts, CheckFacts, Item, Result, Training
from autograder.store import Store
from tests import nbgrader_class
from tests.nbgrader_class import NAME, UNKEPT, UNREADABLE

MODULES = (nbgrader.apps.api, nbgrader.apps.autogradeapp, nbgrader.converters)
TIMES = ((CourseDirectory, "get_existing_timestamp"), (nbgrader.apps.api.NbGraderAPI, "get_submitted_timestamp"))


@pytest.fixture(scope="module")
def handed(tmp_path_factory):
    """The class after the four commands. Not to be changed."""
    return nbgrader_class.run(tmp_path_factory)


@pytest.fixture(autouse=True)
def stock_afterwards(monkeypatch):
    for module in MODULES:
        monkeypatch.setattr(module, "Autograde", module.Autograde)
    for owner, name in TIMES:
        monkeypatch.setattr(owner, name, getattr(owner, name))


@pytest.fixture
def copied(handed, tmp_path):
    """The class for one test to change, with nbgrader's Python API."""
    shutil.copytree(handed.folder.parent, tmp_path / "copy", symlinks=True)
    folder = tmp_path / "copy" / handed.folder.name
    found = replace(handed, folder=folder)
    return found, configured(found)


def check_cells(notebook):
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade")
    }


class Tags(HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.links = set(), set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self.links |= {value for name, value in attributes if name in ("href", "src")}


# --- grades ---------------------------------------------------------------------------------------------------------


def test_every_student_has_the_score_of_autograder_grade(handed, autograder, tmp_path):
    course = handed.folder.parent / "solutions"
    submitted = handed.folder / "submitted"
    autograder("grade", submitted, "-a", NAME, "-o", tmp_path / "anew", "--course", course, "--jobs", 1)
    ours = {one.student: one.score for one in Store(tmp_path / "anew").results()}
    theirs = {student: handed.notebook(student)["score"] for student in handed.students if student not in UNREADABLE}
    assert theirs == {student: ours[student] for student in theirs}


def test_the_class_gets_the_scores_that_are_written_beside_it(handed):
    wanted = json.loads((nbgrader_class.CLASS / "expected.json").read_text("utf-8"))
    for student in set(nbgrader_class.STUDENTS) - set(UNREADABLE):
        assert handed.notebook(student)["score"] == wanted[f"{student}/{NAME}"]["score"], student


def test_nobody_whose_name_can_be_kept_is_missing(handed):
    everyone = {path.name for path in (handed.folder / "submitted").iterdir()}
    assert set(handed.students) == everyone - set(UNKEPT)


@pytest.mark.parametrize("student", UNREADABLE)
def test_what_cannot_be_read_is_left_to_a_person_with_the_reason(handed, student):
    found = handed.notebook(student)
    assert set(found["auto"].values()) == {None}
    assert all(found["manual"].values())
    assert all(comment and comment != "No response." for comment in found["comments"].values())


def test_what_is_graded_needs_no_person(handed):
    assert not any(handed.notebook("2026-10427")["manual"].values())


def test_an_answer_that_was_not_started_is_told_from_a_wrong_one(handed):
    assert handed.notebook("신유나")["comments"]["conv2d"] == "No response."
    assert handed.notebook("2026-10427")["comments"]["conv2d"] is None


def test_a_name_that_nbgrader_cannot_hold_is_told_and_stops_nobody(handed):
    for student in UNKEPT:
        assert f"cannot hold the name {student!r}" in handed.said["autograde"]


def test_a_time_that_is_none_costs_nothing(handed):
    assert handed.notebook("late")["score"] == 100
    assert "is no time" in handed.said["autograde"]


def test_a_time_that_is_none_hides_nobody_from_formgrader(copied):
    handed, api = copied
    shutil.rmtree(handed.folder / "submitted" / "bad\nname", ignore_errors=True)  # which does
    assert {one["student"] for one in api.get_submissions(NAME)} >= set(handed.students)


def test_other_files_of_a_student_are_not_copied(handed):
    assert not list(handed.folder.glob("autograded/*/*/conftest.py"))


def test_the_export_lists_every_student(handed):
    rows = (handed.folder / "grades.csv").read_text("utf-8").splitlines()
    assert len(rows) == 1 + len(handed.students)


# --- nbgrader's other ways in ---------------------------------------------------------------------------------------


def test_a_script_alone_is_graded_through_the_python_api(copied):
    handed, api = copied
    shutil.rmtree(handed.folder / "autograded" / "script")
    assert api.autograde(NAME, "script")["success"]
    assert handed.notebook("script")["score"] == 100


def test_no_kernel_is_started(copied, monkeypatch):
    from jupyter_client.manager import AsyncKernelManager, KernelManager

    def refuse(*args, **options):
        raise AssertionError("a kernel")

    for manager in (KernelManager, AsyncKernelManager):
        monkeypatch.setattr(manager, "start_kernel", refuse)
        monkeypatch.setattr(manager, "_async_start_kernel", refuse)
    handed, api = copied
    assert api.autograde(NAME, "liam.walsh")["success"]
    assert handed.notebook("liam.walsh")["score"] == 94


def test_a_fault_of_the_grader_is_no_zero(copied, monkeypatch):
    monkeypatch.setattr(fleet, "run", lambda job: GraderError("the disk is full"))
    handed, api = copied
    assert api.autograde(NAME, "김서윤")["success"]
    found = handed.notebook("김서윤")
    assert set(found["auto"].values()) == {None}
    assert all(found["manual"].values())
    assert "the disk is full" in found["comments"]["conv2d"]


def test_points_given_by_hand_stay_and_are_looked_at_again(copied):
    handed, api = copied
    with handed.gradebook as gradebook:
        gradebook.find_grade("check_conv2d", NAME, NAME, "남도현").manual_score = 50
        gradebook.db.commit()
    assert api.autograde(NAME, "남도현")["success"]
    assert handed.notebook("남도현")["score"] == 50
    assert handed.notebook("남도현")["manual"]["check_conv2d"]


def test_work_handed_in_again_is_graded_again(copied):
    handed, api = copied
    folder = handed.folder / "submitted" / "신유나" / NAME
    for day, place in (("2026-03-02", handed.folder / "autograded" / "신유나" / NAME), ("2026-03-09", folder)):
        place.joinpath("timestamp.txt").write_text(f"{day} 10:00:00 UTC")
    shutil.copy(handed.folder / "submitted" / "김서윤" / NAME / f"{NAME}.ipynb", folder)
    assert api.autograde(NAME, "신유나", force=False)["success"]
    assert handed.notebook("신유나")["score"] == 100


def configured(handed):
    """nbgrader's Python API with the configuration as it is now."""
    config = Config()
    configure(config, str(handed.folder / "nbgrader_config.py"), course="../solutions", results="results")
    config.CourseAutograde.jobs = 1
    return nbgrader.apps.api.NbGraderAPI(config=config)


@pytest.mark.parametrize(
    ("more", "penalty"),
    [
        ("", 20.0),
        (f'[extensions.{NAME}]\n"김서윤" = {{ days = 1 }}\n', 10.0),
        (f'[handed_in.{NAME}]\n"김서윤" = 2026-03-01T10:00:00Z\n', 0.0),
    ],
    ids=["late", "extended", "handed in on paper"],
)
def test_deadlines_reach_the_gradebook(copied, more, penalty):
    handed, _ = copied
    late = f"[due]\n{NAME} = 2026-03-02T10:00:00Z\n[late]\npercent_a_day = 10\n"
    (handed.folder / "deadlines.toml").write_text(late + more, "utf-8")
    (handed.folder / "submitted" / "김서윤" / NAME / "timestamp.txt").write_text("2026-03-03 21:00:00 +0900")
    assert configured(handed).autograde(NAME, "김서윤")["success"]
    with handed.gradebook as gradebook:
        assert gradebook.find_submission_notebook(NAME, NAME, "김서윤").late_submission_penalty in (
            penalty,
            penalty or None,
        )


def test_unchanged_work_is_not_graded_again(copied, monkeypatch):
    handed, api = copied
    assert api.autograde(NAME, "김서윤")["success"]  # by the engine of today, which the commands' may not have been
    monkeypatch.setattr(fleet.pipeline, "_judge", lambda *_: pytest.fail("judged"))
    assert api.autograde(NAME, "김서윤")["success"]
    assert handed.notebook("김서윤")["score"] == 100


def test_a_gradebook_of_another_rubric_is_told_before_anything_is_graded(copied):
    handed, api = copied
    with handed.gradebook as gradebook:
        gradebook.find_graded_cell("check_relu", NAME, NAME).max_score = 9
        gradebook.db.commit()
    said = api.autograde(NAME, "김서윤")
    assert not said["success"]
    assert f"generate_assignment --force {NAME}" in said["log"]


# --- notebooks and pages --------------------------------------------------------------------------------------------


def test_a_check_holds_a_summary_the_card_and_the_points(handed):
    cell = check_cells(handed.autograded("2026-10427"))["check_conv2d"]
    stream, card, points = cell["outputs"]
    assert (stream["output_type"], stream["name"]) == ("stream", "stdout")
    assert {"text/html", "text/plain"} == set(card["data"])
    assert "".join(points["data"]["text/plain"]) == "60.0"


def test_a_check_that_nobody_could_grade_claims_no_points(handed):
    for cell in check_cells(handed.autograded("남도현")).values():
        assert all(output["output_type"] != "execute_result" for output in cell["outputs"])
        assert cell["metadata"][MARK]["points"] is None


def test_nothing_is_written_to_stderr(handed):
    text = json.dumps([handed.autograded(student) for student in handed.students])
    assert '"stderr"' not in text
    assert '"error"' not in text


def test_a_students_html_stays_text(handed):
    cells = check_cells(handed.autograded("=1+1 gustav.lind")).values()
    shown = ["".join(out["data"]["text/html"]) for cell in cells for out in cell["outputs"] if "text/html" in str(out)]
    tags = Tags("\n".join(shown) + handed.feedback("=1+1 gustav.lind"))
    assert not tags.tags & {"script", "iframe", "object", "embed", "form"}
    assert all(link.startswith("data:image/png;") for link in tags.links)
    assert not any(name.startswith("on") for name in tags.attributes)


def test_a_student_sees_the_own_code_and_added_cells(handed):
    sources = ["".join(cell["source"]) for cell in handed.autograded("김서윤")["cells"]]
    submitted = (handed.folder / "submitted" / "김서윤" / NAME / f"{NAME}.ipynb").read_text("utf-8")
    answer = next(
        "".join(cell["source"])
        for cell in json.loads(submitted)["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "conv2d"
    )
    assert answer.strip() in sources


def test_every_graded_notebook_is_valid(handed):
    for student in handed.students:
        nbformat.validate(nbformat.from_dict(handed.autograded(student)))


@pytest.mark.parametrize(("student", "language"), [("2026-10427", "en"), ("송다은", "ko")])
def test_the_feedback_speaks_the_students_language(handed, student, language):
    assert f'<html lang="{language}">' in handed.feedback(student)


def test_the_feedback_needs_no_script_and_no_network(handed):
    for student in handed.students:
        tags = Tags(handed.feedback(student))
        assert "script" not in tags.tags
        assert all(link.startswith("data:image/png;") for link in tags.links)


def test_the_feedback_shows_no_score_where_there_is_none(handed):
    page = re.sub(r"<[^>]+>", " ", handed.feedback("남도현").split("<body>")[1])
    assert "– / 100" in page
    assert not re.search(r"\b0 / \d", page)


# --- the release ----------------------------------------------------------------------------------------------------


def test_nbgraders_source_holds_the_notebook_alone(handed):
    source = handed.folder.parent / ".build" / "source"
    assert [str(path.relative_to(source)) for path in source.rglob("*") if path.is_file()] == [f"{NAME}/{NAME}.ipynb"]


def test_nbgraders_release_is_our_release(handed):
    ours = json.loads((handed.folder.parent / "assignments" / "en" / NAME / f"{NAME}.ipynb").read_text("utf-8"))
    theirs = json.loads((handed.folder.parent / ".build" / "release" / NAME / f"{NAME}.ipynb").read_text("utf-8"))
    for notebook in (ours, theirs):
        notebook["cells"] = [(cell["id"], cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]
    assert theirs["cells"] == ours["cells"]


def test_nbgraders_release_holds_no_answer_and_no_other_file(handed):
    release = handed.folder.parent / ".build" / "release"
    (path,) = (path for path in release.rglob("*") if path.is_file())
    text = path.read_text("utf-8")
    assert "SOLUTION" not in text
    answer = (handed.folder.parent / "solutions" / NAME / "lesson.py").read_text("utf-8")
    inside = re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", answer, re.S)
    lines = {line.strip() for block in inside for line in block.splitlines() if len(line.strip()) > 25}
    assert lines
    assert not [line for line in lines if line in text]


def test_a_second_build_keeps_the_language_of_the_source(handed, tmp_path):
    from autograder import lessons
    from autograder.course.build import build

    lesson = lessons.lesson(nbgrader_class.course(tmp_path), NAME)
    source = tmp_path / ".build" / "source" / NAME / f"{NAME}.ipynb"
    for languages in (("ko",), ("en", "ko")):
        build(lesson, tmp_path / "assignments", languages=languages)
        assert json.loads(source.read_text("utf-8"))["metadata"]["cnnkit"]["language"] == "ko"


# --- points ---------------------------------------------------------------------------------------------------------

ASPECT = AspectFacts("values", {"en": "values"}, 4.0)
FACTS = CheckFacts("net", (), (ASPECT,), (), ())
LEARNS = replace(FACTS, training=Training("quick", 10.0, ()))


def result(*items):
    return Result("a10", "kim", "graded", 0.0, 0.0, "", "", items)


def nbgrader_gives(mark):
    cell = nbformat.v4.new_code_cell("check(net)", outputs=outputs(mark, FACTS, "en", css=False))
    cell.metadata.nbgrader = {"grade": True, "solution": False, "points": mark.max_points, "grade_id": "check_net"}
    return determine_grade(cell)[0]


@pytest.mark.parametrize("points", [0.0, 0.1 + 0.2, 3.9999999, 4.0])
def test_nbgrader_reads_the_points_that_were_written(points):
    assert nbgrader_gives(Mark("net", points, 4.0)) == points


def test_a_rounding_error_above_full_marks_is_full_marks():
    (mark,) = marks(result(Item("net", 4.0000001, 4.0, "pass")), {"net": FACTS}, "en")
    assert nbgrader_gives(mark) == 4.0


def test_points_that_wait_for_a_training_are_held_open_and_are_no_zero():
    waiting = Item("net (trained)", 0.0, 10.0, "ungraded", message="not trained yet")
    (mark,) = marks(result(Item("net", 3.0, 4.0, "partial"), waiting), {"net": LEARNS}, "en")
    assert (mark.points, mark.max_points) == (3.0, 14.0)
    assert mark.why == "Points that wait for a network to be trained: 10"


def test_points_of_a_trained_network_are_in_the_same_cell():
    learnt = Item("net (trained)", 10.0, 10.0, "pass")
    (mark,) = marks(result(Item("net", 4.0, 4.0, "pass"), learnt), {"net": LEARNS}, "en")
    assert (mark.points, mark.max_points, mark.why) == (14.0, 14.0, "")


def test_the_gradebook_gets_the_points_of_trainings_too(handed):
    task = assignment(nbgrader_class.ROOT / "solutions", nbgrader_class.ROOT / "assignments", "a10_lenet_to_vgg")
    notebook = json.loads((task.course.parent / f"assignments/en/{task.name}/{task.name}.ipynb").read_text("utf-8"))
    trained = sum(facts.training.points for facts in task.corpus.checks.values() if facts.training)
    told = sum(cell["metadata"]["nbgrader"]["points"] for cell in check_cells(notebook).values())
    assert (told, trained > 0) == (task.max_score + trained, True)
