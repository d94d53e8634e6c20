import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from vaeviz import server as live
from vaeviz.installation import WEB

ROOT = Path(__file__).parent.parent
HEAVY = ("pandas", "sklearn", "umap", "numba", "scipy", "matplotlib", "altair")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Run the app as a user does; its address is printed once its socket listens."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        for line in process.stdout:
            if "URL:" in line:
                break
        else:
            pytest.fail(f"The app ended with {process.wait()} before it had an address.")
        yield line.split("URL:")[1].strip()
    finally:
        process.terminate()
        process.communicate(timeout=30)
    assert process.returncode in (0, -signal.SIGTERM)


def refused(request: Request) -> int:
    with pytest.raises(HTTPError) as caught, urlopen(request, timeout=60):
        pass
    status = caught.value.code
    caught.value.close()
    return status


def test_the_app_answers_with_the_security_headers(address: str) -> None:
    for path in ("_stcore/health", ""):
        with urlopen(f"{address}/{path}", timeout=60) as answer:
            assert answer.status == 200
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_it_listens_on_this_machine_only(address: str) -> None:
    assert address.startswith("http://127.0.0.1:")


def test_the_page_finds_its_modules(address: str) -> None:
    module = next(WEB.rglob("*.js"))
    with urlopen(f"{address}{live.static_url(WEB)}/{module.relative_to(WEB).as_posix()}", timeout=60) as answer:
        assert answer.read() == module.read_bytes()
        assert answer.headers["Content-Type"].startswith("text/javascript")


def test_the_live_routes_ask_for_a_token(address: str) -> None:
    digest = "0" * 32
    assert refused(Request(f"{address}/vaeviz/codes/{digest}")) == 403
    headers = {"Origin": address}
    assert refused(Request(f"{address}/vaeviz/frame?model={digest}", b"x", headers)) == 403
    assert refused(Request(f"{address}/vaeviz/static/../app.py")) in (400, 404)


def test_starting_imports_nothing_that_only_some_pages_need() -> None:
    code = f"import app, sys; print([name for name in {HEAVY} if name in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_the_entry_stays_short() -> None:
    assert len((ROOT / "app.py").read_text().splitlines()) < 40


def test_other_sites_and_other_names_go_no_further(address: str) -> None:
    for path in ("_stcore/health", "", "vaeviz/collapse/toy"):
        assert refused(Request(f"{address}/{path}", headers={"Origin": "http://evil.example"})) == 403
        assert refused(Request(f"{address}/{path}", headers={"Host": "evil.example"})) == 403
    for path in ("_stcore/stream", "vaeviz/live", "vaeviz/lab"):
        url = f"{address.replace('http', 'ws', 1)}/{path}"
        with pytest.raises(InvalidStatus) as caught, connect(url, origin="http://evil.example"):  # pyright: ignore[reportArgumentType]
            pass
        assert caught.value.response.status_code == 403


@pytest.mark.parametrize(("method", "path"), [("PUT", "upload_file/session/file"), ("GET", "metrics")])
def test_what_the_app_does_not_use_of_streamlit_is_closed(address: str, method: str, path: str) -> None:
    assert refused(Request(f"{address}/_stcore/{path}", method=method, data=b"x" if method == "PUT" else None)) == 404


def test_a_flood_of_reruns_is_closed_and_the_server_answers(address: str) -> None:
    rerun = BackMsg(rerun_script=ClientState()).SerializeToString()
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    with connect(stream, origin=address, compression=None, max_size=None) as flood:  # pyright: ignore[reportArgumentType]
        with suppress(ConnectionClosed):
            for _ in range(5000):
                flood.send(rerun)
        with suppress(ConnectionClosed):
            while True:
                flood.recv(60)
        assert flood.protocol.close_code == 1008
    with urlopen(f"{address}/_stcore/health", timeout=60) as answer:
        assert answer.status == 200
