"""The syllabus and the table of concepts, read from the lessons: `{syllabus} en` and `{concepts} ko`."""

import functools
import os
from pathlib import Path

from facts import FromMarkdown

from autograder import lessons
from autograder.course.outline import by_assignment, outline
from autograder.reports.text import score_text

SAYS = {
    "en": {
        "all": "{n} assignments, {functions} graded functions, {points} points, {mistakes} mistakes with a name.",
        "head": "| assignment | functions | points | mistakes | builds on |",
        "task": "| function | points | mistakes |",
        "learning": "{points} + {more} for how well it learns",
        "needs": "Builds on",
        "nothing": "nothing",
        "open": "Notebook",
        "concepts": "| concept | assignment | section | looked at by |",
        "worked": "| worked example | assignment | section | looked at by |",
    },
    "ko": {
        "all": "과제 {n}개, 채점하는 함수 {functions}개, {points}점, 이름이 있는 실수 {mistakes}가지예요.",
        "head": "| 과제 | 함수 | 점수 | 실수 | 먼저 풀어 둘 과제 |",
        "task": "| 함수 | 점수 | 실수 |",
        "learning": "{points} + 학습 {more}",
        "needs": "먼저 풀어 둘 과제",
        "nothing": "없어요",
        "open": "노트북",
        "concepts": "| 개념 | 과제 | 절 | 확인하는 함수 |",
        "worked": "| 손으로 푼 예 | 과제 | 절 | 확인하는 함수 |",
    },
}


@functools.cache
def course():
    """Every assignment that students see, in order."""
    root = Path(os.environ["CNNKIT_ROOT"])
    return [outline(one) for one in lessons.lessons(root / "solutions")]


def title_of(one, language):
    return one.titles.get(language) or one.titles.get("en") or one.lesson


def needs(one, language):
    listed = [
        f"[{assignment}](#{slug(assignment, language)})"
        + (f": {', '.join(f'`{name}`' for name in names)}" if names else "")
        for assignment, names in by_assignment(one.builds_on).items()
    ]
    return "; ".join(listed) or SAYS[language]["nothing"]


def slug(name, language):
    return f"{language}-{name.replace('_', '-')}"


def points_of(task, language):
    points = score_text(task.points, task.points)
    if not task.for_training:
        return points
    return SAYS[language]["learning"].format(points=points, more=score_text(task.for_training, task.for_training))


def syllabus(language, up):
    """The page as Markdown.

    Args:
        up: the way from the page to the root of the repository, such as "..".
    """
    says, found = SAYS[language], course()
    lines = [
        says["all"].format(
            n=len(found),
            functions=sum(len(one.tasks) for one in found),
            points=f"{sum(one.points for one in found):,g}",
            mistakes=f"{sum(one.n_mistakes for one in found):,}",
        ),
        "",
        says["head"],
        "|---|--:|--:|--:|---|",
    ]
    for one in found:
        earlier = ", ".join(f"[{name[:3]}](#{slug(name, language)})" for name in by_assignment(one.builds_on)) or "–"
        named = f"[{one.lesson[:3]}](#{slug(one.lesson, language)}) {title_of(one, language)}"
        points = score_text(one.points, one.points)
        lines.append(f"| {named} | {len(one.tasks)} | {points} | {one.n_mistakes} | {earlier} |")
    for one in found:
        lines += ["", f"({slug(one.lesson, language)})=", "", f"## {one.lesson[:3]} {title_of(one, language)}", ""]
        if language in one.pictures:
            alt, picture = one.pictures[language]
            lines += [f"![{alt}]({up}/solutions/{one.lesson}/images/{picture})", ""]
        lines += [one.stories[language], "", f"{says['needs']}: {needs(one, language)}", ""]
        lines += [says["task"], "|---|--:|--:|"]
        for task in one.tasks:
            lines.append(f"| `{task.signature}` | {points_of(task, language)} | {task.n_mistakes} |")
        path = f"{up}/assignments/{language}/{one.lesson}/{one.lesson}.ipynb"
        lines += ["", f"{says['open']}: {{download}}`{one.lesson}.ipynb <{path}>`"]
    return "\n".join(lines)


def concepts(language):
    says, found = SAYS[language], course()
    lines = [says["concepts"], "|---|---|---|---|"]
    for one in found:
        for concept in one.concepts:
            looked = f"`{concept.check}`{aspect(one, concept, language)}"
            lines.append(f"| {concept.names[language]} | {one.lesson[:3]} | {concept.headings[language]} | {looked} |")
    return "\n".join(lines)


def aspect(one, concept, language):
    if not concept.aspect:
        return ""
    labels = next(task.aspects[concept.aspect] for task in one.tasks if task.name == concept.check)
    return f": {labels[language]}"


def worked(language):
    says = SAYS[language]
    lines = [says["worked"], "|---|---|---|---|"]
    for one in course():
        for example in one.worked:
            place = example.headings[language]
            lines.append(f"| {example.names[language]} | {one.lesson[:3]} | {place} | `{example.check}` |")
    return "\n".join(lines)


class Syllabus(FromMarkdown):
    required_arguments = 1

    def markdown(self):
        return syllabus(self.arguments[0], "../.." if "/" in self.env.docname else "..")


class Concepts(FromMarkdown):
    required_arguments = 1

    def markdown(self):
        return concepts(self.arguments[0])


class WorkedExamples(FromMarkdown):
    required_arguments = 1

    def markdown(self):
        return worked(self.arguments[0])


def setup(app):
    app.add_directive("syllabus", Syllabus)
    app.add_directive("concepts", Concepts)
    app.add_directive("worked-examples", WorkedExamples)
    return {"parallel_read_safe": True}
