"""Answers that look alike: renaming hides nothing, what everybody writes shows nothing, and it is no verdict."""

import builtins
import sys

import pytest

from autograder.errors import GraderError
from autograder.similarity import similar
from autograder.similarity.similar import Source, few_of, look_alike, own_lines

STARTER = '''def pool(x, size):
    """Take the largest of every window.

    Args:
        x: images.
        size: rows and columns of a window.
    """
    raise NotImplementedError'''
LOOPS = '''def pool(x, size):
    """Take the largest of every window.

    Args:
        x: images.
        size: rows and columns of a window.
    """
    rows, columns = x.shape[0] // size, x.shape[1] // size
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = x[i * size:(i + 1) * size, j * size:(j + 1) * size]
            out[i, j] = window.max()
    return out'''
RENAMED = """def pool(x, size):
    # my own work
    hoehe, breite = x.shape[0] // size, x.shape[1] // size
    ergebnis = np.zeros((hoehe, breite))

    for zeile in range(hoehe):
        for spalte in range(breite):
            fenster = x[zeile * size:(zeile + 1) * size, spalte * size:(spalte + 1) * size]
            ergebnis[zeile, spalte] = fenster.max()
    return ergebnis"""
OTHER = """def pool(x, size):
    height, width = x.shape
    trimmed = x[: height - height % size, : width - width % size]
    blocks = trimmed.reshape(height // size, size, width // size, size)
    best = blocks[:, 0, :, 0]
    for di, dj in itertools.product(range(size), repeat=2):
        best = np.where(blocks[:, di, :, dj] > best, blocks[:, di, :, dj], best)
    return best"""
SHORT = "def pool(x, size):\n    return np.maximum(x, 0)"


def found(*codes, starter=STARTER):
    written = [Source(f"s{i:03}", "a04", "pool", code) for i, code in enumerate(codes)]
    return look_alike(written, {("a04", "pool"): starter})


def students(similar):
    return [pair.students for pair in similar.pairs]


def test_renamed_code_without_its_comments_looks_alike():
    seen = found(LOOPS, OTHER, RENAMED)
    assert students(seen) == [("s000", "s002")]
    assert seen.pairs[0].share > 0.95


def test_different_ways_to_the_same_answer_do_not_look_alike():
    assert students(found(LOOPS, OTHER)) == []


def test_what_everybody_writes_is_no_sign():
    assert students(found(*[LOOPS] * 4)) != []
    assert students(found(*[LOOPS] * 30)) == []
    assert students(found(*[LOOPS.replace("rows", f"rows{i}") for i in range(30)])) == []


def test_two_who_share_what_few_write_are_seen_in_a_large_class():
    many = [LOOPS.replace("rows", f"rows{i}") for i in range(60)]
    assert students(found(OTHER, *many, OTHER.replace("best", "top"))) == [("s000", "s061")]


def test_a_short_answer_is_never_listed():
    assert students(found(SHORT, SHORT)) == []


def test_the_starter_code_does_not_count():
    assert students(found(LOOPS, LOOPS, starter=LOOPS)) == []
    assert students(found(STARTER, STARTER)) == []
    assert students(found(RENAMED, RENAMED, starter=LOOPS)) == []


def test_a_student_is_not_compared_with_himself():
    written = [Source("kim", "a04", "pool", LOOPS), Source("kim", "a04", "pool", RENAMED)]
    assert students(look_alike(written, {})) == []


def test_other_functions_and_assignments_are_not_compared():
    written = [Source("a", "a04", "pool", LOOPS), Source("b", "a04", "relu", LOOPS), Source("c", "a05", "pool", LOOPS)]
    assert students(look_alike(written, {})) == []


def test_the_marks_lie_in_the_code_that_is_shown():
    for side in (found(LOOPS, RENAMED).pairs[0].passages[0].left, found(LOOPS, RENAMED).pairs[0].passages[0].right):
        ends = [place for mark in side.alike for place in mark]
        assert ends == sorted(ends) and ends[0] >= 0 and ends[-1] <= len(side.code)
        assert "largest of every window" not in side.code  # the starter's


def test_two_runs_find_the_same():
    assert found(LOOPS, OTHER, RENAMED) == found(LOOPS, OTHER, RENAMED)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "(",
        '"' * 30_000,
        "\\" * 30_000,
        "{" * 30_000,
        "f'{" * 9_000,
        "é\x00\u202e\ud800",
        "x = 1\n" * 9_000,
        " " * 30_000,
    ],
    ids=["empty", "open", "quotes", "backslashes", "braces", "f-strings", "letters", "lines", "blanks"],
)
def test_code_that_is_none_harms_nobody(code):
    assert ("s001", "s002") in students(found(code, LOOPS, RENAMED, code + " "))


def test_the_work_grows_with_the_class_and_not_with_its_pairs(monkeypatch):
    """Fingerprints are taken once a text, and nobody is compared who shares nothing rare."""
    taken, compared = [], []
    monkeypatch.setattr(
        similar, "_fingerprint", lambda code, real=similar._fingerprint: taken.append(code) or real(code)
    )
    monkeypatch.setattr(
        similar, "_compared", lambda *pair, real=similar._compared: compared.append(pair) or real(*pair)
    )
    found(*[LOOPS.replace("rows", f"rows{i % 50}") for i in range(400)], OTHER, OTHER.replace("best", "top"))
    assert len(taken) == 53  # the texts and the starter
    assert len(compared) == 1


def test_without_copydetect_one_line_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.startswith("copydetect"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.delitem(sys.modules, "copydetect", raising=False)
    with pytest.raises(GraderError, match=r"cnnkit\[similarity\]"):
        found(LOOPS, RENAMED)


def test_few_grows_slower_than_the_class():
    assert [few_of(n) for n in (2, 30, 200, 2000)] == [4, 5, 14, 45]


def test_own_lines_are_what_is_not_in_the_starter():
    assert own_lines(STARTER.replace("raise NotImplementedError", "return x"), STARTER) == (
        "def pool(x, size):\n\n    return x"
    )
