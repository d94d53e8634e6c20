"""The shipped runs of the toy on disk: where each ended, and the states that live runs begin with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vaeviz.collapse.stored import StoredHeader, folder, reading, unpack, write_stored
from vaeviz.config import Record
from vaeviz.errors import CheckpointError

FILE = "toy.safetensors"
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
class ToyHeader(StoredHeader):
    """What the file says of itself."""

    seeds: tuple[int, ...]
    runs: tuple[str, ...]
    rows: tuple[ToyRow, ...]  # for each run in turn, its seeds
    entropy: float  # of the data
    command: str = ""
    hardware: str = ""


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
    return write_stored(out / FILE, stored.header, stored.arrays)


def read_toy(out: Path | None = None) -> StoredToy:
    """Read the runs that are shipped, or those in the folder ``out``.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged.
    """
    with reading((out or folder()) / FILE, REMEDY) as data:
        header, arrays = unpack(data, ToyHeader)
        counts = (len(header.runs), len(header.seeds))
        fits = arrays["mu"].shape[:2] == counts and len(arrays["weights.collapsed"]) == counts[1]
        if not fits or len(header.rows) != counts[0] * counts[1]:
            raise CheckpointError("its arrays do not fit its header")
    return StoredToy(header, arrays)
