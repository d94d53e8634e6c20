import gzip
import struct

import numpy as np
import pytest
from starlette.testclient import TestClient

from vaeviz.codes import Embedding, LatentCodes
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.codes import CODES_FILE, write_codes


def store_codes(checkpoint: Checkpoint, seed: int = 0) -> LatentCodes:
    rng = np.random.default_rng(seed)
    mu = rng.normal(size=(50, 3)).astype(np.float16).astype(np.float32)
    codes = LatentCodes(mu, mu, np.arange(50), None, checkpoint.digest)
    write_codes(checkpoint.path.parent, codes, {"axes": Embedding(mu[:, :2], "axes", {}, 0, None)})
    return codes


class TestCodes:
    def test_codes_come_compressed_and_whole(self, client: TestClient, plain: Checkpoint, token: str) -> None:
        codes = store_codes(plain)
        answer = client.get(f"/vaeviz/codes/{plain.digest}?token={token}")
        assert answer.status_code == 200
        assert answer.headers["content-encoding"] == "gzip"
        (length,) = struct.unpack_from("<I", answer.content)
        mu = np.frombuffer(answer.content, "<f2", 150, 4 + length).reshape(50, 3)
        np.testing.assert_array_equal(mu, codes.mu)

    def test_a_client_without_gzip_gets_the_same_bytes(self, client: TestClient, plain: Checkpoint, token: str) -> None:
        store_codes(plain)
        url = f"/vaeviz/codes/{plain.digest}?token={token}"
        bare = client.get(url, headers={"accept-encoding": "identity"})
        assert bare.content == client.get(url).content
        assert gzip.decompress(gzip.compress(bare.content)) == bare.content

    def test_what_the_browser_has_is_not_sent_again_until_it_changes(
        self, client: TestClient, plain: Checkpoint, token: str
    ) -> None:
        store_codes(plain)
        url = f"/vaeviz/codes/{plain.digest}?token={token}"
        tag = client.get(url).headers["etag"]
        again = client.get(url, headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")
        store_codes(plain, seed=1)
        changed = client.get(url, headers={"if-none-match": tag})
        assert changed.status_code == 200
        assert changed.headers["etag"] != tag

    def test_a_model_without_codes_is_an_error(self, client: TestClient, plain: Checkpoint, token: str) -> None:
        answer = client.get(f"/vaeviz/codes/{plain.digest}?token={token}")
        assert answer.status_code == 404
        assert "no stored codes yet" in answer.json()["error"]

    @pytest.mark.parametrize("address", ["codes/{}", "originals/{}/0", "export/{}.npz", "export/{}.csv"])
    def test_damaged_codes_are_named_without_where_they_lie(
        self, client: TestClient, plain: Checkpoint, token: str, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = plain.path.parent.parent
        monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(root))
        (plain.path.parent / CODES_FILE).write_bytes(b"nothing of the kind")
        answer = client.get(f"/vaeviz/{address.format(plain.digest)}?token={token}")
        assert answer.status_code == 400
        assert f"plain/{CODES_FILE} cannot be read" in answer.json()["error"]
        assert str(root) not in answer.text

    def test_codes_of_another_model_are_refused(
        self, client: TestClient, plain: Checkpoint, conditional: Checkpoint, token: str
    ) -> None:
        store_codes(plain)
        (conditional.path.parent / CODES_FILE).write_bytes((plain.path.parent / CODES_FILE).read_bytes())
        answer = client.get(f"/vaeviz/codes/{conditional.digest}?token={token}")
        assert answer.status_code == 400
        assert "has codes of model" in answer.json()["error"]

    def test_an_unknown_model_is_not_found(self, client: TestClient, token: str) -> None:
        assert client.get(f"/vaeviz/codes/{'0' * 32}?token={token}").status_code == 404

    @pytest.mark.parametrize(
        "headers",
        [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
    )
    def test_another_site_is_refused(
        self, client: TestClient, plain: Checkpoint, token: str, headers: dict[str, str]
    ) -> None:
        store_codes(plain)
        if "origin" not in headers:
            del client.headers["origin"]
        answer = client.get(f"/vaeviz/codes/{plain.digest}?token={token}", headers=headers)
        assert answer.status_code == 403

    def test_no_origin_needs_a_good_token(self, client: TestClient, plain: Checkpoint, token: str) -> None:
        store_codes(plain)
        del client.headers["origin"]
        assert client.get(f"/vaeviz/codes/{plain.digest}?token={token}").status_code == 200
        assert client.get(f"/vaeviz/codes/{plain.digest}?token=x").status_code == 403
        assert client.get(f"/vaeviz/codes/{plain.digest}").status_code == 403
