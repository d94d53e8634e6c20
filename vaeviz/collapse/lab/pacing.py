"""How a live experiment spends its time: its speed, and a limit on how often its images are drawn."""

import time
from collections import deque
from collections.abc import Callable, Mapping

import numpy as np

SPEED_OVER = 1.0  # seconds over which the speed is averaged
REST = 0.25  # seconds without work after which the average starts again
DRAWING_SHARE = 0.2  # of the time that may be spent on images while training runs


class Speed:
    """Steps per second as the user sees them: the time includes frames and images."""

    def __init__(self) -> None:
        self.seconds = 0.0  # of work in total
        self.steps_per_second = 0.0
        self._marks: deque[tuple[float, int]] = deque()

    def start(self, step: int) -> None:
        """Record that work begins."""
        now = time.perf_counter()
        if not self._marks or now - self._marks[-1][0] > REST:
            self._marks.clear()
            self._marks.append((now, step))
        self._begun = now

    def stop(self, step: int) -> None:
        """Record that work pauses."""
        now = time.perf_counter()
        self.seconds += now - self._begun
        self._marks.append((now, step))
        while now - self._marks[0][0] > SPEED_OVER and len(self._marks) > 2:
            self._marks.popleft()
        since, first = self._marks[0]
        self.steps_per_second = (step - first) / max(1e-9, now - since)


class RateLimited:
    """Images that are expensive to draw: drawn again only when their share of the time allows it."""

    def __init__(self, draw: Callable[[], Mapping[str, np.ndarray]]) -> None:
        self._draw = draw
        self._drawn: tuple[int, Mapping[str, np.ndarray]] = (-1, {})
        self._due = 0.0

    @property
    def step(self) -> int:
        """Return the step at which they were drawn."""
        return self._drawn[0]

    def invalidate(self) -> None:
        """Draw again at the next request, whatever the time."""
        self._due, self._drawn = 0.0, (-1, self._drawn[1])

    def now(self, step: int) -> Mapping[str, np.ndarray]:
        """Return the latest images; draw them again if they are older than ``step`` and drawing is due."""
        start = time.perf_counter()
        if step != self.step and start >= self._due:
            self._drawn = (step, self._draw())
            end = time.perf_counter()
            self._due = end + (end - start) * (1 / DRAWING_SHARE - 1)
        return self._drawn[1]
