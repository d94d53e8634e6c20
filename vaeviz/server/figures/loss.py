"""The endpoint that reads a pasted loss: text in, its beta or a problem out. The text is parsed, never executed."""

import json
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vaeviz.collapse.loss.reader import LONGEST, read
from vaeviz.errors import ConfigError
from vaeviz.server import workers
from vaeviz.server.access import require_same_origin, require_token
from vaeviz.server.http.answering import answering_errors
from vaeviz.server.http.request_body import Limits, read_body
from vaeviz.server.workers import Slots

MAX_BODY = 6 * LONGEST + 4096  # bytes: a character takes at most six in JSON; the rest is for sizes and values
PATIENCE = 10.0  # seconds in which the text must arrive
MAX_AT_ONCE = 8

LIMITS = Limits(
    "text", MAX_BODY, f"A pasted loss has at most {LONGEST} characters; paste only the lines of the loss.", PATIENCE
)
under_way = Slots(MAX_AT_ONCE, "Too many losses are being read at once; try again in a moment.")


@answering_errors
async def loss(request: Request) -> Response:
    """Answer ``POST /vaeviz/loss`` {text, sizes, values} with the result of `vaeviz.collapse.loss.reader.read`."""
    require_same_origin(request)
    require_token(request)
    with under_way:
        text, sizes, values = parse(await read_body(request, LIMITS))
        reading = await workers.run(workers.losses(), partial(read, text, sizes, values))
    return JSONResponse(reading.to_json(), headers={"Cache-Control": "no-store"})


def parse(body: bytes) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Return the parts of a request.

    Raises
    ------
    ConfigError
        If the body is not JSON of this form.
    """
    try:
        found = json.loads(body)
        json.dumps(found, ensure_ascii=False).encode()  # a lone surrogate can be parsed but not encoded
    except (ValueError, RecursionError) as error:
        raise ConfigError("The request is not valid JSON; send an object with text, sizes and values.") from error
    if (
        not isinstance(found, dict)
        or set(found) - {"text", "sizes", "values"}
        or not isinstance(found.get("text"), str)
    ):
        raise ConfigError("The request must be an object with text and, optionally, sizes and values.")
    sizes, values = found.get("sizes", {}), found.get("values", {})
    if not isinstance(sizes, dict) or not isinstance(values, dict):
        raise ConfigError("sizes and values must be objects with a number for each name.")
    return found["text"], sizes, values
