"""`collapse sweep`: train the grid of runs for the sweep; existing runs are not trained again."""

import argparse
import shlex
from dataclasses import dataclass
from pathlib import Path

import torch

from vaeviz import data as datasets
from vaeviz.collapse.sweep.runs import BETAS, Grid, train_grid
from vaeviz.commands.machine import Machine, use_machine
from vaeviz.commands.progress import progress_bar
from vaeviz.config import ModelConfig, Record, TrainConfig
from vaeviz.files.figures import folder
from vaeviz.settings import add_options, check_options, from_options, same_setting
from vaeviz.training.runs import hardware_of
from vaeviz.training.tables import TABLES


@dataclass(frozen=True, kw_only=True)
class SweepSettings(Record):
    """The rows of the grid."""

    betas: tuple[float, ...] = same_setting(TrainConfig, "beta", default=BETAS, fewest=1, help="weights on the KL")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--out", type=Path, default=folder(), help="folder of the grid's files")
    defaults = {"dataset": "mnist", "epochs": 10}
    add_options(parser, TrainConfig, only=("dataset", "epochs", "seed"), defaults=defaults, choices=TABLES)
    network = {"latent_dim": 32, "width": 12, "hidden": 64}
    add_options(parser, ModelConfig, only=network, defaults=network)
    add_options(parser, SweepSettings)
    add_options(parser, Machine, only=("threads",))


def run(arguments: argparse.Namespace) -> None:
    """Train the missing runs and print the size of the grid."""
    use_machine(arguments)
    betas = from_options(arguments, SweepSettings).betas
    for record in (ModelConfig, TrainConfig):
        check_options(arguments, record)
    with progress_bar() as progress:
        train = datasets.load(arguments.dataset, "train", progress)
        test = datasets.load(arguments.dataset, "test", progress)
        grid = Grid(
            model=from_options(arguments, ModelConfig, family="conv", image_shape=train.image_shape),
            train=from_options(arguments, TrainConfig, binarise=True),
            betas=betas,
            command=shlex.join(arguments.command_line),
            hardware=hardware_of(torch.device("cpu")),
        )
        files = train_grid(arguments.out, grid, train, test, progress)
    print(f"{arguments.out}: {len(files)} runs, {sum(path.stat().st_size for path in files) / 1e6:.2f} MB")
