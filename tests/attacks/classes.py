"""Classes that lie when they are made, talked with, read or forgotten; and learning that is no learning.

Each source follows a right `Gain` of the small class course (10 points), named `Right`, and puts another `Gain` in its
place. Its points are the most that it may get: what it answers rightly all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.attacks.attack import code
from tests.attacks.reports import PAYLOADS

RIGHT = code("""
class Gain:
    def __init__(self, w):
        self.w = w

    def forward(self, x):
        self.x = x
        return self.w * x

    def backward(self, dout):
        self.dw = float((self.x * dout).sum())
        return self.w * dout

Right = Gain
""")


@dataclass(frozen=True)
class Attack:
    name: str
    goal: str
    source: str
    points: float = 0.0


def inherits(name: str, goal: str, body: str, points: float = 0.0, *, before: str = "") -> Attack:
    """A class that has all of the right one but this."""
    lines = "\n".join(f"    {line}" for line in code(body).splitlines())
    return Attack(name, goal, f"{code(before)}\nclass Gain(Right):\n{lines}", points)


def forward(name: str, goal: str, expression: str, points: float = 7.0, *, before: str = "") -> Attack:
    """It answers something else at forward, and rightly whatever comes later."""
    body = f"def forward(self, x):\n    y = super().forward(x)\n    return {expression}"
    return inherits(name, goal, body, points, before=before)


RAISING = [
    inherits(f"raises-{error.lower()}-{place.strip('_')}", f"leave by {error} from {place}",
             f"def {place}(self, *args): raise {error}")
    for error, place in (("SystemExit", "__getattribute__"), ("KeyboardInterrupt", "__init__"),
                         ("GeneratorExit", "__init__"), ("StopIteration", "forward"),
                         ("NotImplementedError", "forward"))
]  # fmt: skip
WORDS = [
    inherits(
        f"speaks-{name}",
        "be read by a person, through an attribute and a class",
        f"def __getattribute__(self, name): raise type({payload.replace(chr(0), '')!r}, (AttributeError,), {{}})"
        f"({payload!r} + name)",
    )
    for name, payload in PAYLOADS.items()
    if name in ("script", "formula", "letters")
]
EXCEPTIONS = [
    inherits("a-message-without-end", "have the grader print a gigabyte",
             "def forward(self, x): raise Odd(1)", before="""
        class Odd(Exception):
            def __str__(self): return "\\u202e<b>" * 10**7
        """),
    inherits("a-message-with-a-mind", "be a text that is another one", "def forward(self, x): raise Odd(1)", before="""
        class Text(str):
            def __getitem__(self, key): return "pass" * 10**6
        class Odd(Exception):
            def __str__(self): return Text("no")
        """),
    inherits("a-name-with-a-mind", "be an exception that nobody can name", "def forward(self, x): raise Odd(1)",
             before="""
        class Meta(type):
            __name__ = __qualname__ = property(lambda self: "<img src=x>")
            __mro__ = property(lambda self: (1, 2))
        class Odd(ValueError, metaclass=Meta): pass
        """),
    inherits("a-group", "be many exceptions at once",
             "def forward(self, x): raise BaseExceptionGroup('g' * 1000, [SystemExit(1), ValueError(2)])"),
    inherits("a-forged-traceback", "have been in ten thousand places", """
        def forward(self, x):
            import types
            try: 1 / 0
            except ZeroDivisionError as error: trace = error.__traceback__
            for _ in range(10_000): trace = types.TracebackType(trace, trace.tb_frame, 0, 10**9)
            raise ValueError(3).with_traceback(trace)
        """),
    inherits("in-another-cell", "have been in a cell of somebody else", "forward = elsewhere", before="""
        exec(compile("def elsewhere(self, x):\\n\\n\\n raise ValueError(3)", "<cell 99999>", "exec"))
        """),
]  # fmt: skip
LYING = [
    inherits("changes-between-reads", "be right when it is asked first", """
        reads = []
        @property
        def dw(self):
            self.reads.append(1)
            return self.__dict__["kept"] * (len(self.reads) == 1)
        @dw.setter
        def dw(self, value): self.__dict__["kept"] = value
        """, 6.0),
    Attack("many-selves", "be another object each time", """
