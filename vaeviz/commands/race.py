"""`collapse race`: train the table of remedies, with several seeds each."""

import argparse
import shlex
from pathlib import Path
from statistics import mean

import torch

from vaeviz.collapse.race.file import write_race
from vaeviz.collapse.race.remedies import CHANGES, SCENES, scene_of
from vaeviz.collapse.race.training import train_table
from vaeviz.commands.progress import progress_bar
from vaeviz.files.figures import folder
from vaeviz.metrics.criteria import active_units, kl_above


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--out", type=Path, default=folder(), help="folder of the scene's file")
    scenes = [scene.key for scene in SCENES]
    parser.add_argument("--scene", choices=scenes, default=scenes[0], help="the baseline that collapses")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    parser.add_argument("--steps", type=int, default=3000, help="steps of every run")
    parser.add_argument(
        "--remedies",
        nargs="+",
        choices=list(CHANGES),
        default=list(CHANGES),
        help="remedies to train; those of another scene are ignored",
    )
    parser.add_argument("--threads", type=int, default=1)


def run(arguments: argparse.Namespace) -> None:
    """Train, measure, write."""
    torch.set_num_threads(arguments.threads)
    scene = scene_of(arguments.scene)
    wanted = [one for one in scene.remedies if one.key in ("baseline", *arguments.remedies)]
    with progress_bar() as progress:
        command = shlex.join(arguments.command_line)
        stored = train_table(wanted, tuple(arguments.seeds), arguments.steps, command, progress)
    write_race(arguments.out, scene, stored)
    for row in stored.header.rows:
        print(
            f"{row.remedy.title}: ELBO {mean(row.elbo):.2f} ({min(row.elbo):.2f} to {max(row.elbo):.2f}), rate "
            f"{mean(row.rate):.2f}, information {mean(row.information):.2f}, distortion {mean(row.distortion):.2f}, "
            f"active units {mean(row.active):g} ({active_units()}), "
            f"{kl_above()} in {mean(row.active_kl):g} dimensions, {mean(row.seconds):.1f} s"
        )
