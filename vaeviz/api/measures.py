"""Diagnostics of codes, and evaluation of models."""

from vaeviz.api.latents import codes_of
from vaeviz.codes import LatentCodes
from vaeviz.data.dataset import ImageDataset, Progress, Split
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.metrics.diagnostics import Diagnostics
from vaeviz.metrics.diagnostics import diagnose as diagnose_codes
from vaeviz.metrics.evaluate import USUAL, EvaluationSettings, evaluate_on
from vaeviz.metrics.evaluate import evaluate as evaluate_model
from vaeviz.metrics.evaluation import Evaluation


def diagnose(codes: "LatentCodes | Checkpoint", *, threshold: float = 0.01) -> Diagnostics:
    """Measure each latent dimension: KL to the prior in nats, variance of the posterior mean, active or not.

    A dimension is an active unit where the variance of its posterior mean over the images is above ``threshold``. For
    a model, its stored codes are used.

    Raises
    ------
    DataError
        If there are fewer than two codes.

    References
    ----------
    Burda, Grosse, Salakhutdinov, "Importance Weighted Autoencoders", ICLR 2016, section 5 (active units).
    """
    return diagnose_codes(codes_of(codes), threshold=threshold)


def evaluate(
    checkpoint: Checkpoint,
    data: "str | ImageDataset | None" = None,
    *,
    split: Split = USUAL.split,
    limit: int | None = USUAL.limit,
    importance_samples: int = USUAL.samples,
    importance_images: int = USUAL.iwae_images,
    seed: int = USUAL.seed,
    progress: Progress | None = None,
) -> Evaluation:
    """Measure a model on a split: ELBO, distortion, rate, IWAE bound, active units, criteria of collapse, probes.

    All bounds are in nats per image, higher is better. By default ``data`` is the data set that the model was
    trained on; the probes are fitted to its training split.

    Raises
    ------
    ConfigError
        If a setting is out of range, or the header of the model names no data set and ``data`` is not given.
    DataError
        If the images do not fit the model, or there are fewer than two.

    References
    ----------
    Burda, Grosse, Salakhutdinov, "Importance Weighted Autoencoders", ICLR 2016, equation 8 (the IWAE bound).
    """
    settings = EvaluationSettings(
        split=split, samples=importance_samples, iwae_images=importance_images, limit=limit, seed=seed
    )
    if isinstance(data, ImageDataset):
        return evaluate_model(checkpoint, data, settings=settings, progress=progress)
    return evaluate_on(checkpoint, data, settings, progress)
