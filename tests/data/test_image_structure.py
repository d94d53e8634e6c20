"""Files of a few bytes that would hold a decoder for seconds, and large honest ones that must pass."""

import struct
import zlib

import numpy as np
import pytest
from pictures import jpeg_with_scans, saved
from PIL import Image

from vaeviz.data.image_structure import MAX_SCANS, require_simple
from vaeviz.data.imaging import read_image
from vaeviz.errors import DataError


def jpeg_with_segments(segment: bytes, count: int) -> bytes:
    data = saved(Image.new("L", (8, 8)), "JPEG")
    return data[:2] + segment * count + data[2:]


def png_with_chunks(name: bytes, content: bytes, count: int) -> bytes:
    data = saved(Image.new("L", (8, 8)))
    chunk = struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    return data[:33] + chunk * count + data[33:]


def gif_with(blocks: bytes) -> bytes:
    palette = bytes(6)
    frame = b",\0\0\0\0\1\0\1\0\0\2\2\x44\1\0;"
    return b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + palette + blocks + frame


def bmp(compression: int, body: bytes) -> bytes:
    offset = 14 + 40 + 1024
    header = struct.pack("<IiiHHIIiiII", 40, 4896, 4896, 1, 8, compression, len(body), 1, 1, 256, 256)
    return b"BM" + struct.pack("<IHHI", offset + len(body), 0, 0, offset) + header + bytes(1024) + body


PROFILE = b"name\0\0" + zlib.compress(bytes(1_000_000))

BOMBS = {
    "scans": (lambda: jpeg_with_scans(3000), "more than 64 scans"),
    "segments": (lambda: jpeg_with_segments(b"\xff\xfe\0\2", 100_000), "more than 1024 segments"),
    "profiles": (lambda: png_with_chunks(b"iCCP", PROFILE, 100), "more than 64 chunks other than pixel chunks"),
    "texts": (lambda: png_with_chunks(b"zTXt", PROFILE, 100), "more than 64 chunks other than pixel chunks"),
    "small chunks": (lambda: png_with_chunks(b"tIME", b"", 100_000), "more than 64 chunks other than pixel chunks"),
    "pixel chunks": (lambda: png_with_chunks(b"IDAT", b"", 100_000), "more than 16384 pixel chunks"),
    "comments": (lambda: gif_with(b"!\xfe\1a\0" * 10_000), "more than 4096 blocks"),
    "one comment in pieces": (lambda: gif_with(b"!\xfe" + b"\1a" * 10_000 + b"\0"), "more than 4096 blocks"),
    "rubbish between blocks": (lambda: gif_with(b"\1" * 10_000), "more than 4096 blocks"),
    "run lengths": (lambda: bmp(1, b"\1\1\0\0" * 4896), "run-length encoded BMP"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_an_expensive_file_is_refused_before_pillow_sees_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def unexpected(*_: object, **__: object) -> None:
        raise AssertionError("Pillow was given the file.")

    make, words = BOMBS[name]
    monkeypatch.setattr(Image, "open", unexpected)
    with pytest.raises(DataError, match=words):
        read_image(make())


def frames(count: int) -> list[Image.Image]:
    return [Image.new("L", (8, 8), i % 256) for i in range(count)]


def test_files_that_programs_write_pass() -> None:
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 256, (900, 900, 3), np.uint8))
    first, *rest = frames(300)
    marked = Image.Exif()
    marked[0x010E] = "\xff\xda" * 200  # a description that holds the bytes of a scan's marker
    for data in (
        jpeg_with_scans(0),
        saved(noise, "JPEG", progressive=True, quality=98),
        saved(noise, "JPEG", exif=marked, icc_profile=b"\xff\xda" * 1000),
        saved(noise, "JPEG", restart_marker_rows=1),
        saved(noise, "PNG"),
        saved(noise, "BMP"),
        saved(noise, "WEBP"),
        *(saved(first, form, save_all=True, append_images=rest) for form in ("PNG", "GIF", "WEBP")),
    ):
        assert read_image(data).mode in ("L", "RGB")


def test_the_last_scan_allowed_is_allowed() -> None:
    own = jpeg_with_scans(0).count(b"\xff\xda")
    require_simple(jpeg_with_scans(MAX_SCANS - own))
    with pytest.raises(DataError, match="scans"):
        require_simple(jpeg_with_scans(MAX_SCANS - own + 1))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_a_truncated_file_is_left_to_the_decoder(form: str) -> None:
    data = saved(Image.new("RGB", (9, 9)), form)
    for length in range(len(data)):
        require_simple(data[:length])
