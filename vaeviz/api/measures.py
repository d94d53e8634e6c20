"""Diagnostics of codes, and evaluation of models."""

from vaeviz import data as datasets
from vaeviz.api.latents import codes_of
from vaeviz.data.dataset import ImageDataset, Progress
from vaeviz.errors import ConfigError
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.latent import LatentCodes
from vaeviz.metrics.diagnostics import Diagnostics
from vaeviz.metrics.diagnostics import diagnose as diagnose_codes
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
    split: str = "test",
    limit: int | None = None,
    importance_samples: int = 64,
    importance_images: int = 1000,
    seed: int = 0,
    progress: Progress | None = None,
) -> Evaluation:
    """Measure a model on a split: ELBO, distortion, rate, IWAE bound, active units, criteria of collapse, probes.

    All bounds are in nats per image, higher is better. By default ``data`` is the data set that the model was
    trained on; the probes are fitted to its training split.

    Raises
    ------
    ConfigError
        If the header of the model names no data set and ``data`` is not given.
    DataError
        If the images do not fit the model, or there are fewer than two.

    References
    ----------
    Burda, Grosse, Salakhutdinov, "Importance Weighted Autoencoders", ICLR 2016, equation 8 (the IWAE bound).
    """
    fitted = None
    if not isinstance(data, ImageDataset):
        name = data or (checkpoint.header.train.dataset if checkpoint.header.train else None)
        if name is None:
            raise ConfigError(f"{checkpoint.header.name} has no record of its training data. Name a data set.")
        fitted = datasets.load(name, "train", progress) if split == "test" else None
        data = datasets.load(name, split, progress)
    return evaluate_model(
        checkpoint,
        data,
        fitted,
        k=importance_samples,
        iwae_images=importance_images,
        limit=limit,
        seed=seed,
        progress=progress,
    )
