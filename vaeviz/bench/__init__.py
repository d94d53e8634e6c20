"""BENCHES: the benchmarks. To add one, add a file and a line here.

Where there is a baseline, it is measured in the same run. No benchmark fails on a slow machine.
"""

from collections.abc import Callable
from importlib import import_module

from vaeviz.bench.options import Options
from vaeviz.bench.report import Report


def _lazy(module: str, name: str) -> Callable[[Options], Report]:
    """Return a benchmark that imports its function when it runs."""
    return lambda options: getattr(import_module(module), name)(options)


BENCHES: dict[str, Callable[[Options], Report]] = {
    "live": _lazy("vaeviz.bench.live", "measure_live"),
    "conditions": _lazy("vaeviz.bench.conditions", "measure_conditions"),
    "labs": _lazy("vaeviz.bench.labs", "measure_labs"),
    "distance": _lazy("vaeviz.bench.distance", "measure_distance"),
    "map": _lazy("vaeviz.bench.map", "measure_map"),
    "knn": _lazy("vaeviz.bench.knn", "measure_knn"),
    "train": _lazy("vaeviz.bench.train", "measure_train"),
    "decode": _lazy("vaeviz.bench.decode", "measure_decode"),
    "start": _lazy("vaeviz.bench.start", "measure_start"),
}
