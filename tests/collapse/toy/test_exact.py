import math

import pytest
import torch

from vaeviz.collapse.toy.exact import exact_figures, log_evidence, log_likelihood, posteriors_of, true_posterior
from vaeviz.collapse.toy.model import ToyModel, distortion
from vaeviz.collapse.toy.source import LENGTH, draw, entropy, log_probability, normal_grid, probability, sequences


def model(autoregressive: bool = True, scale: float = 1.0) -> ToyModel:
    """Return a model whose decoder listens to z."""
    made = ToyModel(autoregressive, torch.Generator().manual_seed(3))
    with torch.no_grad():
        made.z_weight.normal_(std=scale, generator=torch.Generator().manual_seed(4))
    return made


def test_probabilities_of_all_sequences_sum_to_one():
    assert probability().sum().item() == pytest.approx(1, abs=1e-12)
    assert len(sequences().unique(dim=0)) == 2**LENGTH


def test_entropy_is_the_sciences_figure_and_twice_the_points_do_not_change_it():
    assert entropy() == pytest.approx(9.38, abs=0.005)
    assert entropy(160) == pytest.approx(entropy(), abs=1e-8)


def test_entropy_is_the_mean_of_minus_log_p_over_all_sequences():
    p = probability()
    assert -(p * p.log()).sum().item() == pytest.approx(entropy(), abs=1e-10)


def test_drawn_sequences_have_the_probabilities_that_are_computed():
    heads = (draw(20_000, torch.Generator().manual_seed(0)) > 0).sum(1)
    drawn = torch.bincount(heads, minlength=LENGTH + 1) / len(heads)
    ways = torch.tensor([math.comb(LENGTH, k) for k in range(LENGTH + 1)])
    assert (drawn - ways * log_probability().exp()).abs().max().item() < 0.01


@pytest.mark.parametrize("autoregressive", [False, True])
@torch.no_grad()
def test_any_models_likelihood_sums_to_one(autoregressive):
    grid = normal_grid()
    log_p = log_likelihood(model(autoregressive), grid)
    assert log_p.exp().sum(0).numpy() == pytest.approx(1, abs=1e-3)  # at every z; single precision, 65,536 terms
    assert log_evidence(log_p, grid).exp().sum().item() == pytest.approx(1, abs=1e-3)
    assert true_posterior(log_p, grid).sum(1).numpy() == pytest.approx(1, abs=1e-5)


@torch.no_grad()
def test_the_tree_of_prefixes_gives_the_likelihood_of_each_sequence():
    made, grid = model(), normal_grid()
    log_p = log_likelihood(made, grid)
    rows = torch.tensor([0, 1, 777, 40_000, 2**LENGTH - 1])
    x, back = sequences()[rows], made.history_logits(sequences()[rows])
    for point in (0, 33, 79):
        z = grid.z[point].float().expand(len(rows), 1)
        assert log_p[rows, point].numpy() == pytest.approx(-distortion(x, made.z_logits(z) + back).numpy(), abs=1e-4)


def test_a_toss_depends_on_those_before_it_alone():
    made = model()
    x = sequences()[[12345]]
    x.requires_grad_(True)
    made.history_logits(x)[0, 5].backward()
    assert x.grad is not None
    assert x.grad[0, 5:].abs().max() == 0
    assert x.grad[0, :5].abs().min() > 0


def test_eighty_points_are_enough():
    made = model(scale=0.5)
    few, many = exact_figures(made), exact_figures(made, 160)
    for name in ("nll", "elbo", "rate", "true_variance"):
        assert getattr(few, name) == pytest.approx(getattr(many, name), abs=2e-5)


def test_figures_keep_their_order():
    figures = exact_figures(model())
    assert -figures.elbo > figures.nll > entropy()  # the bound pays for the encoder, the model for the data
    assert figures.rate >= 0


def test_a_decoder_that_ignores_z_has_the_prior_as_its_posterior():
    made = model()
    with torch.no_grad():
        made.z_weight.zero_()
    figures = exact_figures(made)
    assert figures.true_variance == pytest.approx(0, abs=1e-9)
    assert -figures.elbo - figures.nll == pytest.approx(figures.rate, abs=1e-4)


def test_batch_norm_holds_the_means_over_the_whole_distribution():
    made = model()
    made.gamma = 0.8
    figures = exact_figures(made)
    assert figures.variance == pytest.approx(0.64, abs=1e-4)
    assert figures.rate >= 0.8**2 / 2


@pytest.mark.parametrize("gamma", [0.0, 0.8])
@torch.no_grad()
def test_posteriors_of_a_few_sequences_are_those_of_all_sequences(gamma):
    made, grid, rows = model(), normal_grid(), torch.tensor([5, 40_000, 2**LENGTH - 1])
    made.gamma = gamma
    seen, whole = posteriors_of(made, rows), made.encode(sequences(), probability().float())
    shares = true_posterior(log_likelihood(made, grid), grid)[rows]
    assert seen.true_posterior.numpy() == pytest.approx(shares.numpy(), abs=1e-5)
    assert seen.true_mu.numpy() == pytest.approx((shares @ grid.z.float()).numpy(), abs=1e-5)
    assert seen.mu.numpy() == pytest.approx(whole.mu[rows, 0].numpy(), abs=1e-6)
