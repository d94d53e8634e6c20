"""Training is tested by what it learns and by its bits, not by recorded weights."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch
from toys import CONFIG, MODEL, last, model

from vaeviz.config import Attribute, Condition
from vaeviz.errors import ConfigError
from vaeviz.files.weights import numbers
from vaeviz.training.fit import fit, learning_rate, steps_per_epoch
from vaeviz.training.state import TrainState


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_beta_decides_between_rate_and_distortion(corners, seed):
    found = {
        beta: last(fit(model(seed=seed), corners, replace(CONFIG, beta=beta, seed=seed))) for beta in (0.01, 1, 200)
    }
    distortion = {beta: step.distortion.item() for beta, step in found.items()}
    rate = {beta: step.rate_per_dim.sum().item() for beta, step in found.items()}
    assert distortion[0.01] < distortion[1] + 0.5 < distortion[200]
    assert rate[0.01] > rate[1] > 1
    assert rate[200] < 0.05  # collapsed


def test_the_order_of_images_differs_by_epoch_and_every_image_comes_once(corners):
    seen = []

    class Watched:
        shape = corners.images.shape

        def __len__(self):
            return len(corners)

        def __getitem__(self, index):
            seen.append(index)
            return corners.images[index]

    data = replace(corners, images=Watched())
    list(itertools.islice(fit(model(), data, CONFIG), 16))
    epochs = [sorted(itertools.chain(*seen[start : start + 8])) for start in (0, 8)]
    assert epochs == [list(range(256))] * 2
    assert seen[0].tolist() != seen[8].tolist()


@pytest.mark.parametrize("conditional", [False, True])
def test_a_run_that_goes_on_gives_the_same_bits(corners, conditional):
    condition = Condition(kind="class", names=corners.class_names) if conditional else None
    shape = replace(MODEL, condition=condition)
    config = replace(CONFIG, epochs=3, binarise=True)
    straight = model(shape)
    whole = TrainState(straight, config)
    steps = [step.loss.item() for step in fit(straight, corners, config, state=whole)]

    first = model(shape)
    state = TrainState(first, config)
    for step in fit(first, corners, config, state=state):
        if step.step == 11:
            break
    saved = numbers(state.tensors())
    second = model(shape, seed=9)
    revived = TrainState(second, config)
    revived.restore(saved, len(steps))
    rest = [step.loss.item() for step in fit(second, corners, config, state=revived)]

    assert rest == steps[11:]
    for name, weight in whole.tensors().items():
        assert torch.equal(weight, revived.tensors()[name]), name


def test_the_same_seed_gives_the_same_run_and_another_seed_another(corners):
    losses = [
        [step.loss.item() for step in itertools.islice(fit(model(), corners, replace(CONFIG, seed=seed)), 5)]
        for seed in (0, 0, 1)
    ]
    assert losses[0] == losses[1] != losses[2]


def test_leaving_the_loop_stops_training_and_beta_may_change_during_it(corners):
    beta = 1.0
    network = model()
    steps = fit(
        network, corners, CONFIG, objective=lambda terms, step: (terms.distortion + beta * terms.rate.sum(1)).mean()
    )
    early = [step.rate_per_dim.sum().item() for step in itertools.islice(steps, 100)]
    beta = 500.0
    late = [step.rate_per_dim.sum().item() for step in itertools.islice(steps, 200)]
    assert early[-1] > 0.5
    assert late[-1] < early[-1] / 5


def test_the_average_lags_the_weights_and_does_not_remember_the_initial_ones(corners):
    network = model()
    start = [weight.clone() for weight in network.parameters()]
    state = TrainState(network, CONFIG)
    last(fit(network, corners, CONFIG, state=state))
    for initial, weight, average in zip(start, network.parameters(), state.average.parameters(), strict=True):
        assert (weight - average).norm() <= (initial - average).norm()
    assert any(not torch.equal(*pair) for pair in zip(network.parameters(), state.average.parameters(), strict=True))


def test_without_averaging_the_last_weights_are_shipped(corners):
    config = replace(CONFIG, average=0.0, epochs=1)
    state = TrainState(network := model(), config)
    last(fit(network, corners, config, state=state))
    assert all(
        torch.equal(weight, average)
        for weight, average in zip(network.parameters(), state.average.parameters(), strict=True)
    )


def test_the_null_label_is_learned(corners):
    """With label dropout the model also reconstructs without a condition; the image then depends on z alone."""
    condition = Condition(kind="class", names=corners.class_names)
    network = model(replace(MODEL, condition=condition))
    last(fit(network, corners, replace(CONFIG, epochs=60, label_dropout=0.5)))
    x = torch.from_numpy(corners.images[:]).float() / 255
    with torch.inference_mode():
        error = (network.decode(network.encode(x).mu) - x).square().flatten(1).sum(1).mean()
    assert error < x.var(0).sum() / 4


def test_what_attributes_decide_is_left_out_of_z(corners):
    """Given the lit corner and its brightness, the model draws the image from them alone."""
    light = corners.images[:].max((1, 2, 3)).astype(np.float32) / 127.5 - 1
    attributes = (Attribute(name="corner", values=corners.class_names), Attribute(name="light", ends=("dim", "bright")))
    c = np.column_stack([np.eye(4, dtype=np.float32)[corners.labels], light])
    described = replace(corners, attributes=attributes, attribute_values=c)
    network = model(replace(MODEL, condition=Condition.of_attributes(attributes), likelihood="gaussian", sigma=0.1))
    with pytest.raises(ConfigError, match="allowed: 0 for a model with attributes"):
        next(fit(network, described, CONFIG))
    end = last(fit(network, described, replace(CONFIG, epochs=60, beta=100.0, label_dropout=0.0)))
    x = torch.from_numpy(corners.images[:]).float() / 255
    with torch.inference_mode():
        error = (network.decode(torch.zeros(256, 2), torch.from_numpy(c)) - x).square().mean().sqrt()
    assert error < 0.05
    assert end.rate_per_dim.sum() < 0.5


def test_the_learning_rate_rises_then_falls_to_zero():
    rates = [learning_rate(CONFIG, step, 1000) for step in range(1000)]
    assert rates[0] == pytest.approx(CONFIG.learning_rate / 20)
    assert max(rates) == pytest.approx(CONFIG.learning_rate)
    assert rates.index(max(rates)) in (19, 20)
    assert rates[-1] < 1e-4 * CONFIG.learning_rate
    assert all(one >= other for one, other in itertools.pairwise(rates[20:]))


def test_images_that_do_not_fit_are_refused(corners):
    with pytest.raises(ConfigError, match="fewer than one batch"):
        steps_per_epoch(corners, replace(CONFIG, batch_size=512))
    with pytest.raises(ConfigError, match="takes"):
        next(fit(model(replace(MODEL, image_shape=(1, 4, 4))), corners, CONFIG))
    optimal = model(replace(MODEL, likelihood="gaussian-optimal"))
    with pytest.raises(ConfigError, match="grey pixels"):
        next(fit(optimal, corners, replace(CONFIG, binarise=True)))
    two = Condition(kind="class", names=("a", "b"))
    with pytest.raises(ConfigError, match="one of 2 classes, corners has 4"):
        next(fit(model(replace(MODEL, condition=two)), corners, CONFIG))


def test_half_precision_learns_too(corners):
    found = last(fit(model(), corners, replace(CONFIG, precision="bfloat16")))
    assert found.distortion.item() < last(fit(model(), corners, CONFIG)).distortion.item() + 2
