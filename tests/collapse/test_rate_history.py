import numpy as np
import pytest

from vaeviz.collapse.rate_history import payload, read_rate_history
from vaeviz.errors import CheckpointError
from vaeviz.metrics.criteria import rate_of_variance


def test_dimensions_of_the_shipped_model_collapse_with_a_clear_gap():
    rate = read_rate_history().history.rate_per_dim
    most = (rate > 0.1).sum(1).max()
    last = np.sort(rate[-1])
    dead = int((last < 0.1).sum())
    assert most >= 28
    assert 11 <= dead <= 14
    assert last[:dead].max() < 0.005
    assert last[dead:].min() > 0.25


def test_an_active_unit_of_a_hundredth_has_a_rate_of_five_thousandths():
    assert rate_of_variance(0.01) == pytest.approx(0.00503, abs=5e-6)
    assert rate_of_variance(1 - np.exp(-2)) == pytest.approx(1.0)


def test_traversals_start_from_one_code_per_class():
    header, arrays = payload()
    assert arrays["labels"].tolist() == list(range(10))
    assert arrays["start"].shape == (10, header["latent"])
    assert arrays["rate"].shape == (len(arrays["step"]), header["latent"])
    low, high = arrays["spread"]
    assert (high - low > 3).all()  # dead or alive, about the prior's width


def test_a_model_that_is_not_here_is_named():
    with pytest.raises(CheckpointError, match="mnist-vae-z64"):
        read_rate_history("mnist-vae-z64")
