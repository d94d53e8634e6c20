"""`evaluate`: ELBO, rate, distortion, active units and the importance-weighted bound, in nats per image."""

import argparse
import json
from pathlib import Path

import torch

from vaeviz import data as datasets
from vaeviz.checkpoint import Header, load
from vaeviz.commands.progress import progress_bar
from vaeviz.diagnostics import EVALUATION_FILE, Evaluation, evaluate, write_evaluation
from vaeviz.errors import ConfigError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--json", action="store_true", help="print every figure as JSON")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in {EVALUATION_FILE} beside the model")
    parser.add_argument("--dataset", help="another data set than the model was trained on")
    parser.add_argument("--split", choices=["train", "test"], default="test")
    parser.add_argument("--samples", type=int, default=64, help="k of the importance-weighted bound")
    parser.add_argument("--iwae-images", type=int, default=1000, help="how many images it is measured on; 0: none")
    parser.add_argument("--limit", type=int, help="measure this many images only")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)


def run(arguments: argparse.Namespace) -> None:
    """Measure and print."""
    torch.set_num_threads(arguments.threads)
    checkpoint = load(arguments.checkpoint)
    _refuse_partial_figures(arguments, checkpoint.header)
    with progress_bar() as progress:
        data = datasets.load(dataset_of(checkpoint.header, arguments.dataset), arguments.split, progress)
        found = evaluate(
            checkpoint,
            data,
            k=arguments.samples,
            iwae_images=arguments.iwae_images,
            limit=arguments.limit,
            seed=arguments.seed,
            progress=progress,
        )
    if arguments.write:
        write_evaluation(checkpoint.path.parent, found)
    print(json.dumps(found.to_json(), indent=2) if arguments.json else report(found))


def _refuse_partial_figures(arguments: argparse.Namespace, header: Header) -> None:
    """Refuse to keep figures that would stand in the README's table as if they were of the whole test split."""
    own = header.train is None or arguments.dataset in (None, header.train.dataset)
    if arguments.write and not (own and arguments.limit is None and arguments.split == "test"):
        raise ConfigError(
            "--write keeps figures of the whole test split of the model's own data set only; found --limit, "
            "--split train or another --dataset. Leave that out, or --write."
        )


def dataset_of(header: Header, name: str | None = None) -> str:
    """Return ``name``, or the data set that the model was trained on.

    Raises
    ------
    ConfigError
        If neither is known.
    """
    name = name or (header.train.dataset if header.train else None)
    if name is None:
        raise ConfigError(f"{header.name} does not say what it was trained on; give --dataset.")
    return name


def report(found: Evaluation) -> str:
    """Return the figures as a few lines for a reader."""
    lines = [
        f"{found.name} on {found.images} {found.split} images of {found.dataset}, nats per image",
        f"  ELBO        {found.elbo:9.3f}  +- {found.elbo_error:.3f}"
        + ("  (dynamically binarised pixels)" if found.binarised else ""),
        f"  distortion  {found.distortion:9.3f}",
        f"  rate        {found.rate:9.3f}",
    ]
    if found.iwae is not None:
        lines.append(f"  IWAE bound  {found.iwae:9.3f}  k = {found.iwae_samples}, on {found.iwae_images} images")
    lines.append(
        f"  active      {found.active_units} of {len(found.rate_per_dim)} (variance of mu > {found.active_threshold:g})"
    )
    if found.conditional_accuracy is not None and found.judge_accuracy is not None:
        lines.append(
            f"  obeys       {found.conditional_accuracy:.1%} of samples show the class asked for "
            f"(a judge with {found.judge_accuracy:.2%} on real test images)"
        )
    order = sorted(range(len(found.rate_per_dim)), key=lambda dim: -found.rate_per_dim[dim])
    lines += ["  rate per dimension", *(f"    z{dim:<3} {found.rate_per_dim[dim]:7.3f}" for dim in order)]
    return "\n".join(lines)
