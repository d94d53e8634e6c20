import numpy as np
import pytest

from vaeviz.data.spans import SIDE, STEPS, draw, spans_of

POSITIONS = np.stack(np.meshgrid(np.arange(STEPS + 1), np.arange(STEPS + 1)), axis=-1).reshape(-1, 2)
OUTLINES = {
    "square": 10.0 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]),
    "triangle": np.array([(-9.3, 4.1), (2.2, -11.7), (8.9, 6.5)]),
    "chevron, two pieces a row": np.array([(-12.0, -8.0), (0.3, -1.0), (12.0, -8.0), (0.1, 9.0)]),
}


def inside(outline, x, y):
    """Even-odd rule, one edge after the other: the slow oracle."""
    result = np.zeros(np.broadcast(x, y).shape, bool)
    for (x0, y0), (x1, y1) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        if y0 != y1:
            result ^= ((y0 <= y) != (y1 <= y)) & (x >= x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    return result


@pytest.mark.parametrize("outline", OUTLINES.values(), ids=OUTLINES)
@pytest.mark.parametrize("reverse", [False, True])
def test_a_pixel_is_white_exactly_where_its_centre_is_inside(outline, reverse):
    spans = spans_of(outline[::-1] if reverse else outline)[None]
    x, y = POSITIONS.T
    drawn = draw(spans, np.zeros(len(x), np.int64), x, y)
    centre = np.arange(SIDE) + 0.5
    dx = centre - (16 + 32 * x[:, None] / STEPS)
    dy = centre - (16 + 32 * y[:, None] / STEPS)
    expected = inside(outline, dx[:, None, :], dy[:, :, None])
    np.testing.assert_array_equal(drawn, 255 * expected.astype(np.uint8))


def test_an_outline_beyond_the_lattice_is_an_error_not_a_wrong_image():
    with pytest.raises(ValueError, match="reach"):
        spans_of(2 * OUTLINES["square"])
