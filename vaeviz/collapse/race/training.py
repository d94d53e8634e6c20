"""The table of remedies: train every remedy to the end, and measure it there."""

from collections.abc import Sequence

import numpy as np
import torch

from vaeviz.collapse.lab.held_out import HELD_OUT, split
from vaeviz.collapse.race.file import RaceHeader, RaceRow, StoredRace
from vaeviz.collapse.race.remedies import Remedy
from vaeviz.collapse.race.seed_group import FIGURES, SeedGroup, information
from vaeviz.data.dataset import Progress
from vaeviz.metrics.criteria import ACTIVE, KL_THRESHOLD
from vaeviz.training.runs import hardware_of

POINTS = 100  # of a shipped curve, approximately


def train_table(
    remedies: Sequence[Remedy], seeds: tuple[int, ...], steps: int, command: str, progress: Progress | None = None
) -> StoredRace:
    """Train every remedy under every seed; the same seeds give the same figures, except for the seconds."""
    every = max(1, round(steps / POINTS))
    points = [step for step in range(steps + 1) if step % every == 0 or step == steps]
    rows, arrays = [], {"points": np.asarray(points, np.float32)}
    for done, remedy in enumerate(remedies):
        row, row_arrays = _row(remedy, seeds, set(points))
        rows.append(row)
        arrays |= {f"{remedy.key}.{name}": array for name, array in row_arrays.items()}
        if progress:
            progress("remedies", done + 1, len(remedies))
    header = RaceHeader(
        rows=tuple(rows),
        seeds=seeds,
        steps=steps,
        dataset=split(HELD_OUT).name,
        split=HELD_OUT,
        images=len(split(HELD_OUT)),
        trained_on=len(split("train")),
        figures=FIGURES,
        active_threshold=ACTIVE,
        kl_threshold=KL_THRESHOLD,
        command=command,
        hardware=hardware_of(torch.device("cpu")),
    )
    return StoredRace(header, arrays)


def _row(remedy: Remedy, seeds: tuple[int, ...], points: set[int]) -> tuple[RaceRow, dict[str, np.ndarray]]:
    groups = [SeedGroup(remedy.settings, (seed,)) for seed in seeds]  # one seed each, to time them separately
    for group in groups:
        for step in range(max(points) + 1):
            if step:
                group.train()
            if step in points:
                group.measure()
    held = [group.held[0] for group in groups]
    ends = {name: tuple(one.figures()[name] for one in held) for name in FIGURES}
    row = RaceRow(
        remedy=remedy,
        information=tuple(information(group.runs[0].model) for group in groups),
        seconds=tuple(round(group.seconds, 2) for group in groups),
        **ends,  # pyright: ignore[reportArgumentType]
    )
    found = [group.arrays() for group in groups]
    arrays = {
        "curves": np.concatenate([one["curves"] for one in found], axis=1),
        "rate_per_dim": np.concatenate([one["rate_per_dim"] for one in found]),
        "mu_variance": np.concatenate([one["mu_variance"] for one in found]),
    }
    return row, arrays
