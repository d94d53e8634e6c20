"""LIKELIHOODS: the distribution of pixels around the decoder's mean; log densities in nats per image."""

import math
from collections.abc import Callable

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from vaeviz.config import LikelihoodName
from vaeviz.latent import PixelLikelihood

MIN_LOG_SIGMA = -6.0  # soft lower limit: a perfect reconstruction must not make the density infinite

Pixels = Float[Tensor, "batch channel height width"]


class Bernoulli:
    """Each pixel is on with probability ``mean``; grey targets use the same cross entropy."""

    def __init__(self, logits: Pixels, link: Callable[[Tensor], Tensor], sigma: float | None) -> None:
        self.logits = logits

    @property
    def mean(self) -> Pixels:
        """Probability of each pixel."""
        return torch.sigmoid(self.logits)

    def log_prob(self, x: Pixels) -> Float[Tensor, " batch"]:
        """Return the sum over pixels of x log p + (1 - x) log(1 - p)."""
        return -F.binary_cross_entropy_with_logits(self.logits, x, reduction="none").flatten(1).sum(1)


class Gaussian:
    """Each pixel is N(mean, sigma^2) with one fixed sigma: the squared error has weight 1 / (2 sigma^2)."""

    def __init__(self, output: Pixels, link: Callable[[Tensor], Tensor], sigma: float | None) -> None:
        self._mean = link(output)
        self._log_sigma = torch.tensor(0.0 if sigma is None else math.log(sigma), device=output.device)

    @property
    def mean(self) -> Pixels:
        """Pixel mean."""
        return self._mean

    def log_prob(self, x: Pixels) -> Float[Tensor, " batch"]:
        """Return the log density of x."""
        return self._log_density(x, self._log_sigma)

    def _log_density(self, x: Pixels, log_sigma: Float[Tensor, ""]) -> Float[Tensor, " batch"]:
        scaled = (x - self.mean) * (-log_sigma).exp()
        per_pixel = 0.5 * scaled.square() + log_sigma + 0.5 * math.log(2 * math.pi)
        return -per_pixel.flatten(1).sum(1)


class OptimalGaussian(Gaussian):
    """A Gaussian with the optimal sigma of the batch: sigma^2 is the mean squared error.

    After training, ``sigma`` is fixed in the model's configuration, so that no density depends on its batch.

    References
    ----------
    Rybkin, Daniilidis, Levine, "Simple and Effective VAE Training with Calibrated Decoders", ICML 2021, section 3.2.
    """

    def __init__(self, output: Pixels, link: Callable[[Tensor], Tensor], sigma: float | None) -> None:
        super().__init__(output, link, sigma)
        self._known = sigma is not None

    def log_prob(self, x: Pixels) -> Float[Tensor, " batch"]:
        """Return the log density of x under the known sigma, or the optimal sigma of the batch."""
        if self._known:
            return super().log_prob(x)
        log_sigma = 0.5 * (x - self.mean).square().mean().clamp_min(1e-12).log()
        return self._log_density(x, MIN_LOG_SIGMA + F.softplus(log_sigma - MIN_LOG_SIGMA))


LIKELIHOODS: dict[LikelihoodName, Callable[[Pixels, Callable[[Tensor], Tensor], float | None], PixelLikelihood]] = {
    "bernoulli": Bernoulli,
    "gaussian": Gaussian,
    "gaussian-optimal": OptimalGaussian,
}
