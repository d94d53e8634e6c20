"""Cures for the pauses that make a Streamlit app with a model in it feel slow, and one thread for torch."""

import asyncio
import gc
import logging
import socket
import sys
from asyncio import base_events
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import torch

from vaeviz.live import workers

GIL_TURN = 0.0005  # seconds; Python's own 0.005 doubles the slowest round trips beside a busy script

log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Keep garbage collections short while the server runs; stop the worker threads when it stops."""
    freezing = asyncio.create_task(freeze_what_comes())
    try:
        yield
    finally:
        freezing.cancel()
        workers.close()


def warm() -> None:
    """Prepare the process for live use; call it once, after the heavy imports and before the server starts.

    Streamlit collects garbage after every script run, which holds the GIL for about 0.1 s once torch is loaded:
    `freeze` takes what is loaded out of its sight. Streamlit's listening socket has protocol number 0, so asyncio
    leaves Nagle's delay on, which holds small frames back for 40 ms: `send_at_once` turns it off. While a script
    runs, a picture waits for the GIL at every step between its threads: `GIL_TURN` keeps those turns short.
    """
    torch.set_num_threads(1)
    sys.setswitchinterval(GIL_TURN)
    send_at_once()
    freeze()


def freeze() -> None:
    """Collect garbage once and keep what is left out of later collections; cycles alive now are never freed."""
    gc.collect()
    gc.freeze()


def send_at_once() -> bool:
    """Set TCP_NODELAY on every TCP connection that asyncio opens from now on; uvloop does so by itself.

    Returns False where this Python has no such hook: then small frames may be late, nothing else.
    """
    if not callable(getattr(base_events, "_set_nodelay", None)):
        log.warning("This Python's asyncio has no _set_nodelay: small frames may wait 40 ms. Install uvloop.")
        return False
    setattr(base_events, "_set_nodelay", _set_nodelay)  # noqa: B010 (a private name: unknown to type checkers)
    return True


def _set_nodelay(sock: socket.socket) -> None:
    if sock.family in (socket.AF_INET, socket.AF_INET6) and sock.type == socket.SOCK_STREAM:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


async def freeze_what_comes(interval: float = 1.0) -> None:
    """Freeze again whenever modules have been imported and importing has come to rest; never returns.

    The first page run imports what the page needs, a first UMAP several thousand objects more.
    """
    frozen = seen = len(sys.modules)
    while True:
        await asyncio.sleep(interval)
        now = len(sys.modules)
        if now == seen and now != frozen:
            freeze()
            frozen = now
        seen = now
