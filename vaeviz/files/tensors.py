"""Read, write and check safetensors files.

The format: eight bytes with the length of a JSON header, the header, the arrays. The header has the type, shape and
offsets of each array; its metadata has the header of vaeviz, itself JSON, under `HEADER_KEY`.
https://huggingface.co/docs/safetensors/index#format
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from safetensors.numpy import save

from vaeviz.errors import CheckpointError
from vaeviz.files.json_text import read_json
from vaeviz.files.writing import digest_of, write_file

HEADER_KEY = "vaeviz"
MAX_HEADER = 2**20  # bytes
MAX_AXES = 16
MAX_WEIGHT = 1e6  # largest absolute value of a weight; a larger one means a damaged file
DTYPES = {
    **{"F64": "<f8", "F32": "<f4", "F16": "<f2", "BOOL": "?"},
    **{"I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1", "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1"},
}

Arrays = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class TensorFile:
    """The content of a safetensors file."""

    arrays: dict[str, np.ndarray]
    header: Any  # the JSON value under `HEADER_KEY`; None if there is none
    digest: str  # of the whole file


@dataclass(frozen=True)
class ArraySpec:
    """Type, shape and range of an array; its numbers must also be finite."""

    dtypes: tuple[str, ...]  # NumPy's names
    shape: tuple[int | None, ...]  # None: any length
    low: float = -math.inf  # allowed range of the entries
    high: float = math.inf

    @classmethod
    def of_weight(cls, shape: tuple[int | None, ...]) -> "ArraySpec":
        """Return the specification of a network's weights of this shape."""
        return cls(("float32", "float16"), shape, -MAX_WEIGHT, MAX_WEIGHT)


def write_tensors(path: Path, arrays: Arrays, header: object) -> str:
    """Write arrays and a JSON-serialisable header, as `write_file` does; return the file's digest."""
    whole = {name: np.asarray(array, order="C") for name, array in arrays.items()}
    data = save(whole, {HEADER_KEY: json.dumps(header, sort_keys=True)})
    write_file(path, data)
    return digest_of(data)


def read_tensors(data: bytes) -> TensorFile:
    """Return the arrays of a safetensors file, as copies, and the header of vaeviz.

    Raises
    ------
    CheckpointError
        If the file is not a complete safetensors file, an array has an unsupported type, or `read_json` rejects the
        header.
    """
    end = _header_end(data[:8], len(data))
    entries = _entries(data[8:end])
    header = _vaeviz_header(entries)
    body = memoryview(data)[end:]
    arrays, place = {}, 0
    for name, entry in sorted(entries.items(), key=_offset):
        arrays[name], place = _array(name, entry, body, place)
    if place != len(body):
        raise CheckpointError(f"its arrays end at byte {place:,} of {len(body):,}: it is truncated or too long")
    return TensorFile(arrays, header, digest_of(data))


def tensor_header(file: BinaryIO) -> Any:
    """Return the header of vaeviz in an open safetensors file, without reading arrays; None if there is none.

    Raises
    ------
    CheckpointError
        If the header is damaged.
    """
    size = file.seek(0, 2)
    file.seek(0)
    end = _header_end(file.read(8), size)
    return _vaeviz_header(_entries(file.read(end - 8)))


def check_arrays(arrays: Arrays, specs: Mapping[str, ArraySpec]) -> None:
    """Check that the arrays are exactly those declared, each of the right type, shape and range.

    Raises
    ------
    CheckpointError
        If one is missing or unknown, of another type or shape, not finite, or out of its range.
    """
    missing, unknown = sorted(set(specs) - set(arrays)), sorted(set(arrays) - set(specs))
    if missing or unknown:
        lacking = f"it lacks the arrays {_some(missing)}" if missing else ""
        foreign = f"it has the arrays {_some(unknown)}, which do not belong in it" if unknown else ""
        raise CheckpointError("; ".join(filter(None, (lacking, foreign))))
    for name, spec in specs.items():
        _check_array(name[:80], arrays[name], spec)


