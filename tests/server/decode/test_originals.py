import numpy as np
import pytest
from starlette.testclient import TestClient

from vaeviz import data as data_sets
from vaeviz.codes import Embedding, LatentCodes
from vaeviz.data import download, load
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.codes import write_codes
from vaeviz.server.decode import datasets
from vaeviz.server.http.codes_body import codes_body

ROWS = np.array([4, 300, 17])


@pytest.fixture(autouse=True)
def nothing_here(tmp_path, monkeypatch: pytest.MonkeyPatch):
    """No files of anyone's on this machine, and no way to fetch any."""
    monkeypatch.setenv("VAEVIZ_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("vaeviz.files.data_folders.user_cache_path", lambda *_, **__: tmp_path / "cache")

    def refuse(*_: object) -> None:
        raise AssertionError("nothing may be downloaded")

    monkeypatch.setattr(download, "download", refuse)
    datasets._split.cache_clear()
    yield
    datasets._split.cache_clear()


def store(checkpoint: Checkpoint, dataset: str, split: str = "test") -> None:
    mu = np.zeros((3, checkpoint.model.latent_dim), np.float32)
    codes = LatentCodes(mu, mu, np.arange(3), None, checkpoint.digest, dataset=dataset, split=split, rows=ROWS)
    write_codes(checkpoint.path.parent, codes, {"axes": Embedding(mu[:, :2], "axes", {}, 0, None)})


def ask(client: TestClient, checkpoint: Checkpoint, token: str, row: object):
    return client.get(f"/vaeviz/originals/{checkpoint.digest}/{row}?token={token}")


def test_a_codes_original_image_comes_as_bytes(client: TestClient, plain: Checkpoint, token: str) -> None:
    store(plain, "digits")
    answer = ask(client, plain, token, 1)
    assert answer.status_code == 200
    assert answer.content == np.asarray(load("digits", "test").images)[300].tobytes()
    assert b'"originals": true' in codes_body(plain).body


@pytest.mark.parametrize(("dataset", "row"), [("digits", 3), ("mnist", 0), ("sprites", 0), ("", 0), ("nowhere", 0)])
def test_an_original_that_is_not_here_is_refused(
    client: TestClient, plain: Checkpoint, token: str, dataset: str, row: int
) -> None:
    store(plain, dataset)
    answer = ask(client, plain, token, row)
    assert answer.status_code == 404
    assert "not on this machine" in answer.json()["error"] or "allowed: 0 to 2" in answer.json()["error"]


def test_the_codes_state_that_there_are_no_originals(plain: Checkpoint) -> None:
    store(plain, "mnist")
    assert b'"originals": false' in codes_body(plain).body


def test_without_codes_or_token_there_is_no_image(client: TestClient, plain: Checkpoint, token: str) -> None:
    assert ask(client, plain, token, 0).status_code == 404
    store(plain, "digits")
    assert ask(client, plain, "x", 0).status_code == 403
    for row in ("-1", "1.0", "\u0661", "9" * 5000):
        answer = ask(client, plain, token, row)
        assert (answer.status_code, "allowed: 0 to 2" in answer.json()["error"]) == (404, True)


def test_a_damaged_file_is_no_data_set_and_stays(tmp_path) -> None:
    folder = tmp_path / "data" / "mnist"
    folder.mkdir(parents=True)
    for part in ("images-idx3", "labels-idx1"):
        (folder / f"t10k-{part}-ubyte").write_bytes(b"damaged")
    none = np.zeros((0, 2), np.float32)
    nothing = LatentCodes(none, none, np.zeros(0, np.int64), None, "", "mnist", "test")
    assert datasets.images_of(nothing) is None
    assert len(list(folder.iterdir())) == 2
    assert data_sets.load_present("mnist", "train") is None
