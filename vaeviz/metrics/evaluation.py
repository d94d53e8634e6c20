"""The measured figures of a model, and the file beside it in which they are stored."""

import json
from dataclasses import dataclass
from pathlib import Path

from vaeviz.config import Record
from vaeviz.errors import ConfigError
from vaeviz.files import read_json, reading, write_file
from vaeviz.installation import PROGRAM
from vaeviz.metrics.attribute_figures import AttributeFigure
from vaeviz.metrics.criteria import Criteria
from vaeviz.metrics.disentanglement import Disentanglement
from vaeviz.metrics.linear_probe import Probe

EVALUATION_FILE = "evaluation.json"


@dataclass(frozen=True, kw_only=True)
class Evaluation(Record):
    """The figures of one model on one split, in nats per image; higher is better for bounds."""

    name: str
    digest: str  # of the model file
    dataset: str
    split: str
    images: int  # for every figure except the importance-weighted bound
    likelihood: str
    binarised: bool  # pixels drawn from Bernoulli(grey level) before anything was measured
    seed: int
    elbo: float
    elbo_error: float  # standard error of the mean over images
    distortion: float
    rate: float
    rate_per_dim: tuple[float, ...]
    mu_variance: tuple[float, ...]
    active_units: int
    active_threshold: float
    iwae: float | None
    iwae_elbo: float | None  # ELBO of the images that iwae is measured on
    iwae_samples: int
    iwae_images: int
    conditional_accuracy: float | None  # share of prior samples that the oracle assigns to the requested class
    judge_accuracy: float | None  # accuracy of the oracle on real test images
    seconds: float
    # Fields below were added later; files without them still load.
    probe_accuracy: float | None = None  # of a linear probe from mu to the label, on images it was not fitted to
    probe_chance: float | None = None  # share of the most common label among them
    attributes: tuple[AttributeFigure, ...] = ()  # agreement of samples with the requested attributes
    attribute_judge: tuple[AttributeFigure, ...] = ()  # accuracy of the oracle on real test images
    attribute_probes: tuple[Probe, ...] = ()  # of linear probes from mu to each attribute
    disentanglement: Disentanglement | None = None
    criteria: Criteria | None = None  # of the same images as the bound
    conditional_samples: int | None = None  # for conditional_accuracy
    conditional_error: float | None = None  # its standard error

    def __post_init__(self) -> None:
        latent = len(self.rate_per_dim)
        lengths = {"mu_variance": len(self.mu_variance)}
        if self.criteria is not None:
            lengths |= {name: len(getattr(self.criteria, name)) for name in ("quiet", "posterior_variance", "use")}
        for name, length in lengths.items():
            if length != latent:
                raise ConfigError(f"{name} has {length} entries; allowed: {latent}, one per dimension.")
        for name in ("images", "iwae_samples", "iwae_images", "active_units"):
            if getattr(self, name) < 0:
                raise ConfigError(f"{name} is {getattr(self, name)}; allowed: 0 or more.")
        for name in ("conditional_accuracy", "judge_accuracy", "probe_accuracy", "probe_chance"):
            share = getattr(self, name)
            if share is not None and not 0 <= share <= 1:
                raise ConfigError(f"{name} is {share}; allowed: 0 to 1.")


def write_evaluation(folder: Path, found: Evaluation) -> None:
    """Write the figures beside the model."""
    write_file(folder / EVALUATION_FILE, (json.dumps(found.to_json(), indent=2) + "\n").encode())


def read_evaluation(folder: Path) -> Evaluation | None:
    """Read the figures beside a model; None if there are none.

    Raises
    ------
    CheckpointError
        If the file is damaged.
    """
    path = folder / EVALUATION_FILE
    if not path.exists():
        return None
    with reading(path, f"Measure again: {PROGRAM} evaluate --write.") as data:
        return Evaluation.from_json(read_json(data))
