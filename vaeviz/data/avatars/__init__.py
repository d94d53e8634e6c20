"""Drawn faces with attributes: a data set that is rendered here."""
