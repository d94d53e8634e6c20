"""The shipped grid: its figures match its weights, and beta has the expected effect."""

import math

import numpy as np
import pytest
import torch
from collapse.grids import network

from vaeviz.collapse.sweep.grid import SweepGrid, read_grid
from vaeviz.collapse.sweep.runs import BETAS
from vaeviz.families.page_program import halved, lay_out
from vaeviz.files.figures import folder
from vaeviz.latent import Posterior
from vaeviz.latents.decode import decode
from vaeviz.metrics.criteria import ACTIVE

MOST_BYTES = 20e6


@pytest.fixture(scope="module")
def grid() -> SweepGrid:
    return read_grid(folder())


def last(grid: SweepGrid, name: str) -> np.ndarray:
    return grid.figures(name)[:, -1]


def test_it_has_the_betas_and_epochs_that_are_promised(grid):
    assert grid.betas == BETAS
    assert math.prod(grid.images.header.image_shape) == grid.betas[-1]
    assert grid.epochs == 10
    assert len(grid.images.shown) == 10
    assert sum(path.stat().st_size for path in folder().glob("sweep-*")) < MOST_BYTES
    assert all(row.header.command == "python -m vaeviz collapse sweep" for row in grid.rows)


def test_over_beta_the_rate_strictly_falls_and_the_distortion_rises(grid):
    """Row 44 of the science sheet: R from 49 to .01, D from 75 to 206 (there after two epochs, here after ten)."""
    rate, distortion = last(grid, "rate").sum(1), last(grid, "distortion")
    assert (np.diff(rate) < 0).all()
    assert (np.diff(distortion[:-1]) > 0).all()
    assert abs(distortion[-1] - distortion[-2]) < 0.5  # both collapsed: nothing left to rise
    assert rate[0] == pytest.approx(49, abs=3)


def test_the_collapsed_rows_are_the_pixels_marginals(grid):
    images = grid.images.pixels.reshape(len(grid.images.labels), -1).astype(np.float64)
    for row in (-2, -1):
        assert last(grid, "distortion")[row] == pytest.approx(205.9, abs=0.5)
        assert last(grid, "rate")[row].sum() < 0.01
        assert not (last(grid, "mu_variance")[row] > ACTIVE).any()
    shown = decode(network(grid, len(grid.rows) - 1, grid.epochs), grid.samples).reshape(len(grid.samples), -1)
    assert np.abs(shown - images.mean(0)).max() < 0.12  # the mean image, over 500 of them


def test_the_elbo_is_best_at_beta_one_of_all_that_were_trained(grid):
    assert grid.betas[last(grid, "elbo").argmax()] == 1
    assert np.allclose(grid.figures("elbo"), -(grid.figures("rate").sum(-1) + grid.figures("distortion")), atol=1e-2)


def test_dimensions_collapse_at_beta_one(grid):
    active = (grid.figures("mu_variance")[grid.betas.index(1)] > ACTIVE).sum(-1)
    assert active[0] == 32
    assert 15 <= active[-1] <= 21


@pytest.mark.parametrize(("row", "epoch"), [(0, 10), (2, 1), (2, 10), (5, 7), (8, 10)])
def test_distortion_and_rate_agree_with_the_stored_decoder_and_codes(grid, row, epoch):
    mu, logvar = torch.from_numpy(grid.mu(row, epoch)).float(), torch.from_numpy(grid.rows[row].logvar(epoch))
    posterior = Posterior(mu, logvar)
    x = torch.from_numpy(grid.images.pixels).float()
    with torch.inference_mode():
        found = network(grid, row, epoch).likelihood(posterior.sample(torch.Generator().manual_seed(0)))
        distortion = -found.log_prob(x)
    rate = posterior.kl_to_prior()
    arrays = grid.rows[row].arrays
    for values, stored in ((distortion, arrays["distortion"]), (rate.sum(1), arrays["rate"].sum(1))):
        error = 4 * values.std().item() / math.sqrt(len(values)) + 0.01  # 500 of 10,000 images
        assert values.mean().item() == pytest.approx(stored[epoch - 1], abs=error)
    assert np.allclose(mu.var(0, correction=0), arrays["mu_variance"][epoch - 1], atol=0.2)


def test_the_two_bounds_of_each_image_are_in_order(grid):
    gap = grid.figures("shown_iwae") - grid.figures("shown_elbo")  # the KL to the true posterior, from below
    assert (gap >= -1e-3).all()
    assert gap[grid.betas.index(0.25), -1].mean() > gap[-1, -1].mean()


@pytest.mark.parametrize(("row", "epoch"), [(0, 1), (2, 10), (8, 10)])
def test_the_page_draws_what_torch_draws(grid, row, epoch):
    kept = grid.rows[row]
    program = lay_out(kept.header.model, kept.decoder(epoch))
    assert program is not None
    z = np.concatenate([grid.samples, 2 * grid.samples])
    drawn = list(halved(program, program.arrays).run(z, np.empty((len(z), 0), np.float32)))
    assert np.abs(drawn - decode(network(grid, row, epoch), z).transpose(0, 2, 3, 1)).max() < 1 / 255


def test_maps_of_successive_epochs_are_aligned(grid):
    """From epoch to epoch a map moves less than unturned ones would, and less than from beta to beta."""
    steps = np.linalg.norm(np.diff(grid.maps[:7], axis=1), axis=-1).mean()
    spread = np.linalg.norm(grid.maps[:7], axis=-1).mean()
    assert steps < 0.5 * spread
