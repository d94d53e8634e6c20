import hashlib

import numpy as np
import pytest

from vaeviz.config import Condition
from vaeviz.data.avatars.dataset import (
    ATTRIBUTES,
    SIZES,
    AvatarImages,
    attribute_values,
    factors_of,
    load_avatars,
    sample_factors,
)
from vaeviz.data.avatars.faces import CHOICES, FACTORS, NUMBERS, OTHER_FACTORS, render

COLUMNS = tuple(name for attribute in ATTRIBUTES for name in attribute.columns)
CONTINUOUS = len(CHOICES)  # the first column of factors that is a number


@pytest.fixture(scope="module")
def test_split():
    return load_avatars("test")


def test_the_splits_have_their_sizes_and_share_no_face(test_split):
    train = load_avatars("train")
    assert (len(train), len(test_split)) == (SIZES["train"], SIZES["test"]) == (40_000, 5_000)
    assert train.image_shape == test_split.image_shape == (3, 64, 64)
    both = np.concatenate([train.factors, test_split.factors])
    assert len(np.unique(both, axis=0)) == 45_000


def test_the_faces_are_those_that_models_were_trained_on(test_split):
    for factors, md5 in (
        (test_split.factors, "773701d09f0e17a491e12bf7c07bd3c1"),
        (load_avatars("train").factors, "4aecb53006f584aa52864e689d56055a"),
    ):
        assert hashlib.md5(factors.astype("<f4").tobytes()).hexdigest() == md5
    colours = test_split.images[:200].mean(axis=(0, 2, 3))
    np.testing.assert_allclose(colours, [170.2, 162.2, 156.8], atol=0.2)  # other versions of Pillow move edges a little


def test_choices_are_even_and_numbers_uniform(test_split):
    for column, values in enumerate(CHOICES.values()):
        counts = np.bincount(test_split.factors[:, column].astype(int), minlength=len(values))
        np.testing.assert_allclose(counts, 5_000 / len(values), rtol=0.1)
    numbers = np.sort(test_split.factors[:, CONTINUOUS:], axis=0)
    even = np.linspace(-1, 1, 5_000)[:, None]
    assert np.abs(numbers - even).max() < 0.05
    assert np.abs(numbers).max() <= 1


def test_factors_are_independent(test_split):
    correlation = np.corrcoef(test_split.factors.T)
    assert np.abs(correlation - np.eye(len(FACTORS))).max() < 0.06  # 4 standard errors of 5,000 faces


def test_the_hair_style_is_the_label(test_split):
    assert test_split.class_names == CHOICES["hair style"]
    np.testing.assert_array_equal(test_split.labels, test_split.factors[:, 0])


def test_attributes_make_a_condition(test_split):
    condition = Condition.of_attributes(test_split.attributes)
    assert condition.names == COLUMNS
    assert test_split.attribute_values.shape == (5_000, condition.size)


def test_attributes_are_the_factors(test_split):
    c = dict(zip(COLUMNS, test_split.attribute_values.T, strict=True))
    for column, (name, values) in enumerate(CHOICES.items()):
        chosen = np.stack([c[f"{name}: {value}"] for value in values], axis=1)
        np.testing.assert_array_equal(np.sort(chosen, axis=1)[:, -2:], np.tile([0, 1], (5_000, 1)))
        np.testing.assert_array_equal(chosen.argmax(axis=1), test_split.factors[:, column])
    for column, name in enumerate(NUMBERS, start=CONTINUOUS):
        np.testing.assert_array_equal(c[name], test_split.factors[:, column])
    assert not set(OTHER_FACTORS) & set(c)


def test_the_attributes_give_back_the_requested_face(test_split):
    others = test_split.factors[:, -len(OTHER_FACTORS) :]
    np.testing.assert_array_equal(factors_of(test_split.attribute_values, others), test_split.factors)


def test_of_a_mixture_the_largest_part_counts():
    c = attribute_values(np.zeros((1, len(FACTORS)), np.float32))
    c[0, :3] = (0.3, 0.2, 0.5)
    assert factors_of(c, np.zeros((1, len(OTHER_FACTORS))))[0, 0] == 2


def test_faces_are_drawn_only_when_asked_for_and_once(monkeypatch):
    drawn = []

    def counting(factors):
        drawn.append(len(factors))
        return render(factors)

    monkeypatch.setattr("vaeviz.data.avatars.dataset.render", counting)
    factors = sample_factors(12, np.random.default_rng(0))
    images = AvatarImages(factors)
    assert images.shape == (12, 3, 64, 64)
    first = images[3:4]
    assert drawn == [1]
    np.testing.assert_array_equal(images[np.array([5, 3])], render(factors[[5, 3]]))
    assert sum(drawn) == 2
    np.testing.assert_array_equal(images[:], render(factors))
    assert sum(drawn) == 12
    np.testing.assert_array_equal(images[factors[:, 0] >= 0][3], first[0])
    assert images[np.array([], np.int64)].shape == (0, 3, 64, 64)
    assert sum(drawn) == 12
