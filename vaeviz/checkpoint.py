"""A model on disk: safetensors with a JSON header in its metadata; safe to open, written aside and renamed."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors
from torch import Tensor

from vaeviz import __version__
from vaeviz.config import ModelConfig, Record, TrainConfig
from vaeviz.data.files import roots
from vaeviz.errors import CheckpointError, ConfigError, VaevizError
from vaeviz.models import build
from vaeviz.models.vae import VariationalAutoencoder

FORMAT = 1
MODEL_FILE = "model.safetensors"
HEADER_KEY = "vaeviz"
VARIABLE = "VAEVIZ_CHECKPOINTS"
MAX_BYTES = 512 * 2**20


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
    return Path(os.environ.get(VARIABLE) or Path(__file__).parent.parent / "checkpoints")


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
    try:
        with safe_open(path, framework="pt") as file:
            return parse_header(file.metadata(), path)
    except (OSError, SafetensorError) as error:
        raise _unreadable(path, error) from error


def metadata_of(data: bytes) -> dict[str, str]:
    """Return the metadata of a safetensors file that has been read: of these very bytes, not of a newer file.

    ``data`` must have been found whole, which reading its tensors does.
    """
    length = int.from_bytes(data[:8], "little")
    return json.loads(data[8 : 8 + length]).get("__metadata__") or {}


def parse_header(metadata: Mapping[str, str] | None, path: Path) -> Header:
    """Read the JSON header out of a safetensors file's metadata."""
    text = (metadata or {}).get(HEADER_KEY)
    if text is None:
        raise CheckpointError(
            f"{path} is a safetensors file without a '{HEADER_KEY}' header, so its architecture is unknown. "
            "Open a file written by `python -m vaeviz train`."
        )
    try:
        found = json.loads(text)
        made_as = found.get("format", FORMAT) if isinstance(found, dict) else FORMAT
        if isinstance(made_as, int) and made_as > FORMAT:  # before its keys are read: they may be unknown here
            raise CheckpointError(f"{path} has format {made_as}; this version reads up to {FORMAT}. Update vaeviz.")
        return Header.from_json(found)
    except (json.JSONDecodeError, ConfigError) as error:
        raise CheckpointError(f"{path}: its header cannot be read. {error}") from error


def load(path: Path) -> Checkpoint:
    """Open a model.

    Raises
    ------
    CheckpointError
        If the file cannot be read or its weights do not fit its own header.
    """
    path = model_file(path)
    data = read_bytes(path)
    try:
        tensors = load_tensors(data)
    except SafetensorError as error:
        raise _unreadable(path, error) from error
    header = parse_header(metadata_of(data), path)
    try:
        with torch.device("meta"):  # no memory for what a header only claims
            model = build(header.model)
        model.load_state_dict({name: part.float() for name, part in tensors.items()}, assign=True)
    except (RuntimeError, ConfigError) as error:
        raise CheckpointError(
            f"{path}: its weights do not fit its header. Fetch or train it again. ({error})"
        ) from error
    if not all(torch.isfinite(part).all() for part in model.state_dict().values()):
        raise CheckpointError(f"{path} has weights that are not finite. Fetch or train it again.")
    model.eval().requires_grad_(False)
    return Checkpoint(header, model, digest_of(data), path)


def save(folder: Path, model: VariationalAutoencoder, header: Header) -> str:
    """Write ``folder/model.safetensors`` and return its digest."""
    tensors = {name: part.detach().cpu().contiguous() for name, part in model.state_dict().items()}
    return save_file(folder / MODEL_FILE, tensors, header.to_json())


def save_file(path: Path, tensors: dict[str, Tensor], header: Mapping[str, object]) -> str:
    """Write tensors with a JSON header, aside and renamed; return the digest."""
    data = save_tensors(tensors, metadata={HEADER_KEY: json.dumps(header, sort_keys=True)})
    replace_file(path, data)
    return digest_of(data)


def digest_of(data: bytes) -> str:
    """Return the first 32 hex digits of the SHA-256."""
    return hashlib.sha256(data).hexdigest()[:32]


def replace_file(path: Path, data: bytes) -> None:
    """Write ``data`` beside ``path`` and rename it there, so that nobody ever reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".partial")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.chmod(aside, 0o644)
        os.replace(aside, path)
    except BaseException:
        os.unlink(aside)
        raise


def read_bytes(path: Path) -> bytes:
    """Read a whole file under the size limit, or say why not."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CheckpointError(f"{path} is larger than {MAX_BYTES // 2**20} MB, the most that is opened.")
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> CheckpointError:
    return CheckpointError(
        f"{path} cannot be opened as a safetensors file ({error}). "
        "It is missing, truncated or of another format: fetch it again or train it."
    )
