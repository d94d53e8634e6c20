"""The binary frames of the decode socket: requests and answers, little-endian, of exact length.

A request is ``u32 seq, u16 op, u16 n`` and then, by operation:

* 0, decode: ``f32[n * (d + k)]``, rows of z then c, ``1 <= n <= 64``;
* 1, encode: ``f32[k]`` c, then ``u8[n * H * W * C]``, images in the model's shape, ``1 <= n <= 4``.

An answer is ``u32 seq, u16 op, u16 n, f32 compute_ms`` and then:

* 0: ``u8[n * H * W * C]``;
* 1: for each image ``f32[d]`` mu, ``f32[d]`` logvar, ``f32`` distortion in nats, ``u8[H * W * C]`` reconstruction.

Here d is the latent dimension, k the size of the condition (0 without one) and C, H, W the model's image shape.
"""

import json
import math
import struct
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, UInt8

from vaeviz.errors import DataError

DECODE, ENCODE = 0, 1
MAX_ROWS = 64
MAX_IMAGES = 4  # to encode: the ways in which the page fits one picture
MAX_Z = 10.0  # codes are clipped to this; actions.js has the same number
_REQUEST = struct.Struct("<IHH")
_ANSWER = struct.Struct("<IHHf")


class FrameError(DataError):
    """A frame that cannot be served; ``seq`` is its number, None if that could not be read."""

    def __init__(self, seq: int | None, message: str) -> None:
        super().__init__(message)
        self.seq = seq


@dataclass(frozen=True)
class DecodeRequest:
    """Codes to decode; for an unconditional model ``c`` has no columns."""

    seq: int
    z: Float32[np.ndarray, "n latent"]
    c: Float32[np.ndarray, "n condition"]


@dataclass(frozen=True)
class EncodeRequest:
    """Images to encode under one condition."""

    seq: int
    c: Float32[np.ndarray, " condition"]
    levels: UInt8[np.ndarray, "n height width channel"]


Request = DecodeRequest | EncodeRequest


Shape = tuple[int, int, int]  # (C, H, W)


@dataclass(frozen=True)
class Encoded:
    """Images' posteriors, and the reconstructions from their means."""

    mu: Float32[np.ndarray, "n latent"]
    logvar: Float32[np.ndarray, "n latent"]
    distortion: Float32[np.ndarray, " n"]  # -log p(x|z = mu), nats
    reconstruction: UInt8[np.ndarray, "n height width channel"]


def longest_request(latent_dim: int, condition_size: int, image_shape: Shape) -> int:
    """Return the length in bytes of the longest request that `parse_request` accepts."""
    decode = 4 * MAX_ROWS * (latent_dim + condition_size)
    return _REQUEST.size + max(decode, 4 * condition_size + MAX_IMAGES * math.prod(image_shape))


def parse_request(frame: bytes, latent_dim: int, condition_size: int, image_shape: Shape) -> Request:
    """Read one request for a model with these sizes; z is clipped to [-10, 10] and c to [-1, 1].

    Raises
    ------
    FrameError
        If the length does not match the header, the operation is unknown, or a number is not finite.
    """
    if len(frame) < _REQUEST.size:
        raise FrameError(None, f"A frame has at least {_REQUEST.size} bytes of header, found {len(frame)}.")
    seq, op, n = _REQUEST.unpack_from(frame)
    body = memoryview(frame)[_REQUEST.size :]
    if op == DECODE:
        return _parse_decode(seq, n, body, latent_dim, condition_size)
    if op == ENCODE:
        return _parse_encode(seq, n, body, condition_size, image_shape)
    raise FrameError(seq, f"Unknown operation {op}; known: {DECODE} (decode), {ENCODE} (encode).")


def _parse_decode(seq: int, n: int, body: memoryview, latent_dim: int, condition_size: int) -> DecodeRequest:
    if not 1 <= n <= MAX_ROWS:
        raise FrameError(seq, f"A request decodes 1 to {MAX_ROWS} codes, found {n}.")
    width = latent_dim + condition_size
    _require_length(seq, body, 4 * n * width, f"{n} rows of {latent_dim} latents and {condition_size} conditions")
    rows = _finite(seq, np.frombuffer(body, "<f4")).reshape(n, width)
    z = rows[:, :latent_dim].clip(-MAX_Z, MAX_Z)
    return DecodeRequest(seq, z, rows[:, latent_dim:].clip(-1, 1))


def _parse_encode(seq: int, n: int, body: memoryview, condition_size: int, image_shape: Shape) -> EncodeRequest:
    if not 1 <= n <= MAX_IMAGES:
        raise FrameError(seq, f"A request encodes 1 to {MAX_IMAGES} images, found {n}.")
    channel, height, width = image_shape
    size = 4 * condition_size
    what = f"{condition_size} conditions and {n} images of {height} x {width} x {channel}"
    _require_length(seq, body, size + n * math.prod(image_shape), what)
    c = _finite(seq, np.frombuffer(body[:size], "<f4"))
    return EncodeRequest(seq, c.clip(-1, 1), np.frombuffer(body[size:], np.uint8).reshape(n, height, width, channel))


def _require_length(seq: int, body: memoryview, expected: int, what: str) -> None:
    if len(body) != expected:
        raise FrameError(seq, f"{what} make {expected} bytes after the header, found {len(body)}.")


def _finite(seq: int, numbers: Float32[np.ndarray, " n"]) -> Float32[np.ndarray, " n"]:
    if not np.isfinite(numbers).all():
        raise FrameError(seq, "The request holds a number that is not finite (NaN or infinity).")
    return numbers


def decode_answer(seq: int, images: UInt8[np.ndarray, "n height width channel"], compute_ms: float) -> bytes:
    """Return the frame that answers a `DecodeRequest`."""
    return _ANSWER.pack(seq, DECODE, len(images), compute_ms) + images.tobytes()


def encode_answer(seq: int, encoded: Encoded, compute_ms: float) -> bytes:
    """Return the frame that answers an `EncodeRequest`."""
    numbers = np.concatenate([encoded.mu, encoded.logvar, encoded.distortion[:, None]], axis=1).astype("<f4")
    images = (a.tobytes() + b.tobytes() for a, b in zip(numbers, encoded.reconstruction, strict=True))
    return _ANSWER.pack(seq, ENCODE, len(numbers), compute_ms) + b"".join(images)


def error_answer(seq: int | None, message: str) -> str:
    """Return the text frame with the reason why a request was not served."""
    return json.dumps({"seq": seq, "error": message})
