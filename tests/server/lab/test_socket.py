"""The laboratory's socket with real worker processes: what a page may do, and what is left when it has gone."""

import json
import os
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from vaeviz import server as live
from vaeviz.server import tokens
from vaeviz.server.lab import process as lab_process
from vaeviz.server.lab import socket as lab_socket
from vaeviz.server.lab.pool import Labs, Limits

GONE = 10.0  # seconds after which a worker must have ended


def unpack(body: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    (length,) = struct.unpack_from("<I", body)
    head = json.loads(body[4 : 4 + length])
    arrays = {}
    for entry in head["arrays"]:
        count = int(np.prod(entry["shape"]))
        dtype = np.dtype(entry["dtype"]).newbyteorder("<")
        arrays[entry["name"]] = np.frombuffer(body, dtype, count, 4 + length + entry["offset"]).reshape(entry["shape"])
    return head, arrays


class Page:
    """A page at its socket: says operations, keeps words and sees frames."""

    def __init__(self, socket: WebSocketTestSession) -> None:
        self.socket = socket
        self.words: list[dict[str, str]] = []

    def send(self, op: str, **fields: object) -> None:
        self.socket.send_text(json.dumps({"op": op, **fields}))

    def frame(self, seen: bool = True) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """Return the next frame; words that come before it are kept."""
        while True:
            message = self.socket.receive()
            if message.get("bytes") is not None:
                head, arrays = unpack(message["bytes"])
                if seen:
                    self.send("seen", frame=head["frame"])
                return head, arrays
            assert message["type"] == "websocket.send", message
            self.words.append(json.loads(message["text"]))

    def until(self, wanted: Any) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        while True:
            head, arrays = self.frame()
            if wanted(head):
                return head, arrays

    def message(self) -> dict[str, str]:
        return json.loads(self.socket.receive_text())

    def ended(self) -> tuple[dict[str, str], int]:
        """Return the last words and the close code."""
        last: dict[str, str] = {}
        while (message := self.socket.receive())["type"] != "websocket.close":
            if message.get("text"):
                last = json.loads(message["text"])
        return last, message["code"]


@contextmanager
def opened(client: TestClient, token: str, **headers: str) -> Iterator[Page]:
    with client.websocket_connect(f"/vaeviz/lab?token={token}", headers=headers) as socket:
        yield Page(socket)


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> Labs:
    """The places of this test's server; `client` comes after it."""
    labs = Labs(Limits(at_once=2, of_one=2, in_queue=1))
    monkeypatch.setattr(lab_socket, "labs", labs)
    monkeypatch.setattr("vaeviz.server.launch.labs", labs)
    return labs


IDLE = """
import struct, sys, threading
body = b'{"state": "ready", "text": ""}'
sys.stdout.buffer.write(struct.pack("<cI", b"J", len(body)) + body)
sys.stdout.buffer.flush()
threading.Event().wait()
"""


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that are ready at once and do nothing, not even listen: for what concerns places alone."""
    monkeypatch.setattr(lab_process, "COMMAND", (sys.executable, "-c", IDLE))


def gone(process: int) -> bool:
    """Wait until a process has ended and was reaped; False if it still is there after `GONE` seconds."""
    deadline = time.monotonic() + GONE
    while time.monotonic() < deadline:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        threading.Event().wait(0.01)
    return False


def test_a_whole_visit(places: Labs, client: TestClient, token: str) -> None:
    with opened(client, token) as page:
        page.send("begin", kind="lab", settings={"latent": 4, "batch_size": 128})
        head, arrays = page.frame()
        assert [word["state"] for word in page.words] == ["starting", "ready"]
        assert (head["kind"], head["run"], head["frame"], head["step"], head["playing"]) == ("lab", 1, 1, 0, False)
        assert arrays["samples"].shape == (20, 8, 8, 1)
        page.send("step", steps=11)
        head, _ = page.until(lambda head: head["step"] == 11)
        assert not head["playing"]
        page.send("move", settings={"beta": 4})
        assert page.until(lambda head: head["beta"] == 4)
        page.send("look", dim=2)
        assert page.until(lambda head: head["dim"] == 2)
        page.send("play")
        assert page.until(lambda head: head["step"] > 30)[0]["playing"]
        page.send("pause")
        paused, _ = page.until(lambda head: not head["playing"])
        page.send("step")
        assert page.until(lambda head: head["step"] != paused["step"])[0]["step"] == paused["step"] + 1
        page.send("begin", kind="lab", settings={"latent": 3})
        head, _ = page.until(lambda head: head["run"] == 2)
        assert (head["step"], head["latent"], head["playing"]) == (0, 3, False)
        (worker,) = places.workers
        process = worker.process.pid
        assert os.getpriority(os.PRIO_PROCESS, process) >= 15
    assert gone(process)
    assert not places.workers


def test_a_pace_is_kept_and_every_frame_is_asked_for(places: Labs, client: TestClient, token: str) -> None:
    with opened(client, token) as page:
        page.send("begin", kind="lab", settings={"latent": 2})
        page.frame()
        page.send("pace", steps_per_second=20)
        page.send("play")
        start = time.monotonic()
        page.until(lambda head: head["step"] >= 10)
        assert time.monotonic() - start > 0.4
        page.send("pause")
        page.until(lambda head: not head["playing"])
        page.send("pace", steps_per_second=None)
        page.send("play")
        first, _ = page.frame(seen=False)
        page.send("look", dim=1)  # owed, but the page has not seen the one before
        page.send("oops")
        assert "Unknown operation" in page.message()["error"]
        page.send("seen", frame=first["frame"])
        assert page.frame()[0]["frame"] == first["frame"] + 1


def test_an_unknown_message_is_reported_and_the_laboratory_stays(places: Labs, client: TestClient, token: str) -> None:
    with opened(client, token) as page:
        page.send("play")
        page.send("begin", kind="lub", settings={})
        page.send("begin", kind="lab", settings=[])
        page.send("begin", kind="lab", settings={"latent": 0})
        page.send("begin", kind="lab", settings={"latent": 2})
        page.frame()
        errors = [word["error"] for word in page.words if "error" in word]
        for text, words in zip(errors, ["begin", "Did you mean 'lab'", "must be an object", "1 to 32"], strict=True):
            assert words in text
        for text in ("hello", "[]", '{"op": 3}', '{"op": "fly"}', '{"op": "step", "steps": 0}', '{"op": "look"}',
                     '{"op": "pace", "steps_per_second": "x"}', '{"op": "move", "settings": {"latent": 5}}',
                     '{"op": "seen"}', json.dumps({"op": "x" * 20_000}), "[" * 16_000,
                     '{"op": "move", "settings": ' + "[" * 900 + "]" * 900 + "}", '{"op": "look", "dim": true}',
                     '{"op": "step", "steps": ' + "9" * 5_000 + "}"):  # fmt: skip
            page.socket.send_text(text)
            assert page.message()["error"]
        page.socket.send_bytes(b"\x00\x01")
        assert "binary" in page.message()["error"]
        page.send("step", steps=2)
        assert page.until(lambda head: head["step"] == 2)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://testserver.example", ""])
def test_a_foreign_origin_never_gets_in(client: TestClient, token: str, origin: str) -> None:
    with pytest.raises(WebSocketDisconnect) as refused, opened(client, token, origin=origin):
        pass
    assert refused.value.code == 1008


@pytest.mark.parametrize("wrong", ["", "guess", "a.b"])
def test_a_wrong_token_starts_nothing(places: Labs, client: TestClient, wrong: str) -> None:
    with opened(client, wrong) as page:
        last, code = page.ended()
    assert "reload" in last["error"]
    assert code == 1008
    assert not places.workers


def test_an_ended_session_ends_its_laboratory(
    places: Labs, idle: None, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lab_socket, "TICK", 0.05)
    token = tokens.issue()
    with opened(client, token) as page:
        page.message()
        (worker,) = places.workers
        tokens.revoke(token)
        last, code = page.ended()
    assert "session has ended" in last["error"]
    assert code == 1008
    assert gone(worker.process.pid)


def test_a_worker_killed_from_outside_is_reported(places: Labs, client: TestClient, token: str) -> None:
    with opened(client, token) as page:
        page.send("begin", kind="lab", settings={"latent": 2})
        page.frame()
        (worker,) = places.workers
        os.kill(worker.process.pid, 9)
        last, code = page.ended()
    assert last["state"] == "ended"
    assert "SIGKILL" in last["text"]
    assert code == 1000
    assert not places.workers


def test_a_visitor_without_a_slot_waits_and_enters_when_one_leaves(
    places: Labs, idle: None, client: TestClient, token: str
) -> None:
    other = tokens.issue()
    with opened(client, token) as first, ExitStack() as leaving:
        second = leaving.enter_context(opened(client, token))
        for page in (first, second):
            assert [page.message()["state"], page.message()["state"]] == ["starting", "ready"]
        with opened(client, token) as greedy:
            last, code = greedy.ended()
        assert "this session" in last["error"]
        assert code == 1013
        with opened(client, other) as third:
            waiting = third.message()
            assert waiting["state"] == "waiting"
            assert "2 laboratories are in use; you are next in the queue" in waiting["text"]
            with opened(client, other) as fourth:
                last, code = fourth.ended()
            assert "already waiting" in last["error"]
            assert code == 1013
            leaving.close()
            assert [third.message()["state"], third.message()["state"]] == ["starting", "ready"]
            assert not places.crowded
    tokens.revoke(other)


def test_a_visitor_who_leaves_the_queue_is_forgotten(places: Labs, idle: None, client: TestClient, token: str) -> None:
    other = tokens.issue()
    with opened(client, token) as first, opened(client, token) as second:
        first.message()
        second.message()
        for _ in range(2):
            with opened(client, other) as third:
                assert third.message()["state"] == "waiting"
                assert places.crowded
            assert not places.crowded
    tokens.revoke(other)


def test_a_flood_ends_and_a_worker_that_does_not_read_does_not_hold_the_server(
    places: Labs, idle: None, client: TestClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lab_process, "SEND_TIMEOUT", 0.2)
    monkeypatch.setattr(lab_socket, "MESSAGE_PAUSE", 0)
    with opened(client, token) as page:
        for _ in range(400):
            page.send("look", text="x" * 2000)
        last, code = page.ended()
    assert (last.get("error"), code) == (lab_socket.TOO_FAST, 1008) or last["state"] == "ended"
    assert not places.workers


def test_a_spare_stands_by_once_there_was_a_laboratory(
    places: Labs, idle: None, client: TestClient, token: str
) -> None:
    assert places._spare is None
    with opened(client, token) as page:
        assert [page.message()["state"], page.message()["state"]] == ["starting", "ready"]
        (first,) = places.workers
    with opened(client, token) as page:
        assert [page.message()["state"], page.message()["state"]] == ["starting", "ready"]
        (second,) = places.workers
        assert second is not first


def test_idle_and_old_laboratories_end(
    places: Labs, idle: None, client: TestClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lab_socket, "TICK", 0.05)
    monkeypatch.setattr(lab_socket, "IDLE_LIMIT", 0.2)
    with opened(client, token) as page:
        last, code = page.ended()
    assert "There was no input" in last["text"]
    assert code == 1000
    monkeypatch.setattr(lab_socket, "IDLE_LIMIT", 60)
    monkeypatch.setattr(lab_socket, "MAX_SECONDS", 0.2)
    with opened(client, token) as page:
        last, code = page.ended()
    assert "hours at most" in last["text"]


def test_nothing_is_left_when_the_server_stops(places: Labs, idle: None, static: Any, token: str) -> None:
    app = Starlette(routes=live.routes(static), lifespan=live.lifespan())
    with TestClient(app, headers={"origin": "http://testserver"}) as client, opened(client, token) as page:
        page.message()
        (worker,) = places.workers
    assert places._spare is None
    assert gone(worker.process.pid)
