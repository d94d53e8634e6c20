"""How pictures are made: in the page, over the socket, by requests; the same pictures, whichever it is."""

from collections.abc import Callable

import numpy as np
import pytest
from e2e.pictures import seven
from e2e.screen import PATIENCE, Screen
from e2e.shown import Shown
from playwright.sync_api import expect

from vaeviz.bench.browser import Server, free_port, serve
from vaeviz.installation import WEB

pytestmark = pytest.mark.browser

LIVE, STREAM = "/vaeviz/live", "/_stcore/stream"
WEIGHTS = "**/vaeviz/weights/**"
PAGE, SOCKET, REQUESTS = "in the page", "over the socket", "by requests"
# Our sockets fail as behind a proxy that knows none; Streamlit's own are let through.
NO_SOCKETS = """
const Native = WebSocket;
window.WebSocket = class extends Native {
  constructor(url, ...rest) { super(String(url).includes("/vaeviz/live") ? "ws://127.0.0.1:1/" : url, ...rest); }
};
"""
NO_SIMD = "WebAssembly.compile = () => Promise.reject(new Error('no SIMD'));"
NO_WORKERS = "delete window.Worker;"
MANY = """async ([address, query]) => {
  const { holdDecoder } = await import(`${address}/runtime/page-decoder.js`);
  const decoder = await holdDecoder(...query).decoder;
  const z = Float32Array.from({ length: 40 * query[3] }, (_, i) => Math.sin(i));
  const c = new Float32Array(0);
  const pixels = await decoder.many(z, c, 40);
  const row = (i) => z.slice(i * query[3], (i + 1) * query[3]);
  const alone = Array.from({ length: 40 }, (_, i) => [...decoder.draw(row(i), c)]).flat();
  return { same: String([...pixels]) === String(alone), most: decoder.most };
}"""


def drag(screen: Screen) -> list[str]:
    """Drag a slider to and fro, waiting for each picture; return what was sent before the hand let go."""
    x, y, width, _ = screen.middle(screen.slider())
    start = len(screen.sent)
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    shown = screen.pixels()
    for offset in (0.1, 0.2, 0.3, 0.4, -0.1, -0.2, -0.3, -0.4):
        screen.page.mouse.move(x + offset * width, y)
        shown = screen.await_other_picture(shown)
    during = screen.sent[start:]
    screen.page.mouse.up()
    screen.settle()
    return during


def only_by(screen: Screen, way: str) -> Screen:
    """Leave the page no better way than ``way``."""
    if way != PAGE:
        screen.page.route(WEIGHTS, lambda route: route.abort())
    if way == REQUESTS:
        screen.page.add_init_script(NO_SOCKETS)
    return screen


@pytest.mark.parametrize("model", ["plain", "told"])
def test_all_ways_draw_the_same(request, visit: Callable[..., Screen], server: Server, model):
    shown: Shown = request.getfixturevalue(model)
    query = shown.query(0.7, label=3)
    screens = {way: only_by(visit(server, calm=False), way) for way in (PAGE, SOCKET, REQUESTS)}
    pictures = [screen.open(query, way).pixels().astype(int) for way, screen in screens.items()]
    assert pictures[0].max() > 100
    assert np.abs(pictures[0] - pictures[1]).max() <= 1
    assert np.array_equal(pictures[1], pictures[2])


def test_in_the_page_a_drag_asks_the_server_for_next_to_nothing(screen: Screen, plain: Shown):
    during = drag(screen.open(plain.query()))
    assert during.count(LIVE) <= 1  # one that times the line
    assert STREAM not in during


def test_over_the_socket_every_picture_is_asked_for(visit: Callable[..., Screen], server: Server, plain: Shown):
    during = drag(only_by(visit(server, calm=False), SOCKET).open(plain.query(), SOCKET))
    assert during.count(LIVE) >= 8
    assert STREAM not in during


