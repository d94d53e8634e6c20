"""Where a run stands: all it needs to go on after a cut, with the same bits."""

import copy
from collections.abc import Iterator

import torch
from torch import Tensor

from vaeviz.config import TrainConfig
from vaeviz.models.vae import VariationalAutoencoder


class TrainState:
    """Everything a run needs to go on after a cut: weights, their average, Adam's moments, the noise, the step."""

    def __init__(self, model: VariationalAutoencoder, config: TrainConfig) -> None:
        device = next(model.parameters()).device
        self.model = model
        self.average = copy.deepcopy(model).eval().requires_grad_(False)
        self.optimizer = torch.optim.Adam(model.parameters(), lr=config.learning_rate, fused=True)
        self.generator = torch.Generator(device).manual_seed(config.seed)
        self.step = 0

    def tensors(self) -> dict[str, Tensor]:
        """Return the whole state as named tensors, copied to the CPU."""
        parts = {f"model.{name}": part for name, part in self.model.state_dict().items()}
        parts |= {f"average.{name}": part for name, part in self.average.state_dict().items()}
        for index, moments in self.optimizer.state_dict()["state"].items():
            parts |= {f"adam.{index}.{name}": part for name, part in moments.items()}
        parts |= {"generator": self.generator.get_state(), "step": torch.tensor(self.step)}
        return {name: part.detach().cpu().clone().contiguous() for name, part in parts.items()}

    def restore(self, tensors: dict[str, Tensor]) -> None:
        """Take up the state that `tensors` returned."""
        self.model.load_state_dict(_under("model.", tensors))
        self.average.load_state_dict(_under("average.", tensors))
        moments: dict[int, dict[str, Tensor]] = {}
        for key, part in _under("adam.", tensors).items():
            index, name = key.split(".", 1)
            moments.setdefault(int(index), {})[name] = part
        groups = self.optimizer.state_dict()["param_groups"]
        self.optimizer.load_state_dict({"state": moments, "param_groups": groups})
        self.generator.set_state(tensors["generator"])
        self.step = int(tensors["step"])

    @torch.no_grad()
    def follow(self, decay: float) -> None:
        """Move the average towards the weights; early on faster, so that it never remembers the initial ones."""
        decay = min(decay, (1 + self.step) / (10 + self.step))
        for average, weight in zip(_numbers(self.average), _numbers(self.model), strict=True):
            average.lerp_(weight, 1 - decay)


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): part for name, part in tensors.items() if name.startswith(prefix)}


def _numbers(model: VariationalAutoencoder) -> Iterator[Tensor]:
    """Return the weights, then the running statistics of a batch-norm posterior."""
    yield from model.parameters()
    yield from model.buffers()
