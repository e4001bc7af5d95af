"""What a submission can do to its own grading: nothing but lose the call that misbehaves."""

import shutil
import time

import numpy as np
import pytest

from autograder.errors import GraderError, SubmissionError
from autograder.sandbox import session as sessions
from autograder.sandbox.session import Limits, Session
from autograder.sandbox.wire import Call, Channel, max_body, pack

pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap: sudo apt install bubblewrap")

NOTHING = pack(())


@pytest.fixture(scope="module", params=["started", "forked"])
def way(request):
    """How the boxes come about: what they do is the same."""
    return request.param


@pytest.fixture
def load(way):
    """Load cells into a fresh session; gives the session and the errors of the cells."""
    sessions = []

    def open_and_load(*sources, names=("f",), **limits):
        session = Session(limits=Limits(**limits), way=way)
        sessions.append(session)
        cells = [{"number": number, "source": source} for number, source in enumerate(sources, 1)]
        return session, session.load(cells, names)

    yield open_and_load
    for session in sessions:
        session.close()


# --- calls that go well ---------------------------------------------------------------------------------------------


def test_a_value_comes_back_as_it_was_returned(load):
    session, errors = load("import numpy as np\ndef f(x, k): return (x.T * k, None, True, 0.5, [1, 2])")
    outcome = session.call("f", pack((np.arange(6).reshape(2, 3), 3)))
    assert errors == []
    assert outcome.value[0].tolist() == [[0, 9], [3, 12], [6, 15]]
    assert outcome.value[1:4] == (None, True, 0.5)
    assert outcome.value[4].tolist() == [1, 2]


@pytest.mark.parametrize("layout", ["C", "F", "strided"])
@pytest.mark.parametrize("shape", [(), (4,), (2, 3), (2, 0, 3), (2, 3, 2, 2)])
def test_every_layout_and_shape_arrives_writable_with_the_same_numbers(load, layout, shape):
    session, _ = load("def f(x):\n    x += 1\n    return x")
    sent = np.arange(np.prod(shape, dtype=int), dtype=float).reshape(shape)
    outcome = session.call("f", pack((sent,), layout))
    assert np.array_equal(np.reshape(outcome.value, shape), sent + 1)


def test_arguments_that_a_call_changed_are_named(load):
    session, _ = load("def f(a, b, c, d):\n    b[0] = 7\n    d.resize(1, refcheck=False)")
    args = [np.zeros(3), np.zeros(3), 5, np.zeros(3)]
    assert session.call("f", pack(args), return_args=True).changed == (1, 3)
    assert session.call("f", pack(args)).changed == ()


def test_a_new_shape_in_place_is_a_change(load):
    session, _ = load("def f(a): a.shape = (3, 2)")
    assert session.call("f", pack((np.zeros((2, 3)),)), return_args=True).changed == (0,)


def test_what_lists_of_numbers_become_is_not_called_a_change(load):
    session, _ = load("def f(a, b): return 0")
    assert session.call("f", pack(([1, 2, 3], (1, [2.0, 3.0]))), return_args=True).changed == ()


def test_an_answer_larger_than_allowed_is_unsupported_and_the_box_lives_on(load):
    session, _ = load("import numpy as np\ndef f(n): return np.zeros(n)")
    assert repr(session.call("f", pack((10**6,)))).count("Unsupported") == 1
    assert session.call("f", pack((10**6,)), max_body=max_body(8 * 10**6)).value.shape == (10**6,)


def test_a_broadcast_array_of_petabytes_is_refused_by_its_size(load):
    session, _ = load("import numpy as np\ndef f(): return np.broadcast_to(1.0, (10**5, 10**5, 10**5))")
    assert "array of shape" in repr(session.call("f", NOTHING).value)


def test_nested_tuples_too_many_for_a_frame_are_refused_in_the_child(load):
    session, _ = load("def f(): return ((('word' * 50,) * 40,) * 40,) * 40\ndef g(): return 1", names=("f", "g"))
    assert "more parts" in repr(session.call("f", NOTHING).value)
    assert session.call("g", NOTHING).value == 1


def test_a_missing_function_is_missing(load):
    session, _ = load("from cnnkit import f\ng = 3", names=("f", "g", "h"))
    assert [session.call(name, NOTHING).kind for name in ("f", "g", "h", "other")] == ["missing"] * 4


