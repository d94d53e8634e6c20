"""What people upload for a digit model: small files from an image editor, photos of paper in uneven light."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw, ImageFilter
from web.runtime.test_runner import node

from vaeviz.data.imaging import to_uint8
from vaeviz.files.checkpoint import load
from vaeviz.files.codes import read_codes
from vaeviz.files.places import shipped
from vaeviz.metrics.oracle_classifier import shipped_oracle
from vaeviz.server.decode.weights import packed_encoder, packed_weights

ENCODE = Path(__file__).parent / "encode.mjs"
MODEL = "mnist-vae-z8"
STROKES = {  # of a hand, on the unit square
    0: [
        (0.5, 0.02),
        (0.75, 0.12),
        (0.85, 0.5),
        (0.72, 0.88),
        (0.48, 0.98),
        (0.25, 0.85),
        (0.16, 0.5),
        (0.28, 0.13),
        (0.5, 0.02),
    ],
    1: [(0.5, 0.02), (0.47, 0.98)],
    2: [(0.2, 0.2), (0.4, 0.03), (0.68, 0.06), (0.78, 0.27), (0.6, 0.58), (0.2, 0.95), (0.5, 0.9), (0.85, 0.93)],
    3: [
        (0.2, 0.1),
        (0.5, 0.02),
        (0.76, 0.17),
        (0.68, 0.38),
        (0.42, 0.47),
        (0.72, 0.56),
        (0.8, 0.78),
        (0.55, 0.97),
        (0.17, 0.9),
    ],
    5: [(0.8, 0.04), (0.32, 0.06), (0.26, 0.44), (0.58, 0.42), (0.78, 0.6), (0.72, 0.86), (0.45, 0.98), (0.18, 0.88)],
    6: [
        (0.68, 0.03),
        (0.38, 0.25),
        (0.24, 0.6),
        (0.32, 0.9),
        (0.55, 0.98),
        (0.74, 0.82),
        (0.68, 0.6),
        (0.45, 0.55),
        (0.27, 0.7),
    ],
    7: [(0.16, 0.1), (0.5, 0.07), (0.82, 0.06), (0.6, 0.45), (0.42, 0.98)],
}
CLASSES = tuple(STROKES)
FINE = 8  # pixels drawn for one


def ink(label: int, side: int) -> np.ndarray:
    """A digit as a hand draws it, in [0, 1]."""
    fine = FINE * side
    image = Image.new("L", (fine, fine))
    corners = [(fine * (0.08 + 0.84 * x), fine * (0.08 + 0.84 * y)) for x, y in STROKES[label]]
    ImageDraw.Draw(image).line(corners, fill=255, width=fine // 9, joint="curve")
    return np.asarray(image.resize((side, side), Image.Resampling.BOX), np.float32) / 255


def editors(label: int, noise: int) -> Image.Image:
    """28 x 28, black on white: a digit of 14 pixels off the centre, over up to ``noise`` grey levels."""
    rng = np.random.default_rng(label)
    levels = np.zeros((28, 28), np.float32)
    top, left = rng.integers(0, 14, 2)
    levels[top : top + 14, left : left + 14] = 255 * ink(label, 14)
    levels = (levels + rng.uniform(0, noise, levels.shape)).clip(0, 255)
    return Image.fromarray((255 - levels).astype(np.uint8))


def photo(label: int, light: str) -> Image.Image:
    """480 x 480: a digit in dark ink on paper whose light is uneven, with a camera's noise."""
    side, rng = 480, np.random.default_rng(label)
    drawn = np.zeros((side, side), np.float32)
    drawn[110:350, 150:390] = ink(label, 240) > 0.5
    drawn = np.asarray(Image.fromarray((255 * drawn).astype(np.uint8)).filter(ImageFilter.GaussianBlur(2)), np.float32)
    y, x = np.mgrid[0:side, 0:side] / side
    lights = {
        "even": 200 + 0 * x,
        "mild": 170 + 60 * x,
        "strong": 110 + 130 * x,
        "vignette": 230 - 200 * ((x - 0.5) ** 2 + (y - 0.5) ** 2),
        "shadow": 230 - 100 / (1 + np.exp(-30 * (x + y / 2 - 0.6))),
    }
    levels = lights[light] * (1 - 0.75 * drawn / 255) + rng.normal(0, 5, x.shape)
    return Image.fromarray(levels.clip(0, 255).astype(np.uint8))


