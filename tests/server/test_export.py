import base64
import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
import torch
from starlette.testclient import TestClient

from vaeviz.codes import AffinePrior, Embedding, LatentCodes
from vaeviz.errors import ConfigError
from vaeviz.families import build
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.codes import StoredCodes, read_codes, write_codes
from vaeviz.server import workers
from vaeviz.server.decode.lasso import MAX_CORNERS, inside, parse_polygon
from vaeviz.server.decode.maps import map_points
from vaeviz.server.export import CHUNK, Chosen, safe_name, to_csv

SHARED = json.loads((Path(__file__).parents[1] / "web" / "map" / "lassos.json").read_text())
SQUARE = [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]


def written(polygon: object) -> str:
    return base64.urlsafe_b64encode(np.array(polygon, "<f4").tobytes()).decode().rstrip("=")


def store(checkpoint: Checkpoint, *, rows: bool = True) -> LatentCodes:
    rng = np.random.default_rng(3)
    latent = checkpoint.model.latent_dim
    mu, logvar = rng.normal(size=(2, 60, latent)).astype(np.float16).astype(np.float32)
    labels = np.arange(60) % 2
    codes = LatentCodes(mu, logvar, labels, None, checkpoint.digest, rows=np.arange(60) * 3 + 1 if rows else None)
    points = rng.normal(size=(60, 2)).astype(np.float32)
    write_codes(checkpoint.path.parent, codes, {"umap": Embedding(points, "umap", {}, 0, 0.9)})
    return codes


def choose_all(codes: LatentCodes) -> Chosen:
    return Chosen(codes, np.arange(len(codes)), None)


def address(checkpoint: Checkpoint, token: str, kind: str, **query: str) -> str:
    more = "".join(f"&{key}={value}" for key, value in query.items())
    return f"/vaeviz/export/{checkpoint.digest}.{kind}?token={token}{more}"


