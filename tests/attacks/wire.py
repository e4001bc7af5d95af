"""Forged frames: everything that a child can write to a pipe in the place of an honest reply, and when.

The request's number and both pipes are found in the frame of the loop, so that each forgery is the best there is.
"""

from tests.attacks.attack import Attack, code, finds_nothing

FRAMES = """
import ctypes, json, os, select, struct, sys, threading, time

asked = {}

def loop():
    "The variables of the loop that calls us; later requests are ours to read."
    frame = sys._getframe()
    while not asked and frame:
        if {"head", "sink"} <= frame.f_locals.keys():
            asked.update(frame.f_locals)
        frame = frame.f_back
    return asked

def forge(head, body=b"", lengths=None):
    "Write one frame. The head may be bytes, or a dict that gets the right number."
    number = loop()["head"]["id"]
    head = json.dumps({"id": number} | head).encode() if type(head) is dict else head
    head = head.replace(b"@ID@", str(number).encode())
    os.write(asked["sink"], struct.pack("<II", *(lengths or (len(head), len(body)))) + head + body)

def next_call():
    "Read the next request ourselves; leave where it is not ours."
    n_head, n_body = struct.unpack("<II", os.read(loop()["source"], 8))
    asked["head"] = json.loads(os.read(asked["source"], n_head))
    while n_body: n_body -= len(os.read(asked["source"], n_body))
    if asked["head"]["name"] != "scale": os._exit(0)

def leave_when_asked_again():
    select.select([loop()["source"]], [], [])
    os._exit(0)

def value(kind, **more):
    return {"ok": True, "args": [], "sizes": [0], "value": {"k": kind} | more}

def array(shape, n=0, dtype="<f8"):
    return value("array", dtype=dtype, shape=shape, n=n)
"""


def framed(source):
    return "\n".join([code(FRAMES), code(source)])


def forges(name, goal, frame, **more):
    """Answer every call with a forged frame, and never return."""
    function = f"""
def scale(x, factor, shift):
    while True:
        {frame}
        next_call()
"""
    return Attack(name, goal, framed(function), total_points=None, **more)


def while_loading(name, goal, action, function="def scale(x, factor, shift): return x * 0", **more):
    return Attack(name, goal, "\n".join([code(FRAMES), action, function]), **more)


