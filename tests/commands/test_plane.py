import torch

from vaeviz.__main__ import main
from vaeviz.collapse.rate_distortion import read_limits


def test_plane_measures_both_limits(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("vaeviz.commands.plane.DATASET", "digits")
    assert main(["collapse", "plane", "--out", str(tmp_path)]) == 0
    limits = read_limits(tmp_path)
    assert (limits.dataset, limits.split, limits.images) == ("digits", "test", 360)
    assert torch.backends.cpu.get_cpu_capability() in limits.hardware
    assert 0 < limits.grey_entropy < limits.pixel_mean < 64
    assert f"mean image {limits.pixel_mean:.2f} nats" in capsys.readouterr().out
