"""`collapse`: compute the files of the Collapse page. To add a subcommand, add a file here and a line of `WORDS`."""

import argparse

from vaeviz.commands.word_parser import Word, add_words
from vaeviz.files.folders import require_writable

WORDS: dict[str, Word] = {
    "sweep": Word("Train the grid of runs for the sweep over beta.", "vaeviz.commands.sweep"),
    "linear": Word("Train linear VAEs, and compute the spectra that predict them.", "vaeviz.commands.linear"),
    "race": Word("Train every remedy against collapse, several seeds each.", "vaeviz.commands.race"),
    "plane": Word("Measure the limits of rate and distortion on MNIST.", "vaeviz.commands.plane"),
    "sigma": Word("Train one model at several decoder variances.", "vaeviz.commands.sigma"),
    "toy": Word("Train the decoders and remedies of the one-dimensional toy model.", "vaeviz.commands.toy"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands; each adds its options when it is chosen."""
    add_words(parser, WORDS, metavar="word", runs="run_word")


def run(arguments: argparse.Namespace) -> None:
    """Run the chosen subcommand, after checking that its folder can be written to."""
    require_writable(arguments.out)
    arguments.run_word(arguments)
