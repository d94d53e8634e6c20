"""The laboratories of this server: few train at once, the others wait in line, a warm process may stand by."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import anyio

from vaeviz.server.lab.process import Worker, spawn
from vaeviz.server.workers import BusyError

FULL = "Too many laboratories wait already; try again in a few minutes."
OWN_FULL = "Too many laboratories of this session are open; close a tab that trains."


@dataclass(frozen=True)
class Limits:
    """How much of the machine laboratories may have."""

    at_once: int = max(4, os.cpu_count() or 1)  # processes that train
    in_line: int = 64
    of_one: int = 4  # sockets of one session: the parts of a page, and a second tab
    spare_for: float = 300.0  # seconds that a warm process stands by after the last laboratory


class Labs:
    """The places, the line and the spare."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.workers: set[Worker] = set()
        self._taken = 0
        self._of_one: Counter[str] = Counter()
        self._line: list[asyncio.Event] = []
        self._spare: asyncio.Task[Worker] | None = None
        self._dropping: asyncio.TimerHandle | None = None

    @property
    def crowded(self) -> bool:
        """Say whether somebody waits."""
        return bool(self._line)

    @asynccontextmanager
    async def place(self, token: str, tell: Callable[[str], Awaitable[None]]) -> AsyncIterator[Worker]:
        """Wait in line for a process, and end it with the block; ``tell`` hears how the line moves.

        Raises
        ------
        BusyError
            If the line is full, or this session has too many.
        """
        if self._of_one[token] >= self.limits.of_one:
            raise BusyError(OWN_FULL)
        self._of_one[token] += 1
        try:
            await self._wait(tell)
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
        """Have a warm process stand by, where a place is left for it: the next page then need not wait for imports."""
        if self._spare is None and self._taken < self.limits.at_once:
            self._spare = asyncio.create_task(spawn())

    async def close(self) -> None:
        """End every process: the server stops."""
        self._stop_dropping()
        spare = await self._take_spare()
        await asyncio.gather(*(worker.end() for worker in [*self.workers, spare] if worker is not None))

    async def _wait(self, tell: Callable[[str], Awaitable[None]]) -> None:
        """Take a place, in the order of arrival."""
        if len(self._line) >= self.limits.in_line:
            raise BusyError(FULL)
        ticket = asyncio.Event()
        self._line.append(ticket)
        try:
            while self._line[0] is not ticket or self._taken >= self.limits.at_once:
                ahead = self._line.index(ticket)
                others = f"{ahead} wait before you" if ahead else "yours is the next"
                await tell(f"All {self.limits.at_once} laboratories are taken; {others}.")
                await ticket.wait()
                ticket.clear()
            self._taken += 1
        finally:
            self._line.remove(ticket)
            self._moved()

    def _moved(self) -> None:
        """Let everyone in line look anew."""
        for ticket in self._line:
            ticket.set()

    @asynccontextmanager
    async def _process(self) -> AsyncIterator[Worker]:
        self._keep(True)
        worker = await self._take_spare()
        if worker is None or worker.process.returncode is not None:  # it died while it stood by
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
        """Return the process that stands by; None where there is none, or it could not be started in its time."""
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
        """Let the spare go some time after nobody needs it any more."""
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
    """End a process once it has been started, where it has."""
    if not spare.cancelled() and spare.exception() is None:
        spare.result().kill()


labs = Labs()
