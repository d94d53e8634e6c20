"""`oracle`: train the classifier or regressor that measures conditional accuracy."""

import argparse
from pathlib import Path

from vaeviz import data as datasets
from vaeviz.commands.machine import Machine, use_machine
from vaeviz.commands.progress import progress_bar
from vaeviz.config import TrainConfig
from vaeviz.files.folders import require_writable
from vaeviz.metrics.attribute_figures import AttributeFigure
from vaeviz.metrics.oracle_classifier import OracleClassifier, oracle_file, save
from vaeviz.metrics.oracle_training import OracleSettings, measure_errors, train_oracle
from vaeviz.settings import add_options, from_options
from vaeviz.training.tables import TABLES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_options(parser, TrainConfig, only=("dataset",), choices=TABLES)
    parser.add_argument(
        "--out", type=Path, help="file to write; default: oracles/DATASET.safetensors beside the models"
    )
    add_options(parser, OracleSettings)
    add_options(parser, Machine)


def run(arguments: argparse.Namespace) -> None:
    """Train on the training split, measure on the test split, and write the file."""
    device, settings = use_machine(arguments), from_options(arguments, OracleSettings)
    out = arguments.out or oracle_file(arguments.dataset)
    require_writable(out.parent)
    with progress_bar() as progress:
        train = datasets.load(arguments.dataset, "train", progress)
        test = datasets.load(arguments.dataset, "test", progress)
        oracle = measure_errors(train_oracle(train, settings, device=device, progress=progress), test)
    save(out, oracle)
    print(f"{out}: {report(oracle)}")


def report(oracle: OracleClassifier) -> str:
    """Return the figures of an oracle on the test split."""
    if not oracle.header.attributes:
        return f"{oracle.header.test_accuracy:.2%} accuracy on the test images"
    return "\n".join(["on the test images", *(f"  {figure_line(one)}" for one in oracle.header.test_attributes)])


def figure_line(found: AttributeFigure) -> str:
    """Return the figures of one attribute as a line of text."""
    n = f"n = {found.n:,}" if found.n else "n not stored"
    if found.accuracy is not None:
        error = f" +- {found.accuracy_error:.1%}" if found.accuracy_error is not None else ""
        return f"{found.name:20} {found.accuracy:.1%}{error} accuracy (chance {found.chance:.1%}, {n})"
    agreement = f"rank correlation {found.rank_correlation:.3f}, mean error {found.mean_absolute_error:.3f}"
    return f"{found.name:20} {agreement} ({n})"
