"""Compare: a class-conditional model beside an unconditional one."""

from vaeviz.app.guard import guard
from vaeviz.app.instrument import show

with guard():
    show("compare")
