"""The history of a training run: distortion and rate over the steps, in memory and beside the model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float32, Int64

from vaeviz.config import Record
from vaeviz.errors import CheckpointError
from vaeviz.files import ArraySpec, check_arrays, read_tensors, reading
from vaeviz.training.fit import TrainStep

HISTORY_FILE = "history.safetensors"
HISTORY_POINTS = 400  # approximate number of windows of steps in a history, for any length of run
MOST = 1e9  # largest absolute value in a history, nats per image


@dataclass
class History:
    """Distortion and rate per dimension, averaged over windows of steps."""

    window: int  # steps per row
    steps: list[int] = field(default_factory=list)
    distortion: list[float] = field(default_factory=list)  # nats per image
    rate_per_dim: list[np.ndarray] = field(default_factory=list)  # nats per dimension
    _open: list[TrainStep] = field(default_factory=list)

    def add(self, step: TrainStep) -> bool:
        """Add one step; return True if it completes a window."""
        self._open.append(step)
        if step.step % self.window:
            return False
        self.steps.append(step.step)
        self.distortion.append(torch.stack([one.distortion for one in self._open]).mean().item())
        self.rate_per_dim.append(torch.stack([one.rate_per_dim for one in self._open]).mean(0).cpu().numpy())
        self._open.clear()
        return True

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the completed windows as named arrays."""
        return {
            "history.step": np.array(self.steps, np.int64),
            "history.distortion": np.array(self.distortion, np.float32),
            "history.rate_per_dim": np.array(self.rate_per_dim, np.float32).reshape(len(self.steps), -1),
        }

    def restore(self, arrays: Mapping[str, np.ndarray], step: int, latent: int) -> None:
        """Restore the windows that `arrays` returned after ``step`` steps of a run with ``latent`` dimensions.

        Raises
        ------
        CheckpointError
            If an array is missing, unknown, of another type or shape or not finite, or a window is missing.
        """
        check_arrays(arrays, history_specs(step // self.window, latent))
        steps = arrays["history.step"].tolist()
        if steps != list(range(self.window, step + 1, self.window)) or step % self.window:
            raise CheckpointError(f"its history does not have one row for every {self.window} of its {step} steps")
        self.steps = steps
        self.distortion = arrays["history.distortion"].tolist()
        self.rate_per_dim = list(arrays["history.rate_per_dim"])


def history_specs(windows: int | None, latent: int | None) -> dict[str, ArraySpec]:
    """Return the specification of a history's arrays; None means any number."""
    single = ("float32",)
    return {
        "history.step": ArraySpec(("int64",), (windows,), low=1),
        "history.distortion": ArraySpec(single, (windows,), -MOST, MOST),
        "history.rate_per_dim": ArraySpec(single, (windows, latent), -MOST, MOST),
    }


@dataclass(frozen=True, kw_only=True)
class HistoryHeader(Record):
    """The header of a history file."""

    window: int  # steps per row


@dataclass(frozen=True)
class StoredHistory:
    """The history of a finished run."""

    step: Int64[np.ndarray, " window"]
    distortion: Float32[np.ndarray, " window"]  # nats per image
    rate_per_dim: Float32[np.ndarray, "window latent"]  # nats per dimension


def read_history(folder: Path) -> StoredHistory:
    """Read the training history stored with a checkpoint.

    Raises
    ------
    CheckpointError
        If it is missing or damaged.
    """
    with reading(folder / HISTORY_FILE, "Train the model again to have its history.") as data:
        found = read_tensors(data)
        HistoryHeader.from_json(found.header)
        windows = found.arrays["history.step"].size if "history.step" in found.arrays else None
        check_arrays(found.arrays, history_specs(windows, None))
        step, distortion, rate_per_dim = (
            found.arrays[f"history.{name}"] for name in ("step", "distortion", "rate_per_dim")
        )
        if not windows or (np.diff(step) <= 0).any():
            raise CheckpointError("it has no steps, or they are not increasing")
        return StoredHistory(step, distortion, rate_per_dim)
