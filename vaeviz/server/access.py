"""Access to the live routes: pages of the app's origin that show a session's token."""

from starlette.requests import HTTPConnection
from starlette.websockets import WebSocket

from vaeviz.errors import VaevizError
from vaeviz.server import tokens
from vaeviz.server.http.sites import SITES, AllowedSites

POLICY = 1008  # close code of RFC 6455: not allowed


class AccessError(VaevizError):
    """The request is refused; ``status`` is the HTTP status of the answer."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def require_same_origin(connection: HTTPConnection, *, absent_ok: bool = False) -> None:
    """Refuse pages of other sites; Streamlit does not protect these routes.

    Browsers omit the Origin header only in a plain GET from the same site, hence ``absent_ok``.

    Raises
    ------
    AccessError
        If Origin is missing, repeated or of a site that is not allowed, or Sec-Fetch-Site names another site.
    """
    origins = connection.headers.getlist("origin")
    site = connection.headers.get("sec-fetch-site", "same-origin")
    if absent_ok and not origins and site in ("same-origin", "none"):
        return
    if not connection.scope.get(SITES, AllowedSites()).allows_origin(connection.headers):
        raise AccessError(403, "Only pages of this site may use this URL; open it from the app itself.")


async def authorise(websocket: WebSocket) -> bool:
    """Accept a socket from a page of this site and return True; close any other and return False."""
    try:
        require_same_origin(websocket)
    except AccessError as refusal:
        await websocket.close(POLICY, str(refusal))
        return False
    await websocket.accept()
    return True


def require_token(connection: HTTPConnection) -> str:
    """Return the session's token, from the query or, if the URL must be the same in all sessions, from Authorization.

    Raises
    ------
    AccessError
        If it is missing, unknown or revoked.
    """
    scheme, _, shown = connection.headers.get("authorization", "").partition(" ")
    token = connection.query_params.get("token", shown if scheme == "Bearer" else "")
    if not tokens.valid(token):
        raise AccessError(403, "This session's token is missing or has ended; reload the page.")
    return token
