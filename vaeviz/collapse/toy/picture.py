"""What is shown of a toy model: its figures, the plane of means, a few posteriors."""

from functools import cache

import numpy as np
import torch
from jaxtyping import Float32, Int64, UInt8, UInt16
from torch import Tensor

from vaeviz.collapse.toy.exact import Figures, Sight
from vaeviz.collapse.toy.source import LENGTH, draw, entropy, sequences
from vaeviz.metrics.criteria import ACTIVE

SHOWN = 240  # sequences that are points of the plane
PICKED = (0.04, 0.25, 0.5, 0.75, 0.96)  # of them, by heads: those whose posteriors are drawn


def numbers(figures: Figures) -> dict[str, float | int]:
    """Return the figures of one model by name; ``lost`` is what it pays over the data's entropy."""
    return {
        "nll": figures.nll,
        "lost": figures.nll - entropy(),
        "elbo": figures.elbo,
        "rate": figures.rate,
        "variance": figures.variance,
        "true_variance": figures.true_variance,
        "active": int(figures.variance > ACTIVE),
    }


def picture(sight: Sight) -> dict[str, Float32[np.ndarray, "..."]]:
    """Return both means of the shown sequences, and both posteriors of the picked ones on the quadrature's points."""
    picked = torch.tensor(_rows())
    arrays = {
        "mu": sight.mu,
        "true_mu": sight.true_mu,
        "posterior": sight.true_posterior[picked],
        "q_mu": sight.mu[picked],
        "q_sd": sight.sd[picked],
    }
    return {name: values.numpy().astype(np.float32) for name, values in arrays.items()}


def picked_means(sight: Sight) -> list[float]:
    """Return q's mean of each picked sequence, then the true posterior's of each."""
    picked = torch.tensor(_rows())
    return [*sight.mu[picked].tolist(), *sight.true_mu[picked].tolist()]


def tosses() -> tuple[UInt8[np.ndarray, "shown toss"], UInt16[np.ndarray, " picked"]]:
    """Return the shown sequences, 1 for heads, and the rows of those whose posteriors are drawn."""
    return (sequences()[shown_sequences()] > 0).numpy().astype(np.uint8), np.array(_rows(), np.uint16)


@cache
def shown_sequences() -> Int64[Tensor, " shown"]:
    """Return rows of `toy_source.sequences`: a draw of the data, fewest heads first."""
    drawn = draw(SHOWN, torch.Generator().manual_seed(0))
    drawn = drawn[drawn.sum(1).argsort(stable=True)]
    return ((drawn > 0).long() * 2 ** torch.arange(LENGTH - 1, -1, -1)).sum(1)


def _rows() -> list[int]:
    return [round(share * (SHOWN - 1)) for share in PICKED]
