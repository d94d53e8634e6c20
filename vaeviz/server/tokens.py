"""Tokens that give a browser session access to the live routes; they are kept in memory only."""

import hmac
import secrets
from collections import OrderedDict
from threading import Lock

LIMIT = 4096  # sessions; the least recently used token is dropped first

_live: OrderedDict[str, str] = OrderedDict()  # public half -> secret half
_lock = Lock()


def issue() -> str:
    """Return a new token; `revoke` it when its session ends."""
    name, secret = secrets.token_urlsafe(9), secrets.token_urlsafe(24)
    with _lock:
        _live[name] = secret
        while len(_live) > LIMIT:
            _live.popitem(last=False)
    return f"{name}.{secret}"


def valid(token: str) -> bool:
    """Return whether ``token`` was issued and not revoked; the secret half is compared in constant time."""
    name, _, secret = token.partition(".")
    with _lock:
        known = _live.get(name)
        if known is not None:
            _live.move_to_end(name)
    matches = hmac.compare_digest((known or "-" * 32).encode(), secret.encode())
    return known is not None and matches


def revoke(token: str) -> None:
    """Delete ``token``: its sockets close at their next frame. An unknown token is not an error."""
    if valid(token):
        with _lock:
            _live.pop(token.partition(".")[0], None)
