from dataclasses import replace

import numpy as np
import pytest

import vaeviz
from vaeviz.files.places import shipped
from vaeviz.metrics.evaluation import read_evaluation

MNIST = ("mnist-vae-z2", "mnist-vae-z8", "mnist-vae-z16", "mnist-vae-z32")


def test_kl_bars_are_sorted_and_mark_the_collapsed(plain):
    (bars,) = vaeviz.plot.kl_per_dimension(plain).data
    assert bars.x == ("z2", "z1", "z0")
    assert bars.customdata == ("active", "active", "collapsed")
    assert np.allclose(sum(bars.y), vaeviz.diagnose(plain).rate_per_dim.sum())


def test_codes_a_model_and_its_evaluation_can_be_drawn():
    model = vaeviz.load("mnist-vae-z32")
    measured = read_evaluation(model.path.parent)
    (bars,) = vaeviz.plot.kl_per_dimension(measured).data
    assert bars.customdata.count("active") == measured.active_units
    assert len(vaeviz.plot.kl_per_dimension(model).data[0].y) == 32


def test_traversals_name_their_dimensions_and_values(plain):
    figure = vaeviz.plot.traversals(plain, dimensions=[1, 0], steps=5)
    assert figure.layout.yaxis.ticktext == ("z1", "z0")
    assert figure.layout.xaxis.ticktext[2] == "0.0"
    assert figure.data[0].source.startswith("data:image/png;base64,")


def test_the_manifold_is_drawn_in_two_dimensions(plain):
    figure = vaeviz.plot.manifold(plain, n=3, dimensions=(2, 0))
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("z2", "z0")


def test_a_map_has_one_trace_per_class(plain):
    figure = vaeviz.plot.map(plain)
    assert [trace.name for trace in figure.data] == ["cat", "dog", "eel"]
    assert sum(len(trace.x) for trace in figure.data) == 40
    codes = vaeviz.encode(plain, "digits", limit=10)
    with pytest.raises(vaeviz.VaevizError, match="Codes need an embedding"):
        vaeviz.plot.map(codes)
    with pytest.raises(vaeviz.VaevizError, match="10 codes and 40 points"):
        vaeviz.plot.map(codes, vaeviz.embed(plain, "pca"))


def test_the_line_of_equal_elbo_goes_through_the_best_model():
    found = [read_evaluation(shipped()[name]) for name in MNIST]
    line, points = vaeviz.plot.rate_distortion(found).data
    assert points.text == MNIST
    best = max(found, key=lambda one: one.elbo)
    assert np.interp(best.rate, line.x, line.y) == pytest.approx(best.distortion, abs=1e-4)
    with pytest.raises(vaeviz.VaevizError, match="one data set"):
        vaeviz.plot.rate_distortion([found[0], replace(found[1], dataset="digits")])


def test_the_history_is_that_of_the_file():
    model = vaeviz.load("mnist-vae-z2")
    (levels,) = vaeviz.plot.training_history(model).data
    assert len(levels.y) == 2
