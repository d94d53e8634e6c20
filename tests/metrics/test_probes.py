"""Probes of codes whose content is known."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn
from toys import LAMP, holding, lamps

from vaeviz.config import Condition, ModelConfig
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.header import Header
from vaeviz.metrics.probes import fit_linear_probes, stratified_halves


class Gauge(nn.Module):
    """An encoder that measures a lamp: its height, its level and how red, green and blue it is."""

    def __init__(self) -> None:
        super().__init__()
        self.unused = nn.Parameter(torch.zeros(1))
        self.scale = 1.0

    def forward(self, x, c):
        bar = x[:, :, :, 4]
        level = bar.amax((1, 2))
        height = bar.sum((1, 2)) / level.clamp_min(0.01)
        mu = torch.cat([height[:, None], level[:, None], bar.sum(2) / bar.sum((1, 2))[:, None].clamp_min(0.01)], 1)
        return torch.cat([mu * self.scale, torch.full_like(mu, -4)], 1)


def gauge(condition: Condition | None) -> Checkpoint:
    config = ModelConfig(family="mlp", image_shape=(3, 12, 12), latent_dim=5, hidden=4, condition=condition)
    model = VariationalAutoencoder(config, Gauge(), nn.Identity()).eval()
    return holding(model, Header(name="gauge", model=config))


def measured(checkpoint, *data, **settings):
    return fit_linear_probes(checkpoint, *data, threshold=0.01, **settings)


def test_codes_that_contain_the_factors_predict_them():
    found = measured(gauge(None), lamps(400, seed=1, split="test"), lamps(800))
    assert found.label.score > 0.95
    assert found.label.chance == pytest.approx(1 / 3, abs=0.1)
    height, colour = found.attributes
    assert height.score > 0.95
    assert (colour.score, colour.chance) == (found.label.score, found.label.chance)
    assert found.disentanglement.factors == ("height", "colour", "level")
    assert found.disentanglement.dci_informativeness > 0.9


def test_factors_that_are_conditions_are_excluded_and_one_factor_is_too_few():
    by_class = measured(gauge(Condition(kind="class", names=lamps(3).class_names)), lamps(400))
    assert by_class.disentanglement.factors == ("height", "level")
    assert measured(gauge(Condition.of_attributes(LAMP)), lamps(400)).disentanglement is None


def test_without_other_images_one_half_is_fitted_and_the_other_scored():
    data = lamps(400)
    found = measured(gauge(None), data, limit=200, seed=3)
    assert found.label.score > 0.9
    assert (found.label.score * 100) % 1 == pytest.approx(0)  # of 100 pictures


def test_halves_have_the_same_share_of_each_class_and_share_no_row():
    labels = np.repeat([0, 1, 2], [101, 40, 7])
    one, other = stratified_halves(labels, 0)
    assert sorted([*one, *other]) == list(range(148))
    assert np.abs(np.bincount(labels[one]) - np.bincount(labels[other])).max() <= 1
    assert not np.array_equal(one, stratified_halves(labels, 1)[0])


def test_a_data_set_of_one_class_has_no_label_probe():
    plain = replace(
        lamps(100), labels=np.zeros(100, np.int64), attributes=(), attribute_values=None, factors=None, factor_names=()
    )
    found = measured(gauge(None), plain)
    assert (found.label, found.attributes, found.disentanglement) == (None, (), None)


def test_a_few_codes_are_not_probed():
    # by chance one class alone may be among them, or a factor whose numbers are all whole
    for limit in (2, 3, 38):
        found = measured(gauge(None), lamps(100), limit=limit)
        assert (found.label, found.attributes, found.disentanglement) == (None, (), None)
    assert measured(gauge(None), lamps(100), limit=40).label is not None
    assert measured(gauge(None), lamps(2, split="test"), lamps(100)).label is not None


def test_information_in_a_collapsed_dimension_alone_is_not_counted():
    # the same code, a thousandth as large beside noise of the same size: no decoder could read it
    quiet = gauge(None)
    quiet.model.encoder.scale = 1e-3
    found = measured(quiet, lamps(400))
    assert found.label.score <= found.label.chance + 0.1
    assert max(abs(one.score) for one in found.attributes if one.chance is None) < 0.05
    assert found.disentanglement.mig == found.disentanglement.sap == 0
