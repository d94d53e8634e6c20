from dataclasses import replace

import numpy as np
import pytest
import torch

from vaeviz.config import Attribute, Condition
from vaeviz.data.condition import check_condition, condition_for, condition_of
from vaeviz.errors import ConfigError

LIGHT = Attribute(name="light", ends=("dim", "bright"))
SIDE = Attribute(name="side", values=("left", "right", "middle"))


@pytest.fixture
def described(corners):
    light = np.linspace(-1, 1, len(corners))
    c = np.column_stack([light, np.eye(3)[corners.labels % 2]]).astype(np.float32)
    return replace(corners, attributes=(LIGHT, SIDE), attribute_values=c)


def test_a_condition_is_made_from_what_the_data_set_knows(corners, described):
    assert condition_of(corners, "none") is None
    assert condition_of(corners, "class") == Condition(kind="class", names=corners.class_names)
    assert condition_of(described, "attributes") == Condition.of_attributes((LIGHT, SIDE))
    with pytest.raises(ConfigError, match="corners has no attributes"):
        condition_of(corners, "attributes")


def test_each_image_gets_its_own_condition(described):
    rows = np.array([255, 0, 3])
    assert condition_for(described, None, rows) is None
    classes = condition_for(described, condition_of(described, "class"), rows)
    assert classes is not None
    assert torch.equal(classes, torch.eye(4)[described.labels[rows]])
    attributes = condition_for(described, condition_of(described, "attributes"), rows)
    assert attributes is not None
    assert torch.equal(attributes, torch.from_numpy(described.attribute_values[rows]))
    assert attributes[0].tolist() == [1, 0, 1, 0]


def test_what_is_not_known_is_refused(corners, described):
    with pytest.raises(ConfigError, match="one of 2 classes, corners has 4"):
        check_condition(corners, Condition(kind="class", names=("a", "b")))
    with pytest.raises(ConfigError, match="conditioned on the attributes light, side; corners has none"):
        check_condition(corners, Condition.of_attributes((LIGHT, SIDE)))
    with pytest.raises(ConfigError, match="conditioned on the attributes light; corners has light, side"):
        check_condition(described, Condition.of_attributes((LIGHT,)))
