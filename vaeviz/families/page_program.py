"""A decoder's program for the page: its arrays, their precision, and the same computation in NumPy.

The page stores images in HWC order, and every step is a product of activations [rows, in] with a matrix [in, columns].
Hence weights are transposed. The columns of a step whose result is an image are reordered from CHW to HWC. The columns
of a transposed convolution are 16 taps (from top left, row by row) of all its output channels each. An array's name is
``{step}.{weight|bias|told}``, where ``told`` is the weight of the condition.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from jaxtyping import Float16, Float32
from torch import Tensor

from vaeviz.codes import random_attributes
from vaeviz.config import condition_size
from vaeviz.errors import ConfigError
from vaeviz.families.encoder_program import EncoderProgram, encoder_program
from vaeviz.families.page_arithmetic import MAX_NUMBERS, MAX_PRODUCTS, SIDE, add_taps, multiply, shift, sigmoid
from vaeviz.families.posteriors import Delta, Free
from vaeviz.families.program import Dense, Enlarge, Step, program_of
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.latent import LatentModel, TrainableModel

MAX_Z, MAX_C = 10.0, 1.0  # largest absolute value in a code and in a condition on the page
LARGEST_ERROR = 0.15 / 255  # of a pixel in [0, 1]; even six times as much changes a byte by at most one level
TRIALS, SEED = 32, 0  # number and seed of the codes that the error is measured on
LARGEST_CODE_ERROR, FEW = 1e-4, 4  # of mu and logvar, on images decoded from the first few of these codes

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
        arrays = {name: array.astype(np.float32) for name, array in self.arrays.items()}
        for code, condition in zip(z, c, strict=True):
            h = code
            for number, step in enumerate(self.steps):
                h = h * sigmoid(h) if step["op"] == "silu" else _product(h, condition, step, number, arrays)
            channel, height, width = self.image
            pixels = sigmoid(h) if self.link == "sigmoid" else h
            yield pixels.clip(0, 1).reshape(height, width, channel)


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
    model: TrainableModel, z: Codes, c: Conditions | None = None
) -> Float32[np.ndarray, "n channel height width"]:
    """Return the pixel means in [0, 1] that the page computes; `to_uint8` of them gives the page's bytes.

    Parameters
    ----------
    model
        A model on the CPU whose decoder has a program.
    z
        float32 (n, latent), in [-10, 10].
    c
        float32 (n, condition), in [-1, 1]; None means rows of zeros.

    Raises
    ------
    ConfigError
        If the model has no program, or ``z`` or ``c`` has another type, shape or range.
    """
    c = np.zeros((len(z), condition_size(model)), np.float32) if c is None else c
    _check("z", z, (len(z), model.latent_dim), MAX_Z)
    _check("c", c, (len(z), condition_size(model)), MAX_C)
    program = page_program(model)
    if program is None:
        raise ConfigError(
            "The page cannot run this model's decoder, so its images are computed with PyTorch on the server. "
            'Decode with arithmetic="torch".'
        )
    channel, height, width = program.image
    images = np.array(list(program.run(z, c)), np.float32).reshape(len(z), height, width, channel)
    return np.ascontiguousarray(images.transpose(0, 3, 1, 2))


def _check(name: str, given: np.ndarray, shape: tuple[int, int], most: float) -> None:
    if given.dtype != np.float32 or given.shape != shape:
        raise ConfigError(f"{name} is {given.dtype} of shape {given.shape}; this model needs float32 of shape {shape}.")
    outside = given[~(np.abs(given) <= most)]
    if outside.size:
        raise ConfigError(f"{name} contains {outside[0]}; allowed: -{most:g} to {most:g}. Scale it into this range.")


def page_program(model: TrainableModel) -> PageProgram | None:
    """Return the program that the page runs; None if the server computes the images instead.

    It is the first of three forms whose images are close to those in single precision: all arrays in half precision,
    only the largest, or none. Both computations are bit-exact, so every machine makes the same choice. The result is
    None if there is no program, it is too large, or its images differ from the model's: a subclass may decode in
    another way.
    """
    single = lay_out(model)
    if single is None:
        return None
    z, c = trial_codes(single, model)
    with np.errstate(over="ignore", invalid="ignore"):
        images = list(single.run(z, c))
        if not _near(images, _torch_images(model, z, c)):
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


def trial_codes(program: PageProgram, model: TrainableModel) -> tuple[Codes, Conditions]:
    """Return z from the prior at temperatures 1 and 2, and c: each class and the null label, or random attributes."""
    generator = np.random.default_rng(SEED)
    z = generator.standard_normal((TRIALS, program.latent), np.float32)
    z[::2] *= 2
    if model.condition is not None and model.condition.kind == "attributes":
        c = random_attributes(model.condition, TRIALS, SEED)
    else:
        rows = np.eye(program.condition + 1, program.condition, dtype=np.float32)  # the last row is the null label
        c = rows[np.arange(TRIALS) // 2 % len(rows)]
    with torch.inference_mode():
        prior = model.prior(torch.from_numpy(c) if program.condition else None)
        return (prior.mu + (prior.logvar / 2).exp() * torch.from_numpy(z)).numpy(), c


def _torch_images(model: LatentModel, z: Codes, c: Conditions) -> Float32[np.ndarray, "n height width channel"]:
    with torch.inference_mode():
        images = model.decode(torch.from_numpy(z), torch.from_numpy(c) if c.shape[1] else None)
    return images.permute(0, 2, 3, 1).numpy()


def page_encoder(model: TrainableModel) -> EncoderProgram | None:
    """Return the encoder's program for the page; None if the server encodes instead.

    None if there is no program, or its posteriors differ from the model's: a subclass may encode in another way.
    """
    program = lay_out(model)
    if program is None or not isinstance(model, VariationalAutoencoder):
        return None
    arrays = {name: _numbers(part) for name, part in model.state_dict().items()}
    encoder = encoder_program(model.config, arrays)
    if encoder is None:
        return None
    z, c = (part[:FEW] for part in trial_codes(program, model))
    levels = np.rint(255 * np.stack(list(program.run(z, c)))).astype(np.uint8)
    form = (Delta if model.config.posterior == "delta" else Free)(model.config)
    x = torch.from_numpy(levels.astype(np.float32) / 255).permute(0, 3, 1, 2)
    with torch.inference_mode():
        found = form(*torch.from_numpy(np.stack(list(encoder.run(levels, c)))).chunk(2, dim=1))
        own = model.encode(x, torch.from_numpy(c) if c.shape[1] else None)
    gaps = (found.mu - own.mu, found.logvar - own.logvar)
    return encoder if all(bool((gap.abs() < LARGEST_CODE_ERROR).all()) for gap in gaps) else None


def lay_out(model: LatentModel) -> PageProgram | None:
    """Return a model's program in single precision; None if it has none or it is too large for a page."""
    program = program_of(model)
    if program is None:
        return None
    shape: Shape = (model.latent_dim,)
    steps, arrays, products = [], {}, 0
    for number, step in enumerate(program.steps):
        entry, shape = _in_header(step, shape)
        steps.append(entry)
        products += _products(entry)
        arrays |= {f"{number}.{name}": _numbers(part) for name, part in _parts(step)}
    if products > MAX_PRODUCTS or sum(array.size for array in arrays.values()) > MAX_NUMBERS:
        return None
    return PageProgram(model.latent_dim, condition_size(model), model.image_shape, program.link, tuple(steps), arrays)


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


def _parts(step: Step) -> list[tuple[str, Tensor]]:
    """Return a step's arrays in the page's layout."""
    if isinstance(step, Dense):
        parts = {"weight": step.weight, "bias": step.bias, "told": step.condition_weight}
        laid = {name: _by_pixel(part, step.shape) for name, part in parts.items() if part is not None}
        return [(name, part.T if part.ndim == 2 else part) for name, part in laid.items()]
    if isinstance(step, Enlarge):
        weight = step.weight.permute(0, 2, 3, 1).flatten(1)
        condition = [] if step.condition_weight is None else [("told", step.condition_weight.T)]
        return [("weight", weight), ("bias", step.bias), *condition]
    return []


def _by_pixel(rows: Tensor, shape: Shape) -> Tensor:
    """Reorder rows that form an image from CHW to HWC."""
    if len(shape) == 1:
        return rows
    return rows.unflatten(0, shape).permute(1, 2, 0, *range(3, rows.ndim + 2)).flatten(0, 2)


def _numbers(part: Tensor) -> Float32[np.ndarray, "..."]:
    return np.ascontiguousarray(part.detach().float().cpu().numpy())
