import io
import struct

import numpy as np
import pytest
from PIL import Image, ImageSequence
from starlette.testclient import TestClient

from vaeviz.data.imaging import to_uint8
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.latents.decode import decode, lerp
from vaeviz.server import workers
from vaeviz.server.animation import MIN_SIDE, to_gif


def frame(z: np.ndarray, c: np.ndarray | None = None, op: int = 0) -> bytes:
    rows = z if c is None else np.concatenate([z, c], 1)
    return struct.pack("<IHH", 0, op, len(z)) + rows.astype("<f4").tobytes()


def post(client: TestClient, model: str, token: str, body: bytes, more: str = "&ms=100", **options: object):
    return client.post(f"/vaeviz/animation?model={model}&token={token}{more}", content=body, **options)


def opened(data: bytes) -> list[Image.Image]:
    image = Image.open(io.BytesIO(data))
    assert image.format == "GIF"
    return [one.copy() for one in ImageSequence.Iterator(image)]


def path(n: int, latent: int) -> np.ndarray:
    return lerp(np.full(latent, -2, np.float32), np.full(latent, 2, np.float32), n)


class TestGif:
    def test_grey_levels_are_exact_and_pixels_squares(self) -> None:
        rng = np.random.default_rng(0)
        levels = rng.integers(0, 256, (5, 28, 28, 1), np.uint8)
        levels[0].flat[:256] = np.arange(256)
        frames = opened(to_gif(levels, 50))
        assert [one.size for one in frames] == [(224, 224)] * 5
        for one, wanted in zip(frames, levels, strict=True):
            np.testing.assert_array_equal(np.asarray(one.convert("L")), np.kron(wanted[:, :, 0], np.ones((8, 8))))

    @pytest.mark.parametrize(("side", "wanted"), [(8, 224), (64, 256), (100, 300), (224, 224), (300, 300)])
    def test_it_is_large_enough_by_a_whole_factor(self, side: int, wanted: int) -> None:
        (only,) = opened(to_gif(np.zeros((1, side, side, 1), np.uint8), 50))
        assert only.size == (wanted, wanted)
        assert wanted >= MIN_SIDE

    def test_few_colours_are_exact_too(self) -> None:
        colours = np.random.default_rng(1).integers(0, 256, (2, 8, 8, 3), np.uint8)
        for one, wanted in zip(opened(to_gif(colours, 50)), colours, strict=True):
            np.testing.assert_array_equal(np.asarray(one.convert("RGB"))[::28, ::28], wanted)

    def test_it_plays_for_ever_at_its_speed(self) -> None:
        levels = np.random.default_rng(0).integers(0, 256, (3, 8, 8, 1), np.uint8)
        image = Image.open(io.BytesIO(to_gif(levels, 120)))
        assert image.info["loop"] == 0
        assert [one.info["duration"] for one in ImageSequence.Iterator(image)] == [120] * 3

    def test_equal_images_keep_their_time(self) -> None:
        image = Image.open(io.BytesIO(to_gif(np.zeros((4, 8, 8, 1), np.uint8), 100)))
        assert sum(one.info["duration"] for one in ImageSequence.Iterator(image)) == 400


class TestRoute:
    def test_a_path_comes_back_image_by_image(self, client: TestClient, plain: Checkpoint, token: str) -> None:
        z = path(64, 3)
        answer = post(client, plain.digest, token, frame(z))
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/gif")
        wanted = to_uint8(decode(plain.model, z))[:, 0]
        frames = opened(answer.content)
        assert len(frames) == 64
        for one, levels in zip(frames, wanted, strict=True):
            shown = np.asarray(one.convert("L"))[::28, ::28].astype(int)
            assert np.abs(shown - levels).max() <= 1  # one code at a time or 64: sums in another order

    def test_a_condition_goes_along(self, client: TestClient, conditional: Checkpoint, token: str) -> None:
        z, c = path(4, 2), np.eye(2, dtype=np.float32)[[0, 0, 1, 1]]
        assert len(opened(post(client, conditional.digest, token, frame(z, c)).content)) == 4
        assert "after the header" in post(client, conditional.digest, token, frame(z)).json()["error"]

    @pytest.mark.parametrize("ms", ["", "19", "1001", "-20", "1e2", "50.5", "nan", "\u0665\u0660", "9" * 5000])
    def test_a_time_beyond_the_limits_is_refused(
        self, client: TestClient, plain: Checkpoint, token: str, ms: str
    ) -> None:
        answer = post(client, plain.digest, token, frame(path(2, 3)), f"&ms={ms}")
        assert answer.status_code == 400
        assert "from 20 to 1000" in answer.json()["error"]

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            (b"", "8 bytes of header"),
            (struct.pack("<IHH", 0, 0, 65), "1 to 64 codes"),
            (frame(path(3, 3))[:-1], "after the header"),
            (frame(np.full((1, 3), np.nan)), "not finite"),
            (struct.pack("<IHH", 0, 1, 1) + bytes(64), "needs a request to decode codes"),
            (frame(path(2, 3), op=7), "Unknown operation 7"),
        ],
    )
    def test_a_wrong_body_is_refused_with_an_error(
        self, client: TestClient, plain: Checkpoint, token: str, body: bytes, words: str
    ) -> None:
        answer = post(client, plain.digest, token, body)
        assert answer.status_code == 400
        assert words in answer.json()["error"]

    def test_another_format_is_refused(self, client: TestClient, plain: Checkpoint, token: str) -> None:
        answer = post(client, plain.digest, token, frame(path(2, 3)), "&ms=100&format=webp")
        assert answer.status_code == 400
        assert "Known: gif" in answer.json()["error"]

    def test_no_more_is_written_or_read_than_fits(
        self, client: TestClient, plain: Checkpoint, token: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert post(client, plain.digest, token, bytes(8 + 64 * 12 + 1)).status_code == 413
        monkeypatch.setattr(workers.files_under_way, "most", 0)
        assert post(client, plain.digest, token, frame(path(2, 3))).status_code == 503

    def test_origin_token_and_model_are_checked(self, client: TestClient, plain: Checkpoint, token: str) -> None:
        body = frame(path(2, 3))
        assert post(client, plain.digest, token, body, headers={"origin": "http://evil.example"}).status_code == 403
        assert post(client, plain.digest, "x", body).status_code == 403
        assert post(client, "x", token, body).status_code == 404
        assert client.get(f"/vaeviz/animation?model={plain.digest}&token={token}").status_code == 405
