"""The route that serves a decoder's weights, and what is sent where."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from server.http.test_packing import unpack
from torch import nn

from vaeviz.config import Attribute, Condition, ModelConfig
from vaeviz.families import build
from vaeviz.families.vae import VariationalAutoencoder
from vaeviz.server import tokens
from vaeviz.server.decode import weights
from vaeviz.server.decode.page_program import draw, halved, runnable
from vaeviz.server.decode.weights import LARGEST_ERROR, packed_weights, trial_codes

CONFIG = ModelConfig(family="conv", image_shape=(3, 8, 8), latent_dim=3, width=4, hidden=16)


@pytest.fixture
def get(client, plain, token):
    def ask(digest: str = "", headers: dict[str, str] | None = None, **query: str):
        return client.get(f"/vaeviz/weights/{digest or plain.digest}", params=query, headers=headers or {})

    return lambda *given, **query: ask(*given, **({"token": token} | query))


def test_the_weights_come_with_their_program(get, plain):
    reply = get()
    assert reply.status_code == 200
    header, arrays = unpack(reply.content)
    assert (header["latent"], header["condition"], header["image"]) == (3, 0, [1, 8, 8])
    assert [step["op"] for step in header["steps"]] == ["dense", "silu", "dense", "silu", "dense"]
    assert 0 <= header["error"] < LARGEST_ERROR
    weight = plain.model.decoder.out.linear.weight.detach().numpy()
    assert np.allclose(arrays["4.weight"], weight.T, atol=1e-3)


def test_the_token_may_come_beside_the_address(client, plain, token):
    address = f"/vaeviz/weights/{plain.digest}"
    assert client.get(address).status_code == 403
    assert client.get(address, headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert client.get(address, headers={"Authorization": f"Basic {token}"}).status_code == 403


def test_a_browser_that_has_them_is_told_so(get):
    first = get()
    assert first.headers["cache-control"] == "private, no-cache"
    again = get(headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content


def test_only_pages_of_a_session_get_them(get, client, plain):
    assert get(token="x.y").status_code == 403
    assert get("0" * 32).status_code == 404
    address = f"/vaeviz/weights/{plain.digest}?token={tokens.issue()}"
    assert client.get(address, headers={"origin": "https://evil.example"}).status_code == 403


@pytest.mark.parametrize(("pays", "encoding"), [(1.0, "gzip"), (0.1, "identity")])
def test_gzip_is_used_where_it_pays(get, monkeypatch, pays, encoding):
    monkeypatch.setattr(weights, "PAYS", pays)
    reply = get(headers={"accept-encoding": "gzip"})
    assert reply.headers["content-encoding"] == encoding
    assert unpack(reply.content)[0]["latent"] == 3


class Upside(VariationalAutoencoder):
    """A model whose pictures are not what its parts say."""

    def likelihood(self, z, c=None):
        return super().likelihood(-z, c)


def test_a_program_that_is_not_the_models_own_is_not_sent():
    torch.manual_seed(0)
    model = build(CONFIG)
    assert packed_weights(model) is not None
    assert packed_weights(Upside(CONFIG, model.encoder, model.decoder)) is None


def test_a_decoder_without_steps_and_a_link_without_a_name_are_left_to_the_server():
    model = build(CONFIG)
    plain = nn.Sequential(nn.Linear(3, 192), nn.Unflatten(1, (3, 8, 8)))
    assert packed_weights(VariationalAutoencoder(CONFIG, model.encoder, plain)) is None
    gaussian = ModelConfig(family="conv", image_shape=(3, 8, 8), latent_dim=3, likelihood="gaussian", sigma=0.1)
    assert packed_weights(VariationalAutoencoder(gaussian, model.encoder, model.decoder, link=torch.tanh)) is None


def test_too_large_a_decoder_is_left_to_the_server():
    assert runnable(build(ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=2, hidden=4096))) is None


def test_weights_that_half_precision_cannot_hold_go_in_single():
    torch.manual_seed(0)
    model = build(ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=2, hidden=16)).requires_grad_(False)
    model.decoder.hidden[0].linear.weight.mul_(1e6)
    model.decoder.hidden[1].linear.weight.mul_(1e-6)
    packed = packed_weights(model)
    assert packed is not None
    header, _ = unpack(packed.body)
    assert {entry["name"]: entry["dtype"] for entry in header["arrays"]}["0.weight"] == "float32"


def test_the_trial_has_every_condition_at_both_temperatures(told):
    given = runnable(told.model)
    assert given is not None
    z, c = trial_codes(given, told.model)
    assert len(z) == len(c) == 256
    kinds = {(tuple(row), i % 2) for i, row in enumerate(c.tolist())}
    assert kinds == {(row, i) for row in [(1.0, 0.0), (0.0, 1.0), (0.0, 0.0)] for i in (0, 1)}
    assert z[::2].std() > 1.5 * z[1::2].std()


FACE = Condition.of_attributes(
    (Attribute(name="mouth", ends=("down", "up")), Attribute(name="hair", values=("none", "bob", "long")))
)


def test_a_model_that_is_told_attributes_is_tried_under_any_of_them():
    torch.manual_seed(0)
    model = build(replace(CONFIG, condition=FACE)).eval()
    given = runnable(model)
    assert given is not None
    _, c = trial_codes(given, model)
    assert c.shape == (256, 4)
    assert c[:, 0].min() < -0.9
    assert sorted(set(map(tuple, c[:, 1:].tolist()))) == [(0, 0, 1), (0, 1, 0), (1, 0, 0)]
    packed = packed_weights(model)
    assert packed is not None
    header, _ = unpack(packed.body)
    assert header["condition"] == 4
    assert header["error"] < LARGEST_ERROR


def test_a_learned_prior_is_no_part_of_the_program_but_says_where_it_is_tried():
    condition = Condition(kind="class", names=("a", "b"))
    pair = []
    for prior in ("standard", "conditional"):
        torch.manual_seed(0)
        pair.append(build(replace(CONFIG, condition=condition, prior=prior)).eval().requires_grad_(False))
    standard, learned = pair
    learned.conditional_prior.affine.bias.fill_(1.5)
    given = runnable(learned)
    assert given is not None
    theirs = runnable(standard)
    assert theirs is not None
    assert given.header() == theirs.header()
    assert list(given.arrays) == list(theirs.arrays)
    z, _ = trial_codes(given, learned)
    assert abs(z.mean() - 1.5) < 0.5
    assert packed_weights(learned) is not None


def test_half_precision_moves_the_pictures_a_little(told):
    given = runnable(told.model)
    assert given is not None
    z, c = trial_codes(given, told.model)
    gap = np.abs(draw(halved(given, given.arrays), z, c) - draw(given, z, c)).max()
    assert 0 < gap < 1 / 255
