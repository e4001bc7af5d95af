"""Pictures in a student's own cells cost no points: where answers are asked for, nothing is drawn."""

import shutil

import numpy as np
import pytest

from autograder.sandbox.session import Session
from autograder.sandbox.wire import pack

pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap: sudo apt install bubblewrap")

OWN_CELLS = (
    "import numpy as np\nimport cnnkit.show\nfrom cnnkit import check, show\nfrom cnnkit.show import sliding_window",
    "show.output_size(7, 3, stride=[1, 2, 3])",
    "picture = sliding_window(np.ones((4, 4)), np.ones((3, 3)), pad=1, step=5)\npicture.savefig('window.png')\npicture",
    "cnnkit.show.unfold(np.ones((4, 4)), 2, 2)",
    "figures = [show.filters(np.ones((2, 1, 3, 3))), show.precision_recall([1], [1])]\nfor one in figures: one",
    "print(len(show.sliding_window(np.ones((4, 4)), np.ones((3, 3)), animate=True).frames))",
    "def double(x):\n    show.feature_maps(x); show.learning_curves({'loss': [1]}); show.receptive_field([(3, 1)])\n"
    "    return 2 * x",
    "check(double)",
)


@pytest.fixture
def session():
    with_pictures = Session()
    yield with_pictures
    with_pictures.close()


def test_an_answer_beside_pictures_is_answered(session):
    cells = [{"number": number, "source": source} for number, source in enumerate(OWN_CELLS, 1)]
    assert session.load(cells, ("double",)) == []
    assert session.call("double", pack((np.arange(3),))).value.tolist() == [0, 2, 4]
