"""The settings of a race: those of its sides, the seeds and the number of steps."""

from dataclasses import dataclass

from vaeviz.collapse.lab.settings import LabSettings
from vaeviz.config import MAX_SEED, Record, TrainConfig
from vaeviz.settings import same_setting, setting

SIDES = ("a", "b", "c", "d")
MAX_SEEDS = 5
MAX_STEPS = 20_000


@dataclass(frozen=True, kw_only=True)
class RaceSettings(Record):
    """The sides of a race, its seeds and its length; the seed in a side's settings is ignored."""

    a: LabSettings = setting(help="settings of the first side")
    b: LabSettings = setting(help="settings of the second side")
    c: LabSettings | None = setting(None, help="settings of the third side, if any")
    d: LabSettings | None = setting(None, help="settings of the fourth side, if any")
    seeds: int = setting(3, low=1, high=MAX_SEEDS, unit="runs", help="how many seeds every side is trained with")
    seed: int = same_setting(TrainConfig, "seed", high=MAX_SEED - MAX_SEEDS, help="the first seed")
    steps: int = setting(3000, low=1, high=MAX_STEPS, unit="steps", help="optimiser steps of every run")

    def groups(self) -> dict[str, LabSettings]:
        """Return the settings of each group that runs."""
        named = {name: getattr(self, name) for name in SIDES}
        return {name: settings for name, settings in named.items() if settings is not None}
