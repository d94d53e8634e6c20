"""An uploaded picture: taken in under limits, fitted to the model, encoded."""

import asyncio
import math

import numpy as np
from jaxtyping import Float32
from starlette.requests import ClientDisconnect, Request

from vaeviz.config import Condition
from vaeviz.errors import DataError
from vaeviz.imaging import MAX_BYTES, fit_image, read_image
from vaeviz.latent import TrainableModel
from vaeviz.live.access import AccessError
from vaeviz.live.answers import encode_picture
from vaeviz.live.workers import MAX_PICTURES, BusyError

PATIENCE = 30.0  # seconds that a body may take to arrive

_arriving = 0


def encode_upload(model: TrainableModel, data: bytes, c: Float32[np.ndarray, " condition"]) -> bytes:
    """Return the encode answer, with sequence number 0, for a picture file.

    Raises
    ------
    DataError
        If the file is no picture that may be opened.
    """
    return encode_picture(model, fit_image(read_image(data), model.image_shape), c)


def parse_condition(text: str, condition: Condition | None) -> Float32[np.ndarray, " condition"]:
    """Read ``c`` from the query, clipped to [-1, 1]; left out, it is the null label.

    Raises
    ------
    DataError
        If it has not one finite number per name of the condition.
    """
    size = condition.size if condition else 0
    if not text:
        return np.zeros(size, np.float32)
    parts = text.split(",", size + 1)
    try:
        numbers = [float(part) for part in parts]
    except ValueError as error:
        raise DataError("c is a list of numbers with commas between them, such as 0,1,0.") from error
    if len(numbers) != size or not all(map(math.isfinite, numbers)):
        raise DataError(f"c has {size} finite numbers for this model, found '{text[:80]}'.")
    return np.array(numbers, np.float64).clip(-1, 1).astype(np.float32)


async def read_body(request: Request, limit: int = MAX_BYTES) -> bytes:
    """Take in the request's body, and stop at the first byte too many.

    Raises
    ------
    AccessError
        If it is too large or too slow.
    BusyError
        If too many arrive at once.
    """
    global _arriving
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > limit:
        raise _too_large(limit)
    if _arriving >= MAX_PICTURES:
        raise BusyError("Too many pictures are being uploaded at once; try again in a moment.")
    _arriving += 1
    try:
        async with asyncio.timeout(PATIENCE):
            return await _collect(request, limit)
    except TimeoutError as error:
        raise AccessError(408, f"The picture did not arrive within {PATIENCE:.0f} s; send it again.") from error
    except ClientDisconnect as error:
        raise AccessError(400, "The page left before the picture had arrived.") from error
    finally:
        _arriving -= 1


async def _collect(request: Request, limit: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        if len(body) + len(chunk) > limit:
            raise _too_large(limit)
        body += chunk
    return bytes(body)


def _too_large(limit: int) -> AccessError:
    return AccessError(413, f"A picture may have at most {limit // 2**20} MB; scale it down and send it again.")
