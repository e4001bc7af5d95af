"""Damaged notebooks, each with what must come out of it."""

import json
import tracemalloc

import pytest

from autograder.intake.reasons import NOTES, PROBLEMS, sentence
from autograder.sandbox.inside.notebook import canonical, read_and_rebuild
from tests.intake_samples import ADD, ADD_STUB, DEMO, HALF, HALF_STUB, SETUP, SKELETON, cells, code, notebook, text


def rebuilt(cells_or_bytes, filename="half.ipynb"):
    data = cells_or_bytes if isinstance(cells_or_bytes, bytes) else notebook(cells_or_bytes)
    result = read_and_rebuild(SKELETON, filename, data)
    json.dumps(result)  # it has to fit through the wire
    codes = [note["code"] for note in result.get("notes", ())] + [result.get("unreadable", {"code": "empty"})["code"]]
    assert all(code in NOTES or code in PROBLEMS for code in codes)
    return result


def sources(result):
    return [cell["source"] for cell in result["cells"]]


def codes(result):
    return [note["code"] for note in result["notes"]]


def run(result):
    """What a student's functions do when the rebuilt cells run, one after the other, as the box runs them."""
    namespace = {"check": print, "__name__": "__main__"}
    for cell in result["cells"]:
        try:
            exec(cell["source"].replace("from cnnkit import check", ""), namespace)
        except Exception as error:
            namespace.setdefault("errors", []).append(error)
    return namespace


def both_work(result):
    namespace = run(result)
    return namespace["add"](2, 4) == 6 and namespace["half"](6) == 3


UNDAMAGED = rebuilt(cells())


def test_an_undamaged_notebook_keeps_setup_and_answers_and_leaves_demo_and_checks_out():
    assert [(c["number"], c["submitted"], c["origin"]) for c in UNDAMAGED["cells"]] == [
        (1, 1, "setup"),
        (2, 3, "add"),
        (3, 5, "half"),
    ]
    assert UNDAMAGED["answers"] == {"add": ADD, "half": HALF}
    assert UNDAMAGED["untouched"] == UNDAMAGED["notes"] == []


def test_the_released_notebook_is_untouched():
    result = rebuilt(cells(ADD_STUB, HALF_STUB))
    assert result["untouched"] == ["add", "half"]
    assert result["answers"] == {"add": ADD_STUB, "half": HALF_STUB}


def test_a_comment_does_not_start_an_answer():
    assert rebuilt(cells(ADD_STUB + "\n    # TODO tomorrow"))["untouched"] == ["add"]


def test_an_answer_of_two_functions_is_started_when_one_is():
    stub = "def a():\n    ...\n\ndef b():\n    ..."
    row = {"id": "x", "kind": "answer", "grade_id": "a", "names": ["a", "b"], "source": stub}
    for source, untouched in ((stub, ["a"]), (stub.replace("...", "return 1", 1), [])):
        assert read_and_rebuild({"cells": [row]}, "", notebook([code(source, "a")]))["untouched"] == untouched


def test_a_helper_beside_a_stub_does_not_start_an_answer():
    result = rebuilt(cells(ADD_STUB + "\n\ndef helper():\n    pass"))
    assert result["untouched"] == ["add"] and "helper" in run(result)


