"""The shipped runs of the toy on disk: the figures at the end of each, and the states that live runs start from."""

from dataclasses import dataclass
from pathlib import Path

from vaeviz.config import Record
from vaeviz.errors import CheckpointError
from vaeviz.files import ArraySpec
from vaeviz.files.figures import Arrays, StoredHeader, folder, read_stored, write_stored
from vaeviz.files.tensors import MAX_WEIGHT
from vaeviz.installation import PROGRAM

FILE = "toy.safetensors"
WEIGHTS = 1122  # of the autoregressive model, which both stored states belong to
MAX_FIGURE = 1e9  # of the trail, nats or steps, of either sign
REMEDY = f"Fetch it again, or make it with `{PROGRAM} collapse toy`."


@dataclass(frozen=True, kw_only=True)
class ToyRow(Record):
    """The exact figures at the end of one run, in nats per sequence; see `exact.Figures`."""

    run: str
    seed: int
    nll: float
    lost: float  # nll minus the data's entropy
    elbo: float
    rate: float
    variance: float
    true_variance: float
    active: int
    seconds: float  # of training


@dataclass(frozen=True, kw_only=True)
class ToyHeader(StoredHeader):
    """The file's header."""

    seeds: tuple[int, ...]
    runs: tuple[str, ...]
    rows: tuple[ToyRow, ...]  # run by run, all seeds of each
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
    arrays: Arrays


def write_toy(out: Path, stored: StoredToy) -> str:
    """Write ``out/toy.safetensors``; return its digest."""
    return write_stored(out / FILE, stored.header, stored.arrays)


def read_toy(out: Path | None = None) -> StoredToy:
    """Read the shipped runs, or those in the folder ``out``.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged.
    """
    header, arrays, _ = read_stored((out or folder()) / FILE, ToyHeader, _specs, REMEDY)
    return StoredToy(header, arrays)


def _specs(header: ToyHeader, arrays: Arrays) -> dict[str, ArraySpec]:
    """Return the specification of the arrays; the numbers of shown and picked sequences are read from the arrays."""
    rows = [(row.run, row.seed) for row in header.rows]
    wanted = [(run, seed) for run in header.runs for seed in header.seeds]
    if rows != wanted or not rows or len(set(rows)) < len(rows):
        raise CheckpointError("its rows are not its runs in order, each with every seed once")
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
        "trail": ArraySpec(single, (runs, seeds, None, 4 + 2 * picked), -MAX_FIGURE, MAX_FIGURE),
        "weights.pretrained": weights,
        "weights.collapsed": weights,
    }
