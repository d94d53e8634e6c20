"""Conditional accuracy of models whose accuracy is known."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn
from toys import LAMP, checkpoint, draw_lamps, holding, lamps

from vaeviz import data as datasets
from vaeviz.config import Condition, ModelConfig
from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import ConfigError
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.checkpoint import load as load_checkpoint
from vaeviz.files.header import Header, read_header
from vaeviz.files.places import shipped
from vaeviz.metrics.conditional_accuracy import attribute_accuracy, conditional_accuracy
from vaeviz.metrics.oracle_classifier import OracleClassifier, shipped_oracle
from vaeviz.metrics.oracle_training import OracleSettings, measure_errors, train_oracle

NAMES = ("left", "right")


@pytest.fixture(scope="module")
def oracle() -> OracleClassifier:
    """An oracle for images whose left or right half is bright."""
    labels = np.arange(400) % 2
    images = np.random.default_rng(0).integers(0, 60, (400, 1, 8, 8)).astype(np.uint8)
    images[labels == 0, :, :, :4] += 180
    images[labels == 1, :, :, 4:] += 180
    return train_oracle(ImageDataset("halves", "train", images, labels, NAMES), OracleSettings(epochs=4))


class Mirror(nn.Module):
    """A decoder that draws the requested class, or the other class where z_0 > 0.5."""

    def __init__(self) -> None:
        super().__init__()
        self.unused = nn.Parameter(torch.zeros(1))  # a model's device is that of its parameters

    def forward(self, z, c):
        logits = torch.full((len(z), 1, 8, 8), -2.0)
        right = c.argmax(1) ^ (z[:, 0] > 0.5).long()
        logits[right == 0, :, :, :4] = 1.5
        logits[right == 1, :, :, 4:] = 1.5
        return logits


def mirror() -> Checkpoint:
    config = checkpoint(Condition(kind="class", names=NAMES)).header.model
    model = VariationalAutoencoder(config, nn.Identity(), Mirror()).eval()
    return holding(model, Header(name="mirror", model=config))


def test_accuracy_is_the_share_of_samples_in_the_class_asked_for(oracle):
    # P(z > 0.5) = 0.3085; halving the temperature leaves P(z > 1) = 0.1587; 4,000 draws have a standard error of 0.007
    full = conditional_accuracy(mirror(), oracle, n=4000)
    assert full.share == pytest.approx(1 - 0.3085, abs=0.03)
    assert conditional_accuracy(mirror(), oracle, n=4000, temperature=0.5).share == pytest.approx(1 - 0.1587, abs=0.03)
    assert conditional_accuracy(mirror(), oracle, n=4000, seed=1).share != full.share


def test_the_standard_error_is_the_spread_of_the_accuracy_over_seeds(oracle):
    found = [conditional_accuracy(mirror(), oracle, n=400, seed=seed) for seed in range(60)]
    spread = np.std([one.share for one in found], ddof=1)  # of 60 draws: known to 9 %
    assert {one.samples for one in found} == {400}
    assert found[0].error == pytest.approx((0.3085 * (1 - 0.3085) / 400) ** 0.5, rel=0.15)
    assert spread == pytest.approx(found[0].error, rel=0.3)


def test_models_that_do_not_fit_the_oracle_are_refused(oracle):
    classes = Condition(kind="class", names=NAMES)
    with pytest.raises(ConfigError, match="toy is not conditioned on a class"):
        conditional_accuracy(checkpoint(), oracle)
    with pytest.raises(ConfigError, match="The oracle of halves has 2 classes"):
        conditional_accuracy(checkpoint(Condition(kind="class", names=("up", "down"))), oracle)
    with pytest.raises(ConfigError, match="Use the oracle of the model's data set"):
        conditional_accuracy(checkpoint(classes, (1, 4, 4)), oracle)


def conditional_models(kind: str) -> list[Path]:
    opened = ((path, read_header(path).model.condition) for path in shipped().values())
    return [path for path, condition in opened if condition is not None and condition.kind == kind]


@pytest.mark.parametrize("path", conditional_models("class"), ids=lambda path: path.name)
def test_shipped_conditional_models_draw_the_requested_class(path):
    opened = load_checkpoint(path)
    assert opened.header.train is not None
    oracle = shipped_oracle(opened.header.train.dataset)
    assert oracle is not None
    # 1,000 samples of a model with an accuracy of 95 % have a standard error of 0.7 %
    assert conditional_accuracy(opened, oracle, n=1000).share >= 0.95


@pytest.mark.parametrize("path", conditional_models("attributes"), ids=lambda path: path.name)
def test_shipped_models_of_attributes_draw_the_requested_attributes(path):
    opened = load_checkpoint(path)
    assert opened.header.train is not None
    data, oracle = datasets.load(opened.header.train.dataset, "test"), shipped_oracle(opened.header.train.dataset)
    assert oracle is not None
    for found in attribute_accuracy(opened, oracle, data, n=1000):
        assert (found.rank_correlation if found.accuracy is None else found.accuracy) >= 0.95, found.name


@pytest.fixture(scope="module")
def measurer() -> OracleClassifier:
    return measure_errors(train_oracle(lamps(2000), OracleSettings(epochs=12)), lamps(400, seed=1))


class Painter(nn.Module):
    """A decoder that draws the requested lamp with brightness z_0; ``stubborn``: it ignores the condition."""

    def __init__(self, stubborn: bool) -> None:
        super().__init__()
        self.unused = nn.Parameter(torch.zeros(1))
        self.stubborn = stubborn

    def forward(self, z, c):
        height = torch.tanh(z[:, 1]) if self.stubborn else c[:, 0]
        colour = (z[:, 2] > 0).long() if self.stubborn else c[:, 1:].argmax(1)
        level = 0.75 + 0.2 * torch.tanh(z[:, 0])
        images = draw_lamps(height.numpy(), colour.numpy(), level.numpy())
        return (torch.from_numpy(images) / 255).logit(1e-4)


def painter(stubborn: bool) -> Checkpoint:
    config = ModelConfig(
        family="mlp", image_shape=(3, 12, 12), latent_dim=3, hidden=4, condition=Condition.of_attributes(LAMP)
    )
    model = VariationalAutoencoder(config, nn.Identity(), Painter(stubborn)).eval()
    return holding(model, Header(name="painter", model=config))


def test_a_model_that_follows_its_condition_scores_high_and_one_that_ignores_it_does_not(measurer):
    height, colour = attribute_accuracy(painter(False), measurer, lamps(500, seed=5), n=1000)
    assert height.rank_correlation > 0.98
    assert colour.accuracy > 0.99
    height, colour = attribute_accuracy(painter(True), measurer, lamps(500, seed=5), n=1000)
    assert abs(height.rank_correlation) < 0.1
    assert colour.accuracy == pytest.approx(1 / 3, abs=0.06)
    assert attribute_accuracy(painter(True), measurer, lamps(500), n=50, seed=1)[0] != height


def test_an_oracle_of_other_attributes_is_refused(oracle, measurer):
    with pytest.raises(ConfigError, match="toy is not conditioned on attributes"):
        attribute_accuracy(checkpoint(), measurer, lamps(10))
    with pytest.raises(ConfigError, match="The oracle of halves measures 0 attributes"):
        attribute_accuracy(painter(False), oracle, lamps(10))
    with pytest.raises(ConfigError, match="is not conditioned on a class"):
        conditional_accuracy(painter(False), measurer)
