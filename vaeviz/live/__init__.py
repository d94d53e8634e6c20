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

from vaeviz.live import tokens
from vaeviz.live.assets import read_assets
from vaeviz.live.guard import Guard
from vaeviz.live.headers import SecurityHeaders
from vaeviz.live.launch import lifespan, warm
from vaeviz.live.options import base_path
from vaeviz.live.routes import routes

if TYPE_CHECKING:
    from vaeviz.live.opened import open_checkpoint

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
        return import_module("vaeviz.live.opened").open_checkpoint
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
