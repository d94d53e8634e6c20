"""Locations of data files: the folder in VAEVIZ_DATA, then the user's cache."""

import os
from pathlib import Path

from platformdirs import user_cache_path

from vaeviz.errors import DataError

VARIABLE = "VAEVIZ_DATA"


def roots() -> list[Path]:
    """Return the folders that contain one folder per data set; they need not exist."""
    user_root = _user_root()
    return [*([user_root] if user_root else []), _cache_root()]


def user_folder(dataset: str) -> Path | None:
    """Return the folder in which the user keeps ``dataset``; None when VAEVIZ_DATA is not set."""
    root = _user_root()
    return root / dataset if root else None


def cache_folder(dataset: str) -> Path:
    """Return the folder into which ``dataset`` is downloaded; it need not exist.

    Raises
    ------
    DataError
        If the account has no home folder, and thus no cache.
    """
    return _cache_root() / dataset


def _user_root() -> Path | None:
    root = os.environ.get(VARIABLE)
    return Path(root).expanduser() if root else None


def _cache_root() -> Path:
    try:
        return user_cache_path("vaeviz", appauthor=False)
    except RuntimeError as error:  # an account unknown to the system, without HOME
        raise DataError(f"There is no cache folder for data sets: {error}. Set HOME to a folder.") from error


def find(dataset: str, name: str) -> Path | None:
    """Return the path of the file ``name``, or of the same file unpacked; None if it must be downloaded."""
    plain = name.removesuffix(".gz")
    for folder in (user_folder(dataset), cache_folder(dataset)):
        for candidate in (name, plain):
            if folder and (folder / candidate).is_file():
                return folder / candidate
    return None
