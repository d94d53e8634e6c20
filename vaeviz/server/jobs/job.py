"""A long computation in a child process, with progress; cancelling kills the process."""

import json
import logging
import os
import subprocess
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from threading import Condition, Event, Thread
from typing import Any, Literal

from vaeviz.server.jobs.environment import child_environment

log = logging.getLogger(__name__)

State = Literal["waiting", "running", "done", "failed", "cancelled"]
NICENESS = 10  # of the children: decoding during a drag goes first
_LINES = 50  # last lines of other output that are kept
_ERROR = "vaeviz: "  # prefix of a `VaevizError`'s message in `python -m vaeviz`


@dataclass(frozen=True)
class Snapshot:
    """A job's state and progress at one moment."""

    state: State
    stage: str = ""
    done: int = 0
    total: int = 0  # 0: unknown
    text: str = ""  # the result, or the reason of a failure

    @property
    def live(self) -> bool:
        """Return whether it is waiting or running."""
        return self.state in ("waiting", "running")


class Job:
    """A child process that reports in lines of JSON: ``{"stage", "done", "total"}``, and finally ``{"result"}``.

    Its other output is kept as the reason of a possible failure.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._now = Snapshot("waiting")
        self._changed = Condition()
        self._process: subprocess.Popen[str] | None = None
        self._gone = Event()

    def snapshot(self) -> Snapshot:
        """Return its state and progress."""
        with self._changed:
            return self._now

    def wait_for(self, wanted: Callable[[Snapshot], bool], timeout: float) -> Snapshot:
        """Return the first snapshot that is ``wanted``, or the current one after ``timeout`` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: wanted(self._now), timeout)
            return self._now

    def join(self, timeout: float) -> bool:
        """Wait until the process has ended; return False if it still runs after ``timeout`` seconds."""
        return self._gone.wait(timeout)

    def start(self, ended: Callable[[], None]) -> bool:
        """Start the process and return True, unless it was cancelled before; ``ended`` is called when it ends."""
        with self._changed:
            if self._now.state != "waiting":
                return False
            try:
                self._process = _spawn(self._command)
            except OSError as error:
                self._gone.set()
                self._set(Snapshot("failed", text=f"The job could not be started: {error}."))
                return False
            self._set(Snapshot("running", "Starting"))
        Thread(target=self._follow, args=(self._process, ended), name="job", daemon=True).start()
        return True

    def cancel(self) -> None:
        """Kill the process and set the state to cancelled; a job that has ended is unchanged."""
        with self._changed:
            if not self._now.live:
                return
            if self._process is None:
                self._gone.set()
            else:
                self._process.kill()
            self._set(replace(self._now, state="cancelled"))

    def _set(self, now: Snapshot) -> None:
        self._now = now
        self._changed.notify_all()

    def _follow(self, process: subprocess.Popen[str], ended: Callable[[], None]) -> None:
        output: deque[str] = deque(maxlen=_LINES)
        with process:
            for line in process.stdout or ():
                message = _parse(line)
                if message is None:
                    output.append(line.rstrip())
                else:
                    self._take(message)
            status = process.wait()
        with self._changed:
            if self._now.live:
                failure = _failure(status, output)
                self._set(replace(self._now, state="failed" if failure else "done", text=failure or self._now.text))
        self._gone.set()
        ended()

    def _take(self, message: dict[str, Any]) -> None:
        with self._changed:
            if not self._now.live:
                return
            match message:
                case {"stage": str(stage), "done": int(done), "total": int(total)}:
                    self._set(replace(self._now, stage=stage, done=done, total=total))
                case {"result": str(text)}:
                    self._set(replace(self._now, text=text))


def _spawn(command: list[str]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=child_environment(),
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # only the server handles an interrupt in the terminal
    )
    if hasattr(os, "setpriority"):
        try:
            os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
        except OSError as error:
            log.debug("Process %d keeps its priority: %s", process.pid, error)
    return process


def _parse(line: str) -> dict[str, Any] | None:
    try:
        message = json.loads(line)
    except json.JSONDecodeError:
        return None
    return message if isinstance(message, dict) else None


def _failure(status: int, output: Iterable[str]) -> str | None:
    """Return why a child failed: a `VaevizError`'s message, or else its last line of output; None if it did not."""
    if status == 0:
        return None
    text = "\n".join(output).strip()
    _, found, message = f"\n{text}".rpartition(f"\n{_ERROR}")
    if status == 2 and found:
        return message
    log.error("A job ended with status %d:\n%s", status, text)
    how = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
    last = text.rpartition("\n")[2] or "It left no message; it may have run out of memory."
    return f"The job {how}. {last}"
