import base64
import random
import re
from dataclasses import replace

import numpy as np
import pytest

from vaeviz.app.address import KEYS, our_part, page_view, parse_model, parse_view, to_query
from vaeviz.app.grid import pack_steps, pack_z, unpack_z
from vaeviz.app.view import DRAWS, TABS, Frame, Pin, Selection, View
from vaeviz.errors import ConfigError
from vaeviz.installation import WEB

snap_z = lambda values: unpack_z(pack_z(values))  # noqa: E731
FRAME = Frame(latent_dim=3, condition_size=4, maps=("pca", "umap"), others=("beside",), classes=4)
ALPHABET = "AZaz09-_.~%+/=& <>\u00e9\u0661\ud7ff\0"


def full(latent=3, condition=4, pins=4):
    """A view with everything in it, on the grid."""
    rng = np.random.default_rng(0)
    z = lambda: snap_z(rng.normal(size=latent).tolist())  # noqa: E731
    c = tuple(np.eye(condition)[1].tolist())
    lasso = tuple(rng.integers(-32767, 32768, 128).tolist())
    return View(
        z=z(), c=c, map="z2-z0", seed=1048575, temperature=0.75, locks=(2, 0), a=Selection("umap", lasso),
        b=Selection("z0-z1", (0, 0, 5, 0, 5, 5)), pins=tuple(Pin(name, z(), c) for name in "ABCDEFGH"[:pins]),
        compared="B", second="beside", code=123, highlight=0, draw_class=3, draw=9, tab="encode",
    )  # fmt: skip


def read(**query):
    return parse_view(query, FRAME)


@pytest.mark.parametrize(
    "c",
    [(0.0, 0.0, 1.0, 0.0), (0.0, 0.0, 0.0, 0.0), (0.5, 0.5, 0.0, 0.0), (-1.0, 0.0, 0.25, 1.0)],
    ids=["class", "null", "mixture", "attributes"],
)
def test_the_very_same_view_comes_back_from_its_address(c):
    view = View(z=snap_z((0.1234, -9.87, 10.0)), c=c, map="umap")
    assert parse_view(to_query("m", view), FRAME) == (view, ())


def test_everything_comes_back_from_an_address():
    assert parse_view(to_query("m", full()), FRAME) == (full(), ())


def test_an_address_written_twice_is_the_same():
    query = to_query("m", View(z=(0.1, 0.2, 0.3), c=(0.0, 1.0, 0.0, 0.0), map="pca"))
    assert to_query("m", parse_view(query, FRAME)[0]) == query


def test_a_class_is_readable_in_the_address_and_defaults_are_left_out():
    assert to_query("m", View(c=(0.0, 0.0, 1.0, 0.0))) == {"model": "m", "c": "2"}
    assert to_query("m", View(c=(0.0,) * 4))["c"] == "none"


def test_sixteen_dimensions_four_pins_and_a_lasso_stay_short():
    query = to_query("mnist-vae-z16", replace(full(16, 10), b=None))
    assert len("&".join(f"{key}={value}" for key, value in query.items())) < 1000


def test_the_longest_address_is_under_what_any_browser_takes():
    query = to_query("mnist-vae-z32", full(32, 10, 8))
    assert sum(len(key) + len(value) + 2 for key, value in query.items()) < 2000
    assert parse_view(query, Frame(32, 10, ("umap",), ("beside",), 10)) == (full(32, 10, 8), ())


def test_eight_pins_of_many_dimensions_come_back_from_the_page():
    view, frame = full(512, 40, 8), Frame(512, 40, ("umap",), ("beside",), 40)
    mixture = tuple(float(value) for value in np.linspace(-1, 1, 41)[:40])
    view = replace(view, pins=tuple(replace(pin, c=mixture) for pin in view.pins))
    query = to_query("wide", view)
    assert len(query["pins"]) > 10_000
    found = page_view(query, frame)
    assert found is not None
    assert found.pins == parse_view(query, frame)[0].pins
    assert [pin.z for pin in found.pins] == [pin.z for pin in view.pins]


def test_no_value_needs_escaping():
    assert all(
        part.replace("-", "").replace("_", "").replace(".", "").isalnum() for part in to_query("m", full()).values()
    )


def test_what_is_left_out_is_open():
    assert read() == (View(), ())


DAMAGED_Z = ["", "AA", "A", "!!!!", "<script>alert(1)</script>", "\u00e9", "../../etc/passwd"]


@pytest.mark.parametrize("z", [*DAMAGED_Z, base64.urlsafe_b64encode(b"\0" * 7).decode()])
def test_a_damaged_z_has_its_default_and_the_rest_stays(z):
    view, (problem,) = read(z=z, map="pca")
    assert (view.z, view.map) == (None, "pca")
    assert "3 dimensions" in problem


@pytest.mark.parametrize("c", ["", "4", "-1", "\u00b2", "0x1", "9999999999", "~", "~!", "AAAA", "none ", "01"])
def test_a_damaged_c_says_what_is_allowed(c):
    view, (problem,) = read(c=c)
    assert view.c is None
    assert "class from 0 to 3" in problem


@pytest.mark.parametrize("code", ["", "-1", "1.5", "x", "\u0661", "1" * 10])
def test_a_damaged_code_says_what_is_allowed(code):
    view, (problem,) = read(code=code)
    assert view.code is None
    assert "stored code" in problem


