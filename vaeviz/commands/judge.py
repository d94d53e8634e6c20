"""`judge`: train the classifier that says which class a generated picture shows."""

import argparse
from pathlib import Path

import torch

from vaeviz import data as datasets
from vaeviz.commands.progress import progress_bar
from vaeviz.judge import measure, save, train_judge


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("dataset", choices=list(datasets.DATASETS))
    parser.add_argument(
        "--out", type=Path, required=True, help="file to write, e.g. checkpoints/judges/mnist.safetensors"
    )
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)


def run(arguments: argparse.Namespace) -> None:
    """Train on the train split, measure on the test split, write."""
    torch.set_num_threads(1)
    with progress_bar() as progress:
        train = datasets.load(arguments.dataset, "train", progress)
        test = datasets.load(arguments.dataset, "test", progress)
        made = train_judge(train, seed=arguments.seed, epochs=arguments.epochs, progress=progress)
        judge = measure(made, test)
    save(arguments.out, judge)
    print(f"{arguments.out}: {judge.header.test_accuracy:.2%} of the test images named right")
