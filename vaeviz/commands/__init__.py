"""COMMANDS: what `python -m vaeviz` can do. Adding one is a file here and a line below."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from vaeviz.commands import bench, codes, collapse, evaluate, judge, listing, train


@dataclass(frozen=True)
class Command:
    """One word after `python -m vaeviz`."""

    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], None]


COMMANDS: dict[str, Command] = {
    "list": Command("List the checkpoints at hand.", listing.add_arguments, listing.run),
    "train": Command("Train a model on a data set.", train.add_arguments, train.run),
    "codes": Command("Encode a data set and make its maps.", codes.add_arguments, codes.run),
    "evaluate": Command("Measure a model on the test split.", evaluate.add_arguments, evaluate.run),
    "judge": Command("Train the classifier that judges conditional models.", judge.add_arguments, judge.run),
    "collapse": Command("Make what the Collapse page shows.", collapse.add_arguments, collapse.run),
    "bench": Command("Measure how fast it is here.", bench.add_arguments, bench.run),
}
