"""Conditions: the same z under every condition, live."""

from vaeviz.app.choices import conditional
from vaeviz.app.guard import guard
from vaeviz.app.instrument import Page, show
from vaeviz.installation import PROGRAM

PAGE = Page(
    name="conditions",
    key="conditions-workspace",
    lacking=(
        "No conditional models yet",
        f"Train one: {PROGRAM} train digits --condition class --out checkpoints/digits-cvae",
    ),
    offers=conditional,
    unfit=lambda name: f"{name} is unconditional: there is no condition to change.",
)

with guard():
    show(PAGE)
