"""The threads that models run in: few, shared by every socket, each computing on one core."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from vaeviz.errors import VaevizError

MAX_DECODERS = 4
MAX_PICTURES = 16  # uploads taken in at once; the next one is told to try again

Result = TypeVar("Result")


class BusyError(VaevizError):
    """More is asked for at once than is taken in."""


@cache
def decoders() -> ThreadPoolExecutor:
    """Return the threads for decoding; one core is left to the event loop and the screen's scripts."""
    count = max(1, min(MAX_DECODERS, (os.cpu_count() or 2) - 1))
    return ThreadPoolExecutor(count, "vaeviz-decode", initializer=_one_core)


@cache
def pictures() -> ThreadPoolExecutor:
    """Return the thread that opens picture files, so that a large one never holds up a drag."""
    return ThreadPoolExecutor(1, "vaeviz-picture", initializer=_one_core)


async def run(executor: ThreadPoolExecutor, work: Callable[[], Result]) -> Result:
    """Run ``work`` in one of the executor's threads; first come, first served."""
    return await asyncio.get_running_loop().run_in_executor(executor, work)


def close() -> None:
    """Stop the threads; work that has not started is dropped, and a later call starts new ones."""
    for executor in (decoders, pictures):
        if executor.cache_info().currsize:
            executor().shutdown(wait=True, cancel_futures=True)
            executor.cache_clear()


def _one_core() -> None:
    import torch  # here, so that the server can listen before it is loaded

    torch.set_num_threads(1)
