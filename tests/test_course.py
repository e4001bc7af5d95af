"""The course holds together: every concept and worked example of the notes has its lesson and its check."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from autograder import lessons
from autograder.course import build, doctor, outline
from autograder.errors import CourseError
from tests import small_course

ROOT = Path(__file__).parents[1]

# What the chapters of the lecture notes teach. What a lesson says of itself is compared with this list, which is not
# read from any lesson.
CHAPTERS = {
    "images": "pixels; bytes of an image; bytes of a film; channels; grayscale; channels first and last",
    "convolution": "filter; cross-correlation; convolution; edges; edge filters; window; feature map; "
    "sparse interaction; parameter sharing; learned filter; gradient descent; "
    "3-D convolution; batch; block view; bias; ReLU",
    "sizes": "padding; stride; output size; same padding; parameter count; MACs; receptive field; 5x5 is two 3x3",
    "pooling": "max pooling; average pooling; global average pooling; shift invariance",
    "im2col": "im2col; col2im; convolution as a product; pooling by im2col",
    "losses": "softmax; numerical stability; cross-entropy; mean squared error; KL divergence; one-hot; log-softmax",
    "backpropagation": "chain rule; numerical gradient; backpropagation of ReLU; backpropagation of Affine; "
    "backpropagation of convolution; backpropagation of pooling; backpropagation of softmax and loss",
    "a network by hand": "a CNN from scratch; initial weights; SGD; Adam; accuracy; training",
    "famous networks": "LeNet; AlexNet; dropout; ZFNet; VGG; 1x1 convolution; Inception; auxiliary heads; GoogLeNet; "
    "degradation; residual connection; identity shortcut; projection shortcut; bottleneck; batch normalisation; ResNet",
    "seeing inside": "pictures of filters; pictures of feature maps; top patches; saliency; activation maximisation; "
    "Grad-CAM; occlusion",
    "measuring detectors": "IoU; non-maximum suppression; precision and recall; average precision; conventions of AP; "
    "mean average precision",
    "detectors": "sliding window; selective search; region proposals; R-CNN; Fast R-CNN; RoI pooling; RoI align; RPN; "
    "anchors; box encoding; Faster R-CNN; Mask R-CNN",
}
CONCEPTS = [name for chapter in CHAPTERS.values() for name in chapter.split("; ")]

# The worked examples of the notes: where each must stand, and the numbers that must come out there.
WORKED = {
    "4x4 image, pad 1": "a03 | 7 12 10 2 | 4 15 16 10 | 10 6 15 6 | 8 10 4 3 | 15 16 | 6 15",
    "7x7, stride 2": "a03 | 15 17 15 | 17 15 17",
    "7 wide, filter 3": "a02 | 5 | 3 | 2.33 | 2",
    "(28, 31), pad 2, stride 3, 5x5": "a02 | 10 | 11",
    "ten 5x5 filters on 32x32x3": "a02 | 760",
    "vertical edge filter": "a03 | 0 300 300 0 | spike",
    "edge filter -1, 1 on a step": "a01 | 0 0 100 0 0 | 0 300 300 0",
    "AlexNet conv1 and pool1": "a02 | 54.75 | 96",
    "AlexNet, 224 to 6": "a10 | 55.75 | 55 | 27 | 13 | 6",
    "AlexNet weights": "a02 | 6 million | 62,378,344 | 60,965,224",
    "softmax (2.2, 1.39, 0.85)": "a06 | 58682 | 26105 | 15213",
    "cross-entropy with class 0": "a06 | 53304 | 52763",
    "im2col (1, 3, 7, 7), 5x5": "a05 | (9, 75) | 147 | 675",
    "5x5 and two 3x3": "a02 | 25 | 18 | 49 | 27",
    "1800x1600 24-bit image": "a01 | 8.64",
    "a minute at 30 fps": "a01 | 15.55",
    "15 plates, 10 detections": "a12 | .833 | .857 | .75 | .778 | .7",
    "AP of the 15 plates": "a12 | 418 | 945 | 442328 | 441558 | 442244",
    "hits 0, 1, 0, 1, 1 of 4 objects": "a12 | 0.45 | 0.4 | 0.4364",
}


@pytest.fixture(scope="module")
def course():
    return [outline.outline(one) for one in lessons.lessons(ROOT / "solutions")]


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_concept_of_the_notes_has_a_lesson_and_a_check(course, concept):
    found = [(one, said) for one in course for said in one.concepts if said.names["en"] == concept]
    assert found, f"no lesson says concepts=[{concept!r}]"
    for one, said in found:
        task = next(task for task in one.tasks if task.name == said.check)
        assert not said.aspect or said.aspect in task.aspects
        assert re.search(r"[가-힣]|^[\w\s-]+$", said.names["ko"])


@pytest.mark.parametrize("example", WORKED)
def test_every_worked_example_of_the_notes_stands_in_its_lesson_with_its_numbers(course, example):
    where, *numbers = WORKED[example].split(" | ")
    [(one, said)] = [(one, said) for one in course for said in one.worked if said.names["en"] == example]
    assert one.lesson.startswith(where) and said.check in [task.name for task in one.tasks]
    text = plain(said.text)
    assert [number for number in numbers if number not in text] == []


def plain(text):
    """Without the marks of Markdown, LaTeX and arrays between numbers."""
    return re.sub(r"\s+", " ", re.sub(r"[*`$|\\\[\]·]|\{,\}(?=,)", " ", text.replace("{,}", ",")))


def test_every_graded_function_is_looked_at_for_a_concept(course):
    for one in course:
        taught = {said.check for said in one.concepts}
        assert {task.name for task in one.tasks} - taught <= KNOWN_REST.get(one.lesson, set()), one.lesson


KNOWN_REST = {
    "a10_lenet_to_vgg": {"vgg19"},  # VGG16 with three more layers
    "a11_inception_resnet": {"basic_block"},  # a bottleneck without its neck
    "a13_rcnn": {"decode_boxes", "clip_boxes"},  # the way back of encode_boxes
}


def test_a_lesson_builds_only_on_functions_that_came_before(course):
    names = [one.lesson for one in course]
    for i, one in enumerate(course):
        for needed in one.builds_on:
            earlier = course[names.index(needed.assignment)]
            assert names.index(earlier.lesson) < i
            assert not needed.function or needed.function in [task.name for task in earlier.tasks]


# --- how an author writes it ----------------------------------------------------------------------------------------

LESSON = """# %% [markdown] lang="en" builds_on=["b01_scale.scale", "b02_steps"]
# # Title
#
# A story.

