"""The shipped races on disk: the figures and curves of every remedy under every seed."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vaeviz.collapse.race.remedies import SCENES, Remedy, Scene
from vaeviz.config import Record
from vaeviz.errors import CheckpointError
from vaeviz.files import ArraySpec
from vaeviz.files.figures import Arrays, StoredHeader, folder, read_stored, write_stored
from vaeviz.files.places import for_visitors
from vaeviz.installation import PROGRAM

ROW_FIGURES = ("elbo", "rate", "distortion", "information", "active", "active_kl", "seconds")
MAX_FIGURE = 1e9  # nats, of either sign
AGAIN = f"Fetch it again, or make it with `{PROGRAM} collapse race`."


@dataclass(frozen=True, kw_only=True)
class RaceRow(Record):
    """One remedy at the end of its runs; each figure has one entry per seed, in nats per held-out image."""

    remedy: Remedy
    elbo: tuple[float, ...]  # at beta 1, whatever the objective
    rate: tuple[float, ...]
    distortion: tuple[float, ...]
    information: tuple[float, ...]  # mutual information of z and the image
    active: tuple[int, ...]  # active units
    active_kl: tuple[int, ...]  # dimensions with KL above `kl_threshold`
    seconds: tuple[float, ...]  # processor time of the training


@dataclass(frozen=True, kw_only=True)
class RaceHeader(StoredHeader):
    """The file's header; the first row is the baseline."""

    rows: tuple[RaceRow, ...]
    seeds: tuple[int, ...]
    steps: int
    dataset: str
    split: str
    images: int  # that every figure is measured on
    trained_on: int  # images of the training split
    figures: tuple[str, ...]  # of the curves, in order
    active_threshold: float  # variance of a unit's mean over images
    kl_threshold: float  # nats
    command: str
    hardware: str


@dataclass(frozen=True)
class StoredRace:
    """The header, and arrays: ``points`` and each row's ``<key>.curves``, ``.rate_per_dim``, ``.mu_variance``."""

    header: RaceHeader
    arrays: Arrays


def file_of(scene: Scene) -> str:
    """Return the name of a scene's file."""
    return "race.safetensors" if scene is SCENES[0] else f"race-{scene.key}.safetensors"


def write_race(out: Path, scene: Scene, stored: StoredRace) -> str:
    """Write the scene's file into the folder ``out``; return its digest."""
    return write_stored(out / file_of(scene), stored.header, stored.arrays)


def read_race(scene: Scene, out: Path | None = None) -> StoredRace:
    """Read the shipped races of a scene, or those in the folder ``out``.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged.
    """
    header, arrays, _ = read_stored((out or folder()) / file_of(scene), RaceHeader, _specs, AGAIN)
    return StoredRace(header, arrays)


def _check_rows(header: RaceHeader) -> None:
    keys = [row.remedy.key for row in header.rows]
    if not keys or len(set(keys)) < len(keys):
        raise CheckpointError(f"its rows are {', '.join(keys) or 'none'}; allowed: one or more remedies, each once")
    for row in header.rows:
        for name in ROW_FIGURES:
            if len(getattr(row, name)) != len(header.seeds):
                raise CheckpointError(
                    f"{name} of {row.remedy.key} has {len(getattr(row, name))} entries; there are "
                    f"{len(header.seeds)} seeds"
                )


def _specs(header: RaceHeader, arrays: Arrays) -> dict[str, ArraySpec]:
    _check_rows(header)
    points, seeds = arrays["points"].size if "points" in arrays else 0, len(header.seeds)
    specs = {"points": ArraySpec(("int32", "float32"), (points,), 0)}  # of steps
    for row in header.rows:
        key, units = (
            row.remedy.key,
            ArraySpec(("float32",), (seeds, row.remedy.settings.latent), -MAX_FIGURE, MAX_FIGURE),
        )
        specs[f"{key}.curves"] = ArraySpec(("float32",), (len(header.figures), seeds, points), -MAX_FIGURE, MAX_FIGURE)
        specs |= {f"{key}.rate_per_dim": units, f"{key}.mu_variance": units}
    return specs


def payload() -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """Return each scene's remedies and its shipped table, or why it is missing; arrays by ``<scene>.<name>``."""
    scenes, arrays = [], {}
    for scene in SCENES:
        entry: dict[str, object] = {name: getattr(scene, name) for name in ("key", "title", "says", "rival")}
        entry |= {"remedies": [remedy.to_json() for remedy in scene.remedies], "table": None, "missing": ""}
        try:
            stored = read_race(scene)
        except CheckpointError as error:
            entry["missing"] = for_visitors(error)
        else:
            entry["table"] = stored.header.to_json()
            arrays |= {f"{scene.key}.{name}": part.astype(np.float32) for name, part in stored.arrays.items()}
        scenes.append(entry)
    return {"scenes": scenes}, arrays
