"""Convert user input to the shapes that the package works with; raise an error where it does not fit."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from jaxtyping import Float32

from vaeviz.config import Condition
from vaeviz.errors import ConfigError, DataError, unknown_name
from vaeviz.files.checkpoint import Checkpoint

Codes = Float32[np.ndarray, "n latent"]
Images = Float32[np.ndarray, "n channel height width"]
ConditionRows = Float32[np.ndarray, "n condition"]
ConditionInput = int | np.integer | str | Sequence[Any] | np.ndarray | None


def to_codes(checkpoint: Checkpoint, z: Any) -> Codes:
    """Return codes as float32 of shape (n, latent); one code of shape (latent,) is a batch of one."""
    codes = np.atleast_2d(np.asarray(z, np.float32))
    latent = checkpoint.model.latent_dim
    if codes.ndim != 2 or codes.shape[1] != latent:
        raise ConfigError(f"z has shape {np.shape(z)}; {checkpoint.header.name} takes (n, {latent}) or ({latent},).")
    return codes


def to_pixels(images: np.ndarray, shape: tuple[int, int, int]) -> Images:
    """Return images as float32 in [0, 1] with a channel axis."""
    x = np.asarray(images)
    if x.ndim == 3 and shape[0] == 1:
        x = x[:, None]
    if x.shape[1:] != shape:
        raise DataError(f"The images have shape {np.shape(images)}; the model takes (n, {', '.join(map(str, shape))}).")
    scale = 255 if np.issubdtype(x.dtype, np.integer) else 1
    x = x.astype(np.float32) / scale
    if x.size and not (x.min() >= 0 and x.max() <= 1):
        found = f"{x.min() * scale:g} to {x.max() * scale:g}"
        raise DataError(f"Pixel values range from {found}; allowed: integers 0 to 255 or floats 0 to 1. Rescale them.")
    return x


def to_rows(condition: Condition | None, given: ConditionInput, n: int) -> ConditionRows | None:
    """Return n rows of ``c`` from class indices, class names or rows; None gives None."""
    if given is None:
        return None
    if condition is None:
        raise ConfigError("The model is not conditional. Leave the condition out.")
    found = np.atleast_1d(np.asarray(given))
    if found.dtype.kind in "US":
        unknown = next((name for name in found.tolist() if name not in condition.names), None)
        if unknown is not None:
            raise unknown_name("class", unknown, condition.names)
        found = np.array([condition.names.index(name) for name in found.tolist()])
    if found.dtype.kind in "iu" and found.ndim == 1 and condition.kind == "class":
        if not ((found >= 0) & (found < condition.size)).all():
            raise ConfigError(
                f"Class indices range from {found.min()} to {found.max()}; allowed: 0 to {condition.size - 1}."
            )
        found = np.eye(condition.size)[found]
    found = np.atleast_2d(found).astype(np.float32)
    if len(found) == 1:
        found = np.repeat(found, n, axis=0)
    if found.shape != (n, condition.size):
        raise ConfigError(
            f"The condition has shape {np.shape(given)}; {n} images need ({n}, {condition.size}) or one row."
        )
    return found
