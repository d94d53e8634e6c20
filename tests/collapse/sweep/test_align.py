"""Maps that align_maps."""

import numpy as np
import pytest

from vaeviz.collapse.sweep.align import align_maps


def turned(mu, angle):
    turn = np.eye(mu.shape[1], dtype=np.float32)
    turn[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    return (mu @ turn).astype(np.float32)


@pytest.fixture
def mu():
    return (np.random.default_rng(0).standard_normal((50, 4)) * [2, 1, 0.1, 0.1]).astype(np.float32)


def test_runs_that_differ_by_a_rotation_have_the_same_map(mu):
    cells = np.stack([np.stack([turned(mu, row + epoch) for epoch in range(3)]) for row in range(3)])
    maps = align_maps(cells, fixed=1)
    assert np.abs(maps - maps[1, 2]).max() < 1e-4


def test_distances_are_those_of_the_pca_never_scaled(mu):
    maps = align_maps(np.stack([[mu, 0.5 * mu]]), fixed=0)
    assert np.allclose(maps[0, 0], 2 * maps[0, 1], atol=1e-4)
    centred = mu - mu.mean(0)
    _, sizes, _ = np.linalg.svd(centred)
    assert np.linalg.norm(maps[0, 0]) == pytest.approx(np.linalg.norm(sizes[:2]), rel=1e-5)


def test_one_dimension_is_a_line():
    mu = np.linspace(-1, 1, 7, dtype=np.float32)[None, None, :, None]
    assert np.allclose(np.abs(align_maps(mu, fixed=0)[0, 0]), np.abs(np.pad(mu[0, 0], ((0, 0), (0, 1)))))
