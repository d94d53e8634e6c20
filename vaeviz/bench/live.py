"""`live`: how fast the picture follows the hand, beside the stock way in the same run."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from vaeviz.bench.browser import open_chromium, serve
from vaeviz.bench.drag import KINDS, drag, watched_page
from vaeviz.bench.measures import median, percentile
from vaeviz.bench.options import Options, chosen_for_drags
from vaeviz.bench.recording import Recording
from vaeviz.bench.report import Figure, Report
from vaeviz.bench.stock import CHECKPOINT
from vaeviz.files.checkpoint import load
from vaeviz.latent import LatentModel

if TYPE_CHECKING:
    import playwright.sync_api

STOCK_APP = Path(__file__).parent / "stock.py"
SHORT = 0.4  # seconds of a drag whose release alone is timed
SHORT_ENDS = (-0.5, 0.5, -0.5, 0.5)  # where each of them is released

NOTES = (
    "A frame of 60 a second is 16.7 ms, so input -> shown of a picture that is drawn at once is about that.",
    "Inputs a second are what the browser took in: where they are far below 60, the machine is too busy to drive it.",
    "Shown ends with the frame that holds the picture.",
    "The stock picture never changes while the pointer is down; its time runs from the release.",
)


def measure_live(options: Options) -> Report:
    """Drag a slider of the Explore page and of the stock app, in turns; medians over the repeats.

    Raises
    ------
    BrowserError
        If there is no browser or a server does not start.
    """
    figures: list[Figure] = []
    said = []
    with open_chromium() as browser:
        for name, folder in chosen_for_drags(options).items():
            ours, stock, words = _measure(browser, name, folder, options)
            figures += summarise(name, ours, stock)
            said.append(f"{name}: the page said '{words}'.")
    return Report("live", tuple(figures), (*said, *NOTES))


@dataclass(frozen=True)
class Stock:
    """What was seen of the stock app."""

    drags: list[Recording]
    releases: list[float]  # ms from the release to the picture, of short drags


def _measure(
    browser: "playwright.sync_api.Browser", name: str, folder: Path, options: Options
) -> tuple[list[Recording], Stock, str]:
    """Return the drags of one model in both apps, and the page's own last word on its latency."""
    dim = liveliest(load(folder).model)
    ours: list[Recording] = []
    stock = Stock([], [])
    said = ""
    with (
        serve(environment={"VAEVIZ_CHECKPOINTS": str(folder.parent)}) as app,
        serve(STOCK_APP, environment={CHECKPOINT: str(folder)}) as plain,
    ):
        for _ in range(options.repeats):
            with watched_page(browser, f"{app.url}/?model={name}", KINDS["ours"]) as page:
                ours.append(drag(page, KINDS["ours"], dim, options.seconds))
                said = page.get_by_test_id("latency").text_content() or ""
            with watched_page(browser, plain.url, KINDS["stock"]) as page:
                stock.drags.append(drag(page, KINDS["stock"], dim, options.seconds))
                stock.releases.extend(drag(page, KINDS["stock"], dim, SHORT, end).settled for end in SHORT_ENDS)
    return ours, stock, said


def liveliest(model: LatentModel) -> int:
    """Return the dimension that moves the picture most between -2 and 2: never a collapsed one."""
    ends = 2 * torch.eye(model.latent_dim)
    with torch.inference_mode():
        moved = (model.decode(ends) - model.decode(-ends)).square().flatten(1).sum(1)
    return int(moved.argmax())


def summarise(name: str, ours: Sequence[Recording], stock: Stock) -> list[Figure]:
    """Return the figures of one model's recordings."""
    released = median([*stock.releases, *(one.settled for one in stock.drags)])
    drawn, shown = [one.drawn for one in ours], [one.shown for one in ours]
    seen = median([one.changes for one in stock.drags])

    def figure(what: str, value: float, unit: str, baseline: float | None = None, beside: str = "") -> Figure:
        return Figure(f"{name}, {what}", value, unit, baseline, beside)

    return [
        figure("pictures a second", rate(ours), "1/s", rate(stock.drags), "stock, pointer down"),
        figure("pictures during the drag", median([one.changes for one in ours]), "count", seen, "stock"),
        figure("inputs a second", median([one.events / one.seconds for one in ours]), "1/s"),
        figure("pictures an input", median([one.changes / max(1, one.events) for one in ours]), "1"),
        figure("frames a second", median([one.frames / one.seconds for one in ours]), "1/s"),
        figure("input -> drawn, p50", typical(50, drawn), "ms", released, "stock, release -> picture"),
        figure("input -> drawn, p95", typical(95, drawn), "ms", released, "stock, release -> picture"),
        figure("input -> shown, p50", typical(50, shown), "ms", released, "stock, release -> picture"),
        figure("input -> shown, p95", typical(95, shown), "ms", released, "stock, release -> picture"),
        figure("release -> last picture", median([one.settled for one in ours]), "ms", released, "stock"),
    ]


def typical(percent: float, times: Sequence[Sequence[float]]) -> float:
    """Return the median over drags of each one's percentile; not a number where nothing was seen."""
    return median([percentile(one, percent) for one in times if one] or [float("nan")])


def rate(recordings: Sequence[Recording]) -> float:
    """Return the median of the pictures a second."""
    return median([one.pictures_per_second for one in recordings])
