"""The HTTP answer to a `VaevizError` in an endpoint."""

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vaeviz.errors import VaevizError
from vaeviz.files.places import for_visitors
from vaeviz.server import workers
from vaeviz.server.access import AccessError

Endpoint = Callable[[Request], Awaitable[Response]]


def answering_errors(endpoint: Endpoint) -> Endpoint:
    """Turn a `VaevizError` into JSON with its message for visitors; any other exception is a bug and propagates."""

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
