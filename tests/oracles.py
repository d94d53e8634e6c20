"""Models whose evidence, posterior and optimum are known in closed form: what the tests are held against.

Probabilistic PCA, p(z) = N(0, I) and p(x|z) = N(Wz + b, s2 I), is the one latent-variable model of which everything is
known, and a linear VAE is its amortised form.
"""

import math
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from vaeviz.collapse.linear.theory import spectrum
from vaeviz.families.likelihoods import Gaussian
from vaeviz.latent import Posterior, Prior, standard_normal


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


def ppca(x: Tensor, latent: int, widen: float = 1.0) -> LinearGaussian:
    """Return the maximum-likelihood model of Tipping and Bishop 1999, equations 7 and 8, in double precision."""
    axes = spectrum(x.numpy())
    s2 = float(axes.values[latent:].mean())
    weight = torch.from_numpy(axes.vectors[:, :latent] * np.sqrt(axes.values[:latent] - s2))
    _, channel, height, width = x.shape
    return LinearGaussian(weight, torch.from_numpy(axes.mean), s2, (channel, height, width), widen)
