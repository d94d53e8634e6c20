"""A model's samples as one picture for its card."""

from dataclasses import dataclass

from vaeviz.decoding import sample_mosaic
from vaeviz.imaging import mosaic, to_png
from vaeviz.latent import TrainableModel

WIDTH = 340  # CSS pixels that a card has for it
GROUND = 0.45  # grey level between the pictures


@dataclass(frozen=True)
class Sheet:
    """Samples laid out in rows, and how large they are to be shown."""

    png: bytes
    width: int  # CSS pixels: a whole multiple of the sheet's own, so that no pixel is torn, or less where it is large
    height: int
    count: int
    row_names: tuple[str, ...]


def sheet_of(model: TrainableModel, *, seed: int, temperature: float) -> Sheet:
    """Decode draws from the prior; a class-conditional model shows one class a row."""
    samples = sample_mosaic(model, seed=seed, temperature=temperature)
    picture = mosaic(samples.images, samples.columns, ground=GROUND)
    _, tall, wide = picture.shape
    width = wide * (WIDTH // wide) if wide <= WIDTH else WIDTH
    return Sheet(to_png(picture), width, round(tall * width / wide), len(samples.images), samples.row_names)
