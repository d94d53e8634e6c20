"""Maps of stored codes by name: those in the file, any two dimensions of z, and the prior's plane."""

import math
import re

import numpy as np
from jaxtyping import Float32, Float64

from vaeviz.codes import AffinePrior, LatentCodes
from vaeviz.errors import unknown_name
from vaeviz.files.codes import StoredCodes

PLANE = "manifold"  # of models of two dimensions
_PAIR = re.compile(r"z(0|[1-9]\d{0,2})-z(0|[1-9]\d{0,2})", re.ASCII)

Points = Float32[np.ndarray, "n 2"]


def pair_of(name: str, latent_dim: int) -> tuple[int, int] | None:
    """Return the two dimensions of a map such as "z3-z7"; None if the name does not have this form."""
    found = _PAIR.fullmatch(name)
    across, upwards = (int(found[1]), int(found[2])) if found else (0, 0)
    return (across, upwards) if across != upwards and max(across, upwards) < latent_dim else None


def plane_dims(stored: StoredCodes) -> list[int]:
    """Return the horizontal and the vertical dimension of the prior's plane."""
    params = stored.maps["axes"].params if "axes" in stored.maps else {}
    return [int(params.get("x", 0)), int(params.get("y", 1))]


def map_points(stored: StoredCodes, name: str, prior: AffinePrior | None) -> Points:
    """Return the points of all codes on the map of that name.

    On the prior's plane, a point is the prior's cumulative probability at each coordinate; the axes are in the order
    of the stored map "axes". ``prior`` is the model's learned p(z|c); None: N(0, I).

    Raises
    ------
    ConfigError
        If these codes have no such map.
    """
    mu = stored.codes.mu
    if name in stored.maps:
        return stored.maps[name].points
    if name == PLANE and stored.codes.latent_dim == 2:
        deviations = _standardised(stored.codes, prior)[:, plane_dims(stored)]
        below = [0.5 * math.erfc(-deviation / math.sqrt(2)) for deviation in deviations.ravel().tolist()]
        return np.array(below, np.float32).reshape(deviations.shape)
    pair = pair_of(name, stored.codes.latent_dim)
    if pair is None:
        raise unknown_name("map", name[:40], [*stored.maps, "z0-z1"])
    return np.ascontiguousarray(mu[:, pair])


def _standardised(codes: LatentCodes, prior: AffinePrior | None) -> Float64[np.ndarray, "n latent"]:
    """Return the posterior means in standard deviations of the prior from its mean, each under its condition."""
    mu = codes.mu.astype(np.float64)
    if prior is None:
        return mu
    centre, logvar = prior.at(codes.condition)
    return (mu - centre) / np.exp(logvar.astype(np.float64) / 2)
