"""A sinusoidal drag of a slider, or a stroke of a pen, in a real page, recorded frame by frame."""

import math
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vaeviz.bench.recording import Recording, read_recording

if TYPE_CHECKING:
    import playwright.sync_api

WATCH = (Path(__file__).parent / "watch.js").read_text()
VIEWPORT = {"width": 1440, "height": 900}
RATE = 60.0  # pointer moves per second; each waits until the page has processed the last one
PERIOD = 1.0  # seconds from side to side and back
REACH = 0.4  # share of the slider's width, to each side of its centre
PATIENCE = 30_000.0  # ms until a page counts as failed

IN_THE_PAGE, OVER_THE_SOCKET = "in the page", "over the socket"  # as the page shows it
WEIGHTS = "**/vaeviz/weights/**"  # of the decoder in the page; without them the server decodes, over the socket

OURS = "canvas[data-testid=picture]"
STRIP = "canvas[data-testid=tile-images]"
STOCK = '[data-testid="stImage"] img'
ENCODES = ".light[title*=encodes]"
LATENCY_TEXT = re.compile(f"{IN_THE_PAGE}|{OVER_THE_SOCKET}|by requests")
PAINTED = "performance.getEntriesByName('vaeviz:paint').length > 0"
COMPLETE = f"document.querySelector('{STOCK}')?.complete"
_CAUGHT_UP = """() => {
  const last = (name) => Math.max(-1, ...performance.getEntriesByName(name).map(({ detail }) => detail.seq));
  return last("vaeviz:MARK") >= last("vaeviz:input");
}"""
CAUGHT_UP = _CAUGHT_UP.replace("MARK", "paint")
STRIP_CAUGHT_UP = _CAUGHT_UP.replace("MARK", "strip")
STRIP_DRAWN = "performance.getEntriesByName('vaeviz:strip').length > 0"
CHANGED = "() => vaevizBench.frames.some(([start, , changed]) => changed && start > vaevizBench.up.at(-1))"
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
MARKS = "(name) => performance.getEntriesByName(name).map(({ detail, startTime }) => [detail.seq, startTime])"
FORGET = """() => {
  Object.assign(vaevizBench, { frames: [], moves: [] });
  ["vaeviz:input", "vaeviz:paint", "vaeviz:strip"].forEach((name) => performance.clearMarks(name));
}"""


@dataclass(frozen=True)
class Kind:
    """How to drag in one kind of page."""

    slider: str  # CSS selector of a dimension's slider: {dim} counts from 0, {nth} from 1
    image: str  # CSS selector of the image
    ready: str  # JavaScript: whether the first image is shown
    done: str  # JavaScript: whether the image of the last input is shown
    marked: bool  # whether the page leaves User Timing marks
    paint: str = "paint"  # the mark that is timed


KINDS = {
    "ours": Kind("[data-testid=latent-slider-{dim}]", OURS, PAINTED, CAUGHT_UP, True),
    "strip": Kind("[data-testid=latent-slider-{dim}]", STRIP, STRIP_DRAWN, STRIP_CAUGHT_UP, True, "strip"),
    "stock": Kind(':nth-match([data-testid="stSlider"] [role="group"], {nth}) > div', STOCK, COMPLETE, CHANGED, False),
}


@contextmanager
def watched_page(
    browser: "playwright.sync_api.Browser",
    url: str,
    kind: Kind,
    way: str | None = None,
    prepare: Callable[["playwright.sync_api.Page"], None] = lambda page: None,
) -> Iterator["playwright.sync_api.Page"]:
    """Open ``url``, wait for its first image and record every frame from then on.

    ``way`` is where our page has to decode; None: its default. ``prepare`` sets up the page first.
    """
    with browser.new_context(viewport=VIEWPORT) as context:  # pyright: ignore[reportArgumentType]
        if way == OVER_THE_SOCKET:
            context.route(WEIGHTS, lambda route: route.fulfill(status=204))  # as without a page program
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(url)
        page.locator(kind.image).wait_for()
        page.wait_for_function(kind.ready)
        page.wait_for_load_state("networkidle")
        if kind.marked:
            page.get_by_test_id("latency").filter(has_text=way or LATENCY_TEXT).wait_for(state="attached")
        prepare(page)
        target = page.locator(kind.image).element_handle() if kind.marked else kind.image
        page.evaluate(WATCH, target)
        yield page


def drag(page: "playwright.sync_api.Page", kind: Kind, dim: int, seconds: float, end: float = 0.5) -> Recording:
    """Drag the slider of a dimension back and forth for ``seconds``, release it, and wait for the last image.

    It is released at ``end``, from -1 to 1, which must differ from its start: the image has to change.
    """
    x, y, width, _ = _middle(page.locator(kind.slider.format(dim=dim, nth=dim + 1)))
    _sway(page, seconds, lambda offset: (x + REACH * width * offset, y), end)
    page.wait_for_function(kind.done)
    page.evaluate(TWO_FRAMES)
    log = page.evaluate("vaevizBench")
    return read_recording(log, *(_marks(page, name) for name in ("input", kind.paint) if kind.marked))


def stroke(page: "playwright.sync_api.Page", seconds: float) -> Recording:
    """Draw on the pad for ``seconds``, in the shape of a U; what is timed is from each move of the pen to its image.

    An image that is painted after a move shows it: fitting, encoding, decoding and painting are one task.
    """
    page.locator(ENCODES).wait_for()
    page.get_by_test_id("source-draw").click()
    x, y, width, height = _middle(page.get_by_test_id("draw-pad"))
    _sway(page, seconds, lambda offset: (x + REACH * width * offset, y + REACH * height * (1 - 2 * offset**2)), 0.5)
    page.wait_for_function(CAUGHT_UP)
    page.evaluate(TWO_FRAMES)
    log = page.evaluate("vaevizBench")
    return read_recording(log, [(0, at) for at in log["moves"]], _marks(page, "paint"))


def _middle(target: "playwright.sync_api.Locator") -> tuple[float, float, float, float]:
    """Return where the middle of something is, and its width and height, in CSS pixels."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box is not None  # it is in view
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, box["width"], box["height"]


def _marks(page: "playwright.sync_api.Page", name: str) -> list[tuple[int, float]]:
    return [(seq, at) for seq, at in page.evaluate(MARKS, f"vaeviz:{name}")]


def _sway(
    page: "playwright.sync_api.Page", seconds: float, place: Callable[[float], tuple[float, float]], end: float
) -> None:
    """Press at ``place(0)``, move to ``place`` of the sine of the time for ``seconds``, release at ``place(end)``.

    The pointer moves `RATE` times per second, or as often as the page processes it.
    """
    page.mouse.move(*place(0))
    page.evaluate(FORGET)
    page.mouse.down()
    start = due = time.perf_counter()
    while (now := time.perf_counter()) < start + seconds:
        page.mouse.move(*place(math.sin(2 * math.pi * (now - start) / PERIOD)))
        due = max(due + 1 / RATE, time.perf_counter())
        time.sleep(max(0.0, due - time.perf_counter()))
    page.mouse.move(*place(end))
    page.mouse.up()
