"""`conditions`: latency of the strip of the Conditions page in a drag: one z in every class or along an attribute."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vaeviz.bench.browser import open_chromium, serve
from vaeviz.bench.drag import KINDS, STRIP_DRAWN, drag, watched_page
from vaeviz.bench.live import most_active_dimension, rate, typical
from vaeviz.bench.measures import median
from vaeviz.bench.options import Options, chosen
from vaeviz.bench.recording import Recording
from vaeviz.bench.report import Figure, Report
from vaeviz.config import Condition
from vaeviz.errors import ConfigError
from vaeviz.files.checkpoint import load
from vaeviz.files.header import read_header
from vaeviz.files.places import shipped

if TYPE_CHECKING:
    import playwright.sync_api

WANTED = ("mnist-cvae-z8", "avatars-cvae")  # 28 x 28 and 64 x 64 pixels; those that exist are measured
TILES = ".sweep .take"

NOTES = (
    "Drawn: from an input until the whole strip is drawn, after the image: in the input's event where that is fast,",
    "else by a worker in the page. Strips per second are the frames in which the strip has changed.",
)


def measure_conditions(options: Options) -> Report:
    """Drag a slider of the Conditions page; medians over the repeats.

    Raises
    ------
    BrowserError
        If there is no browser or the server does not start.
    ConfigError
        If there is no conditional model.
    """
    figures: list[Figure] = []
    with open_chromium() as browser:
        for name, folder in chosen_conditional(options).items():
            recordings, tiles = _measure(browser, name, folder, options)
            figures += summarise(f"{name}, strip of {tiles}", recordings)
    return Report("conditions", tuple(figures), NOTES)


def chosen_conditional(options: Options) -> dict[str, Path]:
    """Return name -> folder of the checkpoints to drag in: the given one, else those of `WANTED` that exist.

    Raises
    ------
    ConfigError
        If none of them is conditional.
    """
    candidates = (
        dict([chosen(options)])
        if options.checkpoint
        else {name: shipped()[name] for name in WANTED if name in shipped()}
    )
    conditional = {
        name: folder for name, folder in candidates.items() if read_header(folder).model.condition is not None
    }
    if not conditional:
        raise ConfigError(
            f"No conditional model to measure, found {', '.join(candidates) or 'none'}. Use --checkpoint."
        )
    return conditional


def _measure(
    browser: "playwright.sync_api.Browser", name: str, folder: Path, options: Options
) -> tuple[list[Recording], int]:
    """Return the drags of one model, and the number of images in its strip."""
    kind, model = KINDS["strip"], load(folder).model
    dim, longest = most_active_dimension(model), longest_sweep(model.condition)
    recordings: list[Recording] = []
    tiles = 0
    with serve(environment={"VAEVIZ_CHECKPOINTS": str(folder.parent)}) as app:
        for _ in range(options.repeats):
            url = f"{app.url}/conditions?model={name}"
            with watched_page(browser, url, kind, prepare=lambda page: sweep(page, longest)) as page:
                recordings.append(drag(page, kind, dim, options.seconds))
                tiles = page.locator(TILES).count()
    return recordings, tiles


def longest_sweep(condition: Condition | None) -> int | None:
    """Return the attribute with the longest strip, the first number; None for a model conditioned on a class."""
    attributes = condition.attributes if condition else ()
    return next((at for at, attribute in enumerate(attributes) if not attribute.values), None)


def sweep(page: "playwright.sync_api.Page", attribute: int | None) -> None:
    """Set the attribute of the strip and wait until it is drawn; None: keep the default."""
    if attribute is not None:
        page.evaluate("performance.clearMarks('vaeviz:strip')")
        page.get_by_test_id("sweep").select_option(str(attribute))
        page.wait_for_function(STRIP_DRAWN)


def summarise(name: str, recordings: Sequence[Recording]) -> list[Figure]:
    """Return the figures of one model's recordings."""
    drawn, shown = [one.drawn for one in recordings], [one.shown for one in recordings]
    return [
        Figure(f"{name}, strips per second", rate(recordings), "1/s"),
        Figure(f"{name}, inputs per second", median([one.events / one.seconds for one in recordings]), "1/s"),
        Figure(f"{name}, frames per second", median([one.frames / one.seconds for one in recordings]), "1/s"),
        Figure(f"{name}, input -> drawn, p50", typical(50, drawn), "ms"),
        Figure(f"{name}, input -> drawn, p95", typical(95, drawn), "ms"),
        Figure(f"{name}, input -> shown, p50", typical(50, shown), "ms"),
        Figure(f"{name}, input -> shown, p95", typical(95, shown), "ms"),
    ]
