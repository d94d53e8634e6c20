import numpy as np
import pytest
import torch

from vaeviz.codes import LatentCodes
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
