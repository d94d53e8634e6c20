"""Picture files as visitors send them, good and hostile."""

import io
import struct
import zlib

from PIL import Image, ImageDraw


def seven(side: int = 120) -> bytes:
    """A PNG of a 7, dark ink on white, as a phone or a paint program would give it."""
    image = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(image)
    corners = [(0.25, 0.25), (0.75, 0.25), (0.45, 0.8)]
    pen.line([(side * x, side * y) for x, y in corners], fill=0, width=side // 12, joint="curve")
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
    "huge.png": ("image/png", seven() + bytes(5 * 2**20), "at most 5 MB"),
}
