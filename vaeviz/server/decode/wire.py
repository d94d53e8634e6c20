"""The binary frames of the decode socket: requests and answers, little-endian, of exact length.

A request is ``u32 seq, u16 op, u16 n`` and then, by operation:

* 0, decode: ``f32[n * (d + k)]``, rows of z then c, ``1 <= n <= 64``;
* 1, encode: ``f32[k]`` c, then ``u8[n * n]``, a square greyscale drawing of side n, bright ink on black.

An answer is ``u32 seq, u16 op, u16 n, f32 compute_ms`` and then:

* 0: ``u8[n * H * W * C]``;
* 1: ``f32[d]`` mu, ``f32[d]`` logvar, ``f32[d]`` rate, ``f32`` distortion (both nats), ``u8[H * W * C]`` input,
  ``u8[H * W * C]`` reconstruction.

Here d is the latent dimension, k the size of the condition (0 without one) and C, H, W the model's image shape.
"""

import json
import struct
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, UInt8

from vaeviz.errors import DataError

DECODE, ENCODE = 0, 1
MAX_ROWS = 64
MIN_DRAWING, MAX_DRAWING = 8, 256  # side, pixels
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
    """A drawing to encode, not yet scaled or centred."""

    seq: int
    c: Float32[np.ndarray, " condition"]
    grey: UInt8[np.ndarray, "side side"]


Request = DecodeRequest | EncodeRequest


@dataclass(frozen=True)
class Encoded:
    """An image's posterior, and the reconstruction from its mean."""

    mu: Float32[np.ndarray, " latent"]
    logvar: Float32[np.ndarray, " latent"]
    rate: Float32[np.ndarray, " latent"]  # KL to the model's prior, nats
    distortion: float  # -log p(x|z = mu), nats
    input: UInt8[np.ndarray, "height width channel"]
    reconstruction: UInt8[np.ndarray, "height width channel"]


def longest_request(latent_dim: int, condition_size: int) -> int:
    """Return the length in bytes of the longest request that `parse_request` accepts."""
    decode = 4 * MAX_ROWS * (latent_dim + condition_size)
    return _REQUEST.size + max(decode, 4 * condition_size + MAX_DRAWING**2)


def parse_request(frame: bytes, latent_dim: int, condition_size: int) -> Request:
    """Read one request; z is clipped to [-10, 10] and c to [-1, 1].

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
        return _parse_encode(seq, n, body, condition_size)
    raise FrameError(seq, f"Unknown operation {op}; known: {DECODE} (decode), {ENCODE} (encode).")


def _parse_decode(seq: int, n: int, body: memoryview, latent_dim: int, condition_size: int) -> DecodeRequest:
    if not 1 <= n <= MAX_ROWS:
        raise FrameError(seq, f"A request decodes 1 to {MAX_ROWS} codes, found {n}.")
    width = latent_dim + condition_size
    _require_length(seq, body, 4 * n * width, f"{n} rows of {latent_dim} latents and {condition_size} conditions")
    rows = _finite(seq, np.frombuffer(body, "<f4")).reshape(n, width)
    z = rows[:, :latent_dim].clip(-MAX_Z, MAX_Z)
    return DecodeRequest(seq, z, rows[:, latent_dim:].clip(-1, 1))


def _parse_encode(seq: int, n: int, body: memoryview, condition_size: int) -> EncodeRequest:
    if not MIN_DRAWING <= n <= MAX_DRAWING:
        raise FrameError(seq, f"A drawing has a side of {MIN_DRAWING} to {MAX_DRAWING} pixels, found {n}.")
    size = 4 * condition_size
    _require_length(seq, body, size + n * n, f"{condition_size} conditions and a {n} x {n} drawing")
    c = _finite(seq, np.frombuffer(body[:size], "<f4"))
    return EncodeRequest(seq, c.clip(-1, 1), np.frombuffer(body[size:], np.uint8).reshape(n, n))


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
    """Return the frame that answers an `EncodeRequest`; it is also the body that answers an uploaded image."""
    numbers = np.concatenate([encoded.mu, encoded.logvar, encoded.rate, np.array([encoded.distortion], np.float32)])
    images = encoded.input.tobytes() + encoded.reconstruction.tobytes()
    return _ANSWER.pack(seq, ENCODE, 1, compute_ms) + numbers.astype("<f4").tobytes() + images


def error_answer(seq: int | None, message: str) -> str:
    """Return the text frame with the reason why a request was not served."""
    return json.dumps({"seq": seq, "error": message})
