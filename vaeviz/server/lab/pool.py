"""The laboratories of this server: a few train at once, the others wait in a queue, a spare process may be ready."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import anyio

from vaeviz.server.lab.process import Worker, spawn
from vaeviz.server.workers import BusyError

FULL = "Too many laboratories are already waiting; try again in a few minutes."
SESSION_FULL = "Too many laboratories of this session are open; close a tab with a laboratory."


@dataclass(frozen=True)
class Limits:
    """The limits on laboratories."""

    at_once: int = max(4, os.cpu_count() or 1)  # training processes
    in_queue: int = 64  # waiting laboratories
    of_one: int = 4  # sockets of one session: the parts of a page, and a second tab
    spare_for: float = 300.0  # seconds that the spare process is kept after the last laboratory


class Labs:
    """The slots for training, the queue and the spare process."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.workers: set[Worker] = set()
        self._taken = 0
        self._of_one: Counter[str] = Counter()
        self._queue: list[asyncio.Event] = []
        self._spare: asyncio.Task[Worker] | None = None
        self._dropping: asyncio.TimerHandle | None = None

    @property
    def crowded(self) -> bool:
        """Return whether a laboratory is waiting."""
        return bool(self._queue)

    @asynccontextmanager
    async def place(self, token: str, report: Callable[[str], Awaitable[None]]) -> AsyncIterator[Worker]:
        """Wait in the queue for a process, which ends with the block; ``report`` gets the position in the queue.

        Raises
        ------
        BusyError
            If the queue is full, or this session has too many laboratories.
        """
        if self._of_one[token] >= self.limits.of_one:
            raise BusyError(SESSION_FULL)
        self._of_one[token] += 1
        try:
            await self._wait(report)
            try:
                async with self._process() as worker:
                    yield worker
            finally:
                self._taken -= 1
                self._moved()
        finally:
            self._of_one[token] -= 1
            if not self._of_one[token]:
                del self._of_one[token]

    def keep_spare(self) -> None:
        """Start a spare process if a slot is free, so that the next page does not wait for imports."""
        if self._spare is None and self._taken < self.limits.at_once:
            self._spare = asyncio.create_task(spawn())

    async def close(self) -> None:
        """End every process, when the server stops."""
        self._stop_dropping()
        spare = await self._take_spare()
        await asyncio.gather(*(worker.end() for worker in [*self.workers, spare] if worker is not None))

    async def _wait(self, report: Callable[[str], Awaitable[None]]) -> None:
        """Take a place, in the order of arrival."""
        if len(self._queue) >= self.limits.in_queue:
            raise BusyError(FULL)
        ticket = asyncio.Event()
        self._queue.append(ticket)
        try:
            while self._queue[0] is not ticket or self._taken >= self.limits.at_once:
                ahead = self._queue.index(ticket)
                position = f"{ahead} are ahead of you in the queue" if ahead else "you are next in the queue"
                await report(f"All {self.limits.at_once} laboratories are in use; {position}.")
                await ticket.wait()
                ticket.clear()
            self._taken += 1
        finally:
            self._queue.remove(ticket)
            self._moved()

    def _moved(self) -> None:
        """Wake all waiting laboratories, so that each checks its position."""
        for ticket in self._queue:
            ticket.set()

    @asynccontextmanager
    async def _process(self) -> AsyncIterator[Worker]:
        self._keep(True)
        worker = await self._take_spare()
        if worker is None or worker.process.returncode is not None:  # the spare has ended
            worker = await spawn()
        self.workers.add(worker)
        try:
            yield worker
        finally:
            worker.kill()
            self.workers.discard(worker)
            self._keep(self._taken > 1)
            with anyio.CancelScope(shield=True):
                await worker.end()

    async def _take_spare(self) -> Worker | None:
        """Return the spare process; None if there is none, or it could not be started."""
        spare, self._spare = self._spare, None
        if spare is None:
            return None
        try:
            return await asyncio.shield(spare)
        except BusyError:
            return None
        except asyncio.CancelledError:
            spare.add_done_callback(_kill)
            raise

    def _keep(self, needed: bool) -> None:
        """Keep the spare process while it is needed, and end it ``spare_for`` seconds after that."""
        self._stop_dropping()
        if not needed:
            self._dropping = asyncio.get_running_loop().call_later(self.limits.spare_for, self._drop)

    def _stop_dropping(self) -> None:
        if self._dropping is not None:
            self._dropping.cancel()
            self._dropping = None

    def _drop(self) -> None:
        spare, self._spare = self._spare, None
        if spare is not None:
            spare.add_done_callback(_kill)


def _kill(spare: asyncio.Task[Worker]) -> None:
    """End a process, if it was started."""
    if not spare.cancelled() and spare.exception() is None:
        spare.result().kill()


labs = Labs()
