"""The shipped linear VAEs on disk, beside the spectra that foretell them, and what the page draws of both."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Bool, Float32, Float64, UInt8
from safetensors import SafetensorError
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from vaeviz.checkpoint import HEADER_KEY, digest_of, metadata_of, read_bytes, replace_file
from vaeviz.collapse.linear_training import LinearSettings
from vaeviz.collapse.sweep_file import folder
from vaeviz.config import Record
from vaeviz.errors import CheckpointError, VaevizError

FILE = "linear.safetensors"
FORMAT = 1
REMEDY = "Fetch it again, or make it with `python -m vaeviz collapse linear`."


@dataclass(frozen=True, kw_only=True)
class SpectrumHeader(Record):
    """Whose eigenvalues these are: pixels in [0, 1]."""

    dataset: str
    split: str  # in words
    images: int
    pixels: int


@dataclass(frozen=True, kw_only=True)
class LinearHeader(Record):
    """What the file says of itself; the runs were trained on the first spectrum's pictures, and measured on them."""

    spectra: tuple[SpectrumHeader, ...]
    settings: LinearSettings
    betas: tuple[float, ...]  # of the runs
    command: str = ""
    hardware: str = ""
    seconds: float = 0.0  # that all runs took
    format: int = FORMAT


@dataclass(frozen=True)
class StoredLinear:
    """The runs, in the order of their betas, and the spectra."""

    header: LinearHeader
    spectra: Mapping[str, Float64[np.ndarray, " pixel"]]  # by data set, largest eigenvalue first
    rate: Float32[np.ndarray, "run latent"]  # nats per image, largest first
    active: UInt8[np.ndarray, " run"]
    axes: Bool[np.ndarray, "run pixel"]  # principal axes that are kept
    squared_error: Float64[np.ndarray, " run"]  # per image, summed over pixels


def write_linear(out: Path, stored: StoredLinear) -> str:
    """Write ``out/linear.safetensors``; return its digest."""
    arrays = {f"spectrum.{name}": values for name, values in stored.spectra.items()}
    arrays |= {name: getattr(stored, name) for name in ("rate", "active", "axes", "squared_error")}
    text = json.dumps(stored.header.to_json(), sort_keys=True)
    data = save_arrays({name: np.ascontiguousarray(array) for name, array in arrays.items()}, {HEADER_KEY: text})
    replace_file(out / FILE, data)
    return digest_of(data)


def read_linear(out: Path | None = None) -> StoredLinear:
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
        header = LinearHeader.from_json(json.loads(metadata_of(data)[HEADER_KEY]))
        spectra = {one.dataset: arrays[f"spectrum.{one.dataset}"] for one in header.spectra}
        runs = [arrays[name] for name in ("rate", "active", "axes", "squared_error")]
    except (SafetensorError, KeyError, json.JSONDecodeError, VaevizError) as error:
        raise CheckpointError(f"{path} is damaged or of another kind ({error}). {REMEDY}") from error
    if header.format > FORMAT or {len(part) for part in runs} != {len(header.betas)}:
        raise CheckpointError(f"{path} is damaged, or of a later version. {REMEDY}")
    return StoredLinear(header, spectra, *runs)


def facts() -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """Return what the scree plot draws: header and arrays, single precision."""
    stored = read_linear()
    arrays = {f"spectrum.{name}": values.astype(np.float32) for name, values in stored.spectra.items()}
    arrays |= {
        "rate": stored.rate,
        "active": stored.active,
        "axes": stored.axes.astype(np.uint8),
        "squared_error": stored.squared_error.astype(np.float32),
    }
    return stored.header.to_json(), arrays
