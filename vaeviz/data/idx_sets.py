"""The data sets that come as four IDX files."""

import os
from pathlib import Path

import numpy as np

from vaeviz.data.dataset import ImageDataset, Progress, Split
from vaeviz.data.idx import read_idx


def load_mnist(split: Split, progress: Progress | None = None) -> ImageDataset:
    """Return MNIST."""
    folder = Path(os.environ["VAEVIZ_DATA"]) / "mnist"
    stem = {"train": "train", "test": "t10k"}[split]
    images = read_idx(folder / f"{stem}-images-idx3-ubyte.gz", 3)
    labels = read_idx(folder / f"{stem}-labels-idx1-ubyte.gz", 1)
    return ImageDataset(
        name="mnist",
        split=split,
        images=images[:, None],
        labels=labels.astype(np.int64),
        class_names=tuple("0123456789"),
        source="LeCun, Cortes and Burges: the MNIST database of handwritten digits",
        license="CC BY-SA 3.0",
    )
