"""How a shipped model's dimensions collapsed during training: its history, and codes for latent traversals."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, Int64

from vaeviz.codes import LatentCodes
from vaeviz.errors import CheckpointError
from vaeviz.files.codes import read_codes
from vaeviz.files.header import Header, model_digest, read_header
from vaeviz.files.places import shipped
from vaeviz.metrics.criteria import ACTIVE, rate_of_variance
from vaeviz.training.history import StoredHistory, read_history

MODEL = "mnist-vae-z32"  # beta 1, no remedy against collapse


@dataclass(frozen=True)
class RateHistory:
    """The data of the heat map of rates over training steps."""

    header: Header
    history: StoredHistory
    places: Int64[np.ndarray, " start"]  # rows of the stored codes: one typical code per class, where traversals start
    codes: LatentCodes


def read_rate_history(name: str = MODEL) -> RateHistory:
    """Read the history and the codes of a shipped model.

    Raises
    ------
    CheckpointError
        If the model is missing, or its history or codes are missing or damaged.
    """
    folder = shipped().get(name)
    if folder is None:
        raise CheckpointError(f"The model {name} is not among the models. Fetch it again, or train it.")
    codes = read_codes(folder, model_digest(folder)).codes
    return RateHistory(read_header(folder), read_history(folder), typical_of_each(codes), codes)


def typical_of_each(codes: LatentCodes) -> Int64[np.ndarray, " class"]:
    """Return, for each class, the row of the code nearest to the mean of its class."""
    places = []
    for label in np.unique(codes.labels):
        rows = np.flatnonzero(codes.labels == label)
        squared = np.square(codes.mu[rows] - codes.mu[rows].mean(0)).sum(1)
        places.append(rows[squared.argmin()])
    return np.array(places, np.int64)


def payload() -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """Return what the page draws: header and arrays."""
    found = read_rate_history()
    history, codes, header = found.history, found.codes, found.header
    fields = {
        "name": header.name,
        "latent": header.model.latent_dim,
        "image": list(header.model.image_shape),
        "epochs": header.train.epochs if header.train else None,
        "beta": header.train.beta if header.train else None,
        "command": header.command,
        "hardware": header.hardware,
        "dataset": codes.dataset,
        "split": codes.split,
        "images": len(codes),
        "window": int(history.step[0]),
        "class_names": list(header.class_names),
        "least_rate": rate_of_variance(ACTIVE),  # of a dimension at the threshold for active units
    }
    arrays: dict[str, np.ndarray] = {
        "step": history.step.astype(np.uint32),
        "distortion": history.distortion.astype(np.float32),
        "rate": history.rate_per_dim.astype(np.float16),
        "labels": codes.labels[found.places].astype(np.uint16),
        "start": codes.mu[found.places].astype(np.float32),
        "spread": spread(codes),
    }
    return fields, arrays


def spread(codes: LatentCodes, share: float = 0.98) -> Float32[np.ndarray, "2 latent"]:
    """Return the central range of each dimension that holds ``share`` of the encoder's samples over all images."""
    rng = np.random.default_rng(0)
    z = codes.mu + np.exp(codes.logvar / 2) * rng.standard_normal(codes.mu.shape)
    return np.quantile(z, [(1 - share) / 2, (1 + share) / 2], axis=0).astype(np.float32)
