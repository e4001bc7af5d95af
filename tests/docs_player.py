"""Play a page of docs/: type its commands, write its files, and compare what is printed with what the page says.

- A block `console`: lines with `$ ` are typed; what follows is what must come, where a line of `...`, or `...` in a
  line, stands for anything.
- A block `{code-block} python` is written into the file that its caption names. "in FILE, instead of the Check"
  replaces that statement; "the answer cell of NOTEBOOK" fills in the cell of the function's name.
"""

import doctest
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```(\{code-block\} )?(\w+)\n(?::caption: ([^\n]*)\n\n)?(.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Typed:
    """A command of a page with what the page says of it, and what came."""

    command: str
    promised: str
    came: str

    @property
    def as_promised(self) -> bool:
        options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        return doctest.OutputChecker().check_output(self.promised, self.came, options)


def play(page, folder, **environment):
    """Do all that a page says in a folder; yield each command with what came."""
    for _, kind, caption, body in BLOCK.findall((DOCS / page).read_text("utf-8")):
        if kind == "console":
            yield from _type(body, folder, environment)
        elif kind == "python" and caption:
            _write(caption, body, folder)


def _type(body, folder, environment):
    for command, promised in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", body, re.M):
        bin_folder = str(Path(sys.executable).parent)
        variables = {"CNNKIT_LANG": "en", "PATH": os.pathsep.join([bin_folder, os.environ["PATH"]]), "COLUMNS": "100"}
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=os.environ | variables | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=False,
        )
        yield Typed(command, promised, done.stdout.decode())


def _write(caption, body, folder):
    if notebook := re.fullmatch(r"(?:the answer cell of|the answer cells of|답 셀) (\S+)", caption):
        _answer(folder / notebook[1], body)
    elif change := re.fullmatch(r"in (\S+), instead of the Check", caption):
        path = folder / change[1]
        before = path.read_text("utf-8")
        after = re.sub(r"^\w+ = Check\(\n.*?^\)\n", lambda _: body, before, count=1, flags=re.M | re.S)
        assert after != before, f"{path} has no Check to replace"
        path.write_text(after, "utf-8")
    else:
        (folder / caption).write_text(body, "utf-8")


def _answer(path, body):
    notebook = json.loads(path.read_text("utf-8"))
    for function in re.findall(r"^def .*?(?=^def |\Z)", body, re.M | re.S):
        name = re.match(r"def (\w+)", function)[1]
        [cell] = [one for one in notebook["cells"] if one["metadata"].get("nbgrader", {}).get("grade_id") == name]
        cell["source"] = function.strip()
    path.write_text(json.dumps(notebook), "utf-8")
