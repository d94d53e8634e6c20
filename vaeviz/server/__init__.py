"""The live service behind the pages: decoding, codes, laboratories and the page's modules.

``routes(static)`` returns the routes for ``st.App``, which also takes ``lifespan()``, ``SecurityHeaders`` and
``Guard``; ``warm()`` is called once at start. A page calls ``open_checkpoint(path)`` and ``tokens.issue()``, and passes
digest and token to its component. ``static_url(static)`` is the URL of the component's modules, ``base_path(option)``
the prefix of all URLs if the app is served below a path. PyTorch is imported when something needs a network: an image
to encode, or a model that the page cannot run.
"""

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


def static_url(static: Path) -> str:
    """Return the URL before ``/{path}``, for the same ``static`` as in `routes`."""
    return read_assets(static).url


def __getattr__(name: str) -> Any:
    """Import ``open_checkpoint``, which needs NumPy, at its first use: the server listens sooner."""
    if name == "open_checkpoint":
        return import_module("vaeviz.server.decode.model_cache").open_checkpoint
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
