"""The shipped runs of the toy on disk: where each ended, and the states that live runs begin with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vaeviz.config import Record
from vaeviz.errors import CheckpointError
from vaeviz.files import ArraySpec, check_arrays, read_tensors, reading
from vaeviz.files.checkpoint import MAX_WEIGHT
from vaeviz.files.figures import StoredHeader, folder, header_in, write_stored
from vaeviz.installation import PROGRAM

FILE = "toy.safetensors"
WEIGHTS = 1122  # of the model that looks back, which both kept states are of
MOST = 1e9  # of a figure on the way, nats or steps, of either sign
REMEDY = f"Fetch it again, or make it with `{PROGRAM} collapse toy`."


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
        found = read_tensors(data)
        header = header_in(found, ToyHeader)
        rows = [(row.run, row.seed) for row in header.rows]
        wanted = [(run, seed) for run in header.runs for seed in header.seeds]
        if rows != wanted or not rows or len(set(rows)) < len(rows):
            raise CheckpointError("its rows are not its runs in turn, each under every seed once")
        check_arrays(found.arrays, _specs(header, found.arrays))
    return StoredToy(header, found.arrays)


def _specs(header: ToyHeader, arrays: Mapping[str, np.ndarray]) -> dict[str, ArraySpec]:
    """Return what the arrays must be; how many sequences are shown, and how many of them picked, the arrays say."""
    half, single = ("float16",), ("float32",)
    runs, seeds = len(header.runs), len(header.seeds)
    posterior, mu = arrays.get("posterior"), arrays.get("mu")
    picked, points = posterior.shape[2:] if posterior is not None and posterior.ndim == 4 else (0, 0)
    means = ArraySpec(half, (runs, seeds, mu.shape[-1] if mu is not None and mu.ndim else 0))
    weights = ArraySpec(single, (seeds, WEIGHTS), -MAX_WEIGHT, MAX_WEIGHT)
    return {
        "mu": means,
        "true_mu": means,
        "posterior": ArraySpec(half, (runs, seeds, picked, points), low=0),
        "q_mu": ArraySpec(half, (runs, seeds, picked)),
        "q_sd": ArraySpec(half, (runs, seeds, picked), low=0),
        "trail": ArraySpec(single, (runs, seeds, None, 4 + 2 * picked), -MOST, MOST),
        "weights.pretrained": weights,
        "weights.collapsed": weights,
    }
