"""Figures of shipped runs and of theory for the Collapse page, by name."""
