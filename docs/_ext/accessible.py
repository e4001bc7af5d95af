"""What axe-core finds in the theme's and Sphinx' HTML, put right in the written pages.

A keyboard must reach what scrolls, a landmark needs a name where there are two, a heading needs a level, and an empty
cell is no header.
"""

import re
from pathlib import Path

from korean import is_korean

CHANGES = (
    (r"<pre>", '<pre tabindex="0">'),
    (r'<div class="(table-wrapper [^"]*)">', r'<div class="\1" tabindex="0">'),
    (r'<p class="caption" role="heading">', '<p class="caption" role="heading" aria-level="2">'),
    (r"<th(?: class=\"[^\"]*\")?><p>\s*</p></th>", "<td></td>"),
)
NAMES = {
    "sidebar-drawer": {"en": "Site", "ko": "사이트 차례"},
    "toc-drawer": {"en": "This page", "ko": "이 페이지 차례"},
}


def mend(html, language, *, search=False):
    for found, instead in CHANGES:
        html = re.sub(found, instead, html)
    for name, words in NAMES.items():
        html = re.sub(rf'<aside class="({name}[^"]*)">', rf'<aside class="\1" aria-label="{words[language]}">', html)
    if search and "<h1" not in html:
        html = re.sub(r'(<article[^>]*role="main"[^>]*>)', r"\1<h1>Search</h1>", html, count=1)
    return html


def finish(app, failure):
    if failure is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir)
    for path in folder.rglob("*.html"):
        if "_static" in path.parts:
            continue
        page = path.relative_to(folder).with_suffix("").as_posix()
        before = path.read_text("utf-8")
        after = mend(before, "ko" if is_korean(page) else "en", search=page == "search")
        if after != before:
            path.write_text(after, "utf-8")


def setup(app):
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True}
