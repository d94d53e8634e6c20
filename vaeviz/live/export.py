"""The stored codes as a file to keep: all of them, or those inside a lasso, as .npz or .csv."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from functools import partial
from statistics import NormalDist

import numpy as np
from jaxtyping import Float32, Int64
from starlette.requests import Request
from starlette.responses import Response

from vaeviz.checkpoint import Checkpoint
from vaeviz.codes import CODES_FILE, StoredCodes, read_codes
from vaeviz.errors import ConfigError, unknown_name
from vaeviz.latent import LatentCodes
from vaeviz.live import workers
from vaeviz.live.access import AccessError, require_checkpoint, require_same_origin, require_token
from vaeviz.live.endpoints import answering_errors
from vaeviz.live.lasso import inside, parse_polygon

MEDIA = {"npz": "application/zip", "csv": "text/csv; charset=utf-8"}
_PAIR = re.compile(r"z(0|[1-9]\d{0,2})-z(0|[1-9]\d{0,2})", re.ASCII)

Points = Float32[np.ndarray, "n 2"]


@dataclass(frozen=True)
class Chosen:
    """The codes to be written, and where they stand on the map that was asked for."""

    codes: LatentCodes
    members: Int64[np.ndarray, " chosen"]  # indices of the codes
    points: Points | None  # of all codes


@answering_errors
async def export(request: Request) -> Response:
    """Answer ``GET /vaeviz/export/{digest}.npz|.csv?token=&map=&polygon=``.

    Without ``map`` there are no places; without ``polygon`` (see `parse_polygon`) all codes are sent.
    """
    require_same_origin(request, absent_ok=True)
    require_token(request)
    kind = request.path_params["kind"]
    if kind not in MEDIA:
        raise AccessError(404, f"There are no '{kind[:20]}' files of codes; allowed: {', '.join(MEDIA)}.")
    checkpoint = require_checkpoint(request.path_params["digest"])
    query = request.query_params
    work = partial(write, checkpoint, kind, query.get("map", ""), query.get("polygon", ""))
    data, name = await workers.run(workers.pictures(), work)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(data, media_type=MEDIA[kind], headers=headers)


def write(checkpoint: Checkpoint, kind: str, map_name: str, polygon: str) -> tuple[bytes, str]:
    """Return a file of the chosen codes, and its name.

    Raises
    ------
    AccessError
        If the model has no stored codes.
    ConfigError
        If there is no such map, or the polygon is damaged or has no map.
    """
    folder = checkpoint.path.parent
    if not (folder / CODES_FILE).exists():
        raise AccessError(404, f"'{checkpoint.header.name}' has no stored codes yet; encode its data set first.")
    chosen = choose(read_codes(folder, checkpoint.digest), map_name, polygon)
    part = f"-{len(chosen.members)}-of" if polygon else ""
    data = to_npz(chosen) if kind == "npz" else to_csv(chosen, checkpoint.header.class_names)
    return data, f"{safe_name(checkpoint.header.name)}{part}-codes.{kind}"


def choose(stored: StoredCodes, map_name: str, polygon: str) -> Chosen:
    """Return the codes inside ``polygon`` on the map of that name, or all of them."""
    if polygon and not map_name:
        raise ConfigError("A polygon needs the map that it lies on; give map= too.")
    points = map_points(stored, map_name) if map_name else None
    if points is None or not polygon:
        return Chosen(stored.codes, np.arange(len(stored.codes)), points)
    return Chosen(stored.codes, inside(points, parse_polygon(polygon)), points)


def map_points(stored: StoredCodes, name: str) -> Points:
    """Return the places of all codes on a stored map, on two coordinates ("z3-z7") or on the prior's plane.

    Raises
    ------
    ConfigError
        If these codes have no such map.
    """
    if name in stored.maps:
        return stored.maps[name].points
    mu = stored.codes.mu
    if name == "manifold" and stored.codes.latent_dim == 2:
        normal = NormalDist()
        return np.array([[normal.cdf(one) for one in place] for place in mu.tolist()], np.float32)
    pair = _PAIR.fullmatch(name)
    dims = [int(dim) for dim in pair.groups()] if pair else []
    if len(set(dims)) < 2 or max(dims) >= stored.codes.latent_dim:
        raise unknown_name("map", name[:40], [*stored.maps, "z0-z1"])
    return np.ascontiguousarray(mu[:, dims])


def to_npz(chosen: Chosen) -> bytes:
    """Return arrays by name: code (index among the stored codes), row (of the data set), label, mu, logvar, xy."""
    codes, members = chosen.codes, chosen.members
    arrays = {
        "code": members,
        "row": rows_of(chosen),
        "label": codes.labels[members],
        "mu": codes.mu[members],
        "logvar": codes.logvar[members],
    }
    if chosen.points is not None:
        arrays["xy"] = chosen.points[members]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w") as part:
                np.lib.format.write_array(part, array, allow_pickle=False)
    return file.getvalue()


def to_csv(chosen: Chosen, class_names: tuple[str, ...]) -> bytes:
    """Return one line a code, after a line of names; numbers have nine digits, which single precision needs."""
    codes, dims = chosen.codes, range(chosen.codes.latent_dim)
    placed = ["x", "y"] if chosen.points is not None else []
    names = ["code", "row", "label", "class", *placed, *(f"mu{j}" for j in dims), *(f"logvar{j}" for j in dims)]
    file = io.StringIO(newline="")
    lines = csv.writer(file)
    lines.writerow(names)
    for i, row in zip(chosen.members.tolist(), rows_of(chosen).tolist(), strict=True):
        label = int(codes.labels[i])
        place = [] if chosen.points is None else chosen.points[i].tolist()
        numbers = (f"{value:.9g}" for value in (*place, *codes.mu[i].tolist(), *codes.logvar[i].tolist()))
        lines.writerow([i, row, label, class_names[label] if label < len(class_names) else "", *numbers])
    return file.getvalue().encode()


def rows_of(chosen: Chosen) -> Int64[np.ndarray, " chosen"]:
    """Return which rows of the data set the chosen codes are of."""
    rows = chosen.codes.rows
    return chosen.members if rows is None else rows[chosen.members]


def safe_name(name: str) -> str:
    """Return a name that needs no quoting in a header and means no other folder."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-")[:100] or "model"
