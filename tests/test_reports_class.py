"""The class report: one page, both languages, no address, no student's markup."""

import base64
import hashlib
import json
import re
from dataclasses import replace

import pytest

from autograder.errors import GraderError
from autograder.exports import Download
from autograder.ledger.late import Late
from autograder.records import Item
from autograder.reports import class_map, class_report
from autograder.reports.class_changes import read_changes
from autograder.reports.class_extras import NO_EXTRAS, Extras
from autograder.reports.class_facts import class_facts
from autograder.reports.class_health import Doctored
from autograder.reports.class_words import change_table
from autograder.reports.course_text import NO_COURSE
from autograder.similarity.similar import Pair, Passage, Side, Similar
from tests.report_samples import COURSE, STATUS, hostile, items, result, ungraded, wrong
from tests.test_reports_formats import Markup

HALF = Item("half", 3, 3, "pass")


KEPT = "Kept from before: the checks of today would give 3 of 10 points."


def a_class():
    return [
        result("minjun"),
        result("seoyeon"),
        result("jiho", wrong("raised"), HALF),
        result("doyun", wrong("raised"), HALF),
        result("haeun", wrong("timeout"), HALF, notes=("a cell was put back",)),
        result("siwoo", Item("double", 7, 7, "pass"), HALF, assignment="a02_half"),
        ungraded("yewon"),
    ]


def test_a_class_of_several_assignments_has_a_map_of_students_and_assignments():
    html = page()
    table = html[html.index("map-title") :].partition("</table>")[0]
    assert re.findall(r'<th scope="col">(a\d+)', table) == ["a01", "a02"]
    siwoo = re.search(r"<tr><th[^>]*>siwoo</th>(.*?)</tr>", table)[1]
    assert siwoo == '<td></td><td><i class="c p">100</i></td>'
    assert '<i class="c u">?</i>' in re.search(r"<tr><th[^>]*>yewon</th>(.*?)</tr>", table)[1]


def test_many_assignments_are_chosen_by_their_titles_as_far_as_a_colon():
    titles = {"a01_double": {"en": "Doubling: twice as much", "ko": "두 배: 곱하기 2"}, "a02_half": {"en": "Half"}}
    html = page(course=replace(COURSE, titles=titles))
    nav = html[html.index('<nav class="as') :].partition("</nav>")[0]
    chosen = re.findall(r'data-choose="(a0\w+)"[^>]*>(.*?)</button>', nav)
    assert [(name, re.sub("<[^>]*>", " ", text).split()) for name, text in chosen] == [
        ("a01_double", ["Doubling", "두", "배"]), ("a02_half", ["Half"])]  # fmt: skip


def test_no_share_is_rounded_to_full_marks_or_to_nothing():
    assert [class_map._place(share, False).text for share in (100, 99.99, 0.01, 0)] == ["100", "99", "1", "0"]


def test_a_class_of_one_assignment_needs_no_map():
    assert "map-title" not in page([result("minjun"), result("seoyeon")])


def page(results=None, language="en", course=COURSE, extras=NO_EXTRAS):
    return class_report.render(a_class() if results is None else results, course, language, extras=extras)


def rows(html):
    return re.findall(r"<tr data-a=.*?</tr>", html, re.DOTALL)


# --- the numbers --------------------------------------------------------------------------------------------------


def test_the_median_is_of_what_was_graded():
    facts = class_facts([result("a", HALF), result("b", HALF), ungraded("c")]).scopes[0]
    assert (facts.n, facts.n_graded, facts.median, facts.n_full, facts.n_ungraded) == (3, 2, 100.0, 2, 1)


def test_nearly_full_marks_are_not_full_marks():
    nearly = Item("half", 2.999999, 3, "partial")
    assert class_facts([result("a", nearly)]).scopes[0].n_full == 0


def test_every_graded_submission_is_in_one_bin():
    results = [result(str(i), Item("half", i / 10, 3, "partial")) for i in range(31)]
    histogram = class_facts(results).scopes[0].histogram
    assert histogram == (3, 3, 3, 3, 3, 3, 3, 3, 3, 4)


