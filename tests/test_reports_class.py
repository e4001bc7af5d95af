"""The class report: one page, both languages, no address, no student's markup."""

import base64
import hashlib
import re
from dataclasses import replace

import pytest

from autograder.records import Item
from autograder.reports import class_report
from autograder.reports.class_facts import class_facts
from autograder.reports.course_text import NO_COURSE
from tests.report_samples import COURSE, STATUS, hostile, items, result, ungraded, wrong
from tests.test_reports_formats import Markup

HALF = Item("half", 3, 3, "pass")


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


def page(results=None, language="en", course=COURSE):
    return class_report.render(a_class() if results is None else results, course, language)


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
    assert {value for name, value in markup.attributes if name in ("href", "src")} == {"#students"}
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


def test_cards_are_inert_until_they_are_asked_for():
    html = page()
    outside = re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)
    assert '<section class="ck' in html and '<section class="ck' not in outside


def test_students_with_the_same_answer_share_one_card():
    alone, shared = page([result("a")]), page([result(str(i)) for i in range(200)])
    assert shared.count("<template") == alone.count("<template")
    cards = [re.search(r'data-c="(.*?)"', row)[1].split() for row in rows(page())]
    ids = set(re.findall(r'<template id="(\w+)"', page()))
    assert all(set(card) <= ids for card in cards)


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


def test_an_empty_class_is_a_page_too():
    assert rows(page([])) == []
