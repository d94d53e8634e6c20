"""Picture files for the tests."""

import io

from PIL import Image


def saved(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def jpeg_with_scans(more: int, side: int = 16) -> bytes:
    """A progressive JPEG whose last scan is repeated ``more`` times."""
    data = saved(Image.new("L", (side, side), 128), "JPEG", progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * more + data[-2:]
