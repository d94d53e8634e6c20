"""Figures of a live model on held-out images: the same figures as ``evaluate``."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from jaxtyping import Float32, Int64

from vaeviz import data as datasets
from vaeviz.collapse.lab.settings import DATASET
from vaeviz.data.dataset import ImageDataset
from vaeviz.latent import TrainableModel
from vaeviz.metrics.bounds import dataset_elbo
from vaeviz.metrics.criteria import ACTIVE, KL_THRESHOLD

HELD_OUT = "test"


@cache
def split(name: str) -> ImageDataset:
    """Return a split of the bundled digits, loaded once."""
    return datasets.load(DATASET, name)


@dataclass(frozen=True)
class Held:
    """Figures of one split, in nats per image; a higher ELBO is better."""

    rate_per_dim: Float32[np.ndarray, " latent"]
    mu_variance: Float32[np.ndarray, " latent"]  # of the posterior mean, over images
    distortion: float
    elbo: float
    mu: Float32[np.ndarray, "n latent"]

    def figures(self) -> dict[str, float | int]:
        """Return the figures for a header; ``active_kl`` counts the dimensions with `criteria.kl_above`."""
        return {
            "rate": float(self.rate_per_dim.sum()),
            "distortion": self.distortion,
            "elbo": self.elbo,
            "active": int((self.mu_variance > ACTIVE).sum()),
            "active_kl": int((self.rate_per_dim > KL_THRESHOLD).sum()),
        }

    def most_active(self) -> Int64[np.ndarray, " few"]:
        """Return the two dimensions whose means vary most, in ascending order; one if the model has only one."""
        return np.sort(np.argsort(-self.mu_variance, kind="stable")[:2])


def measure_held_out(model: TrainableModel, data: ImageDataset) -> Held:
    """Measure all images with one z each, from fixed seeds: the same weights give the same figures."""
    found = dataset_elbo(model, data, np.arange(len(data)), binarise=False, seed=0)
    return Held(
        rate_per_dim=found.terms.rate.mean(0).numpy(),
        mu_variance=found.mu.var(0, correction=0).numpy(),
        distortion=found.terms.distortion.mean().item(),
        elbo=found.terms.elbo().mean().item(),
        mu=found.mu.numpy(),
    )
