"""A path in latent space as an animated image: codes in, a GIF file out."""

import io
from functools import partial
from math import ceil

import numpy as np
from jaxtyping import UInt8
from PIL import Image
from starlette.requests import Request
from starlette.responses import Response

from vaeviz.config import condition_size
from vaeviz.errors import DataError, unknown_name
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.server import workers
from vaeviz.server.access import require_same_origin, require_token
from vaeviz.server.decode.answers import decode_images
from vaeviz.server.decode.frames import read_frame
from vaeviz.server.decode.model_cache import require_checkpoint
from vaeviz.server.decode.wire import DecodeRequest, parse_request
from vaeviz.server.http.answering import answering_errors

MIN_MS, MAX_MS = 20, 1000  # per image: browsers slow down faster animations
MIN_SIDE = 224  # least pixels of the longer side; a pixel of the model becomes a square
FORMATS = ("gif",)

Images = UInt8[np.ndarray, "n height width channel"]


@answering_errors
async def animation(request: Request) -> Response:
    """Answer ``POST /vaeviz/animation?model={digest}&token={token}&ms={ms}&format=gif`` with the file.

    The body is a decode request as on the socket (`vaeviz.server.decode.wire`); its rows are the images in order.
    """
    require_same_origin(request)
    require_token(request)
    query = request.query_params
    checkpoint = require_checkpoint(query.get("model", ""))
    if (wanted := query.get("format", "gif")) not in FORMATS:
        raise unknown_name("format", wanted, FORMATS)
    ms = parse_ms(query.get("ms", ""))
    model = checkpoint.header.model
    with workers.files_under_way:
        frame = await read_frame(request, checkpoint)
        codes = parse_request(frame, model.latent_dim, condition_size(model), model.image_shape)
        if not isinstance(codes, DecodeRequest):
            raise DataError("The body is a request to encode a drawing; an animation needs a request to decode codes.")
        data = await workers.run(workers.files(), partial(animate, checkpoint, codes, ms))
    return Response(data, media_type="image/gif", headers={"Cache-Control": "no-store"})


def parse_ms(text: str) -> int:
    """Read how long each image is shown.

    Raises
    ------
    DataError
        If it is not a whole number of milliseconds from `MIN_MS` to `MAX_MS`.
    """
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and MIN_MS <= int(text) <= MAX_MS):
        raise DataError(f"ms is '{text[:80]}'; allowed: a whole number from {MIN_MS} to {MAX_MS}, per image.")
    return int(text)


def animate(checkpoint: Checkpoint, codes: DecodeRequest, ms: int) -> bytes:
    """Decode ``codes`` and return them as a GIF that loops forever."""
    images, _ = decode_images(checkpoint, codes)
    return to_gif(images, ms)


def to_gif(images: Images, ms: int) -> bytes:
    """Return an animated GIF, scaled by a whole factor; grey levels are exact, colour images have 256 colours each.

    The format counts in hundredths of a second: ``ms`` is rounded down to a multiple of ten. Consecutive equal images
    become one image with their total time.
    """
    factor = ceil(MIN_SIDE / max(images.shape[1:3]))
    first, *rest = [_frame(levels, factor) for levels in images]
    file = io.BytesIO()
    first.save(file, "GIF", save_all=True, append_images=rest, duration=ms, loop=0, optimize=False)
    return file.getvalue()


def _frame(levels: UInt8[np.ndarray, "height width channel"], factor: int) -> Image.Image:
    large = np.kron(levels, np.ones((factor, factor, 1), np.uint8))
    if levels.shape[2] == 1:
        return Image.fromarray(large[:, :, 0])
    return Image.fromarray(large).quantize(256, dither=Image.Dither.NONE)
