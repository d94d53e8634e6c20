"""The route that reads a pasted loss: its answer, and what it refuses."""

import json

import pytest

from vaeviz.collapse.loss.reader import LONGEST
from vaeviz.server.figures.loss import MAX_BODY

TEXT = (
    "rec = F.mse_loss(x_hat, x)\nkl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp()) / len(x)\n"
    "loss = rec + beta * kl"
)


@pytest.fixture
def post(client, token):
    def send(body, **headers):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return client.post("/vaeviz/loss", content=data, headers={"authorization": f"Bearer {token}", **headers})

    return send


def test_a_loss_is_answered_with_its_beta_once_its_names_are_known(post):
    first = post({"text": TEXT, "sizes": {"pixels": 100}}).json()
    assert (first["beta"], first["asked"]) == (None, ["beta"])
    second = post({"text": TEXT, "sizes": {"pixels": 100}, "values": {"beta": 2}})
    assert second.json()["beta"] == pytest.approx(100)
    assert second.json()["loss"]["reduction"] == "mean"
    assert second.headers["cache-control"] == "no-store"


def test_text_that_is_not_python_is_answered_line_by_line(post):
    found = post({"text": "rec = (\nloss = rec kl"}).json()
    assert found["beta"] is None
    assert found["problems"][0]["line"] >= 1


WRONG = [
    *(b"", b"[]", b"nothing", b"[" * 50_000, b"{}", b'{"text": "\\ud800"}', b'{"text": "", "values": {"a": NaN}}'),
    *({"text": 1}, {"text": "", "more": 1}, {"text": "", "sizes": []}, {"text": "", "sizes": {"pixels": -1}}),
    *({"text": "", "values": {"a": "1"}}, {"text": "x" * (LONGEST + 1)}),
]


@pytest.mark.parametrize("body", WRONG, ids=range(len(WRONG)))
def test_a_request_of_another_form_is_refused_with_an_error_of_ours(post, body):
    answer = post(body)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_body_that_is_too_long_is_not_taken_in(post):
    assert post(b" " * (MAX_BODY + 1)).status_code == 413


def test_pages_of_other_sites_and_ended_sessions_are_refused(client, post):
    assert post({"text": TEXT}, origin="https://elsewhere.example").status_code == 403
    assert client.post("/vaeviz/loss", json={"text": TEXT}).status_code == 403
    assert client.get("/vaeviz/loss").status_code == 405
