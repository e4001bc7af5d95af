"""IPython's syntax becomes plain Python. IPython itself is the judge of what may be rewritten."""

import ast
import sys
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox.inside.magics import parse, to_python

REWRITTEN = {
    "%matplotlib inline": "pass",
    "  %matplotlib inline": "pass",
    "!ls": "pass",
    "!!ls": "pass",
    "?conv2d": "pass",
    "conv2d?": "pass",
    "conv2d??  ": "pass",
    "np.*load*?": "pass",
    "/f x": "pass",
    ",f a b": "pass",
    ";f a b": "pass",
    "x = %magic a": "x = None",
    "x = !ls": "x = []",
    "x = y.z[0] = !ls": "x = y.z[0] = []",
    "%time f(x)": "f(x)",
    "%time y = f(x)": "y = f(x)",
    "y = %time f(x)": "y = f(x)",
    "%timeit f(x)": "pass",
    "%time f(": "pass",
    "if x:\n\t!ls\n\ty = 1": "if x:\n\tpass\n\ty = 1",
    "!echo 'it is (\nx = 1": "pass\nx = 1",
    "!ls \\\n  -l\nx = 1": "pass\n\nx = 1",
    "x = !ls \\\n  -l\ny = 1": "x = []\n\ny = 1",
    "f(1,\n  2)?\nx = 1": "pass\n\nx = 1",
    "%%time\nx = 1": "pass\nx = 1",
    "\n%%capture out\n%%time\n!ls\nx = 1": "\npass\npass\npass\nx = 1",
    "%%writefile conv.py\nx = (": "pass\n",
    "%%html\n<b>'": "pass\n",
    "%%timeit\nx = 1": "pass\n",
    "%%never_heard\nx = 1\ny": "pass\n\n",
    "%%": "pass",
    'x = f"never closed\n!ls': 'x = f"never closed\npass',
    "x = 'never closed\n!ls": "x = 'never closed\npass",
    ">>> x = 1\n... y = 2": "x = 1\ny = 2",
    "In [3]: x = 1\n   ...: y = 2": "x = 1\ny = 2",
    "    x = 1\n    if x:\n        y = 2": "x = 1\nif x:\n    y = 2",
}


@pytest.mark.parametrize("source", REWRITTEN)
def test_an_escape_becomes_python(source):
    assert to_python(source) == REWRITTEN[source]


@pytest.mark.parametrize("source", REWRITTEN)
def test_lines_keep_their_numbers(source):
    assert to_python(source).count("\n") == source.count("\n")


# Each is followed by a line that does need rewriting, so that none is let through for being plain Python.
UNTOUCHED = [
    "a = (x\n  % y)",
    "a = [x,\n  !y]",
    "a = x \\\n  % y",
    's = """\n%time x\n!ls\nwhat?\n"""',
    "s = '''it's\n!ls'''",
    "s = r'\\'; t = '!ls'",
    's = "\\\n!ls"',
    "s = f'{a = !r}'",
    's = f"""\n!{x}\n"""',
    's = f"""{\n% x}"""',
    's = f"{x:{w}}" + "?"',
    "s = f'{x:\">10}'",
    's = f"{{ ( {x} }}"',
    's = f"\\N{DASH} ( {x!r:>{w}}"',
    's = rf"\\{x["("]}"',
    "x = 1  # what?",
    "x = 1  # %time",
    "x = 1  # it's 'so'",
    "# '''",
    "x %= 3",
    "x = y % z",
    "x = y if'!'else z",
    "def f(a, b='%', *, c=3): return a != b",
    "가 = 나 % 다",
    "d = {'a': '?',\n     'b': '!'}",
    "x: int = 3",
    "f(a=1)",
    "f(a\n=\n3)",
    "b = lambda x: x",
    "m = a @ b",
    "f(a?\n)",
    's = f"{x:{w:3}}" + f"{y:3}}}"',
]


