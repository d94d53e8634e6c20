from dataclasses import replace

import numpy as np
import pytest

from vaeviz.bench import BENCHES
from vaeviz.bench.map import summarise
from vaeviz.bench.map_page import Visit
from vaeviz.bench.options import Options
from vaeviz.bench.synthetic import CLUSTERS, RING, clusters, write_checkpoint
from vaeviz.files.checkpoint import load
from vaeviz.files.codes import read_codes

VISIT = Visit(load=1000.0, pan=60.0, redraw=40.0, hover=5.0, click=2.0, lasso=50.0)
STOCK = replace(VISIT, load=4000.0, click=None)


class TestSynthetic:
    def test_the_clusters_are_a_middle_and_a_ring_and_the_same_every_time(self):
        made = clusters(5000)
        places, labels = made.places, made.labels
        assert np.array_equal(made.mu, clusters(5000).mu)
        assert np.array_equal(np.unique(labels), np.arange(CLUSTERS))
        radii = [np.hypot(*places[labels == label].mean(0)) for label in range(CLUSTERS)]
        assert radii == pytest.approx([0, *[RING] * (CLUSTERS - 1)], abs=0.1)

    def test_the_checkpoint_is_one_that_the_app_opens(self, tmp_path):
        write_checkpoint(tmp_path / "points-500", 500)
        checkpoint = load(tmp_path / "points-500")
        stored = read_codes(tmp_path / "points-500", checkpoint.digest)
        assert checkpoint.header.name == "points-500"
        assert len(checkpoint.header.class_names) == CLUSTERS
        assert len(stored.codes) == 500
        assert list(stored.maps) == ["umap"]
        assert stored.maps["umap"].basis is None
        assert stored.codes.latent_dim == 16


class TestSummary:
    def test_the_first_load_is_reported_alone_and_the_rest_as_medians(self):
        ours = [replace(VISIT, load=load) for load in (9000.0, 1000.0, 1200.0)]
        found = {figure.name: figure for figure in summarise(500, ours, [STOCK] * 3)}
        assert found["500 points, first load"].value == 9000
        assert found["500 points, load"].value == 1200
        assert found["500 points, load"].ratio == pytest.approx(0.3)
        assert found["500 points, pan"].unit == "frames/s"

    def test_what_the_stock_page_never_does_has_a_note_and_no_number(self):
        broken = replace(STOCK, lasso=None)
        found = {figure.name: figure for figure in summarise(500, [VISIT] * 3, [STOCK, broken, STOCK])}
        assert found["500 points, click"].baseline is None
        assert "has no event for a click" in found["500 points, click"].baseline_name
        assert found["500 points, lasso"].baseline is None
        assert "the connection closed" in found["500 points, lasso"].baseline_name
        assert found["500 points, lasso"].value == 50


@pytest.mark.browser
@pytest.mark.slow
def test_a_small_map_is_measured_in_both_pages():
    report = BENCHES["map"](Options(points=(2000,), repeats=1, steps=2, seconds=0.3))
    found = {figure.name.removeprefix("2000 points, "): figure for figure in report.figures}
    for part in ("first load", "load", "pan", "redraw", "hover", "lasso"):
        assert found[part].value > 0, part
        assert found[part].baseline, part
    assert found["click"].value > 0
    assert found["click"].baseline is None
    assert found["hit test, computing alone"].value > 0
