"""Explore: one model's latent dimensions, image and map."""

from vaeviz.app.guard import guard
from vaeviz.app.instrument import Page, show
from vaeviz.installation import PROGRAM

PAGE = Page(
    name="explore",
    key="workspace",
    lacking=("No models yet", f"Train one: {PROGRAM} train digits --out checkpoints/digits"),
)

with guard():
    show(PAGE)
