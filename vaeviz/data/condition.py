"""The condition of each image of a data set: its class or its attributes."""

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
    """Return the condition of this kind that the images of ``data`` have; None for the kind "none".

    Raises
    ------
    ConfigError
        If the kind is "attributes" and the data set has none.
    """
    if kind == "attributes" and not data.attributes:
        raise ConfigError(f"{data.name} has no attributes to condition on. Use --condition class or none.")
    if kind == "attributes":
        return Condition.of_attributes(data.attributes)
    return Condition(kind="class", names=data.class_names) if kind == "class" else None


def check_condition(data: ImageDataset, condition: Condition | None) -> None:
    """Raise an error if a model's condition does not fit the data set.

    Raises
    ------
    ConfigError
        If the data set has other classes or attributes.
    """
    if condition is None:
        return
    if condition.kind == "class" and condition.size != len(data.class_names):
        raise ConfigError(
            f"The model is conditioned on one of {condition.size} classes, {data.name} has {len(data.class_names)}. "
            "Use the data set that the model was trained on, or build the model for this one's classes."
        )
    if condition.kind == "attributes" and condition.attributes != data.attributes:
        known = ", ".join(one.name for one in data.attributes) or "none"
        asked = ", ".join(one.name for one in condition.attributes)
        raise ConfigError(
            f"The model is conditioned on the attributes {asked}; {data.name} has {known}, or other values or ends. "
            "Use the data set that the model was trained on, or build the model for this one's attributes."
        )


def condition_for(
    data: ImageDataset, condition: Condition | None, rows: Int64[np.ndarray, " chosen"]
) -> Float[Tensor, "chosen condition"] | None:
    """Return the rows of ``c`` for these images, on the CPU; None for an unconditional model.

    Raises
    ------
    ConfigError
        If the data set has other classes or attributes than the condition.
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
    """Yield pixels in [0, 1] and, for a conditional model, the true class or attributes of each image.

    Raises
    ------
    ConfigError
        If the data set has other classes or attributes than the condition.
    """
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        x = torch.from_numpy(np.ascontiguousarray(data.images[part])).float() / 255
        yield x, condition_for(data, condition, part)