# --- exceptions -----------------------------------------------------------------------------------------------------


def test_an_exception_says_where_in_the_students_code_it_came_from(load):
    session, _ = load("def helper(x):\n    # look it up\n    return x[9]", "def f(x):\n    return helper(x)")
    outcome = session.call("f", pack((np.zeros(3),)))
    assert (outcome.kind, outcome.error) == ("raised", "IndexError")
    assert outcome.bases == ("IndexError", "LookupError", "Exception", "BaseException")
    assert [(line.cell, line.line, line.source.strip()) for line in outcome.trace] == [
        (2, 2, "return helper(x)"),
        (1, 3, "return x[9]"),
    ]
    assert outcome.trace[1].around == ("def helper(x):", "    # look it up", "    return x[9]")


def test_a_line_ends_where_python_says_that_it_does(load):
    session, _ = load("# one\u2028line\x0c\x1c\x85\ndef f():\n    return 1 / 0")
    (line,) = session.call("f", NOTHING).trace
    assert (line.line, line.source) == (3, "    return 1 / 0")


HOSTILE_EXCEPTIONS = """
class Meta(type):
    __name__ = property(lambda self: 1 / 0)
    __mro__ = property(lambda self: 1 / 0)
    def __hash__(self): return 1 / 0
    def __eq__(self, other): return 1 / 0
class Unprintable(Exception, metaclass=Meta):
    __traceback__ = property(lambda self: 1 / 0)
    __class__ = property(lambda self: 1 / 0)
    def __str__(self): raise SystemExit
class Text(str):
    def __getitem__(self, key): return 1 / 0
class Odd(ValueError):
    def __str__(self): return Text("x" * 10**6)
def unprintable(): raise Unprintable
def odd(): raise Odd
def exits():
    import sys
    sys.exit(0)
def interrupted(): raise KeyboardInterrupt
def recursive(n=0): return recursive(n + 1)
def terminal(): raise ValueError("\\x1b[2J\\x00\\u202eabc\\ud800")
def fine(): return 1
"""


@pytest.fixture(scope="module")
def hostile(way):
    with Session(way=way) as session:
        assert session.load([{"number": 1, "source": HOSTILE_EXCEPTIONS}], []) == []
        yield session


@pytest.mark.parametrize(
    ("name", "error", "length"),
    [("unprintable", "Unprintable", 0), ("odd", "Odd", 500), ("exits", "SystemExit", 1),
     ("interrupted", "KeyboardInterrupt", 0), ("recursive", "RecursionError", 32)],
)  # fmt: skip
def test_any_exception_is_reported_and_the_box_lives_on(hostile, name, error, length):
    outcome = hostile.call(name, NOTHING)
    assert (outcome.kind, outcome.error, len(outcome.message)) == ("raised", error, length)
    assert 1 <= len(outcome.trace) <= 8
    assert hostile.call("fine", NOTHING).value == 1


def test_a_message_cannot_move_the_cursor_or_break_the_encoding(hostile):
    assert hostile.call("terminal", NOTHING).message == "[2Jabc?"


# --- loading --------------------------------------------------------------------------------------------------------


def test_a_failing_statement_loses_only_itself(load):
    session, errors = load(
        "import torch\nassert False, 'my own test'\ndef f(): return 1", "def f(: pass", "x = 1 / 0\ny = 2"
    )
    assert [(error["cell"], error["line"], error["error"]) for error in errors] == [
        (1, 1, "ModuleNotFoundError"),
        (1, 2, "AssertionError"),
        (2, 1, "SyntaxError"),
        (3, 1, "ZeroDivisionError"),
    ]
    assert session.call("f", NOTHING).value == 1


def test_many_long_errors_fit_the_frame(load):
    _, errors = load(*["raise ValueError('합성곱' * 100)"] * 30)
    assert 10 <= len(errors) <= 20


@pytest.mark.parametrize(
    "statement",
    ["import sys; sys.exit()", "raise KeyboardInterrupt", "exit()", "input()", "%matplotlib inline", "await x", "\x00",
     "x = " + "(" * 500 + ")" * 500, "é = '\\ud800'", "from __future__ import annotations", "del __builtins__"],
)  # fmt: skip
def test_what_a_cell_says_does_not_stop_the_next(load, statement):
    session, _ = load(statement, "def f(): return 1")
    assert session.call("f", NOTHING).value == 1


