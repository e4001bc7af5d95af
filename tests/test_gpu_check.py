"""benchmarks/gpu_check: what is asked for, counted and written; and one part, measured."""

import json
from dataclasses import asdict
from importlib.util import find_spec

import keras
import numpy as np
import pytest
from keras import layers, ops

from autograder.models.graph import canonical
from autograder.models.recipes import Profile
from benchmarks import degradation
from benchmarks.gpu_check import run as running
from benchmarks.gpu_check.networks import MODELS, forward_flop, network_of, resnet, training_flop
from benchmarks.gpu_check.settings import FULL, TINY, Part, Settings, plan, read_arguments, settings_from
from benchmarks.gpu_check.table import as_markdown, best, peak_of

HEAD = {"date": "2026-11-22", "machine": "a box", "versions": "Python 3.11", "load": "0.1", "command": "python -m it"}


def row(kind, model="lenet5", order=1, images_s=1000.0, **more):
    return {
        "kind": kind, "model": model, "order": order, "n": 1, "form": "", "status": "ok", "images_s": images_s,
        "epoch_s": 1.5, "first_epoch_s": 4.0, "accuracy": 0.9, "tflop_s": 2.0, "dtype": "bfloat16", "images": 6400,
        "batch": 64, "epochs": 3, "flop_per_image": 2_500_000, "about": "benchmarks", **more,
    }  # fmt: skip


def page(rows, device="A GPU"):
    return as_markdown({**HEAD, "device": device, "rows": rows})


# --- what is asked for ----------------------------------------------------------------------------------------------


def test_small_settings_are_asked_for_by_one_word():
    asked = read_arguments(["--tiny"])
    assert asked.settings == TINY and asked.tiny and asked.budget_s < 300
    assert read_arguments([]).settings == FULL


def test_what_is_named_on_the_command_line_replaces_the_setting():
    asked = read_arguments(
        ["--tiny", "--models", "lenet5,small_vgg", "--epochs", "7", "--part-s", "9", "--budget", "20"]
    )
    assert (asked.settings.models, asked.settings.epochs, asked.settings.part_s) == (("lenet5", "small_vgg"), 7, 9.0)
    assert asked.budget_s == 20


@pytest.mark.parametrize("words", [["--models", "lenet6"], ["--parts", "torch,sprint"], ["--profile", "slow"]])
def test_an_unknown_name_is_answered_with_the_known_ones(words, capsys):
    with pytest.raises(SystemExit):
        read_arguments(words)
    known = {"--models": "resnet_cifar", "--parts": "packed", "--profile": "full"}[words[0]]
    assert known in capsys.readouterr().err


@pytest.mark.parametrize("settings", [FULL, TINY])
def test_settings_come_out_of_json_as_they_went_in(settings):
    assert settings_from(json.loads(json.dumps(asdict(settings)))) == settings


def test_every_loop_runs_in_both_orders():
    loops = [(part.order, part.kind) for part in plan(FULL) if part.model == "small_vgg" and part.kind != "recipe"]
    first, second = ([kind for order, kind in loops if order == which] for which in (1, 2))
    assert first[:-1] == second[::-1] and first[-1] == "torch-graphs"


def test_only_the_parts_that_were_asked_for_are_planned():
    assert {part.kind for part in plan(FULL, kinds=("fit", "packed"))} == {"fit", "packed"}
    assert list(plan(Settings(models=("small_vgg",)), kinds=("packed",))) == []


def test_pytorch_learns_at_the_rates_of_keras():
    from benchmarks.gpu_check.task import rate_at

    profile = Profile(640, 10, epochs=3, batch=64, rate=0.5)  # 30 steps, the first 6 of them rising
    kerass = keras.optimizers.schedules.CosineDecay(0.05, 24, alpha=0.01, warmup_target=0.5, warmup_steps=6)
    assert [rate_at(profile, step) for step in range(31)] == pytest.approx(
        [float(kerass(i)) for i in range(31)], rel=1e-4
    )


