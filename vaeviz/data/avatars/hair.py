"""The hair styles of the avatars: shapes behind the head, shapes on it, and highlights.

Outlines are in pixels for a face of mean width, x from the middle of the face. Between the temples no hair reaches
below y = 21, so brows, eyes and glasses are visible with every style.
"""

from dataclasses import dataclass

import numpy as np

from vaeviz.data.avatars.curves import Outline, ellipse, mirrored, smooth


@dataclass(frozen=True)
class Hair:
    """The outlines of one style, (vertex, 2) each."""

    behind: tuple[np.ndarray, ...] = ()  # in the hair's darker colour
    front: tuple[np.ndarray, ...] = ()
    shine: tuple[np.ndarray, ...] = ()
    ears: bool = True  # visible


def _scallops(x: float, y: float, rx: float, ry: float, start: float, stop: float, count: int) -> np.ndarray:
    """Return an arc of ``count`` curls between two angles in degrees, clockwise from the right."""
    t = np.linspace(0, 1, 6 * count + 1)
    angle = np.radians(start + (stop - start) * t)
    reach = 1 + 0.11 * np.abs(np.sin(np.pi * count * t))
    return np.stack([x + rx * reach * np.cos(angle), y + ry * reach * np.sin(angle)], axis=1)


def _curls() -> Outline:
    """Return a round head of curls with smaller curls along the hairline."""
    outer = _scallops(0, 21, 20.5, 14, 150, 390, 13)
    inner = _scallops(0, 29, 15.6, 10.5, 352, 188, 7)
    return np.concatenate([outer, inner])


_SHORT = smooth(
    [
        *((-17.4, 31), (-17.4, 31), (-18.6, 24), (-18, 16), (-14, 10.5), (-9, 9.2), (-3, 8.6), (4, 5.6), (12, 5.4)),
        *((14.6, 8.6), (18, 13.5), (18.7, 22), (17.4, 31), (17.4, 31), (16.3, 26), (15.6, 21.5), (14, 18.4)),
        *((8, 19.6), (-2, 19.4), (-9, 16.8), (-13.6, 18.6), (-15.6, 22), (-16.3, 26)),
    ]
)
_BOB_BACK = smooth(
    mirrored([(0, 8.8), (11, 11.2), (19, 18.6), (22.4, 29), (23, 39), (22.4, 47), (19.6, 49.6), (12, 49), (0, 47)])
)
_BOB = smooth(
    mirrored(
        [
            *((0, 8.6), (11, 11), (18.8, 18.6), (22, 29), (22.6, 40), (21.4, 47), (19, 47.6), (17.2, 44), (16.7, 36)),
            *((16.9, 28), (15.4, 21.2), (15.4, 21.2), (8, 20.9), (0, 20.8)),
        ]
    )
)
_LONG_BACK = smooth(
    mirrored([(0, 8.4), (11, 10.8), (19, 18.6), (22, 30), (22.6, 42), (24.4, 54), (25, 70), (25, 70), (0, 70)])
)
_LONG_SIDE = [
    (0, 8.4),
    (0, 8.4),
    (5, 8.8),
    (11.4, 11),
    (18.8, 18.6),
    (21.6, 30),
    (22, 42),
    (23.4, 54),
    (23, 66),
    (18, 67),
]
_LONG_EDGE = [(17.4, 56), (17.8, 46), (16.9, 36), (16.1, 27), (12.4, 19.6), (6, 15.6), (0, 14.2), (0, 14.2)]
_LONG_RIGHT = smooth(_LONG_SIDE + _LONG_EDGE)
_BUN = smooth(
    mirrored(
        [
            *((0, 9.4), (10, 11.4), (16.6, 17.2), (18.6, 25), (17.4, 31), (17.4, 31), (16.2, 25)),
            *((13.6, 19.4), (7, 16.6), (0, 16)),
        ]
    )
)
_FLIP = np.array([-1, 1])

STYLES: dict[str, Hair] = {
    "bald": Hair(),
    "short": Hair(front=(_SHORT,), shine=(smooth([(4, 9.4), (11, 8), (14.6, 11.6), (11, 10.2)]),)),
    "curly": Hair(front=(_curls(),), shine=(ellipse(-8, 12, 3.4, 1.8), ellipse(-14.4, 16.4, 1.9, 1.6))),
    "bob": Hair((_BOB_BACK,), (_BOB,), (smooth([(-14, 17.2), (-9, 13.6), (0, 12.4), (-8, 15.4)]),), ears=False),
    "long": Hair(
        (_LONG_BACK,),
        (_LONG_RIGHT, _LONG_RIGHT * _FLIP),
        (smooth([(-17.6, 21), (-13, 14), (-5, 11), (-12, 15.6)]),),
        ears=False,
    ),
    "bun": Hair((ellipse(0, 7, 7.2, 6),), (_BUN,), (ellipse(-2.4, 4.4, 2.6, 1.5),)),
}
