"""The frames of the decode socket as plain requests, for a page whose way here lets no socket through."""

import asyncio
from functools import partial

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from vaeviz.checkpoint import Checkpoint
from vaeviz.errors import VaevizError
from vaeviz.live import workers
from vaeviz.live.access import AccessError, require_checkpoint, require_same_origin, require_token
from vaeviz.live.answers import answer
from vaeviz.live.endpoints import answering_errors
from vaeviz.live.wire import MAX_DRAWING, MAX_ROWS, FrameError, error_answer, parse_request
from vaeviz.live.workers import BusyError

MAX_AT_ONCE = 64  # requests of all pages; each page keeps one under way
PATIENCE = 10.0  # seconds that a frame may take to arrive
HEADER = 8  # bytes

_under_way = 0


@answering_errors
async def frame(request: Request) -> Response:
    """Answer ``POST /vaeviz/frame?model={digest}&token={token}``: a request frame, its reply frame; see `wire`.

    What the socket says in a text frame comes with status 400.
    """
    global _under_way
    require_same_origin(request)
    require_token(request)
    checkpoint = require_checkpoint(request.query_params.get("model", ""))
    if _under_way >= MAX_AT_ONCE:
        raise BusyError("Too many pictures are asked for at once; try again in a moment.")
    _under_way += 1
    try:
        return await _answer(checkpoint, await _read(request, _longest(checkpoint)))
    finally:
        _under_way -= 1


async def _answer(checkpoint: Checkpoint, body: bytes) -> Response:
    model = checkpoint.model
    seq = None
    try:
        parsed = parse_request(body, model.latent_dim, _condition_size(checkpoint))
        seq = parsed.seq
        content = await workers.run(workers.decoders(), partial(answer, model, parsed))
    except VaevizError as error:
        known = error.seq if isinstance(error, FrameError) else seq
        return Response(error_answer(known, str(error)), 400, media_type="application/json")
    return Response(content, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})


def _longest(checkpoint: Checkpoint) -> int:
    """Return the bytes of the longest frame that this model can be asked."""
    told = _condition_size(checkpoint)
    return HEADER + max(4 * MAX_ROWS * (checkpoint.model.latent_dim + told), 4 * told + MAX_DRAWING**2)


def _condition_size(checkpoint: Checkpoint) -> int:
    condition = checkpoint.model.condition
    return condition.size if condition else 0


async def _read(request: Request, limit: int) -> bytes:
    """Take in the body, and stop at the first byte too many."""
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise AccessError(413, f"A frame for this model has at most {limit} bytes, found more.")
    except TimeoutError as error:
        raise AccessError(408, f"The frame did not arrive within {PATIENCE:.0f} s; send it again.") from error
    except ClientDisconnect as error:
        raise AccessError(400, "The page left before its frame had arrived.") from error
    return bytes(body)
