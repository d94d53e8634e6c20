"""The messages between a laboratory's page, the server and the worker.

The page sends one JSON object per message, with ``op`` one of `OPS`; the worker gets the same object on one line. The
worker sends one byte, `TEXT` for JSON or `FRAME` for a body of `server.http.packing`, the length as little-endian u32,
then the body; the page gets them as text and binary messages.
"""

import json
import struct
from collections.abc import Mapping
from typing import Any

from vaeviz.errors import ConfigError, unknown_name

HEAD = struct.Struct("<cI")
TEXT, FRAME = b"J", b"B"
OPS = ("begin", "move", "play", "pause", "step", "pace", "look", "seen")
MAX_REQUEST = 16_384  # characters of an operation: a race's settings are a few hundred
DEEPEST = 8  # nested objects and lists: the message is also written for, and read by, the worker


def parse_op(text: str | None) -> dict[str, Any]:
    """Return the operation of a page's message; the worker validates its other fields.

    Raises
    ------
    ConfigError
        If it is not text, too long, too deep, not a JSON object, or has no known ``op``.
    """
    if text is None or len(text) > MAX_REQUEST:
        found = "binary data" if text is None else f"{len(text)} characters"
        raise ConfigError(f"The operation is {found}; allowed: text of at most {MAX_REQUEST} characters.")
    try:
        op = json.loads(text)
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        raise ConfigError(f"The operation is not valid JSON ({error}); send a JSON object.") from error
    if not isinstance(op, dict) or not isinstance(op.get("op"), str):
        raise ConfigError('The operation must be a JSON object with a name under "op".')
    if _is_deeper(op, DEEPEST):
        raise ConfigError(f"The operation has too many nested objects and lists; at most {DEEPEST} are allowed.")
    if op["op"] not in OPS:
        raise unknown_name("operation", op["op"], OPS)
    return op


def _is_deeper(value: object, most: int) -> bool:
    """Return whether ``value`` has more than ``most`` nested objects and lists; works without recursion."""
    level = [value]
    for _ in range(most + 1):
        level = [one for one in level if isinstance(one, dict | list)]
        if not level:
            return False
        level = [inner for one in level for inner in (one.values() if isinstance(one, dict) else one)]
    return True


def line_of(op: Mapping[str, Any]) -> bytes:
    """Return the line that is sent to the worker."""
    return json.dumps(op).encode() + b"\n"


def message(kind: bytes, body: bytes) -> bytes:
    """Return a worker's message."""
    return HEAD.pack(kind, len(body)) + body
