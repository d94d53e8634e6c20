"""The worker's side of a laboratory: it carries out the page's operations on one experiment and sends frames."""

import json
import math
import time
from collections.abc import Callable, Mapping
from typing import Any

from vaeviz.collapse.experiments import Experiment, begin
from vaeviz.errors import ConfigError, VaevizError
from vaeviz.server.http.packing import join
from vaeviz.server.lab.wire import FRAME, TEXT, message

FRAME_EVERY = 0.05  # seconds between two frames while it works
SLICE = 0.02  # seconds of work between two checks for operations
CHUNK = 8  # steps of a "step" between two checks
MOST_STEPS = 100_000  # of one "step"
SLOWEST, FASTEST = 0.1, 100_000.0  # steps per second of a pace
BEHIND = 0.25  # seconds by which a pace may lag and catch up; a longer lag is dropped
IDLE_LIMIT = 600.0  # seconds without an operation after which it pauses, as the page may be unattended


class RunController:
    """One worker's state. A frame is sent only after the page has seen the previous one, so frames never queue up."""

    def __init__(self, write: Callable[[bytes], object], clock: Callable[[], float] = time.monotonic) -> None:
        self._write, self._clock = write, clock
        self._experiment: Experiment | None = None
        self._kind, self._run = "", 0  # the run's number: requested runs, including refused ones, as on the page
        self._refusal = ""  # why the last run could not begin
        self._playing, self._steps_left = False, 0
        self._pace: float | None = None
        self._due_from = 0.0  # time on the clock up to which the pace's steps are done
        self._owed, self._advanced, self._next_frame = False, False, 0.0
        self._sent = self._seen = 0
        self._touched = clock()

    def send_text(self, **content: object) -> None:
        """Send a text message."""
        self._write(message(TEXT, json.dumps(content).encode()))

    def take(self, op: Mapping[str, Any]) -> None:
        """Carry out an operation of the page, or send the error."""
        if op["op"] != "seen":
            self._touched = self._clock()
        try:
            self._do(op)
        except VaevizError as error:
            self.send_text(error=str(error), run=self._run, begun=self._experiment is not None)

    def wait(self) -> float | None:
        """Return how many seconds to wait for operations; None: until one arrives."""
        if not self._working:
            return None
        if self._pace is None or self._steps_left:
            return 0.0
        return max(0.0, self._due_from + 1 / self._pace - self._clock())

    def work(self) -> None:
        """Train for one slice, and send a frame if one is due."""
        now = self._clock()
        if self._playing and now - self._touched > IDLE_LIMIT:
            self._playing, self._owed = False, True
            self.send_text(
                state="ready", text=f"Paused: no input for {IDLE_LIMIT / 60:.0f} minutes. Press play to continue."
            )
        if self._experiment is not None and self._working:
            self._advance(self._experiment, now)
            if self._experiment.finished:
                self._playing, self._steps_left, self._owed = False, 0, True
        timely = self._advanced and self._clock() >= self._next_frame
        if self._seen >= self._sent and (self._owed or timely):
            self._show()

    @property
    def _working(self) -> bool:
        return self._experiment is not None and (self._playing or self._steps_left > 0)

    def _advance(self, experiment: Experiment, now: float) -> None:
        if self._steps_left:
            steps = min(CHUNK, self._steps_left)
            experiment.advance(math.inf, steps)
            self._steps_left -= steps
            self._owed |= not self._steps_left
        elif self._pace is None:
            experiment.advance(SLICE)
        else:
            self._due_from = max(self._due_from, now - BEHIND)
            due = int((now - self._due_from) * self._pace + 1e-6)
            if not due:
                return
            experiment.advance(SLICE, due)
            self._due_from += due / self._pace
        self._advanced = True

    def _show(self) -> None:
        if self._experiment is None:
            return
        header, arrays = self._experiment.frame()
        self._sent += 1
        self._advanced, self._next_frame = False, self._clock() + FRAME_EVERY
        old = header.get("pictures_step", header["step"]) != header["step"]
        self._owed = old and not self._working  # images that are slow to compute follow the numbers
        state = {"playing": self._playing, "finished": self._experiment.finished}
        head = {"kind": self._kind, "run": self._run, "frame": self._sent, **state, **_finite(header)}
        self._write(message(FRAME, join(head, arrays)))

    def _do(self, op: Mapping[str, Any]) -> None:
        match op:
            case {"op": "seen", "frame": int(frame)}:
                self._seen = max(self._seen, min(frame, self._sent))
            case {"op": "begin"}:
                self._begin(op)
            case _ if self._experiment is None:
                nothing = f'There is no experiment for "{op["op"]}" yet; send "begin" with a kind first.'
                raise ConfigError(self._refusal or nothing)
            case {"op": "move"}:
                self._experiment.move(_settings(op))
                self._owed = True
            case {"op": "look"}:
                self._experiment.look({name: value for name, value in op.items() if name != "op"})
                self._owed = True
            case {"op": "play"}:
                self._playing, self._owed, self._due_from = not self._experiment.finished, True, self._clock()
            case {"op": "pause"}:
                self._playing, self._steps_left, self._owed = False, 0, True
            case {"op": "step"}:
                steps = _steps(op.get("steps", 1))
                self._steps_left, self._owed = (0, True) if self._experiment.finished else (steps, self._owed)
            case {"op": "pace"}:
                self._pace, self._due_from = _pace(op.get("steps_per_second")), self._clock()
            case _:
                raise ConfigError(f'"{op["op"]}" lacks a field, or a field has the wrong type; reload the page.')

    def _begin(self, op: Mapping[str, Any]) -> None:
        """Begin another run; the previous one is dropped even if this one is refused."""
        self._experiment, self._run = None, self._run + 1
        self._playing, self._steps_left = False, 0
        self._seen = self._sent  # the page has dropped frames that it had not yet shown
        try:
            self._kind = _kind(op)
            self._experiment = begin(self._kind, _settings(op))
        except VaevizError as error:
            self._refusal = str(error)
            raise
        self._owed = True


def _kind(op: Mapping[str, Any]) -> str:
    kind = op.get("kind")
    if not isinstance(kind, str):
        raise ConfigError(f'"begin" needs the kind of experiment as text, found {kind!r}.')
    return kind


def _settings(op: Mapping[str, Any]) -> Mapping[str, Any]:
    settings = op.get("settings", {})
    if not isinstance(settings, Mapping):
        raise ConfigError(f"settings must be an object, found {type(settings).__name__}.")
    return settings


def _steps(steps: object) -> int:
    if not isinstance(steps, int) or isinstance(steps, bool) or not 1 <= steps <= MOST_STEPS:
        raise ConfigError(f"steps is {steps!r}; allowed: 1 to {MOST_STEPS}.")
    return steps


def _pace(pace: object) -> float | None:
    if pace is None:
        return None
    if not isinstance(pace, int | float) or isinstance(pace, bool) or not SLOWEST <= pace <= FASTEST:
        raise ConfigError(f"steps_per_second is {pace!r}; allowed: {SLOWEST:g} to {FASTEST:g}, or null for no limit.")
    return float(pace)


def _finite(value: Any) -> Any:
    """Return the header with null for NaN and infinity, which JSON lacks and which mean that training diverged."""
    if isinstance(value, Mapping):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
