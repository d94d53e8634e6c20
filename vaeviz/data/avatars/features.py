"""The shapes of an avatar, from the shoulders to the brows; each function adds some to a sketch."""

import numpy as np

from vaeviz.data.avatars.curves import ellipse, mirrored, smooth
from vaeviz.data.avatars.hair import STYLES
from vaeviz.data.avatars.palette import INK, ROSE, WHITE, Column, Palette, mix
from vaeviz.data.avatars.sketch import Sketch

LENSES = {"round": ellipse(0, 0, 5.3, 5.3), "square": ellipse(0, 0, 5.5, 4.9, square=0.4)}
_RIMS = {"round": ellipse(0, 0, 6.3, 6.3), "square": ellipse(0, 0, 6.5, 5.9, square=0.4)}
_EYE_Y, _BROW_Y, _NOSE_Y, _MOUTH_Y = 34, 25, 39.8, 44.6  # pixels
_SIDES = (-1, 1)
_SHADE = np.array([0.82, 0.74, 0.68])  # of hair: darker and warmer

_FACE = smooth(
    mirrored(
        [(0, 12.4), (0.5, 14.2), (0.85, 19), (0.98, 25.4), (1, 32), (0.95, 39), (0.79, 45.4), (0.45, 50), (0, 51.4)]
    )
)
_EAR, _EAR_HOLLOW = ellipse(0, 34.4, 3.2, 4.4), ellipse(0, 34.6, 1.5, 2.4)
_NECK = np.array([(-6.4, 44.0), (6.4, 44.0), (6.4, 56.0), (-6.4, 56.0)])
_NECK_SHADE = smooth(mirrored([(0, 44), (6.4, 44), (6.4, 44), (6.4, 52.6), (6.4, 52.6), (0, 55.4)]))
_SHOULDERS = smooth(mirrored([(0, 55), (7, 55.4), (14, 57.4), (21.4, 60), (26, 66), (27, 74), (27, 74), (0, 74)]))
_COLLAR, _NECKLINE = ellipse(0, 55.4, 9.8, 5.6), ellipse(0, 54.8, 7.9, 4.3)
_GLEAM = ellipse(-8, 18, 3.6, 1.8)
_CHEEK = ellipse(0, 40.6, 3, 2)
_DISC = ellipse(0, 0, 1, 1)
_BROW = smooth([(-4.4, 0.5), (-3.4, -0.6), (0, -1.1), (3.4, -0.6), (4.4, 0.5), (3.4, 1), (0, 0.6), (-3.4, 1)])
_NOSE = smooth([(-2.2, 0.1), (-1.3, 1.3), (0, 1.7), (1.3, 1.3), (2.2, 0.1), (1.1, 0.4), (0, 0.6), (-1.1, 0.4)])
_BAR = np.array([(0.0, -0.5), (1.0, -0.5), (1.0, 0.5), (0.0, 0.5)])
_ACROSS = np.linspace(-1, 1, 17)  # the mouth


def body(sketch: Sketch, palette: Palette) -> None:
    """Add the neck and a shirt with a round collar."""
    sketch.body(_SHOULDERS, palette.shirt)
    sketch.body(_COLLAR, palette.shirt * 0.82)
    sketch.body(_NECKLINE, palette.skin)
    sketch.body(_NECK, palette.skin)
    sketch.body(_NECK_SHADE, palette.skin * 0.86)


def head(sketch: Sketch, palette: Palette, style: Column, width: Column) -> None:
    """Add the ears, the face and the cheeks."""
    blush = mix(palette.skin, ROSE, 0.26)
    ears = np.array([hair.ears for hair in STYLES.values()])[style.astype(np.int64)]
    for side in _SIDES:
        sketch.head(_EAR, palette.skin * 0.95, x=side * (width + 0.3), depth=-0.4, among=ears)
        sketch.head(_EAR_HOLLOW, palette.skin * 0.82, x=side * (width + 0.9), depth=-0.4, among=ears)
    sketch.head(_FACE, palette.skin, rx=width)
    for side in _SIDES:
        sketch.head(_CHEEK, blush, x=side * (width - 5.4), depth=0.8)


def hair_behind(sketch: Sketch, palette: Palette, style: Column, stretch: Column) -> None:
    """Add the hair behind the head."""
    for index, hair in enumerate(STYLES.values()):
        for outline in hair.behind:
            sketch.head(outline, palette.hair * _SHADE, rx=stretch, depth=-0.5, among=style == index)