@pytest.mark.parametrize("source", UNTOUCHED)
def test_text_that_only_looks_like_an_escape_is_untouched(source):
    assert to_python(f"{source}\n!ls\nx = 1") == f"{source}\npass\nx = 1"


@pytest.mark.skipif(sys.version_info < (3, 12), reason="f-strings became nestable in Python 3.12")
@pytest.mark.parametrize("source", ['s = f"{x["("]}"', 's = f"{x[\n"a"]\n% 3}"', 's = f"{f"{f"{1 % 2}"}"}"'])
def test_nested_quotes_of_an_f_string_are_untouched(source):
    assert parse(source) and to_python(f"{source}\n!ls\nx = 1") == f"{source}\npass\nx = 1"


@pytest.mark.parametrize("source", [*REWRITTEN, *(f"{source}\n%x" for source in UNTOUCHED)])
def test_whatever_ipython_can_compile_compiles(source):
    manager = pytest.importorskip("IPython.core.inputtransformer2").TransformerManager()

    def compiles(text):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compile(text, "cell", "exec")
        except SyntaxError:
            return False
        return True

    if compiles(manager.transform_cell(source)):
        assert compiles(to_python(source))


PLAIN = ["a = x\\\n% y", "s = '''\n%time'''", "\n\n  # x\nx = 1", ""]


@pytest.mark.parametrize("source", PLAIN)
def test_plain_python_comes_back_as_it_is(source):
    assert to_python(source) is source


@settings(deadline=None)
@given(
    st.recursive(
        st.sampled_from(["x", "1", "'%a'", '"!b"', "'''\n!c\n'''", "f'{x!r}?'", "(x\n% 3)", "[1,\n2]", "x \\\n% 2"]),
        lambda parts: st.builds("{} % {}".format, parts, parts) | st.builds("f({},\n {})".format, parts, parts),
        max_leaves=8,
    )
)
def test_an_expression_keeps_its_meaning_beside_a_magic(expression):
    assert ast.dump(ast.parse(to_python(f"y = {expression}\n%magic"))) == ast.dump(ast.parse(f"y = {expression}\npass"))


@settings(deadline=None)
@given(st.lists(st.sampled_from([*"%!?,;/=\\'\"#([{}]):f \n\t", "%%time\n", "'''", '"""', "x", "가", "{{", ">>> "])))
def test_anything_at_all_gives_text_with_as_many_lines(pieces):
    source = "".join(pieces)
    result = to_python(source)
    assert result.count("\n") == source.count("\n")
    if parse(source) is not None:
        assert result == source


HUGE = {
    "shell lines": "!true\n" * 150_000,
    "brackets": "!x\n" + "(" * 10**6,
    "triple quotes": "!x\n" + "'''" * 333_333,
    "backslashes": "!x\n'''" + "\\" * 10**6,
    "equals signs": "!x\n" + "= " * 500_000,
    "question marks": "!x\n" + "? " * 500_000,
    "one word": "!x\n" + "f" * 10**6,
    "nested f-strings": "!x\n" + "f'{" * 300_000,
    "formats": "!x\n" + "f'''{x:" * 140_000,
    "blank lines": "!x" + "\n " * 500_000,
    "continued lines": "!x" + "\\\n" * 500_000,
    "timed lines": "%time f()\n" * 50_000,
}


@pytest.mark.parametrize("kind", HUGE)
def test_a_megabyte_of_it_takes_time_in_proportion(kind):
    """Twice the text may take a few times the steps, not four: counted in calls and lines, not in seconds."""
    steps = [_steps(HUGE[kind][:size]) for size in (20_000, 40_000)]
    assert steps[1] <= 3 * steps[0] + 1000
    to_python(HUGE[kind])


def _steps(source):
    count = 0

    def tracer(frame, event, argument):
        nonlocal count
        count += 1
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        to_python(source)
    finally:
        sys.settrace(before)
    return count
