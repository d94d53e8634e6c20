"""The colours of the avatars: ramps indexed by a factor in [-1, 1], and mixtures of colours."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

Colour = Float[np.ndarray, "n 3"]
Column = Float[np.ndarray, " n"]

HAIR = ("#231a20", "#46291f", "#7a4325", "#b06a32", "#dba452", "#f4d894")
SKIN = ("#ffe1ce", "#f7c8a6", "#e3a47a", "#c08058", "#94593b", "#6f4029")
BACKGROUND = ("#cfe39a", "#9fdcb4", "#8ed2df", "#a1b9f3", "#c6abee", "#f3a7c6")
SHIRT = ("#2e4a7d", "#2c8c8c", "#76b277", "#f2c357", "#ee7d5c", "#a8436f")
WHITE = (255.0, 255.0, 255.0)
INK = (43.0, 38.0, 52.0)  # irises, lashes and rims of glasses
ROSE = (232.0, 84.0, 92.0)
_LIGHT_BROW, _DARK_BROW = (0.66, 0.48, 0.32), (0.2, 0.15, 0.17)  # times the skin's colour


def ramp(stops: tuple[str, ...], value: Column) -> Colour:
    """Return the colours at ``value``, in [-1, 1], along a ramp of evenly spaced stops."""
    levels = np.array([[int(stop[i : i + 2], 16) for i in (1, 3, 5)] for stop in stops], float)
    at = np.clip((value + 1) / 2, 0, 1) * (len(stops) - 1)
    low = np.minimum(at.astype(np.int64), len(stops) - 2)
    part = (at - low)[:, None]
    return levels[low] * (1 - part) + levels[low + 1] * part


def mix(colour: Colour, added: tuple[float, float, float], part: float) -> Colour:
    """Return ``(1 - part) colour + part added``."""
    return colour * (1 - part) + np.array(added) * part


@dataclass(frozen=True)
class Palette:
    """The colours of n faces."""

    hair: Colour
    skin: Colour
    brow: Colour
    shirt: Colour
    background: Colour

    @classmethod
    def of(cls, hair: Column, skin: Column, shirt: Column, background: Column) -> "Palette":
        """Return the colours at these positions of the ramps; a brow is always darker than the skin."""
        shade = ((hair + 1) / 2)[:, None]
        tint = np.array(_DARK_BROW) * (1 - shade) + np.array(_LIGHT_BROW) * shade
        flesh = ramp(SKIN, skin)
        return cls(ramp(HAIR, hair), flesh, flesh * tint, ramp(SHIRT, shirt), ramp(BACKGROUND, background))
