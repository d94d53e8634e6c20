"""The autoregressive family: each pixel is conditioned on z and all earlier pixels, so it can ignore z.

It is the strong decoder that leads to posterior collapse: what earlier pixels predict needs no nats in z.

References
----------
Germain et al., "MADE: Masked Autoencoder for Distribution Estimation", ICML 2015 (the masks).
Chen et al., "Variational Lossy Autoencoder", ICLR 2017, section 2 (why z is left out).
"""

import math
from collections.abc import Callable

import torch
from jaxtyping import Bool, Float
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from vaeviz.config import ModelConfig, condition_size
from vaeviz.families.layers import ConditionedLinear
from vaeviz.families.likelihoods import LIKELIHOODS
from vaeviz.families.mlp_network import MlpNetwork
from vaeviz.families.shapes import require_few_pixels
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.latent import PixelLikelihood

Pixels = Float[Tensor, "batch channel height width"]
Row = Float[Tensor, "batch pixel"]


def autoregressive(config: ModelConfig) -> VariationalAutoencoder:
    """Return a VAE with the mlp family's encoder and a masked decoder of ``config.hidden`` units.

    Raises
    ------
    ConfigError
        If an image has too many pixels.
    """
    require_few_pixels(config)
    encoder = MlpNetwork(config, math.prod(config.image_shape), (2 * config.latent_dim,))
    return AutoregressiveVae(config, encoder, MaskedDecoder(config))


class AutoregressiveVae(VariationalAutoencoder):
    """A VAE whose pixels are conditioned on the pixels before them."""

    decoder: "MaskedDecoder"

    def likelihood(
        self, z: Float[Tensor, "batch latent"], c: Float[Tensor, "batch condition"] | None = None
    ) -> "PixelByPixel":
        """Return p(x|z, c)."""
        offsets = self.decoder.offsets(z, self._condition_for(z, c))

        def distribution(output: Pixels) -> PixelLikelihood:
            return LIKELIHOODS[self.config.likelihood](output.float(), self._link, self.config.sigma)

        noise = None if self.config.likelihood == "bernoulli" else self.config.sigma or 0.0
        return PixelByPixel(self.decoder, offsets, distribution, self.link, noise)


class MaskedDecoder(nn.Module):
    """z, c and the earlier pixels -> the likelihood's parameter of each pixel, row by row.

    Hidden unit k is connected to the first d_k pixels as inputs and to the pixels from d_k on as outputs; z is an
    input of every unit and every pixel. A colour image is processed channel by channel.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        pixels = math.prod(config.image_shape)
        self.image_shape = config.image_shape
        self.hidden = ConditionedLinear(config.latent_dim, config.hidden, condition_size(config))
        self.spread = nn.Linear(config.hidden, config.hidden + pixels)
        self.context = nn.Linear(pixels, config.hidden, bias=False)
        self.out = nn.Linear(config.hidden, pixels, bias=False)
        self._mask: Bool[Tensor, "hidden pixel"] | None = None  # made at first use, on the device of the weights

    def offsets(
        self, z: Float[Tensor, "batch latent"], c: Float[Tensor, "batch condition"] | None
    ) -> tuple[Float[Tensor, "batch hidden"], Row]:
        """Return the offsets, from z and c, of every hidden unit and of every pixel."""
        hidden, pixels = self.spread(F.silu(self.hidden(z, c))).split(
            [self.spread.in_features, self.context.in_features], dim=1
        )
        return hidden, pixels

    def masked(self) -> tuple[Float[Tensor, "hidden pixel"], Float[Tensor, "pixel hidden"]]:
        """Return the input and output weights of the hidden units, zero where a pixel would depend on a later one."""
        mask = self._mask
        if mask is None or mask.device != self.context.weight.device:
            hidden, pixels = self.context.weight.shape
            with torch.inference_mode(False):  # training cannot use a tensor made in inference mode
                unit = torch.arange(hidden, device=self.context.weight.device)
                first = unit * pixels // hidden  # d_k: from 0, no pixel, to all but the last one
                mask = self._mask = torch.arange(pixels, device=unit.device) < first[:, None]
        return self.context.weight * mask, self.out.weight * ~mask.T

    def forward(self, seen: Pixels, offsets: tuple[Float[Tensor, "batch hidden"], Row]) -> Pixels:
        """Return the parameters of all pixels at once, each given the pixels of ``seen`` before it."""
        into, out = self.masked()
        h = F.silu(F.linear(seen.flatten(1) - 0.5, into) + offsets[0])
        return (F.linear(h, out) + offsets[1]).unflatten(1, self.image_shape)

    def path(self, offsets: tuple[Float[Tensor, "batch hidden"], Row], pick: Callable[[Tensor], Tensor]) -> Pixels:
        """Go pixel by pixel: ``pick`` returns a pixel's value from its parameter; later pixels depend on it."""
        into, out = self.masked()
        before, rest = offsets
        drawn = []
        for pixel in range(rest.shape[1]):
            parameter = rest[:, pixel] + F.silu(before) @ out[pixel]
            drawn.append(pick(parameter))
            before = before + (drawn[-1][:, None] - 0.5) * into[:, pixel]
        return torch.stack(drawn, dim=1).unflatten(1, self.image_shape)


class PixelByPixel:
    """p(x|z, c) as a product over pixels."""

    def __init__(
        self,
        decoder: MaskedDecoder,
        offsets: tuple[Float[Tensor, "batch hidden"], Row],
        distribution: Callable[[Pixels], PixelLikelihood],
        link: Callable[[Tensor], Tensor],
        noise: float | None,  # standard deviation of a pixel; None: pixels are binary
    ) -> None:
        self._decoder, self._offsets, self._distribution = decoder, offsets, distribution
        self._link, self._noise = link, noise

    @property
    def mean(self) -> Pixels:
        """Each pixel's mean when all earlier pixels equal their means (greedy decoding), not the mean of samples."""
        return self._decoder.path(self._offsets, lambda parameter: self._link(parameter.float()))

    def given(self, seen: Pixels) -> PixelLikelihood:
        """Return p of every pixel given the earlier ones of ``seen``."""
        return self._distribution(self._decoder(seen, self._offsets))

    def log_prob(self, x: Pixels) -> Float[Tensor, " batch"]:
        """Return log p(x|z, c), each pixel given the true earlier ones."""
        return self.given(x).log_prob(x)

    def sample(self, generator: torch.Generator) -> Pixels:
        """Draw one image per row, each pixel given those drawn before it; Gaussian pixels include their noise."""

        def pick(parameter: Tensor) -> Tensor:
            mean = self._link(parameter.float())
            if self._noise is None:
                return torch.bernoulli(mean, generator=generator)
            return mean + self._noise * torch.randn(mean.shape, generator=generator, device=mean.device)

        return self._decoder.path(self._offsets, pick)
