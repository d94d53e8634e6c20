"""The data sets of four IDX files each: MNIST and its drop-in replacements."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from jaxtyping import UInt8

from vaeviz.data.dataset import DataSource, ImageDataset, Progress, Split
from vaeviz.data.idx import read_idx
from vaeviz.data.remote_file import RemoteFile
from vaeviz.errors import DataError
from vaeviz.files.data_folders import VARIABLE, cache_folder, find, user_folder

_SIDE = 28
_STEMS: dict[Split, str] = {"train": "train", "test": "t10k"}

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class IdxSet:
    """One data set of 28x28 grey images."""

    name: str
    class_names: tuple[str, ...]
    source: str
    license: str
    mirrors: tuple[str, ...]
    sha256: Mapping[str, str]  # file name -> sha256
    sha256_of: Literal["file", "content"]

    @property
    def data_source(self) -> DataSource:
        """The entry of `DATASETS`."""
        return DataSource(self.load, self.source, self.license, self.load_present)

    def load(self, split: Split, progress: Progress | None = None) -> ImageDataset:
        """Return one split; a missing file is downloaded into the user's cache.

        Raises
        ------
        DataError
            If a file is damaged, cannot be downloaded, or images and labels do not match.
        """
        labels_file, images_file = _file_names(split)
        return self._joined(split, self._read(images_file, 3, progress), self._read(labels_file, 1, progress))

    def load_present(self, split: Split) -> ImageDataset | None:
        """Return one split from files on this machine; None if a file is missing.

        Raises
        ------
        DataError
            If a file is damaged, or images and labels do not match. The files are kept.
        """
        labels, images = (find(self.name, name) for name in _file_names(split))
        if labels is None or images is None:
            return None
        return self._joined(split, read_idx(images, 3), read_idx(labels, 1))

    def _joined(
        self, split: Split, images: UInt8[np.ndarray, "n height width"], labels: UInt8[np.ndarray, " m"]
    ) -> ImageDataset:
        self._check(images, labels)
        return ImageDataset(
            name=self.name,
            split=split,
            images=images[:, None],
            labels=labels.astype(np.int64),
            class_names=self.class_names,
        )

    def _read(self, name: str, ndim: int, progress: Progress | None) -> UInt8[np.ndarray, "..."]:
        """Read a file; a missing one, or a damaged one in the cache, is downloaded."""
        remote = RemoteFile(name, self.mirrors, self.sha256[name], self.sha256_of)
        path = find(self.name, name)
        if path is None:
            return read_idx(self._download(remote, progress), ndim)
        if path.parent == user_folder(self.name):
            _warn_if_foreign(remote, path)
            return read_idx(path, ndim)
        try:
            return read_idx(path, ndim)
        except DataError as error:
            _log.warning("The cached file is damaged and is downloaded again: %s", error)
            path.unlink(missing_ok=True)
            return read_idx(self._download(remote, progress), ndim)

    def _download(self, remote: RemoteFile, progress: Progress | None) -> Path:
        from vaeviz.data.download import download  # imports requests

        try:
            return download(remote, cache_folder(self.name), progress)
        except DataError as error:
            raise DataError(
                f"{error}\nWithout a network, copy {', '.join(sorted(self.sha256))} into a folder '{self.name}' "
                f"and set {VARIABLE} to the folder above it."
            ) from error

    def _check(self, images: UInt8[np.ndarray, "n height width"], labels: UInt8[np.ndarray, " m"]) -> None:
        if images.shape[1:] != (_SIDE, _SIDE):
            raise DataError(f"{self.name}: images of shape {images.shape}; allowed: (n, {_SIDE}, {_SIDE}).")
        if labels.max() >= len(self.class_names):
            raise DataError(f"{self.name}: label {labels.max()}; allowed: 0 to {len(self.class_names) - 1}.")


def _file_names(split: Split) -> tuple[str, str]:
    """Return the names of a split's files: labels, images."""
    return f"{_STEMS[split]}-labels-idx1-ubyte.gz", f"{_STEMS[split]}-images-idx3-ubyte.gz"


def _warn_if_foreign(remote: RemoteFile, path: Path) -> None:
    """Log a warning if the user's file is not the published one; it is used anyway."""
    comparable = remote.sha256_of == "content" or path.suffix == ".gz"
    if comparable and remote.digest(path) != remote.sha256:
        _log.warning("%s is not the published file: results will differ from published ones.", path)


def _sums(train_images: str, train_labels: str, test_images: str, test_labels: str) -> dict[str, str]:
    return {
        "train-images-idx3-ubyte.gz": train_images,
        "train-labels-idx1-ubyte.gz": train_labels,
        "t10k-images-idx3-ubyte.gz": test_images,
        "t10k-labels-idx1-ubyte.gz": test_labels,
    }


MNIST = IdxSet(
    name="mnist",
    class_names=tuple("0123456789"),
    source="LeCun, Cortes and Burges: the MNIST database of handwritten digits",
    license="CC BY-SA 3.0",
    mirrors=(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "http://yann.lecun.com/exdb/mnist/",
    ),
    sha256=_sums(
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
    sha256_of="content",
)

FASHION_MNIST = IdxSet(
    name="fashion-mnist",
    class_names=(
        *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
        *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
    ),
    source="Xiao, Rasul and Vollgraf 2017, arXiv:1708.07747 (Zalando SE)",
    license="MIT",
    mirrors=(
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ),
    sha256=_sums(
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    ),
    sha256_of="file",
)

KMNIST = IdxSet(
    name="kmnist",
    class_names=("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
    source="KMNIST Dataset (created by CODH), adapted from Kuzushiji Dataset (created by NIJL and others), "
    "doi:10.20676/00000341",
    license="CC BY-SA 4.0",
    mirrors=(
        "https://codh.rois.ac.jp/kmnist/dataset/kmnist/",
        "http://codh.rois.ac.jp/kmnist/dataset/kmnist/",
        "https://storage.googleapis.com/kuzushiji-mnist/",
    ),
    sha256=_sums(
        "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
        "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
        "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
        "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
    ),
    sha256_of="file",
)

IDX_SETS = (MNIST, FASHION_MNIST, KMNIST)
