"""Remedies against collapse in the training loop: their bits, what they do, and the hand that moves them."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch
from toys import CONFIG, MODEL, last, model

from vaeviz import data as datasets
from vaeviz.config import TrainConfig
from vaeviz.errors import ConfigError
from vaeviz.files.weights import numbers
from vaeviz.training.fit import fit, learning_rate
from vaeviz.training.objectives import make_objective
from vaeviz.training.state import TrainState

RUNS = {
    "plain": (MODEL, CONFIG),
    "batch-norm": (replace(MODEL, posterior="batch-norm", posterior_floor=0.6), CONFIG),
    "inner steps": (MODEL, replace(CONFIG, inner_steps=15)),
    "context dropout": (replace(MODEL, family="autoregressive"), replace(CONFIG, context_dropout=0.5)),
    "capacity": (MODEL, replace(CONFIG, objective="capacity", capacity=2.0, capacity_steps=9, beta=50.0)),
}


@pytest.mark.parametrize("name", RUNS)
def test_a_remedy_continues_with_the_same_bits_with_and_without_controls(corners, name):
    shape, config = RUNS[name]
    config = replace(config, epochs=3, learning_rate_schedule="constant")
    straight = model(shape)
    whole = TrainState(straight, config)
    steps = [step.loss.item() for step in fit(straight, corners, config, state=whole)]

    first, second = model(shape), model(shape, seed=9)
    state, revived = TrainState(first, config), TrainState(second, config)
    early = [step.loss.item() for step in itertools.islice(fit(first, corners, config, state=state), 11)]
    revived.restore(numbers(state.tensors()), len(steps))
    rest = fit(second, corners, config, state=revived, moved=lambda step: replace(config))

    assert early + [step.loss.item() for step in rest] == steps
    for key, weight in whole.tensors().items():
        assert torch.equal(weight, revived.tensors()[key]), key


def test_a_moved_configuration_is_in_force_from_that_step_on(corners):
    """As a run with one configuration up to there and another from there: the same bits."""
    before = replace(CONFIG, epochs=2, learning_rate_schedule="constant")
    after = replace(before, beta=20.0, learning_rate=1e-3, objective="free-bits", free_bits=0.2, inner_steps=2)
    hand = model()
    moved = [step.loss.item() for step in fit(hand, corners, before, moved=lambda step: before if step < 7 else after)]
    parted = model()
    state = TrainState(parted, before)
    expected = [step.loss.item() for step in itertools.islice(fit(parted, corners, before, state=state), 7)]
    expected += [step.loss.item() for step in fit(parted, corners, after, state=state)]
    assert moved == expected
    assert all(torch.equal(*pair) for pair in zip(hand.parameters(), parted.parameters(), strict=True))


def test_settings_that_cannot_change_are_refused(corners):
    with pytest.raises(ConfigError, match=r"learning_rate, .* can change"):
        next(fit(model(), corners, CONFIG, moved=lambda step: replace(CONFIG, batch_size=16)))
    with pytest.raises(ConfigError, match="decoder has no pixels as input"):
        next(fit(model(), corners, CONFIG, moved=lambda step: replace(CONFIG, context_dropout=0.1)))


def test_inner_steps_train_the_encoder_alone_and_stop_when_the_bound_does(corners):
    """At a learning rate of 0 the loss cannot fall: two windows are taken, then each full step."""
    calls = []

    def counted(terms, step):
        calls.append(step)
        return make_objective(CONFIG)(terms, step)

    config = replace(CONFIG, inner_steps=100, learning_rate=1e-12, learning_rate_schedule="constant")
    list(itertools.islice(fit(model(), corners, config, objective=counted), 3))
    assert len(calls) < 3 * 60
    network = model()
    decoder = [weight.clone() for weight in network.decoder.parameters()]
    config = replace(config, inner_steps=7, learning_rate=1e-3)
    steps = fit(network, corners, config, objective=lambda terms, step: terms.rate.sum() + 0 * terms.distortion.sum())
    next(steps)  # the objective has no use for the decoder: its gradient is 0, so Adam leaves it where it is
    assert all(torch.equal(*pair) for pair in zip(decoder, network.decoder.parameters(), strict=True))


def test_inner_steps_leave_the_decoder_out(corners):
    """One full step moves a weight of the decoder by at most the learning rate; twenty inner ones add nothing."""
    network = model()
    before = [weight.clone() for weight in network.decoder.parameters()]
    encoder = network.encoder.out.linear.weight.clone()
    config = replace(CONFIG, inner_steps=20, learning_rate_schedule="constant")
    next(fit(network, corners, config))
    largest = max((one - other).abs().max() for one, other in zip(before, network.decoder.parameters(), strict=True))
    assert largest <= 1.01 * config.learning_rate
    assert (encoder - network.encoder.out.linear.weight).abs().max() > 3 * config.learning_rate


def test_a_hidden_context_makes_the_decoder_use_z(corners):
    shape = replace(MODEL, family="autoregressive", likelihood="gaussian", sigma=0.3)
    rates = {}
    for hidden in (0.0, 0.9):
        config = replace(CONFIG, epochs=20, context_dropout=hidden, learning_rate_schedule="constant")
        rates[hidden] = last(fit(model(shape), corners, config)).rate_per_dim.sum().item()
    assert rates[0.9] > rates[0.0] + 0.5


@pytest.mark.parametrize("wanted", [2.0, 5.0])
def test_the_rate_settles_at_the_capacity(wanted):
    config = TrainConfig(
        dataset="digits", epochs=25, batch_size=128, objective="capacity", capacity=wanted, capacity_steps=100, beta=50
    )
    shape = replace(MODEL, latent_dim=4, likelihood="gaussian", sigma=0.15)
    steps = list(fit(model(shape), datasets.load("digits"), config))
    rate = np.mean([step.rate_per_dim.sum().item() for step in steps[-20:]])
    assert rate == pytest.approx(wanted, abs=0.4)


def test_a_constant_learning_rate_neither_rises_nor_falls():
    config = replace(CONFIG, learning_rate_schedule="constant")
    assert {learning_rate(config, step, 1000) for step in (0, 1, 500, 999)} == {CONFIG.learning_rate}


def test_batch_norm_refuses_one_image(corners):
    shape = replace(MODEL, posterior="batch-norm", posterior_floor=0.6)
    with pytest.raises(ConfigError, match="batches of 2"):
        next(fit(model(shape), corners, replace(CONFIG, batch_size=1)))
