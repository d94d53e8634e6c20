from pathlib import Path

import pytest

from vaeviz.bench import BENCHES
from vaeviz.bench.options import Options
from vaeviz.bench.synthetic import write_checkpoint

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def tiny(tmp_path: Path) -> Options:
    write_checkpoint(tmp_path / "points", 200)
    return Options(checkpoint=tmp_path / "points", repeats=1, seconds=0.3)


def test_a_drag_is_measured_in_both_pages_and_the_page_shows_how_it_decodes(tiny):
    report = BENCHES["live"](tiny)
    found = {figure.name.removeprefix("points, "): figure for figure in report.figures}
    assert found["images during the drag"].value > 0
    assert found["images during the drag"].baseline == 0
    assert 0 <= found["input -> drawn, p50"].value <= found["input -> drawn, p95"].value
    assert 0 <= found["pen -> drawn, p50"].value <= found["pen -> drawn, p95"].value
    assert found["images per second of a stroke"].value > 0
    assert "in the page" in report.notes[0]


def test_a_drag_is_measured_over_a_slow_connection_in_the_page_and_over_the_socket(tiny):
    report = BENCHES["distance"](tiny)
    found = {figure.name: figure for figure in report.figures}
    assert found["over the socket, input -> drawn, p50"].value >= 60
    assert found["in the page, input -> drawn, p50"].value < found["over the socket, input -> drawn, p50"].value
    assert all(words in report.notes[0] for words in ("in the page", "over the socket"))