def test_several_assignments_are_counted_together_and_apart():
    facts = class_facts(a_class())
    assert [(scope.assignment, scope.n) for scope in facts.scopes] == [("", 7), ("a01_double", 6), ("a02_half", 1)]


def test_a_function_counts_every_status_once():
    judged = [Item("half", 0, 3, status) for status in ("pass", "partial", "wrong", "error", "timeout", "ungraded")]
    facts = class_facts([result(str(i), item) for i, item in enumerate(judged)]).functions[0]
    assert facts.counts == {"p": 1, "h": 1, "f": 1, "e": 2, "n": 0, "u": 1, "w": 0} and facts.n == 6


def test_two_mistakes_at_once_count_for_both():
    facts = class_facts([result("a", wrong("values", mistake="triples+drops_the_sign")), result("b")])
    assert [(group.what, len(group.members)) for group in facts.mistakes] == [("triples", 2), ("drops_the_sign", 1)]


def test_the_same_unnamed_answer_of_two_students_is_a_cluster():
    facts = class_facts([result("a", wrong("raised")), result("b", wrong("raised")), result("c", wrong("nothing"))])
    assert [len(cluster.members) for cluster in facts.clusters] == [2]


def test_one_student_is_no_cluster():
    assert not class_facts([result("a", wrong("raised")), result("a", wrong("raised"))]).clusters


def test_a_named_answer_is_no_cluster():
    assert not class_facts([result("a"), result("b")]).clusters


@pytest.mark.parametrize("difference", sorted({"timeout", "died", "missing"}))
def test_where_nothing_came_back_nothing_is_alike(difference):
    assert difference in STATUS or difference == "missing"
    assert not class_facts([result("a", wrong(difference)), result("b", wrong(difference))]).clusters


def test_answers_too_large_to_be_kept_are_not_called_alike():
    item = wrong("values")
    got = item.counterexample["got"] | {"data": None}
    item = replace(item, counterexample=item.counterexample | {"got": got})
    assert not class_facts([result("a", item), result("b", item)]).clusters


def test_what_needs_a_look_is_listed_with_the_gravest_first():
    found = class_facts([*a_class(), result("x", HALF, sandbox="none")]).attention
    assert [group.what for group in found] == ["ungraded", "unboxed", "timeout", "repaired", "alike"]


# --- the page -----------------------------------------------------------------------------------------------------


def test_the_page_has_a_row_for_every_submission():
    assert len(rows(page())) == 7


def test_the_page_fetches_nothing_and_names_its_one_script():
    html = page()
    markup = Markup(html)
    assert markup.tags.count("script") == 1 and not {"img", "link", "iframe", "form", "object"} & set(markup.tags)
    addresses = {value for name, value in markup.attributes if name in ("href", "src")}
    assert all(re.fullmatch(r"#students|#f\d+", address) for address in addresses)
    assert not re.search(r"url\(|@import|https?:", html)
    policy = next(value for name, value in markup.attributes if name == "content" and "default-src" in value)
    script = re.search(r"<script>(.*)</script>", html, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'") and f"script-src 'sha256-{digest}'" in policy
    assert "unsafe-eval" not in policy and policy.count("unsafe-inline") == 1


def test_no_element_has_an_inline_handler():
    assert not [name for name, _ in Markup(page()).attributes if name.startswith("on")]


def test_a_students_text_is_never_markup():
    html = page([hostile(), result()])
    assert Markup(html).tags.count("script") == 1 and "<script>alert" not in html
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e\ud800]", html)


def test_names_and_messages_are_capped():
    html = page([result("n" * 5000), ungraded(message="m" * 5000)])
    assert "n" * 101 not in html and "m" * 501 not in html


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_page_opens_in_its_language_and_holds_both(language):
    html = page(language=language)
    assert f'<html lang="{language}" data-lang="{language}"' in html
    assert "Look at these first" in html and "먼저 볼 것" in html
    assert "Is it triples?" in html and "혹시 triples 아닌가요?" in html


def test_students_with_the_same_answer_share_one_card():
    alone, shared = page([result("a")]), page([result(str(i)) for i in range(200)])
    assert shared.count('<noscript id="f') == alone.count('<noscript id="f')


