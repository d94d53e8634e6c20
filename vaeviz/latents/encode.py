"""A data set on its way through the encoder: which pictures, what each is told, and the codes that come of it."""

from collections.abc import Iterator

import numpy as np
import torch
from jaxtyping import Float, Int64
from torch import Tensor

from vaeviz.config import Condition
from vaeviz.data.condition import told_of
from vaeviz.data.dataset import ImageDataset, Progress
from vaeviz.errors import ConfigError, DataError
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.latent import LatentCodes

Batch = tuple[Float[Tensor, "batch channel height width"], Float[Tensor, "batch condition"] | None]


def choose_rows(n: int, limit: int | None, seed: int) -> Int64[np.ndarray, " chosen"]:
    """Return which of n pictures to take, in order: all, or a random ``limit`` of them.

    Raises
    ------
    ConfigError
        If ``limit`` is below 0.
    """
    if limit is not None and limit < 0:
        raise ConfigError(f"The number of pictures is limited to {limit}; allowed: 0 or more.")
    if limit is None or limit >= n:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, limit, replace=False))


def batches(
    data: ImageDataset, condition: Condition | None, rows: Int64[np.ndarray, " chosen"], size: int
) -> Iterator[Batch]:
    """Yield pixels in [0, 1] with, for a conditional model, each picture's own class or attributes.

    Raises
    ------
    ConfigError
        If the model is told other classes or attributes than the data set has.
    """
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        x = torch.from_numpy(np.ascontiguousarray(data.images[part])).float() / 255
        yield x, told_of(data, condition, part)


def check_pictures(checkpoint: Checkpoint, data: ImageDataset) -> None:
    """Say so if the model takes pictures of another size than the data set has."""
    if data.image_shape != checkpoint.model.image_shape:
        raise DataError(
            f"{checkpoint.header.name} takes {checkpoint.model.image_shape} pictures, {data.name} has "
            f"{data.image_shape}. Use the data set that the model was trained on."
        )


def encode_dataset(
    checkpoint: Checkpoint,
    data: ImageDataset,
    *,
    batch: int = 512,
    limit: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> LatentCodes:
    """Return the posterior of every picture, or of a random ``limit`` of them (`choose_rows` says which).

    Pixels go in as grey levels, never binarised, and a conditional model is told each picture's own class or
    attributes. A ``progress`` that raises stops the work.

    Raises
    ------
    ConfigError
        If the model is told other classes or attributes than the data set has.
    DataError
        If there is no picture, pictures have another size than the model takes, or a posterior is not finite.
    """
    check_pictures(checkpoint, data)
    rows = choose_rows(len(data), limit, seed)
    if not len(rows):
        raise DataError(f"There is no picture to encode: {data.name} has {len(data)}, limited to {limit}.")
    mu, logvar, told = [], [], []
    with torch.inference_mode():
        for x, c in batches(data, checkpoint.model.condition, rows, batch):
            posterior = checkpoint.model.encode(x, c)
            mu.append(posterior.mu.numpy())
            logvar.append(posterior.logvar.numpy())
            if c is not None:
                told.append(c.numpy())
            if progress:
                progress("Encoding", min(len(mu) * batch, len(rows)), len(rows))
    return LatentCodes(
        mu=np.concatenate(mu),
        logvar=np.concatenate(logvar),
        labels=data.labels[rows],
        condition=np.concatenate(told) if told else None,
        checkpoint=checkpoint.digest,
        dataset=data.name,
        split=data.split,
        rows=rows if len(rows) < len(data) else None,
        prior=checkpoint.model.affine_prior(),
    )
