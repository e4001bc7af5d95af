"""The same network as a plain PyTorch loop: channels_last, bfloat16 autocast on a GPU, eager or compiled.

Plain, but not slow: the images lie on the device, as in our loop, and the optimizer is the fused one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch.nn import functional

from benchmarks.gpu_check.networks import training_flop
from benchmarks.gpu_check.task import Clock, Task, rate_at
from benchmarks.gpu_check.torch_network import Translated

Row = dict[str, Any]
MODES = {"torch": None, "torch-compiled": "default", "torch-graphs": "reduce-overhead"}


def has_gpu() -> bool:
    return torch.cuda.is_available()


def loop(task: Task, network: Any, kind: str, *, seed: int = 0) -> Row:
    """Train `network`. kind: a key of MODES."""
    torch.manual_seed(seed)
    device = "cuda" if has_gpu() else "cpu"
    torch.set_float32_matmul_precision("high")
    profile = task.profile
    (x, y), (test_x, test_y) = (_on(device, *part) for part in (task.train, task.test))
    model: Any = Translated(network).to(device, memory_format=torch.channels_last)
    call = model if MODES[kind] is None else torch.compile(model, mode=MODES[kind])
    optimizer = torch.optim.AdamW(
        model.parameters(), profile.rate, weight_decay=profile.decay, fused=True if device == "cuda" else None
    )
    rates = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate_at(profile, step) / profile.rate)
    half = {"device_type": device, "dtype": torch.bfloat16, "enabled": device == "cuda" and profile.mixed}
    clock = Clock()
    for _ in range(profile.epochs):
        _finish(device)
        clock.start()
        model.train()
        order = torch.randperm(len(y), device=device)
        for step in range(profile.steps):
            pick = order[step * profile.batch : (step + 1) * profile.batch]
            with torch.autocast(**half):
                loss = functional.cross_entropy(call(x[pick]).float(), y[pick])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            rates.step()
        _finish(device)
        clock.stop()
    model.eval()
    with torch.inference_mode(), torch.autocast(**half):
        right = sum(
            int((model(a).argmax(1) == b).sum()) for a, b in zip(test_x.split(500), test_y.split(500), strict=True)
        )
    flop, row = training_flop(network), clock.row(task)
    return row | {
        "accuracy": round(right / len(test_y), 4),
        "flop_per_image": flop,
        "tflop_s": round(flop * row["images_s"] / 1e12, 5),
        "dtype": "bfloat16" if half["enabled"] else "float32",
        "torch": torch.__version__,
    }


def peak(side: int) -> Row:
    """The matrix peak as PyTorch sees it: the higher of both is the device's."""
    if not has_gpu():
        return {}
    a, b = (torch.randn(side, side, device="cuda", dtype=torch.bfloat16) for _ in range(2))
    starts = [torch.cuda.Event(enable_timing=True) for _ in range(2)]
    for _ in range(3):
        a @ b
    starts[0].record()
    for _ in range(20):
        a @ b
    starts[1].record()
    torch.cuda.synchronize()
    return {"torch_tflop_s": round(2 * side**3 * 20 / (starts[0].elapsed_time(starts[1]) / 1e3) / 1e12, 2)}


def _on(device: str, x: np.ndarray, y: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    images = torch.from_numpy(np.array(x)).to(device).permute(0, 3, 1, 2).float() / 255
    return images.contiguous(memory_format=torch.channels_last), torch.from_numpy(np.array(y, np.int64)).to(device)


def _finish(device: str) -> None:
    if device == "cuda":
        torch.cuda.synchronize()