# Whatever happened to the file as a whole, the same cells come out.
SAME = {
    "byte order mark": b"\xef\xbb\xbf" + notebook(cells()),
    "UTF-16": notebook(cells()).decode().encode("utf-16"),
    "UTF-32": notebook(cells()).decode().encode("utf-32"),
    "wrong kernelspec": notebook(cells(), metadata={"kernelspec": {"name": "julia"}}),
    "no metadata at all": notebook(cells(), metadata=None, nbformat="4"),
    "metadata of cells is a list": notebook([c | {"metadata": []} for c in cells()]),
    "no outputs": notebook([{k: c[k] for k in ("cell_type", "metadata", "source")} for c in cells()]),
    "outputs of a wrong type": notebook([c | {"outputs": "none", "execution_count": "x"} for c in cells()]),
    "NaN in an output": notebook([c | {"outputs": [{"data": float("nan")}]} for c in cells()]),
    "duplicate keys": b'{"cells": 1, ' + notebook(cells())[1:],
    "an endless integer": notebook(cells()).replace(b'"nbformat": 4', b'"nbformat": ' + b"4" * 9999),
    "lines as a list": notebook([c | {"source": c["source"].splitlines(keepends=True)} for c in cells()]),
    "lines without ends": notebook([c | {"source": c["source"].splitlines()} for c in cells()]),
    "Windows line ends": notebook([c | {"source": c["source"].replace("\n", "\r\n")} for c in cells()]),
    "NULs in the text": notebook([c | {"source": c["source"].replace("(", "\0(")} for c in cells()]),
    "cell type missing": notebook([{k: v for k, v in c.items() if k != "cell_type"} for c in cells()]),
    "grade_ids of a wrong type": notebook([c | {"metadata": {"nbgrader": {"grade_id": [1]}}} for c in cells()]),
    "unknown grade_ids": notebook([c | {"metadata": {"nbgrader": {"grade_id": "x"}}} for c in cells()]),
    "no grade_ids, no ids": notebook([code(c["source"]) for c in cells()]),
    "nbformat 3": json.dumps(
        {"worksheets": [{"cells": [{**c, "input": c["source"], "source": None} for c in cells()]}], "nbformat": 3}
    ).encode(),
    "raw line breaks in strings": notebook(cells()).replace(b"\\n", b"\n"),
    "nulls after the end": notebook(cells()) + b"\0" * 512,
    "spaces before the start": b"\n\n   " + notebook(cells()),
    "pictures in Markdown": notebook([text("![](x.png)", kind="markdown"), *cells(), text("bye", kind="raw")]),
}


@pytest.mark.parametrize("damage", SAME)
def test_the_file_around_the_cells_does_not_matter(damage):
    result = rebuilt(SAME[damage])
    assert canonical(result["cells"]) == canonical(UNDAMAGED["cells"])
    assert result["answers"] == UNDAMAGED["answers"]


PERCENT = f"# %%\n{SETUP}\n\n# %% [markdown]\n# # Sums\n# def x\n\n# %%\n{ADD}\n\n#%% half\n{HALF}\n"


@pytest.mark.parametrize("filename", ["half.py", "half.ipynb"])
def test_a_percent_script_is_read_under_any_name(filename):
    result = rebuilt(PERCENT.encode(), filename)
    assert result["answers"] == UNDAMAGED["answers"] and both_work(result)


def test_a_script_made_by_nbconvert_is_read():
    assert both_work(rebuilt(f"#!/usr/bin/env python\n\n# In[1]:\n\n{ADD}\n\n# In[ ]:\n\n{HALF}\n".encode(), "a.py"))


def test_grade_ids_of_a_percent_script_are_read():
    script = f'# %% nbgrader={{"grade": false, "grade_id": "add"}}\nadd = lambda a, b: a + b\n# %%\n{HALF}'
    assert both_work(rebuilt(script.encode(), "a.py"))


def test_a_notebook_named_py_is_read_as_a_notebook():
    assert rebuilt(notebook(cells()), "half.py") == UNDAMAGED


def test_plain_python_with_the_right_functions_is_read():
    result = rebuilt(f"{ADD}\n\n{HALF}".encode(), "half.ipynb")
    assert both_work(result) and "plain_python" in codes(result)


def test_text_after_the_end_is_skipped():
    result = rebuilt(notebook(cells()) + b'\n{"cells": []}')
    assert both_work(result) and codes(result) == ["text_after_the_end"]


UNREADABLE = {
    b"": "empty",
    b" \n\0\0": "empty",
    b"\xef\xbb\xbf": "empty",
    b"hello": "not_json",
    b"\x89PNG\r\n\x1a\n" + bytes(99): "not_text",
    b"PK\x03\x04" + bytes(99): "zip_not_notebook",
    b"%PDF-1.7": "not_text",
    bytes(range(256)): "not_text",
    b"<!DOCTYPE html><p>my notebook": "html_not_notebook",
    "x = '한글 주석'".encode("cp949"): "wrong_encoding_cp949",
    notebook([code("x")]).replace(b'"x"', '"한글"'.encode("cp949")): "wrong_encoding_cp949",
    b'{"cells": "\xff\xfe\xfd"}': "not_utf8",
    notebook(cells())[:300]: "cut_off",
    notebook(cells())[:-1]: "cut_off",
    b"{'cells': []}": "not_json",
    b'{\n<<<<<<< HEAD\n"cells": [],\n=======\n>>>>>>> x\n}': "merge_conflict",
    b"[]": "not_a_notebook",
    b'{"cells": {}}': "not_a_notebook",
    b'{"worksheets": [1, {"cells": 3}]}': "not_a_notebook",
    b'{"cells": ' + b"[" * 200_000: "too_deep",
    notebook([code("1")] * 2001): "too_many_cells",
    b"# %%\n1\n" * 2001: "too_many_cells",
    notebook([code("x = 1\n" * 300_000)]): "too_much_code",
    notebook([code("def max_pool(x): return x", "max_pool"), code(SETUP)]): "other_assignment",
}


