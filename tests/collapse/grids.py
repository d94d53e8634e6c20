"""A grid small enough to train in a test: two betas, two epochs, four corners."""

from dataclasses import replace
from pathlib import Path

from vaeviz.collapse.sweep.runs import Grid, train_grid
from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.data.dataset import ImageDataset

MODEL = ModelConfig(family="conv", image_shape=(1, 8, 8), latent_dim=3, width=4, hidden=8)
TRAIN = TrainConfig(dataset="corners", epochs=2, batch_size=64, binarise=True)
GRID = Grid(model=MODEL, train=TRAIN, betas=(4.0, 1.0), command="made in a test", hardware="a CPU")


def no_progress(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def make(out: Path, corners: ImageDataset, grid: Grid = GRID) -> list[Path]:
    """Train ``grid`` on the corners; the same images, as a test split, are held out."""
    return train_grid(out, grid, corners, replace(corners, split="test"), no_progress)
