"""The shipped runs of the toy on disk: where each ended, and the states that live runs begin with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from vaeviz.checkpoint import HEADER_KEY, digest_of, metadata_of, read_bytes, replace_file
from vaeviz.collapse.sweep_file import folder
from vaeviz.config import Record
from vaeviz.errors import CheckpointError, VaevizError

FILE = "toy.safetensors"
FORMAT = 1
REMEDY = "Fetch it again, or make it with `python -m vaeviz collapse toy`."


@dataclass(frozen=True, kw_only=True)
class ToyRow(Record):
    """One run's figures at its end, exact, in nats a sequence; `toy_exact.Figures` says what they are."""

    run: str
    seed: int
    nll: float
    lost: float  # nll less the data's entropy
    elbo: float
    rate: float
    variance: float
    true_variance: float
    active: int
    seconds: float  # that its training took


@dataclass(frozen=True, kw_only=True)
class ToyHeader(Record):
    """What the file says of itself."""

    seeds: tuple[int, ...]
    runs: tuple[str, ...]
    rows: tuple[ToyRow, ...]  # for each run in turn, its seeds
    entropy: float  # of the data
    command: str = ""
    hardware: str = ""
    format: int = FORMAT


@dataclass(frozen=True)
class StoredToy:
    """The header and the arrays.

    Over runs and seeds: "mu", "true_mu" (means of the shown sequences), "posterior", "q_mu", "q_sd" (of the picked
    ones), "trail". Over seeds: "weights.pretrained" and "weights.collapsed".
    """

    header: ToyHeader
    arrays: Mapping[str, np.ndarray]


def write_toy(out: Path, stored: StoredToy) -> str:
    """Write ``out/toy.safetensors``; return its digest."""
    arrays = {name: np.ascontiguousarray(array) for name, array in stored.arrays.items()}
    data = save_arrays(arrays, {HEADER_KEY: json.dumps(stored.header.to_json(), sort_keys=True)})
    replace_file(out / FILE, data)
    return digest_of(data)


def read_toy(out: Path | None = None) -> StoredToy:
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
        header = ToyHeader.from_json(json.loads(metadata_of(data)[HEADER_KEY]))
        counts = (len(header.runs), len(header.seeds))
        fits = arrays["mu"].shape[:2] == counts and len(arrays["weights.collapsed"]) == counts[1]
    except (SafetensorError, KeyError, json.JSONDecodeError, VaevizError) as error:
        raise CheckpointError(f"{path} is damaged or of another kind ({error}). {REMEDY}") from error
    if header.format > FORMAT or not fits or len(header.rows) != counts[0] * counts[1]:
        raise CheckpointError(f"{path} is damaged, or of a later version. {REMEDY}")
    return StoredToy(header, arrays)
