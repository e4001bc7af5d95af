"""The class report and a student's page in a real browser: they work, they fetch nothing, and axe-core is content."""

import json
import re
from itertools import pairwise

import pytest

from autograder.exports import Download
from autograder.records import Item
from autograder.reports import class_report, student_page
from autograder.reports.class_changes import Change, Changes
from autograder.reports.class_extras import Extras
from autograder.similarity.similar import Pair, Passage, Side, Similar
from tests.attacks.reports import PAYLOADS
from tests.browser import opened as chromium
from tests.browser import violations
from tests.report_samples import COURSE, HOSTILE, counterexample, hostile, items, result, ungraded, wrong
from tests.report_samples import RIGHT as EXPECTED

HALF = Item("half", 3, 3, "pass")
STATES = ("pass", "named", "two", "raised", "timeout", "not_started", "shape", "slow", "missing")


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def a_class():
    judged = items()
    results = [result(f"student {i} {state}", judged[state], HALF) for i, state in enumerate(STATES)]
    results += [result(f"strong {i}", judged["raised" if i < 3 else "pass"], HALF) for i in range(6)]
    return [
        *results,
        result("repaired", judged["named"], HALF, notes=("a cell was put back",)),
        result("other", HALF, Item("double", 7, 7, "pass"), assignment="a02_half"),
        ungraded("unread"),
    ]


