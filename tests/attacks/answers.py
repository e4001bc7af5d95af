"""Answers that claim to be equal to everything, to be of another type, or to be too much."""

from tests.attacks.attack import Attack, code, honest_at_heart, returns

YES = """
class Yes:
    "Equal to everything, larger and smaller, and an array if you like."
    dtype, ndim, size, nbytes, itemsize = np.dtype(float), 1, 2, 16, 8
    shape = property(lambda self: (2,))
    __array_priority__ = 1e9
    def __eq__(self, other): return True
    def __hash__(self): return 1
    __lt__ = __gt__ = __le__ = __ge__ = __ne__ = __contains__ = __eq__
    def __bool__(self): return True
    def __len__(self): return 2
    def __iter__(self): return iter([self, self])
    def __getitem__(self, key): return self
    def __getattr__(self, name): return self
    def __call__(self, *args, **kwargs): return self
    def __array__(self, *args, **kwargs): return np.full(2, np.nan)
    def __array_ufunc__(self, *args, **kwargs): return True
    def __array_function__(self, *args, **kwargs): return True
    def __float__(self): return 1.0
    def __repr__(self): return "array([2., 2.])"
    def tobytes(self, *args): return b"\\0" * 16
    def to_json(self): return '{"points": 9}'
"""
LIES = """
class Lies(np.ndarray):
    "An array that says it is another one."
    shape = property(lambda self: (2,))
    dtype = property(lambda self: np.dtype(float))
    nbytes = size = property(lambda self: 0)
    def __eq__(self, other): return True
    def __array__(self, *args, **kwargs): return np.full(2, np.inf)
    def __array_ufunc__(self, *args, **kwargs): return True
    def __array_function__(self, *args, **kwargs): return True
    def __array_finalize__(self, other): pass
    def view(self, *args): return self
    def tobytes(self, *args): return b"\\0" * 16
    def reshape(self, *args): return self
"""
LOOK = "answers anything but the numbers asked for"

