"""The page's arithmetic in NumPy, checked number by number; tests/web/decoder compares it with the page itself."""

import numpy as np
import pytest

from vaeviz.families.page_arithmetic import add_taps, gather, multiply, shift, sigmoid


@pytest.mark.parametrize(("rows", "columns"), [(1, 40), (40, 3), (7, 7)])
def test_each_number_of_a_product_is_summed_from_the_first_term_to_the_last(rows, columns):
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal((rows, 50), np.float32), rng.standard_normal((50, columns), np.float32)
    product = multiply(a, b)
    for i in range(rows):
        for j in range(columns):
            total = np.float32(0)
            for k in range(50):
                total = total + a[i, k] * b[k, j]
            assert product[i, j] == total


def test_the_sigmoid_is_right_from_end_to_end():
    h = np.array([-1e30, -200, -87, -20, -3.7, -1, -1e-4, 0, 1e-4, 1, 3.7, 20, 87, 200, 1e30], np.float32)
    found = sigmoid(h)
    assert found.dtype == np.float32
    with np.errstate(over="ignore"):
        assert np.abs(found - 1 / (1 + np.exp(-h.astype(np.float64)))).max() < 3e-7


def test_a_condition_is_added_number_by_number():
    bias, weights = np.float32([0.1, 0.2]), np.float32([[0.3, 1e-9], [np.inf, np.nan], [1.5, -1.5]])
    under = shift(bias, weights, np.float32([1 / 3, 0, 1]))
    first = [float(b) + float(np.float32(1 / 3)) * float(w) for b, w in zip(bias, weights[0], strict=True)]
    assert np.array_equal(under, np.float32(first) + weights[2])
    assert shift(bias, None, np.zeros(0, np.float32)) is bias


@pytest.mark.parametrize(("height", "width"), [(1, 1), (2, 3)])
def test_taps_are_added_pixel_by_pixel_in_reading_order(height, width):
    taps = np.random.default_rng(0).standard_normal((height, width, 4, 4, 2), np.float32)
    start = np.float32([0.1, -3])
    sums = np.tile(start, (2 * height, 2 * width, 1))
    for y, i, x, j in np.ndindex(height, 4, width, 4):
        row, column = 2 * y + i - 1, 2 * x + j - 1
        if 0 <= row < 2 * height and 0 <= column < 2 * width:
            sums[row, column] += taps[y, x, i, j]
    assert np.array_equal(add_taps(taps, start), sums)


@pytest.mark.parametrize(("height", "width"), [(2, 2), (4, 6)])
def test_windows_are_gathered_row_by_row_with_zeros_beyond_the_border(height, width):
    h = np.random.default_rng(0).standard_normal((height, width, 3), np.float32)
    windows = gather(h).reshape(height // 2, width // 2, 4, 4, 3)
    for y, x, i, j in np.ndindex(height // 2, width // 2, 4, 4):
        row, column = 2 * y + i - 1, 2 * x + j - 1
        inside = 0 <= row < height and 0 <= column < width
        assert np.array_equal(windows[y, x, i, j], h[row, column] if inside else np.zeros(3))
