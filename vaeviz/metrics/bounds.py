"""Bounds on log p(x): the ELBO and the importance-weighted bound, one value per image, in nats."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Int64
from torch import Tensor

from vaeviz.data.condition import Batch, batches
from vaeviz.data.dataset import ImageDataset, Progress
from vaeviz.errors import ConfigError
from vaeviz.latent import Posterior, TrainableModel
from vaeviz.training.objectives import ElboTerms, elbo_terms

_ROWS = 2048  # decoded images in memory at once


def log_density(
    z: Float[Tensor, "batch latent"],
    mu: Float[Tensor, "one_or_batch latent"],
    logvar: Float[Tensor, "one_or_batch latent"],
) -> Float[Tensor, " batch"]:
    """Return log N(z; mu, exp(logvar)) in nats, summed over dimensions; one row of ``mu`` serves all of ``z``."""
    per_dim = (z - mu).square() / logvar.exp() + logvar + math.log(2 * math.pi)
    return -0.5 * per_dim.sum(1)


def log_weights(
    model: TrainableModel,
    x: Float[Tensor, "batch channel height width"],
    c: Float[Tensor, "batch condition"] | None,
    k: int,
    generator: torch.Generator,
) -> Float[Tensor, "k batch"]:
    """Draw k importance weights per image: log p(x|z, c) + log p(z|c) - log q(z|x, c) at z from the posterior.

    Their mean over k estimates the ELBO; `importance_bound` computes the tighter bound from them.

    Raises
    ------
    ConfigError
        If k is below 1.
    """
    _require_samples(k)
    posterior = model.encode(x, c)
    chunk = max(1, min(k, _ROWS // len(x)))
    parts = []
    for start in range(0, k, chunk):
        repeats = min(chunk, k - start)
        q = Posterior(posterior.mu.repeat(repeats, 1), posterior.logvar.repeat(repeats, 1))
        repeated = None if c is None else c.repeat(repeats, 1)
        z, prior = q.sample(generator), model.prior(repeated)
        weight = model.likelihood(z, repeated).log_prob(x.repeat(repeats, 1, 1, 1))
        weight = weight + log_density(z, prior.mu, prior.logvar) - log_density(z, q.mu, q.logvar)
        parts.append(weight.unflatten(0, (repeats, len(x))))
    return torch.cat(parts)


def _require_samples(k: int) -> None:
    if k < 1:
        raise ConfigError(f"k is {k}; allowed: 1 or more samples.")


def importance_bound(log_weights: Float[Tensor, "k batch"]) -> Float[Tensor, " batch"]:
    """Return the log of the mean weight: the importance-weighted bound on log p(x|c).

    In expectation it lies between the ELBO and log p(x|c) and increases with k; k = 1 gives the ELBO.

    References
    ----------
    Burda, Grosse, Salakhutdinov, "Importance Weighted Autoencoders", ICLR 2016, equation 8.
    """
    return log_weights.logsumexp(0) - math.log(len(log_weights))


def protocol(
    model: TrainableModel,
    data: ImageDataset,
    rows: Int64[np.ndarray, " chosen"],
    *,
    size: int,
    binarise: bool,
    generator: torch.Generator,
) -> Iterator[Batch]:
    """Yield the images that the bound is computed on: grey, or each pixel drawn from Bernoulli(grey level).

    Bounds on binarised and on grey images cannot be compared: the cross entropy of grey levels is not a likelihood.

    References
    ----------
    Salakhutdinov and Murray, "On the Quantitative Analysis of Deep Belief Networks", ICML 2008, section 5.
    """
    for x, c in batches(data, model.condition, rows, size):
        yield torch.bernoulli(x, generator=generator) if binarise else x, c


@dataclass(frozen=True)
class DatasetElbo:
    """Distortion, rate and posterior of every image."""

    terms: ElboTerms
    mu: Float[Tensor, "n latent"]
    logvar: Float[Tensor, "n latent"]


def dataset_elbo(
    model: TrainableModel,
    data: ImageDataset,
    rows: Int64[np.ndarray, " chosen"],
    *,
    binarise: bool,
    seed: int = 0,
    progress: Progress | None = None,
) -> DatasetElbo:
    """Return rate and distortion of every chosen image, from one sample of z each.

    A conditional model gets each image's true condition, so its bound is on log p(x|c).
    """
    generator = torch.Generator().manual_seed(seed)
    distortion, rate, mu, logvar, done = [], [], [], [], 0
    with torch.inference_mode():
        for x, c in protocol(model, data, rows, size=500, binarise=binarise, generator=generator):
            terms = elbo_terms(model, x, c, generator)
            distortion.append(terms.distortion)
            rate.append(terms.rate)
            posterior = model.encode(x, c)
            mu.append(posterior.mu)
            logvar.append(posterior.logvar)
            done += len(x)
            if progress:
                progress("ELBO", done, len(rows))
    return DatasetElbo(ElboTerms(torch.cat(distortion), torch.cat(rate)), torch.cat(mu), torch.cat(logvar))


@dataclass(frozen=True)
class DatasetIwae:
    """The importance-weighted bound of every image, and the ELBO estimated from the same samples."""

    iwae: Float[Tensor, " n"]
    elbo: Float[Tensor, " n"]


def dataset_iwae(
    model: TrainableModel,
    data: ImageDataset,
    rows: Int64[np.ndarray, " chosen"],
    *,
    k: int,
    binarise: bool,
    seed: int = 0,
    progress: Progress | None = None,
) -> DatasetIwae:
    """Return the importance-weighted bound of every chosen image.

    Raises
    ------
    ConfigError
        If k is below 1.
    """
    _require_samples(k)
    generator = torch.Generator().manual_seed(seed)
    bounds, elbos, done = [], [], 0
    with torch.inference_mode():
        for x, c in protocol(model, data, rows, size=max(1, _ROWS // k), binarise=binarise, generator=generator):
            weights = log_weights(model, x, c, k, generator)
            bounds.append(importance_bound(weights))
            elbos.append(weights.mean(0))
            done += len(x)
            if progress:
                progress(f"Importance-weighted bound, {k} samples per image", done, len(rows))
    return DatasetIwae(torch.cat(bounds), torch.cat(elbos))
