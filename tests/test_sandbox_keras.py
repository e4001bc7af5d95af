"""Boxes with Keras: what comes back from a function that builds a network, and that no box harms the next."""

import gc
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest

from autograder.errors import GraderError
from autograder.models.config import read_model
from autograder.sandbox import mounts, packages, probe, template
from autograder.sandbox.inside.values import FeatureMap
from autograder.sandbox.session import Limits, Session
from autograder.sandbox.wire import pack
from tests.attacks import networks

pytestmark = [
    pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap: sudo apt install bubblewrap"),
    pytest.mark.skipif(packages.find_spec("keras") is None, reason="needs Keras: pip install keras tensorflow"),
]

NOTHING = pack(())
FAST = replace(Limits.for_models(), load_s=5.0, call_s=5.0)


def keras_template():
    """The preloaded process whose next child a box will be."""
    taken = template._take("namespaces+seccomp", ("keras",))
    taken.has_child = False
    return taken


def loaded(source, *, limits=FAST, isolation="auto"):
    session = Session(limits=limits, packages=("keras",), isolation=isolation)
    cells = source if isinstance(source, list) else [source]
    errors = session.load([{"number": n, "source": cell} for n, cell in enumerate(cells, 1)], [])
    return session, errors


NETWORKS = """
import numpy as np, keras, tensorflow as tf
from keras import layers

def net(units=2):
    image = keras.Input((8, 8, 1))
    x = layers.Conv2D(4, 3, activation="relu")(image)
    return keras.Model(image, layers.Dense(units)(layers.Flatten()(x)))
def sequential():
    return keras.Sequential(LAYERS)
def compiled():
    model = net()
    model.compile(keras.optimizers.Adam(1e-3), keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
    model.summary()
    return model
class Mine(keras.Model):
    def __init__(self):
        image = keras.Input((8, 8, 1))
        x = layers.Conv2D(4, 3, activation="relu")(image)
        super().__init__(image, layers.Dense(2)(layers.Flatten()(x)))
def subclass_of_functional(): return Mine()
class MySequential(keras.Sequential): pass
def subclass_of_sequential(): return MySequential(LAYERS)
LAYERS = [keras.Input((8, 8, 1)), layers.Conv2D(4, 3, activation="relu"), layers.Flatten(), layers.Dense(2)]
def with_gradients():
    model = net()
    with tf.GradientTape() as tape: total = tf.reduce_sum(model(np.ones((1, 8, 8, 1), "float32")))
    tape.gradient(total, model.trainable_variables)
    return model
def with_weights():
    model = net()
    model.set_weights([weight * 0 for weight in model.get_weights()])
    model.predict(np.ones((1, 8, 8, 1)), verbose=0)
    return model
GLOBAL = layers.Dense(2)
def with_a_global_layer():
    image = keras.Input((8, 8, 1))
    return keras.Model(image, GLOBAL(layers.Flatten()(layers.Conv2D(4, 3, activation="relu")(image))))

def block(x, filters): return layers.add([x, layers.Conv2D(filters, 3, padding="same")(x)])
def twice(x): return x, layers.ReLU()(x)
def unchanged(x): return x
def merged(a, b): return layers.add([a, b])
def of_a_list(maps): return layers.add(maps)
def sequential_applied(x): return keras.Sequential([layers.Dense(3), layers.ReLU()])(x)

class Subclassed(keras.Model):
    def call(self, x): return x
def subclassed(): return Subclassed()
def pair(): return net(), {"accuracy": 1}
def mapping(): return {"model": net()}
def layer(): return layers.Conv2D(3, 3)
def number(): return 3
def nothing(): pass
def array(): return np.ones(3)
def tensor_of_its_own(): return net().output
def other_input(x): return net().output

def too_small():
    image = keras.Input((8, 8, 1))
    return keras.Model(image, layers.Conv2D(4, 30)(image))
def trains():
    model = net()
    model.compile("sgd", "mse")
    model.fit(np.ones((1, 8, 8, 1)), np.ones((1, 2)))
def large():
    image = keras.Input((8,))
    return keras.Model(image, layers.Dense(10**9)(image))
def broken(): return net
"""


@pytest.fixture(scope="module")
def session():
    session, errors = loaded(NETWORKS, limits=replace(FAST, total_s=200))
    assert errors == []
    yield session
    session.close()


def network(session, name, *args):
    outcome = session.build(name, pack(args))
    assert outcome.kind == "value", outcome
    return read_model(outcome.value)


