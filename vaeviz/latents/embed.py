"""EMBEDDERS: name -> method; codes -> a two-dimensional picture of them, the same for the same seed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from vaeviz.data.dataset import Progress
from vaeviz.errors import ConfigError, DataError, unknown_name
from vaeviz.latent import Embedding, LatentCodes, ParamValue
from vaeviz.latents.projections import Placed, axes, pca, tsne, umap

__all__ = ["EMBEDDERS", "Embedder", "Embedding", "Param", "embed", "trustworthiness"]

NEIGHBOURS = 15  # of the trustworthiness
TRUST_POINTS = 2000  # it is measured on at most so many points: its cost grows with their square

Matrix = Float32[np.ndarray, "n latent"]


@dataclass(frozen=True)
class Param:
    """One setting of a method: what a control for it must know."""

    name: str
    default: ParamValue
    low: float = 0.0
    high: float = 0.0
    choices: tuple[str, ...] = ()
    help: str = ""

    def check(self, value: ParamValue) -> ParamValue:
        """Return ``value``, or say what is allowed."""
        if self.choices:
            if value not in self.choices:
                raise unknown_name(self.name, str(value), self.choices)
            return value
        whole = isinstance(self.default, int)
        kinds = int if whole else int | float
        if not isinstance(value, kinds) or isinstance(value, bool) or not self.low <= value <= self.high:
            kind = "whole numbers" if whole else "numbers"
            raise ConfigError(f"{self.name} is {value!r}; allowed: {kind} from {self.low:g} to {self.high:g}.")
        return value if whole else float(value)


@dataclass(frozen=True)
class Embedder:
    """A method and all that a screen must know about it."""

    title: str
    run: Callable[[LatentCodes, int, Progress | None, Mapping[str, ParamValue]], Placed]
    params: tuple[Param, ...]
    citation: str
    fewest: int  # points it needs


EMBEDDERS: dict[str, Embedder] = {
    "pca": Embedder("PCA", pca, (), "Pearson, Phil. Mag. 1901; Hotelling, J. Educ. Psychol. 1933", 2),
    "umap": Embedder(
        "UMAP",
        umap,
        (
            Param("neighbours", 15, 2, 200, help="Few: local detail; many: the overall shape."),
            Param("min-dist", 0.1, 0.0, 1.0, help="How tightly points may be packed."),
            Param("metric", "euclidean", choices=("euclidean", "cosine", "manhattan")),
        ),
        "McInnes, Healy, Melville, arXiv:1802.03426, 2018",
        5,
    ),
    "t-sne": Embedder(
        "t-SNE",
        tsne,
        (Param("perplexity", 30.0, 2.0, 200.0, help="About how many neighbours each point listens to."),),
        "van der Maaten and Hinton, JMLR 9, 2008",
        7,
    ),
    "axes": Embedder(
        "z_i and z_j",
        axes,
        (
            Param("x", -1, -1, 511, help="Latent dimension to the right; -1: the one of highest rate."),
            Param("y", -1, -1, 511, help="Latent dimension upwards; -1: the next by rate."),
        ),
        "Kingma and Welling, ICLR 2014, figure 4",
        1,
    ),
}


def embed(
    codes: LatentCodes, method: str, *, seed: int = 0, progress: Progress | None = None, **params: ParamValue
) -> Embedding:
    """Place the posterior means in two dimensions.

    Settings are named as in `EMBEDDERS`, with ``_`` for ``-``. A ``progress`` that raises stops the work.

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
    known = {param.name: param for param in embedder.params}
    settings = {param.name: param.default for param in embedder.params}
    for key, value in given.items():
        name = key.replace("_", "-")
        if name not in known:
            raise unknown_name(f"setting of {embedder.title}", name, known)
        settings[name] = known[name].check(value)
    return settings


def trustworthiness(mu: Matrix, points: Float32[np.ndarray, "n 2"], *, seed: int = 0) -> float | None:
    """Return how far neighbours on the map are neighbours in latent space: 1 is perfect, about 0.5 is chance.

    Measured with 15 neighbours on a random 2,000 of the points where there are more; None below 32 points.

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
