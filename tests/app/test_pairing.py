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
    ("name", "why"),
    [
        ("plain", "no model here is told the class of its data set's images"),
        ("class", "no model of its data set is told nothing"),
        ("attributes", "is told attributes; here is a model that is told the class"),
        ("damaged", "cannot be read"),
    ],
)
def test_a_model_that_is_not_offered_is_told_what_is_missing(name, why):
    headers = (header("plain", None, "faces"), header("class", CLASSES), header("attributes", FACE, "faces"))
    assert why in Pairs({one.name: one for one in headers}, {}).unfit(name)


def test_models_that_went_while_the_page_was_drawn_are_an_error_in_words(tmp_path):
    pairs = Pairs({}, {"plain": ("told",)})
    assert pairs.offered({"told": tmp_path}) == {"told": tmp_path}
    with pytest.raises(CheckpointError, match="Load the page anew"):
        pairs.start(Memory(), {"told": tmp_path})
