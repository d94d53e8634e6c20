"""The measurements of a drag, from the frames of the page and from its User Timing marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vaeviz.bench.measures import first_at_least

Marks = Sequence[tuple[int, float]]  # sequence number, ms


@dataclass(frozen=True)
class Recording:
    """One drag, with times in ms. A page without marks, such as the stock app, has no ``drawn`` or ``shown``."""

    seconds: float  # from press to release
    events: int  # pointer moves that the page received
    frames: int  # frames of the browser while the pointer was down
    changes: int  # of those, frames with a new image
    drawn: tuple[float, ...]  # from an input to the first painted image that is at least as new
    shown: tuple[float, ...]  # from an input to the end of the frame that shows this image
    settled: float  # from the release to the last frame with a new image; 0 if there is none

    @property
    def images_per_second(self) -> float:
        """Return the number of image changes per second while the pointer was down."""
        return self.changes / self.seconds


def read_recording(log: Mapping[str, Any], inputs: Marks = (), paints: Marks = ()) -> Recording:
    """Summarise the last drag in the log of ``watch.js``, with the inputs between press and release."""
    down, up = log["down"][-1], log["up"][-1]
    inputs = [(seq, time) for seq, time in inputs if down <= time <= up]
    pairs = [(time, painted) for seq, time in inputs if (painted := _painted(seq, time, paints)) is not None]
    starts = [start for start, _, _ in log["frames"]]
    ends = [
        (time, log["frames"][at][1]) for time, painted in pairs if (at := first_at_least(starts, painted)) is not None
    ]
    during = [changed for start, _, changed in log["frames"] if down <= start <= up]
    later = [end for _, end, changed in log["frames"] if changed and end > up]
    return Recording(
        seconds=(up - down) / 1e3,
        events=len(log["moves"]),
        frames=len(during),
        changes=sum(during),
        drawn=tuple(painted - time for time, painted in pairs),
        shown=tuple(end - time for time, end in ends),
        settled=max(0.0, max(later, default=up) - up),
    )


def _painted(seq: int, after: float, paints: Marks) -> float | None:
    """Return the time at which an image for request ``seq`` or a later one was painted."""
    return next((time for number, time in paints if number >= seq and time >= after), None)