def test_what_a_notebook_shows_breaks_no_answer(load):
    source = """
import matplotlib.pyplot as plt, seaborn as sns
from mpl_toolkits.axes_grid1 import make_axes_locatable
from IPython.display import display as show
from tqdm import tqdm
from tqdm.notebook import trange
from PIL import Image
import google.colab.drive
import ipywidgets as widgets
from cnnkit import check, hint
@widgets.interact(x=(0, 1))
def shown(x): pass
def f(x):
    fig, axes = plt.subplots(1, 2)
    n, bins, patches = plt.hist(x)
    with plt.style.context("ggplot"):
        axes[0].imshow(x); display(fig); get_ipython().run_line_magic("timeit", "")
    check(f)
    return sum(x[i] for i in tqdm(trange(len(x))))
"""
    session, errors = load(source)
    assert errors == []
    assert session.call("f", pack((np.arange(4),))).value == 6


def test_a_dataclass_and_main_guard_work_as_in_a_notebook(load):
    session, errors = load(
        "from __future__ import annotations",
        "from dataclasses import dataclass\n@dataclass\nclass Layer:\n    W: Unknown\n"
        "if __name__ == '__main__':\n    def f(): return Layer(3).W",
    )
    assert errors == []
    assert session.call("f", NOTHING).value == 3


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("while True: pass", "timeout"),
        ("import os; os._exit(3)", "died"),
        ("import ctypes; ctypes.string_at(0)", "died"),
    ],
)
def test_functions_beside_a_cell_that_never_ends_are_still_graded(load, statement, kind):
    session, errors = load("def f(): return SIZE", "SIZE = 3\n" + statement, "def g(): return 4", names="fg", load_s=3)
    assert [(error["cell"], error["error"]) for error in errors] == [(0, kind)]
    assert [session.call(name, NOTHING).value for name in "fg"] == [3, 4]


def test_loading_that_never_ends_is_tried_twice_and_then_answered_at_once(load):
    session, errors = load("class Hangs:\n    while True: pass", "def f(): return 1", load_s=0.5)
    assert [error["error"] for error in errors] == ["timeout", "timeout"]
    starts = session._starts
    assert {session.call("f", NOTHING).kind for _ in range(5)} == {"timeout"}
    assert session._starts == starts


# --- calls that go badly --------------------------------------------------------------------------------------------

BAD = """
import os, sys, threading, time, signal, struct, json, ctypes
import numpy as np

def good(x): return x + 1
def says(x): print("called"); return x + 1
def hangs():
    while True: pass
def sleeps(): time.sleep(60)
def leaves(): os._exit(0)
def crashes(): ctypes.string_at(0)
def aborts(): os.abort()
def floods():
    line = "x" * 10**6
    while True: print(line)
def floods_errors():
    while True: os.write(2, bytes(1 << 20))
def closes():
    os.closerange(0, 64)
def pipes():
    found = []
    for number in range(3, 64):
        try: os.fstat(number)
        except OSError: continue
        found.append(number)
    return found
def frame(head, body=b"", n_head=None, n_body=None):
    data = json.dumps(head).encode() if type(head) is dict else head
    lengths = len(data) if n_head is None else n_head, len(body) if n_body is None else n_body
    return struct.pack("<II", *lengths) + data + body
def send(data):
    for number in pipes():
        try: os.write(number, data)
        except OSError: pass
RIGHT = {"ok": True, "value": {"k": "int", "v": "42"}, "args": [], "sizes": [0]}
def forges(): send(frame({"id": 1} | RIGHT)); return 0
def forges_without_id(): send(frame(RIGHT)); return 0
def forges_true(): send(frame({"id": True} | RIGHT)); return 0
def extra():
    def later():
        time.sleep(0.05); send(frame({"id": 1} | RIGHT))
    threading.Thread(target=later).start()
    return 0
def forges_later():  # guesses at the answer to the next call, before it is asked
    threading.Thread(target=lambda: [send(frame({"id": 1} | RIGHT)) for _ in range(99)]).start()
    return 0
def long_head(): send(frame(b"{}", n_head=2**31)); time.sleep(9)
def long_body(): send(frame(b"{}", n_body=2**31)); time.sleep(9)
def deep(): send(frame(b"[" * 10000)); time.sleep(9)
def not_json(): send(frame(b"\\xff\\xfe")); time.sleep(9)
def half(): send(struct.pack("<II", 100, 0) + b"{"); os._exit(0)
def patches():
    import builtins
    for module in (json, struct, os, sys, builtins):
        for name in list(vars(module)):
            if not name.startswith("__"):
                try: setattr(module, name, None)
                except BaseException: pass
    return 5
def breaks_numpy():
    np.asarray = np.ascontiguousarray = np.ndarray = np.frombuffer = None
    return 5
def steals():
    threading.Thread(target=lambda: [os.read(number, 1 << 20) for number in pipes()[:1] for _ in range(9)]).start()
    return 0
def alarm():
    signal.signal(signal.SIGALRM, lambda *a: 1 / 0); signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    return 0
def tiny_stack(): sys.setrecursionlimit(20); return 0
def deep_stack():
    sys.setrecursionlimit(10**9)
    def down(n): return down(n + 1)
    return down(0)
class Lies(np.ndarray):
    shape = property(lambda self: 1 / 0)
    dtype = property(lambda self: 1 / 0)
    def __array_finalize__(self, other): pass
def subclass(): return np.arange(3.0).view(Lies)
class Pair(tuple):
    def __len__(self): return 1 / 0
    def __iter__(self): return 1 / 0
def pair(): return Pair((2, 3))
class Evil:
    def __array__(self, *args, **kwargs): os._exit(1)
    def __len__(self): os._exit(1)
    def __eq__(self, other): os._exit(1)
def evil(): return Evil()
def evil_list(): return [Evil()]
def walks():
    frame = sys._getframe(); found = []
    while frame:
        found += [value for value in frame.f_locals.values() if isinstance(value, (int, float)) and value == 43]
        frame = frame.f_back
    return len(found)
"""


