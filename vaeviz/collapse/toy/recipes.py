"""The toy's runs by name: three decoders, and what may bring a collapsed one back."""

from dataclasses import dataclass, replace
from functools import cache

from vaeviz.config import TrainConfig

STEPS = 3000
PLAIN = TrainConfig(dataset="toy", learning_rate=3e-3, batch_size=256)
LANGUAGE = TrainConfig(dataset="toy", learning_rate=3e-2, batch_size=1024)  # the decoder's training without z


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """One run: where it begins, for how long it goes, under which objective."""

    label: str
    says: str  # what it does, one line
    looks_back: bool = True
    begins: str = "fresh"  # or "pretrained", "collapsed": the states that one run hands to the next
    steps: int = STEPS
    gamma: float = 0.0
    config: TrainConfig = PLAIN


DECODERS = {
    "factorised": Recipe(
        label="Factorised",
        says="Each toss is drawn from z alone.",
        looks_back=False,
    ),
    "autoregressive": Recipe(
        label="Autoregressive, jointly",
        says="Each toss is drawn from z and the tosses before it; encoder and decoder learn together.",
    ),
    "pretrained": Recipe(
        label="Autoregressive, pre-trained",
        says="The decoder first learned the tosses without z; then z and the encoder were added.",
        begins="pretrained",
        steps=2000,
        config=replace(PLAIN, learning_rate=5e-4),
    ),
}
REMEDIES = {
    "as-before": Recipe(
        label="Just go on",
        says="Train on as before: beta 1, nothing else.",
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
        says="Before each step of both, the encoder alone takes up to 30.",
        begins="collapsed",
        steps=300,
        config=replace(PLAIN, inner_steps=30),
    ),
    "batch-norm": Recipe(
        label="Batch-norm",
        says="The means of q are held at deviation 0.8.",
        begins="collapsed",
        gamma=0.8,
    ),
    "dropout": Recipe(
        label="Context dropout",
        says="70% of the tosses before are hidden from the decoder while it learns.",
        begins="collapsed",
        config=replace(PLAIN, context_dropout=0.7),
    ),
}


@cache
def recipes() -> dict[str, Recipe]:
    """Return every run by its name."""
    return {**DECODERS, **REMEDIES}
