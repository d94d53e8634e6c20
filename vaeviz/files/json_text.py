"""Read JSON from untrusted files: bounded size and depth, finite numbers, no duplicate keys."""

import json
import math
import re
from typing import Any

from vaeviz.errors import CheckpointError

MAX_BYTES = 4 * 2**20
MAX_DEPTH = 32
LARGEST = 2**63  # exclusive limit of whole numbers: those that fit an int64 array
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)  # an unterminated string extends to the end


def read_json(data: bytes | str, most: int = MAX_BYTES) -> Any:
    """Return the value of a JSON text.

    Raises
    ------
    CheckpointError
        If the text is longer than ``most`` bytes, is not UTF-8 or not JSON, is nested deeper than `MAX_DEPTH`, has a
        number that is not finite or too large, an object with one key twice, or half a surrogate pair.
    """
    if len(data) > most:
        raise CheckpointError(f"its JSON has {len(data):,} bytes; at most {most:,} are read")
    try:
        text = data if isinstance(data, str) else data.decode()
    except UnicodeDecodeError as error:
        raise CheckpointError("its JSON is not UTF-8 text") from error
    _check_depth(text)
    try:
        found = json.loads(
            text, parse_constant=_constant, parse_float=_float, parse_int=_int, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        raise CheckpointError(f"it is not valid JSON: {error}") from error
    if "\\u" in text:
        _check_surrogates(found)
    return found


def _check_depth(text: str) -> None:
    depth = 0
    for token in _TOKEN.finditer(text):
        mark = token[0]
        depth += (mark in "[{") - (mark in "]}")
        if depth > MAX_DEPTH:
            raise CheckpointError(f"its JSON is nested deeper than {MAX_DEPTH} levels, the most that is read")


def _check_surrogates(found: Any) -> None:
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise CheckpointError("its JSON has half a surrogate pair, which is not a character") from error


def _constant(word: str) -> float:
    raise CheckpointError(f"its JSON has the number {word}; only finite numbers are allowed")


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise CheckpointError(f"its JSON has the number {digits[:40]}, too large for double precision")
    return number


def _int(digits: str) -> int:
    if len(digits) > 20 or not -LARGEST <= int(digits) < LARGEST:
        raise CheckpointError(f"its JSON has the whole number {digits[:40]}; allowed: 64 bits with sign")
    return int(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise CheckpointError(f"its JSON has the key '{key[:80]}' twice in one object")
        found[key] = value
    return found
