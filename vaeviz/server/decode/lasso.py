"""Which points are in a polygon, by the even-odd rule; ``map/lasso.js`` gives the same answer."""

import numpy as np
from jaxtyping import Float32, Int64

from vaeviz.errors import ConfigError
from vaeviz.server.http import base64url

MAX_CORNERS = 64
_LONGEST = 4 * -(-8 * MAX_CORNERS // 3)  # characters of base64, padding included

Polygon = Float32[np.ndarray, "corners 2"]


def parse_polygon(text: str) -> Polygon:
    """Read a polygon: little-endian float32 pairs in base64url, with or without padding.

    Raises
    ------
    ConfigError
        If it is damaged, not finite, or has fewer than 3 or more than 64 corners.
    """
    try:
        if len(text) > _LONGEST:
            raise ValueError(f"{len(text)} characters, at most {_LONGEST} are allowed")
        polygon = np.frombuffer(base64url.unpack(text), "<f4").astype(np.float32).reshape(-1, 2)
    except ValueError as error:
        raise ConfigError(f"The polygon cannot be read ({error}); allowed: pairs of float32 in base64url.") from error
    if not 3 <= len(polygon) <= MAX_CORNERS or not np.isfinite(polygon).all():
        raise ConfigError(f"The polygon has {len(polygon)} corners; allowed: 3 to {MAX_CORNERS}, all of them finite.")
    return polygon


def inside(points: Float32[np.ndarray, "n 2"], polygon: Polygon) -> Int64[np.ndarray, " members"]:
    """Return the indices of the points inside, in order: a ray to the right crosses an odd number of edges.

    A polygon with fewer than three corners contains no points.
    """
    if len(polygon) < 3:
        return np.empty(0, np.int64)
    low, high = polygon.min(0), polygon.max(0)
    near = np.flatnonzero(((points >= low) & (points <= high)).all(1))
    x, y = points[near].astype(np.float64).T
    odd = np.zeros(len(near), bool)
    corners = polygon.astype(np.float64)
    for (ax, ay), (bx, by) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        crossed = np.flatnonzero((ay > y) != (by > y))
        odd[crossed] ^= x[crossed] < (bx - ax) * (y[crossed] - ay) / (by - ay) + ax
    return near[odd]