RAISED = '{"ok": False, "error": "ValueError", "bases": ["ValueError"]'
DEEP = 'b\'{"id": @ID@, "ok": true, "sizes": [0], "value": \' + b\'{"k":"list","v":[\' * 700 + b\']}\' * 700 + b\'}\''
WELL_FORMED = [
    forges("a-verdict-frame", "say the verdict in the frame",
           'forge(value("none") | {"right": True, "status": "pass", "points": 9, "score": 12, "verdict": ""})'),
    forges("missing-frame", "say that there is nothing to grade", 'forge({"ok": False, "missing": True})'),
    forges("not-started-frame", "pass for not started",
           'forge({"ok": False, "error": "NotImplementedError", "bases": ["ValueError"]})', status=("not_started",)),
    forges("raised-frame", "raise the error that some case asks for, in all of them", f"forge({RAISED}}})"),
    forges("all-bases", "derive from everything",
           'forge({"ok": False, "error": "x", "bases": dir(__builtins__) + ["__import__", 1, None]})'),
    forges("a-false-trace", "show the instructor another place",
           f'forge({RAISED}, "trace": [{{"cell": 10**30, "line": -1}}, {{"cell": "x", "line": [1]}}, {{}}]}})'),
    forges("trace-of-nothing", "send a trace that is none", f'forge({RAISED}, "trace": [1, None, "x"]}})'),
    forges("long-words", "send names and messages without end",
           'forge({"ok": False, "error": "E" * 7000, "message": "m" * 7000})'),
    forges("huge-whole-number", "make the grader compute", 'forge(value("int", v="9" * 64))'),
    forges("whole-number-in-disguise", "use digits of other scripts", 'forge(value("int", v=" १_२ "))'),
    forges("not-a-number", "send NaN by its name", 'forge(value("float", v="nan"))'),
    forges("too-large-a-number", "overflow float", 'forge(value("float", v="0x1p999999999999"))'),
    forges("unknown-value", "send a kind that is none", 'forge(value("pickle", v="gASVAAAA"))'),
    forges("object-array", "have objects made", 'forge(array([1], 8, "|O8") | {"sizes": [8]}, bytes(8))'),
    forges("giant-dtype", "have 1 GB made of 30 bytes", 'forge(array([1], 0, "S1000000000"))'),
    forges("negative-sides", "have a size below zero", 'forge(array([-1, -8], 8) | {"sizes": [8]}, bytes(8))'),
    forges("empty-giant-frame", "claim 2**93 numbers of which there are none", "forge(array([0] + [2**31 - 1] * 3))"),
    forges("rows-of-nothing", "claim 2**31 rows, none of which has a number", "forge(array([2**31 - 1, 0]))"),
    forges("full-giant", "claim 2**62 numbers", "forge(array([2**31 - 1, 2**31 - 1], 2**65))"),
    forges("true-for-one", "use True as a side", 'forge(array([True, True], 8) | {"sizes": [8]}, bytes(8))'),
    forges("many-axes", "have more axes than NumPy", 'forge(array([1] * 65, 8) | {"sizes": [8]}, bytes(8))'),
    forges("trailing-bytes", "hide bytes behind the answer", 'forge(array([2], 16) | {"sizes": [24]}, bytes(24))'),
    forges("negative-size", "take bytes back", 'forge(array([1], 8) | {"sizes": [16, -8], "args": [{}]}, bytes(8))'),
    forges("sizes-of-nothing", "size without a value", 'forge({"ok": True, "sizes": [], "args": []})'),
    forges("sizes-in-text", "size in words", 'forge(value("none") | {"sizes": ["0", 0.0, None], "args": {}})'),
    forges("arguments-too-many", "return arguments that were not sent",
           'forge(value("none") | {"sizes": [0] * 65, "args": [{"k": "none"}] * 64})'),
]  # fmt: skip
MALFORMED = [
    forges("another-number", "answer another call", 'forge({"ok": True, "id": 1})'),
    forges("number-in-text", "answer with the number as text", "forge(b'{\"id\": \"@ID@\", \"ok\": true}')"),
    forges("number-as-float", "answer with the number as float", "forge(b'{\"id\": @ID@.0, \"ok\": true}')"),
    forges("two-numbers", "answer with two numbers", "forge(b'{\"id\": @ID@, \"id\": 2, \"ok\": true}')"),
    forges("ok-is-one", "be nearly true", "forge(b'{\"id\": @ID@, \"ok\": 1}')"),
    forges("no-json", "send something else", "forge(b'\\xff\\xfe{}')"),
    forges("a-list", "send a list", "forge(b'[@ID@]')"),
    forges("not-finite", "send constants that are no JSON", "forge(b'{\"id\": @ID@, \"ok\": true, \"x\": -Infinity}')"),
    forges("endless-digits", "have the grader read digits", "forge(b'{\"id\": ' + b'9' * 16000 + b'}')"),
    forges("deep-head", "exhaust the grader's stack", "forge(b'[' * 16000)"),
    forges("deep-value", "exhaust it one step later", f"forge({DEEP})"),
    forges("long-head", "have the grader wait for 4 GB", "forge(b'{}', lengths=(2**32 - 1, 0))"),
    forges("long-body", "have the grader allocate 4 GB", "forge(b'{}', lengths=(2, 2**32 - 1))"),
    forges("nothing", "send nothing at all", "forge(b'', lengths=(0, 0))"),
    forges("half-a-frame", "stop in the middle", "forge(b'{\"id\"', lengths=(100, 0)); os._exit(0)"),
    forges("twice", "reply twice", 'forge(value("none")); forge(value("none"))'),
]  # fmt: skip
TIMING = [
    Attack("everywhere", "write to every descriptor there is", framed("""
        def scale(x, factor, shift):
            for number in range(1, 64):
                try: os.write(number, struct.pack("<II", 2, 0) + b"{}")
                except OSError: pass
            return x * 0
        """)),
    Attack("closed", "close everything", code("""
        import os
        def scale(x, factor, shift):
            os.closerange(0, 64)
        """)),
    Attack("print-is-reply", "print into the protocol", framed("""
        def scale(x, factor, shift):
            os.dup2(loop()["sink"], 1)
            print("pass", flush=True)
            return x * 0
        """)),
    Attack("reply-is-print", "speak the protocol into the output", framed("""
        def scale(x, factor, shift):
            os.dup2(1, loop()["sink"])
            leave_when_asked_again()
        """), status=("timeout", "error")),
    Attack("in-the-middle", "answer later calls from a thread of its own", framed("""
        def answer_all():
            while True:
                next_call()
                forge(array([2], 16) | {"sizes": [16]}, bytes(16))

        def scale(x, factor, shift):
            loop()
            threading.Thread(target=answer_all, daemon=True).start()
            time.sleep(0.02)
            return x * 0
        """), total_points=None),
    Attack("late", "reply once more, a little later", framed("""
        def later(sink, number):
            time.sleep(0.01)
            reply = json.dumps({"id": number, "ok": True, "args": [], "sizes": [0], "value": {"k": "none"}}).encode()
            os.write(sink, struct.pack("<II", len(reply), 0) + reply)

        def scale(x, factor, shift):
            threading.Thread(target=later, args=(loop()["sink"], loop()["head"]["id"]), daemon=True).start()
            return x * 0
        """), total_points=None),
    Attack("drop-by-drop", "send one byte at a time, for ever", framed("""
        def scale(x, factor, shift):
            for byte in struct.pack("<II", 5000, 0) + b"{" * 5000:
                os.write(loop()["sink"], bytes([byte]))
                time.sleep(0.01)
        """), status=("timeout", "error")),
    finds_nothing("reads-ahead", "see later cases before their call", code(FRAMES) + """

def found(x, factor, shift):
    return select.select([loop()["source"]], [], [], 0)[0]
"""),
    while_loading("loads-not", "have the grader believe that its sandbox is broken",
                  'forge({"ok": False, "error": "no wall"}); leave_when_asked_again()'),
    while_loading("loads-lies", "say that everything is defined, in cells that are not",
                  'forge({"ok": True, "errors": [{"cell": -1, "line": "x", "error": 7}, 1] * 99, "defined": dir()}); '
                  "leave_when_asked_again()", total_points=0.0),
    while_loading("loads-endlessly", "send a load reply of any length",
                  'forge(b"{}", lengths=(2**31, 2**31)); leave_when_asked_again()'),
]  # fmt: skip
ATTACKS = [*WELL_FORMED, *MALFORMED, *TIMING]
