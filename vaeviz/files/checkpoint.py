"""A model on disk: a safetensors file whose header describes how to rebuild it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vaeviz.codes import AffinePrior
from vaeviz.families.page_program import PageProgram, page_program
from vaeviz.families.program import learned_prior
from vaeviz.families.shapes import array_shapes
from vaeviz.files import ArraySpec, check_arrays, read_tensors, reading, write_tensors
from vaeviz.files.header import Header, parse_header
from vaeviz.files.places import MODEL_FILE, MODEL_REMEDY, model_file

if TYPE_CHECKING:
    import vaeviz.families.vae


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """An opened model file; it is never mutated, so that it can be shared. PyTorch is imported if ``model`` is used."""

    header: Header
    arrays: Mapping[str, np.ndarray]  # the weights by name, in single or half precision
    digest: str  # of the file; keys everything computed from the model
    path: Path

    @cached_property
    def model(self) -> "vaeviz.families.vae.VariationalAutoencoder":
        """The network, in eval mode, without gradients."""
        from vaeviz.files.weights import rebuild  # imports torch

        return rebuild(self.header.model, self.arrays)

    @cached_property
    def page_program(self) -> PageProgram | None:
        """The decoder as the page runs it; None if only PyTorch can."""
        return page_program(self.header.model, self.arrays)

    @property
    def learned_prior(self) -> AffinePrior | None:
        """The learned p(z|c); None if the prior is N(0, I)."""
        return learned_prior(self.arrays)


def load(path: Path) -> Checkpoint:
    """Open a model file and check its weights.

    The network is built when it is first used, or now if its family is not in `SHAPES` and only it can tell what the
    file must hold.

    Raises
    ------
    CheckpointError
        If the file cannot be read or its weights do not fit its header.
    """
    path = model_file(path)
    with reading(path, MODEL_REMEDY) as data:
        found = read_tensors(data)
        header = parse_header(found.header)
        checkpoint = Checkpoint(header, found.arrays, found.digest, path)
        shapes = array_shapes(header.model)
        if shapes is None:
            _ = checkpoint.model
        else:
            check_arrays(found.arrays, {name: ArraySpec.of_weight(shape) for name, shape in shapes.items()})
    return checkpoint


def save(folder: Path, model: "vaeviz.families.vae.VariationalAutoencoder", header: Header) -> str:
    """Write ``folder/model.safetensors`` and return its digest."""
    from vaeviz.files.weights import numbers  # imports torch

    return write_tensors(folder / MODEL_FILE, numbers(model.state_dict()), header.to_json())
