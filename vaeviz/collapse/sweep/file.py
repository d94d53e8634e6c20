"""The shipped grid of runs on disk: one file per beta with each epoch's decoder, codes and figures, and one of images.

The first axis of a row's arrays is the epoch. Weights and posterior means are in half precision, posterior standard
deviations take one byte each, images one bit per pixel.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float32, UInt8

from vaeviz.config import MAX_SIDE, ModelConfig, TrainConfig
from vaeviz.errors import CheckpointError
from vaeviz.families.shapes import SHAPES, array_shapes
from vaeviz.files import ArraySpec
from vaeviz.files.figures import Arrays, StoredHeader, read_stored, write_stored
from vaeviz.installation import PROGRAM

IMAGES_FILE = "sweep-images.safetensors"
DECODER = "decoder."  # prefix of the names of the weights
LOG_SD = (-5.0, 1.375)  # natural logarithm of the posterior's standard deviation at the bytes 0 and 255
MAX_FIGURE = 1e9  # nats, of either sign
REMEDY = f"Fetch it again, or make it with `{PROGRAM} collapse sweep`."


@dataclass(frozen=True, kw_only=True)
class ImagesHeader(StoredHeader):
    """The header of the file of images."""

    dataset: str
    split: str
    image_shape: tuple[int, ...]  # (C, H, W)
    class_names: tuple[str, ...]


@dataclass(frozen=True)
class SweepImages:
    """The held-out images whose codes every cell keeps, binarised as the models see them."""

    header: ImagesHeader
    pixels: UInt8[np.ndarray, "image channel height width"]
    labels: UInt8[np.ndarray, " image"]
    shown: UInt8[np.ndarray, " shown"]  # rows of those shown with their reconstructions: one per class


@dataclass(frozen=True, kw_only=True)
class RowHeader(StoredHeader):
    """The header of a row."""

    model: ModelConfig
    train: TrainConfig
    images: str  # digest of the file of images
    measured: int  # test images that rate, distortion, elbo and mu variance are measured on
    iwae_samples: int  # for the bound on each shown image
    command: str
    hardware: str
    seconds: float  # for training and measuring


@dataclass(frozen=True)
class Row:
    """One run at one beta: its header, and its arrays by name, epochs first (listed in `_specs`)."""

    header: RowHeader
    arrays: Arrays

    @property
    def beta(self) -> float:
        """Return the weight on the KL."""
        return self.header.train.beta

    def decoder(self, epoch: int) -> dict[str, np.ndarray]:
        """Return the decoder's weights after ``epoch`` (from 1) by name, in half precision."""
        return {name: kept[epoch - 1] for name, kept in self.arrays.items() if name.startswith(DECODER)}

    def logvar(self, epoch: int) -> Float32[np.ndarray, "image latent"]:
        """Return the log variances of the kept images' posteriors, to 1.3% of a standard deviation; 0 is exact."""
        low, high = LOG_SD
        return (2 * (low + (high - low) / 255 * self.arrays["sd"][epoch - 1].astype(np.float32))).astype(np.float32)


def sd_bytes(logvar: Float32[np.ndarray, "*shape"]) -> UInt8[np.ndarray, "*shape"]:
    """Return standard deviations as bytes, on a logarithmic scale."""
    low, high = LOG_SD
    return np.rint((logvar / 2 - low) * (255 / (high - low))).clip(0, 255).astype(np.uint8)


def row_file(out: Path, beta: float) -> Path:
    """Return the file of the run at ``beta``."""
    return out / f"sweep-beta-{beta:g}.safetensors"


def write_images(out: Path, images: SweepImages) -> str:
    """Write the images; return the file's digest."""
    arrays = {"bits": np.packbits(images.pixels), "labels": images.labels, "shown": images.shown}
    return write_stored(out / IMAGES_FILE, images.header, arrays)


def read_images(out: Path) -> tuple[SweepImages, str]:
    """Read the images and the file's digest.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged.
    """
    header, arrays, digest = read_stored(out / IMAGES_FILE, ImagesHeader, _image_specs, REMEDY)
    shape = (len(arrays["labels"]), *header.image_shape)
    pixels = np.unpackbits(arrays["bits"])[: math.prod(shape)].reshape(shape)
    return SweepImages(header, pixels, arrays["labels"], arrays["shown"]), digest


def _image_specs(header: ImagesHeader, arrays: Arrays) -> dict[str, ArraySpec]:
    if len(header.image_shape) != 3 or not all(1 <= side <= MAX_SIDE for side in header.image_shape):
        raise CheckpointError(f"image_shape is {header.image_shape}; allowed: (C, H, W), each 1 to {MAX_SIDE}")
    count, one = arrays["labels"].size if "labels" in arrays else 0, ("uint8",)
    bits = -(-count * math.prod(header.image_shape) // 8)
    labels, shown = ArraySpec(one, (count,)), ArraySpec(one, (None,), 0, count - 1)
    return {"bits": ArraySpec(one, (bits,)), "labels": labels, "shown": shown}


def write_row(out: Path, row: Row) -> str:
    """Write a row; return the file's digest."""
    return write_stored(row_file(out, row.beta), row.header, row.arrays)


def read_row(path: Path) -> Row:
    """Read a row.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged, or an array's shape does not match the header.
    """
    header, arrays, _ = read_stored(path, RowHeader, _specs, REMEDY)
    return Row(header, arrays)


def _specs(header: RowHeader, arrays: Arrays) -> dict[str, ArraySpec]:
    """Return the specification of the arrays, epochs first; figures are in nats per image, single precision."""
    epochs, latent = header.train.epochs, header.model.latent_dim
    images = arrays["mu"].size // (epochs * latent) if "mu" in arrays else 0
    shown = arrays["shown_elbo"].size // epochs if "shown_elbo" in arrays else 0
    figures = {
        "rate": (latent,),  # per dimension
        "mu_variance": (latent,),
        "distortion": (),
        "elbo": (),
        "shown_rate": (shown,),
        "shown_elbo": (shown,),
        "shown_iwae": (shown,),
    }
    shapes = array_shapes(header.model)
    if shapes is None:
        raise CheckpointError(f"its model is of the family {header.model.family[:40]}; allowed: {', '.join(SHAPES)}")
    decoder = {name: shape for name, shape in shapes.items() if name.startswith(DECODER)}
    return {
        "mu": ArraySpec(("float16",), (epochs, images, latent)),
        "sd": ArraySpec(("uint8",), (epochs, images, latent)),
        **{name: ArraySpec(("float32",), (epochs, *shape), -MAX_FIGURE, MAX_FIGURE) for name, shape in figures.items()},
        **{name: ArraySpec(("float16",), (epochs, *shape)) for name, shape in decoder.items()},
    }
