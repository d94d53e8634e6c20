"""`train`: train a model on a data set and write a checkpoint; `--resume` continues an interrupted run."""

import argparse
import shlex
from pathlib import Path

from tqdm import tqdm

from vaeviz import data as datasets
from vaeviz.commands.machine import Machine, use_machine
from vaeviz.commands.progress import progress_bar
from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.data.condition import KINDS, condition_of
from vaeviz.errors import ConfigError
from vaeviz.settings import add_options, check_options, from_options, settings_of
from vaeviz.training.fit import TrainStep
from vaeviz.training.runs import Run, train
from vaeviz.training.tables import TABLES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_options(parser, TrainConfig, only=("dataset",), choices=TABLES)
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoint; its name is the model's")
    parser.add_argument("--resume", action="store_true", help="continue an interrupted run in --out")
    parser.add_argument("--overwrite", action="store_true", help="replace the model in --out, its codes and figures")
    model, train = parser.add_argument_group("model"), parser.add_argument_group("training")
    add_options(model, ModelConfig, defaults={"family": "conv", "latent_dim": 16}, choices=TABLES)
    model.add_argument(
        "--condition", choices=KINDS, default="none", help="what a CVAE is conditioned on: the class, or the attributes"
    )
    names = [name for name in settings_of(TrainConfig) if name != "dataset"]
    add_options(train, TrainConfig, only=names, defaults={"label_dropout": None}, choices=TABLES)
    add_options(train, Machine)


def run(arguments: argparse.Namespace) -> None:
    """Train with a progress bar and write the checkpoint."""
    _refuse_idle_options(arguments)
    for record in (ModelConfig, TrainConfig):
        check_options(arguments, record)
    device = use_machine(arguments)
    with progress_bar() as progress:
        data = datasets.load(arguments.dataset, progress=progress)
    of_data = {"image_shape": data.image_shape, "condition": condition_of(data, arguments.condition)}
    if arguments.label_dropout is None and arguments.condition == "attributes":
        arguments.label_dropout = 0.0  # attributes have no null label
    request = Run(
        out=arguments.out,
        model=from_options(arguments, ModelConfig, **of_data),
        train=from_options(arguments, TrainConfig),
        command=shlex.join(word for word in arguments.command_line if word not in ("--resume", "--overwrite")),
        resume=arguments.resume,
        overwrite=arguments.overwrite,
        device=device,
    )
    with tqdm(unit="step", dynamic_ncols=True) as bar:

        def watch(step: TrainStep, total: int) -> None:
            bar.total = total
            bar.update(step.step - bar.n)
            if step.step % 50 == 0:
                rate = step.rate_per_dim.sum().item()
                bar.set_postfix_str(f"epoch {step.epoch} distortion {step.distortion.item():.2f} rate {rate:.2f} nats")

        digest = train(request, watch, data)
    print(f"{arguments.out}: {digest}")


def _refuse_idle_options(arguments: argparse.Namespace) -> None:
    """Refuse options without effect, because the header would record them."""
    scheduled = arguments.beta_schedule != "constant"
    capacity, shaped = arguments.objective == "capacity", arguments.posterior != "free"
    autoregressive = arguments.family == "autoregressive"
    for option, given, used, partner in (
        ("--sigma", arguments.sigma is not None, arguments.likelihood == "gaussian", "--likelihood gaussian"),
        ("--free-bits", arguments.free_bits > 0, arguments.objective == "free-bits", "--objective free-bits"),
        ("--beta-steps", arguments.beta_steps > 0, scheduled, "--beta-schedule warm-up or cyclical"),
        ("--beta-start", arguments.beta_start > 0, scheduled, "--beta-schedule warm-up or cyclical"),
        ("--capacity", arguments.capacity > 0, capacity, "--objective capacity"),
        ("--capacity-steps", arguments.capacity_steps > 0, capacity, "--objective capacity"),
        ("--capacity-start", arguments.capacity_start > 0, capacity, "--objective capacity"),
        ("--posterior-floor", arguments.posterior_floor > 0, shaped, "--posterior delta or batch-norm"),
        ("--context-dropout", arguments.context_dropout > 0, autoregressive, "--family autoregressive"),
    ):
        if given and not used:
            raise ConfigError(f"{option} has no effect here; it needs {partner}. Add that, or leave {option} out.")
    if scheduled and not arguments.beta_steps:
        raise ConfigError(f"--beta-schedule {arguments.beta_schedule} has 0 steps; give --beta-steps 1 or more.")
    if capacity and not arguments.capacity:
        raise ConfigError("--objective capacity has a target of --capacity nats, which is 0; give a number above 0.")
