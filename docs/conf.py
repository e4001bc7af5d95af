"""The site: `make docs` writes it to build/docs/. It asks no network and treats every warning as an error."""

import os
import re
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE / "_ext")]
os.environ.setdefault("CNNKIT_LANG", "en")
# what a cell of a page sees of the course, wherever that page lies; see docs/students/card.md
os.environ["CNNKIT_ROOT"] = str(ROOT)
os.environ["PYTHONPATH"] = str(ROOT)

project = "cnnkit"
author = "The cnnkit authors"
project_copyright = "The cnnkit authors"
language = "en"
smartquotes = False  # an option begins with two hyphens

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "accessible",  # from here on they lie in _ext/
    "command_help",
    "course_pages",
    "facts",
    "formulas",
    "korean",
]
exclude_patterns = ["_ext"]
suppress_warnings = ["mystnb.unknown_mime_type"]  # a card's own kind; its HTML is shown

myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "force"  # only pages with a kernel in their first lines; `lesson` files are shown as they are
nb_execution_excludepatterns = ["**/*.lesson"]
nb_execution_raise_on_error = True
nb_execution_timeout = 60
nb_execution_show_tb = True
nb_custom_formats = {".lesson": "lesson.read"}
nb_merge_streams = True

autodoc_typehints = "description"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
napoleon_google_docstring = True
napoleon_use_rtype = False

html_theme = "furo"
html_title = "cnnkit"
html_logo = "_static/logo.svg"
html_favicon = "_static/logo.svg"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_math_renderer = "paths"
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "navigation_with_keys": False,  # arrow keys move within a card's matrices and in code
    "light_css_variables": {
        "color-brand-primary": "#0b57b7",
        "color-brand-content": "#0b57b7",
        "color-brand-visited": "#6b3fa0",
        "color-foreground-muted": "#57606a",
        "color-foreground-border": "#8a929a",
        "color-sidebar-caption-text": "#57606a",
        "color-api-name": "#0b57b7",
        "color-api-pre-name": "#57606a",
    },
    "dark_css_variables": {
        "color-brand-primary": "#93c4ff",
        "color-brand-content": "#93c4ff",
        "color-brand-visited": "#cfb3ff",
        "color-background-primary": "#15191f",
        "color-background-secondary": "#1b2129",
        "color-foreground-primary": "#e6eaef",
        "color-foreground-muted": "#a6b0bc",
        "color-sidebar-caption-text": "#a6b0bc",
        "color-api-name": "#93c4ff",
        "color-api-pre-name": "#a6b0bc",
    },
}

warnings.filterwarnings("ignore", category=DeprecationWarning)


def _cards_follow_the_theme(app, page, template, context, doctree):
    """Where the switch of a page says "auto", nothing on the page tells a card whether it is dark."""
    card = (ROOT / "autograder" / "reports" / "templates" / "card.css").read_text("utf-8")
    dark = re.search(r"\[data-theme=dark\] \.ck\{(.*?)\}", card, re.S)
    if dark and doctree is not None and "ck-" in context.get("body", ""):
        style = "<style>@media (prefers-color-scheme:dark){body[data-theme=auto] .ck{" + dark[1] + "}}</style>"
        context["metatags"] = context.get("metatags", "") + style


def setup(app):
    app.connect("html-page-context", _cards_follow_the_theme)
