"""Who stands beside whom on the Compare page, without the page."""

import pytest

from vaeviz.app.pairing import Pairs
from vaeviz.app.state import Memory
from vaeviz.config import Attribute, Condition, ModelConfig, TrainConfig
from vaeviz.errors import CheckpointError
from vaeviz.files.header import Header

CLASSES = Condition(kind="class", names=("cat", "dog"))
FACE = Condition.of_attributes((Attribute(name="mouth", ends=("down", "up")),))


def header(name: str, condition: Condition | None, dataset: str = "toys") -> Header:
    config = ModelConfig(family="mlp", image_shape=(1, 4, 4), latent_dim=2, condition=condition, hidden=8)
    return Header(name=name, model=config, train=TrainConfig(dataset=dataset), class_names=CLASSES.names)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("plain", "no class-conditional model of its data set"),
        ("class", "no unconditional model of its data set"),
        ("attributes", "is conditioned on attributes; this page compares"),
        ("damaged", "cannot be read"),
    ],
)
def test_a_model_that_is_not_offered_has_a_reason(name, reason):
    headers = (header("plain", None, "faces"), header("class", CLASSES), header("attributes", FACE, "faces"))
    assert reason in Pairs({one.name: one for one in headers}, {}).unfit(name)


def test_models_that_went_while_the_page_was_drawn_are_an_error_in_words(tmp_path):
    pairs = Pairs({}, {"plain": ("told",)})
    assert pairs.offered({"told": tmp_path}) == {"told": tmp_path}
    with pytest.raises(CheckpointError, match="Reload the page"):
        pairs.start(Memory(), {"told": tmp_path})
