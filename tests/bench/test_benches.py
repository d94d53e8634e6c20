import json
from pathlib import Path

import pytest
import torch

from vaeviz.__main__ import main
from vaeviz.bench import BENCHES
from vaeviz.bench.decode import request
from vaeviz.bench.distance import WAYS, Setup
from vaeviz.bench.distance import summarise as summarise_distance
from vaeviz.bench.live import Stock, most_active_dimension, summarise
from vaeviz.bench.options import Options, chosen, chosen_for_drags
from vaeviz.bench.recording import Recording
from vaeviz.bench.start import imported
from vaeviz.bench.train import _first
from vaeviz.config import Condition, ModelConfig
from vaeviz.data import load as load_data
from vaeviz.errors import ConfigError
from vaeviz.families import build
from vaeviz.files.checkpoint import load, save
from vaeviz.files.header import Header
from vaeviz.server.decode.wire import DecodeRequest, parse_request

TINY = Options(dataset="digits", repeats=1, steps=2)


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch) -> Path:
    condition = Condition(kind="class", names=("a", "b"))
    for name, c in {"plain": None, "with-class": condition}.items():
        config = ModelConfig(family="mlp", image_shape=(1, 8, 8), latent_dim=3, hidden=8, condition=c)
        torch.manual_seed(0)
        save(tmp_path / name, build(config), Header(name=name, model=config))
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(tmp_path))
    return tmp_path


def test_training_is_measured_against_a_plain_loop():
    report = BENCHES["train"](TINY)
    step, images = report.figures
    assert step.unit == "ms"
    assert step.value > 0
    assert step.baseline
    assert images.value == pytest.approx(128e3 / step.value)
    assert step.ratio
    assert images.ratio
    assert images.ratio == pytest.approx(1 / step.ratio)


def test_decoding_is_measured_for_every_shipped_model_by_the_server_and_by_the_page(shipped):
    figures = BENCHES["decode"](TINY).figures
    parts = ("1", "10", "in the page, WebAssembly", "in the page, plain JavaScript")
    assert [figure.name for figure in figures] == [
        f"{name}, {part}" for name in ("plain", "with-class") for part in parts
    ]
    assert all(figure.value > 0 and figure.baseline for figure in figures)


@pytest.mark.parametrize("name", ["plain", "with-class"])
def test_the_measured_request_is_one_that_the_server_takes(shipped, name):
    model = load(shipped / name).header.model
    size = model.condition.size if model.condition else 0
    parsed = parse_request(request(model, 10), 3, size, model.image_shape)
    assert isinstance(parsed, DecodeRequest)
    assert parsed.z.shape == (10, 3)
    assert parsed.z.std() == pytest.approx(1, abs=0.5)
    assert not parsed.c.any()


def test_the_most_active_dimension_is_the_one_that_the_decoder_uses(shipped):
    model = load(shipped / "plain").model
    first = next(part for part in model.decoder.modules() if isinstance(part, torch.nn.Linear))
    first.weight[:, [0, 1]] = 0
    assert most_active_dimension(model) == 2


def recording(changes: int, shown: tuple[float, ...], settled: float) -> Recording:
    return Recording(5.0, 285, 300, changes, tuple(time - 15 for time in shown), shown, settled)


def test_a_live_run_is_summarised_by_medians_beside_the_stock_page():
    ours = [
        recording(285, (17.0, 18.0, 19.0), 3.0),
        recording(280, (18.0, 18.0, 40.0), 2.0),
        recording(100, (90.0,), 9.0),
    ]
    stock = [recording(0, (), 150.0)] * 3
    found = {figure.name: figure for figure in summarise("m", ours, Stock(stock, [140.0, 160.0]))}
    assert found["m, images per second"].value == 56
    assert found["m, images per second"].baseline == 0
    assert found["m, inputs per second"].value == 57
    assert found["m, images per input"].value == pytest.approx(280 / 285)
    assert found["m, input -> shown, p50"].value == 18
    assert found["m, input -> shown, p95"].value == 40
    assert found["m, input -> drawn, p50"].value == 3
    assert found["m, release -> last image"].value == 3
    assert found["m, release -> last image"].baseline == 150


