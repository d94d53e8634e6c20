"""The effect of the decoder's variance: one model trained at several fixed sigma^2 and at the optimal one."""

import math
import time
from dataclasses import dataclass, replace

import numpy as np
import torch
from jaxtyping import Int64

from vaeviz.collapse.sigma.file import SigmaHeader, SigmaRun, StoredSigma
from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.data.condition import batches
from vaeviz.data.dataset import ImageDataset, Progress, choose_rows
from vaeviz.data.imaging import to_uint8
from vaeviz.families import build
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.metrics.bounds import dataset_elbo
from vaeviz.metrics.criteria import ACTIVE
from vaeviz.training.fit import fit, steps_per_epoch
from vaeviz.training.state import TrainState

VARIANCES = (1.0, 0.3, 0.1, 0.03, 0.01, 0.003)
MEASURED = 10_000  # training images that an optimal variance is computed from


@dataclass(frozen=True, kw_only=True)
class Trained:
    """One finished run: its figures and its images."""

    run: SigmaRun
    rate: np.ndarray
    decoded: np.ndarray
    samples: np.ndarray


def train_sigmas(
    variances: tuple[float, ...],
    model: ModelConfig,
    config: TrainConfig,
    train: ImageDataset,
    test: ImageDataset,
    progress: Progress,
) -> StoredSigma:
    """Train one model per variance and one at the optimal, with the same initial weights; measure all on ``test``."""
    began = time.perf_counter()
    shown = np.unique(test.labels, return_index=True)[1]  # the first of each class
    fixed = [replace(model, likelihood="gaussian", sigma=math.sqrt(s2)) for s2 in sorted(variances, reverse=True)]
    plans = [*fixed, replace(model, likelihood="gaussian-optimal", sigma=None)]
    runs = [train_sigma(plan, config, train, test, shown, progress) for plan in plans]
    header = SigmaHeader(
        runs=tuple(one.run for one in runs),
        model=plans[-1],
        train=config,
        images=len(test),
        seconds=round(time.perf_counter() - began, 1),
    )
    parts = [np.stack([getattr(one, name) for one in runs]) for name in ("decoded", "samples", "rate")]
    return StoredSigma(header, test.images[shown], *parts)


def train_sigma(
    plan: ModelConfig,
    config: TrainConfig,
    train: ImageDataset,
    test: ImageDataset,
    shown: Int64[np.ndarray, " shown"],
    progress: Progress,
) -> Trained:
    """Train one model; at the end an optimal variance is set to the mean squared error of training images.

    References
    ----------
    Rybkin, Daniilidis, Levine, "Simple and Effective VAE Training with Calibrated Decoders", ICML 2021, section 3.2.
    """
    torch.manual_seed(config.seed)
    state = TrainState(build(plan), config)
    total = config.epochs * steps_per_epoch(train, config)
    name = f"sigma^2 {plan.sigma**2:.3g}" if plan.sigma else "optimal sigma^2"
    for step in fit(state.model, train, config, state=state):
        progress(name, step.step, total)
    model, pixels = state.average, math.prod(plan.image_shape)
    if plan.sigma is None:
        error = squared_error(model, train, choose_rows(len(train), MEASURED, 0), config.seed)
        model.config = replace(plan, sigma=math.sqrt(error / pixels))
    return measure_run(model, config, test, shown, optimal=plan.sigma is None)


def measure_run(
    model: VariationalAutoencoder,
    config: TrainConfig,
    test: ImageDataset,
    shown: Int64[np.ndarray, " shown"],
    *,
    optimal: bool,
) -> Trained:
    """Measure one trained model on all of ``test``, with grey-level pixels."""
    rows = np.arange(len(test))
    found = dataset_elbo(model, test, rows, binarise=False, seed=config.seed)
    rate = found.terms.rate.mean(0).numpy()
    noise = torch.Generator().manual_seed(config.seed)
    with torch.inference_mode():
        x, _ = next(batches(test, None, shown, len(shown)))
        decoded = model.decode(model.encode(x).mu)
        samples = model.decode(torch.randn(len(shown), model.latent_dim, generator=noise))
    run = SigmaRun(
        s2=(model.config.sigma or 1.0) ** 2,
        optimal=optimal,
        squared_error=squared_error(model, test, rows, config.seed),
        rate=float(rate.sum()),
        elbo=found.terms.elbo().mean().item(),
        active_units=int((found.mu.var(0, correction=0) > ACTIVE).sum()),
    )
    return Trained(run=run, rate=rate, decoded=to_uint8(decoded.numpy()), samples=to_uint8(samples.numpy()))


@torch.inference_mode()
def squared_error(
    model: VariationalAutoencoder, data: ImageDataset, rows: Int64[np.ndarray, " chosen"], seed: int
) -> float:
    """Return the squared error per image, summed over pixels, of reconstructions from one sample of z each."""
    generator = torch.Generator().manual_seed(seed)
    errors = []
    for x, _ in batches(data, None, rows, 500):
        mean = model.likelihood(model.encode(x).sample(generator)).mean  # not clipped, as in the density
        errors.append((x - mean).square().flatten(1).sum(1))
    return torch.cat(errors).mean().item()
