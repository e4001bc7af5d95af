"""A class of hostile submissions: none gains a point, costs another one, leaves anything behind or stops the run."""

import csv
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import configuration
from hypothesis import strategies as st

from autograder import fleet
from autograder.corpus import read as read_corpus
from autograder.errors import GraderError
from autograder.intake import files
from autograder.intake.find import find, read
from autograder.jobs import Job
from autograder.judge import shrink, speed
from autograder.judge.compare import judge
from autograder.judge.recognise import Answer
from autograder.judge.reference import weight
from autograder.lessons import CheckCode
from autograder.pipeline import Settings
from autograder.records import AspectFacts, Case, Outcome
from autograder.reports import FORMATS, as_json, class_report
from autograder.reports.course_text import CourseText
from autograder.rubric import Aspect, Check, Speed
from autograder.sandbox import template
from autograder.sandbox.session import Limits, Session
from autograder.sandbox.wire import pack
from autograder.store import Store, folder_name
from benchmarks import processes
from tests import small_course
from tests.attacks import answers, bombs, host, loot, notebooks, patches, reports, wire
from tests.attacks.names import LAYOUTS, STUDENTS, A

pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap: sudo apt install bubblewrap")

ATTACKS = [attack for kind in (answers, patches, wire, loot, host, bombs, reports) for attack in kind.ATTACKS]
LIMITS = Limits(read_s=20, load_s=2, call_s=1, total_s=15)


@dataclass(frozen=True)
class Graded:
    """The hostile class, graded once."""

    results: dict  # student -> Result
    faults: list  # of ours
    folder: Path  # of results
    course: Path
    left: list  # processes that outlived their grading


@pytest.fixture(scope="module")
def graded(course, tmp_path_factory):
    folder, results = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("results")
    hand_in(course, folder)
    jobs = [
        Job(one, course, course.parent / "assignments", Settings(limits=LIMITS, language="en"), results)
        for one in find([folder], A, known=(A, "b02_steps"))
    ]
    template.close_templates()  # of earlier tests
    with processes.orphans_come_to_us():  # where we see them
        outcomes = list(fleet.grade_all(jobs, n_workers=2))
        left = [line for line in processes.below().values() if "bwrap" in line or "inside" in line]
    return Graded(
        {job.submission.student: one for job, one in outcomes if not isinstance(one, GraderError)},
        [(job.submission.student, str(one)) for job, one in outcomes if isinstance(one, GraderError)],
        results,
        course,
        left,
    )


def hand_in(course, folder):
    students = {
        attack.name: small_course.submission(course, scale=attack.scale, total=attack.total) for attack in ATTACKS
    }
    students |= dict.fromkeys(STUDENTS, small_course.right(course))
    small_course.hand_in(folder, students)
    for file in notebooks.FILES:
        path = folder / file.name / A / f"{A}{file.suffix}"
        path.parent.mkdir(parents=True)
        path.write_bytes(file.data)


# --- what each comes to -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_gains_nothing_and_costs_only_itself(graded, attack):
    scale, total = graded.results[attack.name].items
    assert scale.status in attack.status, attack.goal
    assert attack.points in (None, scale.points), attack.goal
    assert attack.total_points in (None, total.points), attack.goal


@pytest.mark.parametrize("file", notebooks.FILES, ids=lambda file: file.name)
def test_a_hostile_file_is_graded_for_what_is_right_in_it_or_left_ungraded(graded, file):
    result = graded.results[file.name]
    got = None if result.score is None else tuple(item.points for item in result.items)
    assert got == file.points, file.goal
    assert bool(result.message) is (file.points is None)


def test_nothing_of_it_is_a_fault_of_ours(graded):
    assert graded.faults == []


def test_whoever_has_a_hostile_name_is_graded_like_anybody_else(graded):
    hostile = {attack.name for attack in ATTACKS} | {file.name for file in notebooks.FILES}
    honest = [result for student, result in graded.results.items() if student not in hostile]
    assert [result.score for result in honest] == [12.0] * len(STUDENTS)