def test_every_slow_connection_is_compared_with_the_fast_one():
    drags = {
        Setup(way, far): [recording(100 if far else 200, (20.0, 90.0 if far else 30.0), 3.0)]
        for way in WAYS
        for far in (False, True)
    }
    figures = summarise_distance(drags)
    assert [figure.name.partition(",")[0] for figure in figures[::5]] == list(WAYS)
    found = {figure.name: figure for figure in figures}
    assert found["over the socket, images per second"].value == 20
    assert found["over the socket, images per second"].baseline == 40
    assert found["in the page, input -> drawn, p95"].value == 75
    assert found["in the page, input -> drawn, p95"].baseline == 15


def test_imports_are_read_from_what_python_prints():
    log = """
import time: self [us] | cumulative | imported package
import time:       458 |      20289 |   site
  You can now view your Streamlit app in your browser.
import time:   -306657 |    1160047 | vaeviz.files.checkpoint
import time:       506 |        506 | plotly
import time:     90000 |     120000 |     plotly.basedatatypes
"""
    found = imported(log)
    assert found["plotly"] == found["plotly.basedatatypes"] == 0.12
    assert found["site"] == 0.020289
    assert found["vaeviz"] == pytest.approx(1.160047)
    assert "pandas" not in found


class TestChosen:
    def test_a_first_visit_shows_the_default_where_it_is_there(self, shipped):
        assert chosen(Options()) == ("plain", shipped / "plain")
        (shipped / "plain").rename(shipped / "mnist-vae-z16")
        assert chosen(Options()) == ("mnist-vae-z16", shipped / "mnist-vae-z16")

    def test_a_checkpoint_that_is_asked_for_is_taken_by_folder_or_file(self, shipped):
        for path in (shipped / "with-class", shipped / "with-class" / "model.safetensors"):
            assert chosen(Options(checkpoint=path)) == ("with-class", shipped / "with-class")

    def test_without_any_the_error_says_how_to_train_one(self, tmp_path, monkeypatch):
        monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(tmp_path))
        with pytest.raises(ConfigError, match="python -m vaeviz train"):
            chosen(Options())


def test_a_drag_is_measured_on_a_small_and_a_larger_image_or_on_the_given_model(shipped):
    assert list(chosen_for_drags(Options())) == ["plain"]
    (shipped / "with-class").rename(shipped / "sprites-beta-vae-z10")
    assert list(chosen_for_drags(Options())) == ["plain", "sprites-beta-vae-z10"]
    assert list(chosen_for_drags(Options(checkpoint=shipped / "plain"))) == ["plain"]


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ((), "points has 0 values; allowed: 1 or more"),
        ((99,), "points is 99; allowed: whole numbers from 100 to 1000000"),
        ((1000, 1_000_001), "points is 1000001; allowed: whole numbers from 100 to 1000000"),
    ],
)
def test_maps_of_no_size_are_refused(points, words):
    with pytest.raises(ConfigError, match=words):
        Options(points=points)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"seconds": 0}, r"seconds is 0; allowed: numbers above 0, at most 60 \(seconds\)"),
        ({"seconds": float("nan")}, "seconds is nan"),
        ({"repeats": 0}, "repeats is 0; allowed: whole numbers from 1 to 100"),
        ({"steps": 0}, "steps is 0; allowed: whole numbers from 1 to 100000"),
    ],
)
def test_options_that_measure_nothing_are_refused(wrong, words):
    with pytest.raises(ConfigError, match=words):
        Options(**wrong)


def test_the_command_prints_a_table_or_json(shipped, capsys):
    assert main(["bench", "decode", "--repeats", "1", "--steps", "1"]) == 0
    assert "with-class, 10 [ms]" in capsys.readouterr().out
    assert main(["bench", "decode", "--repeats", "1", "--steps", "1", "--json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert report["bench"] == "decode"
    assert len(report["figures"]) == 8


def test_an_unknown_benchmark_is_named(capsys):
    assert main(["bench", "liv"]) == 2
    assert "Did you mean 'live'?" in capsys.readouterr().err


def test_training_uses_only_the_images_of_a_data_set():
    data = _first(load_data("avatars", "test"), 20)
    assert (len(data), data.attribute_values, data.factors) == (20, None, None)
