"""`live`: how fast the picture follows the hand, beside the stock way in the same run."""

from collections.abc import Sequence
from pathlib import Path

import torch

from vaeviz.bench.browser import ROOT, open_chromium, serve
from vaeviz.bench.drag import KINDS, drag, watched_page
from vaeviz.bench.measures import median, percentile
from vaeviz.bench.options import Options, chosen
from vaeviz.bench.recording import Recording
from vaeviz.bench.report import Figure, Report
from vaeviz.bench.stock import CHECKPOINT
from vaeviz.checkpoint import load
from vaeviz.latent import LatentModel

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
    name, folder = chosen(options)
    dim = liveliest(load(folder).model)
    environment = {"VAEVIZ_CHECKPOINTS": str(folder.parent)}
    ours: list[Recording] = []
    stock: list[Recording] = []
    releases: list[float] = []
    said = ""
    with (
        open_chromium() as browser,
        serve(environment=environment) as app,
        serve(STOCK_APP, environment={"PYTHONPATH": str(ROOT), CHECKPOINT: str(folder)}) as plain,
    ):
        for _ in range(options.repeats):
            with watched_page(browser, f"{app.url}/?model={name}", KINDS["ours"]) as page:
                ours.append(drag(page, KINDS["ours"], dim, options.seconds))
                said = page.get_by_test_id("latency").text_content() or ""
            with watched_page(browser, plain.url, KINDS["stock"]) as page:
                stock.append(drag(page, KINDS["stock"], dim, options.seconds))
                releases += [drag(page, KINDS["stock"], dim, SHORT, end).settled for end in SHORT_ENDS]
    return summarise(name, ours, stock, releases, said)


def liveliest(model: LatentModel) -> int:
    """Return the dimension that moves the picture most between -2 and 2: never a collapsed one."""
    ends = 2 * torch.eye(model.latent_dim)
    with torch.inference_mode():
        moved = (model.decode(ends) - model.decode(-ends)).square().flatten(1).sum(1)
    return int(moved.argmax())


def summarise(
    name: str, ours: Sequence[Recording], stock: Sequence[Recording], releases: Sequence[float], said: str = ""
) -> Report:
    """Return the figures of the recordings; ``said`` is the page's own last word on its latency."""

    def percentiles(percent: float, times: Sequence[Sequence[float]]) -> float:
        return median([percentile(one, percent) for one in times if one] or [float("nan")])

    released = median([*releases, *(one.settled for one in stock)])
    drawn, shown = [one.drawn for one in ours], [one.shown for one in ours]
    seen = median([one.changes for one in stock])
    figures = (
        Figure("pictures a second", _rate(ours), "1/s", _rate(stock), "stock, pointer down"),
        Figure("pictures during the drag", median([one.changes for one in ours]), "count", seen, "stock"),
        Figure("inputs a second", median([one.events / one.seconds for one in ours]), "1/s"),
        Figure("pictures an input", median([one.changes / max(1, one.events) for one in ours]), "1"),
        Figure("frames a second", median([one.frames / one.seconds for one in ours]), "1/s"),
        Figure("input -> drawn, p50", percentiles(50, drawn), "ms", released, "stock, release -> picture"),
        Figure("input -> drawn, p95", percentiles(95, drawn), "ms", released, "stock, release -> picture"),
        Figure("input -> shown, p50", percentiles(50, shown), "ms", released, "stock, release -> picture"),
        Figure("input -> shown, p95", percentiles(95, shown), "ms", released, "stock, release -> picture"),
        Figure("release -> last picture", median([one.settled for one in ours]), "ms", released, "stock"),
    )
    return Report("live", figures, (f"Model: {name}. The page said: {said or 'nothing'}.", *NOTES))


def _rate(recordings: Sequence[Recording]) -> float:
    return median([one.pictures_per_second for one in recordings])
