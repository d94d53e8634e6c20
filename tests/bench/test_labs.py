import pytest

from vaeviz.bench import BENCHES
from vaeviz.bench.labs import COUNT, Seen, speed, summarise
from vaeviz.bench.options import Options
from vaeviz.bench.recording import Recording
from vaeviz.files.places import shipped


def test_speed_counts_what_came_since_then():
    seen = [(0.0, 0), (1.0, 50), (1.5, 60), (2.0, 90), (3.0, 150)]
    assert speed(seen, 1.0) == (1.5, 50.0)
    assert speed(seen, 2.5) == (0.0, 0.0)
    assert speed([], 0.0) == (0.0, 0.0)


def recording(latency: float) -> Recording:
    return Recording(1.0, 60, 60, 30, (latency, 2 * latency), (latency + 1, latency + 2), 0.0)


def test_every_latency_has_the_idle_one_as_its_baseline():
    found = summarise("m", Seen([recording(4)], [recording(6)], [12.0, 10.0, 11.0], [100.0, 90.0, 95.0]))
    figures = {figure.name.removeprefix("m, "): figure for figure in found}
    assert figures["input -> drawn, p95"].ratio == 1.5
    assert figures["input -> shown, p50"].baseline == 5
    assert figures["frames per second of the slowest"].value == 10
    assert figures["steps per second of a laboratory"].value == 95


@pytest.mark.browser
@pytest.mark.slow
def test_four_laboratories_train_beside_a_drag():
    assert COUNT == 4
    report = BENCHES["labs"](Options(checkpoint=shipped()["digits-cvae-z4"], repeats=1, seconds=0.5))
    found = {figure.name.removeprefix("digits-cvae-z4 "): figure.value for figure in report.figures}
    for way in ("in the page", "over the socket"):
        assert 0 < found[f"{way}, input -> drawn, p50"] <= found[f"{way}, input -> drawn, p95"]
        assert found[f"{way}, steps per second of a laboratory"] > 0
