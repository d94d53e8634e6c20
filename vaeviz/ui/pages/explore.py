"""Explore: one model, its latent dimensions, its picture, its map."""

from vaeviz.ui.guard import guard
from vaeviz.ui.instrument import Page, show

PAGE = Page(
    name="explore",
    key="workspace",
    lacking=("No models yet", "Train one: python -m vaeviz train digits --out checkpoints/digits"),
)

with guard():
    show(PAGE)
