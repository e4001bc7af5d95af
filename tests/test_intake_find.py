"""Which submissions are found at a path, and which files are never opened."""

import io
import os
import socket
import stat
import struct
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.errors import CourseError, SubmissionError
from autograder.intake import files
from autograder.intake.find import clean_name, find, read
from autograder.intake.reasons import PROBLEMS
from autograder.intake.skeleton import skeleton
from tests.intake_samples import ADD_STUB, DEMO, HALF_STUB, SETUP, SKELETON, cells, notebook, text

A = "a03_convolution"
KNOWN = (A, "a04_pooling")
NOTEBOOK = notebook(cells())


def write(root, *names, data=NOTEBOOK):
    """Make files below a folder; a name that ends with / is a folder."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(exist_ok=True) if name.endswith("/") else path.write_bytes(data)
    return root


def pack(path, *names, data=NOTEBOOK):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, b"" if isinstance(name, str) and name.endswith("/") else data)
    return path


def seen(*paths, assignment=None):
    """(student, assignment, file or problem) of everything found."""
    found = find([Path(path) for path in paths], assignment, known=KNOWN)
    assert all(each.problem is None or each.problem in PROBLEMS for each in found)
    return [(each.student, each.assignment, each.problem or each.filename) for each in found]


def test_a_notebook_is_read_as_it_is(tmp_path):
    (found,) = find([write(tmp_path, "kim.ipynb") / "kim.ipynb"], A, known=KNOWN)
    assert (found.student, found.assignment, found.problem) == ("kim", A, None)
    assert read(found) == NOTEBOOK


def test_the_assignment_is_taken_from_the_name_of_the_file_or_its_folder(tmp_path):
    write(tmp_path, f"kim_{A}.ipynb", f"lee/{A}/{A}.ipynb", "a04_pooling.py")
    assert seen(tmp_path / f"kim_{A}.ipynb") == [("kim", A, f"kim_{A}.ipynb")]
    assert seen(tmp_path / f"lee/{A}/{A}.ipynb") == [("lee", A, f"{A}.ipynb")]
    assert seen(tmp_path / "a04_pooling.py") == [("a04_pooling", "a04_pooling", "a04_pooling.py")]


def test_a_file_without_an_assignment_in_its_name_needs_to_be_told(tmp_path):
    write(tmp_path, "kim.ipynb")
    assert seen(tmp_path / "kim.ipynb") == [("kim", "", "unknown_assignment")]
    assert seen(tmp_path / "kim.ipynb", assignment=A) == [("kim", A, "kim.ipynb")]


def test_submitted_of_nbgrader_is_a_student_and_an_assignment_a_folder(tmp_path):
    write(
        tmp_path, f"submitted/kim/{A}/{A}.ipynb", f"submitted/lee/{A}/mine.ipynb", "submitted/lee/a04_pooling/x.ipynb"
    )
    both = [("kim", A, f"{A}.ipynb"), ("lee", A, "mine.ipynb")]
    assert seen(tmp_path / "submitted", assignment=A) == both
    assert seen(tmp_path / "submitted") == [*both, ("lee", "a04_pooling", "x.ipynb")]
    assert seen(tmp_path) == [*both, ("lee", "a04_pooling", "x.ipynb")]
    assert seen(tmp_path / "submitted/lee") == [both[1], ("lee", "a04_pooling", "x.ipynb")]
    assert seen(tmp_path / f"submitted/kim/{A}") == both[:1]


def test_of_several_notebooks_the_one_with_the_assignments_name_counts(tmp_path):
    write(tmp_path, f"kim/{A}/{A}.ipynb", f"kim/{A}/draft.ipynb", f"lee/{A}/x.ipynb", f"lee/{A}/y.ipynb")
    write(tmp_path, f"kim/{A}/{A}-old.ipynb")
    assert seen(tmp_path) == [("kim", A, f"{A}.ipynb"), ("lee", A, "several_notebooks")]


def test_what_lies_beside_a_notebook_is_no_submission(tmp_path):
    write(tmp_path, f"kim/{A}/{A}.ipynb", f"kim/{A}/helper.py", f"kim/{A}/data/more.py", f"kim/{A}/data/copy.ipynb")
    write(tmp_path, f"kim/{A}/.ipynb_checkpoints/{A}-checkpoint.ipynb", f"kim/{A}/notes.txt", f"kim/{A}/images/x.png")
    assert seen(tmp_path) == [("kim", A, f"{A}.ipynb")]


def test_an_assignments_folder_without_a_notebook_is_not_lost(tmp_path):
    write(tmp_path, f"kim/{A}/{A}.ipynb", f"lee/{A}/report.docx", f"park/{A}/", "choi/")
    assert seen(tmp_path) == [("kim", A, f"{A}.ipynb"), ("lee", A, "no_notebook"), ("park", A, "no_notebook")]


def test_a_script_counts_where_there_is_no_notebook(tmp_path):
    write(tmp_path, f"kim/{A}/{A}.py", f"kim/{A}/other.py", f"lee/{A}/mine.py")
    assert seen(tmp_path) == [("kim", A, f"{A}.py"), ("lee", A, "mine.py")]


def test_notebooks_side_by_side_are_a_class(tmp_path):
    write(tmp_path, "kim.ipynb", "lee.ipynb", "park.py", "notes.txt", "images/x.png")
    assert [each[0] for each in seen(tmp_path, assignment=A)] == ["kim", "lee", "park"]


def test_a_class_may_lie_in_a_folder_named_after_the_assignment(tmp_path):
    write(tmp_path, f"{A}/kim.ipynb", f"{A}/lee.ipynb")
    assert seen(tmp_path / A) == [("kim", A, "kim.ipynb"), ("lee", A, "lee.ipynb")]


def test_students_may_lie_below_the_assignment(tmp_path):
    write(tmp_path, f"{A}/kim/x.ipynb", f"{A}/lee/y.ipynb", f"{A}/park/")
    expected = [("kim", A, "x.ipynb"), ("lee", A, "y.ipynb"), ("park", A, "no_notebook")]
    assert seen(tmp_path) == seen(tmp_path / A) == expected


def test_a_folder_for_each_student_is_enough(tmp_path):
    write(
        tmp_path, "class/kim/x.ipynb", "class/lee/y.ipynb", "class/lee/util.py", "class/park/a.docx", "class/lee/data/"
    )
    expected = [("kim", A, "x.ipynb"), ("lee", A, "y.ipynb"), ("park", A, "no_notebook")]
    assert seen(tmp_path / "class", assignment=A) == expected
    assert seen(tmp_path, assignment=A) == expected


def test_a_copy_further_down_is_a_backup(tmp_path):
    write(tmp_path, "kim/x.ipynb", "kim/old/y.ipynb", "lee/z.ipynb")
    assert seen(tmp_path, assignment=A) == [("kim", A, "x.ipynb"), ("lee", A, "z.ipynb")]


def test_an_empty_folder_beside_a_notebook_is_no_second_submission(tmp_path):
    write(tmp_path, f"kim/{A}.ipynb", "kim/data/", f"lee/{A}.ipynb")
    assert [each[0] for each in seen(tmp_path)] == ["kim", "lee"]


def test_one_students_two_assignments_are_two_submissions(tmp_path):
    write(tmp_path, f"kim/{A}.ipynb", "kim/a04_pooling.ipynb", "lee/a04_pooling.ipynb")
    assert [each[:2] for each in seen(tmp_path)] == [("kim", A), ("kim", "a04_pooling"), ("lee", "a04_pooling")]
    assert ("kim", A, f"{A}.ipynb") in seen(tmp_path, assignment=A)


def test_a_class_of_moodle_is_found_in_its_zip(tmp_path):
    names = ["Kim Min_101_assignsubmission_file_/x.ipynb", "Kim Min_102_assignsubmission_file_/x.ipynb"]
    path = pack(tmp_path / f"CNN-{A}-77.zip", *names, "이 서연_103_assignsubmission_file_/a/y.ipynb")
    assert [each[0] for each in seen(path, assignment=A)] == ["Kim Min", "Kim Min (2)", "이 서연"]


def test_a_class_of_canvas_is_found_in_its_zip(tmp_path):
    path = pack(tmp_path / "submissions.zip", f"kimmin_1_2_{A}-1.ipynb", f"leejun_LATE_3_4_{A}.ipynb")
    assert [each[:2] for each in seen(path)] == [("kimmin", A), ("leejun", A)]


def test_a_zip_of_submitted_is_read_like_the_folder(tmp_path):
    names = [f"submitted/kim/{A}/{A}.ipynb", "__MACOSX/submitted/kim/._x.ipynb", f"submitted/lee/{A}/"]
    path = pack(tmp_path / "class.zip", "submitted/", *names)
    assert seen(path) == [("kim", A, f"{A}.ipynb"), ("lee", A, "no_notebook")]
    assert read(find([path], None, known=KNOWN)[0]) == NOTEBOOK


def test_one_students_zip_is_one_submission(tmp_path):
    pack(tmp_path / "kim.zip", f"{A}/{A}.ipynb", f"{A}/images/x.png")
    pack(tmp_path / "lee.zip", f"{A}.ipynb", "helper.py")
    assert seen(tmp_path / "kim.zip") == [("kim", A, f"{A}.ipynb")]
    assert seen(tmp_path)[0] == ("kim", A, f"{A}.ipynb")
    assert ("lee", A, f"{A}.ipynb") in seen(tmp_path)
    pack(write(tmp_path, f"z/park/{A}/") / f"z/park/{A}/{A}.zip", f"{A}.ipynb")
    assert seen(tmp_path / "z") == [("park", A, f"{A}.ipynb")]


def test_korean_names_of_a_windows_zip_are_read(tmp_path):
    # as Windows writes it: CP949 bytes, and no flag that says UTF-8
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("x" * len("김민수".encode("cp949")) + ".ipynb", NOTEBOOK)
    path = tmp_path / "class.zip"
    path.write_bytes(packed.getvalue().replace(b"x" * 6 + b".ipynb", "김민수.ipynb".encode("cp949")))
    (found,) = find([path], A)
    assert found.student == "김민수" and read(found) == NOTEBOOK


def test_the_same_path_twice_is_one_submission(tmp_path):
    write(tmp_path, "kim.ipynb")
    assert len(seen(tmp_path / "kim.ipynb", tmp_path, tmp_path / "kim.ipynb", assignment=A)) == 1


def test_two_students_of_one_name_are_told_apart(tmp_path):
    write(tmp_path, "x/kim.ipynb", "y/kim.ipynb")
    assert [each[0] for each in seen(tmp_path / "x", tmp_path / "y", assignment=A)] == ["kim", "kim (2)"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("kim\x1b[2J", "kim[2J"),
        ("\u202ekim", "kim"),
        ("\x00\n\t", "unnamed"),
        ("k" * 300, "k" * 100),
        ("=1+1", "=1+1"),
        ("\udcff김", "김"),
        ("김", "김"),
    ],
)
def test_a_name_is_fit_to_be_shown(name, shown):
    assert clean_name(name) == shown


def test_a_name_that_is_not_unicode_does_not_stop_the_class(tmp_path):
    write(tmp_path, "kim.ipynb")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.ipynb")).write_bytes(NOTEBOOK)
    assert [each[0] for each in seen(tmp_path, assignment=A)] == ["kim", "unnamed"] or len(seen(tmp_path)) == 2


# What is never opened: each of these stands where a notebook should be.


def make_link(path):
    path.with_name("target").write_bytes(NOTEBOOK)
    path.symlink_to("target")


def make_hole(path):
    with path.open("wb") as file:
        file.truncate(300 << 20)


def make_socket(path):
    here = os.getcwd()
    os.chdir(path.parent)  # the path of a socket is short
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.chdir(here)


BAD = {
    "no_such_file": lambda path: None,
    "is_a_folder": lambda path: path.mkdir(),
    "is_a_link": make_link,
    "is_a_link, dangling": lambda path: path.symlink_to("nowhere"),
    "is_a_link, to a device": lambda path: path.symlink_to("/dev/zero"),
    "not_a_file, a pipe": os.mkfifo,
    "not_a_file, a socket": make_socket,
    "too_big": make_hole,
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_a_problem_of_its_own(kind, tmp_path, monkeypatch):
    path = write(tmp_path, "lee.ipynb") / "kim.ipynb"
    BAD[kind](path)
    problem = kind.split(",")[0]
    monkeypatch.setattr(os, "open", None)  # nothing may be opened to find out
    assert seen(path, assignment=A) == [("kim", A, problem)]
    if problem not in ("no_such_file", "is_a_folder"):
        found = seen(tmp_path, assignment=A)
        assert ("kim", A, problem) in found and ("lee", A, "lee.ipynb") in found


@pytest.mark.parametrize("kind", [kind for kind in BAD if kind not in ("no_such_file",)])
def test_a_file_that_turns_bad_after_it_was_found_is_refused(kind, tmp_path):
    path = write(tmp_path, "kim.ipynb") / "kim.ipynb"
    (found,) = find([path], A)
    path.unlink()
    BAD[kind](path)
    with pytest.raises(SubmissionError) as refused:
        read(found)
    assert refused.value.args[0] in PROBLEMS


def test_a_device_is_not_opened():
    assert seen("/dev/zero", assignment=A) == [("zero", A, "not_a_file")]


@pytest.mark.parametrize("path", ["kim.ipynb/x", "a\0b", "k" * 5000, ""])
def test_an_impossible_path_is_a_problem(path, tmp_path, monkeypatch):
    monkeypatch.chdir(write(tmp_path, "kim.ipynb"))
    (found,) = find([Path(path)], A)
    assert found.problem in ("no_such_file", "cannot_open", None)


@contextmanager
def unprivileged():
    """Root may read anything: be someone else for a while."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_or_folder_that_may_not_be_read_is_a_problem(tmp_path):
    write(tmp_path, f"kim/{A}/{A}.ipynb", f"lee/{A}/{A}.ipynb", f"park/{A}/{A}.ipynb")
    for folder in [*tmp_path.parents[:3], tmp_path]:
        if folder != Path("/tmp") and folder.owner() == Path(tmp_path).owner():
            folder.chmod(0o755)
    (tmp_path / f"kim/{A}/{A}.ipynb").chmod(0)
    (tmp_path / f"lee/{A}").chmod(0)
    try:
        with unprivileged():
            found = find([tmp_path], A, known=KNOWN)
            assert [(each.student, each.problem) for each in found] == [
                ("kim", None),
                ("lee", "no_permission"),
                ("park", None),
            ]
            with pytest.raises(SubmissionError, match="no_permission"):
                read(found[0])
    finally:
        (tmp_path / f"lee/{A}").chmod(0o755)


