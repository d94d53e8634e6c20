"""Where the points of a map are on the screen."""

import numpy as np
from e2e.screen import Screen
from e2e.shown import Shown

MARGIN = 0.06  # of the window, left free around the whole map
CLEAR = 16.0  # pixels; no other point is as near to what is clicked

SCROLLER = """((node) => {
  const scrolls = (outer) =>
    outer.scrollHeight > outer.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(outer).overflowY);
  let outer = node;
  while (outer && !scrolls(outer)) outer = outer.parentElement ?? outer.getRootNode().host;
  return outer ?? document.scrollingElement;
})"""
SCROLL = f"(node, top) => {{ {SCROLLER}(node).scrollTop += node.getBoundingClientRect().top - top; }}"
SCROLLED = f"(node) => {SCROLLER}(node).scrollTop"


def tuck(screen: Screen, hidden: float) -> None:
    """On a phone, scroll until the picture, which sticks to the top, covers a share of the map."""
    plane = screen.by("map")
    for _ in range(2):  # the first scroll makes the picture stick
        _, y, _, height = screen.middle(screen.by("picture"))
        plane.evaluate(SCROLL, y + height / 2 - hidden * screen.middle(plane)[3])


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