def test_nobody_takes_the_place_of_anybody_elses_result(graded):
    assert len(list(graded.folder.glob(f"*/{A}.json"))) == len(graded.results)
    assert {result.student for result in Store(graded.folder).results()} == set(graded.results)


def test_no_process_is_left(graded):
    assert graded.left == []


# --- reports ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def told(graded):
    """The course's words, as the command line gives them to a report."""
    checks = read_corpus(graded.course / A / "reference.safetensors").checks
    return CourseText(titles={A: {"en": "Scaling", "ko": "늘이기"}}, facts={A: checks})


def rendered(graded, told, format):
    text = FORMATS[format].render(list(graded.results.values()), told, "en")
    return text.decode("utf-8-sig") if isinstance(text, bytes) else text


class Markup(HTMLParser):
    """The tags of a page, and what it would run or fetch."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.risky = set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            if name.startswith("on") or (name in ("src", "href", "action", "srcset", "data") and value[:5] != "data:"):
                self.risky.append((tag, name, value))


def test_every_hostile_result_reads_back_as_it_was_written(graded):
    for result in graded.results.values():
        assert as_json.from_json(as_json.to_json(result)) == replace(result, student=result.student)


def test_the_json_of_the_class_is_one_document(graded, told):
    assert len(json.loads(rendered(graded, told, "json"))) == len(graded.results)


def test_the_xml_of_the_class_is_well_formed(graded, told):
    suites = ElementTree.fromstring(rendered(graded, told, "junit"))
    assert len(suites) == len(graded.results)


def test_no_cell_of_the_table_is_a_formula(graded, told):
    rows = list(csv.reader(io.StringIO(rendered(graded, told, "csv"))))
    assert len(rows) == 1 + len(graded.results)
    assert [cell for row in rows for cell in row if cell.lstrip()[:1] in tuple("=+-@＝＋－＠\t\r")] == []


@pytest.mark.parametrize("format", ["html", "markdown"])
def test_no_tag_of_a_page_is_a_students(graded, told, format):
    page = Markup(rendered(graded, told, format))
    assert page.risky == []
    assert not page.tags & {"script", "img", "svg", "iframe", "object", "embed", "link", "base", "form", "x"}


@pytest.mark.parametrize("format", [*FORMATS, "class"])
def test_no_report_holds_an_invisible_character(graded, told, format):
    every = list(graded.results.values())
    text = class_report.render(every, told, "en") if format == "class" else rendered(graded, told, format)
    assert [
        letter
        for letter in set(text)
        if (ord(letter) < 32 and letter not in "\n\r\t") or letter in "\x1b\x7f\u202e\u2066"
    ] == []


def test_no_script_of_a_students_runs_in_the_class_report_and_nothing_is_fetched(graded, told, tmp_path):
    api = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("needs Chromium")
    path = tmp_path / "report.html"
    path.write_text(class_report.render(list(graded.results.values()), told, "en"), "utf-8")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    asked, said = [], []
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.goto(path.as_uri())
        n_cards = page.evaluate(
            """() => {  // open every student's cards, as an instructor would
                let n = 0;
                for (const button of document.querySelectorAll("#rows tbody button")) {
                    button.click();
                    n += document.querySelectorAll("#cards .ck").length;
                    document.querySelector("dialog").close();
                }
                return n;
            }"""
        )
        ran = page.evaluate(
            "() => [window.pwned, document.title, document.querySelectorAll('img,iframe,object').length]"
        )
        browser.close()
    assert n_cards >= len(ATTACKS)
    assert asked == [path.as_uri()]
    assert said == []
    assert ran[0] is None and ran[2] == 0


# --- somebody else's name -----------------------------------------------------------------------------------------


def write_class(root, layout, *, with_kim=True):
    for name in layout.honest if with_kim else layout.honest[1:]:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"kim" if name == layout.honest[0] else b"another")
    path = root / (layout.archive or layout.forged)
    path.parent.mkdir(parents=True, exist_ok=True)
    if layout.archive:
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr(layout.forged, b"forged")
    else:
        path.write_bytes(b"forged")
    return find([root], A, known=(A, "b02_steps"))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_nobody_hands_in_in_the_place_of_somebody_else(tmp_path, layout):
    (kims,) = [one for one in write_class(tmp_path, layout) if one.student == "kim"]
    assert read(kims) == b"kim"


@pytest.mark.parametrize("layout", [one for one in LAYOUTS if one.certain], ids=lambda layout: layout.name)
def test_nobody_hands_in_for_somebody_who_has_not(tmp_path, layout):
    assert not [one for one in write_class(tmp_path, layout, with_kim=False) if one.student.startswith("kim")]


def test_a_students_forest_of_files_hides_nobody_elses_work(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_ENTRIES_OF_FOLDER", 20)
    monkeypatch.setattr(files, "MAX_ENTRIES", 60)
    for student in ("aaron", "kim", "lee", "zoe"):
        folder = tmp_path / student / A
        folder.mkdir(parents=True)
        (folder / f"{A}.ipynb").write_bytes(b"{}")
    for n in range(25):
        (tmp_path / "lee" / A / f"{n}.txt").touch()
        (tmp_path / "aaron" / A / str(n % 15) / str(n)).mkdir(parents=True)
    found = {one.student: one.problem for one in find([tmp_path], None, known=(A,))}
    assert found["kim"] is found["zoe"] is None
    assert found["lee"] == "too_many_files"


def test_a_name_of_30000_folders_in_an_archive_is_not_gone_through(tmp_path):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name in ("kim/x.ipynb", *(f"{student}/{'a/' * 30_000}x.ipynb" for student in ("aaron", "zoe"))):
            packed.writestr(name, b"{}")
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_address_space() + (256 << 20), hard))
    try:
        found = find([path], A)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    assert [(one.student, one.problem) for one in found] == [
        ("aaron", "too_many_files"),
        ("kim", None),
        ("zoe", "too_many_files"),
    ]


def _address_space():
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def test_a_deep_tree_beside_a_notebook_is_told_once_or_not_at_all(tmp_path):
    for student in ("kim", "lee"):
        for n in range(3):
            (tmp_path / student / "/".join(f"venv{n}abcdefg")).mkdir(parents=True)
    (tmp_path / "kim" / "x.ipynb").write_bytes(b"{}")
    found = [(one.student, one.problem) for one in find([tmp_path], A)]
    assert [problem for student, problem in found if student.startswith("kim")] == [None]
    assert [problem for _, problem in found].count("too_many_files") == 1


def test_no_name_gets_the_folder_that_another_one_was_given():
    names = ["kim!", "-rf", "k" * 300, "kim", "report.html", ".."]
    assert not {folder_name(name) for name in names} & {
        folder_name(folder_name(name)) for name in names if name != "kim"
    }


def test_members_that_share_their_bytes_are_not_read_again_and_again(tmp_path):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("s000.ipynb", bytes(10 << 20))
    data = path.read_bytes()
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entries = b"".join(data[start:end].replace(b"s000", b"s%03d" % n) for n in range(100))
    tail = bytearray(data[end:])
    tail[8:12] = (100).to_bytes(2, "little") * 2
    tail[12:16] = len(entries).to_bytes(4, "little")
    path.write_bytes(data[:start] + entries + bytes(tail))
    found = find([path], A)
    assert len(found) == 100
    for one in found[1:]:
        with pytest.raises(Exception, match="bad_zip"):
            read(one)


# --- what was mended ----------------------------------------------------------------------------------------------


def test_a_box_that_dies_before_any_of_the_students_code_is_our_fault():
    limits = Limits(memory_bytes=80 << 20)  # less than importing NumPy takes, which a forked box need not do
    with Session(limits=limits, way="started") as session, pytest.raises(GraderError, match="last wall"):
        session.load([{"number": 1, "source": "def f(): return 1"}], ["f"])


def test_there_is_one_place_to_write():
    source = "import os\ndef same():\n    open('/tmp/x', 'w').close()\n    return os.path.exists('/dev/shm/x')"
    with Session() as session:
        session.load([{"number": 1, "source": source}], ["same"])
        assert session.call("same", pack(())).value is True


def looked_for(outcome_of):
    """Look for a smaller input of a function that ought to answer 0; on how many inputs was it called?"""
    facts, empty, calls = AspectFacts("values", {}, 1), Outcome("value"), []

    def examine(case):
        calls.append(case.args)
        full, outcome = replace(case, low=Outcome("value", value=0)), outcome_of(case.args[0], len(calls))
        return Answer(full, facts, outcome, judge(replace(full, high=full.low), facts, outcome))

    first = examine(Case("values", ([10**6] * 20,), "C", empty, empty, {}, 0))
    inputs = st.tuples(st.lists(st.integers(0, 10**6), min_size=1))
    shrink.shrink(first, Aspect("values", 1, inputs, ko="값"), examine, weight)
    return len(calls) - 1


def test_looking_for_a_smaller_input_leaves_time_for_the_other_functions():
    n_calls = looked_for(lambda numbers, n: Outcome("value", value=int(sum(numbers) > 12345), seconds=0.25))
    assert n_calls == 1 + shrink.MAX_SECONDS / 0.25


@pytest.mark.parametrize("kind", ["timeout", "died"])
def test_looking_for_a_smaller_input_ends_where_a_box_is_lost(kind):
    assert looked_for(lambda numbers, n: Outcome("value", value=1) if n < 2 else Outcome(kind)) == 1


def test_a_function_that_is_right_when_it_is_asked_again_breaks_nothing():
    assert looked_for(lambda numbers, n: Outcome("value", value=int(n % 3 < 2))) > 1


def test_looking_for_a_smaller_input_keeps_no_files_where_it_was_started(monkeypatch):
    monkeypatch.setattr(shrink, "_questions", {})  # what is remembered is asked without Hypothesis
    places = set()

    def answer(numbers, n):
        places.add(configuration.storage_directory("constants").path.parent if n > 1 else shrink.NOWHERE)
        return Outcome("value", value=1)

    assert looked_for(answer) > 1
    assert places == {shrink.NOWHERE}
    with pytest.raises(OSError):
        shrink.NOWHERE.mkdir(parents=True)


def test_an_answer_that_was_remembered_is_not_fast():
    timed = Speed("speed", 5, "속도", example=lambda: (np.arange(50.0),), baseline=lambda x: None,
                  baseline_example=lambda: (1,), share=1, at_least=1)  # fmt: skip
    code = CheckCode("double", lambda x: 2 * x, Check([Aspect("values", 1, None, ko="값"), timed], atol=0))
    remembered = {}

    def call(args, wall_s):
        key = args[0].tobytes()
        seconds = 0.0 if key in remembered else 9.0
        return Outcome("value", value=remembered.setdefault(key, 2 * args[0]), seconds=seconds)

    assert not speed.fast_enough(timed, code, call)


def test_a_name_that_the_console_cannot_show_does_not_stop_the_run(course, tmp_path):
    scale = "def scale(x, factor, shift):\n    raise type('오류𠀀', (Exception,), {})('✗')"
    (tmp_path / "kim.ipynb").write_bytes(small_course.submission(course, scale=scale, total=small_course.TOTAL))
    root = Path(__file__).parents[1]
    command = [sys.executable, "-m", "autograder", "grade", tmp_path / "kim.ipynb", "-a", A, "--course", course]
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "CNNKIT_LANG": "en", "PYTHONPATH": str(root)}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True)
    assert (run.returncode, run.stderr) == (0, b"")
    assert b"scale stopped with an error" in run.stdout
