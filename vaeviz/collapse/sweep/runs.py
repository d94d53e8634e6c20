"""The grid of the sweep: one model trained at every beta, measured after every epoch."""

import copy
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from vaeviz.collapse.sweep.file import (
    DECODER,
    IMAGES_FILE,
    ImagesHeader,
    Row,
    RowHeader,
    SweepImages,
    read_images,
    read_row,
    row_file,
    sd_bytes,
    write_images,
    write_row,
)
from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.data.dataset import ImageDataset, Progress, choose_rows
from vaeviz.errors import CheckpointError
from vaeviz.families import build
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.metrics.bounds import dataset_elbo, importance_bound, log_weights
from vaeviz.training.fit import fit, steps_per_epoch
from vaeviz.training.state import TrainState

BETAS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 784.0)  # 784: beta 1 with a mean over pixels on MNIST
KEPT = 500  # held-out images whose codes are kept
IWAE_SAMPLES = 256


@dataclass(frozen=True, kw_only=True)
class Grid:
    """What to train; rows differ only in beta."""

    model: ModelConfig
    train: TrainConfig
    betas: tuple[float, ...] = BETAS
    command: str = ""
    hardware: str = ""


def train_grid(out: Path, grid: Grid, train: ImageDataset, test: ImageDataset, progress: Progress) -> list[Path]:
    """Train every row that is not yet in ``out`` and return all files; existing files are not changed.

    Raises
    ------
    CheckpointError
        If an existing row was made with different settings or images, or is damaged.
    """
    images = choose_images(test, grid.train.seed)
    if not (out / IMAGES_FILE).exists():
        write_images(out, images)
    images, digest = read_images(out)
    for beta in grid.betas:
        config = replace(grid.train, beta=beta)
        path = row_file(out, beta)
        if path.exists():
            _require_same(path, grid.model, config, digest)
        else:
            write_row(out, train_row(grid, config, train, test, images, digest, progress))
    return [row_file(out, beta) for beta in grid.betas]


def choose_images(test: ImageDataset, seed: int) -> SweepImages:
    """Return binarised held-out images, and the first of each class to show."""
    rows = choose_rows(len(test), KEPT, seed)
    grey = torch.from_numpy(np.ascontiguousarray(test.images[rows])).float() / 255
    pixels = torch.bernoulli(grey, generator=torch.Generator().manual_seed(seed)).to(torch.uint8).numpy()
    labels = test.labels[rows].astype(np.uint8)
    shown = np.unique(labels, return_index=True)[1].astype(np.uint8)
    header = ImagesHeader(
        dataset=test.name, split=test.split, image_shape=test.image_shape, class_names=test.class_names
    )
    return SweepImages(header, pixels, labels, shown)


def train_row(
    grid: Grid,
    config: TrainConfig,
    train: ImageDataset,
    test: ImageDataset,
    images: SweepImages,
    digest: str,
    progress: Progress,
) -> Row:
    """Train one run and measure it after every epoch."""
    started = time.perf_counter()
    torch.manual_seed(config.seed)
    model = build(grid.model)
    state = TrainState(model, config)
    per_epoch = steps_per_epoch(train, config)
    cells = []
    for step in fit(model, train, config, state=state):
        progress(f"beta {config.beta:g}", step.step, config.epochs * per_epoch)
        if step.step % per_epoch == 0:
            cells.append(measure_cell(rounded(state.average), test, images, binarise=config.binarise))
    header = RowHeader(
        model=grid.model,
        train=config,
        images=digest,
        measured=len(test),
        iwae_samples=IWAE_SAMPLES,
        command=grid.command,
        hardware=grid.hardware,
        seconds=round(time.perf_counter() - started, 1),
    )
    return Row(header, {name: np.stack([cell[name] for cell in cells]) for name in cells[0]})


def rounded(model: VariationalAutoencoder) -> VariationalAutoencoder:
    """Return a copy whose decoder has half-precision weights, so the figures are those of the stored decoder."""
    copied = copy.deepcopy(model)
    copied.decoder.half().float()
    return copied


def measure_cell(
    model: VariationalAutoencoder, test: ImageDataset, images: SweepImages, *, binarise: bool
) -> Mapping[str, np.ndarray]:
    """Return a cell's arrays: the decoder's weights, codes of the kept images, figures of the whole test split."""
    with torch.inference_mode():
        posterior = model.encode(torch.from_numpy(images.pixels).float())
    found = dataset_elbo(model, test, np.arange(len(test)), binarise=binarise)
    weights = {f"{DECODER}{name}": part.half().numpy() for name, part in model.decoder.state_dict().items()}
    codes = {"mu": posterior.mu.half().numpy(), "sd": sd_bytes(posterior.logvar.numpy())}
    figures = {
        "rate": found.terms.rate.mean(0),
        "mu_variance": found.mu.var(0, correction=0),
        "distortion": found.terms.distortion.mean(),
        "elbo": found.terms.elbo().mean(),
        **_shown_bounds(model, images),
    }
    return {**weights, **codes, **{name: value.numpy().astype(np.float32) for name, value in figures.items()}}


@torch.inference_mode()
def _shown_bounds(model: VariationalAutoencoder, images: SweepImages) -> dict[str, Tensor]:
    """Return the KL to the prior, the ELBO and the importance-weighted bound of each shown image."""
    x = torch.from_numpy(images.pixels[images.shown]).float()
    weights = log_weights(model, x, None, IWAE_SAMPLES, torch.Generator().manual_seed(0))
    rate = model.encode(x).kl_to_prior().sum(1)
    return {"shown_rate": rate, "shown_elbo": weights.mean(0), "shown_iwae": importance_bound(weights)}


def _require_same(path: Path, model: ModelConfig, config: TrainConfig, images: str) -> None:
    header = read_row(path).header
    if (header.model, header.train, header.images) != (model, config, images):
        raise CheckpointError(
            f"{path} was made with other settings or other images. Use the same options, or another --out."
        )
