"""How a live experiment spends its time: its speed, and pictures that are drawn only as often as they are worth."""

import time
from collections import deque
from collections.abc import Callable, Mapping

import numpy as np

SPEED_OVER = 1.0  # seconds over which the speed is measured
REST = 0.25  # seconds without work after which it is measured anew
PICTURES_SHARE = 0.2  # of the time that pictures may take while the work goes on


class Speed:
    """Steps a second, as the one who watches sees them: frames and pictures count as time."""

    def __init__(self) -> None:
        self.seconds = 0.0  # spent working, in all
        self.steps_per_second = 0.0
        self._marks: deque[tuple[float, int]] = deque()

    def start(self, step: int) -> None:
        """Take note that work begins."""
        now = time.perf_counter()
        if not self._marks or now - self._marks[-1][0] > REST:
            self._marks.clear()
            self._marks.append((now, step))
        self._begun = now

    def stop(self, step: int) -> None:
        """Take note that work rests."""
        now = time.perf_counter()
        self.seconds += now - self._begun
        self._marks.append((now, step))
        while now - self._marks[0][0] > SPEED_OVER and len(self._marks) > 2:
            self._marks.popleft()
        since, first = self._marks[0]
        self.steps_per_second = (step - first) / max(1e-9, now - since)


class Slowly:
    """The newest of something dear to draw: at once where the work rests, else in its share of the time."""

    def __init__(self, draw: Callable[[], Mapping[str, np.ndarray]]) -> None:
        self._draw = draw
        self._drawn: tuple[int, Mapping[str, np.ndarray]] = (-1, {})
        self._due = 0.0

    @property
    def step(self) -> int:
        """Return the step that they were drawn at."""
        return self._drawn[0]

    def wanted(self) -> None:
        """Draw anew at the next look, whatever it takes."""
        self._due, self._drawn = 0.0, (-1, self._drawn[1])

    def now(self, step: int) -> Mapping[str, np.ndarray]:
        """Return what there is at ``step``, drawn anew where it is old and its time has come."""
        start = time.perf_counter()
        if step != self.step and start >= self._due:
            self._drawn = (step, self._draw())
            end = time.perf_counter()
            self._due = end + (end - start) * (1 / PICTURES_SHARE - 1)
        return self._drawn[1]
