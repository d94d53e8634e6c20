"""What z still holds of what a model is told: linear probes from the means of codes, scored on codes never fitted."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float32, Int64

from vaeviz.config import Attribute, Record
from vaeviz.data.dataset import by_attribute
from vaeviz.errors import DataError

_PENALTY = 1.0  # scikit-learn's C: so weak beside thousands of codes that the fit is all but unregularised
_ITERATIONS = 1000
_MULTIPLE = 1e-3  # ridge on the standardised columns: a collapsed dimension has next to no variance of its own


@dataclass(frozen=True, kw_only=True)
class Probe(Record):
    """How well something is read off z, beside what a guess reaches that never looks at z."""

    name: str  # of what is read off
    score: float  # accuracy of a choice; share of variance explained (R squared) of a number
    chance: float | None = None  # share of the commonest choice among those scored; None of a number


def probe_classes(
    train: Float32[np.ndarray, "n latent"],
    classes: Int64[np.ndarray, " n"],
    test: Float32[np.ndarray, "m latent"],
    test_classes: Int64[np.ndarray, " m"],
    name: str = "class",
) -> Probe:
    """Fit a multinomial logistic regression from standardised codes to classes; return its accuracy on others.

    Near ``chance`` no class can be read off z by a linear rule; that one could be read off by a bent rule is not
    excluded.

    Raises
    ------
    DataError
        If there is nothing to score, or fewer than two classes to tell apart.

    References
    ----------
    Alain and Bengio, "Understanding intermediate layers using linear classifier probes", ICLR Workshop 2017.
    """
    from sklearn.linear_model import LogisticRegression

    if len(np.unique(classes)) < 2 or not len(test):
        raise DataError(
            f"A probe needs two classes to fit and codes to score; found {len(np.unique(classes))} and {len(test)}."
        )
    fitted, scored = _standardised(train, test)
    found = LogisticRegression(C=_PENALTY, max_iter=_ITERATIONS).fit(fitted, classes)
    share = np.bincount(test_classes).max() / len(test_classes)
    accuracy = (found.predict(scored) == test_classes).mean()
    return Probe(name=name, score=float(accuracy), chance=float(share))


def probe_number(
    train: Float32[np.ndarray, "n latent"],
    values: Float[np.ndarray, " n"],
    test: Float32[np.ndarray, "m latent"],
    test_values: Float[np.ndarray, " m"],
    name: str = "number",
) -> Probe:
    """Fit a linear regression from standardised codes to a number; return the variance it explains in others.

    The share may fall a little below 0: what was learned is then worse than the mean.
    """
    fitted, scored = _standardised(train, test)
    centre = values.mean()
    weight = np.linalg.solve(
        fitted.T @ fitted + _MULTIPLE * len(fitted) * np.eye(fitted.shape[1]), fitted.T @ (values - centre)
    )
    left = np.square(test_values - centre - scored @ weight).sum()
    spread = np.square(test_values - test_values.mean()).sum()
    return Probe(name=name, score=float(1 - left / spread) if spread else 0.0)


def probe_attributes(
    attributes: tuple[Attribute, ...],
    train: Float32[np.ndarray, "n latent"],
    told: Float32[np.ndarray, "n column"],
    test: Float32[np.ndarray, "m latent"],
    test_told: Float32[np.ndarray, "m column"],
) -> tuple[Probe, ...]:
    """Probe each attribute in turn: a choice by its class, a number by regression."""
    found = []
    parts = (by_attribute(attributes, rows) for rows in (told, test_told))
    for attribute, one, other in zip(attributes, *parts, strict=True):
        if attribute.values:
            found.append(probe_classes(train, one.argmax(1), test, other.argmax(1), attribute.name))
        else:
            found.append(probe_number(train, one[:, 0], test, other[:, 0], attribute.name))
    return tuple(found)


def _standardised(
    train: Float32[np.ndarray, "n latent"], test: Float32[np.ndarray, "m latent"]
) -> tuple[Float[np.ndarray, "n latent"], Float[np.ndarray, "m latent"]]:
    """Return both with the mean and deviation of the first taken out, in double precision."""
    mean, deviation = train.mean(0, dtype=np.float64), train.std(0, dtype=np.float64)
    deviation = np.where(deviation > 0, deviation, 1.0)
    return (train - mean) / deviation, (test - mean) / deviation
