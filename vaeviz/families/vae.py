"""The variational autoencoder: any encoder and decoder network, one posterior, one likelihood."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from jaxtyping import Float
from torch import Tensor, nn

from vaeviz.codes import AffinePrior
from vaeviz.config import Condition, ModelConfig, condition_size
from vaeviz.families.likelihoods import LIKELIHOODS
from vaeviz.families.posteriors import POSTERIORS, BatchNormed
from vaeviz.families.prior import ConditionalPrior
from vaeviz.latent import PixelLikelihood, Posterior, Prior, standard_normal


class VariationalAutoencoder(nn.Module):
    """A VAE, or with ``config.condition`` a CVAE: the same two networks, conditioned on ``c``.

    The networks take (x, c) and (z, c); p(z|c) is N(0, I) or learned, depending on ``config.prior``. A missing ``c``
    means the null label. Nothing depends on train or eval mode: training enables batch statistics explicitly, by
    `batch_statistics`.
    """

    def __init__(
        self,
        config: ModelConfig,
        encoder: nn.Module,
        decoder: nn.Module,
        link: Callable[[Tensor], Tensor] = torch.sigmoid,
    ) -> None:
        super().__init__()
        self.config = config
        self.encoder = encoder
        self.decoder = decoder
        self._link = link
        self.posterior = POSTERIORS[config.posterior](config)
        learned = config.prior == "conditional"
        self.conditional_prior = ConditionalPrior(condition_size(config), config.latent_dim) if learned else None

    @property
    def latent_dim(self) -> int:
        """Number of latent dimensions."""
        return self.config.latent_dim

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(C, H, W)."""
        channel, height, width = self.config.image_shape
        return channel, height, width

    @property
    def condition(self) -> Condition | None:
        """What the model is conditioned on; None for a plain model."""
        return self.config.condition

    @property
    def link(self) -> Callable[[Tensor], Tensor]:
        """Map from the decoder's output to the pixel mean, before the clamp to [0, 1]."""
        return torch.sigmoid if self.config.likelihood == "bernoulli" else self._link

    def encode(
        self,
        x: Float[Tensor, "batch channel height width"],
        c: Float[Tensor, "batch condition"] | None = None,
    ) -> Posterior:
        """Return q(z|x, c)."""
        mu, spread = self.encoder(x, self._condition_for(x, c)).chunk(2, dim=1)
        return self.posterior(mu.float(), spread.float())

    def inference_parameters(self) -> list[nn.Parameter]:
        """Return the weights used by q(z|x, c) alone."""
        return [*self.encoder.parameters(), *self.posterior.parameters()]

    @contextmanager
    def batch_statistics(self) -> Iterator[None]:
        """Make a batch-norm posterior use the statistics of its batch and update the running ones, within the block."""
        if not isinstance(self.posterior, BatchNormed):
            yield
            return
        self.posterior.learning = True
        try:
            yield
        finally:
            self.posterior.learning = False

    def likelihood(
        self, z: Float[Tensor, "batch latent"], c: Float[Tensor, "batch condition"] | None = None
    ) -> PixelLikelihood:
        """Return p(x|z, c)."""
        output = self.decoder(z, self._condition_for(z, c)).float()
        return LIKELIHOODS[self.config.likelihood](output, self._link, self.config.sigma)

    def decode(
        self, z: Float[Tensor, "batch latent"], c: Float[Tensor, "batch condition"] | None = None
    ) -> Float[Tensor, "batch channel height width"]:
        """Return the pixel mean in [0, 1]."""
        return self.likelihood(z, c).mean.clamp(0, 1)

    def prior(self, c: Float[Tensor, "batch condition"] | None = None) -> Prior:
        """Return the learned p(z|c), one row if there is no ``c``; or N(0, I), always one row."""
        if self.conditional_prior is None:
            return standard_normal(self.latent_dim, next(self.parameters()).device)
        one = next(self.parameters()).new_zeros(1, condition_size(self))
        return self.conditional_prior(one if c is None else c)

    def affine_prior(self) -> AffinePrior | None:
        """Return the learned p(z|c) as NumPy arrays; None if the prior is N(0, I)."""
        return None if self.conditional_prior is None else self.conditional_prior.numbers()

    def _condition_for(self, like: Tensor, c: Tensor | None) -> Tensor | None:
        """Return ``c``, or the null label if it is missing; None for a plain model."""
        if self.condition is None:
            return None
        return like.new_zeros(len(like), condition_size(self)) if c is None else c
