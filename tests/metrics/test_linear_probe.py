"""Linear probes on codes that hold all, some or nothing of what is asked of them."""

import numpy as np
import pytest

from vaeviz.config import Attribute
from vaeviz.errors import DataError
from vaeviz.metrics.linear_probe import probe_attributes, probe_classes, probe_number

RNG = np.random.default_rng(0)
CLASSES = RNG.integers(0, 4, 3000)
NOISE = RNG.normal(size=(3000, 3)).astype(np.float32)
CENTRES = np.array([[0, 0, 3], [3, 0, 0], [0, 3, 0], [-3, -3, -3]], np.float32)


def halves(*columns):
    return [part for column in columns for part in (column[:2000], column[2000:])]


def test_separate_classes_are_probed_well_and_noise_is_chance():
    train, test, classes, test_classes = halves(NOISE + CENTRES[CLASSES], CLASSES)
    found = probe_classes(train, classes, test, test_classes)
    assert found.score > 0.97
    assert found.chance == pytest.approx(np.bincount(test_classes).max() / 1000)
    train, test = halves(NOISE)
    blind = probe_classes(train, classes, test, test_classes)
    assert blind.score == pytest.approx(0.25, abs=0.04)  # three standard errors of 1,000 guesses
    assert blind.n == 1000
    assert blind.accuracy_error == pytest.approx((blind.score * (1 - blind.score) / 1000) ** 0.5)


def test_scale_and_place_of_the_codes_do_not_matter():
    train, test, classes, test_classes = halves(NOISE + CENTRES[CLASSES], CLASSES)
    far = probe_classes(train * 1e-4 + 50, classes, test * 1e-4 + 50, test_classes)
    assert far.score == pytest.approx(probe_classes(train, classes, test, test_classes).score, abs=0.01)


def test_a_ring_is_not_separated_by_a_linear_probe():
    angle = RNG.uniform(0, 2 * np.pi, 3000)
    outer = np.arange(3000) % 2
    codes = (np.stack([np.cos(angle), np.sin(angle)], 1) * (1 + outer[:, None])).astype(np.float32)
    train, test, classes, test_classes = halves(codes, outer)
    assert probe_classes(train, classes, test, test_classes).score == pytest.approx(0.5, abs=0.06)


def test_the_share_of_a_number_that_is_explained():
    # value = z0 + noise of the same variance: half; of noise alone: nothing, also with a dimension that never varies
    value = NOISE[:, 0] + RNG.normal(size=3000)
    flat = np.hstack([NOISE, np.full((3000, 1), 7, np.float32)])
    train, test, values, test_values = halves(flat, value)
    assert probe_number(train, values, test, test_values).score == pytest.approx(0.5, abs=0.05)
    found = probe_number(train, values, test, test_values)
    assert (found.chance, found.n, found.accuracy_error) == (None, 1000, None)
    train, test = halves(np.ascontiguousarray(NOISE[:, 1:]))
    assert probe_number(train, values, test, test_values).score == pytest.approx(0, abs=0.01)


def test_each_attribute_has_its_own_columns():
    hair = Attribute(name="hair", values=("bald", "bob", "curls"))
    smile = Attribute(name="smile", ends=("sad", "glad"))
    values = np.hstack([np.eye(3)[CLASSES % 3], NOISE[:, :1]]).astype(np.float32)
    train, test, known, test_known = halves(NOISE, values)
    choice, number = probe_attributes((hair, smile), train, known, test, test_known)
    assert (choice.name, number.name) == ("hair", "smile")
    assert choice.score == pytest.approx(choice.chance, abs=0.05)
    assert number.score > 0.99


def test_a_probe_needs_two_classes_and_something_to_score():
    with pytest.raises(DataError, match="found 1 and 1000"):
        probe_classes(NOISE[:2000], np.zeros(2000, np.int64), NOISE[2000:], CLASSES[2000:])
    with pytest.raises(DataError, match="found 4 and 0"):
        probe_classes(NOISE, CLASSES, NOISE[:0], CLASSES[:0])
