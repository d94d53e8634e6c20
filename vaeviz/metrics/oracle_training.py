"""Train an oracle on real images and measure its errors on the test split."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from jaxtyping import Float, Float32, Int64
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from vaeviz.config import Attribute, Record, TrainConfig
from vaeviz.data.dataset import ImageDataset, Progress
from vaeviz.errors import DataError
from vaeviz.metrics.attribute_figures import compare_attributes
from vaeviz.metrics.oracle_classifier import OracleClassifier, OracleHeader, OracleNetwork
from vaeviz.settings import same_setting

_BATCH = 128
_LEARNING_RATE = 4e-3
_SHIFT = 2  # pixels for a side of 28 pixels, in proportion for others
_BINARISED = 0.3  # share of grey training images that are binarised
_BLURRED = 0.5  # share of images with attributes that are blurred, as decoded images are
_PART = 1000  # images in memory as floats at once


@dataclass(frozen=True, kw_only=True)
class OracleSettings(Record):
    """The length and the seed of an oracle's training."""

    epochs: int = same_setting(TrainConfig, "epochs", default=5)
    seed: int = same_setting(TrainConfig, "seed")


def train_oracle(
    data: ImageDataset, settings: OracleSettings, *, device: str = "cpu", progress: Progress | None = None
) -> OracleClassifier:
    """Train an oracle on real images: for attributes where the data set has them, else for classes.

    Images with classes are shifted by up to two pixels and, if grey, partly binarised. A shift could change the
    attributes, so images with attributes stay in place and are partly blurred instead. The oracle is returned on the
    CPU; its errors are unknown until `measure_errors` is called with the test split.

    Raises
    ------
    DataError
        If the data set has neither attributes nor at least two classes.
    """
    if not data.attributes and len(data.class_names) < 2:
        raise DataError(f"{data.name} has {len(data.class_names)} class names; an oracle needs two or more.")
    header = OracleHeader(
        dataset=data.name,
        image_shape=data.image_shape,
        class_names=() if data.attributes else data.class_names,
        attributes=data.attributes,
        epochs=settings.epochs,
        seed=settings.seed,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(settings.seed)
        network = OracleNetwork(header.image_shape, header.outputs).to(device)
    total = settings.epochs * -(-len(data) // _BATCH)
    optimizer = torch.optim.Adam(network.parameters())
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _LEARNING_RATE, total_steps=total)
    for step, (x, truth) in enumerate(_augmented(data, settings.seed, settings.epochs), start=1):
        optimizer.zero_grad()
        _loss(header.attributes, network(x.to(device)), truth.to(device)).backward()
        optimizer.step()
        schedule.step()
        if progress:
            progress("Training the oracle", step, total)
    return OracleClassifier(header, network.cpu().eval().requires_grad_(False))


def _loss(attributes: tuple[Attribute, ...], seen: Tensor, truth: Tensor) -> Tensor:
    """Return the cross-entropy of the classes, or of each choice, plus the squared error of each number."""
    if not attributes:
        return F.cross_entropy(seen, truth, label_smoothing=0.05)
    widths = [len(one.columns) for one in attributes]
    parts = zip(attributes, seen.split(widths, 1), truth.split(widths, 1), strict=True)
    losses = [F.cross_entropy(x, y) if one.values else F.mse_loss(x, y) for one, x, y in parts]
    return torch.stack(losses).sum()


def _augmented(data: ImageDataset, seed: int, epochs: int) -> Iterator[tuple[Tensor, Tensor]]:
    rng = np.random.default_rng(seed)
    generator = torch.Generator().manual_seed(seed)
    truth = torch.from_numpy(data.labels if data.attribute_values is None else data.attribute_values)
    reach = 0 if data.attributes else round(_SHIFT * max(data.image_shape[1:]) / 28)
    for _ in range(epochs):
        for rows in np.array_split(rng.permutation(len(data)), -(-len(data) // _BATCH)):
            x = torch.from_numpy(data.images[rows]).float() / 255
            if data.attributes:
                x = _blurred(x, generator)
            else:
                x = _shifted(x, rng.integers(-reach, reach + 1, (len(rows), 2)))
                if data.image_shape[0] == 1:
                    x = _binarised(x, generator)
            yield x, truth[rows]


def _shifted(x: Float[Tensor, "n channel height width"], by: Int64[np.ndarray, "n two"]) -> Tensor:
    """Shift each image by its (down, right) pixels; the new border is black."""
    _, _, height, width = x.shape
    reach = int(np.abs(by).max(initial=0))
    padded = F.pad(x, (reach,) * 4)
    corners = reach - by
    crops = [one[:, i : i + height, j : j + width] for one, (i, j) in zip(padded, corners, strict=True)]
    return torch.stack(crops)


def _binarised(x: Float[Tensor, "n channel height width"], generator: torch.Generator) -> Tensor:
    """Binarise some of the images."""
    drawn = torch.rand(len(x), 1, 1, 1, generator=generator) < _BINARISED
    return torch.where(drawn, torch.bernoulli(x, generator=generator), x)


def _blurred(x: Float[Tensor, "n channel height width"], generator: torch.Generator) -> Tensor:
    """Blend some images, each by a random share, with their mean over 3x3 pixels; edges keep their place."""
    blurred = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), 3, stride=1)
    chosen, share = torch.rand(2, len(x), 1, 1, 1, generator=generator)
    return torch.lerp(x, blurred, share * (chosen < _BLURRED))


def measure_errors(oracle: OracleClassifier, data: ImageDataset, *, seed: int = 0) -> OracleClassifier:
    """Return the oracle with its errors on ``data``, the test split, in the header.

    An oracle of attributes gets a figure for each; an oracle of classes gets its accuracy and, for grey images, its
    accuracy on binarised images.
    """
    header = oracle.header
    if header.attributes:
        assert data.attribute_values is not None
        figures = compare_attributes(header.attributes, data.attribute_values, _measured(oracle, data))
        return OracleClassifier(replace(header, test_attributes=figures), oracle.network)
    x = torch.from_numpy(data.images[:]).float() / 255
    figures = [float((oracle.classify(x) == data.labels).mean()), None]
    if data.image_shape[0] == 1:
        drawn = torch.bernoulli(x, generator=torch.Generator().manual_seed(seed))
        figures[1] = float((oracle.classify(drawn) == data.labels).mean())
    measured = replace(header, test_accuracy=figures[0], test_accuracy_binarised=figures[1])
    return OracleClassifier(measured, oracle.network)


def _measured(oracle: OracleClassifier, data: ImageDataset) -> Float32[np.ndarray, "n column"]:
    parts = np.array_split(np.arange(len(data)), -(-len(data) // _PART))
    return np.concatenate([oracle.measure(torch.from_numpy(data.images[rows]).float() / 255) for rows in parts])
