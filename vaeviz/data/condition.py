"""What a conditional model is told of the pictures of a data set: each one's class, or its attributes."""

from collections.abc import Iterator

import numpy as np
import torch
from jaxtyping import Float, Int64
from torch import Tensor

from vaeviz.config import Condition
from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import ConfigError
from vaeviz.latent import one_hot

KINDS = ("none", "class", "attributes")

Batch = tuple[Float[Tensor, "batch channel height width"], Float[Tensor, "batch condition"] | None]


def condition_of(data: ImageDataset, kind: str) -> Condition | None:
    """Return the condition of a model that is told this kind of thing about the pictures of ``data``.

    Raises
    ------
    ConfigError
        If the data set has no attributes and they are asked for.
    """
    if kind == "attributes" and not data.attributes:
        raise ConfigError(f"{data.name} has no attributes to tell a model of. Use --condition class or none.")
    if kind == "attributes":
        return Condition.of_attributes(data.attributes)
    return Condition(kind="class", names=data.class_names) if kind == "class" else None


def check_condition(data: ImageDataset, condition: Condition | None) -> None:
    """Say so if what a model is told is not what is known of the data set's pictures.

    Raises
    ------
    ConfigError
        If they do not fit.
    """
    if condition is None:
        return
    if condition.kind == "class" and condition.size != len(data.class_names):
        raise ConfigError(
            f"The model is told one of {condition.size} classes, {data.name} has {len(data.class_names)}. "
            "Use the data set that the model was trained on, or build the model for this one's classes."
        )
    if condition.kind == "attributes" and condition.attributes != data.attributes:
        known = ", ".join(one.name for one in data.attributes) or "none"
        asked = ", ".join(one.name for one in condition.attributes)
        raise ConfigError(
            f"The model is told the attributes {asked}; {data.name} has {known}, or with other values or ends. "
            "Use the data set that the model was trained on, or build the model for this one's attributes."
        )


def condition_for(
    data: ImageDataset, condition: Condition | None, rows: Int64[np.ndarray, " chosen"]
) -> Float[Tensor, "chosen condition"] | None:
    """Return the rows of ``c`` for these pictures, on the CPU; None for a model that is told nothing.

    Raises
    ------
    ConfigError
        If what the model is told is not what is known of the data set's pictures.
    """
    check_condition(data, condition)
    if condition is None:
        return None
    if condition.kind == "attributes":
        assert data.attribute_values is not None  # `check_condition` found the attributes
        return torch.from_numpy(data.attribute_values[rows])
    return one_hot(condition, torch.from_numpy(data.labels[rows]))


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
        yield x, condition_for(data, condition, part)
