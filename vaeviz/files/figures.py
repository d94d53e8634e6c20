"""The page's shipped figures on disk: arrays with a header, in a folder next to the models."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from vaeviz.config import Record
from vaeviz.errors import CheckpointError
from vaeviz.files import TensorFile, write_tensors
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


def header_in(found: TensorFile, kind: type[HeaderType]) -> HeaderType:
    """Return the header of a file that `write_stored` wrote.

    Raises
    ------
    CheckpointError
        If the file is of a later version.
    ConfigError
        If the header is not one of this kind.
    """
    header = kind.from_json(found.header)
    if header.format > FORMAT:
        raise CheckpointError(f"it has format {header.format}; this version reads up to {FORMAT}")
    return header
