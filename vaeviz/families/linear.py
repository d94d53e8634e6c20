"""The linear family: affine encoder and decoder, whose optimum is known in closed form.

With the gaussian likelihood its best ELBO is the maximum of probabilistic PCA, and dimension j collapses exactly where
the data's eigenvalue is below beta sigma^2.

References
----------
Lucas, Tucker, Grosse, Norouzi, "Don't Blame the ELBO! A Linear VAE Perspective on Posterior Collapse", NeurIPS 2019.
Tipping and Bishop, "Probabilistic Principal Component Analysis", JRSS-B 1999.
"""

import math

import torch
from jaxtyping import Float
from torch import Tensor, nn

from vaeviz.config import ModelConfig
from vaeviz.families.shapes import require_affine
from vaeviz.families.vae import VariationalAutoencoder


def linear(config: ModelConfig) -> VariationalAutoencoder:
    """Return a linear VAE; its pixel mean is the affine map itself, without a sigmoid.

    Raises
    ------
    ConfigError
        If there is a condition, the likelihood is bernoulli or the posterior is not free: the closed forms do not hold.
    """
    require_affine(config)
    return VariationalAutoencoder(config, LinearEncoder(config), LinearDecoder(config), link=identity)


def identity(output: Tensor) -> Tensor:
    """Return the decoder's output as it is."""
    return output


class LinearEncoder(nn.Module):
    """x -> an affine mu, and one logvar shared by all images, as in the exact posterior."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.mu = nn.Linear(math.prod(config.image_shape), config.latent_dim)
        self.logvar = nn.Parameter(torch.zeros(config.latent_dim))

    def forward(self, x: Float[Tensor, "batch channel height width"], c: None) -> Float[Tensor, "batch twice_latent"]:
        """Return mu and logvar side by side."""
        mu = self.mu(x.flatten(1))
        return torch.cat([mu, self.logvar.expand_as(mu)], dim=1)


class LinearDecoder(nn.Module):
    """z -> W z + b, as an image."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.image_shape = config.image_shape
        self.linear = nn.Linear(config.latent_dim, math.prod(config.image_shape))

    def forward(self, z: Float[Tensor, "batch latent"], c: None) -> Float[Tensor, "batch channel height width"]:
        """Return the pixel mean."""
        return self.linear(z).unflatten(1, self.image_shape)
