"""The live routes: everything under ``/vaeviz/``, beside Streamlit's routes.

Importing this module does not import NumPy, so that the server soon listens and the browser loads the page meanwhile.
"""

import asyncio
from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from starlette.routing import BaseRoute, Route, WebSocketRoute

from vaeviz.server.http.assets import PREFIX, read_assets

LIVE, FRAME = "/vaeviz/live", "/vaeviz/frame"
CODES, ORIGINALS, EXPORT = "/vaeviz/codes", "/vaeviz/originals", "/vaeviz/export"
WEIGHTS, ENCODER = "/vaeviz/weights", "/vaeviz/encoder"
ANIMATION = "/vaeviz/animation"
COLLAPSE, LAB, SWEEP, LOSS = "/vaeviz/collapse", "/vaeviz/lab", "/vaeviz/sweep", "/vaeviz/loss"
SCHEMA, MODELS = "/vaeviz/schema", "/vaeviz/models"
URLS = {  # name in a page's payload -> URL; a page appends a digest or a name where one is needed
    **{"live": LIVE, "frame": FRAME, "animation": ANIMATION, "models": MODELS},
    **{"codes": CODES, "weights": WEIGHTS, "encoder": ENCODER, "originals": ORIGINALS, "export": EXPORT},
    **{"lab": LAB, "collapse": COLLAPSE, "sweep": SWEEP, "loss": LOSS},
}
SOCKET, ENDPOINTS = "vaeviz.server.decode.socket", "vaeviz.server.http.endpoints"
WEIGHTS_ENDPOINT = "vaeviz.server.decode.weights"


def routes(static: Path, base: str = "") -> list[BaseRoute]:
    """Return the routes for ``st.App``.

    ``static`` is the folder of the page's modules. ``base`` is the prefix of every URL (`base_path`).
    """
    assets = read_assets(static)
    return [
        Route(base + PREFIX + "/{version}/{path:path}", assets.serve, methods=["GET"]),
        Route(base + SCHEMA, _once_loaded("vaeviz.server.schema", "settings_schema"), methods=["GET"]),
        Route(base + MODELS + "/{name}", _once_loaded("vaeviz.server.pages.payloads", "model"), methods=["GET"]),
        WebSocketRoute(base + LIVE, _once_loaded(SOCKET, "live_socket")),
        WebSocketRoute(base + LAB, _once_loaded("vaeviz.server.lab.socket", "lab_socket")),
        Route(base + CODES + "/{digest}", _once_loaded(ENDPOINTS, "codes"), methods=["GET"]),
        Route(base + FRAME, _once_loaded("vaeviz.server.decode.frames", "frame"), methods=["POST"]),
        Route(base + WEIGHTS + "/{digest}", _once_loaded(WEIGHTS_ENDPOINT, "weights"), methods=["GET"]),
        Route(base + ENCODER + "/{digest}", _once_loaded(WEIGHTS_ENDPOINT, "encoder"), methods=["GET"]),
        Route(
            base + ORIGINALS + "/{digest}/{row}",
            _once_loaded("vaeviz.server.decode.originals", "original"),
            methods=["GET"],
        ),
        Route(base + EXPORT + "/{digest}.{kind}", _once_loaded("vaeviz.server.export", "export"), methods=["GET"]),
        Route(base + ANIMATION, _once_loaded("vaeviz.server.animation", "animation"), methods=["POST"]),
        Route(base + SWEEP + "/{row}/{epoch}", _once_loaded("vaeviz.server.figures.sweep", "cell"), methods=["GET"]),
        Route(base + LOSS, _once_loaded("vaeviz.server.figures.loss", "loss"), methods=["POST"]),
        Route(
            base + COLLAPSE + "/{name}",
            _once_loaded("vaeviz.server.figures.endpoint", "collapse_figures"),
            methods=["GET"],
        ),
    ]


def _once_loaded(module: str, name: str) -> Callable[[Any], Awaitable[Any]]:
    """Return an endpoint that imports its module off the event loop, then calls it."""

    async def endpoint(connection: Any) -> Any:
        loaded = await asyncio.to_thread(import_module, module)
        return await getattr(loaded, name)(connection)

    return endpoint
