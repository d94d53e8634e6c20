"""Figures of shipped runs and of theory, by name."""
