"""Train the runs of the toy, with exact figures during training."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float32
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from vaeviz.collapse.toy.exact import Posteriors, exact_figures, posteriors_of
from vaeviz.collapse.toy.file import StoredToy, ToyHeader, ToyRow
from vaeviz.collapse.toy.model import ToyModel
from vaeviz.collapse.toy.page_arrays import numbers, picked_means, posterior_arrays, shown_sequences
from vaeviz.collapse.toy.recipes import Recipe, recipes
from vaeviz.collapse.toy.training import ToyRun, learn_language

MEASURED = 25  # times in a run, most densely at the start, where most changes
HALVES = ("mu", "true_mu", "posterior", "q_mu", "q_sd")  # arrays stored in half precision


class MeasuredRun:
    """A run with its figures during training."""

    def __init__(self, run: ToyRun) -> None:
        self.run = run
        self.due = {round(run.recipe.steps * (k / MEASURED) ** 1.5) for k in range(1, MEASURED + 1)}
        self.trail: list[Float32[np.ndarray, " column"]] = []  # steps done, NLL, rate, ELBO, the picked means
        self._measure()

    def step(self) -> None:
        """Take one step, and measure the exact figures if that is due."""
        self.run.step()
        if self.run.done in self.due:
            self._measure()

    def _measure(self) -> None:
        self.measured, self.figures = self.run.done, exact_figures(self.run.model)
        head = (self.measured, self.figures.nll, self.figures.rate, self.figures.elbo)
        self.trail.append(np.array([*head, *picked_means(self.posteriors())], np.float32))

    def posteriors(self) -> Posteriors:
        """Return both posteriors of the shown sequences at the current step."""
        return posteriors_of(self.run.model, shown_sequences())


@dataclass(frozen=True)
class FinishedRun:
    """What is stored of one run."""

    row: ToyRow
    arrays: dict[str, Float32[np.ndarray, "..."]]  # of `posterior_arrays`, and the trail
    begins: dict[str, Float32[np.ndarray, " weight"]]  # states that other runs start from


def collect(seed: int) -> Iterator[FinishedRun]:
    """Train every run of one seed; the initial states come from earlier runs."""
    states: dict[str, Float32[np.ndarray, " weight"]] = {}
    for name, recipe in recipes().items():
        start = time.perf_counter()
        model = untrained(recipe, seed)
        if recipe.begins == "pretrained":
            learn_language(model, seed)
            states["pretrained"] = weights_of(model)
        elif recipe.begins == "collapsed":
            put_weights(model, states["collapsed"])
        run = MeasuredRun(ToyRun(model, recipe, seed))
        while not run.run.finished:
            run.step()
        if recipe.begins == "pretrained":
            states["collapsed"] = weights_of(model)
        seconds = round(time.perf_counter() - start, 1)
        row = ToyRow.from_json({"run": name, "seed": seed, "seconds": seconds, **numbers(run.figures)})
        begins = states if recipe.begins == "pretrained" else {}
        yield FinishedRun(row, {**posterior_arrays(run.posteriors()), "trail": np.stack(run.trail)}, begins)


def stored_of(header: ToyHeader, ends: Sequence[FinishedRun]) -> StoredToy:
    """Return the contents of the file for runs in the order of the header's rows."""
    counts = (len(header.runs), len(header.seeds))
    arrays = {}
    for name in ends[0].arrays:
        together = np.stack([end.arrays[name] for end in ends])
        arrays[name] = together.reshape(*counts, *together.shape[1:])
        if name in HALVES:
            arrays[name] = arrays[name].astype(np.float16)
    for name in ("pretrained", "collapsed"):
        arrays[f"weights.{name}"] = np.stack([end.begins[name] for end in ends if end.begins])
    return StoredToy(header, arrays)


def untrained(recipe: Recipe, seed: int) -> ToyModel:
    """Return a model with the initial weights of its seed."""
    return ToyModel(recipe.autoregressive, torch.Generator().manual_seed(seed))


def weights_of(model: ToyModel) -> Float32[np.ndarray, " weight"]:
    """Return all weights as one vector."""
    return parameters_to_vector(model.parameters()).detach().numpy().copy()


def put_weights(model: ToyModel, weights: Float32[np.ndarray, " weight"]) -> None:
    """Load weights that `weights_of` returned."""
    vector_to_parameters(torch.from_numpy(weights.copy()), model.parameters())