@dataclass(frozen=True)
class Upload:
    hows: list[str]
    distortions: list[float]
    classes: list[int]  # of the reconstructions, by the oracle
    taken: int


def upload(folder: Path, images: list[Image.Image]) -> list[Upload]:
    """Fit and encode images in Node, as the page does."""
    checkpoint, oracle = load(shipped()[MODEL]), shipped_oracle("mnist")
    decoder, encoder = packed_weights(checkpoint), packed_encoder(checkpoint)
    assert decoder is not None
    assert encoder is not None
    assert oracle is not None
    (folder / "weights").write_bytes(decoder.body)
    (folder / "encoder").write_bytes(encoder.body)
    entries = []
    for number, image in enumerate(images):
        (folder / f"{number}").write_bytes(image.convert("RGBA").tobytes())
        entries.append({"file": f"{number}", "width": image.width, "height": image.height})
    (folder / "list.json").write_text(json.dumps(entries))
    printed = subprocess.run(
        [node(), str(ENCODE), str(folder), str(far())], check=True, capture_output=True, text=True
    ).stdout
    found = json.loads(printed)
    drawn = np.fromfile(folder / "reconstructions", np.uint8).reshape(-1, 1, 28, 28)
    classes = iter(oracle.classify(torch.from_numpy(drawn.astype(np.float32) / 255)).tolist())
    return [Upload(**one, classes=[next(classes) for _ in one["hows"]]) for one in found]


def far() -> float:
    checkpoint = load(shipped()[MODEL])
    known = read_codes(checkpoint.path.parent, checkpoint.digest).distortion
    assert known is not None
    return known.far


def test_small_digits_off_the_centre_are_read_once_they_are_centred(tmp_path):
    uploads = upload(tmp_path, [editors(label, noise) for noise in (0, 60) for label in CLASSES])
    wanted = [*CLASSES, *CLASSES]
    assert all(one.hows == ["centred", ""] for one in uploads)
    as_they_are = sum(one.classes[1] == label for one, label in zip(uploads, wanted, strict=True))
    taken = sum(one.classes[one.taken] == label for one, label in zip(uploads, wanted, strict=True))
    assert taken == 14
    assert as_they_are <= 4
    assert max(one.distortions[one.taken] for one in uploads) < far()


@pytest.mark.parametrize("light", ["even", "mild", "strong", "vignette", "shadow"])
def test_a_photo_of_a_digit_is_read_in_any_light(tmp_path, light):
    uploads = upload(tmp_path, [photo(label, light) for label in CLASSES])
    right = sum(one.classes[one.taken] == label for one, label in zip(uploads, CLASSES, strict=True))
    assert right >= len(CLASSES) - 1
    expected = "centred" if light == "even" else "lighting evened, centred"
    assert all(one.hows[one.taken] == expected for one in uploads)
    assert max(one.distortions[one.taken] for one in uploads) < far()


def test_what_is_no_digit_is_far_above_the_datas_distortion(tmp_path):
    rng = np.random.default_rng(0)
    noise = Image.fromarray(rng.integers(0, 256, (60, 60), np.uint8))
    (one,) = upload(tmp_path, [noise])
    assert min(one.distortions) > far()


def test_a_picture_that_is_as_large_and_as_central_as_the_datas_is_taken_as_it_is(tmp_path):
    checkpoint = load(shipped()[MODEL])
    mu = read_codes(checkpoint.path.parent, checkpoint.digest).codes.mu[:40]
    with torch.inference_mode():
        drawn = to_uint8(checkpoint.model.decode(torch.from_numpy(mu)).numpy())
    uploads = upload(tmp_path, [Image.fromarray(levels[0]) for levels in drawn])
    assert [one.hows[one.taken] for one in uploads].count("") >= 39
