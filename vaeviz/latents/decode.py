"""Codes -> images: decoding, traversals, interpolation, manifold grids, inverse maps, prior samples."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import torch
from jaxtyping import Float, Float32

from vaeviz.codes import random_attributes
from vaeviz.config import condition_size
from vaeviz.errors import ConfigError
from vaeviz.latent import LatentModel, TrainableModel

_PARALLEL = 1e-6  # radians: directions closer than this, or to opposite, do not define an arc

Codes = Float32[np.ndarray, "n latent"]
Points = Float32[np.ndarray, "m two"]


def decode(
    model: LatentModel, z: Codes, c: Float32[np.ndarray, "n condition"] | None = None, *, batch: int = 256
) -> Float32[np.ndarray, "n channel height width"]:
    """Return the pixel mean in [0, 1] of each code.

    Without ``c`` a conditional model gets the null label. A single row of ``c`` is not broadcast over the codes.
    """
    _check_codes(model, z, c)
    parts = []
    with torch.inference_mode():
        for start in range(0, len(z), batch):
            condition = None if c is None else torch.from_numpy(c[start : start + batch])
            parts.append(model.decode(torch.from_numpy(z[start : start + batch]), condition).numpy())
    return np.concatenate(parts) if parts else np.empty((0, *model.image_shape), np.float32)


def _check_codes(model: LatentModel, z: Codes, c: Float32[np.ndarray, "n condition"] | None) -> None:
    if z.shape[1] != model.latent_dim:
        raise ConfigError(f"The codes have {z.shape[1]} dimensions; the model has {model.latent_dim}.")
    size = condition_size(model)
    if c is not None and c.shape != (len(z), size):
        raise ConfigError(f"The condition has shape {c.shape}; {len(z)} codes of this model need {(len(z), size)}.")


# Values along one dimension: three conventions.


def prior_quantiles(n: int, coverage: float = 0.99) -> Float32[np.ndarray, " n"]:
    """Return n standard normal quantiles at equal steps of probability, over the central ``coverage`` of the mass.

    Steps are short near 0 and long in the tails, so that each covers the same prior mass.
    """
    edge = (1 - coverage) / 2
    normal = NormalDist()
    return np.array([normal.inv_cdf(p) for p in np.linspace(edge, 1 - edge, n)], np.float32)


def posterior_range(mu: float, sd: float, n: int, *, k: float = 3.0) -> Float32[np.ndarray, " n"]:
    """Return n evenly spaced values from mu - k sd to mu + k sd: centred on mu, not on 0."""
    return np.linspace(mu - k * sd, mu + k * sd, n, dtype=np.float32)


def absolute_range(low: float, high: float, n: int) -> Float32[np.ndarray, " n"]:
    """Return n evenly spaced values from ``low`` to ``high``."""
    return np.linspace(low, high, n, dtype=np.float32)


def traversal(z: Float32[np.ndarray, " latent"], dim: int, values: Float32[np.ndarray, " n"]) -> Codes:
    """Return copies of ``z`` whose coordinate ``dim`` takes each of ``values`` in turn.

    Raises
    ------
    ConfigError
        If ``z`` has no such dimension.
    """
    _check_dims((dim,), len(z))
    codes = np.tile(z, (len(values), 1))
    codes[:, dim] = values
    return codes


def lerp(start: Float32[np.ndarray, " latent"], end: Float32[np.ndarray, " latent"], n: int) -> Codes:
    """Return n points on the straight line between two codes, both ends included.

    In many dimensions its midpoint is closer to 0 than almost any draw from the prior; `slerp` keeps the norm.
    """
    t = np.linspace(0, 1, n, dtype=np.float32)[:, None]
    return (1 - t) * start + t * end


def slerp(start: Float32[np.ndarray, " latent"], end: Float32[np.ndarray, " latent"], n: int) -> Codes:
    """Return n points on the arc between two codes; the norm is interpolated linearly.

    If the directions are equal, opposite or undefined (a zero code), there is no unique arc and `lerp` is used.

    References
    ----------
    White, "Sampling Generative Networks", 2016, section 2.1; Shoemake, SIGGRAPH 1985.
    """
    lengths = float(np.linalg.norm(start)), float(np.linalg.norm(end))
    if min(lengths) == 0:
        return lerp(start, end, n)
    u, v = start / lengths[0], end / lengths[1]
    # 2 atan2 of the chord: exact near 0 and pi, where arccos of the dot product loses half the digits
    angle = 2 * float(np.arctan2(np.linalg.norm(u - v), np.linalg.norm(u + v)))
    if angle < _PARALLEL or np.pi - angle < _PARALLEL:
        return lerp(start, end, n)
    t = np.linspace(0, 1, n)[:, None]
    directions = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    norms = (1 - t) * lengths[0] + t * lengths[1]
    return (norms * directions).astype(np.float32)


def manifold_grid(
    n: int, latent_dim: int, *, dims: tuple[int, int] = (0, 1), around: Float32[np.ndarray, " latent"] | None = None
) -> Float32[np.ndarray, "cells latent"]:
    """Return n x n codes at midpoints of cells of equal prior mass, row by row from the top left.

    ``dims[0]`` increases to the right and ``dims[1]`` upwards, as on a map; all other coordinates are those of
    ``around``, or 0. The grid covers the whole latent space only if the model has two dimensions.

    References
    ----------
    Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014, figure 4.
    """
    _check_dims(dims, latent_dim)
    if dims[0] == dims[1]:
        raise ConfigError(f"The grid needs two different dimensions, found {dims[0]} twice.")
    normal = NormalDist()
    steps = np.array([normal.inv_cdf((i + 0.5) / n) for i in range(n)], np.float32)
    codes = np.zeros((n * n, latent_dim), np.float32)
    if around is not None:
        codes[:] = around
    codes[:, dims[0]] = np.tile(steps, n)
    codes[:, dims[1]] = np.repeat(steps[::-1], n)
    return codes


def _check_dims(dims: Sequence[int], latent_dim: int) -> None:
    for dim in dims:
        if not 0 <= dim < latent_dim:
            raise ConfigError(f"There is no dimension {dim}; the model has 0 to {latent_dim - 1}.")


@dataclass(frozen=True)
class MapInverse:
    """Codes for positions on a map, and the distance of each position to the data."""

    z: Float32[np.ndarray, "m latent"]
    distance: Float32[np.ndarray, " m"]  # to the nearest encoded image, in units of the map


def invert_map(points: Float32[np.ndarray, "n 2"], mu: Codes, places: Points, *, k: int = 8) -> MapInverse:
    """Return for each position on a map the mean code of its k nearest points, weighted by inverse distance.

    At a point the result is the code of that point. Far from all points it is still a mean of encoded images, so check
    ``distance`` before using it.

    Raises
    ------
    ConfigError
        If the map has fewer than k points.
    """
    if not 1 <= k <= len(points):
        raise ConfigError(f"k is {k}; a map of {len(points)} points allows 1 to {len(points)}.")
    codes, distances = [], []
    for place in places.astype(np.float64):
        away = np.linalg.norm(points - place, axis=1)
        near = np.argpartition(away, k - 1)[:k]
        closest = away[near].min()
        weights = (away[near] == 0).astype(float) if closest == 0 else closest / away[near]
        codes.append(weights @ mu[near] / weights.sum())
        distances.append(closest)
    return MapInverse(np.array(codes, np.float32).reshape(len(places), mu.shape[1]), np.array(distances, np.float32))


def prior_samples(
    model: TrainableModel,
    n: int,
    *,
    seed: int,
    temperature: float = 1.0,
    c: Float32[np.ndarray, "n condition"] | None = None,
) -> Codes:
    """Draw n codes from p(z|c); ``temperature`` scales the prior's standard deviation about its mean.

    Below 1, samples are more typical and less varied than those of the model.
    """
    with torch.inference_mode():
        prior = model.prior(None if c is None else torch.from_numpy(c))
        eps = torch.randn(n, model.latent_dim, generator=torch.Generator().manual_seed(seed))
        return (prior.mu + temperature * (prior.logvar / 2).exp() * eps).numpy()


@dataclass(frozen=True)
class Samples:
    """Images decoded from the prior, row by row, for a mosaic of ``columns``."""

    images: Float[np.ndarray, "n channel height width"]
    columns: int
    row_names: tuple[str, ...]  # the class of each row; else empty


def sample_mosaic(
    model: TrainableModel, *, rows: int = 6, columns: int = 10, seed: int = 0, temperature: float = 1.0
) -> Samples:
    """Decode draws from the prior as an overview of a model.

    With a class condition there is one row per class; with attributes each of ``rows`` has random attributes. The noise
    is the same within a column, and so is z, unless p(z|c) is learned.
    """
    condition = model.condition
    if condition is None:
        z = prior_samples(model, rows * columns, seed=seed, temperature=temperature)
        return Samples(decode(model, z), columns, ())
    classes = condition.kind == "class"
    given = np.eye(condition.size, dtype=np.float32) if classes else random_attributes(condition, rows, seed)
    c = np.repeat(given, columns, axis=0)
    drawn = [
        prior_samples(model, columns, seed=seed, temperature=temperature, c=part) for part in np.split(c, len(given))
    ]
    return Samples(decode(model, np.concatenate(drawn), c), columns, condition.names if classes else ())
