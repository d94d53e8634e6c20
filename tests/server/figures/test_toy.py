"""The toy's figures as the page is sent them, and its frames as the worker sends them."""

import numpy as np
from server.http.test_packing import unpack

from vaeviz.collapse.toy.file import read_toy
from vaeviz.server.lab.run_controller import RunController
from vaeviz.server.lab.wire import FRAME, HEAD


def test_shipped_runs_come_whole_with_the_sequences_that_are_shown(client, token):
    stored = read_toy()
    header, arrays = unpack(client.get("/vaeviz/collapse/toy", params={"token": token}).content)
    assert header["runs"] == list(stored.header.runs)
    assert header["words"]["warm-up"]["label"] == "Warm-up"
    assert np.array_equal(arrays["trail"], stored.arrays["trail"])
    assert set(np.unique(arrays["tosses"])) == {0, 1}


def test_a_frame_of_the_worker_names_its_run_and_its_step():
    sent = []
    controller = RunController(sent.append)
    controller.take({"op": "begin", "kind": "toy", "settings": {"remedy": "free-bits", "seed": 1}})
    controller.take({"op": "step", "steps": 3})
    controller.work()
    kind, size = HEAD.unpack(sent[-1][: HEAD.size])
    assert (kind, size) == (FRAME, len(sent[-1]) - HEAD.size)
    header, arrays = unpack(sent[-1][HEAD.size :])
    assert [header[name] for name in ("kind", "remedy", "seed", "step", "measured")] == ["toy", "free-bits", 1, 3, 0]
    assert arrays["mu"].shape == arrays["true_mu"].shape
    assert np.allclose(arrays["posterior"].sum(1), 1)
