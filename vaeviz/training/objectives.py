"""Objectives, computed from rate and distortion per image, and schedules of beta."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from vaeviz.config import TrainConfig
from vaeviz.errors import unknown_name
from vaeviz.latent import Autoregressive, TrainableModel

UNSEEN = 0.5  # input to the decoder for a hidden pixel


@dataclass(frozen=True)
class ElboTerms:
    """The two terms of the bound in nats per image, not yet averaged over the batch."""

    distortion: Float[Tensor, " batch"]  # -log p(x|z, c), summed over pixels
    rate: Float[Tensor, "batch latent"]  # KL(q(z_j|x, c) || p(z_j|c))

    def elbo(self) -> Float[Tensor, " batch"]:
        """Return the lower bound on log p(x)."""
        return -(self.distortion + self.rate.sum(1))


def elbo_terms(
    model: TrainableModel,
    x: Float[Tensor, "batch channel height width"],
    c: Float[Tensor, "batch condition"] | None,
    generator: torch.Generator,
    context_dropout: float = 0.0,
) -> ElboTerms:
    """Estimate distortion with one z per image; the rate is exact.

    With ``context_dropout`` that share of an autoregressive decoder's input pixels is replaced by mid-grey. The
    loss still covers all pixels, so the decoder has to use z.

    References
    ----------
    Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014, equation 10.
    Bowman et al., "Generating Sentences from a Continuous Space", CoNLL 2016, section 3.1 (word dropout).
    """
    posterior = model.encode(x, c)
    z = posterior.sample(generator)
    likelihood = model.likelihood(z, c)
    if context_dropout and isinstance(likelihood, Autoregressive):
        hidden = torch.rand(x.shape, generator=generator, device=x.device) < context_dropout
        likelihood = likelihood.given(x.masked_fill(hidden, UNSEEN))
    return ElboTerms(-likelihood.log_prob(x), posterior.kl_to_prior(model.prior(c)))


Schedule = Callable[[int], float]  # optimiser step -> beta
Objective = Callable[[ElboTerms, int], Float[Tensor, ""]]  # (terms, step) -> scalar to minimise


def constant(beta: float, steps: int) -> Schedule:
    """Return beta at every step."""
    return lambda step: beta


def warm_up(beta: float, steps: int) -> Schedule:
    """Raise beta linearly from 0 over ``steps``, then hold it.

    References
    ----------
    Bowman et al., "Generating Sentences from a Continuous Space", CoNLL 2016, section 3.1.
    """
    return lambda step: beta * min(1.0, step / max(1, steps))


def cyclical(beta: float, steps: int) -> Schedule:
    """Repeat cycles of ``steps``: beta rises linearly from 0 in the first half and is constant in the second.

    References
    ----------
    Fu et al., "Cyclical Annealing Schedule", NAACL 2019, equation 6, R = 0.5.
    """
    return lambda step: beta * min(1.0, 2 * (step % max(1, steps)) / max(1, steps))


SCHEDULES: dict[str, Callable[[float, int], Schedule]] = {
    "constant": constant,
    "warm-up": warm_up,
    "cyclical": cyclical,
}


def beta_elbo(schedule: Schedule, config: TrainConfig) -> Objective:
    """Minimise distortion + beta * rate, averaged over images.

    References
    ----------
    Higgins et al., "beta-VAE", ICLR 2017, equation 4.
    """
    return lambda terms, step: (terms.distortion + schedule(step) * terms.rate.sum(1)).mean()


def free_bits(schedule: Schedule, config: TrainConfig) -> Objective:
    """Count at least ``config.free_bits`` nats of batch-mean rate per dimension, so that a lower rate gains nothing.

    References
    ----------
    Kingma et al., "Improved Variational Inference with Inverse Autoregressive Flow", NeurIPS 2016, appendix C.8.
    """

    def objective(terms: ElboTerms, step: int) -> Float[Tensor, ""]:
        counted = terms.rate.mean(0).clamp_min(config.free_bits)
        return terms.distortion.mean() + schedule(step) * counted.sum()

    return objective


def capacity(schedule: Schedule, config: TrainConfig) -> Objective:
    """Keep the rate at C, which rises from 0 to ``config.capacity``: each nat of difference costs beta.

    C is 0 until step ``config.capacity_start``. Beta must be large: if it is below the slope at which distortion falls
    with the rate, the rate stays under C.

    References
    ----------
    Burgess et al., "Understanding disentangling in beta-VAE", 2018, equation 8.
    """

    def objective(terms: ElboTerms, step: int) -> Float[Tensor, ""]:
        risen = max(0, step + 1 - config.capacity_start)
        target = config.capacity * min(1.0, risen / max(1, config.capacity_steps))
        return terms.distortion.mean() + schedule(step) * (terms.rate.sum(1).mean() - target).abs()

    return objective


OBJECTIVES: dict[str, Callable[[Schedule, TrainConfig], Objective]] = {
    "beta-elbo": beta_elbo,
    "free-bits": free_bits,
    "capacity": capacity,
}


def make_schedule(config: TrainConfig) -> Schedule:
    """Return the schedule of beta that ``config`` names; until step ``beta_start`` beta keeps its initial value."""
    if config.beta_schedule not in SCHEDULES:
        raise unknown_name("beta schedule", config.beta_schedule, SCHEDULES)
    schedule = SCHEDULES[config.beta_schedule](config.beta, config.beta_steps)
    return lambda step: schedule(max(0, step - config.beta_start))


def make_objective(config: TrainConfig) -> Objective:
    """Return the objective that ``config`` names."""
    if config.objective not in OBJECTIVES:
        raise unknown_name("objective", config.objective, OBJECTIVES)
    return OBJECTIVES[config.objective](make_schedule(config), config)
