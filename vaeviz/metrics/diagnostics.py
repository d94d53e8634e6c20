"""KL and variance of each latent dimension, from the codes alone."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float32

from vaeviz.codes import LatentCodes
from vaeviz.errors import DataError
from vaeviz.metrics.criteria import ACTIVE


@dataclass(frozen=True)
class Diagnostics:
    """Measures of each dimension over all images; every array has one entry per dimension."""

    rate_per_dim: Float32[np.ndarray, " latent"]  # nats, mean over images; against p(z|c) where that is learned
    mu_variance: Float32[np.ndarray, " latent"]  # variance over images of the posterior mean
    active: Bool[np.ndarray, " latent"]  # mu_variance > threshold
    threshold: float
    aggregate_mean: Float32[np.ndarray, " latent"]  # of q(z); 0 where it matches N(0, I)
    aggregate_variance: Float32[np.ndarray, " latent"]  # of q(z); 1 where it matches N(0, I)


def diagnose(codes: LatentCodes, *, threshold: float = ACTIVE) -> Diagnostics:
    """Measure the KL and the variance of each latent dimension.

    A dimension whose posterior equals the prior for every image has rate 0 and is collapsed. The threshold 0.01 is
    lenient: where q(z_j) matches the prior, a dimension with 0.005 nats just passes it. Under a learned p(z|c) a
    dimension can be active with rate 0: its mean then depends on the condition alone.

    Raises
    ------
    DataError
        If there are fewer than two images: a variance needs two.

    References
    ----------
    Burda, Grosse, Salakhutdinov, "Importance Weighted Autoencoders", ICLR 2016, section 5 (active units).
    """
    if len(codes) < 2:
        raise DataError(f"Diagnostics need at least two images, found {len(codes)}.")
    mu_variance = codes.mu.var(0)
    return Diagnostics(
        rate_per_dim=codes.rate().mean(0),
        mu_variance=mu_variance,
        active=mu_variance > threshold,
        threshold=threshold,
        aggregate_mean=codes.mu.mean(0),
        aggregate_variance=mu_variance + np.exp(codes.logvar).mean(0),
    )
