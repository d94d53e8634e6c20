"""The service behind every moving picture: socket, codes, uploads, laboratories and the page's own modules.

``routes(static)`` are the routes for ``st.App``; ``lifespan``, ``SecurityHeaders`` and ``Guard`` go with them;
``warm()`` is called once at start. A page calls ``open_checkpoint(path)`` and ``tokens.issue()``, and hands digest
and token to its component; ``static_url(static)`` is where the component's modules are, and ``base_path(option)``
what comes before all addresses where the app is served below a path. Importing this imports no torch:
``open_checkpoint`` brings it in when it is first asked for.
"""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaeviz.server import tokens
from vaeviz.server.http.assets import read_assets
from vaeviz.server.http.guard import Guard
from vaeviz.server.http.headers import SecurityHeaders
from vaeviz.server.launch import lifespan, warm
from vaeviz.server.options import base_path
from vaeviz.server.routes import routes

if TYPE_CHECKING:
    from vaeviz.server.decode.model_cache import open_checkpoint

__all__ = [
    "Guard",
    "SecurityHeaders",
    "base_path",
    "lifespan",
    "open_checkpoint",
    "routes",
    "static_url",
    "tokens",
    "warm",
]


def static_url(static: Mapping[str, Path]) -> str:
    """Return the address that ``/{part}/{file}`` follows, for the same ``static`` that `routes` was given."""
    return read_assets(static).url


def __getattr__(name: str) -> Any:
    """Import what needs torch when it is first asked for."""
    if name == "open_checkpoint":
        return import_module("vaeviz.server.decode.model_cache").open_checkpoint
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
