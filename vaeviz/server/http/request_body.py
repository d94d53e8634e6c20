"""The body of a request, taken in under limits."""

import asyncio
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

from vaeviz.server.access import AccessError


@dataclass(frozen=True)
class Limits:
    """What a body may be, and what is said of one that is not."""

    what: str  # "picture", "frame"
    most: int  # bytes
    too_large: str
    patience: float  # seconds that it may take to arrive


async def read_body(request: Request, limits: Limits) -> bytes:
    """Take in the request's body, and stop at the first byte too many.

    Raises
    ------
    AccessError
        If it is too large or too slow, or its page has left.
    """
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and (len(declared) > len(str(limits.most)) or int(declared) > limits.most):
        raise AccessError(413, limits.too_large)
    body = bytearray()
    try:
        async with asyncio.timeout(limits.patience):
            async for chunk in request.stream():
                if len(body) + len(chunk) > limits.most:
                    raise AccessError(413, limits.too_large)
                body += chunk
    except TimeoutError as error:
        raise AccessError(
            408, f"The {limits.what} did not arrive within {limits.patience:.0f} s; send it again."
        ) from error
    except ClientDisconnect as error:
        raise AccessError(400, f"The page left before the {limits.what} had arrived.") from error
    return bytes(body)
