"""How well what is seen of each attribute agrees with what is true of it, or was asked for."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from vaeviz.config import Attribute, Record
from vaeviz.data.dataset import by_attribute


@dataclass(frozen=True, kw_only=True)
class AttributeFigure(Record):
    """How well what a oracle sees of one attribute agrees with what is true of it, or was asked for."""

    name: str
    rank_correlation: float | None = None  # Spearman's, of a number; None of a choice
    mean_absolute_error: float | None = None  # of a number, which runs from -1 to 1
    accuracy: float | None = None  # of a choice: the share seen right
    chance: float | None = None  # of a choice: the share of the commonest value


def compare_attributes(
    attributes: tuple[Attribute, ...],
    told: Float32[np.ndarray, "n column"],
    seen: Float32[np.ndarray, "n column"],
) -> tuple[AttributeFigure, ...]:
    """Return, attribute by attribute, how well what a oracle saw agrees with what is true, or was asked for.

    A number that is always the same, asked or seen, has no ranks; its correlation counts as 0.
    """
    found = []
    parts = (by_attribute(attributes, rows) for rows in (told, seen))
    for attribute, true, shown in zip(attributes, *parts, strict=True):
        if attribute.values:
            asked = true.argmax(1)
            accuracy, share = (asked == shown.argmax(1)).mean(), np.bincount(asked).max() / len(asked)
            found.append(AttributeFigure(name=attribute.name, accuracy=float(accuracy), chance=float(share)))
        else:
            error = float(np.abs(true - shown).mean())
            rank = _rank_correlation(true[:, 0], shown[:, 0])
            found.append(AttributeFigure(name=attribute.name, rank_correlation=rank, mean_absolute_error=error))
    return tuple(found)


def _rank_correlation(a: Float32[np.ndarray, " n"], b: Float32[np.ndarray, " n"]) -> float:
    """Return Spearman's rank correlation; equal values share the mean of their ranks."""
    from scipy.stats import rankdata

    x, y = (rankdata(part) - (len(part) + 1) / 2 for part in (a, b))
    spread = (x @ x) * (y @ y)
    return float(x @ y / np.sqrt(spread)) if spread > 0 else 0.0
