"""The card in a real browser: nothing for axe-core to find, nothing fetched, and it reads in an untrusted notebook."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from functools import cache
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograder import corpus
from autograder.i18n import LANGUAGES
from autograder.judge.call import outcome_of
from autograder.judge.examine import examine
from autograder.judge.public import judged
from autograder.reports.beside import Beside, Progress
from autograder.reports.card import card_html
from autograder.reports.text_card import text_card
from cnnkit.beside import beside
from tests import browser, report_samples
from tests.test_reports_models import MODELS

EXAMPLES = Path(__file__).parents[1] / "assignments" / "en" / "a03_convolution" / "examples.safetensors"
CONV2D = corpus.read(EXAMPLES).checks["conv2d"]
COLOURS = {"light": "#fff", "dark": "#15191f"}


def conv2d(x, W, b=None, stride=1, pad=0):
    """Slow and plain."""
    if x.shape[2] + 2 * pad < W.shape[2] or x.shape[3] + 2 * pad < W.shape[3]:
        raise ValueError("the filter does not fit")
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows, columns = ((side - size) // stride + 1 for side, size in zip(x.shape[2:], W.shape[2:], strict=True))
    out = np.zeros((len(x), len(W), rows, columns))
    for i, j in np.ndindex(rows, columns):
        window = x[:, :, i * stride : i * stride + W.shape[2], j * stride : j * stride + W.shape[3]]
        out[:, :, i, j] = np.tensordot(window, W, axes=([1, 2, 3], [1, 2, 3]))
    return out if b is None else out + b[:, None, None]


def checked(function):
    """As a notebook does it."""

    def call(case, _=False):
        return outcome_of(function, case.args, layout=case.layout)

    item = judged(CONV2D, examine(CONV2D, call), call=call)
    return item, CONV2D, beside(item, CONV2D, ["conv2d", "relu"], ["conv2d"], call)


def flipped(x, W, b=None, stride=1, pad=0):
    return conv2d(x, W[:, :, ::-1, ::-1], b, stride, pad)


def without_stride(x, W, b=None, stride=1, pad=0):
    return conv2d(x, W, b, 1, pad)


def not_written(*args):
    raise NotImplementedError


@cache
def states():
    """Every state of a card, with pictures and without."""
    found = {name: (item, report_samples.facts(), Beside()) for name, item in report_samples.items().items()}
    found |= {f"network, {name}": (item, facts, Beside()) for name, (item, facts) in MODELS.items()}
    functions = (flipped, without_stride, not_written, conv2d, lambda *args: flipped(*args) * np.nan)
    found |= {f"conv2d {i}": checked(function) for i, function in enumerate(functions)}
    right = found["pass"][0]
    found["the last task"] = (right, report_samples.facts(), Beside(progress=Progress(3, 3)))
    return found


def page_of(cards, language, theme):
    background, ink = COLOURS[theme], "#1b1f24" if theme == "light" else "#e6eaef"
    return (
        f'<!doctype html><html lang="{language}" data-theme="{theme}"><head><meta charset="utf-8"><title>Cards</title>'
        f'</head><body style="background:{background};color:{ink}"><main><h1>Cards</h1>{"".join(cards)}</main></body>'
    )


@pytest.fixture(scope="module")
def chromium():
    with browser.opened() as found:
        yield found


@pytest.mark.parametrize("theme", COLOURS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_any_state_and_nothing_is_fetched(chromium, language, theme):
    cards = [card_html(item, facts, language, beside=more) for item, facts, more in states().values()]
    page = chromium.new_page(viewport={"width": 1000, "height": 800})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(page_of(cards, language, theme))
    for details in page.locator("details").all():  # what is folded is looked at as well
        details.evaluate("one => one.open = true")
    assert browser.violations(page) == []
    assert [url for url in asked if not url.startswith(("data:", "about:"))] == []
    page.close()


@pytest.mark.parametrize("width", [360, 560, 1000])
def test_no_card_is_wider_than_its_notebook(chromium, width):
    cards = [card_html(item, facts, "ko", beside=more) for item, facts, more in states().values()]
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.set_content(page_of(cards, "ko", "light"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_every_picture_has_an_alternative_and_a_caption(chromium):
    item, facts, more = checked(flipped)
    page = chromium.new_page()
    page.set_content(page_of([card_html(item, facts, "en", beside=more)], "en", "light"))
    images = page.locator("figure img")
    assert images.count() == 4
    assert all(image.get_attribute("alt") for image in images.all())
    assert page.locator("figure:has(img) figcaption").all_inner_texts() == [
        "picture 14×14",
        "expected",
        "yours",
        "difference",
    ]
    page.close()


# ------------------------------------------------------------------------------------------------- in JupyterLab


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on a folder with one notebook that nobody trusts, as after a download."""
    pytest.importorskip("jupyterlab", reason="JupyterLab is not installed")
    browser.chromium_or_skip()
    folder = tmp_path_factory.mktemp("lab")
    item, facts, more = checked(flipped)
    data = {"text/html": card_html(item, facts, "en", beside=more), "text/plain": text_card(item, facts, "en")}
    cell = nbformat.v4.new_code_cell("check(conv2d)", execution_count=1)
    cell.outputs = [nbformat.v4.new_output("display_data", data)]
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), folder / "saved.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # an empty home: nobody's own settings, and no key that would trust the notebook
    home = {"HOME": str(folder), "JUPYTER_CONFIG_DIR": str(folder / "config"), "JUPYTER_DATA_DIR": str(folder / "data")}
    words = ["lab", "--no-browser", "--allow-root", f"--port={port}", "--ServerApp.port_retries=0"]
    words += ["--IdentityProvider.token=", "--ServerApp.password=", f"--ServerApp.root_dir={folder}"]
    words += ["--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *words[1:]],
        cwd=folder,
        env=os.environ | home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/api", server)
        yield f"http://127.0.0.1:{port}/lab/tree/saved.ipynb?reset"
    finally:
        browser.stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(url, server):
    for _ in range(240):
        if server.poll() is not None:
            pytest.skip(f"JupyterLab does not start here (exit code {server.returncode})")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                return json.load(answer)
        except OSError:
            time.sleep(0.25)
    pytest.skip("JupyterLab does not answer here")


def test_in_a_notebook_that_is_not_trusted_the_card_still_reads(chromium, lab):
    page = chromium.new_page(viewport={"width": 1300, "height": 1500})
    page.goto(lab)
    output = page.locator(".jp-RenderedHTMLCommon.jp-RenderedHTML").first
    output.wait_for(timeout=90_000)
    if shots := os.environ.get("CARD_SHOTS"):
        page.wait_for_timeout(2000)
        page.keyboard.press("Escape")  # the question which kernel to start
        page.wait_for_timeout(500)
        page.screenshot(path=str(Path(shots) / "lab_untrusted.png"))
    assert output.locator("style, script").count() == 0  # it was sanitised: else this proves nothing
    text = " ".join(output.inner_text().split())
    for said in ("conv2d returns different values", "not right yet: values", "Is the filter being flipped?"):
        assert said in text
    assert "Every sign is reversed" in text and "expected [0, 0, 0, 0]" in text
    assert output.locator("details").count() >= 4
    sizes = output.locator("img").evaluate_all("all => all.map(one => [one.naturalWidth, one.clientWidth])")
    assert len(sizes) == 5 and all(natural > 0 and 100 <= shown <= 200 for natural, shown in sizes)
    tints = output.locator("td").evaluate_all("all => all.map(one => getComputedStyle(one).backgroundColor)")
    assert len(set(tints)) > 3
    page.close()