class Gain:
    made = []
    def __new__(cls, w):
        cls.made.append(Right(w))
        return cls.made[0]
""", 4.0),  # dw is the same with every weight
    inherits("deaf", "forget nothing and hear nothing", "__setattr__ = lambda self, name, value: None"),
    inherits("everything-is-there", "have every attribute", "def __getattribute__(self, name): return Gain"),
    forward("no-numbers", "own nothing, claim two thousand million rows", "np.empty((2**31 - 1, 0))"),
    forward("no-numbers-at-all", "own nothing, in lists and tuples",
            "(np.empty((2**31 - 1, 0)), [np.empty((9, 0))] * 64)"),
    forward("a-wild-interface", "have NumPy read at address 1", "[Wild(), Wild()]", 0.0, before="""
        class Wild:
            __array_interface__ = {"shape": (3,), "typestr": "<f8", "data": (1, False), "version": 3}
        """),
    forward("a-giant-interface", "have NumPy read petabytes", "Giant()", before="""
        class Giant:
            __array_interface__ = {"shape": (2**50,), "typestr": "<f8", "data": (4096, False), "version": 3}
        """),
    forward("fields", "name the fields", "np.zeros(3, [('<script>', 'f8'), ('b', 'O')])"),
    forward("no-strides", "own eight bytes, claim terabytes",
            "np.lib.stride_tricks.as_strided(y, (10**4, 10**8), (0, 0))"),
    forward("a-nan-with-a-load", "carry words in NaN", "np.full(y.shape, 0x7FF800000000DEAD, np.uint64).view(float)"),
    forward("no-time", "be not a time", "np.array(['NaT'], 'M8[s]')"),
    forward("no-imaginary-part", "be complex and say it is not", "y + 0j"),
    forward("a-bomb-of-lists", "be a list of lists of lists", "[[[[[y.tolist()] * 60] * 60] * 60] * 60] * 60"),
]  # fmt: skip
DYING = [
    inherits("never-forgotten", "hang when it is forgotten", "def __del__(self):\n    while True: pass"),
    inherits("ends-when-forgotten", "end the process when it is forgotten",
             "def __del__(self):\n    import os\n    os._exit(0)"),
    inherits("speaks-when-forgotten", "write a frame when it is forgotten",
             "def __del__(self):\n    import os\n    os.write(4, b'\\2\\0\\0\\0\\0\\0\\0\\0{}')"),
]  # fmt: skip
HARMLESS = [  # and right, all the same
    inherits("exits-when-forgotten", "raise when it is forgotten", "def __del__(self): raise SystemExit", 10.0),
    forward("another-byte-order", "come from another machine", "y.astype('>f8')", 10.0),
    forward("a-dtype-with-words", "speak through a dtype",
            "y.astype(np.dtype('f8', metadata={'status': 'pass'}))", 10.0),
    forward("cannot-be-written", "be only for reading", "y.setflags(write=False) or y", 10.0),
    Attack("collected", "be called whenever memory is freed",
           "import gc\ngc.callbacks.append(lambda *_: 1 / 0)\ngc.set_threshold(1)", 10.0),
    Attack("a-shallow-stack", "leave no stack to whoever comes after", "import sys\nsys.setrecursionlimit(60)", 10.0),
    Attack("four-threads", "never rest", """
import threading
def spin():
    while True: pass
for _ in range(4): threading.Thread(target=spin, daemon=True).start()
""", 10.0),
]  # fmt: skip
ATTACKS = [*RAISING, *WORDS, *EXCEPTIONS, *LYING, *DYING, *HARMLESS]
