"""Figures of causes: well-known losses with their effective beta, and runs that differ only in sigma."""

from dataclasses import asdict

import numpy as np

from vaeviz.collapse.loss.famous import FAMOUS
from vaeviz.collapse.sigma.file import IMAGES, read_sigma
from vaeviz.server.http.packing import join


def losses() -> bytes:
    """Return the well-known losses and their beta."""
    return join({"famous": [{**asdict(one), "beta": one.loss.beta} for one in FAMOUS]}, {})


def sigmas() -> bytes:
    """Return the runs at every variance, their images with the channels last."""
    stored = read_sigma()
    head = stored.header
    header = {
        "runs": [asdict(run) for run in head.runs],
        "image": list(head.model.image_shape),
        "latent": head.model.latent_dim,
        "dataset": head.train.dataset,
        "split": head.split,
        "images": head.images,
        "epochs": head.train.epochs,
        "command": head.command,
        "hardware": head.hardware,
        "seconds": head.seconds,
    }
    images = {name: np.moveaxis(getattr(stored, name), -3, -1).copy() for name in IMAGES}
    return join(header, {**images, "rate": stored.rate.astype("<f4")})
