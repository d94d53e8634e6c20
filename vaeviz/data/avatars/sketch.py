"""A batch of images drawn as flat shapes; later shapes cover earlier ones."""

import numpy as np
from jaxtyping import Bool, Float, UInt8
from PIL import Image, ImageDraw

from vaeviz.data.avatars.curves import Outline
from vaeviz.data.avatars.palette import Colour, Column

SIDE = 64  # pixels
_SCALE = 6  # the canvas is this much larger and then averaged down
_MIDDLE, _PIVOT, _LIFT = 32, 52, -0.8  # pixels: centre of the image, pivot of the tilt, offset of the head
_TURN = 1.7  # pixels that the eyes move at the largest turn
_TILT = 0.061  # half the tangent of the largest tilt, 7 degrees

Number = Column | float


class Sketch:
    """n images; every outline is in pixels, x from the middle of the image.

    Vertices are computed from sums, products and quotients of floats only, so a face is the same to the byte in every
    batch.
    """

    def __init__(self, turn: Column, tilt: Column) -> None:
        half = _TILT * tilt
        self._cos, self._sin = (1 - half**2) / (1 + half**2), 2 * half / (1 + half**2)
        self._turn = _TURN * turn
        self._shapes: list[list[tuple[list[int], tuple[int, int, int]]]] = [[] for _ in turn]

    def body(self, outline: Outline, colour: Colour) -> None:
        """Add a shape that does not move with the head."""
        placed = outline + np.array([_MIDDLE, 0])
        self._add(np.arange(len(colour)), np.broadcast_to(placed, (len(colour), *placed.shape)), colour)

    def head(
        self,
        outline: Float[np.ndarray, "vertex 2"] | Float[np.ndarray, "n vertex 2"],
        colour: Colour,
        *,
        x: Number = 0,
        y: Number = 0,
        rx: Number = 1,
        ry: Number = 1,
        depth: float = 0,
        among: Bool[np.ndarray, " n"] | None = None,
    ) -> None:
        """Add a shape of the head: stretched by (rx, ry), moved by (x, y), then turned and tilted with the head.

        ``depth`` is how far it moves when the head turns, relative to the eyes. ``among`` selects the images that have
        it.
        """
        rows = np.arange(len(colour)) if among is None else np.flatnonzero(among)
        if len(rows) == 0:
            return
        x, y, rx, ry = (np.broadcast_to(value, len(colour))[rows, None] for value in (x, y, rx, ry))
        outlines = outline[rows] if outline.ndim == 3 else outline
        cos, sin = self._cos[rows, None], self._sin[rows, None]
        across = x + rx * outlines[..., 0] + depth * self._turn[rows, None]
        down = y + ry * outlines[..., 1] - _PIVOT
        placed = [_MIDDLE + cos * across - sin * down, _PIVOT + _LIFT + sin * across + cos * down]
        self._add(rows, np.stack(placed, axis=2), colour[rows])

    def _add(self, rows: np.ndarray, outlines: np.ndarray, colour: Colour) -> None:
        vertices = np.rint(_SCALE * outlines - 0.5).astype(np.int64).reshape(len(rows), -1).tolist()
        inks = np.rint(colour).astype(np.int64).tolist()
        for row, polygon, ink in zip(rows.tolist(), vertices, inks, strict=True):
            self._shapes[row].append((polygon, tuple(ink)))

    def draw(self, background: Colour) -> UInt8[np.ndarray, "n 3 64 64"]:
        """Render the shapes on ``background``."""
        drawn = np.empty((len(background), 3, SIDE, SIDE), np.uint8)
        canvas = Image.new("RGB", (_SCALE * SIDE, _SCALE * SIDE))
        pen = ImageDraw.Draw(canvas)
        for row, ground in enumerate(np.rint(background).astype(np.int64).tolist()):
            canvas.paste(tuple(ground), (0, 0, *canvas.size))
            for polygon, ink in self._shapes[row]:
                pen.polygon(polygon, fill=ink)
            drawn[row] = np.asarray(canvas.reduce(_SCALE)).transpose(2, 0, 1)
        return drawn
