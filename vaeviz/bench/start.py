"""`start`: time from `streamlit run` to the first image, beside a bare page, and the imports until then."""

import re
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vaeviz.bench.browser import APP, free_port, open_chromium, serve
from vaeviz.bench.drag import KINDS, PATIENCE, VIEWPORT, Kind
from vaeviz.bench.measures import median
from vaeviz.bench.options import Options, chosen
from vaeviz.bench.report import Figure, Report
from vaeviz.data.imaging import to_png

if TYPE_CHECKING:
    import playwright.sync_api

UNWANTED = (
    *("torch", "umap", "numba", "sklearn", "scipy", "pandas", "plotly", "matplotlib", "altair", "pyarrow"),
    "playwright",
)
BARE = "import streamlit\n\nstreamlit.image('image.png', width=448)\n"  # the least that shows a stored image
IMPORTED = re.compile(r"^import time:\s+-?\d+ \|\s+(\d+) \|\s+(\S+)$", re.MULTILINE)  # negative self time: threads
BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}  # a warm start has compiled modules


@dataclass(frozen=True)
class Start:
    """One start, in seconds from the start of the process."""

    health: float  # the health check succeeds
    image: float  # the first image is on screen


@dataclass(frozen=True)
class Launch:
    """An app to start: its script, environment and page."""

    script: Path
    environment: Mapping[str, str]
    kind: Kind


def measure_start(options: Options) -> Report:
    """Start both apps in turns, after one unmeasured start that warms up files, bytecode and the cache."""
    with tempfile.TemporaryDirectory(prefix="vaeviz-") as place:
        bare = Path(place) / "app.py"
        bare.write_text(BARE)
        (bare.parent / "image.png").write_bytes(to_png(np.zeros((1, 28, 28), np.uint8)))
        return _measure(options, bare)


def _measure(options: Options, bare: Path) -> Report:
    name, folder = chosen(options)
    launches = {
        "ours": Launch(APP, {"VAEVIZ_CHECKPOINTS": str(folder.parent), **BYTECODE}, KINDS["ours"]),
        "bare": Launch(bare, BYTECODE, KINDS["stock"]),
    }
    ports = {kind: free_port() for kind in launches}  # fixed, because the browser's cache is per origin
    starts: dict[str, list[Start]] = {kind: [] for kind in launches}
    with open_chromium() as browser, browser.new_context(viewport=VIEWPORT) as context:  # pyright: ignore[reportArgumentType]
        for _ in range(options.repeats + 1):
            for kind, launch in launches.items():
                starts[kind].append(_start(context, launch, ports[kind])[0])
        environment = {**launches["ours"].environment, "PYTHONPROFILEIMPORTTIME": "1"}
        _, log = _start(context, Launch(APP, environment, KINDS["ours"]), ports["ours"])
    return _report(name, starts["ours"][1:], starts["bare"][1:], imported(log))


def _start(context: "playwright.sync_api.BrowserContext", launch: Launch, port: int) -> tuple[Start, str]:
    """Return the times of one start, and the output of the server."""
    with serve(launch.script, environment=launch.environment, port=port) as server:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(server.url, wait_until="commit")
        page.wait_for_function(launch.kind.ready)
        shown = time.perf_counter()
        page.close()
        return Start(server.healthy - server.spawned, shown - server.spawned), server.log.read_text(errors="replace")


def imported(log: str) -> dict[str, float]:
    """Return package or module -> cumulative seconds, from the output of ``python -X importtime``.

    A package that imports its modules lazily counts as its slowest module.
    """
    seconds: dict[str, float] = {}
    for microseconds, name in IMPORTED.findall(log):
        for known in {name, name.partition(".")[0]}:
            seconds[known] = max(seconds.get(known, 0.0), int(microseconds) / 1e6)
    return seconds


def _report(name: str, ours: list[Start], bare: list[Start], modules: Mapping[str, float]) -> Report:
    def figure(name: str, part: str, unit: str = "s") -> Figure:
        value, baseline = (median([getattr(start, part) for start in starts]) for starts in (ours, bare))
        return Figure(name, value, unit, baseline, "a bare Streamlit page with one image")

    heavy = ", ".join(f"{part} ({modules[part]:.2f} s)" for part in UNWANTED if part in modules) or "none"
    notes = (
        f"Model: {name}. Imported until the first image: {len(modules)} modules.",
        f"Of the heavy ones ({', '.join(UNWANTED)}): {heavy}.",
    )
    return Report("start", (figure("server healthy", "health"), figure("first image", "image")), notes)
