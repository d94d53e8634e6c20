"""`collapse sweep`: train the grid of runs behind the scrubber; a run that is there already is not made again."""

import argparse
import shlex
from pathlib import Path

import torch

from vaeviz import data as datasets
from vaeviz.collapse.sweep.runs import BETAS, Grid, train_grid
from vaeviz.commands.progress import progress_bar
from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.files.figures import folder
from vaeviz.training.runs import hardware_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--out", type=Path, default=folder(), help="folder of the grid's files")
    parser.add_argument("--dataset", choices=list(datasets.DATASETS), default="mnist")
    parser.add_argument("--betas", type=float, nargs="+", default=list(BETAS), metavar="BETA", help="weights on the KL")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--latent", type=int, default=32, help="latent dimensions")
    parser.add_argument("--width", type=int, default=12, help="channels of the first convolution")
    parser.add_argument("--hidden", type=int, default=64, help="units of each hidden layer")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1, help="CPU threads; part of what makes a run repeatable")


def run(arguments: argparse.Namespace) -> None:
    """Train what is missing and say what the grid holds."""
    torch.set_num_threads(arguments.threads)
    with progress_bar() as progress:
        train = datasets.load(arguments.dataset, "train", progress)
        test = datasets.load(arguments.dataset, "test", progress)
        grid = Grid(
            model=ModelConfig(
                family="conv",
                image_shape=train.image_shape,
                latent_dim=arguments.latent,
                width=arguments.width,
                hidden=arguments.hidden,
            ),
            train=TrainConfig(dataset=arguments.dataset, epochs=arguments.epochs, seed=arguments.seed, binarise=True),
            betas=tuple(arguments.betas),
            command=shlex.join(arguments.command_line),
            hardware=hardware_of(torch.device("cpu")),
        )
        files = train_grid(arguments.out, grid, train, test, progress)
    print(f"{arguments.out}: {len(files)} runs, {sum(path.stat().st_size for path in files) / 1e6:.2f} MB")
