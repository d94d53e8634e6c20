"""The header of a model file, read without its weights."""

from dataclasses import dataclass
from pathlib import Path

from vaeviz import __version__
from vaeviz.config import ModelConfig, Record, TrainConfig
from vaeviz.errors import CheckpointError, ConfigError
from vaeviz.files import digest_of, opening, reading, tensor_header
from vaeviz.files.places import MODEL_REMEDY, model_file

FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class Header(Record):
    """The header of a model file."""

    name: str
    model: ModelConfig
    train: TrainConfig | None = None
    class_names: tuple[str, ...] = ()
    command: str = ""  # the command that trained it
    hardware: str = ""  # what it was trained on
    version: str = __version__
    format: int = FORMAT


def read_header(path: Path) -> Header:
    """Read the header of a model file, without its weights.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged, not a safetensors file or not written by vaeviz.
    """
    path = model_file(path)
    with opening(path, MODEL_REMEDY) as file:
        return parse_header(tensor_header(file))


def dataset_of(header: Header, name: str | None = None) -> str:
    """Return ``name``, or the data set that the model was trained on.

    Raises
    ------
    ConfigError
        If neither is known.
    """
    name = name or (header.train.dataset if header.train else None)
    if name is None:
        raise ConfigError(
            f"{header.name} has no record of its training data. Name a data set, with --dataset on the command line."
        )
    return name


def model_digest(path: Path) -> str:
    """Return the digest of a model file, without building the model.

    Raises
    ------
    CheckpointError
        If the file cannot be read.
    """
    with reading(model_file(path), MODEL_REMEDY) as data:
        return digest_of(data)


def parse_header(found: object) -> Header:
    """Check the header of a model file.

    Raises
    ------
    CheckpointError
        If it is missing, or of a later version.
    ConfigError
        If it has an unknown key, lacks a required one, or a value is not allowed.
    """
    if found is None:
        raise CheckpointError("it is a safetensors file without a 'vaeviz' header, so its architecture is unknown")
    made_as = found.get("format", FORMAT) if isinstance(found, dict) else FORMAT
    if isinstance(made_as, int) and made_as > FORMAT:  # before its keys are read: they may be unknown here
        raise CheckpointError(f"it has format {made_as}; this version reads up to {FORMAT}: update vaeviz")
    return Header.from_json(found)
