"""Explore: one model's latent dimensions, image and map."""

from vaeviz.app.guard import guard
from vaeviz.app.instrument import show

with guard():
    show("explore")
