"""Handing in as somebody else, or under a name that hurts: folders and archives."""

from dataclasses import dataclass

A, B = "b01_scale", "aaron/b02_steps/x.ipynb"
MOODLE = "{}_1{}_assignsubmission_file_"
AARON, KIM = MOODLE.format("aaron", 1), MOODLE.format("kim", 2)
IN_MOODLE = (f"{KIM}/x.ipynb", f"{MOODLE.format('lee', 3)}/x.ipynb")


@dataclass(frozen=True)
class Layout:
    """A class in which aaron hands in a file that says it is kim's."""

    name: str
    honest: tuple[str, ...]  # kim's first
    forged: str
    archive: str = ""  # of aaron's, that holds the forged file
    certain: bool = True  # can be told also where kim has handed in nothing


LAYOUTS = [
    Layout("below his assignment", (f"kim/{A}/{A}.ipynb", f"lee/{A}/{A}.ipynb"), f"aaron/{A}/kim/{A}/{A}.ipynb"),
    Layout("beside his notebook", (f"kim/{A}/{A}.ipynb", f"aaron/{A}/{A}.ipynb"), f"aaron/{A}/kim/{A}/{A}.ipynb"),
    Layout("a folder alone", (f"kim/{A}/{A}.ipynb", f"lee/{A}/{A}.ipynb"), f"aaron/{A}/kim/x.ipynb"),
    Layout("another assignment", (f"kim/{A}/{A}.ipynb", B), f"aaron/b02_steps/kim/{A}/x.ipynb"),
    Layout("assignment first", (f"{A}/kim/x.ipynb", f"{A}/lee/x.ipynb"), f"{A}/aaron/kim/{A}/x.ipynb"),
    Layout("assignment first, twice", (f"{A}/kim/x.ipynb", f"{A}/lee/x.ipynb"), f"{A}/aaron/{A}/kim/x.ipynb"),
    Layout("wrapped", (f"x/y/kim/{A}/{A}.ipynb", f"x/y/lee/{A}/{A}.ipynb"), f"x/y/aaron/{A}/kim/{A}/{A}.ipynb"),
    Layout("moodle", IN_MOODLE, f"{AARON}/kim/{A}/{A}.ipynb"),
    Layout("moodle in moodle", IN_MOODLE, f"{AARON}/{KIM}/{A}.ipynb"),
    Layout("moodle alone", (f"{KIM}/x.ipynb",), f"{AARON}/kim/{A}/{A}.ipynb"),
    Layout("folders", ("kim/x.ipynb", "lee/x.ipynb"), "aaron/kim/x.ipynb"),
    Layout("folders, with the assignment", ("kim/x.ipynb", "lee/x.ipynb"), f"aaron/kim/{A}/x.ipynb", certain=False),
    Layout("his archive", (f"kim/{A}/{A}.ipynb", f"lee/{A}/{A}.ipynb"), f"kim/{A}/{A}.ipynb", f"aaron/{A}/{A}.zip"),
    Layout("his archive beside", (f"kim/{A}/x.ipynb", f"aaron/{A}/x.ipynb"), f"kim/{A}/{A}.ipynb", f"aaron/{A}/x.zip"),
    Layout("moodle, archive", IN_MOODLE, f"kim/{A}/{A}.ipynb", f"{AARON}/x.zip"),
    Layout("a blank in front", ("kim/x.ipynb", "lee/x.ipynb"), " kim/x.ipynb", certain=False),
    Layout("a letter nobody sees", ("kim/x.ipynb", "lee/x.ipynb"), "\x01kim/x.ipynb", certain=False),
    Layout("a blank in front, files", ("kim.ipynb", "lee.ipynb"), " kim.ipynb", certain=False),
    Layout("archives side by side", (f"kim_{A}.ipynb",), f"kim/{A}/{A}.ipynb", f"aaron_{A}.zip", certain=False),
]  # fmt: skip

# Folders of honest students, as some systems name them.
STUDENTS = [
    "=cmd|' -C calc'!A0",
    "+1-1",
    "@SUM(1)",
    "-rf",
    "--help",
    "<img src=x onerror=pwned()>",
    "<script>pwned()<",
    "]]>&quot;\"'`${7*7}{{7*7}}",
    "a\nb\r\tc",
    "\x1b[2J\x1b]0;pwned\x07",
    "\u202ekim\u2066",
    "\udcff\udcfe",
    "k" * 255,
    "김" * 85,
    "𠀀" * 63,
    "report.html",
    "CON",
    "$(reboot);`reboot`",
    "%s%n{0}{student}",
    "kim-49970b40",  # the folder of results that "kim!" gets
    "kim!",
]
