"""The threads and the device of a command."""

import argparse
from dataclasses import dataclass
from typing import Literal

import torch

from vaeviz.config import Record
from vaeviz.errors import ConfigError
from vaeviz.settings import from_options, setting


@dataclass(frozen=True, kw_only=True)
class Machine(Record):
    """What a command computes on."""

    threads: int = setting(1, low=1, high=1024, help="CPU threads; another number changes the last bits of the result")
    device: Literal["auto", "cpu", "cuda"] = setting("auto", help="where the network is trained; auto: CUDA if present")


def use_machine(arguments: argparse.Namespace) -> str:
    """Set the number of threads and return the device, "cpu" or "cuda".

    Raises
    ------
    ConfigError
        If a value is not allowed, or CUDA is asked for and not there.
    """
    chosen = from_options(arguments, Machine)
    torch.set_num_threads(chosen.threads)
    cuda = torch.cuda.is_available()
    if chosen.device == "cuda" and not cuda:
        raise ConfigError("--device cuda was given, but PyTorch finds no CUDA device. Use --device cpu or auto.")
    return chosen.device if chosen.device != "auto" else "cuda" if cuda else "cpu"
