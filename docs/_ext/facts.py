"""Facts that live in the code, told by the code: the theory of operation, the result's fields, the counted attacks."""

import importlib
import inspect
import json
from collections import Counter
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

KINDS = {
    "answers": "lie about what a call returned: shapes, numbers, objects that pretend to be equal",
    "patches": "change NumPy, Python's builtins or our own code in the box",
    "wire": "forge or flood the protocol between box and grader",
    "loot": "look for answers, hidden cases, other students, the environment",
    "host": "leave the box: processes, programs, sockets, mounts, devices",
    "bombs": "use up memory, time, processes, disk or output",
    "classes": "lie when they are made, asked, read or forgotten",
    "reports": "put HTML, formulas, control characters or commands into what people read",
}


class FromMarkdown(SphinxDirective):
    """A directive that is the Markdown it makes."""

    def run(self):
        lines = self.markdown().split("\n")
        holder = nodes.container()
        self.state.nested_parse(StringList(lines, self.get_source_info()[0]), self.content_offset, holder)
        return holder.children

    def markdown(self):
        raise NotImplementedError


class Theory(FromMarkdown):
    """The docstring of a module, without its first line."""

    required_arguments = 1

    def markdown(self):
        return inspect.getdoc(importlib.import_module(self.arguments[0])).partition("\n")[2]


class ResultFields(FromMarkdown):
    """The fields of a result as JSON, from the schema that results are read back by."""

    def markdown(self):
        from autograder.reports.as_json import _adapter

        schema = _adapter().json_schema(mode="serialization")
        tables = [_table("A result", schema)]
        tables += [_table(f"`{name}`", one) for name, one in schema["$defs"].items() if "properties" in one]
        return "\n\n".join(tables)


def _table(title, schema):
    rows = [f"| `{name}` | {_kind(one)} |" for name, one in schema["properties"].items()]
    return "\n".join([f"**{title}**", "", "| field | kind |", "|---|---|", *rows])


def _kind(one):
    if "$ref" in one:
        return f"`{one['$ref'].rpartition('/')[2]}`"
    if "anyOf" in one:
        return " or ".join(_kind(kind) for kind in one["anyOf"])
    if "enum" in one:
        return ", ".join(f'"{value}"' for value in one["enum"])
    if "const" in one:
        return f'"{one["const"]}"'
    if one.get("type") == "array":
        return f"list of {_kind(one['items'])}" if "items" in one else "list"
    if one.get("type") == "object":
        inner = one.get("additionalProperties")
        return f"object of {_kind(inner)}" if isinstance(inner, dict) else "object"
    return {"null": "null", "integer": "whole number"}.get(one.get("type"), one.get("type", "anything"))


class Attacks(FromMarkdown):
    """How many hostile submissions of each kind the tests hand in."""

    def markdown(self):
        counted = Counter({kind: len(importlib.import_module(f"tests.attacks.{kind}").ATTACKS) for kind in KINDS})
        rows = [f"| {KINDS[kind]} | {n} |" for kind, n in counted.items()]
        return "\n".join(["| attacks that | count |", "|---|--:|", *rows, f"| **together** | **{counted.total()}** |"])


class Oddities(FromMarkdown):
    """How many odd but right submissions the tests hand in."""

    def markdown(self):
        modules = [
            importlib.import_module(f"tests.oddities.{name}") for name in ("convolutions", "lessons", "notebooks")
        ]
        n = sum(len(module.ODDITIES) for module in modules)
        return (
            f"The other side of it: **{n} honest oddities** must get full marks, such as recursion, exact fractions, a "
            "class in the place of a function, names in Korean, threads, or cells in another order."
        )


class AttacksElsewhere(FromMarkdown):
    """What came of the same attacks in other graders, from the frozen results."""

    def markdown(self):
        from benchmarks.elsewhere.table import tables

        path = Path(__file__).parents[2] / "benchmarks" / "results" / "attacks_elsewhere.json"
        self.env.note_dependency(str(path))
        if not path.is_file():
            return "Not tried yet: `python -m benchmarks.attacks_elsewhere`."
        found = json.loads(path.read_text("utf-8"))
        return "\n".join([f"Tried on {found['date']} with {found['versions']}.", "", *tables(found, KINDS)])


def setup(app):
    app.add_directive("theory", Theory)
    app.add_directive("result-fields", ResultFields)
    app.add_directive("attacks", Attacks)
    app.add_directive("oddities", Oddities)
    app.add_directive("attacks-elsewhere", AttacksElsewhere)
    return {"parallel_read_safe": True}
