"""Clusters of points that nobody had to train: for maps of any size."""

from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float32, Int64

from vaeviz.checkpoint import Header, save
from vaeviz.codes import write_codes
from vaeviz.config import ModelConfig
from vaeviz.latent import LatentCodes
from vaeviz.models import build
from vaeviz.projections import Embedding

CLUSTERS = 10
RING, SPREAD = 4.0, 0.3  # radius of the ring of all clusters but one, which is its middle; their standard deviation
METHOD = "pca"  # of the map: one whose places are decoded by the codes near them
MODEL = ModelConfig(family="mlp", image_shape=(1, 28, 28), latent_dim=2, hidden=64)


def clusters(n: int, seed: int = 0) -> tuple[Float32[np.ndarray, "n 2"], Int64[np.ndarray, " n"]]:
    """Return n places and which cluster each is of."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(CLUSTERS, size=n)
    angles = 2 * np.pi * np.arange(1, CLUSTERS) / (CLUSTERS - 1)
    middles = np.concatenate([np.zeros((1, 2)), RING * np.stack([np.cos(angles), np.sin(angles)], 1)])
    return (middles[labels] + SPREAD * rng.standard_normal((n, 2))).astype(np.float32), labels


def write_checkpoint(folder: Path, n: int) -> None:
    """Write an untrained model with n codes and one map of them to ``folder``."""
    torch.manual_seed(0)
    names = tuple(f"cluster {label}" for label in range(CLUSTERS))
    digest = save(folder, build(MODEL), Header(name=folder.name, model=MODEL, class_names=names))
    places, labels = clusters(n)
    codes = LatentCodes(
        mu=places,
        logvar=np.full_like(places, -2.0),
        labels=labels,
        condition=None,
        checkpoint=digest,
        dataset="clusters",
        split="test",
    )
    made = Embedding(
        places, METHOD, {}, 0, None, np.eye(2, dtype=np.float32), np.zeros(2, np.float32)
    )  # the plane itself, seen as a projection
    write_codes(folder, codes, {METHOD: made})
