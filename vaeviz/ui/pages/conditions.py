"""Conditions: the same z under every condition, live."""

from vaeviz.ui.choices import conditional
from vaeviz.ui.guard import guard
from vaeviz.ui.instrument import Page, show

PAGE = Page(
    name="conditions",
    key="conditions-workspace",
    lacking=(
        "No model here is told a class or attributes",
        "Train one: python -m vaeviz train digits --condition class --out checkpoints/digits-told",
    ),
    offers=conditional,
    unfit=lambda name: f"{name} is told nothing: there is no condition to change.",
)

with guard():
    show(PAGE)
