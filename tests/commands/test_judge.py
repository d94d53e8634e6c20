from vaeviz.__main__ import main
from vaeviz.judge import load


def test_a_judge_is_trained_measured_and_written(tmp_path, capsys):
    path = tmp_path / "digits.safetensors"
    assert main(["judge", "digits", "--epochs", "2", "--out", str(path)]) == 0
    assert load(path).header.test_accuracy > 0.5
    assert "named right" in capsys.readouterr().out
