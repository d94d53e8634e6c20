"""The endpoints for a model's codes and for the posterior of an uploaded image."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from vaeviz.config import condition_size
from vaeviz.server import workers
from vaeviz.server.access import require_same_origin, require_token
from vaeviz.server.decode.image_upload import encode_upload, parse_condition
from vaeviz.server.decode.model_cache import require_checkpoint
from vaeviz.server.http.answering import answering_errors
from vaeviz.server.http.codes_body import codes_body


@answering_errors
async def codes(request: Request) -> Response:
    """Answer ``GET /vaeviz/codes/{digest}?token=`` with the codes and maps, compressed if that helps."""
    require_same_origin(request, absent_ok=True)
    require_token(request)
    checkpoint = require_checkpoint(request.path_params["digest"])
    packed = await workers.run(workers.bodies(), partial(codes_body, checkpoint))
    return packed.answer(request)


@answering_errors
async def image(request: Request) -> Response:
    """Answer ``POST /vaeviz/image?model={digest}&token={token}&c={numbers}`` with the image's posterior."""
    require_same_origin(request)
    token = require_token(request)
    checkpoint = require_checkpoint(request.query_params.get("model", ""))
    c = parse_condition(request.query_params.get("c", ""), condition_size(checkpoint.header.model))
    frame = await encode_upload(request, token, checkpoint, c)
    return Response(frame, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})
