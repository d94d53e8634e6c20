import numpy as np
import pytest

from vaeviz.collapse.linear.file import FILE, payload, read_linear, write_linear
from vaeviz.collapse.linear.theory import water_filling
from vaeviz.errors import CheckpointError

SHIPPED = read_linear()


@pytest.mark.parametrize(("way", "rates", "total"), [("runs", 0.03, 0.005), ("fitted", 0.05, 0.015)])
def test_shipped_runs_have_the_active_units_of_the_theory(way, rates, total):
    # dimensions of nearly the same eigenvalue share their rates
    header, runs = SHIPPED.header, getattr(SHIPPED, way)
    betas = header.betas if way == "runs" else header.fitted_betas
    for i, beta in enumerate(betas):
        theory = water_filling(SHIPPED.spectra["digits"], beta * header.settings.s2, header.settings.latent)
        assert runs.active[i] == theory.active
        assert np.flatnonzero(runs.axes[i]).tolist() == list(range(theory.active))
        assert runs.rate[i, : theory.active] == pytest.approx(theory.rate, abs=rates)
        assert runs.rate[i].sum() == pytest.approx(theory.rate.sum(), abs=total)
        assert runs.squared_error[i] == pytest.approx(theory.squared_error, abs=0.015)


def test_units_collapse_at_the_betas_of_the_theory():
    active = dict(zip(SHIPPED.header.betas, SHIPPED.runs.active.tolist(), strict=True))
    assert [active[beta] for beta in (4, 8, 16, 30, 40)] == [14, 8, 4, 2, 0]
    assert SHIPPED.header.fitted_betas == (4, 8, 16, 30, 40)
    assert SHIPPED.fitted.active.tolist() == [14, 8, 4, 2, 0]


def test_mnists_spectrum_is_the_known_one():
    # of the 60,000 training images: 5.117 3.741 3.253 2.842 2.567, total 52.725; here with the 10,000 test images
    values = SHIPPED.spectra["mnist"]
    assert values[:5] == pytest.approx([5.117, 3.741, 3.253, 2.842, 2.567], rel=0.01)
    assert values.sum() == pytest.approx(52.725, rel=0.01)
    assert water_filling(values, 1.0, 784).active == 12


def test_what_is_written_is_read_again(tmp_path):
    write_linear(tmp_path, SHIPPED)
    again = read_linear(tmp_path)
    assert again.header == SHIPPED.header
    assert np.array_equal(again.runs.rate, SHIPPED.runs.rate)
    assert np.array_equal(again.fitted.axes, SHIPPED.fitted.axes)


def test_a_damaged_file_is_refused_with_the_remedy(tmp_path):
    (tmp_path / FILE).write_bytes(b"nothing of the kind")
    with pytest.raises(CheckpointError, match="collapse linear"):
        read_linear(tmp_path)


def test_the_payload_has_one_row_per_run():
    header, arrays = payload()
    assert len(arrays["rate"]) == len(arrays["active"]) == len(header["betas"])
    assert len(arrays["fitted.rate"]) == len(header["fitted_betas"])
    assert arrays["spectrum.mnist"].shape == (784,)