RETURNED = [
    returns("yes", "be equal to everything", "Yes()", before=YES),
    returns("list-of-yes", "have NumPy ask the object what it is", "[Yes(), Yes()]", before=YES),
    returns("tuple-of-yes", "hide it one level down", "(Yes(), [Yes()], 1)", before=YES),
    returns("array-of-yes", "hide it in an array of objects", "np.array([Yes(), Yes()], object)", before=YES),
    returns("a-lying-array", "say another shape and other bytes", "np.zeros(7).view(Lies)", before=LIES),
    returns("a-masked-array", "mask every difference", "np.ma.array(np.zeros_like(x), mask=True)"),
    returns("a-matrix", "come with an axis too many", "np.matrix(x * factor + shift)"),
    returns("a-recarray", "name the fields", "np.rec.array([(1, 2.0)], dtype=[('a', int), ('b', float)])"),
    returns("times", "count in nanoseconds", "(x * factor + shift).astype('timedelta64[ns]')"),
    returns("complex", "hide in the imaginary part", "(x * factor + shift) + 1j"),
    returns("all-nan", "be different from nothing", "np.full_like(x, np.nan)"),
    returns("all-inf", "be as far from everything", "np.full_like(x, np.inf)"),
    returns("a-huge-integer", "cost the grader its time to print", "1 << 10**8"),
    returns("many-digits", "overflow every machine number", "[10**63, -(10**63)]"),
    returns("a-broadcast-bomb", "own eight bytes, claim petabytes", "np.broadcast_to(0.0, (2**20, 2**30))"),
    returns("an-empty-giant", "claim sides that no array may have", "np.empty((0, 2**31, 2**31))"),
    returns("beyond-its-end", "read what lies behind", "np.lib.stride_tricks.as_strided(x, (9,), (8,))"),
    returns("no-axis", "have no axis to go along", "np.array(5.0)"),
    returns(
        "a-lying-class",
        "say to be an array by __class__",
        "Fake()",
        before="""
        class Fake:
            __class__ = property(lambda self: np.ndarray)
        """,
    ),
    returns(
        "a-lying-scalar",
        "be a NumPy number with a mind",
        "Number(1.0)",
        before="""
        class Number(np.float64):
            def __array__(self, *args, **kwargs): raise SystemExit
            def __eq__(self, other): return True
        """,
    ),
    returns(
        "a-lying-integer",
        "be an int with a mind",
        "Number(1)",
        before="""
        class Number(int):
            def __eq__(self, other): return True
            def bit_length(self): return 0
            def __str__(self): return "2"
        """,
    ),
    returns(
        "a-lying-float",
        "be a float with a mind",
        "Number(1)",
        before="""
        class Number(float):
            def hex(self): return "nan"
            def __eq__(self, other): return True
        """,
    ),
    returns(
        "a-lying-list",
        "be a list with a mind",
        "Rows([1.0])",
        before="""
        class Rows(list):
            def __len__(self): return 0
            def __iter__(self): raise SystemExit
        """,
    ),
    returns(
        "a-lying-tuple",
        "be a tuple with a mind",
        "Pair((1, 2))",
        before="""
        class Pair(tuple):
            def __len__(self): return 10**9
            def __eq__(self, other): return True
        """,
    ),
    returns(
        "a-lying-text",
        "be a str with a mind",
        "Text('pass')",
        before="""
        class Text(str):
            def __getitem__(self, key): return "pass" * 10**6
        """,
    ),
    returns("itself-inside", "have no end", "endless", before="endless = []\nendless.append(endless)"),
    returns("very-deep", "have an end far down", "deep", before="deep = 1\nfor _ in range(10**5): deep = [deep]"),
    returns("many-parts", "be more than a head can say", "tuple((1.5,) * 60 for _ in range(60))"),
    returns("a-verdict", "say what the verdict is", "{'status': 'pass', 'points': 9, 'score': 12}"),
    returns("a-generator", "never be asked", "(number for number in iter(int, 1))"),
    returns("the-input", "return what came in", "x"),
    returns("the-function", "return code", "scale"),
    Attack("a-coroutine", LOOK, "async def scale(x, factor, shift):\n    return x * factor + shift"),
    Attack(
        "two-minds",
        "have two kinds of nonsense compared",
        code("""
        calls = []
        def scale(x, factor, shift):
            calls.append(1)
            return {} if len(calls) == 1 else (1, "a") if len(calls) < 19 else np.array(5)
        """),
    ),
    Attack(
        "two-other-minds",
        "have irregular nonsense compared with a scalar",
        code("""
        calls = []
        def scale(x, factor, shift):
            calls.append(1)
            return (1, "a") if len(calls) == 1 else np.array(5)
        """),
    ),
    Attack(
        "a-coin",
        "be right when asked again",
        code("""
        import random
        calls = []
        def scale(x, factor, shift):
            calls.append(1)
            if len(x) == 0:
                raise ValueError
            return x * factor + shift + (len(calls) not in (1, 19) and random.random() < 0.5)
        """),
        points=None,  # luck may win an aspect of few cases, never the function
        status=("wrong", "partial"),
    ),
]

RIGHT_ALL_THE_SAME = [
    honest_at_heart(
        "a-metaclass",
        "be a class whose metaclass is called",
        """
        class Meta(type):
            def __call__(cls, x, factor, shift): return right(x, factor, shift)
        class scale(metaclass=Meta): pass
        """,
    ),
    honest_at_heart(
        "odd-strides",
        "come laid out backwards, over no memory of its own",
        """
        def scale(x, factor, shift):
            answer = np.zeros(4 * len(x) + 4)
            view = answer[len(x) * 2 : 0 : -2] if len(x) else answer
            view[:] = right(x, factor, shift)
            return view
        """,
    ),
    honest_at_heart(
        "restores-its-input",
        "change the input and put it back: nobody can tell, nobody is harmed",
        """
        def scale(x, factor, shift):
            answer = right(x, factor, shift)
            before = x.copy()
            x[:] = 0
            x[:] = before
            return answer
        """,
    ),
    honest_at_heart(
        "knows-where-it-is",
        "behave only where it is graded: then it behaves",
        """
        import sys
        def scale(x, factor, shift):
            return right(x, factor, shift) if "inside.main" in sys.modules else x
        """,
    ),
]

ATTACKS = [*RETURNED, *RIGHT_ALL_THE_SAME]
