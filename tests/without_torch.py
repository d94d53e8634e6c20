"""Run one page for each of its models, fetch what it fetches, and fail with the heavy libraries that were imported."""

import struct
import sys

from payloads import payload as payload_of
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

import app
from vaeviz import server as live
from vaeviz.installation import PACKAGE, WEB
from vaeviz.server.launch import load

HEAVY = ("torch", "scipy", "sklearn", "umap", "numba")
HOST = "http://testserver"
ORIGIN = {"origin": HOST}


def fetch(client: TestClient, payload: dict, model: dict) -> None:
    """Fetch all that a page fetches of one model: decoder, codes, an original, files, images over the socket."""
    urls, token, digest = payload["endpoints"], payload["token"], model["digest"]
    latent, columns = model["latent_dim"], len(model["condition"]["names"]) if model["condition"] else 0
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.get(f"{urls['weights']}/{digest}", headers=bearer).status_code == 200
    assert client.get(f"{urls['codes']}/{digest}", params={"token": token}).status_code == 200
    original = client.get(f"{urls['originals']}/{digest}/0", params={"token": token})
    assert original.status_code in (200, 404)  # 404: the data set is not on this machine
    chosen = {"token": token, "map": "manifold" if latent == 2 else "z0-z1"}
    assert client.get(f"{urls['export']}/{digest}.npz", params=chosen).status_code == 200
    rows = struct.pack("<IHH", 7, 0, 2) + bytes(8 * (latent + columns))
    asked = {"model": digest, "token": token}
    assert client.post(urls["frame"], params=asked, content=rows).status_code == 200
    assert client.post(urls["animation"], params={**asked, "ms": 100}, content=rows).status_code == 200
    with client.websocket_connect(f"{urls['live']}?model={digest}&token={token}", headers=ORIGIN) as socket:
        socket.send_bytes(rows)
        assert socket.receive_bytes()[:4] == rows[:4]


def main(page: str) -> None:
    """Open the page, then each model that it offers, as a browser does."""
    assert app.app
    load("vaeviz.app.instrument")
    script = str(PACKAGE / "app" / "pages" / f"{page}.py")
    payload = payload_of(AppTest.from_file(script, default_timeout=60).run())
    assert [model["name"] for model in payload["opened"]] == [payload["first"]]
    with TestClient(Starlette(routes=live.routes(WEB)), base_url=HOST, headers=ORIGIN) as client:
        for name in [one["name"] for one in payload["models"]]:
            found = client.get(f"{payload['endpoints']['models']}/{name}", params={"token": payload["token"]})
            assert found.status_code == 200
            fetch(client, payload, found.json())
    sys.exit(", ".join(name for name in HEAVY if name in sys.modules) or 0)


main(sys.argv[1])
