"""Requests that are refused before the application sees them: foreign hosts and origins, closed URLs, floods."""

import logging
from collections.abc import Callable
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from vaeviz.server.http.sites import SITES, allowed_sites
from vaeviz.server.http.throttle import POLICY, Throttle
from vaeviz.server.options import base_path

OURS = "/vaeviz/"
STREAM = "/_stcore/stream"
CLOSED = ("/_stcore/upload_file", "/_stcore/metrics")  # the app uses no Streamlit uploader, and metrics are private

FOREIGN_HOST = "This server does not accept that host name. Its administrator can add the name to server.allowedHosts."
FOREIGN_ORIGIN = (
    "Only pages of this site may use this URL; open it from the app itself. If a proxy changes the Host header, the "
    "administrator adds the site's origin to server.corsAllowedOrigins."
)
NOTHING = "There is nothing at this address."

log = logging.getLogger(__name__)


class Guard:
    """ASGI middleware that checks hosts and origins in place of Streamlit.

    For an unknown origin, Streamlit's check asks another server for this machine's external address, and blocks the
    event loop meanwhile. Requests are therefore passed to Streamlit without the header; ``st.login``, which needs it,
    is not used.
    """

    def __init__(self, app: ASGIApp, option: Callable[[str], Any]) -> None:
        self.app = app
        self.sites = allowed_sites(option)
        self.base = base_path(option("server.baseUrlPath"))
        self.throttle = Throttle()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or refuse one request or socket."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", "")).removeprefix(self.base)
        refusal = self._refusal(Headers(scope=scope), path)
        if refusal is not None:
            await _refuse(scope, receive, send, *refusal)
            return
        scope = {**scope, SITES: self.sites}
        if not path.startswith(OURS):
            scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"origin"]
        if scope["type"] == "websocket" and path == STREAM:
            await self.throttle.serve(self.app, scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _refusal(self, headers: Headers, path: str) -> tuple[int, str] | None:
        """Return the status and reason of a refusal, or None."""
        if not self.sites.allows_host(headers.get("host", "")):
            return 403, FOREIGN_HOST
        if "origin" in headers and not self.sites.allows_origin(headers):
            return 403, FOREIGN_ORIGIN
        if any(path == closed or path.startswith(f"{closed}/") for closed in CLOSED):
            return 404, NOTHING
        return None


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, reason: str) -> None:
    log.info("Refused %s: %s", scope["path"], reason)
    if scope["type"] == "websocket":
        await WebSocketClose(POLICY, reason[:100])(scope, receive, send)  # before the handshake: an HTTP status 403
    else:
        await JSONResponse({"error": reason}, status)(scope, receive, send)
