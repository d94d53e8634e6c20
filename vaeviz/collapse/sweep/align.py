"""Align the maps of the same images under many models, each with its neighbour, by orthogonal Procrustes."""

import numpy as np
from jaxtyping import Float32, Float64

Points = Float64[np.ndarray, "image 2"]


def align_maps(
    mu: Float32[np.ndarray, "row epoch image latent"], fixed: int
) -> Float32[np.ndarray, "row epoch image 2"]:
    """Return the PCA of each cell's posterior means in prior standard deviations, rotated or reflected, not scaled.

    The map at row ``fixed`` and the last epoch is the plain PCA. The last epochs of the other rows are aligned row by
    row outwards, and within a row each epoch is aligned with the next one, since early maps have little structure.
    """
    rows, epochs = mu.shape[:2]
    maps = np.array([[_plane(cell.astype(np.float64)) for cell in row] for row in mu])
    for row in [*range(fixed - 1, -1, -1), *range(fixed + 1, rows)]:
        maps[row, -1] = _rotated(maps[row, -1], maps[row + 1 if row < fixed else row - 1, -1])
    for row in range(rows):
        for epoch in range(epochs - 2, -1, -1):
            maps[row, epoch] = _rotated(maps[row, epoch], maps[row, epoch + 1])
    return maps.astype(np.float32)


def _plane(mu: Float64[np.ndarray, "image latent"]) -> Points:
    """Return the two principal coordinates; the second is 0 if there is only one dimension."""
    centred = mu - mu.mean(0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    points = centred @ vectors[:, ::-1][:, :2]
    return np.pad(points, ((0, 0), (0, 2 - points.shape[1])))


def _rotated(points: Points, target: Points) -> Points:
    """Rotate or reflect ``points`` to be as close to ``target`` as possible.

    References
    ----------
    Schönemann, "A generalized solution of the orthogonal Procrustes problem", Psychometrika 31, 1966.
    """
    left, _, right = np.linalg.svd(points.T @ target)
    return points @ (left @ right)
