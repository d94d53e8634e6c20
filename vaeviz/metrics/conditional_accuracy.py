"""Conditional accuracy: how often an oracle classifier finds the requested condition in samples."""

from dataclasses import dataclass

import numpy as np
import torch

from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import ConfigError
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.latents.decode import decode, prior_samples
from vaeviz.metrics.attribute_figures import AttributeFigure, compare_attributes
from vaeviz.metrics.binomial import standard_error
from vaeviz.metrics.oracle_classifier import OracleClassifier


@dataclass(frozen=True)
class Accuracy:
    """A share of samples, and how many samples there were."""

    share: float
    samples: int

    @property
    def error(self) -> float | None:
        """Return the binomial standard error of the share: an upper bound, as all classes have equally many samples."""
        return standard_error(self.share, self.samples)


def conditional_accuracy(
    checkpoint: Checkpoint, oracle: OracleClassifier, *, n: int = 10_000, seed: int = 0, temperature: float = 1.0
) -> Accuracy:
    """Return the share of samples that the oracle assigns to the requested class.

    z is drawn from the prior, with its standard deviation multiplied by ``temperature``. Every class is requested
    equally often, so ``n`` is rounded up to a multiple of the number of classes.

    Raises
    ------
    ConfigError
        If the model is not conditioned on a class, or the oracle has other classes or another image size.
    """
    model = checkpoint.model
    condition = model.condition
    if condition is None or condition.kind != "class":
        raise ConfigError(f"{checkpoint.header.name} is not conditioned on a class. Use a class-conditional model.")
    if condition.names != oracle.header.class_names or model.image_shape != tuple(oracle.header.image_shape):
        raise ConfigError(
            f"The oracle of {oracle.header.dataset} has {len(oracle.header.class_names)} classes and images of shape "
            f"{oracle.header.image_shape}; {checkpoint.header.name} has {condition.size} classes and images of shape "
            f"{model.image_shape}. Use the oracle of the model's data set."
        )
    requested = np.arange(-(-n // condition.size) * condition.size) % condition.size
    c = np.eye(condition.size, dtype=np.float32)[requested]
    z = prior_samples(model, len(requested), seed=seed, temperature=temperature, c=c)
    predicted = oracle.classify(torch.from_numpy(decode(model, z, c)))
    return Accuracy(float((predicted == requested).mean()), len(requested))


def attribute_accuracy(
    checkpoint: Checkpoint,
    oracle: OracleClassifier,
    data: ImageDataset,
    *,
    n: int = 2000,
    seed: int = 0,
    temperature: float = 1.0,
) -> tuple[AttributeFigure, ...]:
    """Return, for each attribute, the agreement of what the oracle measures in samples with what was requested.

    The requested attributes are those of ``n`` random images of ``data``, so their joint distribution is that of the
    data; z is drawn from the prior.

    Raises
    ------
    ConfigError
        If the model is not conditioned on attributes, or the oracle or the data have other attributes or another
        image size.
    """
    model = checkpoint.model
    condition = model.condition
    if condition is None or condition.kind != "attributes":
        raise ConfigError(f"{checkpoint.header.name} is not conditioned on attributes. Use a model that is.")
    measured = (oracle.header.attributes, tuple(oracle.header.image_shape))
    known = (data.attributes, data.image_shape)
    if data.attribute_values is None or not measured == known == (condition.attributes, model.image_shape):
        raise ConfigError(
            f"The oracle of {oracle.header.dataset} measures {len(oracle.header.attributes)} attributes of "
            f"images of shape {oracle.header.image_shape}; {checkpoint.header.name} is conditioned on "
            f"{len(condition.attributes)}, with images of shape {model.image_shape}, and {data.name} has "
            f"{len(data.attributes)}. Use the oracle and the images of the model's data set."
        )
    rows = np.random.default_rng(seed).choice(len(data), n, replace=n > len(data))
    c = data.attribute_values[rows]
    z = prior_samples(model, n, seed=seed, temperature=temperature, c=c)
    return compare_attributes(condition.attributes, c, oracle.measure(torch.from_numpy(decode(model, z, c))))
