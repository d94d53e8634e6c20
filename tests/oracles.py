"""Models whose evidence, posterior and optimum are known in closed form: what the tests are held against.

Probabilistic PCA, p(z) = N(0, I) and p(x|z) = N(Wz + b, s2 I), is the one latent-variable model of which everything is
known, and a linear VAE is its amortised form.
"""

import math
from dataclasses import dataclass, field

import torch
from torch import Tensor

from vaeviz.latent import Posterior, Prior, standard_normal
from vaeviz.models.likelihoods import Gaussian
from vaeviz.models.vae import VariationalAutoencoder


@dataclass(frozen=True)
class LinearGaussian:
    """Probabilistic PCA with orthogonal columns in W, so that its exact posterior is diagonal.

    It meets ``TrainableModel``. ``widen`` multiplies the posterior's deviation: 1 is the exact posterior.
    """

    weight: Tensor  # (pixels, latent), orthogonal columns
    bias: Tensor  # (pixels,)
    s2: float
    image_shape: tuple[int, int, int]
    widen: float = 1.0
    condition: None = field(default=None)

    @property
    def latent_dim(self) -> int:
        return self.weight.shape[1]

    def encode(self, x: Tensor, c: None = None) -> Posterior:
        precision = self.weight.square().sum(0) + self.s2  # of the posterior, times s2
        mu = (x.flatten(1) - self.bias) @ self.weight / precision
        logvar = (self.s2 / precision).log() + 2 * math.log(self.widen)
        return Posterior(mu, logvar.expand_as(mu))

    def likelihood(self, z: Tensor, c: None = None) -> Gaussian:
        mean = (z @ self.weight.T + self.bias).unflatten(1, self.image_shape)
        return Gaussian(mean, torch.clone, math.sqrt(self.s2))

    def decode(self, z: Tensor, c: None = None) -> Tensor:
        return self.likelihood(z).mean

    def prior(self, c: None = None) -> Prior:
        return standard_normal(self.latent_dim)

    def log_evidence(self, x: Tensor) -> Tensor:
        """Return log p(x) per image, from the covariance WW' + s2 I itself."""
        covariance = self.weight @ self.weight.T + self.s2 * torch.eye(len(self.bias), dtype=self.weight.dtype)
        return torch.distributions.MultivariateNormal(self.bias, covariance).log_prob(x.flatten(1))

    def exact_gap(self) -> float:
        """Return KL(q || exact posterior), the same for every image: q is only too wide."""
        return self.latent_dim * 0.5 * (self.widen**2 - 1 - 2 * math.log(self.widen))


def spectrum(x: Tensor) -> tuple[Tensor, Tensor]:
    """Return eigenvalues, largest first, and eigenvectors (in columns) of the covariance with divisor n."""
    centred = x.flatten(1).double()
    centred = centred - centred.mean(0)
    values, vectors = torch.linalg.eigh(centred.T @ centred / len(centred))
    return values.flip(0).clamp_min(0), vectors.flip(1)


def ppca(x: Tensor, latent: int, widen: float = 1.0) -> LinearGaussian:
    """Return the maximum-likelihood model of Tipping and Bishop 1999, equations 7 and 8, in double precision."""
    values, vectors = spectrum(x)
    s2 = float(values[latent:].mean())
    weight = vectors[:, :latent] * (values[:latent] - s2).sqrt()
    _, channel, height, width = x.shape
    return LinearGaussian(weight, x.flatten(1).double().mean(0), s2, (channel, height, width), widen)


def ppca_maximum(values: Tensor, latent: int) -> tuple[float, float]:
    """Return the highest mean log-likelihood in nats per image, and its s2, from eigenvalues alone."""
    s2 = float(values[latent:].mean())
    pixels = len(values)
    logdet = float(values[:latent].log().sum()) + (pixels - latent) * math.log(s2)
    return -0.5 * (pixels * math.log(2 * math.pi) + logdet + pixels), s2


@dataclass(frozen=True)
class WaterFilling:
    """The optimum of a linear beta-VAE with decoder variance s2: what is above the water level beta s2 is kept."""

    active: int
    rate: Tensor  # (active,), nats, largest first
    squared_error: float  # per image, summed over pixels


def water_filling(values: Tensor, level: float, latent: int) -> WaterFilling:
    """Return the optimum for the water level beta * s2 (Shannon's reverse water-filling, at most ``latent`` kept)."""
    kept = values[:latent][values[:latent] > level]
    error = level * len(kept) + float(values[len(kept) :].sum())
    return WaterFilling(len(kept), 0.5 * (kept / level).log(), error)


def stand_in(x: Tensor) -> Tensor:
    """Return two points a pixel with exactly the mean and covariance of x: all that a quadratic loss sees of it."""
    values, vectors = spectrum(x)
    steps = (vectors * (len(values) * values).sqrt()).T
    return x.flatten(1).double().mean(0) + torch.cat([steps, -steps])


def optimise(model: VariationalAutoencoder, x: Tensor, beta: float, iterations: int = 1500) -> None:
    """Minimise a linear VAE's expected distortion + beta * rate, the expectation over z taken in closed form."""
    model.double()
    encoder, decoder = model.encoder, model.decoder.linear
    s2, pixels = model.config.sigma**2, stand_in(x)
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
        mu, logvar = encoder.mu(pixels), encoder.logvar
        error = (pixels - decoder(mu)).square().sum(1) + (logvar.exp() * decoder.weight.square().sum(0)).sum()
        rate = Posterior(mu, logvar.expand_as(mu)).kl_to_prior().sum(1)
        value = (error / (2 * s2) + beta * rate).mean()
        value.backward()
        return value.detach()

    optimizer.step(loss)
    model.float().eval().requires_grad_(False)
