"""Order statistics of timings; means would hide single slow frames, which users notice."""

import math
from collections.abc import Sequence

from vaeviz.errors import ConfigError


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the percentile by the nearest-rank method, which is always a measured value.

    Nothing is interpolated, so p95 of ten values is the largest.

    Raises
    ------
    ConfigError
        If there are no values or ``percent`` is not in 0 to 100.
    """
    if not values or not 0 <= percent <= 100:
        raise ConfigError(f"A percentile needs values and 0 to 100 percent, found {len(values)} and {percent}.")
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def median(values: Sequence[float]) -> float:
    """Return the 50th percentile; for an even count, the lower of the middle two."""
    return percentile(values, 50)


def first_at_least(times: Sequence[float], moment: float) -> int | None:
    """Return the index of the first of the ascending ``times`` not before ``moment``; None if there is none."""
    low, high = 0, len(times)
    while low < high:
        middle = (low + high) // 2
        if times[middle] < moment:
            low = middle + 1
        else:
            high = middle
    return low if low < len(times) else None
