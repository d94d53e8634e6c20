"""What each dimension carries, on codes whose figures are known."""

import math

import numpy as np
import pytest

from vaeviz.codes import LatentCodes
from vaeviz.errors import DataError
from vaeviz.metrics.diagnostics import diagnose


def codes_of(mu, logvar) -> LatentCodes:
    mu, logvar = np.asarray(mu, np.float32), np.asarray(logvar, np.float32)
    return LatentCodes(mu, logvar, np.zeros(len(mu), np.int64), None, "0" * 32)


def test_rates_variances_and_active_units_of_known_codes():
    # dimension 0 collapsed, 1 shifted but the same for every image, 2 alive
    mu = [[0, 1, 2], [0, 1, -2]]
    logvar = np.log([[1, 1, 0.25], [1, 1, 0.25]])
    found = diagnose(codes_of(mu, logvar))
    np.testing.assert_allclose(found.rate_per_dim, [0, 0.5, 0.5 * (4 + 0.25 - 1 + math.log(4))], rtol=1e-6)
    np.testing.assert_allclose(found.mu_variance, [0, 0, 4])
    assert found.active.tolist() == [False, False, True]
    np.testing.assert_allclose(found.aggregate_mean, [0, 1, 0])
    np.testing.assert_allclose(found.aggregate_variance, [1, 1, 4.25])


def test_the_threshold_is_on_the_variance_of_mu_and_0_01_is_five_thousandths_of_a_nat():
    mu = np.array([[0.101, 0.099], [-0.101, -0.099]])  # variances 0.0102 and 0.0098
    codes = codes_of(mu, np.log(1 - mu**2))
    found = diagnose(codes)
    assert found.threshold == 0.01
    assert found.active.tolist() == [True, False]
    np.testing.assert_allclose(found.rate_per_dim, 0.00503, atol=2e-4)
    assert diagnose(codes, threshold=0.02).active.tolist() == [False, False]


def test_one_image_has_no_variance():
    with pytest.raises(DataError, match="at least two images, found 1"):
        diagnose(codes_of([[0.0]], [[0.0]]))
