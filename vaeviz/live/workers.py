"""The threads that models run in: few, shared by every socket, each computing on one core."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from vaeviz.errors import VaevizError

MAX_DECODERS = 4
MAX_FILES = 4  # of codes or of a path, made or waited for at once

Result = TypeVar("Result")


class BusyError(VaevizError):
    """More is asked for at once than is taken in."""


class AtMost:
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


files_under_way = AtMost(MAX_FILES, "Too many files are being written at once; try again in a moment.")


@cache
def decoders() -> ThreadPoolExecutor:
    """Return the threads for decoding; one core is left to the event loop and the screen's scripts."""
    count = max(1, min(MAX_DECODERS, (os.cpu_count() or 2) - 1))
    return ThreadPoolExecutor(count, "vaeviz-decode", initializer=_one_core)


@cache
def pictures() -> ThreadPoolExecutor:
    """Return the thread that opens picture files, so that a large one never holds up a drag."""
    return ThreadPoolExecutor(1, "vaeviz-picture", initializer=_one_core)


@cache
def files() -> ThreadPoolExecutor:
    """Return the thread that writes files to keep, which may take long: no picture waits for it."""
    return ThreadPoolExecutor(1, "vaeviz-file", initializer=_one_core)


async def run(executor: ThreadPoolExecutor, work: Callable[[], Result]) -> Result:
    """Run ``work`` in one of the executor's threads; first come, first served."""
    return await asyncio.get_running_loop().run_in_executor(executor, work)


def close() -> None:
    """Stop the threads; work that has not started is dropped, and a later call starts new ones."""
    for executor in (decoders, pictures, files):
        if executor.cache_info().currsize:
            executor().shutdown(wait=True, cancel_futures=True)
            executor.cache_clear()


def _one_core() -> None:
    import torch  # here, so that the server can listen before it is loaded

    torch.set_num_threads(1)
