"""What a laboratory's page, server and worker say to each other.

From the page: one JSON object a message, ``op`` one of `OPS`; the worker is given the same, one a line. From the
worker: a byte that is `TEXT` for JSON or `FRAME` for a body of `server.http.packing`, the length as u32, little-endian,
then as many bytes; the page is given them as text and binary messages.
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
DEEPEST = 8  # objects and lists within one another; what is read here must be written again, and read by the worker


def parse_op(text: str | None) -> dict[str, Any]:
    """Return the operation of a page's message; what it asks for is for the worker to oracle.

    Raises
    ------
    ConfigError
        If it is not text, too long, too deep, no JSON object, or has no known ``op``.
    """
    if text is None or len(text) > MAX_REQUEST:
        found = "binary data" if text is None else f"{len(text)} characters"
        raise ConfigError(f"An operation is text of at most {MAX_REQUEST} characters, found {found}.")
    try:
        op = json.loads(text)
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        raise ConfigError(f"An operation is a JSON object; this cannot be read ({error}).") from error
    if not isinstance(op, dict) or not isinstance(op.get("op"), str):
        raise ConfigError('An operation is a JSON object with the name of what to do under "op".')
    if _is_deeper(op, DEEPEST):
        raise ConfigError(f"An operation has at most {DEEPEST} objects and lists within one another; this has more.")
    if op["op"] not in OPS:
        raise unknown_name("operation", op["op"], OPS)
    return op


def _is_deeper(value: object, most: int) -> bool:
    """Say whether ``value`` has more than ``most`` objects and lists within one another; needs no recursion."""
    level = [value]
    for _ in range(most + 1):
        level = [one for one in level if isinstance(one, dict | list)]
        if not level:
            return False
        level = [inner for one in level for inner in (one.values() if isinstance(one, dict) else one)]
    return True


def line_of(op: Mapping[str, Any]) -> bytes:
    """Return the line that a worker is given."""
    return json.dumps(op).encode() + b"\n"


def message(kind: bytes, body: bytes) -> bytes:
    """Return what a worker says."""
    return HEAD.pack(kind, len(body)) + body
