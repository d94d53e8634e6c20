"""`bench`: measure the speed on this machine, with a stock implementation as the baseline."""

import argparse
import json
from pathlib import Path

from vaeviz.bench import BENCHES
from vaeviz.bench.options import Options
from vaeviz.commands.machine import Machine, use_machine
from vaeviz.errors import unknown_name
from vaeviz.settings import add_options, from_options
from vaeviz.training.tables import TABLES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("benches", nargs="*", metavar="bench", help=f"{', '.join(BENCHES)}; default: all")
    parser.add_argument("--json", action="store_true", help="print every figure as JSON")
    parser.add_argument("--checkpoint", type=Path, help="model of the live, distance and start benchmarks")
    add_options(parser, Options, choices=TABLES)
    add_options(parser, Machine, only=("threads",))


def run(arguments: argparse.Namespace) -> None:
    """Measure and print one table per benchmark, or all as one JSON list."""
    for name in arguments.benches:
        if name not in BENCHES:
            raise unknown_name("benchmark", name, BENCHES)
    use_machine(arguments)
    options = from_options(arguments, Options, checkpoint=arguments.checkpoint)
    reports = []
    for name in arguments.benches or BENCHES:
        report = BENCHES[name](options)
        reports.append(report.to_json())
        if not arguments.json:
            print(report.to_text(), end="\n\n", flush=True)
    if arguments.json:
        print(json.dumps(reports, indent=2))
