"""A decoder's program as the page runs it: arrays in the page's layout, and the same run in NumPy, to be sure of both.

In the page a picture lies pixel by pixel, all channels of a pixel side by side (HWC), and every step is a product of
activations [rows, in] with a matrix [in, columns]. Hence ``weight`` and ``told`` are transposed; the columns of a step
whose result is a picture go from CHW to HWC; a transposed convolution's are 16 taps (from top left, row by row) of
all its output channels each. An array's name is ``{step}.{weight|bias|told}``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from jaxtyping import Float16, Float32
from torch import Tensor

from vaeviz.families.program import Dense, Enlarge, Step, program_of
from vaeviz.latent import LatentModel, condition_size

MAX_NUMBERS = 8 * 2**20  # weights: more is not sent to a page
MAX_PRODUCTS = 32 * 2**20  # multiplications a picture: more would hold up the page's own work
SIDE = 4  # of a transposed convolution's kernel

Numbers = Float32[np.ndarray, "..."] | Float16[np.ndarray, "..."]
Shape = tuple[int, ...]  # (n,), or (C, H, W) of a picture


@dataclass(frozen=True)
class Runnable:
    """What the page needs to make the pictures of one model."""

    latent: int
    condition: int  # numbers of c; 0 for a plain model
    image: tuple[int, int, int]  # (C, H, W)
    link: str
    steps: tuple[Mapping[str, Any], ...]
    arrays: Mapping[str, Numbers]

    def header(self) -> dict[str, Any]:
        """Return all but the arrays, as JSON."""
        told = {"latent": self.latent, "condition": self.condition, "image": list(self.image)}
        return {**told, "link": self.link, "steps": list(self.steps)}


def runnable(model: LatentModel) -> Runnable | None:
    """Lay out a model's program in single precision; None if it has none or it is too large for a page."""
    program = program_of(model)
    if program is None:
        return None
    shape: Shape = (model.latent_dim,)
    steps, arrays, products = [], {}, 0
    for number, step in enumerate(program.steps):
        told, shape = _told(step, shape)
        steps.append(told)
        products += _products(told)
        arrays |= {f"{number}.{name}": _numbers(part) for name, part in _parts(step)}
    if products > MAX_PRODUCTS or sum(array.size for array in arrays.values()) > MAX_NUMBERS:
        return None
    return Runnable(model.latent_dim, condition_size(model), model.image_shape, program.link, tuple(steps), arrays)


def halved(given: Runnable, names: Iterable[str]) -> Runnable:
    """Return the same program with these arrays in half precision; what overflows there is infinite."""
    with np.errstate(over="ignore"):
        half = {name: given.arrays[name].astype(np.float16) for name in names}
    return replace(given, arrays={**given.arrays, **half})


def draw(
    given: Runnable, z: Float32[np.ndarray, "n latent"], c: Float32[np.ndarray, "n condition"]
) -> Float32[np.ndarray, "n height width channel"]:
    """Run the program as the page does: the pixel means."""
    h = z
    for number, step in enumerate(given.steps):
        if step["op"] == "silu":
            h = h * _sigmoid(h)
            continue
        weight, bias = (given.arrays[f"{number}.{name}"].astype(np.float32) for name in ("weight", "bias"))
        told = given.arrays.get(f"{number}.told")
        shift = bias if told is None else bias + c @ told.astype(np.float32)
        h = h @ weight + shift if step["op"] == "dense" else _enlarged(h, step, weight) + _everywhere(shift)
        h = h.reshape(len(z), -1)
    pixels = _sigmoid(h) if given.link == "sigmoid" else h
    channel, height, width = given.image
    return pixels.clip(0, 1).reshape(len(z), height, width, channel)


def _sigmoid(h: Float32[np.ndarray, "*shape"]) -> Float32[np.ndarray, "*shape"]:
    return 0.5 * (1 + np.tanh(0.5 * h))


def _enlarged(
    h: Float32[np.ndarray, "n features"], step: Mapping[str, Any], weight: Float32[np.ndarray, "channel columns"]
) -> Float32[np.ndarray, "n high wide out"]:
    """Add each pixel's 4x4 taps to the picture of twice the size, one pixel beyond its rim on every side."""
    height, width, out = step["height"], step["width"], step["out"]
    taps = (h.reshape(-1, step["in"]) @ weight).reshape(len(h), height, width, SIDE, SIDE, out)
    large = np.zeros((len(h), 2 * height + 2, 2 * width + 2, out), np.float32)
    for y in range(SIDE):
        for x in range(SIDE):
            large[:, y : y + 2 * height : 2, x : x + 2 * width : 2] += taps[:, :, :, y, x]
    return large[:, 1:-1, 1:-1]


def _everywhere(shift: Float32[np.ndarray, "*n out"]) -> Float32[np.ndarray, "m 1 1 out"]:
    return shift.reshape(-1, 1, 1, shift.shape[-1])


def _told(step: Step, shape: Shape) -> tuple[dict[str, Any], Shape]:
    """Return what the page is told of a step on a tensor of ``shape``, and the shape of the result."""
    if isinstance(step, Dense):
        return {"op": "dense", "in": step.weight.shape[1], "out": step.weight.shape[0]}, step.shape
    if isinstance(step, Enlarge):
        channel, height, width = shape
        out = step.weight.shape[1]
        told = {"op": "enlarge", "in": channel, "out": out, "height": height, "width": width}
        return told, (out, 2 * height, 2 * width)
    return {"op": "silu"}, shape


def _products(told: Mapping[str, Any]) -> int:
    if told["op"] == "silu":
        return 0
    return told["in"] * told["out"] * (SIDE * SIDE * told["height"] * told["width"] if told["op"] == "enlarge" else 1)


def _parts(step: Step) -> list[tuple[str, Tensor]]:
    """Return a step's arrays in the page's layout."""
    if isinstance(step, Dense):
        parts = {"weight": step.weight, "bias": step.bias, "told": step.told}
        laid = {name: _by_pixel(part, step.shape) for name, part in parts.items() if part is not None}
        return [(name, part.T if part.ndim == 2 else part) for name, part in laid.items()]
    if isinstance(step, Enlarge):
        weight = step.weight.permute(0, 2, 3, 1).flatten(1)
        told = [] if step.told is None else [("told", step.told.T)]
        return [("weight", weight), ("bias", step.bias), *told]
    return []


def _by_pixel(rows: Tensor, shape: Shape) -> Tensor:
    """Bring rows that make a picture from CHW to HWC."""
    if len(shape) == 1:
        return rows
    return rows.unflatten(0, shape).permute(1, 2, 0, *range(3, rows.ndim + 2)).flatten(0, 2)


def _numbers(part: Tensor) -> Float32[np.ndarray, "..."]:
    return np.ascontiguousarray(part.detach().float().cpu().numpy())
