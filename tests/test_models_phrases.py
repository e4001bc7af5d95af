"""What the comparison says, word by word in both languages; and phrases as data: stored, read back, never trusted."""

import ast
import json
import re
from pathlib import Path

import pytest
from markupsafe import Markup

import autograder.models
from autograder.i18n import translator
from autograder.locale import update
from autograder.models.config import read_model
from autograder.models.difference import compare
from autograder.models.graph import canonical
from autograder.models.phrase import Phrase, from_json, phrase, phrases
from autograder.models.refused import ModelRefused, shown
from autograder.reports.words import html_words
from tests.test_models_config import BOMBS, STRANGE
from tests.test_models_difference import TOLD, graph, one, scaled_to_nothing
from tests.test_models_networks import applications, basic_block, free, resnet50

ENGLISH, KOREAN = translator("en"), translator("ko")

# name in TOLD: what is said first, read aloud and found good
GOLDEN = {
    "smaller kernel": (
        "The second convolution has a 3×3 kernel; expected: a 5×5 kernel.",
        "두 번째 합성곱: 지금은 필터 크기 3×3, 기대한 것은 필터 크기 5×5.",
    ),
    "fewer filters": (
        "The second convolution has 12 filters; expected: 16 filters.",
        "두 번째 합성곱: 지금은 필터 12개, 기대한 것은 필터 16개.",
    ),
    "valid for same": (
        "The first convolution has padding='valid'; expected: padding='same'.",
        "첫 번째 합성곱: 지금은 padding='valid', 기대한 것은 padding='same'.",
    ),
    "no bias": (
        "The first convolution has no bias; expected: a bias.",
        "첫 번째 합성곱: 지금은 편향 없음, 기대한 것은 편향 있음.",
    ),
    "tanh for ReLU": (
        "The activation after the first convolution is tanh; expected: ReLU.",
        "첫 번째 합성곱 다음의 활성화 함수: 지금은 tanh, 기대한 것은 ReLU.",
    ),
    "no activation": (
        "Missing: a ReLU, after the first convolution and before the first max pooling.",
        "빠진 층이 있어요: ReLU. 들어갈 자리: 첫 번째 합성곱 다음, 첫 번째 최대 풀링 앞.",
    ),
    "average pooling": (
        "After the first convolution comes average pooling (2×2, stride 2); expected: max pooling (2×2, stride 2). "
        "The same in one other place.",
        "첫 번째 합성곱 다음: 지금은 평균 풀링(2×2, 스트라이드 2), 기대한 것은 최대 풀링(2×2, 스트라이드 2). "
        "다른 1곳도 똑같아요.",
    ),
    "a Dense layer too few": (
        "Missing: a Dense layer (120 units) and a ReLU, after the second max pooling and before the first Dense layer.",
        "빠진 층이 있어요: 완전연결(Dense) 층(유닛 120개) 및 ReLU. 들어갈 자리: 두 번째 최대 풀링 다음, "
        "첫 번째 완전연결(Dense) 층 앞.",
    ),
    "no softmax": (
        "Missing: a softmax, after the third Dense layer, at the end.",
        "빠진 층이 있어요: softmax. 들어갈 자리: 세 번째 완전연결(Dense) 층 다음, 맨 끝.",
    ),
    "another input": (
        "The input has shape (32, 32, 1); expected: shape (28, 28, 1).",
        "입력: 지금은 모양 (32, 32, 1), 기대한 것은 모양 (28, 28, 1).",
    ),
    "less dropout": (
        "The Dropout after the first Dense layer has rate 0.3; expected: rate 0.5. The same in one other place.",
        "첫 번째 완전연결(Dense) 층 다음의 Dropout: 지금은 비율 0.3, 기대한 것은 비율 0.5. 다른 1곳도 똑같아요.",
    ),
    "ReLU, then normalisation": (
        "After the first convolution comes ReLU, then BatchNormalization; expected: BatchNormalization, then ReLU.",
        "첫 번째 합성곱 다음: 지금은 ReLU → BatchNormalization, 기대한 것은 BatchNormalization → ReLU.",
    ),
    "ReLU before the addition": (
        "After the second convolution comes ReLU, then addition; expected: addition, then ReLU.",
        "두 번째 합성곱 다음: 지금은 ReLU → 덧셈, 기대한 것은 덧셈 → ReLU.",
    ),
    "ReLU before and after the addition": (
        "One ReLU too many, after the second convolution and before the addition.",
        "ReLU 하나가 더 있어요: 두 번째 합성곱 다음, 덧셈 앞.",
    ),
    "no shortcut": (
        "The shortcut is missing: an addition is expected, after the second convolution and before the ReLU.",
        "지름길 연결(shortcut)이 빠졌어요. 덧셈이 있어야 할 곳: 두 번째 합성곱 다음, ReLU 앞.",
    ),
    "joined, not added": (
        "After the second convolution comes concatenation; expected: addition.",
        "두 번째 합성곱 다음: 지금은 이어 붙이기(Concatenate), 기대한 것은 덧셈.",
    ),
    "shortcut from the middle": (
        "The addition reads the ReLU after the first convolution; expected: the input.",
        "덧셈 앞에 이어진 것: 지금은 첫 번째 합성곱 다음의 ReLU, 기대한 것은 입력.",
    ),
    "added to itself": (
        "The addition reads the BatchNormalization after the second convolution twice; expected: once, and the input.",
        "덧셈: 같은 것을 두 번 받았어요 (두 번째 합성곱 다음의 BatchNormalization). 한 번은 이것이어야 해요: 입력.",
    ),
    "stride in the wrong place": (
        "The first convolution has stride 1, and the third convolution has stride 2; expected: the other way round.",
        "두 층이 서로 바뀌었어요. 지금은 첫 번째 합성곱: 스트라이드 1, 세 번째 합성곱: 스트라이드 2.",
    ),
    "normalised along the rows": (
        "The BatchNormalization after the first convolution has axis=1; expected: axis=-1.",
        "첫 번째 합성곱 다음의 BatchNormalization: 지금은 axis=1, 기대한 것은 axis=-1.",
    ),
    "a block too few": (
        "Missing: a block of 2 × convolution, 2 × BatchNormalization, 2 × ReLU and an addition, after the first "
        "addition and before the fourth convolution. The same in 2 other places.",
        "빠진 층이 있어요: 블록 1개(합성곱 2개, BatchNormalization 2개, ReLU 2개 및 덧셈). 들어갈 자리: "
        "첫 번째 덧셈 다음, 네 번째 합성곱 앞. 다른 2곳도 똑같아요.",
    ),
    "a projection in every block": (
        "Too many: a convolution (256 filters, 1×1) and a BatchNormalization, after the first addition and before the "
        "second addition. Likewise in 11 other places.",
        "층이 더 들어 있어요: 합성곱(필터 256개, 1×1) 및 BatchNormalization. 지금 자리: 첫 번째 덧셈 다음, "
        "두 번째 덧셈 앞. 다른 11곳도 비슷해요.",
    ),
    "padding of 3 for same": (
        "The convolution has a padding of 3 above and left, 2 below and right; expected: padding='same' (2 above and "
        "left, 3 below and right).",
        "합성곱: 지금은 패딩(위·왼쪽 3칸, 아래·오른쪽 2칸), 기대한 것은 padding='same'(위·왼쪽 2칸, 아래·오른쪽 3칸).",
    ),
    "a branch too few": (
        "The concatenation joins 3 branches; expected: 4 branches. The one with a convolution (16 filters, 1×1), "
        "a ReLU, a convolution (32 filters, 5×5) and a ReLU is missing.",
        "이어 붙이기(Concatenate): 지금은 가지 3개, 기대한 것은 가지 4개. 빠진 가지: 합성곱(필터 16개, 1×1), "
        "ReLU, 합성곱(필터 32개, 5×5) 및 ReLU.",
    ),
    "no auxiliary heads": (
        "The network has 1 output; expected: 3 outputs. An auxiliary head is a further output: keras.Model(inputs, "
        "[main, auxiliary]).",
        "네트워크: 지금은 출력 1개, 기대한 것은 출력 3개. 보조 분류기는 출력을 하나 더 두는 거예요: "
        "keras.Model(inputs, [main, auxiliary]).",
    ),
    "heads the other way round": (
        "The outputs are the right ones in another order. The main output comes first, then the auxiliary ones as they "
        "follow each other from the input on.",
        "출력은 모두 맞지만 순서가 달라요. 주 출력이 먼저 오고, 보조 출력은 입력에 가까운 것부터 와요.",
    ),
}


