import copy
import json
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
import torch
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect
from toys import holding

from vaeviz.files.checkpoint import Checkpoint
from vaeviz.server import tokens
from vaeviz.server.decode import model_cache as opened
from vaeviz.server.decode import socket


def decode(seq: int, *rows: list[float]) -> bytes:
    return struct.pack("<IHH", seq, 0, len(rows)) + np.array(rows, "<f4").tobytes()


@contextmanager
def connect(client: TestClient, model: str, token: str, **headers: str) -> Any:
    with client.websocket_connect(f"/vaeviz/live?model={model}&token={token}", headers=headers) as page:
        yield page


def head(frame: bytes) -> tuple[int, int, int]:
    return struct.unpack_from("<IHH", frame)


def refusal(page: WebSocketTestSession) -> tuple[str, int]:
    """Return the text that says why, and the close code after it."""
    text = json.loads(page.receive_text())["error"]
    with pytest.raises(WebSocketDisconnect) as closed:
        page.receive_bytes()
    return text, closed.value.code


def test_two_models_at_once_decode_their_own_images(
    client: TestClient, plain: Checkpoint, conditional: Checkpoint, token: str
) -> None:
    with connect(client, plain.digest, token) as first, connect(client, conditional.digest, token) as second:
        for seq in range(3):
            first.send_bytes(decode(seq, [1, 0, -1]))
            second.send_bytes(decode(seq, [1, 0, 1, 0], [1, 0, 0, 1]))
            grey, colour = first.receive_bytes(), second.receive_bytes()
            assert head(grey) == (seq, 0, 1)
            assert head(colour) == (seq, 0, 2)
            assert len(grey) == 12 + 64
            assert len(colour) == 12 + 2 * 192
            assert colour[12:204] != colour[204:]


def test_an_image_comes_back_with_its_posterior(client: TestClient, conditional: Checkpoint, token: str) -> None:
    with connect(client, conditional.digest, token) as page:
        page.send_bytes(struct.pack("<IHHff", 8, 1, 1, 1, 0) + bytes(range(192)))
        frame = page.receive_bytes()
    assert head(frame) == (8, 1, 1)
    assert len(frame) == 12 + 4 * (2 * 2 + 1) + 192


def test_a_bad_request_is_answered_with_an_error_and_the_socket_stays(
    client: TestClient, plain: Checkpoint, token: str
) -> None:
    bad = [b"", decode(1, [0, 0]), decode(2, [0, 0, float("nan")]), struct.pack("<IHH", 3, 7, 1)]
    with connect(client, plain.digest, token) as page:
        for frame, seq in zip(bad, [None, 1, 2, 3], strict=True):
            page.send_bytes(frame)
            answer = json.loads(page.receive_text())
            assert answer["seq"] == seq
            assert answer["error"]
        page.send_text("hello")
        assert "binary" in json.loads(page.receive_text())["error"]
        page.send_bytes(struct.pack("<IHH", 4, 1, 8) + bytes(512))
        assert "1 to 4 images" in json.loads(page.receive_text())["error"]
        page.send_bytes(decode(5, [0, 0, 0]))
        assert head(page.receive_bytes()) == (5, 0, 1)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://testserver.evil.example", "http://testserver.example", "", "//["]
)
def test_a_foreign_origin_never_gets_in(client: TestClient, plain: Checkpoint, token: str, origin: str) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        connect(client, plain.digest, token, origin=origin),
    ):
        pass
    assert refused.value.code == 1008


def test_a_client_that_names_no_origin_never_gets_in(client: TestClient, plain: Checkpoint, token: str) -> None:
    del client.headers["origin"]
    with pytest.raises(WebSocketDisconnect) as refused, connect(client, plain.digest, token):
        pass
    assert refused.value.code == 1008


@pytest.mark.parametrize("wrong", ["", "guess", "a.b"])
def test_a_wrong_token_is_reported_and_the_socket_closed(client: TestClient, plain: Checkpoint, wrong: str) -> None:
    with connect(client, plain.digest, wrong) as page:
        text, code = refusal(page)
    assert code == 1008
    assert "reload the page" in text