def arms(sketch: Sketch, palette: Palette, kind: Column, spacing: Column, width: Column) -> None:
    """Add the arms of the glasses; hair added later can cover their ends."""
    for side in _SIDES:
        reach = side * (width - spacing - 4.6)
        x, y = side * (spacing + 5), _EYE_Y - 1.4
        sketch.head(_BAR, mix(palette.skin, INK, 1), x=x, rx=reach, y=y, ry=1.2, among=kind > 0)


def hair_front(sketch: Sketch, palette: Palette, style: Column, stretch: Column) -> None:
    """Add the hair on the head with a darker lower edge, or the highlight of a bald head."""
    sketch.head(_GLEAM, mix(palette.skin, WHITE, 0.3), depth=0.6, among=style == list(STYLES).index("bald"))
    for index, hair in enumerate(STYLES.values()):
        among = style == index
        for outline in hair.front:
            sketch.head(outline, palette.hair * _SHADE, rx=stretch, y=0.7, depth=0.2, among=among)
            sketch.head(outline, palette.hair, rx=stretch, depth=0.2, among=among)
        for outline in hair.shine:
            sketch.head(outline, mix(palette.hair, WHITE, 0.2), rx=stretch, depth=0.5, among=among)


def glasses(sketch: Sketch, palette: Palette, kind: Column, spacing: Column) -> None:
    """Add rims with clear lenses; the eyes are added later, on top of them."""
    rim, lens = mix(palette.skin, INK, 1), mix(palette.skin, WHITE, 0.24)
    sketch.head(_BAR, rim, x=-spacing, rx=2 * spacing, y=_EYE_Y - 1.2, ry=1.2, depth=1, among=kind > 0)
    for index, name in enumerate(LENSES, start=1):
        for side in _SIDES:
            x, y = side * spacing, _EYE_Y + 0.2
            sketch.head(_RIMS[name], rim, x=x, y=y, depth=1, among=kind == index)
            sketch.head(LENSES[name], lens, x=x, y=y, depth=1, among=kind == index)


def eyes(sketch: Sketch, palette: Palette, size: Column, spacing: Column, gaze: Column) -> None:
    """Add the whites under a dark lid, then irises turned by ``gaze`` and their highlights."""
    white = mix(palette.skin, WHITE, 1)
    ink = mix(palette.skin, INK, 1)
    for side in _SIDES:
        x = side * spacing
        sketch.head(_DISC, ink, x=x, y=_EYE_Y - 0.55, rx=1.06 * size, ry=1.02 * size, depth=1)
        sketch.head(_DISC, white, x=x, y=_EYE_Y + 0.2, rx=size, ry=0.94 * size, depth=1)
        iris = x + 0.27 * size * gaze
        sketch.head(_DISC, ink, x=iris, y=_EYE_Y, rx=0.68 * size, ry=0.74 * size, depth=1)
        sketch.head(_DISC, white, x=iris + 0.2 * size, y=_EYE_Y - 0.28 * size, rx=0.22 * size, ry=0.22 * size, depth=1)


def brows(sketch: Sketch, palette: Palette, slope: Column, spacing: Column) -> None:
    """Add the brows; a positive slope lowers their inner ends."""
    for side in _SIDES:
        outlines = np.repeat(_BROW[None], len(slope), axis=0)
        outlines[:, :, 1] -= side * slope[:, None] * _BROW[:, 0]
        sketch.head(outlines, palette.brow, x=side * (spacing + 0.2), y=_BROW_Y, depth=1)


def nose_and_mouth(sketch: Sketch, palette: Palette, rise: Column) -> None:
    """Add the nose and a mouth whose corners rise by ``rise`` pixels."""
    sketch.head(_NOSE, palette.skin * 0.74, y=_NOSE_Y, depth=1.3)
    bend = -rise[:, None] * (_ACROSS**2 - 0.55)
    thick = 0.95 * np.sqrt(1 - 0.9 * _ACROSS**4)
    edge = np.concatenate([bend - thick, (bend + thick)[:, ::-1]], axis=1)
    across = np.broadcast_to(5.6 * np.concatenate([_ACROSS, _ACROSS[::-1]]), edge.shape)
    sketch.head(np.stack([across, edge], axis=2), palette.skin * np.array([0.6, 0.34, 0.36]), y=_MOUTH_Y, depth=1.1)
