"""Measures of a model: bounds, criteria of collapse, probes, disentanglement, conditional accuracy."""
