"""BENCHES: what can be measured, each figure beside a baseline of the same run. Adding one is a file and a line here.

They are benchmarks, not tests: nothing here fails because a machine is slow.
"""

from collections.abc import Callable

from vaeviz.bench.decode import measure_decode
from vaeviz.bench.live import measure_live
from vaeviz.bench.options import Options
from vaeviz.bench.report import Report
from vaeviz.bench.start import measure_start
from vaeviz.bench.train import measure_train

BENCHES: dict[str, Callable[[Options], Report]] = {
    "live": measure_live,
    "train": measure_train,
    "decode": measure_decode,
    "start": measure_start,
}
