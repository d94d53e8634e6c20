"""Download of the stored codes, all of them or those inside a lasso, as .npz or .csv."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from functools import partial

import numpy as np
from jaxtyping import Int64
from starlette.requests import Request
from starlette.responses import Response

from vaeviz.codes import AffinePrior, LatentCodes
from vaeviz.errors import ConfigError
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.codes import StoredCodes
from vaeviz.server import workers
from vaeviz.server.access import AccessError, require_same_origin, require_token
from vaeviz.server.decode.codes_cache import stored_codes
from vaeviz.server.decode.lasso import inside, parse_polygon
from vaeviz.server.decode.maps import Points, map_points
from vaeviz.server.decode.model_cache import require_checkpoint
from vaeviz.server.http.answering import answering_errors

MEDIA = {"npz": "application/zip", "csv": "text/csv; charset=utf-8"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # first characters of cells that spreadsheets evaluate
GROUPS = ("", "A", "B")
CHUNK = 8192  # lines written at once


@dataclass(frozen=True)
class Chosen:
    """The codes to write, and their points on the requested map."""

    codes: LatentCodes
    members: Int64[np.ndarray, " chosen"]  # indices of the codes
    points: Points | None  # of all codes


@answering_errors
async def export(request: Request) -> Response:
    """Answer ``GET /vaeviz/export/{digest}.npz|.csv?token=&map=&polygon=&group=``.

    Without ``map`` the file has no points; without ``polygon`` (see `parse_polygon`) it has all codes. ``group`` is
    a letter for the file's name.
    """
    require_same_origin(request, absent_ok=True)
    require_token(request)
    kind = request.path_params["kind"]
    if kind not in MEDIA:
        raise AccessError(404, f"Codes cannot be exported as '{kind[:20]}'; allowed: {', '.join(MEDIA)}.")
    checkpoint = require_checkpoint(request.path_params["digest"])
    query = request.query_params
    work = partial(write, checkpoint, kind, query.get("map", ""), query.get("polygon", ""), query.get("group", ""))
    with workers.files_under_way:
        data, name = await workers.run(workers.files(), work)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(data, media_type=MEDIA[kind], headers=headers)


def write(checkpoint: Checkpoint, kind: str, map_name: str, polygon: str, group: str = "") -> tuple[bytes, str]:
    """Return a file of the chosen codes, and its name.

    Raises
    ------
    AccessError
        If the model has no stored codes.
    ConfigError
        If there is no such map, the polygon is damaged or has no map, or there is no such group.
    """
    stored = stored_codes(checkpoint)
    chosen = choose(stored, map_name, polygon, checkpoint.learned_prior)
    if group not in GROUPS:
        raise ConfigError(f"group is '{group[:20]}'; allowed: A or B. Omit group= for a file name without a letter.")
    letter = f"-{group}" if group else ""
    part = f"{letter}-{len(chosen.members)}-of" if polygon else letter
    data = to_npz(chosen) if kind == "npz" else to_csv(chosen, checkpoint.header.class_names)
    return data, f"{safe_name(checkpoint.header.name)}{part}-codes.{kind}"


def choose(stored: StoredCodes, map_name: str, polygon: str, prior: AffinePrior | None) -> Chosen:
    """Return the codes inside ``polygon`` on the map of that name, or all of them."""
    if polygon and not map_name:
        raise ConfigError("The request has a polygon but no map; add map= with the map of the polygon.")
    points = map_points(stored, map_name, prior) if map_name else None
    if points is None or not polygon:
        return Chosen(stored.codes, np.arange(len(stored.codes)), points)
    return Chosen(stored.codes, inside(points, parse_polygon(polygon)), points)


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
    """Return one line per code, after a header line; numbers have the nine digits that single precision needs.

    A class name that a spreadsheet would evaluate as a formula gets an apostrophe before it.
    """
    codes, dims = chosen.codes, range(chosen.codes.latent_dim)
    placed = ["x", "y"] if chosen.points is not None else []
    names = ["code", "row", "label", "class", *placed, *(f"mu{j}" for j in dims), *(f"logvar{j}" for j in dims)]
    pattern = ",".join(["%d", "%d", "%d", "%s", *["%.9g"] * (len(names) - 4)]) + "\r\n"
    cells = np.array([*map(_cell, class_names), ""], object)
    rows = rows_of(chosen)
    parts = [(",".join(names) + "\r\n").encode()]
    for at in range(0, len(rows), CHUNK):
        members = chosen.members[at : at + CHUNK]
        labels = codes.labels[members]
        numbers = [codes.mu[members], codes.logvar[members]]
        if chosen.points is not None:
            numbers.insert(0, chosen.points[members])
        table = np.empty((len(members), len(names)), object)
        table[:, :3] = np.stack([members, rows[at : at + CHUNK], labels], axis=1)
        table[:, 3] = cells[np.minimum(labels, len(class_names))]
        table[:, 4:] = np.concatenate(numbers, axis=1)
        parts.append((pattern * len(members) % tuple(table.ravel())).encode())
    return b"".join(parts)


def _cell(name: str) -> str:
    """Write a name as one cell."""
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="").writerow([f"'{name}" if name.startswith(FORMULA) else name])
    return file.getvalue()


def rows_of(chosen: Chosen) -> Int64[np.ndarray, " chosen"]:
    """Return the data set's row of each chosen code."""
    rows = chosen.codes.rows
    return chosen.members if rows is None else rows[chosen.members]


def safe_name(name: str) -> str:
    """Return a name that needs no quoting in a header and cannot point to another folder."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-")[:100] or "model"
