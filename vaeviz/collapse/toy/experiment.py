"""The toy as an experiment: one run under way, measured exactly as it goes; see `toy_source` for the data."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from vaeviz.collapse.toy.file import read_toy
from vaeviz.collapse.toy.model import ToyModel
from vaeviz.collapse.toy.picture import numbers, picture, tosses
from vaeviz.collapse.toy.recipes import DECODERS, REMEDIES, Recipe, recipes
from vaeviz.collapse.toy.runs import MeasuredRun, put_weights, untrained
from vaeviz.collapse.toy.source import EDGE
from vaeviz.collapse.toy.training import ToyRun
from vaeviz.config import Record, TrainConfig
from vaeviz.errors import ConfigError
from vaeviz.metrics.criteria import ACTIVE
from vaeviz.settings import same_setting, setting

NO_REMEDY = "none"


@dataclass(frozen=True, kw_only=True)
class ToySettings(Record):
    """Which run: a decoder from its beginning, or a remedy from the collapsed state of the pre-trained one."""

    decoder: str = setting("pretrained", choices=tuple(DECODERS), help="which decoder is trained from its beginning")
    remedy: str = setting(NO_REMEDY, choices=(NO_REMEDY, *REMEDIES), help="what is done about the collapsed state")
    seed: int = same_setting(TrainConfig, "seed")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.remedy != NO_REMEDY and self.decoder != "pretrained":
            raise ConfigError(
                f"A remedy starts from the collapsed model, whose decoder is pretrained; found {self.decoder!r}."
            )

    @property
    def run(self) -> str:
        """Return the name of its recipe."""
        return self.decoder if self.remedy == NO_REMEDY else self.remedy


class Toy:
    """One run of the toy; the exact figures are as of ``measured`` steps, the points as of now."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = ToySettings.from_json(settings)
        recipe = recipes()[self.settings.run]
        self._tape = MeasuredRun(ToyRun(beginning(recipe, self.settings.seed), recipe, self.settings.seed))

    @property
    def finished(self) -> bool:
        """Whether the run's steps are done."""
        return self._tape.run.finished

    def move(self, settings: Mapping[str, Any]) -> None:
        """Refuse: a run of the toy is what it was begun as."""
        raise ConfigError("Nothing of a run of the toy moves; begin another one.")

    def look(self, wish: Mapping[str, Any]) -> None:
        """Refuse: a frame shows all there is."""
        raise ConfigError("A frame of the toy shows all there is; there is nothing else to look at.")

    def advance(self, seconds: float, steps: int | None = None) -> None:
        """Train until the time or the steps are used up."""
        until, left = time.monotonic() + seconds, math.inf if steps is None else steps
        while left > 0 and not self.finished:
            self._tape.step()
            left -= 1
            if time.monotonic() >= until:
                return

    def frame(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """Return the figures, and the points, posteriors and trail as `toy_picture` and `toy_runs` have them."""
        run = self._tape
        header = {
            **self.settings.to_json(),
            "step": run.run.done,
            "total": run.run.recipe.steps,
            "measured": run.measured,
            **numbers(run.figures),
        }
        return header, {**picture(run.sight()), "trail": np.stack(run.trail)}


def beginning(recipe: Recipe, seed: int) -> ToyModel:
    """Return the model that a run begins with; a state that another run left is a shipped one.

    Raises
    ------
    ConfigError
        If it is one that another run left and none is shipped for this seed.
    """
    model = untrained(recipe, seed)
    if recipe.begins != "fresh":
        stored = read_toy()
        seeds = stored.header.seeds
        if seed not in seeds:
            raise ConfigError(f"seed is {seed}; a state to begin with is shipped for {', '.join(map(str, seeds))}.")
        put_weights(model, stored.arrays[f"weights.{recipe.begins}"][seeds.index(seed)])
    return model


def facts() -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return what the page draws before anything is trained: every shipped run, and the sequences that are shown."""
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
