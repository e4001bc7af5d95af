"""What people read about a network that was trained, waits to be trained, or could not be."""

import csv
import gettext
import io
import json
import re
from dataclasses import replace

import junitparser
import pytest

from autograder.i18n import LANGUAGES, translator
from autograder.locale import update
from autograder.messages import message, text_card
from autograder.records import Item, Result
from autograder.reports import FORMATS, class_report
from autograder.reports.card import card_html
from autograder.reports.class_facts import class_facts
from autograder.reports.course_text import NO_COURSE
from autograder.reports.curves import losses_of, percent, spark
from autograder.reports.trained import trained, waits, with_training
from tests.report_samples import HOSTILE
from tests.test_reports_formats import Markup

NAME = "resnet_cifar (trained)"
CURVE = [0.412, 0.583, 0.661, 0.702, 0.741, 0.768, 0.779, 0.801, 0.812, 0.817]
LEARNT = {
    "recipe": "resnet_colour_fashion",
    "graph": "5f3a",
    "status": "trained",
    "profile": "quick",
    "accuracy": 0.817,
    "threshold": 0.79,
    "curve": CURVE,
    "seconds": 41.2,
    "device": "GPU",
    "beside": {"plain": 0.641, "a single Dense layer": 0.512},
}
REFUSED = {"msgid": "The model has no layers.", "values": {}}
WAITING = {"recipe": "resnet_colour_fashion", "graph": "5f3a", "status": "not trained yet"}
FAILED = {"graph": "5f3a", "status": "failed", "profile": "quick", "curve": []}
STATES = {
    "waiting": (Item(NAME, 0, 5, "ungraded", message="not trained yet"), WAITING),
    "learnt": (Item(NAME, 5, 5, "pass"), LEARNT),
    "flat": (Item(NAME, 0, 5, "wrong"), LEARNT | {"accuracy": 0.1, "curve": [0.1, 0.11, 0.1]}),
    "nearly": (Item(NAME, 4.5, 5, "partial"), LEARNT | {"accuracy": 0.78999}),
    "unmeasured": (Item(NAME, 0, 5, "ungraded", message="open"), LEARNT | {"threshold": None}),
    "nan": (Item(NAME, 0, 5, "wrong"), FAILED | {"reason": "nan", "curve": [0.1, 0.1]}),
    "memory": (Item(NAME, 0, 5, "ungraded", message="open"), FAILED | {"reason": "memory"}),
    "stuck": (Item(NAME, 0, 5, "wrong"), FAILED | {"reason": "stuck", "said": REFUSED}),
    "no network": (Item(NAME, 0, 5, "wrong"), {"status": "no network", "graph": None}),
    "not started": (Item(NAME, 0, 5, "not_started"), {"status": "no network", "graph": None}),
    "unknown": (Item(NAME, 0, 5, "ungraded", message="not trained yet"), None),
}


def result(*states, student="minjun"):
    judged = [STATES[state] for state in states]
    items = [replace(item, name=f"net{i} (trained)") for i, (item, _) in enumerate(judged)]
    decided = [item for item in items if item.status != "ungraded"]
    return Result(
        assignment="a11",
        student=student,
        status="graded",
        score=sum(item.points for item in decided),
        max_score=sum(item.max_points for item in decided),
        engine="1",
        corpus="c",
        items=tuple(items),
        training={f"net{i}": facts for i, (_, facts) in enumerate(judged) if facts},
    )


def item(state):
    return with_training(result(state)).items[0]


def card(state, language="en"):
    return card_html(item(state), None, language, standalone_css=False)


def read(state, language="en"):
    return re.sub(r"\s+", " ", " ".join(Markup(card(state, language)).texts))


@pytest.mark.parametrize("language", [*LANGUAGES, "both"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_card_in_every_language(state, language):
    assert "net0" in read(state, language) and "{" not in read(state, language)
    assert "(trained)" not in read(state, language)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("waiting", "is not trained yet Its points wait, and nothing is deducted."),
        ("unknown", "is not trained yet"),
        ("learnt", "learns It recognises 81.7% of the test pictures; 79% are asked for."),
        ("flat", "learns less than it should It recognises 10% of the test pictures"),
        ("unmeasured", "is trained, its points are open"),
        ("nan", "could not be trained The loss became nan in epoch 3"),
        ("memory", "could not be trained The training needed more memory than there is. The points stay open."),
        ("stuck", "could not be trained The model has no layers."),
        ("no network", "gives no network to train"),
        ("not started", "is not started yet"),
    ],
)
def test_each_state_is_told_in_plain_words(state, said):
    assert said in read(state)


