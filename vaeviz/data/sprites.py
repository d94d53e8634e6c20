"""A procedural version of dSprites: one white shape on black, all factors known, rendered on demand."""

from collections.abc import Callable
from functools import cache

import numpy as np
from jaxtyping import Float, Float32, Int, Int64, UInt8

from vaeviz.data.dataset import DataSource, ImageDataset, Progress, Split
from vaeviz.data.spans import SIDE, STEPS, draw, spans_of

FACTORS: dict[str, np.ndarray] = {  # name -> its values; the last varies fastest, as in dSprites
    "shape": np.arange(3),
    "scale": np.linspace(0.5, 1, 6),
    "orientation": np.linspace(0, 2 * np.pi, 40),  # radians, anticlockwise; the last equals the first
    "x": np.linspace(0, 1, STEPS + 1),
    "y": np.linspace(0, 1, STEPS + 1),  # downwards
}
SIZES = tuple(len(values) for values in FACTORS.values())
COUNT = int(np.prod(SIZES))  # 737,280
TEST_SIZE = 10_000
_SPLIT_SEED = 0
_TURNS = SIZES[2] - 1  # distinct orientations

Outline = Float[np.ndarray, "vertex 2"]


def _square() -> Outline:
    return np.array([(-10.0, -10.0), (10.0, -10.0), (10.0, 10.0), (-10.0, 10.0)])


def _ellipse() -> Outline:
    t = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    return np.stack([13 * np.cos(t), 7 * np.sin(t)], axis=1)


def _heart() -> Outline:
    t = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return np.stack([0.63 * 16 * np.sin(t) ** 3, -0.63 * y - 1.4], axis=1)


SHAPES: dict[str, Callable[[], Outline]] = {  # outline at scale 1 and orientation 0, pixels from the centre, y down
    "square": _square,
    "ellipse": _ellipse,
    "heart": _heart,
}


def grid_index(classes: Int[np.ndarray, "n 5"]) -> Int64[np.ndarray, " n"]:
    """Return the index of each combination of factor classes in the order of dSprites."""
    return np.asarray(np.ravel_multi_index(tuple(classes.T), SIZES), np.int64)


def factor_classes(index: Int[np.ndarray, " n"]) -> Int64[np.ndarray, "n 5"]:
    """Return the index of each factor's value in `FACTORS`, from 0."""
    return np.stack(np.unravel_index(index, SIZES), axis=1).astype(np.int64)


def factor_values(index: Int[np.ndarray, " n"]) -> Float32[np.ndarray, "n 5"]:
    """Return the value of each factor; the shape counts from 0 (in dSprites from 1), orientation in radians."""
    classes = factor_classes(index)
    columns = [values[classes[:, i]] for i, values in enumerate(FACTORS.values())]
    return np.stack(columns, axis=1).astype(np.float32)


def render(index: Int[np.ndarray, " n"]) -> UInt8[np.ndarray, "n 1 64 64"]:
    """Draw the sprites at these grid indices, without anti-aliasing: levels are 0 and 255 only."""
    shape, scale, turn, x, y = factor_classes(index).T
    outline = (shape * SIZES[1] + scale) * _TURNS + turn % _TURNS
    return draw(_spans(), outline, x, y)[:, None]


@cache
def _spans() -> np.ndarray:
    """Return the spans of all 3 x 6 x 39 distinct outlines; takes about half a second, once."""
    rows = []
    for outline in SHAPES.values():
        for scale in FACTORS["scale"]:
            for angle in FACTORS["orientation"][:_TURNS]:
                cos, sin = np.cos(angle), np.sin(angle)
                anticlockwise = np.array([(cos, -sin), (sin, cos)])  # on screen, where y points down
                rows.append(spans_of(scale * outline() @ anticlockwise))
    return np.stack(rows)


class SpriteImages:
    """Sprites at the given grid indices, drawn on access."""

    def __init__(self, places: Int[np.ndarray, " n"]) -> None:
        self.places = places

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """(n, 1, 64, 64)."""
        return len(self.places), 1, SIDE, SIDE

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, index: np.ndarray | slice) -> UInt8[np.ndarray, "batch 1 64 64"]:
        return render(self.places[index])


def split_places(split: Split) -> Int64[np.ndarray, " n"]:
    """Return the grid indices of a split, ascending; 10,000 are held out for the test split."""
    held_out = np.zeros(COUNT, bool)
    held_out[np.random.default_rng(_SPLIT_SEED).choice(COUNT, TEST_SIZE, replace=False)] = True
    return np.flatnonzero(held_out if split == "test" else ~held_out).astype(np.int64)


def load_sprites(split: Split, progress: Progress | None = None) -> ImageDataset:
    """Return 727,280 (train) or 10,000 (test) combinations of shape, scale, orientation and position.

    An image does not determine the orientation: its last value equals its first, a square repeats every quarter turn
    and an ellipse every half turn. A test image can therefore equal a training image.

    References
    ----------
    Matthey, Higgins, Hassabis and Lerchner 2017, dSprites: the grid of factors and the calibration of the shapes.
    """
    places = split_places(split)
    return ImageDataset(
        name="sprites",
        split=split,
        images=SpriteImages(places),
        labels=factor_classes(places)[:, 0].copy(),
        class_names=tuple(SHAPES),
        factors=factor_values(places),
        factor_names=tuple(FACTORS),
    )


SPRITES = DataSource(
    load_sprites, source="drawn by vaeviz on the grid of factors of dSprites (Matthey et al. 2017)", license="MIT"
)
