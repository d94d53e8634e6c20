"""The bodies that the pictures of Why are drawn from."""

from vaeviz.collapse import rate_distortion as plane
from vaeviz.collapse import rate_history as heat
from vaeviz.collapse.linear import file as linear_file
from vaeviz.server.http.packing import join


def linear_figures() -> bytes:
    """Return the spectra and the trained linear VAEs."""
    return join(*linear_file.payload())


def plane_figures() -> bytes:
    """Return what bounds the plane of rate and distortion, and the shipped models on it."""
    return join(*plane.payload())


def rate_history_figures() -> bytes:
    """Return how the rates of a model's dimensions moved in training."""
    return join(*heat.payload())
