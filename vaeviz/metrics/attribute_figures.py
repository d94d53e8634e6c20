"""Agreement of measured attributes with the true or requested ones."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from vaeviz.config import Attribute, Record
from vaeviz.data.dataset import by_attribute
from vaeviz.metrics.binomial import standard_error


@dataclass(frozen=True, kw_only=True)
class AttributeFigure(Record):
    """Agreement of one measured attribute with its true or requested values."""

    name: str
    rank_correlation: float | None = None  # Spearman's, for a number; None for a choice
    mean_absolute_error: float | None = None  # for a number, which lies between -1 and 1
    accuracy: float | None = None  # for a choice: the share classified correctly
    chance: float | None = None  # for a choice: the share of the most common value
    n: int | None = None  # images compared; None in files from before it was stored

    @property
    def accuracy_error(self) -> float | None:
        """Return the binomial standard error of the accuracy; None for a number, or if n is not known."""
        return standard_error(self.accuracy, self.n)


def compare_attributes(
    attributes: tuple[Attribute, ...],
    target: Float32[np.ndarray, "n column"],
    measured: Float32[np.ndarray, "n column"],
) -> tuple[AttributeFigure, ...]:
    """Return the agreement of ``measured`` with ``target`` for each attribute.

    The rank correlation of a number that is constant in either array is 0.
    """
    found = []
    parts = (by_attribute(attributes, rows) for rows in (target, measured))
    for attribute, true, estimate in zip(attributes, *parts, strict=True):
        if attribute.values:
            choice = true.argmax(1)
            accuracy, share = (choice == estimate.argmax(1)).mean(), np.bincount(choice).max() / len(choice)
            found.append(
                AttributeFigure(name=attribute.name, accuracy=float(accuracy), chance=float(share), n=len(choice))
            )
        else:
            error = float(np.abs(true - estimate).mean())
            rank = _rank_correlation(true[:, 0], estimate[:, 0])
            found.append(
                AttributeFigure(name=attribute.name, rank_correlation=rank, mean_absolute_error=error, n=len(true))
            )
    return tuple(found)


def _rank_correlation(a: Float32[np.ndarray, " n"], b: Float32[np.ndarray, " n"]) -> float:
    """Return Spearman's rank correlation; tied values get the mean of their ranks."""
    from scipy.stats import rankdata

    x, y = (rankdata(part) - (len(part) + 1) / 2 for part in (a, b))
    spread = (x @ x) * (y @ y)
    return float(x @ y / np.sqrt(spread)) if spread > 0 else 0.0
