from pathlib import Path

import numpy as np
import pytest

from vaeviz.bench import BENCHES, node
from vaeviz.bench.knn import error_of, near
from vaeviz.bench.options import Options
from vaeviz.bench.synthetic import clusters, write_checkpoint


def test_the_error_is_a_share_of_the_codes_own_deviation():
    mu = np.array([[0, 0], [2, 4]], np.float32)
    assert error_of(mu, mu) == 0
    assert error_of(np.broadcast_to(mu.mean(0), mu.shape), mu) == pytest.approx(1)


def test_every_map_of_every_model_is_timed_and_scored_beside_scikit_learn(tmp_path, monkeypatch):
    write_checkpoint(tmp_path / "points", 300)
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(tmp_path))
    simd, plain, lookup, slow, error = BENCHES["knn"](Options(repeats=1, steps=5)).figures
    assert simd.name == "points, decode, in the page, WebAssembly"
    assert min(simd.value, plain.value) > 0
    assert lookup.name == "points, umap, 300 codes, lookup p50"
    assert lookup.baseline
    assert 0 < lookup.value <= slow.value
    assert error.baseline
    assert 0 < error.value < 0.2  # the map is the codes' own plane
    assert error.value == pytest.approx(error.baseline, rel=0.3)


def test_the_error_is_computed_on_request_only():
    made = clusters(200)
    took = near(made.mu, made.places, 3)
    assert took["error"] is None
    assert took["pick"] > 0
    assert took["made"] > 0


def test_the_error_of_a_script_that_fails_has_nodes_output(tmp_path: Path):
    with pytest.raises(node.NodeError, match=r"(?s)decode\.js failed in Node.*ENOENT"):
        node.run("decode.js", tmp_path / "missing", 1)


def test_without_node_the_error_says_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(node.NodeError, match="sudo apt-get install nodejs"):
        node.run("decode.js")
