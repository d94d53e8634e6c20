"""Explore: one model, its latent dimensions, its picture, its map."""

from vaeviz.app.guard import guard
from vaeviz.app.instrument import Page, show

PAGE = Page(
    name="explore",
    key="workspace",
    lacking=("No models yet", "Train one: python -m vaeviz train digits --out checkpoints/digits"),
)

with guard():
    show(PAGE)
