"""`bench`: measure the speed on this machine, beside the usual way to do the same."""

import argparse
import json
from pathlib import Path

import torch

from vaeviz import data as datasets
from vaeviz.bench import BENCHES
from vaeviz.bench.options import Options
from vaeviz.errors import unknown_name

DEFAULT = Options()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("benches", nargs="*", metavar="bench", help=f"{', '.join(BENCHES)}; default: all")
    parser.add_argument("--json", action="store_true", help="print every figure as JSON")
    parser.add_argument("--checkpoint", type=Path, help="model of the live, distance and start benchmarks")
    parser.add_argument("--dataset", choices=list(datasets.DATASETS), default=DEFAULT.dataset, help="for train")
    parser.add_argument("--seconds", type=float, default=DEFAULT.seconds, help="length of a drag or a pan")
    parser.add_argument("--repeats", type=int, default=DEFAULT.repeats, help="number of repeats; the median is shown")
    parser.add_argument("--steps", type=int, default=DEFAULT.steps, help="steps, images or look-ups per repeat")
    parser.add_argument("--points", type=int, nargs="+", default=DEFAULT.points, help="sizes of the maps of map")
    parser.add_argument("--threads", type=int, default=1)


def run(arguments: argparse.Namespace) -> None:
    """Measure and print one table per benchmark, or all as one JSON list."""
    for name in arguments.benches:
        if name not in BENCHES:
            raise unknown_name("benchmark", name, BENCHES)
    torch.set_num_threads(arguments.threads)
    options = Options(
        checkpoint=arguments.checkpoint,
        dataset=arguments.dataset,
        seconds=arguments.seconds,
        repeats=arguments.repeats,
        steps=arguments.steps,
        points=tuple(arguments.points),
    )
    reports = []
    for name in arguments.benches or BENCHES:
        report = BENCHES[name](options)
        reports.append(report.to_json())
        if not arguments.json:
            print(report.to_text(), end="\n\n", flush=True)
    if arguments.json:
        print(json.dumps(reports, indent=2))
