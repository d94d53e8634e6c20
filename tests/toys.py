"""Small data sets of which everything is known."""

import numpy as np

from vaeviz.config import Attribute
from vaeviz.data.dataset import ImageDataset, Split

COLOURS = ("red", "green", "blue")
LAMP = (Attribute(name="height", ends=("low", "high")), Attribute(name="colour", values=COLOURS))


def lamps(n: int = 600, seed: int = 0, split: Split = "train") -> ImageDataset:
    """Return RGB pictures of a bar: told are its height and colour, untold is how bright it is."""
    rng = np.random.default_rng(seed)
    height, colour, level = rng.uniform(-1, 1, n), rng.integers(0, 3, n), rng.uniform(0.5, 1, n)
    return ImageDataset(
        "lamps",
        split,
        draw_lamps(height, colour, level),
        colour.astype(np.int64),
        COLOURS,
        factors=np.stack([height, colour, level], 1).astype(np.float32),
        factor_names=("height", "colour", "level"),
        attributes=LAMP,
        told=np.hstack([height[:, None], np.eye(3)[colour]]).astype(np.float32),
    )


def draw_lamps(height: np.ndarray, colour: np.ndarray, level: np.ndarray) -> np.ndarray:
    """Return (n, 3, 12, 12) bytes: the bar grows from the bottom, its last row as bright as it is filled."""
    rows = np.arange(12)[None, ::-1]
    filled = np.clip((height[:, None] + 1) * 6 - rows, 0, 1) * level[:, None]
    images = np.zeros((len(height), 3, 12, 12), np.uint8)
    images[np.arange(len(height)), colour, :, 4:8] = np.round(255 * filled)[:, :, None]
    return images
