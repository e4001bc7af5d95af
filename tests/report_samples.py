"""Made-up judged functions in every state, for the tests of what people read."""

from dataclasses import replace

from autograder.records import AspectFacts, AspectScore, CheckFacts, Hints, Item, Mistake, Result
from autograder.reports.course_text import CourseText

HOSTILE = "<script>alert(1)</script>\x1b[31m\u202e\ud800|`*@everyone](x)\n=cmd()"


def number(value):
    return {"kind": "number", "data": value, "dtype": type(value).__name__}


def array(data, *shape):
    return {"kind": "array", "shape": list(shape), "dtype": "float64", "data": list(data)}


def counterexample(difference, expected, got, **more):
    given = [{"name": "x", "value": array([1.0, 2.0, 3.0, 4.0], 1, 1, 2, 2)}, {"name": "stride", "value": number(2)}]
    known = {"aspect": "values", "difference": difference, "call": "double(x, stride=2)", "arguments": given}
    return known | {"expected": expected, "got": got, "at": None, "cell": None, "shrunk": True} | more


RIGHT = array([2.0, 4.0, 6.0, 8.0], 1, 1, 2, 2)
TRACE = [{"cell": 3, "line": 2, "source": "    return x[9]", "around": ["def double(x, stride):", "    return x[9]"]}]
ANSWERS = {
    "values": array([2.0, 4.0, 6.0, 9.5], 1, 1, 2, 2),
    "shape": array([2.0, 4.0], 1, 1, 1, 2),
    "not_finite": array([2.0, "nan", 6.0, 8.0], 1, 1, 2, 2),
    "nothing": {"kind": "none"},
    "unsupported": {"kind": "unsupported", "data": "type Tensor"},
    "raised": {"kind": "raised", "error": "IndexError", "message": "index 9 is out of bounds", "trace": TRACE},
    "depends": array([2.0, 4.0, 6.0, 9.5], 1, 1, 2, 2),
    "changed": RIGHT,
    "timeout": {"kind": "timeout"},
    "died": {"kind": "died", "message": ""},
    "missing": {"kind": "missing", "message": ""},
}
AT = {"values": [0, 0, 1, 1], "not_finite": [0, 0, 0, 1], "depends": [0, 0, 1, 1]}
STATUS = {"raised": "error", "timeout": "timeout", "died": "error"}


def scores(*, passed=3):
    """Two aspects, the second worth nothing unless the first is right."""
    whole = passed == 10
    first = AspectScore(5 if whole else 0, 5, passed, 10)
    return {"values": first, "input unchanged": AspectScore(2 if whole else 0, 2, 4, 4)}


def wrong(difference, **more):
    example = counterexample(difference, RIGHT, ANSWERS[difference], at=AT.get(difference))
    item = Item("double", 0, 7, STATUS.get(difference, "wrong"), aspects=scores(), counterexample=example, seconds=0.5)
    return replace(item, **more)


def items():
    """One judged function for every state."""
    found = {difference: wrong(difference) for difference in ANSWERS}
    kind = counterexample("kind", number(3), number(3.0))
    refused = {"kind": "raised", "error": "ValueError", "message": "", "trace": []}
    found["kind"] = wrong("values", counterexample=kind)
    found["no_error"] = wrong("values", counterexample=counterexample("no_error", refused, RIGHT))
    found["other_error"] = wrong("values", counterexample=counterexample("other_error", refused, ANSWERS["raised"]))
    found["slow"] = Item("double", 5, 7, "partial", aspects=scores(), counterexample={"difference": "slow"})
    found["named"] = wrong("values", mistake="triples")
    found["two"] = wrong("values", mistake="triples+drops_the_sign")
    found["pass"] = Item("double", 7, 7, "pass", aspects=scores(passed=10))
    found["not_started"] = Item("double", 0, 7, "not_started")
    found["ungraded"] = Item("double", 0, 7, "ungraded", message="The file is empty")
    return found


def facts():
    mistakes = tuple(
        Mistake(
            name,
            {
                "en": Hints(f"Is it {name}?", "Twice is twice.", ("Look at the factor.", "Count again.", "x + x")),
                "ko": Hints(
                    f"혹시 {name} 아닌가요?", "두 배는 두 배예요.", ("곱하는 수를 보세요.", "다시 세요.", "x + x")
                ),
            },
        )
        for name in ("triples", "drops_the_sign")
    )
    aspects = (
        AspectFacts("values", {"en": "values", "ko": "값"}, 5),
        AspectFacts("input unchanged", {"en": "input unchanged", "ko": "입력 보존"}, 2, "unchanged", "values"),
    )
    return CheckFacts("double", ("x", "stride"), aspects, (), mistakes)


def result(student="minjun", *judged, **more):
    judged = judged or (wrong("values", mistake="triples"), Item("half", 3, 3, "pass"))
    known = {
        "assignment": "a01_double",
        "student": student,
        "status": "graded",
        "score": sum(item.points for item in judged),
        "max_score": sum(item.max_points for item in judged),
        "engine": "0.1.0",
        "corpus": "abc123",
        "items": tuple(judged),
        "sandbox": "namespaces+seccomp",
    }
    return Result(**(known | more))


def ungraded(student="seoyeon", message="The file is empty", **more):
    judged = Item("double", 0, 7, "ungraded", message=message)
    return result(student, judged, status="ungraded", score=None, message=message, **more)


def hostile():
    """Everything a student can choose, chosen badly."""
    got = {
        "kind": "raised",
        "error": HOSTILE,
        "message": HOSTILE * 50,
        "trace": [{"cell": 1, "line": 1, "source": HOSTILE}],
    }
    example = counterexample("raised", RIGHT, got)
    judged = [
        Item(HOSTILE, 0, 7, "error", aspects=scores(), counterexample=example),
        wrong(
            "unsupported", counterexample=counterexample("unsupported", RIGHT, {"kind": "unsupported", "data": HOSTILE})
        ),
    ]
    return result(HOSTILE * 9, *judged, notes=(HOSTILE,), message=HOSTILE)


COURSE = CourseText(
    titles={"a01_double": {"en": "Doubling", "ko": "두 배"}},
    facts={"a01_double": {"double": facts()}},
    name={"en": "Arithmetic", "ko": "산수"},
)
