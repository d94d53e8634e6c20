"""A progress bar for functions that report (what, done, total)."""

from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from vaeviz.data.dataset import Progress


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Yield a `Progress` that draws one bar on the error stream, starting anew with every new stage."""
    with tqdm(dynamic_ncols=True, leave=False, mininterval=0.2) as bar:

        def report(stage: str, done: int, total: int) -> None:
            if stage != bar.desc.removesuffix(": "):
                bar.reset()
                bar.set_description(stage)
            bar.total = total or None
            bar.update(done - bar.n)

        yield report
