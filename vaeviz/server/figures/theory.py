"""Figures of theory: linear VAEs, the rate-distortion plane, rates during training."""

from vaeviz.collapse import rate_distortion as plane
from vaeviz.collapse import rate_history
from vaeviz.collapse.linear import file as linear_file
from vaeviz.server.http.packing import join


def linear_figures() -> bytes:
    """Return the spectra and the trained linear VAEs."""
    return join(*linear_file.payload())


def plane_figures() -> bytes:
    """Return the bounds of the rate-distortion plane, and the shipped models on it."""
    return join(*plane.payload())


def rate_history_figures() -> bytes:
    """Return the rates of a model's dimensions during training."""
    return join(*rate_history.payload())
