"""The IDX format of the MNIST family: a magic number, big-endian sizes, then bytes."""

import gzip
import math
import struct
import zlib
from pathlib import Path

import numpy as np
from jaxtyping import UInt8

from vaeviz.config import MAX_SIDE
from vaeviz.errors import DataError

MAX_BYTES = 1 << 28  # 256 MiB unpacked: five times the largest file of the family
_UBYTE = 0x08  # the only element type that the MNIST family uses
_GZIP_MAGIC = b"\x1f\x8b"


def read_idx(path: Path, ndim: int) -> UInt8[np.ndarray, "..."]:
    """Read one IDX file of unsigned bytes, plain or compressed with gzip.

    The first bytes, not the name, decide whether it is compressed.

    Raises
    ------
    DataError
        If the file is missing, damaged or of another format, does not have ``ndim`` sizes, or its length does not
        match them.
    """
    return parse_idx(read_unpacked(path), ndim, path.name)


def read_unpacked(path: Path) -> bytes:
    """Read a file, decompressed if it is gzip; at most `MAX_BYTES`."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP_MAGIC
        with gzip.open(path) if packed else path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path.name} cannot be read: {error}. Delete it and download it again.") from error
    if len(content) > MAX_BYTES:
        raise DataError(f"{path.name} unpacks to more than {MAX_BYTES} bytes; no file of this family does.")
    return content


def parse_idx(content: bytes, ndim: int, name: str) -> UInt8[np.ndarray, "..."]:
    """Return the content of an IDX file as a writable array; ``name`` is used in error messages only."""
    header = 4 + 4 * ndim
    if len(content) < header:
        raise DataError(f"{name} has {len(content)} bytes; an IDX header with {ndim} sizes takes {header}.")
    if content[:4] != bytes((0, 0, _UBYTE, ndim)):
        right = f"00000{_UBYTE}{ndim:02x}"
        raise DataError(f"{name} starts with {content[:4].hex()}; with {ndim} sizes it must start with {right}.")
    shape = struct.unpack(f">{ndim}I", content[4:header])
    expected = math.prod(shape)
    sizes = " x ".join(map(str, shape))
    if min(shape) == 0 or max(shape[1:], default=1) > MAX_SIDE:
        raise DataError(f"{name} has the sizes {sizes}; allowed: at least one item, sides 1 to {MAX_SIDE}.")
    if len(content) - header != expected:
        raise DataError(f"{name} declares {sizes} = {expected} bytes but has {len(content) - header}.")
    return np.frombuffer(content, np.uint8, offset=header).reshape(shape).copy()
