"""formgrader and the feedback page in a real browser, on the slice of the class that real nbgrader has graded."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests import nbgrader_class
from tests.browser import stop
from tests.nbgrader_class import NAME, UNKEPT

CHROMIUM = Path("/usr/bin/chromium")
if not CHROMIUM.exists():
    pytest.skip(f"no browser at {CHROMIUM}: apt-get install chromium", allow_module_level=True)
sync_api = pytest.importorskip("playwright.sync_api")

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WAIT = 40_000  # ms; nothing takes that long, but a busy machine may


@pytest.fixture(scope="module")
def handed(tmp_path_factory):
    return nbgrader_class.run(tmp_path_factory)


@pytest.fixture(scope="module")
def formgrader(handed):
    """The address of formgrader on a Jupyter server of its own, started outside of any activated environment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for student in UNKEPT:  # at which formgrader's lists stop
        shutil.rmtree(handed.folder / "submitted" / student, ignore_errors=True)
    program = Path(sys.executable).with_name("jupyter")
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(handed.folder), "LC_ALL": "C.UTF-8", "CNNKIT_LANG": "en"}
    environment |= {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    options = ["--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token=", "--ip=127.0.0.1"]
    with (handed.folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [program, "server", *options], cwd=handed.folder, env=environment, stdout=log, stderr=log
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/api/status", server)
            yield f"{address}/formgrader"
        finally:
            stop(server)


def _wait_for(address, server):
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            return urllib.request.urlopen(address, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"no server at {address}")


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1200, "height": 1000})
    page.set_default_timeout(WAIT)
    # nbgrader's own pages load MathJax from elsewhere; no test needs a network
    page.route("**/*", lambda route: route.continue_() if "127.0.0.1" in route.request.url else route.abort())
    yield page
    page.close()


def opened(page, formgrader, handed, student):
    page.goto(f"{formgrader}/submissions/{handed.notebook(student)['id']}/", wait_until="domcontentloaded")
    page.wait_for_selector("#check_conv2d")
    return page


def kept(page, name):
    """A picture of the page where NBGRADER_PICTURES names a folder to keep it in."""
    if folder := os.environ.get("NBGRADER_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=not name.startswith("formgrader"))


def test_formgrader_lists_the_assignment(page, formgrader):
    page.goto(formgrader)
    page.wait_for_selector(f"text={NAME}")
    kept(page, "formgrader_assignments")


def test_formgrader_lists_every_student_with_the_points(page, formgrader, handed):
    page.goto(f"{formgrader}/manage_submissions/{NAME}")
    page.wait_for_selector("td:has-text('2026-10427')")
    rows = page.locator("table tbody tr").all_inner_texts()
    kept(page, "formgrader_submissions")
    assert len(rows) == len(handed.students)
    (ours,) = (row for row in rows if "2026-10427" in row)
    assert "66 / 100" in ours
    (unread,) = (row for row in rows if "남도현" in row)
    assert "needs manual grading" in unread


def test_a_submission_shows_our_card_and_the_points(page, formgrader, handed):
    opened(page, formgrader, handed, "2026-10427")
    page.wait_for_function("document.getElementById('check_conv2d').placeholder == '60'")
    page.locator(".ck").first.scroll_into_view_if_needed()
    kept(page, "formgrader_submission")
    assert page.locator(".ck").count() == 3
    assert page.locator(".ck").first.is_visible()
    assert "conv2d" in page.locator(".ck").first.inner_text()


def test_a_submission_nobody_could_read_asks_for_a_person_and_says_why(page, formgrader, handed):
    opened(page, formgrader, handed, "남도현")
    page.wait_for_function("document.getElementById('conv2d-comment').placeholder.includes('CP949')")
    page.locator(".ck").first.scroll_into_view_if_needed()
    kept(page, "formgrader_ungraded")
    assert page.locator("#check_conv2d").input_value() == ""
    assert "CP949" in page.locator(".ck").first.inner_text()


def test_the_autograde_button_grades_with_our_engine(page, formgrader, handed):
    page.goto(f"{formgrader}/manage_submissions/{NAME}")
    row = page.locator("table tbody tr", has_text="script")
    row.locator(".autograde a").click()
    page.wait_for_selector(".modal.in", state="visible")
    said = page.locator(".modal.in").inner_text()
    kept(page, "formgrader_autograde")
    assert "Successfully autograded" in said
    assert handed.notebook("script")["score"] == 100


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("student", ["2026-10427", "송다은", "남도현"])
def test_axe_finds_nothing_on_the_feedback_page(browser, handed, student, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = browser.new_page(color_scheme=scheme, viewport={"width": 1000, "height": 900}, bypass_csp=True)
    page.goto((handed.folder / "feedback" / student / NAME / f"{NAME}.html").as_uri())
    kept(page, f"feedback_{student}_{scheme}")
    found = axe.Axe().run(page)
    page.close()
    assert found.violations_count == 0, found.generate_report()
