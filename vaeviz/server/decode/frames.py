"""The frames of the decode socket as plain requests, for networks that block sockets."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from vaeviz.config import condition_size
from vaeviz.errors import VaevizError
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.server import workers
from vaeviz.server.access import require_same_origin, require_token
from vaeviz.server.decode.answers import answer
from vaeviz.server.decode.model_cache import require_checkpoint
from vaeviz.server.decode.wire import FrameError, error_answer, longest_request, parse_request
from vaeviz.server.http.answering import answering_errors
from vaeviz.server.http.request_body import Limits, read_body
from vaeviz.server.workers import Slots

MAX_AT_ONCE = 64  # requests of all pages; each page sends one at a time
PATIENCE = 10.0  # seconds in which a frame must arrive

under_way = Slots(MAX_AT_ONCE, "Too many images are requested at once; try again in a moment.")


@answering_errors
async def frame(request: Request) -> Response:
    """Answer ``POST /vaeviz/frame?model={digest}&token={token}``: a request frame in, its answer frame out; see `wire`.

    An error, which the socket sends as a text frame, has status 400.
    """
    require_same_origin(request)
    require_token(request)
    checkpoint = require_checkpoint(request.query_params.get("model", ""))
    with under_way:
        return await _answer(checkpoint, await read_frame(request, checkpoint))


async def _answer(checkpoint: Checkpoint, body: bytes) -> Response:
    model = checkpoint.header.model
    seq = None
    try:
        parsed = parse_request(body, model.latent_dim, condition_size(model), model.image_shape)
        seq = parsed.seq
        content = await workers.run(workers.decoders(), partial(answer, checkpoint, parsed))
    except VaevizError as error:
        known = error.seq if isinstance(error, FrameError) else seq
        return Response(error_answer(known, str(error)), 400, media_type="application/json")
    return Response(content, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})


async def read_frame(request: Request, checkpoint: Checkpoint) -> bytes:
    """Read a frame, at most as long as the longest request for this model.

    Raises
    ------
    AccessError
        If it is too long or too slow.
    """
    model = checkpoint.header.model
    most = longest_request(model.latent_dim, condition_size(model), model.image_shape)
    too_large = f"The frame is too long; a frame for this model has at most {most} bytes."
    return await read_body(request, Limits("frame", most, too_large, PATIENCE))
