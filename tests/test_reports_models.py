"""What people read about a function that builds a network: right, wrong, refused, or no network at all."""

import json
import re
from dataclasses import replace

import pytest

from autograder.i18n import LANGUAGES, translator
from autograder.messages import message, text_card
from autograder.records import Result
from autograder.reports import FORMATS, class_report
from autograder.reports.card import card_html
from autograder.reports.class_facts import class_facts
from autograder.reports.columns import WIDTH, width
from autograder.reports.course_text import CourseText
from autograder.reports.networks import networks
from autograder.reports.rails import MOST_LANES, rail_text, rails
from tests.model_samples import BLOCK, judged, models
from tests.report_samples import HOSTILE
from tests.test_reports_card import KEPT_BY_NOTEBOOKS
from tests.test_reports_formats import Markup

MODELS = models()
DRAWN = [name for name, (item, _) in MODELS.items() if "graphs" in (item.counterexample or {})]
KEPT = KEPT_BY_NOTEBOOKS | {"table", "thead", "tbody", "tfoot", "tr", "th", "td", "ol"}


def card(name, language="en"):
    return card_html(*MODELS[name], language, standalone_css=False)


def told(name, language="en", **options):
    return text_card(*MODELS[name], language, **options)


def read(name, language="en"):
    return re.sub(r"\s+", " ", " ".join(Markup(card(name, language)).texts))


@pytest.mark.parametrize("language", [*LANGUAGES, "both"])
@pytest.mark.parametrize("name", MODELS)
def test_every_state_has_a_card_in_every_language(name, language):
    found = read(name, language)
    assert MODELS[name][0].name in found and "{" not in found
    assert bool(re.search("[가-힣]", found)) == (language != "en")


@pytest.mark.parametrize("name", MODELS)
def test_a_card_is_made_of_what_a_notebook_keeps(name):
    page = Markup(card(name))
    assert set(page.tags) <= KEPT
    assert {key for key, _ in page.attributes} <= {
        "class",
        "style",
        "lang",
        "aria-hidden",
        "scope",
        "colspan",
        "tabindex",
    }


@pytest.mark.parametrize("name", DRAWN)
def test_a_layer_that_differs_is_marked_by_a_sign_and_a_word_and_a_colour(name):
    rows = re.findall(r'<td class="a\d[^"]* (extra|missing|changed|moved)[^"]*" style="([^"]*)">(.*?)</td>', card(name))
    assert rows
    for mark, style, content in rows:
        sign, word = {
            "extra": ("+", "one too many"),
            "missing": ("−", "missing"),
            "changed": ("≠", "different"),
            "moved": ("↕", "in another place"),
        }[mark]
        assert f">{sign}</b>" in content and f"{word}: " in content and "background:rgba(" in style


def test_without_its_style_sheet_the_card_still_shows_the_branches():
    bare = re.sub(r"<.*?>", "", card("named")).replace("\u00a0", " ").replace("&nbsp;", " ")
    assert "●─╮" in bare and "●─╯" in bare and re.search(r"● │ +\+ one too many: ReLU", bare)


def test_both_networks_stand_side_by_side_in_text():
    lines = told("named").splitlines()
    assert any(line.count("●─╮ Input") == 2 for line in lines)
    marked = next(line for line in lines if "+ ● │ ReLU" in line)
    assert marked.strip().startswith("│ │")  # on the other side only the lanes go on


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DRAWN)
def test_no_line_of_a_picture_is_wider_than_a_terminal(name, language):
    picture = [line for line in told(name, language).splitlines() if re.search("[●┊│]", line)]
    assert picture and max(map(width, picture)) <= WIDTH + 4


@pytest.mark.parametrize("name", MODELS)
def test_an_old_console_can_show_every_card(name):
    assert told(name, plain=True).isascii()
    told(name, "ko", plain=True).encode("cp949")


def test_the_smallest_difference_stands_under_the_verdict():
    item, facts = MODELS["named"]
    said = item.counterexample["differences"][0]["said"]
    assert message(item, facts, "en").startswith("identity_block builds a different network. Called: identity_block(")
    assert "One ReLU too many" in read("named") and said["msgid"].startswith("One {")


def test_a_named_mistake_is_asked_as_a_question():
    assert "Is there an activation right before the addition?" in read("named")
    assert "the same network in all 2 calls" in read("named")
    assert "model.summary()" in read("unnamed") and "Is there an activation" not in read("unnamed")


def test_several_differences_are_a_list():
    assert card("vgg16").count("<li>") == len(MODELS["vgg16"][0].counterexample["differences"]) > 1
    assert "<ol" not in card("named")


def test_differences_that_are_not_listed_are_counted():
    item, facts = MODELS["shared"]
    item = replace(item, counterexample=item.counterexample | {"more": 4})
    assert "and 4 more differences" in card_html(item, facts, "en") and "and 4 more" in text_card(item, facts, "en")


