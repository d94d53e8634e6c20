"""A decoder's program as the page runs it: its arrays, which of them are float16, and the same run in NumPy.

In the page an image lies pixel by pixel, all channels of a pixel side by side (HWC), and every step is a product of
activations [rows, in] with a matrix [in, columns]. Hence ``weight`` and ``told`` are transposed; the columns of a step
whose result is an image go from CHW to HWC; a transposed convolution's are 16 taps (from top left, row by row) of
all its output channels each. An array's name is ``{step}.{weight|bias|told}``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from jaxtyping import Float16, Float32
from torch import Tensor

from vaeviz.errors import ConfigError
from vaeviz.families.page_arithmetic import SIDE, add_taps, multiply, shift, sigmoid
from vaeviz.families.program import Dense, Enlarge, Step, program_of
from vaeviz.latent import LatentModel, TrainableModel, condition_size, random_attributes

MAX_NUMBERS = 8 * 2**20  # weights: more is not sent to a page
MAX_PRODUCTS = 32 * 2**20  # multiplications an image: more would hold up the page's own work
MAX_Z, MAX_C = 10.0, 1.0  # the largest absolute value of a code's and a condition's numbers in the page
LARGEST_ERROR = 0.15 / 255  # of a pixel in [0, 1]; six times as much would move a byte by one level at most
TRIALS, SEED = 32, 0  # codes that the error is measured on, drawn from this seed

Numbers = Float32[np.ndarray, "..."] | Float16[np.ndarray, "..."]
Shape = tuple[int, ...]  # (n,), or (C, H, W) of an image
Codes = Float32[np.ndarray, "n latent"]
Conditions = Float32[np.ndarray, "n condition"]


@dataclass(frozen=True)
class PageProgram:
    """What the page needs to compute the images of one model; float16 arrays are widened to float32 before use."""

    latent: int
    condition: int  # numbers of c; 0 for a plain model
    image: tuple[int, int, int]  # (C, H, W)
    link: str
    steps: tuple[Mapping[str, Any], ...]
    arrays: Mapping[str, Numbers]

    def header(self) -> dict[str, Any]:
        """Return all but the arrays, as JSON."""
        sizes = {"latent": self.latent, "condition": self.condition, "image": list(self.image)}
        return {**sizes, "link": self.link, "steps": list(self.steps)}

    def run(self, z: Codes, c: Conditions) -> Iterator[Float32[np.ndarray, "height width channel"]]:
        """Yield the pixel means of each code, in the page's own arithmetic."""
        arrays = {name: array.astype(np.float32) for name, array in self.arrays.items()}
        for one, under in zip(z, c, strict=True):
            h = one
            for number, step in enumerate(self.steps):
                h = h * sigmoid(h) if step["op"] == "silu" else _product(h, under, step, number, arrays)
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
    under = shift(bias, arrays.get(f"{number}.told"), c)
    product = multiply(h.reshape(-1, step["in"]), weight)
    if step["op"] == "dense":
        return product[0] + under
    taps = product.reshape(step["height"], step["width"], SIDE, SIDE, step["out"])
    return add_taps(taps, under).ravel()


def decode_as_page(
    model: TrainableModel, z: Codes, c: Conditions | None = None
) -> Float32[np.ndarray, "n channel height width"]:
    """Return the pixel means in [0, 1] that the page computes: `to_uint8` of them gives the page's own bytes.

    Parameters
    ----------
    model
        On the CPU, with a decoder that has a program.
    z
        float32 (n, latent), in [-10, 10].
    c
        float32 (n, condition), in [-1, 1]; None stands for rows of zeros.

    Raises
    ------
    ConfigError
        If the model has no program, or ``z`` or ``c`` is not as above.
    """
    c = np.zeros((len(z), condition_size(model)), np.float32) if c is None else c
    _check("z", z, (len(z), model.latent_dim), MAX_Z)
    _check("c", c, (len(z), condition_size(model)), MAX_C)
    program = page_program(model)
    if program is None:
        raise ConfigError(
            "The page cannot run this model's decoder: its images come from PyTorch on the server and are the bytes of "
            'the PyTorch decode. Decode with arithmetic="torch".'
        )
    channel, height, width = program.image
    images = np.array(list(program.run(z, c)), np.float32).reshape(len(z), height, width, channel)
    return np.ascontiguousarray(images.transpose(0, 3, 1, 2))


def _check(name: str, given: np.ndarray, shape: tuple[int, int], most: float) -> None:
    if given.dtype != np.float32 or given.shape != shape:
        raise ConfigError(f"{name} is {given.dtype} of shape {given.shape}; this model needs float32 of shape {shape}.")
    outside = given[~(np.abs(given) <= most)]
    if outside.size:
        raise ConfigError(f"{name} holds {outside[0]}; the page decodes numbers from -{most:g} to {most:g}.")


def page_program(model: TrainableModel) -> PageProgram | None:
    """Return the program as the page gets it; None if the page gets none and the images come from the server.

    The first of three forms whose images are near those in single precision: all arrays in half precision, the largest
    alone, or none. Both runs are exact, so every machine chooses alike. None if there is no program, it is too large,
    or its images are not the model's own: a subclass may decode otherwise than its parts say.
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
    """Say whether all pixels differ by less than `LARGEST_ERROR`; it stops at the first image that does not."""
    return all(np.abs(one - other).max() < LARGEST_ERROR for one, other in zip(images, others, strict=True))


def trial_codes(program: PageProgram, model: TrainableModel) -> tuple[Codes, Conditions]:
    """Return z from the prior at temperatures 1 and 2, under each class and no class in turn, or any attributes."""
    generator = np.random.default_rng(SEED)
    z = generator.standard_normal((TRIALS, program.latent), np.float32)
    z[::2] *= 2
    if model.condition is not None and model.condition.kind == "attributes":
        c = random_attributes(model.condition, TRIALS, SEED).numpy()
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


def lay_out(model: LatentModel) -> PageProgram | None:
    """Lay out a model's program in single precision; None if it has none or it is too large for a page."""
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
    """Return the same program with these arrays in half precision; what overflows there is infinite."""
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
        told = [] if step.condition_weight is None else [("told", step.condition_weight.T)]
        return [("weight", weight), ("bias", step.bias), *told]
    return []


def _by_pixel(rows: Tensor, shape: Shape) -> Tensor:
    """Bring rows that make a picture from CHW to HWC."""
    if len(shape) == 1:
        return rows
    return rows.unflatten(0, shape).permute(1, 2, 0, *range(3, rows.ndim + 2)).flatten(0, 2)


def _numbers(part: Tensor) -> Float32[np.ndarray, "..."]:
    return np.ascontiguousarray(part.detach().float().cpu().numpy())
