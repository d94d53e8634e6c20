"""EXPERIMENTS: what a laboratory's worker can run. Adding one is a file and a line here.

Each is imported when it is first begun, so that a worker loads only what its page shows.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Protocol, runtime_checkable

import numpy as np

from vaeviz.errors import unknown_name

Frame = tuple[dict[str, Any], dict[str, np.ndarray]]  # the numbers, in JSON's own types, and the arrays


@runtime_checkable
class Experiment(Protocol):
    """Something that trains while a page watches; it is made from the page's settings."""

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to do."""
        ...

    def move(self, settings: Mapping[str, Any]) -> None:
        """Change some of the settings from the next step on.

        Raises
        ------
        ConfigError
            If a name is unknown, a value is not allowed, or the change needs a fresh start.
        """
        ...

    def look(self, wish: Mapping[str, Any]) -> None:
        """Change what the frames show; nothing of the work.

        Raises
        ------
        ConfigError
            If there is nothing of that kind to show.
        """
        ...

    def advance(self, seconds: float, steps: int | None = None) -> None:
        """Work until the time or the steps are used up, whichever comes first; at least one step where one is left."""
        ...

    def frame(self) -> Frame:
        """Return what the page draws: a header of plain numbers with the key "step", and arrays by name."""
        ...


EXPERIMENTS = {
    "lab": ("vaeviz.collapse.lab.laboratory", "Laboratory"),
    "race": ("vaeviz.collapse.race.race", "Race"),
    "toy": ("vaeviz.collapse.toy.experiment", "Toy"),
}


def begin(kind: str, settings: Mapping[str, Any]) -> Experiment:
    """Return a fresh experiment, nothing of it done yet.

    Raises
    ------
    ConfigError
        If there is no experiment of that name, or its settings are not allowed.
    """
    if kind not in EXPERIMENTS:
        raise unknown_name("experiment", kind, EXPERIMENTS)
    module, name = EXPERIMENTS[kind]
    return getattr(import_module(module), name)(settings)
