"""The worker as its server has it: operations in, messages out, and the same bits as the command line."""

import json
import os
import queue
import shlex
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from server.http.test_packing import unpack

from vaeviz import data as datasets
from vaeviz.__main__ import main
from vaeviz.collapse.lab.held_out import measure_held_out
from vaeviz.files.checkpoint import load
from vaeviz.server.lab.process import COMMAND
from vaeviz.server.lab.wire import HEAD, TEXT, line_of
from vaeviz.server.lab.worker import waiting_operations
from vaeviz.training.history import read_history

Frame = tuple[dict[str, Any], dict[str, np.ndarray]]


class Child:
    """A worker process, spoken to in turns."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, stderr=pipe)
        assert self.receive() == {"state": "ready", "text": ""}
        self.runs = 0

    def send(self, op: str, **fields: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line_of({"op": op, **fields}))
        self.process.stdin.flush()

    def begin(self, settings: dict[str, Any]) -> None:
        self.send("begin", kind="lab", settings=settings)
        self.runs += 1

    def receive(self) -> Any:
        assert self.process.stdout is not None
        kind, length = HEAD.unpack(self.process.stdout.read(HEAD.size))
        body = self.process.stdout.read(length)
        return json.loads(body) if kind == TEXT else unpack(body)

    def frame_at(self, step: int) -> Frame:
        """Return the first frame of the newest run that is at or after this step and rests."""
        while True:
            head, arrays = self.receive()
            self.send("seen", frame=head["frame"])
            if head["run"] == self.runs and head["step"] >= step and not head["playing"]:
                return head, arrays


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    child = Child()
    yield child
    child.process.kill()
    child.process.communicate()


RUNS: list[dict[str, Any]] = [
    {"beta": 4.0, "latent": 8},
    {"free_bits": 0.3, "seed": 3},
    {"schedule": "warm-up", "ramp": 50, "decoder": "conv"},
    {"schedule": "cyclical", "ramp": 20, "decoder": "autoregressive"},
]


@pytest.mark.parametrize("settings", RUNS)
def test_a_live_run_has_the_bits_of_the_command_line(child: Child, settings: dict[str, Any], tmp_path: Path) -> None:
    child.begin(settings)
    head, _ = child.frame_at(0)
    child.send("play")
    child.send("look", dim=1)  # a hand that only looks changes no bit
    while child.receive()[0]["step"] < 5:
        child.send("seen", frame=10**6)
    child.send("pause")
    child.send("seen", frame=10**6)
    head, _ = child.frame_at(5)
    missing = head["command_step"] - head["step"]
    if missing:
        child.send("step", steps=missing)
        head, _ = child.frame_at(head["command_step"])
    child.send("look", dim=0)
    head, arrays = child.frame_at(head["command_step"])
    words = shlex.split(head["command"])
    words[words.index("--out") + 1] = str(tmp_path / "run")
    assert main(words[3:]) == 0
    history, trained = read_history(tmp_path / "run"), load(tmp_path / "run").model
    assert history.step[-1] == head["step"] == head["command_step"]
    assert history.distortion[-1] == np.float32(head["train_distortion"])
    np.testing.assert_array_equal(history.rate_per_dim[-1], arrays["train_rate_per_dim"])
    held = measure_held_out(trained, datasets.load("digits", "test"))
    np.testing.assert_array_equal(held.rate_per_dim, arrays["rate_per_dim"])
    np.testing.assert_array_equal(held.mu_variance, arrays["mu_variance"])
    assert held.figures() == {name: head[name] for name in held.figures()}


def test_it_ends_with_its_server_and_not_by_an_interrupt() -> None:
    child = Child()
    child.process.send_signal(signal.SIGINT)
    child.send("begin", kind="lab", settings={"latent": 2})
    assert child.receive()[0]["step"] == 0
    assert os.getpriority(os.PRIO_PROCESS, child.process.pid) >= 15
    assert os.getsid(child.process.pid) == child.process.pid != os.getsid(0)
    ranked = Path(f"/proc/{child.process.pid}/autogroup")
    assert not ranked.exists() or "nice 5" in ranked.read_text()
    child.send("play")
    assert child.process.stdin is not None
    child.process.stdin.close()
    assert child.process.wait(10) == 0
    assert child.process.stdout is not None
    assert child.process.stderr is not None
    assert child.process.stderr.read() == b""
    child.process.stdout.close()
    child.process.stderr.close()


def test_operations_come_in_order_and_waiting_has_an_end() -> None:
    ops: queue.Queue[dict[str, Any]] = queue.Queue()
    assert list(waiting_operations(ops, 0.0)) == []
    assert list(waiting_operations(ops, 0.001)) == []
    for number in range(3):
        ops.put({"op": str(number)})
    assert [op["op"] for op in waiting_operations(ops, None)] == ["0", "1", "2"]
