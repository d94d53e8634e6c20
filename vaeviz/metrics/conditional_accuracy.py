"""Does the condition work? What a oracle sees in samples, beside what they were asked to show."""

import math
from dataclasses import dataclass

import numpy as np
import torch

from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import ConfigError
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.latents.decode import decode, prior_samples
from vaeviz.metrics.attribute_figures import AttributeFigure, compare_attributes
from vaeviz.metrics.oracle_classifier import OracleClassifier


@dataclass(frozen=True)
class Accuracy:
    """A share of samples with its uncertainty."""

    share: float
    samples: int

    @property
    def error(self) -> float:
        """Return the binomial standard error of the share; with equally many samples a class it is at most this."""
        return math.sqrt(self.share * (1 - self.share) / self.samples)


def conditional_accuracy(
    checkpoint: Checkpoint, oracle: OracleClassifier, *, n: int = 10_000, seed: int = 0, temperature: float = 1.0
) -> Accuracy:
    """Return the share of samples that the oracle puts in the class that was asked for.

    z comes from the prior, whose standard deviation ``temperature`` scales; every class is asked for equally often,
    so ``n`` is rounded up to a multiple of the number of classes.

    Raises
    ------
    ConfigError
        If the model is not told a class, or the oracle knows other classes or picture sizes.
    """
    model = checkpoint.model
    condition = model.condition
    if condition is None or condition.kind != "class":
        raise ConfigError(f"{checkpoint.header.name} is not told a class, so it cannot obey one.")
    if condition.names != oracle.header.class_names or model.image_shape != tuple(oracle.header.image_shape):
        raise ConfigError(
            f"The oracle of {oracle.header.dataset} knows {len(oracle.header.class_names)} classes on "
            f"{oracle.header.image_shape} pictures; {checkpoint.header.name} has {condition.size} on "
            f"{model.image_shape}. Use the oracle of its own data set."
        )
    asked = np.arange(-(-n // condition.size) * condition.size) % condition.size
    c = np.eye(condition.size, dtype=np.float32)[asked]
    z = prior_samples(model, len(asked), seed=seed, temperature=temperature, c=c)
    shown = oracle.classify(torch.from_numpy(decode(model, z, c)))
    return Accuracy(float((shown == asked).mean()), len(asked))


def attribute_accuracy(
    checkpoint: Checkpoint,
    oracle: OracleClassifier,
    data: ImageDataset,
    *,
    n: int = 2000,
    seed: int = 0,
    temperature: float = 1.0,
) -> tuple[AttributeFigure, ...]:
    """Return, attribute by attribute, how well what the oracle measures in samples agrees with what was asked for.

    The attributes asked for are those of ``n`` random pictures of ``data``, so they are as likely together as they
    are there; z comes from the prior, whatever those pictures' own codes are.

    Raises
    ------
    ConfigError
        If the model is not told attributes, or oracle or data have others, or pictures of another size.
    """
    model = checkpoint.model
    condition = model.condition
    if condition is None or condition.kind != "attributes":
        raise ConfigError(f"{checkpoint.header.name} is not told attributes, so it cannot obey them.")
    judged = (oracle.header.attributes, tuple(oracle.header.image_shape))
    known = (data.attributes, data.image_shape)
    if data.attribute_values is None or not judged == known == (condition.attributes, model.image_shape):
        raise ConfigError(
            f"The oracle of {oracle.header.dataset} measures {len(oracle.header.attributes)} attributes of "
            f"{oracle.header.image_shape} pictures; {checkpoint.header.name} is told {len(condition.attributes)} of "
            f"{model.image_shape} pictures and {data.name} has {len(data.attributes)}. Use the oracle and the pictures "
            "of its own data set."
        )
    rows = np.random.default_rng(seed).choice(len(data), n, replace=n > len(data))
    c = data.attribute_values[rows]
    z = prior_samples(model, n, seed=seed, temperature=temperature, c=c)
    return compare_attributes(condition.attributes, c, oracle.measure(torch.from_numpy(decode(model, z, c))))
