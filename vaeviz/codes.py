"""Latent codes of a data set, their learned prior and maps of them, in NumPy."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, Int, Int64

from vaeviz.config import Condition
from vaeviz.errors import DataError

ParamValue = int | float | str  # value of a setting of an embedding method
LOGVAR_RANGE = (-10.0, 10.0)  # keeps exp() finite in half precision and in the first steps of training


@dataclass(frozen=True)
class AffinePrior:
    """A learned p(z|c), in NumPy: N(mu + mu_weight c, diag exp(logvar + logvar_weight c)).

    With the zero row of ``c`` it is N(mu, diag exp(logvar)). A one-hot ``c`` selects the Gaussian of a class. A mixture
    of classes mixes the parameters, so it gives one Gaussian, not a mixture of Gaussians.
    """

    mu: Float32[np.ndarray, " latent"]
    logvar: Float32[np.ndarray, " latent"]
    mu_weight: Float32[np.ndarray, "latent condition"]
    logvar_weight: Float32[np.ndarray, "latent condition"]

    @classmethod
    def of_layer(
        cls, weight: Float32[np.ndarray, "twice_latent condition"], bias: Float32[np.ndarray, " twice_latent"]
    ) -> "AffinePrior":
        """Return the prior of a fully connected layer from c to mu and logvar, concatenated."""
        mu, logvar = np.split(bias, 2)
        return cls(mu, logvar, *np.split(weight, 2))

    def rate(
        self,
        mu: Float32[np.ndarray, "n latent"],
        logvar: Float32[np.ndarray, "n latent"],
        c: Float32[np.ndarray, "n condition"] | None,
    ) -> Float32[np.ndarray, "n latent"]:
        """Return KL(q(z_j|x, c) || p(z_j|c)) in nats, per image and dimension; without ``c``, for the zero row."""
        prior_mu, prior_logvar = self.at(c)
        gap = (mu - prior_mu) ** 2 + np.exp(logvar)
        return 0.5 * (gap / np.exp(prior_logvar) - 1 + prior_logvar - logvar)

    def at(
        self, c: Float32[np.ndarray, "n condition"] | None
    ) -> tuple[Float32[np.ndarray, "n latent"], Float32[np.ndarray, "n latent"]]:
        """Return mu and logvar for each row of ``c``; without ``c`` one row, for the zero row."""
        c = np.zeros((1, self.mu_weight.shape[1]), np.float32) if c is None else c
        logvar = self.logvar + c @ self.logvar_weight.T
        return self.mu + c @ self.mu_weight.T, logvar.clip(*LOGVAR_RANGE)


def random_attributes(condition: Condition, n: int, seed: int) -> Float32[np.ndarray, "n condition"]:
    """Draw n rows of ``c``: every choice uniform over its values, every number uniform in [-1, 1]."""
    rng = np.random.default_rng(seed)
    columns = []
    for one in condition.attributes:
        if one.values:
            columns.append(np.eye(len(one.values))[rng.integers(len(one.values), size=n)])
        else:
            columns.append(rng.uniform(-1, 1, (n, 1)))
    return np.concatenate(columns, axis=1).astype(np.float32)


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
