"""`collapse toy`: train every decoder and every remedy of the one-dimensional toy, and store the results."""

import argparse
import shlex
from dataclasses import dataclass
from pathlib import Path

import torch

from vaeviz.collapse.toy.file import ToyHeader, ToyRow, write_toy
from vaeviz.collapse.toy.recipes import recipes
from vaeviz.collapse.toy.runs import collect, stored_of
from vaeviz.collapse.toy.source import entropy
from vaeviz.commands.machine import Machine, use_machine
from vaeviz.commands.progress import progress_bar
from vaeviz.config import Record, TrainConfig
from vaeviz.files.figures import folder
from vaeviz.settings import add_options, from_options, same_setting
from vaeviz.training.runs import hardware_of


@dataclass(frozen=True, kw_only=True)
class ToySeeds(Record):
    """The seeds of every run."""

    seeds: tuple[int, ...] = same_setting(TrainConfig, "seed", default=(0, 1, 2), fewest=1, help="seeds of every run")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--out", type=Path, default=folder(), help="folder of the file toy.safetensors")
    add_options(parser, ToySeeds)
    add_options(parser, Machine, only=("threads",))


def run(arguments: argparse.Namespace) -> None:
    """Train, write, print the table."""
    use_machine(arguments)
    seeds, runs = from_options(arguments, ToySeeds).seeds, tuple(recipes())
    with progress_bar() as progress:
        ends = []
        for seed in seeds:
            for end in collect(seed):
                ends.append(end)
                progress("runs of the toy", len(ends), len(runs) * len(seeds))
    ends.sort(key=lambda end: (runs.index(end.row.run), seeds.index(end.row.seed)))
    header = ToyHeader(
        seeds=seeds,
        runs=runs,
        rows=tuple(end.row for end in ends),
        entropy=entropy(),
        command=shlex.join(arguments.command_line),
        hardware=hardware_of(torch.device("cpu")),
    )
    write_toy(arguments.out, stored_of(header, ends))
    print(f"entropy of the data {header.entropy:.4f} nats")
    for row in header.rows:
        print(line(row))


def line(row: ToyRow) -> str:
    """Return one run's figures as one line of text."""
    return (
        f"{row.run:14s} seed {row.seed}: excess nll {row.lost:.4f}, rate {row.rate:.4f}, -ELBO {-row.elbo:.4f}, "
        f"variance of mu {row.variance:.4f} (of the true mean {row.true_variance:.4f}), {row.seconds:.1f} s"
    )
