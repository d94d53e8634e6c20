"""What a benchmark may be asked."""

from dataclasses import dataclass
from pathlib import Path

from vaeviz.checkpoint import read_header, shipped
from vaeviz.errors import ConfigError

FIRST = "mnist-vae-z16"  # measured where it is there


@dataclass(frozen=True, kw_only=True)
class Options:
    """The same for every benchmark; each reads what concerns it."""

    checkpoint: Path | None = None  # of the live and start benchmarks; None: the one that a first visit shows
    dataset: str = "mnist"  # of the train benchmark
    seconds: float = 5.0  # length of a drag
    repeats: int = 3
    steps: int = 100  # training steps, or decoded requests, a repeat

    def __post_init__(self) -> None:
        if not (0 < self.seconds <= 60 and 1 <= self.repeats <= 100 and 1 <= self.steps <= 100_000):
            raise ConfigError(
                f"A benchmark takes 0 to 60 seconds a drag, 1 to 100 repeats and 1 to 100000 steps, found "
                f"{self.seconds}, {self.repeats} and {self.steps}."
            )


def chosen(options: Options) -> tuple[str, Path]:
    """Return name and folder of the checkpoint to show.

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
        raise ConfigError("There is no checkpoint to show. Train one: python -m vaeviz train digits --out ...")
    name = FIRST if FIRST in known else next(iter(known))
    return name, known[name]
