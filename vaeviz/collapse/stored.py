"""The page's shipped figures on disk: arrays with a header that says what they are, in a folder beside the models."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from vaeviz.checkpoint import HEADER_KEY, digest_of, home, metadata_of, read_bytes, replace_file
from vaeviz.config import Record
from vaeviz.errors import CheckpointError, VaevizError

FOLDER = "collapse"  # beside the models; no model file in it, so it is not listed as one
FORMAT = 1

Arrays = Mapping[str, np.ndarray]


@dataclass(frozen=True, kw_only=True)
class StoredHeader(Record):
    """What every file says of itself, whatever it holds."""

    format: int = FORMAT


HeaderType = TypeVar("HeaderType", bound=StoredHeader)


def folder(root: Path | None = None) -> Path:
    """Return where the figures are kept, beside the models."""
    return (root or home()) / FOLDER


def write_stored(path: Path, header: StoredHeader, arrays: Arrays) -> str:
    """Write a file; return its digest."""
    whole = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    data = save_arrays(whole, {HEADER_KEY: json.dumps(header.to_json(), sort_keys=True)})
    replace_file(path, data)
    return digest_of(data)


@contextmanager
def reading(path: Path, remedy: str) -> Iterator[bytes]:
    """Give the block a file's bytes, and say what it finds wrong with them, and what to do.

    Raises
    ------
    CheckpointError
        If the file is missing, or the block finds it damaged: by an error of ours, of safetensors or of JSON, or by a
        name that is not there.
    """
    data = read_bytes(path)
    try:
        yield data
    except (SafetensorError, KeyError, ValueError, VaevizError) as error:  # ValueError: no JSON, or no UTF-8
        raise CheckpointError(f"{path} is damaged or of another kind ({error}). {remedy}") from error


def unpack(data: bytes, kind: type[HeaderType]) -> tuple[HeaderType, dict[str, np.ndarray]]:
    """Return header and arrays of what `write_stored` wrote; for a block of `reading`, which words its errors.

    Raises
    ------
    CheckpointError
        If the file is of a later version.
    """
    arrays = load_arrays(data)
    header = kind.from_json(json.loads(metadata_of(data)[HEADER_KEY]))
    if header.format > FORMAT:
        raise CheckpointError(f"it has format {header.format}; this version reads up to {FORMAT}")
    return header, arrays