def _check_array(name: str, array: np.ndarray, spec: ArraySpec) -> None:
    if array.dtype.name not in spec.dtypes:
        raise CheckpointError(f"{name} has type {array.dtype.name}; allowed: {' or '.join(spec.dtypes)}")
    fits = len(array.shape) == len(spec.shape) and all(
        wanted in (None, found) for found, wanted in zip(array.shape, spec.shape, strict=True)
    )
    if not fits:
        wanted = ", ".join("any" if side is None else str(side) for side in spec.shape)
        raise CheckpointError(f"{name} has shape {array.shape}, the rest of the file needs ({wanted})")
    if array.size == 0 or array.dtype == bool:
        return
    low, high = float(array.min()), float(array.max())
    if not (math.isfinite(low) and math.isfinite(high)):  # min and max are NaN if any number is
        raise CheckpointError(f"{name} holds numbers that are not finite")
    if low < spec.low or high > spec.high:
        raise CheckpointError(f"{name} holds numbers from {low:g} to {high:g}; allowed: {spec.low:g} to {spec.high:g}")


def _some(names: list[str]) -> str:
    shown = ", ".join(name[:60] for name in names[:4])
    return f"{shown} and {len(names) - 4} more" if len(names) > 4 else shown


def _header_end(start: bytes, size: int) -> int:
    """Return the end of the header, from the first eight bytes of a file of ``size`` bytes."""
    length = int.from_bytes(start, "little")
    if len(start) < 8 or length > size - 8:
        raise CheckpointError("it is truncated or of another format: a safetensors header does not fit in it")
    if length > MAX_HEADER:
        raise CheckpointError(f"its safetensors header has {length:,} bytes; at most {MAX_HEADER:,} are read")
    return 8 + length


def _entries(header: bytes) -> dict[str, Any]:
    entries = read_json(header)
    if not isinstance(entries, dict):
        raise CheckpointError(f"its safetensors header is a {type(entries).__name__}; allowed: an object")
    return entries


def _vaeviz_header(entries: dict[str, Any]) -> Any:
    """Remove the metadata from the entries and return the header of vaeviz in it."""
    metadata = entries.pop("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        raise CheckpointError("the metadata of its safetensors header is not an object of strings")
    text = metadata.get(HEADER_KEY)
    return None if text is None else read_json(text)


def _offset(entry: tuple[str, Any]) -> tuple[int, int]:
    """Check an array's entry and return its begin and end."""
    name, found = entry
    whole = isinstance(found, dict) and set(found) == {"dtype", "shape", "data_offsets"}
    if not whole or not all(_counts(found[key]) for key in ("shape", "data_offsets")):
        raise CheckpointError(f"the entry of {name[:80]} in its safetensors header is damaged")
    if len(found["data_offsets"]) != 2 or len(found["shape"]) > MAX_AXES:
        raise CheckpointError(f"{name[:80]} has {len(found['shape'])} axes; at most {MAX_AXES}, and two offsets")
    return found["data_offsets"][0], found["data_offsets"][1]


def _counts(found: object) -> bool:
    return isinstance(found, list) and all(type(one) is int and one >= 0 for one in found)


def _array(name: str, entry: Mapping[str, Any], body: memoryview, place: int) -> tuple[np.ndarray, int]:
    """Return a copy of the array that must begin at ``place``, and where the next one begins."""
    if not isinstance(entry["dtype"], str) or entry["dtype"] not in DTYPES:
        raise CheckpointError(f"{name[:80]} has type {str(entry['dtype'])[:40]}; allowed: {', '.join(DTYPES)}")
    dtype = np.dtype(DTYPES[entry["dtype"]])
    begin, end = entry["data_offsets"]
    if end > len(body):
        raise CheckpointError(f"it is truncated: {name[:80]} ends at byte {end:,} of {len(body):,}")
    if begin != place:
        raise CheckpointError(f"{name[:80]} is at bytes {begin:,} to {end:,} of {len(body):,}, expected at {place:,}")
    if math.prod(entry["shape"]) * dtype.itemsize != end - begin:
        raise CheckpointError(f"{name[:80]} has shape {entry['shape']} and {end - begin:,} bytes, which do not fit")
    if entry["dtype"] == "BOOL" and begin < end and np.frombuffer(body[begin:end], np.uint8).max() > 1:
        raise CheckpointError(f"{name[:80]} holds bytes that are neither true nor false")
    found = np.frombuffer(body[begin:end], dtype) if begin < end else np.zeros(0, dtype)
    try:
        return found.reshape(entry["shape"]).copy(), end
    except ValueError as error:  # no entries, but sides too large for an array
        raise CheckpointError(f"{name[:80]} has shape {entry['shape']}, which no array can have") from error
