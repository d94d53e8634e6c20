"""A training run on disk: it can be resumed, keeps a history, and ends as a checkpoint."""

import json
import logging
import os
import platform
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from vaeviz import data as datasets
from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.data.condition import condition_for
from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import CheckpointError
from vaeviz.families import build
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.files import read_tensors, reading, write_tensors
from vaeviz.files.checkpoint import save
from vaeviz.files.folders import locked, require_writable
from vaeviz.files.header import Header
from vaeviz.files.places import MODEL_FILE
from vaeviz.files.weights import numbers
from vaeviz.latent import Autoregressive
from vaeviz.training.fit import TrainStep, fit, steps_per_epoch
from vaeviz.training.history import HISTORY_FILE, HISTORY_POINTS, History, HistoryHeader
from vaeviz.training.state import TrainState

RESUME_FILE = "resume.safetensors"
MEASURED = ("codes.safetensors", "evaluation.json")  # files derived from a model, deleted when it is overwritten
STATE_SIZE = 4  # size of a resume file relative to the weights: weights, average and two moments
SAVE_EVERY = 500  # steps between two resume files

log = logging.getLogger(__name__)


Watch = Callable[[TrainStep, int], None]  # the step and the total number of steps


@dataclass(frozen=True, kw_only=True)
class Run:
    """What to train and where to save it."""

    out: Path  # folder of the checkpoint; also the model's name
    model: ModelConfig
    train: TrainConfig
    command: str  # kept in the header
    resume: bool = False
    overwrite: bool = False  # if False, a finished model in `out` is an error
    device: str = "cpu"

    def setting(self) -> dict[str, object]:
        """Return the settings that a resume file must match, as JSON types."""
        return json.loads(json.dumps({"model": self.model.to_json(), "train": self.train.to_json()}))


def train(run: Run, watch: Watch, data: ImageDataset | None = None) -> str:
    """Train from scratch, or from the resume file, to a finished checkpoint; return its digest.

    An interrupted run keeps its resume file; on a CPU the resumed run gives the same bits as an uninterrupted one.
    If there is no resume file, ``resume`` starts from scratch and logs a warning. ``data`` is the training split, if it
    is already loaded.

    Raises
    ------
    CheckpointError
        If another run is training into ``out``; if it cannot be written; if it holds a finished model and
        ``overwrite`` is False; or if the resume file is damaged or belongs to another configuration.
    """
    with locked(run.out):
        return _train(run, watch, data)


def _train(run: Run, watch: Watch, data: ImageDataset | None) -> str:
    if (run.out / MODEL_FILE).exists() and not run.overwrite:
        raise CheckpointError(
            f"{run.out} already holds a finished model. Choose another --out, or give --overwrite to replace it."
        )
    if data is None:
        data = datasets.load(run.train.dataset)
    torch.manual_seed(run.train.seed)
    model = build(run.model).to(run.device)
    require_writable(run.out, size=STATE_SIZE * sum(part.nbytes for part in model.parameters()))
    state = TrainState(model, run.train)
    total = run.train.epochs * steps_per_epoch(data, run.train)
    history = History(max(1, total // HISTORY_POINTS))
    resume_file = run.out / RESUME_FILE
    if run.resume and resume_file.exists():
        resume_from(resume_file, state, history, run.setting(), total)
    elif run.resume:
        log.warning("%s has no %s to resume from: the run starts from scratch.", run.out, RESUME_FILE)
    windows = max(1, SAVE_EVERY // history.window)
    for step in fit(model, data, run.train, state=state):
        if history.add(step) and len(history.steps) % windows == 0:
            write_tensors(resume_file, numbers(state.tensors()) | history.arrays(), run.setting())
        watch(step, total)
    digest = _finish(run, state.average, data, history)
    resume_file.unlink(missing_ok=True)
    return digest


def resume_from(path: Path, state: TrainState, history: History, setting: dict[str, object], total: int) -> None:
    """Restore a state and a history from the resume file of a run of ``total`` steps.

    Raises
    ------
    CheckpointError
        If the file belongs to a run with other settings, or is damaged.
    """
    with reading(path, "Start the run again without --resume.") as data:
        found = read_tensors(data)
        if found.header == setting:
            windows = {name: array for name, array in found.arrays.items() if name.startswith("history.")}
            state.restore({name: array for name, array in found.arrays.items() if name not in windows}, total)
            history.restore(windows, state.step, state.model.latent_dim)
            return
    raise CheckpointError(
        f"{path} belongs to a run with other settings. Give the options of that run, or another --out."
    )


def _finish(run: Run, model: VariationalAutoencoder, data: ImageDataset, history: History) -> str:
    if model.config.likelihood == "gaussian-optimal":
        model.config = replace(model.config, sigma=_residual(model, data))
    header = Header(
        name=run.out.name,
        model=model.config,
        train=run.train,
        class_names=data.class_names,
        command=run.command,
        hardware=hardware_of(next(model.parameters()).device),
    )
    new_file = run.out / f".new-{HISTORY_FILE}"  # renamed once the model is saved: old and new are never paired
    try:
        write_tensors(new_file, history.arrays(), HistoryHeader(window=history.window).to_json())
        digest = save(run.out, model, header)
        os.replace(new_file, run.out / HISTORY_FILE)
    finally:
        new_file.unlink(missing_ok=True)
    for name in MEASURED:
        (run.out / name).unlink(missing_ok=True)
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
        c = condition_for(data, model.condition, part)
        c = None if c is None else c.to(device)
        likelihood = model.likelihood(model.encode(x, c).sample(generator), c)
        if isinstance(likelihood, Autoregressive):
            likelihood = likelihood.given(x)  # as in the density: each pixel is given the true earlier pixels
        mean = likelihood.mean  # not clipped, as in the density
        squares.append((x - mean).square().flatten(1).mean(1))
    return float(torch.cat(squares).mean().sqrt())


def hardware_of(device: torch.device) -> str:
    """Describe the hardware: the GPU, or the processor with instruction set and threads; and the torch version.

    The instruction set is the one that torch uses: another one rounds differently and changes the run.
    """
    if device.type == "cuda":
        return f"{torch.cuda.get_device_name(device)}, torch {torch.__version__}"
    threads = torch.get_num_threads()
    machine = f"{processor()}, {torch.backends.cpu.get_cpu_capability()}, {threads} thread{'s' * (threads > 1)}"
    return f"CPU ({machine}), torch {torch.__version__}"


def processor() -> str:
    """Return the processor's name, as far as the system reports it."""
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
