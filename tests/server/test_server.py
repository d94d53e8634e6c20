"""The routes behind a real server on loopback: what a test client in the same thread cannot show."""

import json
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import pytest
import uvicorn
from starlette.applications import Starlette
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from vaeviz import server as live
from vaeviz.files.checkpoint import Checkpoint
from vaeviz.server import workers
from vaeviz.server.decode import frames


class Announced(uvicorn.Server):
    """Says when it listens."""

    listening = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


@contextmanager
def served(routes: list) -> Iterator[str]:
    listening = socket.socket(family=socket.AF_INET)
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(Starlette(routes=routes), ws="websockets-sansio", log_level="error", lifespan="off")
    server = Announced(config)
    server.listening = threading.Event()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        assert server.listening.wait(20)
        yield f"127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()
        workers.close()
        assert not thread.is_alive()


@pytest.fixture
def host(static: Path) -> Iterator[str]:
    with served(live.routes(static)) as host:
        yield host


def page(host: str, model: str, token: str, origin: str | None = None) -> ClientConnection:
    address = f"ws://{host}/vaeviz/live?model={model}&token={token}"
    return connect(address, origin=origin or f"http://{host}", compression=None, open_timeout=20)  # pyright: ignore[reportArgumentType]


def decode(seq: int, z: list[float]) -> bytes:
    return struct.pack("<IHH", seq, 0, 1) + np.array(z, "<f4").tobytes()


def seq_of(frame: str | bytes) -> int:
    return struct.unpack_from("<I", bytes(frame))[0] if isinstance(frame, bytes) else json.loads(frame)["seq"]


def test_a_flood_is_answered_in_order_and_its_last_request_always(host: str, plain: Checkpoint, token: str) -> None:
    last = 3000
    with page(host, plain.digest, token) as flood:
        for seq in range(last + 1):
            flood.send(decode(seq, [seq / last, 0, 0]))
        answered = [seq_of(flood.recv(20))]
        while answered[-1] != last:
            answered.append(seq_of(flood.recv(20)))
    assert answered == sorted(set(answered))


@contextmanager
def bare_page(host: str, model: str, token: str) -> Iterator[socket.socket]:
    """A page that reads nothing but what it is made to."""
    name, port = host.split(":")
    request = (
        f"GET /vaeviz/live?model={model}&token={token} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    with socket.create_connection((name, int(port)), timeout=20) as bare:
        bare.sendall(request.encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += bare.recv(1)
        assert answer.startswith(b"HTTP/1.1 101")
        yield bare


def masked(payload: bytes) -> bytes:
    """Return one binary frame as a client sends it, with the mask 0."""
    assert 126 <= len(payload) < 2**16
    return b"\x82\xfe" + struct.pack(">H", len(payload)) + bytes(4) + payload


def pour(bare: socket.socket, frames: bytes, done: threading.Event) -> None:
    try:
        while not done.is_set():
            bare.sendall(frames)
    except OSError:
        assert done.is_set()


def test_floods_and_silent_pages_do_not_starve_a_quiet_one(host: str, plain: Checkpoint, token: str) -> None:
    """Two pages pour in requests and never read an answer, forty say nothing."""
    frames = masked(struct.pack("<IHH", 1, 0, 16) + bytes(4 * 3 * 16)) * 200
    done = threading.Event()
    with ExitStack() as stack:
        for _ in range(40):
            stack.enter_context(bare_page(host, plain.digest, live.tokens.issue()))
        deaf = [stack.enter_context(bare_page(host, plain.digest, token)) for _ in range(2)]
        threads = [threading.Thread(target=pour, args=[bare, frames, done]) for bare in deaf]
        with page(host, plain.digest, token) as quiet:
            for thread in threads:
                thread.start()
            try:
                for seq in range(30):
                    quiet.send(decode(seq, [0, 0, 0]))
                    assert seq_of(quiet.recv(20)) == seq
            finally:
                done.set()
                for bare in deaf:
                    bare.shutdown(socket.SHUT_RDWR)
                for thread in threads:
                    thread.join(20)


def test_a_frame_that_never_arrives_is_given_up(
    host: str, plain: Checkpoint, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "PATIENCE", 0.05)
    name, port = host.split(":")
    request = (
        f"POST /vaeviz/frame?model={plain.digest}&token={token} HTTP/1.1\r\nHost: {host}\r\n"
        f"Origin: http://{host}\r\nContent-Length: 100\r\n\r\n"
    )
    with socket.create_connection((name, int(port)), timeout=20) as slow:
        slow.sendall(request.encode() + b"half")
        assert slow.recv(64).startswith(b"HTTP/1.1 408")
    assert frames.under_way.inside == 0


def test_a_foreign_page_gets_403_and_no_socket(host: str, plain: Checkpoint, token: str) -> None:
    with pytest.raises(InvalidStatus) as refused, page(host, plain.digest, token, "http://evil.example"):
        pass
    assert refused.value.response.status_code == 403


def test_a_wrong_token_closes_with_1008_and_a_reason(host: str, plain: Checkpoint) -> None:
    with page(host, plain.digest, "wrong") as refused:
        assert "reload" in json.loads(refused.recv(20))["error"]
        with pytest.raises(ConnectionClosed) as closed:
            refused.recv(20)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008
    assert "reload" in closed.value.rcvd.reason


def test_an_enormous_frame_is_refused_and_the_socket_stays(host: str, plain: Checkpoint, token: str) -> None:
    with page(host, plain.digest, token) as large:
        large.send(bytes(2_000_000))
        assert "codes" in json.loads(large.recv(20))["error"]
        large.send(decode(2, [0, 0, 0]))
        assert seq_of(large.recv(20)) == 2


def test_a_page_that_vanishes_in_mid_frame_is_forgotten(host: str, plain: Checkpoint, token: str) -> None:
    with bare_page(host, plain.digest, token) as lost:
        lost.sendall(b"\x82\xfe\x00")  # the start of a frame
    with page(host, plain.digest, token) as next_one:
        next_one.send(decode(1, [0, 0, 0]))
        assert seq_of(next_one.recv(20)) == 1


@pytest.mark.parametrize(
    "end", [b"", b"\x83\x80\x00\x00\x00\x00", b"\x82\xff\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00"]
)
def test_a_page_that_leaves_or_breaks_the_protocol_behind_its_requests_is_no_fault(
    host: str, plain: Checkpoint, token: str, end: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """Answers to a page that has left; an unknown opcode; a frame of a terabyte."""
    wrong = masked(struct.pack("<IHH", 1, 9, 16) + bytes(4 * 3 * 16))
    good = masked(struct.pack("<IHH", 1, 0, 16) + bytes(4 * 3 * 16))
    for _ in range(5):
        with bare_page(host, plain.digest, token) as lost:
            lost.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # leave by a reset
            lost.sendall((good + wrong) * 20 + end)
    with page(host, plain.digest, token) as next_one:
        for seq in range(20):
            next_one.send(decode(seq, [0, 0, 0]))
            assert seq_of(next_one.recv(20)) == seq
    assert not [record for record in caplog.records if record.exc_info]
