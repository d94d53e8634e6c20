"""Maps of stored codes by name: those in the file, any two dimensions of z, and the prior's plane."""

import re

import numpy as np
import torch
from jaxtyping import Float32

from vaeviz.errors import unknown_name
from vaeviz.files.codes import StoredCodes
from vaeviz.latent import Prior

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


def map_points(stored: StoredCodes, name: str, prior: Prior) -> Points:
    """Return the points of all codes on the map of that name.

    On the prior's plane, a point is the prior's cumulative probability at each coordinate; the axes are in the order
    of the stored map "axes". ``prior`` has one row for all codes, or one row per code.

    Raises
    ------
    ConfigError
        If these codes have no such map.
    """
    mu = stored.codes.mu
    if name in stored.maps:
        return stored.maps[name].points
    if name == PLANE and stored.codes.latent_dim == 2:
        with torch.inference_mode():
            deviations = (torch.from_numpy(mu).double() - prior.mu) / (prior.logvar.double() / 2).exp()
            places = torch.special.ndtr(deviations).float().numpy()
        return np.ascontiguousarray(places[:, plane_dims(stored)])
    pair = pair_of(name, stored.codes.latent_dim)
    if pair is None:
        raise unknown_name("map", name[:40], [*stored.maps, "z0-z1"])
    return np.ascontiguousarray(mu[:, pair])
