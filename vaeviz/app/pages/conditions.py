"""Conditions: the same z under every condition, live."""

from vaeviz.app.guard import guard
from vaeviz.app.instrument import show

with guard():
    show("conditions")
