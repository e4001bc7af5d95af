"""Every text that a student can choose, in every format that anybody reads: short, visible, never more than text."""

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.ci import deliver, github
from autograder.ci.checks import Graded
from autograder.exports import TARGETS, export
from autograder.exports.grades import from_results
from autograder.nbgrading.cells import graded_notebook
from autograder.nbgrading.feedback import page as nbgrader_page
from autograder.records import Item
from autograder.reports import FORMATS, class_report, student_page
from autograder.reports.class_extras import Extras
from autograder.similarity.similar import Pair, Passage, Side, Similar
from tests.report_samples import COURSE, RIGHT, counterexample, result, scores

PAYLOADS = {
    "markup": "</td></pre></noscript><script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>",
    "attributes": "\" onmouseover=\"alert(1)\" x='",
    "markdown": "](javascript:alert(1)) ![x](http://x.invalid/p.png) <b>b</b> | a | ``` @everyone # h",
    "template": "{{ 7*7 }} {% include 'x' %} {0} %s ${x}",
    "formula": "=HYPERLINK(\"http://x.invalid\")",
    "another formula": "\t+1+cmd|'/c calc'!A1",
    "commands": "\n::error file=x::mine\n##[add-mask]x\n::set-output name=score::100",
    "lines": "a\nb,c\";d\r\ne\x0bf\u2028g\u2029h",
    "invisible": "\x1b[2J\x1b]0;t\x07\x00\x7f\x9b1m\u202e\u2066\u200b\ufeff\ud800\udfff",
    "xml": "]]><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;\x01\ufffe",
    "long": "가" * 300_000,
}  # fmt: skip
EVERY = [*FORMATS, "class", "student", "nbgrader", "log", "summary", *(f"to {target}" for target in TARGETS)]
PAGES = ["html", "class", "student", "nbgrader"]
TABLES = ["csv", "to canvas", "to moodle", "to excel"]
MOST_LETTERS = 400_000  # the payload alone has 300,000 a field, and stands in twenty
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]")


def graded(payload):
    """One whose author has chosen everything that he can, and one that could not even be read."""
    got = {"kind": "raised", "error": payload, "message": payload,
           "trace": [{"cell": 1, "line": 1, "source": payload, "around": [payload]}]}  # fmt: skip
    shown = counterexample("raised", RIGHT, got) | {"call": payload}
    shown["arguments"] = [{"name": payload, "value": RIGHT}]
    strange = counterexample("unsupported", RIGHT, {"kind": "unsupported", "data": payload})
    judged = [
        Item("double", 0, 7, "error", message=payload, aspects=scores(), counterexample=shown),
        Item("half", 0, 3, "wrong", message=payload, aspects=scores(), counterexample=strange),
    ]
    read = result(payload, *judged, notes=(payload,) * 3, message=payload)
    lost = result(payload + "2", status="ungraded", score=None, message=payload, assignment=payload)
    return [read, replace(lost, items=tuple(replace(one, status="ungraded", message=payload) for one in lost.items))]


def written(format, payload):
    results = graded(payload)
    if format in FORMATS:
        return _text(FORMATS[format].render(results, COURSE, "en"))
    if format == "class":
        side = Side(payload, payload[:4000], 0.9, ((0, min(len(payload), 10)),))
        similar = Similar((Pair("a01_double", (payload, payload), (Passage("double", side, side, 3),)),), 2)
        return class_report.render(results, COURSE, extras=Extras(similar=similar, command=payload))
    if format == "student":
        return "".join(student_page.render(one, COURSE, "en") for one in results)
    if format == "nbgrader":
        return "".join(_nbgrader(one, payload) for one in results)
    if format in ("log", "summary"):
        whole = Graded("public", tuple(results), (Path("x.ipynb"),) * 2, COURSE)
        return deliver.harmless(deliver.log(whole, "en")) if format == "log" else github.summary(whole, ["en", "ko"])
    return _text(export(from_results(results), format.removeprefix("to ")).data)


def _nbgrader(one, payload):
    facts = COURSE.facts["a01_double"]
    meta = {"grade": True, "grade_id": "check_double", "points": 7, "score": 1.0}
    check = new_code_cell("check(double)", metadata={"nbgrader": meta})
    answer = {"solution": True, "grade_id": "double", "score": 0, "points": 0}
    released = new_notebook(cells=[new_code_cell("pass", metadata={"nbgrader": answer}), check])
    reading = {"answers": {"double": payload}, "cells": [{"origin": "", "source": payload}], "notes": []}
    notebook = graded_notebook(released, reading, one, facts, "en")
    return nbgrader_page(notebook, {"score": 1, "max_score": 7, "late_penalty": 0, "student": payload})


