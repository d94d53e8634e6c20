"""An encoder's program for the page: its arrays, and the same computation in NumPy.

It is read off a model's configuration and its arrays by name, as a checkpoint stores them. Layout and arithmetic are
those of `page_program`. A convolution of stride 2 is the product of its gathered 4 x 4 windows, each from top left, row
by row, with all channels of a pixel, and a matrix [16 in, out]. All arrays stay in single precision: in half precision
mu and logvar of the shipped models would be off by 0.002.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float32, UInt8

from vaeviz.codes import LOGVAR_RANGE
from vaeviz.config import ModelConfig, condition_size
from vaeviz.families.committed_rate import SMALLEST, committed_variances
from vaeviz.families.page_arithmetic import MAX_NUMBERS, MAX_PRODUCTS, gather, multiply, shift, sigmoid

Numbers = Float32[np.ndarray, "..."]
Arrays = Mapping[str, Numbers]
Shape = tuple[int, ...]  # (n,), or (C, H, W) of an image


@dataclass(frozen=True)
class EncoderProgram:
    """What the page needs to compute q(z|x, c) and, with the decoder's program, -log p(x|z, c)."""

    latent: int
    condition: int  # length of c; 0 for a plain model
    image: tuple[int, int, int]  # (C, H, W)
    posterior: Mapping[str, Any]  # the map from the steps' result to mu and logvar, see `_posterior`
    likelihood: Mapping[str, Any]  # see `_likelihood`
    steps: tuple[Mapping[str, Any], ...]
    arrays: Arrays

    def header(self) -> dict[str, Any]:
        """Return all but the arrays, as JSON."""
        sizes = {"latent": self.latent, "condition": self.condition, "image": list(self.image)}
        forms = {"posterior": dict(self.posterior), "likelihood": dict(self.likelihood)}
        return {**sizes, **forms, "steps": list(self.steps)}

    def run(
        self, levels: UInt8[np.ndarray, "n height width channel"], c: Float32[np.ndarray, "n condition"]
    ) -> Iterator[Float32[np.ndarray, " twice_latent"]]:
        """Yield the steps' result for each image, in the page's arithmetic."""
        for image, condition in zip(levels, c, strict=True):
            h = image.astype(np.float32) / np.float32(255)
            for number, step in enumerate(self.steps):
                h = h * sigmoid(h) if step["op"] == "silu" else self._product(h, condition, step, number)
            yield h

    def _product(
        self,
        h: Float32[np.ndarray, "*features"],
        c: Float32[np.ndarray, " condition"],
        step: Mapping[str, Any],
        number: int,
    ) -> Float32[np.ndarray, "*out"]:
        weight, bias = self.arrays[f"{number}.weight"], self.arrays[f"{number}.bias"]
        start = shift(bias, self.arrays.get(f"{number}.told"), c)
        if step["op"] == "dense":
            return multiply(h.reshape(1, -1), weight)[0] + start
        windows = gather(h.reshape(step["height"], step["width"], step["in"]))
        return multiply(windows, weight) + start


@dataclass(frozen=True)
class Layer:
    """The arrays of a layer as torch has them: a convolution if ``weight`` has four axes."""

    weight: Float32[np.ndarray, "out features"] | Float32[np.ndarray, "out channel 4 4"]
    bias: Float32[np.ndarray, " out"]
    condition_weight: Float32[np.ndarray, "out condition"] | None


def encoder_program(config: ModelConfig, arrays: Arrays) -> EncoderProgram | None:
    """Return a model's program from its arrays by name.

    None if its family is not in `LAYERS`, its sigma is not known, or it is too large for a page.
    """
    likelihood = _likelihood(config)
    if config.family not in LAYERS or likelihood is None:
        return None
    *layers, last = LAYERS[config.family](arrays, condition_size(config))
    if config.posterior == "batch-norm":
        last = _with_batch_norm(last, config, arrays)
    channel, height, width = config.image_shape
    shape: Shape = (channel, height, width)
    steps, laid, products = [], {}, 0
    for layer in (*layers, last):
        entry, parts, shape = _laid_out(layer, shape)
        steps += [{"op": "silu"}, entry] if steps else [entry]
        laid |= {f"{len(steps) - 1}.{name}": np.ascontiguousarray(part) for name, part in parts.items()}
        products += parts["weight"].size * (shape[1] * shape[2] if len(shape) == 3 else 1)
    if products > MAX_PRODUCTS or sum(array.size for array in laid.values()) > MAX_NUMBERS:
        return None
    sizes = config.latent_dim, condition_size(config), (channel, height, width)
    return EncoderProgram(*sizes, _posterior(config), likelihood, tuple(steps), laid)


