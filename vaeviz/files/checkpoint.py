"""A model on disk: a safetensors file with a header that says how to rebuild it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from vaeviz import __version__
from vaeviz.config import ModelConfig, Record, TrainConfig
from vaeviz.errors import CheckpointError, VaevizError
from vaeviz.families import build
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.files import (
    ArraySpec,
    check_arrays,
    digest_of,
    opening,
    read_tensors,
    reading,
    tensor_header,
    write_tensors,
)
from vaeviz.files.data_folders import roots

FORMAT = 1
MODEL_FILE = "model.safetensors"
VARIABLE = "VAEVIZ_CHECKPOINTS"
MAX_WEIGHT = 1e6  # of either sign; a trained weight beyond it is a damaged one
_COUNT = ArraySpec(("int64",), (), low=0)
_REMEDY = "Fetch it again, or train it with `python -m vaeviz train`."


@dataclass(frozen=True, kw_only=True)
class Header(Record):
    """What a model file says of itself."""

    name: str
    model: ModelConfig
    train: TrainConfig | None = None
    class_names: tuple[str, ...] = ()
    command: str = ""  # what made it, and makes it again
    hardware: str = ""  # what it was trained on
    version: str = __version__
    format: int = FORMAT


@dataclass(frozen=True)
class Checkpoint:
    """An opened model, shared by everyone who opens the file: in eval mode, without gradients, never mutated."""

    header: Header
    model: VariationalAutoencoder
    digest: str  # of the file: the key of everything computed from it
    path: Path


def home() -> Path:
    """Return the folder that everything shipped lies in: $VAEVIZ_CHECKPOINTS, or the project's own."""
    return Path(os.environ.get(VARIABLE) or Path(__file__).parents[2] / "checkpoints")


def shipped(root: Path | None = None) -> dict[str, Path]:
    """Return name -> folder of every model under ``root``, else under `home`."""
    return {file.parent.name: file.parent for file in sorted((root or home()).glob(f"*/{MODEL_FILE}"))}


def for_visitors(told: VaevizError | str) -> str:
    """Return an error, or its words, with files named from `home` or the data sets' folder on.

    Where those lie on this machine is no visitor's business; on the command line it is. A relative path stays as it
    is: it does not say where it begins.
    """
    text = str(told)
    absolute = {str(way(folder)) for folder in (home(), *roots()) for way in (Path.absolute, Path.resolve)}
    for folder in sorted(absolute, key=len, reverse=True):
        text = text.replace(f"{folder}{os.sep}", "")
    return text


def model_file(path: Path) -> Path:
    """Return the weights' file of a checkpoint given as its folder or as the file itself."""
    return path / MODEL_FILE if path.is_dir() else path


def read_header(path: Path) -> Header:
    """Read what the file says of itself, without its weights.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged, no safetensors file or not one of ours.
    """
    path = model_file(path)
    with opening(path, _REMEDY) as file:
        return parse_header(tensor_header(file))


def model_digest(path: Path) -> str:
    """Return the digest of a model's file, without opening the model.

    Raises
    ------
    CheckpointError
        If the file cannot be read.
    """
    with reading(model_file(path), _REMEDY) as data:
        return digest_of(data)


def parse_header(found: object) -> Header:
    """Check what the file says of itself.

    Raises
    ------
    CheckpointError
        If there is nothing, or it is of a later version.
    ConfigError
        If it has an unknown key, lacks a required one, or a value is not allowed.
    """
    if found is None:
        raise CheckpointError("it is a safetensors file without a 'vaeviz' header, so its architecture is unknown")
    made_as = found.get("format", FORMAT) if isinstance(found, dict) else FORMAT
    if isinstance(made_as, int) and made_as > FORMAT:  # before its keys are read: they may be unknown here
        raise CheckpointError(f"it has format {made_as}; this version reads up to {FORMAT}: update vaeviz")
    return Header.from_json(found)


def load(path: Path) -> Checkpoint:
    """Open a model.

    Raises
    ------
    CheckpointError
        If the file cannot be read or its weights do not fit its own header.
    """
    path = model_file(path)
    with reading(path, _REMEDY) as data:
        found = read_tensors(data)
        header = parse_header(found.header)
        with torch.device("meta"):  # no memory for what a header only claims
            model = build(header.model)
        put_weights(model, found.arrays)
    model.eval().requires_grad_(False)
    return Checkpoint(header, model, found.digest, path)


def put_weights(network: nn.Module, arrays: Mapping[str, np.ndarray]) -> None:
    """Give a network, which may be on torch's meta device, weights from a file.

    Raises
    ------
    CheckpointError
        If the arrays are not exactly its weights, in single or half precision, finite and of a size that weights have.
    """
    check_arrays(arrays, weight_specs(network))
    state = network.state_dict()
    weights = {name: torch.from_numpy(array).to(state[name].dtype) for name, array in arrays.items()}
    network.load_state_dict(weights, assign=True)


def weight_specs(network: nn.Module) -> dict[str, ArraySpec]:
    """Return what the arrays of a network's weights must be; batch norm also counts its batches."""
    state = network.state_dict()
    return {name: _weight(part) if part.is_floating_point() else _COUNT for name, part in state.items()}


def _weight(part: Tensor) -> ArraySpec:
    return ArraySpec(("float32", "float16"), tuple(part.shape), -MAX_WEIGHT, MAX_WEIGHT)


def save(folder: Path, model: VariationalAutoencoder, header: Header) -> str:
    """Write ``folder/model.safetensors`` and return its digest."""
    return write_tensors(folder / MODEL_FILE, numbers(model.state_dict()), header.to_json())


def numbers(tensors: Mapping[str, Tensor]) -> dict[str, np.ndarray]:
    """Return tensors as arrays, on the CPU."""
    return {name: part.detach().cpu().numpy() for name, part in tensors.items()}
