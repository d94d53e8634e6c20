"""fit(): a generator of training steps; no printing, no files, no widgets. Same config and CPU, same bits."""

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from vaeviz.config import Condition, TrainConfig
from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import ConfigError
from vaeviz.models.vae import VariationalAutoencoder
from vaeviz.objectives import ElboTerms, Objective, elbo_terms, make_objective
from vaeviz.told import check_told, told_of

LR_WARM_UP = 0.02  # share of the steps over which the learning rate rises
CHUNK = 10_000  # pictures rendered at once on their way to the device


@dataclass(frozen=True)
class TrainStep:
    """What one optimiser step saw; batch means, left on the model's device until somebody reads them."""

    step: int  # steps done, from 1
    epoch: int  # from 0
    loss: Float[Tensor, ""]  # what the objective returned
    distortion: Float[Tensor, ""]  # nats per image
    rate_per_dim: Float[Tensor, " latent"]  # nats per image


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


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): part for name, part in tensors.items() if name.startswith(prefix)}


def steps_per_epoch(data: ImageDataset, config: TrainConfig) -> int:
    """Return how many full batches an epoch has; the remainder is left out, another one each epoch.

    Raises
    ------
    ConfigError
        If the data set is smaller than one batch.
    """
    steps = len(data) // config.batch_size
    if steps == 0:
        raise ConfigError(
            f"{data.name} has {len(data)} images, fewer than one batch of {config.batch_size}. Take smaller batches."
        )
    return steps


def learning_rate(config: TrainConfig, step: int, total: int) -> float:
    """Return the rate for the next step after ``step`` done: a short linear rise, then a cosine to zero."""
    rise = max(1, round(LR_WARM_UP * total))
    if step < rise:
        return config.learning_rate * (step + 1) / rise
    return config.learning_rate * 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, total - rise)))


def fit(
    model: VariationalAutoencoder,
    data: ImageDataset,
    config: TrainConfig,
    *,
    objective: Objective | None = None,
    state: TrainState | None = None,
) -> Iterator[TrainStep]:
    """Train ``model`` in place, one yield per optimiser step; the caller stops by leaving the loop.

    With ``state`` the run goes on where that state stands; its ``average`` holds the weights to ship.
    ``objective`` replaces the configured one, e.g. to move beta while the run goes on.

    Raises
    ------
    ConfigError
        If the configuration names something unknown or does not fit the data.
    """
    _check_fit(model, data, config)
    objective = objective or make_objective(config)
    state = state or TrainState(model, config)
    per_epoch = steps_per_epoch(data, config)
    total = config.epochs * per_epoch
    batches = _Batches(data, config, model.condition, next(model.parameters()).device)
    device = next(model.parameters()).device
    terms_of = torch.compile(elbo_terms) if device.type == "cuda" else elbo_terms
    while state.step < total:
        epoch, place = divmod(state.step, per_epoch)
        x, c = batches.take(epoch, place, state.generator)
        for group in state.optimizer.param_groups:
            group["lr"] = learning_rate(config, state.step, total)
        with torch.autocast(device.type, torch.bfloat16, enabled=config.precision == "bfloat16"):
            terms = terms_of(model, x, c, state.generator)
        loss = objective(terms, state.step)
        state.optimizer.zero_grad()
        loss.backward()
        state.optimizer.step()
        state.step += 1
        _follow(state, config.average)
        yield _report(terms, loss, state.step, epoch)


def _report(terms: ElboTerms, loss: Tensor, step: int, epoch: int) -> TrainStep:
    distortion, rate = terms.distortion.detach().mean(), terms.rate.detach().mean(0)
    return TrainStep(step, epoch, loss.detach(), distortion, rate)


def _check_fit(model: VariationalAutoencoder, data: ImageDataset, config: TrainConfig) -> None:
    if data.image_shape != model.image_shape:
        raise ConfigError(
            f"The model takes {model.image_shape} pictures, {data.name} has {data.image_shape}. "
            "Build the model for the data set's pictures."
        )
    if config.binarise and model.config.likelihood == "gaussian-optimal":
        raise ConfigError(
            "The optimal sigma is measured on grey pixels, so it does not go with binarise. Use the bernoulli "
            "likelihood for binarised pixels."
        )
    check_told(data, model.condition)
    if model.condition is not None and model.condition.kind == "attributes" and config.label_dropout:
        raise ConfigError(
            f"label_dropout is {config.label_dropout}; a model that is told attributes takes 0: its zero row is the "
            'middle of every number, so no row is left for "not told".'
        )


@torch.no_grad()
def _follow(state: TrainState, decay: float) -> None:
    """Move the average towards the weights; early on faster, so that it never remembers the initial ones."""
    decay = min(decay, (1 + state.step) / (10 + state.step))
    for average, weight in zip(state.average.parameters(), state.model.parameters(), strict=True):
        average.lerp_(weight, 1 - decay)


class _Batches:
    """Batches by (epoch, place): the order depends on the seed and the epoch alone, so a run can go on anywhere."""

    def __init__(
        self, data: ImageDataset, config: TrainConfig, condition: Condition | None, device: torch.device
    ) -> None:
        self.images = data.images
        if device.type == "cuda":  # uint8 in the device's memory: no copy per step, no worker processes
            self.images = torch.empty(data.images.shape, dtype=torch.uint8, device=device)
            for start in range(0, len(data), CHUNK):
                part = slice(start, min(start + CHUNK, len(data)))
                self.images[part] = torch.as_tensor(np.ascontiguousarray(data.images[part]), device=device)
        self.data = data
        self.config, self.condition, self.device = config, condition, device
        self._order: tuple[int, np.ndarray] = (-1, np.empty(0, np.int64))

    def take(self, epoch: int, place: int, generator: torch.Generator) -> tuple[Tensor, Tensor | None]:
        """Return pixels in [0, 1] and the condition of one batch, on the model's device."""
        if self._order[0] != epoch:
            self._order = (epoch, np.random.default_rng([self.config.seed, epoch]).permutation(len(self.data)))
        size = self.config.batch_size
        index = self._order[1][place * size : (place + 1) * size]
        x = self._pixels(index)
        if self.config.binarise:
            x = torch.bernoulli(x, generator=generator)
        return x, self._condition(index, generator)

    def _pixels(self, index: np.ndarray) -> Float[Tensor, "batch channel height width"]:
        if isinstance(self.images, Tensor):
            return self.images[torch.as_tensor(index, device=self.device)].float() / 255
        return torch.from_numpy(self.images[index]).to(self.device).float() / 255

    def _condition(self, index: np.ndarray, generator: torch.Generator) -> Float[Tensor, "batch condition"] | None:
        c = told_of(self.data, self.condition, index)
        if c is None:
            return None
        told = torch.rand(len(c), 1, generator=generator, device=self.device) >= self.config.label_dropout
        return c.to(self.device) * told
