"""`collapse linear`: train linear VAEs on the digits at many betas, and store the spectra that predict them."""

import argparse
import math
import shlex
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from vaeviz import data as datasets
from vaeviz.collapse.linear.file import LinearHeader, Runs, SpectrumHeader, StoredLinear, write_linear
from vaeviz.collapse.linear.theory import Spectrum, WaterFilling, spectrum, water_filling
from vaeviz.collapse.linear.training import LinearRun, LinearSettings, fit_linear, train_linear
from vaeviz.commands.machine import Machine, use_machine
from vaeviz.commands.progress import progress_bar
from vaeviz.config import Record, TrainConfig
from vaeviz.data.dataset import ImageDataset, Progress
from vaeviz.files.figures import folder
from vaeviz.settings import add_options, check_options, from_options, same_setting
from vaeviz.training.runs import hardware_of

BETAS = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 20.0, 24.0, 30.0, 33.0, 36.0, 40.0)
FITTED = (4.0, 8.0, 16.0, 30.0, 40.0)
RATE = 3e-3  # of the runs by fit: smaller than usual, since near the threshold the gradients are mostly noise
TRAINED_ON = "digits"


@dataclass(frozen=True, kw_only=True)
class Betas(Record):
    """The runs of each method."""

    betas: tuple[float, ...] = same_setting(TrainConfig, "beta", default=BETAS, fewest=1, help="weights on the KL")
    fitted_betas: tuple[float, ...] = same_setting(
        TrainConfig, "beta", default=FITTED, fewest=1, help="betas that are also trained by fit"
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--out", type=Path, default=folder(), help="folder of the file linear.safetensors")
    add_options(parser, Betas)
    add_options(parser, TrainConfig, only=("epochs",), defaults={"epochs": 2000})
    add_options(parser, LinearSettings, defaults={"latent": 16, "s2": 0.02})
    parser.add_argument(
        "--spectra", nargs="*", default=["mnist"], metavar="DATASET", help="further data sets whose spectra are stored"
    )
    add_options(parser, Machine, only=("threads",))


def run(arguments: argparse.Namespace) -> None:
    """Train, measure, write."""
    use_machine(arguments)
    check_options(arguments, LinearSettings)
    betas = from_options(arguments, Betas)
    plan = from_options(arguments, TrainConfig, dataset=TRAINED_ON, learning_rate=RATE)
    with progress_bar() as progress:
        sets = [whole(name, progress) for name in (TRAINED_ON, *arguments.spectra)]
        axes = spectrum(pixels(sets[0]))
        settings = from_options(arguments, LinearSettings, image_shape=sets[0].image_shape)
        began = time.perf_counter()
        runs, fitted = train_both_ways(sets[0], axes, settings, plan, betas, progress)
    header = LinearHeader(
        spectra=tuple(map(of_spectrum, sets)),
        settings=settings,
        betas=tuple(one.beta for one in runs),
        fitted_betas=tuple(one.beta for one in fitted),
        fitted=plan,
        command=shlex.join(arguments.command_line),
        hardware=hardware_of(torch.device("cpu")),
        seconds=round(time.perf_counter() - began, 1),
    )
    values = {one.name: spectrum(pixels(one)).values for one in sets}
    write_linear(arguments.out, StoredLinear(header, values, Runs.of(runs), Runs.of(fitted)))
    for one in [*runs, *fitted]:
        print(line_of(one, water_filling(axes.values, one.beta * settings.s2, settings.latent)))


def train_both_ways(
    data: ImageDataset,
    axes: Spectrum,
    settings: LinearSettings,
    plan: TrainConfig,
    betas: Betas,
    progress: Progress,
) -> tuple[list[LinearRun], list[LinearRun]]:
    """Return the runs by descent and those by fit, each in ascending order of beta."""
    x = pixels(data)
    runs: list[LinearRun] = []
    fitted: list[LinearRun] = []
    for beta in sorted(betas.betas):
        runs.append(train_linear(x, axes, beta, settings))
        progress("by descent", len(runs), len(betas.betas))
    for beta in sorted(betas.fitted_betas):
        fitted.append(fit_linear(data, axes, replace(plan, beta=beta), settings))
        progress("by fit", len(fitted), len(betas.fitted_betas))
    return runs, fitted


def pixels(data: ImageDataset) -> np.ndarray:
    """Return all images as numbers in [0, 1]."""
    return data.images[:].astype(np.float32) / 255


def line_of(run: LinearRun, theory: WaterFilling) -> str:
    """Return one run's figures, with those of the theory in parentheses."""
    return (
        f"beta {run.beta:g}: {run.active} active units (theory {theory.active}), rate {run.rate.sum():.4f} "
        f"({theory.rate.sum():.4f}), squared error {run.squared_error:.4f} ({theory.squared_error:.4f})"
    )


def whole(name: str, progress: Progress) -> ImageDataset:
    """Return both splits of a data set as one; nothing is held out, since the theory is about the training images."""
    splits = [datasets.load(name, split, progress) for split in ("train", "test")]
    images, labels = (np.concatenate([getattr(one, part)[:] for one in splits]) for part in ("images", "labels"))
    return replace(splits[0], images=images, labels=labels)


def of_spectrum(data: ImageDataset) -> SpectrumHeader:
    """Return the header of a data set's spectrum."""
    return SpectrumHeader(
        dataset=data.name, split="train and test", images=len(data), pixels=math.prod(data.image_shape)
    )
