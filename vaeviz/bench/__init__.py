"""BENCHES: what can be measured, each figure beside a baseline of the same run. Adding one is a file and a line here.

They are benchmarks, not tests: nothing here fails because a machine is slow.
"""

from collections.abc import Callable

from vaeviz.bench.decode import measure_decode
from vaeviz.bench.distance import measure_distance
from vaeviz.bench.knn import measure_knn
from vaeviz.bench.labs import measure_labs
from vaeviz.bench.live import measure_live
from vaeviz.bench.map import measure_map
from vaeviz.bench.options import Options
from vaeviz.bench.report import Report
from vaeviz.bench.start import measure_start
from vaeviz.bench.studio import measure_studio
from vaeviz.bench.train import measure_train

BENCHES: dict[str, Callable[[Options], Report]] = {
    "live": measure_live,
    "studio": measure_studio,
    "labs": measure_labs,
    "distance": measure_distance,
    "map": measure_map,
    "knn": measure_knn,
    "train": measure_train,
    "decode": measure_decode,
    "start": measure_start,
}
