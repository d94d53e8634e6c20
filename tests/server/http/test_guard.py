from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from vaeviz import server as live
from vaeviz.server.access import authorise, require_same_origin
from vaeviz.server.http.sites import LOOPBACK

HOST = "http://app.example:8501"
SOCKETS = "ws://app.example:8501/explorer"  # the test client puts sockets on a host of its own
OPTIONS = {
    "server.address": "127.0.0.1",
    "server.allowedHosts": ["app.example"],
    "server.corsAllowedOrigins": ["https://front.example"],
    "server.baseUrlPath": "/explorer/",
    "browser.serverAddress": "localhost",
}


async def seen(request: Request) -> JSONResponse:
    """Answer with the origin that reaches the application."""
    return JSONResponse(request.headers.get("origin"))


async def ours(request: Request) -> JSONResponse:
    require_same_origin(request)
    return JSONResponse(request.headers.get("origin"))


async def stream(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(websocket.headers.get("origin", "none"))
    async for message in websocket.iter_bytes():
        await websocket.send_bytes(message)


async def own_socket(websocket: WebSocket) -> None:
    if await authorise(websocket):
        await websocket.send_text(websocket.headers["origin"])
        await websocket.close()


def client_of(options: dict) -> TestClient:
    routes = [
        WebSocketRoute("/explorer/_stcore/stream", stream),
        WebSocketRoute("/explorer/vaeviz/live", own_socket),
        Route("/explorer/vaeviz/frame", ours),
        Route("/explorer/{path:path}", seen, methods=["GET", "PUT", "POST", "DELETE", "OPTIONS"]),
    ]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(live.Guard, option=options.get)]), base_url=HOST)


@pytest.fixture
def guarded() -> Iterator[TestClient]:
    with client_of(OPTIONS) as client:
        yield client


@pytest.mark.parametrize("path", ["_stcore/health", "_stcore/host-config", "", "vaeviz/frame"])
def test_another_sites_request_goes_no_further(guarded: TestClient, path: str) -> None:
    answer = guarded.get(f"/explorer/{path}", headers={"origin": "http://evil.example"})
    assert answer.status_code == 403
    assert "server.corsAllowedOrigins" in answer.json()["error"]


@pytest.mark.parametrize("path", ["_stcore/stream", "vaeviz/live", "anything"])
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "http://localhost", "http://app.example:1"])
def test_another_sites_socket_is_refused_before_its_handshake(guarded: TestClient, path: str, origin: str) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        guarded.websocket_connect(f"{SOCKETS}/{path}", headers={"origin": origin}),
    ):
        pass
    assert refused.value.code == 1008


@pytest.mark.parametrize("origin", [HOST, "https://front.example"])
def test_an_allowed_origin_reaches_our_routes_and_not_streamlit(guarded: TestClient, origin: str) -> None:
    """Streamlit would ask another server for this machine's address, blocking, for an origin that it does not know."""
    headers = {"origin": origin}
    assert guarded.get("/explorer/vaeviz/frame", headers=headers).json() == origin
    assert guarded.get("/explorer/_stcore/health", headers=headers).json() is None
    with guarded.websocket_connect(f"{SOCKETS}/vaeviz/live", headers=headers) as page:
        assert page.receive_text() == origin
    with guarded.websocket_connect(f"{SOCKETS}/_stcore/stream", headers=headers) as page:
        assert page.receive_text() == "none"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8501", "127.0.0.1"])
def test_another_host_name_is_refused(guarded: TestClient, host: str) -> None:
    headers = {"host": host, "origin": f"http://{host}", "sec-fetch-site": "same-origin"}
    answer = guarded.get("/explorer/", headers=headers)
    assert answer.status_code == 403
    assert "server.allowedHosts" in answer.json()["error"]
    for path in ("vaeviz/live", "_stcore/stream"):
        with pytest.raises(WebSocketDisconnect), guarded.websocket_connect(f"{SOCKETS}/{path}", headers=headers):
            pass


def test_the_default_is_this_machines_names() -> None:
    with client_of({**OPTIONS, "server.allowedHosts": []}) as client:
        for host in LOOPBACK:
            name = f"[{host}]" if ":" in host else host
            assert client.get("/explorer/", headers={"host": f"{name}:8501"}).status_code == 200
        assert client.get("/explorer/", headers={"host": "evil.example"}).status_code == 403


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "POST"])
@pytest.mark.parametrize("path", ["_stcore/upload_file/a/b", "_stcore/upload_file", "_stcore/metrics"])
def test_what_the_app_does_not_use_is_not_there(guarded: TestClient, method: str, path: str) -> None:
    assert guarded.request(method, f"/explorer/{path}").status_code == 404


def test_a_flood_to_streamlits_socket_is_closed_in_order(guarded: TestClient) -> None:
    with guarded.websocket_connect(f"{SOCKETS}/_stcore/stream") as page:
        assert page.receive_text() == "none"
        for n in range(2000):
            page.send_bytes(str(n).encode())
        answered = []
        while (message := page.receive())["type"] == "websocket.send":
            answered.append(int(message["bytes"]))
    assert (message["type"], message["code"]) == ("websocket.close", 1008)
    assert answered == list(range(len(answered)))
    assert 40 <= len(answered) < 200
