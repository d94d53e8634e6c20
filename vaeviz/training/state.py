"""The state of a run: everything needed to resume it with the same bits."""

import copy
from collections.abc import Iterator, Mapping

import numpy as np
import torch
from torch import Tensor, nn

from vaeviz.config import TrainConfig
from vaeviz.errors import CheckpointError
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.files import ArraySpec, check_arrays

NETWORKS = ("model", "average")
MOMENTS = ("step", "exp_avg", "exp_avg_sq")  # Adam's state for each weight


class TrainState:
    """Weights, their average, Adam's moments, the noise generator and the step."""

    def __init__(self, model: VariationalAutoencoder, config: TrainConfig) -> None:
        device = next(model.parameters()).device
        self.model = model
        self.average = copy.deepcopy(model).eval().requires_grad_(False)
        self.optimizer = torch.optim.Adam(model.parameters(), lr=config.learning_rate, fused=True)
        self.generator = torch.Generator(device).manual_seed(config.seed)
        self.step = 0
        self._inner_steps = config.inner_steps

    def tensors(self) -> dict[str, Tensor]:
        """Return the whole state as named tensors, copied to the CPU."""
        parts = {f"model.{name}": part for name, part in self.model.state_dict().items()}
        parts |= {f"average.{name}": part for name, part in self.average.state_dict().items()}
        for index, moments in self.optimizer.state_dict()["state"].items():
            parts |= {f"adam.{index}.{name}": part for name, part in moments.items()}
        parts |= {"generator": self.generator.get_state(), "step": torch.tensor(self.step)}
        return {name: part.detach().cpu().clone().contiguous() for name, part in parts.items()}

    def restore(self, arrays: Mapping[str, np.ndarray], total: int) -> None:
        """Restore the state that `tensors` returned, of a run of ``total`` steps; an error changes nothing.

        Raises
        ------
        CheckpointError
            If an array is missing, unknown, of another type or shape, not finite or out of range, or the generator's
            state is invalid.
        """
        check_arrays(
            {"step": arrays["step"]} if "step" in arrays else {}, {"step": ArraySpec(("int64",), (), 1, total)}
        )
        check_arrays(arrays, self._specs(int(arrays["step"])))
        tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
        generator = _generator_at(tensors["generator"], self.generator.device)
        self.model.load_state_dict(_under("model.", tensors))
        self.average.load_state_dict(_under("average.", tensors))
        moments = {
            index: {name: tensors[f"adam.{index}.{name}"] for name in MOMENTS} for index in range(len(self._weights()))
        }
        groups = self.optimizer.state_dict()["param_groups"]
        self.optimizer.load_state_dict({"state": moments, "param_groups": groups})
        self.generator = generator
        self.step = int(tensors["step"])

    def _weights(self) -> list[nn.Parameter]:
        return self.optimizer.param_groups[0]["params"]

    def _specs(self, step: int) -> dict[str, ArraySpec]:
        """Return the specification of `tensors` after ``step`` steps; torch does not check arrays and may crash."""
        single, most = ("float32",), step * (1 + self._inner_steps)
        state = self.model.state_dict().items()
        specs = {
            f"{network}.{name}": ArraySpec(single, tuple(part.shape)) for network in NETWORKS for name, part in state
        }
        for index, weight in enumerate(self._weights()):
            shape = tuple(weight.shape)
            specs |= {
                f"adam.{index}.step": ArraySpec(single, (), step, most),
                f"adam.{index}.exp_avg": ArraySpec(single, shape),
                f"adam.{index}.exp_avg_sq": ArraySpec(single, shape, low=0),
            }
        specs["generator"] = ArraySpec(("uint8",), tuple(self.generator.get_state().shape))
        return specs | {"step": ArraySpec(("int64",), ())}

    @torch.no_grad()
    def follow(self, decay: float) -> None:
        """Move the average towards the weights, faster in early steps so that it forgets the initial weights."""
        decay = min(decay, (1 + self.step) / (10 + self.step))
        for average, weight in zip(_numbers(self.average), _numbers(self.model), strict=True):
            average.lerp_(weight, 1 - decay)


def _generator_at(state: Tensor, device: torch.device) -> torch.Generator:
    """Return a noise generator in this state.

    Raises
    ------
    CheckpointError
        If torch rejects the state, or its first draws are not finite.
    """
    generator, trial = torch.Generator(device), torch.Generator(device)
    try:
        generator.set_state(state)
        trial.set_state(state)
    except RuntimeError as error:
        raise CheckpointError(f"its noise generator has a state that torch rejects: {error}") from error
    for dtype in (torch.float32, torch.float64):  # the state may cache a number for the next draw of each type
        if not torch.randn(1, generator=trial, device=device, dtype=dtype).isfinite().all():
            raise CheckpointError("its noise generator draws numbers that are not finite")
    return generator


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): part for name, part in tensors.items() if name.startswith(prefix)}


def _numbers(model: VariationalAutoencoder) -> Iterator[Tensor]:
    """Return the weights, then the running statistics of a batch-norm posterior."""
    yield from model.parameters()
    yield from model.buffers()
