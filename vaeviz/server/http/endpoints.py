"""The answers to plain requests: the codes of a model, the posterior of an uploaded picture."""

from collections.abc import Awaitable, Callable
from functools import partial, wraps

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vaeviz.errors import VaevizError
from vaeviz.files.places import for_visitors
from vaeviz.latent import condition_size
from vaeviz.server import workers
from vaeviz.server.access import AccessError, require_checkpoint, require_same_origin, require_token
from vaeviz.server.decode.picture import encode_upload, parse_condition
from vaeviz.server.http.codes_body import packed_codes

Endpoint = Callable[[Request], Awaitable[Response]]


def answering_errors(endpoint: Endpoint) -> Endpoint:
    """Turn our errors into JSON with their words for visitors; anything else is a bug and stays one."""

    @wraps(endpoint)
    async def wrapped(request: Request) -> Response:
        try:
            return await endpoint(request)
        except AccessError as error:
            return JSONResponse({"error": for_visitors(error)}, error.status)
        except workers.BusyError as error:
            return JSONResponse({"error": for_visitors(error)}, 503, {"Retry-After": "1"})
        except VaevizError as error:
            return JSONResponse({"error": for_visitors(error)}, 400)

    return wrapped


@answering_errors
async def codes(request: Request) -> Response:
    """Answer ``GET /vaeviz/codes/{digest}?token=`` with the codes and maps, compressed where that pays."""
    require_same_origin(request, absent_ok=True)
    require_token(request)
    checkpoint = require_checkpoint(request.path_params["digest"])
    packed = await workers.run(workers.bodies(), partial(packed_codes, checkpoint))
    return packed.answer(request)


@answering_errors
async def image(request: Request) -> Response:
    """Answer ``POST /vaeviz/image?model={digest}&token={token}&c={numbers}`` with the picture's posterior."""
    require_same_origin(request)
    token = require_token(request)
    checkpoint = require_checkpoint(request.query_params.get("model", ""))
    c = parse_condition(request.query_params.get("c", ""), condition_size(checkpoint.model))
    frame = await encode_upload(request, token, checkpoint.model, c)
    return Response(frame, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})
