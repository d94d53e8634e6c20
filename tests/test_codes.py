import numpy as np
import pytest
import torch

from vaeviz.codes import LatentCodes, random_attributes
from vaeviz.config import Attribute, Condition
from vaeviz.errors import DataError
from vaeviz.latent import Posterior


def test_codes_refuse_numbers_that_are_not_finite():
    mu = np.array([[0.0, np.nan]], np.float32)
    with pytest.raises(DataError, match="not finite"):
        LatentCodes(mu, np.zeros_like(mu), np.array([0]), None, "digest")


def test_the_codes_rate_is_the_posteriors():
    posterior = Posterior(torch.tensor([[0.5, -1.2, 0.0]]), torch.tensor([[-2.0, 0.3, 0.0]]))
    mu, logvar = (part.numpy() for part in (posterior.mu, posterior.logvar))
    codes = LatentCodes(mu, logvar, np.array([0]), None, "digest")
    np.testing.assert_allclose(codes.rate(), posterior.kl_to_prior().numpy(), rtol=1e-6)


def test_random_attributes_are_allowed_ones():
    light, side = (
        Attribute(name="light", ends=("dark", "bright")),
        Attribute(name="side", values=("left", "right", "both")),
    )
    condition = Condition.of_attributes((light, side))
    rows = random_attributes(condition, 300, seed=3)
    assert np.array_equal(rows, random_attributes(condition, 300, seed=3))
    assert not np.array_equal(rows, random_attributes(condition, 300, seed=4))
    assert np.abs(rows[:, 0]).max() <= 1
    assert rows[:, 0].min() < -0.9
    assert rows[:, 0].max() > 0.9
    assert np.array_equal(np.sort(rows[:, 1:], axis=1), np.tile(np.float32([0, 0, 1]), (300, 1)))
    assert (rows[:, 1:].sum(0) > 50).all()
