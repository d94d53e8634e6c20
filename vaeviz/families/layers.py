"""Layers that take an optional condition; without one they are plain layers."""

import torch
from jaxtyping import Float
from torch import Tensor, nn


class ConditionedLinear(nn.Module):
    """A fully connected layer of the features concatenated with the condition."""

    def __init__(self, features: int, out: int, condition: int) -> None:
        super().__init__()
        self.condition = condition  # number of input features that are the condition; they come last
        self.linear = nn.Linear(features + condition, out)

    def forward(
        self, h: Float[Tensor, "batch features"], c: Float[Tensor, "batch condition"] | None
    ) -> Float[Tensor, "batch out"]:
        """Return W [h; c] + b."""
        return self.linear(h if c is None else torch.cat([h, c], dim=1))


class ConditionedConv(nn.Module):
    """A convolution with the condition concatenated as constant planes.

    Except at the image's border, a constant plane adds a constant to each output channel. It is computed as such:
    ten planes would cost as much as ten channels.
    """

    def __init__(self, conv: nn.Conv2d | nn.ConvTranspose2d, condition: int) -> None:
        super().__init__()
        self.conv = conv
        self.shift = nn.Linear(condition, conv.out_channels, bias=False) if condition else None

    def forward(
        self, h: Float[Tensor, "batch channel height width"], c: Float[Tensor, "batch condition"] | None
    ) -> Float[Tensor, "batch out high wide"]:
        """Return the convolution of h plus the condition's shift of each channel."""
        h = self.conv(h)
        if self.shift is None or c is None:
            return h
        return h + self.shift(c)[:, :, None, None]
