"""The shipped linear VAEs on disk, the spectra that predict them, and what the page draws of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from jaxtyping import Bool, Float32, Float64, UInt8

from vaeviz.collapse.linear.training import LinearRun, LinearSettings
from vaeviz.config import Record, TrainConfig
from vaeviz.errors import CheckpointError
from vaeviz.files import ArraySpec
from vaeviz.files.figures import Arrays, StoredHeader, folder, read_stored, write_stored
from vaeviz.installation import PROGRAM

FILE = "linear.safetensors"
MAX_FIGURE = 1e9  # nats or squared pixels, of either sign
REMEDY = f"Fetch it again, or make it with `{PROGRAM} collapse linear`."


@dataclass(frozen=True, kw_only=True)
class SpectrumHeader(Record):
    """The data set of a spectrum; pixels are in [0, 1]."""

    dataset: str
    split: str  # for display
    images: int
    pixels: int


@dataclass(frozen=True, kw_only=True)
class LinearHeader(StoredHeader):
    """The file's header; the runs were trained and measured on the images of the first spectrum."""

    spectra: tuple[SpectrumHeader, ...]
    settings: LinearSettings
    betas: tuple[float, ...]  # of the runs by descent
    fitted_betas: tuple[float, ...]  # of the runs by `fit`
    fitted: TrainConfig  # how those were trained, except for beta
    command: str = ""
    hardware: str = ""
    seconds: float = 0.0  # for all runs


@dataclass(frozen=True)
class Runs:
    """Trained linear VAEs, in the order of their betas."""

    rate: Float32[np.ndarray, "run latent"]  # nats per image, largest first
    active: UInt8[np.ndarray, " run"]
    axes: Bool[np.ndarray, "run pixel"]  # which principal axes are kept
    squared_error: Float32[np.ndarray, " run"]  # per image, summed over pixels

    @classmethod
    def of(cls, runs: Sequence[LinearRun]) -> "Runs":
        """Stack runs."""
        rate, axes = (np.stack([getattr(one, name) for one in runs]) for name in ("rate", "axes"))
        active = np.array([one.active for one in runs], np.uint8)
        return cls(rate, active, axes, np.array([one.squared_error for one in runs], np.float32))


@dataclass(frozen=True)
class StoredLinear:
    """The runs of both methods, and the spectra."""

    header: LinearHeader
    spectra: Mapping[str, Float64[np.ndarray, " pixel"]]  # by data set, largest eigenvalue first
    runs: Runs  # by descent
    fitted: Runs

    def arrays(self) -> dict[str, np.ndarray]:
        """Return all arrays under their names in the file."""
        found = {f"spectrum.{name}": values for name, values in self.spectra.items()}
        for prefix, runs in (("", self.runs), ("fitted.", self.fitted)):
            found |= {f"{prefix}{one.name}": getattr(runs, one.name) for one in fields(Runs)}
        return found


def write_linear(out: Path, stored: StoredLinear) -> str:
    """Write ``out/linear.safetensors``; return its digest."""
    return write_stored(out / FILE, stored.header, stored.arrays())


def read_linear(out: Path | None = None) -> StoredLinear:
    """Read the runs that are shipped, or those in the folder ``out``.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged.
    """
    header, arrays, _ = read_stored((out or folder()) / FILE, LinearHeader, _specs, REMEDY)
    spectra = {one.dataset: arrays[f"spectrum.{one.dataset}"] for one in header.spectra}
    methods = [Runs(*(arrays[f"{prefix}{one.name}"] for one in fields(Runs))) for prefix in ("", "fitted.")]
    return StoredLinear(header, spectra, *methods)


def _specs(header: LinearHeader, _: Arrays) -> dict[str, ArraySpec]:
    names = [one.dataset for one in header.spectra]
    if not names or len(set(names)) < len(names):
        raise CheckpointError(f"its spectra are of {', '.join(names) or 'nothing'}; allowed: one or more, each once")
    specs = {
        f"spectrum.{one.dataset}": ArraySpec(("float64",), (one.pixels,), -MAX_FIGURE, MAX_FIGURE)
        for one in header.spectra
    }
    latent, pixels = header.settings.latent, header.spectra[0].pixels
    for prefix, betas in (("", header.betas), ("fitted.", header.fitted_betas)):
        specs |= {
            f"{prefix}rate": ArraySpec(("float32",), (len(betas), latent), -MAX_FIGURE, MAX_FIGURE),
            f"{prefix}active": ArraySpec(("uint8",), (len(betas),), 0, latent),
            f"{prefix}axes": ArraySpec(("bool",), (len(betas), pixels)),
            f"{prefix}squared_error": ArraySpec(("float32",), (len(betas),), 0, MAX_FIGURE),
        }
    return specs


def payload() -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """Return what the scree plot draws: header and arrays, without double precision."""
    stored = read_linear()
    narrow = {"float64": np.float32, "bool": np.uint8}
    arrays = {name: array.astype(narrow.get(array.dtype.name, array.dtype)) for name, array in stored.arrays().items()}
    return stored.header.to_json(), arrays
