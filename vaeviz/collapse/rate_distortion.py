"""What bounds the plane of rate and distortion on real pixels, and where the shipped models lie on it."""

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
    """Two Bernoulli decoders that need no training: one that knows nothing of the picture, and one that knows all.

    Both in nats per image, the mean over a test split whose pixels are drawn from their grey levels.
    """

    dataset: str
    split: str
    images: int
    pixel_mean: float  # distortion of the training images' mean: where collapse ends, at rate 0
    grey_entropy: float  # distortion left by whoever knows each grey level: the drawing of the pixels itself
    command: str = ""
    hardware: str = ""


def pixel_limits(train: ImageDataset, test: ImageDataset, command: str = "", hardware: str = "") -> PixelLimits:
    """Return both, in expectation over how the pixels are drawn."""
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
    grey: Float64[np.ndarray, "n *image"], told: Float[np.ndarray, "m *image"], least: float = 1e-6
) -> float:
    """Return the mean over pictures of the nats that pixels drawn from ``grey`` cost under Bernoulli(``told``)."""
    share = told.clip(least, 1 - least)
    nats = -(grey * np.log(share) + (1 - grey) * np.log1p(-share))
    return float(nats.reshape(len(grey), -1).sum(1).mean())


def write_limits(out: Path, limits: PixelLimits) -> None:
    """Write ``out/plane.json``."""
    write_file(out / FILE, (json.dumps(limits.to_json(), indent=2) + "\n").encode())


def read_limits(out: Path | None = None) -> PixelLimits:
    """Read the limits that are shipped, or those in the folder ``out``.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged.
    """
    with reading((out or folder()) / FILE, REMEDY) as data:
        return PixelLimits.from_json(read_json(data))


def comparable(found: Evaluation) -> bool:
    """Whether a model's figures lie on the same plane: binarised pictures of the same set, and nothing told."""
    return (
        (found.dataset, found.split, found.likelihood) == (DATASET, "test", "bernoulli")
        and found.binarised
        and found.conditional_accuracy is None
    )


def facts() -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """Return what the page draws beside the grid of runs: the limits and the shipped models' figures."""
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
    """Return how a model was trained and what was measured; None for what is not there or is damaged.

    A damaged file is described on the model's card.
    """
    try:
        return read_header(folder).train, read_evaluation(folder)
    except CheckpointError:
        return None, None
