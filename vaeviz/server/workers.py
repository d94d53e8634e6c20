"""The threads that work for the live routes: few, shared by all sockets."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from vaeviz.errors import VaevizError

MAX_DECODERS = 4
MAX_FILES = 4  # downloads of codes or of a path that are written or wait at once

Result = TypeVar("Result")


class BusyError(VaevizError):
    """Too many requests at once."""


class Slots:
    """A semaphore for at most ``most`` at once, for use in ``with``; it raises `BusyError` instead of waiting."""

    def __init__(self, most: int, reason: str) -> None:
        self.most = most
        self.inside = 0
        self._reason = reason

    def __enter__(self) -> None:
        if self.inside >= self.most:
            raise BusyError(self._reason)
        self.inside += 1

    def __exit__(self, *_: object) -> None:
        self.inside -= 1


files_under_way = Slots(MAX_FILES, "Too many files are being written at once; try again in a moment.")


@cache
def decoders() -> ThreadPoolExecutor:
    """Return the threads for decoding; one core is left for the event loop and Streamlit's scripts."""
    count = max(1, min(MAX_DECODERS, (os.cpu_count() or 2) - 1))
    return ThreadPoolExecutor(count, "vaeviz-decode")


@cache
def bodies() -> ThreadPoolExecutor:
    """Return the thread that packs a model's codes, weights and originals, or finds them in the cache."""
    return ThreadPoolExecutor(1, "vaeviz-body")


@cache
def figures() -> ThreadPoolExecutor:
    """Return the thread that packs the figures of the Collapse page, or finds them in the cache."""
    return ThreadPoolExecutor(1, "vaeviz-figure")


@cache
def losses() -> ThreadPoolExecutor:
    """Return the thread that reads a pasted loss."""
    return ThreadPoolExecutor(1, "vaeviz-loss")


@cache
def files() -> ThreadPoolExecutor:
    """Return the thread that writes downloads, which may take long; decoding does not wait for it."""
    return ThreadPoolExecutor(1, "vaeviz-file")


async def run(executor: ThreadPoolExecutor, work: Callable[[], Result]) -> Result:
    """Run ``work`` in one of the executor's threads, in order of arrival."""
    return await asyncio.get_running_loop().run_in_executor(executor, work)


def close() -> None:
    """Stop the threads and drop work that has not started; a later call starts new threads."""
    for executor in (decoders, bodies, figures, losses, files):
        if executor.cache_info().currsize:
            executor().shutdown(wait=True, cancel_futures=True)
            executor.cache_clear()
