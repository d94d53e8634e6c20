import pytest
import torch

from vaeviz.config import ModelConfig, TrainConfig
from vaeviz.errors import ConfigError
from vaeviz.families import build
from vaeviz.training.objectives import OBJECTIVES, SCHEDULES, ElboTerms, elbo_terms, make_objective, make_schedule

TERMS = ElboTerms(torch.tensor([10.0, 20.0]), torch.tensor([[1.0, 0.1], [3.0, 0.3]]))


def config(**change) -> TrainConfig:
    return TrainConfig(dataset="digits", **change)


def test_the_elbo_is_negative_and_higher_is_better():
    assert torch.allclose(TERMS.elbo(), torch.tensor([-11.1, -23.3]))


def test_beta_weighs_the_rate_against_the_distortion():
    assert make_objective(config(beta=2))(TERMS, 0).item() == pytest.approx(15 + 2 * 2.2)
    assert make_objective(config(beta=1))(TERMS, 0).item() == pytest.approx(-TERMS.elbo().mean().item())


def test_free_bits_charge_each_dimension_at_least_the_floor():
    loss = make_objective(config(objective="free-bits", free_bits=0.5))
    assert loss(TERMS, 0).item() == pytest.approx(15 + 2.0 + 0.5)
    assert make_objective(config(objective="free-bits"))(TERMS, 0).item() == pytest.approx(15 + 2.2)


def test_below_the_floor_a_rate_has_no_gradient():
    rate = torch.tensor([[0.1, 2.0]], requires_grad=True)
    make_objective(config(objective="free-bits", free_bits=0.5))(ElboTerms(torch.zeros(1), rate), 0).backward()
    assert rate.grad.tolist() == [[0.0, 1.0]]


def test_capacity_charges_either_side_of_its_target():
    loss = make_objective(config(objective="capacity", capacity=3.0, beta=10))
    assert loss(TERMS, 0).item() == pytest.approx(15 + 10 * (3.0 - 2.2))
    rising = make_objective(config(objective="capacity", capacity=3.0, capacity_steps=100, beta=10))
    assert rising(TERMS, 49).item() == pytest.approx(15 + 10 * (2.2 - 1.5))
    assert rising(TERMS, 500).item() == loss(TERMS, 0).item()
    later = make_objective(config(objective="capacity", capacity=3.0, capacity_steps=100, capacity_start=50, beta=10))
    assert later(TERMS, 99).item() == rising(TERMS, 49).item()
    assert later(TERMS, 20).item() == pytest.approx(15 + 10 * 2.2)


def test_schedules_of_beta():
    at = {name: make_schedule(config(beta=4, beta_schedule=name, beta_steps=100)) for name in SCHEDULES}
    assert [at["constant"](step) for step in (0, 50, 500)] == [4, 4, 4]
    assert [at["warm-up"](step) for step in (0, 50, 100, 500)] == [0, 2, 4, 4]
    assert [at["cyclical"](step) for step in (0, 25, 50, 99, 100, 125)] == [0, 2, 4, 4, 0, 2]
    later = make_schedule(config(beta=4, beta_schedule="warm-up", beta_steps=100, beta_start=30))
    assert [later(step) for step in (0, 30, 80, 130, 500)] == [0, 0, 2, 4, 4]


@pytest.mark.parametrize("change", [{"objective": "betaelbo"}, {"beta_schedule": "warmup"}])
def test_an_unknown_name_is_refused(change):
    with pytest.raises(ConfigError, match="Did you mean"):
        make_objective(config(**change))


def test_every_objective_returns_one_number_with_a_gradient():
    for name in OBJECTIVES:
        rate = TERMS.rate.clone().requires_grad_()
        loss = make_objective(config(objective=name))(ElboTerms(TERMS.distortion, rate), 0)
        loss.backward()
        assert loss.shape == ()
        assert rate.grad.abs().sum() > 0


def test_the_bound_does_not_depend_on_the_image_size_of_the_reduction():
    """Twice the pixels of the same difficulty give twice the distortion: nothing is averaged over pixels."""
    torch.manual_seed(0)
    small = build(ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=2, hidden=8))
    wide = build(ModelConfig(family="mlp", image_shape=(1, 8, 16), latent_dim=2, hidden=8))
    for model in (small, wide):
        torch.nn.init.zeros_(model.decoder.out.linear.weight)
        torch.nn.init.zeros_(model.decoder.out.linear.bias)
    generator = torch.Generator().manual_seed(0)
    halves = [elbo_terms(model, torch.zeros(4, *model.image_shape), None, generator) for model in (small, wide)]
    assert halves[0].distortion[0].item() == pytest.approx(64 * 0.693147, rel=1e-5)
    assert halves[1].distortion[0].item() == pytest.approx(128 * 0.693147, rel=1e-5)
    assert halves[0].rate.shape == (4, 2)
