"""Bytes out of an address: base64url, as the page writes it."""

import base64


def unpack(text: str) -> bytes:
    """Read base64url, padding left out or not.

    Raises
    ------
    ValueError
        If a character is none of its alphabet, or the end is missing.
    """
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
