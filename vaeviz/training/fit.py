"""fit(): a generator of training steps, without output or files. The same configuration and CPU give the same bits."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import torch
from jaxtyping import Float
from torch import Tensor

from vaeviz.config import TrainConfig
from vaeviz.data.condition import check_condition
from vaeviz.data.dataset import ImageDataset
from vaeviz.errors import ConfigError
from vaeviz.families.autoregressive import AutoregressiveVae
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.training.batches import TrainBatches
from vaeviz.training.objectives import ElboTerms, Objective, elbo_terms, make_objective
from vaeviz.training.state import TrainState

LR_WARM_UP = 0.02  # share of the steps over which the learning rate rises
INNER_WINDOW = 5  # encoder-only steps between two checks of whether the loss still falls
MOVING = (  # settings that may change during a run
    "learning_rate",
    "learning_rate_schedule",
    "objective",
    "beta",
    "beta_schedule",
    "beta_steps",
    "beta_start",
    "free_bits",
    "capacity",
    "capacity_steps",
    "capacity_start",
    "context_dropout",
    "inner_steps",
)


@dataclass(frozen=True)
class TrainStep:
    """Figures of one optimiser step: batch means, kept on the model's device until they are read."""

    step: int  # steps completed, from 1
    epoch: int  # from 0
    loss: Float[Tensor, ""]  # value of the objective
    distortion: Float[Tensor, ""]  # nats per image
    rate_per_dim: Float[Tensor, " latent"]  # nats per dimension


def steps_per_epoch(data: ImageDataset, config: TrainConfig) -> int:
    """Return the number of full batches per epoch; the remainder, different in every epoch, is left out.

    Raises
    ------
    ConfigError
        If the data set is smaller than one batch.
    """
    steps = len(data) // config.batch_size
    if steps == 0:
        raise ConfigError(
            f"{data.name} has {len(data)} images, fewer than one batch of {config.batch_size}. Use smaller batches."
        )
    return steps


def learning_rate(config: TrainConfig, step: int, total: int) -> float:
    """Return the learning rate after ``step`` steps: a linear rise, then a cosine to zero; or constant."""
    if config.learning_rate_schedule == "constant":
        return config.learning_rate
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
    moved: Callable[[int], TrainConfig] | None = None,
) -> Iterator[TrainStep]:
    """Train ``model`` in place, yielding once per optimiser step; leave the loop to stop.

    With ``state`` the run continues from that state; its ``average`` holds the weights to save. ``objective`` replaces
    the configured one. ``moved`` is called before each step with the number of completed steps and returns the current
    configuration, so that beta, for example, can be changed during the run. Returning ``config`` changes no bit.

    Raises
    ------
    ConfigError
        If the configuration has an unknown name or does not fit the data, or if ``moved`` changes a setting outside
        `MOVING`.
    """
    _check_fit(model, data, config)
    stepper = _Stepper(model, state or TrainState(model, config), config, objective)
    per_epoch = steps_per_epoch(data, config)
    total = config.epochs * per_epoch
    batches = TrainBatches(data, config, model.condition, stepper.device)
    state = stepper.state
    while state.step < total:
        if moved:
            stepper.move(moved(state.step))
        epoch, number = divmod(state.step, per_epoch)
        for group in state.optimizer.param_groups:
            group["lr"] = learning_rate(stepper.config, state.step, total)
        stepper.catch_up(batches)
        terms, loss = stepper.losses(*batches.take(epoch, number, state.generator))
        loss.backward()
        state.optimizer.step()
        state.step += 1
        state.follow(config.average)
        yield _report(terms, loss, state.step, epoch)