def test_a_link_to_a_folder_is_not_followed(tmp_path):
    write(tmp_path, f"other/kim/{A}/{A}.ipynb", f"class/lee/{A}/{A}.ipynb")
    (tmp_path / "class/kim").symlink_to(tmp_path / "other/kim")
    (tmp_path / f"class/lee/{A}/data").symlink_to("/")
    assert seen(tmp_path / "class") == [("kim", "", "is_a_link"), ("lee", A, f"{A}.ipynb")]


def test_an_empty_folder_holds_nothing(tmp_path):
    assert seen(tmp_path, assignment=A) == [(tmp_path.name, A, "nothing_found")]


def test_a_folder_that_is_too_deep_is_a_problem(tmp_path):
    write(tmp_path, "/".join("abcdefghij") + "/kim.ipynb")
    assert "too_many_files" in [each[2] for each in seen(tmp_path, assignment=A)]


# Archives.


def member(name, mode=0, **more):
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    for key, value in more.items():
        setattr(info, key, value)
    return info


MEMBERS = {
    "is_a_link": member("kim.ipynb", stat.S_IFLNK | 0o777),
    "not_a_file": member("kim.ipynb", stat.S_IFIFO | 0o777),
    "zip_unsafe_name": member("../../kim.ipynb"),
    "zip_unsafe_name, absolute": member("/etc/kim.ipynb"),
    "zip_unsafe_name, a drive": member("C:\\kim.ipynb"),
    "zip_unsafe_name, backslashes": member("..\\kim.ipynb"),
    "zip_in_zip": member("kim.zip"),
    "zip_method": member("kim.ipynb", compress_type=zipfile.ZIP_LZMA),
}


