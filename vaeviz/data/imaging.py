"""Pixels as levels, as PNG files, and many images as one."""

import io

import numpy as np
from jaxtyping import Float, UInt8
from PIL import Image


def to_uint8(images: Float[np.ndarray, "*batch"]) -> UInt8[np.ndarray, "*batch"]:
    """Return pixels in [0, 1] as levels 0 to 255; values outside are clipped.

    Levels are rounded half to even in float64, as in the page's decoder (loops.js). In float32, numbers near a tie
    would become ties.
    """
    return np.rint(255 * images.clip(0, 1).astype(np.float64)).astype(np.uint8)


def to_png(image: Float[np.ndarray, "channel height width"] | UInt8[np.ndarray, "channel height width"]) -> bytes:
    """Return one image as a PNG file: grey with one channel, colour with three."""
    levels = image if image.dtype == np.uint8 else to_uint8(image)
    rows = levels[0] if len(levels) == 1 else levels.transpose(1, 2, 0)
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(rows)).save(file, "PNG")
    return file.getvalue()


def mosaic(
    images: Float[np.ndarray, "n channel height width"], columns: int, gap: int = 1, ground: float = 0.0
) -> Float[np.ndarray, "channel tall wide"]:
    """Arrange images in rows of ``columns``, ``gap`` pixels of ``ground`` apart; the last row may be short."""
    n, channel, height, width = images.shape
    rows = -(-n // columns)
    tall, wide = rows * (height + gap) - gap, columns * (width + gap) - gap
    sheet = np.full((channel, tall, wide), ground, images.dtype)
    for index, image in enumerate(images):
        top, left = (index // columns) * (height + gap), (index % columns) * (width + gap)
        sheet[:, top : top + height, left : left + width] = image
    return sheet
