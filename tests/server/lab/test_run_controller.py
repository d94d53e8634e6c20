import itertools
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from server.http.test_packing import unpack

from vaeviz.errors import ConfigError
from vaeviz.server.lab import run_controller
from vaeviz.server.lab.run_controller import FRAME_EVERY, IDLE_LIMIT, SLICE, RunController
from vaeviz.server.lab.wire import HEAD, TEXT

STEP = 0.001  # seconds of the clock below that a step takes


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Counting:
    """An experiment that only counts, on a clock of its own; it ends at 5000 steps."""

    def __init__(self, clock: Clock, settings: Mapping[str, Any]) -> None:
        self.clock, self.step, self.seen = clock, 0, dict(settings)

    @property
    def finished(self) -> bool:
        return self.step >= 5000

    def move(self, settings: Mapping[str, Any]) -> None:
        if "wrong" in settings:
            raise ConfigError("No.")
        self.seen |= settings

    def look(self, wish: Mapping[str, Any]) -> None:
        self.seen |= {"look": dict(wish)}

    def advance(self, seconds: float, steps: int | None = None) -> None:
        most = int(seconds / STEP) if seconds < 1e9 else 10**9
        done = min(most, steps or most, 5000 - self.step)
        self.step += done
        self.clock.now += done * STEP

    def frame(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        return {"step": self.step, "bad": float("nan"), "worse": {"list": [1.5, float("inf")]}, "given": self.seen}, {
            "a": np.zeros(2, np.uint8)
        }


class Bench:
    """A controller, its clock and what it wrote."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock, self.sent = Clock(), []
        monkeypatch.setattr(run_controller, "begin", lambda kind, settings: Counting(self.clock, settings))
        self.controller = RunController(self.sent.append, self.clock)

    def do(self, op: str, **fields: object) -> None:
        self.controller.take({"op": op, **fields})
        self.controller.work()

    def work(self, seconds: float, *, seeing: bool = True) -> None:
        """Go on as the worker does, for some time of the clock."""
        end = self.clock.now + seconds
        while self.clock.now < end:
            wait = self.controller.wait()
            if wait is None:
                self.clock.now = end
            else:
                self.clock.now += min(wait, end - self.clock.now)
            if seeing:
                self.controller.take({"op": "seen", "frame": 10**6})
            self.controller.work()

    def headers(self) -> list[dict[str, Any]]:
        """Return headers of frames and words, in order, and forget them."""
        found = []
        for data in self.sent:
            kind, length = HEAD.unpack(data[: HEAD.size])
            body = data[HEAD.size :]
            assert len(body) == length
            found.append(json.loads(body) if kind == TEXT else unpack(body)[0])
        self.sent.clear()
        return found


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(monkeypatch)


def test_it_begins_paused_with_one_frame(bench: Bench) -> None:
    bench.do("begin", kind="lab", settings={"x": 1})
    bench.work(1)
    (head,) = bench.headers()
    assert (head["run"], head["frame"], head["step"], head["playing"], head["given"]) == (1, 1, 0, False, {"x": 1})
    assert (head["bad"], head["worse"]) == (None, {"list": [1.5, None]})


def test_frames_come_at_their_pace_and_only_when_seen(bench: Bench) -> None:
    bench.do("begin", kind="lab")
    bench.work(0.01)
    bench.headers()
    bench.do("play")
    bench.work(1)
    heads = bench.headers()
    assert 0.8 / (FRAME_EVERY + SLICE) <= len(heads) <= 1 / FRAME_EVERY + 2
    assert heads[-1]["step"] > 900
    bench.work(1, seeing=False)
    assert len(bench.headers()) <= 1
    bench.do("seen", frame=10**6)
    (newest,) = bench.headers()
    assert newest["step"] > 1900


def test_a_step_does_so_many_and_shows_the_last(bench: Bench) -> None:
    bench.do("begin", kind="lab")
    bench.do("step", steps=100)
    bench.work(3)
    heads = bench.headers()
    assert heads[-1]["step"] == 100
    assert all(a["step"] < b["step"] for a, b in itertools.pairwise(heads))
    bench.do("step", steps=4000)
    bench.work(0.1)
    bench.do("pause")
    bench.work(1)
    assert bench.headers()[-1]["step"] < 400


def test_a_pace_is_kept_without_bursts(bench: Bench) -> None:
    bench.do("begin", kind="lab")
    bench.do("pace", steps_per_second=50)
    bench.do("play")
    bench.work(2)
    steps = [head["step"] for head in bench.headers()]
    assert 90 <= steps[-1] <= 101
    assert max(np.diff(steps)) <= 50 * (FRAME_EVERY + 2 * SLICE) + 2
    bench.do("pause")
    bench.work(60)
    bench.do("play")
    bench.work(1)
    assert bench.headers()[-1]["step"] <= 155
    bench.do("pace", steps_per_second=None)
    bench.work(1)
    assert bench.headers()[-1]["step"] > 1000


def test_what_has_finished_stops(bench: Bench) -> None:
    bench.do("begin", kind="lab")
    bench.do("play")
    bench.work(8)
    assert bench.controller.wait() is None
    head = bench.headers()[-1]
    assert (head["step"], head["finished"], head["playing"]) == (5000, True, False)
    bench.do("play")
    assert bench.headers()[-1]["playing"] is False
    bench.do("seen", frame=10**6)
    bench.do("step", steps=3)
    assert bench.headers()[-1]["step"] == 5000
    assert bench.controller.wait() is None


def test_an_idle_laboratory_pauses_and_reports_it(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.do("begin", kind="lab")
    bench.do("pace", steps_per_second=1)
    bench.do("play")
    bench.work(IDLE_LIMIT - 5)
    assert bench.headers()[-1]["playing"]
    bench.work(20)
    *_, words, head = bench.headers()
    assert "no input for 10 minutes" in words["text"]
    assert not head["playing"]
    bench.do("play")
    bench.work(5)
    assert bench.headers()[-1]["playing"]


def test_begin_anew_shows_at_once_though_the_page_never_saw_the_last(bench: Bench) -> None:
    bench.do("begin", kind="lab")
    bench.headers()
    bench.do("begin", kind="lab")
    (head,) = bench.headers()
    assert (head["run"], head["step"]) == (2, 0)


def test_a_refused_begin_counts_ends_the_run_before_and_leaves_room_for_another() -> None:
    clock, sent = Clock(), []
    controller = RunController(sent.append, clock)

    def words() -> dict[str, Any]:
        return json.loads(sent[-1][HEAD.size :])

    controller.take({"op": "begin", "kind": "lab", "settings": {"decoder": "linear"}})
    controller.take({"op": "play"})
    controller.take(
        {"op": "begin", "kind": "lab", "settings": {"decoder": "linear", "posterior": "delta", "floor": 0.15}}
    )
    refusal = words()["error"]
    assert "linear" in refusal
    assert (words()["run"], words()["begun"]) == (2, False)
    assert controller.wait() is None
    for op in ({"op": "play"}, {"op": "move", "settings": {"beta": 2}}, {"op": "look", "dim": 0}):
        controller.take(op)
        assert words() == {"error": refusal, "run": 2, "begun": False}
    controller.take({"op": "begin", "kind": "lab", "settings": {"decoder": "linear"}})
    controller.work()
    head, _ = unpack(sent[-1][HEAD.size :])
    assert (head["run"], head["step"]) == (3, 0)


@pytest.mark.parametrize(
    ("op", "words"),
    [
        ({"op": "move"}, "with a kind first"),
        ({"op": "begin"}, "needs the kind"),
        ({"op": "begin", "kind": "lab", "settings": 3}, "must be an object"),
    ],
)
def test_before_the_first_begin(bench: Bench, op: dict[str, Any], words: str) -> None:
    if "kind" not in op and op["op"] == "begin":
        bench.do("begin", kind="lab")
        bench.headers()
    bench.controller.take(op)
    assert words in bench.headers()[-1]["error"]


@pytest.mark.parametrize(
    "op",
    [
        {"op": "step", "steps": 0},
        {"op": "step", "steps": "3"},
        {"op": "step", "steps": True},
        {"op": "pace", "steps_per_second": True},
        {"op": "step", "steps": 10**9},
        {"op": "pace", "steps_per_second": 0},
        {"op": "pace", "steps_per_second": float("nan")},
        {"op": "pace", "steps_per_second": "fast"},
        {"op": "move", "settings": {"wrong": 1}},
        {"op": "seen"},
    ],
)
def test_a_refused_operation_is_reported_and_changes_nothing(bench: Bench, op: dict[str, Any]) -> None:
    bench.do("begin", kind="lab")
    bench.headers()
    bench.controller.take(op)
    assert bench.headers()[0]["error"]
    assert bench.controller.wait() is None
