import json

import pytest

from vaeviz.config import Attribute, Condition, ModelConfig, TrainConfig, condition_size
from vaeviz.errors import ConfigError
from vaeviz.families import build

MODEL = ModelConfig(
    family="conv",
    image_shape=(1, 28, 28),
    latent_dim=16,
    condition=Condition(kind="class", names=("0", "1")),
    likelihood="gaussian",
    sigma=0.1,
)
TRAIN = TrainConfig(dataset="mnist", beta=4, beta_schedule="warm-up", beta_steps=100, binarise=True)


HAIR = Attribute(name="hair", values=("none", "bob", "long"))
SMILE = Attribute(name="smile", ends=("frown", "smile"))
FACE = Condition.of_attributes((HAIR, SMILE))
TOLD = ModelConfig(family="mlp", image_shape=(3, 64, 64), latent_dim=1, condition=FACE)


@pytest.mark.parametrize(
    "config", [MODEL, TRAIN, TOLD, ModelConfig(family="mlp", image_shape=(3, 64, 64), latent_dim=1)]
)
def test_a_configuration_survives_json(config):
    assert type(config).from_json(json.loads(json.dumps(config.to_json()))) == config


def test_an_unknown_key_names_the_nearest_known_one():
    with pytest.raises(ConfigError, match=r"'latent_dims'.*Did you mean 'latent_dim'"):
        ModelConfig.from_json({"family": "mlp", "image_shape": [1, 8, 8], "latent_dims": 2})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"image_shape": [2, 8, 8]}, "C 1 or 3"),
        ({"image_shape": [1, 8, 100_000]}, "image_shape is 100000; allowed: whole numbers from 1 to 256"),
        ({"image_shape": "1x8x8"}, "must be a list"),
        ({"latent_dim": 0}, "latent_dim is 0"),
        ({"latent_dim": True}, "must be int, found bool"),
        ({"latent_dim": 2.0}, "must be int, found float"),
        ({"sigma": -1}, "sigma is -1"),
        ({"sigma": float("nan")}, "sigma is nan"),
        ({"likelihood": "gaussian"}, "sigma is None"),
        ({"likelihood": "gausian", "sigma": 1.0}, "Did you mean 'gaussian'"),
        ({"condition": {"kind": "class", "names": []}}, "1 to 1024"),
        ({"condition": {"kind": "class", "names": ["a", "a"]}}, "distinct"),
        ({"condition": 3}, "must be an object"),
        ({"condition": {"kind": "attributes", "names": ["smile"]}}, "the attributes' columns"),
        ({"condition": {"kind": "class", "names": ["a"], "attributes": [HAIR.to_json()]}}, "none where the kind"),
    ],
)
def test_the_error_of_a_bad_value_says_what_is_allowed(change, message):
    good = {"family": "mlp", "image_shape": [1, 8, 8], "latent_dim": 2}
    with pytest.raises(ConfigError, match=message):
        ModelConfig.from_json(good | change)


def test_a_missing_key_is_named():
    with pytest.raises(ConfigError, match="latent_dim"):
        ModelConfig.from_json({"family": "mlp", "image_shape": [1, 8, 8]})


@pytest.mark.parametrize(
    "change",
    [
        {"epochs": 0},
        {"batch_size": 0},
        {"learning_rate": 0.0},
        {"beta": -1.0},
        {"capacity": -1.0},
        {"capacity_steps": -1},
        {"context_dropout": 1.5},
        {"inner_steps": -1},
        {"label_dropout": 1.0},
        {"seed": -1},
    ],
)
def test_a_training_value_out_of_range_is_refused(change):
    with pytest.raises(ConfigError, match=next(iter(change))):
        TrainConfig(dataset="mnist", **change)


def test_attributes_name_their_columns_in_turn():
    assert FACE.names == ("hair: none", "hair: bob", "hair: long", "smile")
    assert FACE.size == 4


def test_a_header_from_before_the_remedies_loads():
    model = {"family": "mlp", "image_shape": [1, 8, 8], "latent_dim": 2}
    assert ModelConfig.from_json(model).posterior == "free"
    train = TrainConfig.from_json({"dataset": "mnist"})
    assert (train.learning_rate_schedule, train.context_dropout, train.inner_steps) == ("cosine", 0, 0)


def test_a_condition_of_an_older_header_loads():
    assert Condition.from_json({"kind": "class", "names": ["0", "1"]}) == MODEL.condition


@pytest.mark.parametrize(
    ("attribute", "message"),
    [
        ({"name": "", "ends": ("a", "b")}, "a name"),
        ({"name": "smile"}, "two words"),
        ({"name": "smile", "ends": ("a",)}, "two words"),
        ({"name": "hair", "values": ("bob",)}, "2 or more"),
        ({"name": "hair", "values": ("bob", "bob")}, "distinct"),
        ({"name": "hair", "values": ("bob", "")}, "words"),
        ({"name": "hair", "values": ("bob", "long"), "ends": ("a", "b")}, "no ends"),
    ],
)
def test_an_attribute_that_is_neither_choice_nor_number_is_refused(attribute, message):
    with pytest.raises(ConfigError, match=message):
        Attribute(**attribute)


def test_two_attributes_of_one_name_are_refused():
    with pytest.raises(ConfigError, match="distinct"):
        Condition.of_attributes((SMILE, SMILE))


@pytest.mark.parametrize(("condition", "size"), [(None, 0), (Condition(kind="class", names=("a", "b")), 2)])
def test_the_size_of_a_condition(condition, size):
    config = ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=2, hidden=4, condition=condition)
    assert condition_size(config) == condition_size(build(config)) == size
