import struct

import numpy as np
import pytest

from vaeviz.data.imaging import to_uint8
from vaeviz.families.page_program import decode_as_page
from vaeviz.server import tokens
from vaeviz.server.decode import frames


def packed(z, seq: int = 7, op: int = 0) -> bytes:
    z = np.asarray(z, "<f4")
    return struct.pack("<IHH", seq, op, len(z)) + z.tobytes()


@pytest.fixture
def post(client, plain, token):
    return lambda body, **change: client.post(
        "/vaeviz/frame", params={"model": plain.digest, "token": token} | change, content=body
    )


def test_a_frame_is_answered_as_over_the_socket(post, plain):
    z = np.float32([[0.5, -1, 2], [0, 0, 20]])
    reply = post(packed(z))
    assert reply.status_code == 200
    seq, op, n, _ = struct.unpack_from("<IHHf", reply.content)
    assert (seq, op, n) == (7, 0, 2)
    expected = to_uint8(decode_as_page(plain.page_program, z.clip(-10, 10)))
    assert reply.content[12:] == expected.tobytes()
    assert reply.headers["cache-control"] == "no-store"


def test_pictures_are_encoded(post):
    levels = np.random.default_rng(0).integers(0, 256, (2, 8, 8, 1), np.uint8)
    reply = post(struct.pack("<IHH", 3, 1, 2) + levels.tobytes())
    assert reply.status_code == 200
    assert struct.unpack_from("<IHH", reply.content) == (3, 1, 2)
    assert len(reply.content) == 12 + 2 * (4 * 7 + 64)


@pytest.mark.parametrize(
    ("body", "seq", "says"),
    [
        (b"abc", None, "at least 8 bytes"),
        (packed(np.zeros((1, 2))), 7, "found 8"),
        (struct.pack("<IHH", 7, 0, 65), 7, "1 to 64"),
        (packed([[np.nan, 0, 0]]), 7, "not finite"),
        (packed(np.zeros((1, 3)), op=9), 7, "Unknown operation 9"),
    ],
)
def test_a_bad_frame_is_answered_with_its_number(post, body, seq, says):
    reply = post(body)
    assert reply.status_code == 400
    assert reply.json()["seq"] == seq
    assert says in reply.json()["error"]


def test_no_more_is_read_than_a_frame_can_have(post):
    reply = post(bytes(8 + 64 * 12 + 1))
    assert reply.status_code == 413
    assert "776 bytes" in reply.json()["error"]


def test_a_frame_of_no_declared_length_is_cut_off(post):
    assert post(bytes(2**10) for _ in range(1000)).status_code == 413


def test_only_pages_of_this_session_are_answered(post, client, plain):
    assert post(packed(np.zeros((1, 3))), token="x.y").status_code == 403
    assert post(packed(np.zeros((1, 3))), model="0" * 32).status_code == 404
    reply = client.post(
        "/vaeviz/frame",
        params={"model": plain.digest, "token": tokens.issue()},
        content=packed(np.zeros((1, 3))),
        headers={"origin": "https://evil.example"},
    )
    assert reply.status_code == 403


def test_too_many_at_once_are_asked_to_try_again(post, monkeypatch):
    monkeypatch.setattr(frames.under_way, "most", 0)
    reply = post(packed(np.zeros((1, 3))))
    assert reply.status_code == 503
    assert reply.headers["retry-after"] == "1"
