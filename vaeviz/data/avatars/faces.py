"""Cartoon faces, rendered from their factors alone."""

import numpy as np
from jaxtyping import Float32, UInt8

from vaeviz.data.avatars import features
from vaeviz.data.avatars.hair import STYLES
from vaeviz.data.avatars.palette import Palette
from vaeviz.data.avatars.sketch import SIDE, Sketch

CHOICES: dict[str, tuple[str, ...]] = {"hair style": tuple(STYLES), "glasses": ("none", *features.LENSES)}
NUMBERS: dict[str, tuple[str, str]] = {  # what -1 and 1 mean
    "hair shade": ("dark", "light"),
    "skin tone": ("light", "deep"),
    "face width": ("narrow", "wide"),
    "eye size": ("small", "large"),
    "eye spacing": ("close", "apart"),
    "brow angle": ("worried", "stern"),
    "mouth curve": ("frown", "smile"),
}
OTHER_FACTORS = ("background", "shirt", "head turn", "head tilt", "gaze")  # numbers in [-1, 1], not attributes
FACTORS: tuple[str, ...] = (*CHOICES, *NUMBERS, *OTHER_FACTORS)

_BATCH = 64  # faces drawn at once
_WIDTH, _WIDTH_STEP = 17.6, 1.9  # pixels from the middle to the edge of the face
_EYE, _EYE_STEP = 3.6, 0.8  # pixels, half an eye
_SPACING, _SPACING_STEP = 7.9, 1.3  # pixels from the middle to an eye
_BROW, _BROW_STEP = -0.04, 0.31  # slope
_MOUTH, _MOUTH_STEP = 0.9, 2.7  # pixels that the corners of the mouth rise


def render(factors: Float32[np.ndarray, "n factor"]) -> UInt8[np.ndarray, "n 3 64 64"]:
    """Draw faces; the columns are `FACTORS`: indices of choices from 0, then numbers in [-1, 1].

    An image depends on its row alone, so it is the same to the byte in every batch. Between versions of Pillow the
    edges of shapes can differ by one level.
    """
    drawn = np.empty((len(factors), 3, SIDE, SIDE), np.uint8)
    for start in range(0, len(factors), _BATCH):
        drawn[start : start + _BATCH] = _draw(factors[start : start + _BATCH])
    return drawn


def _draw(factors: Float32[np.ndarray, "n factor"]) -> UInt8[np.ndarray, "n 3 64 64"]:
    value = dict(zip(FACTORS, factors.astype(float).T, strict=True))
    sketch = Sketch(value["head turn"], value["head tilt"])
    palette = Palette.of(*(value[name] for name in ("hair shade", "skin tone", "shirt", "background")))
    style = value["hair style"]
    width = _WIDTH + _WIDTH_STEP * value["face width"]
    spacing = _SPACING + _SPACING_STEP * value["eye spacing"]
    features.hair_behind(sketch, palette, style, width / _WIDTH)
    features.body(sketch, palette)
    features.head(sketch, palette, style, width)
    features.arms(sketch, palette, value["glasses"], spacing, width)
    features.hair_front(sketch, palette, style, width / _WIDTH)
    features.glasses(sketch, palette, value["glasses"], spacing)
    features.eyes(sketch, palette, _EYE + _EYE_STEP * value["eye size"], spacing, value["gaze"])
    features.brows(sketch, palette, _BROW + _BROW_STEP * value["brow angle"], spacing)
    features.nose_and_mouth(sketch, palette, _MOUTH + _MOUTH_STEP * value["mouth curve"])
    return sketch.draw(palette.background)