@pytest.fixture(scope="module")
def first():
    """What is said first about each of GOLDEN's networks."""
    with free():
        pairs = {name: (graph(TOLD[name][0]()), graph(TOLD[name][1]())) for name in GOLDEN}
    return {name: compare(*pair).differences[0].said for name, pair in pairs.items()}


@pytest.mark.parametrize("name", GOLDEN)
def test_the_first_difference_is_said_in_these_words(first, name):
    assert (first[name].say(ENGLISH), first[name].say(KOREAN)) == GOLDEN[name]


@pytest.mark.parametrize("name", GOLDEN)
def test_what_is_stored_is_read_back(first, name):
    assert from_json(json.loads(json.dumps(first[name].to_json()))) == first[name]


def notes():
    with free():
        many = compare(graph(resnet50()), graph(applications("ResNet50")())).notes
        unused = compare(graph(one(basic_block)), graph(one(scaled_to_nothing))).notes
    return [*many, *unused]


def test_notes_are_said_in_korean():
    said = [note.say(KOREAN) for note in notes()]
    assert said == [
        "편향 53개가 BatchNormalization 바로 앞에 있어요. 더한 편향은 정규화에서 도로 빠지니, "
        "use_bias=False로 아낄 수 있어요.",
        "가중치가 있는 층 4개(Conv2D 및 BatchNormalization) 때문에 출력이 달라지지는 않아서, 비교에서 뺐어요.",
    ]


