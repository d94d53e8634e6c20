"""What is measured of a model: bounds, criteria of collapse, probes, disentanglement, conditional accuracy."""
