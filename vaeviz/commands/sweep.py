"""`collapse sweep`: train the grid of runs for the sweep; existing runs are not trained again."""

import argparse
import shlex
from pathlib import Path

import torch

from vaeviz import data as datasets
from vaeviz.collapse.sweep.runs import BETAS, Grid, train_grid
from vaeviz.commands.progress import progress_bar
from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.files.figures import folder
from vaeviz.settings import add_options, from_options
from vaeviz.training.runs import hardware_of
from vaeviz.training.tables import TABLES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--out", type=Path, default=folder(), help="folder of the grid's files")
    defaults = {"dataset": "mnist", "epochs": 10}
    add_options(parser, TrainConfig, only=("dataset", "epochs", "seed"), defaults=defaults, choices=TABLES)
    network = {"latent_dim": 32, "width": 12, "hidden": 64}
    add_options(parser, ModelConfig, only=network, defaults=network)
    parser.add_argument("--betas", type=float, nargs="+", default=list(BETAS), metavar="BETA", help="weights on the KL")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads; a different number changes the result")


def run(arguments: argparse.Namespace) -> None:
    """Train the missing runs and print the size of the grid."""
    torch.set_num_threads(arguments.threads)
    with progress_bar() as progress:
        train = datasets.load(arguments.dataset, "train", progress)
        test = datasets.load(arguments.dataset, "test", progress)
        grid = Grid(
            model=from_options(arguments, ModelConfig, family="conv", image_shape=train.image_shape),
            train=from_options(arguments, TrainConfig, binarise=True),
            betas=tuple(arguments.betas),
            command=shlex.join(arguments.command_line),
            hardware=hardware_of(torch.device("cpu")),
        )
        files = train_grid(arguments.out, grid, train, test, progress)
    print(f"{arguments.out}: {len(files)} runs, {sum(path.stat().st_size for path in files) / 1e6:.2f} MB")
