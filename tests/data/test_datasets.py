"""What every data set of the table promises."""

from functools import cache

import numpy as np
import pytest

from vaeviz.config import Attribute
from vaeviz.data import DATASETS, load
from vaeviz.data.dataset import ImageDataset, Images
from vaeviz.data.idx_sets import IDX_SETS
from vaeviz.errors import ConfigError, DataError
from vaeviz.files.data_folders import find

NEEDED = {idx_set.name: tuple(idx_set.sha256) for idx_set in IDX_SETS}
EXPECTED = {  # train and test size, image shape, classes
    "digits": (1_437, 360, (1, 8, 8), 10),
    "mnist": (60_000, 10_000, (1, 28, 28), 10),
    "fashion-mnist": (60_000, 10_000, (1, 28, 28), 10),
    "kmnist": (60_000, 10_000, (1, 28, 28), 10),
    "sprites": (727_280, 10_000, (1, 64, 64), 3),
    "avatars": (40_000, 5_000, (3, 64, 64), 6),
}

opened = cache(load)


@pytest.fixture(params=[(name, split) for name in DATASETS for split in ("train", "test")], ids="-".join)
def data(request):
    name, split = request.param
    if any(find(name, file) is None for file in NEEDED.get(name, ())):
        pytest.skip(f"the files of {name} are not on this machine")
    return opened(name, split)


def test_the_table_is_the_documented_one():
    assert list(DATASETS) == list(EXPECTED)


def test_sizes_and_shape(data):
    train, test, shape, classes = EXPECTED[data.name]
    assert len(data) == len(data.images) == len(data.labels) == (train if data.split == "train" else test)
    assert data.image_shape == shape
    assert len(data.class_names) == classes


def test_images_are_uint8_by_index_array_and_by_slice(data):
    assert isinstance(data.images, Images)
    index = np.array([7, 0, len(data) - 1, 7])
    picked = data.images[index]
    assert picked.dtype == np.uint8
    assert picked.shape == (4, *data.image_shape)
    np.testing.assert_array_equal(picked[0], picked[3])
    np.testing.assert_array_equal(picked[1], data.images[:1][0])
    assert picked.max() > 100
    assert picked.min() < 50


def test_labels_cover_the_classes(data):
    assert data.labels.dtype == np.int64
    np.testing.assert_array_equal(np.unique(data.labels), np.arange(len(data.class_names)))


@pytest.mark.parametrize("name", DATASETS)
def test_where_it_comes_from_and_its_licence_are_known_without_its_files(name):
    assert DATASETS[name].source
    assert DATASETS[name].license


def test_factors_come_with_names(data):
    if data.factors is None:
        assert data.factor_names == ()
    else:
        assert data.factors.shape == (len(data), len(data.factor_names))


def test_loading_again_gives_the_same(data):
    again = load(data.name, data.split)
    index = np.arange(0, len(data), max(1, len(data) // 50))
    np.testing.assert_array_equal(again.images[index], data.images[index])
    np.testing.assert_array_equal(again.labels, data.labels)


def test_unknown_names_are_refused_with_the_nearest_known_one():
    with pytest.raises(ConfigError, match="Did you mean 'fashion-mnist'"):
        load("fashion_mnist")
    with pytest.raises(ConfigError, match="Unknown split 'valid'"):
        load("digits", "valid")


def test_a_data_set_whose_parts_differ_in_length_is_refused():
    with pytest.raises(DataError, match="3 images but 2 labels"):
        ImageDataset("x", "train", np.zeros((3, 1, 2, 2), np.uint8), np.zeros(2, np.int64), ("a",))


@pytest.mark.parametrize("shape", [(2, 2), None])
def test_attribute_values_have_the_columns_of_the_attributes(shape):
    attributes = (Attribute(name="hair", values=("bob", "bun")), Attribute(name="smile", ends=("no", "yes")))
    values = None if shape is None else np.zeros(shape, np.float32)
    pictures, labels = np.zeros((2, 1, 2, 2), np.uint8), np.zeros(2, np.int64)
    with pytest.raises(DataError, match="2 attributes need 2 rows of 3"):
        ImageDataset("x", "train", pictures, labels, ("a",), attributes=attributes, attribute_values=values)
    with pytest.raises(DataError, match="2 rows of 3 columns"):
        ImageDataset("x", "train", pictures, labels, ("a",), attribute_values=np.zeros((2, 3), np.float32))
