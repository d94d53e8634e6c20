"""A model on disk: a safetensors file whose header describes how to rebuild it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from vaeviz.families import build
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.files import ArraySpec, check_arrays, read_tensors, reading, write_tensors
from vaeviz.files.header import Header, parse_header
from vaeviz.files.places import MODEL_FILE, MODEL_REMEDY, model_file

MAX_WEIGHT = 1e6  # largest absolute value; a larger weight means a damaged file
_COUNT = ArraySpec(("int64",), (), low=0)


@dataclass(frozen=True)
class Checkpoint:
    """A loaded model: in eval mode, without gradients, never mutated, so that it can be shared."""

    header: Header
    model: VariationalAutoencoder
    digest: str  # of the file; keys everything computed from the model
    path: Path


def load(path: Path) -> Checkpoint:
    """Load a model.

    Raises
    ------
    CheckpointError
        If the file cannot be read or its weights do not fit its header.
    """
    path = model_file(path)
    with reading(path, MODEL_REMEDY) as data:
        found = read_tensors(data)
        header = parse_header(found.header)
        with torch.device("meta"):  # allocate nothing before the arrays are checked against the header
            model = build(header.model)
        put_weights(model, found.arrays)
    model.eval().requires_grad_(False)
    return Checkpoint(header, model, found.digest, path)


def put_weights(network: nn.Module, arrays: Mapping[str, np.ndarray]) -> None:
    """Load weights from a file into a network, which may be on torch's meta device.

    Raises
    ------
    CheckpointError
        If the arrays are not exactly its weights, in single or half precision, finite and at most `MAX_WEIGHT`.
    """
    check_arrays(arrays, weight_specs(network))
    state = network.state_dict()
    weights = {name: torch.from_numpy(array).to(state[name].dtype) for name, array in arrays.items()}
    network.load_state_dict(weights, assign=True)


def weight_specs(network: nn.Module) -> dict[str, ArraySpec]:
    """Return the specification of a network's arrays; integer ones are counts of batches in batch norm."""
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
