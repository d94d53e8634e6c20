"""The 8x8 digits bundled with scikit-learn: real data that needs no download."""

import numpy as np

from vaeviz.data.dataset import DataSource, ImageDataset, Progress, Split

TEST_SIZE = 360
_SPLIT_SEED = 0
_LEVELS = 16  # each pixel counts the set bits of a 4x4 block


def load_digits(split: Split, progress: Progress | None = None) -> ImageDataset:
    """Return 1,437 (train) or 360 (test) digits of 8x8 pixels.

    scikit-learn provides no split. This one is stratified by class and always the same.
    """
    from sklearn.datasets import load_digits as bundled
    from sklearn.model_selection import train_test_split

    raw, labels = (np.asarray(part) for part in bundled(return_X_y=True))
    rows = np.arange(len(labels))
    train, test = train_test_split(rows, test_size=TEST_SIZE, random_state=_SPLIT_SEED, stratify=labels)
    chosen = np.sort(train if split == "train" else test)
    images = np.rint(raw[chosen] * (255 / _LEVELS)).astype(np.uint8).reshape(-1, 1, 8, 8)
    return ImageDataset(
        name="digits",
        split=split,
        images=images,
        labels=labels[chosen].astype(np.int64),
        class_names=tuple("0123456789"),
    )


DIGITS = DataSource(
    load_digits,
    source="UCI Optical Recognition of Handwritten Digits, test part, as bundled with scikit-learn",
    license="CC BY 4.0",
)
