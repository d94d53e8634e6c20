"""Linear probes from posterior means to labels and attributes, scored on codes that they were not fitted to."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float32, Int64

from vaeviz.config import Attribute, Record
from vaeviz.data.dataset import by_attribute
from vaeviz.errors import DataError
from vaeviz.metrics.binomial import standard_error

_PENALTY = 1.0  # scikit-learn's C: with thousands of codes the fit is nearly unregularised
_ITERATIONS = 1000
_MULTIPLE = 1e-3  # ridge on the standardised columns, as a collapsed dimension has almost no variance


@dataclass(frozen=True, kw_only=True)
class Probe(Record):
    """The score of a linear probe, and the score of a guess without z."""

    name: str  # of the predicted quantity
    score: float  # accuracy for a choice; share of variance explained (R squared) for a number
    chance: float | None = None  # share of the most common choice among those scored; None for a number
    n: int | None = None  # codes scored; None in files from before it was stored

    @property
    def accuracy_error(self) -> float | None:
        """Return the binomial standard error of an accuracy; None for a number, or if n is not known."""
        return None if self.chance is None else standard_error(self.score, self.n)


def probe_classes(
    train: Float32[np.ndarray, "n latent"],
    classes: Int64[np.ndarray, " n"],
    test: Float32[np.ndarray, "m latent"],
    test_classes: Int64[np.ndarray, " m"],
    name: str = "class",
) -> Probe:
    """Fit a multinomial logistic regression from standardised codes to classes; return its accuracy on other codes.

    A score near ``chance`` means that no linear classifier finds the class in z; a nonlinear one might.

    Raises
    ------
    DataError
        If there is nothing to score, or fewer than two classes.

    References
    ----------
    Alain and Bengio, "Understanding intermediate layers using linear classifier probes", ICLR Workshop 2017.
    """
    from sklearn.linear_model import LogisticRegression

    if len(np.unique(classes)) < 2 or not len(test):
        raise DataError(
            f"A probe needs at least two classes and codes to score; found {len(np.unique(classes))} and {len(test)}."
        )
    fitted, scored = _standardised(train, test)
    found = LogisticRegression(C=_PENALTY, max_iter=_ITERATIONS).fit(fitted, classes)
    share = np.bincount(test_classes).max() / len(test_classes)
    accuracy = (found.predict(scored) == test_classes).mean()
    return Probe(name=name, score=float(accuracy), chance=float(share), n=len(test))


def probe_number(
    train: Float32[np.ndarray, "n latent"],
    values: Float[np.ndarray, " n"],
    test: Float32[np.ndarray, "m latent"],
    test_values: Float[np.ndarray, " m"],
    name: str = "number",
) -> Probe:
    """Fit a linear regression from standardised codes to a number; return R squared on other codes.

    R squared is slightly negative where the regression is worse than the mean.
    """
    fitted, scored = _standardised(train, test)
    centre = values.mean()
    weight = np.linalg.solve(
        fitted.T @ fitted + _MULTIPLE * len(fitted) * np.eye(fitted.shape[1]), fitted.T @ (values - centre)
    )
    residual = np.square(test_values - centre - scored @ weight).sum()
    spread = np.square(test_values - test_values.mean()).sum()
    return Probe(name=name, score=float(1 - residual / spread) if spread else 0.0, n=len(test))


def probe_attributes(
    attributes: tuple[Attribute, ...],
    train: Float32[np.ndarray, "n latent"],
    values: Float32[np.ndarray, "n column"],
    test: Float32[np.ndarray, "m latent"],
    test_values: Float32[np.ndarray, "m column"],
) -> tuple[Probe, ...]:
    """Probe each attribute: a choice by classification, a number by regression."""
    found = []
    parts = (by_attribute(attributes, rows) for rows in (values, test_values))
    for attribute, fitted, scored in zip(attributes, *parts, strict=True):
        if attribute.values:
            found.append(probe_classes(train, fitted.argmax(1), test, scored.argmax(1), attribute.name))
        else:
            found.append(probe_number(train, fitted[:, 0], test, scored[:, 0], attribute.name))
    return tuple(found)


def _standardised(
    train: Float32[np.ndarray, "n latent"], test: Float32[np.ndarray, "m latent"]
) -> tuple[Float[np.ndarray, "n latent"], Float[np.ndarray, "m latent"]]:
    """Return both, standardised by the mean and the standard deviation of the first, in double precision."""
    mean, deviation = train.mean(0, dtype=np.float64), train.std(0, dtype=np.float64)
    deviation = np.where(deviation > 0, deviation, 1.0)
    return (train - mean) / deviation, (test - mean) / deviation