def test_where_no_socket_opens_requests_follow_the_hand(visit: Callable[..., Screen], server: Server, plain: Shown):
    screen = only_by(visit(server, calm=False), REQUESTS).open(plain.query(), REQUESTS)
    assert LIVE not in drag(screen)
    screen.by("source-draw").click()
    x, y, width, _ = screen.middle(screen.by("draw-pad"))
    before = screen.pixels()
    screen.page.mouse.move(x, y - width / 4)
    screen.page.mouse.down()
    screen.page.mouse.move(x, y + width / 4, steps=8)
    screen.page.mouse.up()
    screen.await_other_picture(before)  # a drawing is encoded, too


@pytest.mark.parametrize("lack", [NO_SIMD, NO_WORKERS], ids=["simd", "workers"])
def test_a_lesser_browser_decodes_in_the_page_as_well(visit, server: Server, plain: Shown, lack):
    screen: Screen = visit(server)
    screen.page.add_init_script(lack)
    drag(screen.open(plain.query()))
    screen.await_way(PAGE)


@pytest.mark.parametrize(("lack", "most"), [("", 16), (NO_WORKERS, 4)], ids=["worker", "page"])
def test_many_are_made_beside_the_picture(visit, server: Server, plain: Shown, lack, most):
    screen: Screen = visit(server)
    if lack:
        screen.page.add_init_script(lack)
    asked: list[tuple[str, str]] = []
    screen.page.on(
        "request",
        lambda r: asked.append((r.url, r.headers["authorization"])) if "/vaeviz/weights/" in r.url else None,
    )
    modules: list[str] = []
    screen.page.on("request", lambda r: modules.append(r.url) if r.url.endswith("/runtime/page-decoder.js") else None)
    screen.open(plain.query())
    assert len(asked) == 1
    url, token = asked[0][0], asked[0][1].removeprefix("Bearer ")
    query = [plain.stored.codes.checkpoint, url, token, plain.header.model.latent_dim]
    made = screen.page.evaluate(MANY, [modules[0].removesuffix("/runtime/page-decoder.js"), query])
    assert made == {"same": True, "most": most}
    assert len(asked) == 1  # once a model


def test_sliders_drawings_and_files_go_on_while_the_server_is_away(visit: Callable[..., Screen], plain: Shown):
    port = free_port()
    with serve(port=port, patience=PATIENCE) as server:
        screen = visit(server, calm=False).open(plain.query()).await_encoder()
    screen.light("offline: sliders, map and drawing keep working")
    expect(screen.page.locator(".picture .veil").first).to_be_hidden()
    before = screen.pixels()
    screen.slider().press("Shift+ArrowUp")
    moved = screen.await_other_picture(before)
    screen.by("source-draw").click()
    screen.by("draw-pad").click()
    drawn = screen.await_other_picture(moved)
    screen.by("upload-file").set_input_files({"name": "seven.png", "mimeType": "image/png", "buffer": seven()})
    screen.await_other_picture(drawn)
    expect(screen.page.locator(".caption")).to_contain_text("your image")
    apart = screen.settle().pixels()
    with serve(port=port, patience=PATIENCE):
        screen.light("live")
        assert np.array_equal(screen.settle().pixels(), apart)
        screen.slider().press("Shift+ArrowUp")
        screen.await_other_picture(apart)
    assert not [trouble for trouble in screen.troubles if trouble.startswith("exception")]


def test_the_read_out_can_be_hidden_and_stays_hidden(screen: Screen, plain: Shown):
    screen.open(plain.query())
    expect(screen.by("latency")).to_contain_text("round trip")
    screen.by("latency-toggle").click()
    expect(screen.by("latency")).to_be_hidden()
    screen.open(plain.query())
    expect(screen.by("latency")).to_be_hidden()
    screen.by("latency-toggle").click()
    expect(screen.by("latency")).to_be_visible()


def test_the_modules_are_served_as_what_they_are(screen: Screen, plain: Shown):
    kinds: dict[str, str] = {}
    screen.page.on("response", lambda r: kinds.update({r.url.rsplit("/", 1)[-1]: r.headers.get("content-type", "")}))
    screen.open(plain.query())
    assert (WEB / "runtime" / "kernel.wasm").exists()
    assert kinds["kernel.wasm"] == "application/wasm"
