"""Outlines of shapes: closed polygons in pixels, y down, computed to the same bytes on every machine."""

import numpy as np
from jaxtyping import Float

Outline = Float[np.ndarray, "vertex 2"]
_STEPS = 6  # vertices between two points of a smooth outline


def ellipse(x: float, y: float, rx: float, ry: float, square: float = 1) -> Outline:
    """Return an ellipse around (x, y); ``square`` below 1 fills the corners (0.5: a rounded rectangle)."""
    t = np.linspace(0, 2 * np.pi, 36, endpoint=False)
    cos, sin = np.cos(t), np.sin(t)
    unit = np.stack([np.sign(cos) * np.abs(cos) ** square, np.sign(sin) * np.abs(sin) ** square], axis=1)
    return np.array([x, y]) + np.array([rx, ry]) * unit


def smooth(points: list[tuple[float, float]]) -> Outline:
    """Return a closed Catmull-Rom curve through these points; a repeated point makes a corner."""
    p1 = np.array(points, float)
    p0, p2, p3 = (np.roll(p1, shift, axis=0)[:, None] for shift in (1, -1, -2))
    p1 = p1[:, None]
    t = np.linspace(0, 1, _STEPS, endpoint=False)[:, None]
    bend = t * (p2 - p0) + t**2 * (2 * p0 - 5 * p1 + 4 * p2 - p3) + t**3 * (3 * p1 - p0 - 3 * p2 + p3)
    moves = (p1 != p2).any(axis=(1, 2))  # between equal points the curve would form a loop
    return (p1 + bend / 2)[moves].reshape(-1, 2)


def mirrored(half: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a symmetric shape from its right half, top to bottom; points at x = 0 are not repeated."""
    return half + [(-x, y) for x, y in reversed(half) if x != 0]
