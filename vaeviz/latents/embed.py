"""EMBEDDERS: name -> method that maps codes to two dimensions, reproducibly for each seed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float32

from vaeviz.codes import Embedding, LatentCodes, ParamValue
from vaeviz.config import MAX_LATENT, Record
from vaeviz.data.dataset import Progress
from vaeviz.errors import DataError, unknown_name
from vaeviz.latents.projections import Placed, axes, pca, tsne, umap
from vaeviz.settings import setting, settings_of

__all__ = ["EMBEDDERS", "Embedder", "Embedding", "embed", "trustworthiness"]

NEIGHBOURS = 15  # neighbourhood size of the trustworthiness
TRUST_POINTS = 2000  # most points it is measured on: its cost is quadratic

MetricName = Literal["euclidean", "cosine", "manhattan"]
Matrix = Float32[np.ndarray, "n latent"]


@dataclass(frozen=True, kw_only=True)
class PcaSettings(Record):
    """Settings of PCA: there are none."""


@dataclass(frozen=True, kw_only=True)
class UmapSettings(Record):
    """Settings of UMAP."""

    neighbours: int = setting(
        15, low=2, high=200, unit="points", help="size of a neighbourhood; small: local detail; large: overall shape"
    )
    min_dist: float = setting(0.1, low=0, high=1, help="minimum distance between points on the map")
    metric: MetricName = setting("euclidean", help="distance between posterior means")


@dataclass(frozen=True, kw_only=True)
class TsneSettings(Record):
    """Settings of t-SNE."""

    perplexity: float = setting(30.0, low=2, high=200, unit="points", help="about the size of a neighbourhood")


@dataclass(frozen=True, kw_only=True)
class AxesSettings(Record):
    """Which two latent dimensions are shown."""

    x: int = setting(-1, low=-1, high=MAX_LATENT - 1, help="dimension to the right; -1: the one of highest KL")
    y: int = setting(-1, low=-1, high=MAX_LATENT - 1, help="dimension upwards; -1: the next by KL")


@dataclass(frozen=True)
class Embedder:
    """A method, and what a page shows about it."""

    title: str
    run: Callable[[LatentCodes, int, Progress | None, Mapping[str, ParamValue]], Placed]
    settings: type[Record]
    citation: str
    fewest: int  # smallest number of points


EMBEDDERS: dict[str, Embedder] = {
    "pca": Embedder("PCA", pca, PcaSettings, "Pearson, Phil. Mag. 1901; Hotelling, J. Educ. Psychol. 1933", 2),
    "umap": Embedder("UMAP", umap, UmapSettings, "McInnes, Healy, Melville, arXiv:1802.03426, 2018", 5),
    "t-sne": Embedder("t-SNE", tsne, TsneSettings, "van der Maaten and Hinton, JMLR 9, 2008", 7),
    "axes": Embedder("z_i and z_j", axes, AxesSettings, "Kingma and Welling, ICLR 2014, figure 4", 1),
}


def embed(
    codes: LatentCodes, method: str, *, seed: int = 0, progress: Progress | None = None, **params: ParamValue
) -> Embedding:
    """Place the posterior means in two dimensions.

    Settings are named as in `EMBEDDERS`, with ``_`` for ``-``. An exception raised by ``progress`` stops the work.

    Raises
    ------
    ConfigError
        If the method or a setting is unknown or out of range.
    DataError
        If there are too few codes for the method.
    """
    if method not in EMBEDDERS:
        raise unknown_name("embedding", method, EMBEDDERS)
    embedder = EMBEDDERS[method]
    if len(codes) < embedder.fewest:
        raise DataError(f"{embedder.title} needs at least {embedder.fewest} codes, found {len(codes)}.")
    settings = _settings(embedder, params)
    placed = embedder.run(codes, seed, progress, settings)
    trust = trustworthiness(codes.mu, placed.points, seed=seed)
    return Embedding(placed.points, method, {**settings, **placed.params}, seed, trust, placed.basis, placed.centre)


def _settings(embedder: Embedder, given: Mapping[str, ParamValue]) -> dict[str, ParamValue]:
    """Return all settings, with hyphens in their names as in a stored map."""
    known = {name.replace("_", "-"): one for name, one in settings_of(embedder.settings).items()}
    settings = {name: one.default for name, one in known.items()}
    for key, value in given.items():
        name = key.replace("_", "-")
        if name not in known:
            raise unknown_name(f"setting of {embedder.title}", name, known)
        settings[name] = known[name].check(value)
    return settings


def trustworthiness(mu: Matrix, points: Float32[np.ndarray, "n 2"], *, seed: int = 0) -> float | None:
    """Return to what extent neighbours on the map are neighbours in latent space: 1 is perfect, about 0.5 is chance.

    Measured with 15 neighbours on at most 2,000 random points; None below 32 points.

    References
    ----------
    Venna and Kaski, "Neighborhood Preservation in Nonlinear Projection Methods", ICANN 2001.
    """
    from sklearn import manifold

    if len(mu) < 2 * NEIGHBOURS + 2:
        return None
    chosen = np.arange(len(mu))
    if len(mu) > TRUST_POINTS:
        chosen = np.random.default_rng(seed).choice(len(mu), TRUST_POINTS, replace=False)
    return float(manifold.trustworthiness(mu[chosen], points[chosen], n_neighbors=NEIGHBOURS))
