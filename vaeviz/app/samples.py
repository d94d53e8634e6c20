"""A model's samples as one image for its card."""

from dataclasses import dataclass

from vaeviz.data.imaging import mosaic, to_png
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.latents.decode import sample_mosaic

WIDTH = 340  # CSS pixels available on a card
GROUND = 0.45  # grey level between the images


@dataclass(frozen=True)
class Sheet:
    """Samples laid out in rows, and their size on the card."""

    png: bytes
    width: int  # CSS pixels: a whole multiple of the image's width, so that pixels stay sharp; a wide image is shrunk
    height: int
    count: int
    row_names: tuple[str, ...]
    text: str  # what each row shows


def sheet_of(model: VariationalAutoencoder, *, seed: int, temperature: float) -> Sheet:
    """Decode draws from the prior; a conditional model shows one class or one choice of attributes per row."""
    samples = sample_mosaic(model, seed=seed, temperature=temperature)
    sheet = mosaic(samples.images, samples.columns, ground=GROUND)
    _, tall, wide = sheet.shape
    width = wide * (WIDTH // wide) if wide <= WIDTH else WIDTH
    drawn = f"{_drawn(model, len(samples.images))}; temperature {temperature:g}, seed {seed}"
    text = f"{drawn}. Means of p(x|z{', c' if model.condition else ''})."
    return Sheet(to_png(sheet), width, round(tall * width / wide), len(samples.images), samples.row_names, text)


def _drawn(model: VariationalAutoencoder, count: int) -> str:
    if model.condition is None:
        return f"{count} draws z ~ p(z)"
    row = "class" if model.condition.kind == "class" else "random choice of attributes"
    drawn = "the same z ~ p(z)" if model.affine_prior() is None else "z ~ p(z|c) from the same noise"
    return f"One {row} per row, {drawn} in each column"
