"""Codes to images: conventions, ends, centres, norms."""

import math

import numpy as np
import pytest
import torch

from vaeviz.codes import random_attributes
from vaeviz.config import Attribute, Condition, ModelConfig
from vaeviz.errors import ConfigError
from vaeviz.families import build
from vaeviz.latents.decode import (
    absolute_range,
    decode,
    invert_map,
    lerp,
    manifold_grid,
    posterior_range,
    prior_quantiles,
    prior_samples,
    sample_mosaic,
    slerp,
    traversal,
)

CLASSES = Condition(kind="class", names=("cat", "dog", "owl"))


def model(condition: Condition | None = None, latent: int = 3, prior="standard"):
    torch.manual_seed(0)
    config = ModelConfig(
        family="mlp", image_shape=(1, 4, 4), latent_dim=latent, hidden=16, condition=condition, prior=prior
    )
    return build(config).eval().requires_grad_(False)


def normal(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def test_the_batch_size_does_not_change_the_images():
    z = normal(7, 3)
    whole, parts = decode(model(), z), decode(model(), z, batch=3)
    assert whole.shape == (7, 1, 4, 4)
    assert whole.dtype == np.float32
    np.testing.assert_allclose(whole, parts, atol=1e-6)
    np.testing.assert_allclose(whole, model().decode(torch.from_numpy(z)).numpy(), atol=1e-6)


def test_no_codes_give_no_images():
    assert decode(model(), np.empty((0, 3), np.float32)).shape == (0, 1, 4, 4)


def test_the_condition_changes_the_image_and_none_is_the_null_label():
    z, c = normal(2, 3), np.eye(3, dtype=np.float32)[[0, 2]]
    conditional = decode(model(CLASSES), z, c)
    unconditional = decode(model(CLASSES), z)
    assert np.abs(conditional - unconditional).max() > 1e-3
    np.testing.assert_array_equal(unconditional, decode(model(CLASSES), z, np.zeros((2, 3), np.float32)))


@pytest.mark.parametrize(
    ("z", "c", "message"),
    [
        (normal(2, 4), None, "4 dimensions; the model has 3"),
        (normal(2, 3), normal(2, 2), r"need \(2, 3\)"),
    ],
)
def test_wrong_shapes_are_refused(z, c, message):
    with pytest.raises(ConfigError, match=message):
        decode(model(CLASSES), z, c)


def test_prior_quantiles_are_symmetric_and_cut_equal_mass():
    values = prior_quantiles(11, coverage=0.9)
    mass = [0.5 * (1 + math.erf(v / math.sqrt(2))) for v in values]
    np.testing.assert_allclose(np.diff(mass), 0.09, atol=1e-6)
    assert values[5] == pytest.approx(0, abs=1e-7)
    assert values[-1] == pytest.approx(1.6449, abs=1e-4)


def test_posterior_range_is_centred_on_the_mean():
    np.testing.assert_allclose(posterior_range(2.0, 0.5, 5, k=2), [1.0, 1.5, 2.0, 2.5, 3.0])


def test_absolute_range_keeps_both_ends():
    np.testing.assert_allclose(absolute_range(-3, 1, 5), [-3, -2, -1, 0, 1])


def test_traversal_moves_one_coordinate_and_leaves_its_input_alone():
    z = np.array([1, 2, 3], np.float32)
    codes = traversal(z, 1, absolute_range(-1, 1, 3))
    np.testing.assert_array_equal(codes, [[1, -1, 3], [1, 0, 3], [1, 1, 3]])
    np.testing.assert_array_equal(z, [1, 2, 3])
    with pytest.raises(ConfigError, match="no dimension 3; the model has 0 to 2"):
        traversal(z, 3, absolute_range(-1, 1, 3))


def test_lerp_is_straight_and_keeps_both_ends():
    start, end = normal(2, 5)
    path = lerp(start, end, 5)
    np.testing.assert_allclose(path[[0, -1]], [start, end], atol=1e-7)
    np.testing.assert_allclose(path[2], (start + end) / 2, atol=1e-6)


def test_slerp_turns_evenly_and_takes_the_norm_from_one_end_to_the_other():
    start, end = normal(2, 6) * np.array([[1], [3]], np.float32)
    path = slerp(start, end, 9)
    norms = np.linalg.norm(path, axis=1)
    np.testing.assert_allclose(path[[0, -1]], [start, end], atol=1e-5)
    np.testing.assert_allclose(norms, np.linspace(norms[0], norms[-1], 9), rtol=1e-5)
    unit = path / norms[:, None]
    angles = np.arccos(np.clip((unit[1:] * unit[:-1]).sum(1), -1, 1))
    np.testing.assert_allclose(angles, angles.mean(), rtol=1e-3)


def test_slerp_between_perpendicular_codes_is_the_circle():
    path = slerp(np.array([2, 0], np.float32), np.array([0, 2], np.float32), 3)
    np.testing.assert_allclose(path[1], [math.sqrt(2)] * 2, rtol=1e-6)


@pytest.mark.parametrize("factor", [1.0, 2.0, -1.0, 0.0, 1 + 1e-7])
def test_slerp_without_an_arc_is_the_line(factor):
    # identical, parallel, opposite, zero and nearly identical ends
    start = normal(4)
    end = (factor * start).astype(np.float32)
    np.testing.assert_allclose(slerp(start, end, 5), lerp(start, end, 5), atol=1e-6)


def test_slerp_is_exact_for_nearly_parallel_codes():
    start = np.array([1, 0], np.float32)
    end = np.array([1, 1e-3], np.float32)
    np.testing.assert_allclose(slerp(start, end, 3)[1], [1, 5e-4], atol=1e-6)


def test_manifold_grid_cuts_the_prior_into_equal_masses_right_and_up():
    grid = manifold_grid(4, 3, dims=(2, 0), around=np.array([9, 7, 9], np.float32)).reshape(4, 4, 3)
    quantile = 0.5 * (1 + np.vectorize(math.erf)(grid / math.sqrt(2)))
    np.testing.assert_allclose(quantile[1, :, 2], [0.125, 0.375, 0.625, 0.875], atol=1e-6)
    np.testing.assert_allclose(quantile[:, 2, 0], [0.875, 0.625, 0.375, 0.125], atol=1e-6)
    assert (grid[:, :, 1] == 7).all()


def test_manifold_grid_needs_two_dimensions_of_the_model():
    with pytest.raises(ConfigError, match="two different dimensions"):
        manifold_grid(4, 3, dims=(1, 1))
    with pytest.raises(ConfigError, match="no dimension 1"):
        manifold_grid(4, 1)


def test_map_inverse_returns_a_points_own_code_on_the_point():
    points, mu = normal(30, 2), normal(30, 4, seed=1)
    found = invert_map(points, mu, points[:5])
    np.testing.assert_allclose(found.z, mu[:5], atol=1e-6)
    assert (found.distance == 0).all()


def test_map_inverse_weighs_by_inverse_distance_and_reports_it():
    points = np.array([[0, 0], [3, 0], [50, 50]], np.float32)
    mu = np.array([[0.0], [3.0], [100.0]], np.float32)
    found = invert_map(points, mu, np.array([[1, 0]], np.float32), k=2)
    assert found.z[0, 0] == pytest.approx(1.0)  # weights 1 and 1/2: (0 + 3/2) / (3/2)
    assert found.distance[0] == pytest.approx(1.0)


def test_map_inverse_averages_points_in_the_same_place():
    points = np.zeros((2, 2), np.float32)
    found = invert_map(points, np.array([[1.0], [3.0]], np.float32), np.zeros((1, 2), np.float32), k=2)
    assert found.z[0, 0] == pytest.approx(2.0)


def test_map_inverse_refuses_more_neighbours_than_points():
    with pytest.raises(ConfigError, match="k is 8; a map of 3 points"):
        invert_map(normal(3, 2), normal(3, 4), normal(1, 2))


def test_prior_samples_repeat_with_the_seed_and_scale_with_the_temperature():
    warm, again = (prior_samples(model(), 4000, seed=1) for _ in range(2))
    cool = prior_samples(model(), 4000, seed=1, temperature=0.5)
    np.testing.assert_array_equal(warm, again)
    np.testing.assert_allclose(cool, warm / 2, atol=1e-6)
    assert not np.array_equal(warm, prior_samples(model(), 4000, seed=2))
    # standard error of 12,000 draws: 0.009 of the mean, 0.0065 of the deviation
    assert abs(warm.mean()) < 0.04
    assert warm.std() == pytest.approx(1, abs=0.03)


def test_mosaic_of_a_plain_model_is_rows_by_columns():
    samples = sample_mosaic(model(), rows=2, columns=3)
    assert samples.images.shape == (6, 1, 4, 4)
    assert (samples.columns, samples.row_names) == (3, ())


def test_mosaic_of_a_conditional_model_shows_one_class_per_row_with_the_same_codes():
    samples = sample_mosaic(model(CLASSES), columns=4)
    z = prior_samples(model(CLASSES), 4, seed=0)
    assert samples.row_names == CLASSES.names
    assert samples.images.shape == (12, 1, 4, 4)
    dogs = decode(model(CLASSES), z, np.tile(np.eye(3, dtype=np.float32)[1], (4, 1)))
    np.testing.assert_allclose(samples.images[4:8], dogs, atol=1e-6)


def test_a_learned_prior_moves_the_same_noise_to_each_class():
    network = model(CLASSES, prior="conditional")
    network.conditional_prior.affine.bias.fill_(0.5)
    network.conditional_prior.affine.weight[:3] = torch.tensor([5.0, 0, -5]).expand(3, 3)
    z = [prior_samples(network, 4, seed=0, c=np.tile(row, (4, 1))) for row in np.eye(3, dtype=np.float32)]
    np.testing.assert_allclose(z[0] - z[1], 5, atol=1e-5)
    np.testing.assert_allclose(z[0].mean() + z[2].mean(), 2 * z[1].mean(), atol=1e-5)
    owls = decode(network, z[2], np.tile(np.eye(3, dtype=np.float32)[2], (4, 1)))
    np.testing.assert_allclose(sample_mosaic(network, columns=4).images[8:], owls, atol=1e-6)


def test_mosaic_of_a_model_of_attributes_has_one_choice_of_them_per_row():
    face = Condition.of_attributes(
        (Attribute(name="hair", values=("bob", "long")), Attribute(name="mouth", ends=("down", "up")))
    )
    samples = sample_mosaic(model(face), rows=2, columns=3, seed=5)
    assert (len(samples.images), samples.row_names) == (6, ())
    c = random_attributes(face, 2, 5)
    second = decode(model(face), prior_samples(model(face), 3, seed=5), np.tile(c[1], (3, 1)))
    np.testing.assert_allclose(samples.images[3:], second, atol=1e-6)
    assert np.abs(samples.images[:3] - samples.images[3:]).max() > 1e-3
