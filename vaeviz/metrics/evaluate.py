"""Evaluate a model on a split of a data set."""

import math
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Int64

from vaeviz import data as datasets
from vaeviz.codes import LatentCodes
from vaeviz.config import Record, TrainConfig
from vaeviz.data.condition import condition_for
from vaeviz.data.dataset import ImageDataset, Progress, Split, choose_rows
from vaeviz.errors import DataError
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.header import dataset_of
from vaeviz.latents.encode import check_image_size
from vaeviz.metrics.bounds import DatasetElbo, dataset_elbo, dataset_iwae
from vaeviz.metrics.conditional_accuracy import attribute_accuracy, conditional_accuracy
from vaeviz.metrics.criteria import ACTIVE
from vaeviz.metrics.evaluation import Evaluation
from vaeviz.metrics.measured_criteria import measure_criteria
from vaeviz.metrics.oracle_classifier import shipped_oracle
from vaeviz.metrics.probes import fit_linear_probes
from vaeviz.settings import same_setting, setting


@dataclass(frozen=True, kw_only=True)
class EvaluationSettings(Record):
    """Which images are measured, and with how many samples the importance-weighted bound is estimated."""

    split: Split = setting("test", help="split of the data set that is measured")
    samples: int = setting(64, low=1, high=100_000, help="samples per image of the importance-weighted bound, its k")
    iwae_images: int = setting(
        1000, low=0, high=10_000_000, unit="images", help="random images for the importance-weighted bound; 0: none"
    )
    limit: int | None = setting(
        None, low=2, high=10_000_000, unit="images", help="size of a random subset; default: all"
    )
    seed: int = same_setting(TrainConfig, "seed", help="seed of the noise and of the random subsets")


USUAL = EvaluationSettings()


def evaluate_on(
    checkpoint: Checkpoint,
    dataset: str | None = None,
    settings: EvaluationSettings = USUAL,
    progress: Progress | None = None,
) -> Evaluation:
    """Measure a model on a data set by name, by default the one it was trained on; see `evaluate`.

    Where the test split is measured, the probes are fitted to the training split.

    Raises
    ------
    ConfigError
        If the header of the model names no data set and ``dataset`` is not given.
    DataError
        If the images do not fit the model, or there are fewer than two.
    """
    name = dataset_of(checkpoint.header, dataset)
    fitted = datasets.load(name, "train", progress) if settings.split == "test" else None
    return evaluate(checkpoint, datasets.load(name, settings.split, progress), fitted, settings, progress)


def evaluate(
    checkpoint: Checkpoint,
    data: ImageDataset,
    fitted: ImageDataset | None = None,
    settings: EvaluationSettings = USUAL,
    progress: Progress | None = None,
) -> Evaluation:
    """Measure a model by the protocol it was trained with: on binarised pixels if it was trained on those.

    ``data`` is measured whatever the split of the settings. The bound of a class-conditional model is on log p(x|c).
    The probes are fitted to the codes of ``fitted``, the training split; without it, to one half of the images, and
    scored on the other half.

    Raises
    ------
    DataError
        If the images of the data set have another size than the model's, or there are fewer than two.
    """
    started = time.perf_counter()
    check_image_size(checkpoint, data)
    header, model, seed = checkpoint.header, checkpoint.model, settings.seed
    binarise = header.train is not None and header.train.binarise
    rows = choose_rows(len(data), settings.limit, seed)
    if len(rows) < 2:
        raise DataError(f"An evaluation needs at least two images, found {len(rows)}.")
    measured = dataset_elbo(model, data, rows, binarise=binarise, seed=seed, progress=progress)
    few = rows[choose_rows(len(rows), settings.iwae_images, seed)]
    tighter = None
    if len(few):
        tighter = dataset_iwae(model, data, few, k=settings.samples, binarise=binarise, seed=seed, progress=progress)
    probes = fit_linear_probes(
        checkpoint, data, fitted, threshold=ACTIVE, limit=settings.limit, seed=seed, progress=progress
    )
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
        iwae_samples=settings.samples,
        iwae_images=len(few),
        probe_accuracy=probes.label.score if probes.label else None,
        probe_chance=probes.label.chance if probes.label else None,
        attribute_probes=probes.attributes,
        disentanglement=probes.disentanglement,
        criteria=measure_criteria(model, _codes_of(checkpoint, data, rows, measured), seed=seed, progress=progress),
        **_elbo_figures(measured),
        **_condition_figures(checkpoint, data, seed),
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
    """Return the posteriors of the bound as codes: of the images as they were binarised for it, not of grey ones."""
    c = condition_for(data, checkpoint.model.condition, rows)
    return LatentCodes(
        mu=measured.mu.numpy(),
        logvar=measured.logvar.numpy(),
        labels=data.labels[rows],
        condition=None if c is None else c.numpy(),
        checkpoint=checkpoint.digest,
        prior=checkpoint.model.affine_prior(),
    )


def _condition_figures(checkpoint: Checkpoint, data: ImageDataset, seed: int) -> dict[str, Any]:
    """Return conditional accuracy and the accuracy of the oracle, where there is an oracle for the condition."""
    found: dict[str, Any] = {"conditional_accuracy": None, "judge_accuracy": None}
    condition, oracle = checkpoint.model.condition, shipped_oracle(data.name)
    if condition is None or oracle is None:
        return found
    if condition.kind == "class" and condition.names == oracle.header.class_names:
        accuracy = conditional_accuracy(checkpoint, oracle, seed=seed)
        found["conditional_accuracy"], found["conditional_samples"] = accuracy.share, accuracy.samples
        found["conditional_error"] = accuracy.error
        found["judge_accuracy"] = oracle.header.test_accuracy
    if condition.kind == "attributes" and condition.attributes == oracle.header.attributes:
        found["attributes"] = attribute_accuracy(checkpoint, oracle, data, seed=seed)
        found["attribute_judge"] = oracle.header.test_attributes
    return found
