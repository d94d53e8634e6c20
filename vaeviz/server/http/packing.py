"""Arrays as one binary body: a JSON header, then the raw arrays.

``u32`` length of the header; the header, UTF-8, padded with spaces so that what follows starts at a multiple of
four bytes; the arrays, little-endian, each padded to four bytes. An array's ``offset`` counts bytes from the end of
the header; its ``dtype`` is "float16", "float32", "uint8", "uint16" or "uint32".
"""

import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
from jaxtyping import Float16, Float32, UInt8, UInt16, UInt32

from vaeviz.codes import Embedding
from vaeviz.config import Attribute
from vaeviz.data.dataset import by_attribute
from vaeviz.files.codes import StoredCodes

_LENGTH = struct.Struct("<I")
_DTYPES = {"float16": "<f2", "float32": "<f4", "uint8": "<u1", "uint16": "<u2", "uint32": "<u4"}
_NAMES = {np.dtype(long): short for short, long in _DTYPES.items()}

Array = (
    Float16[np.ndarray, "..."]
    | Float32[np.ndarray, "..."]
    | UInt8[np.ndarray, "..."]
    | UInt16[np.ndarray, "..."]
    | UInt32[np.ndarray, "..."]
)


def pack(stored: StoredCodes, *, originals: bool = False, attributes: tuple[Attribute, ...] = ()) -> bytes:
    """Return the body that the page's map reads; ``originals``: whether the original images are available.

    Codes are sent in half precision if it represents them exactly, as it does for all codes that vaeviz stores. For a
    model conditioned on ``attributes``, the array ``conditions`` has one column per attribute, with the number or the
    index of the chosen value; the header's ``conditions`` has the number of columns of ``c`` for each. A class is given
    by its label.
    """
    codes = stored.codes
    arrays: dict[str, Array] = {
        "mu": _exact(codes.mu),
        "logvar": _exact(codes.logvar),
        "labels": codes.labels.astype("<u2"),
    }
    if codes.rows is not None:
        arrays["rows"] = codes.rows.astype("<u4")
    widths = [len(attribute.columns) for attribute in attributes] if codes.condition is not None else []
    if widths and codes.condition is not None:
        parts = by_attribute(attributes, codes.condition)
        columns = [part[:, 0] if part.shape[1] == 1 else part.argmax(1) for part in parts]
        arrays["conditions"] = _exact(np.stack(columns, axis=1).astype(np.float32))
    for name, embedding in stored.maps.items():
        arrays[f"map.{name}"] = embedding.points.astype("<f4")
        if embedding.basis is not None and embedding.centre is not None:
            arrays |= {"basis": embedding.basis.astype("<f4"), "centre": embedding.centre.astype("<f4")}
    header = {
        "n": len(codes),
        "latent": codes.latent_dim,
        "dataset": codes.dataset,
        "split": codes.split,
        "maps": list(stored.maps),
        "maps_info": {name: _info(embedding) for name, embedding in stored.maps.items()},
        "labels": True,
        "originals": originals,
    }
    return join({**header, "conditions": widths} if widths else header, arrays)


def _exact(values: Float32[np.ndarray, "n columns"]) -> Array:
    """Return the values in half precision if it represents them exactly, otherwise in single precision."""
    with np.errstate(over="ignore"):
        halves = values.astype("<f2")
    return halves if np.array_equal(halves.astype("<f4"), values) else values.astype("<f4")


def _info(embedding: Embedding) -> dict[str, Any]:
    return {
        "seed": embedding.seed,
        "trustworthiness": embedding.trustworthiness,
        "params": dict(embedding.params),
    }


def join(header: Mapping[str, Any], arrays: Mapping[str, Array]) -> bytes:
    """Return the body of a header and arrays; the list of the arrays is added to the header.

    Raises
    ------
    TypeError
        If an array has a dtype that the page cannot read.
    """
    entries, parts, offset = [], [], 0
    for name, array in arrays.items():
        if array.dtype not in _NAMES:
            raise TypeError(f"The array {name} has dtype {array.dtype}; allowed: {', '.join(_DTYPES)}. Convert it.")
        entries.append({"name": name, "dtype": _NAMES[array.dtype], "shape": list(array.shape), "offset": offset})
        parts.append(_padded(array.tobytes(), b"\0"))
        offset += len(parts[-1])
    text = _padded(json.dumps({**header, "arrays": entries}, allow_nan=False).encode(), b" ")
    return b"".join([_LENGTH.pack(len(text)), text, *parts])


def _padded(data: bytes, filler: bytes) -> bytes:
    return data + filler * (-len(data) % 4)
