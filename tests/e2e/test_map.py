"""The map of codes as an instrument: a point, the empty plane, the marker."""

import io
import re

import numpy as np
import pytest
from e2e.plane import CLEAR, Map
from e2e.screen import Screen
from e2e.shown import Shown
from PIL import Image
from playwright.sync_api import expect

from vaeviz.bench.browser import Server

pytestmark = pytest.mark.browser

SHIFT = np.array([40.0, 30.0])

SEEDS = {name: re.compile(r"seed \d+$") for name in ("umap", "t-sne")}
MIDDLE = """(canvases) => canvases.map((canvas) =>
  [...canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data].slice(0, 3))"""
OPAQUE = """(canvas, [x, y]) => {
  const found = [];
  const [left, top] = [Math.round(x) - 12, Math.round(y) - 12];
  const { data } = canvas.getContext("2d").getImageData(left, top, 24, 24);
  for (let i = 0; i < 24 * 24; i++) {
    const [red, green, blue, alpha] = data.slice(4 * i, 4 * i + 4);
    if (alpha === 255) found.push([left + (i % 24), top + Math.floor(i / 24), red, green, blue]);
  }
  return found;
}"""
SEEN = "(canvas) => canvas.toDataURL()"


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
    expect(screen.by(f"map-{other}")).to_be_focused()
    for name in plain.stored.maps:  # only what was drawn from a seed names it
        expect(screen.by(f"map-{name}")).to_have_attribute("title", SEEDS.get(name, re.compile("no seed$")))
    screen.await_query("map", lambda name: name == other)
    assert screen.z() == z
    screen.until(lambda: screen.by("map").evaluate(SEEN) != before)


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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_marker_has_no_class_s_colour_and_is_under_what_is_written(visit, server, plain: Shown, theme: str):
    screen = visit(server, color_scheme=theme).open(plain.query())
    marker = colour(screen.by("map-marker").evaluate("(node) => getComputedStyle(node).borderTopColor"))
    classes = screen.page.locator(".legend canvas").evaluate_all(MIDDLE)
    text = colour(screen.by("map").evaluate("(node) => getComputedStyle(node).color"))
    assert len(classes) == 10
    assert min(np.abs(marker - other).sum() for other in [*np.array(classes), text]) > 150
    plane = Map(screen, plain)
    screen.page.mouse.click(*plane.points[plane.lonely_point()])  # a ring is drawn around it, inside the marker
    expect(screen.page.locator(".caption")).to_contain_text("test image")
    screen.settle()
    screen.page.mouse.move(0, 0)
    x, y = plane.marker()
    ring = screen.by("map").evaluate(OPAQUE, [x - plane.corner[0], y - plane.corner[1]])
    photo = np.asarray(Image.open(io.BytesIO(screen.page.screenshot())).convert("RGB")).astype(int)
    assert len(ring) > 20
    seen = np.array([photo[int(plane.corner[1] + row), int(plane.corner[0] + column)] for column, row, *_ in ring])
    assert np.abs(seen - np.array(ring)[:, 2:]).max() < 8


def colour(css: str) -> np.ndarray:
    return np.array([float(part) for part in re.findall(r"[\d.]+", css)[:3]])
