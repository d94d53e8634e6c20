"""Bytes from a URL: base64url, as the page writes it."""

import base64


def unpack(text: str) -> bytes:
    """Read base64url, with or without padding.

    Raises
    ------
    ValueError
        If a character is not in the alphabet, or the text is cut off.
    """
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
