"""What timings are boiled down to: order statistics; means would hide the one slow frame that a hand feels."""

import math
from collections.abc import Sequence

from vaeviz.errors import ConfigError


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that at least ``percent`` of all are not above: one that was really measured.

    Nothing is interpolated (the nearest rank), so p95 of ten values is the largest.

    Raises
    ------
    ConfigError
        If there are no values or ``percent`` is not in 0 to 100.
    """
    if not values or not 0 <= percent <= 100:
        raise ConfigError(f"A percentile needs values and 0 to 100 percent, found {len(values)} and {percent}.")
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def median(values: Sequence[float]) -> float:
    """Return the 50th percentile; of an even count the lower of the two in the middle."""
    return percentile(values, 50)


def first_at_least(times: Sequence[float], moment: float) -> int | None:
    """Return the index of the first of the rising ``times`` that is not before ``moment``; None if all are."""
    low, high = 0, len(times)
    while low < high:
        middle = (low + high) // 2
        if times[middle] < moment:
            low = middle + 1
        else:
            high = middle
    return low if low < len(times) else None
