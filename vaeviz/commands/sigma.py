"""`collapse sigma`: train one model at several decoder variances, and at the optimal one."""

import argparse
import shlex
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from vaeviz import data as datasets
from vaeviz.collapse.linear.training import LinearSettings
from vaeviz.collapse.sigma.file import FILE, write_sigma
from vaeviz.collapse.sigma.runs import VARIANCES, train_sigmas
from vaeviz.commands.machine import Machine, use_machine
from vaeviz.commands.progress import progress_bar
from vaeviz.config import ModelConfig, Record, TrainConfig
from vaeviz.files.figures import folder
from vaeviz.metrics.criteria import active_units
from vaeviz.settings import add_options, check_options, from_options, same_setting
from vaeviz.training.runs import hardware_of
from vaeviz.training.tables import TABLES


@dataclass(frozen=True, kw_only=True)
class SigmaSettings(Record):
    """The fixed variances."""

    variances: tuple[float, ...] = same_setting(
        LinearSettings, "s2", default=VARIANCES, fewest=1, help="the decoder's variances per pixel"
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--out", type=Path, default=folder(), help=f"folder of the file {FILE}")
    defaults = {"dataset": "mnist", "epochs": 2}
    add_options(parser, TrainConfig, only=("dataset", "epochs", "seed"), defaults=defaults, choices=TABLES)
    network = {"latent_dim": 32, "width": 16, "hidden": 128}
    add_options(parser, ModelConfig, only=network, defaults=network)
    add_options(parser, SigmaSettings)
    add_options(parser, Machine, only=("threads",))


def run(arguments: argparse.Namespace) -> None:
    """Train, measure, write."""
    use_machine(arguments)
    variances = from_options(arguments, SigmaSettings).variances
    for record in (ModelConfig, TrainConfig):
        check_options(arguments, record)
    with progress_bar() as progress:
        train, test = (datasets.load(arguments.dataset, split, progress) for split in ("train", "test"))
        model = from_options(arguments, ModelConfig, family="conv", image_shape=train.image_shape)
        config = from_options(arguments, TrainConfig)
        stored = train_sigmas(variances, model, config, train, test, progress)
    header = replace(
        stored.header, command=shlex.join(arguments.command_line), hardware=hardware_of(torch.device("cpu"))
    )
    write_sigma(arguments.out, replace(stored, header=header))
    for one in header.runs:
        kind = "optimal" if one.optimal else "fixed"
        print(
            f"sigma^2 {one.s2:.4f} ({kind}): squared error {one.squared_error:.2f}, rate {one.rate:.2f} nats, "
            f"ELBO {one.elbo:.1f}, {one.active_units} of {arguments.latent_dim} active units ({active_units()})"
        )
