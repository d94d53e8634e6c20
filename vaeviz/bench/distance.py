"""`distance`: a drag with a network delay to the server, beside the same drag without delay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from vaeviz.bench.browser import open_chromium, serve
from vaeviz.bench.drag import IN_THE_PAGE, KINDS, OVER_THE_SOCKET, drag, watched_page
from vaeviz.bench.live import most_active_dimension, rate, typical
from vaeviz.bench.measures import median
from vaeviz.bench.options import Options, chosen
from vaeviz.bench.proxy import far_away
from vaeviz.bench.recording import Recording
from vaeviz.bench.report import Figure, Report
from vaeviz.files.checkpoint import load

ROUND_TRIP = 0.060  # seconds that the proxy adds
WAYS = (IN_THE_PAGE, OVER_THE_SOCKET)
NOTES = (
    f"The proxy delays every byte by {ROUND_TRIP * 500:.0f} ms in each direction; bandwidth is not limited. Over the "
    "socket: the page gets no weights, so an image takes at least one round trip.",
    "Inputs per second are those that the browser processed: far below 60, the machine is too slow to drive it.",
)


@dataclass(frozen=True)
class Setup:
    """Where the image is decoded, and whether the server is far."""

    way: str
    far: bool


def measure_distance(options: Options) -> Report:
    """Drag in the four setups in turns; medians over the repeats.

    Raises
    ------
    BrowserError
        If there is no browser, a server does not start, or the page decodes in another way.
    """
    name, folder = chosen(options)
    dim = most_active_dimension(load(folder).model)
    setups = [Setup(way, far) for way in WAYS for far in (False, True)]
    drags: dict[Setup, list[Recording]] = {setup: [] for setup in setups}
    latency: dict[Setup, str] = {}
    with open_chromium() as browser, serve(environment={"VAEVIZ_CHECKPOINTS": str(folder.parent)}) as app:
        near = urlsplit(app.url).port
        assert near is not None  # serve() names it
        with far_away(near, ROUND_TRIP) as far:
            for _ in range(options.repeats):
                for setup in setups:
                    url = f"http://127.0.0.1:{far if setup.far else near}/?model={name}"
                    with watched_page(browser, url, KINDS["ours"], setup.way) as page:
                        drags[setup].append(drag(page, KINDS["ours"], dim, options.seconds))
                        latency[setup] = page.get_by_test_id("latency").text_content() or ""
    texts = "; ".join(f"{'far' if setup.far else 'near'}: '{text}'" for setup, text in latency.items())
    return Report("distance", tuple(summarise(drags)), (f"Model: {name}. Latency shown by the page: {texts}.", *NOTES))


def summarise(drags: Mapping[Setup, Sequence[Recording]]) -> list[Figure]:
    """Return the figures with the delay, each beside the one without."""
    figures = []
    for way in WAYS:
        far, near = drags[Setup(way, True)], drags[Setup(way, False)]
        for (what, unit), value in _figures(far).items():
            figures.append(Figure(f"{way}, {what}", value, unit, _figures(near)[what, unit], "no delay"))
    return figures


def _figures(drags: Sequence[Recording]) -> dict[tuple[str, str], float]:
    """Return (name, unit) -> median."""
    drawn = [one.drawn for one in drags]
    return {
        ("images per second", "1/s"): rate(drags),
        ("inputs per second", "1/s"): median([one.events / one.seconds for one in drags]),
        ("images per input", "1"): median([one.changes / max(1, one.events) for one in drags]),
        ("input -> drawn, p50", "ms"): typical(50, drawn),
        ("input -> drawn, p95", "ms"): typical(95, drawn),
    }
