"""The 8x8 digits bundled with scikit-learn: real data that needs no download."""

import gzip
from base64 import b64decode
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from jaxtyping import Int64

from vaeviz.data.dataset import DataSource, ImageDataset, Progress, Split
from vaeviz.errors import DataError

_LEVELS = 16  # each pixel counts the set bits of a 4x4 block
_TEST = (  # one bit for each of the 1,797 digits
    "AAAEiDUkEEAABkEAk0IFABoACAEAJAAoBiwSABAAlAoAkBkSBCD4oAKBEKAACAqIIEQVJElCQKAKAAAAQATYAACBgCAASAXEABBACKAQAAVASAAw"
    "EAACDsQJAAIkhACDqAE8IKaYCgAAAAsIQAgEoBhIAgJAQcEAgARARoQ3aoECFgBEgABAQqCkGApQAIQLhWHGCBCACABMgMAgBAaOAAEIggCBADgI"
    "A8AIGQAAEA4BAIQQoCEAMygpBMBEwIBoDgECgwCCAIgipkAsJAQhCKhggJCBoAwCggJCEgE4pBUA"
)


def load_digits(split: Split, progress: Progress | None = None) -> ImageDataset:
    """Return 1,437 (train) or 360 (test) digits of 8x8 pixels.

    scikit-learn provides no split. This one is stratified by class: ``train_test_split`` made it, with seed 0.

    Raises
    ------
    DataError
        If scikit-learn is not installed, or without its data.
    """
    table = _table()
    held_out = np.unpackbits(np.frombuffer(b64decode(_TEST), np.uint8))[: len(table)].astype(bool)
    chosen = table[held_out if split == "test" else ~held_out]
    images = np.rint(chosen[:, :-1] * (255 / _LEVELS)).astype(np.uint8).reshape(-1, 1, 8, 8)
    return ImageDataset(
        name="digits", split=split, images=images, labels=chosen[:, -1], class_names=tuple("0123456789")
    )


def _table() -> Int64[np.ndarray, "digit 65"]:
    """Return the pixels and the label of each digit, without importing scikit-learn, which takes a second."""
    found = find_spec("sklearn")
    places = found.submodule_search_locations if found else None
    file = Path(*places[:1], "datasets", "data", "digits.csv.gz") if places else None
    if file is None or not file.is_file():
        raise DataError("The digits come with scikit-learn, which is missing or lacks its data. Install scikit-learn.")
    return np.loadtxt(gzip.decompress(file.read_bytes()).decode().splitlines(), np.int64, delimiter=",")


DIGITS = DataSource(
    load_digits,
    source="UCI Optical Recognition of Handwritten Digits, test part, as bundled with scikit-learn",
    license="CC BY 4.0",
)
