"""The top line: the names of models stand in it whole, and it stays one line."""

import pytest
from e2e.screen import Screen

from vaeviz.bench.browser import Server
from vaeviz.files.places import shipped

pytestmark = pytest.mark.browser

LONGEST = max(shipped(), key=len)
WIDTHS = """(select) => {
  const has = select.getBoundingClientRect().width;
  select.style.cssText = "width: auto; max-width: none; field-sizing: content";
  return [select.getBoundingClientRect().width, has];
}"""


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720)])
def test_the_longest_name_of_a_model_is_not_cut(visit, server: Server, size: tuple[int, int]):
    screen: Screen = visit(server, viewport={"width": size[0], "height": size[1]}).open({"model": LONGEST})
    top, bottom = (screen.by(name).bounding_box() for name in ("model-picker", "help"))
    assert top
    assert bottom
    assert top["y"] == bottom["y"]
    wanted, has = screen.by("model-picker").evaluate(WIDTHS)
    assert wanted <= has
