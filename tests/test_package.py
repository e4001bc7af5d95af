"""What is handed out: the wheel holds the two packages and no answer; the locks name every byte and no host."""

import ast
import configparser
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = sorted(ROOT.glob("requirements/*.txt"))
ANSWER = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel as {file name: bytes}, built from a copy: a build leaves folders behind, and stale ones get packed."""
    copy, out = tmp_path_factory.mktemp("tree") / "copy", tmp_path_factory.mktemp("wheel")
    left_out = shutil.ignore_patterns(".*", "build", "*.egg-info", "__pycache__")
    shutil.copytree(ROOT, copy, symlinks=True, ignore=left_out)
    build = f"from setuptools import build_meta; build_meta.build_wheel({str(out)!r})"
    done = subprocess.run([sys.executable, "-c", build], cwd=copy, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    [path] = out.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def metadata(wheel):
    [name] = (name for name in wheel if name.endswith(".dist-info/METADATA"))
    return wheel[name].decode().split("\n\n")[0].splitlines()


def words(text):
    """Code as its words alone, so that neither indentation nor line ends hide a copy.

    >>> words("x  =\\n    1")
    'x = 1'
    """
    return " ".join(text.split())


def answers():
    """Every answer of every lesson, and every three lines of it: a part of an answer is an answer too."""
    for lesson in sorted(ROOT.glob("solutions/*/lesson.py")):
        for block in ANSWER.findall(lesson.read_text(encoding="utf-8")):
            lines = [line for line in block.splitlines() if line.strip() and not line.strip().startswith("#")]
            for start in range(max(1, len(lines) - 2)):
                yield lesson.parent.name, words("\n".join(lines[start : start + 3]))


def requirements(lock):
    """The lock's entries as (name, rest); an entry ends where a line does not end in a backslash."""
    return re.findall(r"^([a-z0-9][a-z0-9._-]*)==((?:.*\\\n)*.*)$", lock.read_text(), re.MULTILINE)


def versions(lock):
    """{(name, marker): version} of a lock."""
    entries = re.findall(r"^([a-z0-9._-]+)==(\S+)( ; .*?)? \\$", lock.read_text(), re.MULTILINE)
    return {(name, marker): version for name, version, marker in entries}


def wanted_by(*extras):
    """The names that setup.cfg asks for, without and with the extras; an extra may name others of our own."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = config["options"]["install_requires"].split()
    for extra in extras:
        for line in config["options.extras_require"][extra].split():
            ours = re.fullmatch(r"cnnkit\[(.*)\]", line)
            lines += sorted(wanted_by(*ours[1].split(","))) if ours else [line]
    return {re.match(r"[\w.-]+", line)[0].lower() for line in lines}


def test_the_wheel_holds_the_two_packages_and_nothing_else(wheel):
    assert {name.split("/")[0].split("-")[0] for name in wheel} == {"cnnkit", "autograder"}


def test_every_module_of_the_two_packages_is_in_the_wheel(wheel):
    modules = {p.relative_to(ROOT) for package in ("cnnkit", "autograder") for p in ROOT.glob(f"{package}/**/*.py")}
    assert {p.as_posix() for p in modules if "locale" not in p.parts} <= set(wheel)  # what writes catalogues stays here


@pytest.mark.parametrize("files", ["reports/templates/*", "locale/*/LC_MESSAGES/*.mo"])
def test_what_the_engine_reads_beside_its_modules_is_in_the_wheel(wheel, files):
    there = {p.relative_to(ROOT).as_posix() for p in ROOT.glob(f"autograder/{files}")}
    assert set() != there <= set(wheel)


def test_no_answer_is_in_the_wheel(wheel):
    text = words("\n".join(data.decode(errors="replace") for data in wheel.values()))
    assert [(lesson, answer) for lesson, answer in answers() if answer in text] == []


def test_the_lessons_have_answers_to_look_for():
    assert {lesson for lesson, _ in answers()} == {p.parent.name for p in ROOT.glob("solutions/*/lesson.py")} != set()


def test_no_hidden_corpus_is_in_the_wheel(wheel):
    corpora = {p.read_bytes() for p in ROOT.glob("solutions/*/*.safetensors")}
    assert not corpora & set(wheel.values())
    assert not any("reference" in name and name.endswith(".safetensors") for name in wheel)


def test_students_install_three_packages(metadata):
    wanted = [line.removeprefix("Requires-Dist: ") for line in metadata if line.startswith("Requires-Dist: ")]
    assert {line for line in wanted if "extra ==" not in line} == {"numpy>=1.26", "jinja2", "safetensors"}


def test_the_wheel_asks_for_python_3_11(metadata):
    assert "Requires-Python: >=3.11" in metadata


def test_cnnkit_imports_without_what_only_the_grader_needs():
    heavy = ("pydantic", "typer", "hypothesis", "nbformat", "jupytext", "rich", "babel", "keras", "tensorflow")
    code = f"import sys, cnnkit; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


def test_the_engine_imports_neither_cnnkit_nor_the_solutions():
    named = set()
    for module in ROOT.glob("autograder/**/*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                named |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                named.add(node.module.split(".")[0])
    assert not named & {"cnnkit", "solutions"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_locked_package_has_its_version_and_hashes(lock):
    starts = [line for line in lock.read_text().splitlines() if line and line[0] not in "# "]
    assert len(starts) == len(requirements(lock)) > 0
    assert [name for name, rest in requirements(lock) if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_names_no_host_and_no_folder_of_its_author(lock):
    assert not re.search(r"://|--(extra-)?index-url|--find-links|(?<!\S)(-i|-f|-e)(?!\S)|(?<!\S)/\w", lock.read_text())


@pytest.mark.parametrize(("name", "extras"), [("demo", ["grader"]), ("test", ["test"])])
def test_a_lock_holds_what_setup_cfg_asks_for(name, extras):
    locked = {name for name, _ in requirements(ROOT / f"requirements/{name}.txt")}
    assert wanted_by(*extras) <= locked


def test_going_from_the_demo_to_the_tests_changes_no_version():
    demo, test = (versions(ROOT / f"requirements/{name}.txt") for name in ("demo", "test"))
    assert demo.items() <= test.items()


def test_each_readme_leads_to_the_other():
    assert "README.ko.md" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "README.md" in (ROOT / "README.ko.md").read_text(encoding="utf-8")


def test_the_ci_calls_the_command_that_the_readme_gives():
    assert "make test" in (ROOT / ".ci/run").read_text()
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
