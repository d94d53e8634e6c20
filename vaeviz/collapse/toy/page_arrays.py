"""What the page shows of a toy model: its figures, the plane of means, a few posteriors."""

from functools import cache

import numpy as np
import torch
from jaxtyping import Float32, Int64, UInt8, UInt16
from torch import Tensor

from vaeviz.collapse.toy.exact import Figures, Posteriors
from vaeviz.collapse.toy.source import LENGTH, draw, entropy, sequences
from vaeviz.metrics.criteria import ACTIVE

SHOWN = 240  # sequences that are points of the plane
PICKED = (0.04, 0.25, 0.5, 0.75, 0.96)  # quantiles, by heads, of the sequences whose posteriors are drawn


def numbers(figures: Figures) -> dict[str, float | int]:
    """Return the figures of one model by name; ``lost`` is nll minus the data's entropy."""
    return {
        "nll": figures.nll,
        "lost": figures.nll - entropy(),
        "elbo": figures.elbo,
        "rate": figures.rate,
        "variance": figures.variance,
        "true_variance": figures.true_variance,
        "active": int(figures.variance > ACTIVE),
    }


def posterior_arrays(posteriors: Posteriors) -> dict[str, Float32[np.ndarray, "..."]]:
    """Return both means of the shown sequences, and both posteriors of the picked ones on the quadrature's points."""
    picked = torch.tensor(_rows())
    arrays = {
        "mu": posteriors.mu,
        "true_mu": posteriors.true_mu,
        "posterior": posteriors.true_posterior[picked],
        "q_mu": posteriors.mu[picked],
        "q_sd": posteriors.sd[picked],
    }
    return {name: values.numpy().astype(np.float32) for name, values in arrays.items()}


def picked_means(posteriors: Posteriors) -> list[float]:
    """Return q's mean for each picked sequence, then the true posterior's mean for each."""
    picked = torch.tensor(_rows())
    return [*posteriors.mu[picked].tolist(), *posteriors.true_mu[picked].tolist()]


def tosses() -> tuple[UInt8[np.ndarray, "shown toss"], UInt16[np.ndarray, " picked"]]:
    """Return the shown sequences, 1 for heads, and the rows of those whose posteriors are drawn."""
    return (sequences()[shown_sequences()] > 0).numpy().astype(np.uint8), np.array(_rows(), np.uint16)


@cache
def shown_sequences() -> Int64[Tensor, " shown"]:
    """Return rows of `source.sequences`: a sample of the data, in ascending order of heads."""
    drawn = draw(SHOWN, torch.Generator().manual_seed(0))
    drawn = drawn[drawn.sum(1).argsort(stable=True)]
    return ((drawn > 0).long() * 2 ** torch.arange(LENGTH - 1, -1, -1)).sum(1)


def _rows() -> list[int]:
    return [round(share * (SHOWN - 1)) for share in PICKED]
