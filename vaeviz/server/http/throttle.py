"""A limit on the messages of Streamlit's own sockets, each of which may start a thread that runs a page.

Streamlit takes messages in without giving way to anything else while some wait, so that a few kilobytes of them
would stop the whole server for minutes.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

UNSUPPORTED, ABNORMAL, POLICY, BUSY = 1003, 1006, 1008, 1013  # close codes of RFC 6455
TOO_FAST = "Too many messages at once; reload the page."
NOT_BINARY = "Messages are binary."
FULL = "Too many pages are open; try again later."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """How much the sockets may ask for."""

    burst: int = 40  # messages that one socket may send at once
    rate: float = 20.0  # messages a second of one socket after that
    all_burst: int = 10  # the same for all sockets together, new ones counted as messages
    all_rate: float = 40.0
    pause: float = 0.001  # seconds from one message of a socket to its next, left to everything else
    sockets: int = 1024


class Bucket:
    """A rate limit: ``burst`` at once, then ``rate`` a second (a token bucket)."""

    def __init__(self, burst: float, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._rate, self._clock = burst, rate, clock
        self._left, self._last = burst, clock()

    def take(self) -> float:
        """Take one and return for how many seconds it must wait: 0 while some are left, longer for each after that."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._last) * self._rate) - 1
        self._last = now
        return max(0.0, -self._left / self._rate)


class Throttle:
    """Serves sockets under limits: who is too fast is closed, and all together are slowed down, each in its turn."""

    def __init__(self, limits: Limits | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits, self._clock = limits or Limits(), clock
        self.all = Bucket(self.limits.all_burst, self.limits.all_rate, clock)
        self.open = 0

    async def serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Let ``app`` serve one socket."""
        if self.open >= self.limits.sockets:
            await WebSocketClose(BUSY, FULL)(scope, receive, send)
            return
        self.open += 1
        try:
            await asyncio.sleep(self.all.take())
            stream = _Stream(self, Bucket(self.limits.burst, self.limits.rate, self._clock), receive, send)
            await app(scope, stream.receive, stream.send)
        finally:
            self.open -= 1


class _Stream:
    """One socket; the application learns only by `receive` that it is closed, here or by its page.

    Streamlit takes a send that fails for a fault of its own if messages of a page that has left are still there.
    """

    def __init__(self, throttle: Throttle, own: Bucket, receive: Receive, send: Send) -> None:
        self._throttle, self._own, self._receive, self._send = throttle, own, receive, send
        self._closed = False

    async def receive(self) -> Message:
        if self._closed:
            return {"type": "websocket.disconnect", "code": ABNORMAL}
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        if message.get("bytes") is None:
            return await self._close(UNSUPPORTED, NOT_BINARY)
        if self._own.take():
            return await self._close(POLICY, TOO_FAST)
        await asyncio.sleep(max(self._throttle.limits.pause, self._throttle.all.take()))
        return message

    async def send(self, message: Message) -> None:
        if self._closed:
            return
        try:
            await self._send(message)
        except OSError:  # what ASGI servers raise where the page has left
            self._closed = True

    async def _close(self, code: int, reason: str) -> Message:
        log.warning("A page's socket was closed: %s", reason)
        await self.send({"type": "websocket.close", "code": code, "reason": reason})
        self._closed = True
        return {"type": "websocket.disconnect", "code": code, "reason": reason}
