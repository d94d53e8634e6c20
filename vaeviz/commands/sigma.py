"""`collapse sigma`: train one model at each of several decoder variances, and at the one that fits best."""

import argparse
import shlex
from dataclasses import replace
from pathlib import Path

import torch

from vaeviz import data as datasets
from vaeviz.collapse.sigma.file import FILE, write_sigma
from vaeviz.collapse.sigma.runs import VARIANCES, train_sigmas
from vaeviz.commands.progress import progress_bar
from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.files.figures import folder
from vaeviz.training.runs import hardware_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--out", type=Path, default=folder(), help=f"folder of the file {FILE}")
    parser.add_argument("--dataset", choices=list(datasets.DATASETS), default="mnist")
    parser.add_argument("--variances", type=float, nargs="+", default=list(VARIANCES), metavar="S2")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--latent", type=int, default=32, help="latent dimensions")
    parser.add_argument("--width", type=int, default=16, help="channels of the first convolution")
    parser.add_argument("--hidden", type=int, default=128, help="units of each hidden layer")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1, help="CPU threads; part of what makes a run repeatable")


def run(arguments: argparse.Namespace) -> None:
    """Train, measure, write."""
    torch.set_num_threads(arguments.threads)
    with progress_bar() as progress:
        train, test = (datasets.load(arguments.dataset, split, progress) for split in ("train", "test"))
        model = ModelConfig(
            family="conv",
            image_shape=train.image_shape,
            latent_dim=arguments.latent,
            width=arguments.width,
            hidden=arguments.hidden,
        )
        config = TrainConfig(dataset=arguments.dataset, epochs=arguments.epochs, seed=arguments.seed)
        stored = train_sigmas(tuple(arguments.variances), model, config, train, test, progress)
    header = replace(
        stored.header, command=shlex.join(arguments.command_line), hardware=hardware_of(torch.device("cpu"))
    )
    write_sigma(arguments.out, replace(stored, header=header))
    for one in header.runs:
        kind = "optimal" if one.optimal else "fixed"
        print(
            f"sigma^2 {one.s2:.4f} ({kind}): squared error {one.squared_error:.2f}, rate {one.rate:.2f} nats, "
            f"ELBO {one.elbo:.1f}, {one.active_units} of {arguments.latent} active"
        )