class _Stepper:
    """Takes single steps under the current configuration."""

    def __init__(
        self, model: VariationalAutoencoder, state: TrainState, config: TrainConfig, objective: Objective | None
    ) -> None:
        self.model, self.state, self.start, self.config = model, state, config, config
        self.device = next(model.parameters()).device
        self._fixed = objective
        self._objective = objective or make_objective(config)
        self._terms_of = torch.compile(elbo_terms) if self.device.type == "cuda" else elbo_terms

    def move(self, config: TrainConfig) -> None:
        """Switch to another configuration, which may differ only in `MOVING`."""
        if config is self.config:
            return
        if config != replace(self.start, **{name: getattr(config, name) for name in MOVING}):
            raise ConfigError(f"Only {', '.join(MOVING)} can change during a run. Start a new run for the rest.")
        _check_context(self.model, config)
        self.config = config
        self._objective = self._fixed or make_objective(config)

    def losses(self, x: Tensor, c: Tensor | None) -> tuple[ElboTerms, Tensor]:
        """Clear all gradients; return the terms of a batch and the loss."""
        bfloat16 = self.config.precision == "bfloat16"
        with torch.autocast(self.device.type, torch.bfloat16, enabled=bfloat16), self.model.batch_statistics():
            terms = self._terms_of(self.model, x, c, self.state.generator, self.config.context_dropout)
        self.state.optimizer.zero_grad()
        return terms, self._objective(terms, self.state.step)

    def catch_up(self, batches: TrainBatches) -> None:
        """Train the encoder alone on random batches, for at most ``inner_steps`` steps."""
        weights = self.model.inference_parameters() if self.config.inner_steps else []

        def inner() -> Tensor:
            _, loss = self.losses(*batches.any(self.state.generator))
            loss.backward(inputs=weights)  # other weights have no gradient, so Adam skips them
            self.state.optimizer.step()
            return loss

        catch_up(inner, self.config.inner_steps)


def catch_up(inner: Callable[[], Float[Tensor, ""]], most: int) -> None:
    """Let the encoder catch up with the decoder: call ``inner`` until its loss stops falling, at most ``most`` times.

    ``inner`` takes one step of the encoder alone and returns the loss before it.

    References
    ----------
    He, Spokoyny, Neubig, Berg-Kirkpatrick, "Lagging Inference Networks and Posterior Collapse in Variational
    Autoencoders", ICLR 2019, algorithm 1.
    """
    before, window = math.inf, []
    for _ in range(most):
        window.append(inner().detach())
        if len(window) == INNER_WINDOW:
            now = torch.stack(window).mean().item()
            if now >= before:
                return
            before, window = now, []


def _report(terms: ElboTerms, loss: Tensor, step: int, epoch: int) -> TrainStep:
    distortion, rate = terms.distortion.detach().mean(), terms.rate.detach().mean(0)
    return TrainStep(step, epoch, loss.detach(), distortion, rate)


def _check_fit(model: VariationalAutoencoder, data: ImageDataset, config: TrainConfig) -> None:
    if data.image_shape != model.image_shape:
        raise ConfigError(
            f"The model takes {model.image_shape} images, {data.name} has {data.image_shape}. "
            "Build the model for the data set's images."
        )
    if config.binarise and model.config.likelihood == "gaussian-optimal":
        raise ConfigError(
            "The optimal sigma is measured on grey pixels, so it cannot be combined with binarise. Use the bernoulli "
            "likelihood for binarised pixels."
        )
    check_condition(data, model.condition)
    if model.condition is not None and model.condition.kind == "attributes" and config.label_dropout:
        raise ConfigError(
            f"label_dropout is {config.label_dropout}; allowed: 0 for a model with attributes. Their zero row is the "
            'middle of every number, so it cannot mean "no condition".'
        )
    if model.config.posterior == "batch-norm" and config.batch_size < 2:
        raise ConfigError("The batch-norm posterior needs batches of 2 or more: one image has no variance.")
    _check_context(model, config)


def _check_context(model: VariationalAutoencoder, config: TrainConfig) -> None:
    if config.context_dropout and not isinstance(model, AutoregressiveVae):
        raise ConfigError(
            f"context_dropout is {config.context_dropout:g}, but the {model.config.family} family's decoder has no "
            "pixels as input. Use the autoregressive family, or 0."
        )
