"""The grid of z and c in URLs: whole steps, two bytes each, base64url; ``shell/grid.js`` has the same grid.

Every z and c of the page is on this grid, so a link gives exactly the same float32 values.
"""

import base64
from collections.abc import Sequence

import numpy as np

from vaeviz.server.decode.wire import MAX_Z
from vaeviz.server.http import base64url

Z_STEPS = 3200  # per unit of z: 0.01 is 32 steps, and the range from -10 to 10 fits an int16
C_STEPS = 27720  # per unit of c: an even mixture of up to twelve classes is on the grid
MAX_C = 1.0


def pack_z(z: Sequence[float]) -> str:
    """Write z, rounded to the grid, as text that needs no escaping in a URL."""
    return pack_steps(_steps(z, Z_STEPS, MAX_Z))


def pack_c(c: Sequence[float]) -> str:
    """Write c, rounded to the grid."""
    return pack_steps(_steps(c, C_STEPS, MAX_C))


def unpack_z(text: str) -> tuple[float, ...] | None:
    """Read z, clipped to its range; None if the text is damaged."""
    return _values(unpack_steps(text), Z_STEPS, MAX_Z)


def unpack_c(text: str) -> tuple[float, ...] | None:
    """Read c; None if the text is damaged."""
    return _values(unpack_steps(text), C_STEPS, MAX_C)


def pack_steps(steps: Sequence[int]) -> str:
    """Write whole numbers from -32768 to 32767."""
    return base64.urlsafe_b64encode(np.array(steps, "<i2").tobytes()).decode().rstrip("=")


def unpack_steps(text: str) -> tuple[int, ...] | None:
    """Read whole numbers; None if the text is damaged."""
    try:
        return tuple(np.frombuffer(base64url.unpack(text), "<i2").tolist())
    except ValueError:
        return None


def _steps(values: Sequence[float], steps: int, reach: float) -> list[int]:
    """Round half up, as the page does."""
    clipped = np.clip(np.array(values, np.float64), -reach, reach)
    return np.floor(clipped * steps + 0.5).astype(int).tolist()


def _values(found: tuple[int, ...] | None, steps: int, reach: float) -> tuple[float, ...] | None:
    return None if found is None else tuple(min(reach, max(-reach, step / steps)) for step in found)
