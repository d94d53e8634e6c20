import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from vaeviz.codes import LatentCodes
from vaeviz.config import Attribute, Condition, ModelConfig
from vaeviz.families import build
from vaeviz.files.checkpoint import load, save
from vaeviz.files.codes import DataDistortion, StoredCodes, read_codes, write_codes
from vaeviz.files.header import Header
from vaeviz.latent import Posterior
from vaeviz.server.pages.model_payload import describe


@pytest.fixture
def facts(write_model, models):
    digest = write_model("alpha")
    return describe(load(models / "alpha"), read_codes(models / "alpha", digest))


def test_two_dimensions_are_first_shown_as_they_are(facts):
    assert facts.latent_dim == 2
    assert replace(facts, maps=("umap", "pca", "axes")).first_map == "axes"
    assert replace(facts, maps=("pca", "umap", "axes"), latent_dim=3).first_map == "umap"
    assert replace(facts, maps=("pca",)).first_map == "pca"
    assert replace(facts, maps=()).first_map == ""


def test_sliders_reach_the_codes(facts):
    assert 4 <= facts.span <= 10


def test_the_sliders_unit_is_the_deviation_of_the_aggregate(facts, models):
    codes = read_codes(models / "alpha", facts.digest).codes
    variance = codes.mu.var(0) + np.exp(codes.logvar).mean(0)
    assert facts.aggregate_sd == pytest.approx(np.sqrt(variance))
    assert facts.aggregate_mean == pytest.approx(codes.mu.mean(0))
    assert describe(load(models / "alpha"), None).aggregate_sd is None


def test_a_prior_that_knows_no_condition_has_nothing_to_add(facts):
    assert facts.prior == {"mu": [0, 0], "logvar": [0, 0], "mu_weight": None, "logvar_weight": None}


FACE = Condition.of_attributes(
    (Attribute(name="mouth", ends=("down", "up")), Attribute(name="hair", values=("bob", "long")))
)


@pytest.fixture
def faces(models):
    """The facts, checkpoint and codes of a model that is conditioned on attributes and has a learned p(z|c)."""
    torch.manual_seed(0)
    config = ModelConfig(
        family="mlp", image_shape=(1, 4, 4), latent_dim=2, hidden=8, condition=FACE, prior="conditional"
    )
    network = build(config)
    for part in network.conditional_prior.parameters():
        torch.nn.init.normal_(part)
    digest = save(models / "faces", network, Header(name="faces", model=config, class_names=("bob", "long")))
    mu = np.random.default_rng(0).normal(size=(4, 2)).astype(np.float32)
    c = np.array([[-1, 0, 1], [0.5, 1, 0], [1, 1, 0], [0, 0, 1]], np.float32)
    prior = network.affine_prior()
    made = LatentCodes(mu, np.zeros_like(mu), np.arange(4) % 2, c, digest, prior=prior)
    write_codes(models / "faces", made, {})
    checkpoint = load(models / "faces")
    stored = read_codes(models / "faces", digest)
    return describe(checkpoint, stored), checkpoint, stored.codes


def test_attributes_and_the_start_codes_own_go_to_the_page(faces):
    facts, _, _ = faces
    payload = json.loads(json.dumps(facts.to_json()))
    assert payload["condition"]["kind"] == "attributes"
    assert payload["condition"]["names"] == ["mouth", "hair: bob", "hair: long"]
    assert payload["condition"]["attributes"] == [
        {"name": "mouth", "values": [], "ends": ["down", "up"]},
        {"name": "hair", "values": ["bob", "long"], "ends": []},
    ]
    assert facts.start.c == (-1, 0, 1)


def test_what_is_known_of_the_datas_distortion_goes_to_the_page(faces):
    facts, checkpoint, codes = faces
    assert facts.to_json()["distortion"] is None
    stored = StoredCodes(codes, {}, DataDistortion(typical=75, limit=150))
    assert describe(checkpoint, stored).to_json()["distortion"] == {"typical": 75, "far": 225}


def test_a_learned_prior_goes_to_the_page_as_its_affine_map_and_rates_are_against_it(faces):
    facts, checkpoint, codes = faces
    c = np.array([[0.3, 0.6, 0.4]], np.float32)
    own = checkpoint.model.prior(torch.from_numpy(c))
    stored = {name: np.array(rows) for name, rows in facts.prior.items()}
    np.testing.assert_allclose(stored["mu"] + stored["mu_weight"] @ c[0], own.mu[0].numpy(), rtol=1e-5)
    np.testing.assert_allclose(stored["logvar"] + stored["logvar_weight"] @ c[0], own.logvar[0].numpy(), rtol=1e-5)
    posterior = Posterior(torch.from_numpy(codes.mu), torch.from_numpy(codes.logvar))
    rate = posterior.kl_to_prior(checkpoint.model.prior(torch.from_numpy(codes.condition))).mean(0)
    np.testing.assert_allclose(facts.rate, rate.numpy(), rtol=1e-5)
    assert facts.aggregate_mean == pytest.approx(codes.mu.mean(0))