def extras(results):
    one, other = results[0].student, results[1].student
    sides = (
        Side(one, "def double(x):\n    return x + x", 0.9, ((0, 14),)),
        Side(other, "def double(y): ...", 0.8, ((0, 14),)),
    )
    passage = Passage("double", *sides, 60)
    return Extras(
        downloads=(Download("Excel CSV", "grades.csv", b"name,score\n", "text/csv"),),
        changes=Changes("2026-04-14", (Change(one, "a01_double", 3, 10, "wider"), Change(other, "a01_double", 5, 3))),
        similar=Similar((Pair("a01_double", (one, other), (passage,)),), n_answers=20),
        flags={"late": {(one, "a01_double")}},
        command="autograder report results",
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A report with pages for its students, as the command line lays them out."""
    folder = tmp_path_factory.mktemp("report")
    results = a_class()
    beside = extras(results)
    pages = student_page.addresses(results, folder / "학생 pages", folder / "report.html")
    beside = Extras(**{**vars(beside), "pages": pages})
    for one, path in student_page.files(results, folder / "학생 pages"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(student_page.render(one, COURSE, "en"), "utf-8")
    (folder / "report.html").write_text(class_report.render(results, COURSE, "en", extras=beside), "utf-8")
    return folder


class Opened:
    """A page, with everything it asked for and said."""

    def __init__(self, browser, address, **context):
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.asked, self.said = [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.goto(address)

    def shown(self):
        """The names in the table."""
        return self.page.eval_on_selector_all("#rows tbody th.nm", "them => them.map(one => one.innerText)")


@pytest.fixture
def opened(browser):
    tabs = []

    def opened(address, **context):
        tabs.append(Opened(browser, address, **context))
        return tabs[-1]

    yield opened
    for tab in tabs:
        tab.context.close()


@pytest.fixture
def report(opened, folder):
    return opened((folder / "report.html").as_uri())


def student(folder, name="student 1 named"):
    return next(folder.glob(f"*/{name}/a01_double.html"))


# --- axe ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_axe_finds_nothing_on_the_report(opened, folder, language, theme):
    page = opened(f"{(folder / 'report.html').as_uri()}?lang={language}&theme={theme}").page
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dataset.theme]") == [language, theme]
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.click("[data-list] [data-g]")
    assert violations(page) == []
    page.click("#rows tbody tr:first-child button")
    assert page.locator("#cards .ck").count() > 0
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", ["student 1 named", "student 6 shape", "repaired", "unread"])
def test_axe_finds_nothing_on_a_students_page(opened, folder, name, language, theme):
    page = opened(student(folder, name).as_uri(), color_scheme=theme).page
    page.locator(f"label[for={language}]").click()
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert violations(page) == []


# --- it works -----------------------------------------------------------------------------------------------------


def test_the_report_opens_quietly_and_fetches_nothing(report, folder):
    assert report.asked == [(folder / "report.html").as_uri()] and report.said == []


def test_a_mistake_filters_the_table_and_the_filter_can_be_seen_and_cleared(report):
    everybody = report.shown()
    report.page.get_by_role("button", name="Is it triples?").click()
    assert report.shown() == ["repaired", "student 1 named", "student 2 two"]
    assert report.page.locator("#chosen").inner_text().startswith("Only: Is it triples?")
    report.page.click("#clear")
    assert report.shown() == everybody and not report.page.locator("#chosen").is_visible()


def test_what_is_to_be_looked_at_first_filters_the_table(report):
    row = report.page.locator(".alist:visible li", has_text="were not graded").or_(
        report.page.locator(".alist:visible li", has_text="was not graded")
    )
    row.get_by_role("button").click()
    assert report.shown() == ["unread"]
    report.page.locator(".alist:visible li", has_text="may be at fault").first.get_by_role("button").click()
    assert {"strong 0", "strong 1", "strong 2"} <= set(report.shown()) and "strong 3" not in report.shown()


def test_search_and_sort(report):
    report.page.fill("#find", "strong error")
    assert report.shown() == ["strong 0", "strong 1", "strong 2"]
    report.page.fill("#find", "")
    report.page.click("#rows thead th:has-text('Score') button")
    scores = report.page.eval_on_selector_all("#rows td[data-points]", "all => all.map(one => Number(one.dataset.v))")
    assert scores == sorted(scores)
    report.page.click("#rows thead th:has-text('Score') button")
    scores = report.page.eval_on_selector_all("#rows td[data-points]", "all => all.map(one => Number(one.dataset.v))")
    assert scores == sorted(scores, reverse=True)


def test_the_report_works_from_the_keyboard(report):
    page = report.page
    page.keyboard.press("/")
    page.keyboard.type("named")
    assert report.shown() == ["student 1 named"]
    for _ in range(30):
        page.keyboard.press("Tab")
        if (
            page.evaluate(
                "document.activeElement.closest('#rows tbody')?.tagName === 'TBODY' && document.activeElement.tagName"
            )
            == "BUTTON"
        ):
            break
    page.keyboard.press("Enter")
    assert page.locator("dialog[open] #who").inner_text() == "student 1 named"
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    page.keyboard.press("Escape")
    assert len(report.shown()) > 1 and page.evaluate("document.activeElement.id") == "find"


def test_a_window_that_closes_late_leaves_the_focus_where_it_went(report):
    page = report.page
    page.fill("#find", "named")
    page.locator("#rows tbody button").first.click()
    page.evaluate("document.querySelector('dialog').close(); document.querySelector('#clear').click()")
    page.wait_for_timeout(100)  # the browser tells of the closing after both
    assert page.evaluate("document.activeElement.id") == "find"


def test_names_can_be_hidden(report):
    name = report.page.locator("#rows tbody th.nm").first
    wide = name.locator("a").bounding_box()["width"]
    report.page.click("#anon")
    assert name.locator("a").evaluate("one => getComputedStyle(one).fontSize") == "0px" and wide > 20


def test_the_language_and_the_theme_are_switched_by_hand(report):
    report.page.click("#lang")
    assert report.page.get_by_role("heading", name="먼저 볼 것").first.is_visible()
    before = report.page.evaluate("getComputedStyle(document.body).backgroundColor")
    report.page.click("#theme")
    assert report.page.evaluate("getComputedStyle(document.body).backgroundColor") != before


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_theme_is_the_system_s(opened, folder, scripts):
    colours = [
        opened(path.as_uri(), color_scheme=theme, java_script_enabled=scripts).page.screenshot()
        for path in (folder / "report.html", student(folder))
        for theme in ("light", "dark")
    ]
    assert len(set(colours)) == 4


def test_a_chip_opens_the_card_of_its_function(report):
    report.page.click("#rows tbody tr:first-child a.c:nth-of-type(2)")
    assert report.page.locator("dialog[open] .ck").count() == 2


def test_the_link_to_a_students_page_leads_there(report, folder):
    report.page.fill("#find", "named")
    report.page.click("#rows tbody th.nm a")
    report.page.wait_for_load_state()
    assert report.page.url == student(folder).as_uri()
    assert report.page.locator("header p").inner_text() == "student 1 named"


def test_a_table_is_saved_from_the_page_itself(report):
    with report.page.expect_download() as download:
        report.page.click("a[download='grades.csv']")
    assert download.value.path().read_bytes() == b"name,score\n"


def test_without_scripts_everything_is_shown(opened, folder):
    page = opened((folder / "report.html").as_uri(), java_script_enabled=False).page
    assert page.locator("#rows tbody tr:visible").count() == len(a_class())
    assert page.locator("#shelf .ck:visible").count() >= len(STATES)
    assert page.locator("div[data-scope]:visible h2:has-text('Scores')").count() == 3  # all, and each assignment
    assert not page.locator("#find").is_visible()
    page.click("#rows tbody tr:first-child a.c:first-of-type")
    assert re.search(r"#f\d+$", page.url)


def test_where_scripts_run_no_card_is_in_the_page_before_it_is_asked_for(report):
    assert report.page.locator(".ck").count() == 0


def test_two_thousand_rows_are_not_laid_out_at_once(opened, tmp_path):
    path = tmp_path / "report.html"
    judged = Item("double", 7, 7, "pass"), HALF
    path.write_text(class_report.render([result(f"s{i}", *judged) for i in range(2000)], COURSE, "en"), "utf-8")
    tab = opened(path.as_uri())
    assert (
        tab.page.locator("#rows tbody tr").count() < 500 and "2000 of 2000" in tab.page.locator("#count").inner_text()
    )
    assert tab.page.evaluate("document.querySelectorAll('*').length") < 20_000
    tab.page.fill("#find", "s1999")
    assert tab.shown() == ["s1999"]
    tab.page.fill("#find", "")
    tab.page.click("#more")
    assert tab.page.locator("#rows tbody tr").count() == 2000
    assert path.stat().st_size < 4_000_000


# --- hostile ------------------------------------------------------------------------------------------------------


def spoken(payload):
    """A submission that says a payload in every place that a student can write into."""
    got = {"kind": "raised", "error": payload, "message": payload, "trace": [{"cell": 1, "line": 1, "source": payload}]}
    example = counterexample("raised", EXPECTED, got)
    judged = Item("double", 0, 7, "error", payload, counterexample=example | {"call": payload})
    other = wrong(
        "unsupported", counterexample=counterexample("unsupported", EXPECTED, got | {"kind": "text", "data": payload})
    )
    return result(payload, judged, other, notes=(payload,), message=payload, assignment="a01_double")


def test_nothing_that_students_write_runs_or_is_fetched(opened, tmp_path):
    results = [spoken(payload) for payload in PAYLOADS.values()] + [hostile()]
    results += [
        ungraded(payload, payload) for payload in [*PAYLOADS.values(), "</noscript><img src=x onerror=alert(1)>"]
    ]
    say = [*PAYLOADS.values(), HOSTILE]
    sides = [Side(text, text, 0.9, ((0, 9),)) for text in say]
    pairs = [
        Pair("a01_double", (one.student, other.student), (Passage("double", one, other, 60),))
        for one, other in pairwise(sides)
    ]
    changes = Changes(HOSTILE, tuple(Change(text, "a01_double", 1, 2, text) for text in say))
    path = tmp_path / "report.html"
    pages = student_page.addresses(results, tmp_path / "pages", path)
    beside = Extras(similar=Similar(tuple(pairs), 9), changes=changes, pages=pages, command=HOSTILE)
    path.write_bytes(class_report.render(results, COURSE, "en", extras=beside).encode("utf-8", "replace"))
    tab = opened(path.as_uri())
    n_cards = tab.page.evaluate("""() => {
        for (const one of document.querySelectorAll("details")) one.open = true;
        let n = 0;
        for (const button of document.querySelectorAll("[data-g]")) { button.click(); button.click(); }
        for (const button of document.querySelectorAll("#rows tbody button")) {
            button.click();
            n += document.querySelectorAll("#cards .ck").length;
            document.querySelector("dialog").close();
        }
        return n;
    }""")
    tags = "document.querySelectorAll('img,iframe,object,embed,link,base,form,x,noscript script,#cards script').length"
    assert n_cards >= 2 * len(PAYLOADS)
    assert (tab.asked, tab.said) == ([path.as_uri()], [])
    assert tab.page.evaluate("window.pwned") is None and tab.page.evaluate(tags) == 0
    still = opened(path.as_uri(), java_script_enabled=False)
    assert (
        still.asked == [path.as_uri()] and still.page.locator("img,iframe,object,embed,link,base,form,x").count() == 0
    )
    assert still.page.locator("script").count() == 1


def test_nothing_on_a_students_page_runs_or_is_fetched(opened, tmp_path):
    for i, payload in enumerate(PAYLOADS.values()):
        path = tmp_path / f"{i}.html"
        path.write_bytes(student_page.render(spoken(payload), COURSE, "en").encode("utf-8", "replace"))
        tab = opened(path.as_uri())
        assert (tab.asked, tab.said) == ([path.as_uri()], [])
        assert tab.page.evaluate("window.pwned") is None
        assert tab.page.locator("script,img,iframe,object,embed,link,base,form,x,svg[onload]").count() == 0
        assert json.loads(tab.page.evaluate("JSON.stringify(document.title)"))
