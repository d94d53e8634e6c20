"""The answers to decode and encode requests: the model calls, run in a worker thread."""

import time

import numpy as np
import torch
from jaxtyping import Float, Float32, UInt8
from torch import Tensor

from vaeviz.data.imaging import fit_drawing, to_uint8
from vaeviz.errors import ModelContractError
from vaeviz.latent import TrainableModel
from vaeviz.server.decode.wire import DecodeRequest, Encoded, Request, decode_answer, encode_answer

Numbers = Float32[np.ndarray, " condition"]


def answer(model: TrainableModel, request: Request) -> bytes:
    """Return the frame that answers ``request``.

    Raises
    ------
    DataError
        If the drawing is empty.
    ModelContractError
        If the model's output is not finite or has the wrong shape.
    """
    if isinstance(request, DecodeRequest):
        return _decode(model, request)
    pixels = fit_drawing(request.grey, model.image_shape)
    return encode_image(model, pixels, request.c, request.seq)


def encode_image(
    model: TrainableModel, pixels: Float32[np.ndarray, "channel height width"], c: Numbers, seq: int = 0
) -> bytes:
    """Return the frame with the posterior and the reconstruction of one image in the model's shape."""
    with torch.inference_mode():
        x, condition = torch.from_numpy(pixels)[None], _condition(c[None])
        start = time.perf_counter()
        posterior = model.encode(x, condition)
        rate = posterior.kl_to_prior(model.prior(condition))
        likelihood = model.likelihood(posterior.mu, condition)
        distortion = -likelihood.log_prob(x)
        elapsed = _milliseconds_since(start)
        _require_finite(rate, distortion, likelihood.mean)
        encoded = Encoded(
            mu=posterior.mu[0].numpy(),
            logvar=posterior.logvar[0].numpy(),
            rate=rate[0].numpy(),
            distortion=float(distortion[0]),
            input=_to_bytes(x)[0],
            reconstruction=_to_bytes(likelihood.mean)[0],
        )
    return encode_answer(seq, encoded, elapsed)


def _decode(model: TrainableModel, request: DecodeRequest) -> bytes:
    images, elapsed = decode_images(model, request)
    return decode_answer(request.seq, images, elapsed)


def decode_images(
    model: TrainableModel, request: DecodeRequest
) -> tuple[UInt8[np.ndarray, "n height width channel"], float]:
    """Return the decoded images, and the model's time in ms.

    Raises
    ------
    ModelContractError
        If the model's output is not finite or has the wrong shape.
    """
    with torch.inference_mode():
        z, c = torch.from_numpy(request.z), _condition(request.c)
        start = time.perf_counter()
        images = model.decode(z, c)
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
