"""The shipped runs that differ in the decoder's variance alone, on disk."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float32, UInt8

from vaeviz.config import ModelConfig, Record, TrainConfig
from vaeviz.errors import CheckpointError
from vaeviz.files import ArraySpec, check_arrays, read_tensors, reading
from vaeviz.files.figures import StoredHeader, folder, header_in, write_stored
from vaeviz.installation import PROGRAM

FILE = "sigma.safetensors"
MOST = 1e9  # of a rate, nats, of either sign
REMEDY = f"Fetch it again, or make it with `{PROGRAM} collapse sigma`."
PICTURES = ("originals", "decoded", "samples")


@dataclass(frozen=True, kw_only=True)
class SigmaRun(Record):
    """One run on held-out pictures, as they are; nats per image but for the squared error."""

    s2: float  # the decoder's variance a pixel, pixels in [0, 1]
    optimal: bool  # found in training as the mean squared error; else fixed before
    squared_error: float  # per image, summed over pixels, of reconstructions from a sample of z
    rate: float
    elbo: float  # bound on the log density of the pixels, each run under its own variance
    active_units: int


@dataclass(frozen=True, kw_only=True)
class SigmaHeader(StoredHeader):
    """What the file says of itself."""

    runs: tuple[SigmaRun, ...]  # fixed ones by falling variance, then the optimal one
    model: ModelConfig  # its likelihood is each run's own
    train: TrainConfig
    images: int  # behind every figure
    split: str = "test"
    command: str = ""
    hardware: str = ""
    seconds: float = 0.0  # that all runs took


@dataclass(frozen=True)
class StoredSigma:
    """The runs, and what each draws."""

    header: SigmaHeader
    originals: UInt8[np.ndarray, "shown channel height width"]
    decoded: UInt8[np.ndarray, "run shown channel height width"]  # their reconstructions, z the posterior's mean
    samples: UInt8[np.ndarray, "run shown channel height width"]  # from the same z ~ N(0, I) in every run
    rate: Float32[np.ndarray, "run latent"]  # nats per image


def write_sigma(out: Path, stored: StoredSigma) -> str:
    """Write ``out/sigma.safetensors``; return its digest."""
    return write_stored(out / FILE, stored.header, {name: getattr(stored, name) for name in (*PICTURES, "rate")})


def read_sigma(out: Path | None = None) -> StoredSigma:
    """Read the runs that are shipped, or those in the folder ``out``.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged.
    """
    with reading((out or folder()) / FILE, REMEDY) as data:
        found = read_tensors(data)
        header = header_in(found, SigmaHeader)
        check_arrays(found.arrays, _specs(header, found.arrays))
    return StoredSigma(header, *(found.arrays[name] for name in (*PICTURES, "rate")))


def _specs(header: SigmaHeader, arrays: Mapping[str, np.ndarray]) -> dict[str, ArraySpec]:
    originals, runs = arrays.get("originals"), len(header.runs)
    if not runs or originals is None or originals.ndim != 4:
        raise CheckpointError(f"it has {runs} runs and no originals to show for them, or none of four axes")
    shown = (len(originals), *header.model.image_shape)
    both = ArraySpec(("uint8",), (runs, *shown))
    return {
        "originals": ArraySpec(("uint8",), shown),
        "decoded": both,
        "samples": both,
        "rate": ArraySpec(("float32",), (runs, header.model.latent_dim), -MOST, MOST),
    }
