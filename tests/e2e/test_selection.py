"""Groups of codes on the map: lasso and box with a real mouse, what the panel says of them, files of their members."""

import io
import re
from statistics import NormalDist
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from e2e.screen import Screen
from e2e.shown import Shown
from e2e.test_access import violations
from playwright.sync_api import expect

from vaeviz.files.header import read_header
from vaeviz.files.places import shipped
from vaeviz.server.decode.lasso import inside, parse_polygon
from vaeviz.server.decode.maps import map_points, plane_dims

pytestmark = pytest.mark.browser

FRAME = 0.88  # of the plane's smaller side: what a whole map takes
INK = """(layers) => Math.max(...layers.map((canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let black = 0;
  for (let i = 0; i < data.length; i += 4) {
    black += Math.max(data[i], data[i + 1], data[i + 2]) < 8 && data[i + 3] === 255;
  }
  return (4 * black) / data.length;
}))"""
PAPER = 0.3  # of the map, at least, is black where pictures of digits are on it
ROUND = [(0.5 + 0.45 * np.cos(t), 0.5 + 0.45 * np.sin(t)) for t in np.linspace(0, 2 * np.pi, 24)]
LEFT = [(0.04, 0.04), (0.5, 0.96)]
RIGHT = [(0.5, 0.04), (0.96, 0.96)]


@pytest.fixture(scope="module")
def flat() -> Shown:
    """A shipped model of two dimensions."""
    return next(Shown(name, folder) for name, folder in shipped().items() if read_header(folder).model.latent_dim == 2)


def drag(screen: Screen, places: list[tuple[float, float]]) -> None:
    """Drag over the map; places are shares of its width and height."""
    x, y, width, height = screen.middle(screen.by("map"))
    at = [(x + (across - 0.5) * width, y + (down - 0.5) * height) for across, down in places]
    screen.page.mouse.move(*at[0])
    screen.page.mouse.down()
    for place in at[1:]:
        screen.page.mouse.move(*place, steps=3)
    screen.page.mouse.up()


def ink(screen: Screen) -> float:
    """The share of the map that is black, on that of its layers where most is."""
    return screen.page.locator(".plane > canvas").evaluate_all(INK)


def number(text: str | None) -> int:
    found = re.match(r"[\d,]+", text or "")
    assert found, text
    return int(found[0].replace(",", ""))


def members(screen: Screen, shown: Shown, letter: str = "A") -> np.ndarray:
    """The codes that the group's own file address names, counted here."""
    href = screen.by(f"group-npz-{letter}").get_attribute("href")
    query = {key: values[0] for key, values in parse_qs(urlsplit(href or "").query).items()}
    return inside(
        map_points(shown.stored, query["map"], None),
        parse_polygon(query["polygon"]),
    )


def counts(screen: Screen, letter: str = "A") -> int:
    """What the group's class counts add up to."""
    return sum(map(number, screen.by(f"group-classes-{letter}").locator(".number").all_text_contents()))


def download(screen: Screen, test_id: str) -> bytes:
    with screen.page.expect_download() as arriving:
        screen.by(test_id).click()
    return arriving.value.path().read_bytes()


def test_a_lasso_makes_a_group_and_its_file_holds_exactly_the_members(screen: Screen, plain: Shown):
    screen.open(plain.query())
    z = screen.z()
    screen.by("tool-lasso").click()
    drag(screen, ROUND)
    screen.by("group-A").wait_for()
    found = members(screen, plain)
    assert 0 < len(found) <= len(plain.stored.codes)
    assert number(screen.by("group-count-A").text_content()) == len(found) == counts(screen)
    expect(screen.by("group-rate-A")).to_contain_text("nats")
    screen.until(lambda: screen.pixels("group-of-mean-A").any() and screen.pixels("group-mean-of-A").any())
    assert screen.z() == z
    with np.load(io.BytesIO(download(screen, "group-npz-A")), allow_pickle=False) as file:
        np.testing.assert_array_equal(file["code"], found)
        np.testing.assert_array_equal(file["mu"], plain.stored.codes.mu[found])
    lines = download(screen, "group-csv-A").decode().splitlines()
    assert [int(line.split(",")[0]) for line in lines[1:]] == found.tolist()


