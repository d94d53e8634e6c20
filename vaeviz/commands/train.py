"""`train`: a data set in, a checkpoint out; `--resume` goes on after a kill."""

import argparse
import shlex
from pathlib import Path
from typing import get_args

import torch
from tqdm import tqdm

from vaeviz import data as datasets
from vaeviz.commands.progress import progress_bar
from vaeviz.config import LikelihoodName, ModelConfig, PosteriorName, PriorName, RateSchedule, TrainConfig
from vaeviz.data.condition import KINDS, condition_of
from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import ConfigError
from vaeviz.families import FAMILIES
from vaeviz.training.fit import TrainStep
from vaeviz.training.objectives import OBJECTIVES, SCHEDULES
from vaeviz.training.runs import Run, train


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("dataset", choices=list(datasets.DATASETS))
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoint; its name is the model's")
    parser.add_argument("--resume", action="store_true", help="go on where an interrupted run in --out stopped")
    parser.add_argument("--overwrite", action="store_true", help="replace the model in --out, its codes and figures")
    model, train = parser.add_argument_group("model"), parser.add_argument_group("training")
    model.add_argument("--family", choices=list(FAMILIES), default="conv")
    model.add_argument("--latent", type=int, default=16, help="latent dimensions")
    model.add_argument(
        "--condition", choices=KINDS, default="none", help="a CVAE told each image's class, or its attributes"
    )
    model.add_argument(
        "--prior", choices=get_args(PriorName), default="standard", help="conditional: learn p(z|c); standard: N(0, I)"
    )
    model.add_argument("--likelihood", choices=get_args(LikelihoodName), default="bernoulli")
    model.add_argument("--sigma", type=float, help="pixel deviation of the gaussian likelihood, pixels in [0, 1]")
    model.add_argument(
        "--posterior", choices=get_args(PosteriorName), default="free", help="delta, batch-norm: it cannot collapse"
    )
    model.add_argument(
        "--posterior-floor", type=float, default=0.0, help="delta: nats of each dimension; batch-norm: gamma, e.g. 0.6"
    )
    model.add_argument("--width", type=int, default=24, help="channels of the first convolution")
    model.add_argument("--hidden", type=int, default=192, help="units of each hidden layer")
    train.add_argument("--objective", choices=list(OBJECTIVES), default="beta-elbo")
    train.add_argument("--beta", type=float, default=1.0, help="weight of the rate; 1 is the ELBO at every size")
    train.add_argument("--beta-schedule", choices=list(SCHEDULES), default="constant")
    train.add_argument("--beta-steps", type=int, default=0, help="steps of the warm-up, or of one cycle")
    train.add_argument("--beta-start", type=int, default=0, help="step that the schedule of beta counts from")
    train.add_argument("--free-bits", type=float, default=0.0, help="floor of each dimension's rate, nats")
    train.add_argument("--capacity", type=float, default=0.0, help="rate that objective capacity holds, nats an image")
    train.add_argument("--capacity-steps", type=int, default=0, help="steps over which the capacity rises from 0")
    train.add_argument("--capacity-start", type=int, default=0, help="step that the capacity rises from")
    train.add_argument(
        "--context-dropout", type=float, default=0.0, help="share of pixels hidden from an autoregressive decoder"
    )
    train.add_argument(
        "--inner-steps", type=int, default=0, help="most steps of the encoder alone before each one (lagging inference)"
    )
    train.add_argument("--epochs", type=int, default=30)
    train.add_argument("--batch-size", type=int, default=128)
    train.add_argument("--learning-rate", type=float, default=2e-3)
    train.add_argument("--learning-rate-schedule", choices=get_args(RateSchedule), default="cosine")
    train.add_argument("--label-dropout", type=float, help="share of images not told their class: 0.1; attributes: 0")
    train.add_argument("--average", type=float, default=0.999, help="decay of the shipped weight average; 0: none")
    train.add_argument("--binarise", action="store_true", help="draw pixels anew from their grey levels")
    train.add_argument("--seed", type=int, default=0)
    train.add_argument("--precision", choices=["float32", "bfloat16"], default="float32")
    train.add_argument("--device", choices=["auto", "cpu", "cuda"], default="auto")
    train.add_argument("--threads", type=int, default=1, help="CPU threads; part of what makes a run repeatable")


def run(arguments: argparse.Namespace) -> None:
    """Train with a progress bar and write the checkpoint."""
    _refuse_idle_options(arguments)
    torch.set_num_threads(arguments.threads)
    device = _device(arguments.device)
    with progress_bar() as progress:
        data = datasets.load(arguments.dataset, progress=progress)
    request = Run(
        out=arguments.out,
        model=_model_config(arguments, data),
        train=_train_config(arguments),
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
    """Refuse an option that the other choices leave without effect: the header would tell of it all the same."""
    moving = arguments.beta_schedule != "constant"
    held, shaped = arguments.objective == "capacity", arguments.posterior != "free"
    reading = arguments.family == "autoregressive"
    for option, given, heard, partner in (
        ("--sigma", arguments.sigma is not None, arguments.likelihood == "gaussian", "--likelihood gaussian"),
        ("--free-bits", arguments.free_bits > 0, arguments.objective == "free-bits", "--objective free-bits"),
        ("--beta-steps", arguments.beta_steps > 0, moving, "--beta-schedule warm-up or cyclical"),
        ("--beta-start", arguments.beta_start > 0, moving, "--beta-schedule warm-up or cyclical"),
        ("--capacity", arguments.capacity > 0, held, "--objective capacity"),
        ("--capacity-steps", arguments.capacity_steps > 0, held, "--objective capacity"),
        ("--capacity-start", arguments.capacity_start > 0, held, "--objective capacity"),
        ("--posterior-floor", arguments.posterior_floor > 0, shaped, "--posterior delta or batch-norm"),
        ("--context-dropout", arguments.context_dropout > 0, reading, "--family autoregressive"),
    ):
        if given and not heard:
            raise ConfigError(f"{option} does nothing here; it goes with {partner}. Add that, or leave {option} out.")
    if moving and not arguments.beta_steps:
        raise ConfigError(f"--beta-schedule {arguments.beta_schedule} takes 0 steps; give --beta-steps 1 or more.")
    if held and not arguments.capacity:
        raise ConfigError("--objective capacity holds the rate to --capacity nats, which is 0; give a number above 0.")


def _device(name: str) -> str:
    cuda = torch.cuda.is_available()
    if name == "cuda" and not cuda:
        raise ConfigError("--device cuda was asked for, but PyTorch finds no CUDA device. Use --device cpu or auto.")
    return name if name != "auto" else "cuda" if cuda else "cpu"


def _model_config(arguments: argparse.Namespace, data: ImageDataset) -> ModelConfig:
    return ModelConfig(
        family=arguments.family,
        image_shape=data.image_shape,
        latent_dim=arguments.latent,
        condition=condition_of(data, arguments.condition),
        prior=arguments.prior,
        likelihood=arguments.likelihood,
        sigma=arguments.sigma,
        posterior=arguments.posterior,
        posterior_floor=arguments.posterior_floor,
        width=arguments.width,
        hidden=arguments.hidden,
    )


def _train_config(arguments: argparse.Namespace) -> TrainConfig:
    names = TrainConfig.__dataclass_fields__
    given = {name: getattr(arguments, name) for name in names}
    if arguments.label_dropout is None:
        given["label_dropout"] = 0.0 if arguments.condition == "attributes" else TrainConfig.label_dropout
    return TrainConfig(**given)
