import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from toys import EVALUATION

from vaeviz import server as live
from vaeviz.files.places import shipped
from vaeviz.installation import WEB
from vaeviz.metrics.evaluation import Evaluation, write_evaluation
from vaeviz.server import tokens, workers
from vaeviz.server.pages.choices import choose
from vaeviz.server.pages.payloads import MODULES, collapse_payload, endpoints, model_payload, page_payload


def measured(digest: str) -> Evaluation:
    probed = {"probe_accuracy": 0.4, "probe_chance": 0.34}
    return replace(EVALUATION, digest=digest, dataset="toys", images=50, distortion=6.0, rate=3.0, **probed)


@pytest.fixture
def client(models) -> Iterator[TestClient]:
    host = "http://testserver"
    with TestClient(Starlette(routes=live.routes(WEB)), base_url=host, headers={"origin": host}) as client:
        yield client
    workers.close()


@pytest.fixture
def token() -> Iterator[str]:
    token = tokens.issue()
    yield token
    tokens.revoke(token)


def ask(client: TestClient, name: str, token: str):
    return client.get(f"/vaeviz/models/{name}", headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("page", sorted(MODULES))
def test_every_page_s_module_is_served(page):
    assert (WEB / MODULES[page]).is_file()


def test_urls_lie_below_the_base_path():
    assert re.fullmatch(r"/vaeviz/static/[0-9a-f]+", endpoints()["static"])
    assert all(url.startswith("/explorer/vaeviz/") for url in endpoints("/explorer").values())


def test_the_payload_brings_the_shown_model_along(write_model):
    write_model("alpha")
    data = page_payload("explore", choose("explore", shipped()), "secret", shown="alpha")
    assert (data["token"], data["shown"], data["first"]) == ("secret", "alpha", "alpha")
    assert [one["name"] for one in data["opened"]] == ["alpha"]
    assert page_payload("explore", choose("explore", shipped()), "secret", shown="nobody")["opened"] == []


def test_a_model_s_payload_says_what_each_dimension_carries_and_where_a_visit_starts(write_model, models):
    digest = write_model("alpha")
    found = model_payload(models / "alpha")
    assert found["digest"] == digest
    assert found["rate"][0] > found["rate"][1]
    assert found["active"] == (True, False)
    assert found["condition"]["names"][2] == "<b>eel</b>"
    assert (found["maps"], found["first_map"]) == (("pca",), "pca")
    assert (found["start"]["code"], found["start"]["c"]) == (0, (1.0, 0.0, 0.0))


def test_a_model_is_fetched_by_its_folder_s_name(client, token, write_model, models):
    write_model("alpha")
    (models / "alpha").rename(models / "other name")
    answer = ask(client, "other%20name", token)
    assert answer.status_code == 200
    assert answer.json()["name"] == "other name"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["nobody", "%2e%2e", "alpha%00", "<b>"])
def test_an_unknown_model_is_refused_in_words(client, token, write_model, name):
    write_model("alpha")
    answer = ask(client, name, token)
    assert answer.status_code == 404
    assert "Unknown model" in answer.text or "Not Found" in answer.text


def test_a_damaged_model_is_refused_without_where_it_lies(client, token, write_model, models):
    write_model("alpha")
    (models / "alpha" / "model.safetensors").write_bytes(b"no model")
    answer = ask(client, "alpha", token)
    assert answer.status_code >= 400
    assert "alpha" in answer.json()["error"]
    assert str(models) not in answer.text


def test_a_model_needs_a_token(client, write_model):
    write_model("alpha")
    assert ask(client, "alpha", "wrong").status_code == 403


def test_codes_that_cannot_be_read_are_said_and_the_model_still_opens(write_model, models):
    write_model("alpha")
    (models / "alpha" / "codes.safetensors").write_bytes(b"no codes")
    found = model_payload(models / "alpha")
    assert not found["has_codes"]
    assert str(models) not in found["problem"]


def test_codes_of_another_model_are_said(write_model, models):
    write_model("alpha")
    write_model("beta", conditional=False)
    (models / "alpha" / "codes.safetensors").write_bytes((models / "beta" / "codes.safetensors").read_bytes())
    assert "codes of model" in model_payload(models / "alpha")["problem"]


def test_new_codes_make_a_new_payload(write_model, models):
    write_model("alpha", codes=False)
    assert not model_payload(models / "alpha")["has_codes"]
    write_model("alpha")
    assert model_payload(models / "alpha")["has_codes"]


def test_measured_figures_come_along_or_how_to_have_them(write_model, models):
    digest = write_model("alpha")
    before = model_payload(models / "alpha")["measured"]
    assert before["figures"] is None
    assert before["evaluate"].endswith("evaluate alpha --write")
    write_evaluation(models / "alpha", measured(digest))
    figures = model_payload(models / "alpha")["measured"]["figures"]
    assert figures["probe_accuracy"] == 0.4
    assert figures["rate"] + figures["distortion"] == 9.0


def test_figures_of_another_model_file_are_not_shown(write_model, models):
    write_model("alpha")
    write_evaluation(models / "alpha", measured("0" * 32))
    found = model_payload(models / "alpha")["measured"]
    assert found["figures"] is None
    assert "another model file" in found["problem"]


def test_damaged_figures_are_named_without_where_they_lie(write_model, models):
    write_model("alpha")
    (models / "alpha" / "evaluation.json").write_text("{")
    found = model_payload(models / "alpha")["measured"]
    assert found["figures"] is None
    assert found["problem"].startswith("alpha/evaluation.json cannot be read")


def test_collapse_names_the_weights_of_the_model_that_it_traverses(write_model, models):
    assert collapse_payload("t")["endpoints"]["weights"] is None
    digest = write_model("mnist-vae-z32")
    payload = collapse_payload("t", "/base")
    assert payload["endpoints"]["weights"] == f"/base/vaeviz/weights/{digest}"
    assert payload["endpoints"]["lab"] == "/base/vaeviz/lab"
    assert "<math" in payload["texts"]["scree"]
    (models / "mnist-vae-z32" / "model.safetensors").write_bytes(b"no model")
    assert collapse_payload("t")["endpoints"]["weights"] is None
