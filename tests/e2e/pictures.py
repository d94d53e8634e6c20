"""Picture files as visitors send them, good and hostile."""

import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageDraw


def seven(side: int = 120, of: int | None = None, at: tuple[int, int] = (0, 0)) -> bytes:
    """A PNG of a 7, dark ink on white, as a paint program gives it: as large as the file, or ``of`` pixels."""
    image = Image.new("L", (side, side), 255)
    drawn = Image.new("L", (8 * (of or side),) * 2, 255)
    pen, fine = ImageDraw.Draw(drawn), drawn.width
    corners = [(0.25, 0.25), (0.75, 0.25), (0.45, 0.8)] if of is None else [(0.1, 0.1), (0.85, 0.1), (0.4, 0.95)]
    pen.line([(fine * x, fine * y) for x, y in corners], fill=0, width=fine // 12, joint="curve")
    image.paste(drawn.resize((of or side,) * 2, Image.Resampling.BOX), at)
    return saved(image)


def noise(side: int = 60) -> bytes:
    """A PNG of random grey levels, which is no digit."""
    return saved(Image.fromarray(np.random.default_rng(0).integers(0, 256, (side, side), np.uint8)))


def saved(image: Image.Image) -> bytes:
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def bomb(side: int = 50_000) -> bytes:
    """A PNG of a few hundred bytes that claims side x side pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>window.hacked = 1</script></svg>'

# name -> media type, bytes, what the page must say of it
HOSTILE = {
    "notes.png": ("image/png", b"this is no picture", "cannot be read as an image"),
    "truncated.png": ("image/png", seven()[:60], "cannot be read as an image"),
    "bomb.png": ("image/png", bomb(), "million pixels"),
    "<img src=x onerror=alert(1)>.svg": ("image/svg+xml", SCRIPT, "PNG"),
    "empty.png": ("image/png", b"", "cannot be read as an image"),
    "huge.png": ("image/png", seven() + bytes(20 * 2**20), "at most 20 MB"),
}
