"""The weights of a network as arrays, and back; this module imports torch."""

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor, nn

from vaeviz.config import ModelConfig
from vaeviz.families import build
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.files import ArraySpec, check_arrays

_COUNT = ArraySpec(("int64",), (), low=0)


def rebuild(config: ModelConfig, arrays: Mapping[str, np.ndarray]) -> VariationalAutoencoder:
    """Return the model with these weights, in eval mode, without gradients.

    Raises
    ------
    CheckpointError
        If the arrays are not its weights, see `put_weights`.
    """
    with torch.device("meta"):  # allocates nothing: the arrays become the weights
        model = build(config)
    put_weights(model, arrays)
    return model.eval().requires_grad_(False)


def put_weights(network: nn.Module, arrays: Mapping[str, np.ndarray]) -> None:
    """Load weights from a file into a network, which may be on torch's meta device.

    Raises
    ------
    CheckpointError
        If the arrays are not exactly its weights, in single or half precision, finite and at most `MAX_WEIGHT`.
    """
    state = network.state_dict()
    check_arrays(arrays, {name: _spec(part) for name, part in state.items()})
    weights = {name: torch.from_numpy(array).to(state[name].dtype) for name, array in arrays.items()}
    network.load_state_dict(weights, assign=True)


def _spec(part: Tensor) -> ArraySpec:
    """Return what an array must be; integer ones are counts of batches in batch norm."""
    return ArraySpec.of_weight(tuple(part.shape)) if part.is_floating_point() else _COUNT


def numbers(tensors: Mapping[str, Tensor]) -> dict[str, np.ndarray]:
    """Return tensors as arrays, on the CPU."""
    return {name: part.detach().cpu().numpy() for name, part in tensors.items()}
