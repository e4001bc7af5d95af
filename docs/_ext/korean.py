"""Korean pages say so to browsers and screen readers, and the words round them are Korean too."""

from sphinx.locale import _ as sphinx_says

WORDS = {
    "Next": "다음",
    "Previous": "이전",
    "Home": "처음",
    "On this page": "이 페이지",
    "Search": "검색",
    "Skip to content": "본문으로 건너뛰기",
    "Back to top": "맨 위로",
    "Toggle Light / Dark / Auto color theme": "밝게 / 어둡게 / 자동",
    "Toggle site navigation sidebar": "차례 열고 닫기",
    "Toggle table of contents sidebar": "이 페이지의 차례 열고 닫기",
    "Contents": "차례",
    "Expand": "펼치기",
}


def is_korean(page):
    return page.startswith("ko/") or page.endswith(".ko")


def speak(app, page, template, context, doctree):
    if not is_korean(page):
        return

    def says(text):
        return WORDS.get(text) or sphinx_says(text)

    context["language"] = "ko"
    context["_"] = context["gettext"] = says


def setup(app):
    app.connect("html-page-context", speak)
    return {"parallel_read_safe": True}