def test_a_box_and_a_drag_with_shift_select_too(screen: Screen, plain: Shown):
    screen.open(plain.query())
    screen.by("tool-box").click()
    drag(screen, LEFT)
    screen.by("group-A").wait_for()
    boxed = members(screen, plain)
    screen.by("aim-B").click()
    screen.by("tool-walk").click()
    screen.page.keyboard.down("Shift")
    drag(screen, [RIGHT[0], (RIGHT[1][0], RIGHT[0][1]), RIGHT[1], (RIGHT[0][0], RIGHT[1][1])])
    screen.page.keyboard.up("Shift")
    screen.by("group-B").wait_for()
    drawn = members(screen, plain, "B")
    assert len(np.intersect1d(boxed, drawn)) < 0.02 * len(plain.stored.codes)
    assert len(boxed) + len(drawn) > 0.9 * len(plain.stored.codes)


@pytest.mark.parametrize("height", [720, 900])
def test_the_map_stays_where_it_is_as_groups_appear(visit, server, plain: Shown, height: int):
    screen = visit(server, viewport={"width": 1280, "height": height}).open(plain.query())
    screen.by("tool-box").click()
    before, found = screen.by("map").bounding_box(), []
    for letter in "AB":
        screen.by(f"aim-{letter}").click()
        drag(screen, LEFT)
        screen.by(f"group-{letter}").wait_for()
        assert screen.by("map").bounding_box() == before
        found.append(members(screen, plain, letter))
    np.testing.assert_array_equal(*found)


def test_members_stay_on_another_map_and_the_mean_is_one_click_away(screen: Screen, plain: Shown):
    screen.open(plain.query())
    screen.by("tool-box").click()
    drag(screen, LEFT)
    screen.by("group-A").wait_for()
    said, found, before = screen.by("group-count-A").text_content(), members(screen, plain), screen.pixels()
    screen.by("map-umap").click()
    expect(screen.by("group-count-A")).to_have_text(said or "")
    screen.by("group-go-A").click()
    screen.await_other_picture(before)
    assert screen.z() == pytest.approx(plain.stored.codes.mu[found].mean(0).tolist(), abs=0.0051)
    screen.by("group-clear-A").click()
    expect(screen.by("selection-panel")).to_be_hidden()
    expect(screen.by("map")).to_be_focused()


def test_two_groups_make_a_direction(screen: Screen, plain: Shown):
    screen.open(plain.query())
    screen.by("tool-box").click()
    drag(screen, LEFT)
    screen.by("aim-B").click()
    drag(screen, RIGHT)
    screen.by("direction-name").fill("to the left")
    screen.by("direction-make").click()
    expect(screen.by("direction-name-0")).to_have_value("to the left")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_panel(visit, server, told: Shown, theme: str):
    screen = visit(server, color_scheme=theme).open(told.query())
    screen.by("tool-box").click()
    drag(screen, LEFT)
    screen.by("aim-B").click()
    drag(screen, RIGHT)
    screen.by("direction-make").wait_for()
    assert violations(screen) == []


def test_any_pair_of_dimensions_is_a_map_where_a_click_is_exact(screen: Screen, plain: Shown):
    screen.open(plain.query())
    screen.by("map-axes-pair").click()
    expect(screen.by("map-facts")).to_contain_text("trustworthiness 0.")
    screen.by("map-pair-x").select_option("3")
    screen.by("map-pair-y").select_option("5")
    screen.await_query("map", lambda name: name == "z3-z5")
    points = map_points(plain.stored, "z3-z5", None).astype(np.float64)
    middle, sides = (points.min(0) + points.max(0)) / 2, np.ptp(points, axis=0)
    x, y, width, height = screen.middle(screen.by("map"))
    scale = FRAME * min(np.array([width, height]) / sides)
    goal = points.max(0) * 0.97
    screen.page.mouse.click(x + (goal[0] - middle[0]) * scale, y - (goal[1] - middle[1]) * scale)
    screen.settle()
    z = screen.z()
    assert [z[3], z[5]] == pytest.approx(goal.tolist(), abs=1 / scale + 0.01)
    assert sum(abs(value) > 0.0051 for value in z) <= 2


def test_the_prior_s_plane_shows_pictures_and_a_click_goes_to_its_code(screen: Screen, flat: Shown):
    screen.open(flat.query())
    screen.by("map-manifold").click()
    expect(screen.by("map-facts")).to_contain_text("the prior's plane, no seed")
    expect(screen.by("map-points")).to_have_attribute("aria-pressed", "false")
    screen.until(lambda: ink(screen) > PAPER)
    x, y, width, height = screen.middle(screen.by("map"))
    side = FRAME * min(width, height)
    screen.page.mouse.click(x + 0.25 * side, y + 0.1 * side)
    screen.settle()
    normal = NormalDist()
    dims = plane_dims(flat.stored)  # across, upwards
    assert [screen.z()[dim] for dim in dims] == pytest.approx([normal.inv_cdf(0.75), normal.inv_cdf(0.4)], abs=0.02)
