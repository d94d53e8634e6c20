"""Small data sets, models and runs of which everything is known."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch

from vaeviz.config import Attribute, Condition, ModelConfig, TrainConfig
from vaeviz.data.dataset import ImageDataset, Split
from vaeviz.families import build
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.header import Header
from vaeviz.files.weights import numbers
from vaeviz.metrics.evaluation import Evaluation
from vaeviz.training.fit import TrainStep

COLOURS = ("red", "green", "blue")
LAMP = (Attribute(name="height", ends=("low", "high")), Attribute(name="colour", values=COLOURS))
CONFIG = TrainConfig(dataset="corners", epochs=40, batch_size=32, learning_rate=5e-3, average=0.9)
MODEL = ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=2, hidden=32)
DIGEST = "0123456789abcdef" * 2
EVALUATION = Evaluation(
    name="toy",
    digest=DIGEST,
    dataset="digits",
    split="test",
    images=1360,
    likelihood="bernoulli",
    binarised=True,
    seed=0,
    elbo=-12.3456,
    elbo_error=0.25,
    distortion=10.0,
    rate=2.3456,
    rate_per_dim=(2.3, 0.0456),
    mu_variance=(0.9, 0.001),
    active_units=1,
    active_threshold=0.01,
    iwae=-11.5,
    iwae_elbo=-12.25,
    iwae_samples=64,
    iwae_images=1000,
    conditional_accuracy=0.975,
    conditional_samples=10_000,
    conditional_error=0.0016,
    judge_accuracy=0.9944,
    seconds=1.0,
)
CLASSES = Condition(kind="class", names=("a", "b", "c"))
FACE = Condition.of_attributes(
    (Attribute(name="mouth", ends=("down", "up")), Attribute(name="hair", values=("none", "bob", "long")))
)


def lamps(n: int = 600, seed: int = 0, split: Split = "train") -> ImageDataset:
    """Return RGB images of a bar; the attributes are its height and colour, the other factor its brightness."""
    rng = np.random.default_rng(seed)
    height, colour, level = rng.uniform(-1, 1, n), rng.integers(0, 3, n), rng.uniform(0.5, 1, n)
    return ImageDataset(
        "lamps",
        split,
        draw_lamps(height, colour, level),
        colour.astype(np.int64),
        COLOURS,
        factors=np.stack([height, colour, level], 1).astype(np.float32),
        factor_names=("height", "colour", "level"),
        attributes=LAMP,
        attribute_values=np.hstack([height[:, None], np.eye(3)[colour]]).astype(np.float32),
    )


def draw_lamps(height: np.ndarray, colour: np.ndarray, level: np.ndarray) -> np.ndarray:
    """Return (n, 3, 12, 12) bytes: the bar grows from the bottom, its last row as bright as it is filled."""
    rows = np.arange(12)[None, ::-1]
    filled = np.clip((height[:, None] + 1) * 6 - rows, 0, 1) * level[:, None]
    images = np.zeros((len(height), 3, 12, 12), np.uint8)
    images[np.arange(len(height)), colour, :, 4:8] = np.round(255 * filled)[:, :, None]
    return images


def small_config(
    family: str, shape: tuple[int, ...], condition: Condition | None = None, **changes: object
) -> ModelConfig:
    """Return a small model of a family; the linear family has no condition and needs a Gaussian with a fixed sigma."""
    if family == "linear":
        condition, changes = None, {"likelihood": "gaussian", **changes}
    if changes.get("likelihood") == "gaussian":
        changes = {"sigma": 0.1, **changes}
    size = {"latent_dim": 5, "width": 4, "hidden": 16}
    return ModelConfig(family=family, image_shape=shape, condition=condition, **size | changes)


def model(config: ModelConfig = MODEL, seed: int = 0) -> VariationalAutoencoder:
    """Return a model that is not trained yet; the same one for the same seed."""
    torch.manual_seed(seed)
    return build(config)


def last(steps: Iterable[TrainStep]) -> TrainStep:
    """Return the last step of a run."""
    return list(steps)[-1]


def checkpoint(condition: Condition | None = None, shape: tuple[int, int, int] = (1, 8, 8)) -> Checkpoint:
    """Return a model of three dimensions, as it would be read from a file."""
    config = ModelConfig(family="mlp", image_shape=shape, latent_dim=3, hidden=16, condition=condition)
    return holding(model(config).eval().requires_grad_(False), Header(name="toy", model=config))


def holding(network: VariationalAutoencoder, header: Header, digest: str = DIGEST) -> Checkpoint:
    """Return a checkpoint of a network in memory, as if it had been read from a file; the page cannot run it."""
    found = Checkpoint(header, numbers(network.state_dict()), digest, Path(header.name))
    vars(found).update(model=network, page_program=None)
    return found
