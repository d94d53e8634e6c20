"""`start`: from `streamlit run` to the first painted picture, beside a stock app, and what was imported on the way."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vaeviz.bench.browser import APP, free_port, open_chromium, serve
from vaeviz.bench.drag import KINDS, PATIENCE, VIEWPORT, Kind
from vaeviz.bench.live import STOCK_APP
from vaeviz.bench.measures import median
from vaeviz.bench.options import Options, chosen
from vaeviz.bench.report import Figure, Report
from vaeviz.bench.stock import CHECKPOINT

if TYPE_CHECKING:
    import playwright.sync_api

UNWANTED = ("umap", "numba", "sklearn", "pandas", "plotly", "scipy", "matplotlib", "altair", "pyarrow", "playwright")
IMPORTED = re.compile(r"^import time:\s+-?\d+ \|\s+(\d+) \|\s+(\S+)$", re.MULTILINE)  # own time below 0: threads
BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}  # a warm start has its compiled modules


@dataclass(frozen=True)
class Start:
    """One start, in seconds from the spawning of the process."""

    health: float  # the server answers
    picture: float  # the first picture is on the screen


@dataclass(frozen=True)
class Launch:
    """An app to start: its script, its environment, its page."""

    script: Path
    environment: Mapping[str, str]
    kind: Kind


def measure_start(options: Options) -> Report:
    """Start both apps in turns, a first time unmeasured so that files, bytecode and the browser's cache are warm."""
    name, folder = chosen(options)
    launches = {
        "ours": Launch(APP, {"VAEVIZ_CHECKPOINTS": str(folder.parent), **BYTECODE}, KINDS["ours"]),
        "stock": Launch(STOCK_APP, {CHECKPOINT: str(folder), **BYTECODE}, KINDS["stock"]),
    }
    ports = {kind: free_port() for kind in launches}  # the same at every start: the browser's cache is per origin
    starts: dict[str, list[Start]] = {kind: [] for kind in launches}
    with open_chromium() as browser, browser.new_context(viewport=VIEWPORT) as context:  # pyright: ignore[reportArgumentType]
        for _ in range(options.repeats + 1):
            for kind, launch in launches.items():
                starts[kind].append(_start(context, launch, ports[kind])[0])
        environment = {**launches["ours"].environment, "PYTHONPROFILEIMPORTTIME": "1"}
        _, log = _start(context, Launch(APP, environment, KINDS["ours"]), ports["ours"])
    return _report(name, starts["ours"][1:], starts["stock"][1:], imported(log))


def _start(context: "playwright.sync_api.BrowserContext", launch: Launch, port: int) -> tuple[Start, str]:
    """Return the times of one start, and what the server printed."""
    with serve(launch.script, environment=launch.environment, port=port) as server:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(server.url, wait_until="commit")
        page.wait_for_function(launch.kind.ready)
        seen = time.perf_counter()
        page.close()
        return Start(server.healthy - server.spawned, seen - server.spawned), server.log.read_text(errors="replace")


def imported(log: str) -> dict[str, float]:
    """Return package or module -> seconds, with what it imported in turn, as ``python -X importtime`` printed it.

    A package that imports its parts lazily counts as its slowest part.
    """
    seconds: dict[str, float] = {}
    for microseconds, name in IMPORTED.findall(log):
        for known in {name, name.partition(".")[0]}:
            seconds[known] = max(seconds.get(known, 0.0), int(microseconds) / 1e6)
    return seconds


def _report(name: str, ours: list[Start], stock: list[Start], modules: Mapping[str, float]) -> Report:
    def figure(name: str, part: str, unit: str = "s") -> Figure:
        value, baseline = (median([getattr(start, part) for start in starts]) for starts in (ours, stock))
        return Figure(name, value, unit, baseline, "a stock app with the same model")

    said = ", ".join(f"{part} ({modules[part]:.2f} s)" for part in UNWANTED if part in modules) or "none"
    notes = (
        f"Model: {name}. Imported until the first picture: {len(modules)} modules.",
        f"Of the heavy ones ({', '.join(UNWANTED)}): {said}.",
    )
    return Report("start", (figure("server healthy", "health"), figure("first picture", "picture")), notes)