@pytest.mark.parametrize("data", UNREADABLE, ids=[f"{code} {i}" for i, code in enumerate(UNREADABLE.values())])
def test_what_cannot_be_read_has_a_reason(data):
    assert rebuilt(data)["unreadable"]["code"] == UNREADABLE[data]


def test_where_the_json_breaks_is_told():
    assert rebuilt(b'{"cells":\n [,]}')["unreadable"]["detail"] == "line 2, column 3"


def test_answers_are_found_by_name_without_ids():
    result = rebuilt([code(SETUP), code(HALF), code("# mine\n" + ADD)])
    assert [cell["origin"] for cell in result["cells"]] == ["setup", "add", "half"]
    assert codes(result) == ["matched_by_name", "reordered"] or set(codes(result)) == {"matched_by_name", "reordered"}


def test_reordered_cells_come_back_in_the_order_of_the_release():
    result = rebuilt([*reversed(cells())])
    assert sources(result) == sources(UNDAMAGED) and codes(result) == ["reordered"]


def test_an_extra_cell_stays_behind_its_neighbour():
    mixed = cells()
    mixed.insert(3, code("helper = 1"))
    assert sources(rebuilt(mixed)) == [SETUP, ADD, "helper = 1", HALF]
    assert sources(rebuilt(mixed[4:] + mixed[:4])) == [SETUP, ADD, "helper = 1", HALF]


def test_an_extra_cell_at_the_top_stays_there():
    assert sources(rebuilt([code("import math"), *cells()]))[0] == "import math"


def test_a_deleted_answer_is_none_and_noted():
    result = rebuilt(cells(add=None))
    assert result["answers"] == {"add": None, "half": HALF}
    assert result["notes"] == [{"code": "missing", "name": "add"}]


@pytest.mark.parametrize("nothing", ["", "\n  \n", "# later"])
def test_an_emptied_answer_is_none_and_noted(nothing):
    result = rebuilt(cells(add=nothing))
    assert result["answers"]["add"] is None and result["notes"] == [{"code": "emptied", "name": "add"}]


def test_no_answer_at_all_is_noted():
    assert "no_answers" in codes(rebuilt([])) and rebuilt([])["answers"] == {"add": None, "half": None}


def test_a_deleted_setup_comes_back_first():
    result = rebuilt(cells()[1:])
    assert sources(result) == sources(UNDAMAGED) and codes(result) == ["setup_restored"]
    assert result["cells"][0]["submitted"] is None


def test_a_setup_that_comes_back_does_not_replace_a_helper_of_the_students_own():
    given = code("import math\n\ndef helper(x):\n    return 'given'\n\ndef other(x):\n    return math.pi", "s1")
    skeleton = {"cells": [{"kind": "setup", "id": "s1", "grade_id": "", "names": [], "source": given["source"]}]}
    skeleton["cells"] += SKELETON["cells"]
    own = code("def helper(x):\n    return 'own'\n\n" + ADD)
    result = read_and_rebuild(skeleton, "half.ipynb", notebook([*cells(add=None), own]))
    namespace = run(result)
    assert namespace["helper"](1) == "own" and namespace["other"](1) > 3 and namespace["add"](2, 4) == 6


def test_a_changed_setup_runs_as_the_student_changed_it():
    result = rebuilt([code(SETUP + "\nimport math", id="c0"), *cells()[1:]])
    assert sources(result)[0].endswith("import math") and result["cells"][0]["origin"] == "setup"
    assert len(result["cells"]) == 3


def test_a_changed_demo_runs_as_an_extra_cell():
    result = rebuilt([code(SETUP, id="c0"), code(DEMO + "\nx = 3", id="c1"), *cells()[2:]])
    assert [c["origin"] for c in result["cells"]] == ["setup", "extra", "add", "half"]


def test_a_copied_demo_does_not_run():
    assert rebuilt([*cells(), code(DEMO)])["cells"] == UNDAMAGED["cells"]


