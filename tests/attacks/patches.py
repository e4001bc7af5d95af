"""Code that rewrites NumPy, the interpreter, or our own modules in the child."""

from tests.attacks.attack import Attack, code, finds_nothing, honest_at_heart

WRONG = "def scale(x, factor, shift):\n    return x * 0"


def with_wrong_answer(name, goal, source, **more):
    return Attack(name, goal, "\n".join([code(source), WRONG]), **more)


ATTACKS = [
    with_wrong_answer(
        "patched-numpy",
        "have every comparison say yes",
        """
        import numpy.testing
        for name in ("allclose", "array_equal", "isclose", "all", "any", "isfinite", "equal"):
            setattr(np, name, lambda *args, **kwargs: True)
        for name in dir(numpy.testing):
            if name.startswith("assert"): setattr(numpy.testing, name, lambda *args, **kwargs: None)
        """,
    ),
    with_wrong_answer(
        "patched-conversion",
        "have NumPy hand out something else",
        """
        np.asarray = np.ascontiguousarray = np.array = lambda *args, **kwargs: np.full(2, np.nan)
        """,
    ),
    with_wrong_answer(
        "patched-builtins",
        "have Python itself say yes",
        """
        import builtins
        for name in ("all", "any", "isinstance", "issubclass", "hasattr", "callable"):
            setattr(builtins, name, lambda *args, **kwargs: True)
        builtins.len = lambda value: 0
        builtins.type = lambda value: np.ndarray
        """,
    ),
    with_wrong_answer(
        "patched-c-types",
        "write into the types of C",
        """
        import gc
        methods = gc.get_referents(np.ndarray.__dict__)[0]
        methods["tobytes"] = methods["view"] = methods["__array__"] = lambda *args, **kwargs: b""
        gc.get_referents(int.__dict__)[0]["__eq__"] = lambda *args: True
        gc.get_referents(str.__dict__)[0]["__len__"] = lambda *args: 0
        """,
        total_points=None,  # an interpreter torn like this falls over in every second run, which costs only itself
    ),
    with_wrong_answer(
        "patched-json",
        "have json write a verdict",
        """
        import json, json.encoder, struct
        json.dumps = json.JSONEncoder.encode = json.encoder.c_make_encoder = lambda *args: '{"ok": true}'
        struct.pack = struct.Struct = None
        """,
        total_points=0.0,
    ),
    with_wrong_answer(
        "patched-wire",
        "have our own modules say what we like",
        """
        import sys
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] == "inside":
                for thing in list(vars(module)):
                    if thing in ("encode", "report", "trace", "message", "type_name", "file_of", "Unsupported"):
                        setattr(module, thing, lambda *args, **kwargs: {"k": "none"})
        """,
    ),
    honest_at_heart(
        "no-modules",
        "leave nothing to import",
        """
        import sys
        for name in list(sys.modules):
            if name not in ("sys", "builtins"): del sys.modules[name]
        sys.path[:] = sys.meta_path[:] = sys.path_hooks[:] = []
        scale = right
        """,
    ),
    honest_at_heart(
        "another-main",
        "be somebody else",
        """
        import sys, types
        sys.modules["__main__"] = types.ModuleType("autograder")
        __name__, __file__ = "autograder.pipeline", "/w/inside/main.py"
        check = hint = print = exit = lambda *args: None
        scale = right
        """,
    ),
    Attack(
        "no-builtins",
        "take everybody's builtins away",
        code("""
        import builtins
        vars(builtins).clear()
        def scale(x, factor, shift):
            return x * 0
        """),
        total_points=0.0,
    ),
    with_wrong_answer(
        "tracing",
        "change variables of the loop through a trace function",
        """
        import sys, threading
        def trace(frame, event, argument):
            for name in ("ok", "points", "answer", "value", "reply"):
                if name in frame.f_locals: frame.f_locals[name] = {"ok": True}
            return trace
        sys.settrace(trace)
        sys.setprofile(lambda *args: None)
        threading.settrace(trace)
        """,
        total_points=None,
    ),
    with_wrong_answer(
        "last-words",
        "speak when everything is over",
        """
        import atexit, gc, os, signal, sys, weakref
        def last(*args):
            for number in range(64):
                try: os.write(number, b"\\2\\0\\0\\0\\0\\0\\0\\0{}")
                except OSError: pass
        class Dies:
            __del__ = last
        keeper = [Dies()]
        keeper.append(keeper)
        atexit.register(last)
        weakref.finalize(keeper[0], last)
        gc.callbacks.append(last)
        sys.excepthook = sys.unraisablehook = last
        for number in range(1, 32):
            try: signal.signal(number, last)
            except (OSError, ValueError): pass
        """,
    ),
    with_wrong_answer(
        "audited",
        "be asked before anything happens",
        """
        import sys
        def hook(event, args):
            if event in ("open", "import", "exec", "compile"): raise SystemExit(event)
        sys.addaudithook(hook)
        """,
    ),
    Attack(
        "hostile-streams",
        "be called when the output is flushed",
        code("""
        import sys
        class Stream:
            def flush(self): raise SystemExit
            def write(self, text): raise KeyboardInterrupt
            def __getattr__(self, name): raise GeneratorExit
        sys.stdout = sys.stderr = sys.__stdout__ = Stream()
        """)
        + "\n"
        + WRONG,
    ),
    finds_nothing(
        "from-the-frames",
        "find the verdict, or what is expected, in the frames above",
        """
        import sys
        WORDS = {"expected", "low", "high", "wrong", "verdict", "points", "facts", "corpus", "cases", "aspect"}
        def found(x, factor, shift):
            frame, names = sys._getframe(1), set()
            while frame:
                if frame.f_code.co_filename.startswith("inside"):
                    names |= set(frame.f_locals) | set(frame.f_globals)
                frame = frame.f_back
            return names & WORDS
        """,
    ),
]
