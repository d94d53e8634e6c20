"""`collapse plane`: measure the limits of rate and distortion on MNIST, without any training."""

import argparse
import shlex
from pathlib import Path

import torch

from vaeviz import data as datasets
from vaeviz.collapse.rate_distortion import DATASET, pixel_limits, write_limits
from vaeviz.commands.progress import progress_bar
from vaeviz.files.figures import folder
from vaeviz.training.runs import hardware_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--out", type=Path, default=folder(), help="folder of the file plane.json")


def run(arguments: argparse.Namespace) -> None:
    """Measure, write."""
    with progress_bar() as progress:
        train, test = (datasets.load(DATASET, split, progress) for split in ("train", "test"))
    limits = pixel_limits(train, test, shlex.join(arguments.command_line), hardware_of(torch.device("cpu")))
    write_limits(arguments.out, limits)
    print(f"mean image {limits.pixel_mean:.2f} nats, true grey levels {limits.grey_entropy:.2f} nats")
