"""The endpoint for a model's codes."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from vaeviz.server import workers
from vaeviz.server.access import require_same_origin, require_token
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
