"""EXPERIMENTS: what a laboratory worker can run. To add one, add a file and a line here.

Each module is imported when its experiment first starts, so a worker loads only what its page shows.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Protocol, runtime_checkable

import numpy as np

from vaeviz.errors import unknown_name

Frame = tuple[dict[str, Any], dict[str, np.ndarray]]  # a header of JSON types, and arrays by name


@runtime_checkable
class Experiment(Protocol):
    """Something that trains while a page shows it; it is made from the page's settings."""

    @property
    def finished(self) -> bool:
        """Whether all the work is done."""
        ...

    def move(self, settings: Mapping[str, Any]) -> None:
        """Change some of the settings, from the next step on.

        Raises
        ------
        ConfigError
            If a name is unknown, a value is not allowed, or the change needs a fresh run.
        """
        ...

    def look(self, wish: Mapping[str, Any]) -> None:
        """Change what the frames show; the training is not affected.

        Raises
        ------
        ConfigError
            If ``wish`` names nothing that can be shown.
        """
        ...

    def advance(self, seconds: float, steps: int | None = None) -> None:
        """Work until the time or the steps run out, whichever is first; take at least one step if any is left."""
        ...

    def frame(self) -> Frame:
        """Return what the page draws: a header of plain values, with the key "step", and arrays by name."""
        ...


EXPERIMENTS = {
    "lab": ("vaeviz.collapse.lab.laboratory", "Laboratory"),
    "race": ("vaeviz.collapse.race.race", "Race"),
    "toy": ("vaeviz.collapse.toy.experiment", "Toy"),
}


def begin(kind: str, settings: Mapping[str, Any]) -> Experiment:
    """Return a new experiment, before its first step.

    Raises
    ------
    ConfigError
        If there is no experiment of that name, or its settings are not allowed.
    """
    if kind not in EXPERIMENTS:
        raise unknown_name("experiment", kind, EXPERIMENTS)
    module, name = EXPERIMENTS[kind]
    return getattr(import_module(module), name)(settings)
