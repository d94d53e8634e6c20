"""Names and shapes of a model's arrays as in its file: a file is checked against its header without PyTorch."""

import math
from collections.abc import Callable
from itertools import pairwise

from vaeviz.config import ModelConfig, condition_size
from vaeviz.errors import ConfigError

SMALLEST_SIDE = 7  # convolutions halve the image until its longer side is at most this
MAX_PIXELS = 1024  # of the autoregressive family: drawing an image takes one pass per pixel

Shapes = dict[str, tuple[int, ...]]
Channels = Callable[[int, int], list[int]]  # (width, layers) -> channels of each layer, starting at the image


def array_shapes(config: ModelConfig) -> Shapes | None:
    """Return name -> shape of every array of a model, in PyTorch's layout; None if its family is not in `SHAPES`.

    Raises
    ------
    ConfigError
        If the family does not support the configuration.
    """
    if config.family not in SHAPES:
        return None
    latent = config.latent_dim
    shapes = SHAPES[config.family](config)
    if config.posterior == "batch-norm":
        shapes |= {f"posterior.{name}": (latent,) for name in ("shift", "mean", "variance")}
    if config.prior == "conditional":
        shapes |= _linear("conditional_prior.affine", condition_size(config), 2 * latent)
    return shapes


def even(width: int, layers: int) -> list[int]:
    """Return e.g. [24, 48, 48]."""
    return [width] + [2 * width] * (layers - 1)


def doubling(width: int, layers: int) -> list[int]:
    """Return e.g. [16, 32, 64]."""
    return [width * 2**layer for layer in range(layers)]


def channels_of(config: ModelConfig, channels: Channels) -> list[int]:
    """Return the channels of the image, then of every layer of a convolutional encoder.

    Raises
    ------
    ConfigError
        If a side cannot be halved as often as there are layers.
    """
    channel, height, width = config.image_shape
    return [channel, *channels(config.width, halvings(height, width))]


def halvings(height: int, width: int) -> int:
    """Return how many stride-2 convolutions reduce the image to `SMALLEST_SIDE`, at least one.

    Raises
    ------
    ConfigError
        If a side cannot be halved that often.
    """
    count, side = 0, max(height, width)
    while side > SMALLEST_SIDE or count == 0:
        side, count = side // 2, count + 1
    if height % 2**count or width % 2**count:
        raise ConfigError(
            f"The conv family cannot halve a {height}x{width} image {count} times; "
            f"use sides that are multiples of {2**count}, or the mlp family."
        )
    return count


def require_affine(config: ModelConfig) -> None:
    """Raise an error if the linear family's closed forms do not hold.

    Raises
    ------
    ConfigError
        If there is a condition, the likelihood is bernoulli or the posterior is not free.
    """
    if config.posterior != "free":
        raise ConfigError(
            f"The {config.posterior} posterior is not available with the linear decoder. "
            "Choose the free posterior or another decoder."
        )
    if config.condition is not None or config.likelihood == "bernoulli":
        found = f"the {config.likelihood} likelihood {'without' if config.condition is None else 'with'} a condition"
        raise ConfigError(
            f"The linear family takes a gaussian likelihood and no condition, found {found}. "
            "Use --likelihood gaussian --sigma S without --condition, or the mlp family."
        )


def require_few_pixels(config: ModelConfig) -> None:
    """Raise an error if an image is too large for the autoregressive family.

    Raises
    ------
    ConfigError
        If it has more than `MAX_PIXELS` values.
    """
    pixels = math.prod(config.image_shape)
    if pixels > MAX_PIXELS:
        raise ConfigError(
            f"The autoregressive family samples pixels one by one, at most {MAX_PIXELS} per image; found {pixels}. "
            "Use the conv family, or smaller images."
        )


def _linear(name: str, features: int, out: int) -> Shapes:
    return {f"{name}.weight": (out, features), f"{name}.bias": (out,)}


def _conditioned(name: str, features: int, out: int, config: ModelConfig) -> Shapes:
    """Return a fully connected layer of the features and the condition."""
    return _linear(f"{name}.linear", features + condition_size(config), out)


def _convolution(name: str, weight: tuple[int, int], out: int, config: ModelConfig) -> Shapes:
    condition = condition_size(config)
    shift = {f"{name}.shift.weight": (out, condition)} if condition else {}
    return {f"{name}.conv.weight": (*weight, 4, 4), f"{name}.conv.bias": (out,), **shift}


def _convolutional(config: ModelConfig, layers: Channels) -> Shapes:
    channels = channels_of(config, layers)
    _, height, width = config.image_shape
    last = len(channels) - 2
    features = channels[-1] * height * width // 4 ** (last + 1)
    shapes: Shapes = {}
    for layer, (outer, inner) in enumerate(pairwise(channels)):
        shapes |= _convolution(f"encoder.convs.{layer}", (inner, outer), inner, config)
        shapes |= _convolution(f"decoder.convs.{last - layer}", (inner, outer), outer, config)
    return {
        **shapes,
        **_conditioned("encoder.hidden", features, config.hidden, config),
        **_conditioned("encoder.out", config.hidden, 2 * config.latent_dim, config),
        **_conditioned("decoder.hidden", config.latent_dim, config.hidden, config),
        **_conditioned("decoder.spread", config.hidden, features, config),
    }


def _perceptron(part: str, features: int, out: int, config: ModelConfig) -> Shapes:
    return {
        **_conditioned(f"{part}.hidden.0", features, config.hidden, config),
        **_conditioned(f"{part}.hidden.1", config.hidden, config.hidden, config),
        **_conditioned(f"{part}.out", config.hidden, out, config),
    }


def _mlp(config: ModelConfig) -> Shapes:
    pixels, latent = math.prod(config.image_shape), config.latent_dim
    return _perceptron("encoder", pixels, 2 * latent, config) | _perceptron("decoder", latent, pixels, config)


def _affine(config: ModelConfig) -> Shapes:
    require_affine(config)
    pixels, latent = math.prod(config.image_shape), config.latent_dim
    shapes = _linear("encoder.mu", pixels, latent) | _linear("decoder.linear", latent, pixels)
    return {**shapes, "encoder.logvar": (latent,)}


def _autoregressive(config: ModelConfig) -> Shapes:
    require_few_pixels(config)
    pixels, latent, hidden = math.prod(config.image_shape), config.latent_dim, config.hidden
    return {
        **_perceptron("encoder", pixels, 2 * latent, config),
        **_conditioned("decoder.hidden", latent, hidden, config),
        **_linear("decoder.spread", hidden, hidden + pixels),
        "decoder.context.weight": (hidden, pixels),
        "decoder.out.weight": (pixels, hidden),
    }


SHAPES: dict[str, Callable[[ModelConfig], Shapes]] = {
    "mlp": _mlp,
    "conv": lambda config: _convolutional(config, even),
    "pyramid": lambda config: _convolutional(config, doubling),
    "linear": _affine,
    "autoregressive": _autoregressive,
}
