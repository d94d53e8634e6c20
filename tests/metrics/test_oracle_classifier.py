"""The oracle: what it learns, what it refuses, and what it says of itself."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.torch import save as save_tensors
from toys import LAMP, lamps

from vaeviz import data as datasets
from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import CheckpointError, ConfigError, DataError
from vaeviz.files.places import shipped
from vaeviz.metrics.attribute_figures import compare_attributes
from vaeviz.metrics.oracle_classifier import OracleClassifier, OracleHeader, OracleNetwork, load, save, shipped_oracle
from vaeviz.metrics.oracle_training import OracleSettings, measure_errors, train_oracle

NAMES = ("left", "right")


def halves(n: int = 400, seed: int = 0) -> ImageDataset:
    """Pictures whose left or right half is bright."""
    labels = np.arange(n) % 2
    images = np.random.default_rng(seed).integers(0, 60, (n, 1, 8, 8)).astype(np.uint8)
    images[labels == 0, :, :, :4] += 180
    images[labels == 1, :, :, 4:] += 180
    return ImageDataset("halves", "train", images, labels, NAMES)


@pytest.fixture(scope="module")
def oracle() -> OracleClassifier:
    return measure_errors(train_oracle(halves(), OracleSettings(epochs=4)), halves(seed=1))


def test_an_oracle_learns_to_tell_classes_apart(oracle):
    assert oracle.header.test_accuracy == 1.0
    assert oracle.header.test_accuracy_binarised is not None
    assert oracle.header.test_accuracy_binarised > 0.98
    assert oracle.header.class_names == NAMES
    assert not any(parameter.requires_grad for parameter in oracle.network.parameters())


def test_training_repeats_with_its_seed_and_leaves_the_global_one_alone():
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    seen = []
    one = train_oracle(halves(100), OracleSettings(seed=1, epochs=1), progress=lambda *call: seen.append(call))
    assert torch.equal(torch.rand(3), expected)
    two = train_oracle(halves(100), OracleSettings(seed=1, epochs=1))
    for name, part in one.network.state_dict().items():
        assert torch.equal(part, two.network.state_dict()[name])
    assert seen == [("Training the oracle", 1, 1)]


def test_a_data_set_without_classes_has_no_oracle():
    plain = replace(halves(10), labels=np.zeros(10, np.int64), class_names=())
    with pytest.raises(DataError, match="0 class names; an oracle needs two or more"):
        train_oracle(plain, OracleSettings())


def test_an_oracle_comes_back_from_its_file(oracle, tmp_path):
    path = tmp_path / "oracles" / "halves.safetensors"
    save(path, oracle)
    back = shipped_oracle("halves", tmp_path)
    assert back is not None
    assert back.header == oracle.header
    x = torch.from_numpy(halves(50, seed=2).images).float() / 255
    np.testing.assert_array_equal(back.classify(x), oracle.classify(x))
    assert shipped_oracle("nothing", tmp_path) is None
    assert shipped(tmp_path) == {}


@pytest.mark.parametrize("damage", ["truncated", "foreign", "other-weights", "other-shape"])
def test_files_without_an_oracle_are_refused(oracle, tmp_path, damage):
    path = tmp_path / "oracle.safetensors"
    if damage == "truncated":
        save(path, oracle)
        path.write_bytes(path.read_bytes()[:-100])
    elif damage == "foreign":
        path.write_bytes(save_tensors({"weight": torch.zeros(2)}))
    elif damage == "other-shape":
        save(path, OracleClassifier(replace(oracle.header, image_shape=(1, 16, 16)), oracle.network))
    else:
        save(path, OracleClassifier(oracle.header, OracleNetwork((1, 8, 8), 5)))
    with pytest.raises(CheckpointError, match=r"oracle.safetensors cannot be read"):
        load(path)


@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 64, 64), (1, 8, 8), (1, 5, 7)])
def test_an_oracle_fits_any_image_size(shape):
    network = OracleNetwork(shape, 4).eval()
    assert network(torch.zeros(2, *shape)).shape == (2, 4)


def test_the_shipped_mnist_oracle_is_small_and_classifies_99_percent_of_the_real_test_digits():
    try:
        test = datasets.load("mnist", "test")
    except DataError as error:
        pytest.skip(f"MNIST is neither here nor to be had: {error}")
    shipped_one = shipped_oracle("mnist")
    assert shipped_one is not None
    assert sum(part.numel() for part in shipped_one.network.parameters()) < 150_000
    measured = measure_errors(shipped_one, test).header
    assert measured.test_accuracy is not None
    assert measured.test_accuracy >= 0.99
    assert measured.test_accuracy_binarised is not None
    assert measured.test_accuracy_binarised >= 0.99
    assert measured == shipped_one.header


def test_the_shipped_digits_oracle_classifies_99_percent():
    shipped_one = shipped_oracle("digits")
    assert shipped_one is not None
    assert measure_errors(shipped_one, datasets.load("digits", "test")).header.test_accuracy >= 0.99


def test_the_shipped_avatars_oracle_measures_every_attribute_of_real_renders():
    shipped_one, test = shipped_oracle("avatars"), datasets.load("avatars", "test")
    assert shipped_one is not None
    assert shipped_one.header.attributes == test.attributes
    rows = np.arange(1000)
    seen = shipped_one.measure(torch.from_numpy(test.images[rows]).float() / 255)
    for here, stored in zip(
        compare_attributes(test.attributes, test.attribute_values[rows], seen),
        shipped_one.header.test_attributes,
        strict=True,
    ):
        assert here.name == stored.name
        if here.accuracy is not None:
            assert min(here.accuracy, stored.accuracy) >= 0.99
        else:
            assert min(here.rank_correlation, stored.rank_correlation) >= 0.98
            assert here.mean_absolute_error == pytest.approx(stored.mean_absolute_error, abs=0.01)


def test_header_reads_its_own_json():
    header = OracleHeader(dataset="d", image_shape=(1, 2, 2), class_names=NAMES, epochs=1, seed=0)
    assert OracleHeader.from_json(header.to_json()) == header


def test_an_oracle_has_classes_or_attributes():
    with pytest.raises(ConfigError, match="found 0 and 0"):
        OracleHeader(dataset="d", image_shape=(1, 2, 2), epochs=1, seed=0)
    with pytest.raises(ConfigError, match="found 2 and 2"):
        OracleHeader(dataset="d", image_shape=(1, 2, 2), class_names=NAMES, attributes=LAMP, epochs=1, seed=0)


@pytest.fixture(scope="module")
def measurer() -> OracleClassifier:
    return measure_errors(train_oracle(lamps(2000), OracleSettings(epochs=12)), lamps(400, seed=1, split="test"))


def test_attributes_are_measured_with_the_errors_of_the_header(measurer):
    height, colour = measurer.header.test_attributes
    assert (height.name, height.accuracy, colour.name, colour.rank_correlation) == ("height", None, "colour", None)
    assert height.rank_correlation > 0.98
    assert height.mean_absolute_error < 0.1
    assert colour.accuracy == 1
    assert colour.chance == pytest.approx(1 / 3, abs=0.1)
    assert measurer.header.attributes == LAMP
    assert (measurer.header.class_names, measurer.header.test_accuracy) == ((), None)
    fresh = lamps(400, seed=2)
    seen = measurer.measure(torch.from_numpy(fresh.images).float() / 255)
    assert compare_attributes(LAMP, fresh.attribute_values, seen)[0].rank_correlation > 0.98


def test_an_oracle_of_attributes_comes_back_from_its_file(measurer, tmp_path):
    save(tmp_path / "oracles" / "lamps.safetensors", measurer)
    back = shipped_oracle("lamps", tmp_path)
    assert back is not None
    assert back.header == measurer.header
    x = torch.from_numpy(lamps(50, seed=3).images).float() / 255
    np.testing.assert_allclose(back.measure(x), measurer.measure(x), atol=0.05)  # weights are kept in half precision


def test_colour_images_of_classes_are_measured_but_never_binarised():
    plain = replace(lamps(200), attributes=(), attribute_values=None)
    header = measure_errors(train_oracle(plain, OracleSettings(epochs=8)), plain).header
    assert header.class_names == plain.class_names
    assert header.test_accuracy > 0.9  # the lowest lamps are dark
    assert header.test_accuracy_binarised is None
