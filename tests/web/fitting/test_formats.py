"""The sizes that the page reads from image files, beside those of the library that wrote them."""

import io
import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from web.runtime.test_runner import node

SIZES = Path(__file__).parent / "sizes.mjs"
NOISE = Image.fromarray(np.random.default_rng(0).integers(0, 256, (45, 130, 3), np.uint8))  # 130 x 45


def saved(form: str, image: Image.Image = NOISE, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def described() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = "\xff\xc0" * 200  # a description that holds the bytes of a frame's marker
    return exif


def transparent() -> Image.Image:
    image = NOISE.convert("RGBA")
    image.putalpha(100)
    return image


FRAMES = [NOISE.rotate(90 * i) for i in range(3)]
FILES = {
    **{form: saved(form) for form in ("PNG", "JPEG", "WEBP", "GIF", "BMP")},
    "grey BMP": saved("BMP", NOISE.convert("L")),
    "progressive JPEG": saved("JPEG", progressive=True),
    "described JPEG": saved("JPEG", exif=described(), icc_profile=b"\xff\xc0\xff\xda" * 1000),
    "grey JPEG": saved("JPEG", NOISE.convert("L")),
    "CMYK JPEG": saved("JPEG", NOISE.convert("CMYK")),
    "PNG of 16 bits": saved("PNG", Image.fromarray(np.zeros((45, 130), np.uint16))),
    "transparent PNG": saved("PNG", transparent()),
    "lossless WEBP": saved("WEBP", lossless=True),
    "transparent WEBP": saved("WEBP", transparent()),
    "animated WEBP": saved("WEBP", FRAMES[0], save_all=True, append_images=FRAMES[1:]),
    "animated GIF": saved("GIF", FRAMES[0], save_all=True, append_images=FRAMES[1:]),
    "TIFF": saved("TIFF"),
    "PPM": saved("PPM"),
    "ICO": saved("ICO"),
    "TGA": saved("TGA"),
}


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list]:
    folder = tmp_path_factory.mktemp("files")
    for number, data in enumerate(FILES.values()):
        (folder / str(number)).write_bytes(data)
    printed = subprocess.run(
        [node(), str(SIZES), str(folder), str(len(FILES))], check=True, capture_output=True, text=True
    ).stdout
    return dict(zip(FILES, json.loads(printed), strict=True))


@pytest.mark.parametrize("name", FILES)
def test_a_files_size_is_read_from_its_first_bytes(sizes, name):
    known = name.split()[-1] not in ("TIFF", "PPM", "ICO", "TGA")
    assert sizes[name] == [130 if known else None, 45 if known else None, True]
