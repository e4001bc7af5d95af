"""Stage 5, training: the fixed recipes. A recipe says everything that the accuracy depends on, apart from the network.

Two profiles each. "quick" takes less than half a minute on one core of a CPU and is meant to tell a network that
learns from one that does not; "full" takes all the images and is meant for an accelerator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal

ProfileName = Literal["quick", "full"]


@dataclass(frozen=True)
class Profile:
    """How long and how fast a network learns.

    n_train, n_test: images, the first ones of each part. batch: images a step. rate: the highest learning rate; it
    rises for the first `warmup` of all steps and falls to a hundredth of it on a cosine. decay: AdamW's, the share of
    every weight that a step takes off, as a multiple of the rate. flip: every other image is mirrored. shift: images
    are moved by up to so many pixels each way. mixed: bfloat16 where there is an accelerator.
    """

    n_train: int
    n_test: int
    epochs: int
    batch: int
    rate: float
    decay: float = 0.01
    warmup: float = 0.2
    flip: bool = False
    shift: int = 0
    mixed: bool = False

    @property
    def steps(self) -> int:
        """Steps in an epoch; images that fill no whole batch wait for the next one's order."""
        return max(1, self.n_train // self.batch)


@dataclass(frozen=True)
class Recipe:
    """data: a name of data.DATA. macs: multiplications of the reference for one image. seed: of weights and order."""

    data: str
    macs: int
    profiles: Mapping[ProfileName, Profile]
    seed: int = 0

    def facts(self, profile: ProfileName) -> dict[str, object]:
        """What a stored accuracy depends on, as JSON values."""
        return {"data": self.data, "seed": self.seed, **asdict(self.profiles[profile])}


ASSEMBLED = "assembled"  # its assembly.py says how a lesson's functions are trained together; see assembling.py

RECIPES: dict[str, Recipe] = {
    "lenet_fashion": Recipe(
        data="fashion_mnist",
        macs=416_520,
        profiles={
            "quick": Profile(20_000, 5_000, epochs=5, batch=64, rate=3e-3),
            "full": Profile(60_000, 10_000, epochs=12, batch=128, rate=3e-3, flip=True, shift=1, mixed=True),
        },
    ),
    "small_vgg_fashion": Recipe(
        data="fashion_mnist",
        macs=18_741_000,
        profiles={
            "quick": Profile(6_000, 2_000, epochs=3, batch=32, rate=2e-3),
            "full": Profile(60_000, 10_000, epochs=12, batch=128, rate=1.5e-3, flip=True, shift=2, mixed=True),
        },
    ),
    "resnet_colour_fashion": Recipe(
        data="colour_fashion",
        macs=41_000_000,
        profiles={
            "quick": Profile(2_000, 1_000, epochs=3, batch=32, rate=1e-2),
            "full": Profile(60_000, 10_000, epochs=12, batch=256, rate=6e-3, flip=True, shift=3, mixed=True),
        },
    ),
    # trained by the student's own code, which has NumPy only: see judge/taught.py
    "fashion_by_hand": Recipe(
        data="fashion_mnist",
        macs=178_000,
        profiles={"quick": Profile(6_000, 1_000, epochs=2, batch=20, rate=2e-3)},
    ),
    # one epoch is all of it: only how far it is, is told by these
    ASSEMBLED: Recipe(
        data="",
        macs=0,
        profiles={"quick": Profile(0, 0, epochs=1, batch=1, rate=0), "full": Profile(0, 0, epochs=1, batch=1, rate=0)},
    ),
    # for tests of everything around a training: a second in all
    "tiny": Recipe(data="tiny", macs=20_000, profiles={"quick": Profile(512, 256, epochs=3, batch=16, rate=2e-2)}),
}