@pytest.fixture(scope="module")
def bad(way):
    with Session(limits=Limits(respawns=200, total_s=300), way=way) as session:
        assert session.load([{"number": 1, "source": BAD}], []) == []
        yield session


def _then_a_good_call(session):
    return [session.call("good", pack((41,))) for _ in range(2)][-1]


@pytest.mark.parametrize(
    ("name", "kinds", "words"),
    [
        ("hangs", "timeout", "no answer within 0.5 s"),
        ("sleeps", "timeout", "no answer within 0.5 s"),
        ("leaves", "died", "exit code 0"),
        ("crashes", "died", "SIGSEGV"),
        ("aborts", "died", "SIG"),
        ("floods_errors", "died", "64 MiB"),
        ("closes", "died", ""),
        ("forges", "died", "protocol"),
        ("forges_without_id", "died", "protocol"),
        ("forges_true", "died", "protocol"),
        ("long_head", "died", "protocol"),
        ("long_body", "died", "protocol"),
        ("deep", "died", "protocol"),
        ("not_json", "died", "protocol"),
        ("half", "died", "exit code 0"),
    ],
)
def test_a_bad_call_costs_only_itself(bad, name, kinds, words):
    outcome = bad.call(name, NOTHING, wall_s=5 if name == "floods_errors" else 0.5)
    assert outcome.kind == kinds
    assert words in outcome.message
    assert bad.call("says", pack((41,))).value == 42


@pytest.mark.parametrize(
    "name", ["extra", "forges_later", "patches", "breaks_numpy", "steals", "alarm", "tiny_stack", "deep_stack"]
)
def test_whoever_breaks_the_child_is_told_died_and_gets_no_other_answer(bad, name):
    bad.call(name, NOTHING, wall_s=2)
    time.sleep(0.1)
    following = bad.call("good", pack((41,)), wall_s=0.5)
    assert following.kind in ("died", "timeout", "raised") or following.value == 42
    assert _then_a_good_call(bad).value == 42


def test_whoever_patches_every_module_still_gets_his_answers(load):
    session, _ = load(BAD)
    assert session.call("patches", NOTHING).value == 5
    assert session.call("good", pack((41,))).value == 42
    assert session.call("good", pack((None,))).error == "TypeError"


def test_whoever_walks_the_frames_finds_no_expected_answer(load):
    session, _ = load(BAD)
    assert session.call("walks", NOTHING).value == 0


def test_an_array_class_that_lies_is_read_as_the_array_it_is(bad):
    assert bad.call("subclass", NOTHING).value.tolist() == [0, 1, 2]