def arrays(content: bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        return dict(file)


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_the_even_odd_rule_is_the_page_s(case):
    polygon = np.array(case["polygon"], np.float32).reshape(-1, 2)
    assert inside(np.array(SHARED["points"], np.float32), polygon).tolist() == case["members"]


class TestPolygon:
    def test_it_is_read_exactly(self):
        np.testing.assert_array_equal(parse_polygon(written(SQUARE)), np.array(SQUARE, np.float32))

    @pytest.mark.parametrize(
        "text",
        [
            written(SQUARE[:2]),
            written([[0.0, float(i)] for i in range(MAX_CORNERS + 1)]),
            written([[0, 0], [1, 0], [float("nan"), 1]]),
            written(SQUARE)[:-4],
            "*" * 32,
            "\u00e9" * 8,
            "A" * 10_000,
        ],
    )
    def test_a_value_that_cannot_be_read_is_refused(self, text: str):
        with pytest.raises(ConfigError, match="polygon"):
            parse_polygon(text)


class TestFiles:
    def test_npz_holds_all_codes(self, client: TestClient, plain: Checkpoint, token: str):
        codes = store(plain)
        answer = client.get(address(plain, token, "npz"))
        assert answer.status_code == 200
        assert answer.headers["content-disposition"] == 'attachment; filename="plain-codes.npz"'
        found = arrays(answer.content)
        assert set(found) == {"code", "row", "label", "mu", "logvar"}
        np.testing.assert_array_equal(found["mu"], codes.mu)
        np.testing.assert_array_equal(found["logvar"], codes.logvar)
        np.testing.assert_array_equal(found["row"], codes.rows)

    def test_a_lasso_sends_its_members_only(self, client: TestClient, plain: Checkpoint, token: str):
        codes = store(plain, rows=False)
        answer = client.get(address(plain, token, "npz", map="z2-z0", polygon=written(SQUARE)))
        found = arrays(answer.content)
        want = np.flatnonzero((abs(codes.mu[:, [2, 0]]) < 0.5).all(1))
        assert 0 < len(want) < 60
        np.testing.assert_array_equal(found["code"], want)
        np.testing.assert_array_equal(found["row"], want)
        np.testing.assert_array_equal(found["xy"], codes.mu[want][:, [2, 0]])
        np.testing.assert_array_equal(found["label"], codes.labels[want])
        assert f"plain-{len(want)}-of-codes.npz" in answer.headers["content-disposition"]
        named = client.get(address(plain, token, "npz", map="z2-z0", polygon=written(SQUARE), group="B"))
        assert f"plain-B-{len(want)}-of-codes.npz" in named.headers["content-disposition"]

    def test_csv_has_the_same_numbers(self, client: TestClient, conditional: Checkpoint, token: str):
        codes = store(conditional)
        answer = client.get(address(conditional, token, "csv", map="umap", polygon=written(SQUARE)))
        npz = arrays(client.get(address(conditional, token, "npz", map="umap", polygon=written(SQUARE))).content)
        lines = list(csv.DictReader(io.StringIO(answer.text)))
        assert answer.headers["content-type"].startswith("text/csv")
        assert [int(line["code"]) for line in lines] == npz["code"].tolist()
        for name, want in [("x", npz["xy"][:, 0]), ("mu1", npz["mu"][:, 1]), ("logvar0", npz["logvar"][:, 0])]:
            np.testing.assert_array_equal(np.array([line[name] for line in lines], np.float32), want)
        assert len(lines) < len(codes)

    def test_the_prior_s_plane_has_the_normal_distribution_function(
        self, client: TestClient, conditional: Checkpoint, token: str
    ):
        codes = store(conditional)
        polygon = written([[0, 0], [0.5, 0], [0.5, 1], [0, 1]])
        found = arrays(client.get(address(conditional, token, "npz", map="manifold", polygon=polygon)).content)
        np.testing.assert_array_equal(found["code"], np.flatnonzero(codes.mu[:, 0] < 0))
        assert found["xy"][0, 0] == np.float32(NormalDist().cdf(codes.mu[found["code"][0], 0]))

    def test_the_plane_is_that_of_the_model_s_own_prior(self, conditional: Checkpoint):
        codes = store(conditional)
        none = np.zeros((2, 2), np.float32)
        prior = AffinePrior(np.float32([1, -0.5]), np.float32([0, 2]), none, none)
        found = map_points(read_codes(conditional.path.parent, conditional.digest), "manifold", prior)
        for axis, own in enumerate([NormalDist(1, 1), NormalDist(-0.5, np.exp(1))]):
            want = [own.cdf(value) for value in codes.mu[:, axis].tolist()]
            np.testing.assert_allclose(found[:, axis], want, rtol=1e-6)

    def test_each_code_stands_under_the_prior_of_its_own_condition(self, conditional: Checkpoint):
        model = build(replace(conditional.header.model, prior="conditional"))
        assert model.conditional_prior
        torch.nn.init.normal_(model.conditional_prior.affine.weight, generator=torch.Generator().manual_seed(2))
        labels = np.arange(60) % 2
        codes = replace(store(conditional), condition=np.eye(2, dtype=np.float32)[labels])
        found = map_points(StoredCodes(codes, {}), "manifold", model.affine_prior())
        for label in range(2):
            own = model.prior(torch.eye(2)[[label]])
            z = torch.from_numpy(codes.mu[label::2]).double()
            want = torch.special.ndtr((z - own.mu) / (own.logvar.double() / 2).exp())
            np.testing.assert_allclose(found[label::2], want.detach(), rtol=1e-5, atol=1e-7)

    def test_the_plane_lies_as_the_stored_map_of_the_axes(self, conditional: Checkpoint):
        codes = store(conditional)
        maps = {"axes": Embedding(np.ascontiguousarray(codes.mu[:, ::-1]), "axes", {"x": 1, "y": 0}, 0, 0.9)}
        write_codes(conditional.path.parent, codes, maps)
        found = map_points(read_codes(conditional.path.parent, conditional.digest), "manifold", None)
        want = [[NormalDist().cdf(value) for value in pair[::-1]] for pair in codes.mu.tolist()]
        np.testing.assert_allclose(found, want, rtol=1e-5)

    def test_class_names_are_no_formulas_and_stay_in_their_cell(self, conditional: Checkpoint):
        names = ("=1+1", '"a", b')
        lines = list(csv.DictReader(io.StringIO(to_csv(choose_all(store(conditional)), names).decode(), newline="")))
        assert {line["class"] for line in lines} == {"'=1+1", '"a", b'}

    def test_many_codes_are_written_in_order(self, plain: Checkpoint):
        n = CHUNK + 5
        mu = np.random.default_rng(0).normal(size=(n, 3)).astype(np.float32)
        codes = LatentCodes(mu, mu, np.full(n, 7), None, plain.digest)
        lines = to_csv(choose_all(codes), ("a",)).decode().split("\r\n")
        assert len(lines) == n + 2
        assert lines[1] == f"0,0,7,,{','.join(f'{value:.9g}' for value in [*mu[0].tolist(), *mu[0].tolist()])}"
        assert lines[n].startswith(f"{n - 1},{n - 1},7,,")

    def test_a_lasso_around_nothing_is_an_empty_file(self, client: TestClient, plain: Checkpoint, token: str):
        store(plain)
        far = written(np.array(SQUARE) + 90)
        assert len(arrays(client.get(address(plain, token, "npz", map="umap", polygon=far)).content)["code"]) == 0
        assert len(client.get(address(plain, token, "csv", map="umap", polygon=far)).text.splitlines()) == 1


class TestRefusals:
    @pytest.mark.parametrize(
        ("query", "status", "words"),
        [
            ({"map": "nothing"}, 400, "umap"),
            ({"map": "z0-z0"}, 400, "umap"),
            ({"map": "z0-z9"}, 400, "umap"),
            ({"map": "manifold"}, 400, "umap"),
            ({"map": "../../etc/passwd"}, 400, "umap"),
            ({"polygon": written(SQUARE)}, 400, "add map="),
            ({"map": "umap", "group": "C"}, 400, "A or B"),
            ({"map": "umap", "polygon": "AAAA"}, 400, "pairs of float32"),
        ],
    )
    def test_what_does_not_fit(self, client: TestClient, plain: Checkpoint, token: str, query, status, words):
        store(plain)
        answer = client.get(address(plain, token, "npz", **query))
        assert answer.status_code == status
        assert words in answer.json()["error"]

    def test_other_kinds_of_files(self, client: TestClient, plain: Checkpoint, token: str):
        store(plain)
        assert client.get(address(plain, token, "safetensors")).status_code == 404

    def test_a_model_without_codes(self, client: TestClient, plain: Checkpoint, token: str):
        answer = client.get(address(plain, token, "csv"))
        assert (answer.status_code, "no stored codes" in answer.json()["error"]) == (404, True)

    def test_more_at_once_than_are_written(
        self, client: TestClient, plain: Checkpoint, token: str, monkeypatch: pytest.MonkeyPatch
    ):
        store(plain)
        monkeypatch.setattr(workers.files_under_way, "most", 0)
        answer = client.get(address(plain, token, "npz"))
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")

    def test_requests_without_token_or_origin_are_refused(self, client: TestClient, plain: Checkpoint, token: str):
        store(plain)
        assert client.get(address(plain, "wrong", "npz")).status_code == 403
        other = client.get(address(plain, token, "npz"), headers={"origin": "https://other.example"})
        assert other.status_code == 403
        assert client.get(f"/vaeviz/export/..%2f..%2fmodel.npz?token={token}").status_code == 404


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("mnist-vae-z16", "mnist-vae-z16"),
        ('../a b\r\n"c".csv', "a-b-c-.csv"),
        ("\u03b2", "model"),
        ("a" * 300, "a" * 100),
    ],
)
def test_file_names_are_plain(name, safe):
    assert safe_name(name) == safe
