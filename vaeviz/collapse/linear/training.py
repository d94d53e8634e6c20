"""Train and measure linear VAEs by two methods, to compare them with the theory.

The first is descent on the expected objective, which ends in the optimum itself. The second is `fit`, as for every
other model here: mini-batches, and one sampled z per image.
"""

import math
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Bool, Float32, Float64
from torch import Tensor

from vaeviz.collapse.linear.theory import Spectrum
from vaeviz.config import ModelConfig, Record, TrainConfig
from vaeviz.data.dataset import ImageDataset
from vaeviz.families import build
from vaeviz.families.linear import LinearDecoder, LinearEncoder
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.latent import Posterior
from vaeviz.metrics.criteria import ACTIVE
from vaeviz.settings import same_setting, setting
from vaeviz.training.fit import fit
from vaeviz.training.state import TrainState

ITERATIONS = 1500
DRAWS = 100  # of z per image, for the squared error


@dataclass(frozen=True, kw_only=True)
class LinearSettings(Record):
    """The settings that all runs share."""

    image_shape: tuple[int, int, int] = same_setting(ModelConfig, "image_shape")
    latent: int = same_setting(ModelConfig, "latent_dim")
    s2: float = setting(above=0, high=1e4, unit="pixel scale 0 to 1, squared", help="the decoder's variance per pixel")
    seed: int = same_setting(TrainConfig, "seed")
    iterations: int = setting(ITERATIONS, low=1, high=1_000_000, unit="steps", help="of the descent, at most")


@dataclass(frozen=True)
class LinearRun:
    """One trained linear VAE, measured on the images it was trained on, in nats per image."""

    beta: float
    rate: Float32[np.ndarray, " latent"]  # mean over images, largest first
    active: int  # dimensions whose posterior mean varies by more than `criteria.ACTIVE`
    axes: Bool[np.ndarray, " pixel"]  # which principal axes the decoder's columns of the active units span
    squared_error: float  # of sampled reconstructions, summed over pixels


def train_linear(
    x: Float32[np.ndarray, "n *image"], axes: Spectrum, beta: float, settings: LinearSettings
) -> LinearRun:
    """Train a linear VAE from scratch on images whose principal axes are ``axes``, and measure it."""
    model = untrained(settings)
    descend(model, stand_in(axes), beta, settings.iterations)
    return measure_run(model, torch.from_numpy(x).reshape(-1, *settings.image_shape), axes, beta)


def fit_linear(data: ImageDataset, axes: Spectrum, config: TrainConfig, settings: LinearSettings) -> LinearRun:
    """Train a linear VAE by `fit` on images whose principal axes are ``axes``, and measure it."""
    state = TrainState(untrained(settings), config)
    for _ in fit(state.model, data, config, state=state):
        pass
    x = torch.from_numpy(data.images[:]).float() / 255
    return measure_run(state.average, x, axes, config.beta)


def untrained(settings: LinearSettings) -> VariationalAutoencoder:
    """Return a linear VAE with the initial weights of its seed."""
    torch.manual_seed(settings.seed)
    config = ModelConfig(
        family="linear",
        image_shape=settings.image_shape,
        latent_dim=settings.latent,
        likelihood="gaussian",
        sigma=math.sqrt(settings.s2),
    )
    return build(config)


def stand_in(axes: Spectrum) -> Float64[Tensor, "n pixel"]:
    """Return two points per pixel with exactly the data's mean and covariance, all that a quadratic loss depends on."""
    steps = (axes.vectors * np.sqrt(len(axes.values) * axes.values)).T
    return torch.from_numpy(axes.mean + np.concatenate([steps, -steps]))


def descend(
    model: VariationalAutoencoder, points: Float64[Tensor, "n pixel"], beta: float, iterations: int = ITERATIONS
) -> None:
    """Minimise distortion + beta * rate of a linear VAE by L-BFGS, with the expectation over z in closed form."""
    encoder, decoder, sigma = model.encoder, model.decoder, model.config.sigma
    if not (isinstance(encoder, LinearEncoder) and isinstance(decoder, LinearDecoder) and sigma):
        raise TypeError(f"Only a linear VAE with a fixed sigma has this closed form; found {model.config}.")
    model.double()
    optimizer = torch.optim.LBFGS(
        model.parameters(),
        max_iter=iterations,
        max_eval=2 * iterations,
        history_size=50,
        tolerance_grad=1e-8,
        tolerance_change=1e-14,
        line_search_fn="strong_wolfe",
    )

    def loss() -> Tensor:
        optimizer.zero_grad()
        mu, logvar = encoder.mu(points), encoder.logvar
        weight, bias = decoder.linear.weight, decoder.linear.bias
        error = (points - mu @ weight.T - bias).square().sum(1) + (logvar.exp() * weight.square().sum(0)).sum()
        rate = Posterior(mu, logvar.expand_as(mu)).kl_to_prior().sum(1)
        value = (error / (2 * sigma**2) + beta * rate).mean()
        value.backward()
        return value.detach()

    optimizer.step(loss)
    model.float().eval().requires_grad_(False)


@torch.inference_mode()
def measure_run(
    model: VariationalAutoencoder, x: Float32[Tensor, "n channel height width"], axes: Spectrum, beta: float
) -> LinearRun:
    """Measure a model on its training images, with sampled reconstructions."""
    posterior = model.encode(x)
    active = posterior.mu.var(0, correction=0) > ACTIVE
    generator = torch.Generator().manual_seed(0)
    means = (model.likelihood(posterior.sample(generator)).mean for _ in range(DRAWS))
    errors = [(x - mean).square().flatten(1).sum(1).mean() for mean in means]
    return LinearRun(
        beta=beta,
        rate=posterior.kl_to_prior().mean(0).sort(descending=True).values.numpy(),
        active=int(active.sum()),
        axes=spanned(axes, columns_of(model)[:, active]),
        squared_error=torch.stack(errors).mean().item(),
    )


def columns_of(model: VariationalAutoencoder) -> Float32[Tensor, "pixel latent"]:
    """Return what a step of 1 in each dimension adds to the image of a linear VAE."""
    origin = torch.zeros(1, model.latent_dim)
    steps = model.likelihood(torch.eye(model.latent_dim)).mean - model.likelihood(origin).mean  # not clipped
    return steps.flatten(1).T


def spanned(axes: Spectrum, columns: Float32[Tensor, "pixel active"]) -> Bool[np.ndarray, " pixel"]:
    """Return which principal axes have more than half of their squared length in the span of ``columns``."""
    span = np.linalg.qr(columns.numpy().astype(np.float64)).Q
    return np.square(axes.vectors.T @ span).sum(1) > 0.5
