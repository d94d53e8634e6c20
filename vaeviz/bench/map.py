"""`map`: maps of ten thousand to a million codes, beside `st.plotly_chart` with the same points in the same run."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from vaeviz.bench.browser import open_chromium, serve
from vaeviz.bench.knn import near
from vaeviz.bench.map_page import KINDS, Visit, visit, watched_map
from vaeviz.bench.measures import median
from vaeviz.bench.options import Options
from vaeviz.bench.report import Figure, Report
from vaeviz.bench.synthetic import clusters, write_checkpoint

STOCK_APP = Path(__file__).parent / "stock_map.py"
STOCK = "st.plotly_chart, scattergl"
PARTS = {
    "load": "ms",
    "pan": "frames/s",
    "redraw": "ms",
    "hover": "ms",
    "click": "ms",
    "lasso": "ms",
}
NEVER = {
    "click": "never: st.plotly_chart has no event for a click on the empty plane",
    "lasso": "never: the connection closed",
    "hover": "never: no label appeared",
}
NOTES = (
    "load: from the navigation until the map is drawn and the page is idle. redraw: from one step of a pan to the "
    "third frame after it, at least two frames. click: from the release on the empty plane until z has changed.",
    "hover: from the mouse move until the page shows the point. lasso: of all points, from the release until the page "
    "shows their number. Computing alone: the page's code in Node.",
)


def measure_map(options: Options) -> Report:
    """Open, pan, hover, click and lasso a map of each size in both pages, in turns; medians over the repeats.

    Raises
    ------
    BrowserError
        If there is no browser or a server does not start.
    """
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="vaeviz-") as folder, open_chromium() as browser:
        for n in options.points:
            write_checkpoint(Path(folder) / f"points-{n}", n)
        with (
            serve(environment={"VAEVIZ_CHECKPOINTS": folder}) as app,
            serve(STOCK_APP) as plain,
        ):
            for n in options.points:
                urls = {"ours": f"{app.url}/?model=points-{n}", "stock": f"{plain.url}/?points={n}"}
                visits: dict[str, list[Visit]] = {kind: [] for kind in urls}
                for _ in range(options.repeats):
                    for kind, url in urls.items():
                        with watched_map(browser) as page:
                            visits[kind].append(visit(page, url, KINDS[kind], n, options.seconds))
                figures += summarise(n, visits["ours"], visits["stock"]) + _computed(n, options)
    return Report("map", tuple(figures), NOTES)


def summarise(n: int, ours: Sequence[Visit], stock: Sequence[Visit]) -> list[Figure]:
    """Return the figures of one size; NaN where something did not happen in one of the visits."""
    first = Figure(f"{n} points, first load", ours[0].load, "ms", stock[0].load, STOCK)
    return [first, *(_figure(n, part, ours, stock) for part in PARTS)]


def _figure(n: int, part: str, ours: Sequence[Visit], stock: Sequence[Visit]) -> Figure:
    values, baselines = ([getattr(one, part) for one in visits] for visits in (ours, stock))
    baseline = None if None in baselines else median(baselines)
    value = float("nan") if None in values else median(values)
    name = STOCK if baseline is not None else f"{STOCK}, {NEVER.get(part, 'never')}"
    return Figure(f"{n} points, {part}", value, PARTS[part], baseline, name)


def _computed(n: int, options: Options) -> list[Figure]:
    """Return the times of the page's code without a browser."""
    made = clusters(n)
    took = near(made.mu, made.places, options.repeats * options.steps)
    names = {"pick": "hit test", "p50": "lookup", "made": "index built"}
    return [Figure(f"{n} points, {name}, computing alone", took[key], "ms") for key, name in names.items()]
