"""Limits of the rate-distortion plane on MNIST, and the shipped models' points on it."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float, Float64

from vaeviz.config import Record, TrainConfig
from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import CheckpointError
from vaeviz.files import read_json, reading, write_file
from vaeviz.files.figures import folder
from vaeviz.files.header import read_header
from vaeviz.files.places import shipped
from vaeviz.installation import PROGRAM
from vaeviz.metrics.evaluation import Evaluation, read_evaluation

FILE = "plane.json"
DATASET = "mnist"
REMEDY = f"Fetch it again, or make it with `{PROGRAM} collapse plane`."


@dataclass(frozen=True, kw_only=True)
class PixelLimits(Record):
    """Distortions of two Bernoulli decoders that need no training: with no information on the image, and with all.

    Both in nats per image, the mean over a test split whose pixels are sampled from their grey levels.
    """

    dataset: str
    split: str
    images: int
    pixel_mean: float  # distortion of the training images' mean: full collapse, at rate 0
    grey_entropy: float  # distortion if every grey level is known: the entropy of sampling the pixels
    command: str = ""
    hardware: str = ""


def pixel_limits(train: ImageDataset, test: ImageDataset, command: str = "", hardware: str = "") -> PixelLimits:
    """Return both limits, in expectation over the sampling of the pixels."""
    mean = train.images[:].mean(0, dtype=np.float64) / 255
    grey = test.images[:].astype(np.float64) / 255
    return PixelLimits(
        dataset=test.name,
        split=test.split,
        images=len(test),
        pixel_mean=cross_entropy(grey, mean[None]),
        grey_entropy=cross_entropy(grey, grey),
        command=command,
        hardware=hardware,
    )


def cross_entropy(
    grey: Float64[np.ndarray, "n *image"], predicted: Float[np.ndarray, "m *image"], least: float = 1e-6
) -> float:
    """Return the mean over images of the cross entropy of Bernoulli(``grey``) and Bernoulli(``predicted``), in nats."""
    p = predicted.clip(least, 1 - least)
    nats = -(grey * np.log(p) + (1 - grey) * np.log1p(-p))
    return float(nats.reshape(len(grey), -1).sum(1).mean())


def write_limits(out: Path, limits: PixelLimits) -> None:
    """Write ``out/plane.json``."""
    write_file(out / FILE, (json.dumps(limits.to_json(), indent=2) + "\n").encode())


def read_limits(out: Path | None = None) -> PixelLimits:
    """Read the shipped limits, or those in the folder ``out``.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged.
    """
    with reading((out or folder()) / FILE, REMEDY) as data:
        return PixelLimits.from_json(read_json(data))


def comparable(found: Evaluation) -> bool:
    """Whether a model's figures belong on the same plane: the same binarised images, and no condition."""
    return (
        (found.dataset, found.split, found.likelihood) == (DATASET, "test", "bernoulli")
        and found.binarised
        and found.conditional_accuracy is None
    )


def payload() -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """Return what the page adds to the grid of runs: the limits and the shipped models' figures."""
    found = [_figures(path) for path in shipped().values()]
    models = [
        {
            "name": one.name,
            "beta": train.beta,
            "latent": len(one.rate_per_dim),
            "rate": one.rate,
            "distortion": one.distortion,
            "elbo": one.elbo,
            "active": one.active_units,
            "iwae": one.iwae,
            "iwae_samples": one.iwae_samples,
            "iwae_images": one.iwae_images,
        }
        for train, one in found
        if train is not None and one is not None and comparable(one)
    ]
    return {"limits": read_limits().to_json(), "models": models}, {}


def _figures(folder: Path) -> tuple[TrainConfig | None, Evaluation | None]:
    """Return a model's training configuration and evaluation; None for what is missing or damaged.

    The model's card reports a damaged file.
    """
    try:
        return read_header(folder).train, read_evaluation(folder)
    except CheckpointError:
        return None, None
