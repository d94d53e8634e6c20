"""The page's shipped figures on disk: arrays with a header, in a folder next to the models."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from vaeviz.config import Record
from vaeviz.errors import CheckpointError
from vaeviz.files import ArraySpec, check_arrays, read_tensors, reading, write_tensors
from vaeviz.files.places import home

FOLDER = "collapse"  # next to the models; it has no model file, so it is not listed as a model
FORMAT = 1

Arrays = Mapping[str, np.ndarray]


@dataclass(frozen=True, kw_only=True)
class StoredHeader(Record):
    """The header fields of every file of figures."""

    format: int = FORMAT


HeaderType = TypeVar("HeaderType", bound=StoredHeader)


def folder(root: Path | None = None) -> Path:
    """Return the folder of the figures, next to the models."""
    return (root or home()) / FOLDER


def write_stored(path: Path, header: StoredHeader, arrays: Arrays) -> str:
    """Write a file; return its digest."""
    return write_tensors(path, arrays, header.to_json())


def read_stored(
    path: Path,
    kind: type[HeaderType],
    specs: Callable[[HeaderType, Arrays], Mapping[str, ArraySpec]],
    remedy: str,
) -> tuple[HeaderType, dict[str, np.ndarray], str]:
    """Read a file that `write_stored` wrote; return its header, its arrays and its digest.

    Parameters
    ----------
    path
        The file.
    kind
        The class of its header.
    specs
        Returns the specification of the arrays for a header; it may read sizes from the arrays, which are not yet
        checked, and raise a CheckpointError.
    remedy
        What to do about a damaged file; it ends the message of the error.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged, of a later version, or its arrays do not fit their specification.
    """
    with reading(path, remedy) as data:
        found = read_tensors(data)
        header = kind.from_json(found.header)
        if header.format > FORMAT:
            raise CheckpointError(f"it has format {header.format}; this version reads up to {FORMAT}")
        check_arrays(found.arrays, specs(header, found.arrays))
    return header, found.arrays, found.digest
