"""Who may use the live routes: pages of our own origin that show a session's token."""

from starlette.requests import HTTPConnection
from starlette.websockets import WebSocket

from vaeviz.errors import VaevizError
from vaeviz.server import tokens
from vaeviz.server.http.sites import SITES, AllowedSites

POLICY = 1008  # close code of RFC 6455: not allowed


class AccessError(VaevizError):
    """The caller may not have what it asks for; ``status`` is the HTTP status that says so."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def require_same_origin(connection: HTTPConnection, *, absent_ok: bool = False) -> None:
    """Refuse pages of other sites; Streamlit does not guard routes of ours.

    Browsers leave the Origin header out of a plain GET of their own site only, hence ``absent_ok``.

    Raises
    ------
    AccessError
        If Origin is missing, repeated or of a site that is not allowed, or the browser says that another site asks.
    """
    origins = connection.headers.getlist("origin")
    site = connection.headers.get("sec-fetch-site", "same-origin")
    if absent_ok and not origins and site in ("same-origin", "none"):
        return
    if not connection.scope.get(SITES, AllowedSites()).allows_origin(connection.headers):
        raise AccessError(403, "Only pages of this site may use this address; open it from the app itself.")


async def authorise(websocket: WebSocket) -> bool:
    """Accept a socket of a page of our own site and return True; close that of another one and return False."""
    try:
        require_same_origin(websocket)
    except AccessError as refusal:
        await websocket.close(POLICY, str(refusal))
        return False
    await websocket.accept()
    return True


def require_token(connection: HTTPConnection) -> str:
    """Return the session's token, from the query or, where the address should stay the same, from Authorization.

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
