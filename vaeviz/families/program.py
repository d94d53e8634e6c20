"""A decoder as a short list of steps, to compute its images without torch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

import torch
from jaxtyping import Float
from torch import Tensor, nn

from vaeviz.families.layers import ConditionedConv, ConditionedLinear
from vaeviz.latent import LatentModel


@dataclass(frozen=True)
class Dense:
    """W h + b, plus the condition times its weights."""

    weight: Float[Tensor, "out features"]
    bias: Float[Tensor, " out"]
    condition_weight: Float[Tensor, "out condition"] | None
    shape: tuple[int, ...]  # of the result: (out,), or (C, H, W) if it is an image


@dataclass(frozen=True)
class Enlarge:
    """A transposed convolution that doubles both sides: kernel 4, stride 2, padding 1."""

    weight: Float[Tensor, "channel out 4 4"]
    bias: Float[Tensor, " out"]
    condition_weight: Float[Tensor, "out condition"] | None


@dataclass(frozen=True)
class Silu:
    """h sigmoid(h), elementwise."""


Step = Dense | Enlarge | Silu
Link = Literal["sigmoid", "identity"]


@runtime_checkable
class Stepwise(Protocol):
    """A decoder that can list its steps; any other decoder runs in torch."""

    def steps(self) -> Sequence[Step]:
        """Return the steps from z and c to the likelihood's parameter at every pixel."""
        ...


@dataclass(frozen=True)
class Program:
    """The computation of an image from z and c: the steps, then the link, then the clamp to [0, 1]."""

    steps: tuple[Step, ...]
    link: Link


def program_of(model: LatentModel) -> Program | None:
    """Return the program of a model's decoder; None if the decoder has no ``steps`` or the link is not in `LINKS`."""
    decoder, link = getattr(model, "decoder", None), getattr(model, "link", None)
    if not isinstance(decoder, Stepwise) or link not in LINKS:
        return None
    return Program(tuple(decoder.steps()), LINKS[link])


def identity(output: Tensor) -> Tensor:
    """Return the decoder's output as it is."""
    return output


LINKS: dict[object, Link] = {torch.sigmoid: "sigmoid", identity: "identity"}


def dense(layer: ConditionedLinear | nn.Linear, shape: Sequence[int] | None = None) -> Dense:
    """Return the step of a fully connected layer; ``shape`` is (C, H, W) if its result becomes an image."""
    linear, condition = (layer, 0) if isinstance(layer, nn.Linear) else (layer.linear, layer.condition)
    features = linear.in_features - condition
    weight, rest = linear.weight.split([features, condition], dim=1)
    return Dense(weight, linear.bias, rest if condition else None, tuple(shape or (linear.out_features,)))


def enlarge(layer: ConditionedConv) -> Enlarge:
    """Return the step of a transposed convolution of kernel 4, stride 2, padding 1."""
    return Enlarge(layer.conv.weight, _bias(layer.conv), None if layer.shift is None else layer.shift.weight)


def _bias(layer: nn.Module) -> Tensor:
    bias = layer.bias
    assert isinstance(bias, Tensor)  # every layer here has a bias
    return bias
