"""One side of a race: the same settings under several seeds, measured during training."""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from jaxtyping import Float32

from vaeviz.codes import LatentCodes
from vaeviz.collapse.lab.held_out import HELD_OUT, Held, measure_held_out, split
from vaeviz.collapse.lab.settings import LabSettings
from vaeviz.collapse.lab.settings_log import Run, SettingsLog
from vaeviz.latent import TrainableModel
from vaeviz.metrics.elbo_surgery import elbo_surgery

FIGURES = ("rate", "distortion", "elbo", "active", "active_kl")  # of a curve, in this order; see `Held.figures`


class SeedGroup:
    """Runs that differ only in their seed; each is the run that the command line trains."""

    def __init__(self, settings: LabSettings, seeds: tuple[int, ...]) -> None:
        self.settings = settings
        self.seconds = 0.0  # of processor time for training, all seeds together
        self._logs = [SettingsLog(replace(settings, seed=seed)) for seed in seeds]
        self.runs = [Run(log, split("train")) for log in self._logs]
        self.held: list[Held] = []
        self._curves: list[list[list[float]]] = []  # point, seed, figure

    def move(self, settings: Mapping[str, Any]) -> None:
        """Change settings of all seeds from the next step on.

        Raises
        ------
        ConfigError
            If a value is not allowed, or the change needs a fresh run.
        """
        moved = self.settings.moved(settings)
        for log, run in zip(self._logs, self.runs, strict=True):
            log.record(run.state.step, replace(moved, seed=log.positions[0].settings.seed))
            run.set_likelihood(moved)
        self.settings = moved

    def train(self) -> None:
        """Take one step of every seed."""
        start = time.process_time()
        for run in self.runs:
            next(run.steps)
        self.seconds += time.process_time() - start

    def measure(self) -> None:
        """Add a point to the curves: every seed on all held-out images."""
        self.held = [measure_held_out(run.model, split(HELD_OUT)) for run in self.runs]
        self._curves.append([[float(held.figures()[name]) for name in FIGURES] for held in self.held])

    def curves(self) -> Float32[np.ndarray, "figure seed point"]:
        """Return the curves, figures in the order of `FIGURES`."""
        return np.asarray(self._curves, np.float32).transpose(2, 1, 0)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the curves, and each unit's figures at the last point."""
        return {
            "curves": np.ascontiguousarray(self.curves()),
            "rate_per_dim": np.stack([held.rate_per_dim for held in self.held]),
            "mu_variance": np.stack([held.mu_variance for held in self.held]),
        }


def information(model: TrainableModel, seed: int = 0) -> float:
    """Return the mutual information of z and the image in nats: the part of the rate that distinguishes images.

    A posterior that is the same for every image can satisfy a floor under the rate; its mutual information is 0.

    References
    ----------
    Hoffman and Johnson, "ELBO Surgery", 2016.
    """
    held_out = split(HELD_OUT)
    with torch.inference_mode():
        posterior = model.encode(torch.from_numpy(held_out.images[:]).float() / 255)
    codes = LatentCodes(posterior.mu.numpy(), posterior.logvar.numpy(), held_out.labels, None, checkpoint="")
    return elbo_surgery(codes, samples=4000, seed=seed).mutual_information