def test_of_a_changed_check_the_students_lines_are_kept():
    changed = cells()
    changed[3] = code("check(add)\nmine = add(1, 2)\nif mine:\n    check(add)  # again\n", "check_add")
    result = rebuilt(changed)
    assert sources(result)[2] == "pass\nmine = add(1, 2)\nif mine:\n    pass\n"
    assert result["cells"][2]["origin"] == "extra" and run(result)["mine"] == 3


def test_an_answer_written_into_the_check_cell_counts():
    changed = cells(add=ADD_STUB)
    changed[3] = code(ADD + "\ncheck(add)", "check_add")
    result = rebuilt(changed)
    assert both_work(result) and result["untouched"] == [] and result["answers"]["add"].startswith(ADD)


def test_an_answer_written_into_another_answers_cell_counts():
    assert both_work(rebuilt([code(HALF, "add"), code(ADD, "half")]))


@pytest.mark.parametrize("order", [[ADD, ADD_STUB], [ADD_STUB, ADD], [ADD_STUB, ADD, ADD_STUB]])
@pytest.mark.parametrize("grade_id", ["add", None])
def test_a_copy_of_the_stub_never_replaces_an_answer(order, grade_id):
    result = rebuilt([*cells(add=None), *(code(source, grade_id) for source in order)])
    assert both_work(result) and result["untouched"] == [] and result["answers"]["add"] == ADD


def test_a_stub_left_under_the_answer_in_one_cell_does_not_replace_it():
    result = rebuilt(cells(add=ADD + "\n\n@print\n" + ADD_STUB.replace("add", "half") + "\n\n" + ADD_STUB + "\nx = 1"))
    assert both_work(result) and run(result)["x"] == 1


@pytest.mark.parametrize("grade_id", ["add", None])
def test_the_later_of_two_answers_wins_as_in_jupyter(grade_id):
    wrong = ADD.replace("+", "-")
    assert both_work(rebuilt([*cells(wrong), code("late = 1"), code(ADD, grade_id)]))
    assert both_work(rebuilt([code(wrong, grade_id), *cells(ADD)]))
    assert both_work(rebuilt([code(HALF, "half"), code(wrong, grade_id), code(ADD, "add")]))


def test_a_second_answer_may_use_what_stands_before_it():
    better = "class Sum(Base):\n    pass\n\ndef add(a, b):\n    return Sum().add(a, b)"
    base = "class Base:\n    def add(self, a, b):\n        return a + b"
    result = rebuilt([*cells(ADD.replace("+", "-")), code(base), code(better)])
    assert both_work(result) and "errors" not in run(result)


SPLITS = {
    "after the docstring": 2,
    "after the head": 1,
}


@pytest.mark.parametrize("at", SPLITS.values(), ids=SPLITS)
@pytest.mark.parametrize("grade_id", ["add", None])
def test_a_split_answer_is_joined(at, grade_id):
    lines = ADD.split("\n")
    parts = [code("\n".join(lines[:at]), "add"), code("\n".join(lines[at:]), grade_id)]
    result = rebuilt([*cells()[:2], *parts, *cells()[3:]])
    assert sources(result) == sources(UNDAMAGED) and codes(result) == ["joined"]


def test_an_answer_in_four_pieces_is_joined():
    pieces = ["def add(a, b):", "    total = (", "        a", "        + b)\n    return total"]
    result = rebuilt([code(pieces[0], "add"), *(code(piece) for piece in pieces[1:]), code(HALF, "half")])
    assert both_work(result) and codes(result)[0] == "joined"


def test_an_answer_in_three_pieces_that_parse_one_by_one_is_joined():
    pieces = ['def add(a, b):\n    """The sum."""', "    total = a + b", "    return total"]
    assert both_work(rebuilt([code(pieces[0], "add"), *(code(piece) for piece in pieces[1:]), code(HALF, "half")]))


def test_a_piece_of_the_same_id_is_joined_over_a_cell_between():
    lines = ADD.split("\n")
    parts = [code("\n".join(lines[:2]), "add"), code("y = 1"), code(lines[2], "add"), code(HALF, "half")]
    result = rebuilt(parts)
    assert both_work(result) and run(result)["y"] == 1


def test_a_split_stub_is_still_untouched():
    lines = ADD_STUB.split("\n")
    assert rebuilt([code("\n".join(lines[:2]), "add"), code(lines[2]), code(HALF, "half")])["untouched"] == ["add"]


