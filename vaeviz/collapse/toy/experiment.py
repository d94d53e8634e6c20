"""The toy as an experiment: one run, measured exactly during training; see `source` for the data."""

import math
import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from vaeviz.collapse.toy.file import read_toy
from vaeviz.collapse.toy.model import ToyModel
from vaeviz.collapse.toy.page_arrays import numbers, posterior_arrays, tosses
from vaeviz.collapse.toy.recipes import DECODERS, REMEDIES, Recipe, recipes
from vaeviz.collapse.toy.runs import MeasuredRun, put_weights, untrained
from vaeviz.collapse.toy.settings import ToySettings
from vaeviz.collapse.toy.source import EDGE
from vaeviz.collapse.toy.training import ToyRun
from vaeviz.errors import ConfigError
from vaeviz.metrics.criteria import ACTIVE


class Toy:
    """One run of the toy; the exact figures are of step ``measured``, the points of the current step."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = ToySettings.from_json(settings)
        recipe = recipes()[self.settings.run]
        self._run = MeasuredRun(ToyRun(initial_model(recipe, self.settings.seed), recipe, self.settings.seed))

    @property
    def finished(self) -> bool:
        """Whether the run's steps are done."""
        return self._run.run.finished

    def move(self, settings: Mapping[str, Any]) -> None:
        """Refuse: the settings of a run of the toy are fixed."""
        raise ConfigError("The settings of a run of the toy cannot change; start another run.")

    def look(self, wish: Mapping[str, Any]) -> None:
        """Refuse: a frame of the toy shows everything."""
        raise ConfigError("A frame of the toy shows everything; there is nothing to choose.")

    def advance(self, seconds: float, steps: int | None = None) -> None:
        """Train until the time or the steps run out."""
        until, left = time.monotonic() + seconds, math.inf if steps is None else steps
        while left > 0 and not self.finished:
            self._run.step()
            left -= 1
            if time.monotonic() >= until:
                return

    def frame(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """Return the figures; and the points, posteriors and trail, see `posterior_arrays` and `MeasuredRun`."""
        run = self._run
        header = {
            **self.settings.to_json(),
            "step": run.run.done,
            "total": run.run.recipe.steps,
            "measured": run.measured,
            **numbers(run.figures),
        }
        return header, {**posterior_arrays(run.posteriors()), "trail": np.stack(run.trail)}


def initial_model(recipe: Recipe, seed: int) -> ToyModel:
    """Return the model that a run starts from; the end state of another run is read from the shipped file.

    Raises
    ------
    ConfigError
        If it is the end state of another run, and none is shipped for this seed.
    """
    model = untrained(recipe, seed)
    if recipe.begins != "fresh":
        stored = read_toy()
        seeds = stored.header.seeds
        if seed not in seeds:
            raise ConfigError(f"seed is {seed}; initial states are shipped for the seeds {', '.join(map(str, seeds))}.")
        put_weights(model, stored.arrays[f"weights.{recipe.begins}"][seeds.index(seed)])
    return model


def payload() -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return what the page draws before any training: the shipped runs, and the shown sequences."""
    stored = read_toy()
    words = {name: {"label": recipe.label, "says": recipe.says} for name, recipe in recipes().items()}
    shown, picked = tosses()
    header = {
        **stored.header.to_json(),
        "words": words,
        "decoders": list(DECODERS),
        "remedies": list(REMEDIES),
        "active_above": ACTIVE,
        "edge": EDGE,
    }
    kept = {name: array for name, array in stored.arrays.items() if not name.startswith("weights.")}
    return header, {**kept, "tosses": shown, "picked": picked}
