"""`vaeviz`, or `python -m vaeviz`: the commands are in `vaeviz.commands.COMMANDS`."""

import argparse
import logging
import sys
from collections.abc import Sequence

from vaeviz.commands import COMMANDS
from vaeviz.commands.word_parser import add_words
from vaeviz.errors import VaevizError
from vaeviz.installation import PROGRAM


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status: 0, 2 for wrong input, 130 after an interrupt."""
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