def _laid_out(layer: Layer, shape: Shape) -> tuple[dict[str, Any], dict[str, Numbers], Shape]:
    """Return a layer's entry in the header and arrays in the page's layout, and the shape of its result."""
    out = len(layer.weight)
    rest = {} if layer.condition_weight is None else {"told": layer.condition_weight.T}
    if layer.weight.ndim == 4:
        channel, height, width = shape
        entry = {"op": "convolve", "in": channel, "out": out, "height": height, "width": width}
        weight = layer.weight.transpose(2, 3, 1, 0).reshape(-1, out)
        return entry, {"weight": weight, "bias": layer.bias, **rest}, (out, height // 2, width // 2)
    weight = layer.weight
    if len(shape) == 3:
        weight = weight.reshape(out, *shape).transpose(0, 2, 3, 1).reshape(out, -1)  # columns from CHW to HWC
    return {"op": "dense", "in": weight.shape[1], "out": out}, {"weight": weight.T, "bias": layer.bias, **rest}, (out,)


def _posterior(config: ModelConfig) -> dict[str, Any]:
    """Return the form of q(z|x, c); batch-norm is part of the last layer, which makes it free."""
    if config.posterior == "delta":
        low, high = committed_variances(config.posterior_floor)
        return {"form": "delta", "low": math.sqrt(low), "high": math.sqrt(high)}  # of the standard deviation
    return {"form": "free", "low": LOGVAR_RANGE[0], "high": LOGVAR_RANGE[1]}  # of logvar


def _likelihood(config: ModelConfig) -> dict[str, Any] | None:
    """Return the form of p(x|z, c); None if its sigma is that of each batch."""
    if config.likelihood == "bernoulli":
        return {"form": "bernoulli"}
    return None if config.sigma is None else {"form": "gaussian", "sigma": config.sigma}


def _with_batch_norm(last: Layer, config: ModelConfig, arrays: Arrays) -> Layer:
    """Return the layer of the heads with the normalisation of mu by running statistics in it."""
    mean, variance, moved = (arrays[f"posterior.{name}"].astype(np.float64) for name in ("mean", "variance", "shift"))
    latent = config.latent_dim
    scale = np.concatenate([config.posterior_floor / np.sqrt(variance + SMALLEST), np.ones(latent)])
    bias = scale * (last.bias - np.concatenate([mean, np.zeros(latent)]))
    bias[:latent] += moved
    condition_weight = (
        None if last.condition_weight is None else (scale[:, None] * last.condition_weight).astype(np.float32)
    )
    return Layer((scale[:, None] * last.weight).astype(np.float32), bias.astype(np.float32), condition_weight)


def _fully_connected(arrays: Arrays, name: str, condition: int) -> Layer:
    weight, bias = arrays[f"{name}.linear.weight"], arrays[f"{name}.linear.bias"]
    features = weight.shape[1] - condition
    return Layer(weight[:, :features], bias, weight[:, features:] if condition else None)


def _convolutional(arrays: Arrays, condition: int) -> list[Layer]:
    names = (f"encoder.convs.{number}" for number in range(len(arrays)))
    convolutions = [
        Layer(arrays[f"{name}.conv.weight"], arrays[f"{name}.conv.bias"], arrays.get(f"{name}.shift.weight"))
        for name in names
        if f"{name}.conv.weight" in arrays
    ]
    return [*convolutions, *(_fully_connected(arrays, f"encoder.{name}", condition) for name in ("hidden", "out"))]


def _perceptron(arrays: Arrays, condition: int) -> list[Layer]:
    return [_fully_connected(arrays, f"encoder.{name}", condition) for name in ("hidden.0", "hidden.1", "out")]


def _affine(arrays: Arrays, condition: int) -> list[Layer]:
    """Return the linear family's one layer; the rows of logvar, the same for all images, have no weights."""
    weight, bias, logvar = (arrays[f"encoder.{name}"] for name in ("mu.weight", "mu.bias", "logvar"))
    return [Layer(np.concatenate([weight, np.zeros_like(weight)]), np.concatenate([bias, logvar]), None)]


LAYERS: dict[str, Callable[[Arrays, int], Sequence[Layer]]] = {
    "conv": _convolutional,
    "pyramid": _convolutional,
    "mlp": _perceptron,
    "autoregressive": _perceptron,
    "linear": _affine,
}