def refusals():
    for name, (description, _) in (BOMBS | STRANGE).items():
        try:
            canonical(read_model(description))
        except ModelRefused as refused:
            yield name, refused.said


REFUSALS = dict(refusals())


def test_everything_hostile_and_everything_strange_is_refused_in_words():
    assert REFUSALS.keys() == (BOMBS | STRANGE).keys()


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_that_is_stored_is_read_back(name):
    assert from_json(json.loads(json.dumps(REFUSALS[name].to_json()))) == REFUSALS[name]


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_said_in_korean(name):
    said = REFUSALS[name].say(KOREAN)
    assert re.search("[가-힣]", said) and said.endswith(".")
    assert not re.search(r"\b(is|are|the|was|expected)\b", said), said


def test_one_and_many_are_told_apart():
    assert [phrases("{n} branch", "{n} branches", n).english() for n in (1, 2)] == ["1 branch", "2 branches"]


def test_a_long_number_is_grouped():
    assert (
        phrase("The model has more than {n} layers.", n=1_000_000).english()
        == "The model has more than 1,000,000 layers."
    )


# --- as markup ----------------------------------------------------------------------------------------------------


def test_names_are_code_in_markup_and_nothing_escapes():
    said = phrase("{layer} has {received}; expected: {expected}.", layer="<b>", received="a&b", expected=shown("same"))
    markup = said.say(html_words("en"))
    assert isinstance(markup, Markup)
    assert markup == "<code>&lt;b&gt;</code> has <code>a&amp;b</code>; expected: <code>&#34;same&#34;</code>."


def test_both_languages_stand_beside_each_other_once(first):
    markup = first["ReLU before and after the addition"].say(html_words("both"))
    assert [markup.count(f'<span lang="{language}">') for language in ("en", "ko")] == [1, 1]
    assert "<code>ReLU</code> 하나가 더 있어요: 두 번째 합성곱 다음, 덧셈 앞." in markup


# --- out of a stored result ---------------------------------------------------------------------------------------

NO_PHRASES = {
    "nothing": None,
    "text": "The model has no layers.",
    "no text": {"msgid": "", "values": {}},
    "no values": {"msgid": "x"},
    "a value too few": {"msgid": "{n} layers", "values": {}},
    "an attribute": {"msgid": "{n.__class__}", "values": {"n": 1}},
    "a width": {"msgid": "{n:>999999999}", "values": {"n": 1}},
    "a position": {"msgid": "{0}", "values": {"0": 1}},
    "half a brace": {"msgid": "{n", "values": {"n": 1}},
    "a brace in the plural": {"msgid": "{n}", "values": {"n": 1}, "many": "{n!r}"},
    "many of nothing": {"msgid": "x", "values": {}, "many": "y"},
    "many of a text": {"msgid": "x", "values": {"n": "2"}, "many": "y"},
    "true for a number": {"msgid": "{n}", "values": {"n": True}},
    "a list for a value": {"msgid": "{n}", "values": {"n": [1]}},
    "a long text": {"msgid": "x" * 501, "values": {}},
    "a long value": {"msgid": "{n}", "values": {"n": "x" * 501}},
    "something more": {"msgid": "x", "values": {}, "code": "y"},
}


@pytest.mark.parametrize("name", NO_PHRASES)
def test_what_is_no_phrase_is_not_read(name):
    with pytest.raises(ValueError, match="not a phrase"):
        from_json(NO_PHRASES[name])


def test_phrases_nested_without_end_are_not_read():
    tree = {"msgid": "x", "values": {}}
    for _ in range(30):
        tree = {"msgid": "{n}", "values": {"n": tree}}
    with pytest.raises(ValueError, match="not a phrase"):
        from_json(tree)


# --- in the catalogue ---------------------------------------------------------------------------------------------


def msgids(said):
    yield (said.msgid, said.many) if said.many else said.msgid
    for _, value in said.values:
        if isinstance(value, Phrase):
            yield from msgids(value)


def test_everything_said_is_in_the_korean_catalogue(first):
    known = {entry.id for entry in update.read("ko")}
    for said in [*first.values(), *REFUSALS.values(), *notes()]:
        assert set(msgids(said)) <= known


MODULES = sorted(Path(autograder.models.__file__).parent.glob("*.py"))


def calls(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node.args, f"{file.name}:{node.lineno}"


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.stem)
def test_sentences_are_written_out_where_babel_finds_them(file):
    for name, args, where in calls(file):
        if name in ("phrase", "phrases"):
            literal = args[: 1 if name == "phrase" else 2]
            assert all(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in literal), where


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.stem)
def test_no_refusal_is_bare_text(file):
    for name, args, where in calls(file):
        if name in ("ModelRefused", "NotAllowed", "Misfit"):
            assert not isinstance(args[-1], ast.JoinedStr | ast.Constant), where
