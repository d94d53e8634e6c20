"""Compare: a model that is told the class beside one that is not."""

from vaeviz.ui.guard import guard
from vaeviz.ui.instrument import Page, show

PAGE = Page(
    name="compare",
    key="compare-workspace",
    lacking=("No models yet", "Train one: python -m vaeviz train digits --out checkpoints/digits"),
)

with guard():
    show(PAGE)
