"""`collapse linear`: train linear VAEs on the digits at many betas, and keep the spectra that foretell them."""

import argparse
import shlex
import time
from pathlib import Path

import numpy as np
import torch

from vaeviz import data as datasets
from vaeviz.collapse.linear import spectrum, water_filling
from vaeviz.collapse.linear_file import LinearHeader, SpectrumHeader, StoredLinear, write_linear
from vaeviz.collapse.linear_training import LinearSettings, train_linear
from vaeviz.collapse.sweep_file import folder
from vaeviz.commands.progress import progress_bar
from vaeviz.data.dataset import Progress
from vaeviz.runs import hardware_of

BETAS = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 20.0, 24.0, 30.0, 33.0, 36.0, 40.0)
TRAINED_ON = "digits"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--out", type=Path, default=folder(), help="folder of the file linear.safetensors")
    parser.add_argument("--betas", type=float, nargs="+", default=list(BETAS), metavar="BETA", help="weights on the KL")
    parser.add_argument("--latent", type=int, default=16, help="latent dimensions")
    parser.add_argument("--s2", type=float, default=0.02, help="the decoder's variance a pixel, pixels in [0, 1]")
    parser.add_argument("--spectra", nargs="*", default=["mnist"], metavar="DATASET", help="more data sets to foretell")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)


def run(arguments: argparse.Namespace) -> None:
    """Train, measure, write."""
    torch.set_num_threads(arguments.threads)
    with progress_bar() as progress:
        shape, x = pictures(TRAINED_ON, progress)
        axes = spectrum(x)
        settings = LinearSettings(image_shape=shape, latent=arguments.latent, s2=arguments.s2, seed=arguments.seed)
        began, runs = time.perf_counter(), []
        for beta in sorted(arguments.betas):
            runs.append(train_linear(x, axes, beta, settings))
            progress("linear VAEs", len(runs), len(arguments.betas))
        seconds = round(time.perf_counter() - began, 1)
        headers, spectra = [of_spectrum(TRAINED_ON, x)], {TRAINED_ON: axes.values}
        for name in arguments.spectra:
            _, other = pictures(name, progress)
            headers.append(of_spectrum(name, other))
            spectra[name] = spectrum(other).values
    header = LinearHeader(
        spectra=tuple(headers),
        settings=settings,
        betas=tuple(one.beta for one in runs),
        command=shlex.join(arguments.command_line),
        hardware=hardware_of(torch.device("cpu")),
        seconds=seconds,
    )
    parts = [np.array([getattr(one, name) for one in runs]) for name in ("rate", "active", "axes", "squared_error")]
    write_linear(arguments.out, StoredLinear(header, spectra, parts[0], parts[1].astype(np.uint8), *parts[2:]))
    for one in runs:
        theory = water_filling(axes.values, one.beta * arguments.s2, arguments.latent)
        print(
            f"beta {one.beta:g}: {one.active} active (theory {theory.active}), rate {one.rate.sum():.4f} "
            f"({theory.rate.sum():.4f}), squared error {one.squared_error:.4f} ({theory.squared_error:.4f})"
        )


def pictures(name: str, progress: Progress) -> tuple[tuple[int, ...], np.ndarray]:
    """Return the shape and all pictures, train and test split, as pixels in [0, 1]."""
    splits = [datasets.load(name, split, progress) for split in ("train", "test")]
    return splits[0].image_shape, np.concatenate([one.images[:] for one in splits]).astype(np.float32) / 255


def of_spectrum(name: str, x: np.ndarray) -> SpectrumHeader:
    """Return whose eigenvalues they are."""
    return SpectrumHeader(dataset=name, split="train and test", images=len(x), pixels=x[0].size)
