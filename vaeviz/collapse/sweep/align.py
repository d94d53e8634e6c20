"""Maps of the same pictures under many models, each turned to lie as near as it can to the one beside it."""

import numpy as np
from jaxtyping import Float32, Float64

Points = Float64[np.ndarray, "image 2"]


def align_maps(
    mu: Float32[np.ndarray, "row epoch image latent"], still: int
) -> Float32[np.ndarray, "row epoch image 2"]:
    """Return the PCA of each cell's posterior means, in units of the prior's deviation, turned or mirrored, not scaled.

    The map at row ``still`` and the last epoch stays as PCA leaves it. The last epochs of the other rows follow it, row
    by row outwards, and within a row each epoch follows the one after it: early maps have little to hold on to.
    """
    rows, epochs = mu.shape[:2]
    maps = np.array([[_plane(cell.astype(np.float64)) for cell in row] for row in mu])
    for row in [*range(still - 1, -1, -1), *range(still + 1, rows)]:
        maps[row, -1] = _turned(maps[row, -1], maps[row + 1 if row < still else row - 1, -1])
    for row in range(rows):
        for epoch in range(epochs - 2, -1, -1):
            maps[row, epoch] = _turned(maps[row, epoch], maps[row, epoch + 1])
    return maps.astype(np.float32)


def _plane(mu: Float64[np.ndarray, "image latent"]) -> Points:
    """Return the two principal coordinates; zeros for a second one that is not there."""
    centred = mu - mu.mean(0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    points = centred @ vectors[:, ::-1][:, :2]
    return np.pad(points, ((0, 0), (0, 2 - points.shape[1])))


def _turned(points: Points, like: Points) -> Points:
    """Rotate or mirror ``points`` to lie as near to ``like`` as they can.

    References
    ----------
    Schönemann, "A generalized solution of the orthogonal Procrustes problem", Psychometrika 31, 1966.
    """
    left, _, right = np.linalg.svd(points.T @ like)
    return points @ (left @ right)
