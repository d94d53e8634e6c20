"""`collapse linear`: train linear VAEs on the digits at many betas, and store the spectra that predict them."""

import argparse
import math
import shlex
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from vaeviz import data as datasets
from vaeviz.collapse.linear.file import LinearHeader, Runs, SpectrumHeader, StoredLinear, write_linear
from vaeviz.collapse.linear.theory import Spectrum, WaterFilling, spectrum, water_filling
from vaeviz.collapse.linear.training import ITERATIONS, LinearRun, LinearSettings, fit_linear, train_linear
from vaeviz.commands.progress import progress_bar
from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.data.dataset import ImageDataset, Progress
from vaeviz.files.figures import folder
from vaeviz.settings import add_options, from_options
from vaeviz.training.runs import hardware_of

BETAS = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 20.0, 24.0, 30.0, 33.0, 36.0, 40.0)
FITTED = (4.0, 8.0, 16.0, 30.0, 40.0)
RATE = 3e-3  # of the runs by fit: smaller than usual, since near the threshold the gradients are mostly noise
TRAINED_ON = "digits"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--out", type=Path, default=folder(), help="folder of the file linear.safetensors")
    parser.add_argument("--betas", type=float, nargs="+", default=list(BETAS), metavar="BETA", help="weights on the KL")
    parser.add_argument("--iterations", type=int, default=ITERATIONS, help="largest number of steps of the descent")
    parser.add_argument(
        "--fitted-betas",
        type=float,
        nargs="+",
        default=list(FITTED),
        metavar="BETA",
        help="betas that are also trained by fit",
    )
    add_options(parser, TrainConfig, only=("epochs", "seed"), defaults={"epochs": 2000})
    add_options(parser, ModelConfig, only=("latent_dim",), defaults={"latent_dim": 16})
    parser.add_argument("--s2", type=float, default=0.02, help="the decoder's variance per pixel, pixels in [0, 1]")
    parser.add_argument(
        "--spectra", nargs="*", default=["mnist"], metavar="DATASET", help="further data sets whose spectra are stored"
    )
    parser.add_argument("--threads", type=int, default=1)


def run(arguments: argparse.Namespace) -> None:
    """Train, measure, write."""
    torch.set_num_threads(arguments.threads)
    plan = from_options(arguments, TrainConfig, dataset=TRAINED_ON, learning_rate=RATE)
    with progress_bar() as progress:
        sets = [whole(name, progress) for name in (TRAINED_ON, *arguments.spectra)]
        axes = spectrum(pixels(sets[0]))
        settings = LinearSettings(
            image_shape=sets[0].image_shape,
            latent=arguments.latent_dim,
            s2=arguments.s2,
            seed=arguments.seed,
            iterations=arguments.iterations,
        )
        began = time.perf_counter()
        runs, fitted = train_both_ways(sets[0], axes, settings, plan, arguments, progress)
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
    arguments: argparse.Namespace,
    progress: Progress,
) -> tuple[list[LinearRun], list[LinearRun]]:
    """Return the runs by descent and those by fit, each in ascending order of beta."""
    x = pixels(data)
    runs: list[LinearRun] = []
    fitted: list[LinearRun] = []
    for beta in sorted(arguments.betas):
        runs.append(train_linear(x, axes, beta, settings))
        progress("by descent", len(runs), len(arguments.betas))
    for beta in sorted(arguments.fitted_betas):
        fitted.append(fit_linear(data, axes, replace(plan, beta=beta), settings))
        progress("by fit", len(fitted), len(arguments.fitted_betas))
    return runs, fitted


def pixels(data: ImageDataset) -> np.ndarray:
    """Return all images as numbers in [0, 1]."""
    return data.images[:].astype(np.float32) / 255


def line_of(run: LinearRun, theory: WaterFilling) -> str:
    """Return one run's figures, with the theory's in brackets."""
    return (
        f"beta {run.beta:g}: {run.active} active units (theory {theory.active}), rate {run.rate.sum():.4f} "
        f"({theory.rate.sum():.4f}), squared error {run.squared_error:.4f} ({theory.squared_error:.4f})"
    )


def whole(name: str, progress: Progress) -> ImageDataset:
    """Return a data set's splits as one; nothing is held out, since the theory is about the training images."""
    splits = [datasets.load(name, split, progress) for split in ("train", "test")]
    images, labels = (np.concatenate([getattr(one, part)[:] for one in splits]) for part in ("images", "labels"))
    return replace(splits[0], images=images, labels=labels)


def of_spectrum(data: ImageDataset) -> SpectrumHeader:
    """Return the header of a data set's spectrum."""
    return SpectrumHeader(
        dataset=data.name, split="train and test", images=len(data), pixels=math.prod(data.image_shape)
    )
