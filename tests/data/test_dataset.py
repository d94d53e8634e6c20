import numpy as np
import pytest

from vaeviz.data.dataset import choose_rows
from vaeviz.errors import ConfigError


def test_a_limit_above_the_number_of_images_takes_them_all():
    np.testing.assert_array_equal(choose_rows(4, 9, 0), [0, 1, 2, 3])
    np.testing.assert_array_equal(choose_rows(4, None, 0), [0, 1, 2, 3])


def test_a_limit_takes_different_images_in_order_by_its_seed():
    rows = choose_rows(360, 50, 7)
    assert (np.diff(rows) > 0).all()
    np.testing.assert_array_equal(rows, choose_rows(360, 50, 7))
    assert (rows != choose_rows(360, 50, 8)).any()


def test_a_negative_limit_is_refused():
    with pytest.raises(ConfigError, match="limited to -1; allowed: 0 or more"):
        choose_rows(4, -1, 0)
