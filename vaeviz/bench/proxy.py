"""A long way on one machine: a TCP proxy that hands everything on later; how much at a time is not limited."""

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
GONE = (anyio.BrokenResourceError, anyio.ClosedResourceError)

Parcels = MemoryObjectReceiveStream[tuple[float, bytes]]  # when to hand it on, what; nothing: the end


@contextmanager
def far_away(port: int, round_trip: float) -> Iterator[int]:
    """Make a server of this machine ``round_trip`` seconds more distant, half of it on either way.

    The block is given the port to connect to; at its end every connection is cut. Bytes keep their order.
    """
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(_listen(port, round_trip / 2)) as own:
        yield own


@asynccontextmanager
async def _listen(port: int, delay: float) -> AsyncIterator[int]:
    async with await anyio.create_tcp_listener(local_host=HOST) as listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, partial(_join, port=port, delay=delay))
        yield listener.extra(SocketAttribute.local_port)
        tasks.cancel_scope.cancel()


async def _join(client: SocketStream, *, port: int, delay: float) -> None:
    """Join one client to the server until both have said all; a server that is not there is a line that closes."""
    async with client:
        try:
            server = await anyio.connect_tcp(HOST, port)
        except OSError:
            return
        async with server, anyio.create_task_group() as both:
            both.start_soon(_carry, client, server, delay)
            both.start_soon(_carry, server, client, delay)


async def _carry(source: SocketStream, sink: SocketStream, delay: float) -> None:
    """Take in at once what comes, and hand each piece on ``delay`` seconds later."""
    put, parcels = anyio.create_memory_object_stream[tuple[float, bytes]](math.inf)
    async with put, parcels, anyio.create_task_group() as both:
        both.start_soon(_deliver, parcels, sink)
        data = b"-"
        while data:
            try:
                data = await source.receive(CHUNK)
            except (anyio.EndOfStream, *GONE):
                data = b""
            put.send_nowait((anyio.current_time() + delay, data))


async def _deliver(parcels: Parcels, sink: SocketStream) -> None:
    """Hand on what is due, up to the end; to a sink that is gone, nothing more."""
    gone = False
    async for due, data in parcels:
        await anyio.sleep_until(due)
        try:
            if not gone:
                await (sink.send(data) if data else sink.send_eof())
        except (OSError, *GONE):
            gone = True
        if not data:
            return
