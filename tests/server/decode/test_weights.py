"""The route that serves a decoder's weights, and what is sent where."""

import numpy as np
import pytest
from server.http.test_packing import unpack

from vaeviz.config import ModelConfig
from vaeviz.families import build
from vaeviz.files.checkpoint import load, save
from vaeviz.files.header import Header
from vaeviz.server import tokens
from vaeviz.server.decode import weights
from vaeviz.server.decode.weights import packed_encoder, packed_weights


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
    weight = plain.model.decoder.out.linear.weight.detach().numpy()
    assert np.allclose(arrays["4.weight"], weight.T, atol=1e-3)


def test_the_token_may_come_beside_the_address(client, plain, token):
    address = f"/vaeviz/weights/{plain.digest}"
    assert client.get(address).status_code == 403
    assert client.get(address, headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert client.get(address, headers={"Authorization": f"Basic {token}"}).status_code == 403


def test_a_browser_that_has_them_gets_304(get):
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


def test_a_model_without_a_program_has_none_to_send(tmp_path):
    config = ModelConfig(family="autoregressive", image_shape=(1, 8, 8), latent_dim=3, width=4, hidden=16)
    save(tmp_path, build(config), Header(name="pixels", model=config))
    assert packed_weights(load(tmp_path)) is None
    assert packed_encoder(load(tmp_path)) is None


def test_the_encoder_comes_in_a_body_of_its_own(client, plain, token):
    address = f"/vaeviz/encoder/{plain.digest}"
    assert client.get(address).status_code == 403
    reply = client.get(address, headers={"Authorization": f"Bearer {token}"})
    assert reply.status_code == 200
    header, arrays = unpack(reply.content)
    assert (header["latent"], header["condition"], header["image"]) == (3, 0, [1, 8, 8])
    assert header["likelihood"] == {"form": "bernoulli"}
    assert np.array_equal(arrays["4.weight"], plain.model.encoder.out.linear.weight.detach().numpy().T)
    again = client.get(address, headers={"Authorization": f"Bearer {token}", "if-none-match": reply.headers["etag"]})
    assert again.status_code == 304
