import asyncio
from collections.abc import Callable

import pytest
from starlette.types import Message, Receive, Scope, Send

from vaeviz.server.http.throttle import BUSY, POLICY, UNSUPPORTED, Bucket, Limits, Throttle

SCOPE: Scope = {"type": "websocket", "path": "/_stcore/stream", "headers": []}


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Page:
    """One socket with ``messages`` that have already arrived, and an application that only takes them in."""

    def __init__(self, messages: list[Message]) -> None:
        self.arrived = [{"type": "websocket.connect"}, *messages, {"type": "websocket.disconnect", "code": 1006}]
        self.received: list[Message] = []
        self.sent: list[Message] = []

    async def receive(self) -> Message:
        return self.arrived.pop(0)

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            self.received.append(await receive())
            if self.received[-1]["type"] == "websocket.disconnect":
                await send({"type": "websocket.send", "text": "too late"})
                return

    async def visit(self, throttle: Throttle) -> None:
        await throttle.serve(self.app, SCOPE, self.receive, self.send)

    @property
    def bodies(self) -> list[bytes]:
        return [message["bytes"] for message in self.received if message["type"] == "websocket.receive"]


def burst(length: int) -> list[Message]:
    return [{"type": "websocket.receive", "bytes": str(n).encode()} for n in range(length)]


def test_a_bucket_gives_a_burst_and_then_so_many_a_second():
    clock = Clock()
    bucket = Bucket(3, 10, clock)
    assert [bucket.take() for _ in range(5)] == [0, 0, 0, pytest.approx(0.1), pytest.approx(0.2)]
    clock.now += 0.35
    assert [bucket.take() for _ in range(2)] == [0, pytest.approx(0.05)]
    clock.now += 1000
    assert [bucket.take() > 0 for _ in range(4)] == [False, False, False, True]


def test_a_burst_is_closed_and_the_rest_never_reaches_the_application():
    page = Page(burst(5000))
    asyncio.run(page.visit(Throttle(Limits(burst=40, rate=0.001))))
    assert page.bodies == [str(n).encode() for n in range(40)]
    assert page.received[-1]["type"] == "websocket.disconnect"
    assert [(message["type"], message["code"]) for message in page.sent] == [("websocket.close", POLICY)]
    assert "reload" in page.sent[0]["reason"]
    assert len(page.arrived) == 5000 + 2 - 42  # what was left over is never taken in


def test_others_have_their_turn_between_any_two_messages():
    order: list[str] = []

    async def visits() -> None:
        throttle = Throttle(Limits(burst=40, rate=0.001))
        page = Page(burst(40))
        visit = asyncio.create_task(page.visit(throttle))
        while not visit.done():
            order.append(f"{len(page.bodies)}")
            await asyncio.sleep(0)
        assert len(page.bodies) == 40

    asyncio.run(visits())
    assert set(order) >= {str(n) for n in range(1, 40)}


def test_all_sockets_together_are_slowed_down_and_none_is_closed(monkeypatch: pytest.MonkeyPatch):
    clock, waits = Clock(), []

    async def sleep(seconds: float, real: Callable = asyncio.sleep) -> None:
        waits.append(seconds)
        clock.now += seconds
        await real(0)

    async def visits() -> list[Page]:
        monkeypatch.setattr(asyncio, "sleep", sleep)
        throttle = Throttle(Limits(), clock)
        pages = [Page(burst(30)) for _ in range(50)]
        await asyncio.gather(*(page.visit(throttle) for page in pages))
        assert throttle.open == 0
        return pages

    pages = asyncio.run(visits())
    assert all(len(page.bodies) == 30 for page in pages)
    limits = Limits()
    assert clock.now >= (50 * 31 - limits.all_burst) / limits.all_rate
    assert max(waits) <= (len(pages) + 1) / limits.all_rate  # nobody waits for longer than one round


def test_text_is_closed_before_the_application_trips_over_it():
    page = Page([{"type": "websocket.receive", "text": "hello"}])
    asyncio.run(page.visit(Throttle()))
    assert not page.bodies
    assert page.sent[0]["code"] == UNSUPPORTED


def test_there_is_an_end_to_sockets():
    async def visits() -> tuple[Page, Page, Throttle]:
        throttle = Throttle(Limits(sockets=1))
        one, other = Page([]), Page([])

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await other.visit(throttle)

        await throttle.serve(app, SCOPE, one.receive, one.send)
        return one, other, throttle

    _, other, throttle = asyncio.run(visits())
    assert not other.received
    assert other.sent[0]["code"] == BUSY
    assert throttle.open == 0


def test_a_failing_application_gives_its_place_back():
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("broken")

    throttle, page = Throttle(), Page([])
    with pytest.raises(RuntimeError, match="broken"):
        asyncio.run(throttle.serve(app, SCOPE, page.receive, page.send))
    assert throttle.open == 0


def test_a_page_that_left_with_messages_behind_it_is_gone_at_once() -> None:
    """The next send fails; Streamlit must hear of it as of any other page that leaves, and get nothing more of it."""
    page, received = Page(burst(30)), []

    async def gone(message: Message) -> None:
        raise ConnectionError("left")

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        received.extend([await receive(), await receive()])
        for _ in range(2):
            await send({"type": "websocket.send", "bytes": b"answer"})
        received.append(await receive())

    asyncio.run(Throttle().serve(app, SCOPE, page.receive, gone))
    assert [message["type"] for message in received[1:]] == ["websocket.receive", "websocket.disconnect"]
