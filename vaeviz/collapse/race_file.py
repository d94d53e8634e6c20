"""The shipped races on disk: the figures of every remedy under every seed, and their curves."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vaeviz.checkpoint import for_visitors
from vaeviz.collapse.remedies import SCENES, Remedy, Scene
from vaeviz.collapse.stored import StoredHeader, folder, reading, unpack, write_stored
from vaeviz.config import Record
from vaeviz.errors import CheckpointError

AGAIN = "Fetch it again, or make it with `python -m vaeviz collapse race`."


@dataclass(frozen=True, kw_only=True)
class RaceRow(Record):
    """One remedy where its runs end; each figure has one entry a seed, nats per held-out image."""

    remedy: Remedy
    elbo: tuple[float, ...]  # at beta 1, whatever it was trained by
    rate: tuple[float, ...]
    distortion: tuple[float, ...]
    information: tuple[float, ...]  # mutual information of z and the image
    active: tuple[int, ...]  # units whose mean varies by more than the first threshold
    active_kl: tuple[int, ...]  # units whose rate is above the second
    seconds: tuple[float, ...]  # processor time of the training


@dataclass(frozen=True, kw_only=True)
class RaceHeader(StoredHeader):
    """What the file says of itself; the first row is the baseline."""

    rows: tuple[RaceRow, ...]
    seeds: tuple[int, ...]
    steps: int
    dataset: str
    split: str
    images: int  # behind every figure
    trained_on: int  # images of the training split
    figures: tuple[str, ...]  # of the curves
    active_threshold: float  # variance of a unit's mean over images
    kl_threshold: float  # nats
    command: str
    hardware: str


@dataclass(frozen=True)
class StoredRace:
    """The header and, by name, ``points`` and each row's ``<key>.curves``, ``.rate_per_dim``, ``.mu_variance``."""

    header: RaceHeader
    arrays: Mapping[str, np.ndarray]


def file_of(scene: Scene) -> str:
    """Return the name of the file with a scene's races."""
    return "race.safetensors" if scene is SCENES[0] else f"race-{scene.key}.safetensors"


def write_race(out: Path, scene: Scene, stored: StoredRace) -> str:
    """Write the scene's file into the folder ``out``; return its digest."""
    return write_stored(out / file_of(scene), stored.header, stored.arrays)


def read_race(scene: Scene, out: Path | None = None) -> StoredRace:
    """Read the races of a scene that are shipped, or those in the folder ``out``.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged.
    """
    with reading((out or folder()) / file_of(scene), AGAIN) as data:
        header, arrays = unpack(data, RaceHeader)
        shapes = {arrays[f"{row.remedy.key}.curves"].shape for row in header.rows}
        if shapes != {(len(header.figures), len(header.seeds), len(arrays["points"]))}:
            raise CheckpointError("its curves do not fit its header")
    return StoredRace(header, arrays)


def facts() -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """Return the remedies of every scene and its shipped table, or why there is none; arrays by ``<scene>.<name>``."""
    scenes, arrays = [], {}
    for scene in SCENES:
        told: dict[str, object] = {name: getattr(scene, name) for name in ("key", "title", "says", "rival")}
        told |= {"remedies": [remedy.to_json() for remedy in scene.remedies], "table": None, "missing": ""}
        try:
            stored = read_race(scene)
        except CheckpointError as error:
            told["missing"] = for_visitors(error)
        else:
            told["table"] = stored.header.to_json()
            arrays |= {f"{scene.key}.{name}": part.astype(np.float32) for name, part in stored.arrays.items()}
        scenes.append(told)
    return {"scenes": scenes}, arrays
