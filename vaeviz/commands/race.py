"""`collapse race`: train the table of remedies, with several seeds each."""

import argparse
import shlex
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from vaeviz.collapse.race.file import write_race
from vaeviz.collapse.race.remedies import CHANGES, SCENES, scene_of
from vaeviz.collapse.race.settings import RaceSettings
from vaeviz.collapse.race.training import train_table
from vaeviz.commands.machine import Machine, use_machine
from vaeviz.commands.progress import progress_bar
from vaeviz.config import Record, TrainConfig
from vaeviz.files.figures import folder
from vaeviz.metrics.criteria import active_units, kl_above
from vaeviz.settings import add_options, from_options, same_setting, setting

_SCENES = tuple(scene.key for scene in SCENES)


@dataclass(frozen=True, kw_only=True)
class TableSettings(Record):
    """The rows of the table."""

    scene: str = setting(_SCENES[0], choices=_SCENES, help="the baseline that collapses")
    seeds: tuple[int, ...] = same_setting(
        TrainConfig, "seed", default=(0, 1, 2, 3, 4), fewest=1, help="seeds of every remedy"
    )
    steps: int = same_setting(RaceSettings, "steps")
    remedies: tuple[str, ...] = setting(
        tuple(CHANGES), choices=tuple(CHANGES), fewest=1, help="remedies to train; those of another scene are ignored"
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--out", type=Path, default=folder(), help="folder of the scene's file")
    add_options(parser, TableSettings)
    add_options(parser, Machine, only=("threads",))


def run(arguments: argparse.Namespace) -> None:
    """Train, measure, write."""
    use_machine(arguments)
    table = from_options(arguments, TableSettings)
    scene = scene_of(table.scene)
    wanted = [one for one in scene.remedies if one.key in ("baseline", *table.remedies)]
    with progress_bar() as progress:
        command = shlex.join(arguments.command_line)
        stored = train_table(wanted, table.seeds, table.steps, command, progress)
    write_race(arguments.out, scene, stored)
    for row in stored.header.rows:
        print(
            f"{row.remedy.title}: ELBO {mean(row.elbo):.2f} ({min(row.elbo):.2f} to {max(row.elbo):.2f}), rate "
            f"{mean(row.rate):.2f}, information {mean(row.information):.2f}, distortion {mean(row.distortion):.2f}, "
            f"active units {mean(row.active):g} ({active_units()}), "
            f"{kl_above()} in {mean(row.active_kl):g} dimensions, {mean(row.seconds):.1f} s"
        )
