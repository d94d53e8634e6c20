"""The judge: what it learns, what it refuses, and what it says of a model."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save as save_tensors
from torch import nn

from vaeviz import data as datasets
from vaeviz.checkpoint import Checkpoint, Header, read_header, shipped
from vaeviz.checkpoint import load as load_checkpoint
from vaeviz.config import Attribute, Condition, ModelConfig
from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import CheckpointError, ConfigError, DataError
from vaeviz.judge import (
    Judge,
    JudgeHeader,
    JudgeNetwork,
    conditional_accuracy,
    load,
    measure,
    save,
    shipped_judge,
    train_judge,
)
from vaeviz.models import build
from vaeviz.models.vae import VariationalAutoencoder

NAMES = ("left", "right")


def halves(n: int = 400, seed: int = 0) -> ImageDataset:
    """Pictures whose left or right half is bright."""
    labels = np.arange(n) % 2
    images = np.random.default_rng(seed).integers(0, 60, (n, 1, 8, 8)).astype(np.uint8)
    images[labels == 0, :, :, :4] += 180
    images[labels == 1, :, :, 4:] += 180
    return ImageDataset("halves", "train", images, labels, NAMES)


@pytest.fixture(scope="module")
def judge() -> Judge:
    return measure(train_judge(halves(), epochs=4), halves(seed=1))


def test_a_judge_learns_to_tell_classes_apart(judge):
    assert judge.header.test_accuracy == 1.0
    assert judge.header.test_accuracy_binarised is not None
    assert judge.header.test_accuracy_binarised > 0.98
    assert judge.header.class_names == NAMES
    assert not any(parameter.requires_grad for parameter in judge.network.parameters())


def test_training_repeats_with_its_seed_and_leaves_the_global_one_alone():
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    seen = []
    one = train_judge(halves(100), seed=1, epochs=1, progress=lambda *call: seen.append(call))
    assert torch.equal(torch.rand(3), expected)
    two = train_judge(halves(100), seed=1, epochs=1)
    for name, part in one.network.state_dict().items():
        assert torch.equal(part, two.network.state_dict()[name])
    assert seen == [("Training the judge", 1, 1)]


def test_a_set_without_classes_cannot_be_judged():
    plain = replace(halves(10), labels=np.zeros(10, np.int64), class_names=())
    with pytest.raises(DataError, match="0 class names; a judge needs two or more"):
        train_judge(plain)


def test_a_judge_comes_back_from_its_file(judge, tmp_path):
    path = tmp_path / "judges" / "halves.safetensors"
    save(path, judge)
    back = shipped_judge("halves", tmp_path)
    assert back is not None
    assert back.header == judge.header
    x = torch.from_numpy(halves(50, seed=2).images).float() / 255
    np.testing.assert_array_equal(back.classify(x), judge.classify(x))
    assert shipped_judge("nothing", tmp_path) is None
    assert shipped(tmp_path) == {}


@pytest.mark.parametrize("damage", ["truncated", "foreign", "other-weights", "other-shape"])
def test_files_that_hold_no_judge_are_refused(judge, tmp_path, damage):
    path = tmp_path / "judge.safetensors"
    if damage == "truncated":
        save(path, judge)
        path.write_bytes(path.read_bytes()[:-100])
    elif damage == "foreign":
        path.write_bytes(save_tensors({"weight": torch.zeros(2)}))
    elif damage == "other-shape":
        save(path, Judge(replace(judge.header, image_shape=(8, 8)), judge.network))
    else:
        save(path, Judge(judge.header, JudgeNetwork((1, 8, 8), 5)))
    with pytest.raises(CheckpointError, match="cannot be read as a judge"):
        load(path)


class Mirror(nn.Module):
    """A decoder that draws what it is told, or the other class where z_0 > 0.5."""

    def __init__(self) -> None:
        super().__init__()
        self.unused = nn.Parameter(torch.zeros(1))  # a model's device is that of its parameters

    def forward(self, z, c):
        logits = torch.full((len(z), 1, 8, 8), -2.0)
        right = c.argmax(1) ^ (z[:, 0] > 0.5).long()
        logits[right == 0, :, :, :4] = 1.5
        logits[right == 1, :, :, 4:] = 1.5
        return logits


def test_accuracy_is_the_share_of_samples_in_the_class_asked_for(judge):
    # P(z > 0.5) = 0.3085; halving the temperature leaves P(z > 1) = 0.1587; 4,000 draws have a standard error of 0.007
    config = checkpoint(Condition(kind="class", names=NAMES)).header.model
    model = VariationalAutoencoder(config, nn.Identity(), Mirror()).eval()
    mirror = Checkpoint(Header(name="mirror", model=config), model, "0" * 32, Path("mirror"))
    full = conditional_accuracy(mirror, judge, n=4000)
    assert full == pytest.approx(1 - 0.3085, abs=0.03)
    assert conditional_accuracy(mirror, judge, n=4000, temperature=0.5) == pytest.approx(1 - 0.1587, abs=0.03)
    assert conditional_accuracy(mirror, judge, n=4000, seed=1) != full


def checkpoint(condition: Condition | None, shape=(1, 8, 8)) -> Checkpoint:
    config = ModelConfig(family="mlp", image_shape=shape, latent_dim=2, hidden=4, condition=condition)
    return Checkpoint(Header(name="toy", model=config), build(config).eval(), "0" * 32, Path("toy"))


def test_models_that_cannot_be_judged_are_refused(judge):
    classes = Condition(kind="class", names=NAMES)
    with pytest.raises(ConfigError, match="toy is not told a class"):
        conditional_accuracy(checkpoint(None), judge)
    with pytest.raises(ConfigError, match="not told a class"):
        conditional_accuracy(checkpoint(Condition.of_attributes((Attribute(name="side", values=NAMES),))), judge)
    with pytest.raises(ConfigError, match="The judge of halves knows 2 classes"):
        conditional_accuracy(checkpoint(Condition(kind="class", names=("up", "down"))), judge)
    with pytest.raises(ConfigError, match="Use the judge of its own data set"):
        conditional_accuracy(checkpoint(classes, (1, 4, 4)), judge)


@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 64, 64), (1, 8, 8), (1, 5, 7)])
def test_a_judge_fits_any_picture_size(shape):
    network = JudgeNetwork(shape, 4).eval()
    assert network(torch.zeros(2, *shape)).shape == (2, 4)


def test_the_shipped_mnist_judge_is_small_and_names_99_percent_of_the_real_test_digits():
    try:
        test = datasets.load("mnist", "test")
    except DataError as error:
        pytest.skip(f"MNIST is neither here nor to be had: {error}")
    shipped_one = shipped_judge("mnist")
    assert shipped_one is not None
    assert sum(part.numel() for part in shipped_one.network.parameters()) < 150_000
    measured = measure(shipped_one, test).header
    assert measured.test_accuracy is not None
    assert measured.test_accuracy >= 0.99
    assert measured.test_accuracy_binarised is not None
    assert measured.test_accuracy_binarised >= 0.99
    assert measured == shipped_one.header


def test_the_shipped_digits_judge_names_99_percent():
    shipped_one = shipped_judge("digits")
    assert shipped_one is not None
    assert measure(shipped_one, datasets.load("digits", "test")).header.test_accuracy >= 0.99


def test_header_reads_its_own_json():
    header = JudgeHeader(dataset="d", image_shape=(1, 2, 2), class_names=NAMES, epochs=1, seed=0)
    assert JudgeHeader.from_json(header.to_json()) == header


def obeying_models() -> list[Path]:
    opened = ((path, read_header(path).model.condition) for path in shipped().values())
    return [path for path, condition in opened if condition is not None and condition.kind == "class"]


@pytest.mark.parametrize("path", obeying_models(), ids=lambda path: path.name)
def test_shipped_conditional_models_draw_the_class_they_are_told(path):
    opened = load_checkpoint(path)
    assert opened.header.train is not None
    judge = shipped_judge(opened.header.train.dataset)
    assert judge is not None
    # 1,000 samples of a model that obeys 95 % of the time have a standard error of 0.7 %
    assert conditional_accuracy(opened, judge, n=1000) >= 0.95
