"""Convolutional families: stride-2 layers and one hidden layer, mirrored in the decoder; grey or RGB images."""

from itertools import pairwise

from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from vaeviz.config import ModelConfig, condition_size
from vaeviz.families.layers import ConditionedConv, ConditionedLinear
from vaeviz.families.shapes import Channels, channels_of, doubling, even
from vaeviz.families.vae import VariationalAutoencoder


def conv(config: ModelConfig) -> VariationalAutoencoder:
    """Return a convolutional VAE; ``config.width`` channels in the first layer, twice as many in the others."""
    return VariationalAutoencoder(config, ConvEncoder(config), ConvDecoder(config))


def pyramid(config: ModelConfig) -> VariationalAutoencoder:
    """Return a convolutional VAE whose channels double as the sides halve, so every layer costs the same.

    It suits detailed images such as faces: most of its weights are in the layers of low resolution.
    """
    return VariationalAutoencoder(config, ConvEncoder(config, doubling), ConvDecoder(config, doubling))


class ConvEncoder(nn.Module):
    """x, c -> (mu, logvar), concatenated."""

    def __init__(self, config: ModelConfig, layers: Channels = even) -> None:
        super().__init__()
        condition = condition_size(config)
        channels = channels_of(config, layers)
        self.convs = nn.ModuleList(
            ConditionedConv(nn.Conv2d(outer, inner, 4, stride=2, padding=1), condition)
            for outer, inner in pairwise(channels)
        )
        _, height, width = config.image_shape
        features = channels[-1] * height * width // 4 ** len(self.convs)
        self.hidden = ConditionedLinear(features, config.hidden, condition)
        self.out = ConditionedLinear(config.hidden, 2 * config.latent_dim, condition)

    def forward(
        self, x: Float[Tensor, "batch channel height width"], c: Float[Tensor, "batch condition"] | None
    ) -> Float[Tensor, "batch twice_latent"]:
        """Return mu and logvar side by side."""
        for layer in self.convs:
            x = F.silu(layer(x, c))
        return self.out(F.silu(self.hidden(x.flatten(1), c)), c)


class ConvDecoder(nn.Module):
    """z, c -> the likelihood's parameter at every pixel."""

    def __init__(self, config: ModelConfig, layers: Channels = even) -> None:
        super().__init__()
        condition = condition_size(config)
        channels = channels_of(config, layers)[::-1]
        _, height, width = config.image_shape
        shrink = 2 ** (len(channels) - 1)
        self.innermost = (channels[0], height // shrink, width // shrink)
        self.hidden = ConditionedLinear(config.latent_dim, config.hidden, condition)
        self.spread = ConditionedLinear(config.hidden, channels[0] * height * width // shrink**2, condition)
        self.convs = nn.ModuleList(
            ConditionedConv(nn.ConvTranspose2d(inner, outer, 4, stride=2, padding=1), condition)
            for inner, outer in pairwise(channels)
        )

    def forward(
        self, z: Float[Tensor, "batch latent"], c: Float[Tensor, "batch condition"] | None
    ) -> Float[Tensor, "batch channel height width"]:
        """Return logits (Bernoulli) or the mean before its link (Gaussian)."""
        h = self.spread(F.silu(self.hidden(z, c)), c).unflatten(1, self.innermost)
        for layer in self.convs:
            h = layer(F.silu(h), c)
        return h
