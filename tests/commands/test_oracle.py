import re

from toys import lamps

from vaeviz import data as datasets
from vaeviz.__main__ import main
from vaeviz.data.dataset import DataSource
from vaeviz.metrics.oracle_classifier import load, shipped_oracle


def test_an_oracle_is_trained_measured_and_written(tmp_path, capsys):
    path = tmp_path / "digits.safetensors"
    assert main(["oracle", "digits", "--epochs", "2", "--out", str(path), "--device", "cpu"]) == 0
    assert load(path).header.test_accuracy > 0.5
    assert "accuracy on the test images" in capsys.readouterr().out


def test_a_disk_without_room_is_found_before_the_oracle_is_trained(tmp_path, capsys, limited_files):
    with limited_files(10_000):
        assert main(["oracle", "digits", "--out", str(tmp_path / "digits.safetensors"), "--device", "cpu"]) == 2
    output = capsys.readouterr().err
    assert output.startswith("vaeviz: ")  # before the first bar
    assert "cannot be written to" in output


def test_an_oracle_of_attributes_is_written_beside_the_models(tmp_path, capsys, monkeypatch):
    source = DataSource(lambda split, progress: lamps(400, split=split), source="the tests", license="MIT")
    monkeypatch.setitem(datasets.DATASETS, "lamps", source)
    monkeypatch.setenv("VAEVIZ_CHECKPOINTS", str(tmp_path))
    assert main(["oracle", "lamps", "--epochs", "3"]) == 0
    oracle = shipped_oracle("lamps")
    assert [one.name for one in oracle.header.test_attributes] == ["height", "colour"]
    output = capsys.readouterr().out
    assert "rank correlation" in output
    assert re.search(r"colour +[\d.]+% \+- [\d.]+% accuracy \(chance [\d.]+%, n = 400\)", output)
    assert re.search(r"height +rank correlation [\d.]+, mean error [\d.]+ \(n = 400\)", output)
