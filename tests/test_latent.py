import pytest
import torch

from vaeviz.config import Condition
from vaeviz.latent import Posterior, Prior, null_label, one_hot, standard_normal

POSTERIOR = Posterior(torch.tensor([[0.7, -1.2]]), torch.tensor([[-0.5, 0.3]]))


def log_normal(z, mu, logvar):
    return -0.5 * ((z - mu) ** 2 / logvar.exp() + logvar + torch.log(torch.tensor(2 * torch.pi)))


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("prior", [None, Prior(torch.tensor([[0.3, 0.1]]), torch.tensor([[0.4, -0.6]]))])
def test_the_closed_form_of_the_kl_equals_monte_carlo(seed, prior):
    n = 400_000
    many = Posterior(POSTERIOR.mu.expand(n, -1), POSTERIOR.logvar.expand(n, -1))
    z = many.sample(torch.Generator().manual_seed(seed))
    against = prior or standard_normal(2)
    ratio = log_normal(z, many.mu, many.logvar) - log_normal(z, against.mu, against.logvar)
    error = ratio.std(0) / n**0.5
    assert ((ratio.mean(0) - POSTERIOR.kl_to_prior(prior)[0]).abs() < 4 * error).all()


def test_the_published_example():
    assert POSTERIOR.kl_to_prior().sum().item() == pytest.approx(1.04319, abs=1e-5)


def test_a_posterior_at_the_prior_has_no_rate():
    assert (Posterior(torch.zeros(3, 2), torch.zeros(3, 2)).kl_to_prior() == 0).all()
    prior = Prior(torch.tensor([[1.0, 2.0]]), torch.tensor([[0.5, -0.5]]))
    assert Posterior(prior.mu, prior.logvar).kl_to_prior(prior).abs().max() < 1e-6


def test_an_active_unit_at_the_threshold_has_a_rate_of_five_thousandths_of_a_nat():
    mu = torch.randn(200_000, 1, generator=torch.Generator().manual_seed(0)) * 0.1  # variance 0.01
    matched = Posterior(mu, torch.full_like(mu, 0.99).log())
    assert matched.kl_to_prior().mean().item() == pytest.approx(0.00503, abs=2e-4)


def test_a_sample_has_the_posteriors_moments():
    many = Posterior(POSTERIOR.mu.expand(200_000, -1), POSTERIOR.logvar.expand(200_000, -1))
    z = many.sample(torch.Generator().manual_seed(0))
    assert torch.allclose(z.mean(0), POSTERIOR.mu[0], atol=0.01)
    assert torch.allclose(z.var(0), POSTERIOR.logvar[0].exp(), atol=0.02)


def test_the_same_seed_gives_the_same_sample():
    first, second = (POSTERIOR.sample(torch.Generator().manual_seed(5)) for _ in range(2))
    assert torch.equal(first, second)


def test_labels():
    condition = Condition(kind="class", names=("a", "b", "c"))
    assert torch.equal(one_hot(condition, torch.tensor([2, 0])), torch.tensor([[0.0, 0, 1], [1, 0, 0]]))
    assert torch.equal(null_label(condition, 2), torch.zeros(2, 3))


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_classes_are_the_corners_of_a_regular_simplex_around_their_even_mixture(classes):
    # M + 1 corners in M dimensions, unit vectors from the centre: the product of any two is -1/M (Keller et al. 2019)
    condition = Condition(kind="class", names=tuple(map(str, range(classes))))
    corners = one_hot(condition, torch.arange(classes)).double()
    unit = torch.nn.functional.normalize(corners - corners.mean(0), dim=1)
    products = unit @ unit.T
    assert products.diagonal().numpy() == pytest.approx(1)
    assert products[~torch.eye(classes, dtype=torch.bool)].numpy() == pytest.approx(-1 / (classes - 1))
