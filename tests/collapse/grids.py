"""A grid small enough to train in a test: two betas, two epochs, four corners."""

from dataclasses import replace
from pathlib import Path

import torch

from vaeviz.collapse.sweep.grid import SweepGrid
from vaeviz.collapse.sweep.runs import Grid, train_grid
from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.data.dataset import ImageDataset
from vaeviz.families import build
from vaeviz.families.vae import VariationalAutoencoder

MODEL = ModelConfig(family="conv", image_shape=(1, 8, 8), latent_dim=3, width=4, hidden=8)
TRAIN = TrainConfig(dataset="corners", epochs=2, batch_size=64, binarise=True)
GRID = Grid(model=MODEL, train=TRAIN, betas=(4.0, 1.0), command="made in a test", hardware="a CPU")


def network(grid: SweepGrid, row: int, epoch: int) -> VariationalAutoencoder:
    """Return a model with a cell's decoder; its encoder is untrained, since encoders are not kept."""
    kept = grid.rows[row]
    model = build(kept.header.model)
    model.load_state_dict({name: torch.from_numpy(part) for name, part in kept.decoder(epoch).items()}, strict=False)
    return model.eval().requires_grad_(False)


def no_progress(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def make(out: Path, corners: ImageDataset, grid: Grid = GRID) -> list[Path]:
    """Train ``grid`` on the corners; the same images, as a test split, are held out."""
    return train_grid(out, grid, corners, replace(corners, split="test"), no_progress)