def test_an_indented_cell_behind_a_finished_answer_is_not_swallowed():
    result = rebuilt([code(ADD, "add"), code("    y = 1"), code(HALF, "half")])
    assert run(result)["y"] == 1 and "joined" not in codes(result)


def test_a_half_with_a_syntax_error_leaves_the_other_half_alone():
    result = rebuilt([code(ADD, "add"), code("this is (", "add"), code(HALF, "half")])
    assert both_work(result)


@pytest.mark.parametrize("kind", ["markdown", "raw", "heading"])
@pytest.mark.parametrize("grade_id", ["add", None])
def test_an_answer_that_became_text_is_recovered(kind, grade_id):
    result = rebuilt([code(SETUP), text(ADD, grade_id, kind=kind), code(HALF, "half")])
    assert both_work(result) and codes(result) == ["recovered_from_text"]


def test_text_about_an_answer_is_not_code():
    result = rebuilt([text("```python\ndef add(a, b):\n    ...\n```"), text("Try\ndef add(a)"), *cells(ADD_STUB)])
    assert result["untouched"] == ["add"] and sources(result) == [SETUP, ADD_STUB, HALF]


def test_an_old_answer_kept_as_text_does_not_replace_the_new_one():
    assert both_work(rebuilt([*cells(), text(ADD.replace("+", "-"), "add", kind="raw")]))


def test_things_that_are_no_cells_are_skipped():
    result = rebuilt([None, 3, "x", [], *cells(), {"cell_type": [], "source": {"a": 1}}])
    assert sources(result) == sources(UNDAMAGED) and codes(result) == ["odd_cell"]


def test_magics_of_an_answer_are_gone_and_its_text_is_kept():
    magic = "%%time\n" + ADD
    result = rebuilt(cells(magic))
    assert result["answers"]["add"] == magic and both_work(result)


def test_korean_names_and_tabs_stay_as_they_are():
    korean = "def add(가, 나):\n\t합 = 가 + 나\n\treturn 합"
    assert rebuilt(cells(korean))["answers"]["add"] == korean and both_work(rebuilt(cells(korean)))


def test_half_a_surrogate_pair_can_be_encoded_again():
    result = rebuilt(notebook(cells(ADD + '\nx = "@@"')).replace(b"@@", b"\\ud800"))
    assert sources(result)[1].endswith('x = "\ufffd"')
    canonical(result["cells"]).encode()


def test_an_answer_that_does_not_parse_is_kept_and_is_not_untouched():
    result = rebuilt(cells("def add(a, b)\n    return a + b"))
    assert result["answers"]["add"] == "def add(a, b)\n    return a + b" and result["untouched"] == []


@pytest.mark.parametrize("source", ["add = lambda a, b: a + b", "def other(a, b):\n    return a + b\nadd = other"])
def test_an_answer_need_not_be_a_def(source):
    assert both_work(rebuilt([code(source), *cells(ADD_STUB)]))
    assert rebuilt([code(source), *cells(ADD_STUB)])["untouched"] == []


def test_a_comment_changes_the_key_and_a_trailing_space_does_not():
    key = canonical(UNDAMAGED["cells"])
    assert canonical(rebuilt(cells(ADD.replace("\n", "  \r\n") + "\n\n"))["cells"]) == key
    assert canonical(rebuilt(cells(ADD + "  # sum"))["cells"]) != key


def test_notes_of_a_hostile_notebook_stay_few_and_hold_no_text_of_the_students():
    hostile = [code(ADD_STUB, f"<script>{i}") for i in range(1900)]
    result = rebuilt([*hostile, code(ADD, "add")])
    assert len(result["notes"]) <= 100 and "<script>" not in json.dumps(result)


def test_the_reply_fits_its_frame_and_little_memory_is_used():
    wide = notebook([code("\U0001f600" * 1000, "add") for _ in range(120)])
    tracemalloc.start()
    result = read_and_rebuild(SKELETON, "a.ipynb", wide)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(json.dumps(result)) < 4 << 20 and peak < 64 << 20


@pytest.mark.parametrize("code", [*PROBLEMS, *NOTES, "never heard of"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_code_has_a_sentence(code, language):
    said = sentence(code, language, name="add")
    assert said and "{" not in said and said[-1] == "."
    assert any("가" <= letter <= "힣" for letter in said) == (language == "ko")
