"""The codes of images: the posterior of every image of a data set, of some of them, or of an array."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import torch
from jaxtyping import Float32, Int

from vaeviz.data.condition import Batch, batches
from vaeviz.data.dataset import ImageDataset, Progress, choose_rows
from vaeviz.errors import DataError
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.latent import LatentCodes


def check_image_size(checkpoint: Checkpoint, data: ImageDataset) -> None:
    """Say so if the model takes images of another size than the data set has."""
    if data.image_shape != checkpoint.model.image_shape:
        raise DataError(
            f"{checkpoint.header.name} takes {checkpoint.model.image_shape} images, {data.name} has "
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
    """Return the posterior of every image, or of a random ``limit`` of them (`choose_rows` says which).

    Pixels go in as grey levels, never binarised, and a conditional model is told each image's own class or
    attributes. A ``progress`` that raises stops the work.

    Raises
    ------
    ConfigError
        If the model is told other classes or attributes than the data set has.
    DataError
        If there is no image, images have another size than the model takes, or a posterior is not finite.
    """
    check_image_size(checkpoint, data)
    rows = choose_rows(len(data), limit, seed)
    if not len(rows):
        raise DataError(f"There is no image to encode: {data.name} has {len(data)}, limited to {limit}.")
    condition = checkpoint.model.condition
    codes = _encode(checkpoint, batches(data, condition, rows, batch), data.labels[rows], progress)
    return replace(codes, dataset=data.name, split=data.split, rows=rows if len(rows) < len(data) else None)


def encode_images(
    checkpoint: Checkpoint,
    x: Float32[np.ndarray, "n channel height width"],
    c: Float32[np.ndarray, "n condition"] | None,
    *,
    labels: Int[np.ndarray, " n"],
    batch: int = 512,
) -> LatentCodes:
    """Return the posterior of images in [0, 1]; no ``c`` is the null label of a conditional model.

    Raises
    ------
    DataError
        If there is no image, or a posterior is not finite.
    """
    if not len(x):
        raise DataError("There is no image to encode.")
    condition = None if c is None else torch.from_numpy(c)
    parts = (slice(start, start + batch) for start in range(0, len(x), batch))
    pairs = ((torch.from_numpy(x[part]), None if condition is None else condition[part]) for part in parts)
    return _encode(checkpoint, pairs, labels, None)


def _encode(
    checkpoint: Checkpoint, pairs: Iterator[Batch], labels: Int[np.ndarray, " n"], progress: Progress | None
) -> LatentCodes:
    mu, logvar, conditions, done = [], [], [], 0
    with torch.inference_mode():
        for x, c in pairs:
            posterior = checkpoint.model.encode(x, c)
            mu.append(posterior.mu.numpy())
            logvar.append(posterior.logvar.numpy())
            if c is not None:
                conditions.append(c.numpy())
            done += len(x)
            if progress:
                progress("Encoding", done, len(labels))
    return LatentCodes(
        mu=np.concatenate(mu),
        logvar=np.concatenate(logvar),
        labels=labels.astype(np.int64),
        condition=np.concatenate(conditions) if conditions else None,
        checkpoint=checkpoint.digest,
        prior=checkpoint.model.affine_prior(),
    )
