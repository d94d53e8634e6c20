"""A TCP proxy on this machine that delays all bytes, to simulate network latency; bandwidth is not limited."""

import math
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial

import anyio
from anyio.abc import SocketAttribute, SocketStream
from anyio.from_thread import start_blocking_portal
from anyio.streams.memory import MemoryObjectReceiveStream

HOST = "127.0.0.1"
CHUNK = 65536
CLOSED = (anyio.BrokenResourceError, anyio.ClosedResourceError)

Chunks = MemoryObjectReceiveStream[tuple[float, bytes]]  # time to forward, data; empty data: the end


@contextmanager
def far_away(port: int, round_trip: float) -> Iterator[int]:
    """Add ``round_trip`` seconds of latency to a server of this machine, half of it in each direction.

    The block gets the port to connect to; at its end every connection is closed. Bytes keep their order.
    """
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(_listen(port, round_trip / 2)) as delayed:
        yield delayed


@asynccontextmanager
async def _listen(port: int, delay: float) -> AsyncIterator[int]:
    async with await anyio.create_tcp_listener(local_host=HOST) as listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, partial(_connect, port=port, delay=delay))
        yield listener.extra(SocketAttribute.local_port)
        tasks.cancel_scope.cancel()


async def _connect(client: SocketStream, *, port: int, delay: float) -> None:
    """Connect one client to the server until both have sent everything; without a server the connection closes."""
    async with client:
        try:
            server = await anyio.connect_tcp(HOST, port)
        except OSError:
            return
        async with server, anyio.create_task_group() as both:
            both.start_soon(_forward, client, server, delay)
            both.start_soon(_forward, server, client, delay)


async def _forward(source: SocketStream, sink: SocketStream, delay: float) -> None:
    """Read without delay, and forward each chunk ``delay`` seconds later."""
    put, chunks = anyio.create_memory_object_stream[tuple[float, bytes]](math.inf)
    async with put, chunks, anyio.create_task_group() as both:
        both.start_soon(_deliver, chunks, sink)
        data = b"-"
        while data:
            try:
                data = await source.receive(CHUNK)
            except (anyio.EndOfStream, *CLOSED):
                data = b""
            put.send_nowait((anyio.current_time() + delay, data))


async def _deliver(chunks: Chunks, sink: SocketStream) -> None:
    """Forward the chunks when they are due, up to the end; drop them once the sink has closed."""
    closed = False
    async for due, data in chunks:
        await anyio.sleep_until(due)
        try:
            if not closed:
                await (sink.send(data) if data else sink.send_eof())
        except (OSError, *CLOSED):
            closed = True
        if not data:
            return
