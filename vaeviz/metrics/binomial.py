"""The standard error of a share."""

import math


def standard_error(share: float | None, n: int | None) -> float | None:
    """Return the binomial standard error of a share of ``n`` independent samples; None if either is not known."""
    return None if share is None or not n else math.sqrt(share * (1 - share) / n)
