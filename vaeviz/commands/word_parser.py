"""A parser for one command, which imports the command only when it is chosen."""

import argparse
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Word:
    """One entry of a table of commands."""

    help: str
    module: str  # with add_arguments(parser) and run(arguments)


class WordParser(argparse.ArgumentParser):
    """The parser of one command; it imports the module and adds the options when it first parses arguments."""

    def __init__(self, *, module: str, runs: str = "run", **settings: Any) -> None:
        super().__init__(**settings)
        self._module, self._runs = module, runs

    def parse_known_args(self, *args: Any, **settings: Any) -> Any:
        """Parse as `argparse.ArgumentParser` does; the module's ``run`` is stored under the name ``runs``."""
        module = import_module(self._module)
        module.add_arguments(self)
        self.set_defaults(**{self._runs: module.run})
        return super().parse_known_args(*args, **settings)


def add_words(parser: argparse.ArgumentParser, words: dict[str, Word], *, metavar: str, runs: str = "run") -> None:
    """Add these commands to a parser; the ``run`` of the chosen one is stored under the name ``runs``."""
    choices = parser.add_subparsers(required=True, metavar=metavar, parser_class=WordParser)
    for name, word in words.items():
        choices.add_parser(name, help=word.help, description=word.help, module=word.module, runs=runs)