def test_every_chip_leads_to_the_card_of_its_function():
    html = page()
    ids = set(re.findall(r'<noscript id="(f\d+)"', html))
    for row in rows(html):
        chips = re.findall(r'href="#(\w+)"', row)
        assert chips and set(chips) <= ids
        assert set(chips) <= set(re.search(r'data-c="(.*?)"', row)[1].split())


def test_an_ungraded_submission_shows_its_reason_and_no_score():
    row = rows(page([ungraded()]))[0]
    assert "The file is empty" in row and 'data-v="-1.0"' in row and "0 / 7" not in row


def test_a_class_graded_without_a_sandbox_is_stamped():
    assert "1 submission was graded without a sandbox." in page([result(sandbox="none")])
    assert "graded without a sandbox" not in page([result()])


@pytest.mark.parametrize("course", [COURSE, NO_COURSE], ids=["course", "no course"])
def test_every_state_fits_on_the_page_with_and_without_the_course(course):
    judged = [replace(item, name=f"f{i}") for i, item in enumerate(items().values())]
    assert len(rows(page([result("a", *judged), result("b", *judged)], course=course))) == 2


# --- how far the checks can be trusted ----------------------------------------------------------------------------


def strong(n, *, failing, name="double"):
    """Students who are right in everything but `name`, which the first `failing` of them get wrong."""
    others = [Item(other, 7, 7, "pass") for other in ("half", "triple")]
    judged = [Item(name, 0, 7, "wrong") if i < failing else Item(name, 7, 7, "pass") for i in range(n)]
    return [result(f"s{i}", item, *others) for i, item in enumerate(judged)]


def weak(n):
    return [result(f"w{i}", *(Item(name, 0, 7, "wrong") for name in ("double", "half", "triple"))) for i in range(n)]


def test_a_check_that_strong_students_fail_may_be_at_fault():
    (found,) = class_facts([*strong(10, failing=4), *weak(4)]).suspects
    assert (found.group.function, found.n_failing, found.n_strong) == ("double", 4, 10)
    assert "The check of <code>double</code> may be at fault" in page(strong(10, failing=4))


def test_a_check_that_only_weak_students_fail_is_not_suspected():
    assert class_facts([*strong(10, failing=0), *weak(10)]).suspects == ()


def test_in_a_class_that_is_lost_no_check_is_suspected():
    assert class_facts(weak(20)).suspects == ()


def test_who_is_strong_is_not_told_by_the_function_in_question():
    everybody = class_facts(strong(8, failing=8)).suspects
    assert [(one.n_failing, one.n_strong) for one in everybody] == [(8, 8)]


def test_the_health_counts_mistakes_that_no_hidden_call_tells_from_right():
    html = page()  # the made-up course has two mistakes and no hidden call
    assert "2 not caught" in html
    assert "all caught" not in html


def test_the_reference_is_said_to_be_right_only_where_somebody_ran_it():
    assert "not run here" in page()
    seen = {"a01_double": Doctored(10), "a02_half": Doctored(10)}
    assert page(extras=Extras(doctored=seen)).count("always full marks") == 3  # of all, and of each
    assert page(extras=Extras(doctored={"a01_double": Doctored(10)})).count("always full marks") == 1
    assert "half is stale" in page(extras=Extras(doctored=seen | {"a02_half": Doctored(10, ("half is stale",))}))


# --- what a regrade changed ---------------------------------------------------------------------------------------


def change(student="minjun", before=2.0, after=3.0, **more):
    return {
        "student": student,
        "assignment": "a01_double",
        "before": before,
        "after": after,
        "why": "a wider check",
    } | (more)


def regraded(tmp_path, *changes, **more):
    document = {"version": 1, "when": "2026-04-14T09:12:00+09:00", "changes": changes} | more
    (tmp_path / "regrade.json").write_text(json.dumps(document), "utf-8")
    return read_changes(tmp_path)


def test_without_a_regrade_nothing_is_said_of_one(tmp_path):
    assert read_changes(tmp_path) is None
    assert "Scores changed" not in page()


