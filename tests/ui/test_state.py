import base64

import numpy as np
import pytest

from vaeviz.errors import ConfigError
from vaeviz.ui.state import Frame, Memory, View, our_part, page_view, parse_model, parse_view, to_query

FRAME = Frame(latent_dim=3, condition_size=4, maps=("pca", "umap"))


@pytest.mark.parametrize(
    "c",
    [(0.0, 0.0, 1.0, 0.0), (0.0, 0.0, 0.0, 0.0), (0.5, 0.5, 0.0, 0.0), (-1.0, 0.0, 0.25, 1.0)],
    ids=["class", "null", "mixture", "attributes"],
)
def test_a_view_comes_back_from_its_address(c):
    view = View(z=(0.1234, -9.87, 10.0), c=c, map="umap")
    back = parse_view(to_query("m", view), FRAME)
    assert back.z == pytest.approx(view.z, abs=3e-4)
    assert back.c == pytest.approx(c, abs=1e-4)
    assert back.map == "umap"


def test_an_address_written_twice_is_the_same():
    query = to_query("m", View(z=(0.1, 0.2, 0.3), c=(0.0, 1.0, 0.0, 0.0), map="pca"))
    assert to_query("m", parse_view(query, FRAME)) == query


def test_a_class_is_readable_in_the_address():
    assert to_query("m", View(c=(0.0, 0.0, 1.0, 0.0))) == {"model": "m", "c": "2"}
    assert to_query("m", View(c=(0.0,) * 4))["c"] == "none"


def test_thirty_two_dimensions_stay_short():
    assert len(to_query("m", View(z=tuple(np.linspace(-3, 3, 32))))["z"]) == 86


def test_what_is_left_out_is_open():
    assert parse_view({}, FRAME) == View()


@pytest.mark.parametrize(
    "z",
    [
        "",
        "AA",
        "A",
        "!!!!",
        "<script>alert(1)</script>",
        "é",
        "A" * 100_000,
        "../../etc/passwd",
        base64.urlsafe_b64encode(b"\0" * 7).decode(),
    ],
)
def test_a_damaged_z_is_refused_with_what_is_allowed(z):
    with pytest.raises(ConfigError, match="3 dimensions"):
        parse_view({"z": z}, FRAME)


@pytest.mark.parametrize("c", ["", "4", "-1", "²", "0x1", "99999999999", "~", "~!", "~AAAA", "none "])
def test_a_damaged_c_is_refused(c):
    with pytest.raises(ConfigError, match="class from 0 to 3"):
        parse_view({"c": c}, FRAME)


def test_an_unknown_map_or_model_names_the_known_ones():
    with pytest.raises(ConfigError, match="pca, umap"):
        parse_view({"map": "umpa"}, FRAME)
    with pytest.raises(ConfigError, match=r"Did you mean 'mnist-vae-z2'"):
        parse_model({"model": "mnist-vae-z3"}, ["mnist-vae-z2", "sprites"])


def test_a_map_of_a_model_without_maps_is_refused():
    with pytest.raises(ConfigError, match="no maps"):
        parse_view({"map": "pca"}, Frame(3, 0, ()))


def test_extreme_values_in_the_address_are_clipped():
    z = base64.urlsafe_b64encode(np.array([-32768, 32767, 0], "<i2").tobytes()).decode()
    assert parse_view({"z": z}, FRAME).z == (-10.0, 10.0, 0.0)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "text",
        [],
        {},
        {"z": [1, 2], "c": [0, 0, 0, 0], "map": "pca"},
        {"z": [1, 2, "3"], "c": [0, 0, 0, 0], "map": "pca"},
        {"z": [1, 2, float("nan")], "c": [0, 0, 0, 0], "map": "pca"},
        {"z": [1, 2, float("inf")], "c": [0, 0, 0, 0], "map": "pca"},
        {"z": [1, 2, 3], "c": None, "map": "pca"},
        {"z": [1, 2, 10**400], "c": [0, 0, 0, 0], "map": "pca"},
        {"z": {"0": 1}, "c": [0, 0, 0, 0]},
    ],
)
def test_a_report_that_does_not_fit_is_no_view(value):
    assert page_view(value, FRAME) is None


def test_a_report_is_clipped_and_an_unknown_map_left_open():
    got = page_view({"z": [99, -99, 0], "c": [2, 0, 0, 0], "map": "<b>"}, FRAME)
    assert got == View((10.0, -10.0, 0.0), (1.0, 0.0, 0.0, 0.0), None)


def test_only_our_parameters_are_ours():
    assert our_part({"model": "m", "embed": "true", "z": "AA"}) == {"model": "m", "z": "AA"}


def test_a_view_at_rest_changes_the_address_but_is_not_given_back_to_the_page():
    memory = Memory()
    memory.give("m", View())
    memory.rest(View(z=(1.0,), c=(), map=None))
    assert (memory.serial, memory.given) == (1, View())
    assert memory.query["model"] == "m"
    assert "z" in memory.query