@pytest.mark.parametrize("kind", MEMBERS)
def test_a_bad_member_is_a_problem_and_the_others_are_read(kind, tmp_path):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("lee.ipynb", NOTEBOOK)
        file.writestr(MEMBERS[kind], b"/etc/passwd", compress_type=MEMBERS[kind].compress_type)
    problem = kind.split(",")[0]
    found = {(each.student, each.problem) for each in find([path], A)}
    assert ("lee", None) in found and problem in {each[1] for each in found}


def test_a_member_that_unpacks_to_too_much_is_refused_before_it_is_inflated(tmp_path):
    path = pack(tmp_path / "class.zip", "kim.ipynb", data=b" " * (21 << 20))
    assert path.stat().st_size < 1 << 20
    assert seen(path, assignment=A) == [("kim", A, "too_big")]


def test_a_member_that_lies_about_its_size_is_refused(tmp_path):
    data = pack(tmp_path / "x.zip", "kim.ipynb", data=b" " * (30 << 20)).read_bytes()
    path = tmp_path / "class.zip"
    path.write_bytes(data.replace((30 << 20).to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    (found,) = find([path], A)
    with pytest.raises(SubmissionError, match=r"bad_zip|too_big"):
        read(found)


def test_a_member_said_to_lie_beyond_any_file_is_a_problem(tmp_path):
    data = pack(tmp_path / "x.zip", "kim.ipynb").read_bytes()
    directory, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    extra = struct.pack("<HHQ", 1, 8, 2**64 - 9)  # zip64: where the member starts
    entry = bytearray(data[directory:end]) + extra
    entry[30:32] = len(extra).to_bytes(2, "little")
    entry[42:46] = b"\xff" * 4
    tail = bytearray(data[end:])
    tail[12:16] = len(entry).to_bytes(4, "little")
    path = tmp_path / "class.zip"
    path.write_bytes(data[:directory] + entry + tail)
    (found,) = find([path], A)
    with pytest.raises(SubmissionError, match="bad_zip"):
        read(found)


def test_a_damaged_member_is_a_problem_when_it_is_read(tmp_path):
    path = pack(tmp_path / "class.zip", "kim.ipynb")
    data = bytearray(path.read_bytes())
    data[60:80] = b"\xff" * 20
    path.write_bytes(data)
    (found,) = find([path], A)
    with pytest.raises(SubmissionError, match="bad_zip"):
        read(found)


def test_an_archive_with_a_password_is_a_problem(tmp_path):
    data = bytearray(pack(tmp_path / "x.zip", "kim.ipynb").read_bytes())
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 8] |= 1
    (tmp_path / "class.zip").write_bytes(data)
    assert seen(tmp_path / "class.zip", assignment=A) == [("kim", A, "zip_encrypted")]


def test_an_archive_of_too_many_members_is_refused(tmp_path):
    path = pack(tmp_path / "class.zip", *(f"{n}.ipynb" for n in range(5001)), data=b"")
    assert seen(path, assignment=A) == [("class", A, "zip_too_many_members")]


def test_an_archive_whose_directory_claims_to_be_huge_is_not_read(tmp_path, monkeypatch):
    path = pack(tmp_path / "class.zip", *(f"{n}.ipynb" for n in range(100)), data=b"")
    monkeypatch.setattr(files, "MAX_ZIP_READ_BYTES", 4096)
    assert seen(path, assignment=A) == [("class", A, "bad_zip")]


def test_a_class_larger_than_one_notebook_may_be_is_still_opened(tmp_path):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("kim.ipynb", NOTEBOOK)
        file.writestr("film.mp4", bytes(25 << 20))
    assert seen(path, assignment=A) == [("kim", A, "kim.ipynb")]
    assert seen(tmp_path, assignment=A) == [("class", A, "kim.ipynb")]


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x05\x06" + bytes(10), b"PK\x03\x04" + os.urandom(999)])
def test_a_broken_archive_is_one_problem(data, tmp_path):
    write(tmp_path, "kim.zip", data=data)
    write(tmp_path, "lee.ipynb")
    assert seen(tmp_path / "kim.zip", assignment=A) == [("kim", A, "bad_zip")]
    assert seen(tmp_path, assignment=A) == [("kim", A, "bad_zip"), ("lee", A, "lee.ipynb")]


def test_an_archive_named_like_a_notebook_is_left_to_the_reader(tmp_path):
    path = pack(tmp_path / "kim.ipynb", "a.ipynb")
    assert seen(path, assignment=A) == [("kim", A, "kim.ipynb")]


def test_nothing_is_left_open(tmp_path):
    before = set(os.listdir("/proc/self/fd"))
    pack(write(tmp_path, "kim.ipynb") / "lee.zip", "lee.ipynb")
    write(tmp_path, "park.zip", data=b"PK\x03\x04")
    for found in find([tmp_path], A):
        if not found.problem:
            read(found)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SubmissionError, match="not_a_file"):
        files.read(tmp_path / "pipe")
    assert set(os.listdir("/proc/self/fd")) == before


