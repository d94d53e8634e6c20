"""What a hand does on a map, in our page and in the stock one, and how long the page takes over it."""

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
PATIENCE = 180_000.0  # ms until a page is given up
SWAY, STEP = 60.0, 5.0  # pixels of a drag to each side; of one step
STEPS = 6
PLACES = 8  # that the mouse hovers over
HOVER = 6.0  # pixels between two of them
UNHEARD = 3000.0  # ms after which a hover has no answer
SPOKEN = "vaevizMap.moved && vaevizMap.changed > vaevizMap.moved"
EDGE = 3.0  # pixels that a lasso stays inside the plane
CORNER = 0.08  # of a side: where nothing lies


@dataclass(frozen=True)
class MapKind:
    """How to do it in one kind of page; the conditions are JavaScript."""

    plane: str  # CSS selector of where the points are
    ready: str  # the map has its points
    pan: str  # CSS selector of what makes a drag pan
    lasso: str  # and of what makes it a lasso
    hovered: str  # CSS selector of what changes when a point is hovered over
    selected: str  # all {n} points are said to be selected


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
    """What one visit took: ms, but for the frames; None where it never happened."""

    load: float  # from the navigation until the map is there and the page is idle
    pan: float  # frames a second
    redraw: float  # from one step of a pan to the third frame after it
    hover: float | None  # from the mouse's move to what is said of the point
    click: float | None  # from the release on the empty plane until z has changed
    lasso: float | None  # from the release until all points are said to be selected


@contextmanager
def watched_map(browser: "playwright.sync_api.Browser") -> Iterator["playwright.sync_api.Page"]:
    """Open an empty page that records what will be opened in it."""
    with browser.new_context(viewport=VIEWPORT) as context:  # pyright: ignore[reportArgumentType]
        context.add_init_script(WATCH)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        yield page


def visit(page: "playwright.sync_api.Page", url: str, kind: MapKind, n: int, seconds: float) -> Visit:
    """Open a map and do everything on it once."""
    page.goto(url, wait_until="commit")
    load = page.evaluate(f"vaevizMap.settle(() => {kind.ready})")
    box = page.locator(kind.plane).bounding_box()
    assert load is not None, f"No map within {PATIENCE} ms at {url}"
    assert box is not None  # the map is there
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
    """Move from point to point, from above the middle to the middle, and see when each is spoken of."""
    page.locator(kind.hovered).first.evaluate("(node) => vaevizMap.watch(node)")
    times = []
    for nth in range(PLACES, 0, -1):
        page.evaluate("vaevizMap.changed = vaevizMap.moved = 0")
        page.mouse.move(x, y - nth * HOVER / 2)
        heard = page.evaluate(
            f"vaevizMap.when(() => vaevizMap.moved && vaevizMap.changed > vaevizMap.moved, {UNHEARD})"
        )
        if heard is not None:
            times.append(page.evaluate("vaevizMap.changed - vaevizMap.moved"))
        page.wait_for_timeout(300)  # a hand that rests: what comes late belongs to this place
    return median(times) if len(times) > PLACES / 2 else None


def _pan(page: "playwright.sync_api.Page", x: float, y: float, seconds: float) -> float:
    """Return the frames a second of a drag to and fro that ends where it began."""
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
    """Return the ms from one step of a pan to the third frame after it: until then the browser has drawn it."""
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
    """Return the ms from the release until our page asks for the picture of another z."""
    page.evaluate("performance.clearMarks()")
    page.mouse.click(x, y)
    page.evaluate("vaevizMap.when(() => performance.getEntriesByName('vaeviz:input').length)")
    return page.evaluate("performance.getEntriesByName('vaeviz:input')[0].startTime - vaevizMap.up")


def _lasso(page: "playwright.sync_api.Page", corners: list[tuple[float, float]], selected: str) -> float | None:
    """Return the ms from the release of a lasso until its points are said to be selected; None: the line broke."""
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
