"""The decode service behind every moving picture: socket, codes, uploads and the page's own modules.

``routes(static)`` are the routes for ``st.App``, ``lifespan`` and ``SecurityHeaders`` go with them; ``warm()`` is
called once at start. A page calls ``open_checkpoint(path)`` and ``tokens.issue()``, and hands digest and token to
its component; ``static_url(static)`` is where the component's modules are.
"""

from collections.abc import Mapping
from pathlib import Path

from vaeviz.live import opened, tokens
from vaeviz.live.assets import read_assets
from vaeviz.live.headers import SecurityHeaders
from vaeviz.live.launch import lifespan, warm
from vaeviz.live.opened import open_checkpoint
from vaeviz.live.routes import routes

__all__ = [
    "SecurityHeaders",
    "lifespan",
    "open_checkpoint",
    "opened",
    "routes",
    "static_url",
    "tokens",
    "warm",
]


def static_url(static: Mapping[str, Path]) -> str:
    """Return the address that ``/{part}/{file}`` follows, for the same ``static`` that `routes` was given."""
    return read_assets(static).url
