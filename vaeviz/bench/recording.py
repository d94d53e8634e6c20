"""What happened in the page during a drag, from its frames and from its own User Timing marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vaeviz.bench.measures import first_at_least

Marks = Sequence[tuple[int, float]]  # sequence number, ms


@dataclass(frozen=True)
class Recording:
    """One drag; times in ms. A page without marks, such as the stock one, has neither ``drawn`` nor ``shown``."""

    seconds: float  # from press to release
    events: int  # pointer moves that the page saw
    frames: int  # frames that the browser made while the pointer was down
    changes: int  # of those, frames with another picture than the one before
    drawn: tuple[float, ...]  # from an input to the first painted picture that is at least as new
    shown: tuple[float, ...]  # and to the end of the frame that shows it
    settled: float  # from the release to the last frame with a new picture; 0 if it was there already

    @property
    def pictures_per_second(self) -> float:
        """Return how often the picture changed while the pointer was down."""
        return self.changes / self.seconds


def read_recording(log: Mapping[str, Any], inputs: Marks = (), paints: Marks = ()) -> Recording:
    """Boil down the last drag of what ``watch.js`` logged; of the inputs, those between press and release."""
    down, up = log["down"][-1], log["up"][-1]
    inputs = [(seq, time) for seq, time in inputs if down <= time <= up]
    pairs = [(time, painted) for seq, time in inputs if (painted := _painted(seq, time, paints)) is not None]
    starts = [start for start, _, _ in log["frames"]]
    ends = [
        (time, log["frames"][at][1]) for time, painted in pairs if (at := first_at_least(starts, painted)) is not None
    ]
    held = [changed for start, _, changed in log["frames"] if down <= start <= up]
    news = [end for _, end, changed in log["frames"] if changed and end > up]
    return Recording(
        seconds=(up - down) / 1e3,
        events=log["inputs"],
        frames=len(held),
        changes=sum(held),
        drawn=tuple(painted - time for time, painted in pairs),
        shown=tuple(end - time for time, end in ends),
        settled=max(0.0, max(news, default=up) - up),
    )


def _painted(seq: int, after: float, paints: Marks) -> float | None:
    """Return when a picture was painted that answers request ``seq`` or a later one."""
    return next((time for number, time in paints if number >= seq and time >= after), None)