@pytest.mark.parametrize("digest", ["", "0" * 32, "%F0%9F%98%80" * 99])
def test_an_unknown_model_is_reported_and_the_socket_closed(client: TestClient, token: str, digest: str) -> None:
    with connect(client, digest, token) as page:
        text, code = refusal(page)
    assert code == 1008
    assert "choose it again" in text


def test_the_socket_of_an_ended_session_closes_at_its_next_frame(client: TestClient, plain: Checkpoint) -> None:
    token = tokens.issue()
    with connect(client, plain.digest, token) as page:
        page.send_bytes(decode(1, [0, 0, 0]))
        page.receive_bytes()
        tokens.revoke(token)
        page.send_bytes(decode(2, [0, 0, 0]))
        text, code = refusal(page)
    assert code == 1008
    assert "ended" in text
    assert not socket._open


def test_one_session_has_a_limited_number_of_sockets(
    client: TestClient, plain: Checkpoint, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "MAX_PER_TOKEN", 1)
    with connect(client, plain.digest, token) as first:
        first.send_bytes(decode(1, [0, 0, 0]))
        first.receive_bytes()
        with connect(client, plain.digest, token) as second:
            text, code = refusal(second)
    assert code == 1013
    assert "Too many" in text
    with connect(client, plain.digest, token) as third:
        third.send_bytes(decode(1, [0, 0, 0]))
        third.receive_bytes()


class Gate:
    """Lets a model draw its first picture only when it opens."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self.entered, self.open = threading.Event(), threading.Event()
        self.drawn: list[float] = []
        self._decode = checkpoint.model.decode
        self.model = copy.copy(checkpoint.model)
        self.model.decode = self.decode

    def decode(self, z: torch.Tensor, c: torch.Tensor | None = None) -> torch.Tensor:
        self.drawn.append(float(z[0, 0]))
        self.entered.set()
        assert self.open.wait(20)
        return self._decode(z, c)


@pytest.fixture
def gate(plain: Checkpoint, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate(plain)
    slow = holding(gate.model, plain.header, plain.digest)
    monkeypatch.setattr(opened, "find", {plain.digest: slow}.get)
    yield gate
    gate.open.set()


def test_of_the_requests_that_wait_only_the_newest_is_served(
    client: TestClient, plain: Checkpoint, gate: Gate, token: str
) -> None:
    with connect(client, plain.digest, token) as page:
        page.send_bytes(decode(0, [0, 0, 0]))
        assert gate.entered.wait(20)
        for seq in range(1, 200):
            page.send_bytes(decode(seq, [seq / 100, 0, 0]))
        page.send_bytes(b"")  # refused at once: when the refusal is here, all frames before it have been read
        assert json.loads(page.receive_text())["seq"] is None
        gate.open.set()
        assert [head(page.receive_bytes())[0] for _ in range(2)] == [0, 199]
        page.send_bytes(decode(200, [0, 0, 0]))
        assert head(page.receive_bytes())[0] == 200
    assert gate.drawn == pytest.approx([0, 1.99, 0])


def test_a_drawing_that_waits_is_not_pushed_out_by_a_drag(
    client: TestClient, plain: Checkpoint, gate: Gate, token: str
) -> None:
    with connect(client, plain.digest, token) as page:
        page.send_bytes(decode(0, [0, 0, 0]))
        assert gate.entered.wait(20)
        page.send_bytes(struct.pack("<IHH", 1, 1, 1) + bytes(range(64)))
        for seq in range(2, 20):
            page.send_bytes(decode(seq, [0, 0, 0]))
        page.send_bytes(b"")
        page.receive_text()
        gate.open.set()
        assert [head(page.receive_bytes())[:2] for _ in range(3)] == [(0, 0), (1, 1), (19, 0)]


def test_a_page_that_leaves_while_its_image_is_decoded_frees_its_place(
    client: TestClient, plain: Checkpoint, gate: Gate, token: str
) -> None:
    with connect(client, plain.digest, token) as page:
        page.send_bytes(decode(0, [0, 0, 0]))
        assert gate.entered.wait(20)
    assert not socket._open
    gate.open.set()
    with connect(client, plain.digest, token) as page:
        page.send_bytes(decode(1, [0, 0, 0]))
        assert head(page.receive_bytes())[0] == 1