# --- what comes back ----------------------------------------------------------------------------------------------


def test_a_model_comes_back_as_the_configuration_that_keras_writes(session):
    text = session.build("net", NOTHING).value
    assert [layer["class_name"] for layer in json.loads(text)["config"]["layers"]] == [
        "InputLayer", "Conv2D", "Flatten", "Dense"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["sequential", "compiled", "subclass_of_functional", "subclass_of_sequential", "with_gradients", "with_weights",
     "with_a_global_layer"],
)  # fmt: skip
def test_the_same_network_made_otherwise_reads_the_same(session, name):
    def kinds(name):
        return [(layer.kind, layer.options) for layer in network(session, name).layers]

    assert kinds(name) == kinds("net")


@pytest.mark.parametrize(
    ("name", "args", "n_inputs", "n_outputs"),
    [("block", (FeatureMap((8, 8, 4)), 4), 1, 1), ("twice", (FeatureMap((8, 8, 4)),), 1, 2),
     ("unchanged", (FeatureMap((8, 8, 4)),), 1, 1), ("merged", (FeatureMap((8, 8, 4)),) * 2, 2, 1),
     ("of_a_list", ([FeatureMap((8, 8, 4))] * 3,), 3, 1), ("sequential_applied", (FeatureMap((8,)),), 1, 1)],
)  # fmt: skip
def test_tensors_come_back_as_the_model_that_leads_to_them(session, name, args, n_inputs, n_outputs):
    config = json.loads(session.build(name, pack(args)).value)["config"]
    assert sum(layer["class_name"] == "InputLayer" for layer in config["layers"]) == n_inputs
    last = config["output_layers"]
    assert (1 if last and isinstance(last[0], str) else len(last)) == n_outputs


@pytest.mark.parametrize(
    ("name", "args", "what"),
    [("subclassed", (), "subclassed model"), ("pair", (), "tuple of Functional, dict"), ("mapping", (), "dict"),
     ("layer", (), "Conv2D"), ("number", (), "int"), ("nothing", (), "NoneType"), ("array", (), "ndarray"),
     ("tensor_of_its_own", (), "KerasTensor"), ("broken", (), "function"),
     ("other_input", (FeatureMap((8,)),), "tensor that was not made from the input")],
)  # fmt: skip
def test_what_is_no_network_comes_back_as_the_name_of_what_it_is(session, name, args, what):
    outcome = session.build(name, pack(args))
    assert (outcome.kind, outcome.value, outcome.message) == ("value", None, what)


def test_a_shape_that_does_not_fit_raises_what_keras_says_at_the_students_line(session):
    outcome = session.build("too_small", NOTHING)
    assert (outcome.kind, outcome.error) == ("raised", "ValueError")
    assert "8, 8, 1" in outcome.message
    assert outcome.trace[-1].source.strip() == "return keras.Model(image, layers.Conv2D(4, 30)(image))"


def test_a_function_that_trains_is_refused_at_once(session):
    outcome = session.build("trains", NOTHING)
    assert (outcome.kind, outcome.message) == ("raised", "Nothing is trained while this is graded.")


def test_a_network_of_billions_of_weights_takes_no_memory(session):
    units = json.loads(session.build("large", NOTHING).value)["config"]["layers"][1]["config"]["units"]
    assert units == 10**9


def test_a_name_that_is_not_there_is_missing(session):
    assert session.build("absent", NOTHING).kind == "missing"


def test_functions_of_numbers_are_called_as_without_keras(session):
    assert session.call("number", NOTHING).value == 3


def test_layers_are_called_by_the_names_they_have_at_home():
    session, _ = loaded("import keras\ndef name(): return keras.layers.Conv2D(3, 3).name")
    with session:
        assert session.call("name", NOTHING).value == "conv2d"


# --- a notebook's own lines ---------------------------------------------------------------------------------------