@pytest.mark.parametrize("state", ["waiting", "unknown", "memory", "unmeasured"])
def test_what_is_not_decided_is_grey_and_has_no_points(state):
    assert 'class="ck ck-idle"' in card(state) and "– / 5" in card(state)


@pytest.mark.parametrize("state", STATES)
def test_the_text_says_the_same_as_the_card(state):
    told = message(item(state), None, "en")
    assert told.splitlines()[0].split(". ")[0] in re.sub(r"\s+", " ", read(state)) + "."
    assert text_card(item(state), None, "en", plain=True).isascii()
    text_card(item(state), None, "ko", plain=True).encode("cp949")


def test_accuracies_stand_beside_each_other_as_numbers_and_bars():
    assert "81.7%" in read("learnt") and "64.1%" in read("learnt") and "51.2%" in read("learnt")
    assert card("learnt").count('style="width:') == 3 and 'style="left:79.0%"' in card("learnt")
    assert re.search(r"plain +64\.1%", text_card(item("learnt"), None, "en"))


def test_the_curve_is_a_line_with_its_threshold_and_a_line_of_text():
    assert card("learnt").count("<polyline") == 1 and "▁" in card("learnt")
    assert "10 epochs · 41.2% → 81.7%" in read("learnt")
    found = trained(item("learnt"), translator("en"))
    heights = [float(point.split(",")[1]) for point in found.curve.points.split(" ")]
    assert heights == sorted(heights, reverse=True) and heights[-1] < found.curve.threshold < heights[0]


def test_an_accuracy_below_the_threshold_never_reads_as_if_it_had_reached_it():
    assert percent(0.78999, 0.79) == "78.9%" and "78.9%" in read("nearly") and "79%" in read("nearly")


def test_a_curve_of_one_epoch_is_no_curve():
    short = replace(item("learnt"), counterexample={"training": LEARNT | {"curve": [0.4]}})
    assert "<polyline" not in card_html(short, None, "en")


def test_losses_that_no_curve_can_show_are_passed_over():
    assert losses_of([2.5, 1e308, -1e308, float("nan"), float("inf"), True, "1", 0.5]) == [2.5, 0.5]


def test_a_flat_curve_is_drawn_flat():
    assert spark([0.1, 0.1, 0.1], 0.1, 0.8) == "▁▁▁"


def test_numbers_that_are_none_are_passed_over():
    odd = LEARNT | {"accuracy": "0.9", "curve": ["nan", None, True, 2.0], "seconds": "long", "beside": {"x": None}}
    assert trained(replace(item("learnt"), counterexample={"training": odd}), translator("en")) is None


def test_what_comes_from_outside_is_escaped():
    odd = LEARNT | {"device": HOSTILE, "beside": {HOSTILE: 0.5}}
    assert "<script" not in card_html(replace(item("learnt"), counterexample={"training": odd}), None, "both")


def test_only_a_training_waits_for_training():
    assert waits(item("waiting")) and not waits(item("memory")) and not waits(Item("half", 0, 3, "ungraded"))


# --- every format -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_every_state(name, language):
    assert FORMATS[name].render([result(*STATES), result("learnt", student="seoyeon")], NO_COURSE, language)


def test_what_waits_is_skipped_in_junit():
    text = FORMATS["junit"].render([result("waiting", "learnt")], NO_COURSE, "en")
    cases = list(next(iter(junitparser.JUnitXml.fromstring(text))))
    assert [[type(one).__name__ for one in case.result] for case in cases] == [["Skipped"], []]


def test_gradescope_is_given_no_score_while_a_network_waits():
    document = json.loads(FORMATS["gradescope"].render([result("waiting", "learnt")], NO_COURSE, "en"))
    assert "waits to be trained" in document["output"] and all("score" not in test for test in document["tests"])


def test_gradescope_calls_a_person_where_one_is_needed():
    document = json.loads(FORMATS["gradescope"].render([result("waiting", "memory")], NO_COURSE, "en"))
    assert "a person will look at it" in document["output"]


def test_what_waits_is_an_empty_cell_in_the_table():
    text = FORMATS["csv"].render([result("waiting", "learnt")], NO_COURSE, "en").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["a11.net0 (trained)"] == "" and row["a11.net1 (trained)"] == "5" and row["total"] == "5"


def test_what_waits_has_an_hourglass_and_no_card_in_markdown():
    text = FORMATS["markdown"].render([result("waiting", "learnt")], NO_COURSE, "en")
    assert "⏳" in text and "❔" not in text and text.count("<details>") == 1


