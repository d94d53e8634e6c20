"""What a worker does with its page's operations: one experiment, its switches, and the frames that it owes."""

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
SLICE = 0.02  # seconds of work between two looks at what the page wants
CHUNK = 8  # steps of a "step" between two looks
MOST_STEPS = 100_000  # of one "step"
SLOWEST, FASTEST = 0.1, 100_000.0  # steps a second that a pace may name
BEHIND = 0.25  # seconds that a pace may be behind; the rest is not made up for
UNTOUCHED = 600.0  # seconds without a hand after which it pauses: nobody may be looking


class RunController:
    """One worker's state. The newest frame goes out once the page has seen the one before, so none ever waits."""

    def __init__(self, write: Callable[[bytes], object], clock: Callable[[], float] = time.monotonic) -> None:
        self._write, self._clock = write, clock
        self._experiment: Experiment | None = None
        self._kind, self._run = "", 0  # the run: how many were asked for, refused ones too, as the page counts
        self._refusal = ""  # why the last one could not begin
        self._playing, self._steps_left = False, 0
        self._pace: float | None = None
        self._due_from = 0.0  # by the clock: up to when the pace's steps are done
        self._owed, self._advanced, self._next_frame = False, False, 0.0
        self._sent = self._seen = 0
        self._touched = clock()

    def say(self, **told: object) -> None:
        """Send words."""
        self._write(message(TEXT, json.dumps(told).encode()))

    def take(self, op: Mapping[str, Any]) -> None:
        """Do what the page wants, or say why not."""
        if op["op"] != "seen":
            self._touched = self._clock()
        try:
            self._do(op)
        except VaevizError as error:
            self.say(error=str(error), run=self._run, begun=self._experiment is not None)

    def wait(self) -> float | None:
        """Return for how many seconds there is nothing to do but listen; None: until something is wanted."""
        if not self._working:
            return None
        if self._pace is None or self._steps_left:
            return 0.0
        return max(0.0, self._due_from + 1 / self._pace - self._clock())

    def work(self) -> None:
        """Do a slice of what is under way and show what is owed."""
        now = self._clock()
        if self._playing and now - self._touched > UNTOUCHED:
            self._playing, self._owed = False, True
            self.say(state="ready", text=f"Paused: untouched for {UNTOUCHED / 60:.0f} minutes. Press play to go on.")
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
        self._owed = old and not self._working  # dear pictures come behind the numbers
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
                nothing = f'There is nothing to {op["op"]} yet; "begin" with a kind comes first.'
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
                raise ConfigError(f'"{op["op"]}" lacks something or has it of the wrong kind.')

    def _begin(self, op: Mapping[str, Any]) -> None:
        """Begin another run; the one before is gone, also where this one is refused."""
        self._experiment, self._run = None, self._run + 1
        self._playing, self._steps_left = False, 0
        self._seen = self._sent  # the page has forgotten what it had not yet shown
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
    """Return the header with null for every number that JSON has no word for: weights that have run away."""
    if isinstance(value, Mapping):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