def test_what_notebooks_do_with_keras_works_or_costs_one_line():
    cells = {
        "from tensorflow import keras as k\nfrom tensorflow.keras.layers import *\nimport tensorflow as tf": "",
        "m = tf.keras.Sequential([Input((8, 8, 1)), Conv2D(3, 3), Flatten(), Dense(2)])\nm.summary()": "",
        "m.compile('adam', 'mse', metrics=['accuracy'])": "",
        "history = m.fit(range(9), range(9), epochs=10**6)": "RuntimeError",
        "m.evaluate(range(9), range(9))": "RuntimeError",
        "m(tf.zeros((1, 8, 8, 1)))": "",
        "m.predict(tf.zeros((1, 8, 8, 1)))": "",
        "print(tf.constant(1) + 1)": "",
        "k.utils.plot_model(m, 'x.png')": "ImportError",
        "k.datasets.fashion_mnist.load_data()": "Exception",
        "m.save('m.keras'); m.weights[0].numpy(); m.count_params()": "",
        "k.utils.set_random_seed(1); k.random.normal((3,))": "",
        "import keras.applications": "",
        "from keras.applications import VGG16": "ImportError",
        "import matplotlib.pyplot as plt; plt.imshow([[1]])": "",
        "import google.colab, IPython": "",
    }
    session, errors = loaded(list(cells))
    with session:
        wanted = [(n, error) for n, error in enumerate(cells.values(), 1) if error]
        assert [(error["cell"], error["error"]) for error in errors] == wanted


@pytest.mark.parametrize(
    "line", ["from keras.applications import VGG16", "import keras; keras.applications.VGG16(weights=None)"]
)
def test_a_borrowed_network_is_said_to_be_out_of_reach(line):
    session, errors = loaded([line])
    with session:
        assert [error["message"] for error in errors] == [
            "VGG16 of keras.applications is not available while this is graded: build it from layers"
        ]


READY_MADE = """
import gc, importlib, importlib.util, os, sys
import keras, tensorflow as tf

def by_name():
    found = []
    for name in ("keras", "keras.src", "keras._tf_keras.keras", "tensorflow.keras", "tensorflow.python.keras"):
        for tail in ("", ".resnet", ".vgg16", ".imagenet_utils", ".mobilenet"):
            try: module = importlib.import_module(f"{name}.applications{tail}")
            except ImportError: continue
            found += [word for word in vars(module) if not word.startswith("__")]
    return found
def by_path():
    found = []
    for top in ("/sp/keras", "/sp/tensorflow", os.path.dirname(keras.__file__)):
        for folder, _, files in os.walk(top):
            if "applications" in folder: found += files
    return found
def in_memory():
    words = ("ResNet50", "VGG16", "InceptionV3", "MobileNet", "DenseNet121", "preprocess_input")
    return sum(getattr(thing, "__name__", "") in words for thing in gc.get_objects())
def elsewhere():
    return [name for name in ("keras_hub", "keras_cv", "tensorflow_hub", "torchvision", "tf_keras")
            if importlib.util.find_spec(name)]
"""


@pytest.mark.parametrize("way", ["by_name", "by_path", "in_memory", "elsewhere"])
def test_no_ready_made_network_is_there_to_borrow(way):
    session, errors = loaded(READY_MADE)
    with session:
        assert errors == []
        value = session.call(way, NOTHING).value
        assert value in ([], 0) or len(value) == 0


# --- nobody harms anybody -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def expected():
    session, _ = loaded(networks.HONEST)
    with session:
        return session.build("net", NOTHING).value


