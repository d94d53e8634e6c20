"""Limits on the structure of an image file, checked on its bytes before anything is decoded.

A small file can be expensive: every scan of a progressive JPEG passes over all pixels, and Python code handles every
chunk, segment or block. The limits are far above the counts in files that programs write.
"""

import re
import struct

from vaeviz.errors import DataError

MAX_SCANS = 64  # of a JPEG; progressive files have about 10
MAX_SEGMENTS = 1024  # of a JPEG, between its scans
MAX_CHUNKS = 64  # of a PNG, not counting those of pixels and frames
MAX_PIXEL_CHUNKS = 16_384  # of a PNG; files of 5 MB have about 600
MAX_BLOCKS = 4096  # of a GIF, before its first frame
PIXEL_CHUNKS = (b"IDAT", b"fdAT", b"fcTL")
RUN_LENGTH = (1, 2)  # BMP compression: RLE8 and RLE4, which Pillow decodes pixel by pixel in Python
AGAIN = "Open it in an image editor and save it again as PNG."

_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd8\xff])")  # of a JPEG; all other markers have neither length nor content
_SCAN = 0xDA
_PNG, _GIF, _JPEG, _BMP = b"\x89PNG\r\n\x1a\n", (b"GIF87a", b"GIF89a"), b"\xff\xd8", b"BM"


def require_simple(data: bytes) -> None:
    """Refuse a PNG, JPEG, GIF or BMP file whose structure makes it expensive to decode; others pass.

    A damaged file is checked as far as it can be parsed; the decoder reports the damage.

    Raises
    ------
    DataError
        If it has more scans, segments, chunks or blocks than allowed, or is a run-length encoded BMP.
    """
    if data.startswith(_JPEG):
        _require_simple_jpeg(data)
    elif data.startswith(_PNG):
        _require_simple_png(data)
    elif data.startswith(_GIF):
        _require_simple_gif(data)
    elif data.startswith(_BMP) and len(data) >= 34:
        size, compression = struct.unpack_from("<I12xI", data, 14)
        if size > 12 and compression in RUN_LENGTH:  # the 12-byte header has no such field
            raise DataError(f"The image is a run-length encoded BMP; only uncompressed BMP files are read. {AGAIN}")


def _require_simple_jpeg(data: bytes) -> None:
    scans = segments = at = 0
    while found := _MARKER.search(data, at):
        marker, at = found[1][0], found.end()
        scans += marker == _SCAN
        segments += 1
        _require("scans", scans, MAX_SCANS)
        _require("segments", segments, MAX_SEGMENTS)
        if marker == 0xD9:  # the image ends
            return
        at += int.from_bytes(data[at : at + 2], "big")


def _require_simple_png(data: bytes) -> None:
    pixel_chunks = chunks = 0
    at = len(_PNG)
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        pixel_chunks += name in PIXEL_CHUNKS
        chunks += name not in PIXEL_CHUNKS
        _require("pixel chunks", pixel_chunks, MAX_PIXEL_CHUNKS)
        _require("chunks other than pixel chunks", chunks, MAX_CHUNKS)
        at += 12 + length


def _require_simple_gif(data: bytes) -> None:
    if len(data) < 13:
        return
    colours = 3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0  # bytes of the palette
    at, blocks, in_extension = 13 + colours, 0, False
    while at < len(data):
        blocks += 1
        _require("blocks before its first frame", blocks, MAX_BLOCKS)
        if in_extension:
            in_extension = data[at] > 0
            at += 1 + data[at]
        elif data[at] in b",;":  # the first frame, or the end
            return
        else:
            in_extension = data[at] == ord("!")
            at += 2 if in_extension else 1  # the decoder also skips bytes between blocks


def _require(what: str, found: int, most: int) -> None:
    if found > most:
        raise DataError(f"The image has more than {most} {what}, which would take too long to decode. {AGAIN}")
