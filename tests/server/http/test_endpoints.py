import gzip
import io
import struct

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from vaeviz.codes import Embedding, LatentCodes
from vaeviz.data.imaging import MAX_BYTES
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.files.codes import CODES_FILE, write_codes
from vaeviz.server.decode import image_upload


def png(side: int = 40) -> bytes:
    levels = np.zeros((side, side), np.uint8)
    levels[side // 4 : side // 2, side // 4 : side // 3] = 255
    file = io.BytesIO()
    Image.fromarray(levels).save(file, "PNG")
    return file.getvalue()


def store_codes(checkpoint: Checkpoint, seed: int = 0) -> LatentCodes:
    rng = np.random.default_rng(seed)
    mu = rng.normal(size=(50, 3)).astype(np.float16).astype(np.float32)
    codes = LatentCodes(mu, mu, np.arange(50), None, checkpoint.digest)
    write_codes(checkpoint.path.parent, codes, {"axes": Embedding(mu[:, :2], "axes", {}, 0, None)})
    return codes


def upload(client: TestClient, model: str, token: str, data: bytes, more: str = "", **options: object):
    return client.post(f"/vaeviz/image?model={model}&token={token}{more}", content=data, **options)


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


class TestImage:
    def test_an_image_comes_back_with_its_posterior(
        self, client: TestClient, conditional: Checkpoint, token: str
    ) -> None:
        answer = upload(client, conditional.digest, token, png(), "&c=1,0")
        assert answer.status_code == 200
        assert struct.unpack_from("<IHH", answer.content) == (0, 1, 1)
        assert len(answer.content) == 12 + 4 * (3 * 2 + 1) + 2 * 192
        other = upload(client, conditional.digest, token, png(), "&c=0,1")
        assert other.content[12:] != answer.content[12:]

    def test_no_condition_is_the_null_label(self, client: TestClient, conditional: Checkpoint, token: str) -> None:
        absent = upload(client, conditional.digest, token, png()).content
        assert absent[12:] == upload(client, conditional.digest, token, png(), "&c=0,0").content[12:]

    @pytest.mark.parametrize("c", ["1", "1,0,0", "nan,0", "inf,0", "one,0", ",", "1" * 10_000])
    def test_a_wrong_condition_is_refused(
        self, client: TestClient, conditional: Checkpoint, token: str, c: str
    ) -> None:
        answer = upload(client, conditional.digest, token, png(), f"&c={c}")
        assert answer.status_code == 400
        assert "c " in answer.json()["error"]

    @pytest.mark.parametrize("data", [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n", png()[:60]])
    def test_a_file_that_is_not_an_image_is_refused(
        self, client: TestClient, plain: Checkpoint, token: str, data: bytes
    ) -> None:
        answer = upload(client, plain.digest, token, data)
        assert answer.status_code == 400
        assert "cannot be read as an image" in answer.json()["error"]

    def test_a_body_declared_too_large_is_refused_unread(
        self, client: TestClient, plain: Checkpoint, token: str
    ) -> None:
        answer = upload(client, plain.digest, token, b"x", headers={"content-length": str(MAX_BYTES + 1)})
        assert answer.status_code == 413
        assert "at most 5 MB" in answer.json()["error"]

    def test_a_body_that_turns_out_too_large_is_cut_off(
        self, client: TestClient, plain: Checkpoint, token: str
    ) -> None:
        sent = []

        def endless():  # in pieces, without a length
            for _ in range(1000):
                sent.append(1)
                yield bytes(2**18)

        answer = client.post(f"/vaeviz/image?model={plain.digest}&token={token}", content=endless())
        assert answer.status_code == 413

    def test_too_many_at_once_are_asked_to_wait(
        self, client: TestClient, plain: Checkpoint, token: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(image_upload.uploads, "most", 0)
        answer = upload(client, plain.digest, token, png())
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "1"

    def test_origin_token_and_model_are_checked_before_the_body(
        self, client: TestClient, plain: Checkpoint, token: str
    ) -> None:
        evil = {"origin": "http://evil.example"}
        assert upload(client, plain.digest, token, png(), headers=evil).status_code == 403
        assert upload(client, plain.digest, "x", png()).status_code == 403
        assert upload(client, "x", token, png()).status_code == 404
        del client.headers["origin"]
        assert upload(client, plain.digest, token, png()).status_code == 403