# --- arithmetic -----------------------------------------------------------------------------------------------------


def described(build, *args, **named):
    with keras.StatelessScope(initialize_variables=False):
        return network_of(build(*args, **named))


def test_arithmetic_of_lenet_is_that_of_a_table_by_hand():
    from benchmarks.gpu_check.networks import lenet5

    multiplications = 28 * 28 * 6 * 25 + 10 * 10 * 16 * 150 + 400 * 120 + 120 * 84 + 84 * 10
    network = described(lenet5, (28, 28, 1), 10)
    assert forward_flop(network) == 2 * multiplications == 833_040
    assert training_flop(network) == 6 * multiplications


def test_arithmetic_of_the_20_layer_resnet_is_that_of_its_table():
    """He et al. 2015, section 4.2: three stages of 6 convolutions; and two projections of our option B."""
    stem, dense = 32 * 32 * 16 * 27, 64 * 10
    stages = 6 * 32**2 * 16 * 144 + 16**2 * 32 * (144 + 5 * 288) + 8**2 * 64 * (288 + 5 * 576)
    projections = 16**2 * 16 * 32 + 8**2 * 32 * 64
    assert forward_flop(described(resnet, (32, 32, 3), 10)) == 2 * (stem + stages + projections + dense)


def test_the_plain_network_lacks_the_shortcuts_and_nothing_else():
    with_them, without = (described(resnet, (32, 32, 3), 10, n=2, shortcuts=yes) for yes in (True, False))
    kinds = [[layer.kind for layer in network.layers] for network in (with_them, without)]
    assert kinds[0].count("Add") == 6 and kinds[1].count("Add") == 0
    assert kinds[0].count("Conv2D") - kinds[1].count("Conv2D") == 2  # the projections


def test_the_lessons_networks_are_measured_where_they_are_there():
    from benchmarks.gpu_check import networks

    for name in MODELS:
        graph, where = networks.graph_of(name, (32, 32, 3))
        assert where == f"solutions/{networks.LESSONS[name]}"
        if name == "resnet_cifar":  # the references are a second opinion
            assert graph.key == canonical(described(resnet, (32, 32, 3), 10)).key


@pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed")
def test_pytorch_gets_the_same_network():
    import torch

    from benchmarks.gpu_check.torch_network import Translated

    model = keras.Sequential(
        [
            keras.Input((9, 9, 3)),  # odd, so that 'same' pads both sides alike
            layers.Conv2D(4, 3, strides=2, padding="same"),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(5, activation="softmax"),
        ]
    )
    translated = Translated(network_of(model)).eval()
    kernel, bias, gamma, beta, mean, variance, dense, offset = (torch.tensor(w) for w in model.get_weights())
    state = [kernel.permute(3, 2, 0, 1), bias, gamma, beta, mean, variance, dense.T, offset]
    names = [name for name in translated.state_dict() if not name.endswith("num_batches_tracked")]
    translated.load_state_dict(dict(zip(names, state, strict=True)), strict=False)
    x = np.random.default_rng(0).normal(size=(2, 9, 9, 3)).astype("f4")
    ours = translated(torch.tensor(x).permute(0, 3, 1, 2)).softmax(1).detach().numpy()
    np.testing.assert_allclose(ours, ops.convert_to_numpy(model(x, training=False)), atol=1e-5)


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_faster_order_counts_and_both_are_shown():
    found = best([row("ours", images_s=500), row("ours", order=2, images_s=700), row("fit")], "ours", "lenet5")
    assert (found["images_s"], found["orders"]) == (700, [500, 700])


def test_utilisation_is_held_against_the_higher_of_both_peaks():
    peak = {"kind": "peak", "model": "", "order": 1, "n": 1, "form": "", "status": "ok", "tflop_s": {"bfloat16": 4.0}}
    rows = [peak | {"torch_tflop_s": 8.0, "matrix": 512, "copied_gb_s": 1.0}, row("ours")]
    assert peak_of(rows) == {"bfloat16": 8.0}
    assert "| 25.0% |" in page(rows)


