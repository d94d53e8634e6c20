"""A model's decoder, as a short list of steps, and its prior, read off its arrays by name: PyTorch is not needed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

import numpy as np
from jaxtyping import Float

from vaeviz.codes import AffinePrior
from vaeviz.config import ModelConfig, condition_size

Arrays = Mapping[str, np.ndarray]  # by their names in the model's file


@dataclass(frozen=True)
class Dense:
    """W h + b, plus the condition times its weights."""

    weight: Float[np.ndarray, "out features"]
    bias: Float[np.ndarray, " out"]
    condition_weight: Float[np.ndarray, "out condition"] | None
    shape: tuple[int, ...]  # of the result: (out,), or (C, H, W) if it is an image


@dataclass(frozen=True)
class Enlarge:
    """A transposed convolution that doubles both sides: kernel 4, stride 2, padding 1."""

    weight: Float[np.ndarray, "channel out 4 4"]
    bias: Float[np.ndarray, " out"]
    condition_weight: Float[np.ndarray, "out condition"] | None


@dataclass(frozen=True)
class Silu:
    """h sigmoid(h), elementwise."""


Step = Dense | Enlarge | Silu
Link = Literal["sigmoid", "identity"]


@dataclass(frozen=True)
class Program:
    """The computation of an image from z and c: the steps, then the link, then the clamp to [0, 1]."""

    steps: tuple[Step, ...]
    link: Link


def program_of(config: ModelConfig, arrays: Arrays) -> Program | None:
    """Return the program of a model's decoder, from its arrays; None if its family is not in `DECODERS`."""
    if config.family not in DECODERS:
        return None
    steps, link = DECODERS[config.family]
    return Program(tuple(steps(config, arrays)), link)


def learned_prior(arrays: Arrays) -> AffinePrior | None:
    """Return the learned p(z|c) of a model, from its arrays; None if the prior is N(0, I)."""
    if "conditional_prior.affine.weight" not in arrays:
        return None
    weight, bias = (arrays[f"conditional_prior.affine.{name}"].astype(np.float32) for name in ("weight", "bias"))
    return AffinePrior.of_layer(weight, bias)


def _dense(arrays: Arrays, name: str, condition: int = 0, shape: Sequence[int] | None = None) -> Dense:
    """Return the step of a fully connected layer; ``shape`` is (C, H, W) if its result becomes an image."""
    weight, bias = arrays[f"{name}.weight"], arrays[f"{name}.bias"]
    features = weight.shape[1] - condition  # the condition comes last
    return Dense(weight[:, :features], bias, weight[:, features:] if condition else None, tuple(shape or bias.shape))


def _enlarge(arrays: Arrays, name: str) -> Enlarge:
    return Enlarge(arrays[f"{name}.conv.weight"], arrays[f"{name}.conv.bias"], arrays.get(f"{name}.shift.weight"))


def _convolutional(config: ModelConfig, arrays: Arrays) -> list[Step]:
    condition = condition_size(config)
    names = (f"decoder.convs.{layer}" for layer in range(len(arrays)))
    convolutions = [_enlarge(arrays, name) for name in takewhile(lambda name: f"{name}.conv.weight" in arrays, names)]
    _, height, width = config.image_shape
    growth = 2 ** len(convolutions)
    innermost = (len(convolutions[0].weight), height // growth, width // growth)
    steps: list[Step] = [
        _dense(arrays, "decoder.hidden.linear", condition),
        Silu(),
        _dense(arrays, "decoder.spread.linear", condition, innermost),
    ]
    for convolution in convolutions:
        steps += [Silu(), convolution]
    return steps


def _perceptron(config: ModelConfig, arrays: Arrays) -> list[Step]:
    condition = condition_size(config)
    hidden = [_dense(arrays, f"decoder.hidden.{layer}.linear", condition) for layer in range(2)]
    return [hidden[0], Silu(), hidden[1], Silu(), _dense(arrays, "decoder.out.linear", condition, config.image_shape)]


def _affine(config: ModelConfig, arrays: Arrays) -> list[Step]:
    return [_dense(arrays, "decoder.linear", shape=config.image_shape)]


# family -> its decoder's steps, and the map from the last one's result to the pixel mean
DECODERS: dict[str, tuple[Callable[[ModelConfig, Arrays], list[Step]], Link]] = {
    "mlp": (_perceptron, "sigmoid"),
    "conv": (_convolutional, "sigmoid"),
    "pyramid": (_convolutional, "sigmoid"),
    "linear": (_affine, "identity"),
}