def test_notes_are_shown_also_where_all_is_right():
    item, facts = MODELS["right"]
    note = {"msgid": "Branches are joined in another order.", "values": {}}
    item = replace(item, counterexample={"notes": [note]})
    for shown in (card_html(item, facts, "en"), text_card(item, facts, "en")):
        assert "Good to know" in shown and "Branches are joined in another order." in shown


def test_a_right_network_is_praised_for_its_calls_not_for_inputs():
    assert "It is the network that is asked for, in all 2 calls." in read("right")
    assert "input" not in message(*MODELS["right"], "en")


def test_a_refused_model_is_told_what_to_do_instead():
    found = read("refused")
    assert "cannot be compared" in found and "Rescaling" in found
    assert "What was called" in found and "Both networks" not in found


@pytest.mark.parametrize("name", ["refused", "none", "number", "raised"])
def test_where_there_is_no_network_no_part_is_called_wrong(name):
    assert "ck-no" not in card(name) and "✗ wiring" not in told(name)


def test_nothing_returned_is_said_so():
    assert "It returned None" in read("none") and "return" in message(*MODELS["none"], "en")
    assert "returns no model" in read("number") and "keras.Model(inputs, outputs)" in read("number")


def test_the_totals_of_both_networks_stand_below():
    assert "163,696" in card("shared") and "224,608" in card("shared")
    assert "parameters: 163,696" in told("shared")


def test_a_total_that_differs_is_bold_and_one_that_does_not_is_not():
    foot = re.search(r"<tfoot>.*</tfoot>", card("shared"))[0]
    assert "<b>163,696</b>" in foot and "<b>28×28×256</b>" not in foot


def test_a_long_network_is_folded_and_says_so():
    assert "77 layers, the same" in card("resnet50") and "77 layers, the same" in told("resnet50")
    assert re.search(r"\d+ layers, \d+ of them different", card("resnet50 bare"))


def test_a_card_of_resnet_is_small():
    assert len(card("resnet50 bare")) < 30_000


def test_what_a_picture_holds_is_escaped():
    item, facts = MODELS["named"]
    graphs = json.loads(json.dumps(item.counterexample["graphs"]).replace("BatchNorm", "<script>alert(1)</script>"))
    hostile = item.counterexample | {"graphs": graphs, "call": HOSTILE, "differences": [{"said": {"msgid": HOSTILE}}]}
    page = card_html(replace(item, counterexample=hostile), facts, "both")
    assert "<script" not in page and "&lt;script&gt;" in page


def test_a_sentence_that_is_not_ours_is_not_said():
    item, facts = MODELS["named"]
    broken = item.counterexample | {"differences": [{"said": {"msgid": "{x.__class__}", "values": {"x": 1}}}, {}]}
    assert "class" not in text_card(replace(item, counterexample=broken), facts, "en")


def test_a_result_without_a_picture_has_none():
    assert networks({}, translator("en")) is None
    assert networks({"graphs": {"lines": 3, "expected": [], "yours": []}}, translator("en")) is None


def row(number, *inputs):
    return {"id": number, "line": number, "inputs": list(inputs)}


def lanes(*rows):
    drawn, n = rails(rows, len(rows))
    return [rail_text(rail, n) for rail in drawn]


def test_a_chain_has_one_lane():
    assert lanes(row(0), row(1, 0), row(2, 1)) == ["●", "●", "●"]


def test_a_shortcut_runs_beside_what_it_skips():
    assert lanes(row(0), row(1, 0), row(2, 0, 1)) == ["●─╮", "● │", "●─╯"]


def test_branches_have_a_lane_each_from_where_they_begin():
    assert lanes(row(0), row(1, 0), row(2, 0), row(3, 0), row(4, 1, 2, 3)) == [
        "●─┬─╮",
        "● │ │",
        "│ ● │",
        "│ │ ●",
        "●─┴─╯",
    ]


def test_lanes_that_are_crossed_go_on():
    drawn = lanes(row(0), row(1, 0), row(2, 0, 1), row(3, 1, 2), row(4, 0, 3))
    assert drawn == ["●─┬─╮  ", "●─┼─┼─╮", "●─╯ │ │", "●───┼─╯", "●───╯  "]


def test_very_many_branches_share_the_last_lane():
    many = [row(0), *(row(i, 0) for i in range(1, 30)), row(30, *range(1, 30))]
    drawn, n = rails(many, 31)
    assert n == MOST_LANES and len({len(rail_text(rail, n)) for rail in drawn}) == 1


def submission(student, *names, **more):
    judged = tuple(MODELS[name][0] for name in names)
    known = {"status": "graded", "score": 1.0, "max_score": 99.0, "engine": "1", "corpus": "c", "items": judged}
    return Result(**({"assignment": "a11", "student": student} | known | more))


COURSE = CourseText(facts={"a11": {facts.name: facts for _, facts in MODELS.values()}})


