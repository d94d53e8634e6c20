"""Options of the benchmarks."""

from dataclasses import dataclass
from pathlib import Path

from vaeviz.errors import ConfigError
from vaeviz.files.header import read_header
from vaeviz.files.places import shipped, train_command

FIRST = "mnist-vae-z16"  # the default where it exists
LEAST_POINTS, MOST_POINTS = 100, 1_000_000
LARGER = "sprites-beta-vae-z10"  # 64 x 64 pixels


@dataclass(frozen=True, kw_only=True)
class Options:
    """Options of all benchmarks; each uses those that apply to it."""

    checkpoint: Path | None = None  # of the benchmarks in the browser; None: the default, and a larger one for live
    dataset: str = "mnist"  # of the train benchmark
    seconds: float = 5.0  # length of a drag
    repeats: int = 3
    steps: int = 100  # training steps or decoded requests per repeat
    points: tuple[int, ...] = (10_000, 70_000, 250_000, 1_000_000)  # sizes of the maps of the map benchmark

    def __post_init__(self) -> None:
        if not self.points or not all(LEAST_POINTS <= n <= MOST_POINTS for n in self.points):
            raise ConfigError(
                f"Maps have {LEAST_POINTS} to {MOST_POINTS} points, found {', '.join(map(str, self.points)) or 'none'}."
            )
        if not (0 < self.seconds <= 60 and 1 <= self.repeats <= 100 and 1 <= self.steps <= 100_000):
            raise ConfigError(
                f"Allowed: drags of 0 to 60 seconds, 1 to 100 repeats, 1 to 100000 steps; found "
                f"{self.seconds}, {self.repeats} and {self.steps}."
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
