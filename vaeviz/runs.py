"""A training run on disk: goes on after a kill, keeps its history, ends as a checkpoint."""

import json
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float32, Int64
from safetensors import safe_open
from safetensors.torch import load as load_tensors

from vaeviz import data as datasets
from vaeviz.checkpoint import HEADER_KEY, Header, read_bytes, save, save_file
from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import CheckpointError
from vaeviz.models import build
from vaeviz.models.vae import VariationalAutoencoder
from vaeviz.training import TrainState, TrainStep, fit, steps_per_epoch

RESUME_FILE = "resume.safetensors"
HISTORY_FILE = "history.safetensors"
SAVE_EVERY = 500  # steps between two resume files
HISTORY_POINTS = 400  # the history keeps about this many windows of steps, whatever the run's length


@dataclass
class History:
    """Means over windows of steps: what training looked like, dimension by dimension."""

    window: int  # steps per row
    steps: list[int] = field(default_factory=list)
    distortion: list[float] = field(default_factory=list)  # nats per image
    rate_per_dim: list[np.ndarray] = field(default_factory=list)  # nats per image
    _open: list[TrainStep] = field(default_factory=list)

    def add(self, step: TrainStep) -> bool:
        """Take one step in; return True where it closed a window."""
        self._open.append(step)
        if step.step % self.window:
            return False
        self.steps.append(step.step)
        self.distortion.append(torch.stack([one.distortion for one in self._open]).mean().item())
        self.rate_per_dim.append(torch.stack([one.rate_per_dim for one in self._open]).mean(0).cpu().numpy())
        self._open.clear()
        return True

    def tensors(self) -> dict[str, torch.Tensor]:
        """Return the closed windows as named tensors."""
        rates = np.array(self.rate_per_dim, np.float32).reshape(len(self.steps), -1)
        return {
            "history.step": torch.tensor(self.steps, dtype=torch.int64),
            "history.distortion": torch.tensor(self.distortion, dtype=torch.float32),
            "history.rate_per_dim": torch.from_numpy(rates),
        }

    def restore(self, tensors: dict[str, torch.Tensor]) -> None:
        """Take up the windows that `tensors` returned."""
        self.steps = tensors["history.step"].tolist()
        self.distortion = tensors["history.distortion"].tolist()
        self.rate_per_dim = list(tensors["history.rate_per_dim"].numpy())


@dataclass(frozen=True)
class StoredHistory:
    """The history of a finished run, read back."""

    step: Int64[np.ndarray, " window"]
    distortion: Float32[np.ndarray, " window"]  # nats per image
    rate_per_dim: Float32[np.ndarray, "window latent"]  # nats per image


def read_history(folder: Path) -> StoredHistory:
    """Read the training history that travels with a checkpoint.

    Raises
    ------
    CheckpointError
        If there is none or it is damaged.
    """
    tensors = load_tensors(read_bytes(folder / HISTORY_FILE))
    return StoredHistory(*(tensors[f"history.{name}"].numpy() for name in ("step", "distortion", "rate_per_dim")))


Watch = Callable[[TrainStep, int], None]  # the step and how many there will be


def train(
    out: Path, model_config: ModelConfig, config: TrainConfig, *, command: str, resume: bool, device: str, watch: Watch
) -> str:
    """Train from scratch, or from the resume file, to a finished checkpoint in ``out``; return its digest.

    An interrupt leaves the resume file; going on with it gives the same bits on a CPU as never having stopped.

    Raises
    ------
    CheckpointError
        If ``resume`` is asked for but the file in ``out`` belongs to another configuration or is damaged.
    """
    data = datasets.load(config.dataset)
    torch.manual_seed(config.seed)
    model = build(model_config).to(device)
    state = TrainState(model, config)
    total = config.epochs * steps_per_epoch(data, config)
    history = History(max(1, total // HISTORY_POINTS))
    setting = {"model": model_config.to_json(), "train": config.to_json()}
    if resume and (out / RESUME_FILE).exists():
        _take_up(out / RESUME_FILE, state, history, setting)
    for step in fit(model, data, config, state=state):
        closed = history.add(step)
        if closed and step.step % (history.window * max(1, SAVE_EVERY // history.window)) == 0:
            save_file(out / RESUME_FILE, state.tensors() | history.tensors(), setting)
        watch(step, total)
    return _finish(out, state.average, config, data, history, command)


def _take_up(path: Path, state: TrainState, history: History, setting: Mapping[str, object]) -> None:
    with safe_open(path, framework="pt") as file:
        found = json.loads((file.metadata() or {}).get(HEADER_KEY, "null"))
    if found != json.loads(json.dumps(setting)):
        raise CheckpointError(
            f"{path} belongs to a run with other settings. Give the same options as then, or another --out."
        )
    tensors = load_tensors(read_bytes(path))
    state.restore(tensors)
    history.restore(tensors)


def _finish(
    out: Path,
    model: VariationalAutoencoder,
    config: TrainConfig,
    data: ImageDataset,
    history: History,
    command: str,
) -> str:
    if model.config.likelihood == "gaussian-optimal":
        model.config = replace(model.config, sigma=_residual(model, data))
    header = Header(
        name=out.name,
        model=model.config,
        train=config,
        class_names=data.class_names,
        command=command,
        hardware=_hardware(next(model.parameters()).device),
    )
    save_file(out / HISTORY_FILE, history.tensors(), {"window": history.window})
    digest = save(out, model, header)
    (out / RESUME_FILE).unlink(missing_ok=True)
    return digest


@torch.inference_mode()
def _residual(model: VariationalAutoencoder, data: ImageDataset, images: int = 10_000, batch: int = 500) -> float:
    """Return the root mean squared pixel error of sampled reconstructions: the optimal sigma."""
    device = next(model.parameters()).device
    generator = torch.Generator(device).manual_seed(0)
    index = np.random.default_rng(0).permutation(len(data))[:images]
    squares = []
    for part in np.array_split(index, max(1, len(index) // batch)):
        x = torch.from_numpy(data.images[part]).to(device).float() / 255
        c = None
        if model.condition is not None:
            c = torch.eye(model.condition.size, device=device)[data.labels[part]]
        squares.append((x - model.decode(model.encode(x, c).sample(generator), c)).square().flatten(1).mean(1))
    return float(torch.cat(squares).mean().sqrt())


def _hardware(device: torch.device) -> str:
    """Say what trained the model: the GPU's name, or the processor and its threads."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"CPU ({platform.machine()}, {torch.get_num_threads()} thread{'s' * (torch.get_num_threads() > 1)})"
