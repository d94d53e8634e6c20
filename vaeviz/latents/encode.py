"""Images -> codes: the posteriors of a data set, of a sample of it, or of an array of images."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import torch
from jaxtyping import Float32, Int

from vaeviz.codes import LatentCodes
from vaeviz.data.condition import Batch, batches
from vaeviz.data.dataset import ImageDataset, Progress, choose_rows
from vaeviz.errors import DataError
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.codes import DataDistortion
from vaeviz.latent import TrainableModel

MEASURED, BATCH = 2000, 250  # images whose distortion is measured, and at once


def check_image_size(checkpoint: Checkpoint, data: ImageDataset) -> None:
    """Raise an error if the data set has images of another size than the model."""
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
    """Return the posterior of every image, or of the ``limit`` random images that `choose_rows` selects.

    Pixels are grey levels, never binarised. A conditional model gets the true class or attributes of each image. An
    exception raised by ``progress`` stops the work.

    Raises
    ------
    ConfigError
        If the data set has other classes or attributes than the model's condition.
    DataError
        If there is no image, the images have another size than the model, or a posterior is not finite.
    """
    check_image_size(checkpoint, data)
    rows = choose_rows(len(data), limit, seed)
    if not len(rows):
        raise DataError(
            f"There is no image to encode: {data.name} has {len(data)}, and the limit is {limit}. Use 1 or more."
        )
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
    """Return the posteriors of images in [0, 1]; without ``c`` a conditional model gets the null label.

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


def measure_distortion(model: TrainableModel, data: ImageDataset, codes: LatentCodes) -> DataDistortion:
    """Measure -log p(x|z = mu, c) of the images that ``codes`` are of; of many an even sample of `MEASURED`."""
    rows = np.arange(len(codes)) if codes.rows is None else codes.rows
    chosen = np.linspace(0, len(codes) - 1, min(len(codes), MEASURED)).astype(np.int64)
    mu = torch.from_numpy(codes.mu[chosen]).split(BATCH)
    with torch.inference_mode():
        parts = [
            -model.likelihood(z, c).log_prob(x)
            for z, (x, c) in zip(mu, batches(data, model.condition, rows[chosen], BATCH), strict=True)
        ]
    typical, limit = np.quantile(torch.cat(parts).numpy(), [0.5, 0.99])
    return DataDistortion(typical=float(typical), limit=float(limit))


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
