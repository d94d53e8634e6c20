import pytest

import vaeviz
from vaeviz import data


def test_active_units_are_those_of_burda(plain):
    found = vaeviz.diagnose(plain)
    assert found.active.tolist() == [False, True, True]
    assert (found.mu_variance > 0.01).tolist() == found.active.tolist()
    assert vaeviz.diagnose(plain, threshold=1.5).active.tolist() == [False, False, True]


def test_a_model_is_measured_on_the_data_it_was_trained_on(plain):
    found = vaeviz.evaluate(plain, limit=40, importance_samples=2, importance_images=20)
    assert (found.dataset, found.split, found.images, found.iwae_images) == ("digits", "test", 40, 20)
    assert found.elbo == pytest.approx(-(found.distortion + found.rate), rel=1e-5)


def test_a_loaded_data_set_is_measured_as_it_is(plain):
    found = vaeviz.evaluate(plain, data.load("digits", "train"), limit=20, importance_images=0)
    assert (found.split, found.iwae) == ("train", None)
