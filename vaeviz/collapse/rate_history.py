"""A shipped model's dimensions going out while it trained: its history, and codes to start walks along them from."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, Int64

from vaeviz.errors import CheckpointError
from vaeviz.files.codes import read_codes
from vaeviz.files.header import Header, model_digest, read_header
from vaeviz.files.places import shipped
from vaeviz.latent import LatentCodes
from vaeviz.metrics.criteria import ACTIVE
from vaeviz.training.runs import StoredHistory, read_history

MODEL = "mnist-vae-z32"  # beta 1, nothing done against collapse


@dataclass(frozen=True)
class RateHistory:
    """What the heat map of rates over training steps is drawn from."""

    header: Header
    history: StoredHistory
    places: Int64[np.ndarray, " start"]  # among the stored codes, of a typical one a class, to start walks from
    codes: LatentCodes


def read_rate_history(name: str = MODEL) -> RateHistory:
    """Read the history and the codes that travel with a shipped model.

    Raises
    ------
    CheckpointError
        If the model is not here, or its history or codes are missing or damaged.
    """
    folder = shipped().get(name)
    if folder is None:
        raise CheckpointError(f"The model {name} is not among the checkpoints here. Fetch it again with the project.")
    codes = read_codes(folder, model_digest(folder)).codes
    return RateHistory(read_header(folder), read_history(folder), typical_of_each(codes), codes)


def typical_of_each(codes: LatentCodes) -> Int64[np.ndarray, " class"]:
    """Return, for each class, where the picture stands whose code is nearest to the mean of its class."""
    places = []
    for label in np.unique(codes.labels):
        own = np.flatnonzero(codes.labels == label)
        gaps = np.square(codes.mu[own] - codes.mu[own].mean(0)).sum(1)
        places.append(own[gaps.argmin()])
    return np.array(places, np.int64)


def rate_of(variance: float) -> float:
    """Return the rate in nats of a dimension whose posterior mean has this variance, where q(z_j) is the prior.

    What the prior's variance of 1 leaves for the posterior itself is 1 - variance: the rate is -0.5 ln(1 - variance).
    """
    return float(-0.5 * np.log1p(-variance))


def facts() -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """Return what the page draws: header and arrays."""
    heat = read_rate_history()
    history, codes, header = heat.history, heat.codes, heat.header
    told = {
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
        "least_rate": rate_of(ACTIVE),  # of a dimension that just counts as an active unit
    }
    arrays: dict[str, np.ndarray] = {
        "step": history.step.astype(np.uint32),
        "distortion": history.distortion.astype(np.float32),
        "rate": history.rate_per_dim.astype(np.float16),
        "labels": codes.labels[heat.places].astype(np.uint16),
        "start": codes.mu[heat.places].astype(np.float32),
        "spread": spread(codes),
    }
    return told, arrays


def spread(codes: LatentCodes, share: float = 0.98) -> Float32[np.ndarray, "2 latent"]:
    """Return the range of each dimension in which ``share`` of what the encoder draws lies, all pictures together."""
    rng = np.random.default_rng(0)
    z = codes.mu + np.exp(codes.logvar / 2) * rng.standard_normal(codes.mu.shape)
    return np.quantile(z, [(1 - share) / 2, (1 + share) / 2], axis=0).astype(np.float32)
