import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from vaeviz.bench.browser import free_port
from vaeviz.bench.proxy import far_away

ROUND_TRIP = 0.1
PATIENCE = 30.0


@contextmanager
def echo() -> Iterator[int]:
    """An echo server for one client, which ends when the client closes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=repeat, args=[listener])
        thread.start()
        yield listener.getsockname()[1]
        thread.join(PATIENCE)
        assert not thread.is_alive()


def repeat(listener: socket.socket) -> None:
    client, _ = listener.accept()
    with client:
        try:
            while data := client.recv(1 << 16):
                client.sendall(data)
        except ConnectionError:
            return


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), PATIENCE)


def test_a_message_comes_back_one_round_trip_later_and_not_before():
    with echo() as port, far_away(port, ROUND_TRIP) as far, connect(far) as client:
        start = time.perf_counter()
        client.sendall(b"there")
        assert client.recv(100) == b"there"
        assert ROUND_TRIP <= time.perf_counter() - start < PATIENCE


def test_a_second_message_does_not_wait_for_the_answer_to_the_first():
    with echo() as port, far_away(port, ROUND_TRIP) as far, connect(far) as client:
        start = time.perf_counter()
        for _ in range(20):
            client.sendall(b"x")
        received = b""
        while len(received) < 20:
            received += client.recv(100)
        assert time.perf_counter() - start < 10 * ROUND_TRIP  # in turns it were 20


def test_bytes_keep_their_order_up_to_the_end():
    text = bytes(range(256)) * 4096
    with echo() as port, far_away(port, ROUND_TRIP) as far, connect(far) as client:
        sender = Thread(target=lambda: (client.sendall(text), client.shutdown(socket.SHUT_WR)))
        sender.start()
        received = bytearray()
        while data := client.recv(1 << 16):
            received += data
        sender.join(PATIENCE)
    assert received == text


def test_at_the_end_of_the_block_the_connection_is_closed_and_the_port_is_free():
    with echo() as port:
        with far_away(port, ROUND_TRIP) as far:
            client = connect(far)
            client.sendall(b"x")
            assert client.recv(1) == b"x"
        with client:
            assert client.recv(1) == b""
        with pytest.raises(ConnectionRefusedError):
            connect(far)


def test_without_a_server_the_connection_is_closed():
    with far_away(free_port(), ROUND_TRIP) as far, connect(far) as client:
        assert client.recv(1) == b""
