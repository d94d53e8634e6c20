"""The shipped runs that differ only in the decoder's variance, on disk."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float32, UInt8

from vaeviz.config import ModelConfig, Record, TrainConfig
from vaeviz.errors import CheckpointError
from vaeviz.files import ArraySpec
from vaeviz.files.figures import Arrays, StoredHeader, folder, read_stored, write_stored
from vaeviz.installation import PROGRAM

FILE = "sigma.safetensors"
MAX_RATE = 1e9  # nats, of either sign
REMEDY = f"Fetch it again, or make it with `{PROGRAM} collapse sigma`."
IMAGES = ("originals", "decoded", "samples")


@dataclass(frozen=True, kw_only=True)
class SigmaRun(Record):
    """One run, measured on held-out grey-level images; nats per image except for the squared error."""

    s2: float  # the decoder's variance per pixel, pixels in [0, 1]
    optimal: bool  # learned as the mean squared error; otherwise fixed in advance
    squared_error: float  # per image, summed over pixels, of reconstructions from a sample of z
    rate: float
    elbo: float  # bound on the log density of the pixels, under the run's variance
    active_units: int


@dataclass(frozen=True, kw_only=True)
class SigmaHeader(StoredHeader):
    """The file's header."""

    runs: tuple[SigmaRun, ...]  # fixed variances in descending order, then the optimal one
    model: ModelConfig  # the likelihood differs between runs
    train: TrainConfig
    images: int  # that every figure is measured on
    split: str = "test"
    command: str = ""
    hardware: str = ""
    seconds: float = 0.0  # for all runs


@dataclass(frozen=True)
class StoredSigma:
    """The runs, and the images that each decodes."""

    header: SigmaHeader
    originals: UInt8[np.ndarray, "shown channel height width"]
    decoded: UInt8[np.ndarray, "run shown channel height width"]  # reconstructions, z at the posterior mean
    samples: UInt8[np.ndarray, "run shown channel height width"]  # from the same z ~ N(0, I) in all runs
    rate: Float32[np.ndarray, "run latent"]  # nats per image


def write_sigma(out: Path, stored: StoredSigma) -> str:
    """Write ``out/sigma.safetensors``; return its digest."""
    return write_stored(out / FILE, stored.header, {name: getattr(stored, name) for name in (*IMAGES, "rate")})


def read_sigma(out: Path | None = None) -> StoredSigma:
    """Read the shipped runs, or those in the folder ``out``.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged.
    """
    header, arrays, _ = read_stored((out or folder()) / FILE, SigmaHeader, _specs, REMEDY)
    return StoredSigma(header, *(arrays[name] for name in (*IMAGES, "rate")))


def _specs(header: SigmaHeader, arrays: Arrays) -> dict[str, ArraySpec]:
    originals, runs = arrays.get("originals"), len(header.runs)
    if not runs or originals is None or originals.ndim != 4:
        shape = None if originals is None else originals.shape
        raise CheckpointError(f"it has {runs} runs and originals of shape {shape}; allowed: 1 or more runs, 4 axes")
    shown = (len(originals), *header.model.image_shape)
    both = ArraySpec(("uint8",), (runs, *shown))
    return {
        "originals": ArraySpec(("uint8",), shown),
        "decoded": both,
        "samples": both,
        "rate": ArraySpec(("float32",), (runs, header.model.latent_dim), -MAX_RATE, MAX_RATE),
    }
