"""Too much of everything: time, memory, output, files, threads, stack."""

from tests.attacks.attack import Attack, code, finds_nothing, honest_at_heart

TIMED_OUT = ("timeout",)

HANGING = [  # few: each waits for its limit
    Attack("endless", "never answer", "def scale(x, factor, shift):\n    while True: pass", status=TIMED_OUT),
    Attack("catastrophic-pattern", "hang where no signal is heard", code("""
        import re
        def scale(x, factor, shift):
            return re.match("(a+)+$", "a" * 40 + "b")
        """), status=TIMED_OUT),
    Attack("hangs-when-flushed", "hang after the answer", code("""
        import sys
        class Stream:
            def flush(self):
                while True: pass
            def write(self, text): pass
        def scale(x, factor, shift):
            sys.stdout = Stream()
            return x
        """), status=TIMED_OUT),
    honest_at_heart("a-hanging-loop-beside", "hang while the cells are loaded", """
        scale = right
        while True: pass
        """),
]  # fmt: skip
LARGE = [
    Attack("memory-bomb", "take all memory", code("""
        def scale(x, factor, shift):
            return np.ones(2**30)
        """)),
    Attack("memory-kept", "take nearly all memory and leave none for the reply", code("""
        kept = []
        def scale(x, factor, shift):
            try:
                while True: kept.append(np.empty(1 << 18))
            except MemoryError:
                return x * 0
        """), total_points=None),
    Attack("stack-bomb", "overflow the stack of C", code("""
        import sys
        sys.setrecursionlimit(10**9)
        deep, as_deep = [], []
        for _ in range(10**5): deep, as_deep = [deep], [as_deep]
        def scale(x, factor, shift):
            return deep == as_deep
        """)),
    Attack("slow-and-wrong", "use up the time of the other functions by being wrong slowly", code("""
        import time
        def scale(x, factor, shift):
            time.sleep(0.05)
            return x * factor + shift + 1
        """)),
    Attack("output-flood", "print without end", code("""
        import os
        def scale(x, factor, shift):
            while True: os.write(1, bytes(1 << 20))
        """), status=("error", "timeout", "wrong")),
    honest_at_heart("output-lines", "print more than anybody keeps", """
        def scale(x, factor, shift):
            print("\\x1b[2J\\x1b]0;title\\x07" * 20000)
            return right(x, factor, shift)
        """),
    honest_at_heart("full-disk", "fill every place that can be written", """
        import os
        def scale(x, factor, shift):
            for folder in ("/tmp", "/dev/shm"):
                for number in range(0 if os.path.exists("/tmp/0") else 40):
                    try:
                        with open(f"{folder}/{number}", "wb") as file: file.write(bytes(7 << 20))
                    except OSError: break
            return right(x, factor, shift)
        """),
    honest_at_heart("deep-folders", "leave a tree that nobody can remove", """
        import os
        def scale(x, factor, shift):
            try:
                for _ in range(2000):
                    os.mkdir("d" * 200)
                    os.chdir("d" * 200)
            except OSError: pass
            return right(x, factor, shift)
        """),
    honest_at_heart("all-descriptors", "take every descriptor", """
        import os
        def scale(x, factor, shift):
            try:
                while True: os.pipe()
            except OSError: pass
            return right(x, factor, shift)
        """),
    honest_at_heart("all-threads", "take every thread", """
        import threading, time
        def scale(x, factor, shift):
            try:
                while True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
            except RuntimeError: pass
            return right(x, factor, shift)
        """),
    finds_nothing("large-files", "write a file beyond the limit", """
        def found(x, factor, shift):
            try:
                with open("/tmp/large", "wb") as file:
                    file.write(bytes(9 << 20))
            except OSError:
                return False
            return True
        """),
]  # fmt: skip
ATTACKS = [*HANGING, *LARGE]
