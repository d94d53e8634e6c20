"""fit(): a generator of training steps; no printing, no files, no widgets. Same config and CPU, same bits."""

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
INNER_WINDOW = 5  # encoder-only steps between two looks at whether the bound still rises
MOVING = (  # what may change while a run goes on
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
    """What one optimiser step saw; batch means, left on the model's device until somebody reads them."""

    step: int  # steps done, from 1
    epoch: int  # from 0
    loss: Float[Tensor, ""]  # what the objective returned
    distortion: Float[Tensor, ""]  # nats per image
    rate_per_dim: Float[Tensor, " latent"]  # nats per image


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
    """Return the rate for the next step after ``step`` done: a short rise, then a cosine to zero; or constant."""
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
    """Train ``model`` in place, one yield per optimiser step; the caller stops by leaving the loop.

    With ``state`` the run goes on where that state stands; its ``average`` holds the weights to ship.
    ``objective`` replaces the configured one. ``moved`` is asked before each step, by how many are done, for the
    configuration in force: a hand moves beta while the run goes on. Returning ``config`` changes no bit.

    Raises
    ------
    ConfigError
        If the configuration names something unknown or does not fit the data, or if ``moved`` changes what cannot
        change on the way.
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
        epoch, place = divmod(state.step, per_epoch)
        for group in state.optimizer.param_groups:
            group["lr"] = learning_rate(stepper.config, state.step, total)
        stepper.catch_up(batches)
        terms, loss = stepper.losses(*batches.take(epoch, place, state.generator))
        loss.backward()
        state.optimizer.step()
        state.step += 1
        state.follow(config.average)
        yield _report(terms, loss, state.step, epoch)


class _Stepper:
    """One step at a time, under the configuration in force."""

    def __init__(
        self, model: VariationalAutoencoder, state: TrainState, config: TrainConfig, objective: Objective | None
    ) -> None:
        self.model, self.state, self.start, self.config = model, state, config, config
        self.device = next(model.parameters()).device
        self._fixed = objective
        self._objective = objective or make_objective(config)
        self._terms_of = torch.compile(elbo_terms) if self.device.type == "cuda" else elbo_terms

    def move(self, config: TrainConfig) -> None:
        """Take up another configuration, which may differ in `MOVING` alone."""
        if config is self.config:
            return
        if config != replace(self.start, **{name: getattr(config, name) for name in MOVING}):
            raise ConfigError(f"Only {', '.join(MOVING)} can move while a run goes on. Start a new run for the rest.")
        _check_context(self.model, config)
        self.config = config
        self._objective = self._fixed or make_objective(config)

    def losses(self, x: Tensor, c: Tensor | None) -> tuple[ElboTerms, Tensor]:
        """Return the terms of a batch and what is minimised, with no gradient left over from before."""
        bfloat16 = self.config.precision == "bfloat16"
        with torch.autocast(self.device.type, torch.bfloat16, enabled=bfloat16), self.model.batch_statistics():
            terms = self._terms_of(self.model, x, c, self.state.generator, self.config.context_dropout)
        self.state.optimizer.zero_grad()
        return terms, self._objective(terms, self.state.step)

    def catch_up(self, batches: TrainBatches) -> None:
        """Train the encoder alone for a while, on random batches, where the configuration says so."""
        weights = self.model.inference_parameters() if self.config.inner_steps else []

        def inner() -> Tensor:
            _, loss = self.losses(*batches.any(self.state.generator))
            loss.backward(inputs=weights)  # the others have no gradient, so Adam leaves them alone
            self.state.optimizer.step()
            return loss

        catch_up(inner, self.config.inner_steps)


def catch_up(inner: Callable[[], Float[Tensor, ""]], most: int) -> None:
    """Let the encoder catch up with the decoder: call ``inner`` until its loss no longer falls, ``most`` times at most.

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
            f"The model takes {model.image_shape} pictures, {data.name} has {data.image_shape}. "
            "Build the model for the data set's pictures."
        )
    if config.binarise and model.config.likelihood == "gaussian-optimal":
        raise ConfigError(
            "The optimal sigma is measured on grey pixels, so it does not go with binarise. Use the bernoulli "
            "likelihood for binarised pixels."
        )
    check_condition(data, model.condition)
    if model.condition is not None and model.condition.kind == "attributes" and config.label_dropout:
        raise ConfigError(
            f"label_dropout is {config.label_dropout}; a model that is told attributes takes 0: its zero row is the "
            'middle of every number, so no row is left for "not told".'
        )
    if model.config.posterior == "batch-norm" and config.batch_size < 2:
        raise ConfigError("The batch-norm posterior needs batches of 2 or more: one image has no spread.")
    _check_context(model, config)


def _check_context(model: VariationalAutoencoder, config: TrainConfig) -> None:
    if config.context_dropout and not isinstance(model, AutoregressiveVae):
        raise ConfigError(
            f"context_dropout is {config.context_dropout:g}, but the {model.config.family} family's decoder sees no "
            "pixels. Use the autoregressive family, or 0."
        )
