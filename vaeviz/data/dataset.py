"""A data set: uint8 images, labels, and their source."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float32, Int64, UInt8

from vaeviz.config import Attribute
from vaeviz.errors import ConfigError, DataError

Split = Literal["train", "test"]
Progress = Callable[[str, int, int], None]  # the task, the amount done, the total (0: unknown)


@runtime_checkable
class Images(Protocol):
    """n images, in memory or rendered on demand, indexed like an (n, C, H, W) uint8 array."""

    @property
    def shape(self) -> tuple[int, ...]:
        """(n, C, H, W)."""
        ...

    def __len__(self) -> int:
        """Return n."""
        ...

    def __getitem__(self, index: np.ndarray | slice) -> UInt8[np.ndarray, "batch channel height width"]:
        """Return the images at ``index``."""
        ...


@dataclass(frozen=True)
class ImageDataset:
    """One split of one data set; pixel values run from 0 to 255."""

    name: str
    split: Split
    images: Images | UInt8[np.ndarray, "count channel height width"]
    labels: Int64[np.ndarray, " n"]
    class_names: tuple[str, ...]
    factors: Float32[np.ndarray, "n factor"] | None = None  # everything an image is rendered from
    factor_names: tuple[str, ...] = field(default=())
    attributes: tuple[Attribute, ...] = ()
    attribute_values: Float32[np.ndarray, "n column"] | None = None  # the columns of c, attribute by attribute

    def __post_init__(self) -> None:
        if len(self.images) != len(self.labels):
            raise DataError(f"{self.name}: {len(self.images)} images but {len(self.labels)} labels.")
        columns = sum(len(attribute.columns) for attribute in self.attributes)
        found = (len(self), 0) if self.attribute_values is None else self.attribute_values.shape
        if found != (len(self), columns):
            raise DataError(
                f"{self.name}: attribute_values has {found[0]} rows of {found[1]} columns; "
                f"its {len(self.attributes)} attributes need {len(self)} rows of {columns}."
            )

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(C, H, W)."""
        _, channel, height, width = self.images.shape
        return channel, height, width


def choose_rows(n: int, limit: int | None, seed: int) -> Int64[np.ndarray, " chosen"]:
    """Return the indices of the images to use, ascending: all n, or a random ``limit`` of them.

    Raises
    ------
    ConfigError
        If ``limit`` is below 0.
    """
    if limit is not None and limit < 0:
        raise ConfigError(f"The number of images is limited to {limit}; allowed: 0 or more.")
    if limit is None or limit >= n:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, limit, replace=False))


def by_attribute(
    attributes: tuple[Attribute, ...], c: Float32[np.ndarray, "n column"]
) -> list[Float32[np.ndarray, "n part"]]:
    """Split the columns of ``c`` by attribute."""
    ends = np.cumsum([len(one.columns) for one in attributes], dtype=np.int64)
    return np.split(c, ends, axis=1)[:-1]


Loader = Callable[[Split, Progress | None], ImageDataset]


@dataclass(frozen=True)
class DataSource:
    """An entry of `DATASETS`: the loader, and what is known without the files."""

    load: Loader
    source: str  # authors or publisher of the images
    license: str
    load_present: Callable[[Split], ImageDataset | None] | None = None  # never downloads; None: `load` never does
    other_factors: tuple[str, ...] = ()  # factors of its images that are not attributes

    def present(self, split: Split) -> ImageDataset | None:
        """Return a split if all its files are on this machine, else None. Never downloads.

        Raises
        ------
        DataError
            If a file is present but damaged.
        """
        return self.load(split, None) if self.load_present is None else self.load_present(split)
