"""Latent codes of a data set, and maps of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, Int, Int64

from vaeviz.errors import DataError
from vaeviz.latent import AffinePrior

ParamValue = int | float | str  # value of a setting of an embedding method


@dataclass(frozen=True)
class LatentCodes:
    """Posteriors of n images under one checkpoint, in NumPy."""

    mu: Float32[np.ndarray, "n latent"]
    logvar: Float32[np.ndarray, "n latent"]
    labels: Int[np.ndarray, " n"]
    condition: Float32[np.ndarray, "n condition"] | None
    checkpoint: str  # digest of the model file
    dataset: str = ""
    split: str = ""
    rows: Int64[np.ndarray, " n"] | None = None  # indices of the images in the split; None: all, in order
    prior: AffinePrior | None = None  # the learned p(z|c); None: N(0, I)

    def __post_init__(self) -> None:
        if not (np.isfinite(self.mu).all() and np.isfinite(self.logvar).all()):
            raise DataError("The codes contain numbers that are not finite. Encode the data set again.")

    def __len__(self) -> int:
        return len(self.mu)

    @property
    def latent_dim(self) -> int:
        """Number of latent dimensions."""
        return self.mu.shape[1]

    def rate(self) -> Float32[np.ndarray, "n latent"]:
        """Return KL(q(z_j|x) || p(z_j)) in nats, per image and dimension; with a learned prior, the KL to p(z_j|c)."""
        if self.prior is not None:
            return self.prior.rate(self.mu, self.logvar, self.condition)
        return 0.5 * (self.mu**2 + np.exp(self.logvar) - 1 - self.logvar)


@dataclass(frozen=True)
class Embedding:
    """A two-dimensional map of codes, how it was made, and its trustworthiness."""

    points: Float32[np.ndarray, "n 2"]
    method: str
    params: Mapping[str, ParamValue]
    seed: int
    trustworthiness: float | None  # in [0, 1]; 1: all neighbours on the map are neighbours in latent space
    basis: Float32[np.ndarray, "2 latent"] | None = None  # pca only: points = (mu - centre) @ basis.T
    centre: Float32[np.ndarray, " latent"] | None = None
