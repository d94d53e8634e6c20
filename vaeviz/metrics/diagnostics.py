"""What each latent dimension carries, and the figures of a whole model."""

import json
import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Bool, Float32, Int64

from vaeviz.config import Record
from vaeviz.data.condition import told_of
from vaeviz.data.dataset import ImageDataset, Progress
from vaeviz.errors import ConfigError, DataError
from vaeviz.files import read_json, reading, write_file
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.latent import LatentCodes
from vaeviz.latents.encode import check_pictures, choose_rows
from vaeviz.metrics.bounds import DatasetElbo, dataset_elbo, dataset_iwae
from vaeviz.metrics.conditional_accuracy import attribute_obedience, conditional_accuracy
from vaeviz.metrics.criteria import ACTIVE
from vaeviz.metrics.disentanglement import Disentanglement
from vaeviz.metrics.linear_probe import Probe
from vaeviz.metrics.measured_criteria import Criteria, measure_criteria
from vaeviz.metrics.oracle_classifier import AttributeFigure, shipped_judge
from vaeviz.metrics.probes import read_off

EVALUATION_FILE = "evaluation.json"


@dataclass(frozen=True)
class Diagnostics:
    """What each dimension carries, over all images; every array has one entry a dimension."""

    rate_per_dim: Float32[np.ndarray, " latent"]  # nats, mean over images; against p(z|c) where that is learned
    mu_variance: Float32[np.ndarray, " latent"]  # variance over images of the posterior mean
    active: Bool[np.ndarray, " latent"]  # mu_variance > threshold
    threshold: float
    aggregate_mean: Float32[np.ndarray, " latent"]  # of q(z); 0 where it matches N(0, I)
    aggregate_variance: Float32[np.ndarray, " latent"]  # of q(z); 1 where it matches N(0, I)


def diagnose(codes: LatentCodes, *, threshold: float = ACTIVE) -> Diagnostics:
    """Measure what each latent dimension carries.

    A dimension whose posterior equals the prior for every image has rate 0 and is collapsed; 0.01 is a lenient
    threshold, which a dimension of 0.005 nats just passes where q(z_j) matches the prior. Under a learned p(z|c) a
    dimension can be active though its rate is 0: its mean then follows the condition alone.

    Raises
    ------
    DataError
        If there are fewer than two images: a variance needs two.

    References
    ----------
    Burda, Grosse, Salakhutdinov, "Importance Weighted Autoencoders", ICLR 2016, section 5 (active units).
    """
    if len(codes) < 2:
        raise DataError(f"Diagnostics need at least two images, found {len(codes)}.")
    mu_variance = codes.mu.var(0)
    return Diagnostics(
        rate_per_dim=codes.rate().mean(0),
        mu_variance=mu_variance,
        active=mu_variance > threshold,
        threshold=threshold,
        aggregate_mean=codes.mu.mean(0),
        aggregate_variance=mu_variance + np.exp(codes.logvar).mean(0),
    )


@dataclass(frozen=True, kw_only=True)
class Evaluation(Record):
    """The figures of one model on one split, in nats per image; of a bound, higher is better."""

    name: str
    digest: str  # of the model file
    dataset: str
    split: str
    images: int  # behind every figure but the importance-weighted bound
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
    iwae_elbo: float | None  # ELBO of the same pictures that iwae is measured on
    iwae_samples: int
    iwae_images: int
    conditional_accuracy: float | None  # share of prior samples that the judge puts in the class asked for
    judge_accuracy: float | None  # share of real test pictures that the judge names right
    seconds: float
    # What follows came later: files without it still load.
    probe_accuracy: float | None = None  # of a linear rule from mu to the label, on pictures it was not fitted to
    probe_chance: float | None = None  # share of the commonest label among them
    attributes: tuple[AttributeFigure, ...] = ()  # what samples show beside what was asked for
    attribute_judge: tuple[AttributeFigure, ...] = ()  # how well the judge sees each on real test pictures
    attribute_probes: tuple[Probe, ...] = ()  # how much of each a linear rule reads off mu
    disentanglement: Disentanglement | None = None
    criteria: Criteria | None = None  # of the same pictures as the bound
    conditional_samples: int | None = None  # behind conditional_accuracy
    conditional_error: float | None = None  # its standard error

    def __post_init__(self) -> None:
        latent = len(self.rate_per_dim)
        lengths = {"mu_variance": len(self.mu_variance)}
        if self.criteria is not None:
            lengths |= {name: len(getattr(self.criteria, name)) for name in ("quiet", "posterior_variance", "use")}
        for name, length in lengths.items():
            if length != latent:
                raise ConfigError(f"{name} has {length} entries; allowed: {latent}, one a dimension.")
        for name in ("images", "iwae_samples", "iwae_images", "active_units"):
            if getattr(self, name) < 0:
                raise ConfigError(f"{name} is {getattr(self, name)}; allowed: 0 or more.")
        for name in ("conditional_accuracy", "judge_accuracy", "probe_accuracy", "probe_chance"):
            share = getattr(self, name)
            if share is not None and not 0 <= share <= 1:
                raise ConfigError(f"{name} is {share}; allowed: 0 to 1.")


