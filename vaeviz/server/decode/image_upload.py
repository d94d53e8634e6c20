"""An uploaded image: read with limits, fitted to the model, encoded."""

import math
from functools import partial

import numpy as np
from jaxtyping import Float32
from starlette.requests import Request

from vaeviz.data.imaging import MAX_BYTES
from vaeviz.errors import DataError
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.server import workers
from vaeviz.server.decode.answers import encode_image
from vaeviz.server.decode.image_process import image_process
from vaeviz.server.http.request_body import Limits, read_body
from vaeviz.server.workers import Slots, SlotsEach

MAX_AT_ONCE, MAX_OF_ONE = 16, 4  # uploads in progress: of all sessions, of one
TOO_LARGE = f"An image may have at most {MAX_BYTES // 2**20} MB; scale it down and send it again."
LIMITS = Limits("image", MAX_BYTES, TOO_LARGE, patience=30.0)

uploads = Slots(MAX_AT_ONCE, "Too many images are being uploaded at once; try again in a moment.")
session_uploads = SlotsEach(
    MAX_OF_ONE, f"This session is already uploading {MAX_OF_ONE} images; wait until one is done."
)


async def encode_upload(
    request: Request, token: str, checkpoint: Checkpoint, c: Float32[np.ndarray, " condition"]
) -> bytes:
    """Read an uploaded image and return its encode answer, with sequence number 0.

    Raises
    ------
    AccessError
        If it is too large or arrives too slowly.
    BusyError
        If too many uploads are in progress.
    DataError
        If the file is not an image that can be opened.
    """
    with session_uploads.of(token), uploads:
        data = await read_body(request, LIMITS)
        opening = partial(image_process.open, data, checkpoint.header.model.image_shape)
        pixels = await workers.run(workers.inputs(), opening)
        return await workers.run(workers.decoders(), partial(encode_image, checkpoint, pixels, c))


def parse_condition(text: str, size: int) -> Float32[np.ndarray, " condition"]:
    """Read ``size`` numbers of ``c`` from the query, clipped to [-1, 1]; without them ``c`` is zero.

    Raises
    ------
    DataError
        If their number is not ``size``, or one is not finite.
    """
    if not text:
        return np.zeros(size, np.float32)
    parts = text.split(",", size + 1)
    try:
        numbers = [float(part) for part in parts]
    except ValueError as error:
        raise DataError(f"c is '{text[:80]}'; allowed: numbers separated by commas, such as 0,1,0.") from error
    if len(numbers) != size or not all(map(math.isfinite, numbers)):
        raise DataError(f"c is '{text[:80]}'; this model needs {size} finite numbers.")
    return np.array(numbers, np.float64).clip(-1, 1).astype(np.float32)
