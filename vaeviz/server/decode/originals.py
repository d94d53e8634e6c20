"""The original image of a stored code, if its data set is on this machine."""

from functools import partial

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from vaeviz.files.checkpoint import Checkpoint
from vaeviz.server import workers
from vaeviz.server.access import AccessError, require_same_origin, require_token
from vaeviz.server.decode.codes_cache import stored_codes
from vaeviz.server.decode.datasets import images_of
from vaeviz.server.decode.model_cache import require_checkpoint
from vaeviz.server.http.answering import answering_errors

MOST_DIGITS = 10  # of a code's number


@answering_errors
async def original(request: Request) -> Response:
    """Answer ``GET /vaeviz/originals/{digest}/{row}?token=`` with the image of code ``row`` as HWC bytes."""
    require_same_origin(request, absent_ok=True)
    require_token(request)
    checkpoint = require_checkpoint(request.path_params["digest"])
    work = partial(original_bytes, checkpoint, request.path_params["row"])
    data = await workers.run(workers.bodies(), work)
    return Response(data, media_type="application/octet-stream", headers={"Cache-Control": "private, max-age=3600"})


def original_bytes(checkpoint: Checkpoint, text: str) -> bytes:
    """Return the image that the stored code of this number was made from.

    Raises
    ------
    AccessError
        If there is no such code, or its data set is not on this machine; nothing is downloaded.
    """
    codes = stored_codes(checkpoint).codes
    row = int(text) if text.isascii() and text.isdecimal() and len(text) < MOST_DIGITS else -1
    if not 0 <= row < len(codes):
        name = checkpoint.header.name
        raise AccessError(404, f"'{name}' has no code '{text[:MOST_DIGITS]}'; allowed: 0 to {len(codes) - 1}.")
    data = images_of(codes)
    at = row if codes.rows is None else int(codes.rows[row])
    if data is None or at >= len(data) or data.image_shape != checkpoint.header.model.image_shape:
        raise AccessError(
            404, f"The images of '{codes.dataset}' are not on this machine, and the app does not download them."
        )
    return np.ascontiguousarray(data.images[at : at + 1][0].transpose(1, 2, 0)).tobytes()
