"""Maps of stored codes by name: those in the file, any two coordinates of z, the prior's plane."""

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
    """Return the two dimensions that a map such as "z3-z7" shows; None if the name is of no such map."""
    found = _PAIR.fullmatch(name)
    across, upwards = (int(found[1]), int(found[2])) if found else (0, 0)
    return (across, upwards) if across != upwards and max(across, upwards) < latent_dim else None


def plane_dims(stored: StoredCodes) -> list[int]:
    """Return which dimension the prior's plane has across and which upwards."""
    params = stored.maps["axes"].params if "axes" in stored.maps else {}
    return [int(params.get("x", 0)), int(params.get("y", 1))]


def map_points(stored: StoredCodes, name: str, prior: Prior) -> Points:
    """Return the places of all codes on the map of that name.

    On the prior's plane a place is the share of the prior below each coordinate, which lie as on the stored map of
    the axes; ``prior`` has one row for all codes, or one a code.

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
