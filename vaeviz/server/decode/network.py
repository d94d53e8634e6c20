"""A model's network in PyTorch, on one core: it encodes, and decodes where there is no page program."""

import time

import numpy as np
import torch
from jaxtyping import Float, Float32, UInt8
from torch import Tensor

from vaeviz.data.imaging import to_uint8
from vaeviz.errors import ModelContractError
from vaeviz.latent import TrainableModel
from vaeviz.server.decode.wire import Encoded


def encode(
    model: TrainableModel,
    levels: UInt8[np.ndarray, "n height width channel"],
    c: Float32[np.ndarray, " condition"],
) -> tuple[Encoded, float]:
    """Return the posteriors and the reconstructions of images under one condition, and the model's time in ms.

    Raises
    ------
    ModelContractError
        If the model's output is not finite.
    """
    torch.set_num_threads(1)  # holds for each thread apart
    with torch.inference_mode():
        x = torch.from_numpy(levels.astype(np.float32) / 255).permute(0, 3, 1, 2)
        condition = _condition(np.tile(c, (len(x), 1)))
        start = time.perf_counter()
        posterior = model.encode(x, condition)
        likelihood = model.likelihood(posterior.mu, condition)
        distortion, mean = -likelihood.log_prob(x), likelihood.mean
        elapsed = _milliseconds_since(start)
        _require_finite(posterior.mu, posterior.logvar, distortion, mean)
        found = Encoded(posterior.mu.numpy(), posterior.logvar.numpy(), distortion.numpy(), _to_bytes(mean))
    return found, elapsed


def decode(
    model: TrainableModel, z: Float32[np.ndarray, "n latent"], c: Float32[np.ndarray, "n condition"]
) -> tuple[UInt8[np.ndarray, "n height width channel"], float]:
    """Return the decoded images, and the model's time in ms.

    Raises
    ------
    ModelContractError
        If the model's output is not finite or has the wrong shape.
    """
    torch.set_num_threads(1)
    with torch.inference_mode():
        codes, condition = torch.from_numpy(z), _condition(c)
        start = time.perf_counter()
        images = model.decode(codes, condition)
        elapsed = _milliseconds_since(start)
        expected = (len(z), *model.image_shape)
        if tuple(images.shape) != expected:
            raise ModelContractError(
                f"The model decoded the shape {tuple(images.shape)}, but its header has {expected}; train or export it "
                "again."
            )
        _require_finite(images)
        return _to_bytes(images), elapsed


def _condition(c: Float32[np.ndarray, "n condition"]) -> Float[Tensor, "n condition"] | None:
    return torch.from_numpy(c) if c.shape[1] else None


def _to_bytes(
    images: Float[Tensor, "n channel height width"],
) -> UInt8[np.ndarray, "n height width channel"]:
    return np.ascontiguousarray(to_uint8(images.numpy()).transpose(0, 2, 3, 1))


def _milliseconds_since(start: float) -> float:
    return (time.perf_counter() - start) * 1e3


def _require_finite(*parts: Tensor) -> None:
    if not all(bool(part.isfinite().all()) for part in parts):
        raise ModelContractError("The model's output is not finite (NaN or infinity); choose another z or model.")
