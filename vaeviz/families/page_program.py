"""A decoder's program for the page: its arrays, their precision, and the same computation in NumPy.

The page stores images in HWC order, and every step is a product of activations [rows, in] with a matrix [in, columns].
Hence weights are transposed. The columns of a step whose result is an image are reordered from CHW to HWC. The columns
of a transposed convolution are 16 taps (from top left, row by row) of all its output channels each. An array's name is
``{step}.{weight|bias|told}``, where ``told`` is the weight of the condition.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from jaxtyping import Float16, Float32

from vaeviz.codes import random_attributes
from vaeviz.config import ModelConfig, condition_size
from vaeviz.errors import ConfigError
from vaeviz.families.page_arithmetic import MAX_NUMBERS, MAX_PRODUCTS, SIDE, add_taps, multiply, shift, sigmoid
from vaeviz.families.program import Arrays, Dense, Enlarge, Step, learned_prior, program_of

MAX_Z, MAX_C = 10.0, 1.0  # largest absolute value in a code and in a condition on the page
LARGEST_ERROR = 0.15 / 255  # of a pixel in [0, 1]; even six times as much changes a byte by at most one level
TRIALS, SEED = 32, 0  # number and seed of the codes that the error is measured on

Numbers = Float32[np.ndarray, "..."] | Float16[np.ndarray, "..."]
Shape = tuple[int, ...]  # (n,), or (C, H, W) of an image
Codes = Float32[np.ndarray, "n latent"]
Conditions = Float32[np.ndarray, "n condition"]


@dataclass(frozen=True)
class PageProgram:
    """What the page needs to compute a model's images; float16 arrays are converted to float32 before use."""

    latent: int
    condition: int  # length of c; 0 for a plain model
    image: tuple[int, int, int]  # (C, H, W)
    link: str
    steps: tuple[Mapping[str, Any], ...]
    arrays: Mapping[str, Numbers]

    def header(self) -> dict[str, Any]:
        """Return all but the arrays, as JSON."""
        sizes = {"latent": self.latent, "condition": self.condition, "image": list(self.image)}
        return {**sizes, "link": self.link, "steps": list(self.steps)}

    def run(self, z: Codes, c: Conditions) -> Iterator[Float32[np.ndarray, "height width channel"]]:
        """Yield the pixel means of each code, in the page's arithmetic."""
        for code, condition in zip(z, c, strict=True):
            h = code
            for number, step in enumerate(self.steps):
                h = h * sigmoid(h) if step["op"] == "silu" else _product(h, condition, step, number, self._single)
            channel, height, width = self.image
            pixels = sigmoid(h) if self.link == "sigmoid" else h
            yield pixels.clip(0, 1).reshape(height, width, channel)

    @cached_property
    def _single(self) -> Mapping[str, Float32[np.ndarray, "..."]]:
        return {name: array.astype(np.float32) for name, array in self.arrays.items()}


def _product(
    h: Float32[np.ndarray, " features"],
    c: Float32[np.ndarray, " condition"],
    step: Mapping[str, Any],
    number: int,
    arrays: Mapping[str, Float32[np.ndarray, "..."]],
) -> Float32[np.ndarray, " out"]:
    weight, bias = arrays[f"{number}.weight"], arrays[f"{number}.bias"]
    start = shift(bias, arrays.get(f"{number}.told"), c)
    product = multiply(h.reshape(-1, step["in"]), weight)
    if step["op"] == "dense":
        return product[0] + start
    taps = product.reshape(step["height"], step["width"], SIDE, SIDE, step["out"])
    return add_taps(taps, start).ravel()


def decode_as_page(
    program: PageProgram, z: Codes, c: Conditions | None = None
) -> Float32[np.ndarray, "n channel height width"]:
    """Return the pixel means in [0, 1] that the page computes; `to_uint8` of them gives the page's bytes.

    Parameters
    ----------
    z
        float32 (n, latent), in [-10, 10].
    c
        float32 (n, condition), in [-1, 1]; None means rows of zeros.

    Raises
    ------
    ConfigError
        If ``z`` or ``c`` has another type, shape or range.
    """
    c = np.zeros((len(z), program.condition), np.float32) if c is None else c
    _check("z", z, (len(z), program.latent), MAX_Z)
    _check("c", c, (len(z), program.condition), MAX_C)
    channel, height, width = program.image
    images = np.array(list(program.run(z, c)), np.float32).reshape(len(z), height, width, channel)
    return np.ascontiguousarray(images.transpose(0, 3, 1, 2))


def _check(name: str, given: np.ndarray, shape: tuple[int, int], most: float) -> None:
    if given.dtype != np.float32 or given.shape != shape:
        raise ConfigError(f"{name} is {given.dtype} of shape {given.shape}; this model needs float32 of shape {shape}.")
    outside = given[~(np.abs(given) <= most)]
    if outside.size:
        raise ConfigError(f"{name} contains {outside[0]}; allowed: -{most:g} to {most:g}. Scale it into this range.")


