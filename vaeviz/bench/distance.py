"""`distance`: a drag over a long way to the server, beside the same drag without it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from vaeviz.bench.browser import open_chromium, serve
from vaeviz.bench.drag import IN_THE_PAGE, KINDS, OVER_THE_SOCKET, drag, watched_page
from vaeviz.bench.live import liveliest, rate, typical
from vaeviz.bench.measures import median
from vaeviz.bench.options import Options, chosen
from vaeviz.bench.proxy import far_away
from vaeviz.bench.recording import Recording
from vaeviz.bench.report import Figure, Report
from vaeviz.files.checkpoint import load

ROUND_TRIP = 0.060  # seconds that the proxy adds
WAYS = (IN_THE_PAGE, OVER_THE_SOCKET)
NOTES = (
    f"The proxy holds every byte back for {ROUND_TRIP * 500:.0f} ms on either way and limits nothing else. Over the "
    "socket: the page was refused the weights. A socket picture cannot be there before the round trip is over.",
    "Inputs a second are what the browser took in: where they are far below 60, the machine is too busy to drive it.",
)


@dataclass(frozen=True)
class Line:
    """How the picture comes: the page's way of making it, and whether the server is distant."""

    way: str
    far: bool


def measure_distance(options: Options) -> Report:
    """Drag in the page's four lines in turns; medians over the repeats.

    Raises
    ------
    BrowserError
        If there is no browser, a server does not start, or the page makes its pictures otherwise.
    """
    name, folder = chosen(options)
    dim = liveliest(load(folder).model)
    lines = [Line(way, far) for way in WAYS for far in (False, True)]
    drags: dict[Line, list[Recording]] = {line: [] for line in lines}
    said: dict[Line, str] = {}
    with open_chromium() as browser, serve(environment={"VAEVIZ_CHECKPOINTS": str(folder.parent)}) as app:
        near = urlsplit(app.url).port
        assert near is not None  # serve() names it
        with far_away(near, ROUND_TRIP) as far:
            for _ in range(options.repeats):
                for line in lines:
                    url = f"http://127.0.0.1:{far if line.far else near}/?model={name}"
                    with watched_page(browser, url, KINDS["ours"], line.way) as page:
                        drags[line].append(drag(page, KINDS["ours"], dim, options.seconds))
                        said[line] = page.get_by_test_id("latency").text_content() or ""
    words = "; ".join(f"{'far' if line.far else 'near'}: '{text}'" for line, text in said.items())
    return Report("distance", tuple(summarise(drags)), (f"Model: {name}. The page said {words}.", *NOTES))


def summarise(drags: Mapping[Line, Sequence[Recording]]) -> list[Figure]:
    """Return the figures of the distant lines, each beside the near one."""
    figures = []
    for way in WAYS:
        far, near = drags[Line(way, True)], drags[Line(way, False)]
        for (what, unit), value in _figures(far).items():
            figures.append(Figure(f"{way}, {what}", value, unit, _figures(near)[what, unit], "no distance"))
    return figures


def _figures(drags: Sequence[Recording]) -> dict[tuple[str, str], float]:
    """Return what and unit -> median."""
    drawn = [one.drawn for one in drags]
    return {
        ("pictures a second", "1/s"): rate(drags),
        ("inputs a second", "1/s"): median([one.events / one.seconds for one in drags]),
        ("pictures an input", "1"): median([one.changes / max(1, one.events) for one in drags]),
        ("input -> drawn, p50", "ms"): typical(50, drawn),
        ("input -> drawn, p95", "ms"): typical(95, drawn),
    }
