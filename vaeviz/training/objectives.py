"""What is minimised: rate and distortion per image, reduced once, here; and how beta moves in time."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from vaeviz.config import TrainConfig
from vaeviz.errors import unknown_name
from vaeviz.latent import Autoregressive, TrainableModel

UNSEEN = 0.5  # what a decoder sees of a pixel that is hidden from it


@dataclass(frozen=True)
class ElboTerms:
    """The two halves of the bound, nats per image; nothing is reduced yet."""

    distortion: Float[Tensor, " batch"]  # -log p(x|z, c), summed over pixels
    rate: Float[Tensor, "batch latent"]  # KL(q(z_j|x, c) || p(z_j|c))

    def elbo(self) -> Float[Tensor, " batch"]:
        """Return the bound on log p(x): higher is better."""
        return -(self.distortion + self.rate.sum(1))


def elbo_terms(
    model: TrainableModel,
    x: Float[Tensor, "batch channel height width"],
    c: Float[Tensor, "batch condition"] | None,
    generator: torch.Generator,
    context_dropout: float = 0.0,
) -> ElboTerms:
    """Estimate distortion with one z per image; the rate is exact.

    With ``context_dropout`` an autoregressive decoder sees that share of the pixels as middle grey, while all of them
    are scored: it has to learn to lean on z.

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
    """Repeat cycles of ``steps``: half of each is a linear rise from 0, half is held.

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
    """Minimise distortion + beta * rate, the mean over images.

    References
    ----------
    Higgins et al., "beta-VAE", ICLR 2017, equation 4.
    """
    return lambda terms, step: (terms.distortion + schedule(step) * terms.rate.sum(1)).mean()


def free_bits(schedule: Schedule, config: TrainConfig) -> Objective:
    """Charge each dimension at least ``config.free_bits`` nats of batch-mean rate, so that less saves nothing.

    References
    ----------
    Kingma et al., "Improved Variational Inference with Inverse Autoregressive Flow", NeurIPS 2016, appendix C.8.
    """

    def objective(terms: ElboTerms, step: int) -> Float[Tensor, ""]:
        charged = terms.rate.mean(0).clamp_min(config.free_bits)
        return terms.distortion.mean() + schedule(step) * charged.sum()

    return objective


def capacity(schedule: Schedule, config: TrainConfig) -> Objective:
    """Hold the rate to C, which rises from 0 to ``config.capacity``: either side of it costs beta a nat.

    Until the step ``config.capacity_start`` C is 0.
    Beta is a stiffness here and wants to be large: where it is below the slope at which distortion falls with the
    rate, the rate stays under C.

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
    """Return the schedule of beta that ``config`` names; until the step ``beta_start`` it stays at its beginning."""
    if config.beta_schedule not in SCHEDULES:
        raise unknown_name("beta schedule", config.beta_schedule, SCHEDULES)
    schedule = SCHEDULES[config.beta_schedule](config.beta, config.beta_steps)
    return lambda step: schedule(max(0, step - config.beta_start))


def make_objective(config: TrainConfig) -> Objective:
    """Return the objective that ``config`` names."""
    if config.objective not in OBJECTIVES:
        raise unknown_name("objective", config.objective, OBJECTIVES)
    return OBJECTIVES[config.objective](make_schedule(config), config)
