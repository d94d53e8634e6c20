"""The optimum of a linear VAE in closed form, from the eigenvalues of the data's covariance.

A linear VAE with decoder variance s2 and beta has the same optimum as one with variance beta s2 and beta 1: Shannon's
reverse water-filling with the level beta s2. Nothing is trained here; the models that
`vaeviz.collapse.linear.training` trains are compared with this optimum.

References
----------
Lucas, Tucker, Grosse, Norouzi, "Don't Blame the ELBO! A Linear VAE Perspective on Posterior Collapse", NeurIPS 2019.
Cover and Thomas, "Elements of Information Theory", 2nd edition, section 10.3.3 (reverse water-filling).
"""

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float64


@dataclass(frozen=True)
class Spectrum:
    """The principal axes of a data set."""

    values: Float64[np.ndarray, " pixel"]  # eigenvalues of the covariance with divisor n, largest first, at least 0
    vectors: Float64[np.ndarray, "pixel pixel"]  # columns, in the same order
    mean: Float64[np.ndarray, " pixel"]


def spectrum(x: Float[np.ndarray, "n *image"]) -> Spectrum:
    """Return the principal axes of images with pixels in [0, 1]."""
    flat = x.reshape(len(x), -1).astype(np.float64)
    mean = flat.mean(0)
    values, vectors = np.linalg.eigh((flat - mean).T @ (flat - mean) / len(flat))
    return Spectrum(values[::-1].clip(0), np.ascontiguousarray(vectors[:, ::-1]), mean)


@dataclass(frozen=True)
class WaterFilling:
    """The optimum for one water level: axes above it are encoded, the others are left to the decoder's noise."""

    active: int
    rate: Float64[np.ndarray, " active"]  # nats per dimension, largest first
    squared_error: float  # per image, summed over pixels


def water_filling(values: Float64[np.ndarray, " pixel"], level: float, latent: int) -> WaterFilling:
    """Return the optimum for the water level beta s2, where at most ``latent`` dimensions can be active.

    An active dimension leaves an error of ``level``; a collapsed one leaves its whole eigenvalue.
    """
    kept = values[:latent][values[:latent] > level]
    error = level * len(kept) + float(values[len(kept) :].sum())
    return WaterFilling(len(kept), 0.5 * np.log(kept / level), error)


@dataclass(frozen=True)
class Bound:
    """Distortion and rate of an optimum, in nats per image, at the decoder's variance."""

    distortion: float  # of a Gaussian density, so it can be negative
    rate: float

    @property
    def elbo(self) -> float:
        """Return the bound on log p(x): higher is better."""
        return -(self.distortion + self.rate)


def bound(values: Float64[np.ndarray, " pixel"], beta: float, s2: float, latent: int) -> Bound:
    """Return distortion and rate of the optimum for ``beta`` and decoder variance ``s2``.

    Over all ``beta`` these points are the rate-distortion frontier; its slope at each point is -beta.
    """
    filled = water_filling(values, beta * s2, latent)
    return Bound(distortion_of(filled.squared_error, s2, len(values)), float(filled.rate.sum()))


def distortion_of(squared_error: float, s2: float, pixels: int) -> float:
    """Return the distortion in nats of a squared error per image, under a Gaussian with variance ``s2`` per pixel."""
    return squared_error / (2 * s2) + pixels / 2 * math.log(2 * math.pi * s2)


def ppca_maximum(values: Float64[np.ndarray, " pixel"], latent: int) -> tuple[float, float]:
    """Return the highest mean log-likelihood of probabilistic PCA, in nats per image, and its noise variance.

    References
    ----------
    Tipping and Bishop, "Probabilistic Principal Component Analysis", JRSS-B 1999, equations 7 and 8.
    """
    s2 = float(values[latent:].mean())
    pixels = len(values)
    logdet = float(np.log(values[:latent]).sum()) + (pixels - latent) * math.log(s2)
    return -0.5 * (pixels * math.log(2 * math.pi) + logdet + pixels), s2