def page_program(config: ModelConfig, arrays: Arrays) -> PageProgram | None:
    """Return the program that the page runs, from a model's arrays; None if the server computes the images instead.

    It is the first of three forms whose images are close to those in single precision: all arrays in half precision,
    only the largest, or none. The computation is bit-exact, so every machine makes the same choice. The result is None
    if there is no program, it is too large, or its images are not finite.
    """
    single = lay_out(config, arrays)
    if single is None:
        return None
    z, c = trial_codes(config, arrays)
    with np.errstate(over="ignore", invalid="ignore"):
        images = list(single.run(z, c))
        if not np.isfinite(images).all():
            return None
        largest = max(single.arrays, key=lambda name: single.arrays[name].size)
        for names in (single.arrays, [largest]):
            form = halved(single, names)
            if _near(form.run(z, c), images):
                return form
    return single


def _near(
    images: Iterable[Float32[np.ndarray, "height width channel"]],
    others: Iterable[Float32[np.ndarray, "height width channel"]],
) -> bool:
    """Return whether all pixels differ by less than `LARGEST_ERROR`; stops at the first image that does not."""
    return all(np.abs(a - b).max() < LARGEST_ERROR for a, b in zip(images, others, strict=True))


def trial_codes(config: ModelConfig, arrays: Arrays) -> tuple[Codes, Conditions]:
    """Return z from the prior at temperatures 1 and 2, and c: each class and the null label, or random attributes."""
    generator = np.random.default_rng(SEED)
    z = generator.standard_normal((TRIALS, config.latent_dim), np.float32)
    z[::2] *= 2
    if config.condition is not None and config.condition.kind == "attributes":
        c = random_attributes(config.condition, TRIALS, SEED)
    else:
        size = condition_size(config)
        rows = np.eye(size + 1, size, dtype=np.float32)  # the last row is the null label
        c = rows[np.arange(TRIALS) // 2 % len(rows)]
    prior = learned_prior(arrays)
    if prior is None:
        return z, c
    mu, logvar = prior.at(c)
    return mu + np.exp(logvar / 2) * z, c


def lay_out(config: ModelConfig, arrays: Arrays) -> PageProgram | None:
    """Return a model's program in single precision; None if it has none or it is too large for a page."""
    program = program_of(config, arrays)
    if program is None:
        return None
    channel, height, width = config.image_shape
    shape: Shape = (config.latent_dim,)
    steps, laid, products = [], {}, 0
    for number, step in enumerate(program.steps):
        entry, shape = _in_header(step, shape)
        steps.append(entry)
        products += _products(entry)
        laid |= {f"{number}.{name}": np.ascontiguousarray(part, np.float32) for name, part in _parts(step)}
    if products > MAX_PRODUCTS or sum(array.size for array in laid.values()) > MAX_NUMBERS:
        return None
    sizes = config.latent_dim, condition_size(config), (channel, height, width)
    return PageProgram(*sizes, program.link, tuple(steps), laid)


def halved(program: PageProgram, names: Iterable[str]) -> PageProgram:
    """Return the same program with these arrays in half precision; overflow gives infinity."""
    with np.errstate(over="ignore"):
        half = {name: program.arrays[name].astype(np.float16) for name in names}
    return replace(program, arrays={**program.arrays, **half})


def _in_header(step: Step, shape: Shape) -> tuple[dict[str, Any], Shape]:
    """Return the header's entry for a step on a tensor of ``shape``, and the shape of the result."""
    if isinstance(step, Dense):
        return {"op": "dense", "in": step.weight.shape[1], "out": step.weight.shape[0]}, step.shape
    if isinstance(step, Enlarge):
        channel, height, width = shape
        out = step.weight.shape[1]
        entry = {"op": "enlarge", "in": channel, "out": out, "height": height, "width": width}
        return entry, (out, 2 * height, 2 * width)
    return {"op": "silu"}, shape


def _products(step: Mapping[str, Any]) -> int:
    if step["op"] == "silu":
        return 0
    return step["in"] * step["out"] * (SIDE * SIDE * step["height"] * step["width"] if step["op"] == "enlarge" else 1)


def _parts(step: Step) -> list[tuple[str, np.ndarray]]:
    """Return a step's arrays in the page's layout."""
    if isinstance(step, Dense):
        parts = {"weight": step.weight, "bias": step.bias, "told": step.condition_weight}
        return [(name, _by_pixel(part, step.shape).T) for name, part in parts.items() if part is not None]
    if isinstance(step, Enlarge):
        weight = step.weight.transpose(0, 2, 3, 1).reshape(len(step.weight), -1)
        condition = [] if step.condition_weight is None else [("told", step.condition_weight.T)]
        return [("weight", weight), ("bias", step.bias), *condition]
    return []


def _by_pixel(rows: np.ndarray, shape: Shape) -> np.ndarray:
    """Reorder rows that form an image from CHW to HWC."""
    if len(shape) == 1:
        return rows
    return np.moveaxis(rows.reshape(*shape, *rows.shape[1:]), 0, 2).reshape(rows.shape)
