"""`live`: latency of the image during a drag, beside a stock Streamlit app in the same run."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from vaeviz.bench.browser import open_chromium, serve
from vaeviz.bench.drag import KINDS, drag, stroke, watched_page
from vaeviz.bench.measures import median, percentile
from vaeviz.bench.options import Options, chosen_for_drags
from vaeviz.bench.recording import Recording
from vaeviz.bench.report import Figure, Report
from vaeviz.bench.stock import CHECKPOINT
from vaeviz.files.checkpoint import load
from vaeviz.files.header import read_header
from vaeviz.latent import LatentModel

if TYPE_CHECKING:
    import playwright.sync_api

STOCK_APP = Path(__file__).parent / "stock.py"
SHORT = 0.4  # seconds of a drag of which only the release is timed
SHORT_ENDS = (-0.5, 0.5, -0.5, 0.5)  # where each of these drags is released

NOTES = (
    "At 60 frames per second a frame takes 16.7 ms, about the input -> shown of an image that is drawn at once.",
    "Inputs per second are those that the browser processed: far below 60, the machine is too slow to drive it.",
    "Pen: from a move of the pointer on the drawing pad to the image of the encoded drawing.",
    "Shown ends with the frame that contains the image.",
    "The stock image does not change while the pointer is down; its time starts at the release.",
)


def measure_live(options: Options) -> Report:
    """Drag a slider of the Explore page and of the stock app, in turns; medians over the repeats.

    Raises
    ------
    BrowserError
        If there is no browser or a server does not start.
    """
    figures: list[Figure] = []
    latency = []
    with open_chromium() as browser:
        for name, folder in chosen_for_drags(options).items():
            ours, stock, text = _measure(browser, name, folder, options)
            figures += summarise(name, ours, stock)
            if read_header(folder).model.image_shape[0] == 1:  # a drawing is grey
                figures += summarise_strokes(name, _measure_strokes(browser, name, folder, options))
            latency.append(f"{name}: latency shown by the page: '{text}'.")
    return Report("live", tuple(figures), (*latency, *NOTES))


@dataclass(frozen=True)
class Stock:
    """The measurements of the stock app."""

    drags: list[Recording]
    releases: list[float]  # ms from the release to the image, of short drags


def _measure(
    browser: "playwright.sync_api.Browser", name: str, folder: Path, options: Options
) -> tuple[list[Recording], Stock, str]:
    """Return the drags of one model in both apps, and the latency that our page showed last."""
    dim = most_active_dimension(load(folder).model)
    ours: list[Recording] = []
    stock = Stock([], [])
    text = ""
    with (
        serve(environment={"VAEVIZ_CHECKPOINTS": str(folder.parent)}) as app,
        serve(STOCK_APP, environment={CHECKPOINT: str(folder)}) as plain,
    ):
        for _ in range(options.repeats):
            with watched_page(browser, f"{app.url}/?model={name}", KINDS["ours"]) as page:
                ours.append(drag(page, KINDS["ours"], dim, options.seconds))
                text = page.get_by_test_id("latency").text_content() or ""
            with watched_page(browser, plain.url, KINDS["stock"]) as page:
                stock.drags.append(drag(page, KINDS["stock"], dim, options.seconds))
                stock.releases.extend(drag(page, KINDS["stock"], dim, SHORT, end).settled for end in SHORT_ENDS)
    return ours, stock, text


def _measure_strokes(
    browser: "playwright.sync_api.Browser", name: str, folder: Path, options: Options
) -> list[Recording]:
    with serve(environment={"VAEVIZ_CHECKPOINTS": str(folder.parent)}) as app:
        strokes = []
        for _ in range(options.repeats):
            with watched_page(browser, f"{app.url}/?model={name}", KINDS["ours"]) as page:
                strokes.append(stroke(page, options.seconds))
        return strokes


def most_active_dimension(model: LatentModel) -> int:
    """Return the dimension that changes the image most between -2 and 2; a collapsed one never does."""
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
        figure("images per second", rate(ours), "1/s", rate(stock.drags), "stock, pointer down"),
        figure("images during the drag", median([one.changes for one in ours]), "count", seen, "stock"),
        figure("inputs per second", median([one.events / one.seconds for one in ours]), "1/s"),
        figure("images per input", median([one.changes / max(1, one.events) for one in ours]), "1"),
        figure("frames per second", median([one.frames / one.seconds for one in ours]), "1/s"),
        figure("input -> drawn, p50", typical(50, drawn), "ms", released, "stock, release -> image"),
        figure("input -> drawn, p95", typical(95, drawn), "ms", released, "stock, release -> image"),
        figure("input -> shown, p50", typical(50, shown), "ms", released, "stock, release -> image"),
        figure("input -> shown, p95", typical(95, shown), "ms", released, "stock, release -> image"),
        figure("release -> last image", median([one.settled for one in ours]), "ms", released, "stock"),
    ]


def summarise_strokes(name: str, strokes: Sequence[Recording]) -> list[Figure]:
    """Return the figures of one model's strokes of the pen."""
    drawn, shown = [one.drawn for one in strokes], [one.shown for one in strokes]
    return [
        Figure(f"{name}, pen -> drawn, p50", typical(50, drawn), "ms"),
        Figure(f"{name}, pen -> drawn, p95", typical(95, drawn), "ms"),
        Figure(f"{name}, pen -> shown, p95", typical(95, shown), "ms"),
        Figure(f"{name}, images per second of a stroke", rate(strokes), "1/s"),
    ]


def typical(percent: float, times: Sequence[Sequence[float]]) -> float:
    """Return the median over drags of the percentile of each; NaN without measurements."""
    return median([percentile(one, percent) for one in times if one] or [float("nan")])


def rate(recordings: Sequence[Recording]) -> float:
    """Return the median number of images per second."""
    return median([one.images_per_second for one in recordings])
