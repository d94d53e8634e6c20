"""Codes on their way to the file beside their model, and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from vaeviz.checkpoint import HEADER_KEY, digest_of, metadata_of, read_bytes, replace_file
from vaeviz.config import Record
from vaeviz.errors import CheckpointError, VaevizError
from vaeviz.latent import AffinePrior, LatentCodes
from vaeviz.projections import Embedding

CODES_FILE = "codes.safetensors"
FORMAT = 1
PRIOR = tuple(one.name for one in fields(AffinePrior))  # its arrays in the file, each under "prior."
_REMEDY = "Make it again with `python -m vaeviz codes` and the checkpoint's folder."


@dataclass(frozen=True, kw_only=True)
class MapHeader(Record):
    """How one map in the file was made."""

    method: str
    params: dict  # setting -> number or word
    seed: int
    trustworthiness: float | None


@dataclass(frozen=True, kw_only=True)
class CodesHeader(Record):
    """What a codes file says of itself."""

    checkpoint: str  # digest of the model file
    dataset: str
    split: str
    maps: tuple[MapHeader, ...]
    format: int = FORMAT


@dataclass(frozen=True)
class StoredCodes:
    """The codes that travel with a checkpoint, and their maps by method."""

    codes: LatentCodes
    maps: dict[str, Embedding]


def write_codes(folder: Path, codes: LatentCodes, maps: Mapping[str, Embedding]) -> str:
    """Write ``folder/codes.safetensors``, mu and logvar in half precision; return the file's digest.

    Half precision keeps three digits: make maps and figures from the codes before they are written.
    """
    arrays: dict[str, np.ndarray] = {
        "mu": codes.mu.astype(np.float16),
        "logvar": codes.logvar.astype(np.float16),
        "labels": codes.labels.astype(np.uint16),
    }
    if codes.condition is not None:
        arrays["condition"] = codes.condition.astype(np.float16)
    if codes.rows is not None:
        arrays["rows"] = codes.rows.astype(np.uint32)
    if codes.prior is not None:
        arrays |= {f"prior.{name}": getattr(codes.prior, name) for name in PRIOR}
    for method, made in maps.items():
        arrays[f"map.{method}"] = made.points
        if made.basis is not None and made.centre is not None:
            arrays |= {f"basis.{method}": made.basis, f"centre.{method}": made.centre}
    made_by = tuple(
        MapHeader(method=name, params=dict(made.params), seed=made.seed, trustworthiness=made.trustworthiness)
        for name, made in maps.items()
    )
    header = CodesHeader(checkpoint=codes.checkpoint, dataset=codes.dataset, split=codes.split, maps=made_by)
    arrays = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    data = save_arrays(arrays, metadata={HEADER_KEY: json.dumps(header.to_json(), sort_keys=True)})
    replace_file(folder / CODES_FILE, data)
    return digest_of(data)


def read_codes(folder: Path, digest: str) -> StoredCodes:
    """Read the codes beside a checkpoint whose model file has ``digest``.

    Raises
    ------
    CheckpointError
        If there are none, they are damaged, or another model made them.
    """
    path = folder / CODES_FILE
    data = read_bytes(path)
    try:
        arrays = load_arrays(data)
        header = CodesHeader.from_json(json.loads(metadata_of(data)[HEADER_KEY]))
        stored = _assemble(header, arrays)
    except (SafetensorError, KeyError, json.JSONDecodeError, VaevizError) as error:
        raise CheckpointError(f"{path} is damaged or not a codes file ({error}). {_REMEDY}") from error
    if header.checkpoint != digest:
        raise CheckpointError(
            f"{path} holds codes of model {header.checkpoint}, but the model beside it is {digest}. {_REMEDY}"
        )
    return stored


def _assemble(header: CodesHeader, arrays: Mapping[str, np.ndarray]) -> StoredCodes:
    if header.format > FORMAT:
        raise CheckpointError(f"it has format {header.format}; this version reads up to {FORMAT}")
    _check_arrays(header, arrays)
    codes = LatentCodes(
        mu=arrays["mu"].astype(np.float32),
        logvar=arrays["logvar"].astype(np.float32),
        labels=arrays["labels"].astype(np.int64),
        condition=arrays["condition"].astype(np.float32) if "condition" in arrays else None,
        checkpoint=header.checkpoint,
        dataset=header.dataset,
        split=header.split,
        rows=arrays["rows"].astype(np.int64) if "rows" in arrays else None,
        prior=_prior_in(arrays),
    )
    maps = {
        made.method: Embedding(
            points=arrays[f"map.{made.method}"].astype(np.float32),
            method=made.method,
            params=made.params,
            seed=made.seed,
            trustworthiness=made.trustworthiness,
            basis=arrays.get(f"basis.{made.method}"),
            centre=arrays.get(f"centre.{made.method}"),
        )
        for made in header.maps
    }
    return StoredCodes(codes, maps)


def _prior_in(arrays: Mapping[str, np.ndarray]) -> AffinePrior | None:
    if "prior.mu" not in arrays:
        return None
    return AffinePrior(**{name: arrays[f"prior.{name}"].astype(np.float32) for name in PRIOR})


def _check_arrays(header: CodesHeader, arrays: Mapping[str, np.ndarray]) -> None:
    """Say so where the arrays do not fit each other, or a map has places that no screen can show."""
    n, latent = arrays["mu"].shape if arrays["mu"].ndim == 2 else (-1, -1)
    shapes = {"mu": (n, latent), "logvar": (n, latent), "labels": (n,)}
    if "rows" in arrays:
        shapes["rows"] = (n,)
    told = 0
    if "condition" in arrays:
        told = arrays["condition"].size // max(1, n)
        shapes["condition"] = (n, told)
    if "prior.mu" in arrays:
        shapes |= {f"prior.{name}": (latent, told) if name.startswith("told") else (latent,) for name in PRIOR}
    for made in header.maps:
        shapes[f"map.{made.method}"] = (n, 2)
        if f"basis.{made.method}" in arrays:
            shapes |= {f"basis.{made.method}": (2, latent), f"centre.{made.method}": (latent,)}
    for name, shape in shapes.items():
        if arrays[name].shape != shape:
            raise CheckpointError(f"{name} has shape {arrays[name].shape}, the rest of the file needs {shape}")
        if not np.isfinite(arrays[name]).all():
            raise CheckpointError(f"{name} holds numbers that are not finite")
