"""The app below a path of its host, as behind a proxy that serves other things beside it."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from e2e.screen import PATIENCE, Screen
from playwright.sync_api import Response

from vaeviz.bench.browser import Server, serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BASE = "/explorer"
READY = {  # page -> what is there once its modules have been loaded
    "": "[data-testid=map-fit]",
    "conditions": "[data-testid=picture]",
    "compare": "[data-testid=reconstruction-1]",
    "models": "[data-testid=stImage] img",
    "collapse": "[role=tabpanel]",
}


@pytest.fixture(scope="module")
def below() -> Iterator[Server]:
    with serve(base=BASE, patience=PATIENCE) as running:
        yield running


@pytest.mark.parametrize("path", READY)
def test_every_page_loads_below_a_base_path(visit: Callable[..., Screen], below: Server, path: str) -> None:
    screen = visit(below)
    answers: list[Response] = []
    sockets: list[str] = []
    screen.page.on("response", lambda answer: answers.append(answer))
    screen.page.on("websocket", lambda socket: sockets.append(urlsplit(socket.url).path))
    screen.goto(path=path)
    screen.page.locator(READY[path]).first.wait_for()
    screen.page.wait_for_load_state("networkidle")
    ours = {urlsplit(answer.url).path: answer.status for answer in answers if "/vaeviz/" in answer.url}
    assert path == "models" or any(name.endswith(".js") for name in ours)
    assert all(name.startswith(f"{BASE}/vaeviz/") for name in ours)
    assert max(ours.values(), default=200) < 400
    assert sockets
    assert all(name.startswith(f"{BASE}/") for name in sockets)
