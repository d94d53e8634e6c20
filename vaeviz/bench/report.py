"""The report of a benchmark: figures with baselines and the machine, as a table and as JSON."""

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

import torch

from vaeviz.training.runs import processor

PACKAGES = ("torch", "streamlit", "numpy")


@dataclass(frozen=True)
class Figure:
    """One measured number, the median over repeats, beside a baseline of the same run in the same unit.

    There is no ratio without a baseline or where the baseline is 0.
    """

    name: str
    value: float
    unit: str
    baseline: float | None = None
    baseline_name: str = ""

    @property
    def ratio(self) -> float | None:
        """Return value / baseline; None if there is none."""
        return self.value / self.baseline if self.baseline else None


@dataclass(frozen=True)
class Report:
    """The figures and notes of one benchmark."""

    bench: str
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return a dict for ``json.dumps``."""
        figures = [{**asdict(figure), "ratio": figure.ratio} for figure in self.figures]
        return {"bench": self.bench, "machine": machine(), "figures": figures, "notes": list(self.notes)}

    def to_text(self) -> str:
        """Return the table, with the machine above it and the notes below."""
        rows = [("", "measured", "baseline", "ratio", "")]
        for figure in self.figures:
            shown = (_number(figure.value), _number(figure.baseline), _number(figure.ratio))
            rows.append((f"{figure.name} [{figure.unit}]", *shown, figure.baseline_name))
        heading = f"{self.bench}: {', '.join(f'{key} {value}' for key, value in machine().items())}"
        return "\n".join([heading, "", *_table(rows), "", *self.notes]).rstrip()


def machine() -> dict[str, str | int]:
    """Describe the machine; ``load`` is the load average over one minute, per core."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    versions = {name: version(name) for name in PACKAGES}
    load = f"{os.getloadavg()[0] / cores:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return {
        "processor": processor(),
        "cores": cores,
        "threads": torch.get_num_threads(),
        "load": load,
        "system": platform.system(),
        "python": ".".join(map(str, sys.version_info[:3])),
        **versions,
    }


def _number(value: float | None) -> str:
    """Format a number with three significant digits, without decimals from 1000 on."""
    if value is None:
        return ""
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Align the columns: names left, numbers right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for name, *numbers, last in rows:
        cells = [number.rjust(width) for number, width in zip(numbers, widths[1:-1], strict=True)]
        lines.append("  ".join([name.ljust(widths[0]), *cells, last]).rstrip())
    return lines
