"""Two baselines that collapse, and the remedies: the settings, description and paper of each.

Free bits, delta and batch-norm put the same floor under the rate, 2 nats per image for the strong decoder and 4 for
the one trained with too high a learning rate, so that their costs can be compared.
"""

from dataclasses import dataclass, replace
from typing import Any

from vaeviz.collapse.lab.settings import LabSettings
from vaeviz.config import Record

STRONG = LabSettings(latent=8, decoder="autoregressive", sigma=0.4, learning_rate=2e-3, batch_size=64)
HASTY = LabSettings(latent=16, decoder="mlp", sigma=0.2, learning_rate=1e-2, batch_size=64)


@dataclass(frozen=True, kw_only=True)
class Remedy(Record):
    """One row of the table."""

    key: str
    title: str
    says: str  # one sentence
    paper: str
    settings: LabSettings


@dataclass(frozen=True)
class Scene:
    """A baseline that collapses, with its remedies; the first entry is the baseline itself."""

    key: str
    title: str
    says: str
    rival: str  # key of the remedy that is first compared with the baseline
    remedies: tuple[Remedy, ...]

    @property
    def baseline(self) -> LabSettings:
        """Return the settings that every remedy modifies."""
        return self.remedies[0].settings


CHANGES: dict[str, tuple[str, str, str]] = {  # title, paper, sentence
    "warm-up": (
        "Warm-up",
        "Bowman et al. 2016, S\u00f8nderby et al. 2016",
        "Beta rises from 0 to 1 over the first half: the encoder learns before its rate has a cost.",
    ),
    "cyclical": (
        "Cyclical",
        "Fu et al. 2019",
        "Beta rises from 0 to 1 four times, in the first half of each cycle, so a collapsed dimension can recover.",
    ),
    "free-bits": (
        "Free bits",
        "Kingma et al. 2016",
        "The first 0.25 nats of every dimension's mean rate are free, so there is no gain in saving them.",
    ),
    "capacity": (
        "Capacity",
        "Burgess et al. 2018",
        "The total rate is kept at {capacity:g} nats, reached after a quarter of the steps; deviations are penalised.",
    ),
    "delta": (
        "Delta-VAE",
        "Razavi et al. 2019",
        "The posterior is built so that every dimension of every image has a rate of at least 0.25 nats.",
    ),
    "batch-norm": (
        "Batch-norm on the mean",
        "Zhu et al. 2020",
        "Each dimension's means are normalised over the batch to a standard deviation of 0.7, so they cannot all be 0.",
    ),
    "lagging": (
        "Lagging inference",
        "He et al. 2019",
        "Up to 20 steps of the encoder alone before each joint step, so that it keeps up with the decoder.",
    ),
    "weaker": (
        "Weaker decoder",
        "Bowman et al. 2016, Chen et al. 2017",
        "An MLP decoder predicts every pixel from z alone, so all information on the image must go through z.",
    ),
    "context-dropout": (
        "Context dropout",
        "Bowman et al. 2016",
        "Half of the earlier pixels are hidden from the decoder during training, so that it relies on z.",
    ),
    "slower": (
        "Lower learning rate",
        "He et al. 2019",
        "A fifth of the learning rate: dimensions do not collapse before they carry useful information.",
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
        "A decoder that does not need z",
        "An autoregressive decoder can predict each pixel almost entirely from the earlier ones: collapse is optimal.",
        "free-bits",
        _remedies(
            Remedy(
                key="baseline",
                title="Baseline",
                says="An autoregressive decoder predicts each pixel from the pixels before it, and does not need z.",
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
        "A decoder that needs z, trained with too high a learning rate",
        "An MLP decoder has only z, but at a high learning rate dimensions collapse before they are used.",
        "warm-up",
        _remedies(
            Remedy(
                key="baseline",
                title="Baseline",
                says="An MLP decoder at a high learning rate: dimensions collapse early and stay collapsed.",
                paper="S\u00f8nderby et al. 2016",
                settings=HASTY,
            ),
            BOTH | {"capacity": {"capacity": 10.0, "beta": 20.0, "ramp": 750}, "slower": {"learning_rate": 2e-3}},
        ),
    ),
)


def scene_of(key: str) -> Scene:
    """Return the scene with this key."""
    return next(scene for scene in SCENES if scene.key == key)
