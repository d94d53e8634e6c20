"""`collapse`: make what the Collapse page ships with. Adding a word is a file here and a line of `WORDS`."""

import argparse

from vaeviz.commands.word_parser import Word, add_words
from vaeviz.files.folders import require_writable

WORDS: dict[str, Word] = {
    "sweep": Word("Train the grid of runs behind the scrubber.", "vaeviz.commands.sweep"),
    "linear": Word("Train linear VAEs beside the theory that foretells them.", "vaeviz.commands.linear"),
    "race": Word("Train every remedy against collapse, several seeds each.", "vaeviz.commands.race"),
    "plane": Word("Measure what bounds rate and distortion on MNIST.", "vaeviz.commands.plane"),
    "sigma": Word("Train one model at several decoder variances.", "vaeviz.commands.sigma"),
    "toy": Word("Train the decoders and remedies of the one-dimensional toy.", "vaeviz.commands.toy"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words; each adds its options when it is chosen."""
    add_words(parser, WORDS, metavar="word", runs="run_word")


def run(arguments: argparse.Namespace) -> None:
    """Do what the word says, in a folder that can be written to."""
    require_writable(arguments.out)
    arguments.run_word(arguments)
