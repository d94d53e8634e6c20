"""Time the interactions with a map, in our page and in the stock app."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vaeviz.bench.drag import PERIOD, RATE, VIEWPORT
from vaeviz.bench.measures import median
from vaeviz.bench.synthetic import METHOD

if TYPE_CHECKING:
    import playwright.sync_api

WATCH = (Path(__file__).parent / "watch-map.js").read_text()
PATIENCE = 180_000.0  # ms until a page counts as failed
SWAY, STEP = 60.0, 5.0  # pixels: of a drag to each side, and of one step
STEPS = 6
PLACES = 8  # points that the mouse hovers over
HOVER = 6.0  # pixels between two of them
HOVER_PATIENCE = 3000.0  # ms after which a hover counts as unanswered
SPOKEN = "vaevizMap.moved && vaevizMap.changed > vaevizMap.moved"
EDGE = 3.0  # pixels between a lasso and the border of the plane
CORNER = 0.08  # share of a side: a place without points


@dataclass(frozen=True)
class MapKind:
    """How to interact with one kind of page; the conditions are JavaScript."""

    plane: str  # CSS selector of the plane with the points
    ready: str  # whether the map has its points
    pan: str  # CSS selector of the tool for panning
    lasso: str  # CSS selector of the tool for the lasso
    hovered: str  # CSS selector of the node that changes on hover
    selected: str  # whether the page shows all {n} points as selected


KINDS = {
    "ours": MapKind(
        plane="[data-testid=map]",
        ready=f"vaevizMap.find('[data-testid=map-{METHOD}]')",
        pan="[data-testid=tool-walk]",
        lasso="[data-testid=tool-lasso]",
        hovered=".plane",
        selected="Number(vaevizMap.find('[data-testid=group-count-A]')?.textContent.replace(/[^0-9]/g, '')) === {n}",
    ),
    "stock": MapKind(
        plane=".js-plotly-plot .nsewdrag",
        ready="document.querySelector('.js-plotly-plot .nsewdrag') && document.querySelector('.gl-canvas-context')",
        pan='.modebar-btn[data-title="Pan"]',
        lasso='.modebar-btn[data-title="Lasso Select"]',
        hovered=".hoverlayer",
        selected="document.querySelector('[data-testid=stText]')?.textContent === '{n} selected'",
    ),
}


@dataclass(frozen=True)
class Visit:
    """The times of one visit in ms, and its frame rate; None for what did not happen."""

    load: float  # from the navigation until the map is drawn and the page is idle
    pan: float  # frames per second
    redraw: float  # from one step of a pan to the third frame after it
    hover: float | None  # from the mouse move until the point is shown
    click: float | None  # from the release on the empty plane until z has changed
    lasso: float | None  # from the release until all points are shown as selected


@contextmanager
def watched_map(browser: "playwright.sync_api.Browser") -> Iterator["playwright.sync_api.Page"]:
    """Open an empty page that records everything that is opened in it."""
    with browser.new_context(viewport=VIEWPORT) as context:  # pyright: ignore[reportArgumentType]
        context.add_init_script(WATCH)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        yield page


def visit(page: "playwright.sync_api.Page", url: str, kind: MapKind, n: int, seconds: float) -> Visit:
    """Open a map and time each interaction once."""
    page.goto(url, wait_until="commit")
    load = page.evaluate(f"vaevizMap.settle(() => {kind.ready})")
    box = page.locator(kind.plane).bounding_box()
    assert load is not None, f"No map within {PATIENCE} ms at {url}"
    assert box is not None  # the map is visible
    x, y, width, height = (box[key] for key in ("x", "y", "width", "height"))
    corner = x + CORNER * width, y + (1 - CORNER) * height
    hover = _hover(page, kind, x + width / 2, y + height / 2)
    page.locator(kind.pan).click()
    pan = _pan(page, *corner, seconds)
    redraw = _redraw(page, *corner)
    click = _click(page, *corner) if kind is KINDS["ours"] else None
    page.locator(kind.lasso).click()
    left, top, right, bottom = x + EDGE, y + EDGE, x + width - EDGE, y + height - EDGE
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    return Visit(load, pan, redraw, hover, click, _lasso(page, corners, kind.selected.format(n=n)))


def _hover(page: "playwright.sync_api.Page", kind: MapKind, x: float, y: float) -> float | None:
    """Move from point to point towards the centre, and time until each is shown."""
    page.locator(kind.hovered).first.evaluate("(node) => vaevizMap.watch(node)")
    times = []
    for nth in range(PLACES, 0, -1):
        page.evaluate("vaevizMap.changed = vaevizMap.moved = 0")
        page.mouse.move(x, y - nth * HOVER / 2)
        answered = page.evaluate(
            f"vaevizMap.when(() => vaevizMap.moved && vaevizMap.changed > vaevizMap.moved, {HOVER_PATIENCE})"
        )
        if answered is not None:
            times.append(page.evaluate("vaevizMap.changed - vaevizMap.moved"))
        page.wait_for_timeout(300)  # pause, so that a late answer is counted here
    return median(times) if len(times) > PLACES / 2 else None


def _pan(page: "playwright.sync_api.Page", x: float, y: float, seconds: float) -> float:
    """Return the frames per second of a drag back and forth that ends where it began."""
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("vaevizMap.frames.length = 0")
    start = due = time.perf_counter()
    while (now := time.perf_counter()) < start + seconds:
        page.mouse.move(x + SWAY * math.sin(2 * math.pi * (now - start) / PERIOD), y)
        due = max(due + 1 / RATE, time.perf_counter())
        time.sleep(max(0.0, due - time.perf_counter()))
    frames = page.evaluate("[vaevizMap.frames.length, vaevizMap.frames.at(-1) - vaevizMap.frames[0]]")
    page.mouse.move(x, y)
    page.mouse.up()
    return (frames[0] - 1) * 1e3 / frames[1]


def _redraw(page: "playwright.sync_api.Page", x: float, y: float) -> float:
    """Return the ms from one step of a pan to the third frame after it, when the browser has drawn it."""
    page.mouse.move(x, y)
    page.mouse.down()
    times = []
    for nth in range(1, STEPS + 1):
        page.evaluate("vaevizMap.rest(200, 2000)")
        page.mouse.move(x + STEP * (nth % 2 * 2), y)
        times.append(page.evaluate("vaevizMap.frame(3)") - page.evaluate("vaevizMap.moved"))
    page.mouse.move(x, y)
    page.mouse.up()
    return median(times)


def _click(page: "playwright.sync_api.Page", x: float, y: float) -> float | None:
    """Return the ms from the release until our page requests the image of another z."""
    page.evaluate("performance.clearMarks()")
    page.mouse.click(x, y)
    page.evaluate("vaevizMap.when(() => performance.getEntriesByName('vaeviz:input').length)")
    return page.evaluate("performance.getEntriesByName('vaeviz:input')[0].startTime - vaevizMap.up")


def _lasso(page: "playwright.sync_api.Page", corners: list[tuple[float, float]], selected: str) -> float | None:
    """Return the ms from the release of a lasso until its points show as selected; None if the connection closed."""
    page.mouse.move(*corners[0])
    page.mouse.down()
    for corner in corners[1:]:
        page.mouse.move(*corner, steps=8)
    page.evaluate("vaevizMap.closed = 0")
    page.mouse.up()
    done = page.evaluate(f"vaevizMap.when(() => vaevizMap.closed || {selected})")
    if done is None or not page.evaluate(selected):
        return None
    return done - page.evaluate("vaevizMap.up")
