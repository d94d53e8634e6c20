"""Jobs by key, with a limit on how many run at once; a job is cancelled when its last browser session ends."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from vaeviz.errors import ConfigError
from vaeviz.server.jobs.job import Job


@dataclass
class _Entry:
    job: Job
    owners: set[str] = field(default_factory=set)


class Pool:
    """At most ``limit`` jobs run and the others wait in a queue; each key has at most one live job."""

    def __init__(self, limit: int) -> None:
        if limit < 1:
            raise ConfigError(f"limit is {limit}; allowed: 1 or more jobs at once.")
        self._limit = limit
        self._lock = Lock()
        self._entries: dict[str, _Entry] = {}
        self._queue: deque[Job] = deque()
        self._running = 0

    def start(self, key: str, command: Sequence[str], owner: str) -> Job:
        """Queue a job and return it; if this key has a live job, return that one and add ``owner`` to it."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None or not entry.job.snapshot().live:
                entry = self._entries[key] = _Entry(Job(command))
                self._queue.append(entry.job)
            entry.owners.add(owner)
        self._advance()
        return entry.job

    def find(self, key: str, owner: str) -> Job | None:
        """Return the newest job of this key and add ``owner`` to it; None if there is none."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            entry.owners.add(owner)
            return entry.job

    def forget(self, key: str) -> None:
        """Delete a job that has ended, with its message."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None and not entry.job.snapshot().live:
                del self._entries[key]

    def release(self, owner: str) -> None:
        """Remove ``owner`` from all jobs; cancel the jobs that have no other owner."""
        with self._lock:
            held = [entry for entry in self._entries.values() if owner in entry.owners]
            for entry in held:
                entry.owners.discard(owner)
                if not entry.owners:
                    entry.job.cancel()

    def close(self) -> None:
        """Cancel all jobs, when the server stops."""
        with self._lock:
            for entry in self._entries.values():
                entry.job.cancel()

    def _advance(self) -> None:
        """Start queued jobs up to the limit; cancelled ones leave the queue."""
        with self._lock:
            while self._queue and self._running < self._limit:
                if self._queue.popleft().start(self._one_ended):
                    self._running += 1

    def _one_ended(self) -> None:
        with self._lock:
            self._running -= 1
        self._advance()