def test_the_same_unnamed_difference_is_one_cluster_whatever_the_names():
    rows = [submission("a", "unnamed"), submission("b", "unnamed"), submission("c", "order"), submission("d", "named")]
    (cluster,) = class_facts(rows).clusters
    assert cluster.members == {0, 1}
    page = class_report.render(rows, COURSE, "en")
    assert re.search(r"→ <b>.*One .*ReLU.* too many", page)


def test_refused_models_are_a_cluster_by_their_reason():
    rows = [submission("a", "refused"), submission("b", "refused"), submission("c", "number")]
    assert [cluster.members for cluster in class_facts(rows).clusters] == [{0, 1}]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_networks(name, language):
    rows = [submission("a", *MODELS), submission("b", "named")]
    assert FORMATS[name].render(rows, COURSE, language)


def test_a_class_of_networks_has_cards_in_both_languages():
    page = class_report.render([submission("a", *MODELS)], COURSE, "ko")
    assert page.count('<noscript id="f') == len({repr(item) for item, _ in MODELS.values()})
    assert "default-src 'none'" in page and "http" not in re.sub(r"http-equiv", "", page)


# --- what is no model, and what the box forbids -------------------------------------------------------------------

NO_MODELS = {
    "tensor that was not made from the input": (
        "It returned a tensor that was not made from what it was given.",
        "do not make a keras.Input of your own inside a block",
    ),
    "KerasTensor": ("It returned a tensor without its model.", "Return keras.Model(inputs, outputs), with"),
    "list of Flatten, Dense, Dense": (
        "It returned a list with these in it: Flatten, Dense, Dense.",
        "as in x = layers.Flatten()(x)",
    ),
    "tuple of Functional, dict": (
        "It returned a tuple with these in it: Functional, dict.",
        "Return the model alone.",
    ),
    "Dense": ("It returned a value of the type Dense.", "as in x = layers.Flatten()(x)"),
    "dict": ("It returned a value of the type dict.", "or for a block the tensor"),
}


@pytest.mark.parametrize("what", NO_MODELS)
def test_what_came_back_in_the_place_of_a_model_is_said_with_what_to_do_about_it(what):
    item, known = judged(BLOCK, lambda x, filters: None), BLOCK
    got = {"difference": "not_a_model", "got": {"kind": "unsupported", "data": what}}
    item = replace(item, counterexample=item.counterexample | got)
    said, tip = NO_MODELS[what]
    plain, card = message(item, known, "en"), card_html(item, known, "en")
    assert said in plain and tip in plain and "Called: identity_block(" in plain
    assert said in re.sub("<.*?>", "", card) and tip in re.sub("<.*?>", "", card)


def test_the_type_of_what_came_back_is_escaped():
    item = MODELS["number"][0]
    hostile = item.counterexample | {"got": {"kind": "unsupported", "data": f"list of {HOSTILE}"}}
    assert "<script" not in card_html(replace(item, counterexample=hostile), BLOCK, "both")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            "Exception",
            "URL fetch failure on https://a.b/c.npz: None -- Temporary failure in name resolution",
        ),
        ("URLError", "<urlopen error timed out>"),
        ("gaierror", "[Errno -2] Name or service not known"),
    ],
)
def test_a_download_that_fails_is_not_called_a_mistake_of_the_code(error, said):
    item = MODELS["raised"][0]
    got = item.counterexample["got"] | {"error": error, "message": said}
    told = message(replace(item, counterexample=item.counterexample | {"got": got}), BLOCK, "en")
    assert "While grading there is no network" in told
    assert "While grading" not in message(item, BLOCK, "en")


def test_the_advice_is_for_a_block_as_well_as_for_a_model():
    told = message(*MODELS["unnamed"], "en")
    assert "model.summary() lists those of a model, keras.Model(x, y).summary() those of a block" in told


KERAS_SAYS = (
    "A `Concatenate` layer requires inputs with matching shapes except for the concatenation axis. "
    "Received: input_shape=[(None, 28, 28, 64), (None, 28, 28, 128), (None, 14, 14, 32), (None, 28, 28, 32)] \x1b[0m\n"
)


def test_the_end_of_what_keras_says_is_shown_and_stays_on_one_line():
    item = MODELS["raised"][0]
    got = item.counterexample["got"] | {"error": "ValueError", "message": KERAS_SAYS + "more " * 200}
    item = replace(item, counterexample=item.counterexample | {"got": got})
    rows = [Result("a11", "a", "graded", 0.0, 9.0, "1", "c", (item,))]
    told = [message(item, BLOCK, "en"), text_card(item, BLOCK, "en"), card_html(item, BLOCK, "en")]
    told += [FORMATS[name].render(rows, COURSE, "en") for name in ("markdown", "gradescope")]
    for text in told:
        text = re.sub("&#(\\d+);", lambda found: chr(int(found[1])), text)
        (line,) = (line for line in text.splitlines() if "`Concatenate`" in line)
        assert "(None, 14, 14, 32), (None, 28, 28, 32)]" in line and "\x1b" not in line and "more " * 60 not in line
