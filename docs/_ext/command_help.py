"""`{command-help} autograder grade`: a command's own help page, so that the page here cannot go stale."""

from typing import ClassVar

import typer
from docutils import nodes
from docutils.parsers.rst import Directive, directives
from typer.core import TyperGroup

WIDTH = 92


def help_of(words, language="en"):
    """What `autograder grade --help` or `cnnkit start --help` prints; the second one in the reader's language."""
    program, *command = words
    if program == "cnnkit":
        from autograder.i18n import translator
        from cnnkit.commands import pages

        return pages.page(" ".join(command), translator(language))
    from autograder.cli import app

    found = typer.main.get_command(app)
    context = found.make_context(
        "autograder", [], resilient_parsing=True, terminal_width=WIDTH, max_content_width=WIDTH
    )
    for name in command:
        assert isinstance(found, TyperGroup)
        found = found.get_command(context, name)
        if found is None:
            raise LookupError(f"autograder has no command {name!r}")
        context = found.make_context(
            name, [], parent=context, resilient_parsing=True, terminal_width=WIDTH, max_content_width=WIDTH
        )
    return found.get_help(context)


def commands():
    """The names of all commands, in the order of `autograder --help`."""
    from autograder.cli import app

    return list(typer.main.get_command(app).commands)


class CommandHelp(Directive):
    required_arguments = 1
    optional_arguments = 3
    option_spec: ClassVar = {"lang": directives.unchanged}

    def run(self):
        text = help_of(self.arguments, self.options.get("lang", "en"))
        return [nodes.literal_block(text, text, language="text")]


class EveryCommand(Directive):
    """A section with the help page of each command of the grader, also of those that are added tomorrow."""

    def run(self):
        found = []
        for name in commands():
            section = nodes.section(ids=[f"autograder-{name}"], names=[f"autograder {name}"])
            section += nodes.title("", "", nodes.literal(text=f"autograder {name}"))
            text = help_of(["autograder", name])
            section += nodes.literal_block(text, text, language="text")
            found.append(section)
        return found


def setup(app):
    app.add_directive("command-help", CommandHelp)
    app.add_directive("every-command", EveryCommand)
    return {"parallel_read_safe": True}
