import hashlib
from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.datasets import load_digits as bundled
from sklearn.model_selection import train_test_split

from vaeviz.data import digits
from vaeviz.data.digits import load_digits
from vaeviz.errors import DataError


def test_the_splits_together_are_scikit_learns_set():
    raw, labels = bundled(return_X_y=True)
    parts = [load_digits(split) for split in ("train", "test")]
    assert [len(part) for part in parts] == [1437, 360]
    ours = np.concatenate([part.images.reshape(-1, 64) for part in parts])
    found_labels = np.concatenate([part.labels for part in parts])
    expected = np.rint(raw * 255 / 16).astype(np.uint8)
    order, reference = np.lexsort(ours.T), np.lexsort(expected.T)
    np.testing.assert_array_equal(ours[order], expected[reference])
    np.testing.assert_array_equal(found_labels[order], labels[reference])


def test_levels_reach_from_black_to_white_in_seventeen_steps():
    levels = np.unique(load_digits("train").images)
    np.testing.assert_array_equal(levels, np.rint(np.arange(17) * 255 / 16))


def test_classes_are_balanced_alike():
    for split, n in (("train", 1437), ("test", 360)):
        share = np.bincount(load_digits(split).labels, minlength=10) / n
        assert share.min() > 0.095
        assert share.max() < 0.105


def test_the_split_is_fixed_for_good():
    images = load_digits("test").images
    assert hashlib.md5(np.ascontiguousarray(images).tobytes()).hexdigest() == "d3cc83dbdda49dadb57b878b23070518"


def test_the_split_is_that_of_scikit_learn():
    _, labels = bundled(return_X_y=True)
    _, test = train_test_split(np.arange(len(labels)), test_size=360, random_state=0, stratify=labels)
    np.testing.assert_array_equal(load_digits("test").labels, labels[np.sort(test)])


@pytest.mark.parametrize("place", [None, "empty"])
def test_without_scikit_learns_data_it_says_what_to_install(monkeypatch, tmp_path, place):
    found = None if place is None else SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(digits, "find_spec", lambda name: found)
    with pytest.raises(DataError, match="Install scikit-learn"):
        load_digits("test")