@pytest.mark.parametrize("name", ["umpa", "", "z0-z0", "z0-z3", "z00-z1", "z-1-z0", "z0-z1 ", "manifold", "<b>"])
def test_a_map_that_this_model_has_not_names_the_known_ones(name):
    view, (problem,) = read(map=name)
    assert view.map is None
    assert "pca, umap" in problem
    assert "z0 to z2" in problem


def test_the_manifold_is_a_map_of_two_dimensions_only():
    assert parse_view({"map": "manifold"}, Frame(2, 0, ("axes",)))[0].map == "manifold"


def test_an_unknown_model_names_the_nearest():
    with pytest.raises(ConfigError, match=r"Did you mean 'mnist-vae-z2'"):
        parse_model({"model": "mnist-vae-z3"}, ["mnist-vae-z2", "sprites"])


def test_a_map_of_a_model_without_maps_is_refused():
    assert "no maps" in parse_view({"map": "pca"}, Frame(3, 0, ()))[1][0]


def test_a_class_of_a_data_set_without_any_is_refused():
    assert "no classes" in parse_view({"highlight": "0"}, Frame(3, 0, ()))[1][0]


def test_extreme_values_in_the_address_are_clipped():
    assert read(z=pack_steps([-32768, 32767, 0]))[0].z == (-10.0, 10.0, 0.0)


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("seed", "-1", "from 0 to 4294967295"),
        ("seed", "4294967296", "from 0 to 4294967295"),
        ("seed", "1e3", "whole number"),
        ("t", "nan", "0 to 4"),
        ("t", "4.01", "0 to 4"),
        ("t", "-1", "hundredths"),
        ("locks", "3", "from 0 to 2"),
        ("locks", "1-1", "each once"),
        ("locks", "0--1", "from 0 to 2"),
        ("a", "umap", "3 to 64 corners"),
        ("a", f"umap.{pack_steps([0] * 4)}", "3 to 64 corners"),
        ("b", f"umap.{pack_steps([0] * 130)}", "3 to 64 corners"),
        ("b", f"umap.{pack_steps([0] * 7)}", "3 to 64 corners"),
        ("b", f"moon.{pack_steps([0] * 6)}", "Unknown map 'moon'"),
        ("pins", "A", "at most 8"),
        ("pins", f"A.{pack_z([0] * 3)}.0.A.{pack_z([0] * 3)}.1", "a different letter"),
        ("pins", f"<b>.{pack_z([0] * 3)}.0", "pins in the URL"),
        ("pins", f"A.{pack_z([0] * 2)}.0", "3 dimensions"),
        ("pins", f"A.{pack_z([0] * 3)}.9", "class from 0 to 3"),
        ("pins", ".".join(f"P{i}.{pack_z([0] * 3)}.0" for i in range(9)), "at most 8"),
        ("compared", "A", "no such pin"),
        ("second", "nobody", "Unknown second model"),
        ("highlight", "4", "A class in the URL is '4'; allowed: a whole number from 0 to 3"),
        ("class", "-1", "from 0 to 3"),
        ("draw", "10", "from 0 to 9"),
        ("tab", "wlak", "Did you mean 'walk'"),
        ("z", "A" * 100_000, "100,000 characters; at most 2,000"),
    ],
)
def test_each_damaged_key_says_what_is_allowed_and_leaves_its_default(key, text, words):
    view, (problem,) = parse_view({key: text, "c": "1"}, FRAME)
    assert words in problem
    assert view == View(c=(0.0, 1.0, 0.0, 0.0))


def test_any_text_in_any_key_gives_a_view_that_fits():
    rng = random.Random(0)
    good = to_query("m", full())
    for _ in range(5000):
        query = dict(good)
        for key in rng.sample(KEYS, rng.randrange(1, 5)):
            text = query.get(key, "")
            at = rng.randrange(len(text) + 1)
            noise = "".join(rng.choice(ALPHABET) for _ in range(rng.randrange(6)))
            query[key] = text[:at] + noise + text[at + rng.randrange(4) :]
        view, problems = parse_view(query, FRAME)
        assert parse_view(to_query("m", view), FRAME) == (view, ())
        assert view.z is None or (len(view.z) == 3 and max(map(abs, view.z)) <= 10)
        assert all(isinstance(problem, str) for problem in problems)


@pytest.mark.parametrize("value", [None, "text", [], {}, {"z": [1, 2, 3]}, {"z": 5}, {"z": "AA"}, {"map": "pca"}])
def test_a_report_that_does_not_fit_is_no_view(value):
    assert page_view(value, FRAME) is None


def test_the_page_reports_in_the_words_of_an_address():
    assert page_view({**to_query("m", full()), "serial": 3}, FRAME) == full()
    assert page_view({"z": pack_z([1, 2, 3]), "map": "<b>", "c": 7}, FRAME) == View(z=(1.0, 2.0, 3.0))


def test_only_our_parameters_are_ours():
    assert our_part({"model": "m", "embed": "true", "z": "AA"}) == {"model": "m", "z": "AA"}


def test_the_page_has_as_many_draws_and_the_tabs_that_an_address_may_name():
    read = lambda *names: WEB.joinpath(*names).read_text()  # noqa: E731
    assert re.findall(r"^export const DRAWS = (\d+);", read("compare", "draws.js"), re.M) == [str(DRAWS)]
    tools = read("conditions", "page.js").partition("const panels = [")[2].partition("];")[0]
    assert re.findall(r'name: "(\w+)"', tools) == list(TABS)
    assert re.findall(r'^  tab: "(\w+)"', read("workspace", "state.js"), re.M) == [TABS[0]]