def test_a_tuple_class_such_as_a_namedtuple_is_read_as_the_tuple_it_is(bad):
    assert bad.call("pair", NOTHING).value == (2, 3)


def test_a_tensor_of_another_library_is_read_as_the_array_that_it_is(load):
    tensor = "class Tensor:\n    def __array__(self, dtype=None, copy=None):\n        return np.array([1.5, 2.0])\n"
    session, _ = load(f"import numpy as np\n{tensor}\ndef f(): return Tensor()")
    assert session.call("f", NOTHING).value.tolist() == [1.5, 2.0]


@pytest.mark.parametrize("name", ["evil", "evil_list"])
def test_an_object_that_fights_back_is_unsupported_or_died(bad, name):
    outcome = bad.call(name, NOTHING)
    assert outcome.kind == "died" or "Unsupported" in repr(outcome.value)


def test_output_is_kept_in_part_and_counted_in_whole(load):
    session, _ = load("print('hello')\ndef f():\n    for _ in range(1000): print('x' * 999)")
    assert session.call("f", NOTHING).kind == "value"
    session.close()
    assert session.output.startswith("hello\nxxx")
    assert len(session.output) == 64 << 10
    assert session._output.n_bytes == 6 + 10**6


def test_the_budget_ends_a_submission(load):
    session, _ = load("def f():\n    while True: pass", total_s=3)
    outcomes = [session.call("f", NOTHING, wall_s=1.1) for _ in range(4)]
    assert {outcome.kind for outcome in outcomes} == {"timeout"}
    assert "used up" in outcomes[-1].message
    starts = session._starts
    assert session.call("f", NOTHING).kind == "timeout"
    assert session._starts == starts


def test_respawns_end_too(load):
    session, _ = load("import os\ndef f(): os._exit(1)", respawns=2)
    messages = [session.call("f", NOTHING).message for _ in range(4)]
    assert ["restarts" in message for message in messages] == [False, False, False, True]


def test_a_call_before_loading_is_our_bug():
    with pytest.raises(GraderError, match="bug"):
        Session().call("f", NOTHING)


# --- many calls at once ---------------------------------------------------------------------------------------------

MANY = (
    BAD
    + """
def at(n, bad):
    if n == bad[0]: globals()[bad[1]]()
    return n
def waits(n):
    time.sleep(0.03)
    return n
def inputs_ahead():
    frame, found = sys._getframe(), 0
    while frame:
        found = max(found, len(frame.f_locals.get("head", {}).get("calls", ())))
        frame = frame.f_back
    return found
"""
)


@pytest.fixture
def many(way, monkeypatch):
    """A session, and how many calls each request held."""
    sent = []
    send, send_all = Channel.send, Channel.send_all

    def count(channel, request, *words, **more):
        sent.extend([1] if request["op"] == "call" else [])
        return send(channel, request, *words, **more)

    def count_all(channel, name, calls, **more):
        sent.append(len(calls))
        return send_all(channel, name, calls, **more)

    monkeypatch.setattr(sessions, "QUICK_S", 60.0)  # however busy this machine is
    monkeypatch.setattr(Channel, "send", count)
    monkeypatch.setattr(Channel, "send_all", count_all)
    with Session(limits=Limits(respawns=20), way=way) as session:
        assert session.load([{"number": 1, "source": MANY}], []) == []
        yield session, sent


def calls_of(*args):
    return [Call(pack(each)) for each in args]


def test_many_calls_come_to_what_single_calls_do(many):
    session, sent = many
    arrays = [(np.full((2, 3), n),) for n in range(50)]
    together = [outcome.value.tolist() for outcome in session.calls("good", calls_of(*arrays))]
    assert together == [session.call("good", pack(each)).value.tolist() for each in arrays]
    assert sent == [1, 32, 17] + [1] * 50


def test_large_arguments_are_not_sent_together(many):
    session, sent = many
    assert len(list(session.calls("good", calls_of(*[(np.zeros(20_000),)] * 5)))) == 5
    assert sent == [1, 1, 1, 1, 1]


def test_slow_calls_are_sent_one_by_one(many, monkeypatch):
    session, sent = many
    monkeypatch.setattr(sessions, "QUICK_S", 0.02)
    assert [outcome.value for outcome in session.calls("waits", calls_of(*[(n,) for n in range(4)]))] == [0, 1, 2, 3]
    assert sent == [1] * 4


