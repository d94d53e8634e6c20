"""The shipped runs that differ in the decoder's variance alone, on disk."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float32, UInt8
from safetensors import SafetensorError
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from vaeviz.checkpoint import HEADER_KEY, digest_of, metadata_of, read_bytes, replace_file
from vaeviz.collapse.sweep_file import folder
from vaeviz.config import ModelConfig, Record, TrainConfig
from vaeviz.errors import CheckpointError, VaevizError

FILE = "sigma.safetensors"
FORMAT = 1
REMEDY = "Fetch it again, or make it with `python -m vaeviz collapse sigma`."
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
class SigmaHeader(Record):
    """What the file says of itself."""

    runs: tuple[SigmaRun, ...]  # fixed ones by falling variance, then the optimal one
    model: ModelConfig  # its likelihood is each run's own
    train: TrainConfig
    images: int  # behind every figure
    split: str = "test"
    command: str = ""
    hardware: str = ""
    seconds: float = 0.0  # that all runs took
    format: int = FORMAT


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
    arrays = {name: np.ascontiguousarray(getattr(stored, name)) for name in (*PICTURES, "rate")}
    data = save_arrays(arrays, {HEADER_KEY: json.dumps(stored.header.to_json(), sort_keys=True)})
    replace_file(out / FILE, data)
    return digest_of(data)


def read_sigma(out: Path | None = None) -> StoredSigma:
    """Read the runs that are shipped, or those in the folder ``out``.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged.
    """
    path = (out or folder()) / FILE
    data = read_bytes(path)
    try:
        arrays = load_arrays(data)
        header = SigmaHeader.from_json(json.loads(metadata_of(data)[HEADER_KEY]))
        _check(header, arrays)
    except (SafetensorError, KeyError, json.JSONDecodeError, VaevizError) as error:
        raise CheckpointError(f"{path} is damaged ({error}). {REMEDY}") from error
    return StoredSigma(header, *(arrays[name] for name in (*PICTURES, "rate")))


def _check(header: SigmaHeader, arrays: Mapping[str, np.ndarray]) -> None:
    if header.format > FORMAT:
        raise CheckpointError(f"it has format {header.format}; this version reads up to {FORMAT}")
    shown = (len(arrays["originals"]), *header.model.image_shape)
    runs = len(header.runs)
    shapes = {"originals": shown, "decoded": (runs, *shown), "samples": (runs, *shown)}
    shapes["rate"] = (runs, header.model.latent_dim)
    for name, shape in shapes.items():
        if arrays[name].shape != shape:
            raise CheckpointError(f"{name} has shape {arrays[name].shape}, the rest of the file needs {shape}")
