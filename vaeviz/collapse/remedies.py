"""One baseline that collapses, and what is done about it: each remedy's settings, in words and by its paper.

Where a remedy has a floor under the rate, it is 2 nats an image in all: free bits 0.25 nats, delta 0.25 nats and
batch-norm gamma 0.7 in each of 8 dimensions, capacity 2 nats. So their costs can be held against each other.
"""

from dataclasses import dataclass, replace

from vaeviz.collapse.settings import LabSettings
from vaeviz.config import Record

BASELINE = LabSettings(latent=8, decoder="autoregressive", sigma=0.4, learning_rate=2e-3, batch_size=64)


@dataclass(frozen=True, kw_only=True)
class Remedy(Record):
    """A line of the table."""

    key: str
    title: str
    says: str  # one sentence
    paper: str
    settings: LabSettings


def _remedy(key: str, title: str, paper: str, says: str, **change: object) -> Remedy:
    return Remedy(
        key=key,
        title=title,
        says=says,
        paper=paper,
        settings=replace(BASELINE, **change),  # pyright: ignore[reportArgumentType]
    )


REMEDIES = (
    _remedy(
        "baseline",
        "Baseline",
        "Chen et al. 2017",
        "An autoregressive decoder is told the pixels before each one, and can do without z.",
    ),
    _remedy(
        "warm-up",
        "Warm-up",
        "Bowman et al. 2016, S\u00f8nderby et al. 2016",
        "Beta rises from 0 to 1 over the first half: the encoder learns before its rate costs anything.",
        schedule="warm-up",
        ramp=1500,
    ),
    _remedy(
        "cyclical",
        "Cyclical",
        "Fu et al. 2019",
        "Beta rises from 0 to 1 four times, half of each cycle, so that a lost unit has another chance.",
        schedule="cyclical",
        ramp=750,
    ),
    _remedy(
        "free-bits",
        "Free bits",
        "Kingma et al. 2016",
        "The first 0.25 nats of every unit's mean rate cost nothing, so saving them gains nothing.",
        free_bits=0.25,
    ),
    _remedy(
        "capacity",
        "Capacity",
        "Burgess et al. 2018",
        "The rate as a whole is held to 2 nats, reached after a quarter of the steps; either side of it costs.",
        capacity=2.0,
        beta=20.0,
        ramp=750,
    ),
    _remedy(
        "delta",
        "Delta-VAE",
        "Razavi et al. 2019",
        "The posterior is built so that every unit of every image has a rate of at least 0.25 nats.",
        posterior="delta",
        floor=0.25,
    ),
    _remedy(
        "batch-norm",
        "Batch-norm on the mean",
        "Zhu et al. 2020",
        "The means of every unit are normalised over the batch to a deviation of 0.7, so they cannot all be 0.",
        posterior="batch-norm",
        floor=0.7,
    ),
    _remedy(
        "lagging",
        "Lagging inference",
        "He et al. 2019",
        "Up to 20 steps of the encoder alone before each step of both, so that it keeps up with the decoder.",
        inner_steps=20,
    ),
    _remedy(
        "weaker",
        "Weaker decoder",
        "Bowman et al. 2016, Chen et al. 2017",
        "An mlp decoder draws every pixel from z alone: what it is to know, z has to say.",
        decoder="mlp",
    ),
    _remedy(
        "context-dropout",
        "Context dropout",
        "Bowman et al. 2016",
        "Half of the earlier pixels are hidden from the decoder while it trains, so that it leans on z.",
        context_dropout=0.5,
    ),
)
