"""Reading the body of a request, with limits on size and time."""

import asyncio
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

from vaeviz.server.access import AccessError


@dataclass(frozen=True)
class Limits:
    """The limits of a body, and the error message for a larger one."""

    what: str  # "image", "frame"
    most: int  # bytes
    too_large: str
    patience: float  # seconds in which it must arrive


async def read_body(request: Request, limits: Limits) -> bytes:
    """Read the request's body, and stop as soon as it is too large.

    Raises
    ------
    AccessError
        If it is too large or too slow, or the page disconnects.
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
        raise AccessError(400, f"The page disconnected before the {limits.what} had arrived; send it again.") from error
    return bytes(body)