def test_changed_scores_are_counted_and_can_be_filtered(tmp_path):
    found = regraded(tmp_path, change(), change("jiho", 5, 3), change("doyun", 3, 3), kept=[change("haeun")])
    html = page(extras=Extras(changes=found))
    table = change_table(found, class_facts(a_class()).results)
    assert (table.n_raised, table.n_lowered, table.n_same, table.n_kept) == (1, 1, 5, 1)
    assert [(row.student, row.direction) for row in table.rows] == [("jiho", "lowered"), ("minjun", "raised")]
    assert "1 score went down with the new checks" in html and 'data-g="lowered"' in html
    row = next(row for row in rows(html) if ">jiho<" in row)
    assert "lowered" in re.search(r'data-k="(.*?)"', row)[1].split()


def test_a_score_out_of_another_maximum_is_neither_raised_nor_lowered(tmp_path):
    found = regraded(tmp_path, change(before=12, after=11) | {"way": "moved"})
    assert [one.direction for one in found.changes] == ["same"]


def test_lateness_is_told_in_the_row():
    rows = [result("minjun"), result("seoyeon")]
    late = Late(97_500, 20.0, 1.0, 4.0)
    html = page(rows, extras=Extras(lates={("minjun", rows[0].assignment): late}))
    assert html.count("late 1 d 3 h: -20 %") == 1


def test_a_kept_score_is_no_repaired_notebook():
    kept = replace(result("minjun"), notes=(KEPT,))
    assert "repaired" not in [group.what for group in class_facts([kept]).attention]


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2}', '{"version": 1, "when": "", "changes": [{}]}'])
def test_a_damaged_record_of_a_regrade_is_named(tmp_path, text):
    (tmp_path / "regrade.json").write_text(text, "utf-8")
    with pytest.raises(GraderError, match=r"regrade\.json is damaged"):
        read_changes(tmp_path)


@pytest.mark.parametrize("points", ["NaN", "-1", "true", '"5"'])
def test_points_that_cannot_be_are_refused(tmp_path, points):
    text = json.dumps({"version": 1, "when": "", "changes": [change(before="?")]}).replace('"?"', points)
    (tmp_path / "regrade.json").write_text(text, "utf-8")
    with pytest.raises(GraderError, match="are no points"):
        read_changes(tmp_path)


# --- beside the results -------------------------------------------------------------------------------------------


def test_tables_for_other_programs_are_on_the_page_itself():
    file = Download("Excel CSV", "grades.csv", "이름,점수".encode("utf-8-sig"), "text/csv")
    html = page(extras=Extras(downloads=(file,)))
    address = re.search(r'download="grades.csv" href="data:text/csv;charset=utf-8;base64,([^"]+)"', html)[1]
    assert base64.b64decode(address).decode("utf-8-sig") == "이름,점수"


def test_late_work_and_requests_are_looked_at_first():
    html = page(extras=Extras(flags={"late": {("jiho", "a01_double")}, "requested": {("doyun", "a01_double")}}))
    assert "1 submission came late" in html and "1 submission with an open regrade request" in html
    assert 'data-g="late"' not in page()


def test_the_page_says_how_to_make_it_again():
    assert "<code>autograder report results</code>" in page(extras=Extras(command="autograder report results"))


def test_the_page_says_under_which_walls_it_was_graded():
    assert "<code>namespaces+seccomp</code> 7" in page()


def side(student, code, *alike):
    return Side(student, code, 0.94, alike)


def test_code_that_looks_alike_stands_side_by_side_and_is_nobodys_markup():
    code = "def double(x):\n    return '<script>alert(1)</script>'"
    passage = Passage("double", side("jiho", code, (0, 14)), side("minjun", code, (0, 14)), 60)
    similar = Similar((Pair("a01_double", ("jiho", "minjun"), (passage,)),), n_answers=12)
    html = page(extras=Extras(similar=similar))
    assert html.count("<mark>def double(x):</mark>") == 2 and "<script>alert" not in html
    assert "2 submissions have code that looks like another" in html
    assert "copied:" in html and "For a person to read" in html


def test_where_no_code_looks_alike_the_page_says_so():
    assert "No two answers look alike." in page(extras=Extras(similar=Similar(n_answers=12)))
    assert "look alike" not in page()


def test_an_empty_class_is_a_page_too():
    assert rows(page([])) == []
