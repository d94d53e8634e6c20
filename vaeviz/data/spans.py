"""Exact and fast drawing of polygons whose centres are on a regular grid of positions.

A centre moves over 32 pixels in 31 equal steps, so relative to the shape the pixel centres are always on one lattice:
odd multiples of 1/62 pixel. An outline is therefore stored once, as the spans of each lattice row that are inside it,
and drawing is integer arithmetic on 64-bit rows, without geometry or rounding.
"""

import numpy as np
from jaxtyping import Float, Int, Int16, UInt8

SIDE = 64  # pixels; a row is one 64-bit word
STEPS = 31  # a centre goes from 16 to 48 pixels in this many steps
_TRAVEL = 32  # pixels
_FIRST = 16  # pixels: the centre at step 0
_MARGIN = 15.5  # pixels: largest distance of an outline from its centre that stays in the image
_REACH = 16 * STEPS  # lattice rows kept on either side of the centre
_PIECES = 2  # most spans of an outline in one row (a heart's two lobes)


def _lattice(coordinate: Float[np.ndarray, "..."]) -> Int[np.ndarray, "..."]:
    """Return the smallest m whose lattice coordinate, (2m + 1) / (2 STEPS) pixels, is at least ``coordinate``."""
    return np.ceil(STEPS * coordinate - 0.5).astype(np.int64)


def spans_of(outline: Float[np.ndarray, "vertex 2"]) -> Int16[np.ndarray, "row piece 2"]:
    """Return the spans of each lattice row inside a closed polygon: first number inclusive, second exclusive.

    ``outline`` is in pixels from the centre, y down, in either orientation. An empty span has two equal numbers.

    Raises
    ------
    ValueError
        If the outline would leave the image at some position.
    """
    if np.abs(outline).max() >= _MARGIN:
        raise ValueError(f"outline reaches {np.abs(outline).max():.1f} pixels from its centre, at most {_MARGIN}")
    x0, y0 = outline.T
    x1, y1 = np.roll(outline, -1, axis=0).T
    start, stop = np.sort([_lattice(y0), _lattice(y1)], axis=0)  # the rows that each edge crosses
    count = stop - start
    edge = np.repeat(np.arange(len(outline)), count)
    row = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count - start, count)
    slope = (x1 - x0)[edge] / (y1 - y0)[edge]
    crossing = _lattice(x0[edge] + slope * ((2 * row + 1) / (2 * STEPS) - y0[edge]))
    order = np.lexsort((crossing, row))
    row, crossing = row[order] + _REACH, crossing[order]
    nth = np.arange(len(row)) - np.searchsorted(row, row)  # index of each crossing in its row, from the left
    spans = np.zeros((2 * _REACH, 2 * _PIECES), np.int16)
    spans[row, nth] = crossing
    return spans.reshape(-1, _PIECES, 2)


def draw(
    spans: Int16[np.ndarray, "outline row piece 2"],
    outline: Int[np.ndarray, " n"],
    x_step: Int[np.ndarray, " n"],
    y_step: Int[np.ndarray, " n"],
) -> UInt8[np.ndarray, "n 64 64"]:
    """Draw n outlines centred at steps of the position grid; a pixel is 255 if its centre is inside, else 0."""
    offset = (STEPS - 1) // 2 - STEPS * _FIRST  # lattice number of pixel 0 for a centre at step 0
    row = offset + STEPS * np.arange(SIDE) - _TRAVEL * y_step[:, None]  # (n, 64)
    inside = (row >= -_REACH) & (row < _REACH)
    pieces = spans[outline[:, None], np.clip(row, -_REACH, _REACH - 1) + _REACH].astype(np.int32)
    pieces[~inside] = 0
    # The first pixel at or right of each end: its lattice number is offset + STEPS * pixel - TRAVEL * step.
    shift = (_TRAVEL * x_step - offset + STEPS - 1)[:, None, None, None]
    pixel = ((pieces + shift) // STEPS).astype(np.uint64)
    ends = np.left_shift(np.uint64(1), pixel)
    words = (ends[..., 1] - ends[..., 0]).sum(axis=2, dtype=np.uint64)  # bit i of a word is pixel i of its row
    bits = np.unpackbits(words.astype("<u8").view(np.uint8).reshape(len(words), SIDE, 8), axis=2, bitorder="little")
    return bits * np.uint8(255)
