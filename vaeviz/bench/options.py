"""Options of the benchmarks."""

from dataclasses import dataclass
from pathlib import Path

from vaeviz.config import Record
from vaeviz.errors import ConfigError
from vaeviz.files.header import read_header
from vaeviz.files.places import shipped, train_command
from vaeviz.settings import setting

FIRST = "mnist-vae-z16"  # the default where it exists
LARGER = "sprites-beta-vae-z10"  # 64 x 64 pixels


@dataclass(frozen=True, kw_only=True)
class Options(Record):
    """Options of all benchmarks; each uses those that apply to it."""

    checkpoint: Path | None = None  # of the benchmarks in the browser; None: the default, and a larger one for live
    dataset: str = setting("mnist", help="data set of the train benchmark")
    seconds: float = setting(5.0, above=0, high=60, unit="seconds", help="length of a drag or a pan")
    repeats: int = setting(3, low=1, high=100, help="number of repeats; the median is shown")
    steps: int = setting(100, low=1, high=100_000, help="training steps, decoded images or look-ups per repeat")
    points: tuple[int, ...] = setting(
        (10_000, 70_000, 250_000, 1_000_000),
        low=100,
        high=1_000_000,
        fewest=1,
        help="sizes of the maps of the map benchmark",
    )


def chosen(options: Options) -> tuple[str, Path]:
    """Return name and folder of the checkpoint to measure.

    Raises
    ------
    ConfigError
        If there is none.
    """
    known = shipped()
    if options.checkpoint is not None:
        folder = options.checkpoint if options.checkpoint.is_dir() else options.checkpoint.parent
        return read_header(folder).name, folder
    if not known:
        raise ConfigError(f"There is no checkpoint to measure. Train one: {train_command('digits', 'digits')}")
    name = FIRST if FIRST in known else next(iter(known))
    return name, known[name]


def chosen_for_drags(options: Options) -> dict[str, Path]:
    """Return name -> folder of the checkpoints to drag in: the given one, else a small and a larger one."""
    name, folder = chosen(options)
    larger = {} if options.checkpoint else {key: path for key, path in shipped().items() if key == LARGER}
    return {name: folder, **larger}
