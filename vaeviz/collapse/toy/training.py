"""How the toy's models are trained: batches of new sequences, one latent dimension. Same seed, same bits."""

import torch
from jaxtyping import Float
from torch import Tensor

from vaeviz.collapse.toy.model import ToyModel, distortion
from vaeviz.collapse.toy.recipes import LANGUAGE, STEPS, Recipe
from vaeviz.collapse.toy.source import draw
from vaeviz.training.fit import catch_up, learning_rate
from vaeviz.training.objectives import ElboTerms, make_objective


class ToyRun:
    """A run in progress; `step` takes the next step."""

    def __init__(self, model: ToyModel, recipe: Recipe, seed: int) -> None:
        self.model, self.recipe, self.done = model, recipe, 0
        model.gamma = recipe.gamma
        self._objective = make_objective(recipe.config)
        self._optimizer = torch.optim.Adam(model.parameters(), lr=recipe.config.learning_rate, fused=True)
        self._generator = torch.Generator().manual_seed(seed)

    @property
    def finished(self) -> bool:
        """Whether all the recipe's steps are done."""
        return self.done >= self.recipe.steps

    def step(self) -> None:
        """Train the encoder alone if the recipe asks for it, then encoder and decoder on a new batch."""
        for group in self._optimizer.param_groups:
            group["lr"] = learning_rate(self.recipe.config, self.done, self.recipe.steps)
        catch_up(self._inner, self.recipe.config.inner_steps)
        self._loss().backward()
        self._optimizer.step()
        self.done += 1

    def _inner(self) -> Float[Tensor, ""]:
        """Train the encoder alone on a new batch; return the loss."""
        loss = self._loss()
        loss.backward(inputs=self.model.encoder())
        self._optimizer.step()
        return loss

    def _loss(self) -> Float[Tensor, ""]:
        self._optimizer.zero_grad()
        config, noise = self.recipe.config, self._generator
        x = draw(config.batch_size, noise)
        shown = x
        if config.context_dropout:
            shown = x * (torch.rand(x.shape, generator=noise) >= config.context_dropout)
        posterior = self.model.encode(x)
        logits = self.model.z_logits(posterior.sample(noise)) + self.model.history_logits(shown)
        return self._objective(ElboTerms(distortion(x, logits), posterior.kl_to_prior()), self.done)


def learn_language(model: ToyModel, seed: int, steps: int = STEPS) -> None:
    """Train the decoder without z, as an autoregressive model of the tosses."""
    weights = model.language()
    optimizer = torch.optim.Adam(weights, lr=LANGUAGE.learning_rate, fused=True)
    noise = torch.Generator().manual_seed(seed)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(LANGUAGE, step, steps)
        x = draw(LANGUAGE.batch_size, noise)
        optimizer.zero_grad()
        distortion(x, model.start + model.history_logits(x)).mean().backward()
        optimizer.step()