@pytest.mark.parametrize("attack", networks.ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_costs_its_own_call_and_nothing_of_the_next(attack, expected):
    before = keras_template().box.process.pid
    limits = replace(FAST, respawns=3, memory_bytes=3 << 30)
    session, _ = loaded([networks.HONEST, attack.source], limits=limits)
    with session:
        outcome = session.build("net", NOTHING, wall_s=0.7 if "timeout" in attack.kinds else 5.0)
        assert outcome.kind in attack.kinds, outcome
        assert len(outcome.message) <= 500 and "\x1b" not in outcome.message
        assert len(outcome.value or "") <= (1 << 20) + 1
    following, errors = loaded([networks.HONEST, NEXT])
    with following:
        assert errors == []
        assert following.build("net", NOTHING).value == expected
        assert following.call("files", NOTHING).value == []
        assert following.call("threads", NOTHING).value == 4
    assert keras_template().box.process.pid == before


NEXT = """
import os, threading
def files(): return os.listdir("/tmp")
def threads():
    workers = [threading.Thread(target=threading.Event().wait, args=(0.01,)) for _ in range(4)]
    [worker.start() for worker in workers]
    return len(workers)
"""


def test_two_boxes_at_once_know_nothing_of_each_other(expected):
    hides = "import os, time\nopen('/tmp/mine', 'w').close()\ndef net(): return 1"
    first, _ = loaded(hides)
    second, _ = loaded([networks.HONEST, NEXT])
    with first, second:
        assert second.call("files", NOTHING).value == []
        assert second.build("net", NOTHING).value == expected
        assert first.call("net", NOTHING).value == 1


def _inner_and_child(session):
    """The numbers, outside, of the template and of a box that it forked."""
    inner = _below(session._box.template.box.process.pid)[0]
    facts = Path(f"/proc/self/fdinfo/{session._box.init}").read_text()
    return inner, int(re.search(r"^Pid:\s*(\d+)", facts, re.M)[1])


def test_a_forked_box_has_no_right_and_two_lists_of_calls():
    with Session(packages=("keras",)) as session:
        session.start()
        _, child = _inner_and_child(session)
        lines = Path(f"/proc/{child}/status").read_text().splitlines()
        status = {name: value.split() for name, _, value in (line.partition(":") for line in lines)}
    assert [int(status[f"Cap{kind}"][0], 16) for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")] == [0] * 5
    assert status["NoNewPrivs"] == ["1"]
    assert status["Seccomp_filters"] == ["2"]  # with the student's, which comes before the cells, three
    assert status["NSpid"][-1] == "1"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may look")
def test_a_forked_box_shares_no_namespace_and_no_memory_that_can_be_written():
    with Session(packages=("keras",)) as session:
        session.start()
        inner, child = _inner_and_child(session)
        shared = {
            kind
            for kind in ("mnt", "pid", "net", "ipc", "uts", "cgroup", "user")
            if os.readlink(f"/proc/{inner}/ns/{kind}") == os.readlink(f"/proc/{child}/ns/{kind}")
        }
        maps = [line.split()[1] for line in Path(f"/proc/{child}/maps").read_text().splitlines()]
    assert shared == {"user"}  # in which a child has no right at all
    assert [rights for rights in maps if "w" in rights and "s" in rights] == []


def test_a_file_is_read_loaded_and_asked_for_its_network_in_one_box():
    skeleton = {"cells": [{"id": "a", "kind": "answer", "grade_id": "net", "names": ["net"], "source": "def net(): 0"}]}
    with Session(packages=("keras",)) as session:
        notebook = session.read(skeleton, "a.py", b"# %%\n" + networks.HONEST.encode())
        assert session.load(notebook["cells"], ["net"]) == []
        assert session.build("net", NOTHING).kind == "value"
        assert session._starts == 1


def test_a_box_closed_in_the_middle_of_a_call_leaves_no_process():
    session, _ = loaded("def f():\n    while True: pass")
    pid = session._box.template.box.process.pid
    n_before = len(_below(pid))
    session.call("f", NOTHING, wall_s=0.2)
    session.close()
    assert len(_below(pid)) == n_before - 1


def _below(pid):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, rest = int(stat.parent.name), stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(rest[1]) == pid and rest[0] != "Z":
            found += [number, *_below(number)]
    return found


def test_fifty_forks_in_a_row_leave_memory_and_descriptors_flat():
    def fork():
        session, _ = loaded(networks.HONEST)
        with session:
            assert session.build("net", NOTHING).kind == "value"

    def size():
        inner = _below(keras_template().box.process.pid)[0]
        status = Path(f"/proc/{inner}/status").read_text()
        own = int(next(line.split()[1] for line in status.splitlines() if line.startswith("RssAnon")))
        return own, len(os.listdir(f"/proc/{inner}/fd")), len(os.listdir("/proc/self/fd"))

    for _ in range(5):
        fork()
    gc.collect()
    before = size()
    for _ in range(50):
        fork()
    after = size()
    assert after[1:] == before[1:]
    assert after[0] - before[0] < 2000  # KiB


# --- faults of ours -----------------------------------------------------------------------------------------------


def _kill(one):
    process = one.box.process
    os.kill(_below(process.pid)[0], signal.SIGKILL)


def test_a_template_that_dies_in_the_middle_of_a_call_costs_nobody_anything():
    """And the new one outlives the thread that asked for it."""
    template.close_templates()
    outcomes, templates = [], []

    def grade():
        session, _ = loaded("import time\ndef f():\n    time.sleep(1)\n    return 5")
        with session:
            threading.Timer(0.3, _kill, [session._box.template]).start()
            outcomes.append(session.call("f", NOTHING))
            templates.append(session._box.template)

    thread = threading.Thread(target=grade)
    thread.start()
    thread.join()
    session, _ = loaded(networks.HONEST)
    with session:
        outcomes.append(session.build("net", NOTHING))
    assert [outcome.kind for outcome in outcomes] == ["value", "value"]
    assert outcomes[0].value == 5
    assert keras_template() is templates[0]


def test_a_template_that_always_dies_is_our_fault(monkeypatch):
    session, _ = loaded("import os\ndef net(): os._exit(1)")
    with session:
        assert session.build("net", NOTHING).kind == "died"
        monkeypatch.setattr(template.Forked, "lost", lambda self: True)
        with pytest.raises(GraderError, match="--jobs 1"):
            session.build("net", NOTHING)


def test_a_child_that_fails_before_hello_is_our_fault_and_says_why():
    limits = replace(FAST, memory_bytes="all of it")
    with (
        Session(limits=limits, packages=("keras",)) as session,
        pytest.raises(GraderError, match="TypeError") as caught,
    ):
        session.start()
    assert "\n" not in str(caught.value)


def test_keras_that_is_not_installed_is_told_with_what_to_type(monkeypatch):
    monkeypatch.setattr(packages, "find_spec", lambda name: None)
    with pytest.raises(GraderError, match="python -m pip install keras tensorflow"):
        packages.backend()


def test_keras_without_a_backend_is_told_with_what_to_type(monkeypatch):
    monkeypatch.setattr(packages, "find_spec", lambda name: object() if name == "keras" else None)
    with pytest.raises(GraderError, match="python -m pip install tensorflow"):
        packages.backend()


def test_jax_stands_in_where_tensorflow_is_not_installed(monkeypatch):
    monkeypatch.setattr(packages, "find_spec", lambda name: object() if name in ("keras", "jax") else None)
    assert packages.backend() == "jax"


ENDLESS_GRADER = """
import sys
from autograder.sandbox.session import Session
from autograder.sandbox.wire import pack
session = Session(packages=("keras",))
session.load([{"number": 1, "source": "def f():\\n    while True: pass"}], ["f"])
print(session._box.template.box.process.pid, flush=True)
session.call("f", pack(()), wall_s=60)
"""


def test_killing_the_grader_removes_template_and_boxes():
    root = Path(__file__).parents[1]
    with subprocess.Popen([sys.executable, "-c", ENDLESS_GRADER], stdout=subprocess.PIPE, cwd=root) as grader:
        outer = int(grader.stdout.readline())
        family = [outer, *_below(outer)]
        assert len(family) == 3
        grader.send_signal(signal.SIGKILL)
    for _ in range(100):
        if not any(Path(f"/proc/{pid}").exists() for pid in family):
            return
        time.sleep(0.05)
    pytest.fail("still alive")


# --- beside -------------------------------------------------------------------------------------------------------


def test_a_box_shows_just_what_keras_needs():
    shown = {place.name for _, place in mounts.view(("keras",)).binds if place.parent == Path(mounts.PACKAGES)}
    required = {"keras", packages.backend(), "numpy", "absl", "h5py"}
    assert required <= shown
    beside = {name for one in ("pytest", "jinja2", "hypothesis", "scipy") for name in _folders(one)}
    assert not beside & shown


def _folders(name):
    try:
        return {file.parts[0] for file in metadata.distribution(name).files or ()}
    except metadata.PackageNotFoundError:
        return set()


def test_without_isolation_the_same_networks_come_back(expected):
    others = "\nimport scipy\nfrom keras.applications import VGG16\nimport tensorflow.keras.applications.vgg16"
    session, errors = loaded(networks.HONEST + others, isolation="none")
    with session:
        assert [error["error"] for error in errors] == ["ModuleNotFoundError", "ImportError", "ModuleNotFoundError"]
        assert session.build("net", NOTHING).value == expected
        assert session.level == "none"
    session, _ = loaded("def net():\n    while True: pass", isolation="none")
    with session:
        assert session.build("net", NOTHING, wall_s=0.3).kind == "timeout"


def test_the_probe_finds_every_wall_of_a_forked_box_too():
    result = probe.probe(packages=("keras",))
    assert [finding for finding in result.findings if not finding.ok] == []
    assert len(result.findings) == 1 + len(probe.CLAIMS)


def test_closing_the_templates_leaves_no_process_and_no_descriptor():
    loaded("")[0].close()
    pid = keras_template().box.process.pid
    family = [pid, *_below(pid)]
    template.close_templates()
    assert [one for one in family if Path(f"/proc/{one}").exists()] == []
