"""`collapse`: make what the Collapse page ships with. Adding a word is a file here and a line of `WORDS`."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from vaeviz.commands import linear, plane, race, sigma, sweep, toy
from vaeviz.files.folders import require_writable


@dataclass(frozen=True)
class Word:
    """One word after `python -m vaeviz collapse`."""

    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], None]


WORDS: dict[str, Word] = {
    "sweep": Word("Train the grid of runs behind the scrubber.", sweep.add_arguments, sweep.run),
    "linear": Word("Train linear VAEs beside the theory that foretells them.", linear.add_arguments, linear.run),
    "race": Word("Train every remedy against collapse, several seeds each.", race.add_arguments, race.run),
    "plane": Word("Measure what bounds rate and distortion on MNIST.", plane.add_arguments, plane.run),
    "sigma": Word("Train one model at several decoder variances.", sigma.add_arguments, sigma.run),
    "toy": Word("Train the decoders and remedies of the one-dimensional toy.", toy.add_arguments, toy.run),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words with their options."""
    words = parser.add_subparsers(required=True, metavar="word")
    for name, word in WORDS.items():
        child = words.add_parser(name, help=word.help, description=word.help)
        word.add_arguments(child)
        child.set_defaults(run_word=word.run)


def run(arguments: argparse.Namespace) -> None:
    """Do what the word says, in a folder that can be written to."""
    require_writable(arguments.out)
    arguments.run_word(arguments)
