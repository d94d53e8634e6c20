"""`labs`: how much training laboratories slow down a drag on the Explore page, and how fast they train meanwhile."""

import json
import struct
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from vaeviz.bench.browser import BrowserError, open_chromium, serve
from vaeviz.bench.drag import IN_THE_PAGE, KINDS, OVER_THE_SOCKET, drag, watched_page
from vaeviz.bench.live import most_active_dimension, typical
from vaeviz.bench.measures import median
from vaeviz.bench.options import Options, chosen
from vaeviz.bench.recording import Recording
from vaeviz.bench.report import Figure, Report
from vaeviz.files.checkpoint import load
from vaeviz.server.routes import LAB

if TYPE_CHECKING:
    import playwright.sync_api

COUNT = 4
PATIENCE = 120.0  # seconds until a laboratory is ready
SETTLING = 1.0  # seconds from play to the drag, to warm up caches and the processor

NOTES = (
    "Four laboratories with the mlp decoder train as fast as they can; each has a client that acknowledges each frame.",
    "Idle: the same page with the same laboratories paused; the drags alternate.",
    "Visitors draw the laboratory on their own machines, so these clients draw nothing.",
)


class Watcher:
    """A client of one laboratory without a screen: it acknowledges every frame when it arrives."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.ready = threading.Event()
        self.seen: list[tuple[float, int]] = []  # time of each frame, and its step
        self.refused = ""
        threading.Thread(target=self._watch, name="laboratory", daemon=True).start()

    def send(self, op: str, **fields: object) -> None:
        """Send an operation."""
        self._socket.send(json.dumps({"op": op, **fields}))

    def _watch(self) -> None:
        try:
            self._receive()
        except ConnectionClosed as error:  # the benchmark has ended or failed; nothing waits for this thread
            self.refused = self.refused or str(error)

    def _receive(self) -> None:
        for message in self._socket:
            if isinstance(message, str):
                self.refused = json.loads(message).get("error", self.refused)
                continue
            (length,) = struct.unpack_from("<I", message)
            header = json.loads(message[4 : 4 + length])
            self.seen.append((time.perf_counter(), header["step"]))
            self.send("seen", frame=header["frame"])
            self.ready.set()


@dataclass
class Seen:
    """The measurements of one way of decoding."""

    idle: list[Recording] = field(default_factory=list)
    busy: list[Recording] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)  # per second, of each laboratory
    steps: list[float] = field(default_factory=list)


def measure_labs(options: Options) -> Report:
    """Drag a slider of the Explore page while laboratories are paused and while they train, in turns.

    Raises
    ------
    BrowserError
        If there is no browser, or the server or a laboratory does not start.
    """
    name, folder = chosen(options)
    figures: list[Figure] = []
    with open_chromium() as browser, serve(environment={"VAEVIZ_CHECKPOINTS": str(folder.parent)}) as app:
        dim = most_active_dimension(load(folder).model)
        for way in (IN_THE_PAGE, OVER_THE_SOCKET):
            seen = _measure(browser, f"{app.url}/?model={name}", way, dim, options)
            figures += summarise(f"{name} {way}", seen)
    return Report("labs", tuple(figures), NOTES)


def _measure(browser: "playwright.sync_api.Browser", url: str, way: str, dim: int, options: Options) -> Seen:
    seen, kind = Seen(), KINDS["ours"]
    with watched_page(browser, url, kind, way) as page, laboratories(url, _token_of(page)) as watchers:
        for _ in range(options.repeats):
            seen.idle.append(drag(page, kind, dim, options.seconds))
            for watcher in watchers:
                watcher.send("play")
            page.wait_for_timeout(SETTLING * 1e3)
            start = time.perf_counter()
            seen.busy.append(drag(page, kind, dim, options.seconds))
            for watcher in watchers:
                watcher.send("pause")
            for frames, steps in (speed(watcher.seen, start) for watcher in watchers):
                seen.frames.append(frames)
                seen.steps.append(steps)
            page.wait_for_timeout(SETTLING * 1e3)
    return seen


def speed(seen: Sequence[tuple[float, int]], start: float) -> tuple[float, float]:
    """Return frames and steps per second since ``start``; 0 if there are fewer than two frames."""
    late = [(at, step) for at, step in seen if at >= start]
    if len(late) < 2:
        return 0.0, 0.0
    (first, from_step), (last, to_step) = late[0], late[-1]
    return (len(late) - 1) / (last - first), (to_step - from_step) / (last - first)


def _token_of(page: "playwright.sync_api.Page") -> str:
    """Return the session's token, from the addresses that the page has fetched."""
    addresses: list[str] = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    for address in addresses:
        tokens = parse_qs(urlsplit(address).query).get("token", [])
        if tokens:
            return tokens[0]
    raise BrowserError("The Explore page has fetched no URL with a token. Restart the app with this version.")


@contextmanager
def laboratories(url: str, token: str) -> Iterator[list[Watcher]]:
    """Open `COUNT` laboratories, paused, until the block ends.

    Raises
    ------
    BrowserError
        If one of them is refused or not ready in time.
    """
    host = urlsplit(url).netloc
    address = f"ws://{host}{LAB}?token={token}"
    with ExitStack() as stack:
        watchers = []
        for _ in range(COUNT):
            socket = connect(address, origin=f"http://{host}", compression=None)  # pyright: ignore[reportArgumentType]
            watchers.append(Watcher(stack.enter_context(socket)))
        for watcher in watchers:
            watcher.send("begin", kind="lab", settings={})
        for watcher in watchers:
            if not watcher.ready.wait(PATIENCE):
                raise BrowserError(f"A laboratory was not ready after {PATIENCE:.0f} s. {watcher.refused}".strip())
        yield watchers


def summarise(name: str, seen: Seen) -> list[Figure]:
    """Return the figures of one way of decoding: each latency beside the idle one of the same run."""
    figures = []
    for what in ("drawn", "shown"):
        for percent in (50, 95):
            busy, idle = (
                typical(percent, [getattr(one, what) for one in recordings]) for recordings in (seen.busy, seen.idle)
            )
            figures.append(Figure(f"{name}, input -> {what}, p{percent}", busy, "ms", idle, "laboratories paused"))
    rates = [median([one.images_per_second for one in recordings]) for recordings in (seen.busy, seen.idle)]
    return [
        *figures,
        Figure(f"{name}, images per second", rates[0], "1/s", rates[1], "laboratories paused"),
        Figure(f"{name}, frames per second of a laboratory", median(seen.frames), "1/s"),
        Figure(f"{name}, frames per second of the slowest", min(seen.frames), "1/s"),
        Figure(f"{name}, steps per second of a laboratory", median(seen.steps), "1/s"),
    ]
