"""The race: two or more settings trained side by side on the same data and seeds, one step each in turn."""

import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from vaeviz.collapse.experiments import Frame
from vaeviz.collapse.lab.held_out import HELD_OUT, split
from vaeviz.collapse.race.seed_group import FIGURES, SeedGroup, information
from vaeviz.collapse.race.settings import RaceSettings
from vaeviz.errors import ConfigError
from vaeviz.metrics.criteria import ACTIVE, KL_THRESHOLD
from vaeviz.settings import settings_of

POINTS = 200  # of a curve, approximately


class Race:
    """One step of every group and seed in turn; see `Experiment`."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = RaceSettings.from_json(settings)
        self.seeds = tuple(range(self.settings.seed, self.settings.seed + self.settings.seeds))
        self.groups = {name: SeedGroup(one, self.seeds) for name, one in self.settings.groups().items()}
        self.steps = self.settings.steps
        self.step = 0
        self._points: list[int] = []
        self._information: dict[str, list[float]] = {}  # of each group and seed, once the race is over
        self._measure()

    @property
    def finished(self) -> bool:
        """Whether every run has taken all its steps."""
        return self.step >= self.steps

    def move(self, settings: Mapping[str, Any]) -> None:
        """Change settings of a group, as in {"a": {"beta": 2}}, or the total ``steps``, to at least those done."""
        wanted = dict(settings)
        steps = wanted.pop("steps", self.steps)
        if unknown := set(wanted) - set(self.groups):
            raise ConfigError(f"{sorted(unknown)[0]} cannot change during a race; start a fresh one.")
        settings_of(RaceSettings)["steps"].check(steps)
        checked = {name: self.groups[name].settings.moved(change) for name, change in wanted.items()}
        for name, moved in checked.items():
            self.groups[name].move(asdict(moved))
        self.steps = max(steps, self.step)
        self._information = {}
        if self.finished:
            self._settle()

    def look(self, wish: Mapping[str, Any]) -> None:
        """Refuse: a frame of a race shows everything."""
        raise ConfigError("A race shows all its curves; there is nothing to choose.")

    def advance(self, seconds: float, steps: int | None = None) -> None:
        """Train all groups until the time or the steps run out; if ``steps`` is given, measure at its last step."""
        deadline = time.perf_counter() + seconds
        last = self.steps if steps is None else min(self.steps, self.step + steps)
        while self.step < last:
            for group in self.groups.values():
                group.train()
            self.step += 1
            if self.finished:
                self._settle()
            elif self.step % max(1, round(self.steps / POINTS)) == 0 or (steps is not None and self.step == last):
                self._measure()
            if time.perf_counter() >= deadline:
                return

    def frame(self) -> Frame:
        """Return the curves so far, and each unit's rate at their last point."""
        head = {
            "step": self.step,
            "steps": self.steps,
            "measured": self._points[-1],
            "seeds": list(self.seeds),
            "figures": list(FIGURES),
            "groups": [
                {
                    "name": name,
                    "settings": group.settings.to_json(),
                    "seconds": group.seconds / len(self.seeds),
                    "information": self._information.get(name),
                }
                for name, group in self.groups.items()
            ],
            "split": HELD_OUT,
            "images": len(split(HELD_OUT)),
            "active_threshold": ACTIVE,
            "kl_threshold": KL_THRESHOLD,
        }
        arrays = {
            f"{name}.{key}": array for name, group in self.groups.items() for key, array in group.arrays().items()
        }
        return head, {"points": np.asarray(self._points, np.float32), **arrays}

    def _settle(self) -> None:
        """Measure the end of the race, and the mutual information of codes and images there."""
        if self._points[-1] != self.step:
            self._measure()
        models = {name: [run.model for run in group.runs] for name, group in self.groups.items()}
        self._information = {name: [information(one) for one in group] for name, group in models.items()}

    def _measure(self) -> None:
        for group in self.groups.values():
            group.measure()
        self._points.append(self.step)
