"""Models of every shape, one after another, several times, on each page that has a picker: all pictures are painted."""

import numpy as np
import pytest
from e2e.screen import Screen
from e2e.test_conditions import TILES, pictured

from vaeviz.files.header import read_header
from vaeviz.files.places import shipped

pytestmark = pytest.mark.browser

ROUNDS = 2
NAMES = """(list) => {
  const names = [...list.options].map(({ value }) => value).filter(Boolean);
  const next = names.indexOf(list.value) + 1;
  return [...names.slice(next), ...names.slice(0, next)];
}"""
COMPARED = ("reconstruction-0", "reconstruction-1", "vae-draw-9", "cvae-draw-9", "cvae-class-9")


def switch(screen: Screen, name: str, picker: str = "model-picker", key: str = "model") -> None:
    screen.by(picker).select_option(name)
    screen.await_query(key, lambda found: found == name)


def names_in(screen: Screen, picker: str = "model-picker") -> list[str]:
    """Return what a picker offers, the chosen one last: each in turn is then a switch."""
    return screen.by(picker).evaluate(NAMES)


def painted(screen: Screen, test_id: str) -> bool:
    return varied(screen.pixels(test_id))


def varied(pixels: np.ndarray) -> bool:
    """Whether there is a picture: a canvas that was never painted is of one colour."""
    return bool(np.ptp(pixels.reshape(-1, 4)[:, :3].astype(int)) > 30)


def test_on_explore(screen: Screen):
    screen.open()
    assert set(names_in(screen)) == set(shipped())
    for name in ROUNDS * names_in(screen):
        switch(screen, name)
        height, width = read_header(shipped()[name]).model.image_shape[1:]
        screen.until(lambda size=4 * height * width: screen.pixels().size == size and painted(screen, "picture"))


def test_on_conditions(screen: Screen):
    screen.goto({}, "conditions").by("tile-0").wait_for()
    names = names_in(screen)
    assert len({read_header(shipped()[name]).model.latent_dim for name in names}) > 1
    for name in ROUNDS * names:
        switch(screen, name)
        screen.until(lambda: screen.by("tiles").get_attribute("data-busy") == "no")
        screen.by("tile-1").click()
        screen.until(lambda: agrees_with_the_picture(screen, 1))
        tiles = [pictured(screen, "tile", i) for i in range(screen.page.locator(TILES).count())]
        assert all(varied(tile) for tile in tiles), name


def agrees_with_the_picture(screen: Screen, i: int) -> bool:
    """Whether a tile shows what the picture shows; a pixel may be rounded the other way."""
    tile, picture = pictured(screen, "tile", i).astype(int), screen.pixels()
    return varied(picture) and tile.size == picture.size and bool(np.abs(tile - picture).max() <= 1)


@pytest.mark.parametrize(("picker", "key"), [("model-picker", "model"), ("second-picker", "second")])
def test_on_compare(screen: Screen, picker: str, key: str):
    screen.goto({}, "compare").by("image-name").filter(has_text="image").wait_for()
    for name in ROUNDS * names_in(screen, picker):
        switch(screen, name, picker, key)
        for test_id in COMPARED:
            screen.until(lambda test_id=test_id: painted(screen, test_id))
