"""The map of codes as an instrument: a point, the empty plane, the marker."""

import io
import re

import numpy as np
import pytest
from e2e.screen import Screen
from e2e.shown import Shown
from PIL import Image
from playwright.sync_api import expect

from vaeviz.bench.browser import Server

pytestmark = pytest.mark.browser

MARGIN = 0.06  # of the window, left free around the whole map
SHIFT = np.array([40.0, 30.0])
CLEAR = 16.0  # pixels; no other point is as near to what is clicked

NO_WEBGL = """(() => {
  const own = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return kind === "webgl2" ? null : own.call(this, kind, ...more);
  };
})()"""
LOSE = """(canvas) => {
  const extension = canvas.getContext("webgl2").getExtension("WEBGL_lose_context");
  extension.loseContext();
  return extension;
}"""
SEEN = "(canvas) => canvas.toDataURL()"


class Map:
    """Where the points of the open map are on the screen, while it is shown whole."""

    def __init__(self, screen: Screen, shown: Shown) -> None:
        self.screen = screen
        screen.by("map-fit").click()
        self.x, self.y, width, height = screen.middle(screen.by("map"))
        points = shown.stored.maps[screen.query()["map"]].points.astype(np.float64)
        low, high = points.min(0), points.max(0)
        scale = (1 - 2 * MARGIN) * min(np.array([width, height]) / (high - low))
        self.points = np.array([self.x, self.y]) + (points - (low + high) / 2) * [scale, -scale]
        self.corner = np.array([self.x - width / 2, self.y - height / 2])
        self.size = np.array([width, height])

    def lonely_point(self) -> int:
        """The point that is farthest from every other one, so that a click means it and no other."""
        gaps = [np.partition(((self.points - point) ** 2).sum(1), 1)[1] for point in self.points]
        return int(np.argmax(gaps))

    def empty_place(self) -> np.ndarray:
        """The place that is farthest from every point."""
        grid = np.stack(np.meshgrid(*np.linspace(0.04, 0.96, 24)[None].repeat(2, 0)), -1).reshape(-1, 2)
        places = self.corner + grid * self.size
        gaps = [((self.points - place) ** 2).sum(1).min() for place in places]
        assert max(gaps) > CLEAR**2
        return places[int(np.argmax(gaps))]

    def crowd(self, far_from: np.ndarray) -> np.ndarray:
        """Of some points, the one with most others around it among those far from a place."""
        some = self.points[:: max(1, len(self.points) // 500)]
        near = [(((some - point) ** 2).sum(1) < 20**2).sum() for point in some]
        away = ((some - far_from) ** 2).sum(1) > 80**2
        return some[int(np.argmax(np.where(away, near, -1)))]

    def marker(self) -> np.ndarray:
        """The middle of the marker on the screen."""
        return np.array(self.screen.middle(self.screen.by("map-marker"))[:2])


def test_a_click_on_a_point_loads_its_code_and_its_class(screen: Screen, told: Shown):
    screen.open(told.query(label=0))
    plane, before = Map(screen, told), screen.pixels()
    codes, chosen = told.stored.codes, plane.lonely_point()
    screen.page.mouse.click(*plane.points[chosen])
    expect(screen.page.locator(".caption")).to_contain_text(f"test image {chosen}")
    screen.await_other_picture(before)
    assert screen.z() == pytest.approx(codes.mu[chosen].tolist(), abs=0.0051)
    label = told.classes[codes.labels[chosen]]
    expect(screen.by(f"condition-{label}")).to_have_attribute("aria-pressed", "true")
    expect(screen.by("kl-bar-0")).to_have_attribute("aria-label", re.compile("for this image"))


def test_a_click_on_the_empty_plane_moves_there(screen: Screen, plain: Shown):
    screen.open(plain.query())
    plane, before, z = Map(screen, plain), screen.pixels(), screen.z()
    screen.page.mouse.click(*plane.empty_place())
    screen.await_other_picture(before)
    assert screen.z() != z
    expect(screen.page.locator(".caption")).to_contain_text("a place on the map")
    screen.by("undo").click()
    screen.settle()
    assert screen.z() == z


def test_the_marker_follows_a_drag_and_the_picture_with_it(screen: Screen, plain: Shown):
    screen.open(plain.query())
    plane = Map(screen, plain)
    start = plane.marker()
    goal = plane.crowd(far_from=start)
    pictures = [screen.pixels()]
    screen.page.mouse.move(*start)
    screen.page.mouse.down()
    for part in (0.25, 0.5, 0.75, 1.0):
        screen.page.mouse.move(*(start + part * (goal - start)), steps=6)
        pictures.append(screen.await_other_picture(pictures[-1]))
    screen.settle()
    screen.until(lambda: np.hypot(*(plane.marker() - goal)) < CLEAR)
    screen.page.mouse.up()
    assert len({picture.tobytes() for picture in pictures}) == 5
    screen.await_query("z", lambda z: z != plain.query()["z"])


def test_dragging_the_ground_pans_and_leaves_z_alone(screen: Screen, plain: Shown):
    screen.open(plain.query())
    plane, z = Map(screen, plain), screen.z()
    start = plane.marker()
    place = plane.empty_place()
    screen.page.mouse.move(*place)
    screen.page.mouse.down()
    screen.page.mouse.move(*(place + SHIFT), steps=5)
    screen.page.mouse.up()
    screen.until(lambda: plane.marker() == pytest.approx(start + SHIFT, abs=2))
    assert screen.z() == z


def test_another_map_shows_the_same_code(screen: Screen, plain: Shown):
    screen.open(plain.query(0.5))
    before, z = screen.by("map").evaluate(SEEN), screen.z()
    other = next(name for name in plain.stored.maps if name != plain.map)
    screen.by(f"map-{other}").click()
    expect(screen.by(f"map-{other}")).to_have_attribute("aria-pressed", "true")
    screen.await_query("map", lambda name: name == other)
    assert screen.z() == z
    screen.until(lambda: screen.by("map").evaluate(SEEN) != before)


def shades(screen: Screen) -> int:
    """How many colours the middle of the map has on the screen."""
    x, y, width, height = screen.middle(screen.by("map"))
    clip = {"x": x - width / 4, "y": y - height / 4, "width": width / 2, "height": height / 2}
    picture = Image.open(io.BytesIO(screen.page.screenshot(clip=clip))).convert("RGB")
    return len(np.unique(np.asarray(picture).reshape(-1, 3), axis=0))


def test_a_point_s_card_comes_with_its_picture_and_goes(screen: Screen, plain: Shown):
    screen.open(plain.query())
    plane = Map(screen, plain)
    chosen, z = plane.lonely_point(), screen.z()
    screen.page.mouse.move(*plane.points[chosen])
    card = screen.by("map-card")
    expect(card).to_be_visible()
    expect(card).to_contain_text(f"test image {chosen}")
    expect(card).to_contain_text("nats")
    screen.page.mouse.move(*plane.empty_place())
    expect(card).to_be_hidden()
    assert screen.z() == z


def test_the_empty_plane_is_decoded_under_the_pointer_and_z_stays(screen: Screen, plain: Shown):
    screen.open(plain.query())
    plane, z = Map(screen, plain), screen.z()
    screen.page.mouse.move(*plane.empty_place())
    glance = screen.by("map-glance")
    expect(glance).to_be_visible()
    before = screen.pixels("map-glance-picture")
    assert before.any()
    screen.page.mouse.move(*plane.points[plane.lonely_point()])
    screen.await_other_picture(before, "map-glance-picture")
    assert screen.z() == z
    screen.by("undo").hover()
    expect(glance).to_be_hidden()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_the_marker_is_right_once_another_map_has_come(visit, server: Server, plain: Shown, motion: str):
    screen = visit(server, reduced_motion=motion).open(plain.query())
    screen.by("map-pca").click()
    screen.await_query("map", lambda name: name == "pca")
    plane, pca = Map(screen, plain), plain.stored.maps["pca"]
    assert pca.basis is not None
    assert pca.centre is not None
    first = pca.points.astype(np.float64)
    place = (np.array(screen.z()) - pca.centre) @ pca.basis.T
    scale = (plane.points[1] - plane.points[0]) / (first[1] - first[0])
    goal = plane.points[0] + (place - first[0]) * scale
    screen.until(lambda: np.hypot(*(plane.marker() - goal)) < 2)


def test_without_webgl_the_map_is_drawn_all_the_same_and_says_so(visit, server: Server, plain: Shown):
    drawn = []
    for script in ("", NO_WEBGL):
        screen = visit(server)
        screen.page.add_init_script(script)
        screen.open(plain.query())
        drawn.append(shades(screen))
        words = screen.by("map-facts").text_content() or ""
        assert ("drawn without WebGL" in words) == bool(script)
    assert min(drawn) > 20


def test_a_lost_context_is_drawn_without_and_restored(screen: Screen, plain: Shown):
    screen.open(plain.query())
    lose = screen.page.locator("canvas.points:not([hidden])").evaluate_handle(LOSE)
    expect(screen.by("map-facts")).to_contain_text("drawn without WebGL")
    assert shades(screen) > 20
    lose.evaluate("(extension) => extension.restoreContext()")
    expect(screen.by("map-facts")).not_to_contain_text("drawn without WebGL")
    assert shades(screen) > 20
