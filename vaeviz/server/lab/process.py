"""One worker process, as the server sees it: operations in, messages out, gone when it is told to."""

import asyncio
import logging
import signal
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import Mapping
from typing import Any

from vaeviz.server.jobs.environment import child_environment
from vaeviz.server.lab.wire import HEAD, line_of
from vaeviz.server.workers import BusyError

COMMAND = (sys.executable, "-m", "vaeviz.server.lab.worker")
DEAF = 10.0  # seconds that a worker may leave its operations unread
MAX_MESSAGE = 2**24  # bytes

log = logging.getLogger(__name__)


class Worker:
    """A running worker."""

    def __init__(self, process: Process) -> None:
        self.process = process

    async def send(self, op: Mapping[str, Any]) -> None:
        """Hand it an operation; one that hears nothing any more is killed, and `hear` tells of its end."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(line_of(op))
            await asyncio.wait_for(self.process.stdin.drain(), DEAF)
        except (ConnectionError, TimeoutError) as error:
            log.warning("Laboratory process %d takes nothing in (%r).", self.process.pid, error)
            self.kill()

    async def hear(self) -> tuple[bytes, bytes] | None:
        """Return the kind and the body of what it says next; None once it has ended."""
        assert self.process.stdout is not None
        try:
            kind, length = HEAD.unpack(await self.process.stdout.readexactly(HEAD.size))
            return (kind, await self.process.stdout.readexactly(length)) if length <= MAX_MESSAGE else None
        except (asyncio.IncompleteReadError, ConnectionError):
            return None

    def kill(self) -> None:
        """End it at once; nothing of it is to be kept."""
        if self.process.returncode is None:
            try:
                self.process.kill()
            except ProcessLookupError:
                log.debug("Process %d had just ended.", self.process.pid)

    async def end(self) -> int:
        """Kill it and wait until it is gone; return its status."""
        self.kill()
        return await self.process.wait()


async def spawn() -> Worker:
    """Start a process that loads what it needs and then waits for operations.

    Raises
    ------
    BusyError
        If the system has no process to give.
    """
    environment = {**child_environment(), "OMP_NUM_THREADS": "1"}
    try:
        return Worker(await create_subprocess_exec(*COMMAND, stdin=PIPE, stdout=PIPE, env=environment))
    except (OSError, NotImplementedError) as error:  # no process to be had, or an event loop that can start none
        log.warning("No laboratory process could be started: %r", error)
        reason = getattr(error, "strerror", None) or type(error).__name__  # not where on this machine Python lies
        raise BusyError(f"A laboratory could not be started ({reason}); try again in a minute.") from error


def ended_by(status: int) -> str:
    """Say in words what a status that nobody asked for means."""
    if status >= 0:
        return f"The laboratory's process failed (status {status}), and this run with it. Start again."
    name = signal.Signals(-status).name if -status in set(signal.Signals) else f"signal {-status}"
    return f"The laboratory's process was ended from outside ({name}), and this run with it. Start again."
