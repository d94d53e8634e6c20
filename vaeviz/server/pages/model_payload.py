"""A model's part of the page's payload, from its checkpoint and its stored codes."""

import math
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from vaeviz.codes import AffinePrior
from vaeviz.config import condition_size
from vaeviz.data import DATASETS
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.codes import StoredCodes
from vaeviz.metrics.diagnostics import diagnose

MIN_SPAN, MAX_SPAN = 4, 10  # half width of the sliders' range, in units of z


@dataclass(frozen=True)
class Start:
    """The code of a real image, shown on a first visit."""

    code: int  # index among the stored codes
    z: tuple[float, ...]
    c: tuple[float, ...]


@dataclass(frozen=True)
class ModelPayload:
    """One model as the page needs it; without stored codes its rates are None."""

    name: str
    digest: str
    latent_dim: int
    image_shape: tuple[int, int, int]
    condition: dict[str, Any] | None
    class_names: tuple[str, ...]
    prior: dict[str, list | None]  # see `prior_payload`
    rate: tuple[float, ...] | None  # nats, mean over the stored codes; the prior is that of each code's condition
    active: tuple[bool, ...] | None
    mu_sd: tuple[float, ...] | None
    aggregate_mean: tuple[float, ...] | None  # of q(z), the aggregate posterior of the stored images
    aggregate_sd: tuple[float, ...] | None  # sqrt(Var(mu) + E[sigma^2]), the unit of the sliders
    span: int
    has_codes: bool
    maps: tuple[str, ...]
    start: Start | None
    problem: str | None = None  # the error if the codes cannot be read
    dataset: str = ""  # of the stored codes
    distortion: dict[str, float] | None = None  # nats per image: typical of the data, and far above it
    other_factors: tuple[str, ...] = ()  # factors of the data set that are not among the model's attributes

    @property
    def first_map(self) -> str:
        """Return the map shown first: the two axes of a 2D latent space, otherwise UMAP; "" if there are no maps."""
        wanted = (*(("axes",) if self.latent_dim == 2 else ()), "umap", *self.maps)
        return next((name for name in wanted if name in self.maps), "")

    def to_json(self) -> dict[str, Any]:
        """Return the payload."""
        return {**asdict(self), "first_map": self.first_map}


def describe(checkpoint: Checkpoint, stored: StoredCodes | None, problem: str | None = None) -> ModelPayload:
    """Return a model's payload; ``stored`` is None if its data set has not been encoded yet."""
    header, model = checkpoint.header, checkpoint.header.model
    figures = diagnose(stored.codes) if stored and len(stored.codes) > 1 else None
    return ModelPayload(
        name=header.name,
        digest=checkpoint.digest,
        latent_dim=model.latent_dim,
        image_shape=model.image_shape,
        condition=model.condition.to_json() if model.condition else None,
        class_names=header.class_names,
        prior=prior_payload(checkpoint.learned_prior, model.latent_dim),
        rate=tuple(figures.rate_per_dim.tolist()) if figures else None,
        active=tuple(figures.active.tolist()) if figures else None,
        mu_sd=tuple(np.sqrt(figures.mu_variance).tolist()) if figures else None,
        aggregate_mean=tuple(figures.aggregate_mean.tolist()) if figures else None,
        aggregate_sd=tuple(np.sqrt(figures.aggregate_variance).tolist()) if figures else None,
        span=_span(stored) if figures and stored else MIN_SPAN,
        has_codes=figures is not None,
        maps=tuple(stored.maps) if stored else (),
        start=_start(checkpoint, stored) if stored and len(stored.codes) else None,
        problem=problem,
        dataset=stored.codes.dataset if stored else "",
        distortion=_distortion(stored),
        other_factors=_other_factors(checkpoint),
    )


def prior_payload(learned: AffinePrior | None, latent: int) -> dict[str, list | None]:
    """Return mu and logvar of the prior, one entry per dimension, and their weights mu_weight and logvar_weight.

    The weights have one row per dimension and one number per column of ``c``: the prior at ``c`` has the means
    mu + mu_weight c. They are None if the prior is N(0, I) for every condition.
    """
    if learned is None:
        return {"mu": [0.0] * latent, "logvar": [0.0] * latent, "mu_weight": None, "logvar_weight": None}
    return {one.name: getattr(learned, one.name).tolist() for one in fields(learned)}


def _other_factors(checkpoint: Checkpoint) -> tuple[str, ...]:
    """Return the named factors that are left to z."""
    condition, train = checkpoint.header.model.condition, checkpoint.header.train
    if condition is None or condition.kind != "attributes" or train is None or train.dataset not in DATASETS:
        return ()
    return DATASETS[train.dataset].other_factors


def _distortion(stored: StoredCodes | None) -> dict[str, float] | None:
    known = stored.distortion if stored else None
    return known and {"typical": known.typical, "far": known.far}


def _span(stored: StoredCodes) -> int:
    """Return a half width that covers 99.5 % of the codes, so that outliers do not stretch the sliders."""
    far = float(np.quantile(np.abs(stored.codes.mu).max(axis=1), 0.995))
    return int(min(MAX_SPAN, max(MIN_SPAN, math.ceil(far))))


def _start(checkpoint: Checkpoint, stored: StoredCodes) -> Start:
    condition = stored.codes.condition
    c = np.zeros(condition_size(checkpoint.header.model)) if condition is None else condition[0]
    return Start(0, tuple(stored.codes.mu[0].tolist()), tuple(c.tolist()))
