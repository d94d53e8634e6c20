"""Posterior, prior, model protocols, and the rows of ``c``, in PyTorch."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import torch
from jaxtyping import Float, Int
from torch import Tensor

from vaeviz.config import Condition


@dataclass(frozen=True)
class Prior:
    """p(z) or p(z|c): diagonal Gaussians, one per row; a single row applies to all images."""

    mu: Float[Tensor, "batch latent"]
    logvar: Float[Tensor, "batch latent"]

    def sample(self, n: int, generator: torch.Generator) -> Float[Tensor, "n latent"]:
        """Draw ``n`` codes: one from each row, or all from the single row."""
        mu, logvar = (part.expand(n, -1) for part in (self.mu, self.logvar))
        eps = torch.randn(mu.shape, generator=generator, device=mu.device)
        return mu + (logvar / 2).exp() * eps


def standard_normal(latent_dim: int, device: torch.device | str = "cpu") -> Prior:
    """Return N(0, I), the default prior."""
    zeros = torch.zeros(1, latent_dim, device=device)
    return Prior(zeros, zeros)


@dataclass(frozen=True)
class Posterior:
    """q(z|x, c): one diagonal Gaussian per image; ``logvar`` is the log-variance, not the log standard deviation."""

    mu: Float[Tensor, "batch latent"]
    logvar: Float[Tensor, "batch latent"]

    def sample(self, generator: torch.Generator) -> Float[Tensor, "batch latent"]:
        """Draw one z per image by reparameterisation: z = mu + sigma * eps."""
        eps = torch.randn(self.mu.shape, generator=generator, device=self.mu.device, dtype=self.mu.dtype)
        return self.mu + (self.logvar / 2).exp() * eps

    def kl_to_prior(self, prior: Prior | None = None) -> Float[Tensor, "batch latent"]:
        """Return KL(q(z_j|x) || p(z_j)) in nats, per image and dimension, without reduction.

        The prior is N(0, I) unless one is given.

        References
        ----------
        Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014, appendix B.
        """
        if prior is None:
            return 0.5 * (self.mu.square() + self.logvar.exp() - 1 - self.logvar)
        gap = (self.mu - prior.mu).square() + self.logvar.exp()
        return 0.5 * (gap / prior.logvar.exp() - 1 + prior.logvar - self.logvar)


@runtime_checkable
class LatentModel(Protocol):
    """What a model must implement to be shown; no subclassing is needed."""

    @property
    def latent_dim(self) -> int:
        """Number of latent dimensions."""
        ...

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(C, H, W)."""
        ...

    @property
    def condition(self) -> Condition | None:
        """What the model is conditioned on; None for a plain model."""
        ...

    def encode(
        self,
        x: Float[Tensor, "batch channel height width"],
        c: Float[Tensor, "batch condition"] | None = None,
    ) -> Posterior:
        """Return q(z|x, c) for pixels in [0, 1]; without ``c``, for the null label."""
        ...

    def decode(
        self, z: Float[Tensor, "batch latent"], c: Float[Tensor, "batch condition"] | None = None
    ) -> Float[Tensor, "batch channel height width"]:
        """Return the pixel mean in [0, 1]; deterministic, and the same in train and eval mode."""
        ...


@runtime_checkable
class PixelLikelihood(Protocol):
    """p(x|z, c) of a batch."""

    @property
    def mean(self) -> Float[Tensor, "batch channel height width"]:
        """Pixel mean; in [0, 1] for every family but the linear one."""
        ...

    def log_prob(self, x: Float[Tensor, "batch channel height width"]) -> Float[Tensor, " batch"]:
        """Return log p(x|z, c) in nats per image, summed over pixels."""
        ...


@runtime_checkable
class Autoregressive(Protocol):
    """What a `PixelLikelihood` adds if it factorises over pixels, each conditioned on the earlier ones.

    Its ``mean`` is greedy: each pixel's mean is the input of later pixels. It is not part of this protocol, since an
    isinstance check would compute it.
    """

    def given(self, seen: Float[Tensor, "batch channel height width"]) -> PixelLikelihood:
        """Return, in one pass, the distribution of every pixel given z, c and the pixels of ``seen`` before it."""
        ...

    def sample(self, generator: torch.Generator) -> Float[Tensor, "batch channel height width"]:
        """Draw one image per row, pixel by pixel."""
        ...


@runtime_checkable
class TrainableModel(LatentModel, Protocol):
    """What training and bounds also need; ``decode`` is ``likelihood(...).mean`` clamped to [0, 1]."""

    def likelihood(
        self, z: Float[Tensor, "batch latent"], c: Float[Tensor, "batch condition"] | None = None
    ) -> PixelLikelihood:
        """Return p(x|z, c)."""
        ...

    def prior(self, c: Float[Tensor, "batch condition"] | None = None) -> Prior:
        """Return p(z|c); a single row if it does not depend on ``c``."""
        ...


def one_hot(condition: Condition, labels: Int[Tensor, " batch"]) -> Float[Tensor, "batch condition"]:
    """Return the row of ``c`` for each class index."""
    return torch.nn.functional.one_hot(labels.long(), condition.size).float()


def null_label(condition: Condition, batch: int) -> Float[Tensor, "batch condition"]:
    """Return zero rows, the null label: no condition."""
    return torch.zeros(batch, condition.size)