def test_an_unwritten_function_is_called_one_by_one(many):
    session, sent = many
    assert [outcome.kind for outcome in session.calls("crashes_not", calls_of((), (), ()))] == ["missing"] * 3
    assert session.load([{"number": 1, "source": "def f(): raise NotImplementedError"}], []) == []
    assert [outcome.error for outcome in session.calls("f", calls_of((), (), ()))] == ["NotImplementedError"] * 3
    assert max(sent) == 1


@pytest.mark.parametrize(
    ("what", "kind"),
    [("hangs", "timeout"), ("leaves", "died"), ("crashes", "died"), ("forges", "died"), ("half", "died")],
)
def test_among_many_calls_a_bad_one_costs_only_itself(many, what, kind):
    session, _ = many
    outcomes = list(session.calls("at", calls_of(*[(n, (7, what)) for n in range(20)])))
    assert [outcome.kind for outcome in outcomes] == ["value"] * 7 + [kind] + ["value"] * 12
    assert [outcome.value for outcome in outcomes[8:]] == list(range(8, 20))
    assert session._starts == 2


def test_among_many_calls_one_that_raises_costs_no_box(many):
    session, sent = many
    outcomes = list(session.calls("at", calls_of(*[(n, (7, "no_such_name")) for n in range(20)])))
    assert [n for n, outcome in enumerate(outcomes) if outcome.kind == "raised"] == [7]
    assert (session._starts, sent) == (1, [1, 19])


def test_whoever_takes_no_more_answers_gets_the_next_ones_right(many):
    session, _ = many
    outcomes = session.calls("at", calls_of(*[(n, (99, "")) for n in range(20)]))
    assert [next(outcomes).value for _ in range(3)] == [0, 1, 2]
    outcomes.close()
    assert session.call("good", pack((41,))).value == 42


def test_a_box_holds_no_more_than_a_few_inputs_ahead(many):
    session, _ = many
    found = [outcome.value for outcome in session.calls("inputs_ahead", calls_of(*[()] * 100))]
    assert 1 < max(found) <= 32


def test_the_time_of_many_calls_is_taken_from_the_submissions(many):
    session, _ = many
    list(session.calls("good", calls_of(*[(n,) for n in range(40)])))
    spent_s = session._spent_s
    outcomes = list(session.calls("good", calls_of(*[(n,) for n in range(40)])))
    assert 0 < session._spent_s - spent_s <= sum(outcome.seconds for outcome in outcomes)


# --- without a box --------------------------------------------------------------------------------------------------


def test_without_isolation_the_same_code_gives_the_same_outcomes(way):
    cells = [{"number": 1, "source": "import scipy\n" + BAD}]
    with Session(isolation="none", limits=Limits(respawns=20), way=way) as session:
        assert [error["error"] for error in session.load(cells, [])] == ["ModuleNotFoundError"]
        assert session.level == "none"
        assert session.call("good", pack((41,))).value == 42
        assert session.call("leaves", NOTHING).kind == "died"
        assert session.call("hangs", NOTHING, wall_s=0.3).kind == "timeout"
        assert session.call("good", pack((41,))).value == 42


# --- reading --------------------------------------------------------------------------------------------------------

SKELETON = {"cells": [{"id": "a", "kind": "answer", "grade_id": "f", "names": ["f"], "source": "def f(x):\n    pass"}]}


def test_a_file_is_read_loaded_and_called_in_one_box(way):
    with Session(way=way) as session:
        notebook = session.read(SKELETON, "a.py", b"# %%\ndef f(x):\n    return x + 1\n")
        assert session.load(notebook["cells"], ["f"]) == []
        assert session.call("f", pack((1,))).value == 2
        assert session._starts == 1


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"{" * 100_000, b'{"nbformat": 4'])
def test_what_is_no_notebook_is_unreadable_with_a_code(data, way):
    with Session(way=way) as session, pytest.raises(SubmissionError) as caught:
        session.read(SKELETON, "a.ipynb", data)
    assert caught.value.args[0]


def test_reading_that_takes_too_long_is_the_submissions_fault():
    with Session(limits=Limits(read_s=0.0)) as session, pytest.raises(SubmissionError) as caught:
        session.read(SKELETON, "a.py", b"")
    assert caught.value.args[0] == "too_slow_to_read"
