"""The log of settings during a run: replaying it gives the same run, bit for bit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch

from vaeviz.collapse.lab.settings import LabSettings
from vaeviz.config import TrainConfig
from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import ConfigError
from vaeviz.families import build
from vaeviz.training.fit import fit
from vaeviz.training.state import TrainState

MAX_POSITIONS = 20_000  # minutes of a slider that never stops moving


@dataclass(frozen=True)
class Position:
    """The settings from the moment that ``step`` steps were done."""

    step: int
    settings: LabSettings
    config: TrainConfig


def position_at(step: int, settings: LabSettings, before: Position | None) -> Position:
    """Return the position of ``settings``; a schedule or capacity that is new since ``before`` starts at ``step``."""
    beta_start, capacity_start = step, step
    if before is not None and before.settings.schedule == settings.schedule:
        beta_start = before.config.beta_start
    if before is not None and before.settings.capacity:
        capacity_start = before.config.capacity_start
    config = settings.train_config()
    return Position(
        step,
        settings,
        replace(
            config,
            beta_start=beta_start if config.beta_steps else 0,
            capacity_start=capacity_start if config.capacity_steps else 0,
        ),
    )


class SettingsLog:
    """Every position that the run was trained with, in order; a run with one position is a command-line run."""

    def __init__(self, settings: LabSettings) -> None:
        self.positions = [position_at(0, settings, None)]

    @property
    def moves(self) -> int:
        """Return how often the settings were changed during the run."""
        return len(self.positions) - 1

    def record(self, step: int, settings: LabSettings) -> None:
        """Record a new position; of two positions at the same step only the later one is kept.

        Raises
        ------
        ConfigError
            If the log is full, or the settings are not a valid configuration.
        """
        kept = self.positions[:-1] if self.positions[-1].step == step else self.positions
        if len(kept) >= MAX_POSITIONS:
            raise ConfigError(
                f"The log of this run is full: its settings were changed {MAX_POSITIONS} times. Start a fresh run."
            )
        before = kept[-1] if kept else None
        position = position_at(step, settings, before)
        if kept is not self.positions:
            self.positions.pop()
        if before is None or before.settings != settings:
            self.positions.append(position)

    def at(self, step: int) -> Position:
        """Return the position that holds for the step after ``step`` steps."""
        return next(position for position in reversed(self.positions) if position.step <= step)

    def to_json(self) -> list[list[Any]]:
        """Return [steps done, settings] for every position."""
        return [[position.step, position.settings.to_json()] for position in self.positions]

    @classmethod
    def from_json(cls, data: Sequence[Sequence[Any]]) -> "SettingsLog":
        """Rebuild from what `to_json` returned."""
        log = cls(LabSettings.from_json(data[0][1]))
        for step, settings in data[1:]:
            log.record(step, LabSettings.from_json(settings))
        return log


class Run:
    """A run that follows a log, one step at a time; the log may grow during the run.

    It starts exactly as ``python -m vaeviz train`` does: the same seed, then the model, then its training state.
    """

    def __init__(self, log: SettingsLog, data: ImageDataset) -> None:
        first = log.at(0)
        torch.manual_seed(first.settings.seed)
        self.model = build(first.settings.model_config())
        self.state = TrainState(self.model, first.config)
        self.steps = fit(self.model, data, first.config, state=self.state, moved=self._moved)
        self._log = log

    def set_likelihood(self, settings: LabSettings) -> None:
        """Use the likelihood of ``settings`` and its scale; the weights do not change."""
        now = settings.model_config()
        self.model.config = replace(self.model.config, likelihood=now.likelihood, sigma=now.sigma)

    def _moved(self, step: int) -> TrainConfig:
        position = self._log.at(step)
        self.set_likelihood(position.settings)
        return position.config
