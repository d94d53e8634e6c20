"""The toy's runs by name: three decoders, and the remedies against a collapsed one."""

from dataclasses import dataclass, replace
from functools import cache

from vaeviz.config import TrainConfig

STEPS = 3000
PLAIN = TrainConfig(dataset="toy", learning_rate=3e-3, batch_size=256)
LANGUAGE = TrainConfig(dataset="toy", learning_rate=3e-2, batch_size=1024)  # for training the decoder without z


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """One run: its initial state, number of steps and objective."""

    label: str
    says: str  # what it does, in one line
    autoregressive: bool = True
    begins: str = "fresh"  # or "pretrained", "collapsed": states that other runs produce
    steps: int = STEPS
    gamma: float = 0.0
    config: TrainConfig = PLAIN


DECODERS = {
    "factorised": Recipe(
        label="Factorised",
        says="Each toss is drawn from z alone.",
        autoregressive=False,
    ),
    "autoregressive": Recipe(
        label="Autoregressive, jointly",
        says="Each toss is drawn from z and the tosses before it; encoder and decoder are trained together.",
    ),
    "pretrained": Recipe(
        label="Autoregressive, pre-trained",
        says="The decoder was first trained without z; then z and the encoder were added.",
        begins="pretrained",
        steps=2000,
        config=replace(PLAIN, learning_rate=5e-4),
    ),
}
REMEDIES = {
    "as-before": Recipe(
        label="No remedy",
        says="Training continues as before, at beta 1.",
        begins="collapsed",
    ),
    "warm-up": Recipe(
        label="Warm-up",
        says="Beta rises from 0 to 1 over the first half.",
        begins="collapsed",
        config=replace(PLAIN, beta_schedule="warm-up", beta_steps=STEPS // 2),
    ),
    "cyclical": Recipe(
        label="Cyclical",
        says="Beta rises from 0 to 1 four times.",
        begins="collapsed",
        config=replace(PLAIN, beta_schedule="cyclical", beta_steps=STEPS // 4),
    ),
    "free-bits": Recipe(
        label="Free bits",
        says="The first nat of rate is free.",
        begins="collapsed",
        config=replace(PLAIN, objective="free-bits", free_bits=1.0),
    ),
    "lagging": Recipe(
        label="Lagging inference",
        says="Before each joint step, the encoder alone takes up to 30 steps.",
        begins="collapsed",
        steps=300,
        config=replace(PLAIN, inner_steps=30),
    ),
    "batch-norm": Recipe(
        label="Batch-norm",
        says="The means of q are normalised to a standard deviation of 0.8.",
        begins="collapsed",
        gamma=0.8,
    ),
    "dropout": Recipe(
        label="Context dropout",
        says="70% of the earlier tosses are hidden from the decoder during training.",
        begins="collapsed",
        config=replace(PLAIN, context_dropout=0.7),
    ),
}


@cache
def recipes() -> dict[str, Recipe]:
    """Return every run by its name."""
    return {**DECODERS, **REMEDIES}
