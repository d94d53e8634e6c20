"""`vaeviz`, or `python -m vaeviz`: the commands are in `vaeviz.commands.COMMANDS`."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence

from vaeviz.commands import COMMANDS
from vaeviz.commands.word_parser import add_words
from vaeviz.errors import VaevizError
from vaeviz.installation import PROGRAM

CLOSED_PIPE = 141  # exit status: 128 + SIGPIPE, as of any program whose reader has gone


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status: 0, 2 for wrong input, 130 after an interrupt, 141 for a closed pipe."""
    try:
        try:
            return _run(argv)
        finally:
            sys.stdout.flush()  # here, because at exit a closed pipe would print a traceback
    except BrokenPipeError:  # as in `vaeviz list | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE


def _run(argv: Sequence[str] | None) -> int:
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    argv = list(sys.argv[1:] if argv is None else argv)
    arguments = _parser().parse_args(argv)
    arguments.command_line = [*PROGRAM.split(), *argv]
    try:
        arguments.run(arguments)
    except VaevizError as error:
        print(f"vaeviz: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("vaeviz: interrupted", file=sys.stderr)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vaeviz", description="Explore, train, measure and list VAEs.")
    add_words(parser, COMMANDS, metavar="command")
    return parser


if __name__ == "__main__":
    sys.exit(main())
