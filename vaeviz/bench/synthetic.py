"""Synthetic clusters of codes without training, for maps of any size."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float32, Int64

from vaeviz.codes import Embedding, LatentCodes
from vaeviz.config import ModelConfig
from vaeviz.families import build
from vaeviz.files.checkpoint import save
from vaeviz.files.codes import write_codes
from vaeviz.files.header import Header

CLUSTERS = 10
RING, SPREAD = 4.0, 0.3  # radius of the ring of clusters around one in the centre; standard deviation of each
LATENT = 16
THICKNESS = 0.1  # standard deviation of the codes orthogonal to the plane of the map
METHOD = "umap"  # of the map: it has no basis, so its points are decoded from the nearest codes
MODEL = ModelConfig(family="mlp", image_shape=(1, 28, 28), latent_dim=LATENT, hidden=64)


@dataclass(frozen=True)
class Clusters:
    """Codes in clusters, and their map."""

    places: Float32[np.ndarray, "n 2"]
    mu: Float32[np.ndarray, "n latent"]
    labels: Int64[np.ndarray, " n"]


def clusters(n: int, seed: int = 0) -> Clusters:
    """Return n codes near a plane in latent space, their points in it, and their clusters."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(CLUSTERS, size=n)
    angles = 2 * np.pi * np.arange(1, CLUSTERS) / (CLUSTERS - 1)
    centres = np.concatenate([np.zeros((1, 2)), RING * np.stack([np.cos(angles), np.sin(angles)], 1)])
    places = (centres[labels] + SPREAD * rng.standard_normal((n, 2))).astype(np.float32)
    plane, _ = np.linalg.qr(rng.standard_normal((LATENT, 2)))
    across = THICKNESS * rng.standard_normal((n, LATENT), np.float32)
    return Clusters(places, places @ plane.T.astype(np.float32) + across, labels)


def write_checkpoint(folder: Path, n: int) -> None:
    """Write an untrained model with n codes and one map of them to ``folder``."""
    torch.manual_seed(0)
    names = tuple(f"cluster {label}" for label in range(CLUSTERS))
    digest = save(folder, build(MODEL), Header(name=folder.name, model=MODEL, class_names=names))
    drawn = clusters(n)
    codes = LatentCodes(
        mu=drawn.mu,
        logvar=np.full_like(drawn.mu, -2.0),
        labels=drawn.labels,
        condition=None,
        checkpoint=digest,
        dataset="clusters",
        split="test",
    )
    write_codes(folder, codes, {METHOD: Embedding(drawn.places, METHOD, {}, 0, None)})