# The skeleton.


def release():
    """The notebook that SKELETON describes, as nbgrader releases it."""
    kinds = {"answer": {"solution": True, "grade": False}, "check": {"solution": False, "grade": True}}
    found = []
    for row in SKELETON["cells"]:
        metadata = {"nbgrader": kinds[row["kind"]] | {"grade_id": row["grade_id"]}} if row["grade_id"] else {}
        tags = {"tags": ["demo"]} if row["kind"] == "demo" else {}
        source = row["source"].splitlines(keepends=True)
        found.append({"cell_type": "code", "id": row["id"], "metadata": metadata | tags, "source": source})
    return notebook([text("# Sums"), *found])


def test_a_released_notebook_gives_its_skeleton(tmp_path):
    path = write(tmp_path, "half.ipynb", data=release()) / "half.ipynb"
    assert skeleton(path) == SKELETON
    assert [cell["source"] for cell in skeleton(path)["cells"]][:3] == [SETUP, DEMO, ADD_STUB] and HALF_STUB


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b'{"cells": [3]}',
        release().replace(b'"half"', b'"add"'),
        release().replace(b"def half", b"x = "),
    ],
)
def test_a_release_that_cannot_be_used_is_the_courses_fault_and_says_the_mend(data, tmp_path):
    path = write(tmp_path, "half.ipynb", data=data) / "half.ipynb"
    with pytest.raises(CourseError, match=r"half\.ipynb.*autograder build half"):
        skeleton(path)


def test_a_missing_release_is_the_courses_fault(tmp_path):
    with pytest.raises(CourseError, match="autograder build nothing"):
        skeleton(tmp_path / "nothing.ipynb")
