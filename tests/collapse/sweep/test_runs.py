"""Training the grid: what a cell keeps, and that a run that is there is not made again."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from collapse.grids import GRID, TRAIN, make, network

from vaeviz.collapse.sweep.file import read_images, read_row, row_file
from vaeviz.collapse.sweep.grid import read_grid
from vaeviz.collapse.sweep.runs import choose_images, train_row
from vaeviz.errors import CheckpointError
from vaeviz.families import build
from vaeviz.metrics.bounds import dataset_elbo
from vaeviz.training.fit import fit
from vaeviz.training.state import TrainState


def test_a_cell_keeps_the_averaged_decoder_of_its_epoch(folder, corners):
    torch.manual_seed(TRAIN.seed)
    model = build(GRID.model)
    state = TrainState(model, TRAIN)
    kept = read_row(row_file(folder, 1.0))
    for step in fit(model, corners, TRAIN, state=state):
        if step.step % 4 == 0:
            for name, part in state.average.decoder.state_dict().items():
                assert np.array_equal(kept.decoder(step.step // 4)[f"decoder.{name}"], part.half().numpy())


def test_figures_are_those_of_the_decoder_as_it_is_kept(folder, corners):
    grid = read_grid(folder)
    kept = grid.rows[0].arrays
    torch.manual_seed(TRAIN.seed)
    model = build(GRID.model)
    state = TrainState(model, TRAIN)
    for _ in fit(model, corners, TRAIN, state=state):
        pass
    state.average.decoder = network(grid, 0, 2).decoder
    found = dataset_elbo(state.average, corners, np.arange(len(corners)), binarise=True)
    assert kept["distortion"][1] == pytest.approx(found.terms.distortion.mean().item(), rel=1e-5)
    assert kept["elbo"][1] == pytest.approx(found.terms.elbo().mean().item(), rel=1e-5)
    assert np.allclose(kept["rate"][1], found.terms.rate.mean(0), rtol=1e-5)
    assert np.allclose(kept["mu_variance"][1], found.mu.var(0, correction=0), rtol=1e-5)


def test_the_bound_of_a_shown_image_is_at_least_its_elbo(folder):
    for row in read_grid(folder).rows:
        assert (row.arrays["shown_iwae"] >= row.arrays["shown_elbo"]).all()


def test_one_image_per_class_is_shown(folder, corners):
    images, _ = read_images(folder)
    assert images.labels[images.shown].tolist() == [0, 1, 2, 3]
    assert set(np.unique(images.pixels)) == {0, 1}
    again = choose_images(corners, 0)
    assert np.array_equal(images.pixels, again.pixels)


def test_a_run_that_is_there_is_not_made_again(folder, corners, monkeypatch):
    made = []

    def counted(grid, config, *rest):
        made.append(config.beta)
        return train_row(grid, config, *rest)

    monkeypatch.setattr("vaeviz.collapse.sweep.runs.train_row", counted)
    row_file(folder, 4.0).unlink()
    before = row_file(folder, 1.0).read_bytes()
    make(folder, corners)
    assert made == [4.0]
    assert row_file(folder, 1.0).read_bytes() == before


def test_a_run_of_other_settings_is_not_taken_for_one_of_these(folder, corners):
    other = replace(GRID, train=replace(TRAIN, seed=1))
    with pytest.raises(CheckpointError, match="other settings"):
        make(folder, corners, other)
