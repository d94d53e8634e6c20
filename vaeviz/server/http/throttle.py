"""A rate limit for messages on Streamlit's sockets, each of which may start a thread that runs a page.

Streamlit reads waiting messages without yielding to other tasks, so a few kilobytes of them would block the whole
server for minutes.
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
    """The limits of the sockets."""

    burst: int = 40  # messages that one socket may send at once
    rate: float = 20.0  # messages per second of one socket after that
    all_burst: int = 10  # the same for all sockets together; a new socket counts as a message
    all_rate: float = 40.0
    pause: float = 0.001  # seconds between two messages of a socket, left to other tasks
    sockets: int = 1024


class Bucket:
    """A token bucket: ``burst`` at once, then ``rate`` per second."""

    def __init__(self, burst: float, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._rate, self._clock = burst, rate, clock
        self._left, self._last = burst, clock()

    def take(self) -> float:
        """Take a token and return the seconds to wait: 0 while tokens are left, then longer for each one."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._last) * self._rate) - 1
        self._last = now
        return max(0.0, -self._left / self._rate)


class Throttle:
    """Serves sockets under limits: a socket that is too fast is closed, and all together are slowed down in turn."""

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
    """One socket; the application learns only from `receive` that it is closed, by this class or by the page.

    Streamlit treats a failed send as an internal error if messages of a disconnected page still wait.
    """

    def __init__(self, throttle: Throttle, bucket: Bucket, receive: Receive, send: Send) -> None:
        self._throttle, self._bucket, self._receive, self._send = throttle, bucket, receive, send
        self._closed = False

    async def receive(self) -> Message:
        if self._closed:
            return {"type": "websocket.disconnect", "code": ABNORMAL}
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        if message.get("bytes") is None:
            return await self._close(UNSUPPORTED, NOT_BINARY)
        if self._bucket.take():
            return await self._close(POLICY, TOO_FAST)
        await asyncio.sleep(max(self._throttle.limits.pause, self._throttle.all.take()))
        return message

    async def send(self, message: Message) -> None:
        if self._closed:
            return
        try:
            await self._send(message)
        except OSError:  # raised by ASGI servers if the page has disconnected
            self._closed = True

    async def _close(self, code: int, reason: str) -> Message:
        log.warning("A page's socket was closed: %s", reason)
        await self.send({"type": "websocket.close", "code": code, "reason": reason})
        self._closed = True
        return {"type": "websocket.disconnect", "code": code, "reason": reason}
