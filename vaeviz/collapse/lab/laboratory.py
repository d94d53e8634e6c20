"""The live laboratory: one VAE that trains on the bundled digits while the user changes its settings."""

import math
import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from vaeviz.collapse.experiments import Frame
from vaeviz.collapse.lab.held_out import HELD_OUT, measure_held_out, split
from vaeviz.collapse.lab.pacing import RateLimited, Speed
from vaeviz.collapse.lab.previews import Previews
from vaeviz.collapse.lab.settings import LabSettings
from vaeviz.collapse.lab.settings_log import Run, SettingsLog
from vaeviz.errors import ConfigError
from vaeviz.metrics.criteria import ACTIVE, KL_THRESHOLD
from vaeviz.training.fit import TrainStep, steps_per_epoch
from vaeviz.training.objectives import make_schedule

AT_ITS_END = "This run has taken all its steps. Press fresh run to train another one."
DIVERGED = "Training diverged: the loss is NaN or infinite. Press fresh run with a smaller learning rate."


class Laboratory:
    """One run on the training split, measured on the held-out split; see `Experiment`."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = LabSettings.from_json(settings)
        self.log = SettingsLog(self.settings)
        self.data, self.held_out = split("train"), split(HELD_OUT)
        self.run = Run(self.log, self.data)
        self._last: TrainStep | None = None
        self._previews = Previews(self.held_out, self.settings.latent, self.settings.seed)
        self._drawings = RateLimited(lambda: self._previews.draw(self.run.model))
        self._speed = Speed()
        self._with_log = False
        self._end = ""  # why the run has finished, for the page

    @property
    def finished(self) -> bool:
        """Whether training has diverged, or the last step is done."""
        return bool(self._end)

    def move(self, settings: Mapping[str, Any]) -> None:
        """Change settings from the next step on, and record them in the log."""
        moved = self.settings.moved(settings)
        self.log.record(self.run.state.step, moved)
        self.run.set_likelihood(moved)
        self.settings = moved

    def look(self, wish: Mapping[str, Any]) -> None:
        """Choose the dimension of the traversal (``dim``), and whether frames include the ``log``."""
        match wish:
            case {"dim": int(dim)} if not isinstance(dim, bool) and 0 <= dim < self.settings.latent:
                self._previews.dim = dim
                self._drawings.invalidate()
            case {"log": bool(wanted)}:
                self._with_log = wanted
            case _:
                raise ConfigError(
                    f"Found {dict(wish)}; allowed: dim from 0 to {self.settings.latent - 1}, or log true or false."
                )

    def advance(self, seconds: float, steps: int | None = None) -> None:
        """Train until the time or the steps run out, whichever is first; take at least one step."""
        deadline, state = time.perf_counter() + seconds, self.run.state
        last = None if steps is None else state.step + steps
        self._speed.start(state.step)
        while True:
            step = next(self.run.steps, None)
            if step is None:
                self._end = AT_ITS_END
                break
            self._last = step
            if time.perf_counter() >= deadline or state.step == last:
                break
        self._speed.stop(state.step)
        if self._last is not None and not math.isfinite(self._last.loss.item()):
            self._end = DIVERGED

    def frame(self) -> Frame:
        """Return the figures of the current weights, and the latest images."""
        held = measure_held_out(self.run.model, self.held_out)
        dims = held.most_active()
        arrays = {
            "rate_per_dim": held.rate_per_dim,
            "mu_variance": held.mu_variance,
            "points": np.ascontiguousarray(held.mu[:, dims]),
            "labels": self.held_out.labels.astype(np.uint8),
            "originals": self._previews.originals,
            "traversal_values": self._previews.values.numpy(),
            **self._drawings.now(self.run.state.step),
        }
        if self._last is not None:
            arrays["train_rate_per_dim"] = self._last.rate_per_dim.numpy()
        shown = {
            "latent": self.settings.latent,
            "shape": list(self.run.model.image_shape),
            "dim": self._previews.dim,
            "dims": dims.tolist(),
            "pictures_step": self._drawings.step,
        }
        thresholds = {"active_threshold": ACTIVE, "kl_threshold": KL_THRESHOLD}
        source = {"split": HELD_OUT, "images": len(self.held_out)}
        return self._progress() | held.figures() | thresholds | source | shown, arrays

    def _progress(self) -> dict[str, Any]:
        """Return the part of the header that needs no held-out images."""
        step, last, config = self.run.state.step, self._last, self.log.positions[-1].config
        per_epoch = steps_per_epoch(self.data, config)
        end = max(1, -(-step // per_epoch))
        header = {
            "step": step,
            "epoch": step // per_epoch,
            "seconds": self._speed.seconds,
            "steps_per_second": self._speed.steps_per_second,
            "beta": make_schedule(config)(step),
            "loss": None if last is None else last.loss.item(),
            "train_distortion": None if last is None else last.distortion.item(),
            "train_rate": None if last is None else last.rate_per_dim.sum().item(),
            "settings": self.settings.to_json(),
            "moves": self.log.moves,
            "command": "" if self.log.moves else self.settings.command(end),
            "command_step": end * per_epoch,
            "text": self._end,
        }
        return header | ({"log": self.log.to_json()} if self._with_log else {})
