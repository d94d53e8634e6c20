"""The path between two pins as the map shows it: its line, the pins' letters, the dot where it is now."""

import io
from base64 import b64decode

import numpy as np
import pytest
from e2e.plane import Map
from e2e.screen import Screen
from e2e.shown import Shown
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

COLOUR = """(canvas) => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.fillStyle = getComputedStyle(canvas).getPropertyValue("--st-primary-color");
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data];
}"""


def place(plane: Map, shown: Shown, z: np.ndarray) -> np.ndarray:
    """Where z is on a map by PCA, in pixels from the map's corner."""
    pca = shown.stored.maps["pca"]
    assert pca.basis is not None
    assert pca.centre is not None
    first = pca.points[:2].astype(np.float64)
    scale = (plane.points[1] - plane.points[0]) / (first[1] - first[0])
    return plane.points[0] + ((z - pca.centre) @ pca.basis.T - first[0]) * scale - plane.corner


def accent(screen: Screen) -> np.ndarray:
    """Which pixels of the map's overlay have the accent colour."""
    overlay = screen.by("map")
    _, data = overlay.evaluate("(canvas) => canvas.toDataURL()").split(",")
    levels = np.asarray(Image.open(io.BytesIO(b64decode(data))).convert("RGBA")).astype(int)
    return np.abs(levels - overlay.evaluate(COLOUR)).max(2) < 24


def share(drawn: np.ndarray, middle: np.ndarray, radius: float) -> float:
    """The share of a disc that is drawn."""
    y, x = np.ogrid[: drawn.shape[0], : drawn.shape[1]]
    disc = (x + 0.5 - middle[0]) ** 2 + (y + 0.5 - middle[1]) ** 2 <= radius**2
    return float(drawn[disc].mean())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_path_is_on_the_map_and_its_dot_moves_with_t(visit, server, plain: Shown, theme: str):
    screen: Screen = visit(server, color_scheme=theme)
    screen.open({**plain.query(-1.0), "map": "pca"})
    ends = [np.array(screen.z())]
    plane = Map(screen, plain)
    empty = accent(screen).sum()
    screen.by("pin-add").click()
    chosen = int(np.argmax(plane.points[:, 0]))
    before = screen.pixels()
    screen.page.mouse.click(*plane.points[chosen])
    screen.await_other_picture(before)
    ends.append(np.array(screen.z()))
    screen.by("pin-add").click()
    expect(screen.by("path-t")).to_be_visible()
    start, end = (place(plane, plain, z) for z in ends)
    line = [start + t * (end - start) for t in np.linspace(0.05, 0.95, 40)]
    screen.until(lambda: accent(screen).sum() > empty)
    drawn = accent(screen)
    assert np.mean([share(drawn, at, 1.5) > 0.3 for at in line]) > 0.9
    for key, t in (("Home", 0.0), ("PageUp", 0.1), ("End", 1.0)):
        screen.by("path-t").press(key)
        screen.by("randomise").click()  # the marker goes, the dot stays
        at = start + t * (end - start)
        screen.until(lambda at=at: share(accent(screen), at, 3.0) > 0.9)
        assert share(accent(screen), start + 0.5 * (end - start), 4.0) < 0.8
