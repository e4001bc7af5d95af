"""Searches: for expected values, later cases, the course, the host, or another box. They must all find nothing."""

from tests.attacks.attack import Attack, code, finds_nothing

ATTACKS = [
    finds_nothing(
        "from-the-objects",
        "find what is expected among all objects",
        """
        import gc
        def found(x, factor, shift):
            hits = 0
            for thing in gc.get_objects():
                if type(thing) is dict:
                    hits += bool({"low", "high", "atol", "aspect", "verdict", "mistake"} & set(map(str, thing)))
            return hits
        """,
    ),
    finds_nothing(
        "from-the-arrays",
        "find an array that nobody has given us",
        """
        import gc
        def found(x, factor, shift):
            holders = [thing for thing in gc.get_objects() if type(thing) in (list, tuple, dict)]
            arrays = {id(one): one for thing in holders
                      for one in (thing.values() if type(thing) is dict else thing) if type(one) is np.ndarray}
            return [one for one in arrays.values() if one is not x and one.dtype == float and 0 < one.size < 5]
        """,
    ),
    finds_nothing(
        "from-the-memory",
        "read all of our memory, byte by byte",
        """
import ctypes, gc, mmap, os
HIDDEN = [b"hfonsdr^uid^g`buns", b"mdur^onuihof^uisntfi"]  # words of the rubric with each byte changed by one
libc = ctypes.CDLL(None)
ours = mmap.mmap(-1, 2 * mmap.PAGESIZE)
copy, plain = np.frombuffer(ours, np.uint8).reshape(2, mmap.PAGESIZE)
def pages():
    "Where there may be memory: in the neighbourhood of any object or buffer."
    near = {id(thing) >> 22 for thing in gc.get_objects()}
    near |= {ctypes.addressof(ctypes.create_string_buffer(size)) >> 22 for size in (8, 4096, 1 << 18)}
    for region in near - {copy.ctypes.data >> 22}:
        yield from range(region << 22, (region + 1) << 22, mmap.PAGESIZE)
def found(x, factor, shift):
    if shift != 0 or len(x) != 2: return 0
    out, into = os.pipe()
    hits = n_pages = 0
    for page in pages():
        if libc.write(into, ctypes.c_void_p(page), mmap.PAGESIZE) == mmap.PAGESIZE:  # the kernel knows what is there
            os.readv(out, [memoryview(ours)[: mmap.PAGESIZE]])
            n_pages += 1
            np.bitwise_xor(copy, 1, out=plain)
            hits += sum(ours.find(word, mmap.PAGESIZE) >= 0 for word in HIDDEN)
    os.close(out), os.close(into)
    return hits or n_pages < 500
""",
    ),
    finds_nothing(
        "from-the-files",
        "find course, corpus or grader by name",
        """
        import os
        WORDS = ("safetensors", "ipynb", "solution", "lesson", "cnnkit", "corpus", "autograder", "rubric")
        NAMES = [name.lower() for _, folders, files in os.walk("/") for name in folders + files]
        def found(x, factor, shift):
            return [name for name in NAMES if name == "checks.py" or any(word in name for word in WORDS)]
        """,
    ),
    finds_nothing(
        "from-the-host",
        "read what every machine has",
        """
        import os
        PLACES = ["/etc/passwd", "/etc/shadow", "/etc/hostname", "/root", "/home", "/work", "/sys", "/run", "/var",
                  "/proc/1/environ", "/proc/self/maps", "/proc/self/mem", "/proc/self/root/etc/passwd", "/proc/1/root",
                  "/proc/self/fd", "/dev/fd", "/dev/mem", "/dev/kmsg", "/dev/sda", "/dev/tty", "/dev/ptmx",
                  "/dev/stdin", "/sys/fs/cgroup", "/usr/bin", "/bin/sh", "/opt", "/mnt", "/srv", "/boot"]
        def found(x, factor, shift):
            os.path.lexists("/tmp/passwd") or os.symlink("/etc/passwd", "/tmp/passwd")
            return [place for place in [*PLACES, "/tmp/passwd"] if os.path.exists(place)]
        """,
    ),
    finds_nothing(
        "from-the-environment",
        "read the grader's environment and command line",
        """
        import os, sys
        KNOWN = {"HOME", "TMPDIR", "LANG", "PATH", "PYTHONHASHSEED", "LD_LIBRARY_PATH", "PWD", "LC_CTYPE"}
        def found(x, factor, shift):
            names = {name for name in os.environ if not name.endswith("_NUM_THREADS")}
            return names - KNOWN or sys.argv != [""]
        """,
    ),
    finds_nothing(
        "from-the-descriptors",
        "find a file, a socket or a memory among the descriptors",
        """
        import os, stat
        def found(x, factor, shift):
            kinds = []
            for number in range(64):
                try: kinds.append(os.fstat(number).st_mode)
                except OSError: pass
            return [kind for kind in kinds if not stat.S_ISFIFO(kind) and not stat.S_ISCHR(kind)]
        """,
    ),
    finds_nothing(
        "from-a-package",
        "borrow the course, the grader or another library",
        """
        import importlib.util
        NAMES = ("autograder", "course", "solutions", "tests", "hypothesis", "safetensors", "scipy", "torch", "keras",
                 "tensorflow", "jax", "sklearn", "cv2", "pandas", "pip", "pydantic", "typer", "nbformat", "main", "run")
        def found(x, factor, shift):
            return [name for name in NAMES if importlib.util.find_spec(name)]
        """,
    ),
    finds_nothing(
        "from-what-is-written",
        "write where another box, or the host, would find it",
        """
        import os
        PLACES = ("/", "/usr", "/usr/lib", "/sp", "/sp/numpy", "/w", "/w/inside", "/dev", "/etc", "/py", "/run")
        def found(x, factor, shift):
            done = []
            for place in PLACES:
                try: open(place + "/left-here", "w").close()
                except OSError: continue
                done.append(place)
            for name in ("/w/inside/values.pyc", "/sp/numpy/__init__.py", "/dev/null"):
                try: os.remove(name)
                except OSError: continue
                done.append(name)
            return done
        """,
    ),
    Attack(
        "from-an-earlier-box",
        "leave something for the box that comes after a crash",
        code("""
        import os
        def scale(x, factor, shift):
            if len(x) == 0: raise ValueError
            if os.path.exists("/tmp/left") or os.path.exists("/dev/shm/left"): return x * factor + shift
            open("/tmp/left", "w").close()
            open("/dev/shm/left", "w").close()
            os._exit(0)
        """),
    ),
    Attack(
        "by-shape",
        "remember answers by shape",
        code("""
        seen = {}
        def scale(x, factor, shift):
            return seen.setdefault(x.shape, x * factor + shift)
        """),
    ),
    Attack(
        "by-identity",
        "remember answers by address",
        code("""
        seen = {}
        def scale(x, factor, shift):
            return seen.setdefault((id(x), factor), x * factor + shift)
        """),
        status=("wrong", "partial", "error"),
        points=None,
    ),
    Attack(
        "honest-at-first",
        "be right until nobody looks",
        code("""
        calls = []
        def scale(x, factor, shift):
            calls.append(1)
            if len(x) == 0: raise ValueError
            return x * factor + shift if len(calls) < 3 else x
        """),
    ),
    Attack(
        "honest-but-last",
        "be right until the case that is called again",
        code("""
        calls = []
        def scale(x, factor, shift):
            calls.append(1)
            if len(x) == 0: raise ValueError
            return x * factor + shift + (len(calls) > 18)
        """),
        points=3.0,
        status=("partial",),
    ),
]