def write_evaluation(folder: Path, found: Evaluation) -> None:
    """Keep the figures beside the model."""
    write_file(folder / EVALUATION_FILE, (json.dumps(found.to_json(), indent=2) + "\n").encode())


def read_evaluation(folder: Path) -> Evaluation | None:
    """Read the figures beside a model; None where it was never measured.

    Raises
    ------
    CheckpointError
        If the file is damaged.
    """
    path = folder / EVALUATION_FILE
    if not path.exists():
        return None
    with reading(path, "Measure again: python -m vaeviz evaluate --write.") as data:
        return Evaluation.from_json(read_json(data))


def evaluate(
    checkpoint: Checkpoint,
    data: ImageDataset,
    fitted: ImageDataset | None = None,
    *,
    k: int = 64,
    iwae_images: int = 1000,
    limit: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Evaluation:
    """Measure a model by the protocol it was trained with: binarised pixels if its training drew them so.

    The bound of a class-conditional model is on log p(x|c). The importance-weighted bound, with ``k`` samples, is
    measured on a random ``iwae_images`` of the pictures (0: not at all). What can be read off the codes is learned
    from those of ``fitted``, the training split; without it, from half of the pictures for the other half.

    Raises
    ------
    DataError
        If the data set has pictures of another size than the model, or fewer than two.
    """
    started = time.perf_counter()
    check_pictures(checkpoint, data)
    header, model = checkpoint.header, checkpoint.model
    binarise = header.train is not None and header.train.binarise
    rows = choose_rows(len(data), limit, seed)
    if len(rows) < 2:
        raise DataError(f"An evaluation needs at least two images, found {len(rows)}.")
    measured = dataset_elbo(model, data, rows, binarise=binarise, seed=seed, progress=progress)
    few = rows[choose_rows(len(rows), iwae_images, seed)]
    tighter = None
    if len(few):
        tighter = dataset_iwae(model, data, few, k=k, binarise=binarise, seed=seed, progress=progress)
    held = read_off(checkpoint, data, fitted, threshold=ACTIVE, limit=limit, seed=seed, progress=progress)
    return Evaluation(
        name=header.name,
        digest=checkpoint.digest,
        dataset=data.name,
        split=data.split,
        images=len(rows),
        likelihood=model.config.likelihood,
        binarised=binarise,
        seed=seed,
        iwae=tighter.iwae.mean().item() if tighter else None,
        iwae_elbo=tighter.elbo.mean().item() if tighter else None,
        iwae_samples=k,
        iwae_images=len(few),
        probe_accuracy=held.label.score if held.label else None,
        probe_chance=held.label.chance if held.label else None,
        attribute_probes=held.attributes,
        disentanglement=held.disentanglement,
        criteria=measure_criteria(model, _codes_of(checkpoint, data, rows, measured), seed=seed, progress=progress),
        **_elbo_figures(measured),
        **_obedience(checkpoint, data, seed),
        seconds=time.perf_counter() - started,
    )


def _elbo_figures(measured: DatasetElbo) -> dict[str, Any]:
    elbo, rate = measured.terms.elbo(), measured.terms.rate.mean(0)
    mu_variance = measured.mu.var(0, correction=0)
    return {
        "elbo": elbo.mean().item(),
        "elbo_error": elbo.std().item() / math.sqrt(len(elbo)),
        "distortion": measured.terms.distortion.mean().item(),
        "rate": rate.sum().item(),
        "rate_per_dim": tuple(rate.tolist()),
        "mu_variance": tuple(mu_variance.tolist()),
        "active_units": int((mu_variance > ACTIVE).sum()),
        "active_threshold": ACTIVE,
    }


def _codes_of(
    checkpoint: Checkpoint, data: ImageDataset, rows: Int64[np.ndarray, " chosen"], measured: DatasetElbo
) -> LatentCodes:
    """Return the posteriors behind the bound as codes: of pictures binarised as it saw them, not of grey ones."""
    told = told_of(data, checkpoint.model.condition, rows)
    return LatentCodes(
        mu=measured.mu.numpy(),
        logvar=measured.logvar.numpy(),
        labels=data.labels[rows],
        condition=None if told is None else told.numpy(),
        checkpoint=checkpoint.digest,
        prior=checkpoint.model.affine_prior(),
    )


def _obedience(checkpoint: Checkpoint, data: ImageDataset, seed: int) -> dict[str, Any]:
    """Return how well the model obeys and the judge's own figures, where there is a judge of what it is told."""
    found: dict[str, Any] = {"conditional_accuracy": None, "judge_accuracy": None}
    condition, judge = checkpoint.model.condition, shipped_judge(data.name)
    if condition is None or judge is None:
        return found
    if condition.kind == "class" and condition.names == judge.header.class_names:
        accuracy = conditional_accuracy(checkpoint, judge, seed=seed)
        found["conditional_accuracy"], found["conditional_samples"] = accuracy.share, accuracy.samples
        found["conditional_error"] = accuracy.error
        found["judge_accuracy"] = judge.header.test_accuracy
    if condition.kind == "attributes" and condition.attributes == judge.header.attributes:
        found["attributes"] = attribute_obedience(checkpoint, judge, data, seed=seed)
        found["attribute_judge"] = judge.header.test_attributes
    return found
