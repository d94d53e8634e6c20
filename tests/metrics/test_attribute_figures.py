from dataclasses import replace

import numpy as np
import pytest
from toys import LAMP

from vaeviz.config import Attribute
from vaeviz.metrics.attribute_figures import compare_attributes


def test_figures_compare_measured_with_true_values():
    switch = Attribute(name="switch", values=("off", "on"))
    target = np.array([[-1, 1, 0], [0, 1, 0], [0.5, 0, 1], [1, 0, 1]], np.float32)
    seen = np.array([[-8, 2, 1], [-7, 0, 1], [1, -3, -1], [9, 1, 5]], np.float32)
    number, choice = compare_attributes((LAMP[0], switch), target, seen)
    assert number.rank_correlation == pytest.approx(1)  # whatever the scale, only the order counts
    assert number.mean_absolute_error == pytest.approx((7 + 7 + 0.5 + 8) / 4)
    assert (choice.accuracy, choice.chance) == (0.75, 0.5)
    assert (number.n, choice.n) == (4, 4)
    assert choice.accuracy_error == pytest.approx((0.75 * 0.25 / 4) ** 0.5)
    assert number.accuracy_error is None
    assert replace(choice, n=None).accuracy_error is None
    ties = compare_attributes((LAMP[0],), target[:, :1], np.array([[0], [0], [1], [1]], np.float32))[0]
    assert ties.rank_correlation == pytest.approx(4 / np.sqrt(20))  # Spearman with mean ranks
    same = compare_attributes((LAMP[0],), target[:, :1], np.zeros((4, 1), np.float32))[0]
    assert same.rank_correlation == 0
