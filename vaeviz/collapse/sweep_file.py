"""The shipped grid of runs on disk: a file a beta with every epoch's decoder, codes and figures, and one of pictures.

A row's arrays run over epochs first. Weights and posterior means are in half precision, posterior deviations one byte
each, pictures one bit a pixel.
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from jaxtyping import Float32, UInt8

from vaeviz.checkpoint import digest_of
from vaeviz.collapse.stored import Arrays, StoredHeader, reading, unpack, write_stored
from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.errors import CheckpointError

IMAGES_FILE = "sweep-images.safetensors"
DECODER = "decoder."  # what an array of weights is called, before its own name
LOG_SD = (-5.0, 1.375)  # what the bytes 0 and 255 of a posterior's deviation stand for, its natural logarithm
REMEDY = "Fetch it again, or make it with `python -m vaeviz collapse sweep`."


@dataclass(frozen=True, kw_only=True)
class ImagesHeader(StoredHeader):
    """What the file of pictures says of itself."""

    dataset: str
    split: str
    image_shape: tuple[int, ...]  # (C, H, W)
    class_names: tuple[str, ...]


@dataclass(frozen=True)
class SweepImages:
    """The held-out pictures whose codes every cell keeps, as the models see them: each pixel 0 or 1."""

    header: ImagesHeader
    pixels: UInt8[np.ndarray, "image channel height width"]
    labels: UInt8[np.ndarray, " image"]
    shown: UInt8[np.ndarray, " shown"]  # which of them are shown with their reconstructions: one a class


@dataclass(frozen=True, kw_only=True)
class RowHeader(StoredHeader):
    """What a row says of itself."""

    model: ModelConfig
    train: TrainConfig
    images: str  # digest of the file of pictures
    measured: int  # test images behind rate, distortion, elbo and mu variance
    iwae_samples: int  # of the bound on each shown picture
    command: str
    hardware: str
    seconds: float  # that training and measuring took


@dataclass(frozen=True)
class Row:
    """One run at one beta: its header, and its arrays by name, epochs first (`_shapes` says which)."""

    header: RowHeader
    arrays: Arrays

    @property
    def beta(self) -> float:
        """Return the weight on the KL."""
        return self.header.train.beta

    def decoder(self, epoch: int) -> dict[str, np.ndarray]:
        """Return the decoder's weights after ``epoch``, from 1, in half precision."""
        names = [name for name in self.arrays if name.startswith(DECODER)]
        return {name.removeprefix(DECODER): self.arrays[name][epoch - 1] for name in names}

    def logvar(self, epoch: int) -> Float32[np.ndarray, "image latent"]:
        """Return the log variances of the kept pictures' posteriors, to 1.3% of a deviation; 0 is kept as it is."""
        low, high = LOG_SD
        return (2 * (low + (high - low) / 255 * self.arrays["sd"][epoch - 1].astype(np.float32))).astype(np.float32)


def sd_bytes(logvar: Float32[np.ndarray, "*shape"]) -> UInt8[np.ndarray, "*shape"]:
    """Return deviations as bytes, even in their logarithm."""
    low, high = LOG_SD
    return np.rint((logvar / 2 - low) * (255 / (high - low))).clip(0, 255).astype(np.uint8)


def row_file(out: Path, beta: float) -> Path:
    """Return the file of the run at ``beta``."""
    return out / f"sweep-beta-{beta:g}.safetensors"


def write_images(out: Path, images: SweepImages) -> str:
    """Write the pictures; return the file's digest."""
    arrays = {"bits": np.packbits(images.pixels), "labels": images.labels, "shown": images.shown}
    return write_stored(out / IMAGES_FILE, images.header, arrays)


def read_images(out: Path) -> tuple[SweepImages, str]:
    """Read the pictures and the file's digest.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged.
    """
    header, arrays, digest = _read(out / IMAGES_FILE, ImagesHeader)
    shape = (len(arrays["labels"]), *header.image_shape)
    count = math.prod(shape)
    bits = arrays["bits"]
    if len(bits) != -(-count // 8) or arrays["shown"].max(initial=0) >= shape[0]:
        raise CheckpointError(f"{out / IMAGES_FILE} is damaged: its arrays do not fit each other. {REMEDY}")
    pixels = np.unpackbits(bits)[:count].reshape(shape)
    return SweepImages(header, pixels, arrays["labels"], arrays["shown"]), digest


def write_row(out: Path, row: Row) -> str:
    """Write a row; return the file's digest."""
    return write_stored(row_file(out, row.beta), row.header, row.arrays)


def read_row(path: Path) -> Row:
    """Read a row.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged, or an array has another shape than the header says.
    """
    header, arrays, _ = _read(path, RowHeader)
    latent, epochs = header.model.latent_dim, header.train.epochs
    images, shown = arrays["mu"].size // (epochs * latent), arrays["shown_elbo"].size // epochs
    for name, shape in _shapes(latent, images, shown).items():
        found = arrays[name]
        if found.shape != (epochs, *shape):
            raise CheckpointError(f"{path}: {name} has shape {found.shape}, not {(epochs, *shape)}. {REMEDY}")
        if not np.isfinite(found).all():
            raise CheckpointError(f"{path}: {name} holds numbers that are not finite. {REMEDY}")
    return Row(header, arrays)


def _shapes(latent: int, images: int, shown: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of each array of an epoch beside the weights; figures in nats per image, single precision."""
    return {
        "mu": (images, latent),
        "sd": (images, latent),
        "rate": (latent,),  # per dimension
        "mu_variance": (latent,),
        "distortion": (),
        "elbo": (),
        "shown_rate": (shown,),
        "shown_elbo": (shown,),
        "shown_iwae": (shown,),
    }


HeaderType = TypeVar("HeaderType", ImagesHeader, RowHeader)


def _read(path: Path, kind: type[HeaderType]) -> tuple[HeaderType, dict[str, np.ndarray], str]:
    names = ("labels", "bits", "shown") if kind is ImagesHeader else _shapes(0, 0, 0)
    with reading(path, REMEDY) as data:
        header, arrays = unpack(data, kind)
        missing = [name for name in names if name not in arrays]
        if missing:
            raise CheckpointError(f"it has no {', '.join(missing)}")
    return header, arrays, digest_of(data)
