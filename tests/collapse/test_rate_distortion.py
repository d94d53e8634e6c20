import math

import numpy as np
import pytest

from vaeviz.collapse.rate_distortion import FILE, cross_entropy, payload, pixel_limits, read_limits, write_limits
from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import CheckpointError
from vaeviz.files.header import read_header
from vaeviz.files.places import shipped


def dataset(values, split="train") -> ImageDataset:
    images = np.array(values, np.uint8).reshape(-1, 1, 1, 2)
    return ImageDataset("two", split, images, np.zeros(len(images), np.int64), ("one",))


def test_limits_of_two_pixels_in_closed_form():
    # one pixel always white, one white in half of the images: 0 and 1 bit
    train = dataset([[255, 0], [255, 255]])
    found = pixel_limits(train, dataset([[255, 0], [255, 255]], "test"))
    assert found.pixel_mean == pytest.approx(math.log(2), abs=1e-4)
    assert found.grey_entropy == pytest.approx(0, abs=1e-4)


def test_a_grey_pixel_costs_its_entropy_even_if_its_level_is_known():
    grey = np.full((3, 1, 1, 1), 0.25)
    entropy = -(0.25 * math.log(0.25) + 0.75 * math.log(0.75))
    assert cross_entropy(grey, grey) == pytest.approx(entropy)
    assert cross_entropy(grey, np.full((1, 1, 1, 1), 0.5)) == pytest.approx(math.log(2))


def test_shipped_limits_are_the_known_ones():
    # 205.8 on binarised test images; 45.8 on the training images
    limits = read_limits()
    assert limits.pixel_mean == pytest.approx(206.0, abs=0.5)
    assert limits.grey_entropy == pytest.approx(45.76, abs=0.5)


def test_shipped_models_lie_between_the_limits():
    header, _ = payload()
    assert {"mnist-vae-z2", "mnist-vae-z8", "mnist-vae-z16", "mnist-vae-z32"} == {
        one["name"] for one in header["models"]
    }
    for one in header["models"]:
        assert one["beta"] == read_header(shipped()[one["name"]]).train.beta
        assert one["distortion"] < header["limits"]["pixel_mean"]
        assert one["elbo"] == pytest.approx(-one["distortion"] - one["rate"], abs=1e-3)


def test_limits_are_written_and_read_again(tmp_path):
    write_limits(tmp_path, read_limits())
    assert read_limits(tmp_path) == read_limits()
    (tmp_path / FILE).write_text("{")
    with pytest.raises(CheckpointError, match="collapse plane"):
        read_limits(tmp_path)