def _text(data):
    return data if isinstance(data, str) else data.decode("utf-8-sig")


class Markup(HTMLParser):
    """The tags of a page, and what it would run or fetch."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.risky, self.policies = set(), [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        known = dict(attrs)
        if known.get("http-equiv") == "Content-Security-Policy":
            self.policies.append(known["content"])
        for name, value in attrs:
            fetches = name in ("src", "srcset", "action", "data", "poster", "formaction", "xlink:href")
            leads = name == "href" and not value.startswith(("#", "data:"))
            if name.startswith("on") or (fetches and not value.startswith("data:")) or leads:
                self.risky.append((tag, name, value))


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("format", PAGES)
def test_a_page_holds_no_markup_of_a_students_and_a_policy_that_would_run_none(format, payload):
    page = Markup(written(format, PAYLOADS[payload]))
    assert page.risky == []
    assert not page.tags & {"img", "svg", "iframe", "object", "embed", "link", "base", "form", "b0"} - _ours(format)
    assert page.policies and all("default-src 'none'" in one for one in page.policies)
    assert all("unsafe-inline" not in one.partition("script-src")[2].partition(";")[0] for one in page.policies)
    assert ("script" in page.tags) == (format == "class")  # one of ours, by its hash


def _ours(format):
    """Tags that a page has with a harmless text in it, too."""
    return Markup(written(format, "fine")).tags


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("format", EVERY)
def test_nothing_invisible_is_written_and_nothing_without_end(format, payload):
    text = written(format, PAYLOADS[payload])
    if format not in ("json", "to json"):  # data for programs: escaped, and the name must stay whole to be found again
        assert set(HIDDEN.findall(text)) == set()
        assert len(text) < MOST_LETTERS
    assert text.encode("utf-8")


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("format", ["json", "gradescope", "to json"])
def test_what_programs_read_is_one_document_of_json(format, payload):
    assert json.loads(written(format, PAYLOADS[payload]))


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("format", TABLES)
def test_no_cell_of_a_table_is_computed_and_no_row_is_a_students(format, payload):
    rows = list(csv.reader(io.StringIO(written(format, PAYLOADS[payload]), newline="")))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) == len(list(csv.reader(io.StringIO(written(format, "fine"), newline=""))))
    starts = tuple("=+-@\t\r＝＋－＠")
    computed = [cell for row in rows for cell in row if cell.lstrip(" ").startswith(starts) and cell != "-"]
    assert [cell for cell in computed if not re.fullmatch(r'="[0-9A-Za-z./-]*"', cell)] == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_junit_is_one_document_without_an_entity_and_with_as_many_cases_as_functions(payload):
    text = written("junit", PAYLOADS[payload])
    assert "<!DOCTYPE" not in text and "<!ENTITY" not in text
    suites = ElementTree.fromstring(text)
    assert [len(suite.findall("testcase")) for suite in suites] == [2, 2]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("format", ["markdown", "summary"])
def test_markdown_holds_no_tag_link_picture_or_mention_of_a_students(format, payload):
    text = written(format, PAYLOADS[payload])
    assert Markup(text).tags <= {"code", "details", "summary", "pre", "sub"}
    outside = re.sub(r"<pre>.*?</pre>", "", text, flags=re.S)
    assert "](" not in outside and "@everyone" not in outside and "http://" not in outside
    heads = [line for line in outside.splitlines() if line.startswith("#")]
    assert len(heads) == 2 * (2 if format == "summary" else 1)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_log_of_a_job_holds_no_command_of_a_students(payload):
    for line in written("log", PAYLOADS[payload]).splitlines():
        assert not re.match(r"\s*::", line) and not re.search(r"##\[", line)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_annotations_and_outputs_are_a_line_each(payload, tmp_path):
    results = graded(PAYLOADS[payload])
    whole = Graded("public", tuple(results), (tmp_path / "x.ipynb",) * 2, COURSE)
    lines = github.annotate(whole, "en", tmp_path)
    assert lines and all(re.fullmatch(r"::(error|warning|notice)( [^\n]*)?::[^\n\r]*", line) for line in lines)
    assert max(map(len, lines)) < 4000
    assert len(github.outputs(whole, github.score(results)).splitlines()) == 4


def test_the_table_of_a_class_in_a_terminal_has_a_line_for_each_however_odd_their_names():
    from autograder.reports import as_text

    results = [one for payload in PAYLOADS.values() for one in graded(payload)]
    lines = as_text.render(results, COURSE, "en").splitlines()
    assert len(lines) <= len(results) + 5
    assert max(map(len, lines)) < 1500 and all(line.isprintable() for line in lines)
