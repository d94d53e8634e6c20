"""The whole grid: its rows, and the figures, codes and maps of all cells."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from jaxtyping import Float16, Float32

from vaeviz.collapse.sweep.align import align_maps
from vaeviz.collapse.sweep.file import IMAGES_FILE, REMEDY, Row, SweepImages, read_images, read_row
from vaeviz.errors import CheckpointError
from vaeviz.files.file_version import FileVersion, file_version

SAMPLES = 40  # codes from the prior, the same in every cell
LIMIT = 2  # grids


@dataclass(frozen=True, eq=False)
class SweepGrid:
    """Rows in ascending order of beta, all of the same model, images and number of epochs."""

    images: SweepImages
    rows: tuple[Row, ...]

    @property
    def betas(self) -> tuple[float, ...]:
        """Return the weight on the KL of each row."""
        return tuple(row.beta for row in self.rows)

    @property
    def epochs(self) -> int:
        """Return how many cells a row has."""
        return self.rows[0].header.train.epochs

    def figures(self, name: str) -> Float32[np.ndarray, "row epoch *rest"]:
        """Return one figure of every cell: rate, mu_variance, distortion, elbo, shown_rate, shown_elbo, shown_iwae."""
        return np.stack([row.arrays[name] for row in self.rows])

    def mu(self, row: int, epoch: int) -> Float16[np.ndarray, "image latent"]:
        """Return the kept images' posterior means after ``epoch`` (from 1)."""
        return self.rows[row].arrays["mu"][epoch - 1]

    @cached_property
    def maps(self) -> Float32[np.ndarray, "row epoch image 2"]:
        """Return the kept images' points on each cell's map, see `align_maps`."""
        fixed = int(np.abs(np.array(self.betas) - 1).argmin())
        return align_maps(np.stack([row.arrays["mu"] for row in self.rows]).astype(np.float32), fixed)

    @cached_property
    def samples(self) -> Float32[np.ndarray, "sample latent"]:
        """Return codes sampled from the prior, the same for all cells."""
        latent = self.rows[0].header.model.latent_dim
        return np.random.default_rng(self.rows[0].header.train.seed).standard_normal((SAMPLES, latent), np.float32)


def read_grid(folder: Path) -> SweepGrid:
    """Read the grid in ``folder``; a second call returns the same grid as long as its files do not change.

    Raises
    ------
    CheckpointError
        If there is no grid, a file is damaged, or the rows do not belong together.
    """
    files = sorted(folder.glob("sweep-beta-*.safetensors"))
    if not files:
        raise CheckpointError(f"There is no grid of runs in {folder}. {REMEDY}")
    return _read(folder, tuple((path, file_version(path)) for path in files))


@lru_cache(LIMIT)
def _read(folder: Path, files: tuple[tuple[Path, FileVersion], ...]) -> SweepGrid:
    images, digest = read_images(folder)
    rows = sorted((read_row(path) for path, _ in files), key=lambda row: row.beta)
    first = rows[0].header
    for row in rows:
        header = row.header
        same = header.model == first.model and replace(header.train, beta=first.train.beta) == first.train
        if not same or header.images != digest or row.arrays["mu"].shape[1] != len(images.labels):
            raise CheckpointError(
                f"{folder}: the row of beta {row.beta:g} does not match the first row or {IMAGES_FILE}. {REMEDY}"
            )
    return SweepGrid(images, tuple(rows))
