"""The threads that models run in: few, shared by every socket, each computing on one core."""

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import TypeVar

from vaeviz.errors import VaevizError

MAX_DECODERS = 4
MAX_FILES = 4  # of codes or of a path, made or waited for at once

Result = TypeVar("Result")


class BusyError(VaevizError):
    """More is asked for at once than is taken in."""


class Slots:
    """A door that ``most`` may be behind at once, for use in ``with``; the next one is told to try again."""

    def __init__(self, most: int, told: str) -> None:
        self.most = most
        self.inside = 0
        self._told = told

    def __enter__(self) -> None:
        if self.inside >= self.most:
            raise BusyError(self._told)
        self.inside += 1

    def __exit__(self, *_: object) -> None:
        self.inside -= 1


class SlotsEach:
    """A door that each session may be behind ``most`` times at once, for use in ``with door.of(token)``."""

    def __init__(self, most: int, reason: str) -> None:
        self.most = most
        self.inside: Counter[str] = Counter()
        self._reason = reason

    @contextmanager
    def of(self, token: str) -> Iterator[None]:
        """Let the session of ``token`` in, or raise `BusyError`."""
        if self.inside[token] >= self.most:
            raise BusyError(self._reason)
        self.inside[token] += 1
        try:
            yield
        finally:
            self.inside[token] -= 1
            self.inside += Counter()  # drops the sessions that have none inside


files_under_way = Slots(MAX_FILES, "Too many files are being written at once; try again in a moment.")


@cache
def decoders() -> ThreadPoolExecutor:
    """Return the threads for decoding; one core is left to the event loop and the screen's scripts."""
    count = max(1, min(MAX_DECODERS, (os.cpu_count() or 2) - 1))
    return ThreadPoolExecutor(count, "vaeviz-decode", initializer=_one_core)


@cache
def pictures() -> ThreadPoolExecutor:
    """Return the thread that waits while a picture file is opened, which may take seconds: nothing else uses it."""
    return ThreadPoolExecutor(1, "vaeviz-picture")


@cache
def bodies() -> ThreadPoolExecutor:
    """Return the thread that packs what a page reads of a model, or finds it packed: codes, weights, originals."""
    return ThreadPoolExecutor(1, "vaeviz-body", initializer=_one_core)


@cache
def figures() -> ThreadPoolExecutor:
    """Return the thread that packs the figures of the Collapse page, or finds them packed."""
    return ThreadPoolExecutor(1, "vaeviz-figure", initializer=_one_core)


@cache
def files() -> ThreadPoolExecutor:
    """Return the thread that writes files to keep, which may take long: no picture waits for it."""
    return ThreadPoolExecutor(1, "vaeviz-file", initializer=_one_core)


async def run(executor: ThreadPoolExecutor, work: Callable[[], Result]) -> Result:
    """Run ``work`` in one of the executor's threads; first come, first served."""
    return await asyncio.get_running_loop().run_in_executor(executor, work)


def close() -> None:
    """Stop the threads; work that has not started is dropped, and a later call starts new ones."""
    for executor in (decoders, pictures, bodies, figures, files):
        if executor.cache_info().currsize:
            executor().shutdown(wait=True, cancel_futures=True)
            executor.cache_clear()


def _one_core() -> None:
    import torch  # here, so that the server can listen before it is loaded

    torch.set_num_threads(1)
