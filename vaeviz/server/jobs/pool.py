"""Jobs by key, at most so many at once; those that no browser session wants any more are cancelled."""

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
    """At most ``limit`` jobs run, the others wait in line; of one key only one is live."""

    def __init__(self, limit: int) -> None:
        if limit < 1:
            raise ConfigError(f"limit is {limit}; allowed: 1 or more jobs at once.")
        self._limit = limit
        self._lock = Lock()
        self._entries: dict[str, _Entry] = {}
        self._line: deque[Job] = deque()
        self._running = 0

    def start(self, key: str, command: Sequence[str], owner: str) -> Job:
        """Put a job in line and return it; where one of this key is live, that one, now wanted by ``owner`` too."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None or not entry.job.snapshot().live:
                entry = self._entries[key] = _Entry(Job(command))
                self._line.append(entry.job)
            entry.owners.add(owner)
        self._advance()
        return entry.job

    def find(self, key: str, owner: str) -> Job | None:
        """Return the newest job of this key, now wanted by ``owner`` too; None if there is none."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            entry.owners.add(owner)
            return entry.job

    def forget(self, key: str) -> None:
        """Drop a job that has ended, with its message."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None and not entry.job.snapshot().live:
                del self._entries[key]

    def release(self, owner: str) -> None:
        """Take note that ``owner`` is gone; cancel what only it wanted."""
        with self._lock:
            held = [entry for entry in self._entries.values() if owner in entry.owners]
            for entry in held:
                entry.owners.discard(owner)
                if not entry.owners:
                    entry.job.cancel()

    def close(self) -> None:
        """Cancel everything: the server stops."""
        with self._lock:
            for entry in self._entries.values():
                entry.job.cancel()

    def _advance(self) -> None:
        """Start jobs in line while there is room; cancelled ones leave it."""
        with self._lock:
            while self._line and self._running < self._limit:
                if self._line.popleft().start(self._one_ended):
                    self._running += 1

    def _one_ended(self) -> None:
        with self._lock:
            self._running -= 1
        self._advance()
