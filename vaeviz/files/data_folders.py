"""Where data files lie: the folder in VAEVIZ_DATA, then the user's cache."""

import os
from pathlib import Path

from platformdirs import user_cache_path

from vaeviz.errors import DataError

VARIABLE = "VAEVIZ_DATA"


def roots() -> list[Path]:
    """Return the folders that data sets lie in, each in a folder of its own; they need not exist."""
    own = _own_root()
    return [*([own] if own else []), _cache_root()]


def own_folder(dataset: str) -> Path | None:
    """Return the folder in which the user keeps ``dataset``; None when VAEVIZ_DATA is not set."""
    root = _own_root()
    return root / dataset if root else None


def cache_folder(dataset: str) -> Path:
    """Return the folder into which ``dataset`` is downloaded; it need not exist.

    Raises
    ------
    DataError
        If the account has no home folder, so that there is no cache.
    """
    return _cache_root() / dataset


def _own_root() -> Path | None:
    root = os.environ.get(VARIABLE)
    return Path(root).expanduser() if root else None


def _cache_root() -> Path:
    try:
        return user_cache_path("vaeviz", appauthor=False)
    except RuntimeError as error:  # an account that the system does not know, without HOME
        raise DataError(f"Data sets have no cache here: {error}. Set HOME to a folder.") from error


def find(dataset: str, name: str) -> Path | None:
    """Return the file ``name``, or the same unpacked, where it lies already; None when it must be downloaded."""
    plain = name.removesuffix(".gz")
    for folder in (own_folder(dataset), cache_folder(dataset)):
        for candidate in (name, plain):
            if folder and (folder / candidate).is_file():
                return folder / candidate
    return None