# %% [markdown] lang="ko"
# # 제목
#
# 이야기예요.

# %% [markdown] lang="en" concepts=["padding [0] = f/values", "stride"]
# ## One

# %% [markdown] lang="ko" concepts=["패딩", "스트라이드"]
# ## 하나

# %%
check(g)
"""


def cells(text):
    return list(outline.cells_of(text, Path("lesson.py")))


def test_the_first_line_of_a_cell_says_what_it_teaches():
    found = list(outline._concepts(cells(LESSON), Path("lesson.py")))
    assert [(one.names["ko"], one.check, one.aspect) for one in found] == [
        ("패딩", "f", "values"),
        ("스트라이드", "g", ""),
    ]
    assert found[0].headings == {"en": "One", "ko": "하나"}


def test_what_a_lesson_builds_on_is_a_function_or_a_whole_assignment():
    assert outline.builds_on(cells(LESSON)) == (outline.Needed("b01_scale", "scale"), outline.Needed("b02_steps"))


def test_concepts_that_the_korean_cell_does_not_name_are_refused():
    with pytest.raises(CourseError, match=r"'One'.*same order"):
        list(outline._concepts(cells(LESSON.replace(', "스트라이드"', "")), Path("lesson.py")))


def test_a_first_line_that_is_no_list_of_texts_is_refused_with_its_number():
    with pytest.raises(CourseError, match="line 1: expected lists"):
        cells(LESSON.replace('["b01_scale.scale", "b02_steps"]', "[1]"))


# --- what the doctor and the builder make of it ---------------------------------------------------------------------


def marked(own_course, name, marks):
    """A lesson of the small course whose first English cell says more."""
    path = own_course / name / "lesson.py"
    text = path.read_text("utf-8").replace('lang="en"', f'lang="en" {marks}', 1)
    path.write_text(text, "utf-8")
    return lessons.lesson(own_course, name)


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ('builds_on=["b07_nowhere"]', "no such assignment: b01_scale, b02_steps"),
        ('builds_on=["b02_steps"]', "does not come before it"),
        ('builds_on=["b01_scale.shrink"]', "has only: scale, total"),
        ('builds_on=["b01_scale.scale", "b01_scale"]', None),
    ],
)
def test_the_doctor_finds_what_a_lesson_cannot_build_on(own_course, marks, said):
    patient = SimpleNamespace(lesson=marked(own_course, "b02_steps", marks))
    found = list(doctor.builds_on_what_came_before(patient))
    assert [said in one for one in found] == [True] if said else found == []


def test_the_doctor_finds_a_concept_without_a_check(own_course):
    path = own_course / "b01_scale" / "lesson.py"
    text = path.read_text("utf-8").replace('lang="en"', 'lang="en" concepts=["a = nothing", "b = scale/no such"]', 1)
    path.write_text(text.replace('lang="ko"', 'lang="ko" concepts=["가", "나"]', 1), "utf-8")
    small_course.build_all(own_course)
    found = list(doctor.concepts_are_looked_at(SimpleNamespace(lesson=lessons.lesson(own_course, "b01"))))
    assert len(found) == 2 and "no check of this lesson" in found[0] and "'no such' of scale, which has: " in found[1]


def test_what_a_lesson_builds_on_stands_at_the_head_of_its_notebook_and_nothing_else_of_it(own_course):
    lesson = marked(own_course, "b02_steps", 'builds_on=["b01_scale.scale", "b01_scale.total"] worked=["x"]')
    for language, words in (("en", "**Builds on** `b01_scale` (`scale`, `total`)"), ("ko", "**먼저 풀어 둘 과제** ")):
        notebook = json.loads(build.notebook(lesson, lessons.load(lesson), language))
        assert words in "".join(notebook["cells"][0]["source"])
        assert notebook["cells"][0]["metadata"] == {}
        assert notebook["metadata"]["cnnkit"]["builds_on"] == ["b01_scale.scale", "b01_scale.total"]
