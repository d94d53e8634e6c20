"""Runs of the toy, measured exactly along the way, and all of them one after another."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float32
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from vaeviz.collapse.toy.exact import Sight, glance, measure
from vaeviz.collapse.toy.file import StoredToy, ToyHeader, ToyRow
from vaeviz.collapse.toy.model import ToyModel
from vaeviz.collapse.toy.picture import numbers, picked_means, picture, shown_sequences
from vaeviz.collapse.toy.recipes import Recipe, recipes
from vaeviz.collapse.toy.training import ToyRun, learn_language

MEASURED = 25  # times in a run, closest at its beginning, where most happens
HALVES = ("mu", "true_mu", "posterior", "q_mu", "q_sd")  # arrays that are kept in half precision


class MeasuredRun:
    """A run and its figures along the way."""

    def __init__(self, run: ToyRun) -> None:
        self.run = run
        self.due = {round(run.recipe.steps * (k / MEASURED) ** 1.5) for k in range(1, MEASURED + 1)}
        self.trail: list[Float32[np.ndarray, " column"]] = []  # steps done, NLL, rate, ELBO, the picked means
        self._measure()

    def step(self) -> None:
        """Take one step, and measure where it is time."""
        self.run.step()
        if self.run.done in self.due:
            self._measure()

    def _measure(self) -> None:
        self.measured, self.figures = self.run.done, measure(self.run.model)
        head = (self.measured, self.figures.nll, self.figures.rate, self.figures.elbo)
        self.trail.append(np.array([*head, *picked_means(self.sight())], np.float32))

    def sight(self) -> Sight:
        """Return both posteriors of the shown sequences, as they are now."""
        return glance(self.run.model, shown_sequences())


@dataclass(frozen=True)
class End:
    """What is kept of one run."""

    row: ToyRow
    arrays: dict[str, Float32[np.ndarray, "..."]]  # the picture and the trail
    begins: dict[str, Float32[np.ndarray, " weight"]]  # states that other runs begin with


def collect(seed: int) -> Iterator[End]:
    """Train every run of one seed; each state is the one that a run before it left."""
    states: dict[str, Float32[np.ndarray, " weight"]] = {}
    for name, recipe in recipes().items():
        began = time.perf_counter()
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
        seconds = round(time.perf_counter() - began, 1)
        row = ToyRow.from_json({"run": name, "seed": seed, "seconds": seconds, **numbers(run.figures)})
        begins = states if recipe.begins == "pretrained" else {}
        yield End(row, {**picture(run.sight()), "trail": np.stack(run.trail)}, begins)


def stored_of(header: ToyHeader, ends: Sequence[End]) -> StoredToy:
    """Return the file of runs that stand in the order of the header's rows."""
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
    """Return a model with the weights that its seed gives."""
    return ToyModel(recipe.looks_back, torch.Generator().manual_seed(seed))


def weights_of(model: ToyModel) -> Float32[np.ndarray, " weight"]:
    """Return all weights in a row."""
    return parameters_to_vector(model.parameters()).detach().numpy().copy()


def put_weights(model: ToyModel, weights: Float32[np.ndarray, " weight"]) -> None:
    """Give the model weights that `weights_of` returned."""
    vector_to_parameters(torch.from_numpy(weights.copy()), model.parameters())
