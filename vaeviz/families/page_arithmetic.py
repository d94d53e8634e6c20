"""The page's arithmetic in NumPy: bit for bit the float32 numbers that kernel.wat and loops.js compute.

Every product and every sum is rounded separately, and sums are in the kernel's order. BLAS and einsum sum in another
order and may fuse multiply and add, so they are not used.
"""

import numpy as np
from jaxtyping import Float32

MAX_NUMBERS = 8 * 2**20  # most weights of a program that is sent to a page
MAX_PRODUCTS = 32 * 2**20  # most multiplications per image: more would block the page
SIDE = 4  # of a convolution's kernel, transposed or not
POLYNOMIAL = (0.00132764611, 0.00967554172, 0.0555071331, 0.240221197, 0.693146967, 1.00000007)  # 2^x, |x| <= 1/2


def multiply(
    a: Float32[np.ndarray, "rows inner"], b: Float32[np.ndarray, "inner columns"]
) -> Float32[np.ndarray, "rows columns"]:
    """Return the matrix product; the terms of each entry are added from first to last."""
    if len(a) > b.shape[1]:  # NumPy is faster along a long last axis
        return multiply(np.ascontiguousarray(b.T), np.ascontiguousarray(a.T)).T
    sums = np.zeros((len(a), b.shape[1]), np.float32)
    terms = np.empty_like(sums)
    for column, row in zip(a.T, b, strict=True):
        np.multiply(column[:, None], row, out=terms)
        sums += terms
    return sums


def sigmoid(h: Float32[np.ndarray, "*shape"]) -> Float32[np.ndarray, "*shape"]:
    """Return 1 / (1 + exp(-h)), with exp(-h) = 2^n 2^x as in the kernel: n a whole number, 2^x a polynomial."""
    x = (h * np.float32(-1.44269504)).clip(-126, 126)
    n = np.rint(x)
    x -= n
    y = np.full_like(x, POLYNOMIAL[0])
    for coefficient in POLYNOMIAL[1:]:
        y = y * x + np.float32(coefficient)
    power = ((n.astype(np.int32) + 127) << 23).view(np.float32)  # 2^n, from its exponent bits
    return np.float32(1) / (y * power + np.float32(1))


def shift(
    bias: Float32[np.ndarray, " out"],
    weights: Float32[np.ndarray, "condition out"] | None,
    c: Float32[np.ndarray, " condition"],
) -> Float32[np.ndarray, " out"]:
    """Return the bias plus c times ``weights``: computed in float64, rounded to float32 after each row."""
    if weights is None:
        return bias
    for number, row in zip(c, weights, strict=True):
        if number != 0:
            bias = (bias + np.float64(number) * row.astype(np.float64)).astype(np.float32)
    return bias


def add_taps(
    taps: Float32[np.ndarray, "height width 4 4 out"], start: Float32[np.ndarray, " out"]
) -> Float32[np.ndarray, "twice_height twice_width out"]:
    """Return the result of a transposed convolution: the sum of its taps plus ``start`` at every pixel.

    Tap (i, j) of pixel (y, x) belongs to pixel (2y + i - 1, 2x + j - 1) of the result. The kernel iterates over y
    and x in increasing order; for one pixel of the result that is decreasing i and j.
    """
    height, width, _, _, out = taps.shape
    sums = np.empty((2 * height + 2, 2 * width + 2, out), np.float32)  # with a border of one pixel, removed at the end
    sums[:] = start
    for i in reversed(range(SIDE)):
        for j in reversed(range(SIDE)):
            sums[i : i + 2 * height : 2, j : j + 2 * width : 2] += taps[:, :, i, j]
    return sums[1:-1, 1:-1]


def gather(
    h: Float32[np.ndarray, "height width channel"],
) -> Float32[np.ndarray, "pixel window"]:
    """Return the 4 x 4 windows of a convolution of stride 2 and padding 1, one row per pixel of the result.

    Entry (i, j) of pixel (y, x) is (2y + i - 1, 2x + j - 1) of ``h``, and 0 beyond its border.
    """
    height, width, channel = h.shape
    padded = np.pad(h, ((1, 1), (1, 1), (0, 0)))
    parts = [padded[i : i + height : 2, j : j + width : 2] for i in range(SIDE) for j in range(SIDE)]
    return np.stack(parts, axis=2).reshape(-1, SIDE * SIDE * channel)
