"""One worker process as the server sees it: operations in, messages out, and an end on request."""

import asyncio
import logging
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import Mapping
from typing import Any

from vaeviz.server.jobs.environment import child_environment
from vaeviz.server.lab.wire import HEAD, line_of
from vaeviz.server.workers import BusyError

COMMAND = (sys.executable, "-m", "vaeviz.server.lab.worker")
SEND_TIMEOUT = 10.0  # seconds in which a worker must read its operations
MAX_MESSAGE = 2**24  # bytes
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # on Windows, SIGTERM ends a process at once

log = logging.getLogger(__name__)


class Worker:
    """A running worker."""

    def __init__(self, process: Process) -> None:
        self.process = process

    async def send(self, op: Mapping[str, Any]) -> None:
        """Send an operation; a worker that does not read it is killed, and `receive` then returns None."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(line_of(op))
            await asyncio.wait_for(self.process.stdin.drain(), SEND_TIMEOUT)
        except (ConnectionError, TimeoutError) as error:
            log.warning("Laboratory process %d does not read its operations (%r).", self.process.pid, error)
            self.kill()

    async def receive(self) -> tuple[bytes, bytes] | None:
        """Return the kind and the body of its next message; None once it has ended."""
        assert self.process.stdout is not None
        try:
            kind, length = HEAD.unpack(await self.process.stdout.readexactly(HEAD.size))
            return (kind, await self.process.stdout.readexactly(length)) if length <= MAX_MESSAGE else None
        except (asyncio.IncompleteReadError, ConnectionError):
            return None

    def kill(self) -> None:
        """End it at once; its state is lost."""
        if self.process.returncode is None:
            try:
                # Process.kill() polls first, and may so take the status of a dead process from asyncio's own wait.
                os.kill(self.process.pid, KILL)
            except ProcessLookupError:
                log.debug("Process %d had already ended.", self.process.pid)

    async def end(self) -> int:
        """Kill it, wait until it has ended, and return its status."""
        self.kill()
        return await self.process.wait()


async def spawn() -> Worker:
    """Start a process that imports its modules and then waits for operations.

    Raises
    ------
    BusyError
        If the system cannot start a process.
    """
    environment = {**child_environment(), "OMP_NUM_THREADS": "1"}
    try:
        return Worker(await create_subprocess_exec(*COMMAND, stdin=PIPE, stdout=PIPE, env=environment))
    except (OSError, NotImplementedError) as error:  # the system or the event loop cannot start one
        log.warning("The laboratory's process could not be started: %r", error)
        reason = getattr(error, "strerror", None) or type(error).__name__  # without Python's path on this machine
        raise BusyError(f"A laboratory could not be started ({reason}); try again in a minute.") from error


def ended_by(status: int) -> str:
    """Return the message for a worker that ended unexpectedly with this status."""
    if status >= 0:
        return f"The laboratory's process failed (status {status}), and this run is lost. Start again."
    name = signal.Signals(-status).name if -status in set(signal.Signals) else f"signal {-status}"
    return f"The laboratory's process was ended by another program ({name}), and this run is lost. Start again."
