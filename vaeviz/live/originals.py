"""The data set's own picture that a stored code was made from, where the data set is on this machine."""

from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from vaeviz.checkpoint import Checkpoint
from vaeviz.codes import CODES_FILE, read_codes
from vaeviz.latent import LatentCodes
from vaeviz.live import workers
from vaeviz.live.access import AccessError, require_checkpoint, require_same_origin, require_token
from vaeviz.live.datasets import pictures_of
from vaeviz.live.endpoints import answering_errors


@answering_errors
async def original(request: Request) -> Response:
    """Answer ``GET /vaeviz/originals/{digest}/{row}?token=`` with the rows of HWC bytes of code ``row``'s picture."""
    require_same_origin(request, absent_ok=True)
    require_token(request)
    checkpoint = require_checkpoint(request.path_params["digest"])
    work = partial(picture, checkpoint, request.path_params["row"])
    data = await workers.run(workers.pictures(), work)
    return Response(data, media_type="application/octet-stream", headers={"Cache-Control": "private, max-age=3600"})


def picture(checkpoint: Checkpoint, row: int) -> bytes:
    """Return the picture that stored code ``row`` was made from.

    Raises
    ------
    AccessError
        If there is no such code, or its data set is not on this machine; nothing is downloaded.
    """
    folder = checkpoint.path.parent
    name = checkpoint.header.name
    if not (folder / CODES_FILE).exists():
        raise AccessError(404, f"'{name}' has no stored codes yet; encode its data set first.")
    codes = _codes(folder, checkpoint.digest, (folder / CODES_FILE).stat().st_mtime_ns)
    if row >= len(codes):
        raise AccessError(404, f"'{name}' has no code {row}; allowed: 0 to {len(codes) - 1}.")
    data = pictures_of(codes)
    at = row if codes.rows is None else int(codes.rows[row])
    if data is None or at >= len(data) or data.image_shape != checkpoint.model.image_shape:
        raise AccessError(404, f"The pictures of '{codes.dataset}' are not on this machine; nothing is downloaded.")
    return np.ascontiguousarray(data.images[at : at + 1][0].transpose(1, 2, 0)).tobytes()


@lru_cache(4)
def _codes(folder: Path, digest: str, changed: int) -> LatentCodes:
    """Return the codes in a model's folder, as they were at the time ``changed``."""
    return read_codes(folder, digest).codes
