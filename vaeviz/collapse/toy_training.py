"""How the toy's models are trained: three decoders, and what may bring a collapsed one back. Same seed, same bits."""

import math
from dataclasses import dataclass, replace
from functools import cache

import torch
from jaxtyping import Float
from torch import Tensor

from vaeviz.collapse.toy_model import ToyModel, distortion
from vaeviz.collapse.toy_source import draw
from vaeviz.config import TrainConfig
from vaeviz.objectives import ElboTerms, make_objective
from vaeviz.training import INNER_WINDOW, learning_rate

STEPS = 3000
PLAIN = TrainConfig(dataset="toy", learning_rate=3e-3, batch_size=256)
LANGUAGE = TrainConfig(dataset="toy", learning_rate=3e-2, batch_size=1024)  # the decoder's training without z


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """One run: where it begins, for how long it goes, under which objective."""

    label: str
    says: str  # what it does, one line
    looks_back: bool = True
    begins: str = "fresh"  # or "pretrained", "collapsed": the states that one run hands to the next
    steps: int = STEPS
    gamma: float = 0.0
    config: TrainConfig = PLAIN


DECODERS = {
    "factorised": Recipe(
        label="Factorised",
        says="Each toss is drawn from z alone.",
        looks_back=False,
    ),
    "autoregressive": Recipe(
        label="Autoregressive, jointly",
        says="Each toss is drawn from z and the tosses before it; encoder and decoder learn together.",
    ),
    "pretrained": Recipe(
        label="Autoregressive, pre-trained",
        says="The decoder first learned the tosses without z; then z and the encoder were added.",
        begins="pretrained",
        steps=2000,
        config=replace(PLAIN, learning_rate=5e-4),
    ),
}
REMEDIES = {
    "as-before": Recipe(
        label="Just go on",
        says="Train on as before: beta 1, nothing else.",
        begins="collapsed",
    ),
    "warm-up": Recipe(
        label="Warm-up",
        says="Beta rises from 0 to 1 over the first half.",
        begins="collapsed",
        config=replace(PLAIN, beta_schedule="warm-up", beta_steps=STEPS // 2),
    ),
    "cyclical": Recipe(
        label="Cyclical",
        says="Beta rises from 0 to 1 four times.",
        begins="collapsed",
        config=replace(PLAIN, beta_schedule="cyclical", beta_steps=STEPS // 4),
    ),
    "free-bits": Recipe(
        label="Free bits",
        says="The first nat of rate is free.",
        begins="collapsed",
        config=replace(PLAIN, objective="free-bits", free_bits=1.0),
    ),
    "lagging": Recipe(
        label="Lagging inference",
        says="Before each step of both, the encoder alone takes up to 30.",
        begins="collapsed",
        steps=300,
        config=replace(PLAIN, inner_steps=30),
    ),
    "batch-norm": Recipe(
        label="Batch-norm",
        says="The means of q are held at deviation 0.8.",
        begins="collapsed",
        gamma=0.8,
    ),
    "dropout": Recipe(
        label="Context dropout",
        says="70% of the tosses before are hidden from the decoder while it learns.",
        begins="collapsed",
        config=replace(PLAIN, context_dropout=0.7),
    ),
}


@cache
def recipes() -> dict[str, Recipe]:
    """Return every run by its name."""
    return {**DECODERS, **REMEDIES}


class ToyRun:
    """A run under way; `step` takes the next one."""

    def __init__(self, model: ToyModel, recipe: Recipe, seed: int) -> None:
        self.model, self.recipe, self.done = model, recipe, 0
        model.gamma = recipe.gamma
        self._objective = make_objective(recipe.config)
        self._optimizer = torch.optim.Adam(model.parameters(), lr=recipe.config.learning_rate, fused=True)
        self._generator = torch.Generator().manual_seed(seed)

    @property
    def finished(self) -> bool:
        """Whether the recipe's steps are done."""
        return self.done >= self.recipe.steps

    def step(self) -> None:
        """Catch up, where the recipe says so, then train encoder and decoder on a fresh batch."""
        for group in self._optimizer.param_groups:
            group["lr"] = learning_rate(self.recipe.config, self.done, self.recipe.steps)
        self._catch_up()
        self._loss().backward()
        self._optimizer.step()
        self.done += 1

    def _catch_up(self) -> None:
        """Train the encoder alone until its loss no longer falls, as `vaeviz.training` does."""
        before, window = math.inf, []
        for _ in range(self.recipe.config.inner_steps):
            loss = self._loss()
            loss.backward(inputs=self.model.encoder())
            self._optimizer.step()
            window.append(loss.item())
            if len(window) == INNER_WINDOW:
                if sum(window) >= before:
                    return
                before, window = sum(window), []

    def _loss(self) -> Float[Tensor, ""]:
        self._optimizer.zero_grad()
        config, noise = self.recipe.config, self._generator
        x = draw(config.batch_size, noise)
        shown = x
        if config.context_dropout:
            shown = x * (torch.rand(x.shape, generator=noise) >= config.context_dropout)
        posterior = self.model.encode(x)
        logits = self.model.telling(posterior.sample(noise)) + self.model.looking_back(shown)
        return self._objective(ElboTerms(distortion(x, logits), posterior.kl_to_prior()), self.done)


def learn_language(model: ToyModel, seed: int, steps: int = STEPS) -> None:
    """Train the decoder without z, as an autoregressive model of the tosses alone."""
    weights = model.language()
    optimizer = torch.optim.Adam(weights, lr=LANGUAGE.learning_rate, fused=True)
    noise = torch.Generator().manual_seed(seed)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(LANGUAGE, step, steps)
        x = draw(LANGUAGE.batch_size, noise)
        optimizer.zero_grad()
        distortion(x, model.start + model.looking_back(x)).mean().backward()
        optimizer.step()
