"""The avatars data set: cartoon faces with all factors known, most of them attributes."""

import numpy as np
from jaxtyping import Float, Float32, UInt8

from vaeviz.config import Attribute
from vaeviz.data.avatars.faces import CHOICES, FACTORS, NUMBERS, OTHER_FACTORS, render
from vaeviz.data.avatars.sketch import SIDE
from vaeviz.data.dataset import DataSource, ImageDataset, Progress, Split

SIZES: dict[Split, int] = {"train": 40_000, "test": 5_000}
ATTRIBUTES: tuple[Attribute, ...] = (
    *(Attribute(name=name, values=values) for name, values in CHOICES.items()),
    *(Attribute(name=name, ends=ends) for name, ends in NUMBERS.items()),
)
_SEEDS: dict[Split, int] = {"train": 1, "test": 2}

Factors = Float32[np.ndarray, "n factor"]


def sample_factors(n: int, rng: np.random.Generator) -> Factors:
    """Return n faces with all factors independent and uniform: choices counted from 0, numbers in [-1, 1]."""
    choices = [rng.integers(len(values), size=n) for values in CHOICES.values()]
    numbers = [rng.uniform(-1, 1, n) for _ in (*NUMBERS, *OTHER_FACTORS)]
    return np.stack([*choices, *numbers], axis=1).astype(np.float32)


def attribute_values(factors: Factors) -> Float32[np.ndarray, "n column"]:
    """Return the columns of `ATTRIBUTES` for these faces; a choice is one-hot."""
    choices = [
        factors[:, [column]] == np.arange(len(values), dtype=np.float32)
        for column, values in enumerate(CHOICES.values())
    ]
    return np.concatenate([*choices, factors[:, len(CHOICES) : -len(OTHER_FACTORS)]], axis=1).astype(np.float32)


def factors_of(c: Float[np.ndarray, "n column"], others: Float[np.ndarray, "n other"]) -> Factors:
    """Return the factors of faces from their attributes and `OTHER_FACTORS`: the inverse of `attribute_values`.

    In a mixture of choices the largest entry decides.
    """
    columns, start = [], 0
    for values in CHOICES.values():
        columns.append(c[:, start : start + len(values)].argmax(axis=1))
        start += len(values)
    return np.concatenate([np.stack(columns, axis=1), c[:, start:], others], axis=1).astype(np.float32)


class AvatarImages:
    """Faces drawn on first access and then cached: 12 kB each, 492 MB for the whole training split."""

    def __init__(self, factors: Factors) -> None:
        self._factors = factors
        self._images = np.empty((len(factors), 3, SIDE, SIDE), np.uint8)  # takes no memory until written
        self._drawn = np.zeros(len(factors), bool)

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """(n, 3, 64, 64)."""
        return len(self._factors), 3, SIDE, SIDE

    def __len__(self) -> int:
        return len(self._factors)

    def __getitem__(self, index: np.ndarray | slice) -> UInt8[np.ndarray, "batch 3 64 64"]:
        asked = np.arange(len(self))[index]
        missing = asked[~self._drawn[asked]]
        self._images[missing] = render(self._factors[missing])
        self._drawn[missing] = True
        return self._images[index]


def load_avatars(split: Split, progress: Progress | None = None) -> ImageDataset:
    """Return 40,000 (train) or 5,000 (test) faces; the hair style is the label.

    Each split has its own seed. The sampled factors are the same on every machine; the images are the same to the
    byte under one version of Pillow.
    """
    factors = sample_factors(SIZES[split], np.random.default_rng(_SEEDS[split]))
    return ImageDataset(
        name="avatars",
        split=split,
        images=AvatarImages(factors),
        labels=factors[:, 0].astype(np.int64),
        class_names=CHOICES["hair style"],
        factors=factors,
        factor_names=FACTORS,
        attributes=ATTRIBUTES,
        attribute_values=attribute_values(factors),
    )


AVATARS = DataSource(load_avatars, source="drawn by vaeviz", license="MIT", other_factors=OTHER_FACTORS)
