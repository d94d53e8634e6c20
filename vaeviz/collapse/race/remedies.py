"""Two baselines that collapse, and what is done about it: each remedy's settings, in words and by its paper.

Of the floors under the rate, free bits, delta and batch-norm are as high as each other, 2 nats an image for the strong
decoder and 4 for the hasty one, so that their costs can be held against each other.
"""

from dataclasses import dataclass, replace
from typing import Any

from vaeviz.collapse.lab.settings import LabSettings
from vaeviz.config import Record

STRONG = LabSettings(latent=8, decoder="autoregressive", sigma=0.4, learning_rate=2e-3, batch_size=64)
HASTY = LabSettings(latent=16, decoder="mlp", sigma=0.2, learning_rate=1e-2, batch_size=64)


@dataclass(frozen=True, kw_only=True)
class Remedy(Record):
    """A line of a table."""

    key: str
    title: str
    says: str  # one sentence
    paper: str
    settings: LabSettings


@dataclass(frozen=True)
class Scene:
    """A baseline with the remedies against its collapse; the first of them is the baseline itself."""

    key: str
    title: str
    says: str
    rival: str  # key of the remedy that is first held against the baseline
    remedies: tuple[Remedy, ...]

    @property
    def baseline(self) -> LabSettings:
        """Return what every remedy changes something of."""
        return self.remedies[0].settings


CHANGES: dict[str, tuple[str, str, str]] = {  # title, paper, sentence
    "warm-up": (
        "Warm-up",
        "Bowman et al. 2016, S\u00f8nderby et al. 2016",
        "Beta rises from 0 to 1 over the first half: the encoder learns before its rate costs anything.",
    ),
    "cyclical": (
        "Cyclical",
        "Fu et al. 2019",
        "Beta rises from 0 to 1 four times, half of each cycle, so that a lost dimension has another chance.",
    ),
    "free-bits": (
        "Free bits",
        "Kingma et al. 2016",
        "The first 0.25 nats of every dimension's mean rate cost nothing, so saving them gains nothing.",
    ),
    "capacity": (
        "Capacity",
        "Burgess et al. 2018",
        "The rate as a whole is held to {capacity:g} nats, reached after a quarter of the steps; either side costs.",
    ),
    "delta": (
        "Delta-VAE",
        "Razavi et al. 2019",
        "The posterior is built so that every dimension of every image has a rate of at least 0.25 nats.",
    ),
    "batch-norm": (
        "Batch-norm on the mean",
        "Zhu et al. 2020",
        "The means of every dimension are normalised over the batch to a deviation of 0.7, so they cannot all be 0.",
    ),
    "lagging": (
        "Lagging inference",
        "He et al. 2019",
        "Up to 20 steps of the encoder alone before each step of both, so that it keeps up with the decoder.",
    ),
    "weaker": (
        "Weaker decoder",
        "Bowman et al. 2016, Chen et al. 2017",
        "An mlp decoder draws every pixel from z alone: what it is to know, z has to say.",
    ),
    "context-dropout": (
        "Context dropout",
        "Bowman et al. 2016",
        "Half of the earlier pixels are hidden from the decoder while it trains, so that it leans on z.",
    ),
    "slower": (
        "Smaller steps",
        "He et al. 2019",
        "A fifth of the learning rate: dimensions are not thrown away before they have found something to say.",
    ),
}
BOTH: dict[str, dict[str, Any]] = {
    "warm-up": {"schedule": "warm-up", "ramp": 1500},
    "cyclical": {"schedule": "cyclical", "ramp": 750},
    "free-bits": {"free_bits": 0.25},
    "delta": {"posterior": "delta", "floor": 0.25},
    "batch-norm": {"posterior": "batch-norm", "floor": 0.7},
    "lagging": {"inner_steps": 20},
}


def _remedies(baseline: Remedy, changes: dict[str, dict[str, Any]]) -> tuple[Remedy, ...]:
    made = [baseline]
    for key in (key for key in CHANGES if key in changes):
        title, paper, says = CHANGES[key]
        settings = replace(baseline.settings, **changes[key])
        made.append(Remedy(key=key, title=title, says=says.format(**changes[key]), paper=paper, settings=settings))
    return tuple(made)


SCENES = (
    Scene(
        "strong",
        "A decoder that can do without z",
        "An autoregressive decoder finds nearly all it needs in the pixels before: here collapse is the best there is.",
        "free-bits",
        _remedies(
            Remedy(
                key="baseline",
                title="Baseline",
                says="An autoregressive decoder is told the pixels before each one, and can do without z.",
                paper="Chen et al. 2017",
                settings=STRONG,
            ),
            BOTH
            | {
                "capacity": {"capacity": 2.0, "beta": 20.0, "ramp": 750},
                "weaker": {"decoder": "mlp"},
                "context-dropout": {"context_dropout": 0.5},
            },
        ),
    ),
    Scene(
        "hasty",
        "A decoder that needs z, trained in haste",
        "An mlp decoder has z alone to go by, yet at a high learning rate dimensions die before they are of use.",
        "warm-up",
        _remedies(
            Remedy(
                key="baseline",
                title="Baseline",
                says="An mlp decoder at a high learning rate: dimensions die in the first steps and do not come back.",
                paper="S\u00f8nderby et al. 2016",
                settings=HASTY,
            ),
            BOTH | {"capacity": {"capacity": 10.0, "beta": 20.0, "ramp": 750}, "slower": {"learning_rate": 2e-3}},
        ),
    ),
)


def scene_of(key: str) -> Scene:
    """Return the scene of that name."""
    return next(scene for scene in SCENES if scene.key == key)
