"""Train a model."""

import tempfile
from dataclasses import fields
from pathlib import Path
from typing import Any

from vaeviz import data as datasets
from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.data.condition import condition_of
from vaeviz.data.dataset import ImageDataset, Progress
from vaeviz.errors import unknown_name
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.checkpoint import load as load_file
from vaeviz.training import runs
from vaeviz.training.fit import TrainStep

_scratch: list[tempfile.TemporaryDirectory[str]] = []  # of models trained without `out`; removed at exit


def fit(
    data: "str | ImageDataset",
    *,
    condition: str = "none",
    out: str | Path | None = None,
    progress: Progress | None = None,
    **settings: Any,
) -> Checkpoint:
    """Train a VAE and open it; the same settings and seed give the same bits on one CPU.

    Parameters
    ----------
    data
        The name of a data set, whose training split is used, or a data set from `vaeviz.data.load`.
    condition
        "none", "class" or "attributes": what the model is conditioned on.
    out
        Folder of the model; its name becomes the model's. None: a temporary folder, which is deleted when
        Python exits; use `save` to keep the model.
    progress
        Called with ("Training", steps done, total steps). An exception in it stops the run and leaves a resume file.
    settings
        Fields of `vaeviz.ModelConfig` and `vaeviz.TrainConfig` by name: ``latent_dim``, ``family``, ``likelihood``,
        ``epochs``, ``beta``, ``seed``, ...

    Raises
    ------
    ConfigError
        If a setting is unknown or out of range, or does not fit the data.
    CheckpointError
        If ``out`` already has a model.
    """
    training = datasets.load(data, "train", progress) if isinstance(data, str) else data
    given = {"family": "conv", "latent_dim": 8, **settings}
    of_model, of_training = _settings_of(given, ModelConfig), _settings_of(given, TrainConfig)
    for name in given.keys() - of_model.keys() - of_training.keys():
        raise unknown_name("setting", name, _names(ModelConfig) | _names(TrainConfig))
    if condition == "attributes":
        of_training.setdefault("label_dropout", 0.0)
    if out is None:
        _scratch.append(tempfile.TemporaryDirectory(prefix="vaeviz-"))
        out = Path(_scratch[-1].name) / f"{training.name}-z{given['latent_dim']}"
    run = runs.Run(
        out=Path(out),
        model=ModelConfig(image_shape=training.image_shape, condition=condition_of(training, condition), **of_model),
        train=TrainConfig(dataset=training.name, **of_training),
        command=f"vaeviz.fit({training.name!r}, condition={condition!r}, {_as_arguments(settings)})",
    )

    def watch(step: TrainStep, total: int) -> None:
        if progress:
            progress("Training", step.step, total)

    runs.train(run, watch, training)
    return load_file(run.out)


def _names(config: type) -> set[str]:
    return {field.name for field in fields(config)} - {"image_shape", "condition", "dataset"}


def _settings_of(given: dict[str, Any], config: type) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name in _names(config)}


def _as_arguments(settings: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in sorted(settings.items()))
