"""Numbers of the posteriors with a committed rate, for PyTorch and for the page's program alike."""

import math

SMALLEST = 1e-8  # added under the square root of batch-norm


def committed_variances(floor: float) -> tuple[float, float]:
    """Return the two variances v at which KL(N(0, v) || N(0, 1)) is ``floor`` nats, by bisection in ln v."""
    span = 2 * floor + 2
    return _root(floor, -span), _root(floor, math.log(1 + span + math.sqrt(2 * span)))


def _root(floor: float, outer: float) -> float:
    """Return the v between 1, where the rate is 0, and exp(outer), where it exceeds ``floor``."""
    near, far = 0.0, outer
    for _ in range(100):
        middle = (near + far) / 2
        enough = 0.5 * (math.exp(middle) - 1 - middle) >= floor
        near, far = (near, middle) if enough else (middle, far)
    return math.exp(near)
