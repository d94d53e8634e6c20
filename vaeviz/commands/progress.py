"""Progress for functions that report (what, done, total): a bar for a reader, lines of JSON for a program."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from vaeviz.data.dataset import Progress

INTERVAL = 0.1  # seconds between two lines of one stage


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


@contextmanager
def progress_lines() -> Iterator[Progress]:
    """Yield a `Progress` that prints ``{"stage", "done", "total"}`` a line: each stage's first and last, few between.

    Printing fails once nobody reads any more, which ends the work: it does not outlive the program that asked for it.
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
