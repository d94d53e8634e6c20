"""The figures of Why, as the page is sent them: the shipped files, whole."""

import numpy as np
import pytest
from server.http.test_packing import unpack

from vaeviz.collapse.linear.file import read_linear
from vaeviz.collapse.rate_distortion import read_limits
from vaeviz.collapse.rate_history import read_rate_history


@pytest.fixture
def get(client, token):
    return lambda name: unpack(client.get(f"/vaeviz/collapse/{name}", params={"token": token}).content)


def test_spectra_come_with_the_trained_runs(get):
    shipped = read_linear()
    header, arrays = get("linear")
    assert header["betas"] == list(shipped.header.betas)
    assert np.array_equal(arrays["rate"], shipped.runs.rate)
    assert arrays["spectrum.digits"] == pytest.approx(shipped.spectra["digits"], rel=1e-6)


def test_the_plane_comes_with_its_limits_and_the_shipped_models(get):
    header, _ = get("plane")
    assert header["limits"] == read_limits().to_json()
    assert {one["latent"] for one in header["models"]} == {2, 8, 16, 32}


def test_a_history_comes_with_every_window_of_it(get):
    history = read_rate_history().history
    header, arrays = get("heat")
    assert arrays["step"].tolist() == history.step.tolist()
    assert arrays["rate"] == pytest.approx(history.rate_per_dim, abs=2e-3)
    assert arrays["start"].shape == (10, header["latent"])
