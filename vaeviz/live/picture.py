"""An uploaded picture: taken in under limits, fitted to the model, encoded."""

import math

import numpy as np
from jaxtyping import Float32
from starlette.requests import Request

from vaeviz.errors import DataError
from vaeviz.imaging import MAX_BYTES, fit_image, read_image
from vaeviz.latent import TrainableModel
from vaeviz.live.answers import encode_picture
from vaeviz.live.body import Limits, read_body
from vaeviz.live.workers import AtMost

MAX_AT_ONCE = 16  # uploads that are arriving
TOO_LARGE = f"A picture may have at most {MAX_BYTES // 2**20} MB; scale it down and send it again."
LIMITS = Limits("picture", MAX_BYTES, TOO_LARGE, patience=30.0)

arriving = AtMost(MAX_AT_ONCE, "Too many pictures are being uploaded at once; try again in a moment.")


def encode_upload(model: TrainableModel, data: bytes, c: Float32[np.ndarray, " condition"]) -> bytes:
    """Return the encode answer, with sequence number 0, for a picture file.

    Raises
    ------
    DataError
        If the file is no picture that may be opened.
    """
    return encode_picture(model, fit_image(read_image(data), model.image_shape), c)


def parse_condition(text: str, size: int) -> Float32[np.ndarray, " condition"]:
    """Read ``size`` numbers of ``c`` from the query, clipped to [-1, 1]; left out, they are zeros.

    Raises
    ------
    DataError
        If there is another number of them, or one is not finite.
    """
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


async def read_picture(request: Request) -> bytes:
    """Take in an uploaded picture.

    Raises
    ------
    AccessError
        If it is too large or too slow.
    BusyError
        If too many arrive at once.
    """
    with arriving:
        return await read_body(request, LIMITS)
