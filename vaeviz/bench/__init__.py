"""BENCHES: what can be measured, each figure beside a baseline of the same run. Adding one is a file and a line here.

They are benchmarks, not tests: nothing here fails because a machine is slow.
"""

from collections.abc import Callable
from importlib import import_module

from vaeviz.bench.options import Options
from vaeviz.bench.report import Report


def _when_asked(module: str, name: str) -> Callable[[Options], Report]:
    """Return a benchmark that imports the function behind it when it is run."""
    return lambda options: getattr(import_module(module), name)(options)


BENCHES: dict[str, Callable[[Options], Report]] = {
    "live": _when_asked("vaeviz.bench.live", "measure_live"),
    "studio": _when_asked("vaeviz.bench.studio", "measure_studio"),
    "labs": _when_asked("vaeviz.bench.labs", "measure_labs"),
    "distance": _when_asked("vaeviz.bench.distance", "measure_distance"),
    "map": _when_asked("vaeviz.bench.map", "measure_map"),
    "knn": _when_asked("vaeviz.bench.knn", "measure_knn"),
    "train": _when_asked("vaeviz.bench.train", "measure_train"),
    "decode": _when_asked("vaeviz.bench.decode", "measure_decode"),
    "start": _when_asked("vaeviz.bench.start", "measure_start"),
}
