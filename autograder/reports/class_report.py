"""Stage 4: one class on one page, for the instructor: a self-contained HTML file in both languages.

No address is fetched, no student's text is markup, and the one script is the one whose hash the page names.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from functools import cache

from markupsafe import Markup

from autograder.i18n import translator
from autograder.records import Result
from autograder.reports import phrases
from autograder.reports.card import TEMPLATES, card_css, template
from autograder.reports.class_extras import NO_EXTRAS, Extras
from autograder.reports.class_facts import ClassFacts, class_facts
from autograder.reports.class_groups import Group
from autograder.reports.class_health import health
from autograder.reports.class_map import class_map
from autograder.reports.class_rows import SYMBOLS, cleaned, rows_of
from autograder.reports.class_similar import MOST_PAIRS, alike, similar_group
from autograder.reports.class_words import BOTH, change_table, question, trainings, wrong_answer
from autograder.reports.course_text import CourseText
from autograder.reports.text import clean, name, percent_text, score_text
from autograder.reports.themes import also_by_system
from autograder.reports.trained import label, with_training
from autograder.reports.walls import is_lower

MOST_GROUPS = 40


def render(
    results: Sequence[Result], course: CourseText, language: str | None = None, *, extras: Extras = NO_EXTRAS
) -> str:
    """The class report.

    Args:
        results: every submission of the class, of one assignment or several.
        course: titles and facts; what is missing is called by its name.
        language: what the page opens in; the other one is a click away.
        extras: what a regrade, a comparison or an exporter adds.
    """
    facts = class_facts([cleaned(with_training(result)) for result in results])
    beside = _beside(facts, extras)
    rows, fragments = rows_of(facts, course, extras, beside)
    script = _script()
    healths = (
        health(facts.results, scope.assignment, course, facts.clusters, facts.suspects, dict(extras.doctored))
        for scope in facts.scopes
    )
    return template("class.html.j2").render(
        _=BOTH,
        plural=BOTH.plural,
        lang=translator(language).language,
        csp_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        script=script,
        css=page_css("class.css"),
        facts=facts,
        extras=extras,
        attention=(*facts.attention, *beside),
        healths=list(healths),
        changes=change_table(extras.changes, facts.results) if extras.changes else None,
        similar=alike(extras.similar, facts.results) if extras.similar else (),
        n_more_similar=len(extras.similar.pairs[MOST_PAIRS:]) + extras.similar.n_more if extras.similar else 0,
        rows=rows,
        map=class_map(facts, rows),
        short=_short(facts.assignments),
        fragments=[(id, Markup(html)) for html, id in fragments.items()],
        titles={assignment: course.title(assignment, BOTH) for assignment in facts.assignments},
        subjects={assignment: course.subject(assignment, BOTH) for assignment in facts.assignments},
        course_name=BOTH.pick(course.name) if course.name else "",
        wall_s=course.wall_s,
        kinds=[(kind, SYMBOLS[kind], BOTH(_KIND_NAMES[kind])) for kind in _kinds(facts)],
        status_mark=SYMBOLS,
        mistakes=[(group, question(group, course)) for group in facts.mistakes[:MOST_GROUPS]],
        clusters=[(group, _n_students(facts, group), *wrong_answer(group)) for group in facts.clusters[:MOST_GROUPS]],
        trainings=[(one, trainings(one)) for one in facts.trainings],
        common=_common(facts, course),
        label=lambda name: label(name, BOTH),
        heads={assignment: _heads(facts, assignment) for assignment in facts.assignments},
        unboxed=sum(result.sandbox == "none" for result in facts.results),
        command=clean(extras.command, 1000),
        lower=sum(is_lower(result.sandbox) for result in facts.results),
        levels=sorted(Counter(name(r.sandbox) for r in facts.results if r.sandbox).items()),
        engines=sorted({name(result.engine) for result in facts.results if result.engine}),
        corpora=sorted({f"{name(r.assignment)} {r.corpus[:12]}" for r in facts.results if r.corpus}),
        percent_text=percent_text,
        one_digit=lambda number: score_text(number, 100),
        duration=duration,
        points=lambda number: score_text(number, number),
    )


def page_css(file: str) -> Markup:
    """A page's style sheet with the cards', light and dark."""
    return Markup(also_by_system(Markup((TEMPLATES / file).read_text("utf-8")) + card_css()))


def _beside(facts: ClassFacts, extras: Extras) -> list[Group]:
    """Submissions to be looked at for what is known beside the results."""
    groups = list(extras.changes.groups(facts.results)) if extras.changes else []
    for what, flagged in extras.flags.items():
        keys = {(name(student), name(assignment)) for student, assignment in flagged}
        members = frozenset(i for i, one in enumerate(facts.results) if (one.student, one.assignment) in keys)
        groups += [Group(what, "", "", what, members)] if members else []
    if extras.similar and extras.similar.pairs:
        groups.append(similar_group(extras.similar, facts.results))
    return groups


def _short(assignments: Sequence[str]) -> dict[str, str]:
    """Names for the head of a narrow column: up to the first "_", where that tells them apart."""
    heads = {one: one.partition("_")[0] for one in assignments}
    return heads if len(set(heads.values())) == len(heads) else {one: one for one in assignments}


def _n_students(facts: ClassFacts, group: Group) -> int:
    return len({facts.results[i].student for i in group.members})


_KIND_NAMES = {
    "p": phrases.STATUS["pass"],
    "h": phrases.STATUS["partial"],
    "f": phrases.STATUS["wrong"],
    "e": phrases.N_("stopped or took too long"),
    "n": phrases.STATUS["not_started"],
    "u": phrases.STATUS["ungraded"],
    "w": phrases.N_("waits for training"),
}


def _kinds(facts: ClassFacts) -> list[str]:
    """Waiting for training is explained only to those who have it."""
    waiting = any(one.counts["w"] for one in facts.functions)
    return [kind for kind in SYMBOLS if kind != "w" or waiting]


def duration(seconds: float) -> str:
    """A time as a clock says it.

    >>> duration(761), duration(8.25), duration(4000)
    ('12:41', '8.2 s', '1:06:40')
    """
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@cache
def _script() -> Markup:
    return Markup((TEMPLATES / "class.js").read_text("utf-8"))


def _common(facts: ClassFacts, course: CourseText) -> dict[tuple[str, str], str]:
    """The most frequent mistake of each function, with how often."""
    return {
        (one.assignment, one.name): Markup("{} ({})").format(
            question(Group("", one.assignment, one.name, one.common[0], frozenset()), course), one.common[1]
        )
        for one in facts.functions
        if one.common
    }


def _heads(facts: ClassFacts, assignment: str) -> list[str]:
    return [label(one.name, BOTH) for one in facts.functions if one.assignment == assignment]
