"""A page of the app as a visitor has it: what stands on it, read and waited for. Nothing here sleeps."""

import os
import re
from collections.abc import Callable, Mapping
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

import numpy as np
from playwright.sync_api import ConsoleMessage, Locator, Page, WebSocket, expect

from vaeviz.bench.drag import CAUGHT_UP, PAINTED
from vaeviz.files.places import shipped

PATIENCE = float(
    os.environ.get("VAEVIZ_PATIENCE", "60")
)  # seconds until a condition is given up: a busy machine is slow, a broken page is for ever

# Opened at a page of its own, Streamlit looks for its server below that page first, and is told that it is not there.
PROBE = r"/(models|conditions|compare|collapse)/_stcore/(health|host-config)$"
PIXELS = "(canvas) => [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data]"
OTHER = f"([canvas, before]) => String(({PIXELS})(canvas)) !== before"
VALUES = "(nodes) => Object.fromEntries(nodes.map((node) => [node.ariaLabel, node.value]))"
MARKS = "(name) => performance.getEntriesByName(name).map(({ detail, startTime }) => [detail.seq, startTime])"


class Screen:
    """One browser page; everything it complains of and sends over sockets is kept."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.troubles: list[str] = []
        self.sent: list[str] = []  # the address of the socket, once a frame
        page.set_default_timeout(1000 * PATIENCE)
        page.on("pageerror", lambda error: self.troubles.append(f"exception: {error}"))
        page.on("console", self._hear)
        page.on("websocket", self._listen)

    def _hear(self, message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        if message.type == "error" and not re.search(PROBE, url):
            self.troubles.append(f"console: {message.text} ({url})")

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda _: self.sent.append(urlsplit(socket.url).path))

    def goto(self, query: Mapping[str, str] | None = None, path: str = "") -> Self:
        self.page.goto(f"{self.address}/{path}?{urlencode(query or {})}")
        return self

    def open(self, query: Mapping[str, str] | None = None, way: str = "in the page") -> Self:
        """Open the Explore page and wait for its picture, its map, its line, and the way its pictures are made."""
        self.goto(query)
        self.by("picture").wait_for()
        self.wait(PAINTED)
        self.light("live")
        self.by("map-fit").wait_for()
        self.await_way(way)
        self.page.wait_for_load_state("networkidle")
        return self.settle()

    def await_way(self, way: str) -> None:
        """Wait until the page says that its pictures are made so."""
        self.by("latency").filter(has_text=way).wait_for(state="attached")

    def await_encoder(self) -> Self:
        """Wait until the page says that it encodes by itself."""
        self.page.locator(".light[title*=encodes]").wait_for()
        return self

    def await_cards(self) -> Self:
        """Wait until the Models page has drawn all its cards and their samples; who leaves earlier drops pictures."""
        samples = self.page.locator("[data-testid=stImage] img")
        expect(samples).to_have_count(len(shipped()))
        expect(self.page.locator("[data-test-script-state=notRunning]")).to_have_count(1)
        self.until(lambda: all(samples.evaluate_all("(images) => images.map(({ naturalWidth: n }) => n)")))
        return self

    def by(self, test_id: str) -> Locator:
        return self.page.get_by_test_id(test_id)

    def wait(self, condition: str, arg: object = None) -> None:
        """Wait until the page itself says that ``condition``, a piece of JavaScript, holds."""
        self.page.wait_for_function(condition, arg=arg)

    def until(self, holds: Callable[[], Any]) -> None:
        """Wait until ``holds()``, here."""
        for _ in range(int(PATIENCE * 20)):
            if holds():
                return
            self.page.wait_for_timeout(50)  # lets the page's events come in
        raise AssertionError(f"It did not come to hold within {PATIENCE:.0f} s.")

    def settle(self) -> Self:
        """Wait until the last thing asked for is painted."""
        self.wait(CAUGHT_UP)
        return self

    def light(self, word: str) -> None:
        """Wait until the page says that its line to the decoder is ``word``."""
        self.page.locator(".light", has_text=word).wait_for()

    def pixels(self, test_id: str = "picture") -> np.ndarray:
        return np.array(self.by(test_id).evaluate(PIXELS), np.uint8)

    def await_other_picture(self, before: np.ndarray, test_id: str = "picture") -> np.ndarray:
        """Wait for pixels that are not ``before``; return them."""
        handle = self.by(test_id).element_handle()
        self.wait(OTHER, [handle, ",".join(map(str, before.tolist()))])
        return self.pixels(test_id)

    def z(self) -> list[float]:
        """The numbers beside the sliders, by dimension."""
        shown = self.page.locator("input.value[aria-label^='Value of z']").evaluate_all(VALUES)
        texts = [shown[f"Value of z{dim}"] for dim in range(len(shown))]
        return [float(text.replace("\u2212", "-")) for text in texts]

    def slider(self) -> Locator:
        """The slider of the dimension that carries the most."""
        return self.page.locator("[data-testid^=latent-slider-]").first

    def value(self) -> Locator:
        """The number beside `slider`."""
        return self.page.locator("input.value[aria-label^='Value of z']").first

    def query(self) -> dict[str, str]:
        found = parse_qs(urlsplit(self.page.evaluate("location.href")).query, keep_blank_values=True)
        return {key: values[-1] for key, values in found.items()}

    def await_query(self, key: str, holds: Callable[[str | None], bool]) -> str | None:
        self.until(lambda: holds(self.query().get(key)))
        return self.query().get(key)

    def marks(self, name: str) -> dict[int, float]:
        """User Timing marks of the workspace: sequence number -> time."""
        return dict(self.page.evaluate(MARKS, f"vaeviz:{name}"))

    def middle(self, locator: Locator) -> tuple[float, float, float, float]:
        """Where a thing's middle is, and its size."""
        box = locator.bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, box["width"], box["height"]
