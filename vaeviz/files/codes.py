"""Write and read the codes file of a model."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from vaeviz.codes import AffinePrior, Embedding, LatentCodes
from vaeviz.config import MAX_LATENT, Record
from vaeviz.errors import CheckpointError, ConfigError
from vaeviz.files import ArraySpec, check_arrays, read_tensors, reading, write_tensors
from vaeviz.installation import PROGRAM

CODES_FILE = "codes.safetensors"
FORMAT = 1
PRIOR = tuple(one.name for one in fields(AffinePrior))  # names of its arrays in the file, after "prior."
MAX_LOGVAR = 64.0  # largest absolute value: sums of its exponential over a data set are finite in float32
MAX_PRIOR = 1e4
MAX_PLACE = 1e9  # largest absolute coordinate of a map's points
_REMEDY = f"Make it again: run `{PROGRAM} codes` with the checkpoint's folder."


@dataclass(frozen=True, kw_only=True)
class MapHeader(Record):
    """How one map of the file was made."""

    method: str
    params: dict  # setting -> number or word
    seed: int
    trustworthiness: float | None

    def __post_init__(self) -> None:
        if self.trustworthiness is not None and not 0 <= self.trustworthiness <= 1:
            raise ConfigError(f"trustworthiness of {self.method} is {self.trustworthiness}; allowed: 0 to 1.")
        if not all(isinstance(value, str | int | float) for value in self.params.values()):
            raise ConfigError(f"params of {self.method} are {self.params!r}; allowed: numbers and strings.")


@dataclass(frozen=True, kw_only=True)
class DataDistortion(Record):
    """How well a model explains its data: -log p(x|z = mu) of single images, in nats."""

    typical: float  # the median
    limit: float  # the 99th percentile

    @property
    def far(self) -> float:
        """Return what counts as far above the data: as far beyond ``limit`` as that is beyond ``typical``."""
        return 2 * self.limit - self.typical


@dataclass(frozen=True, kw_only=True)
class CodesHeader(Record):
    """The header of a codes file."""

    checkpoint: str  # digest of the model file
    dataset: str
    split: str
    maps: tuple[MapHeader, ...]
    format: int = FORMAT
    distortion: DataDistortion | None = None  # of these images; files without it still load


@dataclass(frozen=True)
class StoredCodes:
    """The codes stored with a checkpoint, and their maps by method."""

    codes: LatentCodes
    maps: dict[str, Embedding]
    distortion: DataDistortion | None = None


def write_codes(
    folder: Path, codes: LatentCodes, maps: Mapping[str, Embedding], distortion: DataDistortion | None = None
) -> str:
    """Write ``folder/codes.safetensors``, mu and logvar in half precision; return the file's digest.

    Half precision keeps three digits: compute maps and figures from the codes before writing them.
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
    header = CodesHeader(
        checkpoint=codes.checkpoint, dataset=codes.dataset, split=codes.split, maps=made_by, distortion=distortion
    )
    return write_tensors(folder / CODES_FILE, arrays, header.to_json())


def read_codes(folder: Path, digest: str) -> StoredCodes:
    """Read the codes stored with a checkpoint whose model file has ``digest``.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged, or from another model.
    """
    with reading(folder / CODES_FILE, _REMEDY) as data:
        found = read_tensors(data)
        header = CodesHeader.from_json(found.header)
        if header.format > FORMAT:
            raise CheckpointError(f"it has format {header.format}; this version reads up to {FORMAT}")
        if header.checkpoint != digest:
            raise CheckpointError(f"it has codes of model {header.checkpoint}, but the model in its folder is {digest}")
        _check(header, found.arrays)
        return _assemble(header, found.arrays)


def _assemble(header: CodesHeader, arrays: Mapping[str, np.ndarray]) -> StoredCodes:
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
            points=arrays[f"map.{made.method}"],
            method=made.method,
            params=made.params,
            seed=made.seed,
            trustworthiness=made.trustworthiness,
            basis=arrays.get(f"basis.{made.method}"),
            centre=arrays.get(f"centre.{made.method}"),
        )
        for made in header.maps
    }
    return StoredCodes(codes, maps, header.distortion)


def _prior_in(arrays: Mapping[str, np.ndarray]) -> AffinePrior | None:
    return AffinePrior(**{name: arrays[f"prior.{name}"] for name in PRIOR}) if "prior.mu" in arrays else None


def _check(header: CodesHeader, arrays: Mapping[str, np.ndarray]) -> None:
    """Raise an error if the arrays do not fit each other, or have values out of range."""
    methods = [made.method for made in header.maps]
    if len(set(methods)) < len(methods):
        raise CheckpointError(f"its maps are {', '.join(methods)}; each method may occur once")
    n, latent = (*arrays["mu"].shape, 0, 0)[:2] if "mu" in arrays else (0, 0)
    if not 1 <= latent <= MAX_LATENT:
        raise CheckpointError(f"its codes have {latent} dimensions; allowed: 1 to {MAX_LATENT}")
    half, single = ("float16",), ("float32",)
    specs = {
        "mu": ArraySpec(half, (n, latent)),
        "logvar": ArraySpec(half, (n, latent), -MAX_LOGVAR, MAX_LOGVAR),
        "labels": ArraySpec(("uint16",), (n,)),
    }
    columns = arrays["condition"].shape[-1] if "condition" in arrays and arrays["condition"].ndim else None
    if "condition" in arrays:
        specs["condition"] = ArraySpec(half, (n, columns), -1, 1)
    if "rows" in arrays:
        specs["rows"] = ArraySpec(("uint32",), (n,))
    if "prior.mu" in arrays:
        specs |= {f"prior.{name}": ArraySpec(single, (latent,), -MAX_PRIOR, MAX_PRIOR) for name in ("mu", "logvar")}
        both = ArraySpec(single, (latent, columns), -MAX_PRIOR, MAX_PRIOR)
        specs |= {f"prior.{name}": both for name in ("mu_weight", "logvar_weight")}
    for method in methods:
        specs[f"map.{method}"] = ArraySpec(single, (n, 2), -MAX_PLACE, MAX_PLACE)
        if f"basis.{method}" in arrays:
            specs[f"basis.{method}"] = ArraySpec(single, (2, latent), -2, 2)
            specs[f"centre.{method}"] = ArraySpec(single, (latent,), -MAX_PLACE, MAX_PLACE)
    check_arrays(arrays, specs)