@pytest.mark.parametrize(("ours", "verdict"), [(1999, "**not met**"), (2000, "met")])
def test_a_goal_is_met_from_its_number_on(ours, verdict):
    [line] = [line for line in page([row("ours", images_s=ours), row("fit")]).splitlines() if "at least 2" in line]
    assert line.endswith(f"| {verdict} |")


def test_a_form_of_packing_is_held_against_networks_in_turn():
    turn = row("packed", images_s=100.0, form="in_turn", losses=[1.0, 2.0], n=2)
    text = page([turn, row("packed", images_s=350.0, form="grouped", losses=[1.0, 2.001], n=2)])
    [line] = [line for line in text.splitlines() if "grouped" in line]
    assert line.startswith("| 2 x lenet5, 6,400 images | grouped |") and line.endswith("| 3.50 | 1e-03 |")


def test_what_failed_is_said_in_one_line():
    failed = row("torch") | {"status": "not here", "said": "PyTorch is not installed"}
    text = page([row("ours"), failed])
    assert "- torch lenet5, order 1: not here, PyTorch is not installed" in text
    assert "| lenet5 | at least 1 times PyTorch, `torch.compile` |  | not measured |" in text


def test_a_page_of_a_cpu_says_that_it_is_none_of_a_gpu():
    assert "says nothing about a GPU" in page([row("ours")], device="CPU")
    assert "says nothing about a GPU" not in page([row("ours")])


# --- parts ----------------------------------------------------------------------------------------------------------


def test_one_part_is_measured(tmp_path, monkeypatch):
    monkeypatch.setenv("CNNKIT_CACHE", str(tmp_path))
    monkeypatch.setenv("KERAS_BACKEND", keras.backend.backend())
    tiny = Settings(profile="quick", images={"lenet5": 128}, test_images=50, epochs=2)
    found = running.run(Part("ours", "lenet5"), tiny, limit_s=120, cache=tmp_path)
    assert found["status"] == "ok", found
    assert found["images"] == 128 and found["images_s"] == pytest.approx(128 / found["epoch_s"], rel=1e-2)
    assert found["tflop_s"] == pytest.approx(found["images_s"] * 6 * 416_520 / 1e12, rel=1e-2, abs=1e-5)


def test_a_part_that_fails_is_a_row_with_its_last_words(tmp_path):
    found = running.run(Part("ours", "no such network"), TINY, limit_s=60, cache=tmp_path)
    assert found["status"] == "failed" and "KeyError" in found["said"]


def test_a_part_that_takes_too_long_is_ended(tmp_path):
    found = running.run(Part("ours", "lenet5"), TINY, limit_s=0.3, cache=tmp_path)
    assert (found["status"], found["said"]) == ("too slow", "stopped after 0 s")


def test_parts_for_which_no_time_is_left_are_rows_too():
    rows = list(running.run_all([Part("peak"), Part("fit", "lenet5")], TINY, budget_s=0))
    assert [found["status"] for found in rows] == ["not run", "not run"]


# --- degradation ----------------------------------------------------------------------------------------------------


def test_small_images_are_means_of_squares():
    x = np.arange(16, dtype=np.uint8).reshape(1, 4, 4, 1)
    small, _ = degradation.shrunk((x, np.zeros(1)), degradation.Setting(shrink=2))
    assert small[..., 0].tolist() == [[[2, 4], [10, 12]]]


def test_a_figure_is_drawn_of_what_was_stored(tmp_path):
    pytest.importorskip("matplotlib")
    curves = [
        {"n": n, "layers": 6 * n + 2, "shortcuts": yes, "training_error": [0.5, 0.4], "test_error": [0.6, 0.5]}
        for n in (1, 2)
        for yes in (True, False)
    ]
    path = tmp_path / "figure.png"
    degradation.draw({"curves": curves, "device": "CPU", "setting": asdict(degradation.SMALL)}, path)
    assert path.read_bytes().startswith(b"\x89PNG")
