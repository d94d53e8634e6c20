"""Progress for functions that report (stage, done, total): a bar for people, lines of JSON for programs."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from vaeviz.data.dataset import Progress

INTERVAL = 0.1  # seconds between two lines of one stage


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Yield a `Progress` that draws one bar on standard error, which restarts with every stage."""
    with tqdm(dynamic_ncols=True, leave=False, mininterval=0.2) as bar:

        def report(stage: str, done: int, total: int) -> None:
            if stage != bar.desc.removesuffix(": "):
                bar.reset()
                bar.set_description(stage)
            bar.total = total or None
            bar.update(done - bar.n)

        yield report


@contextmanager
def progress_lines() -> Iterator[Progress]:
    """Yield a `Progress` that prints ``{"stage", "done", "total"}``, one per line, at most one per `INTERVAL`.

    The first and the last line of a stage are always printed. Printing fails once the reader has closed the pipe, so
    the work ends with the program that started it.
    """
    last, when = "", 0.0

    def report(stage: str, done: int, total: int) -> None:
        nonlocal last, when
        now = time.monotonic()
        if stage == last and done != total and now - when < INTERVAL:
            return
        last, when = stage, now
        print(json.dumps({"stage": stage, "done": int(done), "total": int(total)}), flush=True)

    yield report