def test_a_kept_result_is_not_changed_by_being_shown():
    kept = result("learnt")
    assert json.loads(FORMATS["json"].render([kept], NO_COURSE, "en"))["items"][0]["counterexample"] is None


# --- the class ----------------------------------------------------------------------------------------------------


def a_class():
    other = {"net0": LEARNT | {"graph": "77aa", "accuracy": 0.83}}
    return [
        result("learnt", student="a"),
        result("learnt", student="b"),
        replace(result("learnt", student="c"), training=other),
        result("no network", student="d"),
    ]


def test_submissions_with_the_same_network_are_one_training():
    (facts,) = class_facts([with_training(one) for one in a_class()]).trainings
    assert [group.members for group in facts.networks] == [{0, 1}, {2}]
    assert (facts.function, facts.n, facts.n_trained) == ("net0", 3, 2)
    assert facts.seconds == pytest.approx(82.4)


def test_the_page_says_how_many_networks_were_trained_for_how_many_submissions():
    page = class_report.render(a_class(), NO_COURSE, "en")
    section = re.search(r'<section class="card g1 tr".*?</section>', page, re.DOTALL)[0]
    assert re.search(r"2 networks<.*3 submissions<.*2 trained, each distinct one once", section)
    assert section.count("<polyline") == 2 and "83%" in section and section.count("data-g=") == 2


def test_a_class_without_training_has_no_such_section():
    page = class_report.render([replace(result(), training=None)], NO_COURSE, "en")
    assert 'class="card g1 tr"' not in page and "waits for training" not in page


def test_waiting_for_training_needs_no_person_and_a_failure_of_the_machine_does():
    scopes = [class_facts([with_training(result(state))]).scopes[0].n_ungraded for state in ("waiting", "memory")]
    assert scopes == [0, 1]


def test_waiting_is_a_part_of_its_own_in_the_bars():
    facts = class_facts([with_training(result("waiting"))])
    assert facts.functions[0].counts["w"] == 1 and facts.functions[0].counts["u"] == 0
    assert "waits for training" in class_report.render([result("waiting")], NO_COURSE, "en")


# --- names and signs ----------------------------------------------------------------------------------------------


def test_a_training_that_is_not_started_has_a_message():
    assert message(STATES["not started"][0], None, "en").startswith("resnet_cifar is not started yet.")
    kept = json.loads(FORMATS["json"].render([result("not started")], NO_COURSE, "en"))
    assert kept["items"][0]["message"].startswith("net0 is not started yet.")


def test_what_took_too_long_has_another_sign_than_what_waits():
    rows = [replace(result("waiting"), items=(Item("slow", 0, 5, "timeout"), *result("waiting").items))]
    text = FORMATS["markdown"].render(rows, NO_COURSE, "en")
    signs = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("|")][2:]
    assert signs == ["⏰", "⏳"]


class Spoken(gettext.NullTranslations):
    """Every sentence between brackets and the language, so that what is not translated can be seen."""

    def __init__(self, language):
        super().__init__()
        self.language = language

    def gettext(self, message):
        return f"[{message}]{self.language}"


@pytest.fixture
def spoken(monkeypatch):
    for module in ("autograder.i18n", "autograder.reports.words"):
        monkeypatch.setattr(f"{module}.catalogue", Spoken)


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("format", ["markdown", "gradescope", "csv"])
def test_a_training_has_its_name_in_the_readers_language(format):
    text = FORMATS[format].render([result("waiting", "learnt")], NO_COURSE, "ko")
    text = text.decode() if isinstance(text, bytes) else text
    text = re.sub("&#(\\d+);", lambda found: chr(int(found[1])), text)
    assert "[net0 (trained)]ko" in text and text.count("(trained)") == text.count("(trained)]ko")


@pytest.mark.usefixtures("spoken")
def test_a_class_report_names_a_training_in_every_language():
    page = re.sub(r' data-\w+="[^"]*"', "", class_report.render([result("waiting")], NO_COURSE, "ko"))
    for language in LANGUAGES:
        assert f">[net0 (trained)]{language}</span>" in page
    assert page.count("(trained)") == page.count("(trained)]")


@pytest.mark.usefixtures("spoken")
def test_all_heads_of_a_table_are_in_the_readers_language():
    table = FORMATS["markdown"].render([result("waiting")], NO_COURSE, "ko")
    head = next(line for line in table.splitlines() if line.startswith("|"))
    assert head == "| | [Function]ko | [Points]ko | [Next]ko |"
    assert update.extract().get("Next"), "Babel finds nothing inside an f-string"
