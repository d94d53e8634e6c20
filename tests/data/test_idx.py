import gzip
import struct

import numpy as np
import pytest

from vaeviz.data import idx
from vaeviz.data.idx import read_idx
from vaeviz.errors import DataError


def idx_bytes(array: np.ndarray) -> bytes:
    return bytes((0, 0, 8, array.ndim)) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


ARRAY = np.arange(2 * 3 * 5, dtype=np.uint8).reshape(2, 3, 5)
GOOD = idx_bytes(ARRAY)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("name", ["pictures.gz", "pictures"])
def test_reads_packed_and_plain_whatever_the_name(tmp_path, pack, name):
    path = tmp_path / name
    path.write_bytes(pack(GOOD))
    array = read_idx(path, 3)
    np.testing.assert_array_equal(array, ARRAY)
    assert array.flags.writeable  # torch.from_numpy warns of arrays that are not


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "has 0 bytes"),
        (GOOD[:3], "has 3 bytes"),
        (GOOD[:15], "has 15 bytes"),
        (GOOD[:-1], "2 x 3 x 5 = 30 bytes but has 29"),
        (GOOD + b"x", "but has 31"),
        (b"<!DOCTYPE html><title>Sign in to the network</title>", "starts with 3c21444f"),
        (idx_bytes(ARRAY[0]) + bytes(99), "starts with 00000802; with 3 sizes it must start with 00000803"),
        (bytes((0, 0, 13, 3)) + GOOD[4:], "starts with 00000d03"),  # floats
        (struct.pack("<I", 0x803) + GOOD[4:], "starts with 03080000"),  # little-endian
        (GOOD[:4] + struct.pack(">3I", 2**32 - 1, 2**32 - 1, 2**32 - 1), "allowed: at least one item"),
        (GOOD[:4] + struct.pack(">3I", 2**32 - 1, 28, 28) + bytes(784), "but has 784"),
        (GOOD[:4] + struct.pack(">3I", 0, 28, 28), "allowed: at least one item"),
        (gzip.compress(GOOD, mtime=0)[:-9], "cannot be read"),
        (gzip.compress(GOOD, mtime=0)[:5], "cannot be read"),
        (gzip.compress(GOOD, mtime=0)[:-8] + bytes(8), "cannot be read"),  # wrong checksum
        (gzip.compress(GOOD, mtime=0) + b"trailing", "cannot be read"),
        (b"\x1f\x8bnot gzip at all", "cannot be read"),
    ],
)
def test_hostile_files_are_refused_with_a_reason(tmp_path, content, message):
    path = tmp_path / "pictures"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        read_idx(path, 3)


def test_a_missing_file_and_a_folder_are_data_errors(tmp_path):
    for path in (tmp_path / "nothing", tmp_path):
        with pytest.raises(DataError, match="cannot be read"):
            read_idx(path, 3)


def test_an_archive_that_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(idx, "MAX_BYTES", 10_000)
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(bytes(10_000_000)))
    with pytest.raises(DataError, match="more than 10000 bytes"):
        read_idx(path, 3)
