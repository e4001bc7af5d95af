"""A real browser for the tests of pages; a test that needs one is skipped, with the reason, where there is none."""

import shutil
import subprocess
from contextlib import contextmanager

import pytest

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def chromium_or_skip():
    """Where Chromium lies; playwright's own is not asked for, because it would have to be downloaded."""
    pytest.importorskip("playwright", reason="playwright is not installed")
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("no Chromium on this machine")
    return path


@contextmanager
def opened():
    """A browser that remembers every address that is asked for."""
    path = chromium_or_skip()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def violations(page):
    """What axe-core finds, one line each; the rules that are about whole pages too."""
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    nodes = [(one["id"], node) for one in found for node in one["nodes"]]
    return [f"{rule}: {node['html'][:150]} {node['failureSummary'][:300]}" for rule, node in nodes]


def stop(server):
    """End a Jupyter server, which may be slow to go on a busy machine."""
    server.terminate()
    try:
        server.wait(60)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
